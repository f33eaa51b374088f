/** What a program can say about the span it runs in. */

import { setExtra } from './core/attributes.ts';
import { currentAmbient } from './core/context.ts';
import type { AttributeValue } from './pipeline/types.ts';

/**
 * Sets an attribute of the current span; a later value of the same key wins, `undefined` sets nothing. Where no span
 * is recorded it does nothing. Specification: trace API, "Set Attributes".
 */
export function setAttribute(key: string, value: AttributeValue | undefined): void {
  const handle = currentAmbient()?.handle ?? 0;
  if (handle > 0) setExtra(handle, key, value);
}

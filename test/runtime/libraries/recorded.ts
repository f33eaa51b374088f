/** Recording for the integration tests: switched on, and what was recorded since. */

import { collect } from '../../../runtime/core/collector.ts';
import { configure } from '../../../runtime/core/control.ts';
import { state } from '../../../runtime/core/state.ts';
import type { SpanData } from '../../../runtime/pipeline/types.ts';

/** Records every trace, or with 0 none. */
export function recording(ratio = 1): void {
  configure({ enabled: true, ratio });
  state.live = 0;
  spans();
}

/** Spans that ended since the last call, oldest first. */
export const spans = (): SpanData[] => collect(1000);

/** Waits, over turns of the event loop, until `count` spans have ended. */
export async function ended(count: number): Promise<SpanData[]> {
  const all: SpanData[] = [];
  const limit = Date.now() + 3000;
  while (all.length < count && Date.now() < limit) {
    all.push(...spans());
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return all;
}

export const attributesOf = (span: SpanData | undefined): Record<string, unknown> =>
  Object.fromEntries(span?.attributes ?? []);

/** Switches recording on and off and sets the sampling of new traces. */

import { LIVE_NONE, LIVE_OFF } from '../abi.ts';
import { setAnchor } from './clock.ts';
import { thresholdOf } from './ids.ts';
import { state } from './state.ts';

/** `ratio` of the roots that start from now on is kept, 0 to 1; a parent's decision always wins over it. */
export function configure(options: { readonly enabled: boolean; readonly ratio: number }): void {
  state.enabled = options.enabled;
  state.threshold = thresholdOf(options.ratio);
  if (options.enabled) setAnchor();
  // A span that is current now stays so: the next root sees the change.
  if (options.enabled ? state.live === LIVE_OFF : state.live === LIVE_NONE) {
    state.live = options.enabled ? LIVE_NONE : LIVE_OFF;
  }
}

/** The context of whoever called a library, kept for what the library calls back later. */

import { HANDLE_UNSAMPLED_ROOT, ROW_PARENT, ROW_TRACE } from '../abi.ts';
import { currentAmbient } from './context.ts';
import { rowOf } from './ring.ts';
import { SLOT_MASK, state, type Ambient } from './state.ts';

/** The context in which the function of span `t` was called: that of the span's parent, or without a span the current one. */
export function callerOf(t: number): Ambient | undefined {
  if (t > 0) {
    const row = rowOf(t);
    const parent = state.int32[row + ROW_PARENT] as number;
    const trace = state.int32[row + ROW_TRACE] as number;
    return parent > 0
      ? { handle: parent, trace, remote: trace < 0 ? state.remotes[t & SLOT_MASK] : undefined }
      : undefined;
  }
  return t === HANDLE_UNSAMPLED_ROOT ? state.storage?.getStore() : currentAmbient();
}

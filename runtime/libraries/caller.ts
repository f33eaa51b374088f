/** The context of whoever called a library, kept for what the library calls back later. */

import { HANDLE_UNSAMPLED_ROOT, LIVE_NONE, LIVE_OFF, LIVE_UNSAMPLED, ROW_PARENT, ROW_SEQ, ROW_TRACE } from '../abi.ts';
import { currentAmbient } from '../core/context.ts';
import { rowOf } from '../core/ring.ts';
import { SLOT_MASK, state, type Ambient } from '../core/state.ts';

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

/** Calls `body` in the context of `caller`, which may be none: a socket's events carry that of whoever connected. */
export function within<T>(caller: Ambient | undefined, body: () => T): T {
  const was = state.live;
  if (was === LIVE_OFF) return body();
  state.live = liveOf(caller);
  try {
    return state.storage === null ? body() : state.storage.run(caller as Ambient, body);
  } finally {
    state.live = was;
  }
}

// A caller that has ended keeps its row until it is collected; afterwards only the storage can still name it.
function liveOf(caller: Ambient | undefined): number {
  if (caller === undefined) return LIVE_NONE;
  if (caller.handle < 0) return LIVE_UNSAMPLED;
  return Math.abs(state.int32[rowOf(caller.handle) + ROW_SEQ] as number) === caller.handle ? caller.handle : LIVE_NONE;
}

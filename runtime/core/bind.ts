/** Callbacks: code that is called later, in the context of whoever handed it over. */

import { LIVE_NONE, LIVE_OFF, LIVE_UNSAMPLED, ROW_SEQ } from '../abi.ts';
import { currentAmbient } from './context.ts';
import { rowOf } from './ring.ts';
import { state, type Ambient } from './state.ts';

type Callback = (this: unknown, ...args: unknown[]) => unknown;

/** `callback`, to be called in the context of now. What is no function comes back as it is. */
export function bindCallback<T>(callback: T): T {
  if (typeof callback !== 'function' || state.live === LIVE_OFF) return callback;
  const ambient = currentAmbient();
  const bound = function (this: unknown, ...args: unknown[]): unknown {
    return within(ambient, () => Reflect.apply(callback as unknown as Callback, this, args));
  };
  return bound as T;
}

/** Runs `body` in a context that was current earlier. "None" is a context too: a socket's events carry its opener's. */
export function within<T>(ambient: Ambient | undefined, body: () => T): T {
  const was = state.live;
  if (was === LIVE_OFF) return body();
  state.live = liveOf(ambient);
  try {
    return state.storage === null ? body() : state.storage.run(ambient as Ambient, body);
  } finally {
    state.live = was;
  }
}

// A span that has ended keeps its row until it is collected; afterwards only the storage can still name it.
function liveOf(ambient: Ambient | undefined): number {
  if (ambient === undefined) return LIVE_NONE;
  if (ambient.handle < 0) return LIVE_UNSAMPLED;
  return Math.abs(state.int32[rowOf(ambient.handle) + ROW_SEQ] as number) === ambient.handle
    ? ambient.handle
    : LIVE_NONE;
}

/** Context across `await` and `yield` in compiled code, and AsyncLocalStorage for everything else. */

import {
  FLAG_ROOTED,
  FLAG_SUSPENDED,
  HANDLE_UNSAMPLED_ROOT,
  HANDLE_UNSAMPLED_SUSPENDED,
  LIVE_NONE,
  LIVE_OFF,
  LIVE_PAUSED,
  LIVE_UNSAMPLED,
  ROW_PARENT,
  ROW_SEQ,
  ROW_SITE,
  ROW_TRACE,
} from '../abi.ts';
import { rowOf } from './ring.ts';
import { SLOT_MASK, state, type Ambient, type Remote, type Storage } from './state.ts';

const { int32, remotes } = state;

/** What `live` is while the body of a call with handle `t` runs; LIVE_OFF when it does not care. */
const bodyContext = (t: number): number => (t > 0 ? t : t === 0 || t === LIVE_OFF ? LIVE_OFF : LIVE_UNSAMPLED);

/**
 * Before an async function suspends: its caller, who goes on now, gets its own context back; after a later await,
 * when only the event loop goes on, nothing is left behind. Returns the handle to go on with.
 */
export function leaveForAwait(t: number): number {
  if (t > 0) {
    const row = rowOf(t);
    const flags = int32[row + ROW_SITE] as number;
    if (int32[row + ROW_SEQ] !== t) return t;
    state.live = (flags & (FLAG_SUSPENDED | FLAG_ROOTED)) !== 0 ? LIVE_NONE : (int32[row + ROW_PARENT] as number);
    int32[row + ROW_SITE] = flags | FLAG_SUSPENDED;
    return t;
  }
  if (t === LIVE_UNSAMPLED) return HANDLE_UNSAMPLED_SUSPENDED;
  if (t === HANDLE_UNSAMPLED_ROOT || t === HANDLE_UNSAMPLED_SUSPENDED) state.live = LIVE_NONE;
  return t;
}

/** After an await, and where an awaited rejection is caught: the function's own context. */
export function returnToBody(t: number): void {
  const context = bodyContext(t);
  if (context !== LIVE_OFF) state.live = context;
}

/** Before a generator hands over: `caller`, the context of whoever called `next`, comes back. */
export function leaveForYield(t: number, caller: number): number {
  if (caller !== LIVE_PAUSED && bodyContext(t) !== LIVE_OFF) state.live = caller;
  return LIVE_PAUSED;
}

/** Where a paused generator goes on: its own context; returns that of its caller. One that was not paused keeps both. */
export function returnFromYield(t: number, caller: number): number {
  const current = state.live;
  if (caller !== LIVE_PAUSED) return caller;
  returnToBody(t);
  return current;
}

/** The context as AsyncLocalStorage should carry it; undefined when there is none. */
export function ambientOf(live: number): Ambient | undefined {
  if (live > 0) {
    const trace = int32[rowOf(live) + ROW_TRACE] as number;
    return { handle: live, trace, remote: trace < 0 ? remotes[live & SLOT_MASK] : undefined };
  }
  return live === LIVE_UNSAMPLED ? unsampledAmbient(undefined) : undefined;
}

/** An unsampled trace; `remote` keeps its id for calls to other services. */
export const unsampledAmbient = (remote: Remote | undefined): Ambient => ({
  handle: LIVE_UNSAMPLED,
  trace: -1,
  remote,
});

/** The current context, wherever it is held. */
export function currentAmbient(): Ambient | undefined {
  const store = state.live === LIVE_NONE || state.live === LIVE_UNSAMPLED ? state.storage?.getStore() : undefined;
  // Of an unsampled trace only the storage knows under which id it came.
  return state.live === LIVE_NONE || store?.handle === LIVE_UNSAMPLED ? store : ambientOf(state.live);
}

/**
 * Calls code that was not compiled and goes on asynchronously, so that it finds our context there. On Node 20 and 22
 * the first use slows every later await of the process, so nothing does this unless `start` asked for the storage.
 */
export function callWithAmbient<T>(body: () => T): T {
  const storage = state.storage;
  const ambient = storage === null || state.live === LIVE_NONE ? undefined : currentAmbient();
  return storage === null || ambient === undefined ? body() : storage.run(ambient, body);
}

/** Makes AsyncLocalStorage carry context from now on; false where the platform has none. */
export function useStorage(): boolean {
  if (state.storage !== null) return true;
  const hooks = globalThis.process?.getBuiltinModule?.('node:async_hooks');
  if (hooks === undefined) return false;
  state.storage = new hooks.AsyncLocalStorage() as unknown as Storage;
  return true;
}

/** Handle of the current span; 0 where none is recorded. */
export function currentHandle(): number {
  const handle = currentAmbient()?.handle ?? 0;
  return handle > 0 ? handle : 0;
}

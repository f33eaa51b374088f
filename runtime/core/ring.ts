/** The ring of span rows: begin, finish and the root decision. Hot; nothing here allocates, waits or throws. */

import {
  FLAG_FAILED,
  FLAG_HELD,
  FLAG_ROOTED,
  FLAG_STAMPED,
  FLAG_SUSPENDED,
  HANDLE_UNSAMPLED_ROOT,
  LIVE_NONE,
  LIVE_OFF,
  LIVE_UNSAMPLED,
  ROW_END_NS,
  ROW_PARENT,
  ROW_SEQ,
  ROW_SITE,
  ROW_START_NS,
  ROW_TRACE,
} from '../abi.ts';
import { now } from './clock.ts';
import { decisionWord } from './ids.ts';
import { CAPACITY, SEQ_MASK, SLOT_MASK, state, type Extra, type Remote, type Site } from './state.ts';

const { int32, int64, remotes, extras, drops, sites } = state;
const NO_SITE = sites[0] as Site;

/** Looking at how full the ring is at each span would cost more than it tells. */
const CHECK_EVERY: number = (CAPACITY >> 5) - 1;

/** Index of a span's row in `int32`; half of it in the 64-bit views. */
export const rowOf = (t: number): number => (t & SLOT_MASK) << 4;

/** True while the row still belongs to this handle and the span is open. */
export const isOpen = (t: number): boolean => t > 0 && int32[rowOf(t) + ROW_SEQ] === t;

// Parameters are facts of the new row; the clock read stays unconditional here, because V8 would not inline a rarely
// taken one and would then allocate its BigInt.
function begin(site: number, parent: number, trace: number, flags: number): number {
  const seq = (state.head + 1) & SEQ_MASK;
  const row = rowOf(seq);
  if (int32[row + ROW_SEQ] !== 0 || seq === 0) return overflow(site, parent, trace, flags);
  state.head = seq;
  int32[row + ROW_SEQ] = seq;
  int32[row + ROW_SITE] = site | flags;
  int32[row + ROW_PARENT] = parent;
  int32[row + ROW_TRACE] = trace;
  if (trace < 0) remotes[seq & SLOT_MASK] = remotes[parent & SLOT_MASK];
  int64[(row >> 1) + ROW_START_NS] = now();
  state.live = seq;
  if ((seq & CHECK_EVERY) === 0) checkFullness();
  return seq;
}

function checkFullness(): void {
  if (((state.head - state.tail) & SEQ_MASK) > CAPACITY >> 1 && state.wake !== null) wake();
}

// A row ahead may be held by a span that never ended: step over a few before giving up.
function overflow(site: number, parent: number, trace: number, flags: number): number {
  for (let step = 0; step < 8; step++) {
    state.head = (state.head + 1) & SEQ_MASK;
    const next = (state.head + 1) & SEQ_MASK;
    if (next !== 0 && int32[rowOf(next) + ROW_SEQ] === 0) return begin(site, parent, trace, flags);
  }
  state.head = (state.head - 8) & SEQ_MASK;
  drops.ringFull++;
  if (state.wake !== null) wake();
  return 0;
}

function wake(): void {
  const call = state.wake;
  state.wake = null;
  call?.();
}

/** A child of the current span, or a root, or nothing: see the handle values in `abi.ts`. */
export function open(site: number): number {
  const parent = state.live;
  if (parent > 0 && site > 0) return begin(site, parent, int32[rowOf(parent) + ROW_TRACE] as number, 0);
  return openRoot(site);
}

function openRoot(site: number): number {
  if (!(site > 0)) {
    drops.unreadySite++;
    return 0;
  }
  if (state.live < 0) return state.live;
  if (!state.enabled) return (state.live = LIVE_OFF);
  const ambient = state.storage?.getStore();
  if (ambient === undefined) return decide(site);
  if (ambient.handle < 0) return unsampledRoot();
  const seq = begin(site, ambient.handle, ambient.trace, FLAG_ROOTED);
  if (ambient.trace < 0 && seq > 0) remotes[seq & SLOT_MASK] = ambient.remote;
  return seq;
}

function unsampledRoot(): number {
  state.live = LIVE_UNSAMPLED;
  return HANDLE_UNSAMPLED_ROOT;
}

// Every root takes the next trace number, kept or not: the decision comes from the id that the trace would have.
function decide(site: number): number {
  const { requireParent, threshold } = sites[site] ?? NO_SITE;
  if (requireParent) return 0;
  const trace = nextTrace();
  return decisionWord(trace) >= Math.max(threshold, state.threshold)
    ? begin(site, 0, trace, FLAG_ROOTED)
    : unsampledRoot();
}

/** The next trace number, from 1 to 2^30 - 1. */
export function nextTrace(): number {
  const next = (state.traces + 1) & SEQ_MASK;
  return (state.traces = next === 0 ? 1 : next);
}

/** A root of its own, whatever is current; emitted code puts that back. */
export function openNewRoot(site: number): number {
  if (!(site > 0)) return openRoot(site);
  return state.enabled ? decide(site) : LIVE_OFF;
}

/** A root whose parent is in another process: its sampled flag decides (parent-based sampling). */
export function openRemote(site: number, remote: Remote): number {
  if (!state.enabled) return LIVE_OFF;
  if ((remote.flags & 1) === 0) return unsampledRoot();
  const seq = begin(site, 0, -1, FLAG_ROOTED);
  if (seq > 0) remotes[seq & SLOT_MASK] = remote;
  return seq;
}

/** Ends the span of a function and gives its caller the context back. */
export function close(t: number): void {
  const row = rowOf(t);
  if (int32[row + ROW_SEQ] !== t) return stale(t);
  const flags = int32[row + ROW_SITE] as number;
  state.live = (flags & (FLAG_ROOTED | FLAG_SUSPENDED)) !== 0 ? LIVE_NONE : (int32[row + ROW_PARENT] as number);
  if ((flags & FLAG_HELD) !== 0) return stamp(row, flags);
  int64[(row >> 1) + ROW_END_NS] = now();
  int32[row + ROW_SEQ] = -t;
}

/** Ends the span of a function whose caller gets its context back elsewhere. */
export function finish(t: number): void {
  if (t <= 0) return;
  const row = rowOf(t);
  const flags = int32[row + ROW_SITE] as number;
  if ((flags & FLAG_HELD) === 0) end(t);
  else stamp(row, flags);
}

/** Ends a span without touching the current context. */
export function end(t: number): void {
  if (t <= 0) return;
  const row = rowOf(t);
  if (int32[row + ROW_SEQ] !== t) return stale(t);
  int64[(row >> 1) + ROW_END_NS] = now();
  int32[row + ROW_SEQ] = -t;
}

function stale(t: number): void {
  drops.staleHandle++;
  if (state.live === t) state.live = LIVE_NONE;
}

function stamp(row: number, flags: number): void {
  if ((flags & FLAG_STAMPED) !== 0) int64[(row >> 1) + ROW_END_NS] = now();
}

/** From now on `end` ends this span, not the function that opened it. */
export function hold(t: number): void {
  if (isOpen(t)) (int32[rowOf(t) + ROW_SITE] as number) |= FLAG_HELD;
}

/** The part of a span that has no column, made on first need. */
export function extraOf(t: number): Extra {
  return (extras[t & SLOT_MASK] ??= {
    name: undefined,
    attributes: [],
    links: undefined,
    failed: false,
    error: undefined,
    innermost: false,
  });
}

export function markFailed(t: number): void {
  (int32[rowOf(t) + ROW_SITE] as number) |= FLAG_FAILED;
}

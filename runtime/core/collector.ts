/** Takes ended spans out of the ring, oldest first, and frees their rows. Runs off the hot path, in bounded slices. */

import { ROW_INT32S, ROW_SEQ, ROW_SITE, ROW_START_NS, SITE_MASK, SLOTS } from '../abi.ts';
import type { SpanData } from '../pipeline/types.ts';
import { now } from './clock.ts';
import { rowOf } from './ring.ts';
import { toSpanData } from './span-data.ts';
import { SEQ_MASK, SLOT_MASK, state } from './state.ts';

const { int32, int64, values, extras, remotes, drops, counts } = state;

/** An abandoned generator or a promise that never settles would hold its row for ever. */
const MAX_OPEN_NS = 3_600_000_000_000n;

/** Up to `max` ended spans. Fewer than `max` means that no more had ended. */
export function collect(max: number): SpanData[] {
  const spans: SpanData[] = [];
  collectOpen(max, spans);
  while (state.tail !== state.head && spans.length < max) {
    const seq = (state.tail + 1) & SEQ_MASK;
    state.tail = seq;
    const held = int32[rowOf(seq) + ROW_SEQ];
    if (held === seq && seq !== 0) state.open.push(seq);
    else if (held === -seq && seq !== 0) take(seq, spans);
  }
  return spans;
}

/** Rows in use: spans still open and ended ones not yet collected. */
export function pending(): number {
  return state.open.length + ((state.head - state.tail) & SEQ_MASK);
}

// Spans that were open when their turn came: looked at again in every round until they end or are given up.
function collectOpen(max: number, spans: SpanData[]): void {
  const { open } = state;
  const limit = now() - MAX_OPEN_NS;
  let kept = 0;
  for (const seq of open) {
    const row = rowOf(seq);
    if (int32[row + ROW_SEQ] === -seq && spans.length < max) take(seq, spans);
    else if (int32[row + ROW_SEQ] === seq && (int64[(row >> 1) + ROW_START_NS] as bigint) < limit) giveUp(seq);
    else open[kept++] = seq;
  }
  open.length = kept;
}

function take(seq: number, spans: SpanData[]): void {
  counts.ended++;
  try {
    spans.push(toSpanData(seq));
  } catch {
    drops.hostileValue++;
  }
  free(seq);
}

function giveUp(seq: number): void {
  drops.neverEnded++;
  free(seq);
}

function free(seq: number): void {
  const slot = seq & SLOT_MASK;
  const row = slot * ROW_INT32S;
  const site = state.sites[(int32[row + ROW_SITE] as number) & SITE_MASK];
  const used = Math.min(site?.keys.length ?? SLOTS, SLOTS);
  for (let i = 0; i < used; i++) values[slot * SLOTS + i] = undefined;
  if (extras[slot] !== undefined) extras[slot] = undefined;
  if (remotes[slot] !== undefined) remotes[slot] = undefined;
  int32[row + ROW_SEQ] = 0;
}

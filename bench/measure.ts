/** Measures a function called in slices, with the event loop turning in between as it does in a server. */

import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';

/** Calls in a row before the event loop turns: half of the SDK's default queue, so that neither side drops a span. */
const SLICE = 1000;
const WARM_UP_NS = 700_000_000n;
const TIMED_NS = 1_200_000_000n;
const HEAP_ROUNDS = 40;
const SLICES_BETWEEN_GC = 5;

export interface TimeFigures {
  /** Calls of the timed part. */
  readonly calls: number;
  /** Median over slices: time in the calling code. */
  readonly callNs: number;
  /** Processor time of the whole process, every thread, for each call: with collecting, batching and garbage collection. */
  readonly cpuNs: number;
  /** Garbage collections in a million calls, and milliseconds spent in them. */
  readonly gcPerMillion: number;
  readonly gcMsPerMillion: number;
  /** The longest turn of the event loop between two slices. */
  readonly longestTurnMs: number;
}

export interface HeapFigures {
  /** Heap bytes allocated inside the calls, for each call. */
  readonly callBytes: number;
  /** The same between slices: what collecting and batching allocate for each call. */
  readonly laterBytes: number;
}

/** Node's flags for `measureHeap`: a young generation that holds several slices of anyone's garbage. */
export const HEAP_FLAGS: readonly string[] = ['--expose-gc', '--min-semi-space-size=64', '--max-semi-space-size=64'];

let sink = 0;
const now = process.hrtime.bigint;

/** `slice(n)` makes `n` calls and returns a number that depends on all of them. */
export async function measureTime(slice: (count: number) => number): Promise<TimeFigures> {
  await warmUp(slice);
  const gc = watchGc();
  const sliceNs: number[] = [];
  let longestTurnNs = 0;
  const cpuBefore = process.cpuUsage();
  for (const end = now() + TIMED_NS; now() < end;) {
    const start = now();
    sink += slice(SLICE);
    const stop = now();
    sliceNs.push(Number(stop - start));
    await turn();
    longestTurnNs = Math.max(longestTurnNs, Number(now() - stop));
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  const { count, durationMs } = await gc();
  const calls = sliceNs.length * SLICE;
  consume();
  return {
    calls,
    callNs: median(sliceNs) / SLICE,
    cpuNs: ((user + system) * 1000) / calls,
    gcPerMillion: (count * 1e6) / calls,
    gcMsPerMillion: (durationMs * 1e6) / calls,
    longestTurnMs: longestTurnNs / 1e6,
  };
}

/**
 * Reads the used heap before and after each slice. With `HEAP_FLAGS` nothing is collected in between, so that the
 * difference is every byte that was allocated; a round in which the heap shrank is thrown away.
 */
export async function measureHeap(slice: (count: number) => number): Promise<HeapFigures> {
  await warmUp(slice);
  const inside: number[] = [];
  let allBytes = 0;
  let calls = 0;
  for (let round = 0; round < HEAP_ROUNDS; round++) {
    globalThis.gc?.();
    await turn();
    const first = heapUsed();
    const deltas: number[] = [];
    for (let i = 0; i < SLICES_BETWEEN_GC; i++) {
      const before = heapUsed();
      const reading = heapUsed() - before;
      sink += slice(SLICE);
      deltas.push(heapUsed() - before - 2 * reading);
      await turn();
    }
    const all = heapUsed() - first;
    if (all < 0 || deltas.some((delta) => delta < -SLICE)) continue;
    inside.push(...deltas);
    allBytes += all;
    calls += SLICES_BETWEEN_GC * SLICE;
  }
  consume();
  const callBytes = Math.max(0, median(inside) / SLICE);
  return { callBytes, laterBytes: Math.max(0, allBytes / calls - callBytes) };
}

async function warmUp(slice: (count: number) => number): Promise<void> {
  for (const end = now() + WARM_UP_NS; now() < end; await turn()) sink += slice(SLICE);
}

function consume(): void {
  if (Number.isNaN(sink)) throw new Error('a call returned something that is no number');
}

const heapUsed = (): number => process.memoryUsage().heapUsed;

/** Starts counting garbage collections; the result stops and tells. */
function watchGc(): () => Promise<{ count: number; durationMs: number }> {
  let count = 0;
  let durationMs = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      count++;
      durationMs += duration;
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  return async () => {
    await turn();
    await turn();
    observer.disconnect();
    return { count, durationMs };
  };
}

/** The middle value, or the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

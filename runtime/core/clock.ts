/** Monotonic nanoseconds, and the anchor that turns them into wall-clock time. */

import { state } from './state.ts';

// Held in a constant: V8 inlines the read and stores it without allocating; `process.hrtime.bigint()` looked up at
// each call costs 25 ns more.
export const now: () => bigint = /* @__PURE__ */ (() =>
  globalThis.process?.hrtime?.bigint ?? (() => BigInt(Math.round(performance.now() * 1e6))))();

const { anchor } = state;

/** Wall-clock nanoseconds since the Unix epoch for a reading of `now`. Durations stay monotonic through clock jumps. */
export function toUnixNs(reading: bigint): bigint {
  if (anchor.unixNs === 0n) setAnchor();
  return anchor.unixNs + (reading - anchor.atNs);
}

/** Takes the wall clock anew; later spans follow it, earlier ones keep the anchor they were given. */
export function setAnchor(): void {
  anchor.atNs = now();
  anchor.unixNs = BigInt(Date.now()) * 1_000_000n;
}

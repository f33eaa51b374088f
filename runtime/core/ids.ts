/**
 * Trace and span ids, derived from the process's random seed and a sequence number when somebody asks.
 * Each word is a bijection of the sequence number, so ids are unique for 2^30 spans of one seed.
 */

import { state } from './state.ts';

// Finaliser constants of the "lowbias32" integer hash (C. Wellons, hash-prospector).
function mix(x: number): number {
  let y = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  y = Math.imul(y ^ (y >>> 15), 0x846ca68b);
  return y ^ (y >>> 16);
}

const hex8 = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');

/**
 * The 32 random bits that decide about sampling. They are the first of the 56 bits that W3C trace context level 2
 * calls random, so a decision agrees with what any consistent-probability sampler reads from the emitted id.
 */
export function decisionWord(trace: number): number {
  return mix(trace ^ (state.seed[3] as number)) >>> 0;
}

/** 32 lower-case hex digits, never all zero. */
export function traceIdOf(trace: number): string {
  const [a, b, c] = state.seed as unknown as [number, number, number];
  const tail = mix(Math.imul(trace, 0x85ebca6b) ^ a);
  return (
    hex8(mix(trace ^ b) ^ c) +
    hex8(mix(trace ^ c)) +
    ((tail & 0xff) | 1).toString(16).padStart(2, '0') +
    hex8(decisionWord(trace)) +
    ((tail >>> 8) & 0xffffff).toString(16).padStart(6, '0')
  );
}

/** 16 lower-case hex digits, never all zero. */
export function spanIdOf(seq: number): string {
  const [a, b, c] = state.seed as unknown as [number, number, number];
  const low = mix(Math.imul(seq, 0x9e3779b1) ^ b) ^ c;
  const high = mix(seq ^ a);
  return hex8(high) + hex8(high === 0 && low === 0 ? 1 : low);
}

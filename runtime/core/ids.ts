/**
 * Trace and span ids, derived from the process's random seed and a sequence number when somebody asks.
 * Each word is a bijection of the sequence number, so ids are unique for 2^30 spans of one seed.
 */

import { state } from './state.ts';

const { seed } = state;
const last = { trace: 0, seed: 0, id: '' };

// Finaliser constants of the "lowbias32" integer hash (C. Wellons, hash-prospector).
function mix(x: number): number {
  let y = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  y = Math.imul(y ^ (y >>> 15), 0x846ca68b);
  return y ^ (y >>> 16);
}

// Character codes of the hexadecimal digits: twice the speed of any table of strings, eight times that of toString(16).
const DIGITS: Uint8Array = /* @__PURE__ */ Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
const digit = (word: number, shift: number): number => DIGITS[(word >>> shift) & 15] as number;

/** 16 hexadecimal digits of two 32-bit words. */
function hex16(high: number, low: number): string {
  return String.fromCharCode(
    digit(high, 28),
    digit(high, 24),
    digit(high, 20),
    digit(high, 16),
    digit(high, 12),
    digit(high, 8),
    digit(high, 4),
    digit(high, 0),
    digit(low, 28),
    digit(low, 24),
    digit(low, 20),
    digit(low, 16),
    digit(low, 12),
    digit(low, 8),
    digit(low, 4),
    digit(low, 0),
  );
}

/**
 * The 32 random bits that decide about sampling. They are the first of the 56 bits that W3C trace context level 2
 * calls random, so a decision agrees with what any consistent-probability sampler reads from the emitted id.
 */
export function decisionWord(trace: number): number {
  return mix(trace ^ (seed[3] as number)) >>> 0;
}

/** The least decision word that is kept when `ratio` of all traces is, 0 to 1. */
export function thresholdOf(ratio: number): number {
  return Math.round((1 - Math.min(1, Math.max(0, ratio))) * 2 ** 32);
}

/** 32 lower-case hex digits, never all zero. The digits of a trace are made once for its spans, which come together. */
export function traceIdOf(trace: number): string {
  if (last.trace === trace && last.seed === seed[0]) return last.id;
  const [a, b, c] = seed as unknown as [number, number, number];
  const tail = mix(Math.imul(trace, 0x85ebca6b) ^ a);
  const decision = decisionWord(trace);
  // Byte 8 is never zero; the decision is in bytes 9 to 12.
  const third = ((tail | 1) << 24) | (decision >>> 8);
  const fourth = (decision << 24) | (tail >>> 8);
  last.trace = trace;
  last.seed = a;
  last.id = hex16(mix(trace ^ b) ^ c, mix(trace ^ c)) + hex16(third, fourth);
  return last.id;
}

/** 16 lower-case hex digits, never all zero. */
export function spanIdOf(seq: number): string {
  const [a, b, c] = seed as unknown as [number, number, number];
  const low = mix(Math.imul(seq, 0x9e3779b1) ^ b) ^ c;
  const high = mix(seq ^ a);
  return hex16(high, high === 0 && low === 0 ? 1 : low);
}

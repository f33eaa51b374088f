/** Attribute values: recorded by reference on the hot path, copied and bounded where they could still change. */

import { ROW_NUMBERS, ROW_SEQ, ROW_SITE, SITE_MASK, SLOTS } from '../abi.ts';
import { redact, type Redaction } from './redact.ts';
import { extraOf, isOpen } from './ring.ts';
import { SLOT_MASK, state } from './state.ts';

const { int32, float64, values, drops, sites } = state;

/** Marks a slot whose value is in the numeric column. */
export const IN_NUMBERS: unique symbol = /* @__PURE__ */ Symbol('number');

const MAX_DEPTH = 64;
const MAX_ITEMS = 10_000;

/**
 * Writes attribute `index` of the span's site. Any value is safe; `undefined` sets nothing. One flat function on constant
 * columns: split in two it costs half as much again.
 */
export function setSlot(t: number, index: number, value: unknown): void {
  const row = (t & SLOT_MASK) << 4;
  if (!(t > 0) || int32[row + ROW_SEQ] !== t) return;
  const slot = ((t & SLOT_MASK) << 2) + index;
  if (index >= SLOTS) setLate(t, int32[row + ROW_SITE] as number, index, value);
  else if (typeof value === 'number') {
    float64[(row >> 1) + ROW_NUMBERS + index] = value;
    values[slot] = IN_NUMBERS;
  } else {
    values[slot] = typeof value === 'string' || typeof value === 'boolean' ? value : snapshot(value);
  }
}

function setLate(t: number, flags: number, index: number, value: unknown): void {
  const key = sites[flags & SITE_MASK]?.keys[index];
  if (key !== undefined) setExtra(t, key, value);
}

/** Writes any attribute of an open span. A later value of the same key wins. */
export function setExtra(t: number, key: string, value: unknown): void {
  if (value === undefined || typeof key !== 'string' || key === '') return;
  if (!isOpen(t)) {
    drops.staleHandle++;
    return;
  }
  extraOf(t).attributes.push(key, typeof value === 'string' ? value : snapshot(value));
}

/** Sets the own enumerable properties of an object, redacted by key; whatever is none is ignored. */
export function setEntries(t: number, attributes: unknown, redactions?: Readonly<Record<string, Redaction>>): void {
  if (typeof attributes !== 'object' || attributes === null) return;
  try {
    for (const [key, value] of Object.entries(attributes)) {
      const how = redactions !== undefined && Object.hasOwn(redactions, key) ? redactions[key] : undefined;
      setExtra(t, key, how === undefined ? value : redact(how, value));
    }
  } catch {
    drops.fieldError++;
  }
}

/** A value that nothing can change afterwards. Objects are copied, at most 64 levels deep and 10,000 items in all. */
function snapshot(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return isPlain(value) ? value : undefined;
  try {
    return copy(value, 0, { left: MAX_ITEMS });
  } catch {
    drops.hostileValue++;
    return undefined;
  }
}

const isPlain = (value: unknown): boolean => typeof value !== 'function' && typeof value !== 'symbol';

function copy(value: unknown, depth: number, budget: { left: number }): unknown {
  if (typeof value !== 'object' || value === null) return isPlain(value) ? value : null;
  if (value instanceof Uint8Array) return value.slice();
  if (value instanceof Date) return value.toISOString();
  const list = Array.isArray(value);
  if (depth >= MAX_DEPTH) return list ? [] : {};
  if (list) return copyList(value, depth, budget);
  const out: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(value)) {
    if (budget.left-- <= 0) break;
    const item = (value as Record<string, unknown>)[key];
    if (item !== undefined) out[key] = copy(item, depth + 1, budget);
  }
  return out;
}

function copyList(list: readonly unknown[], depth: number, budget: { left: number }): unknown[] {
  const out: unknown[] = [];
  for (let i = 0; i < list.length; i++) {
    if (budget.left-- <= 0) break;
    out.push(list[i] === undefined ? null : copy(list[i], depth + 1, budget));
  }
  return out;
}

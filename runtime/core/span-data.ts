/** Makes plain span data of a row: ids, times, attributes, status and the exception event. */

import {
  FLAG_FAILED,
  ROW_END_NS,
  ROW_NUMBERS,
  ROW_PARENT,
  ROW_SITE,
  ROW_START_NS,
  ROW_TRACE,
  SITE_MASK,
  SLOTS,
} from '../abi.ts';
import type { AttributeValue, Attributes, EventData, SpanData, SpanKind } from '../pipeline/types.ts';
import { IN_NUMBERS } from './attributes.ts';
import { toUnixNs } from './clock.ts';
import { errorFacts, type ErrorFacts } from './errors.ts';
import { spanIdOf, traceIdOf } from './ids.ts';
import { rowOf } from './ring.ts';
import { MAX_ATTRIBUTES, SLOT_MASK, state, type Extra, type Site } from './state.ts';

const { int32, int64, float64, values, extras, remotes, drops } = state;

const NONE: readonly never[] = [];
const UNSET = { code: 0, message: '' } as const;

/** Reads a row that has ended; the row may be freed afterwards. */
export function toSpanData(seq: number): SpanData {
  const row = rowOf(seq);
  const slot = seq & SLOT_MASK;
  const flags = int32[row + ROW_SITE] as number;
  const site = state.sites[flags & SITE_MASK] as Site;
  const extra = extras[slot];
  const remote = remotes[slot];
  const parent = int32[row + ROW_PARENT] as number;
  const failed = (flags & FLAG_FAILED) !== 0 && extra !== undefined;
  const error = failed && extra.failed ? errorFacts(extra.error) : undefined;
  const endTimeUnixNano = toUnixNs(int64[(row >> 1) + ROW_END_NS] as bigint);
  const plain = extra === undefined && site.distinct;
  const all = plain ? undefined : new Map<string, AttributeValue>();
  const dropped = all === undefined ? 0 : fillAttributes(all, site, slot, extra, error);
  return {
    traceId: remote?.traceId ?? traceIdOf(int32[row + ROW_TRACE] as number),
    spanId: spanIdOf(seq),
    parentSpanId: parent > 0 ? spanIdOf(parent) : (remote?.spanId ?? ''),
    parentIsRemote: parent === 0 && remote !== undefined,
    traceState: remote?.traceState ?? '',
    // Sampled; and the random bit of W3C level 2, which our own ids deserve and a caller's may have.
    traceFlags: remote === undefined ? 3 : 1 | (remote.flags & 2),
    name: extra?.name ?? site.name,
    kind: site.kind as SpanKind,
    startTimeUnixNano: toUnixNs(int64[(row >> 1) + ROW_START_NS] as bigint),
    endTimeUnixNano,
    attributes: all === undefined ? ownAttributes(site, slot) : [...all],
    droppedAttributesCount: dropped,
    events: error !== undefined && extra?.innermost === true ? [exceptionEvent(error, endTimeUnixNano)] : NONE,
    droppedEventsCount: 0,
    links: extra?.links ?? NONE,
    droppedLinksCount: 0,
    status: failed ? { code: 2, message: error?.message ?? '' } : UNSET,
  };
}

// Most spans have their site's attributes and nothing else, under keys that differ.
function ownAttributes(site: Site, slot: number): Attributes {
  const out = site.attributes.slice() as (readonly [string, AttributeValue])[];
  for (let i = 0; i < site.keys.length && i < SLOTS; i++) {
    const value = values[slot * SLOTS + i];
    if (value === undefined) continue;
    out.push([
      site.keys[i] as string,
      (value === IN_NUMBERS ? float64[slot * 8 + ROW_NUMBERS + i] : value) as AttributeValue,
    ]);
  }
  return out;
}

// Later values win; keys keep the place of their first value.
function fillAttributes(
  out: Map<string, AttributeValue>,
  site: Site,
  slot: number,
  extra: Extra | undefined,
  error: ErrorFacts | undefined,
): number {
  let dropped = 0;
  const put = (key: string, value: unknown): void => {
    if (value === undefined) return;
    if (out.size < MAX_ATTRIBUTES || out.has(key)) out.set(key, value as AttributeValue);
    else dropped++;
  };
  for (const [key, value] of site.attributes) put(key, value);
  for (let i = 0; i < site.keys.length && i < SLOTS; i++) {
    const value = values[slot * SLOTS + i];
    put(site.keys[i] as string, value === IN_NUMBERS ? float64[slot * 8 + ROW_NUMBERS + i] : value);
  }
  const more = extra?.attributes ?? [];
  for (let i = 0; i < more.length; i += 2) put(more[i] as string, more[i + 1]);
  if (error !== undefined && !out.has('error.type')) put('error.type', error.type);
  drops.attributeLimit += dropped;
  return dropped;
}

function exceptionEvent(error: ErrorFacts, timeUnixNano: bigint): EventData {
  const attributes: Attributes = [
    ['exception.type', error.type],
    ['exception.message', error.message],
    ['exception.stacktrace', error.stack],
  ];
  return {
    name: 'exception',
    timeUnixNano,
    attributes: attributes.filter(([, value]) => value !== ''),
    droppedAttributesCount: 0,
  };
}

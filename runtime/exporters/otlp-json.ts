/** Encodes batches as OTLP JSON: hex ids, enums as integers, 64-bit integers as decimal strings. */

import type { AttributeValue, Attributes, Batch, EventData, LinkData, SpanData } from '../pipeline/types.ts';
import { MAX_VALUE_DEPTH, fitsInt64, spanFlags, type OtlpRequest } from './otlp-request.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const utf8 = /* @__PURE__ */ new TextEncoder();

/** One `ExportTraceServiceRequest`, without a line break in it. */
export function encodeJson(batch: Batch, from: number, limitBytes: number): OtlpRequest {
  const parts: string[] = [];
  // A UTF-16 unit takes at most three bytes.
  let left = Math.floor(limitBytes / 3);
  let [next, refused] = [from, 0];
  for (; next < batch.spans.length; next++) {
    const text = trySpan(batch.spans[next] as SpanData);
    if (text !== undefined && text.length <= left) {
      parts.push(text);
      left -= text.length;
    } else if (text !== undefined && parts.length > 0) break;
    else refused++;
  }
  const resource = JSON.stringify({ attributes: attributesJson(batch.resource) });
  const scope = JSON.stringify({ name: clean(batch.scope.name), version: clean(batch.scope.version) });
  const spans = parts.join(',');
  const body = `{"resourceSpans":[{"resource":${resource},"scopeSpans":[{"scope":${scope},"spans":[${spans}]}]}]}`;
  return { body: utf8.encode(body), next, count: parts.length, refused };
}

// One span that cannot be encoded must not take its batch with it.
function trySpan(span: SpanData): string | undefined {
  try {
    return JSON.stringify(spanJson(span));
  } catch {
    return undefined;
  }
}

function spanJson(span: SpanData): Json {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.traceState === '' ? {} : { traceState: clean(span.traceState) }),
    ...(span.parentSpanId === '' ? {} : { parentSpanId: span.parentSpanId }),
    flags: spanFlags(span),
    name: clean(span.name),
    kind: span.kind,
    startTimeUnixNano: span.startTimeUnixNano.toString(),
    endTimeUnixNano: span.endTimeUnixNano.toString(),
    ...withAttributes(span.attributes, span.droppedAttributesCount),
    ...(span.events.length === 0 ? {} : { events: span.events.map(eventJson) }),
    ...(span.droppedEventsCount === 0 ? {} : { droppedEventsCount: span.droppedEventsCount }),
    ...(span.links.length === 0 ? {} : { links: span.links.map(linkJson) }),
    ...(span.droppedLinksCount === 0 ? {} : { droppedLinksCount: span.droppedLinksCount }),
    status: {
      ...(span.status.code === 0 ? {} : { code: span.status.code }),
      ...(span.status.message === '' ? {} : { message: clean(span.status.message) }),
    },
  };
}

const eventJson = (event: EventData): Json => ({
  timeUnixNano: event.timeUnixNano.toString(),
  name: clean(event.name),
  ...withAttributes(event.attributes, event.droppedAttributesCount),
});

const linkJson = (link: LinkData): Json => ({
  traceId: link.traceId,
  spanId: link.spanId,
  ...(link.traceState === '' ? {} : { traceState: clean(link.traceState) }),
  ...withAttributes(link.attributes, link.droppedAttributesCount),
});

function withAttributes(attributes: Attributes, dropped: number): { readonly [key: string]: Json } {
  return {
    ...(attributes.length === 0 ? {} : { attributes: attributesJson(attributes) }),
    ...(dropped === 0 ? {} : { droppedAttributesCount: dropped }),
  };
}

const attributesJson = (attributes: Attributes): Json[] =>
  attributes.map(([key, value]) => ({ key: clean(key), value: valueJson(value, 0) }));

function valueJson(value: AttributeValue | undefined, depth: number): Json {
  switch (typeof value) {
    case 'string':
      return { stringValue: clean(value) };
    case 'boolean':
      return { boolValue: value };
    case 'number':
      if (Number.isSafeInteger(value)) return { intValue: value.toString() };
      return { doubleValue: Number.isFinite(value) ? value : String(value) };
    case 'bigint':
      return fitsInt64(value) ? { intValue: value.toString() } : { stringValue: value.toString() };
    case 'object':
      if (value === null) return {};
      if (value instanceof Uint8Array) return { bytesValue: base64(value) };
      return treeJson(value, depth);
    default:
      return {};
  }
}

function treeJson(value: readonly AttributeValue[] | { readonly [key: string]: AttributeValue }, depth: number): Json {
  const deep = depth >= MAX_VALUE_DEPTH;
  if (Array.isArray(value)) {
    const items = value as readonly AttributeValue[];
    return { arrayValue: { values: deep ? [] : items.map((item) => valueJson(item, depth + 1)) } };
  }
  const pairs = deep ? [] : Object.entries(value);
  return {
    kvlistValue: { values: pairs.map(([key, item]) => ({ key: clean(key), value: valueJson(item, depth + 1) })) },
  };
}

// Under the `u` flag only a surrogate without its other half matches. Many decoders refuse such text.
const LONE_SURROGATE = /\p{Surrogate}/gu;

const clean = (text: string): string => text.replace(LONE_SURROGATE, '\uFFFD');

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 4096) binary += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return btoa(binary);
}

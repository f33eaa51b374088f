/** Encodes batches as OTLP protobuf, `opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest`. */

import type { AttributeValue, Attributes, Batch, EventData, LinkData, SpanData } from '../pipeline/types.ts';
import type { Encoder, OtlpRequest } from './otlp-request.ts';
import { MAX_VALUE_DEPTH, fitsInt64, spanFlags } from './otlp-request.ts';
import {
  closeMessage,
  newWriter,
  openMessage,
  rewind,
  writeBool,
  writeBytes,
  writeDouble,
  writeFixed32,
  writeFixed64,
  writeHex,
  writeInt64,
  writeString,
  writeUint,
  type Writer,
} from './protobuf-writer.ts';

/** An encoder with a buffer of its own: the body it returns is good until it encodes again. */
export function protobufEncoder(): Encoder {
  const writer = newWriter();
  return (batch, from, limitBytes) => encode(writer, batch, from, limitBytes);
}

function encode(w: Writer, batch: Batch, from: number, limitBytes: number): OtlpRequest {
  rewind(w);
  const resourceSpans = openMessage(w, 1, 3);
  const resource = openMessage(w, 1, 2);
  writeAttributes(w, 1, batch.resource);
  closeMessage(w, resource, 2);
  const scopeSpans = openMessage(w, 2, 3);
  const scope = openMessage(w, 1, 1);
  writeText(w, 1, batch.scope.name);
  writeText(w, 2, batch.scope.version);
  closeMessage(w, scope, 1);
  let [next, count, refused] = [from, 0, 0];
  for (; next < batch.spans.length; next++) {
    const start = w.at;
    const written = tryWriteSpan(w, batch.spans[next] as SpanData);
    if (written && w.at <= limitBytes) count++;
    else {
      const full = written && count > 0;
      w.at = start;
      if (full) break;
      refused++;
    }
  }
  closeMessage(w, scopeSpans, 3);
  closeMessage(w, resourceSpans, 3);
  return { body: w.bytes.subarray(0, w.at), next, count, refused };
}

// One span that cannot be encoded must not take its batch with it.
function tryWriteSpan(w: Writer, span: SpanData): boolean {
  try {
    writeSpan(w, span);
    return true;
  } catch {
    return false;
  }
}

function writeSpan(w: Writer, span: SpanData): void {
  const mark = openMessage(w, 2, 2);
  writeHex(w, 1, span.traceId);
  writeHex(w, 2, span.spanId);
  writeText(w, 3, span.traceState);
  if (span.parentSpanId !== '') writeHex(w, 4, span.parentSpanId);
  writeText(w, 5, span.name);
  writeUint(w, 6, span.kind);
  writeFixed64(w, 7, span.startTimeUnixNano);
  writeFixed64(w, 8, span.endTimeUnixNano);
  writeAttributes(w, 9, span.attributes);
  writeUint(w, 10, span.droppedAttributesCount);
  for (const event of span.events) writeEvent(w, event);
  writeUint(w, 12, span.droppedEventsCount);
  for (const link of span.links) writeLink(w, link);
  writeUint(w, 14, span.droppedLinksCount);
  const status = openMessage(w, 15, 1);
  writeText(w, 2, span.status.message);
  writeUint(w, 3, span.status.code);
  closeMessage(w, status, 1);
  writeFixed32(w, 16, spanFlags(span));
  closeMessage(w, mark, 2);
}

function writeEvent(w: Writer, event: EventData): void {
  const mark = openMessage(w, 11, 2);
  writeFixed64(w, 1, event.timeUnixNano);
  writeText(w, 2, event.name);
  writeAttributes(w, 3, event.attributes);
  writeUint(w, 4, event.droppedAttributesCount);
  closeMessage(w, mark, 2);
}

function writeLink(w: Writer, link: LinkData): void {
  const mark = openMessage(w, 13, 1);
  writeHex(w, 1, link.traceId);
  writeHex(w, 2, link.spanId);
  writeText(w, 3, link.traceState);
  writeAttributes(w, 4, link.attributes);
  writeUint(w, 5, link.droppedAttributesCount);
  closeMessage(w, mark, 1);
}

function writeText(w: Writer, field: number, text: string): void {
  if (text !== '') writeString(w, field, text);
}

function writeAttributes(w: Writer, field: number, attributes: Attributes): void {
  for (const [key, value] of attributes) writeKeyValue(w, field, key, value, 0);
}

function writeKeyValue(w: Writer, field: number, key: string, value: AttributeValue, depth: number): void {
  const mark = openMessage(w, field, 1);
  writeString(w, 1, key);
  writeValue(w, 2, value, depth);
  closeMessage(w, mark, 1);
}

function writeValue(w: Writer, field: number, value: AttributeValue | undefined, depth: number): void {
  const mark = openMessage(w, field, 1);
  if (typeof value === 'string') writeString(w, 1, value);
  else if (typeof value === 'boolean') writeBool(w, 2, value);
  else if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) writeInt64(w, 3, value);
    else writeDouble(w, 4, value);
  } else if (typeof value === 'bigint') {
    if (fitsInt64(value)) writeInt64(w, 3, value);
    else writeString(w, 1, value.toString());
  } else if (value instanceof Uint8Array) writeBytes(w, 7, value);
  else if (typeof value === 'object' && value !== null) writeTree(w, value, depth);
  closeMessage(w, mark, 1);
}

function writeTree(
  w: Writer,
  value: readonly AttributeValue[] | { readonly [key: string]: AttributeValue },
  depth: number,
): void {
  const list = Array.isArray(value);
  const mark = openMessage(w, list ? 5 : 6, 1);
  if (depth < MAX_VALUE_DEPTH) {
    if (list) for (const item of value as readonly AttributeValue[]) writeValue(w, 1, item, depth + 1);
    else for (const [key, item] of Object.entries(value)) writeKeyValue(w, 1, key, item, depth + 1);
  }
  closeMessage(w, mark, 1);
}

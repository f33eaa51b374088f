/** Decodes OTLP with the classes generated from the official .proto files, as an oracle that is not ours. */

import { createRequire } from 'node:module';

interface Message {
  decode(bytes: Uint8Array): unknown;
  verify(message: unknown): string | null;
  encode(message: unknown): { finish(): Uint8Array };
}

type Root = { opentelemetry: { proto: { collector: { trace: { v1: Record<string, Message> } } } } };

const root = createRequire(import.meta.url)('@opentelemetry/otlp-transformer/build/src/generated/root.js') as Root;
const { ExportTraceServiceRequest, ExportTraceServiceResponse } = root.opentelemetry.proto.collector.trace.v1;

type Int64 = number | { toString(): string };

export interface Value {
  readonly [kind: string]: unknown;
}
export interface KeyValue {
  readonly key: string;
  readonly value: Value;
}
export interface DecodedSpan {
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  readonly parentSpanId: Uint8Array | null;
  readonly traceState: string | null;
  readonly flags: number;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: Int64;
  readonly endTimeUnixNano: Int64;
  readonly attributes: readonly KeyValue[];
  readonly droppedAttributesCount: number;
  readonly events: readonly {
    timeUnixNano: Int64;
    name: string;
    attributes: KeyValue[];
    droppedAttributesCount: number;
  }[];
  readonly droppedEventsCount: number;
  readonly links: readonly { traceId: Uint8Array; spanId: Uint8Array; traceState: string; attributes: KeyValue[] }[];
  readonly droppedLinksCount: number;
  readonly status: { readonly code: number; readonly message: string };
}
export interface DecodedRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeSpans: readonly {
      readonly scope: { name: string; version: string };
      readonly spans: readonly DecodedSpan[];
    }[];
  }[];
}

export const decodeRequest = (bytes: Uint8Array): DecodedRequest =>
  ExportTraceServiceRequest?.decode(bytes) as DecodedRequest;

/** All spans of a request. */
export const spansOf = (request: DecodedRequest): readonly DecodedSpan[] =>
  request.resourceSpans.flatMap((one) => one.scopeSpans.flatMap((scope) => scope.spans));

export const encodeResponse = (message: unknown): Uint8Array =>
  ExportTraceServiceResponse?.encode(message).finish() as Uint8Array;

/** A decoded value as plain data, with its wire type: `['intValue', '7']`. */
export function plain(value: Value): unknown {
  const [kind] = Object.keys(value).filter((key) => value[key] !== null);
  if (kind === undefined) return ['empty'];
  const content = value[kind];
  if (kind === 'arrayValue') return [kind, (content as { values: Value[] }).values.map(plain)];
  if (kind === 'kvlistValue') {
    return [kind, (content as { values: KeyValue[] }).values.map((one) => [one.key, plain(one.value)])];
  }
  if (kind === 'intValue') return [kind, String(content)];
  if (kind === 'bytesValue')
    return [kind, typeof content === 'string' ? content : Buffer.from(content as Uint8Array).toString('base64')];
  return [kind, kind === 'doubleValue' ? String(content) : content];
}

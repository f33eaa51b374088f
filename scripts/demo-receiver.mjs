/**
 * An OTLP/HTTP trace receiver that trusts nothing of ours: protobuf is decoded with the definitions that
 * OpenTelemetry ships in `@opentelemetry/otlp-transformer`, JSON is checked against the same specification.
 */
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import definitions from '@opentelemetry/otlp-transformer/build/src/generated/root.js';

const { ExportTraceServiceRequest, ExportTraceServiceResponse } = definitions.opentelemetry.proto.collector.trace.v1;
const KINDS = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];
const STATUSES = ['UNSET', 'OK', 'ERROR'];

/**
 * Listens on a free port. `spans` grows as they come, flat and in OTLP's words; `requests` says how each batch
 * came; `refused` says what was not OTLP.
 */
export async function startReceiver() {
  const received = { url: '', spans: [], requests: [], refused: [], close: undefined };
  const server = createServer(async (request, response) => {
    const type = (request.headers['content-type'] ?? '').split(';')[0].trim();
    try {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      if (request.method !== 'POST' || request.url !== '/v1/traces')
        throw new Error(`${request.method} ${request.url}`);
      const gzip = request.headers['content-encoding'] === 'gzip';
      const spans = flatten(decode(type, gzip ? gunzipSync(Buffer.concat(chunks)) : Buffer.concat(chunks)));
      received.spans.push(...spans);
      received.requests.push({ type, gzip, spans: spans.length, service: spans[0]?.service });
      const json = type === 'application/json';
      response.writeHead(200, { 'content-type': type });
      response.end(json ? '{}' : ExportTraceServiceResponse.encode({}).finish());
    } catch (error) {
      received.refused.push(`${type || 'no content type'}: ${error.message}`);
      response.writeHead(400).end();
    }
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  received.url = `http://127.0.0.1:${server.address().port}`;
  received.close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return received;
}

/** Bytes of an ExportTraceServiceRequest as plain data, 64-bit integers as strings. Throws on what is not one. */
export function decode(type, bytes) {
  if (type === 'application/x-protobuf') {
    return ExportTraceServiceRequest.toObject(ExportTraceServiceRequest.decode(bytes), { longs: String });
  }
  if (type === 'application/json') return JSON.parse(bytes.toString('utf8'));
  throw new Error('neither application/x-protobuf nor application/json');
}

/** Every span of a decoded request, with its resource, ids in hex and attributes as an object. */
export function flatten({ resourceSpans = [] }) {
  return resourceSpans.flatMap(({ resource, scopeSpans = [] }) => {
    const facts = attributesOf(resource?.attributes);
    return scopeSpans.flatMap(({ scope, spans = [] }) => spans.map((span) => flat(span, facts, scope?.name ?? '')));
  });
}

function flat(span, resource, scope) {
  const { startTimeUnixNano, endTimeUnixNano, events = [], status = {} } = span;
  return {
    traceId: hex(span.traceId, 16),
    spanId: hex(span.spanId, 8),
    parentSpanId: span.parentSpanId?.length ? hex(span.parentSpanId, 8) : '',
    // Bits 8 and 9 of `flags`: whether it is known that the parent is in another process, and whether it is.
    parentIsRemote: ((span.flags ?? 0) & 0x300) === 0x300,
    name: span.name,
    kind: KINDS[span.kind ?? 0],
    status: STATUSES[status.code ?? 0],
    statusMessage: status.message ?? '',
    startNs: BigInt(startTimeUnixNano),
    endNs: BigInt(endTimeUnixNano),
    attributes: attributesOf(span.attributes),
    events: events.map(({ name, attributes }) => ({ name, attributes: attributesOf(attributes) })),
    service: resource['service.name'],
    resource,
    scope,
  };
}

function hex(id, length) {
  const text = typeof id === 'string' ? id : Buffer.from(id ?? []).toString('hex');
  if (!new RegExp(`^[0-9a-f]{${length * 2}}$`).test(text)) throw new Error(`"${text}" is not an id of ${length} bytes`);
  return text;
}

function attributesOf(attributes = []) {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, plain(value)]));
}

function plain(value) {
  if (value?.intValue !== undefined && value.intValue !== null) return Number(value.intValue);
  if (value?.arrayValue) return (value.arrayValue.values ?? []).map(plain);
  if (value?.kvlistValue) return attributesOf(value.kvlistValue.values);
  return value?.stringValue ?? value?.boolValue ?? value?.doubleValue ?? value?.bytesValue ?? null;
}

/** Reads what an OTLP receiver answered: partial success, and how long to wait before the next try. */

import type { Reply } from './http-post.ts';

export interface PartialSuccess {
  readonly rejected: number;
  readonly message: string;
}

/** The only statuses after which the same request may be sent again. Specification: OTLP/HTTP, retryable responses. */
export const isRetryable = (status: number): boolean =>
  status === 429 || status === 502 || status === 503 || status === 504;

/** Milliseconds from a `Retry-After` of seconds or of a date; undefined when there is none that can be read. */
export function retryAfterMs(value: string, nowMs: number): number | undefined {
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const dateMs = Date.parse(value);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}

/** What the body of a 200 says. A body that cannot be read counts as full success, as an empty one does. */
export function partialSuccess(reply: Reply): PartialSuccess {
  const none = { rejected: 0, message: '' };
  if (reply.body === undefined || reply.body.length === 0) return none;
  try {
    return reply.contentType.includes('json') ? fromJson(reply.body) : fromProtobuf(reply.body);
  } catch {
    return none;
  }
}

/** The message of an error answer, short enough for one line, without control characters. */
export function errorText(reply: Reply): string {
  if (reply.body === undefined || reply.body.length === 0) return '';
  const text = reply.contentType.includes('protobuf')
    ? safely(() => stringField(reply.body as Uint8Array, 2))
    : safely(() => utf8.decode(reply.body));
  return text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);
}

const utf8 = /* @__PURE__ */ new TextDecoder();

function safely(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}

function fromJson(body: Uint8Array): PartialSuccess {
  const parsed = JSON.parse(utf8.decode(body)) as {
    partialSuccess?: { rejectedSpans?: unknown; errorMessage?: unknown };
  };
  const { rejectedSpans, errorMessage } = parsed.partialSuccess ?? {};
  const rejected = Number(rejectedSpans ?? 0);
  return {
    rejected: Number.isSafeInteger(rejected) && rejected > 0 ? rejected : 0,
    message: typeof errorMessage === 'string' ? errorMessage : '',
  };
}

// ExportTraceServiceResponse { partial_success = 1 { rejected_spans = 1, error_message = 2 } }
function fromProtobuf(body: Uint8Array): PartialSuccess {
  const result = { rejected: 0, message: '' };
  eachField(body, (field, value) => {
    if (field !== 1 || typeof value === 'number') return;
    eachField(value, (inner, content) => {
      if (inner === 1 && typeof content === 'number') result.rejected = content;
      if (inner === 2 && typeof content !== 'number') result.message = utf8.decode(content);
    });
  });
  return result;
}

// google.rpc.Status { code = 1, message = 2 }
function stringField(body: Uint8Array, wanted: number): string {
  let text = '';
  eachField(body, (field, value) => {
    if (field === wanted && typeof value !== 'number') text = utf8.decode(value);
  });
  return text;
}

function eachField(bytes: Uint8Array, visit: (field: number, value: number | Uint8Array) => void): void {
  let at = 0;
  const varint = (): number => {
    let [value, factor] = [0, 1];
    for (;;) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError('truncated');
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const wire = tag & 7;
    if (wire === 0) visit(tag >>> 3, varint());
    else {
      const length = wire === 2 ? varint() : wire === 1 ? 8 : wire === 5 ? 4 : NaN;
      if (!(at + length <= bytes.length)) throw new RangeError('truncated');
      if (wire === 2) visit(tag >>> 3, bytes.subarray(at, at + length));
      at += length;
    }
  }
}

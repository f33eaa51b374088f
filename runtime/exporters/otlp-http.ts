/** Sends spans to an OTLP receiver over HTTP, as protobuf or JSON, with retries inside one deadline per batch. */

import { report } from '../core/report.ts';
import type { OtlpHttpOptions, OtlpProtocol, OtlpSettings } from '../options.ts';
import type { Batch, ExportResult, SpanExporter } from '../pipeline/types.ts';
import { VERSION } from '../resource.ts';
import { processEnv, resolveOtlp } from '../settings.ts';
import { newDeadline, sleep, type Deadline } from './deadline.ts';
import { gzip } from './gzip.ts';
import { connect, type Connection, type Reply } from './http-post.ts';
import { postSync } from './http-post-sync.ts';
import { encodeJson } from './otlp-json.ts';
import { protobufEncoder } from './otlp-protobuf.ts';
import { errorText, isRetryable, partialSuccess, retryAfterMs } from './otlp-reply.ts';
import type { Encoder } from './otlp-request.ts';

/** Specification, OTLP exporter: larger requests are not sent. */
const MAX_REQUEST_BYTES = 64 * 1024 * 1024;

/**
 * An exporter for OTLP over HTTP. 429, 502, 503, 504 and broken connections are tried again, with growing, jittered pauses
 * or as `Retry-After` says, until `timeoutMs` is over; everything else is final. Options that cannot be used are reported.
 */
export function otlpHttpExporter(options: OtlpHttpOptions = {}): SpanExporter {
  const { settings, problems } = resolveOtlp(options, processEnv());
  for (const { code, facts } of problems) report(code, facts, true);
  return otlpExporter(settings);
}

interface Sender {
  readonly settings: OtlpSettings;
  readonly connection: Connection;
  readonly encode: Encoder;
  readonly headers: Readonly<Record<string, string>>;
  /** The URL without credentials, for people. */
  readonly place: string;
  reachable: boolean;
}

/** The same from settings that are resolved already. */
export function otlpExporter(settings: OtlpSettings): SpanExporter {
  const json = settings.protocol === 'http/json';
  const sender: Sender = {
    settings,
    connection: connect(settings.url),
    encode: encoderOf(settings.protocol),
    headers: {
      'user-agent': `OTel-OTLP-Exporter-Spanloom/${VERSION}`,
      ...settings.headers,
      'content-type': json ? 'application/json' : 'application/x-protobuf',
    },
    place: placeOf(settings.url),
    reachable: true,
  };
  return {
    name: 'otlp',
    export: (batch, signal) => exportBatch(sender, batch, signal),
    exportSync: (batch, timeoutMs) => exportBatchSync(sender, batch, timeoutMs),
    shutdown: async () => sender.connection.close(),
  };
}

function placeOf(text: string): string {
  const url = new URL(text);
  return `${url.origin}${url.pathname}`;
}

async function exportBatch(sender: Sender, batch: Batch, outer: AbortSignal): Promise<ExportResult> {
  const deadline = newDeadline(sender.settings.timeoutMs, outer);
  let [next, rejected] = [0, 0];
  try {
    while (next < batch.spans.length) {
      const request = sender.encode(batch, next, MAX_REQUEST_BYTES);
      if (request.refused > 0) report('export/too-large', { limit: MAX_REQUEST_BYTES });
      const outcome = request.count === 0 ? 0 : await send(sender, request.body, request.count, deadline);
      // What is left of the batch goes the way of the request that failed.
      if (typeof outcome !== 'number')
        return next === 0 ? outcome : { ok: true, rejected: rejected + batch.spans.length - next };
      rejected += request.refused + outcome;
      next = request.next;
    }
    return { ok: true, rejected };
  } finally {
    deadline.end();
  }
}

// A new encoder, because the other one's buffer may hold a request that is still on its way.
function exportBatchSync(sender: Sender, batch: Batch, timeoutMs: number): ExportResult {
  const { url, protocol } = sender.settings;
  const failed: ExportResult = { ok: false, message: `${sender.place}: no answer in time`, reported: true };
  if (!sender.reachable) return failed;
  const request = encoderOf(protocol)(batch, 0, MAX_REQUEST_BYTES);
  const status = postSync(url, sender.headers, request.body, timeoutMs) ?? 0;
  const left = batch.spans.length - request.next;
  return status >= 200 && status < 300 ? { ok: true, rejected: request.refused + left } : failed;
}

const encoderOf = (protocol: OtlpProtocol): Encoder => (protocol === 'http/json' ? encodeJson : protobufEncoder());

/** Sends one request until it is accepted or final. Answers the number of rejected spans, or why it failed. */
async function send(
  sender: Sender,
  body: Uint8Array<ArrayBuffer>,
  count: number,
  deadline: Deadline,
): Promise<number | ExportResult> {
  const packed = sender.settings.compression === 'gzip' ? await gzip(body) : undefined;
  const headers = packed === undefined ? sender.headers : { ...sender.headers, 'content-encoding': 'gzip' };
  for (let attempt = 0; ; attempt++) {
    let reply: Reply | undefined;
    let reason = '';
    try {
      reply = await sender.connection.post(sender.settings.url, headers, packed ?? body, deadline.signal);
    } catch (error) {
      reason = deadline.signal.aborted ? 'no answer in time' : reasonOf(error);
    }
    if (reply !== undefined) {
      reachable(sender);
      if (reply.status >= 200 && reply.status < 300 && reply.body !== undefined) return accepted(sender, reply, count);
      if (!isRetryable(reply.status)) return refused(sender, reply);
      reason = `HTTP ${reply.status}`;
    } else unreachable(sender, reason);
    const waitMs =
      retryAfterMs(reply?.retryAfter ?? '', Date.now()) ?? backoffMs(sender.settings.retryDelayMs, attempt);
    // A wait that outlasts the deadline is not begun: newer spans are worth more than this batch.
    if (deadline.signal.aborted || waitMs >= deadline.leftMs()) {
      return { ok: false, message: `${sender.place}: ${reason}`, reported: reply === undefined };
    }
    await sleep(waitMs, deadline.signal);
  }
}

function accepted(sender: Sender, reply: Reply, count: number): number {
  const { rejected, message } = partialSuccess(reply);
  if (rejected > 0 || message !== '') {
    report('export/partial', {
      endpoint: sender.place,
      count: rejected,
      reason: message === '' ? 'none given' : message,
    });
  }
  return Math.min(rejected, count);
}

function refused(sender: Sender, reply: Reply): ExportResult {
  const detail = reply.body === undefined ? 'its answer cannot be read: too large, or compressed' : errorText(reply);
  const reason = `HTTP ${reply.status}${detail === '' ? '' : `, ${detail}`}`;
  report('export/refused', { endpoint: sender.place, reason });
  return { ok: false, message: `${sender.place}: ${reason}`, reported: true };
}

function unreachable(sender: Sender, reason: string): void {
  if (sender.reachable) report('export/unreachable', { endpoint: sender.place, reason }, true);
  sender.reachable = false;
}

function reachable(sender: Sender): void {
  if (!sender.reachable) report('export/reachable', { endpoint: sender.place }, true);
  sender.reachable = true;
}

// An AggregateError (one address after the other refused) has an empty message, but a code.
function reasonOf(error: unknown): string {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return String(code ?? message ?? error);
}

/** Grows by half from `firstMs` to five times that, and is spread over a fifth to each side. */
const backoffMs = (firstMs: number, attempt: number): number =>
  Math.min(firstMs * 1.5 ** attempt, firstMs * 5) * (0.8 + Math.random() * 0.4);

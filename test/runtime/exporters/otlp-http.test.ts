/** The OTLP exporter against real servers that answer well, badly, late, or not at all. */

import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { setHandler, type RuntimeDiagnostic } from '../../../runtime/core/report.ts';
import { otlpHttpExporter } from '../../../runtime/exporters/otlp-http.ts';
import type { OtlpHttpOptions } from '../../../runtime/options.ts';
import type { ExportResult, SpanExporter } from '../../../runtime/pipeline/types.ts';
import { encodeResponse } from './official.ts';
import { startReceiver, ok, type Answer, type Receiver } from './receiver.ts';
import { batch, span } from './samples.ts';

let told: RuntimeDiagnostic[];
let receivers: { close(): Promise<void> }[];
let exporters: SpanExporter[];

beforeEach(() => {
  told = [];
  receivers = [];
  exporters = [];
  setHandler((diagnostic) => told.push(diagnostic));
});

afterEach(async () => {
  for (const exporter of exporters) await exporter.shutdown?.();
  for (const receiver of receivers) await receiver.close();
});

const never = new AbortController().signal;
const codes = (): string[] => told.map((one) => one.code);

async function receive(answer?: Answer, port?: number): Promise<Receiver> {
  const receiver = await startReceiver(answer, port);
  receivers.push(receiver);
  return receiver;
}

function exporterTo(endpoint: string, options: OtlpHttpOptions = {}): SpanExporter {
  const exporter = otlpHttpExporter({ endpoint, retryDelayMs: 1, ...options });
  exporters.push(exporter);
  return exporter;
}

const send = async (exporter: SpanExporter, count = 2, signal = never): Promise<ExportResult> =>
  exporter.export(batch(...Array.from({ length: count }, () => span())), signal);

/** The first answers in turn, then 200. */
const inTurn =
  (...answers: Answer[]): Answer =>
  (response, arrival, index) =>
    (answers[index] ?? ok)(response, arrival, index);

const status =
  (code: number, headers: Record<string, string> = {}, body: string | Uint8Array = ''): Answer =>
  (response) => {
    response.writeHead(code, headers);
    response.end(body);
  };

test.each(['http/protobuf', 'http/json'] as const)(
  '%s: spans arrive, on one kept connection, as the specification says',
  async (protocol) => {
    const receiver = await receive();
    const exporter = exporterTo(receiver.endpoint, { protocol, headers: { authorization: 'Bearer t' } });
    expect(await send(exporter)).toEqual({ ok: true, rejected: 0 });
    expect(await send(exporter)).toEqual({ ok: true, rejected: 0 });
    expect(receiver.arrivals.length).toBe(2);
    const [first, second] = receiver.arrivals;
    expect(first).toMatchObject({ path: '/v1/traces', names: ['work', 'work'] });
    expect(first!.headers['content-type']).toBe(
      protocol === 'http/json' ? 'application/json' : 'application/x-protobuf',
    );
    expect(first!.headers['user-agent']).toMatch(/^OTel-OTLP-Exporter-Spanloom\/\d+\.\d+\.\d+$/);
    expect(first!.headers['authorization']).toBe('Bearer t');
    expect(second!.connection).toBe(first!.connection);
  },
);

test('gzip: the body is compressed and says so', async () => {
  const receiver = await receive();
  expect(await send(exporterTo(receiver.endpoint, { compression: 'gzip' }))).toMatchObject({ ok: true });
  expect(receiver.arrivals[0]).toMatchObject({ names: ['work', 'work'] });
  expect(receiver.arrivals[0]!.headers['content-encoding']).toBe('gzip');
});

test.each([429, 502, 503, 504])('%i-then-ok: the same spans are sent again', async (code) => {
  const receiver = await receive(inTurn(status(code), status(code)));
  expect(await send(exporterTo(receiver.endpoint))).toEqual({ ok: true, rejected: 0 });
  expect(receiver.arrivals.length).toBe(3);
  expect(receiver.arrivals[2]!.ids).toEqual(receiver.arrivals[0]!.ids);
});

test.each([400, 401, 404, 413, 500, 501, 301])(
  '%i: final, counted, said with what the receiver answered',
  async (code) => {
    const receiver = await receive(
      status(code, { 'content-type': 'text/plain', location: '/x' }, 'because\u001b[31m of this'),
    );
    expect(await send(exporterTo(receiver.endpoint))).toMatchObject({ ok: false, reported: true });
    expect(receiver.arrivals.length).toBe(1);
    if (code === 400)
      expect(told).toMatchObject([
        { code: 'export/refused', message: expect.stringContaining('HTTP 400, because [31m of this') },
      ]);
  },
);

test('retry-after: a pause that outlasts the deadline is not begun', async () => {
  const receiver = await receive(inTurn(status(503, { 'retry-after': '86400' })));
  expect(await send(exporterTo(receiver.endpoint))).toMatchObject({ ok: false });
  expect(receiver.arrivals.length).toBe(1);
});

test('retry-after: seconds and dates are obeyed, garbage is as none', async () => {
  const date = new Date(Date.now() - 5000).toUTCString();
  const answers = ['0', date, 'soon'].map((value) => status(429, { 'retry-after': value }));
  const receiver = await receive(inTurn(...answers));
  expect(await send(exporterTo(receiver.endpoint))).toMatchObject({ ok: true });
  expect(receiver.arrivals.length).toBe(4);
});

const PARTIAL = { partialSuccess: { rejectedSpans: 2, errorMessage: 'too old' } };
test.each([
  ['protobuf', 'application/x-protobuf', encodeResponse(PARTIAL), 2],
  ['JSON', 'application/json', JSON.stringify(PARTIAL), 2],
  ['JSON with a text number', 'application/json', '{"partialSuccess":{"rejectedSpans":"2"}}', 2],
  ['more than were sent', 'application/json', '{"partialSuccess":{"rejectedSpans":"99"}}', 3],
  ['garbage', 'application/x-protobuf', new Uint8Array([10, 200, 200, 200]), 0],
  ['broken JSON', 'application/json', '{"partialSuccess":', 0],
])('partial: rejected spans are counted and not sent again (%s)', async (_, type, body, rejected) => {
  const receiver = await receive(status(200, { 'content-type': type }, body));
  expect(await send(exporterTo(receiver.endpoint), 3)).toEqual({ ok: true, rejected });
  expect(receiver.arrivals.length).toBe(1);
});

test('disconnect: a connection that breaks before the answer is tried again', async () => {
  const receiver = await receive(inTurn((response) => response.socket?.destroy()));
  expect(await send(exporterTo(receiver.endpoint))).toMatchObject({ ok: true });
  expect(receiver.arrivals.length).toBe(2);
  expect(codes()).toEqual(['export/unreachable', 'export/reachable']);
});

test('disconnect: a kept connection that the receiver has closed is no outage', async () => {
  const receiver = await receive(inTurn(ok, (response) => response.socket?.destroy()));
  const exporter = exporterTo(receiver.endpoint);
  await send(exporter);
  expect(await send(exporter)).toMatchObject({ ok: true });
  expect(receiver.arrivals.map((one) => one.connection)).toEqual([0, 0, 1]);
  expect(told).toEqual([]);
});

test('disconnect: an answer that breaks off in the middle is tried again', async () => {
  const cut: Answer = (response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half', () => response.socket?.destroy());
  };
  const receiver = await receive(inTurn(cut));
  expect(await send(exporterTo(receiver.endpoint))).toMatchObject({ ok: true });
  expect(receiver.arrivals.length).toBe(2);
});

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('collector-unreachable: said once with the place, again when it is back, and the spans that waited arrive', async () => {
  const port = await closedPort();
  const exporter = exporterTo(`http://127.0.0.1:${port}`, { timeoutMs: 60 });
  expect(await send(exporter)).toMatchObject({ ok: false, reported: true });
  expect(await send(exporter)).toMatchObject({ ok: false, reported: true });
  expect(codes()).toEqual(['export/unreachable']);
  expect(told[0]!.message).toContain(`http://127.0.0.1:${port}/v1/traces`);
  expect(told[0]!.message).toContain('ECONNREFUSED');
  expect(told[0]!.fix).toContain('OTEL_EXPORTER_OTLP_ENDPOINT');
  const waiting = exporterTo(`http://127.0.0.1:${port}`);
  const sent = send(waiting);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const receiver = await receive(ok, port);
  expect(await sent).toMatchObject({ ok: true });
  expect(receiver.arrivals.length).toBe(1);
  expect(await send(exporter)).toMatchObject({ ok: true });
  expect(codes()).toEqual(['export/unreachable', 'export/unreachable', 'export/reachable', 'export/reachable']);
});

test('credentials in an endpoint are not shown', async () => {
  const port = await closedPort();
  await send(exporterTo(`http://user:secret@127.0.0.1:${port}`, { timeoutMs: 5 }));
  expect(told.length).toBe(1);
  expect(JSON.stringify(told)).not.toContain('secret');
});

test('hang: no answer ends with the deadline of the exporter', async () => {
  const receiver = await receive(() => {});
  expect(await send(exporterTo(receiver.endpoint, { timeoutMs: 50 }))).toMatchObject({ ok: false });
  expect(receiver.arrivals.length).toBe(1);
});

test('hang: the pipeline gives up before the exporter would', async () => {
  const receiver = await receive(() => {});
  const controller = new AbortController();
  const sent = send(exporterTo(receiver.endpoint, { timeoutMs: 0 }), 1, controller.signal);
  while (receiver.arrivals.length === 0) await new Promise((resolve) => setImmediate(resolve));
  controller.abort();
  expect(await sent).toMatchObject({ ok: false });
});

test('slow drip: an answer that never ends ends with the deadline', async () => {
  let timer: NodeJS.Timeout | undefined;
  const receiver = await receive((response) => {
    response.writeHead(200);
    timer = setInterval(() => response.write('.'), 5);
  });
  expect(await send(exporterTo(receiver.endpoint, { timeoutMs: 60 }))).toMatchObject({ ok: false });
  clearInterval(timer);
});

test('huge answer: no more than the limit is read, and it is final', async () => {
  let written = 0;
  const receiver = await receive((response) => {
    response.writeHead(200);
    const chunk = Buffer.alloc(1 << 20);
    const more = (): void => {
      while (!response.destroyed && response.write(chunk)) written++;
    };
    response.on('drain', more);
    more();
  });
  expect(await send(exporterTo(receiver.endpoint))).toMatchObject({ ok: false, reported: true });
  expect(written).toBeLessThan(40);
  expect(receiver.arrivals.length).toBe(1);
});

test('an answer before the request is read to its end does not disturb the next request', async () => {
  const early = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.write('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n'));
  });
  await new Promise<void>((resolve) => early.listen(0, '127.0.0.1', resolve));
  const exporter = exporterTo(`http://127.0.0.1:${(early.address() as AddressInfo).port}`);
  const big = batch(span({ attributes: [['text', 'x'.repeat(20_000_000)]] }));
  expect(await exporter.export(big, never)).toMatchObject({ ok: false });
  expect(await exporter.export(big, never)).toMatchObject({ ok: false });
  early.close();
});

test.each(['none', 'gzip'] as const)(
  'where there is no node:http, fetch sends the same (compression %s)',
  async (compression) => {
    const receiver = await receive(
      inTurn(status(503), status(200, { 'content-type': 'application/json' }, JSON.stringify(PARTIAL))),
    );
    const { getBuiltinModule } = process;
    Object.assign(process, { getBuiltinModule: undefined });
    try {
      const exporter = exporterTo(receiver.endpoint, { compression });
      expect(await send(exporter, 3)).toEqual({ ok: true, rejected: 2 });
      expect(receiver.arrivals.map((one) => one.names.length)).toEqual([3, 3]);
      expect(receiver.arrivals[0]!.headers['content-encoding']).toBe(compression === 'gzip' ? 'gzip' : undefined);
    } finally {
      Object.assign(process, { getBuiltinModule });
    }
  },
);

/** Incoming `node:http` requests and outgoing `fetch`, over real sockets. */

import http from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import diagnosticsChannel from 'node:diagnostics_channel';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { ambientOf } from '../../../runtime/core/context.ts';
import { open } from '../../../runtime/core/ring.ts';
import { register } from '../../../runtime/core/sites.ts';
import { state, type Ambient } from '../../../runtime/core/state.ts';
import { exit, fetch as compiledFetch } from '../../../runtime/hooks.ts';
import { startHttp } from '../../../runtime/libraries/http.ts';
import { setAttribute } from '../../../runtime/span.ts';
import { attributesOf, ended, recording, spans } from './recorded.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';
const inner = register([1, 'inner', 1, [], [], '', 0]);

type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void;
let handler: Handler = (_request, response) => response.end();
const server = http.createServer((request, response) => handler(request, response));
let origin = '';
let stop = (): void => undefined;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  stop = startHttp();
  recording();
  handler = (_request, response) => response.end();
});
afterEach(() => {
  stop();
  spans();
});

/** Sends bytes as they are and returns all that comes back until the other side closes. */
const raw = (...lines: string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = net.connect(Number(new URL(origin).port), '127.0.0.1', () => socket.write(lines.join('\r\n')));
    let text = '';
    socket.on('data', (data) => (text += String(data)));
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });

test('fetch and the server it calls make a client and a server span of one trace', async () => {
  handler = (_request, response) => {
    setAttribute('http.route', '/users/:id');
    response.writeHead(201).end('hello');
  };
  await (
    await fetch(`${origin}/users/7?q=1&sig=secret`, { method: 'POST', body: 'x', headers: { 'user-agent': 'me/1' } })
  ).text();
  const all = await ended(2);
  const client = all.find(({ kind }) => kind === 3);
  const incoming = all.find(({ kind }) => kind === 2);
  expect(incoming?.traceId).toBe(client?.traceId);
  expect(incoming?.parentSpanId).toBe(client?.spanId);
  expect(incoming?.parentIsRemote).toBe(true);
  expect(client?.name).toBe('POST');
  expect(incoming?.name).toBe('POST /users/:id');
  const port = Number(new URL(origin).port);
  expect(attributesOf(client)).toEqual({
    'http.request.method': 'POST',
    'url.full': `${origin}/users/7?q=1&sig=REDACTED`,
    'server.address': '127.0.0.1',
    'server.port': port,
    'network.protocol.version': '1.1',
    'http.response.status_code': 201,
  });
  expect(attributesOf(incoming)).toEqual({
    'http.request.method': 'POST',
    'url.scheme': 'http',
    'url.path': '/users/7',
    'url.query': 'q=1&sig=REDACTED',
    'server.address': '127.0.0.1',
    'server.port': port,
    'client.address': '127.0.0.1',
    'network.protocol.version': '1.1',
    'user_agent.original': 'me/1',
    'http.route': '/users/:id',
    'http.response.status_code': 201,
  });
  expect([client?.status.code, incoming?.status.code]).toEqual([0, 0]);
  expect(state.drops.fieldError).toBe(0);
});

test('code in the handler, before and after an await, is inside the request; live is left alone', async () => {
  const seen: number[] = [];
  handler = (_request, response) => {
    seen.push(state.live);
    exit(open(inner));
    setTimeout(() => {
      exit(open(inner));
      response.end();
    }, 1);
  };
  const ambient = state.live;
  await (await fetch(origin)).text();
  const all = await ended(4);
  const incoming = all.find(({ kind }) => kind === 2);
  expect(all.filter(({ name }) => name === 'inner').map(({ parentSpanId }) => parentSpanId)).toEqual([
    incoming?.spanId,
    incoming?.spanId,
  ]);
  expect(seen).toEqual([0]);
  expect(state.live).toBe(ambient);
});

test('fetch in a handler is a child of the request and carries its tracestate', async () => {
  let outgoing: http.IncomingHttpHeaders = {};
  handler = (request, response) => {
    if (request.url === '/inner') {
      outgoing = request.headers;
      response.end();
    } else void fetch(`${origin}/inner`).then(async (answer) => response.end(await answer.text()));
  };
  const headers = `traceparent: 00-${TRACE}-${SPAN}-01\r\ntracestate: a=1`;
  await raw('GET / HTTP/1.1', 'Host: shop.example', headers, 'Connection: close', '', '');
  const all = await ended(3);
  const outer = all.find(({ parentSpanId }) => parentSpanId === SPAN);
  const client = all.find(({ kind }) => kind === 3);
  expect(all.map(({ traceId }) => traceId)).toEqual([TRACE, TRACE, TRACE]);
  expect(attributesOf(outer)['server.address']).toBe('shop.example');
  expect(attributesOf(outer)).not.toHaveProperty('server.port');
  expect(client?.parentSpanId).toBe(outer?.spanId);
  expect(outgoing['traceparent']).toBe(`00-${TRACE}-${client?.spanId}-01`);
  expect(outgoing['tracestate']).toBe('a=1');
});

test('an unsampled parent is not recorded, nor what it calls, and stays unsampled downstream', async () => {
  let outgoing: http.IncomingHttpHeaders = {};
  handler = (request, response) => {
    const t = open(inner);
    if (request.url === '/inner') {
      outgoing = request.headers;
      response.end();
    } else void compiledFetch(`${origin}/inner`).then(() => response.end());
    exit(t);
  };
  await raw('GET / HTTP/1.1', 'Host: x', `traceparent: 00-${TRACE}-${SPAN}-00`, 'Connection: close', '', '');
  expect(outgoing['traceparent']).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`));
  expect(spans()).toEqual([]);
  expect(state.live).toBe(0);
});

test('a trace that sampling left out says so downstream', async () => {
  recording(0);
  let header: unknown;
  handler = (request, response) => {
    header = request.headers['traceparent'];
    response.end();
  };
  await (await fetch(origin)).text();
  expect(header).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  expect(spans()).toEqual([]);
});

test('traceparent headers that are hostile begin a new trace', async () => {
  const bad = [
    `traceparent: ${'x'.repeat(5000)}`,
    `traceparent: 00-${TRACE}-${SPAN}-01\r\ntraceparent: 00-${TRACE}-${SPAN}-01`,
  ];
  for (const header of bad) {
    await raw('GET /%00%ff/..?a=%&b HTTP/1.1', 'Host: a:b:c', header, 'Connection: close', '', '');
    const [span] = await ended(1);
    expect(span?.traceId).not.toBe(TRACE);
    expect(span?.parentSpanId).toBe('');
    expect(attributesOf(span)).not.toHaveProperty('server.address');
  }
});

test('an unknown method is _OTHER, in the name HTTP', async () => {
  await raw('PROPFIND /a HTTP/1.1', 'Host: x', 'Connection: close', '', '');
  const [span] = await ended(1);
  expect(span?.name).toBe('HTTP');
  expect(attributesOf(span)).toMatchObject({
    'http.request.method': '_OTHER',
    'http.request.method_original': 'PROPFIND',
  });
});

test('the target in absolute form and a proxy before us are understood', async () => {
  await raw(
    'GET http://shop.example/a?b=c HTTP/1.1',
    'Host: [::1]:81',
    'X-Forwarded-For: 2001:db8::1, 10.0.0.1',
    'Connection: close',
    '',
    '',
  );
  const [span] = await ended(1);
  expect(attributesOf(span)).toMatchObject({
    'url.path': '/a',
    'url.query': 'b=c',
    'server.address': '::1',
    'server.port': 81,
    'client.address': '2001:db8::1',
  });
});

test('pipelined requests do not become parents of one another', async () => {
  const one = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
  await raw(one + one + 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  const all = await ended(3);
  expect(all.map(({ parentSpanId }) => parentSpanId)).toEqual(['', '', '']);
  expect(new Set(all.map(({ traceId }) => traceId)).size).toBe(3);
});

test('a 500 is an error for both sides, a 404 only for the client', async () => {
  handler = (request, response) => response.writeHead(Number(request.url?.slice(1))).end();
  for (const status of [500, 404]) {
    await (await fetch(`${origin}/${status}`)).text();
    const all = await ended(2);
    const client = all.find(({ kind }) => kind === 3);
    const incoming = all.find(({ kind }) => kind === 2);
    expect(client?.status.code).toBe(2);
    expect(attributesOf(client)['error.type']).toBe(String(status));
    expect(incoming?.status.code).toBe(status === 500 ? 2 : 0);
    expect(attributesOf(incoming)['error.type']).toBe(status === 500 ? '500' : undefined);
    expect([client?.events, incoming?.events]).toEqual([[], []]);
  }
});

test('a client that goes away ends both spans as failed', async () => {
  const abort = new AbortController();
  handler = (_request, response) => {
    response.write('part');
    setTimeout(() => abort.abort(), 5);
  };
  const caught: unknown = await fetch(origin, { signal: abort.signal })
    .then((answer) => answer.text())
    .catch((error: unknown) => error);
  expect((caught as Error).name).toBe('AbortError');
  const all = await ended(2);
  expect(attributesOf(all.find(({ kind }) => kind === 2))).toMatchObject({
    'error.type': 'aborted',
    'http.response.status_code': 200,
  });
  expect(attributesOf(all.find(({ kind }) => kind === 3))['error.type']).toBe('AbortError');
  expect(all.map(({ status }) => status.code)).toEqual([2, 2]);
});

test('a client that goes away ends the requests it had pipelined', async () => {
  const one = 'GET /hang HTTP/1.1\r\nHost: x\r\n\r\n';
  let sockets = 0;
  const stale = state.drops.staleHandle;
  handler = (request, response) => {
    if (request.url !== '/hang') response.end();
    else sockets = request.socket.listenerCount('close');
  };
  const socket = net.connect(Number(new URL(origin).port), '127.0.0.1', () =>
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'),
  );
  await new Promise((resolve) => socket.once('data', resolve));
  expect(await ended(1)).toHaveLength(1);
  socket.write(one + one);
  await new Promise<void>((resolve) => {
    const look = (): void => void (sockets > 0 ? resolve() : setTimeout(look, 1));
    look();
  });
  socket.destroy();
  const all = await ended(2);
  expect(all.map((span) => attributesOf(span)['error.type'])).toEqual(['aborted', 'aborted']);
  expect(state.drops.staleHandle).toBe(stale);
});

test('a refused connection fails with the very error that fetch gives', async () => {
  const closed = http.createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  const caught: unknown = await fetch(`http://127.0.0.1:${port}/`).catch((error: unknown) => error);
  const [span] = await ended(1);
  expect(attributesOf(span)['error.type']).toBe('ECONNREFUSED');
  expect(span?.status.message).toBe(((caught as Error).cause as Error).message);
  expect(((caught as Error).cause as { code: string }).code).toBe('ECONNREFUSED');
});

test('each redirect is a request of its own', async () => {
  handler = (request, response) => {
    if (request.url === '/a') response.writeHead(302, { location: '/b' }).end();
    else response.end('b');
  };
  await (await fetch(`${origin}/a`)).text();
  const clients = (await ended(4)).filter(({ kind }) => kind === 3);
  expect(clients.map((span) => attributesOf(span)['http.response.status_code'])).toEqual([302, 200]);
});

test('a traceparent that the program set stays', async () => {
  let header: unknown;
  handler = (request, response) => {
    header = request.headers['traceparent'];
    response.end();
  };
  await (await fetch(origin, { headers: { Traceparent: `00-${TRACE}-${SPAN}-00` } })).text();
  expect(header).toBe(`00-${TRACE}-${SPAN}-00`);
});

test("an exporter's own requests are not recorded", async () => {
  let header: unknown;
  handler = (request, response) => {
    header = request.headers['traceparent'];
    response.end();
  };
  await (await fetch(origin, { headers: { 'user-agent': 'OTel-OTLP-Exporter-Spanloom/1.2' } })).text();
  expect(header).toBeUndefined();
  expect((await ended(1)).map(({ kind }) => kind)).toEqual([2]);
});

test('fetch made where a span is current is its child', async () => {
  const t = open(inner);
  const answer = state.storage?.run(ambientOf(t) as Ambient, () => fetch(origin)) as Promise<Response>;
  expect(state.live).toBe(t);
  exit(t);
  await (await answer).text();
  const all = await ended(3);
  expect(all.find(({ kind }) => kind === 3)?.parentSpanId).toBe(all.find(({ name }) => name === 'inner')?.spanId);
});

test('a request through undici that is created synchronously finds the current span and leaves it', () => {
  const added: string[] = [];
  const request = {
    method: 'GET',
    path: '//evil/x?sig=1',
    origin: 'http://a:b@h:1',
    headers: 'accept: x\r\n',
    addHeader: (k: string, v: string) => added.push(k, v),
  };
  const t = open(inner);
  diagnosticsChannel.channel('undici:request:create').publish({ request });
  expect(state.live).toBe(t);
  diagnosticsChannel.channel('undici:request:trailers').publish({ request });
  diagnosticsChannel.channel('undici:request:trailers').publish({ request });
  exit(t);
  const [parent, child] = spans();
  expect(child?.parentSpanId).toBe(parent?.spanId);
  expect(attributesOf(child)).toMatchObject({ 'url.full': 'http://h:1//evil/x?sig=REDACTED', 'server.port': 1 });
  expect(added).toEqual(['traceparent', `00-${child?.traceId}-${child?.spanId}-03`]);
});

test('messages that cannot be read are counted, not thrown', async () => {
  const thrown: unknown[] = [];
  const onThrow = (error: unknown): void => void thrown.push(error);
  process.on('uncaughtException', onThrow);
  const before = state.drops.fieldError;
  for (const name of ['http.server.request.start', 'undici:request:create', 'undici:request:headers'])
    diagnosticsChannel.channel(name).publish({});
  await new Promise((resolve) => setTimeout(resolve, 5));
  process.off('uncaughtException', onThrow);
  expect(thrown).toEqual([]);
  expect(state.drops.fieldError).toBeGreaterThan(before);
});

test('a connection has one more close listener, requests and responses have none; stopped, nothing at all', async () => {
  const count = async (): Promise<Record<string, number>> => {
    let counts: Record<string, number> = {};
    handler = (request, response) => {
      const names = new Set([...response.eventNames(), 'close', 'finish', 'error']);
      counts = Object.fromEntries([...names].map((name) => [String(name), response.listenerCount(name)]));
      counts['request'] = request.eventNames().length;
      counts['socket'] = request.socket.listenerCount('close');
      response.end();
    };
    await raw('GET / HTTP/1.1', 'Host: x', 'Connection: close', '', '');
    return counts;
  };
  const on = await count();
  expect(startHttp()).toBe(stop);
  stop();
  const off = await count();
  expect(on).toEqual({ ...off, socket: (off['socket'] ?? 0) + 1 });
  await ended(1);
  expect(spans()).toEqual([]);
});

test('off, requests pass untouched', async () => {
  state.enabled = false;
  state.live = -2;
  let header: unknown = 'none yet';
  handler = (request, response) => {
    header = request.headers['traceparent'];
    response.end();
  };
  await (await fetch(origin)).text();
  expect(header).toBeUndefined();
  expect(spans()).toEqual([]);
});

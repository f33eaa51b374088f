/** A real OTLP receiver on a free port: decodes what arrives with the official classes, answers as a test wants. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { decodeRequest, spansOf } from './official.ts';

export interface Arrival {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly names: readonly string[];
  readonly ids: readonly string[];
  /** Number of the connection it came on. */
  readonly connection: number;
}

export type Answer = (response: ServerResponse, arrival: Arrival, index: number) => void;

export interface Receiver {
  readonly endpoint: string;
  readonly port: number;
  readonly arrivals: Arrival[];
  close(): Promise<void>;
}

export const ok: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/x-protobuf' });
  response.end();
};

/** Answers 200 unless `answer` does otherwise; `port` 0 is any free one. */
export async function startReceiver(answer: Answer = ok, port = 0): Promise<Receiver> {
  const arrivals: Arrival[] = [];
  const sockets = new Map<Socket, number>();
  let connections = 0;
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('error', () => {});
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const arrival = { ...read(request, Buffer.concat(chunks)), connection: sockets.get(request.socket) ?? -1 };
      arrivals.push(arrival);
      answer(response, arrival, arrivals.length - 1);
    });
  });
  server.on('connection', (socket) => {
    sockets.set(socket, connections++);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    port: address.port,
    arrivals,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets.keys()) socket.destroy();
      }),
  };
}

function read(request: IncomingMessage, raw: Buffer): Omit<Arrival, 'connection'> {
  const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
  const spans = request.headers['content-type'] === 'application/json' ? fromJson(body) : fromProtobuf(body);
  return {
    path: request.url ?? '',
    headers: request.headers,
    names: spans.map((span) => span.name),
    ids: spans.map((span) => span.id),
  };
}

const fromProtobuf = (body: Buffer): { name: string; id: string }[] =>
  spansOf(decodeRequest(body)).map((span) => ({ name: span.name, id: Buffer.from(span.spanId).toString('hex') }));

function fromJson(body: Buffer): { name: string; id: string }[] {
  const request = JSON.parse(body.toString()) as {
    resourceSpans: { scopeSpans: { spans: { name: string; spanId: string }[] }[] }[];
  };
  const spans = request.resourceSpans.flatMap((one) => one.scopeSpans.flatMap((scope) => scope.spans));
  return spans.map((span) => ({ name: span.name, id: span.spanId }));
}

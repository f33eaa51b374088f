/** Spans of requests that reach `node:http` and `node:https` servers, from Node's own diagnostics channel. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { setExtra } from '../core/attributes.ts';
import { ambientOf, unsampledAmbient } from '../core/context.ts';
import { end, extraOf, hold, isOpen, markFailed } from '../core/ring.ts';
import { state, type Ambient, type Remote } from '../core/state.ts';
import { SpanKind } from '../pipeline/types.ts';
import { parseRemote } from '../propagation/traceparent.ts';
import { isKnownMethod, methodInName, methodOf, parseAuthority, redactQuery } from './http-names.ts';
import * as keys from './keys.ts';
import { librarySite, openIncoming, subscription, type Subscription } from './subscriber.ts';

/** What both channels say. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** The open spans of each connection, by their response; several only where a client pipelines. */
type Connections = WeakMap<IncomingMessage['socket'], Map<ServerResponse, () => void>>;

/** `error.type` of a request whose client went away before the response was complete. */
const ABORTED = 'aborted';
const SERVER_ERROR = 500;

/**
 * What to subscribe to. Each connection has one more `close` listener: nothing else tells of a client that went away.
 * Requests and responses have none.
 */
export function httpServerSubscriptions(): readonly Subscription[] {
  const site = librarySite('HTTP', SpanKind.SERVER);
  const connections: Connections = new WeakMap();
  return [
    subscription<Exchange>('http.server.request.start', (exchange) => onRequest(site, connections, exchange)),
    subscription<Exchange>('http.server.response.finish', ({ request, response }) =>
      connections.get(request.socket)?.get(response)?.(),
    ),
  ];
}

function onRequest(site: number, connections: Connections, { request, response }: Exchange): void {
  if (!state.enabled) return;
  const remote = parseRemote(single(request.headers['traceparent']), single(request.headers['tracestate']));
  const t = openIncoming(site, remote);
  // Set also when there is nothing: what this parser's last request left must not be found.
  state.storage?.enterWith(contextOf(t, remote) as Ambient);
  if (!isOpen(t)) return;
  hold(t);
  // Before anything that could go wrong: a span that is open must end.
  const open = openOf(connections, request.socket);
  open.set(response, () => {
    open.delete(response);
    finish(t, request, response);
  });
  setRequest(t, request);
}

function openOf(connections: Connections, socket: IncomingMessage['socket']): Map<ServerResponse, () => void> {
  const known = connections.get(socket);
  if (known !== undefined) return known;
  const open = new Map<ServerResponse, () => void>();
  connections.set(socket, open);
  socket.once('close', () => {
    for (const finishIt of open.values()) finishIt();
  });
  return open;
}

function contextOf(t: number, remote: Remote | undefined): Ambient | undefined {
  return t > 0 ? ambientOf(t) : t < 0 ? unsampledAmbient(remote) : undefined;
}

function setRequest(t: number, request: IncomingMessage): void {
  const method = request.method ?? '';
  const [path, query] = splitTarget(request.url ?? '');
  const host = parseAuthority(request.headers.host);
  setExtra(t, keys.httpRequestMethod, methodOf(method));
  if (!isKnownMethod(method)) setExtra(t, keys.httpRequestMethodOriginal, method);
  setExtra(t, keys.urlScheme, (request.socket as { encrypted?: unknown }).encrypted === true ? 'https' : 'http');
  setExtra(t, keys.urlPath, path);
  if (query !== '') setExtra(t, keys.urlQuery, redactQuery(query));
  setExtra(t, keys.serverAddress, host?.address);
  setExtra(t, keys.serverPort, host?.port);
  setExtra(t, keys.clientAddress, forwardedFor(request) ?? request.socket.remoteAddress);
  setExtra(t, keys.networkProtocolVersion, request.httpVersion);
  setExtra(t, keys.userAgentOriginal, request.headers['user-agent']);
}

/** Path and query of a request target, which may be in absolute form when the client thinks we are a proxy. */
function splitTarget(url: string): readonly [path: string, query: string] {
  const target = url.startsWith('/') ? url : url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  const mark = target.indexOf('?');
  return mark < 0 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)];
}

function forwardedFor(request: IncomingMessage): string | undefined {
  const header = single(request.headers['x-forwarded-for']);
  return header === undefined ? undefined : /^\s*"?([\w.:[\]-]{1,64})"?\s*(?:,|$)/.exec(header)?.[1];
}

function finish(t: number, request: IncomingMessage, response: ServerResponse): void {
  try {
    if (isOpen(t)) setResponse(t, request, response);
  } catch {
    state.drops.fieldError++;
  }
  end(t);
}

function setResponse(t: number, request: IncomingMessage, response: ServerResponse): void {
  const method = methodInName(request.method ?? '');
  const route = lastValue(t, keys.httpRoute);
  const status = response.headersSent ? response.statusCode : undefined;
  extraOf(t).name = typeof route === 'string' && route !== '' ? `${method} ${route}` : method;
  setExtra(t, keys.httpResponseStatusCode, status);
  const error =
    status !== undefined && status >= SERVER_ERROR ? String(status) : !response.writableFinished ? ABORTED : undefined;
  if (error === undefined) return;
  setExtra(t, keys.errorType, error);
  markFailed(t);
}

function lastValue(t: number, key: string): unknown {
  const { attributes } = extraOf(t);
  for (let i = attributes.length - 2; i >= 0; i -= 2) if (attributes[i] === key) return attributes[i + 1];
  return undefined;
}

const single = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header.join(',') : header;

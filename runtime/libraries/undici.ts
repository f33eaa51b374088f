/** Spans of outgoing requests made with `fetch` or undici, from undici's diagnostics channels. */

import { LIVE_OFF } from '../abi.ts';
import { setExtra } from '../core/attributes.ts';
import { ambientOf, currentAmbient, unsampledAmbient } from '../core/context.ts';
import { setError } from '../core/errors.ts';
import { end, extraOf, hold, isOpen, markFailed } from '../core/ring.ts';
import { state, type Ambient } from '../core/state.ts';
import { SpanKind } from '../pipeline/types.ts';
import { traceparentOf } from '../propagation/traceparent.ts';
import { isKnownMethod, methodInName, methodOf, redactUrl } from './http-names.ts';
import * as keys from './keys.ts';
import { librarySite, openAside, subscription, type Subscription } from './subscriber.ts';

/** undici's own request object; `headers` is a list of names and values in turn, in undici 5 a text of lines. */
interface UndiciRequest {
  readonly method: string;
  readonly path: string;
  readonly origin: string | URL;
  readonly upgrade?: unknown;
  readonly headers: readonly unknown[] | string;
  addHeader(name: string, value: string): unknown;
}

interface OnHeaders {
  readonly request: UndiciRequest;
  readonly response: { readonly statusCode: number };
}

interface OnError {
  readonly request: UndiciRequest;
  readonly error: unknown;
}

/** The exporters' own requests, which would otherwise make a span for each batch of spans. */
const OWN_USER_AGENT = 'OTel-OTLP-Exporter-Spanloom';
const CLIENT_ERROR = 400;

/**
 * What to subscribe to. A redirect or a retry is a request of its own. A span ends with the response's body; a body
 * that nobody reads leaves it open. CONNECT and upgraded connections make no span: undici does not tell when they end.
 */
export function undiciSubscriptions(): readonly Subscription[] {
  const site = librarySite('HTTP', SpanKind.CLIENT);
  const handles = new WeakMap<UndiciRequest, number>();
  return [
    subscription<{ request: UndiciRequest }>('undici:request:create', ({ request }) =>
      onCreate(site, handles, request),
    ),
    subscription<{ request: UndiciRequest; headers: unknown }>('undici:client:sendHeaders', ({ request, headers }) => {
      const version = typeof headers === 'string' ? / HTTP\/(\d(?:\.\d)?)\r\n/.exec(headers)?.[1] : undefined;
      const t = handles.get(request);
      if (t !== undefined && isOpen(t)) setExtra(t, keys.networkProtocolVersion, version);
    }),
    subscription<OnHeaders>('undici:request:headers', ({ request, response }) => {
      const t = handles.get(request);
      if (t !== undefined && isOpen(t)) setStatus(t, response.statusCode);
    }),
    subscription<OnError>('undici:request:error', ({ request, error }) =>
      finish(handles, request, (t) => setFailure(t, error)),
    ),
    subscription<{ request: UndiciRequest }>('undici:request:trailers', ({ request }) => finish(handles, request)),
  ];
}

function onCreate(site: number, handles: WeakMap<UndiciRequest, number>, request: UndiciRequest): void {
  if (!state.enabled || state.live === LIVE_OFF || request.upgrade || request.method === 'CONNECT') return;
  if (headerOf(request, 'user-agent')?.startsWith(OWN_USER_AGENT) === true) return;
  const around = currentAmbient();
  const t = openAside(site);
  if (isOpen(t)) {
    hold(t);
    handles.set(request, t);
    setRequest(t, request);
  }
  inject(request, contextOf(t, around));
}

// Unsampled calls keep the id of the trace around them; a call that found the ring full counts as its parent's.
function contextOf(t: number, around: Ambient | undefined): Ambient | undefined {
  return t > 0 ? ambientOf(t) : t === 0 ? around : unsampledAmbient(around?.remote);
}

function inject(request: UndiciRequest, ambient: Ambient | undefined): void {
  if (ambient === undefined || headerOf(request, 'traceparent') !== undefined) return;
  request.addHeader('traceparent', traceparentOf(ambient));
  const traceState = ambient.remote?.traceState ?? '';
  if (traceState !== '' && headerOf(request, 'tracestate') === undefined) request.addHeader('tracestate', traceState);
}

function setRequest(t: number, request: UndiciRequest): void {
  extraOf(t).name = methodInName(request.method);
  setExtra(t, keys.httpRequestMethod, methodOf(request.method));
  if (!isKnownMethod(request.method)) setExtra(t, keys.httpRequestMethodOriginal, request.method);
  const origin = new URL(request.origin);
  // Joined as text: a path like `//other/x`, resolved, would name another host.
  setExtra(t, keys.urlFull, redactUrl(request.path.startsWith('/') ? origin.origin + request.path : request.path));
  setExtra(t, keys.serverAddress, origin.hostname.replace(/^\[(.*)\]$/, '$1'));
  setExtra(t, keys.serverPort, origin.port !== '' ? Number(origin.port) : origin.protocol === 'https:' ? 443 : 80);
}

function setStatus(t: number, status: number): void {
  setExtra(t, keys.httpResponseStatusCode, status);
  if (status < CLIENT_ERROR) return;
  setExtra(t, keys.errorType, String(status));
  markFailed(t);
}

function setFailure(t: number, error: unknown): void {
  setError(t, error);
  const code = (error as { code?: unknown } | null | undefined)?.code;
  if (typeof code === 'string' && code !== '') setExtra(t, keys.errorType, code);
}

function finish(handles: WeakMap<UndiciRequest, number>, request: UndiciRequest, last?: (t: number) => void): void {
  const t = handles.get(request);
  if (t === undefined) return;
  handles.delete(request);
  try {
    last?.(t);
  } finally {
    end(t);
  }
}

/** A header of the request by its lower-case name. */
function headerOf({ headers }: UndiciRequest, name: string): string | undefined {
  if (typeof headers === 'string') {
    const line = headers.split('\r\n').find((text) => text.slice(0, name.length + 1).toLowerCase() === `${name}:`);
    return line?.slice(name.length + 1).trim();
  }
  for (let i = 0; i + 1 < headers.length; i += 2) {
    if (String(headers[i]).toLowerCase() === name) return String(headers[i + 1]);
  }
  return undefined;
}

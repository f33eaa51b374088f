/** What HTTP clients and servers have in common: known methods, host names, and URLs without their secrets. */

/** RFC 9110, RFC 5789 and the QUERY method: what the conventions call known. */
const METHODS = new Set(['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'QUERY', 'TRACE']);

export const isKnownMethod = (method: string): boolean => METHODS.has(method);

/** `http.request.method`: case-sensitive; anything unknown is `_OTHER`. */
export const methodOf = (method: string): string => (METHODS.has(method) ? method : '_OTHER');

/** The method as it stands in a span's name, where an unknown one is `HTTP`. */
export const methodInName = (method: string): string => (METHODS.has(method) ? method : 'HTTP');

// Upstream's list at `url.query`, and the two keys of AWS signature version 2 that earlier versions of it had.
const SECRETS =
  /(^|[?&])(AWSAccessKeyId|Signature|X-Amz-Signature|X-Amz-Credential|X-Amz-Security-Token|sig|X-Goog-Signature)=[^&#]*/g;

/** A query string, or what ends in one, with the values of sensitive keys replaced. */
export const redactQuery = (query: string): string => query.replace(SECRETS, '$1$2=REDACTED');

/** An absolute URL with credentials and sensitive query values replaced. */
export function redactUrl(url: string): string {
  return redactQuery(url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1REDACTED:REDACTED@'));
}

export interface Authority {
  readonly address: string;
  readonly port: number | undefined;
}

/** Splits `host:port`, where the port may be missing and an IPv6 address stands in brackets. */
export function parseAuthority(text: unknown): Authority | undefined {
  if (typeof text !== 'string') return undefined;
  const match = /^(?:\[([^\]]+)\]|([^:/?#@\s]+))(?::(\d{1,5}))?$/.exec(text);
  if (match === null) return undefined;
  return { address: (match[1] ?? match[2]) as string, port: match[3] === undefined ? undefined : Number(match[3]) };
}

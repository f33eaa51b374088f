/** What compiled `pg` calls inside `Client.prototype.query`: facts of the query, and the end of its span. */

import { within } from '../core/bind.ts';
import { setExtra } from '../core/attributes.ts';
import { setError } from '../core/errors.ts';
import { end, extraOf, hold, isOpen, markFailed } from '../core/ring.ts';
import { state, type Ambient } from '../core/state.ts';
import { callerOf } from '../core/caller.ts';
import * as keys from './keys.ts';
import { describe, MAX_SQL_LENGTH } from './sql.ts';

/** The span's name where the text says nothing. */
const SYSTEM = 'postgresql';
const SQLSTATE = /^[0-9A-Z]{5}$/;

interface Client {
  readonly database?: unknown;
  readonly host?: unknown;
  readonly port?: unknown;
}

interface QueryConfig {
  readonly text?: unknown;
  readonly values?: unknown;
}

/** `Query`, or anything with `submit` that a user gave to `client.query`. */
interface Submittable {
  handleError(error: unknown, connection: unknown): unknown;
  handleReadyForQuery(connection: unknown): unknown;
  /** An error of the client's own, found while rows came in, told when the query is over. `pg`'s own queries only. */
  readonly _canceledDueToError?: unknown;
  readonly _result?: { readonly command?: unknown };
  readonly text?: unknown;
}

/**
 * Sets the attributes and the name of an open query span. The text of a query with parameter values is recorded as
 * it is, any other without its literals; both up to 8,192 characters. Arguments are those of `Client.query`.
 */
export function pgStart(t: number, client: unknown, config: unknown, values: unknown): void {
  if (!isOpen(t)) return;
  try {
    setServer(t, client ?? {});
    setQuery(t, typeof config === 'string' ? { text: config } : (config ?? {}), values);
  } catch {
    state.drops.fieldError++;
  }
}

function setServer(t: number, { database, host, port }: Client): void {
  const local = typeof host === 'string' && host.startsWith('/');
  if (typeof database === 'string' && database !== '') setExtra(t, keys.dbNamespace, database);
  if (typeof host === 'string' && host !== '') setExtra(t, keys.serverAddress, host);
  if (typeof port === 'number' && !local) setExtra(t, keys.serverPort, port);
}

function setQuery(t: number, config: QueryConfig, values: unknown): void {
  const text = typeof config.text === 'string' ? config.text : '';
  const { operation, collection, summary, text: sanitized } = describe(text);
  const given = Array.isArray(values) ? values : config.values;
  const parameterized = Array.isArray(given) && given.length > 0;
  extraOf(t).name = summary === '' ? SYSTEM : summary;
  setText(t, keys.dbQueryText, parameterized ? text.slice(0, MAX_SQL_LENGTH) : sanitized);
  setText(t, keys.dbQuerySummary, summary);
  setText(t, keys.dbOperationName, operation);
  setText(t, keys.dbCollectionName, collection);
}

function setText(t: number, key: string, value: string): void {
  if (value !== '') setExtra(t, key, value);
}

/**
 * Makes the span end with the query, and lets what the query calls back find the caller's context. Both hang on the
 * query's `handleError` and `handleReadyForQuery`, one of which `pg` calls last on every path: success, a server's or
 * client's error, a timeout, a lost or closed connection. They are the query's own again once it is over. A query
 * that cannot be watched leaves the span to the function.
 */
export function pgHold(t: number, query: unknown): void {
  const caller = callerOf(t);
  // Without a span of its own, an unsampled query still calls back into its trace.
  if (!isOpen(t) && (t > 0 || caller === undefined)) return;
  const restores: (() => void)[] = [];
  try {
    watch(t, query as Submittable, caller, restores);
    hold(t);
  } catch {
    for (const restore of restores) restore();
    state.drops.fieldError++;
  }
}

function watch(t: number, query: Submittable, caller: Ambient | undefined, restores: (() => void)[]): void {
  const { handleError, handleReadyForQuery } = query;
  let over = false;
  const finish = (fail?: () => void): void => {
    if (over) return;
    over = true;
    try {
      for (const restore of restores) restore();
      if (isOpen(t)) fail?.();
    } catch {
      state.drops.fieldError++;
    }
    end(t);
  };
  restores.push(
    shadow(query, 'handleError', function (this: Submittable, error: unknown, connection: unknown) {
      finish(() => setFailure(t, query._canceledDueToError || error));
      return within(caller, () => handleError.call(this, error, connection));
    }),
  );
  restores.push(
    shadow(query, 'handleReadyForQuery', function (this: Submittable, connection: unknown) {
      // Such a query goes on to `handleError`, which is still ours.
      if (!isCanceled(query)) finish(() => wasRefused(query) && setRefused(t));
      return within(caller, () => handleReadyForQuery.call(this, connection));
    }),
  );
}

function isCanceled(query: Submittable): boolean {
  try {
    return Boolean(query._canceledDueToError);
  } catch {
    return false;
  }
}

/**
 * True when the server completed no command although the text has one: a parameter could not be serialised. The query
 * was then told of its error before anything could watch it.
 */
function wasRefused(query: Submittable): boolean {
  const command = '_canceledDueToError' in query ? query._result?.command : undefined;
  return command === null && typeof query.text === 'string' && describe(query.text).operation !== '';
}

function setRefused(t: number): void {
  setExtra(t, keys.errorType, '_OTHER');
  markFailed(t);
}

function setFailure(t: number, error: unknown): void {
  try {
    const code = (error as { code?: unknown } | null | undefined)?.code;
    if (typeof code === 'string' && code !== '') {
      setExtra(t, keys.errorType, code);
      if (SQLSTATE.test(code)) setExtra(t, keys.dbResponseStatusCode, code);
    }
  } catch {
    state.drops.hostileValue++;
  }
  setError(t, error);
}

/** Puts a hidden own method over `name`. What it returns takes it away, unless somebody has put another one over it. */
function shadow<K extends keyof Submittable>(query: Submittable, name: K, value: Submittable[K]): () => void {
  const own = Object.getOwnPropertyDescriptor(query, name);
  if (typeof query[name] !== 'function') throw new TypeError(name);
  Object.defineProperty(query, name, {
    value,
    configurable: true,
    writable: true,
    enumerable: own?.enumerable ?? false,
  });
  return () => {
    if (query[name] !== value) return;
    if (own === undefined) delete (query as Partial<Submittable>)[name];
    else Object.defineProperty(query, name, own);
  };
}

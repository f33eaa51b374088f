/** Spans that end with a promise which somebody else will settle. */

import { failWith, tell } from './outcomes.ts';
import { end, hold } from './ring.ts';
import { holdUntil, seal } from './waiting.ts';

type OnReturn<T> = ((result: Awaited<T>) => void) | null | undefined;
type OnError = ((error: unknown) => void) | null | undefined;

const { then } = Promise.prototype;

// A proxy of a promise is none, and asking it anything would run its traps; Node can tell without asking.
const isPromise: (value: unknown) => boolean = /* @__PURE__ */ (() =>
  globalThis.process?.getBuiltinModule?.('node:util')?.types.isPromise ?? ((value) => value instanceof Promise))();

/** True for a promise that nobody has subclassed or decorated: watching it runs no code of the user's. */
const isPlain = (value: unknown): value is Promise<unknown> =>
  isPromise(value) &&
  Object.getPrototypeOf(value) === Promise.prototype &&
  !Object.hasOwn(value as object, 'constructor') &&
  !Object.hasOwn(value as object, 'then');

/**
 * Ends the span when `value` settles, if it is a native promise; otherwise the function ends it, and `onReturn` is
 * called now. Thenables and subclasses are left alone: looking at them would run code of the user's.
 *
 * `adopted` says that the value is returned by an async function, whose own promise adopts it: watching it can then
 * neither hide an unhandled rejection nor make one. Elsewhere the promise is watched for consumers as well.
 */
export function endWithValue<T>(t: number, value: T, adopted: boolean, onReturn: OnReturn<T>, onError: OnError): void {
  try {
    if (!isPlain(value) && !isWatched(value)) tell(onReturn, value as Awaited<T>);
    else if (adopted) follow(t, value, onReturn as OnReturn<unknown>, onError);
    else watch(t, value, onReturn as OnReturn<unknown>, onError);
  } catch {
    end(t);
  }
}

const isWatched = (value: unknown): value is Promise<unknown> => isPromise(value) && watched.has(value as object);

function follow(t: number, promise: Promise<unknown>, onReturn: OnReturn<unknown>, onError: OnError): void {
  hold(t);
  void then.call(
    promise,
    (result) => {
      tell(onReturn, result);
      end(t);
    },
    (error: unknown) => {
      failWith(t, error, onError);
      end(t);
    },
  );
}

/** A span that waits for its promise to be consumed. */
interface Watcher {
  readonly t: number;
  readonly onReturn: OnReturn<unknown>;
  readonly onError: OnError;
}

const watched: WeakMap<object, Watcher[]> = /* @__PURE__ */ new WeakMap();

// A promise that nobody will ever consume: its spans ended when their functions returned.
const forgotten: FinalizationRegistry<Watcher[]> = /* @__PURE__ */ new FinalizationRegistry((watchers) => {
  for (const { t } of watchers) seal(t);
});

/**
 * A reaction of ours marks the promise as handled, so there is none until somebody else adds one. A consumer must first
 * call the promise's `then`, or, to await it, read its `constructor`; both are replaced on the promise until the first of
 * them happens. Identity, order, number of microtasks and unhandled rejections stay.
 */
function watch(t: number, promise: Promise<unknown>, onReturn: OnReturn<unknown>, onError: OnError): void {
  const watchers = watched.get(promise);
  if (watchers === undefined && (!isPlain(promise) || !Object.isExtensible(promise))) return;
  holdUntil(t);
  const watcher = { t, onReturn, onError };
  if (watchers !== undefined) {
    watchers.push(watcher);
    return;
  }
  const list = [watcher];
  watched.set(promise, list);
  forgotten.register(promise, list, list);
  void Object.defineProperty(promise, 'then', { value: watchedThen, configurable: true, writable: true });
  void Object.defineProperty(promise, 'constructor', {
    get: watchedConstructor,
    set: replaceConstructor,
    configurable: true,
  });
}

function consume(promise: Promise<unknown>): void {
  const watchers = watched.get(promise);
  if (watchers === undefined) return;
  watched.delete(promise);
  forgotten.unregister(watchers);
  delete (promise as { then?: unknown }).then;
  delete (promise as { constructor?: unknown }).constructor;
  for (const { t, onReturn, onError } of watchers) follow(t, promise, onReturn, onError);
}

function watchedThen(this: Promise<unknown>, ...reactions: unknown[]): unknown {
  consume(this);
  return Reflect.apply(then, this, reactions);
}

function watchedConstructor(this: Promise<unknown>): unknown {
  consume(this);
  return this.constructor;
}

function replaceConstructor(this: Promise<unknown>, value: unknown): void {
  consume(this);
  void Object.defineProperty(this, 'constructor', { value, configurable: true, enumerable: true, writable: true });
}

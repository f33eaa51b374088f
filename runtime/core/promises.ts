/** Spans that end with a promise which somebody else will settle. */

import { failWith, tell } from './outcomes.ts';
import { end, hold } from './ring.ts';

type OnReturn<T> = ((result: Awaited<T>) => void) | null | undefined;
type OnError = ((error: unknown) => void) | null | undefined;

const { then } = Promise.prototype;
const { reject } = Promise;

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
    if (!isPlain(value)) tell(onReturn, value as Awaited<T>);
    else if (adopted) follow(t, value, onReturn, onError, nothing);
    else watch(t, value, onReturn, onError);
  } catch {
    end(t);
  }
}

const nothing = (): void => {};

function follow<T>(
  t: number,
  promise: Promise<unknown>,
  onReturn: OnReturn<T>,
  onError: OnError,
  failed: (error: unknown) => void,
): void {
  hold(t);
  void then.call(
    promise,
    (result) => {
      tell(onReturn, result as Awaited<T>);
      end(t);
    },
    (error: unknown) => {
      failWith(t, error, onError);
      end(t);
      failed(error);
    },
  );
}

/** What is known of a watched promise. */
interface Watched {
  consumed: boolean;
  /** Rejected in its place, when it was rejected before anybody had consumed it. */
  raised: Promise<never> | undefined;
}

const watched: WeakMap<object, Watched> = /* @__PURE__ */ new WeakMap();

/**
 * Our reaction marks the promise as handled. Whether anybody else handles it shows in what a consumer must do first: call
 * its `then`, or, to await it, read its `constructor`. A promise that is rejected before either leaves another one
 * behind, rejected with the same reason and handled by nobody, which the platform reports as it would have reported the
 * first. Identity, order and number of microtasks stay.
 */
function watch<T>(t: number, promise: Promise<unknown>, onReturn: OnReturn<T>, onError: OnError): void {
  const state: Watched = { consumed: false, raised: undefined };
  follow(t, promise, onReturn, onError, (error) => {
    if (!state.consumed) state.raised = Reflect.apply(reject, Promise, [error]) as Promise<never>;
  });
  if (!Object.isExtensible(promise)) return;
  watched.set(promise, state);
  Object.defineProperty(promise, 'then', { value: watchedThen, configurable: true, writable: true });
  Object.defineProperty(promise, 'constructor', {
    get: watchedConstructor,
    set: replaceConstructor,
    configurable: true,
  });
}

function consume(promise: object): void {
  const state = watched.get(promise);
  if (state === undefined) return;
  watched.delete(promise);
  state.consumed = true;
  if (state.raised !== undefined) void then.call(state.raised, undefined, nothing);
  delete (promise as { then?: unknown }).then;
  delete (promise as { constructor?: unknown }).constructor;
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
  Object.defineProperty(this, 'constructor', { value, configurable: true, enumerable: true, writable: true });
}

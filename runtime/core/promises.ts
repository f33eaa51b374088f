/** Spans that end with a promise which somebody else will settle. */

import { failWith, tell } from './outcomes.ts';
import { end, hold } from './ring.ts';

type OnReturn<T> = ((result: Awaited<T>) => void) | null | undefined;

const { then } = Promise.prototype;

// A proxy of a promise is none, and asking it anything would run its traps; Node can tell without asking.
const isPromise: (value: unknown) => boolean = /* @__PURE__ */ (() =>
  globalThis.process?.getBuiltinModule?.('node:util')?.types.isPromise ?? ((value) => value instanceof Promise))();

/** True for a promise that nobody has subclassed or decorated: watching it runs no code of the user's. */
const isPlain = (value: unknown): value is Promise<unknown> =>
  isPromise(value) &&
  Object.getPrototypeOf(value) === Promise.prototype &&
  !Object.hasOwn(value as object, 'constructor');

/**
 * Ends the span when `value` settles, if it is a native promise; otherwise the function ends it, and `onReturn` is
 * called now.
 *
 * Only for the promise that an async function returns: its own promise adopts that one, so watching it neither hides
 * an unhandled rejection nor makes one, and nobody's reactions run in another order. Thenables and subclasses are
 * left alone: looking at them would run code of the user's.
 */
export function endWithValue<T>(
  t: number,
  value: T,
  onReturn: OnReturn<T>,
  onError?: ((error: unknown) => void) | null,
): void {
  try {
    if (isPlain(value)) follow(t, value, onReturn, onError);
    else tell(onReturn, value as Awaited<T>);
  } catch {
    end(t);
  }
}

function follow<T>(
  t: number,
  promise: Promise<unknown>,
  onReturn: OnReturn<T>,
  onError?: ((error: unknown) => void) | null,
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
    },
  );
}

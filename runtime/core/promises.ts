/** Spans that end with a promise which somebody else will settle. */

import { setError } from './errors.ts';
import { end, hold } from './ring.ts';
import { state } from './state.ts';

type OnReturn<T> = ((result: Awaited<T>) => void) | null | undefined;

/**
 * Ends the span when `value` settles, if it is a native promise; otherwise the function ends it, and `onReturn` is
 * called now.
 *
 * Only for the promise that an async function returns: its own promise adopts that one, so watching it neither hides
 * an unhandled rejection nor makes one, and nobody's reactions run in another order. Thenables and subclasses are
 * left alone: looking at them would run code of the user's.
 */
export function endWithValue<T>(t: number, value: T, onReturn: OnReturn<T>): void {
  try {
    if (value instanceof Promise && value.constructor === Promise) follow(t, value, onReturn);
    else tell(onReturn, value as Awaited<T>);
  } catch {
    end(t);
  }
}

function follow<T>(t: number, promise: Promise<unknown>, onReturn: OnReturn<T>): void {
  hold(t);
  void Promise.prototype.then.call(
    promise,
    (result) => {
      tell(onReturn, result as Awaited<T>);
      end(t);
    },
    (error: unknown) => {
      setError(t, error);
      end(t);
    },
  );
}

function tell<T>(onReturn: OnReturn<T>, result: Awaited<T>): void {
  try {
    onReturn?.(result);
  } catch {
    state.drops.fieldError++;
  }
}

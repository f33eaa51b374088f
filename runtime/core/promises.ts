/** Spans that end with a promise which somebody else will settle. */

import { setError } from './errors.ts';
import { end, hold } from './ring.ts';

const { then } = Promise.prototype;

/**
 * Ends the span when `value` settles, if it is a native promise; otherwise does nothing, and the function ends it.
 *
 * Only for the promise that an async function returns: its own promise adopts that one, so watching it neither hides
 * an unhandled rejection nor makes one, and nobody's reactions run in another order. Thenables and subclasses are
 * left alone: looking at them would run code of the user's.
 */
export function endWithPromise(t: number, value: unknown): void {
  try {
    if (!(value instanceof Promise) || value.constructor !== Promise) return;
    hold(t);
    void then.call(
      value,
      () => end(t),
      (error: unknown) => {
        setError(t, error);
        end(t);
      },
    );
  } catch {
    end(t);
  }
}

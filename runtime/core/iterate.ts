/** `for await` over an iterable whose every step gives the context back before it suspends. */

import { LIVE_OFF } from '../abi.ts';

type Step = (...args: unknown[]) => unknown;

/**
 * The same iterable, seen through a wrapper that follows the language's own protocol step by step: methods are looked
 * up once, in the same order, called on the same objects, and their results passed through untouched. A value that
 * cannot be iterated comes back as it is, so that the loop throws its own error.
 */
export function leaveAtEachStep<T>(iterable: T, leaveBody: () => void, t: number): T {
  if (t === 0 || t === LIVE_OFF) return iterable;
  if (
    (typeof iterable !== 'object' && typeof iterable !== 'string' && typeof iterable !== 'function') ||
    iterable === null
  ) {
    return iterable;
  }
  const methods = iterable as unknown as { [key: symbol]: Step | null | undefined };
  const async = methods[Symbol.asyncIterator];
  const symbol = async === undefined || async === null ? Symbol.iterator : Symbol.asyncIterator;
  const method = symbol === Symbol.asyncIterator ? async : methods[Symbol.iterator];
  if (typeof method !== 'function') return iterable;
  return { [symbol]: () => stepping(Reflect.apply(method, iterable, []), leaveBody) } as T;
}

function stepping(iterator: unknown, leaveBody: () => void): unknown {
  if ((typeof iterator !== 'object' && typeof iterator !== 'function') || iterator === null) return iterator;
  const own = iterator as { next: Step; return?: Step | null };
  const { next } = own;
  const through =
    (step: Step) =>
    (...args: unknown[]): unknown => {
      const result = Reflect.apply(step, iterator, args);
      leaveBody();
      return result;
    };
  return {
    next: through(next),
    get return(): Step | null | undefined {
      const step = own.return;
      return typeof step === 'function' ? through(step) : step;
    },
  };
}

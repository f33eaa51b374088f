/** Iterables whose every step moves between the context of a body and that of whoever drives it. */

import { LIVE_OFF } from '../abi.ts';

type Step = (...args: unknown[]) => unknown;

interface Moves {
  /** Before a step runs. */
  readonly before: () => void;
  /** After it has run, or thrown. */
  readonly after: () => void;
}

const nothing = (): void => {};

/**
 * `for await` in a function's body: each step awaits, so the context is given back after it.
 *
 * What the loop sees is a wrapper that follows the language's own protocol step by step: methods are looked up once, in
 * the same order, called on the same objects, and their results passed through untouched. A value that cannot be iterated
 * comes back as it is, so that the loop throws its own error.
 */
export function leaveAtEachStep<T>(iterable: T, leaveBody: () => void, t: number): T {
  return t === 0 || t === LIVE_OFF ? iterable : moving(iterable, true, { before: nothing, after: leaveBody });
}

/** `yield*`: the steps of the inner iterable run in the body's context, and between them that of the driver holds. */
export function stepInBody<T>(iterable: T, async: boolean, takeBody: () => void, leaveBody: () => void, t: number): T {
  return t === 0 || t === LIVE_OFF ? iterable : moving(iterable, async, { before: takeBody, after: leaveBody });
}

function moving<T>(iterable: T, async: boolean, moves: Moves): T {
  if (iterable === null || iterable === undefined) return iterable;
  const methods = iterable as unknown as { [key: symbol]: Step | null | undefined };
  let symbol: symbol = Symbol.iterator;
  let method: unknown;
  if (async) {
    method = methods[Symbol.asyncIterator];
    if (method !== undefined && method !== null) symbol = Symbol.asyncIterator;
  }
  if (symbol === Symbol.iterator) method = methods[Symbol.iterator];
  if (typeof method !== 'function') return iterable;
  return { [symbol]: () => stepping(Reflect.apply(method as Step, iterable, []), moves) } as T;
}

function stepping(iterator: unknown, { before, after }: Moves): unknown {
  if ((typeof iterator !== 'object' && typeof iterator !== 'function') || iterator === null) return iterator;
  const own = iterator as { next: Step; return?: Step | null; throw?: Step | null };
  const { next } = own;
  const through =
    (step: Step) =>
    (...args: unknown[]): unknown => {
      before();
      try {
        return Reflect.apply(step, iterator, args);
      } finally {
        after();
      }
    };
  const optional = (step: Step | null | undefined): Step | null | undefined =>
    typeof step === 'function' ? through(step) : step;
  return {
    next: through(next),
    get return(): Step | null | undefined {
      return optional(own.return);
    },
    get throw(): Step | null | undefined {
      return optional(own.throw);
    },
  };
}

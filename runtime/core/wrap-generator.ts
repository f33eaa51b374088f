/** Generators that no build compiled: their steps run in the context of their span, which ends when they are done. */

import { LIVE_NONE, LIVE_OFF } from '../abi.ts';
import { end } from './ring.ts';
import { state } from './state.ts';
import type { Call } from './wrap.ts';

type Step = (this: unknown, ...args: unknown[]) => unknown;

const STEPS = ['next', 'return', 'throw'] as const;
const { then } = Promise.prototype;

/**
 * Gives an iterator steps of its own, that go to those it has; otherwise it stays the object that it is. The span opens
 * with the first `next`, as the body begins; one that never begins has none. What is no iterator stays as it is.
 */
export function stepGenerator(iterator: unknown, enter: () => Call): unknown {
  if (typeof iterator !== 'object' || iterator === null) return iterator;
  if (typeof (iterator as { next?: unknown }).next !== 'function') return iterator;
  let call: Call | undefined;
  let done = false;
  for (const name of STEPS) {
    const step = (iterator as { [key: string]: unknown })[name];
    if (typeof step !== 'function') continue;
    const value = function (this: unknown, ...args: unknown[]): unknown {
      if (done || this !== iterator || state.live === LIVE_OFF) return Reflect.apply(step, this, args);
      const caller = state.live;
      if (call === undefined) {
        if (name === 'next') call = enter();
        done = call === undefined || call.t === LIVE_NONE || call.t === LIVE_OFF;
        if (call === undefined || done) return Reflect.apply(step, this, args);
      }
      return stepThrough(
        call,
        caller,
        () => Reflect.apply<object, unknown[], unknown>(step as Step, iterator, args),
        () => {
          if (!done) end((call as Call).t);
          done = true;
        },
      );
    };
    Object.defineProperty(value, 'name', { value: name, configurable: true });
    Object.defineProperty(iterator, name, { value, configurable: true, writable: true });
  }
  return iterator;
}

function stepThrough(call: Call, caller: number, step: () => unknown, finish: () => void): unknown {
  const fail = (error: unknown): void => {
    call.onError(error);
    finish();
  };
  const see = (result: unknown): void => {
    const { done, value } = (result ?? {}) as { done?: unknown; value?: unknown };
    if (done !== true) return;
    call.onReturn(value);
    finish();
  };
  try {
    const result = call.run(step);
    return result instanceof Promise ? seen(result, see, fail) : (see(result), result);
  } catch (error) {
    fail(error);
    throw error;
  } finally {
    state.live = caller;
  }
}

// A new promise: watching the old one from the side would hide its unhandled rejection.
function seen(promise: Promise<unknown>, see: (result: unknown) => void, fail: (error: unknown) => void): unknown {
  return then.call(
    promise,
    (result) => {
      see(result);
      return result;
    },
    (error: unknown) => {
      fail(error);
      throw error;
    },
  );
}

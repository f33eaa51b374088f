/** The wrapper behind `instrument` where no build compiled it: same spans, at the price of a call and an array. */

import { ambientOf } from './context.ts';
import { setEntries } from './attributes.ts';
import { setError } from './errors.ts';
import { close, end, hold, open } from './ring.ts';
import { addSite } from './sites.ts';
import { state } from './state.ts';

type Fields = (...args: unknown[]) => { readonly [key: string]: unknown };

export interface WrapFacts {
  readonly name: string;
  readonly kind: number;
  readonly attributes: readonly (readonly [key: string, value: unknown])[];
  readonly fields: Fields | undefined;
  readonly onReturn: Fields | undefined;
}

type Wrapped = (this: any, ...args: any[]) => unknown;

export function wrap(fn: Wrapped, facts: WrapFacts): Wrapped {
  const site = addSite({ name: facts.name, kind: facts.kind, keys: [], attributes: facts.attributes });
  const wrapped = function (this: unknown, ...args: unknown[]): unknown {
    if (state.live < 0) return Reflect.apply(fn, this, args);
    const t = open(site);
    setFields(t, facts.fields, args);
    try {
      const result = state.storage === null ? Reflect.apply(fn, this, args) : run(fn, this, args);
      if (result instanceof Promise) return follow(t, result, facts, args);
      setFields(t, facts.onReturn, [result, ...args]);
      return result;
    } catch (error) {
      setError(t, error);
      throw error;
    } finally {
      if (t > 0) close(t);
      else if (t < -2) state.live = 0;
    }
  };
  Object.defineProperty(wrapped, 'name', { value: fn.name, configurable: true });
  Object.defineProperty(wrapped, 'length', { value: fn.length, configurable: true });
  return wrapped;
}

// What the function calls after its first await was not compiled either: AsyncLocalStorage must carry the context.
function run(fn: Wrapped, self: unknown, args: unknown[]): unknown {
  const ambient = ambientOf(state.live);
  return ambient === undefined
    ? Reflect.apply(fn, self, args)
    : state.storage?.run(ambient, () => Reflect.apply(fn, self, args));
}

// A new promise: watching the old one from the side would hide its unhandled rejection.
function follow(t: number, promise: Promise<unknown>, facts: WrapFacts, args: unknown[]): Promise<unknown> {
  hold(t);
  return promise.then(
    (result) => {
      setFields(t, facts.onReturn, [result, ...args]);
      end(t);
      return result;
    },
    (error: unknown) => {
      setError(t, error);
      end(t);
      throw error;
    },
  );
}

function setFields(t: number, fields: Fields | undefined, args: unknown[]): void {
  if (t <= 0 || fields === undefined) return;
  try {
    setEntries(t, fields(...args));
  } catch {
    state.drops.fieldError++;
  }
}

/**
 * `instrument`, `noInstrument` and `addAttributes` as the user writes them. A build replaces them; where none did, they
 * work at run time, slower, through a wrapper, with both decorator protocols.
 */

import { report } from './core/report.ts';
import { currentAmbient } from './core/context.ts';
import { setEntries } from './core/attributes.ts';
import { state } from './core/state.ts';
import { like } from './core/likeness.ts';
import { wrap } from './core/wrap.ts';
import { checkInstrument } from './instrument/check.ts';
import { decorate, type Wrap } from './instrument/decorate.ts';
import { factsOf } from './instrument/facts.ts';
import { exclude } from './instrument/marked.ts';
import type { Decorated, InstrumentDecorator } from './instrument/decorator.ts';
import type { AddAttributesOptions, AnyFunction, InstrumentOptions } from './instrument/options.ts';

/** Records a span for each call of what is decorated; on a class, of its methods and accessors. */
export function instrument(...decorated: Decorated): any;
/** Records a span for each call of `fn`, and is otherwise `fn`. */
export function instrument<F extends AnyFunction>(options: InstrumentOptions<F>, fn: F): F;
/** Records a span for each call of what is decorated, as `options` say. */
export function instrument<A extends any[], R = any>(
  options?: NoInfer<InstrumentOptions<(this: any, ...args: A) => R>>,
): InstrumentDecorator<A, R>;
export function instrument(...args: unknown[]): unknown {
  if (isDecorated(args)) return decorate(args, {}, spans({}));
  const [given, fn] = args;
  const options = checkInstrument(given);
  if (typeof fn === 'function') return spans(options)(fn as AnyFunction, fn.name || '<anonymous>');
  return (...decorated: unknown[]) => decorate(decorated, options, spans(options));
}

/** Excludes a member from what a decorated class or a rule instruments; a class, from every rule. */
export function noInstrument(...decorated: Decorated): void;
export function noInstrument(): InstrumentDecorator;
export function noInstrument(...args: unknown[]): unknown {
  if (args.length === 0) return (...decorated: unknown[]) => exclude(decorated);
  return exclude(args);
}

/**
 * Sets attributes of the span that is current where the decorated function is called, and makes none. Where no span is
 * recorded it does nothing.
 */
export function addAttributes<A extends any[], R = any>(
  options: NoInfer<AddAttributesOptions<(this: any, ...args: A) => R>>,
): InstrumentDecorator<A, R> {
  const { attributes, fields } = checkInstrument(options, ['attributes', 'fields']);
  const add: Wrap = (fn) =>
    like(fn, (call, args) => {
      const handle = currentAmbient()?.handle ?? 0;
      if (handle > 0) {
        setEntries(handle, attributes);
        try {
          if (fields !== undefined) setEntries(handle, fields(...args));
        } catch {
          state.drops.fieldError++;
        }
      }
      return call();
    });
  return (...decorated: unknown[]) => decorate(decorated, {}, add, false);
}

const spans =
  (options: InstrumentOptions): Wrap =>
  (fn, name) => {
    report('runtime/not-compiled', { name: options.name ?? name });
    return wrap(fn, factsOf(options, name));
  };

/** The arguments of a bare decorator, of either protocol. */
function isDecorated([value, second]: readonly unknown[]): boolean {
  if (typeof second === 'object' && second !== null) return 'kind' in second && 'name' in second;
  if (typeof second === 'string' || typeof second === 'symbol') return true;
  return second === undefined && typeof value === 'function';
}

export type {
  AddAttributesOptions,
  AnyFunction,
  FieldValues,
  InstrumentMode,
  InstrumentOptions,
  LevelName,
  RedactionName,
  SpanKindName,
  SpanLink,
} from './instrument/options.ts';
export type { Decorated, InstrumentDecorator } from './instrument/decorator.ts';

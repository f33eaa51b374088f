/**
 * `instrument` and `noInstrument` as the user writes them. A build replaces them; where none did, they work at run
 * time, slower, through a wrapper, with both decorator protocols.
 */

import { SpanKind, type AttributeValue } from './pipeline/types.ts';
import { report } from './core/report.ts';
import { wrap } from './core/wrap.ts';

/** Attributes by key; `undefined` sets nothing. */
export type FieldValues = { readonly [key: string]: AttributeValue | undefined };

export type SpanKindName = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

export type AnyFunction = (this: any, ...args: any[]) => unknown;

/** Options of `instrument`. Constants must be literals, and functions arrow functions, for a build to compile them. */
export interface InstrumentOptions<F extends AnyFunction = AnyFunction> {
  /** Span name. Default: `Class.method` or the function's name. */
  readonly name?: string;
  /** Default: `'internal'`. */
  readonly kind?: SpanKindName;
  /** Attributes that are the same for every call. */
  readonly attributes?: { readonly [key: string]: string | number | boolean | readonly (string | number | boolean)[] };
  /** Attributes of one call, from its arguments. Evaluated only when the span is recorded; may throw harmlessly. */
  readonly fields?: (...args: Parameters<F>) => FieldValues;
  /** Attributes from the result (of an async function: what its promise was fulfilled with) and the arguments. */
  readonly onReturn?: (result: Awaited<ReturnType<F>>, ...args: Parameters<F>) => FieldValues;
}

/** Works as a TC39 and as a legacy decorator of methods. */
export interface InstrumentDecorator<F extends AnyFunction> {
  (value: NoInfer<F>, context: ClassMethodDecoratorContext<any, F>): void;
  (target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<F>): void;
}

/** Records a span for each call of this method. */
export function instrument<F extends AnyFunction>(
  value: NoInfer<F>,
  context: ClassMethodDecoratorContext<any, F>,
): void;
export function instrument<F extends AnyFunction>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<F>,
): void;
/** Records a span for each call of `fn`, and is otherwise `fn`. */
export function instrument<F extends AnyFunction>(options: InstrumentOptions<F>, fn: F): F;
/** Records a span for each call of the decorated method, as `options` say. */
export function instrument<F extends AnyFunction>(options?: InstrumentOptions<F>): InstrumentDecorator<F>;
export function instrument(...args: unknown[]): unknown {
  const [first, second, third] = args;
  if (isContext(second) || isDescriptor(third)) return decorate({}, args);
  if (typeof second === 'function') return atRunTime(second as AnyFunction, options(first), second.name);
  return (...decorated: unknown[]) => decorate(options(first), decorated);
}

/** Excludes a method or class from every rule. Does nothing at run time. */
export function noInstrument(..._decorated: unknown[]): void {}

const options = (value: unknown): InstrumentOptions =>
  typeof value === 'object' && value !== null ? (value as InstrumentOptions) : {};

const isContext = (value: unknown): value is ClassMethodDecoratorContext =>
  typeof value === 'object' && value !== null && 'kind' in value && 'name' in value;

const isDescriptor = (value: unknown): value is TypedPropertyDescriptor<AnyFunction> =>
  typeof value === 'object' && value !== null && typeof (value as { value?: unknown }).value === 'function';

function decorate(chosen: InstrumentOptions, [value, context, descriptor]: unknown[]): unknown {
  if (isContext(context)) {
    return context.kind === 'method' ? atRunTime(value as AnyFunction, chosen, String(context.name)) : undefined;
  }
  if (!isDescriptor(descriptor)) return undefined;
  const owner = typeof value === 'function' ? value : (value as object | undefined)?.constructor;
  const name = owner === undefined ? String(context) : `${owner.name}.${String(context)}`;
  descriptor.value = atRunTime(descriptor.value as AnyFunction, chosen, name);
  return descriptor;
}

function atRunTime(fn: AnyFunction, chosen: InstrumentOptions, name: string): AnyFunction {
  report('runtime/not-compiled', { name: chosen.name ?? name });
  return wrap(fn, {
    name: chosen.name ?? name,
    kind: SpanKind[(chosen.kind ?? 'internal').toUpperCase() as keyof typeof SpanKind] ?? SpanKind.INTERNAL,
    attributes: Object.entries(chosen.attributes ?? {}),
    fields: chosen.fields as ((...args: unknown[]) => FieldValues) | undefined,
    onReturn: chosen.onReturn as ((...args: unknown[]) => FieldValues) | undefined,
  });
}

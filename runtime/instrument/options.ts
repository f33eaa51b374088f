/** Options of `instrument`: what a user may say of one function, or of all methods of a class. */

import type { AttributeValue } from '../pipeline/types.ts';

/** Attributes by key; `undefined` sets nothing. */
export type FieldValues = { readonly [key: string]: AttributeValue | undefined };

export type SpanKindName = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

export type LevelName = 'trace' | 'debug' | 'info' | 'warn' | 'error';

/** What happens to a value before it is recorded: nothing of it, a hash, its beginning, SQL without literals. */
export type RedactionName = 'drop' | 'hash' | 'truncate' | 'sql';

/** Another span, by its ids in lower-case hexadecimal: 32 and 16 digits. */
export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
}

/** How the end of a function's work is found. */
export type InstrumentMode =
  | 'auto'
  | 'sync'
  | 'promise'
  | 'generator'
  | 'manual'
  | { readonly callback: number }
  | { readonly emitter: { readonly end: string; readonly error?: string } };

export type AnyFunction = (this: any, ...args: any[]) => unknown;

/**
 * Options of `instrument`. Constants must be literals, and functions arrow functions, for a build to compile them.
 * Functions given here are called only for spans that are recorded (`when` and `sample`: before one is), and may throw
 * harmlessly: it is counted in `health().drops.fieldError`.
 */
export interface InstrumentOptions<F extends AnyFunction = AnyFunction> {
  /**
   * Span name. Default: `Class.method` or the function's name; a TC39 decorator that no build compiled does not know its
   * class, and says `method`. Not for classes.
   */
  readonly name?: string;
  /** Default: `'internal'`. */
  readonly kind?: SpanKindName;
  /** Name of the instrumentation scope. */
  readonly scope?: string;
  /** A build that was given a higher level leaves the function as it is. Default: `'info'`. */
  readonly level?: LevelName;
  /** Attributes that are the same for every call. */
  readonly attributes?: { readonly [key: string]: string | number | boolean | readonly (string | number | boolean)[] };
  /** Attributes of one call, from its arguments. */
  readonly fields?: (...args: Parameters<F>) => FieldValues;
  /** Parameters to record, by name: `'id'`, or a property of one, `'user.tier'`. Needs a build. */
  readonly capture?: readonly string[];
  /** Attributes from the result (of an async function: what its promise was fulfilled with) and the arguments. */
  readonly onReturn?: (result: Awaited<ReturnType<F>>, ...args: Parameters<F>) => FieldValues;
  /** Attributes from what was thrown, or what the promise was rejected with, and the arguments. */
  readonly onError?: (error: unknown, ...args: Parameters<F>) => FieldValues;
  /** True for an error that is no failure: the span gets no error status and no exception. */
  readonly expected?: (error: unknown) => boolean;
  /** What happens to attribute values, by key, before they are recorded. */
  readonly redact?: { readonly [key: string]: RedactionName };
  /** `'root'`: each call begins a trace of its own. Default: `'current'`. */
  readonly parent?: 'current' | 'root';
  /** Links to other spans, from the arguments. */
  readonly links?: (...args: Parameters<F>) => readonly SpanLink[];
  /** When the span ends: `'auto'` (the default) waits for a native promise and for the end of a generator. */
  readonly mode?: InstrumentMode;
  /** `'passive'`: a thenable that is no native promise is left alone. Default: `'passive'`. */
  readonly thenable?: 'passive' | 'settle';
  /** Of a generator. `'whole'`: one span until it is done. Default: `'whole'`. */
  readonly iterate?: 'whole' | 'item' | 'create';
  /** No span where there would be no parent. Default: false. */
  readonly requireParent?: boolean;
  /** What runs inside makes no spans. Default: false. */
  readonly suppressChildren?: boolean;
  /** Share, 0 to 1, of the traces that may begin here; a parent's decision stands. */
  readonly sample?: number | ((...args: Parameters<F>) => number);
  /** False: no span for this call. */
  readonly when?: (...args: Parameters<F>) => boolean;
  /** Record a duration histogram, by the values of these keys, which must be few. */
  readonly metrics?: boolean | { readonly keys: readonly string[] };
  /** Record `code.function.name` and, from a build, file and line. Default: true. */
  readonly code?: boolean;
  /** Name of a span definition in the semantic conventions. */
  readonly semconv?: string;
  /** How context goes on after an `await`. */
  readonly context?: 'als' | 'compiled' | 'explicit';
  /** Local variables to record when the function throws. Needs a build. */
  readonly captureLocals?: readonly string[];
  /** Of a class: only these members. Default: all methods and accessors of its own but for the constructor. */
  readonly include?: readonly string[];
  /** Of a class: not these members. */
  readonly exclude?: readonly string[];
}

/** Options of `addAttributes`. */
export type AddAttributesOptions<F extends AnyFunction = AnyFunction> = Pick<
  InstrumentOptions<F>,
  'attributes' | 'fields'
>;

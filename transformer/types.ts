/** The data that flows through the transformer's steps. */

import type { SiteOptions } from '@spanloom/runtime/abi';
import type { Diagnostic } from './diagnose.ts';
import type { Parsed } from './parse.ts';

/** An ESTree node as the parser gives it: positions are UTF-16 offsets. Fields are read by the code that knows `type`. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: any;
}

export type Constant = string | number | boolean | readonly (string | number | boolean)[];

/** Values of `SpanKind` as OTLP numbers them. */
export const KINDS: Readonly<Record<string, number>> = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 };

/** What the user asked for, as far as it is constant; arrows are kept as nodes and inlined later. */
export interface SpanOptions {
  readonly name?: string;
  readonly kind?: number;
  readonly attributes?: readonly (readonly [key: string, value: Constant])[];
  readonly fields?: Node;
  readonly onReturn?: Node;
  readonly scope?: string;
  readonly level?: Level;
  /** Paths that begin with a parameter's name. */
  readonly capture?: readonly string[];
  readonly onError?: Node;
  readonly expected?: Node;
  /** What is done to the values of these keys. */
  readonly redact?: readonly (readonly [key: string, how: 'drop' | 'hash' | 'truncate' | 'sql'])[];
  readonly parent?: 'current' | 'root';
  readonly links?: Node;
  readonly mode?: Mode;
  readonly thenable?: 'passive' | 'settle';
  readonly iterate?: 'whole' | 'item' | 'create';
  readonly requireParent?: boolean;
  readonly suppressChildren?: boolean;
  readonly sample?: number;
  readonly when?: Node;
  readonly metrics?: boolean | readonly string[];
  /** Whether `code.*` attributes are recorded. */
  readonly code?: boolean;
  readonly semconv?: string;
  readonly context?: 'als' | 'compiled' | 'explicit';
  readonly captureLocals?: readonly string[];
}

/** How important a span is; the least important first. */
export const LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;
export type Level = (typeof LEVELS)[number];

/** What ends the span: the function, the promise it returns, a callback it was given, an event of what it returns. */
export type Mode =
  | 'auto'
  | 'sync'
  | 'promise'
  | 'generator'
  | { readonly callback: number }
  | { readonly emitter: { readonly end: string; readonly error: string } };

/** What a library rule adds to a function beside the span: calls into `@spanloom/runtime/libraries`. */
export interface RuleCalls {
  /** Attributes of the result: key and an expression over `result`. */
  readonly onReturn?: readonly (readonly [key: string, expression: string])[];
  /** Called with the handle and these expressions once the span is open. */
  readonly start?: { readonly hook: string; readonly args: readonly string[] };
  /** Called with the handle and these expressions wherever the function returns; takes over the span's end. */
  readonly hold?: { readonly hook: string; readonly args: readonly string[] };
}

/** Text to take out; what is left of it is its line breaks. */
export interface Erasure {
  readonly start: number;
  readonly end: number;
  /** Put in its place, before the line breaks. */
  readonly text?: string;
}

/** A function that matches, and what becomes of it. */
export interface Target {
  readonly fn: Node;
  readonly ancestors: readonly Node[];
  readonly name: string;
  readonly options: SpanOptions;
  readonly calls?: RuleCalls;
  /** False for library code: its names and lines mean nothing to the user. */
  readonly code: boolean;
  readonly erase: readonly Erasure[];
  /** Where a diagnostic about this target points. */
  readonly at: { readonly start: number; readonly end: number };
}

/** A call of a builtin that goes through a hook instead. */
export interface CallSite {
  readonly start: number;
  readonly end: number;
  readonly hook: string;
}

/** A parameter that holds a callback, and the start of the body that passes it on. */
export interface Binding {
  readonly at: number;
  readonly parameter: string;
}

/** A function that adds attributes to the span that is current where it is called, and makes none. */
export interface Addition {
  readonly target: Target;
}

export interface Found {
  readonly targets: readonly Target[];
  readonly callSites: readonly CallSite[];
  readonly bindings: readonly Binding[];
  readonly additions: readonly Addition[];
  /** Text to erase that belongs to no target: `@noInstrument`. */
  readonly erase: readonly Erasure[];
  readonly diagnostics: readonly Diagnostic[];
}

/** One text change. `level` orders changes that start or end at one place: the greater encloses the smaller. */
export type Edit =
  | {
      readonly kind: 'wrap';
      readonly start: number;
      readonly end: number;
      readonly level: number;
      readonly open: string;
      readonly close: string;
    }
  | { readonly kind: 'replace'; readonly start: number; readonly end: number; readonly text: string };

/** An instrumented place, as the manifest will list it. */
export interface SiteInfo {
  readonly name: string;
  readonly kind: number;
  readonly keys: readonly string[];
  readonly attributes: readonly (readonly [key: string, value: Constant])[];
  readonly file: string;
  readonly line: number;
  /** What the runtime is told beside: scope, rate, metrics. */
  readonly options?: SiteOptions;
}

export interface Plan {
  readonly edits: readonly Edit[];
  readonly head: { readonly at: number; readonly text: string } | undefined;
  readonly sites: readonly SiteInfo[];
  readonly diagnostics: readonly Diagnostic[];
}

export type { Parsed };

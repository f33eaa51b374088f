/** What the steps of codegen hand to each other: plain data, from registry texts to resolved definitions. */

/** A registry file before it is parsed. `path` is what diagnostics show. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** Where something is written. `line` and `column` count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A problem found in a registry. Codes are described in `docs/diagnostics/registry/`. */
export interface Diagnostic extends Place {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly fix: string;
}

export type Stability = 'stable' | 'release_candidate' | 'beta' | 'alpha' | 'development';
export type Primitive = 'string' | 'int' | 'double' | 'boolean' | 'any';
export type SpanKindName = 'client' | 'server' | 'producer' | 'consumer' | 'internal';
export type InstrumentName = 'counter' | 'updowncounter' | 'gauge' | 'histogram';
export type Level = 'required' | 'conditionally_required' | 'recommended' | 'opt_in';

export type Deprecation =
  | { readonly reason: 'renamed'; readonly renamedTo: string; readonly note: string }
  | { readonly reason: 'obsoleted' | 'uncategorized'; readonly note: string };

export interface EnumMember {
  readonly id: string;
  readonly value: string | number | boolean;
  readonly brief: string;
  readonly stability: Stability;
  readonly deprecated: Deprecation | null;
  readonly at: Place;
}

export type AttributeType =
  | { readonly kind: 'plain'; readonly of: Primitive; readonly array: boolean }
  | { readonly kind: 'template'; readonly of: Primitive; readonly array: boolean }
  | { readonly kind: 'enum'; readonly members: readonly EnumMember[] };

export interface Attribute {
  readonly key: string;
  readonly type: AttributeType;
  readonly brief: string;
  readonly note: string;
  readonly examples: readonly string[];
  readonly stability: Stability;
  readonly deprecated: Deprecation | null;
  readonly at: Place;
}

/** One line of an `attributes` list: a reference with what it changes, or a whole group. `null` means "as referenced". */
export type Entry =
  | {
      readonly kind: 'ref';
      readonly ref: string;
      readonly level: Level | null;
      readonly condition: string;
      readonly brief: string | null;
      readonly samplingRelevant: boolean | null;
      readonly at: Place;
    }
  | { readonly kind: 'group'; readonly refGroup: string; readonly at: Place };

interface SignalBase<Use> {
  readonly name: string;
  readonly brief: string;
  readonly note: string;
  readonly stability: Stability;
  readonly deprecated: Deprecation | null;
  readonly attributes: readonly Use[];
  readonly at: Place;
}

/** A span, metric, event or entity definition; `Use` is an `Entry` before resolving and a `ResolvedUse` after. */
export type Signal<Use> =
  | (SignalBase<Use> & { readonly kind: 'span'; readonly spanKind: SpanKindName })
  | (SignalBase<Use> & {
      readonly kind: 'metric';
      readonly instrument: InstrumentName;
      readonly unit: string;
      readonly valueType: 'int' | 'double';
      readonly bounds: readonly number[] | null;
    })
  | (SignalBase<Use> & { readonly kind: 'event' })
  | (SignalBase<Use> & { readonly kind: 'entity'; readonly identity: readonly string[] });

export interface AttributeGroup {
  readonly id: string;
  readonly attributes: readonly Entry[];
  readonly at: Place;
}

/** Every definition of the registry as written, in file order. */
export interface Loaded {
  readonly schemaUrl: string | null;
  readonly attributes: readonly Attribute[];
  readonly groups: readonly AttributeGroup[];
  readonly signals: readonly Signal<Entry>[];
}

/** An attribute as one signal uses it. */
export interface ResolvedUse {
  readonly attribute: Attribute;
  readonly level: Level;
  readonly condition: string;
  readonly brief: string;
  readonly samplingRelevant: boolean;
}

/** The registry with every reference followed; attributes, signals and uses are sorted by name. */
export interface Registry {
  readonly schemaUrl: string | null;
  readonly attributes: readonly Attribute[];
  readonly signals: readonly Signal<ResolvedUse>[];
}

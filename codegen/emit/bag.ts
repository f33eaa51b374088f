/** The types every generated folder needs once: definitions, and what may be done with a bag of attributes. */

/** Text of `bag.ts`, below its header. It is the same for every registry. */
export const BAG_TEXT = `/** Value of an attribute whose type is \`any\`. */
export type AnyValue = string | number | boolean | readonly string[] | readonly number[] | readonly boolean[];

/** A span of the conventions. Of \`~types\` there is never a value: it carries the attribute types along. */
export interface SpanDefinition<Type extends string, Kind extends string, Attributes, OptIn = object, Start = Attributes> {
  readonly type: Type;
  readonly kind: Kind;
  readonly '~types'?: { readonly attributes: Attributes; readonly optIn: OptIn; readonly start: Start };
}

/** A metric of the conventions. \`bucketBoundaries\` is the advice for an explicit-bucket histogram, in \`unit\`. */
export interface MetricDefinition<
  Name extends string,
  Instrument extends string,
  Unit extends string,
  Value extends 'int' | 'double',
  Attributes,
  OptIn = object,
> {
  readonly name: Name;
  readonly instrument: Instrument;
  readonly unit: Unit;
  readonly valueType: Value;
  readonly bucketBoundaries?: readonly number[];
  readonly '~types'?: { readonly attributes: Attributes; readonly optIn: OptIn };
}

/** An event of the conventions. */
export interface EventDefinition<Name extends string, Attributes, OptIn = object> {
  readonly name: Name;
  readonly '~types'?: { readonly attributes: Attributes; readonly optIn: OptIn };
}

/** An entity of the conventions. \`identity\` lists the keys that tell one instance from another. */
export interface EntityDefinition<Type extends string, Identity extends string, Attributes, OptIn = object> {
  readonly type: Type;
  readonly identity: readonly Identity[];
  readonly '~types'?: { readonly attributes: Attributes; readonly optIn: OptIn };
}

/** All attributes of a definition: required ones must be there, conditional ones decided, opt-in ones stay away. */
export type AttributesOf<Definition extends { readonly '~types'?: { readonly attributes: unknown } }> = NonNullable<
  Definition['~types']
>['attributes'];

/** The opt-in attributes of a definition. */
export type OptInOf<Definition extends { readonly '~types'?: { readonly optIn: unknown } }> = NonNullable<
  Definition['~types']
>['optIn'];

/** The attributes of a span as they must be when it starts, so that a sampler can decide on them. */
export type StartOf<Definition extends { readonly '~types'?: { readonly start: unknown } }> = NonNullable<
  Definition['~types']
>['start'];

/** A bag in which the opt-in attributes \`Keys\` are switched on. */
export type WithOptIn<Attributes, OptIn, Keys extends keyof OptIn> = Omit<Attributes, Keys> & Pick<OptIn, Keys>;

/** A bag of which only \`Keys\` must be there already. */
export type AtStart<Attributes, Keys extends keyof Attributes> = Pick<Attributes, Keys> & Partial<Omit<Attributes, Keys>>;
`;

/** Types and values of the generated index that no definition may take. */
export const EMITTED_TYPES: readonly string[] = [...BAG_TEXT.matchAll(/^export (?:interface|type) (\w+)/gm)].map(
  ([, name]) => name ?? '',
);
export const EMITTED_VALUES: readonly string[] = ['SCHEMA_URL'];

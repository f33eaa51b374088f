/** Emit, for spans, metrics, events and entities: the type-only bags of their attributes and one definition constant. */
import type { ResolvedUse, Signal } from '../model.ts';
import { bagNames, signalConstantName } from '../names.ts';
import { deprecationTag, valueType } from './attributes.ts';
import { code, docComment, literal, prose, templateLiteral } from './text.ts';

const LEVELS = ['required', 'conditionally_required', 'recommended', 'opt_in'] as const;
const LEVEL_TEXT = {
  required: 'Required',
  conditionally_required: 'Must be decided',
  recommended: 'Recommended',
  opt_in: 'Opt-in',
} as const;

/** All code of one definition, doc comments included. */
export function emitSignal(signal: Signal<ResolvedUse>): string {
  const names = bagNames(signal);
  const what = `${signal.kind} ${code(signal.name)}`;
  const optIn = signal.attributes.filter(({ level }) => level === 'opt_in');
  const parts = [
    `${docComment([`Attributes of the ${what}.`])}export interface ${names.all} {\n${members(signal.attributes, false)}}\n`,
  ];
  if (optIn.length > 0) {
    parts.push(
      `${docComment([`Attributes of the ${what} that are set only when asked for.`])}export interface ${names.optIn} {\n${members(optIn, true)}}\n`,
    );
  }
  if (signal.kind === 'span') parts.push(startBag(signal, what));
  const doc = docComment([
    prose(signal.brief),
    prose(signal.note),
    `@${signal.stability}`,
    deprecationTag(signal.deprecated),
  ]);
  parts.push(
    `${doc}export const ${signalConstantName(signal)}: ${definitionType(signal, optIn.length > 0)} = {\n${definitionFields(signal)}};\n`,
  );
  return parts.join('\n');
}

function members(uses: readonly ResolvedUse[], switchedOn: boolean): string {
  const ordered = LEVELS.flatMap((level) => uses.filter((use) => use.level === level));
  return ordered
    .filter((use) => !isHiddenTemplate(use, uses))
    .map((use) => member(use, switchedOn))
    .join('');
}

function member(use: ResolvedUse, switchedOn: boolean): string {
  const { attribute, level, condition, brief } = use;
  const sentence = `${LEVEL_TEXT[level]}${condition === '' ? '.' : `: ${prose(condition)}`}`;
  const doc = docComment([prose(brief), sentence, deprecationTag(attribute.deprecated)], '  ');
  const forbidden = level === 'opt_in' && !switchedOn;
  const type = forbidden ? 'never' : valueType(attribute);
  if (attribute.type.kind === 'template')
    return `${doc}  readonly [key: ${templateLiteral(`${attribute.key}.`, 'string')}]: ${forbidden ? type : `${type} | undefined`};\n`;
  const key = `${doc}  readonly ${literal(attribute.key)}`;
  if (level === 'required') return `${key}: ${type};\n`;
  if (level === 'conditionally_required') return `${key}: ${type} | undefined;\n`;
  return forbidden ? `${key}?: never;\n` : `${key}?: ${type} | undefined;\n`;
}

// An index signature must agree with every property it covers; a plain key below the template would have another type.
function isHiddenTemplate({ attribute }: ResolvedUse, uses: readonly ResolvedUse[]): boolean {
  return (
    attribute.type.kind === 'template' && uses.some((other) => other.attribute.key.startsWith(`${attribute.key}.`))
  );
}

function startBag(signal: Signal<ResolvedUse>, what: string): string {
  const names = bagNames(signal);
  const keys = signal.attributes.filter(
    (use) => use.samplingRelevant && use.level === 'required' && use.attribute.type.kind !== 'template',
  );
  const union = keys.length === 0 ? 'never' : keys.map((use) => literal(use.attribute.key)).join(' | ');
  const doc = docComment([
    `Attributes of the ${what} when it starts: what a sampler may ask for is required, the rest may follow.`,
  ]);
  return `${doc}export type ${names.start} = AtStart<${names.all}, ${union}>;\n`;
}

function definitionType(signal: Signal<ResolvedUse>, hasOptIn: boolean): string {
  const { all, optIn, start } = bagNames(signal);
  const bags = hasOptIn ? `${all}, ${optIn}` : all;
  switch (signal.kind) {
    case 'span':
      return `SpanDefinition<${literal(signal.name)}, ${literal(signal.spanKind)}, ${hasOptIn ? bags : `${all}, object`}, ${start}>`;
    case 'metric':
      return `MetricDefinition<${[signal.name, signal.instrument, signal.unit, signal.valueType].map(literal).join(', ')}, ${bags}>`;
    case 'event':
      return `EventDefinition<${literal(signal.name)}, ${bags}>`;
    case 'entity':
      return `EntityDefinition<${literal(signal.name)}, ${signal.identity.map(literal).join(' | ') || 'never'}, ${bags}>`;
  }
}

function definitionFields(signal: Signal<ResolvedUse>): string {
  const name = literal(signal.name);
  switch (signal.kind) {
    case 'span':
      return `  type: ${name},\n  kind: ${literal(signal.spanKind)},\n`;
    case 'metric': {
      const bounds = signal.bounds === null ? '' : `  bucketBoundaries: [${signal.bounds.map(literal).join(', ')}],\n`;
      return `  name: ${name},\n  instrument: ${literal(signal.instrument)},\n  unit: ${literal(signal.unit)},\n  valueType: ${literal(signal.valueType)},\n${bounds}`;
    }
    case 'event':
      return `  name: ${name},\n`;
    case 'entity':
      return `  type: ${name},\n  identity: [${signal.identity.map(literal).join(', ')}],\n`;
  }
}

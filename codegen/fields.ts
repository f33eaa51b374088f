/** The shapes a registry file may hold, and typed access to a map of the tree: every surprise is reported, none is thrown. */
import type { Place } from './model.ts';
import { nearestName } from './names.ts';
import type { Report } from './report.ts';
import type { Field, Tree } from './yaml.ts';

interface Shape {
  readonly what: string;
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

const SIGNAL_OPTIONAL = ['note', 'attributes', 'annotations', 'deprecated', 'requirement_level', 'entity_associations'];

type ShapeName =
  | 'file'
  | 'manifest'
  | 'attribute'
  | 'enum'
  | 'member'
  | 'deprecated'
  | 'group'
  | 'ref'
  | 'refGroup'
  | 'span'
  | 'metric'
  | 'event'
  | 'entity';

// Keys of the `definition/2` format and of `manifest.yaml`.
const SHAPES: Readonly<Record<ShapeName, Shape>> = {
  file: {
    what: 'a registry file',
    required: ['file_format'],
    optional: [
      'attributes',
      'attribute_groups',
      'spans',
      'metrics',
      'events',
      'entities',
      'imports',
      'span_refinements',
      'metric_refinements',
      'event_refinements',
      'entity_refinements',
    ],
  },
  manifest: {
    what: 'the manifest',
    required: ['schema_url'],
    optional: ['description', 'stability', 'dependencies', 'file_format'],
  },
  attribute: {
    what: 'an attribute',
    required: ['key', 'type', 'brief', 'stability'],
    optional: ['note', 'examples', 'deprecated', 'annotations'],
  },
  enum: { what: 'an enum type', required: ['members'], optional: [] },
  member: {
    what: 'an enum member',
    required: ['id', 'stability'],
    optional: ['value', 'brief', 'note', 'deprecated', 'annotations'],
  },
  deprecated: { what: 'a deprecation', required: ['reason'], optional: ['renamed_to', 'note'] },
  group: {
    what: 'an attribute group',
    required: ['id', 'attributes'],
    optional: ['visibility', 'stability', 'brief', 'note', 'deprecated', 'annotations'],
  },
  ref: {
    what: 'an attribute reference',
    required: ['ref'],
    optional: ['brief', 'note', 'examples', 'annotations', 'requirement_level', 'sampling_relevant'],
  },
  refGroup: { what: 'a group reference', required: ['ref_group'], optional: [] },
  span: { what: 'a span', required: ['type', 'kind', 'brief', 'stability'], optional: [...SIGNAL_OPTIONAL, 'name'] },
  metric: {
    what: 'a metric',
    required: ['name', 'instrument', 'unit', 'brief', 'stability'],
    optional: SIGNAL_OPTIONAL,
  },
  event: { what: 'an event', required: ['name', 'brief', 'stability'], optional: SIGNAL_OPTIONAL },
  entity: {
    what: 'an entity',
    required: ['type', 'identity', 'brief', 'stability'],
    optional: ['note', 'description', 'annotations', 'deprecated', 'requirement_level'],
  },
};

export interface Fields {
  readonly at: Place;
  readonly by: ReadonlyMap<string, Field>;
}

/** The fields of a map of the given shape; unknown or missing keys are reported. `null` when it cannot be used at all. */
export function readFields(tree: Tree, shapeName: ShapeName, report: Report): Fields | null {
  const shape = SHAPES[shapeName];
  if (tree.kind !== 'map') {
    report('registry/bad-value', tree.at, { key: shape.what, expected: 'a map', actual: describe(tree) });
    return null;
  }
  const known = [...shape.required, ...shape.optional];
  const by = new Map<string, Field>();
  for (const field of tree.fields) {
    if (known.includes(field.key)) by.set(field.key, field);
    else
      report('registry/unknown-key', field.keyAt, {
        key: field.key,
        what: shape.what,
        hint: hintFor(field.key, known),
      });
  }
  const missing = shape.required.filter((key) => !by.has(key));
  // A key that is missing beside an unknown one is most likely that one, misspelt: one finding is enough.
  if (by.size === tree.fields.length) {
    for (const key of missing) report('registry/missing-key', tree.at, { key, what: shape.what });
  }
  return missing.length > 0 ? null : { at: tree.at, by };
}

/** Like `readFields`, for maps whose keys are free, such as `annotations`. An absent or wrong map reads as empty. */
export function readFree(parent: Fields, key: string, report: Report): Fields {
  const field = parent.by.get(key);
  if (field === undefined) return { at: parent.at, by: new Map() };
  if (field.value.kind === 'map')
    return { at: field.value.at, by: new Map(field.value.fields.map((inner) => [inner.key, inner])) };
  report('registry/bad-value', field.value.at, { key, expected: 'a map', actual: describe(field.value) });
  return { at: field.value.at, by: new Map() };
}

/** A text, trimmed; `''` when absent or, after reporting, when it is not a text. */
export function readText(fields: Fields, key: string, report: Report): string {
  const field = fields.by.get(key);
  if (field === undefined) return '';
  if (field.value.kind === 'scalar' && typeof field.value.value === 'string') return field.value.value.trim();
  report('registry/bad-value', field.value.at, { key, expected: 'a text', actual: describe(field.value) });
  return '';
}

/** One of the listed words; `null` when absent or, after reporting, when it is another. */
export function readWord<Word extends string>(
  fields: Fields,
  key: string,
  words: readonly Word[],
  report: Report,
): Word | null {
  const field = fields.by.get(key);
  if (field === undefined) return null;
  const found = words.find((word) => field.value.kind === 'scalar' && field.value.value === word);
  if (found !== undefined) return found;
  report('registry/bad-value', field.value.at, {
    key,
    expected: `one of ${words.join(', ')}`,
    actual: describe(field.value),
  });
  return null;
}

/** The items of a list; empty when absent or, after reporting, when it is not a list. */
export function readList(fields: Fields, key: string, report: Report): readonly Tree[] {
  const field = fields.by.get(key);
  if (field === undefined) return [];
  if (field.value.kind === 'list') return field.value.items;
  report('registry/bad-value', field.value.at, { key, expected: 'a list', actual: describe(field.value) });
  return [];
}

/** Where the value of a key stands; the map itself when it has no such key. */
export function placeOf(fields: Fields, key: string): Place {
  return fields.by.get(key)?.value.at ?? fields.at;
}

/** What was found, in the words of a message. */
export function describe(tree: Tree): string {
  if (tree.kind !== 'scalar') return `a ${tree.kind}`;
  return tree.value === null ? 'nothing' : `\`${String(tree.value)}\``;
}

/** The end of a fix: a near name when there is one, else what may stand here. */
export function hintFor(wanted: string, known: readonly string[]): string {
  if (wanted === 'id' && known.includes('key')) return 'Version 2 of the format calls it `key`.';
  const near = nearestName(wanted, known);
  return near === null ? `Allowed here: ${known.join(', ')}.` : `Did you mean \`${near}\`?`;
}

/** Load, for what uses attributes: groups, spans, metrics, events and entities, and the references they list. */
import { describe, placeOf, readFields, readFree, readList, readText, readWord } from './fields.ts';
import type { Fields } from './fields.ts';
import { isExcluded, readDeprecation, readName, readStability } from './load-attribute.ts';
import type { AttributeGroup, Entry, InstrumentName, Level, Signal, SpanKindName } from './model.ts';
import type { Report } from './report.ts';
import type { Tree } from './yaml.ts';

const SPAN_KINDS: readonly SpanKindName[] = ['client', 'server', 'producer', 'consumer', 'internal'];
const INSTRUMENTS: readonly InstrumentName[] = ['counter', 'updowncounter', 'gauge', 'histogram'];
const WORD_LEVELS = ['required', 'recommended', 'opt_in'] as const;
const TEXT_LEVELS: readonly Level[] = ['conditionally_required', 'recommended', 'opt_in'];

/** `null` after reporting, when the group has no usable id. */
export function readGroup(tree: Tree, report: Report): AttributeGroup | null {
  const fields = readFields(tree, 'group', report);
  if (fields === null) return null;
  const id = readName(fields, 'id', report);
  return id === null ? null : { id, attributes: readEntries(fields, 'attributes', report), at: placeOf(fields, 'id') };
}

/** `null` when the definition is unusable, which is reported, or excluded by its annotation. */
export function readSignal(tree: Tree, kind: Signal<Entry>['kind'], report: Report): Signal<Entry> | null {
  const fields = readFields(tree, kind, report);
  if (fields === null || isExcluded(fields, report)) return null;
  const nameKey = kind === 'span' || kind === 'entity' ? 'type' : 'name';
  const name = readName(fields, nameKey, report);
  const stability = readStability(fields, report);
  const deprecated = readDeprecation(fields, report);
  const attributes = readEntries(fields, 'attributes', report);
  if (name === null || stability === null) return null;
  const base = {
    name,
    stability,
    deprecated,
    attributes,
    brief: readText(fields, 'brief', report),
    note: readNote(fields, report),
    at: placeOf(fields, nameKey),
  };
  switch (kind) {
    case 'span': {
      const spanKind = readWord(fields, 'kind', SPAN_KINDS, report);
      return spanKind === null ? null : { ...base, kind, spanKind };
    }
    case 'metric': {
      const instrument = readWord(fields, 'instrument', INSTRUMENTS, report);
      if (instrument === null) return null;
      return {
        ...base,
        kind,
        instrument,
        unit: readText(fields, 'unit', report),
        ...readMetricAnnotations(fields, report),
      };
    }
    case 'event':
      return { ...base, kind };
    case 'entity':
      return { ...base, kind, ...readEntityAttributes(fields, report) };
  }
}

function readEntries(fields: Fields, key: string, report: Report): Entry[] {
  const entries: Entry[] = [];
  for (const item of readList(fields, key, report)) {
    const entry = readEntry(item, report);
    if (entry !== null) entries.push(entry);
  }
  return entries;
}

function readEntry(tree: Tree, report: Report): Entry | null {
  if (tree.kind === 'map' && tree.fields.some(({ key }) => key === 'ref_group')) {
    const group = readFields(tree, 'refGroup', report);
    return group === null
      ? null
      : { kind: 'group', refGroup: readText(group, 'ref_group', report), at: placeOf(group, 'ref_group') };
  }
  const fields = readFields(tree, 'ref', report);
  if (fields === null) return null;
  const relevant = fields.by.get('sampling_relevant')?.value;
  const samplingRelevant = relevant?.kind === 'scalar' && typeof relevant.value === 'boolean' ? relevant.value : null;
  if (relevant !== undefined && samplingRelevant === null) {
    report('registry/bad-value', relevant.at, {
      key: 'sampling_relevant',
      expected: 'true or false',
      actual: describe(relevant),
    });
  }
  const brief = fields.by.has('brief') ? readText(fields, 'brief', report) : null;
  return {
    kind: 'ref',
    ref: readText(fields, 'ref', report),
    ...readLevel(fields, report),
    brief,
    samplingRelevant,
    at: placeOf(fields, 'ref'),
  };
}

function readLevel(fields: Fields, report: Report): { level: Level | null; condition: string } {
  const tree = fields.by.get('requirement_level')?.value;
  if (tree === undefined) return { level: null, condition: '' };
  if (tree.kind === 'scalar')
    return { level: readWord(fields, 'requirement_level', WORD_LEVELS, report), condition: '' };
  const only = tree.kind === 'map' && tree.fields.length === 1 ? tree.fields[0] : undefined;
  const level = TEXT_LEVELS.find((name) => name === only?.key);
  if (only !== undefined && level !== undefined && only.value.kind === 'scalar') {
    return { level, condition: String(only.value.value ?? '').trim() };
  }
  report('registry/bad-value', tree.at, {
    key: 'requirement_level',
    expected: `one of ${WORD_LEVELS.join(', ')}, or one of ${TEXT_LEVELS.join(', ')} with a text`,
    actual: describe(tree),
  });
  return { level: null, condition: '' };
}

function readEntityAttributes(fields: Fields, report: Report): { attributes: Entry[]; identity: string[] } {
  const identity: Entry[] = [];
  for (const entry of readEntries(fields, 'identity', report)) {
    if (entry.kind === 'ref') identity.push({ ...entry, level: 'required' });
    else
      report('registry/bad-value', entry.at, {
        key: 'identity',
        expected: 'attribute references',
        actual: 'a group reference',
      });
  }
  const keys = identity.map((entry) => (entry.kind === 'ref' ? entry.ref : ''));
  return { attributes: [...identity, ...readEntries(fields, 'description', report)], identity: keys };
}

function readMetricAnnotations(
  fields: Fields,
  report: Report,
): { valueType: 'int' | 'double'; bounds: number[] | null } {
  const annotations = readFree(fields, 'annotations', report);
  const valueType = readWord(
    readFree(annotations, 'code_generation', report),
    'metric_value_type',
    ['int', 'double'],
    report,
  );
  const codegen = readFree(annotations, 'codegen', report);
  if (!codegen.by.has('bucket_boundaries')) return { valueType: valueType ?? 'double', bounds: null };
  const bounds: number[] = [];
  for (const item of readList(codegen, 'bucket_boundaries', report)) {
    if (item.kind === 'scalar' && typeof item.value === 'number' && item.value > (bounds.at(-1) ?? -Infinity))
      bounds.push(item.value);
    else
      report('registry/bad-value', item.at, {
        key: 'bucket_boundaries',
        expected: 'rising numbers',
        actual: describe(item),
      });
  }
  return { valueType: valueType ?? 'double', bounds };
}

// A span's rule for its name is prose under `name.note`; it belongs to what the reader of the definition must know.
function readNote(fields: Fields, report: Report): string {
  const note = readText(fields, 'note', report);
  const name = fields.by.get('name')?.value;
  if (name?.kind !== 'map') return note;
  return [note, readText(readFree(fields, 'name', report), 'note', report)].filter((text) => text !== '').join('\n\n');
}

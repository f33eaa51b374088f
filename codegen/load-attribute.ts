/** Load, for attributes: one item of `attributes` to an `Attribute`, its type, enum members, stability and deprecation. */
import { describe, hintFor, placeOf, readFields, readFree, readList, readText, readWord } from './fields.ts';
import type { Fields } from './fields.ts';
import type { Attribute, AttributeType, Deprecation, EnumMember, Primitive, Stability } from './model.ts';
import { MEMBER_ID_PATTERN, NAME_PATTERN } from './names.ts';
import type { Report } from './report.ts';
import type { Tree } from './yaml.ts';

const STABILITIES: readonly Stability[] = ['stable', 'release_candidate', 'beta', 'alpha', 'development'];
const PRIMITIVES: readonly Primitive[] = ['string', 'int', 'double', 'boolean', 'any'];
const TYPES = [...PRIMITIVES, 'string[]', 'int[]', 'double[]', 'boolean[]', 'template[string]', 'template[string[]]'];
const TYPE_PATTERN = /^(template\[)?(string|int|double|boolean|any)(\[\])?(\])?$/;

/** `null` when the item is unusable or excluded from code generation by its annotation. */
export function readAttribute(tree: Tree, report: Report): Attribute | null {
  const fields = readFields(tree, 'attribute', report);
  if (fields === null || isExcluded(fields, report)) return null;
  const key = readName(fields, 'key', report);
  const stability = readStability(fields, report);
  const type = readType(fields, report);
  const deprecated = readDeprecation(fields, report);
  if (key === null || stability === null || type === null) return null;
  const brief = readText(fields, 'brief', report);
  return {
    key,
    type,
    brief,
    note: readText(fields, 'note', report),
    examples: readExamples(fields),
    stability,
    deprecated,
    at: placeOf(fields, 'key'),
  };
}

/** A dotted lower-case name, as keys, metric names and span types are written; `null` after reporting any other. */
export function readName(fields: Fields, key: string, report: Report): string | null {
  const name = readText(fields, key, report);
  if (NAME_PATTERN.test(name)) return name;
  report('registry/bad-name', placeOf(fields, key), { name });
  return null;
}

/** `null` after reporting a word that is no stability. `experimental` is the older word for `development`. */
export function readStability(fields: Fields, report: Report): Stability | null {
  const word = readText(fields, 'stability', report);
  const found = STABILITIES.find((stability) => stability === word) ?? (word === 'experimental' ? 'development' : null);
  if (found === null)
    report('registry/bad-stability', placeOf(fields, 'stability'), { actual: word, allowed: STABILITIES.join(', ') });
  return found;
}

/** `null` when the definition is not deprecated. */
export function readDeprecation(fields: Fields, report: Report): Deprecation | null {
  const field = fields.by.get('deprecated');
  if (field === undefined) return null;
  if (field.value.kind === 'scalar') return { reason: 'uncategorized', note: readText(fields, 'deprecated', report) };
  const deprecated = readFields(field.value, 'deprecated', report);
  if (deprecated === null) return null;
  const reason = readWord(deprecated, 'reason', ['renamed', 'obsoleted', 'uncategorized'], report);
  const note = readText(deprecated, 'note', report);
  if (reason !== 'renamed') return reason === null ? null : { reason, note };
  const renamedTo = readText(deprecated, 'renamed_to', report);
  if (renamedTo !== '') return { reason, renamedTo, note };
  report('registry/missing-key', deprecated.at, { key: 'renamed_to', what: 'a deprecation by renaming' });
  return null;
}

/** True when `annotations.code_generation.exclude` takes the definition out of generated code. */
export function isExcluded(fields: Fields, report: Report): boolean {
  const generation = readFree(readFree(fields, 'annotations', report), 'code_generation', report);
  const exclude = generation.by.get('exclude')?.value;
  return exclude?.kind === 'scalar' && exclude.value === true;
}

function readType(fields: Fields, report: Report): AttributeType | null {
  const type = fields.by.get('type')?.value;
  if (type?.kind === 'map') return readEnum(type, report);
  const text = type?.kind === 'scalar' && typeof type.value === 'string' ? type.value.trim() : '';
  const match = TYPE_PATTERN.exec(text);
  const of = PRIMITIVES.find((primitive) => primitive === match?.[2]);
  const closed = (match?.[1] === undefined) === (match?.[4] === undefined);
  if (of !== undefined && closed && !(of === 'any' && match?.[3] !== undefined)) {
    return { kind: match?.[1] === undefined ? 'plain' : 'template', of, array: match?.[3] !== undefined };
  }
  report('registry/unknown-type', placeOf(fields, 'type'), {
    actual: type === undefined ? '' : describe(type),
    hint: hintFor(text, TYPES),
  });
  return null;
}

function readEnum(tree: Tree, report: Report): AttributeType | null {
  const fields = readFields(tree, 'enum', report);
  if (fields === null) return null;
  const members: EnumMember[] = [];
  for (const item of readList(fields, 'members', report)) {
    const member = readMember(item, report);
    if (member !== null) members.push(member);
  }
  return { kind: 'enum', members };
}

function readMember(tree: Tree, report: Report): EnumMember | null {
  const fields = readFields(tree, 'member', report);
  if (fields === null || isExcluded(fields, report)) return null;
  const id = readText(fields, 'id', report);
  const stability = readStability(fields, report);
  if (!MEMBER_ID_PATTERN.test(id)) report('registry/bad-name', placeOf(fields, 'id'), { name: id });
  const value = fields.by.has('value') ? readValue(fields, report) : id;
  if (stability === null || value === null || !MEMBER_ID_PATTERN.test(id)) return null;
  return {
    id,
    value,
    brief: readText(fields, 'brief', report),
    stability,
    deprecated: readDeprecation(fields, report),
    at: placeOf(fields, 'id'),
  };
}

function readValue(fields: Fields, report: Report): string | number | boolean | null {
  const tree = fields.by.get('value')?.value;
  const value = tree?.kind === 'scalar' ? tree.value : null;
  const exact =
    typeof value !== 'number' || (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)));
  if (value !== null && exact) return value;
  report('registry/bad-value', placeOf(fields, 'value'), {
    key: 'value',
    expected: 'a text, boolean or number that a double holds exactly',
    actual: tree === undefined ? '' : describe(tree),
  });
  return null;
}

function readExamples(fields: Fields): string[] {
  const tree = fields.by.get('examples')?.value;
  if (tree === undefined) return [];
  const show = (item: Tree): string =>
    item.kind === 'scalar' ? String(item.value) : item.kind === 'list' ? `[${item.items.map(show).join(', ')}]` : '';
  return (tree.kind === 'list' ? tree.items.map(show) : [show(tree)]).filter((text) => text !== '');
}

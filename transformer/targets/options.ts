/** Reads the options of `instrument` from source: constants as values, arrows as nodes. */

import { nearest } from '../options.ts';
import type { Search } from '../find.ts';
import type { Node, SpanOptions } from '../types.ts';
import { constant, propertyKey, unwrap } from './constants.ts';
import { READERS } from './readers.ts';

/** Undefined when something cannot be compiled: said why, and the code stays as it is. */
export function readOptions(
  search: Search,
  node: Node | undefined,
  known: readonly string[] = Object.keys(READERS),
): SpanOptions | undefined {
  if (node === undefined) return {};
  const object = unwrap(node);
  if (object.type !== 'ObjectExpression') {
    search.refuse('transform/not-constant', node, { option: 'options' });
    return undefined;
  }
  const options: Record<string, unknown> = {};
  for (const property of object['properties'] as Node[]) {
    const key = propertyKey(property);
    if (key === undefined || property['method'] === true || property['kind'] !== 'init') {
      search.refuse('transform/not-constant', property, { option: key ?? 'options' });
      return undefined;
    }
    const value = readOption(search, key, property['value'] as Node, known);
    if (value === undefined) return undefined;
    options[key] = value;
  }
  return options;
}

/** Which members a class decorator is for; without either, all but the constructor. */
export interface Chosen {
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

/** As `readOptions`, for a class: `include` and `exclude` beside what holds for each member. A name would be shared. */
export function readClassOptions(
  search: Search,
  node: Node | undefined,
): { readonly options: SpanOptions; readonly chosen: Chosen } | undefined {
  const object = node === undefined ? undefined : unwrap(node);
  if (object?.type !== 'ObjectExpression')
    return readOptions(search, node) === undefined ? undefined : { options: {}, chosen: {} };
  const chosen: { include?: readonly string[]; exclude?: readonly string[] } = {};
  const rest: Node[] = [];
  for (const property of object['properties'] as Node[]) {
    const key = propertyKey(property);
    if (key !== 'include' && key !== 'exclude') {
      rest.push(property);
      continue;
    }
    const names = constant(unwrap(property['value'] as Node));
    if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
      search.refuse('transform/not-constant', property, { option: key });
      return undefined;
    }
    chosen[key] = names;
  }
  const options = readOptions(search, { ...object, properties: rest });
  if (options?.name === undefined) return options === undefined ? undefined : { options, chosen };
  search.refuse('transform/bad-value', object, {
    option: 'name',
    value: options.name,
    accepted: 'no name on a class: its methods have their own',
  });
  return undefined;
}

function readOption(search: Search, key: string, node: Node, known: readonly string[]): unknown {
  const read = known.includes(key) ? READERS[key] : undefined;
  if (read !== undefined) return read(search, key, unwrap(node));
  search.refuse('transform/unknown-option', node, {
    option: key,
    nearest: nearest(key, known),
    known: known.join(', '),
  });
  return undefined;
}

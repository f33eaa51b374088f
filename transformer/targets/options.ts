/** Reads the options of `instrument` from source: constants as values, arrows as nodes. */

import { nearest } from '../options.ts';
import { KINDS, type Constant, type Node, type SpanOptions } from '../types.ts';
import type { Search } from '../find.ts';

const KNOWN = ['name', 'kind', 'attributes', 'fields', 'onReturn'];

/** Undefined when something cannot be compiled: said why, and the code stays as it is. */
export function readOptions(search: Search, node: Node | undefined): SpanOptions | undefined {
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
    const value = readOption(search, key, property['value'] as Node);
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

/** A property's name when it is written out. */
export function propertyKey(property: Node): string | undefined {
  if (property.type !== 'Property') return undefined;
  const key = property['key'] as Node;
  if (key.type === 'Literal' && typeof key['value'] === 'string') return key['value'];
  return property['computed'] !== true && key.type === 'Identifier' ? (key['name'] as string) : undefined;
}

/** An expression without parentheses and type annotations around it. */
export function unwrap(node: Node): Node {
  let inner = node;
  while (/^(ParenthesizedExpression|TS(As|Satisfies|NonNull)Expression)$/.test(inner.type))
    inner = inner['expression'] as Node;
  return inner;
}

function readOption(search: Search, key: string, node: Node): unknown {
  const value = unwrap(node);
  switch (key) {
    case 'name':
    case 'kind': {
      const text = constant(value);
      const ok = typeof text === 'string' && (key === 'name' ? text !== '' : text in KINDS);
      if (ok) return key === 'name' ? text : KINDS[text];
      if (text === undefined) search.refuse('transform/not-constant', node, { option: key });
      else
        search.refuse('transform/bad-value', node, {
          option: key,
          value: String(text),
          accepted: key === 'name' ? 'a text' : Object.keys(KINDS).join(', '),
        });
      return undefined;
    }
    case 'attributes':
      return readAttributes(search, value);
    case 'fields':
    case 'onReturn':
      if (value.type === 'ArrowFunctionExpression' && value['async'] !== true) return value;
      search.refuse('transform/not-constant', node, { option: key });
      return undefined;
    default:
      search.refuse('transform/unknown-option', node, {
        option: key,
        nearest: nearest(key, KNOWN),
        known: KNOWN.join(', '),
      });
      return undefined;
  }
}

function readAttributes(search: Search, node: Node): (readonly [string, Constant])[] | undefined {
  const pairs: (readonly [string, Constant])[] = [];
  for (const property of node.type === 'ObjectExpression' ? (node['properties'] as Node[]) : [node]) {
    const key = propertyKey(property);
    const value = key === undefined ? undefined : constant(unwrap(property['value'] as Node));
    if (key === undefined || key === '' || value === undefined) {
      search.refuse('transform/not-constant', property, {
        option: key === undefined ? 'attributes' : `attributes['${key}']`,
      });
      return undefined;
    }
    pairs.push([key, value]);
  }
  return pairs;
}

/** The value of a literal, a template without holes, a signed number or an array of such. */
function constant(node: Node): Constant | undefined {
  if (node.type === 'Literal') {
    const value: unknown = node['value'];
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
  }
  if (node.type === 'TemplateLiteral' && (node['expressions'] as Node[]).length === 0)
    return node['quasis'][0].value.cooked as string;
  if (node.type === 'UnaryExpression' && node['operator'] === '-') {
    const value = constant(node['argument'] as Node);
    return typeof value === 'number' ? -value : undefined;
  }
  if (node.type !== 'ArrayExpression') return undefined;
  const items = (node['elements'] as (Node | null)[]).map((item) =>
    item === null ? undefined : constant(unwrap(item)),
  );
  return items.every((item) => item !== undefined && !Array.isArray(item))
    ? (items as (string | number | boolean)[])
    : undefined;
}

/** One reader an option of `instrument`: a value, or undefined and a diagnostic. */

import type { Search } from '../find.ts';
import { KINDS, LEVELS, type Constant, type Mode, type Node } from '../types.ts';
import { constant, propertyKey, unwrap } from './constants.ts';

type Reader = (search: Search, option: string, node: Node) => unknown;

const notConstant: Reader = (search, option, node) => {
  search.refuse('transform/not-constant', node, { option });
  return undefined;
};

const badValue = (search: Search, option: string, node: Node, accepted: string): undefined => {
  const { code } = search.file;
  search.refuse('transform/bad-value', node, { option, value: code.slice(node.start, node.end), accepted });
  return undefined;
};

/** A constant for which `ok` holds. */
const one =
  (accepted: string, ok: (value: Constant) => boolean): Reader =>
  (search, option, node) => {
    const value = constant(node);
    if (value === undefined) return notConstant(search, option, node);
    return ok(value) ? value : badValue(search, option, node, accepted);
  };

const text = one('a text', (value) => typeof value === 'string' && value !== '');
const flag = one('true or false', (value) => typeof value === 'boolean');
const names = one(
  'a list of names',
  (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
);
const word = (...words: readonly string[]): Reader => one(words.join(', '), (value) => words.includes(value as string));

const arrow: Reader = (search, option, node) =>
  node.type === 'ArrowFunctionExpression' && node['async'] !== true ? node : notConstant(search, option, node);

/** An object whose values are constants, as pairs. */
const pairs =
  (accepted: string, ok: (value: Constant) => boolean): Reader =>
  (search, option, node) => {
    const out: (readonly [string, Constant])[] = [];
    for (const property of node.type === 'ObjectExpression' ? (node['properties'] as Node[]) : [node]) {
      const key = propertyKey(property);
      const value = key === undefined ? undefined : constant(unwrap(property['value'] as Node));
      const which = key === undefined ? option : `${option}['${key}']`;
      if (key === undefined || key === '' || value === undefined) return notConstant(search, which, property);
      if (!ok(value)) return badValue(search, which, property['value'] as Node, accepted);
      out.push([key, value]);
    }
    return out;
  };

const kind: Reader = (search, option, node) => {
  const value = word(...Object.keys(KINDS))(search, option, node);
  return value === undefined ? undefined : KINDS[value as string];
};

const MODES = ['auto', 'sync', 'promise', 'generator'];

// 'promise', { callback: 1 }, { emitter: { end: 'close', error: 'error' } }
const mode: Reader = (search, option, node): Mode | undefined => {
  if (node.type !== 'ObjectExpression') return word(...MODES)(search, option, node) as Mode | undefined;
  const accepted = `${MODES.join(', ')}, { callback: index }, { emitter: { end, error } }`;
  const [property, ...more] = node['properties'] as Node[];
  const key = property === undefined || more.length > 0 ? undefined : propertyKey(property);
  const held = unwrap((property?.['value'] as Node | undefined) ?? node);
  if (key === 'callback') {
    const index = constant(held);
    return Number.isInteger(index) && (index as number) >= 0
      ? { callback: index as number }
      : badValue(search, option, node, accepted);
  }
  const events =
    key === 'emitter'
      ? pairs('the name of an event', (value) => typeof value === 'string')(search, option, held)
      : undefined;
  const { end, error } = Object.fromEntries((events as [string, string][] | undefined) ?? []);
  return end === undefined ? badValue(search, option, node, accepted) : { emitter: { end, error: error ?? 'error' } };
};

const metrics: Reader = (search, option, node) => {
  if (node.type !== 'ObjectExpression') return flag(search, option, node);
  const [property] = node['properties'] as Node[];
  return property !== undefined && propertyKey(property) === 'keys'
    ? names(search, option, unwrap(property['value'] as Node))
    : notConstant(search, option, node);
};

const isRatio = (value: Constant): boolean => typeof value === 'number' && value >= 0 && value <= 1;
const isAttribute = (): boolean => true;

export const READERS: Readonly<Record<string, Reader>> = {
  name: text,
  kind,
  scope: text,
  level: word(...LEVELS),
  attributes: pairs('a constant', isAttribute),
  fields: arrow,
  capture: names,
  onReturn: arrow,
  onError: arrow,
  expected: arrow,
  redact: pairs('drop, hash, truncate, sql', (value) => ['drop', 'hash', 'truncate', 'sql'].includes(value as string)),
  parent: word('current', 'root'),
  links: arrow,
  mode,
  thenable: word('passive'),
  iterate: word('whole'),
  requireParent: flag,
  suppressChildren: flag,
  sample: one('a number from 0 to 1', isRatio),
  when: arrow,
  metrics,
  code: flag,
  semconv: text,
  context: word('compiled'),
  captureLocals: names,
};

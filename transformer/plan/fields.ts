/** Attributes and decisions of one call: `fields`, `capture`, `onReturn`, `onError`, `expected`, `when`, `links`. */

import { isTypeScript } from '../file-id.ts';
import type { FreshName } from '../names.ts';
import { propertyKey, unwrap } from '../targets/constants.ts';
import type { Node, Parsed, Target } from '../types.ts';
import { givenTo, problemOf, valueOf } from './arrows.ts';
import { capturedValue, captureProblem } from './capture.ts';
import type { Problem } from './conflicts.ts';
import type { Hooks } from './head.ts';

/** Writes the statements, once the hooks' names are known. */
export type Statements = (hooks: Hooks, handle: string) => string;

export interface Fields {
  /** Keys whose values `set(t, index, value)` writes. */
  readonly keys: readonly string[];
  readonly onEnter: Statements | undefined;
  readonly onReturn: Statements | undefined;
  /** `onReturn` has a use for the result. */
  readonly readsResult: boolean;
  readonly onError: Statements | undefined;
  /** Expressions. */
  readonly expected: string | undefined;
  readonly when: string | undefined;
}

export function readFields(target: Target, file: Parsed, fresh: FreshName): Fields | { readonly problem: Problem } {
  const { fields, onReturn, onError, expected, when, links } = target.options;
  const problem =
    [fields, when, links].map((arrow) => problemOf(arrow, target, file, 0)).find((one) => one !== undefined) ??
    [onReturn, onError, expected].map((arrow) => problemOf(arrow, target, file, 1)).find((one) => one !== undefined) ??
    captureProblem(target);
  if (problem !== undefined) return { problem };
  const keys: string[] = [];
  const [v, g] = [fresh('v'), fresh('g')];
  const onEnter = together([
    captured(target, file, keys),
    fields && inline(fields, target, file, keys, []),
    links && linking(links, target, file),
  ]);
  return {
    keys,
    onEnter,
    readsResult: target.calls?.onReturn !== undefined || takesFirst(onReturn),
    onReturn: onReturn === undefined ? fromRule(target, keys, v) : inline(onReturn, target, file, keys, [v]),
    onError: onError && inline(onError, target, file, keys, [g]),
    expected: expected && valueOf(expected, target, file, [g]),
    when: when && valueOf(when, target, file, []),
  };
}

const takesFirst = (arrow: Node | undefined): boolean => (arrow?.['params'] as Node[] | undefined)?.[0] !== undefined;

function together(parts: readonly (Statements | undefined)[]): Statements | undefined {
  const some = parts.filter((part) => part !== undefined);
  return some.length === 0 ? undefined : (hooks, t) => some.map((part) => part(hooks, t)).join(' ');
}

function captured(target: Target, file: Parsed, keys: string[]): Statements | undefined {
  const paths = target.options.capture ?? [];
  const indexes = paths.map((path) => indexFor(path, keys));
  if (paths.length === 0) return undefined;
  return (hooks, t) =>
    paths
      .map((path, i) => setTo(target, hooks, t, indexes[i] as number, path, capturedValue(path, isTypeScript(file.id))))
      .join(' ');
}

const linking = (links: Node, target: Target, file: Parsed): Statements => {
  const list = valueOf(links, target, file, []);
  return (hooks, t) => `${hooks('link')}(${t}, ${list});`;
};

function fromRule(target: Target, keys: string[], result: string): Statements | undefined {
  const pairs = target.calls?.onReturn;
  if (pairs === undefined) return undefined;
  return (hooks, t) =>
    pairs
      .map(
        ([key, text]) => `${hooks('set')}(${t}, ${keys.push(key) - 1}, ${text.replace(/\bresult\b/g, () => result)});`,
      )
      .join(' ');
}

function inline(arrow: Node, target: Target, file: Parsed, keys: string[], extra: readonly string[]): Statements {
  const text = (node: Node): string => file.code.slice(node.start, node.end);
  const { list, direct, renamed } = givenTo(arrow, target.fn, extra);
  const body = unwrap(arrow['body'] as Node);
  const entries = body.type === 'ObjectExpression' ? (body['properties'] as Node[]) : undefined;
  const indexes = entries?.map((property) => indexOf(property, keys));
  const redacted =
    target.options.redact === undefined ? '' : `, ${JSON.stringify(Object.fromEntries(target.options.redact))}`;
  return (hooks, t) => {
    if (entries === undefined) return `${hooks('putAll')}(${t}, (${text(arrow)})(${list})${redacted});`;
    const statements = entries
      .map((property, i) => {
        const index = indexes?.[i] ?? -1;
        if (index < 0) return `${hooks('putAll')}(${t}, { ${text(property)} }${redacted});`;
        return setTo(target, hooks, t, index, keys[index] as string, text(property['value'] as Node));
      })
      .filter((statement) => statement !== '')
      .join(' ');
    if (direct) return statements;
    if (renamed !== undefined) return `{ const ${text(renamed[0])} = ${renamed[1]}; ${statements} }`;
    return `((${(arrow['params'] as Node[]).map(text).join(', ')}) => { ${statements} })(${list});`;
  };
}

function setTo(target: Target, hooks: Hooks, t: string, index: number, key: string, value: string): string {
  const how = target.options.redact?.find(([redacted]) => redacted === key)?.[1];
  if (how === 'drop') return '';
  const text = how === undefined ? value : `${hooks('redact')}('${how}', ${value})`;
  return `${hooks('set')}(${t}, ${index}, ${text});`;
}

function indexOf(property: Node, keys: string[]): number {
  const key = propertyKey(property);
  const plain = property['method'] !== true && property['kind'] === 'init';
  return key === undefined || key === '' || key === '__proto__' || !plain ? -1 : indexFor(key, keys);
}

const indexFor = (key: string, keys: string[]): number => (keys.includes(key) ? keys.indexOf(key) : keys.push(key) - 1);

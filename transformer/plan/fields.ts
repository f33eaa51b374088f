/** `fields` and `onReturn`: arrows of the user's, inlined as statements that set attributes. */

import type { FreshName } from '../names.ts';
import { boundNames, freeNames, functionNames } from '../scope.ts';
import { propertyKey, unwrap } from '../targets/constants.ts';
import type { Node, Parsed, Target } from '../types.ts';
import { walk } from '../walk.ts';
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
}

export function readFields(target: Target, file: Parsed, fresh: FreshName): Fields | { readonly problem: Problem } {
  const keys: string[] = [];
  const { fields, onReturn } = target.options;
  const problem = problemOf(fields, target, file, 0) ?? problemOf(onReturn, target, file, 1);
  if (problem !== undefined) return { problem };
  return {
    keys,
    readsResult:
      target.calls?.onReturn !== undefined || (onReturn?.['params'] as Node[] | undefined)?.[0] !== undefined,
    onEnter: fields === undefined ? undefined : inline(fields, target, file, keys, []),
    onReturn:
      onReturn === undefined ? fromRule(target, keys, fresh('v')) : inline(onReturn, target, file, keys, [fresh('v')]),
  };
}

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

// What the arrow's parameters stand for: `extra` (the result) first, then the function's own parameters.
function inline(arrow: Node, target: Target, file: Parsed, keys: string[], extra: readonly string[]): Statements {
  const text = (node: Node): string => file.code.slice(node.start, node.end);
  const params = arrow['params'] as Node[];
  const given = params.map((_, i) => extra[i] ?? argumentText(target.fn, i - extra.length));
  const list = given.filter((one) => one !== '').join(', ');
  const direct = params.every((param, i) => nameOf(param) === given[i]);
  const renamed = params.length === 1 && extra.length === 1 && nameOf(params[0] as Node) !== undefined;
  const body = unwrap(arrow['body'] as Node);
  const entries = body.type === 'ObjectExpression' ? (body['properties'] as Node[]) : undefined;
  const indexes = entries?.map((property) => indexOf(property, keys));
  return (hooks, t) => {
    if (entries === undefined) return `${hooks('putAll')}(${t}, (${text(arrow)})(${list}));`;
    const statements = entries.map((property, i) => setter(property, indexes?.[i] ?? -1, hooks, t, text)).join(' ');
    if (direct) return statements;
    if (renamed) return `{ const ${text(params[0] as Node)} = ${given[0] as string}; ${statements} }`;
    return `((${params.map(text).join(', ')}) => { ${statements} })(${list});`;
  };
}

function indexOf(property: Node, keys: string[]): number {
  const key = propertyKey(property);
  if (
    key === undefined ||
    key === '' ||
    key === '__proto__' ||
    property['method'] === true ||
    property['kind'] !== 'init'
  )
    return -1;
  return keys.includes(key) ? keys.indexOf(key) : keys.push(key) - 1;
}

function setter(property: Node, index: number, hooks: Hooks, t: string, text: (node: Node) => string): string {
  if (index >= 0) return `${hooks('set')}(${t}, ${index}, ${text(property['value'] as Node)});`;
  return `${hooks('putAll')}(${t}, { ${text(property)} });`;
}

const nameOf = (param: Node): string | undefined =>
  param.type === 'Identifier' ? (param['name'] as string) : undefined;

/** A function's parameters as its callers count them: TypeScript's `this` is none. */
export function parametersOf(fn: Node): Node[] {
  const declared = fn['params'] as Node[];
  return declared[0]?.['name'] === 'this' ? declared.slice(1) : declared;
}

/** How the function's own code names argument `index`; undefined when it has no name for it. */
function argumentText(fn: Node, index: number): string | undefined {
  const declared = parametersOf(fn);
  const rest = declared.findIndex((param) => param.type === 'RestElement');
  if (rest !== -1 && index >= rest) {
    const name = nameOf(declared[rest]?.['argument'] as Node);
    return name === undefined ? undefined : index === rest ? `...${name}` : '';
  }
  let param = declared[index];
  if (param?.type === 'TSParameterProperty') param = param['parameter'] as Node;
  if (param?.type === 'AssignmentPattern') param = param['left'] as Node;
  if (param === undefined) return 'undefined';
  return nameOf(param) ?? (fn.type === 'ArrowFunctionExpression' ? undefined : `arguments[${index}]`);
}

function problemOf(arrow: Node | undefined, target: Target, file: Parsed, extra: number): Problem | undefined {
  if (arrow === undefined) return undefined;
  const problem = (code: Problem['code'], at: Node, inner: string): Problem => ({
    code,
    at,
    facts: { name: target.name, inner },
  });
  const params = arrow['params'] as Node[];
  for (let i = extra; i < params.length; i++) {
    if (argumentText(target.fn, i - extra) === undefined)
      return problem(
        'transform/fields-parameter',
        params[i] as Node,
        file.code.slice(params[i]?.start, params[i]?.end),
      );
  }
  const own = usesOwn(arrow);
  if (own !== undefined) return problem('transform/fields-this', own, file.code.slice(own.start, own.end));
  const hidden = [...freeNames(arrow)].find(
    (name) => functionNames(target.fn).includes(name) && !params.some((param) => boundNames(param).includes(name)),
  );
  return hidden === undefined ? undefined : problem('transform/fields-shadowed', arrow, hidden);
}

// `this`, `super` and the like mean something else inside the function.
function usesOwn(arrow: Node): Node | undefined {
  let found: Node | undefined;
  walk(arrow, (node) => {
    if (node.type === 'FunctionExpression' || node.type === 'ClassBody') return false;
    if (/^(ThisExpression|Super|MetaProperty|AwaitExpression|YieldExpression)$/.test(node.type)) found ??= node;
    return undefined;
  });
  return found;
}

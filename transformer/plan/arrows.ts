/** Arrows of the user's, inlined by text: their parameters become the function's own, or values that emitted code names. */

import { boundNames, freeNames, functionNames } from '../scope.ts';
import type { Node, Parsed, Target } from '../types.ts';
import { walk } from '../walk.ts';
import type { Problem } from './conflicts.ts';

/** How an arrow's parameters are given: `direct` when each has the very name that it stands for. */
export interface Given {
  readonly list: string;
  readonly direct: boolean;
  /** The one parameter that has another name, and what it stands for. */
  readonly renamed: readonly [param: Node, text: string] | undefined;
}

/** What the parameters stand for: `extra` (a result, an error) first, then the function's own parameters. */
export function givenTo(arrow: Node, fn: Node, extra: readonly string[]): Given {
  const params = arrow['params'] as Node[];
  const given = params.map((_, i) => extra[i] ?? argumentText(fn, i - extra.length));
  const only = params.length === 1 && extra.length === 1 ? (params[0] as Node) : undefined;
  return {
    list: given.filter((one) => one !== '').join(', '),
    direct: params.every((param, i) => nameOf(param) === given[i]),
    renamed: only !== undefined && nameOf(only) !== undefined ? [only, given[0] as string] : undefined,
  };
}

/** The arrow's value, as an expression. */
export function valueOf(arrow: Node, target: Target, file: Parsed, extra: readonly string[]): string {
  const text = (node: Node): string => file.code.slice(node.start, node.end);
  const { direct, list } = givenTo(arrow, target.fn, extra);
  const body = arrow['body'] as Node;
  return direct && body.type !== 'BlockStatement' ? `(${text(body)})` : `(${text(arrow)})(${list})`;
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

/** Why an arrow cannot be inlined into the function; `extra` of its parameters are not the function's. */
export function problemOf(arrow: Node | undefined, target: Target, file: Parsed, extra: number): Problem | undefined {
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

/** Walks an AST in source order, however deep it is, with or without what stands for types only. */

import { childKeys } from './parse.ts';
import type { Node } from './types.ts';

/** Returned by a visitor to leave a node's children out. */
export const SKIP = false;

type Visitor = (node: Node, ancestors: readonly Node[]) => boolean | void;
type Keys = ReadonlyMap<string, readonly string[]>;
type Child = Node | readonly (Node | null)[] | null | undefined;

/** Calls `visit` for every node below and including `root`. `ancestors` ends with the parent. */
export function walk(root: Node, visit: Visitor): void {
  descend(root, visit, [], childKeys);
}

/** The same, types left out: they hold no code. */
export function walkCode(root: Node, visit: Visitor): void {
  descend(root, visit, [], CODE_KEYS);
}

/** The statements of a function's own body: a tenth of its nodes, and all of its declarations and returns. */
export function walkStatements(body: Node, visit: Visitor): void {
  descend(body, visit, [], STATEMENT_KEYS);
}

const TYPES_ONLY = /^TS(Interface|TypeAlias)Declaration$/;
const TYPE_FIELD = /^(type(Annotation|Parameters|Arguments)|superTypeArguments|returnType|implements)$/;

const CODE_KEYS: Keys = new Map(
  [...childKeys].map(([type, keys]) => [
    type,
    TYPES_ONLY.test(type) ? [] : keys.filter((key) => !TYPE_FIELD.test(key)),
  ]),
);

const STATEMENT_KEYS: Keys = new Map([
  ['BlockStatement', ['body']],
  ['IfStatement', ['consequent', 'alternate']],
  ['ForStatement', ['init', 'body']],
  ['ForInStatement', ['left', 'body']],
  ['ForOfStatement', ['left', 'body']],
  ['WhileStatement', ['body']],
  ['DoWhileStatement', ['body']],
  ['LabeledStatement', ['body']],
  ['WithStatement', ['body']],
  ['SwitchStatement', ['cases']],
  ['SwitchCase', ['consequent']],
  ['TryStatement', ['block', 'handler', 'finalizer']],
  ['CatchClause', ['body']],
]);

// Recursion takes less than half the time of a stack of our own, but the engine's has an end. No code that people write
// is as deep as this; what a generator or a bundler wrote may be.
const DEEPEST_CALL = 400;

function descend(node: Node, visit: Visitor, ancestors: Node[], keys: Keys): void {
  if (ancestors.length === DEEPEST_CALL) {
    walkDeep(node, visit, ancestors, keys);
    return;
  }
  if (visit(node, ancestors) === SKIP) return;
  const fields = keys.get(node.type) ?? [];
  if (fields.length === 0) return;
  ancestors.push(node);
  for (const field of fields) {
    const child = node[field] as Child;
    if (isList(child)) {
      for (const item of child) if (item) descend(item, visit, ancestors, keys);
    } else if (child) {
      descend(child, visit, ancestors, keys);
    }
  }
  ancestors.pop();
}

function walkDeep(root: Node, visit: Visitor, ancestors: Node[], keys: Keys): void {
  const above = ancestors.length;
  const pending: Node[] = [root];
  const depths: number[] = [above];
  while (pending.length > 0) {
    const node = pending.pop() as Node;
    ancestors.length = depths.pop() as number;
    if (visit(node, ancestors) === SKIP) continue;
    const depth = ancestors.push(node);
    const children = (keys.get(node.type) ?? []).flatMap((field) => (node[field] as Child) ?? []);
    for (const child of children.toReversed()) {
      if (child === null) continue;
      pending.push(child);
      depths.push(depth);
    }
  }
  ancestors.length = above;
}

const isList = (child: Child): child is readonly (Node | null)[] => Array.isArray(child);

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

export const isFunction = (node: Node): boolean => FUNCTIONS.has(node.type);

/** Walks the code of a function's own body: what belongs to functions and classes inside it is left out. */
export function walkOwn(body: Node, visit: Visitor): void {
  walkCode(body, (node, ancestors) => {
    if (node !== body && (isFunction(node) || node.type === 'StaticBlock')) return SKIP;
    // A field's initialiser runs in a function of its own; its computed key does not.
    const parent = ancestors.at(-1);
    if (isFieldValue(parent, node)) return SKIP;
    return visit(node, ancestors);
  });
}

const isFieldValue = (parent: Node | undefined, node: Node): boolean =>
  (parent?.type === 'PropertyDefinition' || parent?.type === 'AccessorProperty') && parent['value'] === node;

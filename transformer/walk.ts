/** Walks an AST with a stack of its own: a deep expression cannot overflow the engine's. */

import { childKeys } from './parse.ts';
import type { Node } from './types.ts';

/** Returned by a visitor to leave a node's children out. */
export const SKIP = false;

type Visitor = (node: Node, ancestors: readonly Node[]) => boolean | void;

/** Calls `visit` for every node below and including `root`, in source order. `ancestors` ends with the parent. */
export function walk(root: Node, visit: Visitor): void {
  const pending: Node[] = [root];
  const depths: number[] = [0];
  const ancestors: Node[] = [];
  while (pending.length > 0) {
    const node = pending.pop() as Node;
    ancestors.length = depths.pop() as number;
    if (visit(node, ancestors) === SKIP) continue;
    const depth = ancestors.push(node);
    const first = pending.length;
    for (const key of childKeys[node.type] ?? []) addChildren(node[key], pending);
    reverseFrom(pending, first);
    while (depths.length < pending.length) depths.push(depth);
  }
}

function addChildren(child: Node | (Node | null)[] | null | undefined, pending: Node[]): void {
  if (Array.isArray(child)) {
    for (const item of child) if (item) pending.push(item);
  } else if (child) {
    pending.push(child);
  }
}

function reverseFrom(list: Node[], first: number): void {
  for (let i = first, j = list.length - 1; i < j; i++, j--) {
    const node = list[i] as Node;
    list[i] = list[j] as Node;
    list[j] = node;
  }
}

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

export const isFunction = (node: Node): boolean => FUNCTIONS.has(node.type);

/** Walks a function's own body: what belongs to functions and classes inside it is left out. */
export function walkOwn(body: Node, visit: Visitor): void {
  walk(body, (node, ancestors) => {
    if (node !== body && (isFunction(node) || node.type === 'StaticBlock')) return SKIP;
    // A field's initialiser runs in a function of its own; its computed key does not.
    const parent = ancestors.at(-1);
    if (isFieldValue(parent, node)) return SKIP;
    return visit(node, ancestors);
  });
}

const isFieldValue = (parent: Node | undefined, node: Node): boolean =>
  (parent?.type === 'PropertyDefinition' || parent?.type === 'AccessorProperty') && parent['value'] === node;

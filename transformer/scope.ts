/** Who declares a name: enough of scope analysis to tell our imports from names of the user's. */

import type { Node } from './types.ts';
import { isFunction, walkCode, walkStatements } from './walk.ts';

/** Names bound by a pattern, an identifier or a parameter. */
export function boundNames(pattern: Node | null | undefined, out: string[] = []): string[] {
  if (!pattern) return out;
  if (pattern.type === 'Identifier') out.push(pattern['name'] as string);
  else if (pattern.type === 'AssignmentPattern') boundNames(pattern['left'] as Node, out);
  else if (pattern.type === 'RestElement') boundNames(pattern['argument'] as Node, out);
  else if (pattern.type === 'TSParameterProperty') boundNames(pattern['parameter'] as Node, out);
  else if (pattern.type === 'ArrayPattern') for (const item of pattern['elements'] as Node[]) boundNames(item, out);
  else if (pattern.type === 'ObjectPattern') {
    for (const property of pattern['properties'] as Node[]) {
      boundNames((property.type === 'Property' ? property['value'] : property) as Node, out);
    }
  }
  return out;
}

/** Names that `var` declares anywhere in a function's own body. */
export function varNames(body: Node): string[] {
  const names: string[] = [];
  walkStatements(body, (node) => {
    if (node.type !== 'VariableDeclaration' || node['kind'] !== 'var') return;
    for (const declarator of node['declarations'] as Node[]) boundNames(declarator['id'] as Node, names);
  });
  return names;
}

/** Names that the statements of one block declare for that block. */
export function blockNames(statements: readonly Node[]): string[] {
  const names: string[] = [];
  for (const statement of statements) {
    const node = (statement['declaration'] ?? statement) as Node;
    if (node.type === 'VariableDeclaration' && node['kind'] !== 'var') {
      for (const declarator of node['declarations'] as Node[]) boundNames(declarator['id'] as Node, names);
    } else if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') {
      boundNames(node['id'] as Node | null, names);
    }
  }
  return names;
}

/** Names that a function binds for its body: parameters, its own `var`s, itself when it is a named expression. */
export function functionNames(fn: Node): string[] {
  const names: string[] = [];
  for (const parameter of fn['params'] as Node[]) boundNames(parameter, names);
  if (fn['body']) names.push(...varNames(fn['body'] as Node));
  if (fn.type === 'FunctionExpression') boundNames(fn['id'] as Node | null, names);
  if (fn.type !== 'ArrowFunctionExpression') names.push('arguments');
  return names;
}

/** True when a scope between the node and the module declares `name` itself. */
export function isShadowed(name: string, ancestors: readonly Node[]): boolean {
  return ancestors.some((node, index) => index > 0 && namesOf(node).includes(name));
}

function namesOf(node: Node): readonly string[] {
  if (isFunction(node)) return functionNames(node);
  switch (node.type) {
    case 'BlockStatement':
    case 'StaticBlock':
    case 'TSModuleBlock':
      return blockNames(node['body'] as Node[]);
    case 'SwitchStatement':
      return blockNames((node['cases'] as Node[]).flatMap((one) => one['consequent'] as Node[]));
    case 'CatchClause':
      return boundNames(node['param'] as Node | null);
    case 'ForStatement':
      return node['init'] ? blockNames([node['init'] as Node]) : [];
    case 'ForInStatement':
    case 'ForOfStatement':
      return blockNames([node['left'] as Node]);
    case 'ClassExpression':
    case 'ClassDeclaration':
      return boundNames(node['id'] as Node | null);
    default:
      return [];
  }
}

/** Identifiers that an expression reads from outside itself (types, property names and its own parameters left out). */
export function freeNames(root: Node): Set<string> {
  const free = new Set<string>();
  walkCode(root, (node, ancestors) => {
    if (node.type !== 'Identifier') return undefined;
    const parent = ancestors.at(-1);
    if (parent?.type === 'MemberExpression' && parent['property'] === node && parent['computed'] !== true)
      return undefined;
    if (
      parent?.type === 'Property' &&
      parent['key'] === node &&
      parent['computed'] !== true &&
      parent['shorthand'] !== true
    ) {
      return undefined;
    }
    const name = node['name'] as string;
    if (!ancestors.some((scope) => namesOf(scope).includes(name))) free.add(name);
    return undefined;
  });
  return free;
}

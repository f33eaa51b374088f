/** Names of functions, as `code.function.name` and default span names have them. */

import type { Node } from '../types.ts';

/** `Class.method`, `Class.#method`, `Class["a key"]`. */
export function memberName(member: Node, ancestors: readonly Node[], code: string): string {
  const key = member['key'] as Node;
  const owner = className(ancestors);
  const prefix = member['kind'] === 'get' || member['kind'] === 'set' ? `${member['kind'] as string} ` : '';
  if (member['computed'] === true) return `${prefix}${owner}[${code.slice(key.start, key.end)}]`;
  if (key.type === 'PrivateIdentifier') return `${prefix}${owner}.#${key['name'] as string}`;
  return `${prefix}${owner}.${String(key['name'] ?? key['value'])}`;
}

// ancestors: ..., holder, class, class body
function className(ancestors: readonly Node[]): string {
  const own = ancestors.at(-2);
  const id = own?.['id'] as Node | null | undefined;
  return (id?.['name'] as string | undefined) ?? holderName(ancestors.at(-3)) ?? '<anonymous>';
}

/** The name that a variable, assignment or property gives the anonymous function or class it holds. */
export function holderName(holder: Node | undefined): string | undefined {
  switch (holder?.type) {
    case 'VariableDeclarator':
      return nameOf(holder['id'] as Node);
    case 'AssignmentExpression':
      return nameOf(holder['left'] as Node);
    case 'Property':
    case 'PropertyDefinition':
      return holder['computed'] === true ? undefined : nameOf(holder['key'] as Node);
    case 'ExportDefaultDeclaration':
      return 'default';
    default:
      return undefined;
  }
}

function nameOf(node: Node): string | undefined {
  if (node.type === 'Identifier') return node['name'] as string;
  if (node.type === 'Literal') return String(node['value']);
  if (node.type !== 'MemberExpression' || node['computed'] === true) return undefined;
  const object = nameOf(node['object'] as Node);
  const property = node['property'].name as string;
  return object === undefined || object === 'exports' ? property : `${object}.${property}`;
}

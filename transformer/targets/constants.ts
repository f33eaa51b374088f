/** What can be read off source text without running it. */

import type { Constant, Node } from '../types.ts';

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

/** The value of a literal, a template without holes, a signed number or an array of such. */
export function constant(node: Node): Constant | undefined {
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

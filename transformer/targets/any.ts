/** Every function of a text, for the rule that names none. */

import type { Search } from '../find.ts';
import type { Node } from '../types.ts';
import { isFunction } from '../walk.ts';
import { tellsExports } from './exports.ts';
import { holderName, memberName } from './name.ts';

export function matchAny(search: Search, node: Node, ancestors: readonly Node[]): void {
  if (!isFunction(node) || !node['body'] || search.excluded.has(node) || search.claimed.has(node)) return;
  if (tellsExports(node, ancestors, search.file.code)) return;
  search.add({
    fn: node,
    ancestors: [...ancestors],
    name: nameOf(node, ancestors, search.file.code),
    // Nobody asked for more than the function itself: what it returns is not looked at.
    options: { mode: 'sync' },
    code: true,
    erase: [],
    at: { start: node.start, end: Math.min(node['body'].start as number, node.start + 80) },
  });
}

function nameOf(fn: Node, ancestors: readonly Node[], code: string): string {
  const own = fn['id'] as Node | null | undefined;
  if (own) return own['name'] as string;
  const holder = ancestors.at(-1);
  const isMember = holder?.type === 'MethodDefinition' || holder?.type === 'PropertyDefinition';
  return isMember ? memberName(holder, ancestors.slice(0, -1), code) : (holderName(holder) ?? '<anonymous>');
}

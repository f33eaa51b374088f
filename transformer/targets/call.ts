/** `instrument(options, fn)` around a function, and calls of the platform's `fetch`. */

import type { Search } from '../find.ts';
import { isShadowed } from '../scope.ts';
import type { Node } from '../types.ts';
import { isFunction } from '../walk.ts';
import { holderName } from './name.ts';
import { unwrap } from './constants.ts';
import { readOptions } from './options.ts';

export function matchCall(search: Search, node: Node, ancestors: readonly Node[]): void {
  if (node.type !== 'CallExpression' || search.ours(node['callee'] as Node, ancestors) !== 'instrument') return;
  if (ancestors.at(-1)?.type === 'Decorator') return;
  const [options, held, ...more] = node['arguments'] as Node[];
  if (options === undefined || held === undefined) return;
  const fn = unwrap(held);
  if (!isFunction(fn) || more.length > 0) {
    search.refuse('transform/unsupported-shape', held, { shape: 'an expression that is not a function itself' });
    return;
  }
  const read = readOptions(search, options);
  if (read === undefined) {
    search.excluded.add(fn);
    return;
  }
  // The parenthesis stays: `(function () {})` keeps the name that a variable gives it, and never begins a statement.
  const first = ancestors.some((one) => one.type === 'ExpressionStatement' && one.start === node.start);
  search.erased.add(options);
  search.add({
    fn,
    ancestors: [...ancestors, node],
    name: (fn['id']?.name as string | undefined) ?? holderName(ancestors.at(-1)) ?? read.name ?? '<anonymous>',
    options: read,
    code: true,
    erase: [
      { start: node.start, end: held.start, text: first ? 'void 0,(' : '(' },
      { start: held.end, end: node.end, text: ')' },
    ],
    at: { start: node.start, end: held.start },
  });
}

/** `fetch(...)` of the platform: it goes on in code that nobody compiled, and must find our context there. */
export function matchFetch(search: Search, node: Node, ancestors: readonly Node[]): void {
  if (node.type !== 'CallExpression') return;
  const callee = node['callee'] as Node;
  if (callee.type !== 'Identifier' || callee['name'] !== 'fetch' || node['optional'] === true) return;
  if (isShadowed('fetch', ancestors) || declaredAtTop(search, 'fetch')) return;
  search.callSites.push({ start: callee.start, end: callee.end, hook: 'fetch' });
}

function declaredAtTop(search: Search, name: string): boolean {
  const [program] = [search.file.program];
  return (
    search.file.imports.some((one) => one.local === name) ||
    isShadowed(name, [program, { ...program, type: 'BlockStatement' }])
  );
}

/** Functions of CommonJS that Node never runs but reads, to learn a file's named exports: one more token hides them. */

import type { Node } from '../types.ts';

/**
 * `Object.defineProperty(exports, 'name', { enumerable: true, get: function () { return from.name; } })`, and what
 * compilers write for `export *`: `Object.keys(from).forEach(function (key) { ...exports... })`. The forms are those of
 * cjs-module-lexer.
 */
export function tellsExports(fn: Node, ancestors: readonly Node[], code: string): boolean {
  const [call, object, holder] = [ancestors.at(-3), ancestors.at(-2), ancestors.at(-1)];
  if (holder?.type === 'CallExpression')
    return (
      /^Object\.keys\(\w+\)\.forEach$/.test(textOf(holder['callee'] as Node, code)) &&
      /\bexports\b/.test(textOf(fn, code))
    );
  if (holder?.type !== 'Property' || object?.type !== 'ObjectExpression' || call?.type !== 'CallExpression')
    return false;
  const target = call['arguments'][0] as Node;
  return (
    textOf(call['callee'] as Node, code) === 'Object.defineProperty' &&
    /^(module\.)?exports$/.test(textOf(target, code)) &&
    textOf(holder['key'] as Node, code) === 'get'
  );
}

const textOf = (node: Node, code: string): string => code.slice(node.start, node.end);

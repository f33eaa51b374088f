/** Functions under a documentation comment that holds `@instrument`. */

import type { Search } from '../find.ts';
import { parseExpression, type Comment } from '../parse.ts';
import type { Node, Parsed, SpanOptions } from '../types.ts';
import { isFunction } from '../walk.ts';
import { holderName, memberName } from './name.ts';
import { unwrap } from './constants.ts';
import { readOptions } from './options.ts';

const TAG = /(?:^|[\s*])@instrument(?![\w-])/;

/** The file's tags, by the offset of the code that each stands before. */
export function taggedComments(file: Parsed): Map<number, Comment> {
  const tags = new Map<number, Comment>();
  const byStart = new Map(file.comments.map((comment) => [comment.start, comment]));
  for (const comment of file.comments) {
    if (comment.type === 'Block' && comment.value.startsWith('*') && TAG.test(comment.value)) {
      tags.set(nextCode(file.code, comment.end, byStart), comment);
    }
  }
  return tags;
}

function nextCode(code: string, from: number, comments: ReadonlyMap<number, Comment>): number {
  let at = from;
  for (;;) {
    while (/\s/.test(code[at] ?? '')) at++;
    const comment = comments.get(at);
    if (comment === undefined) return at;
    at = comment.end;
  }
}

export function matchTagged(search: Search, node: Node, ancestors: readonly Node[]): void {
  if (search.tags.size === 0) return;
  const comment = search.tags.get(node.start);
  const found = comment === undefined ? undefined : functionOf(node, ancestors, search.file.code);
  if (comment === undefined || found === undefined) return;
  search.tags.delete(node.start);
  const options = tagOptions(search, comment);
  if (options === undefined) {
    search.excluded.add(found.fn);
    return;
  }
  search.add({ ...found, ancestors: [...ancestors, node], options, code: true, erase: [], at: comment });
}

function functionOf(node: Node, ancestors: readonly Node[], code: string): { fn: Node; name: string } | undefined {
  if (node.type === 'ExportNamedDeclaration' || node.type === 'ExportDefaultDeclaration') {
    const declaration = node['declaration'] as Node | null;
    const inner = declaration === null ? undefined : functionOf(unwrap(declaration), ancestors, code);
    return inner?.name === '' ? { fn: inner.fn, name: 'default' } : inner;
  }
  if (isFunction(node))
    return node['body'] ? { fn: node, name: (node['id']?.name as string | undefined) ?? '' } : undefined;
  if (node.type === 'VariableDeclaration') {
    const [declarator, ...more] = node['declarations'] as Node[];
    const fn = declarator?.['init'] ? unwrap(declarator['init'] as Node) : undefined;
    if (fn === undefined || more.length > 0 || !isFunction(fn)) return undefined;
    return { fn, name: (declarator?.['id'].name as string | undefined) ?? '' };
  }
  if (node.type === 'ExpressionStatement') return assigned(unwrap(node['expression'] as Node));
  if (node.type === 'Property') {
    const held = unwrap(node['value'] as Node);
    return isFunction(held) ? { fn: held, name: holderName(node) ?? '<anonymous>' } : undefined;
  }
  if (node.type !== 'MethodDefinition' && node.type !== 'PropertyDefinition') return undefined;
  const fn = node['value'] ? unwrap(node['value'] as Node) : undefined;
  return fn !== undefined && isFunction(fn) && fn['body'] ? { fn, name: memberName(node, ancestors, code) } : undefined;
}

// exports.ship = function () { ... }
function assigned(node: Node): { fn: Node; name: string } | undefined {
  if (node.type !== 'AssignmentExpression') return undefined;
  const fn = unwrap(node['right'] as Node);
  return isFunction(fn) ? { fn, name: holderName(node) ?? '<anonymous>' } : undefined;
}

// `@instrument { name: 'x' }`: constants only, for the text of an arrow in a comment has no place in the program.
function tagOptions(search: Search, comment: Comment): SpanOptions | undefined {
  const text = comment.value.replace(/^\s*\*+/gm, ' ').split(TAG)[1] ?? '';
  const braces = /^\s*(\{[\s\S]*\})/.exec(text)?.[1];
  if (braces === undefined) return {};
  const expression = parseExpression(`(${braces})`);
  const complain: Search = {
    ...search,
    refuse: (code, _at, facts) =>
      search.refuse(code === 'transform/not-constant' ? 'transform/tag-options' : code, comment, facts),
  };
  if (expression === undefined) {
    search.refuse('transform/tag-options', comment);
    return undefined;
  }
  const options = readOptions(complain, expression);
  if (options?.fields === undefined && options?.onReturn === undefined) return options;
  search.refuse('transform/tag-options', comment);
  return undefined;
}

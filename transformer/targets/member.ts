/** Class members with a decorator: methods, accessors and fields that hold a function; instance, static or private. */

import type { OurName, Search } from '../find.ts';
import type { Erasure, Node } from '../types.ts';
import { isFunction } from '../walk.ts';
import { memberName } from './name.ts';
import { readOptions, unwrap } from './options.ts';

const MEMBERS = new Set(['MethodDefinition', 'PropertyDefinition', 'AccessorProperty']);

export function matchMember(search: Search, node: Node, ancestors: readonly Node[]): void {
  if (!MEMBERS.has(node.type)) return;
  for (const { decorator, name, options } of ourDecorators(search, node, ancestors)) {
    const fn = unwrap((node['value'] as Node | null) ?? node);
    if (name === 'noInstrument') {
      search.excluded.add(fn);
      search.erase.push(erasureOf(search, decorator));
    } else if (!isFunction(fn) || !fn['body'] || node.type === 'AccessorProperty') {
      search.refuse('transform/unsupported-shape', decorator, { shape: shapeOf(node) });
    } else {
      const read = readOptions(search, options);
      if (read === undefined) {
        search.excluded.add(fn);
        continue;
      }
      search.add({
        fn,
        ancestors: [...ancestors, node],
        name: memberName(node, ancestors, search.file.code),
        options: read,
        code: true,
        erase: [erasureOf(search, decorator)],
        at: decorator,
      });
    }
  }
}

/** Class decorators are refused, so that nobody believes a class to be instrumented that is not. */
export function matchClass(search: Search, node: Node, ancestors: readonly Node[]): void {
  if (node.type !== 'ClassDeclaration' && node.type !== 'ClassExpression') return;
  for (const { decorator, name } of ourDecorators(search, node, ancestors)) {
    if (name === 'instrument') search.refuse('transform/unsupported-shape', decorator, { shape: 'a class' });
    else search.erase.push(erasureOf(search, decorator));
  }
}

interface OurDecorator {
  readonly decorator: Node;
  readonly name: OurName;
  readonly options: Node | undefined;
}

function ourDecorators(search: Search, node: Node, ancestors: readonly Node[]): OurDecorator[] {
  const found: OurDecorator[] = [];
  for (const decorator of (node['decorators'] as Node[] | undefined) ?? []) {
    const expression = decorator['expression'] as Node;
    const call = expression.type === 'CallExpression';
    const name = search.ours(call ? (expression['callee'] as Node) : expression, ancestors);
    if (name !== undefined)
      found.push({ decorator, name, options: call ? (expression['arguments'][0] as Node | undefined) : undefined });
  }
  return found;
}

// The decorator and the blanks behind it; the line break stays, so that no line moves.
function erasureOf(search: Search, decorator: Node): Erasure {
  search.erased.add(decorator);
  let { end } = decorator;
  while (search.file.code[end] === ' ' || search.file.code[end] === '\t') end++;
  return { start: decorator.start, end };
}

function shapeOf(node: Node): string {
  if (node.type === 'AccessorProperty') return 'an accessor';
  return node.type === 'PropertyDefinition' ? 'a field that holds no function' : 'a method without a body';
}

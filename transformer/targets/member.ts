/** Class members with a decorator: methods, accessors and fields that hold a function; instance, static or private. */

import type { OurName, Search } from '../find.ts';
import type { Erasure, Node, Target } from '../types.ts';
import { isFunction } from '../walk.ts';
import { memberName } from './name.ts';
import { unwrap } from './constants.ts';
import { readClassOptions, readOptions, type Chosen } from './options.ts';

const MEMBERS = new Set(['MethodDefinition', 'PropertyDefinition', 'AccessorProperty']);

export function matchMember(search: Search, node: Node, ancestors: readonly Node[]): void {
  if (!MEMBERS.has(node.type)) return;
  for (const { decorator, name, options } of ourDecorators(search, node, ancestors)) {
    const fn = functionOf(node);
    if (name === 'addAttributes') {
      addAddition(search, node, fn, ancestors, decorator, options);
    } else if (name === 'noInstrument') {
      if (fn !== undefined) search.excluded.add(fn);
      search.erase.push(erasureOf(search, decorator));
    } else if (fn === undefined) {
      search.refuse('transform/unsupported-shape', decorator, { shape: shapeOf(node) });
    } else {
      const read = readOptions(search, options);
      if (read === undefined) search.excluded.add(fn);
      else
        addMember(search, node, fn, ancestors, { options: read, erase: [erasureOf(search, decorator)], at: decorator });
    }
  }
}

// `@addAttributes({ attributes, fields })`: no span of its own.
function addAddition(
  search: Search,
  node: Node,
  fn: Node | undefined,
  ancestors: readonly Node[],
  decorator: Node,
  given: Node | undefined,
): void {
  const options = fn === undefined ? undefined : readOptions(search, given, ['attributes', 'fields']);
  if (fn === undefined || fn['body'].type !== 'BlockStatement') {
    search.refuse('transform/unsupported-shape', decorator, { shape: shapeOf(node) });
  } else if (options !== undefined) {
    const name = memberName(node, ancestors, search.file.code);
    const erase = [erasureOf(search, decorator)];
    search.additions.push({
      target: { fn, ancestors: [...ancestors, node], name, options, code: true, erase, at: decorator },
    });
  }
}

function addMember(
  search: Search,
  node: Node,
  fn: Node,
  ancestors: readonly Node[],
  rest: Pick<Target, 'options' | 'erase' | 'at'>,
): void {
  const name = memberName(node, ancestors, search.file.code);
  search.add({ fn, ancestors: [...ancestors, node], name, code: true, ...rest });
}

/** Every method of a decorated class, but for its constructor and members that say something themselves. */
export function matchClass(search: Search, node: Node, ancestors: readonly Node[]): void {
  if (node.type !== 'ClassDeclaration' && node.type !== 'ClassExpression') return;
  for (const { decorator, name, options } of ourDecorators(search, node, ancestors)) {
    const read = name === 'instrument' ? readClassOptions(search, options) : undefined;
    if (name === 'addAttributes') search.refuse('transform/unsupported-shape', decorator, { shape: 'a class' });
    if (name === 'addAttributes' || (name === 'instrument' && read === undefined)) continue;
    search.erase.push(erasureOf(search, decorator));
    for (const member of node['body']['body'] as Node[]) {
      const inside = [...ancestors, node, node['body'] as Node];
      const fn = MEMBERS.has(member.type) ? functionOf(member) : undefined;
      const said = ourDecorators(search, member, inside).some((one) => one.name !== 'addAttributes');
      if (fn === undefined || said) continue;
      if (read === undefined) search.excluded.add(fn);
      else if (isChosen(member, read.chosen))
        addMember(search, member, fn, inside, { options: read.options, erase: [], at: decorator });
    }
  }
}

function isChosen(member: Node, { include, exclude }: Chosen): boolean {
  const key = member['key'] as Node;
  const name = `${key.type === 'PrivateIdentifier' ? '#' : ''}${String(key['name'] ?? key['value'])}`;
  if (include !== undefined) return include.includes(name);
  return member['kind'] !== 'constructor' && exclude?.includes(name) !== true;
}

/** The function that a member is or holds, if it has a body. */
function functionOf(member: Node): Node | undefined {
  const value = member['value'] as Node | null | undefined;
  const fn = value ? unwrap(value) : undefined;
  return fn !== undefined && isFunction(fn) && fn['body'] ? fn : undefined;
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
  if (node.type === 'AccessorProperty') return 'an accessor that holds no function';
  return node.type === 'PropertyDefinition' ? 'a field that holds no function' : 'a method without a body';
}

/** Walking deep trees, and the walks that leave something out. */

import { expect, test } from '@jest/globals';
import { parse } from '../../transformer/parse.ts';
import type { Node } from '../../transformer/types.ts';
import { walk, walkCode, walkStatements } from '../../transformer/walk.ts';

const program = (code: string): Node => parse(code, 'a.ts').program;

function visited(run: (visit: (node: Node, ancestors: readonly Node[]) => void) => void): string[] {
  const seen: string[] = [];
  run(
    (node, ancestors) =>
      void seen.push(`${node.type} ${node.start} below ${ancestors.at(-1)?.start ?? 'nothing'} ${ancestors.length}`),
  );
  return seen;
}

// What the walk promises, without a thought for depth or speed.
function slowly(root: Node, visit: (node: Node, ancestors: readonly Node[]) => void): void {
  const pending: [Node, readonly Node[]][] = [[root, []]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [node, ancestors] = next;
    visit(node, ancestors);
    const children = Object.values(node)
      .flat()
      .filter((child) => typeof child?.type === 'string') as Node[];
    const inOrder = children.toSorted((a, b) => a.start - b.start).reverse();
    pending.push(...inOrder.map((child): [Node, readonly Node[]] => [child, [...ancestors, node]]));
  }
}

test.each([10, 500, 900])('%i levels are visited in order, with all ancestors', (depth) => {
  const root = program(`before; ${'[a, '.repeat(depth)}end${', b]'.repeat(depth)}; after;`);
  expect(visited((visit) => walk(root, visit))).toEqual(visited((visit) => slowly(root, visit)));
});

test('a hundred thousand levels overflow no stack', () => {
  const leaf: Node = { type: 'Identifier', start: 0, end: 1, name: 'x' };
  let root = leaf;
  for (let i = 0; i < 100_000; i++) root = { type: 'UnaryExpression', start: 0, end: 1, operator: '!', argument: root };
  let deepest = 0;
  walk(root, (node, ancestors) => {
    if (node === leaf) deepest = ancestors.length;
  });
  expect(deepest).toBe(100_000);
});

test('what a visitor skips below the deepest call stays skipped, and what follows is visited', () => {
  const root = program(`${'['.repeat(600)}{ skipped: inside }${']'.repeat(600)}; after;`);
  const names: string[] = [];
  walk(root, (node) => {
    if (node.type === 'Identifier') names.push(node['name'] as string);
    return node.type !== 'ObjectExpression';
  });
  expect(names).toEqual(['after']);
});

test('types hold no code; expressions, enums and namespaces do', () => {
  const root = program(
    'let a: A<B> = c as D; f<E>(g!); enum H { I = j() } namespace K { l } interface M { n: O } type P = Q; class R extends S<T> implements U {}',
  );
  const names: string[] = [];
  walkCode(root, (node) => void (node.type === 'Identifier' && names.push(node['name'] as string)));
  expect(names.join('')).toBe('acfgHIjKlRS');
});

test('statements of a function are its own, wherever they stand', () => {
  const root = program(`function f() {
    if (a) return 1; else { return 2 }
    for (var b of c) { d: while (e) { do return 3; while (g) } }
    for (var h = () => { return 0 };;) switch (i) { case 1: return 4; default: return 5 }
    for (var j in k) return 6;
    try { return 7 } catch { return 8 } finally { return 9 }
    function l() { return 0 }
    class M { static { var n; } o = () => { return 0 } }
  }`);
  const returned: unknown[] = [];
  const declared: string[] = [];
  walkStatements((root['body'] as Node[])[0]?.['body'] as Node, (node) => {
    if (node.type === 'ReturnStatement') returned.push(node['argument'].value);
    if (node.type === 'VariableDeclaration') declared.push(node['declarations'][0].id.name as string);
  });
  expect(returned).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(declared).toEqual(['b', 'h', 'j']);
});

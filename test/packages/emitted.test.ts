/** What shipped packages taught about emitted text: minified keywords, exports that Node reads, files of generators only. */

import { expect, test } from '@jest/globals';
import { transform } from '../../transformer/index.ts';

const RULES = { rules: [{ functions: 'all' as const }] };
const emitted = (code: string, id = '/x.js'): string => transform(code, id, RULES)?.code ?? '';

test.each([
  ['function* g(x) { yield[x]; yield(x); yield"a"; }', 'yield'],
  ['async function f(x) { await[x]; await(x); }', 'await'],
  ['async function f(x) { return[x][0]; }', 'return'],
  ['async function f(x) { return(x); }', 'return'],
  ['async function f(x) { for await (const y of[x]) y; }', 'of'],
])('%s: no keyword grows into a name', (code, keyword) => {
  const text = emitted(code);
  expect(text).toMatch(/\$\w+\(/);
  expect(text).not.toMatch(new RegExp(`\\b${keyword}\\$`));
});

const GETTER = `Object.defineProperty(exports, "a", { enumerable: true, get: function () { return from_1.a; } });`;
const STAR = `Object.keys(_from).forEach(function (key) {
  if (key === "default" || key === "__esModule") return;
  if (key in exports && exports[key] === _from[key]) return;
  Object.defineProperty(exports, key, { enumerable: true, get: function () { return _from[key]; } });
});`;

test('re-exports of CommonJS keep the forms by which Node finds their names', () => {
  const text = emitted(`${GETTER}\n${STAR}\nexports.f = function () { return 1; };`, '/x.cjs');
  expect(text).toContain(GETTER);
  expect(text).toContain(STAR);
  expect(text).toMatch(/exports\.f = function \(\) \{ var \$t/);
});

test('a getter that is no export is instrumented', () => {
  expect(emitted(`Object.defineProperty(own, "a", { get: function () { return x.a; } });`)).toContain('$enter');
});

test('a file of generators only is recognised by a second pass', () => {
  const text = emitted('export function* g() { yield 1; }', '/x.mjs');
  expect(transform(text, '/x.mjs', RULES)).toBeNull();
});

/** The grammar's expressions. Each alternative that its place does not allow becomes a simple one. */
// oxlint-disable import/no-cycle -- a grammar is recursive

import { callOf, classText, functionExpression, arrow, objectText } from './functions.ts';
import { blank, deeper, gap, isDeep, type Scope } from './scope.ts';

type Rule = (s: Scope) => string;

/** An expression as it may stand after `=`, or as an argument. */
export function expression(s: Scope): string {
  if (isDeep(s)) return leaf(s);
  return s.c.pick(RULES)(deeper(s));
}

/** An expression with `,` at the top now and then. */
export const sequence: Rule = (s) => (s.c.once(8) ? `${expression(s)},${gap(s)}${expression(s)}` : expression(s));

/** An operand of anything. */
function operand(s: Scope): string {
  const text = expression(s);
  return /^[\w.]+$/.test(text) || /^[\w.]+\([^()`]*\)$/.test(text) ? text : `(${text})`;
}

export const leaf: Rule = (s) =>
  s.c.pick<Rule>([() => String(s.c.below(4)), name, () => `log('${s.c.pick(['a', 'b', 'c'])}', ${name(s)})`, odd])(s);

const odd: Rule = (s) =>
  s.c.pick([
    'undefined',
    'null',
    `'text'`,
    'true',
    '[1, 2]',
    '{}',
    'NaN',
    '-0',
    '1n',
    '/re/g',
    'Symbol.iterator',
    `steps('i', 2)`,
    `asyncSteps('ai', 2)`,
    `thenable(1)`,
    `badThenable()`,
    `Promise.resolve(1)`,
    `Promise.reject(new Boom('r'))`,
    `new SubPromise((go) => go(2))`,
    `spy('s')`,
    `traps('p')`,
    `boom('x')`,
  ]);

const name: Rule = (s) => s.c.pick(s.names);

/** Something that can be assigned to. */
const place: Rule = (s) =>
  s.c.pick<Rule>([
    () => s.c.pick(s.names.filter((one) => one !== 'self')),
    () => `bag.${s.c.pick(['a', 'b', 'c'])}`,
    () => `bag[${expression(s)}]`,
    () => (s.super ? 'super.written' : 'bag.d'),
    () => (s.arguments ? 'arguments[0]' : 'bag.e'),
    () => (s.private ? `bag.#p0` : 'bag.f'),
  ])(s);

const pattern: Rule = (s) =>
  s.c.pick<Rule>([
    () => `[${place(s)}, ${place(s)} = ${expression(s)}]`,
    () => `{ a: ${place(s)} = ${expression(s)}, [${expression(s)}]: ${place(s)} }`,
    () => `[...${place(s)}]`,
    () => `{ ...bag.rest }`,
  ])(s);

const RULES: readonly Rule[] = [
  leaf,
  (s) => `log('${s.c.pick(['d', 'e', 'f'])}',${gap(s)}${expression(s)})`,
  callOf,
  callOf,
  (s) => (s.async ? `await${gap(s)}${operand(s)}` : callOf(s)),
  (s) => (s.async ? `await${gap(s)}${operand(s)}` : leaf(s)),
  (s) => (s.async ? `${operand(s)} + await ${operand(s)}` : `${operand(s)} + ${operand(s)}`),
  (s) => (s.generator ? yielded(s) : leaf(s)),
  (s) => (s.generator ? yielded(s) : callOf(s)),
  (s) => (s.async ? `await Promise.resolve(${expression(s)})` : `Promise.resolve(${expression(s)})`),
  (s) => arrow(s).text,
  (s) => arrow(s).text,
  (s) => functionExpression(s).text,
  (s) => `(${functionExpression(s).text})(${expression(s)})`,
  (s) => `(${arrow(s).text})(${expression(s)})`,
  (s) => `new (${functionExpression(s).text})(${expression(s)})`,
  (s) => `(${sequence(s)},${gap(s)}${expression(s)})`,
  (s) => `${operand(s)} ? ${expression(s)} :${gap(s)}${expression(s)}`,
  (s) => `${operand(s)} ${s.c.pick(['&&', '||', '??'])} ${operand(s)}`,
  (s) => `${operand(s)} ${s.c.pick(['-', '*', '<', '===', '==', 'instanceof Promise ===', '>>>'])} ${operand(s)}`,
  (s) => `${s.c.pick(['typeof', 'void', '!', '-'])} ${operand(s)}`,
  (s) => `${place(s)} =${gap(s)}${expression(s)}`,
  (s) => `${place(s)} ${s.c.pick(['+=', '??=', '||=', '&&='])} ${expression(s)}`,
  (s) => `${s.c.pick(['++', '--'])}${place(s)}`,
  (s) => `(${pattern(s)} =${gap(s)}${expression(s)})`,
  (s) => `[${s.c.some(3, () => `${s.c.once(4) ? '...' : ''}${expression(s)}`).join(', ')}]`,
  (s) => objectText(s),
  (s) => classText(s, ''),
  (s) => `new (${classText(s, '')})(${expression(s)})`,
  (s) => `\`t\${${sequence(s)}}\${${expression(s)}}\``,
  (s) => `tag\`x\${${expression(s)}}\\u{41}\${${expression(s)}}\``,
  (s) => `${operand(s)}?.${s.c.pick(['a', 'then', `[${expression(s)}]`, `(${expression(s)})`, 'constructor'])}`,
  (s) => `${operand(s)}.${s.c.pick(['a', 'length', 'name', 'constructor', 'valueOf()'])}`,
  (s) => `spy('o').${s.c.pick(['a', 'b', `m(${expression(s)})`, 'm?.(1)', 'zz?.a.b'])}`,
  () => 'this',
  (s) => (s.newTarget ? 'new.target' : leaf(s)),
  (s) => (s.arguments ? s.c.pick(['arguments', 'arguments.length', '[...arguments]', 'arguments[1]']) : leaf(s)),
  (s) =>
    s.super ? s.c.pick(['super.inherited', 'super.up(1)', `super[${expression(s)}]`, 'super.toString']) : leaf(s),
  (s) => (s.private ? s.c.pick(['this.#p0', '#p0 in this', 'this?.#p0', 'this.#p1?.(2)']) : leaf(s)),
  (s) => evaluated(s),
  (s) => `delete bag.${s.c.pick(['a', 'b'])}`,
  (s) => (s.module ? 'typeof import.meta' : `(0, eval)('this') === this`),
];

function yielded(s: Scope): string {
  const text = s.c.pick<Rule>([
    () => `yield${blank(s)}${expression(s)}`,
    () => 'yield',
    () => `yield* steps('y', ${s.c.below(3)})`,
    () => `yield*${gap(s)}${operand(s)}`,
    () => (s.async ? `yield* asyncSteps('ya', 2)` : `yield* [1, 2]`),
    () => (s.async ? `yield await ${operand(s)}` : 'yield yield 1'),
  ])(s);
  return `(${text})`;
}

const evaluated: Rule = (s) => {
  const bits = [
    `'${s.c.pick(s.names)}'`,
    `'this'`,
    `'typeof nowhere'`,
    `'(() => this)()'`,
    `'(function named(a) { return a; })(4)'`,
    ...(s.strict ? [] : [`'var ev = 1; ev'`]),
    ...(s.arguments ? [`'arguments.length'`] : []),
    ...(s.newTarget ? [`'new.target'`] : []),
    ...(s.super ? [`'super.inherited'`] : []),
  ];
  return `eval(${s.c.pick(bits)})`;
};

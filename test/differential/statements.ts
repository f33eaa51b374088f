/** The grammar's statements. */
// oxlint-disable import/no-cycle -- a grammar is recursive

import { expression, sequence } from './expressions.ts';
import { classText, declaration } from './functions.ts';
import { blank, deeper, gap, isDeep, type Callable, type Scope } from './scope.ts';

interface Names {
  names: readonly string[];
  callables: readonly Callable[];
}

type Rule = (s: Scope, into: Names) => string;

/** Up to `max` statements; each sees the names that those before it declared. */
export function statements(s: Scope, max: number): string {
  const into: Names = { names: s.names, callables: s.callables };
  const list = s.c.some(max, () => statement({ ...s, ...into }, into));
  if (s.inFunction && s.c.once(2)) list.push(`return${blank(s)}${sequence({ ...s, ...into })}`);
  return list.join(s.c.once(7) ? '\n' : '; ');
}

function statement(s: Scope, into: Names): string {
  return isDeep(s) ? text(s) : s.c.pick(RULES)(deeper(s), into);
}

const text = (s: Scope): string => {
  const one = sequence(s);
  return /^(\{|function|class|async|let\b)/.test(one) ? `(${one})` : one;
};

const block = (s: Scope, max = 3): string => `{ ${statements(s, max)} }`;

function declared(s: Scope, into: Names, word: string, value: string): string {
  const name = word === 'var' ? s.c.pick(['v0', 'v1', 'v2']) : `l${s.c.fresh()}`;
  into.names = [...into.names, name];
  return `${word} ${name}${gap(s)}=${gap(s)}${value}`;
}

function loop(s: Scope, head: string, names: readonly string[] = []): string {
  const labelled = s.c.once(4) ? `loop${s.c.fresh()}` : '';
  const inner = deeper(s, {
    inLoop: true,
    names: [...s.names, ...names],
    labels: labelled === '' ? s.labels : [...s.labels, { name: labelled, loop: true }],
  });
  const body = s.c.once(5) ? `${singleStatement(inner)};` : block(inner);
  return `${labelled === '' ? '' : `${labelled}: `}${head} ${body}`;
}

// A body without braces declares nothing.
const singleStatement = (s: Scope): string => (s.c.once(2) ? `log('single', ${expression(s)})` : jump(s));

function jump(s: Scope): string {
  const loops = s.labels.filter((one) => one.loop);
  const options = [
    ...(s.inLoop || s.inSwitch ? ['break'] : []),
    ...(s.inLoop ? ['continue'] : []),
    ...s.labels.map((one) => `break ${one.name}`),
    ...loops.map((one) => `continue ${one.name}`),
    ...(s.inFunction ? ['return'] : []),
  ];
  return options.length === 0 ? text(s) : s.c.pick(options);
}

function tried(s: Scope): string {
  const name = `e${s.c.fresh()}`;
  const binding = s.c.pick([` (${name})`, ` (${name})`, '', ` ({ message: ${name} = ${expression(s)} })`]);
  const handler = `catch${binding}${gap(s)}${block(deeper(s, { names: binding === '' ? s.names : [...s.names, name] }))}`;
  const finalizer = `finally${gap(s)}${block(s)}`;
  return `try ${block(s)} ${s.c.pick([handler, `${handler} ${finalizer}`, finalizer])}`;
}

const forOf = (s: Scope): string => {
  const name = `l${s.c.fresh()}`;
  const binding = s.c.pick([
    `const ${name}`,
    `let ${name}`,
    `const [${name} = ${expression(s)}]`,
    `var ${name}`,
    'bag.x',
    `let { a: ${name} }`,
  ]);
  const source = s.c.pick([`steps('of', 3)`, '[1, 2, 3]', `brokenSteps('br')`, expression(s)]);
  return loop(s, `for (${binding} of${gap(s)}${source})`, binding === 'bag.x' ? [] : [name]);
};

const forAwait = (s: Scope): string => {
  const name = `l${s.c.fresh()}`;
  const source = s.c.pick([
    `asyncSteps('aw', 3)`,
    `[Promise.resolve(1), thenable(2), 3]`,
    `steps('sync', 3)`,
    `brokenSteps('br')`,
    expression(s),
  ]);
  return loop(s, `for await${gap(s)}(${s.c.pick(['const', 'let', 'var'])} ${name} of ${source})`, [name]);
};

const RULES: readonly Rule[] = [
  text,
  text,
  (s, into) => declared(s, into, 'let', expression(s)),
  (s, into) => declared(s, into, 'var', expression(s)),
  (s, into) => declared(s, into, 'const', expression(s)),
  (s) => `if (${sequence(s)}) ${block(s)}${s.c.once(2) ? ` else ${block(s)}` : ''}`,
  tried,
  tried,
  (s) => (s.inFunction ? `return${blank(s)}${sequence(s)}` : text(s)),
  (s) => (s.inFunction ? `if (${expression(s)}) return${s.c.once(3) ? '' : ` ${sequence(s)}`}` : tried(s)),
  jump,
  (s) => `if (${expression(s)}) ${jump(s)}`,
  (s) => `throw ${s.c.pick([`new Boom('t')`, `'thrown'`, expression(s)])}`,
  (s) => {
    const i = `i${s.c.fresh()}`;
    return loop(s, `for (let ${i} = 0; ${i} < ${s.c.below(3) + 1} && more(); ${i}++)`, [i]);
  },
  (s) => {
    const i = `i${s.c.fresh()}`;
    return loop(s, `for (let ${i} = 0, close${i} = () => ${i}; log('loop', close${i}()) < 2 && more(); ${i}++)`, [
      `close${i}`,
    ]);
  },
  forOf,
  (s) => (s.async ? forAwait(s) : forOf(s)),
  (s) => (s.async ? forAwait(s) : tried(s)),
  (s) =>
    loop(
      s,
      `for (${s.c.pick(['const', 'let', 'var'])} k${s.c.fresh()} in ${s.c.pick([`{ a: 1, b: 2 }`, `traps('in')`, expression(s)])})`,
    ),
  (s) => loop(s, `while (more() && (${expression(s)}))`),
  (s) => `do ${block(deeper(s, { inLoop: true }))} while (false)`,
  (s) => {
    const inner = deeper(s, { inSwitch: true });
    const cases = s.c.some(
      3,
      () => `case ${expression(s)}: ${s.c.once(3) ? `let q${s.c.fresh()} = 1;` : ''} ${statements(inner, 2)};`,
    );
    const other = s.c.once(2) ? `default: ${statements(inner, 2)}` : '';
    return `switch (${sequence(s)}) { ${cases.join(' ')} ${other} }`;
  },
  (s) => {
    const label = `block${s.c.fresh()}`;
    return `${label}: ${block(deeper(s, { labels: [...s.labels, { name: label, loop: false }] }))}`;
  },
  (s) => block(s),
  (s, into) => {
    const twice = s.c.once(3);
    const written = declaration(s, twice ? s.c.pick(['h0', 'v0', 'arguments', 'a']) : `h${s.c.fresh()}`);
    // Of two functions with one name the later could call itself through the earlier.
    if (!twice) into.callables = [...into.callables, written.callable];
    into.names = [...into.names, written.callable.name];
    return written.text;
  },
  // Hoisted: called before it is declared.
  (s) => {
    const name = `h${s.c.fresh()}`;
    return `log('hoisted', typeof ${name}); { ${declaration(s, name).text} } log('after', typeof ${name})`;
  },
  (s, into) => {
    const name = `C${s.c.fresh()}`;
    into.names = [...into.names, name];
    return classText(s, name);
  },
  (s) => (s.strict ? block(s) : `with (${s.c.pick(['{ a: 1 }', `spy('with')`])}) ${block(s)}`),
  (s) =>
    s.using && (s.inFunction || s.module)
      ? `{ using u${s.c.fresh()} = disposable('u'); ${statements(s, 2)} }`
      : block(s),
  (s) =>
    s.using && s.async ? `{ await using u${s.c.fresh()} = asyncDisposable('au'); ${statements(s, 2)} }` : block(s),
  () => '',
];

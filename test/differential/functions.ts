/** The grammar's functions in every shape: declarations, expressions, arrows, classes, object literals. */
// oxlint-disable import/no-cycle -- a grammar is recursive

import { expression, leaf } from './expressions.ts';
import { deeper, gap, inBody, isDeep, type Callable, type Scope } from './scope.ts';
import { statements } from './statements.ts';

export interface Written {
  readonly text: string;
  readonly callable: Callable;
}

interface Parameters {
  readonly text: string;
  readonly names: readonly string[];
  readonly simple: boolean;
}

const KINDS = [
  { async: false, generator: false },
  { async: true, generator: false },
  { async: false, generator: true },
  { async: true, generator: true },
] as const;

const head = ({ async, generator }: { async: boolean; generator: boolean }, word = 'function'): string =>
  `${async ? 'async ' : ''}${word}${generator ? '*' : ''}`;

function parameters(s: Scope, unique: boolean): Parameters {
  // Neither `await` nor `yield` may stand in parameters, and an arrow's close over what is outside.
  const outer = deeper(s, { async: false, generator: false });
  const names: string[] = [];
  const name = (): string => {
    const text = s.c.pick(['a', 'b', 'd', 'e']) + (unique || names.length > 0 ? String(names.length) : '');
    names.push(text);
    return text;
  };
  let simple = true;
  const items = s.c.some(3, () => {
    const kind = s.c.below(9);
    if (kind < 5) return name();
    simple = false;
    if (kind === 5) return `${name()} = ${expression(outer)}`;
    if (kind === 6) return `{ a: ${name()} = ${expression(outer)}, [${leaf(outer)}]: ${name()} } = spy('param')`;
    if (kind === 7) return `[${name()}, ${name()} = ${leaf(outer)}] = steps('param', 2)`;
    return `${name()} = () => ${names.at(-2) ?? '0'}`;
  });
  if (s.c.once(6)) {
    simple = false;
    items.push(`...${name()}`);
  }
  if (!unique && simple && !s.strict && items.length > 1 && s.c.once(6)) return { text: 'a, a', names: ['a'], simple };
  return { text: items.join(', '), names, simple };
}

function block(s: Scope, params: Parameters): string {
  const directive =
    params.simple && !/\ba, a\b/.test(params.text) && s.c.once(8)
      ? s.c.pick([`'use strict';`, `"use strict"\n`, `'other' ;`])
      : '';
  const inner = deeper(s, {
    names: [...s.names, ...params.names],
    strict: s.strict || directive.includes('use strict'),
  });
  const first = params.names[0];
  const alias =
    first !== undefined && s.arguments && s.c.once(8)
      ? `arguments[0] = ${expression(inner)}; log('alias', ${first}, arguments.length); `
      : '';
  return `{ ${directive}${alias}${statements(inner, 4)} }`;
}

const ordinary = { newTarget: true, arguments: true, super: false } as const;

export function declaration(s: Scope, name: string): Written {
  const kind = s.c.pick(KINDS);
  const params = parameters(inBody(s, { ...ordinary, async: false, generator: false }), false);
  const body = block(inBody(s, { ...ordinary, ...kind }), params);
  return { text: `${head(kind)} ${name}(${params.text})${gap(s)}${body}`, callable: { name, ...kind } };
}

export function functionExpression(s: Scope): Written {
  const kind = s.c.pick(KINDS);
  const params = parameters(inBody(s, { ...ordinary, async: false, generator: false }), false);
  const self = s.c.once(3);
  const inner = inBody(s, { ...ordinary, ...kind, names: self ? [...s.names, 'self'] : s.names });
  return {
    text: `${head(kind)}${self ? ' self' : ''}(${params.text}) ${block(inner, params)}`,
    callable: { name: '', ...kind },
  };
}

export function arrow(s: Scope): Written {
  const async = s.c.once(3);
  const params = parameters(inBody(s, { async: false, generator: false }), true);
  const inner = inBody(s, { async, generator: false, names: [...s.names, ...params.names] });
  const value = (): string => {
    const text = expression(inner);
    return text.startsWith('{') ? `(${text})` : text;
  };
  const body = s.c.pick([
    value,
    value,
    () => block(inner, params),
    () => `({${gap(s)}a: ${expression(inner)} })`,
    () => `(${value()}, ${value()})`,
    () => `((${value()}))`,
  ])();
  const list =
    params.simple && params.names.length === 1 && s.c.once(2) ? (params.names[0] as string) : `(${params.text})`;
  return {
    text: `(${async ? 'async ' : ''}${list} =>${gap(s)}${body})`,
    callable: { name: '', async, generator: false },
  };
}

export const objectText = (s: Scope): string =>
  `{ ${s.c
    .some(4, () =>
      s.c.pick<(one: Scope) => string>([
        (one) => `a: ${expression(one)}`,
        (one) =>
          method(
            one,
            one.c.pick([
              'm',
              `'quoted key'`,
              '3',
              `[${expression({ ...one, ...outside(one) })}]`,
              'async',
              'get',
              'static',
            ]),
          ),
        (one) => accessor(one, one.c.pick(['b', '[Symbol.toStringTag]', '4'])),
        (one) => `...${expression(one)}`,
        (one) => `__proto__: ${expression(one)}`,
        (one) => `[log('key', 'k')]: ${expression(one)}`,
        (one) => `fn: ${arrow(one).text}`,
        (one) => `fn: ${functionExpression(one).text}`,
      ])(s),
    )
    .join(`,${gap(s)}`)} }`;

// A computed key belongs to the code around the class or object.
const outside = (s: Scope): Partial<Scope> => ({ async: s.async, generator: s.generator });

function method(s: Scope, key: string): string {
  const kind = s.c.pick(KINDS);
  const scope = inBody(s, { newTarget: true, arguments: true, super: true });
  const params = parameters({ ...scope, async: false, generator: false }, true);
  return `${head(kind, '')}${kind.async && !kind.generator && /^[[']/.test(key) ? ' ' : ''}${key}(${params.text}) ${block({ ...scope, ...kind }, params)}`;
}

function accessor(s: Scope, key: string): string {
  const scope = inBody(s, { newTarget: true, arguments: true, super: true, async: false, generator: false });
  return s.c.once(2)
    ? `set ${key}(v) ${block(scope, { text: 'v', names: ['v'], simple: true })}`
    : `get ${key}() ${block(scope, { text: '', names: [], simple: true })}`;
}

export function classText(s: Scope, name: string): string {
  if (isDeep(s)) return `class ${name} {}`;
  const derived = s.c.once(2);
  const inner = deeper(s, { strict: true, private: true });
  const field = inBody(inner, {
    async: false,
    generator: false,
    newTarget: true,
    arguments: false,
    super: true,
    inFunction: false,
  });
  const members = s.c.some(4, () =>
    s.c.pick<(one: Scope) => string>([
      (one) =>
        method(one, one.c.pick(['m', '#p1', `[${expression(one)}]`, `'a b'`, 'n'])).replace('#p1', `#q${s.c.fresh()}`),
      (one) => `static ${method(one, one.c.pick(['sm', `[log('skey', 'sk')]`, 'call']))}`,
      (one) => accessor(one, one.c.pick(['b', `[log('akey', 'ak')]`])),
      (one) => `static ${accessor(one, 'sb')}`,
      () => `f = ${expression(field)};`,
      () => `static sf = ${expression(field)};`,
      () => `[log('fkey', 'fk')] = ${arrow(field).text};`,
      () => `static { ${statements({ ...field, labels: [] }, 2)} }`,
    ])(inner),
  );
  const constructorText = s.c.once(2) ? constructor(inner, derived) : '';
  const heritage = derived
    ? ` extends ${s.c.pick(['Base', 'Base', 'SubPromise', 'Array', 'null', `(log('heritage'), Base)`])}`
    : '';
  return `class ${name}${heritage} { #p0 = 1; #p1(x) { return x; } ${constructorText} ${members.join(`${gap(s)};`)} }`;
}

function constructor(s: Scope, derived: boolean): string {
  const scope = inBody(s, { newTarget: true, arguments: true, super: true, async: false, generator: false });
  const params = parameters(scope, true);
  const before = s.c.once(4) ? statements({ ...scope, names: [...scope.names, ...params.names] }, 1) : '';
  const call = derived
    ? s.c.pick([
        'super(1);',
        'super(...arguments);',
        `try { super(2); } finally { log('made'); }`,
        '',
        '(() => super(3))();',
      ])
    : '';
  const result = s.c.once(4) ? `return ${expression(scope)};` : '';
  return `constructor(${params.text}) { ${before} ${call} ${statements({ ...scope, names: [...scope.names, ...params.names] }, 2)} ${result} }`;
}

/** A call of something that was declared before. */
export function callOf(s: Scope): string {
  if (s.callables.length === 0) return `probe(${expression(s)})`;
  const { name } = s.c.pick(s.callables);
  const args = s.c.some(3, () => expression(s)).join(', ');
  return s.c.pick([
    `${name}(${args})`,
    `${name}(${args})`,
    `new ${name}(${args})`,
    `${name}.call(${expression(s)}${args === '' ? '' : `, ${args}`})`,
    `Reflect.construct(${name}, [${args}], Base)`,
    `${name}(...[${args}])`,
    `${name}?.(${args})`,
    `collectAll(${name}(${args}))`,
  ]);
}

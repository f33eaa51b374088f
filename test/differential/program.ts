/** Random programs: a few units of any shape, each followed by calls of it, drawn from lists of numbers. */

import fc from 'fast-check';
import { choicesFrom } from './choices.ts';
import { expression } from './expressions.ts';
import { arrow, classText, declaration, functionExpression, objectText } from './functions.ts';
import { deeper, topScope, type Callable, type Scope } from './scope.ts';
import { statements } from './statements.ts';

export interface Program {
  readonly code: string;
  readonly module: boolean;
}

/** Programs as fast-check makes and shrinks them. */
export const programs = (using: boolean): fc.Arbitrary<Program> =>
  fc
    .record({
      module: fc.boolean(),
      strict: fc.boolean(),
      units: fc.array(fc.array(fc.nat(0xffff), { minLength: 1, maxLength: 120, size: 'max' }), {
        minLength: 1,
        maxLength: 4,
      }),
    })
    .map(({ module, strict, units }) => ({ module, code: programText(units, module, strict, using) }));

function programText(units: readonly (readonly number[])[], module: boolean, strict: boolean, using: boolean): string {
  let callables: readonly Callable[] = [];
  const lines = [...(strict && !module ? [`'use strict';`] : []), 'var g0 = 1, g1 = { a: 1 };'];
  units.forEach((numbers, index) => {
    const scope = topScope(choicesFrom(numbers), module, strict, using);
    const written = unit({ ...scope, callables }, index);
    lines.push(written.text);
    if (written.callable !== undefined) callables = [...callables, written.callable];
  });
  if (module) lines.push('export {};');
  return lines.join('\n');
}

interface Unit {
  readonly text: string;
  readonly callable?: Callable;
}

function unit(s: Scope, index: number): Unit {
  const name = `f${index}`;
  const kind = s.c.below(6);
  if (kind <= 1) {
    const { text, callable } = declaration(s, name);
    return { text: `${text}\n${calls(s, callable)}`, callable };
  }
  if (kind === 2 || kind === 3) {
    const { text, callable } = kind === 2 ? functionExpression(s) : arrow(s);
    const own = { ...callable, name };
    return { text: `var ${name} = ${text};\n${calls(s, own)}`, callable: own };
  }
  if (kind === 4) {
    const made = s.c.some(2, () => `exercise(new ${name}(${expression(deeper(s, sync))}));`).join(' ');
    const text = classText(s, s.c.once(2) ? `K${index}` : '');
    return { text: `attempt('class', () => { const ${name} = ${text}; exercise(${name}); ${made} });` };
  }
  if (s.c.once(2)) return { text: `attempt('object', () => { exercise(${objectText(deeper(s, sync))}); });` };
  return { text: `try { ${statements(s, 4)} } catch (error) { log('top', error); }` };
}

// Inside the arrow of `attempt`.
const sync: Partial<Scope> = { async: false, generator: false, inFunction: true };

function calls(s: Scope, { name, async, generator }: Callable): string {
  const args = (): string => s.c.some(3, () => expression(deeper(s, sync))).join(', ');
  const lines = [`show(${name});`];
  const count = 1 + s.c.below(3);
  for (let i = 0; i < count; i++) {
    const call = s.c.pick([
      () => `${name}(${args()})`,
      () => `${name}.call(spy('self'), ${args()})`,
      () => `new ${name}(${args()})`,
      () => `${name}.apply(undefined, [${args()}])`,
    ])();
    if (generator) lines.push(`attempt('drive', () => drive(${call}, ${s.c.below(64)}));`);
    else if (s.c.once(async ? 3 : 6)) lines.push(`try { ${call}; } catch (error) { log('sync', error); }`);
    else lines.push(`attempt('call', () => ${call});`);
  }
  return lines.join('\n');
}

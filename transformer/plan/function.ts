/** Edits of one function: the frame around its body, and what each suspension and return inside it needs. */

import type { Edit, Node } from '../types.ts';
import { argumentsOf, around, atEnd, planReturns } from './returns.ts';
import { planSuspensions } from './suspensions.ts';
import { anyType, fallsOff, isAsync, isGenerator, LEVEL, tellsAtEnd, tellsLater, type Work } from './work.ts';

export function planFunction(work: Work): Edit[] {
  const inner = isAsync(work) || isGenerator(work) ? planSuspensions(work) : [];
  return [...inner, ...planReturns(work), frame(work)];
}

function frame(work: Work): Edit {
  const body = work.target.fn['body'] as Node;
  const before = prologue(work);
  const after = epilogue(work);
  if (body.type === 'BlockStatement') {
    const last = (body['body'] as Node[]).findLast((statement) => typeof statement['directive'] === 'string');
    const separator = last === undefined || work.file.code[last.end - 1] === ';' ? ' ' : '; ';
    const end = fallsOff(body) ? atEnd(work) : '';
    return {
      kind: 'wrap',
      start: last?.end ?? body.start + 1,
      end: body.end - 1,
      level: LEVEL.body,
      open: `${separator}${before}`,
      close: `${end}${after} `,
    };
  }
  // The body of an arrow that is one expression: `=> value` becomes `=> { ... return value; ... }`.
  const { open, close } = around(work, body);
  return {
    kind: 'wrap',
    start: body.start,
    end: body.end,
    level: LEVEL.body,
    open: `{ ${before} return ${open}`,
    close: `${close};${after} }`,
  };
}

function prologue(work: Work): string {
  const { fresh, hooks, fields, target, site } = work;
  const t = fresh('t');
  const parts = [enter(work, t, site)];
  if (tellsAtEnd(work))
    parts.push(...(fields.readsResult ? [`${fresh('v')}${anyType(work)}`] : []), `${fresh('x')} = 0`);
  if (tellsLater(work))
    parts.push(
      `${fresh('o')} = ${t} > 0 ? (${fields.readsResult ? `${fresh('v')}${anyType(work)}` : ''}) => { ${fields.onReturn?.(hooks, t)} } : null`,
    );
  const start = target.calls?.start;
  const statements = [
    fields.onEnter?.(hooks, t),
    start === undefined ? undefined : `${hooks(start.hook)}(${[t, ...argumentsOf(target.fn, start.args)].join(', ')});`,
  ].filter((text) => text !== undefined);
  return `var ${parts.join(', ')};${guarded(work, `${t} > 0`, statements.join(' '))} try {`;
}

function enter(work: Work, t: string, site: string): string {
  const { fresh, hooks } = work;
  const live = `${hooks('state')}.live`;
  const c = fresh('c');
  if (isGenerator(work)) return `${c} = ${live}, ${t} = ${c} < 0 ? ${c} : ${hooks('enter')}(${site})`;
  return `${t} = ${live} < 0 ? ${isAsync(work) ? live : '0'} : ${hooks('enter')}(${site})`;
}

function epilogue(work: Work): string {
  const { fresh, hooks, fields } = work;
  const [t, e, x] = [fresh('t'), fresh('e'), fresh('x')];
  const exit = isGenerator(work) ? `${hooks('leave')}(${t}, ${fresh('c')})` : `${hooks('exit')}(${t})`;
  const told = tellsAtEnd(work) ? guarded(work, `${t} > 0 && ${x} === 0`, fields.onReturn?.(hooks, t) ?? '') : '';
  const threw = tellsAtEnd(work) ? ` ${x} = 1;` : '';
  return ` } catch (${e}) {${threw} if (${t} !== 0) ${hooks('fail')}(${t}, ${e}); throw ${e}; } finally {${told} if (${t} !== 0) ${exit}; }`;
}

// The user's own expressions may throw; the function never hears of it.
function guarded({ fresh, hooks }: Work, when: string, statements: string): string {
  return statements === ''
    ? ''
    : ` if (${when}) { try { ${statements} } catch (${fresh('e')}) { ${hooks('guard')}(); } }`;
}

/** Edits of one function: the frame around its body, and what each suspension and return inside it needs. */

import type { Edit, Node } from '../types.ts';
import type { Problem } from './conflicts.ts';
import { planLocals, type Locals } from './locals.ts';
import { argumentsOf, around, atEnd, planReturns } from './returns.ts';
import { planSuspensions } from './suspensions.ts';
import {
  anyType,
  fallsOff,
  isAsync,
  isGenerator,
  judgesErrors,
  keepsCaller,
  LEVEL,
  listeners,
  tellsAtEnd,
  tellsLater,
  type Work,
} from './work.ts';

export interface PlannedFunction {
  readonly edits: readonly Edit[];
  /** What could not be had; the function is instrumented without it. */
  readonly problems: readonly Problem[];
}

export function planFunction(work: Work): PlannedFunction {
  const suspensions = isAsync(work) || isGenerator(work) ? planSuspensions(work) : [];
  const locals = planLocals(work);
  return {
    edits: [...suspensions, ...planReturns(work), ...locals.edits, frame(work, locals)],
    problems: locals.problems,
  };
}

function frame(work: Work, locals: Locals): Edit {
  const body = work.target.fn['body'] as Node;
  const before = prologue(work, locals);
  const after = epilogue(work, locals);
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

function prologue(work: Work, locals: Locals): string {
  const { fresh, hooks, fields, target } = work;
  const t = fresh('t');
  const start = target.calls?.start;
  const statements = [
    fields.onEnter?.(hooks, t),
    start === undefined ? undefined : `${hooks(start.hook)}(${[t, ...argumentsOf(target.fn, start.args)].join(', ')});`,
  ].filter((text) => text !== undefined);
  const mute = target.options.suppressChildren === true ? ` if (${t} > 0) ${hooks('state')}.live = -1;` : '';
  const variables = [enter(work), ...listenersOf(work), ...locals.variables].join(', ');
  return `${decide(work)}var ${variables};${guarded(work, `${t} > 0`, statements.join(' '))}${callback(work)}${mute} try {`;
}

// `when` is asked before anything is recorded, and not at all where nothing would be.
function decide(work: Work): string {
  const { fresh, hooks, fields } = work;
  if (fields.when === undefined) return '';
  const w = fresh('w');
  return `var ${w} = false;${guarded(work, `${hooks('state')}.live ${work.target.options.parent === 'root' ? '!== -2' : '>= 0'}`, `${w} = ${fields.when};`)} `;
}

function enter(work: Work): string {
  const { fresh, hooks, fields, site, target } = work;
  const [t, c] = [fresh('t'), fresh('c')];
  const live = `${hooks('state')}.live`;
  const root = target.options.parent === 'root';
  const call = `${hooks(root ? 'enterRoot' : 'enter')}(${site})`;
  const entered = fields.when === undefined ? call : `${fresh('w')} ? ${call} : 0`;
  if (root) return `${c} = ${live}, ${t} = ${c} === -2 ? -2 : ${entered}`;
  if (keepsCaller(work)) return `${c} = ${live}, ${t} = ${c} < 0 ? ${c} : ${entered}`;
  return `${t} = ${live} < 0 ? ${isAsync(work) ? live : '0'} : ${entered}`;
}

// Local functions and variables that the outcome is told to.
function listenersOf(work: Work): string[] {
  const { fresh, hooks, fields } = work;
  const [t, e, v, g, k] = [fresh('t'), fresh('e'), fresh('v'), fresh('g'), fresh('k')];
  const any = anyType(work);
  const variables: string[] = [];
  if (tellsAtEnd(work)) variables.push(...(fields.readsResult ? [`${v}${any}`] : []), `${fresh('x')} = 0`);
  const listen = (param: string, statements: string): string => `${t} > 0 ? (${param}) => { ${statements} } : null`;
  if (tellsLater(work))
    variables.push(
      `${fresh('o')} = ${listen(fields.readsResult ? `${v}${any}` : '', fields.onReturn?.(hooks, t) ?? '')}`,
    );
  if (judgesErrors(work)) {
    const expected =
      fields.expected === undefined
        ? ''
        : `var ${k}${any} = false; try { ${k} = ${fields.expected}; } catch (${e}) { ${hooks('guard')}(); } if (!${k}) `;
    const told = guarded(work, `${t} > 0`, fields.onError?.(hooks, t) ?? '');
    variables.push(`${fresh('h')} = ${listen(`${g}${any}`, `${expected}${hooks('fail')}(${t}, ${g});${told}`)}`);
  }
  return variables;
}

// mode: { callback: index }
function callback(work: Work): string {
  const { fresh, hooks, target } = work;
  const { mode } = target.options;
  if (typeof mode !== 'object' || !('callback' in mode)) return '';
  const [parameter] = argumentsOf(target.fn, [`$${mode.callback}`]);
  return ` ${parameter} = ${hooks('callback')}(${fresh('t')}, ${parameter}${listeners(work)});`;
}

function epilogue(work: Work, locals: Locals): string {
  const { fresh, hooks, fields } = work;
  const [t, e, x, h] = [fresh('t'), fresh('e'), fresh('x'), fresh('h')];
  const exit = keepsCaller(work) ? `${hooks('leave')}(${t}, ${fresh('c')})` : `${hooks('exit')}(${t})`;
  const told = tellsAtEnd(work) ? guarded(work, `${t} > 0 && ${x} === 0`, fields.onReturn?.(hooks, t) ?? '') : '';
  const threw = tellsAtEnd(work) ? ` ${x} = 1;` : '';
  const fail = judgesErrors(work)
    ? ` if (${h} !== null) ${h}(${e});`
    : ` if (${t} !== 0) ${hooks('fail')}(${t}, ${e});`;
  return ` } catch (${e}) {${threw}${locals.report}${fail} throw ${e}; } finally {${told} if (${t} !== 0) ${exit}; }`;
}

// The user's own expressions may throw; the function never hears of it.
function guarded({ fresh, hooks }: Work, when: string, statements: string): string {
  return statements === ''
    ? ''
    : ` if (${when}) { try { ${statements} } catch (${fresh('e')}) { ${hooks('guard')}(); } }`;
}

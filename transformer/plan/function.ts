/** Edits of one function: the frame around its body, and what each suspension and return inside it needs. */

import type { FreshName } from '../names.ts';
import type { Edit, Node, Parsed, Target } from '../types.ts';
import type { Fields } from './fields.ts';
import type { Hooks } from './head.ts';
import { planReturns } from './returns.ts';
import { leave, planSuspensions } from './suspensions.ts';

export interface Work {
  readonly target: Target;
  readonly file: Parsed;
  readonly fresh: FreshName;
  readonly hooks: Hooks;
  readonly fields: Fields;
  /** Name of the variable that holds the site's number. */
  readonly site: string;
}

/** Edits at one place nest by level: an await inside a returned expression inside the function's body. */
export const LEVEL = { await: 0, yield: 1, statement: 2, return: 3, body: 4 };

export function planFunction(work: Work): Edit[] {
  const { fn } = work.target;
  const body = fn['body'] as Node;
  const inner = fn['async'] === true || fn['generator'] === true ? planSuspensions(work) : [];
  return [...inner, ...planReturns(work), frame(work, fn, body)];
}

function frame(work: Work, fn: Node, body: Node): Edit {
  const before = prologue(work, fn);
  const after = epilogue(work, fn);
  if (body.type === 'BlockStatement') {
    const directives = (body['body'] as Node[]).filter((statement) => typeof statement['directive'] === 'string');
    const last = directives.at(-1);
    const separator = last === undefined ? ' ' : work.file.code[last.end - 1] === ';' ? ' ' : '; ';
    const start = last?.end ?? body.start + 1;
    return { kind: 'wrap', start, end: body.end - 1, level: LEVEL.body, open: `${separator}${before}`, close: `${after} ` };
  }
  // The body of an arrow that is one expression: `=> value` becomes `=> { ... return (value); ... }`.
  const { open, close } = returned(work);
  return {
    kind: 'wrap',
    start: body.start,
    end: body.end,
    level: LEVEL.body,
    open: `{ ${before} return ${open}`,
    close: `${close}; ${after} }`,
  };
}

/** What goes around the value of a `return`. */
export function returned(work: Work): { open: string; close: string } {
  const { fresh, hooks, target, fields } = work;
  const { fn, calls } = target;
  const t = fresh('t');
  const kept = fields.onReturn === undefined ? { open: '', close: '' } : { open: `${fresh('v')} = (`, close: ')' };
  // An async generator awaits what it returns.
  if (fn['generator'] === true && fn['async'] === true) {
    return { open: `${hooks('keep')}(${kept.open}(`, close: `)${kept.close}, ${leave(work)})` };
  }
  if (fn['generator'] === true) return kept;
  if (fn['async'] === true) return { open: `${hooks('settle')}((`, close: `), ${t}${fields.onReturn === undefined ? '' : `, ${fresh('o')}`})` };
  if (calls?.hold !== undefined) return { open: `${hooks('keep')}((`, close: `), ${holdCall(work)})` };
  return kept;
}

function holdCall({ target, hooks, fresh }: Work): string {
  const { fn } = target;
  const hold = target.calls?.hold;
  return hold === undefined ? '' : `${hooks(hold.hook)}(${[fresh('t'), ...argumentsOf(fn, hold.args)].join(', ')})`;
}

/** `$0` stands for the function's first parameter, under whatever name it has. */
function argumentsOf(fn: Node, args: readonly string[]): string[] {
  return args.map((arg) => {
    const index = /^\$(\d)$/.exec(arg)?.[1];
    return index === undefined ? arg : String(fn['params'][Number(index)]?.name ?? `arguments[${index}]`);
  });
}

const isTypeScript = (id: string): boolean => /\.[cm]?tsx?(?:[?#]|$)/.test(id);

const setsLater = (work: Work): boolean => work.fields.onReturn !== undefined && work.target.fn['async'] === true && work.target.fn['generator'] !== true;

function prologue(work: Work, fn: Node): string {
  const { fresh, hooks, fields, target, site } = work;
  const t = fresh('t');
  const live = `${hooks('state')}.live`;
  const suspends = fn['async'] === true || fn['generator'] === true;
  const enter =
    fn['generator'] === true
      ? `var ${fresh('c')} = ${live}, ${t} = ${fresh('c')} < 0 ? ${fresh('c')} : ${hooks('enter')}(${site})`
      : `var ${t} = ${live} < 0 ? ${suspends ? live : '0'} : ${hooks('enter')}(${site})`;
  const parts = [enter];
  if (fields.onReturn !== undefined && !setsLater(work)) parts.push(`${fresh('v')}, ${fresh('x')} = 0`);
  if (setsLater(work)) parts.push(`${fresh('o')} = ${t} > 0 ? (${fresh('v')}${isTypeScript(work.file.id) ? ': any' : ''}) => { ${fields.onReturn?.(hooks, t)} } : null`);
  const start = target.calls?.start;
  const statements = [
    fields.onEnter?.(hooks, t),
    start === undefined ? undefined : `${hooks(start.hook)}(${[t, ...argumentsOf(fn, start.args)].join(', ')});`,
  ].filter((text) => text !== undefined);
  const guarded = statements.length === 0 ? '' : ` if (${t} > 0) { try { ${statements.join(' ')} } catch (${fresh('e')}) { ${hooks('guard')}(); } }`;
  return `${parts.join(', ')};${guarded} try {`;
}

function epilogue(work: Work, fn: Node): string {
  const { fresh, hooks, fields } = work;
  const t = fresh('t');
  const e = fresh('e');
  const later = setsLater(work);
  const flag = fields.onReturn !== undefined && !later;
  const atEnd = later ? `; ${hooks('settle')}(void 0, ${t}, ${fresh('o')});` : '';
  const exit = fn['generator'] === true ? `${hooks('leave')}(${t}, ${fresh('c')})` : `${hooks('exit')}(${t})`;
  const onReturn = flag
    ? ` if (${t} > 0 && ${fresh('x')} === 0) { try { ${fields.onReturn?.(hooks, t)} } catch (${fresh('e')}) { ${hooks('guard')}(); } }`
    : '';
  return `${atEnd} } catch (${e}) {${flag ? ` ${fresh('x')} = 1;` : ''} if (${t} !== 0) ${hooks('fail')}(${t}, ${e}); throw ${e}; } finally {${onReturn} if (${t} !== 0) ${exit}; }`;
}

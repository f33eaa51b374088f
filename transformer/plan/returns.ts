/** Return statements whose value something else must see. */

import { unwrap } from '../targets/constants.ts';
import type { Edit, Node } from '../types.ts';
import { walkStatements } from '../walk.ts';
import { parametersOf } from './arrows.ts';
import { mayBePromise } from './promised.ts';
import { isAsync, isGenerator, leave, LEVEL, listeners, tellsAtEnd, tellsLater, type Work } from './work.ts';

export function planReturns(work: Work): Edit[] {
  const body = work.target.fn['body'] as Node;
  if (body.type !== 'BlockStatement' || !seesReturns(work)) return [];
  const edits: Edit[] = [];
  walkStatements(body, (node) => {
    if (node.type !== 'ReturnStatement') return;
    const value = node['argument'] as Node | null;
    if (value === null) edits.push(...bare(work, node));
    else if (needsWrap(work, value))
      edits.push({ kind: 'wrap', start: value.start, end: value.end, level: LEVEL.return, ...around(work, value) });
  });
  return edits;
}

const seesReturns = (work: Work): boolean =>
  isAsync(work) ||
  work.target.calls?.hold !== undefined ||
  keepsResult(work) ||
  work.mode === 'promise' ||
  work.mode === 'emitter';

// A generator's or a plain function's result waits in a variable, when `onReturn` reads it.
const keepsResult = (work: Work): boolean => tellsAtEnd(work) && work.fields.readsResult;

/** What goes around a returned value; nothing where nobody needs to see it. */
export function around(work: Work, value: Node): { open: string; close: string } {
  if (!seesReturns(work) || !needsWrap(work, value)) return { open: '', close: '' };
  const { fresh, hooks, target } = work;
  const t = fresh('t');
  // Assigned straight to a variable, an anonymous function would take its name.
  const kept = keepsResult(work)
    ? { open: `${fresh('v')} = (${takesName(value) ? 'void 0, ' : ''}`, close: ')' }
    : { open: '', close: '' };
  if (isAsync(work) && isGenerator(work)) {
    // It awaits what it returns.
    return { open: `${hooks('keep')}(${kept.open}(`, close: `)${kept.close}, ${leave(work)})` };
  }
  if (isAsync(work)) return { open: `${hooks('settle')}((`, close: `), ${t}${listeners(work)})` };
  const { mode } = target.options;
  if (work.mode === 'promise') return { open: `${hooks('result')}((`, close: `), ${t}${listeners(work)})` };
  if (typeof mode === 'object' && 'emitter' in mode) {
    const { end, error } = mode.emitter;
    return { open: `${hooks('emitter')}(${t}, (`, close: `), ${JSON.stringify([end, error])}${listeners(work)})` };
  }
  if (target.calls?.hold !== undefined) return { open: `${hooks('keep')}((`, close: `), ${holdCall(work)})` };
  return kept;
}

// return;  ->  return $settle(void 0, $t, $o);
function bare(work: Work, node: Node): Edit[] {
  const { fresh, hooks } = work;
  const at = node.start + 'return'.length;
  const text = tellsLater(work)
    ? endsHere(work)
      ? ` ${hooks('settle')}(void 0, ${fresh('t')}, ${fresh('o')})`
      : ''
    : keepsResult(work)
      ? ` ${fresh('v')} = void 0`
      : '';
  return text === '' ? [] : [{ kind: 'wrap', start: at, end: at, level: LEVEL.return, open: text, close: '' }];
}

/** What stands at the end of the body, for a function that falls off it. */
export function atEnd(work: Work): string {
  const { fresh, hooks } = work;
  if (tellsLater(work) && endsHere(work)) return `; ${hooks('settle')}(void 0, ${fresh('t')}, ${fresh('o')});`;
  return keepsResult(work) ? `; ${fresh('v')} = void 0;` : '';
}

function holdCall({ target, hooks, fresh }: Work): string {
  const hold = target.calls?.hold;
  return hold === undefined
    ? ''
    : `${hooks(hold.hook)}(${[fresh('t'), ...argumentsOf(target.fn, hold.args)].join(', ')})`;
}

/** `$0` stands for the function's first parameter, under whatever name it has. */
export function argumentsOf(fn: Node, args: readonly string[]): string[] {
  return args.map((arg) => {
    const index = /^\$(\d)$/.exec(arg)?.[1];
    return index === undefined ? arg : String(parametersOf(fn)[Number(index)]?.['name'] ?? `arguments[${index}]`);
  });
}

// A function that falls off its end, or returns nothing, has its result at once.
const endsHere = (work: Work): boolean => work.mode === undefined || work.mode === 'promise';

// `settle` and `result` have nothing to do for a value that is visibly no promise.
const needsWrap = (work: Work, value: Node): boolean => {
  const looks = (isAsync(work) && !isGenerator(work)) || work.mode === 'promise';
  return !looks || tellsLater(work) || (unwrap(value).type !== 'AwaitExpression' && mayBePromise(value));
};

const takesName = (value: Node): boolean =>
  /^(ArrowFunctionExpression|FunctionExpression|ClassExpression)$/.test(unwrap(value).type);

/** What the parts of a function's plan share: its names, and the texts that leave and take its context. */

import { isTypeScript } from '../file-id.ts';
import { mayReturnPromise } from './promised.ts';
import type { FreshName } from '../names.ts';
import type { Node, Parsed, Target } from '../types.ts';
import type { Fields } from './fields.ts';
import type { Hooks } from './head.ts';

export interface Work {
  readonly target: Target;
  readonly file: Parsed;
  readonly fresh: FreshName;
  readonly hooks: Hooks;
  readonly fields: Fields;
  /** Name of the variable that holds the site's number. */
  readonly site: string;
  /** What ends the span, where that is not the function itself or the promise of an async one. */
  readonly mode: Ending | undefined;
}

export type Ending = 'promise' | 'callback' | 'emitter';

/**
 * Edits of one range nest by level. Around `await x` comes before what its parent does with it as an operand: the
 * operand of another `await`, of a `yield`, of a `return`.
 */
export const LEVEL = { around: 0, operand: 1, statement: 2, return: 3, body: 4 };

export const isAsync = ({ target }: Work): boolean => target.fn['async'] === true;
export const isGenerator = ({ target }: Work): boolean => target.fn['generator'] === true;

/** The context of the caller is in a variable of its own: a generator's changes, a new root's is not its parent's. */
export const keepsCaller = (work: Work): boolean => isGenerator(work) || work.target.options.parent === 'root';

/** Looks at every returned value of some functions: asked once. */
export function endingOf(target: Target): Ending | undefined {
  const { mode } = target.options;
  if (typeof mode === 'object') return 'callback' in mode ? 'callback' : 'emitter';
  if (target.fn['async'] === true || target.fn['generator'] === true || mode === 'sync') return undefined;
  return mode === 'promise' || (target.code && mayReturnPromise(target)) ? 'promise' : undefined;
}

/** The body's context is left: an expression. */
export function leave(work: Work): string {
  const { fresh, hooks } = work;
  const [t, c] = [fresh('t'), fresh('c')];
  return keepsCaller(work) ? `${c} = ${hooks('pause')}(${t}, ${c})` : `${t} = ${hooks('suspend')}(${t})`;
}

/** The body's context is taken again: an expression. */
export function takeAgain(work: Work): string {
  const { fresh, hooks } = work;
  const [t, c] = [fresh('t'), fresh('c')];
  if (keepsCaller(work)) return `${c} = ${muted(work, `${hooks('regain')}(${t}, ${c})`)}`;
  return muted(work, `${hooks('resume')}(0, ${t})`);
}

/** `suppressChildren`: once the context is taken, what runs in it makes no spans. The value stays that of `taken`. */
export function muted(work: Work, taken: string): string {
  const { fresh, hooks, target } = work;
  if (target.options.suppressChildren !== true) return taken;
  return `${hooks('keep')}(${taken}, ${fresh('t')} > 0 ? ${hooks('state')}.live = -1 : 0)`;
}

/** A type annotation that keeps strict type checks of emitted TypeScript quiet. */
export const anyType = ({ file }: Work): string => (isTypeScript(file.id) ? ': any' : '');

/** `onReturn` of a function whose result comes later: a local function that is called with it. */
export const tellsLater = (work: Work): boolean =>
  work.fields.onReturn !== undefined && ((isAsync(work) && !isGenerator(work)) || work.mode !== undefined);

/** `onReturn` of any other function: its statements stand at the end, and the result waits in a variable. */
export const tellsAtEnd = (work: Work): boolean => work.fields.onReturn !== undefined && !tellsLater(work);

/** An error is told to a local function, for the user's options have something to say of it. */
export const judgesErrors = ({ fields }: Work): boolean =>
  fields.onError !== undefined || fields.expected !== undefined;

/** The local functions that hear of the outcome, as further arguments of a hook. */
export function listeners(work: Work): string {
  const onReturn = tellsLater(work) ? work.fresh('o') : 'null';
  if (judgesErrors(work)) return `, ${onReturn}, ${work.fresh('h')}`;
  return onReturn === 'null' ? '' : `, ${onReturn}`;
}

/** True when the end of the body is reached by falling off it, as far as its last statement tells. */
export function fallsOff(body: Node): boolean {
  const last = (body['body'] as Node[]).at(-1);
  return last?.type !== 'ReturnStatement' && last?.type !== 'ThrowStatement';
}

/** `@addAttributes`: attributes for the span that is current where a function is called. */

import type { FreshName } from '../names.ts';
import type { Addition, Edit, Parsed } from '../types.ts';
import { problemOf, valueOf } from './arrows.ts';
import type { Problem } from './conflicts.ts';
import type { Hooks } from './head.ts';
import { LEVEL } from './work.ts';

export function planAddition({ target }: Addition, file: Parsed, fresh: FreshName, hooks: Hooks): Edit | Problem {
  const { fn, options } = target;
  const problem = problemOf(options.fields, target, file, 0);
  if (problem !== undefined) return problem;
  const current = fresh('a');
  const statements = [
    options.attributes === undefined
      ? ''
      : `${hooks('putAll')}(${current}, ${JSON.stringify(Object.fromEntries(options.attributes))});`,
    options.fields === undefined ? '' : `${hooks('putAll')}(${current}, ${valueOf(options.fields, target, file, [])});`,
  ].join(' ');
  const last = (fn['body'].body as { directive?: unknown; end: number }[]).findLast(
    (one) => typeof one.directive === 'string',
  );
  const at = last?.end ?? (fn['body'].start as number) + 1;
  const separator = last === undefined || file.code[at - 1] === ';' ? ' ' : '; ';
  const guarded = `try { ${statements} } catch (${fresh('e')}) { ${hooks('guard')}(); }`;
  const open = `${separator}var ${current} = ${hooks('current')}(); if (${current} > 0) { ${guarded} }`;
  return { kind: 'wrap', start: at, end: at, level: LEVEL.statement, open, close: '' };
}

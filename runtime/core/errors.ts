/** Errors: remembered by reference when they are thrown, read once, later, in the collector. */

import { ROW_PARENT } from '../abi.ts';
import { extraOf, isOpen, markFailed, rowOf } from './ring.ts';
import { state } from './state.ts';

/** Marks the span as failed with this error. The first, innermost span that sees an error object records it. */
export function setError(t: number, error: unknown): void {
  if (!isOpen(t)) return;
  const extra = extraOf(t);
  markFailed(t);
  extra.failed = true;
  extra.error = error;
  extra.innermost = isInnermost(t, error);
}

// An object is remembered; a thrown primitive is the same one when the span around the last that saw it sees it too.
function isInnermost(t: number, error: unknown): boolean {
  const { last } = state;
  if ((typeof error === 'object' && error !== null) || typeof error === 'function') {
    const first = !state.seenErrors.has(error);
    state.seenErrors.add(error);
    return first;
  }
  const first = last.parent !== t || !Object.is(last.thrown, error);
  last.thrown = error;
  last.parent = state.int32[rowOf(t) + ROW_PARENT] as number;
  return first;
}

export interface ErrorFacts {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
}

/** What an error says of itself; hostile errors (throwing getters, revoked proxies) say little, and are counted. */
export function errorFacts(error: unknown): ErrorFacts {
  try {
    if (typeof error !== 'object' || error === null) {
      return { type: typeof error, message: String(error), stack: '' };
    }
    const { name, message, stack } = error as { name?: unknown; message?: unknown; stack?: unknown };
    return {
      type: typeName(error, name),
      message: typeof message === 'string' ? message : '',
      stack: typeof stack === 'string' ? stack : '',
    };
  } catch {
    state.drops.hostileValue++;
    return { type: 'Error', message: '', stack: '' };
  }
}

// A class that left `name` at "Error" says more by its constructor; any other name survives minifiers better.
function typeName(error: object, name: unknown): string {
  const given = typeof name === 'string' ? name : '';
  if (given !== '' && given.toLowerCase() !== 'error') return given;
  const own = (error.constructor as { name?: unknown } | undefined)?.name;
  return (typeof own === 'string' && own) || given || 'Object';
}

/**
 * What emitted code calls: the runtime's spine. Every hook is total: it takes anything, never throws, never waits.
 *
 *   const $t = $state.live < 0 ? 0 : $enter($site);        off and unsampled code makes no call
 *   try { ...body... } catch ($e) { if ($t !== 0) $fail($t, $e); throw $e; } finally { if ($t !== 0) $exit($t); }
 *
 * An async function keeps `$state.live` itself where it is negative, so that it can put it back after each await:
 *
 *   $resume(await $keep(expression, $t = $suspend($t)), $t)
 *
 * A generator keeps the context of whoever called `next` in `$c`:
 *
 *   $keep(yield $keep(expression, $c = $pause($t, $c)), $c = $regain($t, $c))
 */

import { HANDLE_UNSAMPLED_SUSPENDED } from './abi.ts';
import { setEntries, setSlot } from './core/attributes.ts';
import { bindCallback } from './core/bind.ts';
import {
  callWithAmbient,
  currentHandle,
  leaveForAwait,
  leaveForYield,
  returnFromYield,
  returnToBody,
} from './core/context.ts';
import { setError } from './core/errors.ts';
import { leaveAtEachStep, stepInBody } from './core/iterate.ts';
import { endWithValue } from './core/promises.ts';
import { addLinks } from './core/links.ts';
import { setLocals } from './core/locals.ts';
import { endWithCallback, endWithEmitter } from './core/outcomes.ts';
import { redact as redactValue, type Redaction } from './core/redact.ts';
import { close, finish, open, openNewRoot } from './core/ring.ts';
import { register } from './core/sites.ts';
import { state, type State } from './core/state.ts';
import type { SiteDescriptor } from './abi.ts';

export { state, type State };

type OnReturn<T> = ((result: T) => void) | null;
type OnError = ((error: unknown) => void) | null;

/** Registers an instrumented place; its number goes to `enter`. */
export const site: (descriptor: SiteDescriptor) => number = register;

/** Opens a span as a child of the current one and makes it current. Returns its handle (see `abi.ts`). */
export const enter: (site: number) => number = open;

/** Opens a span that begins a trace of its own. Emitted code keeps the caller's context and puts it back. */
export const enterRoot: (site: number) => number = openNewRoot;

/** Ends the function's span and gives its caller the context back. */
export function exit(t: number): void {
  if (t > 0) close(t);
  else if (t <= HANDLE_UNSAMPLED_SUSPENDED) state.live = 0;
}

/** The function is about to throw `error`. */
export function fail(t: number, error: unknown): void {
  if (t > 0) setError(t, error);
}

/** Sets attribute `index` of the site's keys. `undefined` sets nothing. */
export const set: (t: number, index: number, value: unknown) => void = setSlot;

/** Handle of the current span, wherever its context is held; 0 where none is recorded. */
export const current: () => number = currentHandle;

/** Sets the entries of an object whose keys are not known before, each redacted as `redactions` says of its key. */
export function putAll(t: number, attributes: unknown, redactions?: Readonly<Record<string, Redaction>>): void {
  if (t > 0) setEntries(t, attributes, redactions);
}

/** A value as it may be recorded. */
export const redact: (how: Redaction, value: unknown) => unknown = redactValue;

/** Adds links from a list of `{ traceId, spanId }`. */
export const link: (t: number, links: unknown) => void = addLinks;

/** What local variables hold, as the function throws: names and readers in turn. */
export const locals: (t: number, pairs: readonly unknown[]) => void = setLocals;

/** Called where an attribute expression of the user's threw: counted, and the function goes on. */
export function guard(): void {
  state.drops.fieldError++;
}

/** Returns its first argument; the second is there for its effect. */
export function keep<T>(value: T, _effect?: unknown): T {
  return value;
}

/** An async function is about to await: see `leaveForAwait`. */
export const suspend: (t: number) => number = leaveForAwait;

/** An async function goes on after an await, or catches what one threw. Returns `value`. */
export function resume<T>(value: T, t: number): T {
  returnToBody(t);
  return value;
}

/** An async function returns `value`: a native promise ends the span when it settles; the callbacks see how. */
export function settle<T>(value: T, t: number, onReturn?: OnReturn<Awaited<T>>, onError?: OnError): T {
  if (t > 0) endWithValue(t, value, true, onReturn, onError);
  return value;
}

/** The same for a function that is not async, whose promise may go anywhere. */
export function result<T>(value: T, t: number, onReturn?: OnReturn<Awaited<T>>, onError?: OnError): T {
  if (t > 0) endWithValue(t, value, false, onReturn, onError);
  return value;
}

/** `mode: { callback }`: see `endWithCallback`. */
export const callback: typeof endWithCallback = endWithCallback;

/** `mode: { emitter }`: see `endWithEmitter`. */
export const emitter: typeof endWithEmitter = endWithEmitter;

/** What `for await` goes through, each of whose steps awaits: `leaveBody` runs after one. */
export const iterate: <T>(iterable: T, leaveBody: () => void, t: number) => T = leaveAtEachStep;

/** What `yield*` goes through: `takeBody` runs before each of its steps, `leaveBody` after it. */
export const delegate: <T>(iterable: T, async: boolean, takeBody: () => void, leaveBody: () => void, t: number) => T =
  stepInBody;

/** A generator is about to hand control to its caller, who gets `caller` back. Returns the mark of a paused body. */
export const pause: (t: number, caller: number) => number = leaveForYield;

/** A generator goes on, or catches what was thrown into it. Returns the caller's context for the next `pause`. */
export const regain: (t: number, caller: number) => number = returnFromYield;

/** Ends a generator's span and gives `caller` the context back. */
export function leave(t: number, caller: number): void {
  finish(t);
  leaveForYield(t, caller);
}

/** A callback that is handed over to code that was not compiled, to be called in the context of now. */
export const bind: <T>(callback: T) => T = bindCallback;

/** The platform's `fetch`, called so that the request finds its parent. */
export const fetch: typeof globalThis.fetch = (...args) => callWithAmbient(() => globalThis.fetch(...args));

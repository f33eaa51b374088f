/** The wrapper behind `instrument` where no build compiled it: same spans, at the price of a call and an array. */

import { LIVE_NONE, LIVE_OFF, LIVE_UNSAMPLED, type SiteOptions } from '../abi.ts';
import { setEntries } from './attributes.ts';
import { ambientOf, currentAmbient, leaveForYield } from './context.ts';
import { setError } from './errors.ts';
import { thresholdOf } from './ids.ts';
import { like, type Callable } from './likeness.ts';
import { addLinks } from './links.ts';
import { endWithCallback, endWithEmitter, tell } from './outcomes.ts';
import { endWithValue } from './promises.ts';
import type { Redaction } from './redact.ts';
import { finish, open, openNewRoot } from './ring.ts';
import { addSite } from './sites.ts';
import { state, type Site } from './state.ts';
import { stepGenerator } from './wrap-generator.ts';

type Fields = (...args: any[]) => unknown;

type WrapMode =
  | 'auto'
  | 'sync'
  | 'promise'
  | 'generator'
  | 'manual'
  | { readonly callback: number }
  | { readonly emitter: { readonly end: string; readonly error?: string } };

/** What `instrument` was told of a function, checked. */
export interface WrapFacts {
  readonly name: string;
  readonly kind: number;
  readonly attributes: readonly (readonly [key: string, value: unknown])[];
  readonly site: SiteOptions;
  /** Each call begins a trace. */
  readonly root: boolean;
  readonly mode: WrapMode;
  readonly suppressChildren: boolean;
  readonly redactions: Readonly<Record<string, Redaction>>;
  readonly fields: Fields | undefined;
  readonly onReturn: Fields | undefined;
  readonly onError: Fields | undefined;
  readonly expected: ((error: unknown) => boolean) | undefined;
  readonly links: Fields | undefined;
  readonly when: ((...args: any[]) => boolean) | undefined;
  readonly sample: ((...args: any[]) => number) | undefined;
}

/** A call whose span is open, or that is known to have none. */
export interface Call {
  readonly t: number;
  /** Context of the caller. */
  readonly caller: number;
  readonly onReturn: (result: unknown) => void;
  readonly onError: (error: unknown) => void;
  /** Runs code of the function's in its context. */
  readonly run: <T>(body: () => T) => T;
}

/**
 * A native promise that the function returns is the one its caller gets, and ends the span when it settles (see
 * `promises.ts`); a generator ends it when it is done; thenables are left alone. What the function calls after its first
 * await was not compiled either: only AsyncLocalStorage, where `start` uses it, carries the context there.
 */
export function wrap(fn: Callable, facts: WrapFacts): Callable {
  const site = addSite({ name: facts.name, kind: facts.kind, keys: [], attributes: facts.attributes }, facts.site);
  const generates = facts.mode === 'generator' || isGenerator(fn);
  return like(fn, (call, args) => {
    if (state.live === LIVE_OFF || (state.live < 0 && !facts.root)) return call();
    if (generates && facts.mode !== 'sync') return stepGenerator(call(), () => enter(site, facts, args));
    const entered = enter(site, facts, args);
    return entered.t === LIVE_NONE || entered.t === LIVE_OFF ? call() : through(entered, call, facts.mode, args);
  });
}

function through(entered: Call, call: (args: unknown[]) => unknown, mode: WrapMode, args: unknown[]): unknown {
  const { t, caller, onReturn, onError, run } = entered;
  let given = args;
  if (typeof mode === 'object' && 'callback' in mode && mode.callback < args.length) {
    given = [...args];
    given[mode.callback] = endWithCallback(t, args[mode.callback], onReturn, onError);
  }
  try {
    const result = run(() => call(given));
    if (t <= 0) return result;
    if (typeof mode === 'object' && 'emitter' in mode)
      return endWithEmitter(t, result, [mode.emitter.end, mode.emitter.error ?? 'error'], onReturn, onError);
    if (mode === 'sync') onReturn(result);
    else if (typeof mode !== 'object') endWithValue(t, result, false, onReturn, onError);
    return result;
  } catch (error) {
    onError(error);
    throw error;
  } finally {
    finish(t);
    leaveForYield(t, caller);
  }
}

/** Opens the span of a call, as far as the options want one. */
function enter(site: number, facts: WrapFacts, args: unknown[]): Call {
  const caller = state.live;
  const t = wanted(facts, args) ? begin(site, facts, args) : LIVE_NONE;
  const put = (fields: Fields | undefined, given: unknown[]): void => {
    if (fields !== undefined && t > 0) tell((all) => setEntries(t, fields(...all), facts.redactions), given);
  };
  put(facts.fields, args);
  if (facts.links !== undefined && t > 0) tell((links) => addLinks(t, links(...args)), facts.links);
  return {
    t,
    caller,
    onReturn: (result) => put(facts.onReturn, [result, ...args]),
    onError: (error) => {
      if (!isExpected(facts, error)) setError(t, error);
      put(facts.onError, [error, ...args]);
    },
    run: (body) => inContext(t, facts, body),
  };
}

function wanted({ when }: WrapFacts, args: unknown[]): boolean {
  let yes = when === undefined;
  if (when !== undefined) tell((ask) => void (yes = ask(...args)), when);
  return yes;
}

// A rate of this call's own is put where the decision about a root looks for it, which is taken at once.
function begin(site: number, { root, sample }: WrapFacts, args: unknown[]): number {
  if (sample !== undefined && (root || currentAmbient() === undefined))
    tell((rate) => {
      const ratio = rate(...args);
      (state.sites[site] as { -readonly [key in keyof Site]: Site[key] }).threshold = thresholdOf(
        ratio >= 0 ? ratio : 1,
      );
    }, sample);
  return root ? openNewRoot(site) : open(site);
}

function isExpected({ expected }: WrapFacts, error: unknown): boolean {
  let yes = false;
  if (expected !== undefined) tell((ask) => void (yes = ask(error)), expected);
  return yes;
}

function inContext<T>(t: number, { suppressChildren }: WrapFacts, body: () => T): T {
  state.live = t > 0 && !suppressChildren ? t : LIVE_UNSAMPLED;
  const ambient = state.storage === null ? undefined : ambientOf(state.live);
  return ambient === undefined || state.storage === null ? body() : state.storage.run(ambient, body);
}

const GENERATORS = ['[object GeneratorFunction]', '[object AsyncGeneratorFunction]'];

function isGenerator(fn: Callable): boolean {
  try {
    return GENERATORS.includes(Object.prototype.toString.call(fn));
  } catch {
    return false;
  }
}

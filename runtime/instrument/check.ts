/** Checks options of `instrument` at run time: what is unknown or cannot be used is left out, and said. */

import { suggest } from '../suggestion.ts';
import { report } from '../core/report.ts';
import type { InstrumentOptions } from './options.ts';

interface Check {
  readonly ok: (value: unknown) => boolean;
  readonly accepted: string;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isFunction = (value: unknown): boolean => typeof value === 'function';
const isNames = (value: unknown): boolean => Array.isArray(value) && value.every((name) => typeof name === 'string');
const isRatio = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1;

const text: Check = { ok: isText, accepted: 'a text that is not empty' };
const fn: Check = { ok: isFunction, accepted: 'a function' };
const flag: Check = { ok: (value) => typeof value === 'boolean', accepted: 'true, false' };
const names: Check = { ok: isNames, accepted: 'a list of names' };
const word = (...words: readonly string[]): Check => ({
  ok: (value) => words.includes(value as string),
  accepted: words.join(', '),
});

const MODES = word('auto', 'sync', 'promise', 'generator', 'manual');
const REDACTIONS = word('drop', 'hash', 'truncate', 'sql');

function isMode(value: unknown): boolean {
  if (!isObject(value)) return MODES.ok(value);
  const { callback, emitter } = value;
  if (callback !== undefined) return Number.isInteger(callback) && (callback as number) >= 0;
  if (!isObject(emitter)) return false;
  const { end, error } = emitter;
  return isText(end) && (error === undefined || isText(error));
}

const CHECKS: { readonly [key in keyof Required<InstrumentOptions>]: Check } = {
  name: text,
  kind: word('internal', 'server', 'client', 'producer', 'consumer'),
  scope: text,
  level: word('trace', 'debug', 'info', 'warn', 'error'),
  attributes: { ok: isObject, accepted: 'an object' },
  fields: fn,
  capture: names,
  onReturn: fn,
  onError: fn,
  expected: fn,
  redact: {
    ok: (value) => isObject(value) && Object.values(value).every(REDACTIONS.ok),
    accepted: `an object of ${REDACTIONS.accepted}`,
  },
  parent: word('current', 'root'),
  links: fn,
  mode: { ok: isMode, accepted: `${MODES.accepted}, { callback: index }, { emitter: { end, error } }` },
  thenable: word('passive', 'settle'),
  iterate: word('whole', 'item', 'create'),
  requireParent: flag,
  suppressChildren: flag,
  sample: { ok: (value) => isFunction(value) || isRatio(value), accepted: 'a number from 0 to 1, a function' },
  when: fn,
  metrics: {
    ok: (value) => typeof value === 'boolean' || (isObject(value) && isNames(value['keys'])),
    accepted: 'true, false, { keys }',
  },
  code: flag,
  semconv: text,
  context: word('als', 'compiled', 'explicit'),
  captureLocals: names,
  include: names,
  exclude: names,
};

// What only a build, or nothing yet, can do.
const NOT_HERE: { readonly [key: string]: (value: unknown) => boolean } = {
  capture: () => true,
  captureLocals: () => true,
  mode: (value) => value === 'manual',
  thenable: (value) => value === 'settle',
  iterate: (value) => value !== 'whole',
  context: (value) => value === 'explicit',
};

/** The options that can be used, of those in `known`. Never throws. */
export function checkInstrument(given: unknown, known: readonly string[] = Object.keys(CHECKS)): InstrumentOptions {
  const good: Record<string, unknown> = {};
  if (given === undefined) return good;
  try {
    if (!isObject(given)) throw new TypeError();
    for (const [option, value] of Object.entries(given)) {
      const check = known.includes(option) ? CHECKS[option as keyof InstrumentOptions] : undefined;
      if (check === undefined) report('runtime/unknown-option', { option, suggestion: suggest(option, known) });
      else if (value !== undefined && !check.ok(value))
        report('runtime/bad-option', { option, value: show(value), accepted: check.accepted });
      else if (value !== undefined) {
        if (Object.hasOwn(NOT_HERE, option) && NOT_HERE[option]?.(value) === true)
          report('runtime/option-needs-build', { option });
        else good[option] = value;
      }
    }
  } catch {
    report('runtime/bad-option', { option: 'options', value: show(given), accepted: 'an object' });
  }
  return good;
}

function show(value: unknown): string {
  try {
    const shown = typeof value === 'function' ? 'a function' : (JSON.stringify(value) ?? String(value));
    return shown.length > 80 ? `${shown.slice(0, 80)}…` : shown;
  } catch {
    return typeof value;
  }
}

/** Options of the transformer, checked; the only defaults. */

import { HOOKS_MODULE } from '@spanloom/runtime/abi';
import { diagnostic, type Diagnostic } from './diagnose.ts';
import { RULE_GROUPS, type RuleGroup } from './rules/index.ts';
import { LEVELS, type Level } from './types.ts';

/** Instruments functions that nobody marked. */
export interface FunctionsRule {
  /** `'all'`: every function of the text. */
  readonly functions: 'all';
}

export interface TransformOptions {
  /**
   * What is instrumented beside the functions that are marked: groups of library rules, and rules for functions.
   * Default: the groups `'http'`, `'sql'` and `'cache'`.
   */
  readonly rules?: readonly (RuleGroup | FunctionsRule)[];
  /** `'off'`: nothing is instrumented, output equals input. Default: `'on'`. */
  readonly mode?: 'on' | 'off';
  /** Functions of a lower level are left as they are, to the byte. A function's own level is `'info'` unless it says so. */
  readonly level?: Level;
  /** Where emitted code finds its hooks. Default: `'@spanloom/runtime/hooks'`; for `format: 'global'`, a global's name. */
  readonly runtimeModule?: string;
  /** How emitted code reaches the hooks. Default: by the file's own syntax, `'esm'` or `'cjs'`. */
  readonly format?: 'esm' | 'cjs' | 'global';
  /** Folder that `code.file.path` is relative to. Default: the working directory. */
  readonly root?: string;
  /** Called for each diagnostic, also for a file that stays as it is. */
  readonly onDiagnostic?: (diagnostic: Diagnostic) => void;
}

export interface Settings {
  readonly rules: readonly RuleGroup[];
  /** Every function is a target. */
  readonly all: boolean;
  readonly off: boolean;
  readonly level: Level;
  readonly fetch: boolean;
  readonly runtimeModule: string;
  readonly format: 'esm' | 'cjs' | 'global' | undefined;
  readonly root: string;
  readonly diagnostics: readonly Diagnostic[];
}

const KNOWN = ['rules', 'mode', 'level', 'runtimeModule', 'format', 'root', 'onDiagnostic'];
const FORMATS = ['esm', 'cjs', 'global'];

/**
 * Wrong options are reported and replaced by their defaults. `place` is where the user wrote them; `more` names options
 * that a host has of its own.
 */
export function resolveOptions(
  options: TransformOptions = {},
  place = 'options',
  more: readonly string[] = [],
): Settings {
  const known = [...KNOWN, ...more];
  const diagnostics: Diagnostic[] = [];
  const wrong = (code: 'config/unknown-option' | 'config/bad-value', facts: Record<string, unknown>): void => {
    diagnostics.push(diagnostic(code, { code: '', id: place }, { start: 0, end: 0 }, facts));
  };
  for (const key of Object.keys(options)) {
    if (!known.includes(key))
      wrong('config/unknown-option', { option: key, known: known.join(', '), nearest: nearest(key, known) });
  }
  const check = <T>(
    option: string,
    value: T | undefined,
    accepted: string,
    ok: (value: T) => boolean,
  ): T | undefined => {
    if (value === undefined || ok(value)) return value;
    wrong('config/bad-value', { option, value: show(value), accepted });
    return undefined;
  };
  const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
  const rules =
    check(
      'rules',
      options.rules,
      `a list of ${RULE_GROUPS.join(', ')} and { functions: 'all' }`,
      (value) => Array.isArray(value) && value.every((rule) => isGroup(rule) || isForAll(rule)),
    ) ?? RULE_GROUPS;
  const groups = rules.filter(isGroup);
  const format = check('format', options.format, FORMATS.join(', '), (value) => FORMATS.includes(value));
  return {
    rules: groups,
    all: rules.some(isForAll),
    off: check('mode', options.mode, 'on, off', (value) => value === 'on' || value === 'off') === 'off',
    level: check('level', options.level, LEVELS.join(', '), (value) => LEVELS.includes(value)) ?? 'trace',
    fetch: groups.includes('http') && format !== 'global',
    runtimeModule:
      check('runtimeModule', options.runtimeModule, 'a module name', isText) ??
      (format === 'global' ? '__spanloom' : HOOKS_MODULE),
    format,
    root: check('root', options.root, 'a folder', isText) ?? globalThis.process?.cwd?.() ?? '',
    diagnostics,
  };
}

const isGroup = (rule: unknown): rule is RuleGroup => RULE_GROUPS.includes(rule as RuleGroup);

const isForAll = (rule: unknown): rule is FunctionsRule =>
  typeof rule === 'object' &&
  rule !== null &&
  (rule as FunctionsRule).functions === 'all' &&
  Object.keys(rule).length === 1;

const show = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return typeof value;
  }
};

/** The known word that needs the fewest letters changed. */
export function nearest(word: string, known: readonly string[]): string {
  const scored = known.map((one) => [distance(word.toLowerCase(), one.toLowerCase()), one] as const);
  return scored.toSorted(([a], [b]) => a - b)[0]?.[1] ?? '';
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}

/** Packages from npm, every function of them instrumented, behave as they did: results, errors, order, microtasks. */

import { beforeAll, describe, expect, test } from '@jest/globals';
import { fork } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from '../fixtures/case.ts';
import { installInstrumented, installOriginal, type Installed } from './install.ts';

/** Each has a program in `behaviour/`, written from the documentation of the packages it uses. */
const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  acorn: ['acorn'],
  async: ['async'],
  dayjs: ['dayjs'],
  'fast-check': ['fast-check'],
  hono: ['hono'],
  immer: ['immer'],
  'lru-cache': ['lru-cache'],
  'magic-string': ['magic-string'],
  'p-limit': ['p-limit'],
  preact: ['preact', 'preact-render-to-string'],
  rxjs: ['rxjs'],
  yaml: ['yaml'],
  zod: ['zod'],
};

const LIVE_NONE = 0;
const LIVE_OFF = -2;
const VARIANTS = ['original', 'off', 'on', 'unsampled'] as const;
type Variant = (typeof VARIANTS)[number];

interface Place {
  readonly file: string;
  readonly line: number;
  readonly name: string;
}

interface Observation {
  readonly lines: readonly string[];
  /** Where the program itself found something wrong. */
  readonly failures: readonly string[];
  readonly spans: number;
  /** Names of spans whose parent was never collected. */
  readonly orphans: readonly string[];
  readonly open: readonly Place[];
  readonly live: number;
  readonly drops: Readonly<Record<string, number>>;
}

const MAX_RUN_MS = 60_000;
const cache = path.join(root, '.cache/packages');

describe.each(Object.entries(PROGRAMS))('%s', (name, packages) => {
  let installed: Installed;
  let seen: Record<Variant, Observation>;

  beforeAll(async () => {
    const program = path.join(import.meta.dirname, 'behaviour', `${name}.mjs`);
    rmSync(path.join(cache, name), { recursive: true, force: true });
    const original = installOriginal(program, path.join(cache, name, 'original'));
    installed = installInstrumented(program, packages, path.join(cache, name, 'instrumented'));
    const runs = VARIANTS.map((variant) =>
      observe(variant === 'original' ? original.program : installed.program, variant),
    );
    const [first, off, on, unsampled] = await Promise.all(runs);
    seen = { original: first, off, on, unsampled } as Record<Variant, Observation>;
  }, MAX_RUN_MS);

  test('the original does what its documentation says', () => {
    expect(seen.original.failures).toEqual([]);
    expect(seen.original.lines.length).toBeGreaterThanOrEqual(15);
  });

  test('every function is instrumented', () => {
    expect(installed.sites).toBeGreaterThan(0);
    expect(installed.diagnostics).toEqual([]);
  });

  test.each(['off', 'on', 'unsampled'] as const)('tracing %s: the same log, to the microtask', (variant) => {
    expect(seen[variant].failures).toEqual(seen.original.failures);
    expect(seen[variant].lines).toEqual(seen.original.lines);
  });

  test('spans are recorded, end, and have parents; no context stays behind', () => {
    const { spans, orphans, open, live, drops } = seen.on;
    expect(spans).toBeGreaterThan(50);
    expect({ orphans, live, drops }).toEqual({ orphans: [], live: LIVE_NONE, drops: {} });
    // Nobody finishes a generator that was abandoned.
    const promises = open.filter((place) => !/function\s*\*|^\s*(static )?\*/.test(lineOf(installed, place)));
    expect(promises.map((place) => place.name)).toEqual([]);
    const none = { spans: 0, orphans: [], open: [], drops: {} };
    expect(seen.unsampled).toMatchObject({ ...none, live: LIVE_NONE });
    expect(seen.off).toMatchObject({ ...none, live: LIVE_OFF });
  });
});

test.each([
  ['one more microtask', '$resume(await ', '$resume(await await '],
  ['a lost result', 'return $settle(', 'void $settle('],
  ['a span that stays open', 'if ($t !== 0) $exit($t);', ''],
])('%s would be noticed', async (what, from, to) => {
  const folder = path.join(cache, 'broken', what.replaceAll(' ', '-'));
  rmSync(folder, { recursive: true, force: true });
  const program = path.join(import.meta.dirname, 'behaviour/p-limit.mjs');
  const { program: original } = installOriginal(program, path.join(folder, 'original'));
  const broken = installInstrumented(program, ['p-limit'], path.join(folder, 'instrumented'), (code) =>
    code.replaceAll(from, to),
  );
  const [was, is] = await Promise.all([observe(original, 'original'), observe(broken.program, 'on')]);
  expect({ lines: is.lines, open: is.open.length }).not.toEqual({ lines: was.lines, open: 1 });
});

function lineOf(installed: Installed, { file, line }: Place): string {
  return readFileSync(path.join(path.dirname(installed.program), file), 'utf8').split('\n')[line - 1] ?? '';
}

function observe(program: string, variant: Variant): Promise<Observation> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const child = fork(path.join(import.meta.dirname, 'child.mjs'), [program, variant], {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      timeout: MAX_RUN_MS,
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (printed += String(chunk)));
    child.on('message', (message) => resolve(message as Observation));
    child.on('error', reject);
    child.on('close', (code, signal) => reject(new Error(`ended (${signal ?? code}) ${variant}\n${printed}`)));
  });
}

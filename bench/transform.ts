/** What does the transformer cost for a megabyte of real TypeScript, beside parsing and walking it once? */

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { resolveOptions, transform, type TransformOptions } from 'spanloom';
import { megabytes, mentioned, readCorpus, tagged, type SourceFile } from './corpus.ts';
import { median } from './measure.ts';

const WARM_PASSES = 7;

// The steps are no public entries, and the parser is the transformer's own: both are loaded from where it lives.
const home = import.meta.resolve('spanloom');
const load = async <T>(specifier: string): Promise<T> => (await import(new URL(specifier, home).href)) as T;
const parserFile = pathToFileURL(createRequire(home).resolve('oxc-parser')).href;
const { parseSync, visitorKeys } = await load<typeof import('oxc-parser')>(parserFile);
const { mayHoldTarget } = await load<typeof import('../transformer/dist/prefilter.js')>('./prefilter.js');
const { parse } = await load<typeof import('../transformer/dist/parse.js')>('./parse.js');
const { find } = await load<typeof import('../transformer/dist/find.js')>('./find.js');
const { plan } = await load<typeof import('../transformer/dist/plan.js')>('./plan.js');
const { rewrite } = await load<typeof import('../transformer/dist/rewrite.js')>('./rewrite.js');

type Step = (file: SourceFile) => number;

interface Case {
  readonly files: (all: readonly SourceFile[]) => readonly SourceFile[];
  readonly step: Step;
}

const asPublished = (all: readonly SourceFile[]): readonly SourceFile[] => all;
const everyFunction: TransformOptions = { rules: [{ functions: 'all' }] };
const transformed =
  (options?: TransformOptions): Step =>
  ({ id, code }) =>
    transform(code, id, options)?.code.length ?? 0;
const parseAndWalk: Step = ({ id, code }) => walkBare(parseSync(id, code).program);
const defaults = resolveOptions();

const CASES: Readonly<Record<string, Case>> = {
  parse: { files: asPublished, step: ({ id, code }) => parseSync(id, code).program.body.length },
  'parse and walk': { files: asPublished, step: parseAndWalk },
  prefilter: { files: asPublished, step: ({ id, code }) => (mayHoldTarget(code, id, defaults) ? 1 : 0) },
  'no target': { files: asPublished, step: transformed() },
  'no target, but the word': { files: mentioned, step: transformed() },
  'parse and walk, tagged': { files: tagged, step: parseAndWalk },
  'every export a target': { files: tagged, step: transformed() },
  'every function a target': { files: asPublished, step: transformed(everyFunction) },
};

/** The steps of the last two cases, one by one. */
const STEPS: Readonly<Record<string, Pick<Case, 'files'> & { readonly options?: TransformOptions }>> = {
  steps: { files: tagged },
  'steps, every function': { files: asPublished, options: everyFunction },
};

export const caseNames: readonly string[] = [...Object.keys(CASES), ...Object.keys(STEPS)];

export const passes: readonly { readonly what: string; readonly flags: readonly string[] }[] = [
  { what: 'time', flags: [] },
];

export async function prepare(): Promise<void> {}

/**
 * Milliseconds for each megabyte: the first pass of the process, and the median of those after two more; `bareMs` is what
 * parsing and walking the same files took in turn with them.
 */
export async function measureCase(name: string): Promise<object> {
  if (name in STEPS) return measureSteps(name);
  const { files: choose, step } = CASES[name] as Case;
  const files = choose(readCorpus());
  const size = megabytes(files);
  const coldMs = onePass(files, step) / size;
  const turns = Array.from({ length: WARM_PASSES + 2 }, () => ({
    bare: onePass(files, parseAndWalk) / size,
    warm: onePass(files, step) / size,
  })).slice(2);
  return {
    coldMs,
    warmMs: median(turns.map(({ warm }) => warm)),
    bareMs: median(turns.map(({ bare }) => bare)),
    files: files.length,
    megabytes: size,
  };
}

let sink = 0;

function onePass(files: readonly SourceFile[], step: Step): number {
  const start = performance.now();
  for (const file of files) sink += step(file);
  const ms = performance.now() - start;
  if (Number.isNaN(sink)) throw new Error('a step returned something that is no number');
  return ms;
}

/** The least that any tool pays for looking at every node once. */
function walkBare(node: unknown): number {
  let count = 1;
  const { type } = node as { type: string };
  for (const key of visitorKeys[type] ?? []) {
    const child = (node as Record<string, unknown>)[key];
    if (Array.isArray(child)) {
      for (const item of child) if (item !== null) count += walkBare(item);
    } else if (child !== null && child !== undefined) {
      count += walkBare(child);
    }
  }
  return count;
}

function measureSteps(name: string): object {
  const { files: choose, options } = STEPS[name] as (typeof STEPS)[string];
  const files = choose(readCorpus());
  const size = megabytes(files);
  const all = Array.from({ length: WARM_PASSES + 3 }, () => stepsOnce(files, options));
  const steps = Object.keys(all[0] as object);
  const warm = (step: string): number => median(all.slice(3).map((one) => (one[step] as number) / size));
  return {
    ...Object.fromEntries(steps.map((step) => [`${step}Ms`, warm(step)])),
    targets: files.reduce((sum, { id, code }) => sum + (transform(code, id, options)?.sites.length ?? 0), 0),
  };
}

function stepsOnce(files: readonly SourceFile[], options: TransformOptions | undefined): Record<string, number> {
  const settings = resolveOptions(options);
  const spent: Record<string, number> = { prefilter: 0, parse: 0, find: 0, plan: 0, rewrite: 0 };
  const timed = <T>(step: string, run: () => T): T => {
    const start = performance.now();
    const result = run();
    spent[step] = (spent[step] ?? 0) + performance.now() - start;
    return result;
  };
  for (const { id, code } of files) {
    timed('prefilter', () => mayHoldTarget(code, id, settings));
    const file = timed('parse', () => parse(code, id));
    const found = timed('find', () => find(file, settings));
    const planned = timed('plan', () => plan(file, found, settings));
    sink += timed('rewrite', () => rewrite(code, planned, id)).code.length;
  }
  return spent;
}

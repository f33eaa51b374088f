/** What does the transformer cost for a megabyte of real TypeScript, beside parsing and walking it once? */

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { resolveOptions, transform } from 'spanloom';
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
const full: Step = ({ id, code }) => transform(code, id)?.code.length ?? 0;
const parseAndWalk: Step = ({ id, code }) => walkBare(parseSync(id, code).program);
const settings = resolveOptions();

const CASES: Readonly<Record<string, Case>> = {
  parse: { files: asPublished, step: ({ id, code }) => parseSync(id, code).program.body.length },
  'parse and walk': { files: asPublished, step: parseAndWalk },
  prefilter: { files: asPublished, step: ({ id, code }) => (mayHoldTarget(code, id, settings) ? 1 : 0) },
  'no target': { files: asPublished, step: full },
  'no target, but the word': { files: mentioned, step: full },
  'parse and walk, tagged': { files: tagged, step: parseAndWalk },
  'every export a target': { files: tagged, step: full },
};

/** The steps of the last case, one by one. */
const STEPS = 'steps';

export const caseNames: readonly string[] = [...Object.keys(CASES), STEPS];

export const passes: readonly { readonly what: string; readonly flags: readonly string[] }[] = [
  { what: 'time', flags: [] },
];

export async function prepare(): Promise<void> {}

/** Milliseconds for each megabyte: the first pass of the process, and the median of those after two more. */
export async function measureCase(name: string): Promise<object> {
  if (name === STEPS) return measureSteps();
  const { files: choose, step } = CASES[name] as Case;
  const files = choose(readCorpus());
  const size = megabytes(files);
  const coldMs = onePass(files, step) / size;
  for (let i = 0; i < 2; i++) onePass(files, step);
  const warm = Array.from({ length: WARM_PASSES }, () => onePass(files, step) / size);
  return { coldMs, warmMs: median(warm), files: files.length, megabytes: size };
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

function measureSteps(): object {
  const files = tagged(readCorpus());
  const size = megabytes(files);
  const all = Array.from({ length: WARM_PASSES + 3 }, () => stepsOnce(files));
  const steps = Object.keys(all[0] as object);
  const warm = (step: string): number => median(all.slice(3).map((one) => (one[step] as number) / size));
  return {
    ...Object.fromEntries(steps.map((step) => [`${step}Ms`, warm(step)])),
    targets: files.reduce((sum, { id, code }) => sum + (transform(code, id)?.sites.length ?? 0), 0),
  };
}

function stepsOnce(files: readonly SourceFile[]): Record<string, number> {
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

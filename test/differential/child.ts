/** Runs in a process of its own: random programs for a seed, or the cases that come as JSON; writes one JSON result. */

import vm from 'node:vm';
import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { BREAKAGES, type Breakage } from './breakages.ts';
import { compare, instrumentAll, type Comparison } from './compare.ts';
import { programs, type Program } from './program.ts';

export interface RandomJob {
  readonly kind: 'random';
  readonly seed: number;
  readonly count: number;
  readonly breakage?: Breakage;
  /** A file that always holds the program of now, for one that never ends. */
  readonly current?: string;
}

export interface CasesJob {
  readonly kind: 'cases';
  readonly cases: readonly (Program & { readonly name: string })[];
}

export interface RandomResult {
  readonly programs: number;
  readonly valid: number;
  readonly sites: number;
  readonly lines: number;
  readonly counterexample?: { readonly code: string; readonly module: boolean; readonly difference: unknown };
}

export type CasesResult = readonly { readonly name: string; readonly comparison: Comparison }[];

const knowsUsing = ((): boolean => {
  try {
    vm.compileFunction('{ using one = null; }');
    return true;
  } catch {
    return false;
  }
})();

async function random({ seed, count, breakage, current }: RandomJob): Promise<RandomResult> {
  const totals = { programs: 0, valid: 0, sites: 0, lines: 0 };
  const rewrite = breakage === undefined ? instrumentAll : BREAKAGES[breakage];
  const property = fc.asyncProperty(programs(knowsUsing), async (program) => {
    if (current !== undefined) writeFileSync(current, program.code);
    const found = await compare(program, rewrite);
    totals.programs++;
    totals.valid += found.valid ? 1 : 0;
    totals.sites += found.sites;
    totals.lines += found.lines;
    return found.difference === undefined;
  });
  const result = await fc.check(property, { seed, numRuns: count, interruptAfterTimeLimit: 600_000 });
  if (!result.failed || result.counterexample === null) return totals;
  const [program] = result.counterexample;
  return { ...totals, counterexample: { ...program, difference: (await compare(program, rewrite)).difference } };
}

async function cases({ cases: all }: CasesJob): Promise<CasesResult> {
  const out: { name: string; comparison: Comparison }[] = [];
  for (const one of all) out.push({ name: one.name, comparison: await compare(one) });
  return out;
}

const { stdout } = process;
const exit = process.exit.bind(process);
const job = JSON.parse(readFileSync(0, 'utf8')) as RandomJob | CasesJob;
const result = job.kind === 'random' ? await random(job) : await cases(job);
stdout.write(JSON.stringify(result), () => exit(0));

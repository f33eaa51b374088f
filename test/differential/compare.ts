/** Runs a program as it was written and as it was rewritten, under every runtime, and finds the first difference. */

import { transform } from '../../transformer/index.ts';
import { HOOKS_GLOBAL, run, type Text } from './run.ts';
import { RUNTIMES, type RuntimeName } from './runtimes.ts';

export interface Difference {
  readonly runtime: string;
  readonly expected: string;
  readonly got: string;
  readonly before: readonly string[];
  readonly emitted: string;
}

export interface Comparison {
  /** The engine accepts the text. */
  readonly valid: boolean;
  /** Functions that were instrumented. */
  readonly sites: number;
  readonly lines: number;
  readonly difference: Difference | undefined;
}

export interface Rewritten {
  readonly code: string;
  readonly sites: number;
}

export type Rewrite = (text: Text) => Rewritten | null;

/** The transformer, every function a target. */
export const instrumentAll: Rewrite = (text) => {
  const options = { rules: [{ functions: 'all' }], format: 'global', runtimeModule: HOOKS_GLOBAL, root: '/' } as const;
  const result = transform(text.code, text.module ? '/program.mjs' : '/program.cjs', options);
  return result && { code: result.code, sites: result.sites.length };
};

const ALL = Object.keys(RUNTIMES) as RuntimeName[];

export async function compare(
  text: Text,
  rewrite = instrumentAll,
  runtimes: readonly RuntimeName[] = ALL,
): Promise<Comparison> {
  const expected = await run(text);
  if (expected === null) {
    const emitted = rewrite(text);
    const still = emitted === null || (await run({ ...text, code: emitted.code })) === null;
    const wrong = {
      runtime: 'none',
      expected: 'a syntax error',
      got: 'a program',
      before: [],
      emitted: emitted?.code ?? '',
    };
    return { valid: false, sites: 0, lines: 0, difference: still ? undefined : wrong };
  }
  const emitted = rewrite(text);
  const found = { valid: true, sites: emitted?.sites ?? 0, lines: expected.length };
  if (emitted === null) return { ...found, difference: undefined };
  for (const name of runtimes) {
    const runtime = RUNTIMES[name]();
    const got = await run({ ...text, code: emitted.code }, runtime);
    const complaint = runtime.finish();
    const difference =
      firstDifference(expected, got ?? ['no valid program']) ??
      (complaint && { expected: 'no context', got: complaint, before: [] });
    if (difference) return { ...found, difference: { runtime: name, ...difference, emitted: emitted.code } };
  }
  return { ...found, difference: undefined };
}

function firstDifference(
  expected: readonly string[],
  got: readonly string[],
): Pick<Difference, 'expected' | 'got' | 'before'> | undefined {
  const length = Math.max(expected.length, got.length);
  for (let i = 0; i < length; i++) {
    if (expected[i] === got[i]) continue;
    return { expected: expected[i] ?? '(end)', got: got[i] ?? '(end)', before: expected.slice(Math.max(0, i - 4), i) };
  }
  return undefined;
}

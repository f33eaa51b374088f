/** Programs by hand: what the language's conformance tests look at, before and after the rewrite. */

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import type { CasesResult } from './child.ts';
import { drive } from './drive.ts';
import { snippets } from './snippets.ts';

const here = path.dirname(fileURLToPath(import.meta.url));
const results = await run('snippets');

async function run(folder: string): Promise<CasesResult> {
  return drive({ kind: 'cases', cases: snippets(path.join(here, folder)) });
}

const isAboutErrors = (name: string): boolean => /^early-errors:|early error/.test(name);

test.each(results.map((one) => [one.name, one.comparison] as const))('%s', (name, { valid, lines, difference }) => {
  expect(difference).toBeUndefined();
  expect(valid).toBe(!isAboutErrors(name));
  // A program that was cut off compares less than it seems to.
  expect(lines).toBeLessThan(800);
});

test('most programs are instrumented and say something', () => {
  const programs = results.filter((one) => one.comparison.valid);
  expect(programs.length).toBeGreaterThan(100);
  expect(programs.filter((one) => one.comparison.sites > 0 && one.comparison.lines > 0).length).toBeGreaterThan(
    programs.length * 0.9,
  );
});

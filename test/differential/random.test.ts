/** Random programs: whatever shape they have, instrumented they do what they did. Every run draws others. */

import { expect, test } from '@jest/globals';
import { drive } from './drive.ts';

/** `SPANLOOM_SEED=…` repeats a run, `SPANLOOM_PROGRAMS=…` makes it longer. */
const seed = Number(process.env['SPANLOOM_SEED'] ?? Math.floor(Math.random() * 0x7fffffff));
const count = Number(process.env['SPANLOOM_PROGRAMS'] ?? 750);

test('random programs behave as they did, under every runtime', async () => {
  process.stdout.write(`random programs: SPANLOOM_SEED=${seed}\n`);
  const found = await Promise.all([seed, seed + 1].map((one) => drive({ kind: 'random', seed: one, count })));
  for (const { counterexample, programs, valid, sites, lines } of found) {
    expect(counterexample).toBeUndefined();
    expect(programs).toBe(count);
    expect(valid).toBeGreaterThan(count * 0.8);
    expect(sites).toBeGreaterThan(count * 2);
    expect(lines).toBeGreaterThan(count * 5);
  }
}, 300_000);

/** The harness itself: a rewrite that is wrong in one way is found out. */

import { expect, test } from '@jest/globals';
import type { Breakage } from './breakages.ts';
import { drive } from './drive.ts';

const BREAKAGES: Readonly<Record<Breakage, true>> = {
  'extra microtask': true,
  'lost return': true,
  'lost this': true,
  'swallowed error': true,
  'read twice': true,
  'handled rejection': true,
  'changed length': true,
  'copied arguments': true,
};

test.each(Object.keys(BREAKAGES) as Breakage[])(
  'a rewrite is found out: %s',
  async (breakage) => {
    const { counterexample } = await drive({ kind: 'random', seed: 1, count: 2000, breakage });
    expect(counterexample?.difference).toBeDefined();
    // Shrunk to something that can be read.
    expect(counterexample?.code.length).toBeLessThan(600);
  },
  300_000,
);

/** The off switch exports what emitted code may name. */

import { expect, test } from '@jest/globals';
import * as hooks from '../../../runtime/hooks.ts';
import * as noop from '../../../runtime/noop.ts';

test('noop has exactly the exports of hooks', () => {
  expect(Object.keys(noop).toSorted()).toEqual(Object.keys(hooks).toSorted());
});

test('noop hooks hand values through', () => {
  const value = {};
  expect([noop.keep(value), noop.resume(value), noop.settle(value), noop.iterate(value)]).toEqual([
    value,
    value,
    value,
    value,
  ]);
  expect(noop.enter(1)).toBe(0);
  expect(noop.state.live).toBeLessThan(0);
});

/** Callbacks keep the context of whoever handed them over. */

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { bind, enter, exit } from '../../../runtime/hooks.ts';
import { state } from '../../../runtime/core/state.ts';
import { notRecording, recorded, recording, siteOf } from './recording.ts';

beforeEach(() => recording());
afterEach(() => notRecording());

test('a bound callback finds the span that was current, and leaves the caller its own', () => {
  const owner = enter(siteOf('owner'));
  const callback = bind(function (this: unknown, value: number) {
    exit(enter(siteOf('inner')));
    return [this, value];
  });
  exit(owner);
  const other = enter(siteOf('other'));
  const self = {};
  expect(callback.call(self, 7)).toEqual([self, 7]);
  expect(state.live).toBe(other);
  exit(other);
  const [first, , inner] = recorded();
  expect([first?.name, inner?.name, inner?.parentSpanId]).toEqual(['owner', 'inner', first?.spanId]);
});

test('bound where nothing is current, it runs with nothing current', () => {
  const callback = bind(() => state.live);
  const t = enter(siteOf('later'));
  expect(callback()).toBe(0);
  exit(t);
});

test('what is no function comes back as it is; off, so does a function', () => {
  expect(bind(undefined)).toBe(undefined);
  notRecording();
  const callback = (): void => {};
  expect(bind(callback)).toBe(callback);
});

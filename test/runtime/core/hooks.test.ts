/** Hooks are total: whatever emitted code or a hostile value hands them, they neither throw nor lose their place. */

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as hooks from '../../../runtime/hooks.ts';
import { state } from '../../../runtime/core/state.ts';
import { attributesOf, notRecording, recorded, recording, siteOf } from './recording.ts';

const calls = { ...hooks } as unknown as Record<string, (...args: unknown[]) => unknown>;

beforeEach(() => recording());
afterEach(() => notRecording());

const throws = (): never => {
  throw new Error('hostile');
};
const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const hostile: unknown[] = [
  undefined,
  null,
  Number.NaN,
  -0,
  1n,
  Symbol('s'),
  '\ud800',
  () => throws(),
  {
    get name() {
      return throws();
    },
  },
  { toString: throws, toJSON: throws, valueOf: throws },
  new Proxy({}, { get: throws, ownKeys: throws, getPrototypeOf: throws, has: throws }),
  revoked(),
  Object.create(null),
  [[[]]],
];

test('a site that is not there yet records nothing, and is counted', () => {
  const before = state.drops.unreadySite;
  const t = hooks.enter(undefined as unknown as number);
  expect(t).toBe(0);
  hooks.exit(t);
  expect(state.drops.unreadySite).toBe(before + 1);
  expect(recorded()).toEqual([]);
});

test('hostile errors and attribute values', () => {
  for (const value of hostile) {
    const t = hooks.enter(siteOf('hostile', ['a', 'b', 'c', 'd', 'e', 'f']));
    for (let i = 0; i < 6; i++) hooks.set(t, i, value);
    hooks.putAll(t, value);
    hooks.putAll(t, { x: value });
    hooks.fail(t, value);
    hooks.exit(t);
  }
  const spans = recorded();
  expect(spans).toHaveLength(hostile.length);
  for (const span of spans) expect(span.status.code).toBe(2);
});

test('any handle in any order: nothing throws, and a new trace still works', () => {
  const handle = fc.oneof(
    fc.integer({ min: -6, max: 40 }),
    fc.constantFrom(undefined, Number.NaN, 2 ** 31, -1, -2, -3, -4, -5),
  );
  const step = fc.tuple(
    fc.constantFrom('enter', 'exit', 'fail', 'suspend', 'resume', 'pause', 'regain', 'leave', 'settle'),
    handle,
    handle,
  );
  const site = siteOf('any');
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      for (const [name, a, b] of steps) calls[name]?.(a, b);
      state.live = 0;
      const t = hooks.enter(site);
      expect(t).toBeGreaterThan(0);
      hooks.exit(t);
      expect(state.live).toBe(0);
    }),
    { numRuns: 500 },
  );
  state.live = 0;
});

test('attributes: types, order, later values win, undefined is not set, null is', () => {
  const t = hooks.enter(siteOf('typed', ['s', 'n', 'b', 'list', 'over', 'undef']));
  hooks.set(t, 0, 'text');
  hooks.set(t, 1, 1.5);
  hooks.set(t, 2, false);
  const list = [1, undefined, 'x'];
  hooks.set(t, 3, list);
  list.push('later');
  hooks.set(t, 4, 7);
  hooks.set(t, 5, undefined);
  hooks.putAll(t, { over: 8, nothing: null, s: 'changed' });
  hooks.exit(t);
  expect(attributesOf(recorded()[0])).toEqual({
    s: 'changed',
    n: 1.5,
    b: false,
    list: [1, null, 'x'],
    over: 8,
    nothing: null,
  });
});

test('one error object is recorded as an exception once, by the innermost span', () => {
  const error = new RangeError('too far');
  const outer = hooks.enter(siteOf('outer'));
  const inner = hooks.enter(siteOf('inner'));
  hooks.fail(inner, error);
  hooks.exit(inner);
  hooks.fail(outer, error);
  hooks.exit(outer);
  const spans = recorded();
  expect(
    spans.map((span) => [span.name, span.status.code, span.events.length, attributesOf(span)['error.type']]),
  ).toEqual([
    ['outer', 2, 0, 'RangeError'],
    ['inner', 2, 1, 'RangeError'],
  ]);
});

test('ending twice is counted and changes nothing', () => {
  const t = hooks.enter(siteOf('twice'));
  hooks.exit(t);
  const before = state.drops.staleHandle;
  hooks.exit(t);
  hooks.set(t, 0, 'late');
  expect(state.drops.staleHandle).toBe(before + 1);
  expect(recorded()).toHaveLength(1);
});

/** Promises that plain functions return: watched without being touched. */

import v8 from 'node:v8';
import vm from 'node:vm';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sealWaiting } from '../../../runtime/core/waiting.ts';
import { enter, exit, result } from '../../../runtime/hooks.ts';
import { notRecording, recorded, recording, siteOf } from './recording.ts';

beforeEach(() => recording());
afterEach(() => notRecording());

v8.setFlagsFromString('--expose-gc');
const gc = vm.runInNewContext('gc') as () => void;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What emitted code does for `name() { return promise; }`. */
function returns<T>(name: string, value: T): T {
  const t = enter(siteOf(name));
  try {
    return result(value, t);
  } finally {
    exit(t);
  }
}

test('the span ends with the promise once somebody awaits it, through any number of functions', async () => {
  let settle = (_value: number): void => {};
  const promise = new Promise<number>((resolve) => (settle = resolve));
  const same = returns('outer', returns('inner', promise));
  expect(same).toBe(promise);
  const awaited = same.then((value) => value + 1);
  await turn();
  expect(recorded()).toEqual([]);
  settle(1);
  expect(await awaited).toBe(2);
  expect(recorded().map((span) => span.name)).toEqual(['inner', 'outer']);
  expect(Object.getOwnPropertyNames(promise)).toEqual([]);
});

test('a promise that was handled before it was returned, and is consumed by nobody after, is left as it is', async () => {
  const promise = Promise.reject(new Error('handled'));
  promise.catch(() => {});
  void returns('handled', promise);
  await turn();
});

test('a promise that nobody consumes ends its span when it is collected, at the time of the return', async () => {
  const before = BigInt(Date.now()) * 1_000_000n;
  // In a function of its own, whose registers are gone when it has returned.
  const forget = (): void => void returns('forgotten', new Promise(() => {}));
  forget();
  const after = BigInt(Date.now() + 5) * 1_000_000n;
  const spans = recorded();
  expect(spans).toEqual([]);
  for (let i = 0; i < 100 && !spans.some((span) => span.name === 'forgotten'); i++) {
    gc();
    await turn();
    spans.push(...recorded());
  }
  // Spans of earlier tests' promises may come along.
  expect(spans.map((span) => span.name)).toContain('forgotten');
  const end = spans.find((span) => span.name === 'forgotten')?.endTimeUnixNano ?? 0n;
  expect(end >= before - 5_000_000n && end <= after).toBe(true);
});

test('what still waits when the program ends is ended at the time of the return', () => {
  void returns('waiting', new Promise(() => {}));
  sealWaiting();
  expect(recorded().map((span) => span.name)).toContain('waiting');
});

test('frozen promises, thenables and subclasses are returned as they are', async () => {
  class Own<T> extends Promise<T> {}
  const thenable = { then: () => expect('called').toBe('never') };
  for (const value of [Object.freeze(Promise.resolve(1)), new Own(() => {}), thenable, 1, null]) {
    expect(returns('as it is', value)).toBe(value);
  }
  expect(recorded()).toHaveLength(5);
});

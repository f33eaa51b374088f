/** The ring: order, reuse of rows, what happens when it is full, ids and sampling. */

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { enter, exit } from '../../../runtime/hooks.ts';
import { collect, pending } from '../../../runtime/core/collector.ts';
import { spanIdOf, traceIdOf } from '../../../runtime/core/ids.ts';
import { end, hold, nextTrace } from '../../../runtime/core/ring.ts';
import { CAPACITY, state } from '../../../runtime/core/state.ts';
import { notRecording, recorded, recording, siteOf } from './recording.ts';

beforeEach(() => recording());
afterEach(() => notRecording());

const site = siteOf('row');
const one = (): void => exit(enter(site));

test('full: the newest are dropped and counted, the oldest kept, and it recovers', () => {
  const before = state.drops.ringFull;
  for (let i = 0; i < CAPACITY + 1000; i++) one();
  const spans = recorded();
  const dropped = state.drops.ringFull - before;
  expect(spans.length + dropped).toBe(CAPACITY + 1000);
  expect(spans.length).toBeGreaterThanOrEqual(CAPACITY - 16);
  one();
  expect(recorded()).toHaveLength(1);
  expect(pending()).toBe(0);
});

test('half full, looked at now and then: wakes the collector once', () => {
  let woken = 0;
  state.wake = () => {
    woken++;
  };
  for (let i = 0; i < CAPACITY; i++) one();
  expect(woken).toBe(1);
  state.wake = null;
});

test('a span that stays open keeps its row while the ring turns around it', () => {
  const held = enter(site);
  hold(held);
  exit(held);
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < CAPACITY / 2; i++) one();
    recorded();
  }
  end(held);
  const [span, ...more] = recorded();
  expect(span?.spanId).toBe(spanIdOf(held));
  expect(more).toEqual([]);
});

test('collecting in slices gives every span once, oldest first', () => {
  for (let i = 0; i < 100; i++) one();
  const slices = [collect(30), collect(30), collect(100)];
  expect(slices.map((slice) => slice.length)).toEqual([30, 30, 40]);
  const starts = slices.flat().map((span) => span.startTimeUnixNano);
  expect(starts).toEqual(starts.toSorted((a, b) => Number(a - b)));
  expect(new Set(slices.flat().map((span) => span.spanId)).size).toBe(100);
});

test('ids are valid, distinct and never zero', () => {
  const spans = new Set<string>();
  const traces = new Set<string>();
  for (let i = 1; i <= 100_000; i++) {
    spans.add(spanIdOf(i));
    traces.add(traceIdOf(i));
  }
  expect([spans.size, traces.size]).toEqual([100_000, 100_000]);
  expect([...spans].filter((id) => !/^(?!0+$)[0-9a-f]{16}$/.test(id))).toEqual([]);
  expect([...traces].filter((id) => !/^(?!0+$)[0-9a-f]{32}$/.test(id))).toEqual([]);
});

test('a ratio keeps that share of the roots, decided by the bits of the trace id', () => {
  recording(0.25);
  const first = state.traces;
  for (let i = 0; i < 20_000; i++) one();
  const kept = new Set(recorded().map((span) => span.traceId));
  expect(kept.size / 20_000).toBeCloseTo(0.25, 1);
  const all = Array.from({ length: 20_000 }, (_, i) => traceIdOf(first + 1 + i));
  const random = (id: string): number => Number.parseInt(id.slice(18, 26), 16) / 2 ** 32;
  expect(all.filter((id) => random(id) >= 0.75)).toEqual(all.filter((id) => kept.has(id)));
  expect(nextTrace()).toBe(first + 20_001);
});

test('ratio 0 records nothing and leaves nothing current', () => {
  recording(0);
  const outer = enter(site);
  expect(state.live).toBe(-1);
  exit(outer);
  expect(state.live).toBe(0);
  expect(recorded()).toEqual([]);
});

test('times are wall-clock nanoseconds and end after they start', () => {
  one();
  const [span] = recorded();
  const now = BigInt(Date.now()) * 1_000_000n;
  expect((span?.endTimeUnixNano ?? 0n) >= (span?.startTimeUnixNano ?? 1n)).toBe(true);
  expect((now - (span?.startTimeUnixNano ?? 0n)) / 1_000_000_000n).toBe(0n);
});

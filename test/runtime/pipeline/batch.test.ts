/** The batch stage under each failure it must live through: nothing may be lost without being counted. */

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { CAPACITY, state } from '../../../runtime/core/state.ts';
import type { RuntimeDiagnostic } from '../../../runtime/core/report.ts';
import { memoryExporter } from '../../../runtime/exporters/memory.ts';
import { queued, startBatch, type BatchStage, pump } from '../../../runtime/pipeline/batch.ts';
import { flushBatch, shutdownBatch } from '../../../runtime/pipeline/flush.ts';
import type { ExportResult, SpanExporter } from '../../../runtime/pipeline/types.ts';
import { ENVELOPE, LIMITS, beginRecording, heldExporter, record, turns } from './spans.ts';

let told: RuntimeDiagnostic[];
let stages: BatchStage[];

beforeEach(() => {
  told = beginRecording();
  stages = [];
});

afterEach(async () => {
  for (const stage of stages) await shutdownBatch(stage, 0);
});

function begin(exporters: SpanExporter[], limits = LIMITS): BatchStage {
  const stage = startBatch(exporters, limits, ENVELOPE);
  stages.push(stage);
  return stage;
}

const codes = (): string[] => told.map((one) => one.code);
const distinct = (spans: readonly { spanId: string }[]): number => new Set(spans.map((span) => span.spanId)).size;

// First in this file: a code is told once in a process.
test('a failure is told with the name of the exporter and its reason', async () => {
  const stage = begin([{ name: 'mine', export: () => ({ ok: false, message: 'disk on fire' }) }]);
  record(1);
  await flushBatch(stage, 10_000);
  expect(told[0]).toMatchObject({ code: 'export/failed', severity: 'error' });
  expect(told[0]?.message).toMatch(/'mine'.* 1 .*disk on fire/);
});

test('burst: ten thousand spans pass through a queue of twenty without loss', async () => {
  const memory = memoryExporter();
  const stage = begin([memory]);
  record(10_000);
  expect(await flushBatch(stage, 10_000)).toBe(true);
  expect(distinct(memory.spans)).toBe(10_000);
  expect(state.drops).toMatchObject({ ringFull: 0, queueFull: 0, exportFailed: 0 });
});

test('burst with batches of one: no recursion as deep as the burst is long', async () => {
  const memory = memoryExporter();
  const stage = begin([memory], { ...LIMITS, maxQueueSize: 12_000, maxExportBatchSize: 1 });
  record(12_000);
  expect(await flushBatch(stage, 10_000)).toBe(true);
  expect(distinct(memory.spans)).toBe(12_000);
});

test('full: what finds no room is dropped, newest first, and counted to the last span', async () => {
  const hung = heldExporter();
  const stage = begin([hung]);
  const more = 5000;
  record(CAPACITY + more);
  void flushBatch(stage, 10_000);
  await turns();
  expect(state.drops.ringFull).toBeGreaterThan(0);
  expect(state.counts.ended).toBe(30);
  while (hung.held.length > 0) {
    hung.held[0]?.({ ok: true });
    await turns(1);
  }
  await flushBatch(stage, 10_000);
  expect(hung.spans.length + state.drops.ringFull).toBe(CAPACITY + more);
  expect(distinct(hung.spans)).toBe(hung.spans.length);
});

test('full: one slow exporter loses its newest spans, counted; the other gets all', async () => {
  const slow = heldExporter('slow');
  const memory = memoryExporter();
  const stage = begin([slow, memory], { ...LIMITS, scheduleDelayMs: 1 });
  record(100);
  while (memory.spans.length < 100) await turns();
  // Ten are on their way, twenty wait.
  expect(state.drops.queueFull).toBe(70);
  expect(queued(stage)).toBe(30);
  while (slow.held.length > 0) {
    slow.held[0]?.({ ok: true });
    await turns(1);
  }
  expect(slow.spans.map((span) => span.spanId)).toEqual(memory.spans.slice(0, 30).map((span) => span.spanId));
});

test('half full: the ring wakes the stage long before its timer', async () => {
  const memory = memoryExporter();
  begin([memory]);
  record(CAPACITY / 2 + CAPACITY / 32);
  await turns(20);
  expect(memory.spans.length).toBeGreaterThanOrEqual(CAPACITY / 2);
});

test('a full ring is emptied in slices, between which the event loop turns', async () => {
  const memory = memoryExporter();
  const stage = begin([memory]);
  record(CAPACITY / 4);
  pump(stage);
  const first = memory.spans.length;
  await turns(20);
  expect([first > 0, first < CAPACITY / 8, memory.spans.length]).toEqual([true, true, CAPACITY / 4]);
});

test('hang: an export without an answer is counted, and its exporter is not called a second time meanwhile', async () => {
  const hung = heldExporter();
  const stage = begin([hung], { ...LIMITS, exportTimeoutMs: 5 });
  record(30);
  expect(await flushBatch(stage, 50)).toBe(false);
  expect(state.drops.exportFailed).toBe(10);
  expect(hung.held.length).toBe(1);
  hung.held[0]?.({ ok: true });
  await turns();
  expect(hung.peak()).toBe(1);
  expect(hung.held.length).toBe(1);
  expect(state.counts.exported).toBe(0);
});

test('a stage that was shut down takes nothing from the one that came after it', async () => {
  const before = memoryExporter();
  const first = begin([before]);
  record(CAPACITY / 2 + CAPACITY / 32);
  await shutdownBatch(first, 10_000);
  const { length } = before.spans;
  const after = memoryExporter();
  const second = begin([after]);
  record(10);
  await turns();
  await flushBatch(second, 10_000);
  expect([before.spans.length, after.spans.length]).toEqual([length, 10]);
});

test('flush-while-writing: four flushes at once lose nothing and deliver nothing twice', async () => {
  const slow: SpanExporter & { spans: { spanId: string }[] } = {
    name: 'slow',
    spans: [],
    async export(batch) {
      await turns(1);
      this.spans.push(...batch.spans);
      return { ok: true };
    },
  };
  const stage = begin([slow]);
  const flushes: Promise<boolean>[] = [];
  for (let i = 0; i < 50; i++) {
    record(37);
    if (i % 12 === 0) flushes.push(flushBatch(stage, 10_000));
    await turns(1);
  }
  flushes.push(flushBatch(stage, 10_000));
  expect(await Promise.all(flushes)).toEqual([true, true, true, true, true, true]);
  expect(slow.spans.length).toBe(50 * 37);
  expect(distinct(slow.spans)).toBe(50 * 37);
});

test('flush resolves only when everything that ended before it has been delivered', async () => {
  const held = heldExporter();
  const stage = begin([held]);
  record(15);
  let done = false;
  const flushed = flushBatch(stage, 10_000).then((result) => (done = result));
  await turns();
  held.held[0]?.({ ok: true });
  await turns();
  expect(done).toBe(false);
  held.held[0]?.({ ok: true });
  await flushed;
  expect(done).toBe(true);
  expect(held.spans.length).toBe(15);
});

test('flush ends although spans keep coming', async () => {
  const busy: SpanExporter = {
    name: 'busy',
    async export() {
      record(10);
      return { ok: true };
    },
  };
  const stage = begin([busy]);
  record(100);
  expect(await flushBatch(stage, 10_000)).toBe(true);
});

const hostile: [string, () => unknown][] = [
  [
    'throws',
    () => {
      throw new Error('broken');
    },
  ],
  [
    'throws something that cannot be read',
    () => {
      throw {
        get message() {
          throw new Error();
        },
        toString() {
          throw new Error();
        },
      };
    },
  ],
  ['rejects', () => Promise.reject(new Error('broken'))],
  ['answers nothing', () => undefined],
  [
    'answers with a getter that throws',
    () => ({
      get ok() {
        throw new Error();
      },
    }),
  ],
  [
    'answers a thenable that throws',
    () => ({
      then() {
        throw new Error('broken');
      },
    }),
  ],
];

test.each(hostile)('exporter %s: the loss is counted, the program goes on, the next batch is tried', async (_, act) => {
  let calls = 0;
  const broken: SpanExporter = {
    name: 'broken',
    export: () => {
      calls++;
      return act() as ExportResult;
    },
  };
  const stage = begin([broken]);
  record(15);
  expect(await flushBatch(stage, 10_000)).toBe(false);
  expect(calls).toBe(2);
  expect(state.drops.exportFailed).toBe(15);
  expect(queued(stage)).toBe(0);
});

test.each([NaN, Infinity, -5, 1e9, '3'])(
  'exporter claims %p rejected spans: the counters stay whole',
  async (rejected) => {
    const stage = begin([{ name: 'odd', export: () => ({ ok: true, rejected: rejected as number }) }]);
    record(5);
    await flushBatch(stage, 10_000);
    expect(state.counts.exported + state.drops.exportRejected).toBe(5);
  },
);

test('loss is said when it begins and when it is over, not in between', async () => {
  let broken = true;
  const stage = begin([{ name: 'flaky', export: () => (broken ? { ok: false, message: 'down' } : { ok: true }) }]);
  for (let i = 0; i < 3; i++) {
    record(1);
    await flushBatch(stage, 10_000);
  }
  broken = false;
  for (let i = 0; i < 3; i++) {
    record(1);
    await flushBatch(stage, 10_000);
  }
  const about = codes().filter((code) => code !== 'export/failed');
  expect(about).toEqual(['export/dropped', 'export/loss-ended']);
  expect(told.find((one) => one.code === 'export/loss-ended')?.message).toContain('3');
});

test('shutdown with a hung exporter keeps its deadline and counts what it leaves behind', async () => {
  const hung = heldExporter();
  const stage = begin([hung]);
  record(100);
  expect(await shutdownBatch(stage, 10)).toBe(false);
  expect(state.drops.exportFailed).toBe(100);
  expect(await shutdownBatch(stage, 10)).toBe(true);
});

test('shutdown delivers what waits, then shuts every exporter down, even after one that throws', async () => {
  const order: string[] = [];
  const one: SpanExporter = {
    name: 'one',
    export: (batch) => (order.push(`export ${batch.spans.length}`), { ok: true }),
    flush: () => (order.push('flush'), Promise.resolve()),
    shutdown: () => {
      throw new Error('no');
    },
  };
  const two: SpanExporter = {
    name: 'two',
    export: () => ({ ok: true }),
    shutdown: () => (order.push('two'), Promise.resolve()),
  };
  const stage = begin([one, two]);
  record(3);
  expect(await shutdownBatch(stage, 10_000)).toBe(true);
  expect(order).toEqual(['export 3', 'flush', 'two']);
});

test('no exporter: spans are taken and discarded, so that the ring never fills', async () => {
  const stage = begin([]);
  record(CAPACITY - 100);
  expect(await flushBatch(stage, 10_000)).toBe(true);
  record(CAPACITY - 100);
  expect(state.drops.ringFull).toBe(0);
});

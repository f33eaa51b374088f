/** Compiled context: every span has the parent that its caller meant, however calls interleave. */

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { SpanData } from '../../runtime/pipeline/types.ts';
import { collect } from '../../runtime/core/collector.ts';
import { configure } from '../../runtime/core/control.ts';
import { state } from '../../runtime/core/state.ts';
import { compileWorld, type Call } from './programs.ts';

const world = compileWorld();

const call: fc.Arbitrary<Call> = fc.letrec<{ call: Call }>((tie) => ({
  call: fc.record({
    kind: fc.constantFrom('sync', 'async', 'async', 'generator', 'asyncGenerator', 'looping'),
    together: fc.boolean(),
    fails: fc.boolean(),
    pauses: fc.integer({ min: 0, max: 3 }),
    calls: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'call' },
      fc.constant([]),
      fc.array(tie('call'), { maxLength: 3, depthIdentifier: 'call' }),
    ),
  }),
})).call;

beforeEach(() => {
  collect(Infinity);
});
afterEach(() => {
  configure({ enabled: false, ratio: 1 });
  collect(Infinity);
});

async function finished(programs: readonly Call[]): Promise<SpanData[]> {
  // What an earlier, failed run left must not fail this one.
  state.live = state.enabled ? 0 : state.live;
  const running = programs.map((program, i) => world.run(program, String(i), ''));
  await Promise.allSettled(running);
  const spans: SpanData[] = [];
  // Functions that were started and not awaited end in their own time.
  for (let quiet = 0; quiet < 3; quiet++) {
    await new Promise((done) => setImmediate(done));
    const more = collect(Infinity);
    if (more.length > 0) quiet = 0;
    spans.push(...more);
  }
  return spans;
}

const attribute = (span: SpanData | undefined, key: string): unknown =>
  span?.attributes.find(([name]) => name === key)?.[1];

function wrongParents(spans: readonly SpanData[]): string[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  return spans
    .filter((span) => (attribute(byId.get(span.parentSpanId), 'id') ?? '') !== attribute(span, 'parent'))
    .map(
      (span) =>
        `${String(attribute(span, 'id'))}: expected ${String(attribute(span, 'parent'))}, got ${String(attribute(byId.get(span.parentSpanId), 'id'))}`,
    );
}

test('sampled: every parent is right, nothing stays current, nothing is lost', async () => {
  let seen = 0;
  configure({ enabled: true, ratio: 1 });
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 4 }), async (programs) => {
      const spans = await finished(programs);
      seen += spans.length;
      expect(wrongParents(spans)).toEqual([]);
      expect(state.live).toBe(0);
      expect(state.open).toEqual([]);
    }),
    { numRuns: 300 },
  );
  expect(seen).toBeGreaterThan(3000);
}, 60_000);

test('half of the traces sampled: a trace is recorded whole or not at all', async () => {
  const counts = { traces: 0, kept: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 2, maxLength: 4 }), async (programs) => {
      configure({ enabled: true, ratio: 1 });
      const whole = await finished(programs);
      configure({ enabled: true, ratio: 0.5 });
      const some = await finished(programs);
      expect(wrongParents(some)).toEqual([]);
      expect(state.live).toBe(0);
      for (const [root, ids] of tracesOf(whole)) {
        const kept = tracesOf(some).get(root);
        counts.traces++;
        if (kept === undefined) continue;
        counts.kept++;
        expect(kept).toEqual(ids);
      }
    }),
    { numRuns: 300 },
  );
  expect(counts.kept).toBeGreaterThan(counts.traces * 0.3);
  expect(counts.kept).toBeLessThan(counts.traces * 0.7);
}, 60_000);

function tracesOf(spans: readonly SpanData[]): Map<unknown, unknown[]> {
  const roots = new Map(
    spans.filter((span) => span.parentSpanId === '').map((span) => [span.traceId, attribute(span, 'id')]),
  );
  const traces = new Map<unknown, unknown[]>();
  for (const span of spans) {
    const root = roots.get(span.traceId);
    traces.set(root, [...(traces.get(root) ?? []), attribute(span, 'id')]);
  }
  for (const ids of traces.values()) ids.sort();
  return traces;
}

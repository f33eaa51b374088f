/** The options of `instrument` where no build compiled it. */

import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { instrument } from '../../../runtime/instrument.ts';
import type { RuntimeDiagnostic } from '../../../runtime/core/report.ts';
import { setHandler } from '../../../runtime/core/report.ts';
import { state } from '../../../runtime/core/state.ts';
import type { SpanData } from '../../../runtime/pipeline/types.ts';
import { attributesOf, notRecording, recorded, recording } from '../core/recording.ts';

let told: RuntimeDiagnostic[] = [];
beforeEach(() => {
  told = [];
  state.told.clear();
  setHandler((diagnostic) => told.push(diagnostic));
  recording();
});
afterEach(() => {
  expect(state.live).toBe(0);
  setHandler();
  notRecording();
});

const only = (): SpanData => {
  const spans = recorded();
  expect(spans).toHaveLength(1);
  return spans[0] as SpanData;
};
const caught = (body: () => unknown): unknown => {
  try {
    return body();
  } catch (error) {
    return error;
  }
};
const note = instrument({ name: 'note' }, () => {});
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('expected errors are no failure, and are thrown all the same; onError adds attributes', () => {
  const fn = instrument(
    { expected: (error) => error instanceof RangeError, onError: (_error, id) => ({ id }) },
    (_id: string, error: Error) => {
      throw error;
    },
  );
  const [fine, bad] = [new RangeError('fine'), new TypeError('bad')];
  expect([caught(() => fn('a', fine)), caught(() => fn('b', bad))]).toEqual([fine, bad]);
  const [first, second] = recorded();
  expect([first?.status.code, first?.events.length, attributesOf(first)['id']]).toEqual([0, 0, 'a']);
  expect([second?.status.code, second?.events.length, attributesOf(second)['id']]).toEqual([2, 1, 'b']);
});

test('what options throw is counted, and never reaches the caller', () => {
  const boom = (): never => {
    throw new Error('in an option');
  };
  const fn = instrument({ fields: boom, onReturn: boom, links: boom }, () => 1);
  const before = state.drops.fieldError;
  expect(fn()).toBe(1);
  expect(state.drops.fieldError - before).toBe(3);
  expect(only().status.code).toBe(0);
});

test('redact: values are dropped, hashed, cut or freed of literals by their key', () => {
  const redact = { a: 'drop', b: 'hash', c: 'truncate', d: 'sql' } as const;
  const sql = "select 'x' from t where id = 12";
  instrument({ redact, fields: () => ({ a: 'x', b: 'x', c: 'y'.repeat(999), d: sql, e: 'x' }) }, () => {})();
  const span = attributesOf(only());
  expect(span).toMatchObject({ d: 'select ? from t where id = ?', e: 'x' });
  expect([span['a'], String(span['b']).length, span['b'] === 'x', (span['c'] as string).length < 999]).toEqual([
    undefined,
    16,
    false,
    true,
  ]);
});

test("parent 'root': a trace of its own, and the caller's context comes back", () => {
  const root = instrument({ name: 'root', parent: 'root' }, () => note());
  instrument({ name: 'outer' }, () => {
    root();
    note();
  })();
  const [outer, own, inside, after] = recorded();
  expect([own?.parentSpanId, own?.traceId === outer?.traceId]).toEqual(['', false]);
  expect([inside?.parentSpanId, after?.parentSpanId]).toEqual([own?.spanId, outer?.spanId]);
});

test('links, kind, fixed attributes and the name of the function', () => {
  const ids = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
  instrument({ name: 'x', kind: 'consumer', attributes: { fixed: 1 }, links: () => [ids] }, function own() {})();
  instrument({ code: false }, function own() {})();
  const [first, second] = recorded();
  expect(first).toMatchObject({ name: 'x', kind: 5, links: [ids] });
  expect(attributesOf(first)).toEqual({ fixed: 1, 'code.function.name': 'own' });
  expect(attributesOf(second)).toEqual({});
});

test('when, requireParent and sample decide before there is a span', () => {
  const when = instrument({ name: 'when', when: (n) => n > 1 }, (n: number) => n);
  const child = instrument({ name: 'child', requireParent: true }, () => 1);
  const rate = instrument({ name: 'rate', sample: (n) => n }, (_n: number) => note());
  when(1);
  when(2);
  child();
  rate(0);
  rate(1);
  const never = instrument({ name: 'never', sample: 0 }, () => note());
  never();
  expect(recorded().map((span) => span.name)).toEqual(['when', 'rate', 'note']);
  instrument({ name: 'outer' }, () => [child(), rate(0)])();
  expect(recorded().map((span) => span.name)).toEqual(['outer', 'child', 'rate', 'note']);
});

test('suppressChildren: what runs inside makes no spans', () => {
  instrument({ name: 'quiet', suppressChildren: true }, () => note())();
  expect(only().name).toBe('quiet');
  note();
  expect(only().name).toBe('note');
});

test('a native promise is the one the function returned, and ends the span', async () => {
  const promise = Promise.resolve(3);
  const fn = instrument({ onReturn: (n) => ({ n }) }, () => promise);
  expect(fn()).toBe(promise);
  expect(recorded()).toEqual([]);
  await promise;
  await turn();
  expect(attributesOf(only())['n']).toBe(3);
  const failing = instrument({ name: 'failing' }, async () => {
    throw new Error('later');
  });
  await expect(failing()).rejects.toThrow('later');
  await turn();
  expect(only().status).toEqual({ code: 2, message: 'later' });
});

test('thenables are left alone', () => {
  let calls = 0;
  const lazy = { then: () => calls++ };
  expect(instrument({ name: 'lazy' }, () => lazy)()).toBe(lazy);
  expect([calls, only().name]).toEqual([0, 'lazy']);
});

test("mode 'sync' ends the span as the function returns", () => {
  instrument({ name: 'sync', mode: 'sync' }, () => Promise.resolve())().catch(() => {});
  expect(only().name).toBe('sync');
});

test('mode callback and mode emitter: the span ends with what they say', () => {
  const read = instrument(
    { name: 'read', mode: { callback: 1 }, onReturn: (value) => ({ value: String(value) }) },
    ((_name, done) => done) as (name: string, done: (error: unknown, value?: string) => unknown) => any,
  );
  const done = read('x', (_error, value) => value);
  expect(recorded()).toEqual([]);
  expect(done(null, 'got')).toBe('got');
  expect(attributesOf(only())['value']).toBe('got');
  const opened = instrument({ name: 'open', mode: { emitter: { end: 'close' } } }, () => new EventEmitter())();
  expect(recorded()).toEqual([]);
  opened.emit('close');
  expect(only().name).toBe('open');
});

test('a generator has one span, from its first step until it is done, thrown into or left', () => {
  const count = instrument({ name: 'count', onReturn: (_result, n) => ({ n }) }, function* (n: number) {
    for (let i = 0; i < n; i++) {
      note();
      yield i;
    }
  });
  const waiting = count(1);
  expect([...count(2)]).toEqual([0, 1]);
  for (const _ of count(3)) break;
  const steps = count(1);
  steps.next();
  expect(state.live).toBe(0);
  expect(caught(() => steps.throw(new Error('into')))).toEqual(new Error('into'));
  expect(waiting.return(undefined as never)).toEqual({ value: undefined, done: true });
  const spans = recorded();
  const counts = spans.filter((span) => span.name === 'count');
  expect(counts.map((span) => [span.status.code, attributesOf(span)['n']])).toEqual([
    [0, 2],
    [0, 3],
    [2, undefined],
  ]);
  const notes = spans.filter((span) => span.name === 'note').map((span) => span.parentSpanId);
  expect(notes).toEqual([0, 0, 1, 2].map((i) => counts[i]?.spanId));
  expect(steps instanceof count && steps[Symbol.iterator]() === steps).toBe(true);
});

test('an async generator has one span until it is done or rejects', async () => {
  const read = instrument({ name: 'read' }, async function* (fail: boolean) {
    yield 1;
    if (fail) throw new Error('broken');
    yield 2;
  });
  const seen: number[] = [];
  for await (const n of read(false)) seen.push(n);
  expect(seen).toEqual([1, 2]);
  expect(only().status.code).toBe(0);
  const failing = read(true);
  await failing.next();
  await expect(failing.next()).rejects.toThrow('broken');
  expect(only().status.code).toBe(2);
});

test('a wrapped constructor constructs, and others do not', () => {
  const Made = instrument({ name: 'Made' }, function (this: { n: number }, n: number) {
    this.n = n;
  }) as unknown as new (n: number) => { n: number };
  const made = new Made(3);
  expect([made.n, made instanceof Made, only().name]).toEqual([3, true, 'Made']);
  const arrow = instrument({}, () => {}) as unknown as new () => unknown;
  expect(() => new arrow()).toThrow(TypeError);
});

test('unknown options, bad values and what needs a build are said once each, and the others hold', () => {
  const fn = instrument({ nmae: 'x', kind: 'sever', capture: ['id'], name: 'kept' } as object, () => 1);
  instrument({ nam: 'y' } as object, () => 1);
  fn();
  expect(only()).toMatchObject({ name: 'kept', kind: 1 });
  expect(told.map((one) => one.code)).toEqual([
    'runtime/unknown-option',
    'runtime/bad-option',
    'runtime/option-needs-build',
    'runtime/not-compiled',
  ]);
  expect(told[0]?.message).toContain('Did you mean name?');
  expect(told[1]).toMatchObject({
    message: expect.stringContaining('"sever"'),
    fix: expect.stringContaining('server'),
  });
});

test('off, nothing is recorded and nothing asked', () => {
  notRecording();
  const fn = instrument({ when: () => expect(true).toBe(false) as never, fields: () => ({ a: 1 }) }, (n: number) => n);
  state.live = -2;
  expect(fn(3)).toBe(3);
  state.live = 0;
});

/** The demonstration's own checker must be able to fail: a good set of spans, and each kind of defect put into it. */
import { expect, test } from '@jest/globals';
import { check } from '../../scripts/demo-check.mjs';
import { steps } from '../../scripts/demo-expect.mjs';
import { NOT_RECORDED_AGAIN } from '../../scripts/demo-shapes.mjs';
import { decode, flatten } from '../../scripts/demo-receiver.mjs';

const traceId = 'a'.repeat(32);
const resource = { 'telemetry.sdk.language': 'nodejs' };

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  parentIsRemote: boolean;
  name: string;
  kind: string;
  status: string;
  startNs: bigint;
  endNs: bigint;
  attributes: Record<string, unknown>;
  events: { name: string; attributes: Record<string, unknown> }[];
  service: string;
  resource: Record<string, unknown>;
}

const query = {
  name: 'SELECT teas',
  service: 'shop',
  kind: 'CLIENT',
  attributes: { 'db.query.text': /^SELECT/, 'server.port': Number },
  status: 'ERROR',
  exception: { 'exception.type': 'DatabaseError' },
};
const step = {
  title: 'brew',
  traceId,
  spanId: 'c'.repeat(16),
  request: { method: 'GET', path: '/tea' },
  tree: {
    name: 'GET',
    service: 'shop',
    kind: 'SERVER',
    status: 'UNSET',
    children: [
      { name: 'brew', service: 'shop', kind: 'INTERNAL', status: 'UNSET', atLeastMs: 3, children: [query, query] },
    ],
  },
};

const span = (spanId: string, parentSpanId: string, rest: Partial<Span>): Span => ({
  traceId,
  spanId,
  parentSpanId,
  parentIsRemote: false,
  name: '',
  kind: 'INTERNAL',
  status: 'UNSET',
  startNs: 0n,
  endNs: 4_000_000n,
  attributes: {},
  events: [],
  service: 'shop',
  resource,
  ...rest,
});

const failing = (spanId: string): Span =>
  span(spanId, 'brew', {
    name: 'SELECT teas',
    kind: 'CLIENT',
    status: 'ERROR',
    attributes: { 'db.query.text': 'SELECT 1', 'server.port': 5432 },
    events: [{ name: 'exception', attributes: { 'exception.type': 'DatabaseError' } }],
  });

const good = (): Span[] => [
  failing('query2'),
  failing('query1'),
  span('brew', 'get', { name: 'brew' }),
  span('get', step.spanId, { name: 'GET', kind: 'SERVER', parentIsRemote: true }),
];

/** Problems with the good set after `change` was made to its span of this id. */
function problemsAfter(spanId: string, change: (span: Span) => void): string[] {
  const spans = good();
  change(spans.find((candidate) => candidate.spanId === spanId) as Span);
  return check([step], spans).problems;
}

test('a set of spans that is as expected has no problems', () => {
  expect(check([step], good()).problems).toEqual([]);
});

test('a missing span is named with the way to it', () => {
  const spans = good().filter(({ spanId }) => spanId !== 'query1');
  expect(check([step], spans).problems).toEqual(['brew: GET > brew > SELECT teas: missing']);
});

test('a missing span does not make those below it wrong', () => {
  const spans = good().filter(({ spanId }) => spanId !== 'brew');
  expect(check([step], spans).problems).toEqual(['brew: GET > brew: missing']);
});

test('a trace of which nothing arrived is one problem', () => {
  expect(check([step], []).problems).toEqual(['brew: no span of it arrived']);
});

test('a span below the wrong parent is a problem', () => {
  const problems = problemsAfter('query1', (query1) => {
    query1.parentSpanId = 'get';
  });
  expect(problems).toEqual(['brew: GET > brew > SELECT teas: wrong parent (it is below "GET")']);
});

test('a parent that is in no span of the trace is a problem', () => {
  const problems = problemsAfter('brew', (brew) => {
    brew.parentSpanId = 'nobody';
  });
  expect(problems).toEqual(['brew: GET > brew: wrong parent (its parent nobody is not in the trace)']);
});

test.each<[string, (query1: Span) => void, string]>([
  ['a wrong attribute', (query1) => (query1.attributes['db.query.text'] = 'DELETE'), 'db.query.text is "DELETE"'],
  ['an attribute of the wrong type', (query1) => (query1.attributes['server.port'] = '5432'), 'server.port is "5432"'],
  ['an attribute that is not set', (query1) => delete query1.attributes['server.port'], 'server.port is not set'],
  ['a wrong status', (query1) => (query1.status = 'UNSET'), 'status is "UNSET", expected "ERROR"'],
  ['a wrong kind', (query1) => (query1.kind = 'INTERNAL'), 'kind is "INTERNAL", expected "CLIENT"'],
  ['a parent said to be remote', (query1) => (query1.parentIsRemote = true), '"parent is remote" is true'],
  [
    'a resource that does not say its language',
    (query1) => (query1.resource = {}),
    'telemetry.sdk.language is not set',
  ],
  ['an exception that is not recorded', (query1) => (query1.events = []), 'the exception event is missing'],
  [
    'a wrong exception',
    (query1) => ((query1.events[0] as Span['events'][0]).attributes['exception.type'] = 'Error'),
    'exception.type is "Error", expected "DatabaseError"',
  ],
])('%s is a problem', (_, change, problem) => {
  const problems = problemsAfter('query1', change);
  expect(problems).toEqual([expect.stringContaining(`brew: GET > brew > SELECT teas: `)]);
  expect(problems[0]).toContain(problem);
});

test('an exception that a span further out records again is a problem', () => {
  const spans = good();
  const [child] = step.tree.children;
  const failed = { ...child, status: 'ERROR', exception: NOT_RECORDED_AGAIN };
  const strict = { ...step, tree: { ...step.tree, children: [failed] } };
  const outer = spans.find(({ spanId }) => spanId === 'brew') as Span;
  outer.status = 'ERROR';
  expect(check([strict], spans).problems).toEqual([]);
  outer.events = (spans[0] as Span).events;
  expect(check([strict], spans).problems).toEqual(['brew: GET > brew: the exception is recorded again']);
});

test('a span that ends too soon is a problem', () => {
  const problems = problemsAfter('brew', (brew) => {
    brew.endNs = 2_000_000n;
  });
  expect(problems).toEqual(['brew: GET > brew: it lasts 2 ms, expected at least 3']);
});

test('a span that nobody expected is a problem, in the trace and outside', () => {
  const spans = [...good(), span('more', 'brew', { name: 'more' }), { ...span('x', '', { name: 'x' }), traceId: 'b' }];
  expect(check([step], spans).problems).toEqual([
    'brew: "more" of shop: not expected (it is below "brew")',
    'shop: span "x" is in no trace that was asked for',
  ]);
});

test('the steps of the story have titles of their own, and requests', () => {
  expect(new Set(steps.map(({ title }) => title)).size).toBe(steps.length);
  for (const { request, tree } of steps) expect(tree.attributes['url.path']).toBe(request.path);
});

test('the receiver refuses ids that are not hex of the right length', () => {
  const body = JSON.stringify({
    resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: 'QUFB', spanId: 'b'.repeat(16) }] }] }],
  });
  expect(() => flatten(decode('application/json', Buffer.from(body)))).toThrow('"QUFB" is not an id of 16 bytes');
});

test('the receiver refuses what is not OTLP', () => {
  expect(() => decode('text/plain', Buffer.from(''))).toThrow('neither');
  expect(() => decode('application/x-protobuf', Buffer.from('hello there'))).toThrow();
});

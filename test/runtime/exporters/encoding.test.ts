/** Both OTLP encodings against the classes generated from the official .proto files, for ordinary and hostile spans. */

import { expect, test } from '@jest/globals';
import { encodeJson } from '../../../runtime/exporters/otlp-json.ts';
import { protobufEncoder } from '../../../runtime/exporters/otlp-protobuf.ts';
import type { AttributeValue, SpanData } from '../../../runtime/pipeline/types.ts';
import { decodeRequest, plain, spansOf, type KeyValue, type Value } from './official.ts';
import { FULL, VALUES, batch, nested, span } from './samples.ts';

const LIMIT = 64 * 1024 * 1024;
const hex = (bytes: Uint8Array | null): string => Buffer.from(bytes ?? []).toString('hex');
const protobuf = (...spans: SpanData[]) => decodeRequest(protobufEncoder()(batch(...spans), 0, LIMIT).body);

interface JsonSpan {
  readonly [key: string]: unknown;
  readonly attributes?: KeyValue[];
}
const parse = (bytes: Uint8Array) =>
  JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as {
    resourceSpans: [{ resource: { attributes: KeyValue[] }; scopeSpans: [{ scope: unknown; spans: JsonSpan[] }] }];
  };
const json = (...spans: SpanData[]) => parse(encodeJson(batch(...spans), 0, LIMIT).body);
const jsonSpans = (...spans: SpanData[]) => json(...spans).resourceSpans[0].scopeSpans[0].spans;

test('protobuf: a span with every field set decodes to itself', () => {
  const request = protobuf(FULL);
  expect(request.resourceSpans.length).toBe(1);
  const { resource, scopeSpans } = request.resourceSpans[0]!;
  expect(resource.attributes.map((one) => [one.key, plain(one.value)])).toEqual([
    ['service.name', ['stringValue', 'shop']],
  ]);
  expect(scopeSpans.length).toBe(1);
  expect(scopeSpans[0]!.scope).toMatchObject({ name: 'spanloom', version: '0.1.0' });
  const [decoded] = spansOf(request);
  expect([hex(decoded!.traceId), hex(decoded!.spanId), hex(decoded!.parentSpanId)]).toEqual([
    FULL.traceId,
    FULL.spanId,
    FULL.parentSpanId,
  ]);
  expect(decoded).toMatchObject({
    traceState: 'vendor=1',
    flags: 0x301,
    name: FULL.name,
    kind: 2,
    droppedAttributesCount: 300,
    droppedEventsCount: 4,
    droppedLinksCount: 6,
    status: { code: 2, message: 'failed' },
  });
  expect(String(decoded!.startTimeUnixNano)).toBe('1763640000000000001');
  expect(String(decoded!.endTimeUnixNano)).toBe('1763640000000500001');
  expect(decoded!.attributes.map((one) => [one.key, plain(one.value)])).toEqual([
    ['http.route', ['stringValue', '/löffel/{id}']],
  ]);
  expect(
    decoded!.events.map((one) => [
      one.name,
      String(one.timeUnixNano),
      one.droppedAttributesCount,
      one.attributes.length,
    ]),
  ).toEqual([
    ['exception', '7', 2, 1],
    ['late', String(2n ** 63n), null, 0],
  ]);
  expect(
    decoded!.links.map((one) => [hex(one.traceId), hex(one.spanId), one.traceState, plain(one.attributes[0]!.value)]),
  ).toEqual([['f'.repeat(32), 'e'.repeat(16), 'a=b', ['stringValue', 'retry']]]);
});

test('JSON: a span with every field set is as the specification writes it', () => {
  const { resourceSpans } = json(FULL);
  expect(resourceSpans[0].resource.attributes).toEqual([{ key: 'service.name', value: { stringValue: 'shop' } }]);
  expect(resourceSpans[0].scopeSpans[0].scope).toEqual({ name: 'spanloom', version: '0.1.0' });
  expect(resourceSpans[0].scopeSpans[0].spans).toEqual([
    {
      traceId: FULL.traceId,
      spanId: FULL.spanId,
      parentSpanId: FULL.parentSpanId,
      traceState: 'vendor=1',
      flags: 0x301,
      name: FULL.name,
      kind: 2,
      startTimeUnixNano: '1763640000000000001',
      endTimeUnixNano: '1763640000000500001',
      attributes: [{ key: 'http.route', value: { stringValue: '/löffel/{id}' } }],
      droppedAttributesCount: 300,
      events: [
        {
          name: 'exception',
          timeUnixNano: '7',
          attributes: [{ key: 'exception.message', value: { stringValue: 'no' } }],
          droppedAttributesCount: 2,
        },
        { name: 'late', timeUnixNano: '9223372036854775808' },
      ],
      droppedEventsCount: 4,
      links: [
        {
          traceId: 'f'.repeat(32),
          spanId: 'e'.repeat(16),
          traceState: 'a=b',
          attributes: [{ key: 'why', value: { stringValue: 'retry' } }],
          droppedAttributesCount: 5,
        },
      ],
      droppedLinksCount: 6,
      status: { code: 2, message: 'failed' },
    },
  ]);
});

test.each(VALUES)('value in protobuf: %s', (_, value, decoded) => {
  const [one] = spansOf(
    protobuf(
      span({
        attributes: [
          ['key', value],
          ['after', 1],
        ],
      }),
    ),
  );
  expect(one!.attributes.map((pair) => pair.key)).toEqual(['key', 'after']);
  expect(plain(one!.attributes[0]!.value)).toEqual(decoded);
});

test.each(VALUES)('value in JSON: %s', (_, value, decoded) => {
  const [one] = jsonSpans(
    span({
      attributes: [
        ['key', value],
        ['after', 1],
      ],
    }),
  );
  expect(plain(one!.attributes![0]!.value)).toEqual(decoded);
});

test('a value nested a thousand levels deep ends at level 64, in both encodings', () => {
  const deep = [
    ['key', nested(1000)],
    ['after', 1],
  ] as const;
  const depthOf = (value: Value | undefined, levels = 0): number => {
    const inner = (value?.['arrayValue'] ?? value?.['kvlistValue']) as { values: (KeyValue & Value)[] } | undefined;
    if (!inner) return levels;
    const [first] = inner.values;
    return depthOf(value?.['arrayValue'] ? first : first?.value, levels + 1);
  };
  const [decoded] = spansOf(protobuf(span({ attributes: deep })));
  const [parsed] = jsonSpans(span({ attributes: deep }));
  expect([depthOf(decoded!.attributes[0]!.value), depthOf(parsed!.attributes![0]!.value)]).toEqual([65, 65]);
  expect(decoded!.attributes.length).toBe(2);
});

const cyclic: AttributeValue[] = [];
cyclic.push(cyclic);
const unreadable: [string, Partial<SpanData>][] = [
  ['an id that is not hex', { spanId: 'not hex at all!!' }],
  [
    'a getter that throws',
    {
      attributes: [
        [
          'key',
          {
            get a(): string {
              throw new Error();
            },
          },
        ],
      ],
    },
  ],
  ['a time that is missing', { endTimeUnixNano: undefined as unknown as bigint }],
];

test.each(unreadable)('one span with %s does not take its batch with it', (name, changes) => {
  const spans = [span({ name: 'before' }), span(changes), span({ name: 'after' })];
  const request = protobufEncoder()(batch(...spans), 0, LIMIT);
  expect(request).toMatchObject({ next: 3, count: 2, refused: 1 });
  expect(spansOf(decodeRequest(request.body)).map((one) => one.name)).toEqual(['before', 'after']);
  const inJson = encodeJson(batch(...spans), 0, LIMIT);
  const refused = name === 'an id that is not hex' ? 0 : 1;
  expect(inJson).toMatchObject({ next: 3, count: 3 - refused, refused });
  parse(inJson.body);
});

test('a cyclic value ends like a deep one', () => {
  const [one] = spansOf(protobuf(span({ attributes: [['key', cyclic]] })));
  expect(one!.attributes.length).toBe(1);
  expect(jsonSpans(span({ attributes: [['key', cyclic]] })).length).toBe(1);
});

test.each([
  ['protobuf', protobufEncoder()],
  ['JSON', encodeJson],
] as const)(
  '%s: what exceeds the limit goes into the next request, and a span that alone exceeds it is refused',
  (_, encode) => {
    const big = (name: string, size: number): SpanData => span({ name, attributes: [['text', 'x'.repeat(size)]] });
    const given = batch(big('a', 20_000), big('b', 20_000), big('huge', 200_000), big('c', 20_000), big('d', 20_000));
    const requests: [number, number][] = [];
    for (let next = 0; next < given.spans.length;) {
      const request = encode(given, next, 150_000);
      requests.push([request.count, request.refused]);
      expect(request.body.length).toBeLessThan(151_000);
      next = request.next;
    }
    const sum = (index: 0 | 1): number => requests.reduce((total, one) => total + one[index], 0);
    expect([sum(0), sum(1)]).toEqual([4, 1]);
  },
);

test('an encoder gives the same bytes again after it has grown for a huge batch', () => {
  const encode = protobufEncoder();
  const first = encode(batch(FULL), 0, LIMIT).body.slice();
  encode(batch(span({ attributes: [['text', 'x'.repeat(6_000_000)]] })), 0, LIMIT);
  expect(Buffer.compare(encode(batch(FULL), 0, LIMIT).body, first)).toBe(0);
});

test('protobuf is canonical: the official encoder writes the same number of bytes', () => {
  const { body } = protobufEncoder()(
    batch(FULL, ...VALUES.map(([, value]) => span({ attributes: [['key', value]] }))),
    0,
    LIMIT,
  );
  expect(body.length).toBe(reencoded(body));
});

function reencoded(body: Uint8Array): number {
  return (
    decodeRequest(body) as unknown as { constructor: { encode(m: unknown): { finish(): Uint8Array } } }
  ).constructor
    .encode(decodeRequest(body))
    .finish().length;
}

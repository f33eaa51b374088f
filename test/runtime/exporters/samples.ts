/** Spans made by hand, for exporters. */

import type { AttributeValue, Batch, SpanData } from '../../../runtime/pipeline/types.ts';

let made = 0;

export function span(changes: Partial<SpanData> = {}): SpanData {
  made++;
  return {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: made.toString(16).padStart(16, '0'),
    parentSpanId: '',
    parentIsRemote: false,
    traceState: '',
    traceFlags: 1,
    name: 'work',
    kind: 1,
    startTimeUnixNano: 1_763_640_000_000_000_001n,
    endTimeUnixNano: 1_763_640_000_000_500_001n,
    attributes: [],
    droppedAttributesCount: 0,
    events: [],
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    status: { code: 0, message: '' },
    ...changes,
  };
}

export const batch = (...spans: SpanData[]): Batch => ({
  resource: [['service.name', 'shop']],
  scope: { name: 'spanloom', version: '0.1.0' },
  spans,
});

export const nested = (depth: number): AttributeValue => {
  let value: AttributeValue = 'end';
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { in: value };
  return value;
};

/** Every field set, with values that are not defaults. */
export const FULL: SpanData = span({
  spanId: 'b7ad6b7169203331',
  parentSpanId: '00f067aa0ba902b7',
  parentIsRemote: true,
  traceState: 'vendor=1',
  name: 'GET /löffel/{id}',
  kind: 2,
  attributes: [['http.route', '/löffel/{id}']],
  droppedAttributesCount: 300,
  events: [
    { name: 'exception', timeUnixNano: 7n, attributes: [['exception.message', 'no']], droppedAttributesCount: 2 },
    { name: 'late', timeUnixNano: 2n ** 63n, attributes: [], droppedAttributesCount: 0 },
  ],
  droppedEventsCount: 4,
  links: [
    {
      traceId: 'ffffffffffffffffffffffffffffffff',
      spanId: 'eeeeeeeeeeeeeeee',
      traceState: 'a=b',
      attributes: [['why', 'retry']],
      droppedAttributesCount: 5,
    },
  ],
  droppedLinksCount: 6,
  status: { code: 2, message: 'failed' },
});

/** A value, and what it must be after decoding. */
export const VALUES: readonly (readonly [name: string, value: AttributeValue, decoded: unknown])[] = [
  ['empty text', '', ['stringValue', '']],
  ['text at the one-byte length limit', 'x'.repeat(127), ['stringValue', 'x'.repeat(127)]],
  ['text beyond it', 'ü'.repeat(64), ['stringValue', 'ü'.repeat(64)]],
  ['text of 50 four-byte characters', '🧵'.repeat(50), ['stringValue', '🧵'.repeat(50)]],
  ['lone surrogates', 'a\ud800b\udc00c', ['stringValue', 'a\ufffdb\ufffdc']],
  ['control characters and NUL', '\u0000\u001b[31m\r\n', ['stringValue', '\u0000\u001b[31m\r\n']],
  ['one megabyte', 'é'.repeat(500_000), ['stringValue', 'é'.repeat(500_000)]],
  ['true', true, ['boolValue', true]],
  ['false', false, ['boolValue', false]],
  ['zero', 0, ['intValue', '0']],
  ['a negative integer', -1, ['intValue', '-1']],
  ['the largest safe integer', 2 ** 53 - 1, ['intValue', '9007199254740991']],
  ['an integer beyond it', 2 ** 60, ['doubleValue', String(2 ** 60)]],
  ['a fraction', 0.1, ['doubleValue', '0.1']],
  ['NaN', NaN, ['doubleValue', 'NaN']],
  ['Infinity', Infinity, ['doubleValue', 'Infinity']],
  ['-Infinity', -Infinity, ['doubleValue', '-Infinity']],
  ['a bigint of 64 bits', -(2n ** 63n), ['intValue', '-9223372036854775808']],
  ['a bigint beyond them', 2n ** 63n, ['stringValue', '9223372036854775808']],
  ['bytes', new Uint8Array([0, 255, 128]), ['bytesValue', 'AP+A']],
  ['no bytes', new Uint8Array(), ['bytesValue', '']],
  ['null', null, ['empty']],
  ['an empty array', [], ['arrayValue', []]],
  [
    'a mixed array',
    [1, 'a', null, [true]],
    ['arrayValue', [['intValue', '1'], ['stringValue', 'a'], ['empty'], ['arrayValue', [['boolValue', true]]]]],
  ],
  ['an empty map', {}, ['kvlistValue', []]],
  ['a map in a map', { a: { b: 1.5 } }, ['kvlistValue', [['a', ['kvlistValue', [['b', ['doubleValue', '1.5']]]]]]]],
  [
    'a map with dangerous keys',
    JSON.parse('{"__proto__":1,"constructor":2}') as AttributeValue,
    [
      'kvlistValue',
      [
        ['__proto__', ['intValue', '1']],
        ['constructor', ['intValue', '2']],
      ],
    ],
  ],
];

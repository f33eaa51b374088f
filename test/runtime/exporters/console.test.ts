/** What the console exporter prints for people. */

import { expect, test } from '@jest/globals';
import { consoleExporter } from '../../../runtime/exporters/console.ts';
import type { SpanData } from '../../../runtime/pipeline/types.ts';
import { batch, span } from './samples.ts';

function print(spans: SpanData[], color = false): string {
  let text = '';
  void consoleExporter({ write: (part) => (text += part), color }).export(
    batch(...spans),
    new AbortController().signal,
  );
  return text;
}

const root = span({ name: 'POST /orders', kind: 2, endTimeUnixNano: 1_763_640_000_012_300_001n });
const under = (parent: SpanData, name: string, changes: Partial<SpanData> = {}): SpanData =>
  span({ name, parentSpanId: parent.spanId, ...changes });

test('children stand under their parent in the order in which they began, whatever the order of arrival', () => {
  const first = under(root, 'first', {
    attributes: [
      ['order.id', 'a-1'],
      ['qty', 3],
    ],
  });
  const second = under(root, 'second', { startTimeUnixNano: first.startTimeUnixNano + 5n });
  const inner = under(first, 'inner');
  expect(print([inner, second, first, root])).toBe(
    [
      'POST /orders  server  12.3 ms  0af7651916cd43dd8448eb211c80319c',
      '├─ first  500.0 µs  order.id=a-1 qty=3',
      '│  └─ inner  500.0 µs',
      '└─ second  500.0 µs',
      '',
    ].join('\n'),
  );
});

test('where the code stands is one word at the end of the line', () => {
  const place = [
    ['code.function.name', 'work'],
    ['code.file.path', 'src/a.ts'],
    ['code.line.number', 12],
    ['qty', 3],
  ] as const;
  expect(print([span({ attributes: place })])).toMatch(/ {2}qty=3 {2}src\/a\.ts:12\n$/);
  expect(print([span({ name: 'other', attributes: place })])).toContain('code.function.name=work qty=3');
});

test('a failed span shows its message and its exception event', () => {
  const failed = span({
    name: 'pay',
    status: { code: 2, message: 'card declined' },
    events: [
      {
        name: 'exception',
        timeUnixNano: 1n,
        attributes: [
          ['exception.type', 'CardError'],
          ['exception.stacktrace', 'long'],
        ],
        droppedAttributesCount: 0,
      },
    ],
  });
  expect(print([failed])).toBe(
    'pay  500.0 µs  ERROR card declined  0af7651916cd43dd8448eb211c80319c\n  • exception  exception.type=CardError\n',
  );
  expect(print([failed], true)).toContain('\x1b[31mERROR card declined\x1b[0m');
});

test('a span whose parent is elsewhere is a root with a mark', () => {
  const remote = span({ name: 'GET /', parentSpanId: 'aaaaaaaaaaaaaaaa', parentIsRemote: true });
  const absent = span({ name: 'late', parentSpanId: 'bbbbbbbbbbbbbbbb' });
  const [first, second] = print([remote, absent]).split('\n');
  expect(first).toMatch(/^↘ GET \//);
  expect(second).toMatch(/^… late/);
});

test('no text of a span can steer the terminal or forge a line', () => {
  const evil = '\x1b]0;title\x07\x1b[2J\nERROR fake\r\u009b31m\u202e\u2028';
  const text = print([
    span({
      name: evil,
      attributes: [
        [evil, evil],
        ['list', [evil]],
      ],
      status: { code: 2, message: evil },
    }),
  ]);
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]/);
  expect(text.trimEnd().split('\n').length).toBe(1);
  expect(text).toContain('\\u001b');
});

test("spans that are their own or each other's parents are printed once", () => {
  const own = span({ name: 'own' });
  expect(print([{ ...own, parentSpanId: own.spanId }]).split('\n').length).toBe(2);
  const a = span({ name: 'a' });
  const b = under(a, 'b');
  const text = print([{ ...a, parentSpanId: b.spanId }, b]);
  expect(text.match(/\b[ab]  500/g)?.sort()).toEqual(['a  500', 'b  500']);
});

test('a chain of five thousand spans is printed whole', () => {
  const chain = [span({ name: 'n0' })];
  for (let i = 1; i < 5000; i++) chain.push(under(chain[i - 1] as SpanData, `n${i}`));
  expect(print(chain).split('\n').length).toBe(5001);
});

test('a long value is cut, bigint and bytes are shown', () => {
  const text = print([
    span({
      attributes: [
        ['long', 'x'.repeat(10_000)],
        ['big', 5n],
        ['in', { a: 7n }],
        ['raw', new Uint8Array(9)],
      ],
    }),
  ]);
  expect(text.length).toBeLessThan(400);
  expect(text).toContain('big=5 in={"a":"7"} raw=<9 bytes>');
});

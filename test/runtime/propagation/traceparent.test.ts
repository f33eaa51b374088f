/** W3C Trace Context level 2: what is read, what is refused, what is sent. */

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ambientOf, unsampledAmbient } from '../../../runtime/core/context.ts';
import { configure } from '../../../runtime/core/control.ts';
import { close, open, openRemote } from '../../../runtime/core/ring.ts';
import { register } from '../../../runtime/core/sites.ts';
import { state } from '../../../runtime/core/state.ts';
import { collect } from '../../../runtime/core/collector.ts';
import {
  formatTraceparent,
  parseRemote,
  parseTraceparent,
  parseTracestate,
  traceparentOf,
} from '../../../runtime/propagation/traceparent.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';
const VALID = `00-${TRACE}-${SPAN}-01`;
const EVERY_CHARACTER = 'a_-*/@=! "#$%&\'()*+-./:;<>?@[]^_`{|}~';

test.each([
  [VALID, 1],
  [`00-${TRACE}-${SPAN}-00`, 0],
  [`00-${TRACE}-${SPAN}-03`, 3],
  [`00-${TRACE}-${SPAN}-ff`, 3],
  [`00-${TRACE}-${SPAN}-fc`, 0],
  [`01-${TRACE}-${SPAN}-01`, 1],
  [`cc-${TRACE}-${SPAN}-03`, 1],
  [`cc-${TRACE}-${SPAN}-01-what-the-future-will-be-like`, 1],
  [`fe-${TRACE}-${SPAN}-00-`, 0],
])('%s is accepted', (header, flags) => {
  expect(parseTraceparent(header)).toEqual({ traceId: TRACE, spanId: SPAN, flags, traceState: '' });
});

test.each([
  undefined,
  '',
  'garbage',
  `ff-${TRACE}-${SPAN}-01`,
  `0-${TRACE}-${SPAN}-01`,
  `0g-${TRACE}-${SPAN}-01`,
  `00-${'0'.repeat(32)}-${SPAN}-01`,
  `00-${TRACE}-${'0'.repeat(16)}-01`,
  `00-${TRACE.toUpperCase()}-${SPAN}-01`,
  `00-${TRACE}-${SPAN.toUpperCase()}-01`,
  `00-${TRACE}-${SPAN}-0A`,
  `00-${TRACE}-${SPAN}-1`,
  `00-${TRACE}-${SPAN}-001`,
  `00-${TRACE}-${SPAN}`,
  `00-${TRACE.slice(1)}-${SPAN}-01`,
  `00-${TRACE}-${SPAN}-01-extra`,
  `00-${TRACE}-${SPAN}-01-`,
  `00-${TRACE}-${SPAN}-01\n`,
  ` ${VALID}`,
  `cc-${TRACE}-${SPAN}-01.what`,
  `cc-${TRACE}-${SPAN}-011`,
  `${VALID},${VALID}`,
  `${VALID}, ${VALID}`,
  `cc-${TRACE}-${SPAN}-01-x, cc-${TRACE}-${SPAN}-01-x`,
  `cc-${TRACE}-${SPAN}-01-${'x'.repeat(100_000)}`,
])('%s is refused', (header) => {
  expect(parseTraceparent(header)).toBeUndefined();
});

test('values that are not text are refused', () => {
  for (const value of [null, 1, {}, [VALID]]) expect(parseTraceparent(value as never)).toBeUndefined();
});

test.each([
  ['a=1', 'a=1'],
  ['a=1,b=2', 'a=1,b=2'],
  [' a=1 ,\tb=2\t', 'a=1,b=2'],
  ['a=1,,  ,b=2,', 'a=1,b=2'],
  ['0tenant@vendor=x', '0tenant@vendor=x'],
  [EVERY_CHARACTER, EVERY_CHARACTER],
])('tracestate %s is kept as %s', (header, kept) => {
  expect(parseTracestate(header)).toBe(kept);
});

test.each([
  '',
  'a',
  'a=',
  '=1',
  'A=1',
  '_a=1',
  'a b=1',
  'a=1=2',
  'a=é',
  'a=\u0001',
  'a=1,a=2',
  'a=1,\u00a0b=2',
  `${'k'.repeat(257)}=1`,
  `k=${'v'.repeat(257)}`,
  Array.from({ length: 33 }, (_, i) => `k${i}=1`).join(','),
  Array.from({ length: 30 }, (_, i) => `k${i}=${'v'.repeat(250)}`).join(','),
])('tracestate %s is dropped whole, its traceparent kept', (header) => {
  expect(parseRemote(VALID, header)).toEqual({ traceId: TRACE, spanId: SPAN, flags: 1, traceState: '' });
});

test('32 members are kept', () => {
  const list = Array.from({ length: 32 }, (_, i) => `k${i}=1`).join(',');
  expect(parseTracestate(list)).toBe(list);
});

test('a valid header comes back as it was; anything else never throws', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[0-9a-f]{32}$/),
      fc.stringMatching(/^[0-9a-f]{16}$/),
      fc.nat(3),
      (trace, span, flags) => {
        const header = formatTraceparent(trace, span, flags);
        const remote = parseTraceparent(header);
        if (/^0+$/.test(trace) || /^0+$/.test(span)) expect(remote).toBeUndefined();
        else expect(remote).toEqual({ traceId: trace, spanId: span, flags, traceState: '' });
      },
    ),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      parseRemote(a, b);
      parseRemote(`cc-${TRACE}-${SPAN}-01-${a}`, `k=${b}`);
    }),
  );
});

test('only flags that level 2 defines are sent', () => {
  expect(formatTraceparent(TRACE, SPAN, 0xff)).toBe(`00-${TRACE}-${SPAN}-03`);
});

const site = register([1, 'test', 1, [], [], '', 0]);

test('a call made in a span names that span, as it will be exported', () => {
  configure({ enabled: true, ratio: 1 });
  const t = open(site);
  const header = traceparentOf(ambientOf(t));
  close(t);
  const [span] = collect(10);
  expect(header).toBe(`00-${span?.traceId}-${span?.spanId}-03`);
});

test('under a remote parent the trace id and the random flag are the remote ones', () => {
  configure({ enabled: true, ratio: 0 });
  const t = openRemote(site, { traceId: TRACE, spanId: SPAN, flags: 1, traceState: 'a=1' });
  const header = traceparentOf(ambientOf(t));
  close(t);
  expect(header).toBe(`00-${TRACE}-${collect(10)[0]?.spanId}-01`);
});

test('an unsampled trace is propagated unsampled, under its own id or else a valid random one', () => {
  const remote = { traceId: TRACE, spanId: SPAN, flags: 2, traceState: '' };
  expect(traceparentOf(unsampledAmbient(remote))).toBe(`00-${TRACE}-${SPAN}-02`);
  const fresh = traceparentOf(unsampledAmbient(undefined));
  expect(parseTraceparent(fresh)?.flags).toBe(0);
  expect(traceparentOf(unsampledAmbient(undefined))).not.toBe(fresh);
  expect(state.live).toBe(0);
});

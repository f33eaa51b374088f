/** What the types of our decorators accept and refuse, whichever decorators the compiler is set to. */

import { addAttributes, instrument, noInstrument, type InstrumentOptions } from '../../runtime/instrument.ts';

@instrument
export class Bare {
  run(): void {}
}

@instrument({ kind: 'client', include: ['run'], exclude: ['stop'], fields: (...args) => ({ count: args.length }) })
export class Called {
  run(): void {}
}

@instrument()
export abstract class Abstract {
  private constructor(_id: string) {}
  abstract run(): void;
}

@noInstrument
export class Excluded {
  @noInstrument run(): void {}
  @noInstrument() static stop(): void {}
}

export class Members {
  @instrument bare(_id: string): number {
    return 1;
  }
  @instrument() called(_id: string): number {
    return 1;
  }
  @instrument({ fields: (id) => ({ length: id.length }), onReturn: (result, id) => ({ r: result.toFixed(), id }) })
  inferred(_id: string): number {
    return 1;
  }
  @instrument({ onReturn: (result) => ({ r: result.toFixed() }), onError: (_error, id) => ({ id: id.length }) })
  async fulfilled(_id: string): Promise<number> {
    return 1;
  }
  @instrument({ fields: (id, ...rest) => ({ id, first: rest[0]?.toFixed() }) })
  static still(_id: string, ..._rest: number[]): void {}
  @instrument({ fields: (first) => ({ first: String(first) }) })
  generic<T>(first: T): T {
    return first;
  }
  @instrument({ onReturn: () => ({ done: true }) })
  *generator(_from: number): Generator<number, string> {
    yield 1;
    return '';
  }
  @instrument get value(): string {
    return '';
  }
  @instrument() set text(_value: string) {}
  @instrument() get callback(): (() => void) | undefined {
    return undefined;
  }
  @instrument() field = (id: string): string => id;
  @instrument bareField = (id: string): string => id;
  @instrument({ name: 'static' }) static still2 = (id: string): string => id;
  @addAttributes({ attributes: { a: 1 }, fields: (id) => ({ length: id.length }) })
  noted(_id: string): void {}
  @instrument({ when: (id) => id !== '', sample: (id) => id.length, links: (id) => [{ traceId: id, spanId: id }] })
  decided(_id: string): void {}
}

export class Wrong {
  // @ts-expect-error no such property of the parameter
  @instrument({ fields: (id) => ({ a: id.nothing }) })
  property(_id: string): void {}
  // @ts-expect-error a parameter of another type
  @instrument({ fields: (id: number) => ({ id }) })
  parameter(_id: string): void {}
  // @ts-expect-error more parameters than the method has
  @instrument({ fields: (id, more: string) => ({ id, more }) })
  count(_id: string): void {}
  // @ts-expect-error a promise's result is what it was fulfilled with
  @instrument({ onReturn: (result) => ({ a: result.then }) })
  async result(): Promise<number> {
    return 1;
  }
  // @ts-expect-error no such option
  @instrument({ fieds: () => ({}) })
  option(): void {}
  // @ts-expect-error no such kind
  @instrument({ kind: 'sever' })
  kind(): void {}
  // @ts-expect-error no value of an attribute
  @instrument({ fields: () => ({ a: () => 1 }) })
  attribute(): void {}
  // @ts-expect-error whether a call is recorded is true or false
  @instrument({ when: () => 'yes' })
  when(): void {}
  // @ts-expect-error a link needs both ids
  @instrument({ links: () => [{ traceId: '' }] })
  links(): void {}
  // @ts-expect-error makes no span, so has no name
  @addAttributes({ name: 'x' })
  added(): void {}
}

const length = instrument(
  { fields: (text) => ({ text }), onReturn: (n) => ({ n: n.toFixed() }) },
  (text: string) => text.length,
);
export const same: (text: string) => number = length;
// @ts-expect-error no such property of the parameter
instrument({ fields: (text) => ({ a: text.nothing }) }, (text: string) => text.length);
// @ts-expect-error no such option
instrument({ nam: 'x' }, (text: string) => text.length);

const all: Required<Omit<InstrumentOptions, 'mode' | 'sample' | 'metrics'>> = {
  name: 'x',
  kind: 'internal',
  scope: 'x',
  level: 'trace',
  attributes: { a: 'x', b: 1, c: true, d: ['x'] },
  fields: () => ({}),
  capture: ['id', 'user.tier'],
  onReturn: () => ({}),
  onError: () => ({}),
  expected: (error) => error instanceof TypeError,
  redact: { a: 'drop', b: 'hash', c: 'truncate', d: 'sql' },
  parent: 'root',
  links: () => [],
  thenable: 'settle',
  iterate: 'item',
  requireParent: true,
  suppressChildren: true,
  when: () => true,
  code: false,
  semconv: 'db.sql',
  context: 'als',
  captureLocals: ['x'],
  include: ['x'],
  exclude: ['x'],
};
export const several: readonly InstrumentOptions[] = [
  all,
  { mode: 'manual', sample: 0.5, metrics: true },
  { mode: { callback: 0 }, sample: () => 0.5, metrics: { keys: ['a'] } },
  { mode: { emitter: { end: 'close' } } },
  // @ts-expect-error the events have names
  { mode: { emitter: {} } },
  // @ts-expect-error redacted in no such way
  { redact: { a: 'blur' } },
  // @ts-expect-error no such level
  { level: 'loud' },
];

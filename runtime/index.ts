/** `@spanloom/runtime`: everything a program imports. Re-exports only. */

export { instrument, noInstrument } from './instrument.ts';
export type { AnyFunction, FieldValues, InstrumentDecorator, InstrumentOptions, SpanKindName } from './instrument.ts';
export { setAttribute } from './span.ts';
export { start, flush, shutdown } from './start.ts';
export { health } from './health.ts';

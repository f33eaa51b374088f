/** `@spanloom/runtime`: everything a program imports. Re-exports only. */

export { addAttributes, instrument, noInstrument } from './instrument.ts';
export type {
  AddAttributesOptions,
  AnyFunction,
  Decorated,
  FieldValues,
  InstrumentDecorator,
  InstrumentMode,
  InstrumentOptions,
  LevelName,
  RedactionName,
  SpanKindName,
  SpanLink,
} from './instrument.ts';
export { setAttribute } from './span.ts';
export { start, flush, shutdown } from './start.ts';
export type { OtlpHttpOptions, OtlpProtocol, StartOptions } from './options.ts';
export { health } from './health.ts';
export type { Health } from './health.ts';
export type { RuntimeDiagnostic } from './core/report.ts';
export { DIAGNOSTICS, type DiagnosticCode } from './diagnostics.ts';
export type { Drops } from './core/drops.ts';
export type { BatchLimits } from './pipeline/lane.ts';
export { consoleExporter, type ConsoleOptions } from './exporters/console.ts';
export { jsonlExporter, type JsonlOptions } from './exporters/jsonl.ts';
export { memoryExporter, type MemoryExporter } from './exporters/memory.ts';
export { otlpHttpExporter } from './exporters/otlp-http.ts';
export type {
  Attributes,
  AttributeValue,
  Batch,
  EventData,
  ExportResult,
  LinkData,
  Scope,
  SpanData,
  SpanExporter,
} from './pipeline/types.ts';
export { SpanKind, StatusCode } from './pipeline/types.ts';

/** Plain data that flows from the collector through the pipeline to exporters. Times are nanoseconds since the Unix epoch. */

export type AttributeValue =
  | string
  | number
  | boolean
  | bigint
  | Uint8Array
  | null
  | readonly AttributeValue[]
  | { readonly [key: string]: AttributeValue };

/** Attribute keys and values in the order in which they were set; keys are unique and not empty. */
export type Attributes = readonly (readonly [key: string, value: AttributeValue])[];

/** OTLP numbers, so that exporters write them as they are. */
export const SpanKind = { INTERNAL: 1, SERVER: 2, CLIENT: 3, PRODUCER: 4, CONSUMER: 5 } as const;
export type SpanKind = (typeof SpanKind)[keyof typeof SpanKind];

export const StatusCode = { UNSET: 0, OK: 1, ERROR: 2 } as const;
export type StatusCode = (typeof StatusCode)[keyof typeof StatusCode];

export interface EventData {
  readonly name: string;
  readonly timeUnixNano: bigint;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
}

export interface LinkData {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** 16 lower-case hex digits. */
  readonly spanId: string;
  readonly traceState: string;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
}

/** One ended span, every value already checked and copied: an exporter may keep it. */
export interface SpanData {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for a root span. */
  readonly parentSpanId: string;
  readonly parentIsRemote: boolean;
  readonly traceState: string;
  /** W3C trace flags; bit 0 is `sampled`. */
  readonly traceFlags: number;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startTimeUnixNano: bigint;
  readonly endTimeUnixNano: bigint;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
  readonly events: readonly EventData[];
  readonly droppedEventsCount: number;
  readonly links: readonly LinkData[];
  readonly droppedLinksCount: number;
  readonly status: { readonly code: StatusCode; readonly message: string };
}

export interface Scope {
  readonly name: string;
  readonly version: string;
}

export interface Batch {
  readonly resource: Attributes;
  readonly scope: Scope;
  readonly spans: readonly SpanData[];
}

/**
 * `rejected` spans reached the back end and were refused by it; they are counted, never sent again. `reported` says that
 * the exporter has told people about this failure itself.
 */
export type ExportResult =
  | { readonly ok: true; readonly rejected?: number; readonly message?: string }
  | { readonly ok: false; readonly message: string; readonly reported?: boolean };

/**
 * Sends batches somewhere. `export` is never called while an earlier call is pending, and must settle: the pipeline
 * gives it a deadline through `signal` and counts what it did not deliver. It may throw; the pipeline catches.
 */
export interface SpanExporter {
  readonly name: string;
  export(batch: Batch, signal: AbortSignal): Promise<ExportResult> | ExportResult;
  /**
   * Exports while the process exits, when nothing asynchronous runs any more; may block for `timeoutMs`. An exporter whose
   * `export` answers without a promise needs none.
   */
  exportSync?(batch: Batch, timeoutMs: number): ExportResult;
  flush?(): Promise<void>;
  shutdown?(): Promise<void>;
}

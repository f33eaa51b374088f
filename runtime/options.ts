/** Options of `start` and of the OTLP exporter, what they become, and their defaults: the runtime's only ones. */

import type { RuntimeDiagnostic } from './core/report.ts';
import type { BatchLimits } from './pipeline/lane.ts';
import type { AttributeValue, SpanExporter } from './pipeline/types.ts';

/** Options of `start`. What is not given comes from `OTEL_*` variables, then from the defaults. */
export interface StartOptions {
  /** `service.name`. Environment: OTEL_SERVICE_NAME. */
  readonly service?: string;
  /** `service.version`. */
  readonly version?: string;
  /** Further resource attributes; they win over OTEL_RESOURCE_ATTRIBUTES. */
  readonly resource?: Readonly<Record<string, AttributeValue>>;
  /** Where spans go. Default: OTEL_TRACES_EXPORTER, then `['otlp']`. `'none'` records and propagates only. */
  readonly exporters?: readonly (SpanExporter | 'otlp' | 'console' | 'none')[];
  /** Base URL of the OTLP receiver; `/v1/traces` is appended unless it is there. Default: `http://localhost:4318`. */
  readonly endpoint?: string;
  /** Default: `'http/protobuf'`. */
  readonly protocol?: OtlpProtocol;
  /** Headers of OTLP requests, added to those of OTEL_EXPORTER_OTLP_HEADERS. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Decides for roots; the decision of a parent always stands. Default: OTEL_TRACES_SAMPLER, then `'always_on'`. */
  readonly sampler?: { readonly ratio: number } | 'always_on' | 'always_off';
  /** Spans for incoming `node:http` requests and outgoing `fetch`. Default: true. */
  readonly http?: boolean;
  /** Export what is left when the process ends: empty event loop, SIGTERM, SIGINT, exit. Default: true. */
  readonly signals?: boolean;
  /** Limits of the batch stage. */
  readonly batch?: Partial<BatchLimits>;
  /** Receives diagnostics, which are printed otherwise. */
  readonly onDiagnostic?: (diagnostic: RuntimeDiagnostic) => void;
  /** Records nothing. Default: OTEL_SDK_DISABLED, then false. */
  readonly disabled?: boolean;
}

/** Options of `otlpHttpExporter`. What is not given comes from `OTEL_EXPORTER_OTLP_*` variables, then the defaults. */
export interface OtlpHttpOptions {
  /** Base URL of the receiver; `/v1/traces` is appended unless it is there. Default: `http://localhost:4318`. */
  readonly endpoint?: string;
  /** Default: `'http/protobuf'`. */
  readonly protocol?: OtlpProtocol;
  /** Added to those of OTEL_EXPORTER_OTLP_HEADERS. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Time for one batch, retries included. Default: 10 000; 0 is without limit. */
  readonly timeoutMs?: number;
  /** Default: `'none'`. */
  readonly compression?: 'gzip' | 'none';
  /** Pause before the first retry. Default: 1000. */
  readonly retryDelayMs?: number;
}

export type OtlpProtocol = 'http/protobuf' | 'http/json';

/** Everything decided. */
export interface Settings {
  readonly disabled: boolean;
  readonly ratio: number;
  readonly http: boolean;
  readonly signals: boolean;
  readonly batch: BatchLimits;
  readonly exporters: readonly (SpanExporter | 'otlp' | 'console')[];
  readonly otlp: OtlpSettings;
  readonly onDiagnostic: StartOptions['onDiagnostic'];
  /** Resource layers of rising weight. */
  readonly resource: readonly Readonly<Record<string, AttributeValue | undefined>>[];
}

export interface OtlpSettings {
  /** Full URL of the traces endpoint. */
  readonly url: string;
  readonly protocol: OtlpProtocol;
  readonly headers: Readonly<Record<string, string>>;
  /** Time for one batch, retries included; 0 is without limit. */
  readonly timeoutMs: number;
  readonly compression: 'gzip' | 'none';
  /** Pause before the first retry; later ones grow by half, up to five times this. */
  readonly retryDelayMs: number;
}

export const DEFAULT_BATCH: BatchLimits = {
  maxQueueSize: 2048,
  maxExportBatchSize: 512,
  scheduleDelayMs: 5000,
  exportTimeoutMs: 30_000,
};

export const DEFAULT_OTLP: OtlpSettings = {
  url: 'http://localhost:4318/v1/traces',
  protocol: 'http/protobuf',
  headers: {},
  timeoutMs: 10_000,
  compression: 'none',
  retryDelayMs: 1000,
};

/** How long `flush` and `shutdown` may take when their caller does not say. */
export const FLUSH_TIMEOUT_MS = 30_000;

/** How long the end of the process may be put off. */
export const END_TIMEOUT_MS = 5000;

/** How long `process.exit()`, or an error that nobody caught, may be put off. */
export const EXIT_TIMEOUT_MS = 1000;

/** Resolves the options of `start` with the environment: code wins over `OTEL_*` variables, which win over defaults. */

import {
  badEnv,
  readBoolean,
  readEnum,
  readNumber,
  readPairs,
  readText,
  type Env,
  type EnvReader,
  type Problem,
} from './environment.ts';
import { COUNT, DURATION_MS, RATIO, checkBatch, checkOptions, checkOtlp, isHeader, tracesUrl } from './option-check.ts';
import {
  DEFAULT_BATCH,
  DEFAULT_OTLP,
  type OtlpHttpOptions,
  type OtlpSettings,
  type Settings,
  type StartOptions,
} from './options.ts';
import type { BatchLimits } from './pipeline/lane.ts';

export interface Resolved<T> {
  readonly settings: T;
  /** What could not be used, in the order in which it was found. */
  readonly problems: readonly Problem[];
}

/** Variables of this process; none where there are none. */
export const processEnv = (): Env => globalThis.process?.env ?? {};

/** Never throws: whatever cannot be used becomes a problem and its default. */
export function resolveSettings(given: unknown, env: Env): Resolved<Settings> {
  const reader: EnvReader = { env, problems: [] };
  const options = checkOptions(given, reader.problems);
  const otlp = otlpSettings(options, reader);
  const name = readText(reader, 'OTEL_SERVICE_NAME')?.[1];
  const settings: Settings = {
    disabled: options.disabled ?? readBoolean(reader, 'OTEL_SDK_DISABLED'),
    ratio: ratio(options, reader),
    http: options.http ?? true,
    signals: options.signals ?? true,
    batch: batch(options, reader),
    exporters: exporters(options, reader),
    otlp,
    onDiagnostic: options.onDiagnostic,
    resource: [
      readPairs(reader, false, 'OTEL_RESOURCE_ATTRIBUTES') ?? {},
      { 'service.name': name },
      options.resource ?? {},
      { 'service.name': options.service, 'service.version': options.version },
    ],
  };
  return { settings, problems: reader.problems };
}

/** The same for an OTLP exporter that is made by hand. */
export function resolveOtlp(given: unknown, env: Env): Resolved<OtlpSettings> {
  const reader: EnvReader = { env, problems: [] };
  const settings = otlpSettings(checkOtlp(given, reader.problems), reader);
  return { settings, problems: reader.problems };
}

function exporters(options: StartOptions, reader: EnvReader): Settings['exporters'] {
  const chosen = options.exporters ?? exportersFromEnv(reader);
  return [...new Set(chosen)].filter((one) => one !== 'none');
}

function exportersFromEnv(reader: EnvReader): NonNullable<StartOptions['exporters']> {
  const found = readText(reader, 'OTEL_TRACES_EXPORTER');
  if (found === undefined) return ['otlp'];
  const names = found[1].split(',').map((part) => part.trim().toLowerCase());
  const known = names.filter((name) => name === 'otlp' || name === 'console' || name === 'none');
  const used = known.length === 0 ? 'otlp' : known.join(',');
  if (known.length < names.length) badEnv(reader, found[0], found[1], 'otlp, console, none, between commas', used);
  return known.length === 0 ? ['otlp'] : known;
}

const SAMPLERS = [
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
  'always_on',
  'always_off',
  'traceidratio',
] as const;

function ratio(options: StartOptions, reader: EnvReader): number {
  if (typeof options.sampler === 'object') return options.sampler.ratio;
  if (options.sampler !== undefined) return options.sampler === 'always_on' ? 1 : 0;
  const name = readEnum(reader, SAMPLERS, 'parentbased_always_on', 'OTEL_TRACES_SAMPLER');
  if (name === undefined) return 1;
  if (!name.startsWith('parentbased_')) {
    badEnv(reader, 'OTEL_TRACES_SAMPLER', name, SAMPLERS.slice(0, 3).join(', '), `parentbased_${name}`);
  }
  if (name.endsWith('always_on')) return 1;
  if (name.endsWith('always_off')) return 0;
  return readNumber(reader, RATIO, 1, 'OTEL_TRACES_SAMPLER_ARG') ?? 1;
}

function batch(options: StartOptions, reader: EnvReader): BatchLimits {
  const given = checkBatch(options.batch ?? {}, reader.problems);
  const { problems } = reader;
  const d = DEFAULT_BATCH;
  const limits: BatchLimits = {
    maxQueueSize:
      given.maxQueueSize ?? readNumber(reader, COUNT, d.maxQueueSize, 'OTEL_BSP_MAX_QUEUE_SIZE') ?? d.maxQueueSize,
    maxExportBatchSize:
      given.maxExportBatchSize ??
      readNumber(reader, COUNT, d.maxExportBatchSize, 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE') ??
      d.maxExportBatchSize,
    scheduleDelayMs:
      given.scheduleDelayMs ??
      readNumber(reader, DURATION_MS, d.scheduleDelayMs, 'OTEL_BSP_SCHEDULE_DELAY') ??
      d.scheduleDelayMs,
    exportTimeoutMs:
      given.exportTimeoutMs ??
      readNumber(reader, DURATION_MS, d.exportTimeoutMs, 'OTEL_BSP_EXPORT_TIMEOUT') ??
      d.exportTimeoutMs,
  };
  const { maxQueueSize, maxExportBatchSize } = limits;
  if (maxExportBatchSize <= maxQueueSize) return limits;
  // A small queue alone is no mistake: only a batch size that somebody chose is worth a word.
  if (given.maxExportBatchSize !== undefined || reader.env['OTEL_BSP_MAX_EXPORT_BATCH_SIZE']) {
    const accepted = `at most maxQueueSize, ${maxQueueSize}`;
    const facts = {
      name: 'batch.maxExportBatchSize',
      value: String(maxExportBatchSize),
      accepted,
      used: String(maxQueueSize),
    };
    problems.push({ code: 'start/bad-option', facts });
  }
  return { ...limits, maxExportBatchSize: maxQueueSize };
}

function otlpSettings(options: OtlpHttpOptions, reader: EnvReader): OtlpSettings {
  const d = DEFAULT_OTLP;
  return {
    url: options.endpoint === undefined ? urlFromEnv(reader) : (tracesUrl(options.endpoint) ?? d.url),
    protocol:
      options.protocol ??
      readEnum(reader, ['http/protobuf', 'http/json'], d.protocol, ...both('PROTOCOL')) ??
      d.protocol,
    headers: { ...headersFromEnv(reader), ...options.headers },
    timeoutMs: options.timeoutMs ?? readNumber(reader, DURATION_MS, d.timeoutMs, ...both('TIMEOUT')) ?? d.timeoutMs,
    compression:
      options.compression ?? readEnum(reader, ['gzip', 'none'], d.compression, ...both('COMPRESSION')) ?? d.compression,
    retryDelayMs: options.retryDelayMs ?? d.retryDelayMs,
  };
}

const both = (name: string): readonly string[] => [`OTEL_EXPORTER_OTLP_TRACES_${name}`, `OTEL_EXPORTER_OTLP_${name}`];

/** The endpoint of the signal is used as it is; the general one is a base. */
function urlFromEnv(reader: EnvReader): string {
  const [own, base] = both('ENDPOINT') as [string, string];
  const found = readText(reader, own, base);
  if (found === undefined) return DEFAULT_OTLP.url;
  const [name, value] = found;
  const url = tracesUrl(value, name === own);
  return url ?? badEnv(reader, name, value, 'an http or https URL', DEFAULT_OTLP.url) ?? DEFAULT_OTLP.url;
}

function headersFromEnv(reader: EnvReader): Readonly<Record<string, string>> {
  const pairs = readPairs(reader, true, ...both('HEADERS')) ?? {};
  const bad = Object.entries(pairs).find(([key, value]) => !isHeader(key, value));
  if (bad === undefined) return pairs;
  badEnv(reader, 'OTEL_EXPORTER_OTLP_HEADERS', '(not shown)', 'valid header names and values', 'no headers');
  return {};
}

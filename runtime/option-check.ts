/** Checks options given in code: unknown names get a suggestion, values that cannot be used are left out and named. */

import { suggest } from './suggestion.ts';
import { inRange, rangeText, type Problem, type Range } from './environment.ts';
import { DEFAULT_BATCH, DEFAULT_OTLP, type OtlpHttpOptions, type StartOptions } from './options.ts';
import type { BatchLimits } from './pipeline/lane.ts';

export const COUNT: Range = { min: 1, max: 2 ** 31 - 1, integer: true };
export const DURATION_MS: Range = { min: 0, max: Infinity, integer: false };
export const RATIO: Range = { min: 0, max: 1, integer: false };

interface Check {
  readonly test: (value: unknown) => boolean;
  readonly accepted: string;
  readonly used: string;
}
type Checks<T> = { readonly [key in keyof T]-?: Check };

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isFlag = (value: unknown): boolean => typeof value === 'boolean';
const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Specification: RFC 9110 field names and values; what `node:http` would refuse at every export. */
export const isHeader = (name: string, value: unknown): boolean =>
  /^[\w!#$%&'*+.^`|~-]+$/.test(name) && typeof value === 'string' && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);

const isExporter = (value: unknown): boolean =>
  value === 'otlp' ||
  value === 'console' ||
  value === 'none' ||
  (isPlain(value) && typeof value['export'] === 'function' && typeof value['name'] === 'string');

const isSampler = (value: unknown): boolean =>
  value === 'always_on' || value === 'always_off' || (isPlain(value) && inRange(value['ratio'], RATIO));

const isHeaders = (value: unknown): boolean =>
  isPlain(value) && Object.entries(value).every(([key, one]) => isHeader(key, one));

const oneOf =
  (...values: readonly string[]): Check['test'] =>
  (value) =>
    values.includes(value as string);

const number = (range: Range, used: number): Check => ({
  test: (value) => inRange(value, range),
  accepted: rangeText(range),
  used: String(used),
});

const OTLP_CHECKS: Checks<OtlpHttpOptions> = {
  endpoint: {
    test: (value) => typeof value === 'string' && tracesUrl(value) !== undefined,
    accepted: 'an http or https URL',
    used: DEFAULT_OTLP.url,
  },
  protocol: {
    test: oneOf('http/protobuf', 'http/json'),
    accepted: 'http/protobuf, http/json',
    used: DEFAULT_OTLP.protocol,
  },
  headers: { test: isHeaders, accepted: 'an object of valid header names and values', used: 'none of them' },
  timeoutMs: number(DURATION_MS, DEFAULT_OTLP.timeoutMs),
  compression: { test: oneOf('gzip', 'none'), accepted: 'gzip, none', used: DEFAULT_OTLP.compression },
  retryDelayMs: number(DURATION_MS, DEFAULT_OTLP.retryDelayMs),
};

const flag = (used: string): Check => ({ test: isFlag, accepted: 'true, false', used });
const FROM_ENV = 'the environment, or the default';

const START_CHECKS: Checks<StartOptions> = {
  service: { test: isText, accepted: 'a string that is not empty', used: FROM_ENV },
  version: { test: isText, accepted: 'a string that is not empty', used: 'no version' },
  resource: { test: isPlain, accepted: 'an object of attributes', used: 'none of it' },
  exporters: {
    test: (value) => Array.isArray(value) && value.every(isExporter),
    accepted: "a list of exporters, 'otlp', 'console', 'none'",
    used: FROM_ENV,
  },
  endpoint: OTLP_CHECKS.endpoint,
  protocol: OTLP_CHECKS.protocol,
  headers: OTLP_CHECKS.headers,
  sampler: { test: isSampler, accepted: "{ ratio: 0 to 1 }, 'always_on', 'always_off'", used: FROM_ENV },
  http: flag('true'),
  signals: flag('true'),
  batch: { test: isPlain, accepted: 'an object of limits', used: FROM_ENV },
  onDiagnostic: { test: (value) => typeof value === 'function', accepted: 'a function', used: 'printing' },
  disabled: flag(FROM_ENV),
};

const BATCH_CHECKS: Checks<BatchLimits> = {
  maxQueueSize: number(COUNT, DEFAULT_BATCH.maxQueueSize),
  maxExportBatchSize: number(COUNT, DEFAULT_BATCH.maxExportBatchSize),
  scheduleDelayMs: number(DURATION_MS, DEFAULT_BATCH.scheduleDelayMs),
  exportTimeoutMs: number(DURATION_MS, DEFAULT_BATCH.exportTimeoutMs),
};

export const checkOptions = (given: unknown, problems: Problem[]): StartOptions =>
  check(given, START_CHECKS, '', problems);
export const checkBatch = (given: unknown, problems: Problem[]): Partial<BatchLimits> =>
  check(given, BATCH_CHECKS, 'batch.', problems);
export const checkOtlp = (given: unknown, problems: Problem[]): OtlpHttpOptions =>
  check(given, OTLP_CHECKS, 'otlpHttpExporter.', problems);

function check<T>(given: unknown, checks: Checks<T>, path: string, problems: Problem[]): Partial<T> {
  const good: Record<string, unknown> = {};
  if (given === undefined) return {};
  try {
    if (!isPlain(given)) throw new TypeError();
    for (const [key, value] of Object.entries(given)) {
      const known = Object.hasOwn(checks, key) ? (checks as Record<string, Check>)[key] : undefined;
      if (known === undefined) problems.push(unknownOption(path, key, Object.keys(checks)));
      else if (value !== undefined && known.test(value)) good[key] = value;
      else if (value !== undefined) problems.push(badOption(path + key, value, known));
    }
  } catch {
    const facts = { name: 'options', value: show('options', given), accepted: 'an object', used: 'the defaults' };
    problems.push({ code: 'start/bad-option', facts });
  }
  return good as Partial<T>;
}

function badOption(name: string, value: unknown, { accepted, used }: Check): Problem {
  return { code: 'start/bad-option', facts: { name, value: show(name, value), accepted, used } };
}

function unknownOption(path: string, name: string, known: readonly string[]): Problem {
  const suggestion = suggest(name, known, path);
  return { code: 'start/unknown-option', facts: { name: path + name, suggestion } };
}

// Headers hold credentials.
function show(name: string, value: unknown): string {
  if (name.endsWith('headers')) return '(not shown)';
  try {
    const text = typeof value === 'number' || typeof value === 'function' ? String(value) : JSON.stringify(value);
    return text.length > 80 ? `${text.slice(0, 80)}…` : text;
  } catch {
    return typeof value;
  }
}

/** The URL that traces are sent to; `asIs` for a URL that names the signal already. Undefined when it is no http URL. */
export function tracesUrl(base: string, asIs = false): string | undefined {
  if (!URL.canParse(base)) return undefined;
  const url = new URL(base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  const whole = asIs || /\/v1\/traces\/?$/.test(url.pathname);
  if (!whole) url.pathname = `${url.pathname.replace(/\/+$/, '')}/v1/traces`;
  return url.href;
}

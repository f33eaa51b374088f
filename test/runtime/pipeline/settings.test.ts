/** Options of `start` and `OTEL_*` variables: code wins, empty is unset, and nothing that is wrong stays unsaid. */

import { expect, test } from '@jest/globals';
import { DEFAULT_BATCH } from '../../../runtime/options.ts';
import { buildResource } from '../../../runtime/resource.ts';
import { resolveSettings } from '../../../runtime/settings.ts';

const settingsOf = (options: unknown, env: Record<string, string> = {}) => resolveSettings(options, env).settings;
const problemsOf = (options: unknown, env: Record<string, string> = {}) => resolveSettings(options, env).problems;

test('without options and variables: the defaults of the specification', () => {
  const { settings, problems } = resolveSettings(undefined, {});
  expect(problems).toEqual([]);
  expect(settings).toMatchObject({
    disabled: false,
    ratio: 1,
    http: true,
    signals: true,
    exporters: ['otlp'],
    batch: { maxQueueSize: 2048, maxExportBatchSize: 512, scheduleDelayMs: 5000, exportTimeoutMs: 30_000 },
    otlp: {
      url: 'http://localhost:4318/v1/traces',
      protocol: 'http/protobuf',
      headers: {},
      timeoutMs: 10_000,
      compression: 'none',
    },
  });
});

test('every variable is read, and an empty one is as none', () => {
  const env = {
    OTEL_SDK_DISABLED: 'TRUE',
    OTEL_TRACES_EXPORTER: 'console, otlp,console',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector:4318/base/',
    OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%20b,x=y=z',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_TIMEOUT: '1500',
    OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
    OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '',
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.25',
    OTEL_BSP_MAX_QUEUE_SIZE: '100',
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '50',
    OTEL_BSP_SCHEDULE_DELAY: '10',
    OTEL_BSP_EXPORT_TIMEOUT: '0',
  };
  expect(problemsOf({}, env)).toEqual([]);
  expect(settingsOf({}, env)).toMatchObject({
    disabled: true,
    ratio: 0.25,
    exporters: ['console', 'otlp'],
    batch: { maxQueueSize: 100, maxExportBatchSize: 50, scheduleDelayMs: 10, exportTimeoutMs: 0 },
    otlp: {
      url: 'https://collector:4318/base/v1/traces',
      protocol: 'http/json',
      headers: { 'api-key': 'a b', x: 'y=z' },
      timeoutMs: 1500,
      compression: 'gzip',
    },
  });
  const empty = Object.fromEntries(Object.keys(env).map((name) => [name, ' ']));
  expect(resolveSettings({}, empty)).toEqual(resolveSettings({}, {}));
});

test('the variable of the signal wins over the general one, and its endpoint is used as it is', () => {
  const { otlp } = settingsOf(
    {},
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a:1', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://b:2/custom' },
  );
  expect(otlp.url).toBe('http://b:2/custom');
});

test('code wins over variables', () => {
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a:1',
    OTEL_TRACES_SAMPLER: 'parentbased_always_off',
    OTEL_EXPORTER_OTLP_HEADERS: 'a=1,b=1',
    OTEL_TRACES_EXPORTER: 'none',
  };
  const options = {
    endpoint: 'http://b:2/v1/traces',
    sampler: { ratio: 0.5 },
    headers: { b: '2' },
    exporters: ['otlp'],
    disabled: false,
  };
  expect(settingsOf(options, { ...env, OTEL_SDK_DISABLED: 'true' })).toMatchObject({
    disabled: false,
    ratio: 0.5,
    exporters: ['otlp'],
    otlp: { url: 'http://b:2/v1/traces', headers: { a: '1', b: '2' } },
  });
});

test.each([
  ['OTEL_TRACES_SAMPLER', 'sometimes', 'parentbased_always_on'],
  ['OTEL_TRACES_SAMPLER', 'always_off', 'parentbased_always_off'],
  ['OTEL_TRACES_EXPORTER', 'zipkin', 'otlp'],
  ['OTEL_TRACES_EXPORTER', 'zipkin,console', 'console'],
  ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc', 'http/protobuf'],
  ['OTEL_EXPORTER_OTLP_TRACES_COMPRESSION', 'br', 'none'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318', 'http://localhost:4318/v1/traces'],
  ['OTEL_EXPORTER_OTLP_TIMEOUT', '10s', '10000'],
  ['OTEL_BSP_MAX_QUEUE_SIZE', '-1', '2048'],
  ['OTEL_BSP_MAX_QUEUE_SIZE', '1.5', '2048'],
  ['OTEL_BSP_SCHEDULE_DELAY', 'NaN', '5000'],
  ['OTEL_SDK_DISABLED', 'yes', 'false'],
  ['OTEL_RESOURCE_ATTRIBUTES', 'a=1,b', 'nothing of it'],
  ['OTEL_RESOURCE_ATTRIBUTES', 'a=%zz', 'nothing of it'],
])('%s=%s is named, with what is used instead', (name, value, used) => {
  const problems = problemsOf({}, { [name]: value });
  expect(problems).toMatchObject([{ code: 'start/bad-env', facts: { name, used } }]);
  expect(problems[0]!.facts['accepted']).not.toBe('');
});

test('a bad ratio is named, and every root is kept', () => {
  const env = { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '7' };
  expect(problemsOf({}, env)).toMatchObject([
    { facts: { name: 'OTEL_TRACES_SAMPLER_ARG', accepted: 'a number from 0 to 1', used: '1' } },
  ]);
  expect(settingsOf({}, env).ratio).toBe(1);
});

test.each([
  [{ service: '' }, 'service'],
  [{ service: 7 }, 'service'],
  [{ exporters: ['jaeger'] }, 'exporters'],
  [{ exporters: 'otlp' }, 'exporters'],
  [{ sampler: { ratio: 10 } }, 'sampler'],
  [{ sampler: 'sometimes' }, 'sampler'],
  [{ endpoint: 'localhost:4318' }, 'endpoint'],
  [{ protocol: 'grpc' }, 'protocol'],
  [{ headers: { 'bad name': 'x' } }, 'headers'],
  [{ headers: { a: 'x\r\ny: z' } }, 'headers'],
  [{ batch: { maxQueueSize: 0 } }, 'batch.maxQueueSize'],
  [{ batch: 5 }, 'batch'],
  [{ onDiagnostic: 'print' }, 'onDiagnostic'],
  [{ disabled: 'yes' }, 'disabled'],
  ['shop', 'options'],
  [null, 'options'],
])('option %p is named, and the program goes on without it', (options, name) => {
  const { settings, problems } = resolveSettings(options, {});
  expect(problems).toMatchObject([{ code: 'start/bad-option', facts: { name } }]);
  expect(settings).toEqual(settingsOf({}));
});

test('options that cannot even be read are named', () => {
  const options = {
    get service(): string {
      throw new Error('no');
    },
  };
  expect(problemsOf(options)).toMatchObject([{ code: 'start/bad-option', facts: { name: 'options' } }]);
});

test('an option that is not known gets the nearest name', () => {
  expect(problemsOf({ servcie: 'shop', batch: { queueSize: 1 }, colour: 'red' }).map((one) => one.facts)).toEqual([
    { name: 'servcie', suggestion: 'Did you mean service?' },
    { name: 'colour', suggestion: expect.stringContaining('Known are service, ') },
    { name: 'batch.queueSize', suggestion: expect.stringContaining('batch') },
  ]);
});

test('a small queue alone shrinks the batch in silence; a batch larger than the queue is named', () => {
  expect(resolveSettings({ batch: { maxQueueSize: 10 } }, {})).toMatchObject({
    settings: { batch: { ...DEFAULT_BATCH, maxQueueSize: 10, maxExportBatchSize: 10 } },
    problems: [],
  });
  expect(problemsOf({ batch: { maxQueueSize: 10, maxExportBatchSize: 11 } }).length).toBe(1);
});

test('header values never show up in a problem', () => {
  const problems = [
    ...problemsOf({ headers: { authorization: 'secret\n' } }),
    ...problemsOf({}, { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=secret,broken' }),
    ...problemsOf({}, { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=secret%0A' }),
  ];
  expect(problems.length).toBe(3);
  expect(JSON.stringify(problems)).not.toContain('secret');
});

const resourceOf = (options: unknown, env: Record<string, string> = {}) =>
  Object.fromEntries(buildResource(settingsOf(options, env).resource));

test('resource: code over OTEL_SERVICE_NAME over OTEL_RESOURCE_ATTRIBUTES over what is detected', () => {
  const env = { OTEL_RESOURCE_ATTRIBUTES: 'service.name=a,team=x%2Cy,host.name=h', OTEL_SERVICE_NAME: 'b' };
  expect(resourceOf({}, env)).toMatchObject({ 'service.name': 'b', team: 'x,y', 'host.name': 'h' });
  expect(resourceOf({ service: 'c', version: '2', resource: { team: 'z' } }, env)).toMatchObject({
    'service.name': 'c',
    'service.version': '2',
    team: 'z',
  });
});

test('resource: the SDK names itself, and a service without a name is unknown', () => {
  expect(resourceOf({})).toMatchObject({
    'telemetry.sdk.name': 'spanloom',
    'telemetry.sdk.language': 'nodejs',
    'service.name': expect.stringMatching(/^unknown_service:node/),
    'process.pid': process.pid,
  });
  expect(Object.keys(resourceOf({})).join()).not.toMatch(/command|args|owner/);
});

test('resource: the version is that of the package', async () => {
  const { default: manifest } = await import('../../../runtime/package.json', { with: { type: 'json' } });
  expect(resourceOf({})['telemetry.sdk.version']).toBe((manifest as { version: string }).version);
});

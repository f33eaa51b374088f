/** What the bags of our definitions accept and, by `@ts-expect-error`, what they refuse: this file compiles itself. */
import { expect, test } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import type {
  AttributesOf,
  CACHE_INTERNAL,
  CacheInternalAttributes,
  CacheInternalOptIn,
  DbClientAttributes,
  DbClientOptIn,
  DbClientStart,
  HttpClientAttributes,
  HttpClientOptIn,
  HttpRequestMethod,
  METRIC_HTTP_SERVER_REQUEST_DURATION,
  OptInOf,
  ServiceEntityAttributes,
  StartOf,
  WithOptIn,
} from '../../semconv/generated/index.ts';
import { DB_CLIENT, HTTP_REQUEST_HEADER } from '../../semconv/generated/index.ts';
import { root, tsc, withFolder } from './tsc.ts';

const decided = {
  'db.namespace': undefined,
  'db.operation.name': undefined,
  'db.collection.name': undefined,
  'db.response.status_code': undefined,
  'error.type': undefined,
  'server.port': undefined,
};

export const whole: DbClientAttributes = {
  ...decided,
  'db.system.name': 'postgresql',
  'db.query.summary': 'SELECT users',
};
export const openEnum: DbClientAttributes = { ...decided, 'db.system.name': 'a-new-database' };

// @ts-expect-error a required attribute is missing
export const noSystem: DbClientAttributes = { ...decided };

// @ts-expect-error a conditionally required attribute was not decided
export const undecided: DbClientAttributes = { 'db.system.name': 'mysql', 'db.namespace': 'shop' };

// @ts-expect-error a value of another type
export const wrongType: DbClientAttributes = { ...decided, 'db.system.name': 'mysql', 'db.operation.batch.size': '2' };

// @ts-expect-error an attribute that the span does not have
export const unlisted: DbClientAttributes = { ...decided, 'db.system.name': 'mysql', 'user.id': 'u1' };

// @ts-expect-error an opt-in attribute that was not switched on
export const optIn: DbClientAttributes = { ...decided, 'db.system.name': 'mysql', 'db.response.returned_rows': 3 };

// @ts-expect-error an opt-in template that was not switched on
export const template: DbClientAttributes = { ...decided, 'db.system.name': 'mysql', 'db.query.parameter.0': 'x' };

type WithRows = WithOptIn<DbClientAttributes, DbClientOptIn, 'db.response.returned_rows'>;
export const switchedOn: WithRows = { ...decided, 'db.system.name': 'mysql', 'db.response.returned_rows': 3 };

// @ts-expect-error only what was named is switched on
export const otherOptIn: WithRows = { ...decided, 'db.system.name': 'mysql', 'db.query.parameter.0': 'x' };

// @ts-expect-error only opt-in attributes can be switched on
export type NotOptIn = WithOptIn<DbClientAttributes, DbClientOptIn, 'db.namespace'>;

type WithHeader = WithOptIn<HttpClientAttributes, HttpClientOptIn, `http.request.header.${string}`>;
export const header: Pick<WithHeader, `http.request.header.${string}`> = {
  [HTTP_REQUEST_HEADER('content-type')]: ['text/html'],
};

// @ts-expect-error a header has a list of values
export const oneHeader: Pick<WithHeader, `http.request.header.${string}`> = { 'http.request.header.host': 'a' };

export const start: DbClientStart = { 'db.system.name': 'sqlite' };

// @ts-expect-error a sampler may ask for the system
export const startWithout: DbClientStart = { 'db.namespace': 'shop' };

export const method: HttpRequestMethod = 'PURGE';

// @ts-expect-error an open enum is still of one type
export const wrongMethod: HttpRequestMethod = 1;

export const key: 'db.client' = DB_CLIENT.type;

// @ts-expect-error the attribute types are carried along without a value
export const none: { attributes: DbClientAttributes } = DB_CLIENT['~types'];

export const carried = (attributes: AttributesOf<typeof CACHE_INTERNAL>): CacheInternalAttributes => attributes;
export const carriedOptIn = (attributes: OptInOf<typeof CACHE_INTERNAL>): CacheInternalOptIn => attributes;
export const carriedStart: StartOf<typeof CACHE_INTERNAL> = { 'cache.operation.name': 'get' };

type ServerDuration = AttributesOf<typeof METRIC_HTTP_SERVER_REQUEST_DURATION>;

type SomeServerDuration = Pick<ServerDuration, 'url.scheme'> & Partial<ServerDuration>;

// @ts-expect-error a metric refuses an attribute of many values
export const cardinality: SomeServerDuration = { 'url.scheme': 'https', 'url.path': '/a' };

// @ts-expect-error an entity without its identity
export const service: ServiceEntityAttributes = { 'service.version': '1' };

test('the bags accept what is right and refuse what is wrong', () => {
  const options = {
    noEmit: true,
    rootDir: root,
    types: ['node'],
    typeRoots: [`${root}/node_modules/@types`],
    isolatedDeclarations: false,
    declaration: false,
  };
  const errors = withFolder((folder) => tsc(folder, options, [fileURLToPath(import.meta.url)]));
  expect(errors).toBe('');
});

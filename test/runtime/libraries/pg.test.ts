/** Queries of a real `pg` client against PostgreSQL (PGlite): one span each, on every path by which a query can end. */

import { execFileSync } from 'node:child_process';
import type { EventEmitter } from 'node:events';
import type { Server } from 'node:net';
import net from 'node:net';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { buildSync } from 'esbuild';
import type pg from 'pg';
import { ambientOf, unsampledAmbient, useStorage } from '../../../runtime/core/context.ts';
import { open } from '../../../runtime/core/ring.ts';
import { register } from '../../../runtime/core/sites.ts';
import { state, type Ambient } from '../../../runtime/core/state.ts';
import { exit } from '../../../runtime/hooks.ts';
import { pgHold, pgStart } from '../../../runtime/libraries/index.ts';
import { PlainClient, TracedClient } from './pg-client.ts';
import { attributesOf, ended, recording, spans } from './recorded.ts';

let database: PGlite;
let socketServer: PGLiteSocketServer;
let port = 0;
let client: pg.Client;
const outer = register([1, 'outer', 1, [], [], '', 0]);

const options = (): pg.ClientConfig => ({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });

beforeAll(async () => {
  database = await PGlite.create();
  await database.exec('CREATE TABLE users (id int PRIMARY KEY, name text); INSERT INTO users VALUES (1, $$ann$$)');
  port = await freePort();
  socketServer = new PGLiteSocketServer({ db: database, port, host: '127.0.0.1', maxConnections: 10 });
  await socketServer.start();
}, 60_000);
afterAll(async () => {
  await socketServer.stop();
  await database.close();
});
beforeEach(async () => {
  recording();
  client = new TracedClient(options());
  client.on('error', () => undefined);
  await client.connect();
});
afterEach(async () => {
  await client.end();
  state.storage = null;
  state.live = 0;
  spans();
});

async function freePort(): Promise<number> {
  const server: Server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const found = (server.address() as net.AddressInfo).port;
  await new Promise((resolve) => server.close(resolve));
  return found;
}

test('a query has the facts of the connection and of its text, without literals', async () => {
  const result = await client.query("SELECT name FROM users WHERE id = 1 AND name <> 'secret'");
  expect(result.rows).toEqual([{ name: 'ann' }]);
  const [span] = await ended(1);
  expect(span?.name).toBe('SELECT users');
  expect(span?.status.code).toBe(0);
  expect(attributesOf(span)).toEqual({
    'db.system.name': 'postgresql',
    'db.namespace': 'postgres',
    'server.address': '127.0.0.1',
    'server.port': port,
    'db.query.text': 'SELECT name FROM users WHERE id = ? AND name <> ?',
    'db.query.summary': 'SELECT users',
    'db.operation.name': 'SELECT',
    'db.collection.name': 'users',
  });
  expect(state.drops.fieldError).toBe(0);
});

test('a text with parameter values is recorded as it is', async () => {
  await client.query("SELECT name FROM users WHERE id = $1 AND name <> 'x'", [1]);
  await client.query({ text: "SELECT 'y' FROM users WHERE id = $1", values: [1] });
  await client.query("SELECT 'z' FROM users", []);
  expect((await ended(3)).map((span) => attributesOf(span)['db.query.text'])).toEqual([
    "SELECT name FROM users WHERE id = $1 AND name <> 'x'",
    "SELECT 'y' FROM users WHERE id = $1",
    'SELECT ? FROM users',
  ]);
});

test('an error of the server keeps its identity and gives its SQLSTATE', async () => {
  const caught: unknown = await client.query('SELECT * FROM missing').catch((error: unknown) => error);
  const [span] = await ended(1);
  expect((caught as { code: string }).code).toBe('42P01');
  expect(attributesOf(span)).toMatchObject({ 'db.response.status_code': '42P01', 'error.type': '42P01' });
  expect(span?.status).toEqual({ code: 2, message: (caught as Error).message });
  expect(span?.events.map(({ name }) => name)).toEqual(['exception']);
  expect((await client.query('SELECT 1 AS n')).rows).toEqual([{ n: 1 }]);
});

test('a span lasts as long as its query, queued ones too, in order', async () => {
  const order: number[] = [];
  await Promise.all([1, 2, 3].map((n) => client.query(`SELECT ${n} AS n`).then(({ rows }) => order.push(rows[0].n))));
  expect(order).toEqual([1, 2, 3]);
  const all = await ended(3);
  for (const [i, span] of all.entries()) {
    expect(span.endTimeUnixNano > span.startTimeUnixNano).toBe(true);
    if (i > 0) expect(span.endTimeUnixNano >= (all[i - 1]?.endTimeUnixNano ?? 0n)).toBe(true);
  }
});

test.each([false, true])('callbacks run in the context of the caller, with storage: %s', async (storage) => {
  if (storage) useStorage();
  const t = open(outer);
  const inside: Ambient[] = [];
  const done = new Promise<void>((resolve) => {
    const look = (): void => {
      inside.push(ambientOf(state.live) as Ambient, state.storage?.getStore() as Ambient);
      exit(open(outer));
      resolve();
    };
    client.query('SELECT 1', look);
  });
  expect(state.live).toBe(t);
  await done;
  expect(state.live).toBe(t);
  exit(t);
  expect(inside.map((ambient) => ambient?.handle)).toEqual([t, storage ? t : undefined]);
  const all = await ended(3);
  const parent = all.find(({ parentSpanId }) => parentSpanId === '');
  expect(all.filter(({ parentSpanId }) => parentSpanId === parent?.spanId)).toHaveLength(2);
});

test('without a caller a callback is in no context, whoever opened the connection', async () => {
  useStorage();
  const t = open(outer);
  const other = new TracedClient(options());
  await state.storage?.run(ambientOf(t) as Ambient, () => other.connect());
  exit(t);
  const store = await new Promise((resolve) => other.query('SELECT 1', () => resolve(state.storage?.getStore())));
  expect(store).toBeUndefined();
  await other.end();
});

test('in an unsampled trace nothing is recorded and callbacks stay in it', async () => {
  useStorage();
  const ambient = unsampledAmbient({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), flags: 0, traceState: '' });
  const seen = await new Promise<unknown[]>((resolve) => {
    state.storage?.run(ambient, () => {
      const t = open(outer);
      client.query('SELECT 1', () => resolve([state.live, state.storage?.getStore()]));
      exit(t);
    });
  });
  expect(seen).toEqual([-1, ambient]);
  expect(state.live).toBe(0);
  expect(spans()).toEqual([]);
});

test("what a callback throws goes where it went, and a rejection that nobody handles is the process's", () => {
  const run = (which: string, code: string): string => {
    const contents = `import { ${which} as Client } from './pg-client.ts';
      import { configure } from '../../../runtime/core/control.ts';
      configure({ enabled: true, ratio: 1 });
      const told = (kind) => (error) => console.log(kind, String(error));
      process.on('uncaughtException', told('uncaught')).on('unhandledRejection', told('unhandled'));
      const client = new Client();
      client._ending = true;
      ${code}`;
    const bundle = {
      stdin: { contents, resolveDir: import.meta.dirname, sourcefile: 'main.ts' },
      bundle: true,
      write: false,
    } as const;
    const [file] = buildSync({
      ...bundle,
      format: 'esm',
      platform: 'node',
      define: { 'import.meta.url': JSON.stringify(import.meta.url) },
    }).outputFiles;
    return execFileSync(process.execPath, ['--input-type=module', '-e', file?.text ?? ''], { encoding: 'utf8' });
  };
  for (const code of ["client.query('SELECT 1')", "client.query('SELECT 1', () => { throw new Error('mine') })"]) {
    const traced = run('TracedClient', code);
    expect(traced).toBe(run('PlainClient', code));
    expect(traced).toMatch(/^(unhandled|uncaught) Error: .*\n$/);
  }
});

test('what a handler of the query throws reaches the connection, and the span has ended', () => {
  const error = new Error('mine');
  const query = {
    ...submittable(),
    handleError: () => {
      throw error;
    },
  };
  const t = open(outer);
  pgHold(t, query);
  exit(t);
  expect(query.handleError).toThrow(error);
  expect(spans()).toHaveLength(1);
  expect(state.live).toBe(0);
});

test('a query object with events ends its span, and is left as it was', async () => {
  const query = new (TracedClient as unknown as { Query: new (text: string) => EventEmitter }).Query(
    'SELECT generate_series(1, 3) AS n',
  );
  const keys = Reflect.ownKeys(query);
  const rows: unknown[] = [];
  query.on('row', (row) => rows.push(row));
  const over = new Promise((resolve) => query.once('end', resolve));
  expect(client.query(query as unknown as pg.Submittable)).toBe(query);
  expect(Object.keys(query)).toEqual(keys.filter((key) => typeof key === 'string' && Object.keys(query).includes(key)));
  await over;
  expect(rows).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  expect(Object.hasOwn(query, 'handleError') || Object.hasOwn(query, 'handleReadyForQuery')).toBe(false);
  expect(await ended(1)).toHaveLength(1);
});

test('a query object emits its error to its listeners', async () => {
  const query = new (TracedClient as unknown as { Query: new (text: string) => EventEmitter }).Query(
    'SELECT * FROM missing',
  );
  const error = new Promise((resolve) => query.once('error', resolve));
  client.query(query as unknown as pg.Submittable);
  expect(((await error) as { code: string }).code).toBe('42P01');
  expect(attributesOf((await ended(1))[0])['error.type']).toBe('42P01');
});

test('a row that cannot be parsed fails the span with that error', async () => {
  const bad = new Error('bad parser');
  const types = {
    getTypeParser: () => () => {
      throw bad;
    },
  };
  const caught = await client.query({ text: 'SELECT 1', types } as unknown as string).catch((error: unknown) => error);
  expect(caught).toBe(bad);
  const [span] = await ended(1);
  expect(span?.status).toEqual({ code: 2, message: 'bad parser' });
});

test('a parameter that cannot be serialised fails the span', async () => {
  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  await expect(client.query('SELECT $1', [circular])).rejects.toThrow('circular');
  expect((await ended(1))[0]?.status.code).toBe(2);
  await client.query('-- nothing at all');
  expect((await ended(1))[0]?.status.code).toBe(0);
});

test('a query that times out fails the span, and what comes later changes nothing', async () => {
  await expect(client.query({ text: 'SELECT pg_sleep(0.05)', query_timeout: 5 } as unknown as string)).rejects.toThrow(
    'Query read timeout',
  );
  const [span] = await ended(1);
  expect(span?.status).toEqual({ code: 2, message: 'Query read timeout' });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(spans()).toEqual([]);
  expect(state.drops.staleHandle).toBe(0);
});

test('a lost connection fails running and queued queries alike', async () => {
  const both = [client.query('SELECT 1'), client.query('SELECT 2')].map((query) =>
    query.catch((error: unknown) => error),
  );
  (client as unknown as { connection: { stream: net.Socket } }).connection.stream.destroy();
  const errors = (await Promise.all(both)) as Error[];
  const all = await ended(2);
  expect(all.map(({ status }) => status.message)).toEqual(errors.map(({ message }) => message));
  const after = (await client.query('SELECT 3').catch((error: unknown) => error)) as Error;
  expect((await ended(1))[0]?.status.message).toBe(after.message);
});

test('a query on a client that has ended fails', async () => {
  await client.end();
  const error = (await client.query('SELECT 1').catch((caught: unknown) => caught)) as Error;
  const [span] = await ended(1);
  expect(error.message).toContain('closed');
  expect(span?.status.message).toBe(error.message);
});

test('a call that throws throws the same, and its span ends', async () => {
  expect(() => client.query(null as never)).toThrow(TypeError);
  expect((await ended(1))[0]?.status.code).toBe(2);
});

/** As pg-query-stream does: the two methods are own, bound properties. */
const submittable = (): Record<string, unknown> & { calls: string[]; handleError: (error: unknown) => unknown } => {
  const calls: string[] = [];
  return {
    calls,
    text: 'FETCH 1 FROM c',
    submit: () => calls.push('submit'),
    handleError: (_error: unknown) => calls.push('error'),
    handleReadyForQuery: () => calls.push('ready'),
  };
};

test('own methods of a stream-like query are put back as they were', () => {
  for (const last of ['handleError', 'handleReadyForQuery'] as const) {
    const query = submittable();
    const before = Object.getOwnPropertyDescriptors(query);
    const t = open(outer);
    pgStart(t, {}, query, undefined);
    pgHold(t, query);
    expect(Object.keys(query)).toEqual(Object.keys(before));
    exit(t);
    expect(spans()).toEqual([]);
    (query[last] as (error: unknown) => void)(new Error('x'));
    expect(Object.getOwnPropertyDescriptors(query)).toEqual(before);
    (query['handleReadyForQuery'] as () => void)();
    expect(query.calls).toEqual([last === 'handleError' ? 'error' : 'ready', 'ready']);
    expect(spans().map(({ status }) => status.code)).toEqual([last === 'handleError' ? 2 : 0]);
  }
});

test('of two errors the one that the caller gets is recorded', () => {
  const query = { ...submittable(), _canceledDueToError: new Error('first') };
  const t = open(outer);
  pgHold(t, query);
  exit(t);
  query.handleError(new Error('second'));
  expect(spans()[0]?.status.message).toBe('first');
});

test('a query that turns hostile is counted, called as before, and its span ends', () => {
  for (const last of ['handleError', 'handleReadyForQuery'] as const) {
    const query = submittable();
    const t = open(outer);
    pgHold(t, query);
    exit(t);
    const before = state.drops.fieldError;
    const hostile = () => {
      throw new Error('hostile');
    };
    Object.defineProperty(query, '_canceledDueToError', { get: hostile });
    Object.defineProperty(query, '_result', { get: hostile });
    Object.freeze(query);
    (query[last] as (error: unknown) => void)(new Error('x'));
    expect(query.calls).toEqual([last === 'handleError' ? 'error' : 'ready']);
    expect(spans()).toHaveLength(1);
    expect(state.drops.fieldError).toBe(before + 1);
  }
});

test('a wrapper that somebody puts over ours stays, and ours lets through', () => {
  const query = submittable();
  const t = open(outer);
  pgHold(t, query);
  const ours = query['handleReadyForQuery'] as () => void;
  query['handleReadyForQuery'] = () => ours();
  (query['handleReadyForQuery'] as () => void)();
  (query['handleReadyForQuery'] as () => void)();
  exit(t);
  expect(query.calls).toEqual(['ready', 'ready']);
  expect(spans()).toHaveLength(1);
});

test('a query that cannot be watched leaves the span to the function, and is left alone', () => {
  const half = { handleError: () => undefined };
  const before = state.drops.fieldError;
  for (const query of [Object.freeze(submittable()), half, null, undefined, 1]) {
    const t = open(outer);
    pgStart(
      t,
      null,
      {
        get text() {
          throw new Error('hostile');
        },
      },
      1,
    );
    pgHold(t, query);
    exit(t);
    expect(spans()).toHaveLength(1);
  }
  expect(Reflect.ownKeys(half)).toEqual(['handleError']);
  expect(state.drops.fieldError).toBe(before + 10);
});

test('the traced client answers as the plain one does', async () => {
  const plain = new PlainClient(options());
  await plain.connect();
  const outcome = async (which: pg.Client): Promise<unknown[]> => {
    const log: unknown[] = [];
    const note =
      (name: string) =>
      (value: unknown): void =>
        void log.push([name, (value as pg.QueryResult)?.rows ?? String(value)]);
    const one = which
      .query('SELECT 1 AS a; SELECT 2 AS b')
      .then((all) => log.push((all as unknown as pg.QueryResult[]).map(({ rows }) => rows)));
    const two = which.query('SELECT * FROM missing').then(note('two'), note('two failed'));
    const three = new Promise<void>((resolve) =>
      which.query('SELECT $1::int AS n', [3], (error, result) => resolve(note('three')(error ?? result))),
    );
    await Promise.all([one, two, three]);
    log.push(which.listenerCount('error'), which.eventNames(), TracedClient.prototype.query.length);
    return log;
  };
  client.removeAllListeners('error');
  expect(await outcome(client)).toEqual(await outcome(plain));
  await plain.end();
});

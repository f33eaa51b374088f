/**
 * The demonstration's database: the server of DATABASE_URL when there is one, else PGlite (PostgreSQL compiled to
 * WebAssembly, in memory) behind its socket server, in a process of its own. Run directly, it is that process.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startProcess } from './demo-processes.mjs';

/** On a server that is not ours, everything lives in this schema, made anew each time. */
const SCHEMA = 'spanloom_demo';
const TABLES = new URL('../fixtures/apps/shop/schema.sql', import.meta.url);

/**
 * Returns the database with tables and first rows in it: `env` for the services, `name` (what `db.namespace` must
 * hold), `about` to print and, where we started it, its `process`.
 */
export async function startDatabase({ url = process.env.DATABASE_URL, timeoutMs }) {
  if (url) {
    const about = await prepare(url, true);
    return { env: { DATABASE_URL: url, PGOPTIONS: `-c search_path=${SCHEMA}` }, name: nameOf(url), about };
  }
  const own = await startProcess('database', [fileURLToPath(import.meta.url)], {
    ready: /ready (postgresql:\S+)/,
    timeoutMs,
  });
  const about = await prepare(own.value, false);
  return { env: { DATABASE_URL: own.value }, name: nameOf(own.value), about, process: own };
}

const nameOf = (url) => decodeURIComponent(new URL(url).pathname.slice(1));

async function prepare(url, shared) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect().catch((error) => {
    throw new Error(`The database on ${client.host}:${client.port} cannot be reached: ${error.message}`);
  });
  try {
    if (shared) {
      await client.query(
        `DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE; CREATE SCHEMA ${SCHEMA}; SET search_path TO ${SCHEMA}`,
      );
    }
    await client.query(await readFile(TABLES, 'utf8'));
    const { rows } = await client.query('SELECT version() AS version');
    return /^PostgreSQL \S+( \(PGlite [^)]+\))?/.exec(rows[0].version)?.[0] ?? rows[0].version;
  } finally {
    await client.end();
  }
}

async function serve() {
  const { PGlite } = await import('@electric-sql/pglite');
  const { PGLiteSocketServer } = await import('@electric-sql/pglite-socket');
  const db = await PGlite.create();
  const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: 16 });
  await server.start();
  process.once('SIGTERM', async () => {
    await server.stop();
    await db.close();
    process.exit(0);
  });
  console.log(`ready postgresql://postgres:postgres@${server.getServerConn()}/postgres`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await serve();

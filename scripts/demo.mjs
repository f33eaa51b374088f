/**
 * The demonstration. Builds a shop of two services with the Vite plugin, runs it on PostgreSQL, sends it requests,
 * and shows the traces that arrive over OTLP. Fails, with a list, when one span is not as promised.
 */
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { check } from './demo-check.mjs';
import { startDatabase } from './demo-database.mjs';
import { steps } from './demo-expect.mjs';
import { paint, print, printDone, printProblems, printTrace } from './demo-print.mjs';
import { killChildrenAtExit, startProcess, stopProcess } from './demo-processes.mjs';
import { startReceiver } from './demo-receiver.mjs';

const SHOP = fileURLToPath(new URL('../fixtures/apps/shop/', import.meta.url));
const WHOLE_DEMO_MS = 90_000;
const START_MS = 30_000;
const REQUEST_MS = 10_000;
const TRACES_MS = 10_000;
const STOP_MS = 5_000;

async function demo() {
  print(paint('bold', 'A tea shop of two services. No tracing code but decorators; the build does the rest.'));
  print();
  const [database, receiver] = await prepare();
  const services = await startServices(database, receiver);
  const problems = [];
  const sent = await sendAll(services.storefront.value, problems);
  const { traces, problems: differences } = await waitForTraces(sent, receiver);
  for (const step of sent) printTrace(step.title, step.request, step.answered, traces.get(step));
  problems.push(...differences, ...checkRequests(receiver), ...(await stopAll(services, database)));
  const late = check(sent, receiver.spans).problems.filter((problem) => !differences.includes(problem));
  problems.push(...late);
  await receiver.close();
  if (problems.length > 0) {
    printProblems(problems);
    return 1;
  }
  print();
  print(paint('green', `All ${receiver.spans.length} spans in ${sent.length} traces are as promised.`));
  return 0;
}

async function timed(what, work, tell) {
  const startMs = performance.now();
  const result = await work();
  printDone(what, tell(result), performance.now() - startMs);
  return result;
}

async function prepare() {
  return Promise.all([
    timed(
      'database',
      () => startDatabase({ timeoutMs: START_MS }),
      ({ about }) => about,
    ),
    timed('receiver', startReceiver, ({ url }) => `OTLP/HTTP on ${url}`),
    timed('build', build, (sites) => `Vite, 2 services, ${sites} places instrumented`),
  ]);
}

/** Builds the shop and returns how many places of it, and of the libraries bundled with it, are instrumented. */
async function build() {
  const vite = await import('vite');
  await vite.build({ root: SHOP, logLevel: 'warn' });
  let sites = 0;
  for (const file of await readdir(`${SHOP}dist`, { recursive: true })) {
    if (!file.endsWith('.js')) continue;
    sites += (await readFile(`${SHOP}dist/${file}`, 'utf8')).match(/\$site[\w$]* = /g)?.length ?? 0;
  }
  return sites;
}

async function startServices(database, receiver) {
  const start = (name, protocol, env = {}) =>
    timed(
      name,
      () =>
        startProcess(name, ['--enable-source-maps', `${SHOP}dist/${name}.js`], {
          env: {
            ...database.env,
            PORT: '0',
            OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
            OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
            OTEL_BSP_SCHEDULE_DELAY: '200',
            ...env,
          },
          ready: /listening on (http:\S+)/,
          timeoutMs: START_MS,
        }),
      ({ value }) => `${value}, sends ${protocol}`,
    );
  const inventory = await start('inventory', 'http/json', { OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' });
  const storefront = await start('storefront', 'http/protobuf', { INVENTORY_URL: inventory.value });
  return { inventory, storefront };
}

/** Sends every step, turn by turn. Returns the steps with the trace and span id that went along, and the status. */
async function sendAll(url, problems) {
  const sent = [];
  for (const turn of new Set(steps.map((step) => step.turn))) {
    const group = steps.filter((step) => step.turn === turn);
    sent.push(...(await Promise.all(group.map((step) => send(url, step)))));
  }
  for (const { title, tree, answered } of sent) {
    const status = tree.attributes['http.response.status_code'];
    if (answered !== status) problems.push(`${title}: the answer is ${answered}, expected ${status}`);
  }
  return sent;
}

async function send(url, step) {
  const { method, path, body } = step.request;
  const traceId = step.root ? undefined : randomBytes(16).toString('hex');
  const spanId = step.root ? undefined : randomBytes(8).toString('hex');
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(traceId && { traceparent: `00-${traceId}-${spanId}-01` }),
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(REQUEST_MS),
  });
  await response.text();
  return { ...step, traceId, spanId, answered: response.status };
}

async function waitForTraces(sent, receiver) {
  const deadlineMs = performance.now() + TRACES_MS;
  for (;;) {
    const result = check(sent, receiver.spans);
    if (result.problems.length === 0 || performance.now() > deadlineMs) return result;
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
}

/** Both protocols must have been used, by the service that was told to, and nothing refused. */
function checkRequests({ requests, refused }) {
  const problems = refused.map((reason) => `the receiver refused a request: ${reason}`);
  const wanted = { storefront: 'application/x-protobuf', inventory: 'application/json' };
  for (const [service, type] of Object.entries(wanted)) {
    const own = requests.filter((request) => request.service === service);
    const other = own.find((request) => request.type !== type);
    if (other) problems.push(`${service} sent ${other.type}, was told to send ${type}`);
    if (service === 'inventory' && own.some(({ gzip }) => !gzip))
      problems.push(`${service} did not compress its spans`);
  }
  return problems;
}

async function stopAll(services, database) {
  const problems = [];
  print();
  for (const service of [services.storefront, services.inventory]) {
    const { code, signal, late } = await stopProcess(service, STOP_MS);
    if (late) problems.push(`${service.name} did not stop within ${STOP_MS} ms of SIGTERM`);
    else if (code !== 0) problems.push(`${service.name} ended with code ${code}, signal ${signal}, expected code 0`);
    else printDone(service.name, 'stopped by SIGTERM, exit code 0');
  }
  for (const { name, output } of Object.values(services)) {
    // The services say where they listen and nothing else; a warning of the runtime is a broken promise.
    const unasked = output()
      .split('\n')
      .filter((line) => line.trim() && !line.includes(' listening on '));
    for (const line of unasked) problems.push(`${name} wrote: ${line}`);
  }
  if (database.process) await stopProcess(database.process, STOP_MS);
  return problems;
}

function printNext() {
  print();
  print('What to look at next:');
  print('  fixtures/apps/shop/src/storefront/checkout.ts   what the author wrote');
  print('  fixtures/apps/shop/dist/storefront.js           what the build made of it (look for "enter(")');
  print('  fixtures/apps/shop/README.md                    how to run the shop yourself');
}

killChildrenAtExit();
// Nobody reads on, as after `| head`.
process.stdout.on('error', () => process.exit(1));
setTimeout(() => {
  printProblems([`the demonstration took longer than ${WHOLE_DEMO_MS / 1000} s`]);
  process.exit(1);
}, WHOLE_DEMO_MS).unref();
try {
  const code = await demo();
  if (code === 0) printNext();
  process.exit(code);
} catch (error) {
  printProblems([error.message ?? String(error)]);
  process.exit(1);
}

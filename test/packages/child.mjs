/**
 * Runs one program and sends back what could be observed: its log, with the microtask that each line came in, and what
 * the runtime holds afterwards. Arguments: the program's file, and `original`, `off`, `on` or `unsampled`.
 */
import { deepStrictEqual } from 'node:assert';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { collect } from '../../runtime/dist/core/collector.js';
import { configure } from '../../runtime/dist/core/control.js';
import { toSpanData } from '../../runtime/dist/core/span-data.js';
import { state } from '../../runtime/dist/core/state.js';

/** Microtasks that are counted after each line; enough for what programs do between two lines. */
const TICKS = 300;

const clock = ticker();
const [program, variant] = process.argv.slice(2);
const lines = [];
const failures = [];
const ids = new Set();
const parents = new Map();
let spans = 0;

process.on('unhandledRejection', (error) => failures.push(`unhandled rejection: ${show(error)}`));
process.on('uncaughtException', (error) => failures.push(`uncaught: ${show(error)}`));
if (variant === 'on' || variant === 'unsampled') configure({ enabled: true, ratio: variant === 'on' ? 1 : 0 });
state.wake = drain;

try {
  const { run } = await import(pathToFileURL(program).href);
  await run({ is, log, throws, rejects });
} catch (error) {
  failures.push(`ended with ${show(error)}`);
}
for (let turn = 0; turn < 3; turn++) await nextTurn();
drain();
const open = state.open.map(toSpanData);
for (const { spanId } of open) ids.add(spanId);
const orphans = [...parents].filter(([parent]) => !ids.has(parent)).map(([, name]) => name);
const drops = Object.entries(state.drops).filter(([, count]) => count !== 0);
process.send(
  { lines, failures, spans, orphans, open: open.map(placeOf), live: state.live, drops: Object.fromEntries(drops) },
  () => process.exit(),
);

/** Compares with what the package's documentation says. */
function is(what, actual, expected) {
  log(what, actual);
  try {
    deepStrictEqual(actual, expected);
  } catch {
    failures.push(`${what}: ${show(actual)} is not ${show(expected)}`);
  }
}

function log(...values) {
  lines.push(`${clock.count}: ${values.map(show).join(' ')}`);
  clock.go();
}

function throws(what, action, expected) {
  try {
    action();
  } catch (error) {
    return thrown(what, error, expected);
  }
  return failures.push(`${what}: nothing was thrown`);
}

async function rejects(what, promise, expected) {
  try {
    await promise;
  } catch (error) {
    return thrown(what, error, expected);
  }
  return failures.push(`${what}: nothing was thrown`);
}

function thrown(what, error, expected) {
  log(what, error);
  if (!expected.test(error?.message)) failures.push(`${what}: ${show(error)} does not match ${expected}`);
  return error;
}

function drain() {
  for (const span of collect(Infinity)) {
    spans++;
    ids.add(span.spanId);
    if (span.parentSpanId) parents.set(span.parentSpanId, span.name);
  }
  state.wake = drain;
}

function placeOf({ attributes }) {
  const facts = Object.fromEntries(attributes);
  return { file: facts['code.file.path'], line: facts['code.line.number'], name: facts['code.function.name'] };
}

function show(value) {
  if (value instanceof Error) return `${value.constructor.name} ${value.name}: ${value.message}`;
  return typeof value === 'string' ? value : inspect(value, { depth: 8, breakLength: Infinity, compact: true });
}

/** Counts microtasks beside the program, so that one more or less of them shows in the log. */
function ticker() {
  const own = { count: 0, left: 0, go };
  function go() {
    const idle = own.left === 0;
    own.left = TICKS;
    if (idle) void Promise.resolve().then(step);
  }
  function step() {
    own.count++;
    if (--own.left > 0) void Promise.resolve().then(step);
  }
  return own;
}

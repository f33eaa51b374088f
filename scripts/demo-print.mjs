/** Terminal output of the demonstration: progress lines and traces drawn as trees. Honours NO_COLOR and FORCE_COLOR. */

const COLOURS = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33', blue: '34', magenta: '35', cyan: '36' };
const SERVICE_COLOURS = { storefront: 'cyan', inventory: 'magenta' };
const BAR_WIDTH = 20;
const NAME_WIDTH = 46;
/** What a span says beside its name, most telling first. */
const DETAILS = ['cache.hit', 'product.sku', 'order.id', 'order.total_cents', 'stock.left', 'delivery.days'];

const { env } = process;
const coloured = env.NO_COLOR ? false : env.FORCE_COLOR ? env.FORCE_COLOR !== '0' : Boolean(process.stdout.isTTY);

export const paint = (colour, text) =>
  coloured && text !== '' ? `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : String(text);
export const print = (text = '') => process.stdout.write(`${text}\n`);

/** One finished piece of preparation: what, what came of it and how long it took. */
export function printDone(what, result, durationMs) {
  const took = durationMs === undefined ? '' : paint('dim', `  ${(durationMs / 1000).toFixed(1)} s`);
  print(`  ${paint('green', '✔')} ${what.padEnd(11)} ${result}${took}`);
}

/** A trace as a tree in time, with a bar for each span and the services in their colours. */
export function printTrace(title, request, status, trace) {
  const shown = trace.toSorted((a, b) => (a.startNs < b.startNs ? -1 : a.startNs > b.startNs ? 1 : 0));
  const ids = new Set(shown.map(({ spanId }) => spanId));
  const times = timesOf(shown);
  print();
  print(paint('bold', title));
  print(paint('dim', `${request.method} ${request.path} → ${status}   trace ${shown[0]?.traceId ?? 'none'}`));
  const walk = (span, head, tail) => {
    print(line(span, head, times));
    const children = shown.filter(({ parentSpanId }) => parentSpanId === span.spanId);
    children.forEach((child, index) => {
      const last = index === children.length - 1;
      walk(child, `${tail}${last ? '└─ ' : '├─ '}`, `${tail}${last ? '   ' : '│  '}`);
    });
  };
  for (const span of shown) if (!ids.has(span.parentSpanId)) walk(span, '', '');
}

function timesOf(spans) {
  const startNs = spans.reduce((least, span) => (span.startNs < least ? span.startNs : least), spans[0]?.startNs ?? 0n);
  const endNs = spans.reduce((most, span) => (span.endNs > most ? span.endNs : most), startNs);
  return { startNs, lengthNs: Number(endNs - startNs) || 1 };
}

function line(span, head, times) {
  const failed = span.status === 'ERROR';
  const durationMs = Number(span.endNs - span.startNs) / 1e6;
  const name = `${head}${span.name}`.slice(0, NAME_WIDTH);
  const painted = paint('dim', head) + paint(failed ? 'red' : 'bold', name.slice(head.length));
  const service = paint(SERVICE_COLOURS[span.service] ?? 'blue', String(span.service).padEnd(10));
  const took = `${durationMs.toFixed(durationMs < 10 ? 2 : 1)} ms`.padStart(9);
  const mark = failed ? paint('red', '✖') : ' ';
  return `${painted}${' '.repeat(NAME_WIDTH - name.length)} ${service} ${bar(span, times)} ${took} ${mark} ${details(span)}`.trimEnd();
}

function bar(span, { startNs, lengthNs }) {
  const from = Math.min(BAR_WIDTH - 1, Math.floor((Number(span.startNs - startNs) / lengthNs) * BAR_WIDTH));
  const to = Math.max(from + 1, Math.round((Number(span.endNs - startNs) / lengthNs) * BAR_WIDTH));
  const colour = span.status === 'ERROR' ? 'red' : (SERVICE_COLOURS[span.service] ?? 'blue');
  const cells = Math.min(to, BAR_WIDTH) - from;
  return (
    paint('dim', '·'.repeat(from)) +
    paint(colour, '━'.repeat(cells)) +
    paint('dim', '·'.repeat(BAR_WIDTH - from - cells))
  );
}

function details({ kind, attributes, events }) {
  const error = events.find(({ name }) => name === 'exception');
  if (error) return paint('red', `${error.attributes['exception.type']}: ${error.attributes['exception.message']}`);
  const facts = DETAILS.filter((key) => attributes[key] !== undefined).map((key) => `${key}=${attributes[key]}`);
  const role = kind === 'INTERNAL' ? [] : [kind, attributes['http.response.status_code'] ?? ''];
  return paint('dim', [...role, ...facts].join(' ').trimEnd());
}

/** The list of what is not as promised. */
export function printProblems(problems) {
  print();
  print(paint('red', `${problems.length} ${problems.length === 1 ? 'thing is' : 'things are'} not as promised:`));
  for (const problem of problems) print(`  ${paint('red', '✖')} ${problem}`);
}

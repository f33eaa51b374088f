/** Prints spans as trees for people: one line per span, its duration, attributes and status. */

import type { AttributeValue, Attributes, SpanData, SpanExporter } from '../pipeline/types.ts';

export interface ConsoleOptions {
  /** Receives text that ends with a line break. Default: standard output, or `console.log` where there is none. */
  readonly write?: (text: string) => void;
  /** Default: as NO_COLOR, FORCE_COLOR and the terminal say. */
  readonly color?: boolean;
}

type Style = 'red' | 'green' | 'dim' | 'bold';
type Paint = (style: Style, text: string) => string;

const CODES: Readonly<Record<Style, number>> = { red: 31, green: 32, dim: 2, bold: 1 };
const KINDS = ['', '', 'server', 'client', 'producer', 'consumer'];
const MAX_VALUE_LENGTH = 120;

/**
 * An exporter that prints each batch as trees. A span whose parent is in another process is marked `↘`, one whose parent is
 * not in the same batch `…`. Control characters are shown escaped, so that a value cannot steer the terminal.
 */
export function consoleExporter(options: ConsoleOptions = {}): SpanExporter {
  const write = options.write ?? writeOut;
  const colored = options.color ?? wantsColor();
  const paint: Paint = (style, text) => (colored && text !== '' ? `\x1b[${CODES[style]}m${text}\x1b[0m` : text);
  return {
    name: 'console',
    export(batch) {
      write(renderTrees(batch.spans, paint));
      return { ok: true };
    },
  };
}

function writeOut(text: string): void {
  const out = globalThis.process?.stdout;
  if (typeof out?.write === 'function') out.write(text);
  else console.log(text.trimEnd());
}

function wantsColor(): boolean {
  const { env, stdout } = globalThis.process ?? {};
  if (env?.['NO_COLOR']) return false;
  const forced = env?.['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return stdout?.isTTY && env?.['TERM'] !== 'dumb';
}

function renderTrees(spans: readonly SpanData[], paint: Paint): string {
  const known = new Set(spans.map(idOf));
  const children = new Map<string, SpanData[]>();
  const roots: SpanData[] = [];
  for (const span of spans) {
    const parent = `${span.traceId}${span.parentSpanId}`;
    // An id that is its own parent must not make the tree endless.
    if (span.parentSpanId === '' || !known.has(parent) || parent === idOf(span)) roots.push(span);
    else children.set(parent, [...(children.get(parent) ?? []), span]);
  }
  const lines: string[] = [];
  for (const root of roots.sort(byStart)) renderTree(root, children, paint, lines);
  // Spans that claim to be each other's parents have no root: what is left is printed all the same.
  for (const [parent, [first, ...others]] of children) {
    children.set(parent, others);
    if (first !== undefined) renderTree(first, children, paint, lines);
  }
  return lines.map((line) => `${line}\n`).join('');
}

const idOf = (span: SpanData): string => `${span.traceId}${span.spanId}`;

const byStart = (a: SpanData, b: SpanData): number =>
  a.startTimeUnixNano < b.startTimeUnixNano ? -1 : a.startTimeUnixNano > b.startTimeUnixNano ? 1 : 0;

interface Visit {
  readonly span: SpanData;
  readonly branch: string;
  readonly indent: string;
}

// A stack, not recursion: a batch may hold one chain of thousands.
function renderTree(root: SpanData, children: Map<string, SpanData[]>, paint: Paint, lines: string[]): void {
  const stack: Visit[] = [{ span: root, branch: '', indent: '' }];
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const { span } = visit;
    const below = (children.get(idOf(span)) ?? []).sort(byStart);
    children.delete(idOf(span));
    lines.push(paint('dim', visit.branch) + renderSpan(span, span === root, paint));
    const inner = `${visit.indent}${below.length > 0 ? '│ ' : '  '}`;
    for (const event of span.events) lines.push(paint('dim', inner) + renderEvent(event.name, event.attributes, paint));
    for (let i = below.length - 1; i >= 0; i--) {
      const last = i === below.length - 1;
      const child = below[i] as SpanData;
      stack.push({
        span: child,
        branch: `${visit.indent}${last ? '└─ ' : '├─ '}`,
        indent: `${visit.indent}${last ? '   ' : '│  '}`,
      });
    }
  }
}

function renderSpan(span: SpanData, isRoot: boolean, paint: Paint): string {
  const mark = !isRoot || span.parentSpanId === '' ? '' : span.parentIsRemote ? '↘ ' : '… ';
  const { code, message } = span.status;
  const parts = [
    paint('dim', mark) + paint(code === 2 ? 'red' : 'bold', escape(span.name)),
    paint('dim', KINDS[span.kind] ?? ''),
    duration(span.endTimeUnixNano - span.startTimeUnixNano),
    code === 2
      ? paint('red', `ERROR${message === '' ? '' : ` ${shorten(message)}`}`)
      : code === 1
        ? paint('green', 'OK')
        : '',
    paint('dim', isRoot ? span.traceId : ''),
    renderAttributes(
      span.attributes.filter(([key, value]) => !isCode(key, value, span)),
      paint,
    ),
    paint('dim', renderPlace(span.attributes)),
  ];
  return parts.filter((part) => part !== '').join('  ');
}

// Shown as one place at the end of the line; the function's name mostly is the span's.
const isCode = (key: string, value: AttributeValue, span: SpanData): boolean =>
  key === 'code.file.path' || key === 'code.line.number' || (key === 'code.function.name' && value === span.name);

function renderPlace(attributes: Attributes): string {
  const facts = new Map(attributes);
  const path = facts.get('code.file.path');
  const line = facts.get('code.line.number');
  return path === undefined ? '' : shorten(`${valueText(path)}${line === undefined ? '' : `:${valueText(line)}`}`);
}

function renderEvent(name: string, attributes: Attributes, paint: Paint): string {
  const shown = attributes.filter(([key]) => key !== 'exception.stacktrace');
  return `${paint('dim', `• ${escape(name)}`)}  ${renderAttributes(shown, paint)}`.trimEnd();
}

const renderAttributes = (attributes: Attributes, paint: Paint): string =>
  attributes.map(([key, value]) => `${paint('dim', `${escape(key)}=`)}${shorten(valueText(value))}`).join(' ');

function valueText(value: AttributeValue): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Uint8Array) return `<${value.length} bytes>`;
  return JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? one.toString() : one));
}

function shorten(text: string): string {
  const cut = text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : text;
  return escape(cut);
}

/** Shows what a terminal would obey: control characters, line separators, and marks that turn the reading direction. */
const escape = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]|\p{Surrogate}/gu, (one) =>
    one === '\n' ? '\\n' : one === '\t' ? '\\t' : `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

function duration(durationNs: bigint): string {
  const ns = Number(durationNs);
  if (ns < 1e3) return `${ns} ns`;
  if (ns < 1e6) return `${(ns / 1e3).toFixed(1)} µs`;
  if (ns < 1e9) return `${(ns / 1e6).toFixed(1)} ms`;
  return `${(ns / 1e9).toFixed(2)} s`;
}

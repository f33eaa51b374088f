/**
 * Tables of benchmark results, for the terminal and for docs/performance.md. `node bench/report.mjs` writes the page anew
 * from the newest file in bench/results; `--check` fails when that would change it.
 */
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const bench = path.dirname(fileURLToPath(import.meta.url));
const page = path.join(path.dirname(bench), 'docs/performance.md');
const BEGIN = '<!-- written by bench/report.mjs: begin -->';
const END = '<!-- written by bench/report.mjs: end -->';

export function printTables(result) {
  console.log(`\n${machineLine(result)}\n`);
  for (const { title, head, rows } of tables(result)) {
    const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map((row) => row[i].length)));
    const line = (cells) =>
      cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ');
    console.log(`${title}\n\n${line(head)}\n${widths.map((width) => '─'.repeat(width)).join('  ')}`);
    for (const row of rows) console.log(line(row));
    console.log('');
  }
}

/** Puts the newest committed numbers between the page's two marks. Answers whether the page was already right. */
export async function writePage(check = false) {
  const folder = path.join(bench, 'results');
  const file = (await readdir(folder))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .at(-1);
  const result = JSON.parse(await readFile(path.join(folder, file), 'utf8'));
  const text = [machineLine(result), `Raw numbers: [\`bench/results/${file}\`](../bench/results/${file}).`];
  for (const { title, head, rows } of tables(result)) {
    const line = (cells) => `| ${cells.join(' | ')} |`;
    const rule = head.map((_, i) => (i === 0 ? '---' : '---:'));
    text.push(`### ${title}`, [line(head), line(rule), ...rows.map(line)].join('\n'));
  }
  const old = await readFile(page, 'utf8');
  const [before, rest] = old.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`${page} has lost its marks`);
  const next = `${before}${BEGIN}\n\n${text.join('\n\n')}\n\n${END}${after}`;
  if (!check) await writeFile(page, next);
  return next === old;
}

const load = (loads) => loads.map((one) => one.toFixed(2)).join(' ');

const machineLine = (r) =>
  `${r.date}, revision ${r.revision}, Node ${r.node} (V8 ${r.v8}), ${r.machine}. Load average before ${load(r.loadBefore)}, after ${load(r.loadAfter)}. Medians of ${r.rounds} interleaved rounds; in brackets the fastest and the slowest round.`;

function tables({ questions: { span, transform } }) {
  return [
    ...(span ? [spanTable(span)] : []),
    ...(transform ? [transformTable(transform), ...stepTables(transform)] : []),
  ];
}

function spanTable(span) {
  const rows = Object.entries(span).map(([name, f]) => [
    name,
    spread(f['time.callNs']),
    digits(median(f['time.cpuNs'])),
    digits(median(f['heap.callBytes'])),
    digits(median(f['heap.laterBytes'])),
    digits(median(f['time.gcPerMillion'])),
    digits(median(f['time.gcMsPerMillion'])),
    digits(median(f['time.longestTurnMs'])),
    String(Math.max(...f['time.lost'])),
  ]);
  return {
    title: 'One span with four attributes, for each call',
    head: [
      '',
      'ns in the call',
      'CPU ns in all',
      'B in the call',
      'B later',
      'GC / 1M',
      'GC ms / 1M',
      'longest turn ms',
      'lost',
    ],
    rows,
  };
}

function transformTable(transform) {
  const warm = (name) => median(transform[name]['time.warmMs']);
  const tagged = ['parse and walk, tagged', 'every export a target'];
  // In one process, in turn with the case itself, where the numbers have it.
  const bare = (name, f) =>
    f['time.bareMs']
      ? median(f['time.bareMs'])
      : warm(tagged.includes(name) ? 'parse and walk, tagged' : 'parse and walk');
  const rows = Object.entries(transform)
    .filter(([name]) => !name.startsWith('steps'))
    .map(([name, f]) => [
      name,
      spread(f['time.warmMs']),
      digits(median(f['time.coldMs'])),
      (warm(name) / bare(name, f)).toFixed(2),
      `${f['time.files'][0]} files, ${f['time.megabytes'][0].toFixed(2)} MB`,
    ]);
  return {
    title: 'Transforming a megabyte of TypeScript',
    head: ['', 'ms / MB', 'first pass', '× parse and walk', 'of'],
    rows,
  };
}

const STEP_TITLES = { steps: 'every export', 'steps, every function': 'every function' };

function stepTables(transform) {
  return Object.entries(STEP_TITLES)
    .filter(([name]) => name in transform)
    .map(([name, what]) => stepTable(transform[name], what));
}

function stepTable(steps, what) {
  const names = Object.keys(steps).filter((key) => key.endsWith('Ms'));
  const total = names.reduce((sum, key) => sum + median(steps[key]), 0);
  const rows = names.map((key) => [
    key.slice('time.'.length, -'Ms'.length),
    spread(steps[key]),
    `${((median(steps[key]) / total) * 100).toFixed(0)} %`,
  ]);
  return {
    title: `Where the time goes with ${what} a target (${steps['time.targets'][0]} targets)`,
    head: ['', 'ms / MB', 'share'],
    rows,
  };
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const digits = (value) =>
  (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)).replace(/^0\.00$/, '0');

const spread = (values) => `${digits(median(values))} [${digits(Math.min(...values))}–${digits(Math.max(...values))}]`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const check = process.argv.includes('--check');
  const same = await writePage(check);
  if (check && !same) {
    console.log('docs/performance.md is not what bench/results say: run `node bench/report.mjs`');
    process.exitCode = 1;
  }
}

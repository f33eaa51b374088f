/**
 * `npm run bench [-- span] [-- transform] [-- --rounds 7] [-- --save]`: measures each case in a process of its own, round
 * after round, so that a slow minute of the machine meets every case; prints medians. `--save` writes the raw numbers to
 * bench/results and docs/performance.md anew.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { printTables, writePage } from './report.mjs';

const bench = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(bench);
const compiled = path.join(root, '.cache/bench');

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, save: { type: 'boolean' } },
  allowPositionals: true,
});
const names = ['span', 'transform'].filter((name) => positionals.length === 0 || positionals.includes(name));
const rounds = Number(values.rounds);

await build({
  entryPoints: ['span', 'transform', 'case'].map((name) => path.join(bench, `${name}.ts`)),
  outdir: compiled,
  bundle: true,
  splitting: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
});

const result = { ...about(), rounds, loadBefore: os.loadavg(), questions: {} };
for (const name of names) {
  const question = await import(pathToFileURL(path.join(compiled, `${name}.js`)).href);
  await question.prepare();
  result.questions[name] = await measure(name, question);
}
result.loadAfter = os.loadavg();

printTables(result);
if (values.save) {
  const file = path.join(bench, 'results', `${result.date}-node${process.versions.node.split('.')[0]}.json`);
  await mkdir(path.join(bench, 'results'), { recursive: true });
  await writeFile(file, JSON.stringify(result));
  execFileSync(path.join(root, 'node_modules/.bin/oxfmt'), ['--write', file]);
  await writePage();
}

/** For each case the figures of every round: `{ [case]: { [figure]: number[] } }`. */
async function measure(name, { caseNames, passes }) {
  const figures = Object.fromEntries(caseNames.map((one) => [one, {}]));
  for (let round = 1; round <= rounds; round++) {
    // Every other round backwards: no case is always the one after the heaviest.
    for (const one of round % 2 === 1 ? caseNames : caseNames.toReversed()) {
      process.stderr.write(`\r\u001b[K${name}: round ${round} of ${rounds}, ${one}`);
      for (const { what, flags } of passes) {
        const measured = await inOwnProcess(flags, [name, one, what]);
        for (const [key, value] of Object.entries(measured)) (figures[one][`${what}.${key}`] ??= []).push(value);
      }
    }
  }
  process.stderr.write('\r\u001b[K');
  return figures;
}

/** Runs one case and reads the last line that it printed. */
function inOwnProcess(flags, args) {
  return new Promise((resolve, reject) => {
    const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^(OTEL_|NODE_OPTIONS$)/.test(key)));
    const child = spawn(process.execPath, [...flags, path.join(compiled, 'case.js'), ...args], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(output.trimEnd().split('\n').at(-1)));
      else reject(new Error(`${args.join(' ')} ended with ${code}`));
    });
  });
}

function about() {
  return {
    date: new Date().toISOString().slice(0, 10),
    revision: execFileSync('git', ['describe', '--always', '--dirty'], { cwd: root, encoding: 'utf8' }).trim(),
    node: process.versions.node,
    v8: process.versions.v8,
    machine: `${os.cpus()[0]?.model.trim()}, ${os.cpus().length} cores, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.arch()}`,
  };
}

/**
 * `npm run check [-- <step>...] [-- --fix]`: everything that must hold before a change is handed over, one line a step and
 * the output of those that fail. `--fix` repairs what a program can: the lock file, generated files, format, lint, API report.
 * `SPANLOOM_SKIP=tests` leaves a step to the caller and says so.
 */
import path from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { root, run, tool } from './process.mjs';

const { values, positionals: chosen } = parseArgs({
  options: { fix: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const { fix } = values;
const folders = [
  'runtime',
  'semconv',
  'codegen',
  'transformer',
  'scripts',
  'test',
  'bench',
  'fixtures',
  'jest.config.mjs',
];
const script = (name, ...args) => [process.execPath, [path.join(root, `scripts/${name}.mjs`), ...args]];

/** In the order in which they are worth knowing; what later steps read comes first. */
const STEPS = {
  lock: () => script('lock', ...(fix ? ['--write'] : [])),
  diagnostics: () => script('diagnostics', ...(fix ? [] : ['--check'])),
  build: () => script('build'),
  conventions: () => [
    process.execPath,
    [
      'codegen/dist/cli.js',
      '--registry',
      'semconv/registry',
      '--out',
      'semconv/generated',
      ...(fix ? [] : ['--check']),
    ],
  ],
  types: () => [tool('tsc'), ['-p', 'test']],
  format: () => [tool('oxfmt'), [fix ? '--write' : '--check', '.']],
  lint: () => [
    tool('oxlint'),
    [
      '--type-aware',
      '--format=unix',
      '--deny-warnings',
      '--report-unused-disable-directives',
      ...(fix ? ['--fix'] : []),
      ...folders,
    ],
  ],
  'dead code': () => [tool('knip'), ['--no-progress']],
  tests: () => script('test'),
  api: () => script('api', ...(fix ? ['--write'] : [])),
  size: () => script('size'),
  packages: () => script('packages'),
};

const colour = process.stdout.isTTY && !process.env['NO_COLOR'] && !process.env['CI'];
const paint = (style, text) => (colour ? styleText(style, text) : text);
const { FORCE_COLOR: _, ...plain } = process.env;
const env = colour ? { ...process.env, FORCE_COLOR: '1' } : { ...plain, NO_COLOR: '1' };
const skipped = (process.env['SPANLOOM_SKIP'] ?? '').split(',');
const unknown = [...chosen, ...skipped.filter(Boolean)].filter((name) => !Object.hasOwn(STEPS, name));
if (unknown.length > 0) {
  console.error(`no step named ${unknown.join(', ')}; the steps are ${Object.keys(STEPS).join(', ')}`);
  process.exit(2);
}

const failed = [];
let passed = 0;
for (const [name, command] of Object.entries(STEPS)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  if (skipped.includes(name)) {
    console.log(`- ${name.padEnd(12)} not run: SPANLOOM_SKIP leaves it to the caller`);
    continue;
  }
  const startMs = performance.now();
  const [program, args] = command();
  const { code, output } = await run(program, args, { env });
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1).padStart(6);
  if (code === 0) passed++;
  else failed.push(name);
  console.log(`${code === 0 ? paint('green', '✓') : paint('red', '✗')} ${name.padEnd(12)} ${seconds} s`);
  if (code !== 0) console.log(output.trimEnd().replaceAll(/^/gm, '    '));
}
const verdict = failed.length === 0 ? paint('green', 'all good') : paint('red', `failed: ${failed.join(', ')}`);
console.log(`\n${passed} of ${passed + failed.length} steps passed, ${verdict}`);
process.exitCode = failed.length === 0 ? 0 : 1;

/**
 * `node scripts/size.mjs [--write] [--budget <file>]`: bundles each entry of the built packages and compares the bytes with
 * scripts/size-budget.json. A bare import must leave nothing behind. `--write` sets the ceilings to what was measured.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { packages, root } from './process.mjs';

const { values } = parseArgs({ options: { write: { type: 'boolean' }, budget: { type: 'string' } } });
const budgetFile = values.budget ?? path.join(root, 'scripts/size-budget.json');
const budget = JSON.parse(await readFile(budgetFile, 'utf8'));
let failed = false;

for (const entry of await bareEntries()) {
  row(`import '${entry}'`, (await bundle(`import '${entry}';`))?.length, 0);
}
for (const [statement, ceiling] of Object.entries(budget.gzipBytes)) {
  const code = await bundle(statement);
  const bytes = code && gzipSync(code).length;
  if (values.write && bytes) budget.gzipBytes[statement] = bytes;
  row(`${statement}, gzip`, bytes, values.write ? bytes : ceiling);
}
if (values.write) await writeFile(budgetFile, `${JSON.stringify(budget, null, 2)}\n`);
if (failed) {
  console.log(
    '\nBroken or over its ceiling. When the bytes are worth it: node scripts/size.mjs --write, and say why in the commit.',
  );
  process.exitCode = 1;
}

/** Programs and plugins are meant to act when imported; everything else is a library. */
async function bareEntries() {
  const all = await Promise.all(
    packages.map(async (folder) => {
      const { name, exports } = JSON.parse(await readFile(path.join(root, folder, 'package.json'), 'utf8'));
      return Object.keys(exports).map((subpath) => path.posix.join(name, subpath));
    }),
  );
  return all.flat().filter((entry) => !entry.endsWith('.json') && !budget.actsOnImport.includes(entry));
}

/** Minified code, or undefined and the reason printed. */
async function bundle(contents) {
  const forBrowser = contents.includes('@spanloom/runtime');
  const options = {
    stdin: { contents, resolveDir: root },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    // The runtime also has to bundle where there is no node:fs.
    platform: forBrowser ? 'browser' : 'node',
    packages: 'bundle',
    external: forBrowser ? [] : ['oxc-parser', 'unplugin', 'vite'],
    logLevel: 'silent',
  };
  try {
    return (await build(options)).outputFiles[0].contents;
  } catch (error) {
    console.log(error.message);
    return undefined;
  }
}

function row(what, bytes, ceiling) {
  const good = bytes !== undefined && bytes <= ceiling;
  failed ||= !good;
  console.log(`${good ? '✓' : '✗'} ${what.padEnd(64)} ${String(bytes ?? '?').padStart(7)} of ${ceiling} bytes`);
}

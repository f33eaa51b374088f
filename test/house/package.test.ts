/** The tarballs, as a registry would serve them: installed in an empty project, every entry imported, no stray file inside. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const folders = ['runtime', 'semconv', 'codegen', 'transformer'];

interface Manifest {
  name: string;
  exports: Record<string, unknown>;
  dependencies?: Record<string, string>;
}
const manifests = folders.map((folder): [folder: string, manifest: Manifest] => [
  folder,
  JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8')),
]);
const own = new Set(manifests.map(([, { name }]) => name));
let project = '';

beforeAll(() => {
  project = realpathSync(mkdtempSync(path.join(tmpdir(), 'install-')));
  const dependencies: Record<string, string> = {};
  const overrides: Record<string, string> = {};
  for (const [folder, manifest] of manifests) {
    const packed = npm(['pack', '--json', '--pack-destination', project], path.join(root, folder));
    dependencies[manifest.name] = `file:${JSON.parse(packed)[0].filename}`;
    // What others made is taken from the repository's own installation, so that no network is needed.
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      if (own.has(name)) continue;
      const nested = path.join(root, folder, 'node_modules', name);
      overrides[name] = `file:${existsSync(nested) ? nested : path.join(root, 'node_modules', name)}`;
    }
  }
  const manifest = { name: 'empty', private: true, type: 'module', dependencies, overrides };
  writeFileSync(path.join(project, 'package.json'), JSON.stringify(manifest));
  npm(['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock'], project);
}, 120_000);

afterAll(() => rmSync(project, { recursive: true }));

function npm(args: string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} in ${cwd}:\n${stderr}`);
  return stdout;
}

/** Runs a module in the empty project; its standard output. */
function node(source: string): string {
  const args = ['--input-type=module', '--eval', source];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

const specifiers = manifests.flatMap(([, { name, exports }]) =>
  Object.keys(exports).map((subpath) => path.posix.join(name, subpath)),
);

test.each(specifiers.filter((specifier) => !specifier.endsWith('.json')))('%s can be imported', (specifier) => {
  expect(node(`console.log(typeof (await import('${specifier}')))`)).toBe('object');
});

const shared = specifiers.filter((specifier) => /^@spanloom\/runtime(?!.*\.json$)/.test(specifier));

test.each(shared)('require %s gives the same names as import, and state they share', (specifier) => {
  const source = `
    import { createRequire } from 'node:module';
    const required = createRequire(import.meta.url)('${specifier}');
    const before = Object.getOwnPropertySymbols(globalThis).map((key) => globalThis[key]);
    const imported = await import('${specifier}');
    const after = Object.getOwnPropertySymbols(globalThis).map((key) => globalThis[key]);
    console.log(JSON.stringify({
      names: [Object.keys(required), Object.keys(imported).filter((name) => name !== 'module.exports')].map((keys) => keys.filter((name) => name !== '__esModule').sort()),
      twice: required === imported,
      sameState: before.length === after.length && before.every((value, at) => value === after[at]),
    }));`;
  const { names, twice, sameState } = JSON.parse(node(source));
  expect(names[0]).toEqual(names[1]);
  expect({ twice, sameState }).toEqual({ twice: false, sameState: true });
});

test('a span begun through the CommonJS copy leaves through the exporter of the ES module copy', () => {
  const source = `
    import { createRequire } from 'node:module';
    const cjs = createRequire(import.meta.url)('@spanloom/runtime');
    const esm = await import('@spanloom/runtime');
    const names = [];
    const exporter = {
      name: 'names',
      export({ spans }) {
        names.push(...spans.map((span) => span.name));
        return { ok: true };
      },
    };
    esm.start({ service: 'empty', exporters: [exporter], http: false });
    cjs.instrument({ name: 'work' }, () => 1)();
    await esm.shutdown();
    console.log(names.join());`;
  expect(node(source)).toBe('work');
});

test.each(manifests)('%s ships what it needs and nothing of the house', (folder, { name, dependencies = {} }) => {
  const installed = path.join(project, 'node_modules', name);
  const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
  expect(files).toContain('LICENSE');
  const allowed = /^(LICENSE|README\.md|package\.json|dist(\/.*)?|node_modules(\/.*)?)$/;
  const registry = folder === 'semconv' ? /^registry(\/.*)?$/ : /^$/;
  expect(files.filter((file) => !allowed.test(file) && !registry.test(file))).toEqual([]);
  expect(files.filter((file) => /(^|\/)(test|fixtures|bench|\.tsbuildinfo)(\/|$)|\.test\./.test(file))).toEqual([]);
  const texts = files.filter((file) => /\.(js|ts|map|json)$/.test(file));
  for (const file of texts) {
    // No path of the machine that built it.
    expect({ file, leaks: readFileSync(path.join(installed, file), 'utf8').includes(root) }).toEqual({
      file,
      leaks: false,
    });
  }
  if (folder === 'runtime') expect(dependencies).toEqual({});
});

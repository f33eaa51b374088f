/** Copies npm packages as they are shipped, with every function of theirs instrumented. */

import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../fixtures/case.ts';
import { transform } from '../../transformer/index.ts';

export interface Installed {
  /** The program to run, beside the packages that it finds. */
  readonly program: string;
  readonly sites: number;
  /** Of functions that were left as they are. */
  readonly diagnostics: readonly string[];
}

/** What no program of Node's loads: other targets' builds, sources, types and maps. */
const UNUSED = /[\\/](bundles|umd|esm5|types|bin)$|\.(d\.[cm]?ts|ts|map|md)$/;

/** The original stays where npm put it; only the program is copied. */
export function installOriginal(program: string, folder: string): Installed {
  const copy = path.join(folder, 'program.mjs');
  mkdirSync(folder, { recursive: true });
  cpSync(program, copy);
  return { program: copy, sites: 0, diagnostics: [] };
}

/**
 * `packages` and all that they depend on, and the program, all of it instrumented. `change` is for a test of the tests:
 * it sees what was emitted.
 */
export function installInstrumented(
  program: string,
  packages: readonly string[],
  folder: string,
  change: (code: string) => string = (code) => code,
): Installed {
  const original = installOriginal(program, folder);
  for (const name of packages) copyPackage(name, root, path.join(folder, 'node_modules'));
  let sites = 0;
  const diagnostics: string[] = [];
  for (const file of javaScriptIn(folder)) {
    const code = readFileSync(file, 'utf8');
    const result = transform(code, file, {
      rules: [{ functions: 'all' }],
      format: formatOf(file),
      root: folder,
      onDiagnostic: (one) => diagnostics.push(`${path.relative(folder, file)}: ${one.message}`),
    });
    if (result === null) continue;
    sites += result.sites.length;
    writeFileSync(file, change(result.code));
  }
  return { program: original.program, sites, diagnostics };
}

function copyPackage(name: string, from: string, modules: string): void {
  const target = path.join(modules, name);
  if (existsSync(target)) return;
  const source = find(name, from);
  cpSync(source, target, {
    recursive: true,
    dereference: true,
    filter: (file) => !UNUSED.test(file) && path.basename(file) !== 'node_modules',
  });
  const { dependencies = {} } = readJson(path.join(source, 'package.json')) as { dependencies?: object };
  for (const dependency of Object.keys(dependencies)) copyPackage(dependency, source, modules);
}

function find(name: string, from: string): string {
  for (let folder = from; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const found = path.join(folder, 'node_modules', name);
    if (existsSync(found)) return realpathSync(found);
  }
  throw new Error(`${name} is not installed`);
}

function javaScriptIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.[cm]?js$/.test(file))
    .map((file) => path.join(folder, file));
}

// As Node decides it.
function formatOf(file: string): 'esm' | 'cjs' {
  if (file.endsWith('.mjs')) return 'esm';
  if (file.endsWith('.cjs')) return 'cjs';
  let folder = path.dirname(file);
  while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return (readJson(path.join(folder, 'package.json')) as { type?: string }).type === 'module' ? 'esm' : 'cjs';
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

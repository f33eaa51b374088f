/** Small applications in folders of their own, and programs that run in them. */

import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export const root: string = path.resolve(import.meta.dirname, '../..');

/** Where the packages that an application needs come from. */
const PACKAGES: Readonly<Record<string, string>> = {
  '@spanloom/runtime': path.join(root, 'runtime'),
  spanloom: path.join(root, 'transformer'),
  'lru-cache': path.join(root, 'node_modules/lru-cache'),
  pg: path.join(root, 'node_modules/pg'),
};

/** Writes the files into a new folder and links the packages as a workspace does. Returns the folder. */
export function makeApp(files: Readonly<Record<string, string>>, folderName = 'app'): string {
  const folder = newFolder(folderName);
  write(folder, { 'package.json': '{ "type": "module" }', ...files });
  for (const [name, source] of Object.entries(PACKAGES)) link(source, path.join(folder, 'node_modules', name));
  return folder;
}

/**
 * As above, as one of the applications of a pnpm workspace: a package finds what its manifest names and nothing else. Each
 * format of the application's copy of the runtime says so when its hooks are loaded.
 */
export function makeStrictApp(files: Readonly<Record<string, string>>): string {
  const folder = newFolder('apps/strict');
  write(folder, { 'package.json': '{ "type": "module" }', ...files });
  const store = path.resolve(folder, '../../node_modules/.pnpm');
  for (const name of ['@spanloom/runtime', 'lru-cache', 'pg']) {
    const home = path.join(store, name.replace('/', '+'), 'node_modules', name);
    place(PACKAGES[name] as string, home, store);
    link(home, path.join(folder, 'node_modules', name));
    // A peer of its own pool.
    if (name === 'pg') link(home, path.join(store, 'node_modules/pg'));
  }
  for (const file of ['hooks.js', 'cjs/hooks.js']) {
    const text = path.join(folder, 'node_modules/@spanloom/runtime/dist', file);
    writeFileSync(text, `${readFileSync(text, 'utf8')}\n${MARK.replace('FORMAT', `'${file}'`)}`);
  }
  return folder;
}

// Also a function that would be rewritten if the runtime's own files were not left alone.
const MARK = `/** @instrument */
function own() {}
(globalThis.hooksOf ??= []).push(String(own) === 'function own() {}' ? FORMAT : 'rewritten');
`;

function place(source: string, to: string, store: string): void {
  if (existsSync(to)) return;
  cpSync(source, to, { recursive: true, dereference: true });
  const { dependencies = {} } = JSON.parse(readFileSync(path.join(to, 'package.json'), 'utf8')) as {
    dependencies?: object;
  };
  for (const one of Object.keys(dependencies)) {
    place(path.join(root, 'node_modules', one), path.join(store, 'node_modules', one), store);
  }
}

const made: string[] = [];

/** To be called when a test file is done. */
export function removeApps(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

const newFolder = (name: string): string => {
  const home = realpathSync(mkdtempSync(path.join(tmpdir(), 'hosts-')));
  made.push(home);
  const folder = path.join(home, name);
  mkdirSync(folder, { recursive: true });
  return folder;
};

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}

function link(from: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true });
  symlinkSync(from, to, 'junction');
}

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function run(program: string, args: readonly string[], cwd: string): Ran {
  const { NODE_OPTIONS: _, FORCE_COLOR: __, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8', env, timeout: 120_000 });
  return { status, stdout, stderr };
}

/** `node --import spanloom/node <file>`. */
export const runHooked = (node: string, file: string, cwd: string): Ran =>
  run(
    node,
    ['--no-warnings', '--import', pathToFileURL(path.join(root, 'transformer/dist/hosts/node.js')).href, file],
    cwd,
  );

/** One-based line and column of `what` in `text`, as a stack names them. */
export function positionOf(text: string, what: string): string {
  const before = text.slice(0, text.indexOf(what)).split('\n');
  return `${before.length}:${(before.at(-1) as string).length + 1}`;
}

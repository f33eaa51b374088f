/** Reading a registry folder, and writing or comparing the generated one. The rest of codegen touches no file. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { GENERATED_MARK } from './emit/index.ts';
import type { Diagnostic, Source } from './model.ts';
import { collectFindings, compare } from './report.ts';

const YAML_FILE = /\.ya?ml$/;
const MISSING = 'The file is missing.';
const STALE = 'Nothing generates this file any more.';

/** One file that is not what would be generated. `hint` says how, for a file that differs with its first differing line. */
export interface Difference {
  readonly path: string;
  readonly hint: string;
}

/** Every `.yaml` and `.yml` file below a folder, in path order. Paths are relative to the working directory. */
export function readSources(folder: string): {
  readonly sources: readonly Source[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const { findings, report } = collectFindings();
  const sources: Source[] = [];
  const at = { file: folder, line: 1, column: 1 };
  try {
    for (const name of listFiles(folder).filter((path) => YAML_FILE.test(path))) {
      const path = join(folder, name);
      sources.push({ path: showPath(path), text: readFileSync(path, 'utf8') });
    }
    if (sources.length === 0) report('registry/unreadable', at, { folder, reason: 'it has no YAML file' });
  } catch (error) {
    report('registry/unreadable', at, { folder, reason: error instanceof Error ? error.message : String(error) });
  }
  return { sources, diagnostics: findings };
}

/** What writing would change: files that are missing, differ, or are no longer generated. Empty when all is up to date. */
export function compareFiles(folder: string, files: ReadonlyMap<string, string>): Difference[] {
  const differences: Difference[] = [];
  for (const [path, text] of files) {
    const present = readIfThere(join(folder, path));
    if (present === null) differences.push({ path, hint: MISSING });
    else if (present !== text) differences.push({ path, hint: firstDifference(present, text) });
  }
  for (const path of staleFiles(folder, files)) differences.push({ path, hint: STALE });
  return differences.sort((a, b) => compare(a.path, b.path));
}

/**
 * Makes the folder hold exactly these files: changed ones are replaced one by one, each in a single step, generated
 * ones that are no longer wanted are removed. A file without the generated mark is never touched: those in the way
 * are returned as errors, and then nothing is written.
 */
export function writeFiles(folder: string, files: ReadonlyMap<string, string>): readonly Diagnostic[] {
  const { findings, report } = collectFindings();
  const changed = [...files].filter(([path, text]) => readIfThere(join(folder, path)) !== text);
  for (const [path] of changed) {
    const present = readIfThere(join(folder, path));
    if (present !== null && !present.includes(GENERATED_MARK)) {
      const file = showPath(join(folder, path));
      report('registry/not-generated', { file, line: 1, column: 1 }, { file });
    }
  }
  if (findings.length > 0) return findings;
  mkdirSync(folder, { recursive: true });
  for (const [path, text] of changed) {
    const part = join(folder, `${path}.part`);
    writeFileSync(part, text);
    renameSync(part, join(folder, path));
  }
  for (const path of staleFiles(folder, files)) rmSync(join(folder, path));
  return findings;
}

function staleFiles(folder: string, files: ReadonlyMap<string, string>): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !files.has(name))
    .filter((name) => readIfThere(join(folder, name))?.includes(GENERATED_MARK) === true);
}

function firstDifference(present: string, wanted: string): string {
  const there = present.split('\n');
  const here = wanted.split('\n');
  const index = here.findIndex((line, at) => line !== there[at]);
  const at = index === -1 ? here.length : index;
  return `Line ${at + 1} differs.\n  - ${there[at] ?? '(end of file)'}\n  + ${here[at] ?? '(end of file)'}`;
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort(compare);
}

function readIfThere(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

function showPath(path: string): string {
  const shown = relative(process.cwd(), path);
  return (shown.startsWith('..') ? path : shown).split(sep).join('/');
}

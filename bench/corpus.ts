/** Real TypeScript to transform: the sources that zod publishes, without its tests. */

import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface SourceFile {
  readonly id: string;
  readonly code: string;
}

/** Everything that zod's build compiles, in a fixed order. */
export function readCorpus(): SourceFile[] {
  const folder = path.join(path.dirname(fileURLToPath(import.meta.resolve('zod/package.json'))), 'src');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/(^|[\\/])(tests|benchmarks)[\\/]|\.test\.ts$/.test(file))
    .sort()
    .map((file) => ({
      id: path.posix.join('src', file.replaceAll('\\', '/')),
      code: readFileSync(path.join(folder, file), 'utf8'),
    }));
}

const EXPORTED = /^export (?:default )?(?:async )?function\b/gm;

/** The files that export functions, each exported function marked as a target. */
export function tagged(files: readonly SourceFile[]): SourceFile[] {
  return files
    .filter(({ code }) => code.search(EXPORTED) !== -1)
    .map(({ id, code }) => ({ id, code: code.replace(EXPORTED, '/** @instrument */ $&') }));
}

/** The same files with the word in a comment, where it marks nothing: the text alone cannot tell. */
export function mentioned(files: readonly SourceFile[]): SourceFile[] {
  return files.map(({ id, code }) => ({ id, code: `${code}\n// @instrument\n` }));
}

export function megabytes(files: readonly SourceFile[]): number {
  return files.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0) / 1e6;
}

/** Which files no host may touch: the runtime's and our own, also where a workspace links them from outside node_modules. */

import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const INSTALLED = /\/node_modules\/(?:@spanloom\/|spanloom\/)/;

const folders: readonly string[] = ['@spanloom/runtime', 'spanloom'].flatMap(folderOf);

/** `file` is an absolute path, with `/` or the platform's separators. */
export function isOwnFile(file: string): boolean {
  const slashed = file.replaceAll('\\', '/');
  return INSTALLED.test(slashed) || folders.some((folder) => slashed.startsWith(folder));
}

function folderOf(name: string): string[] {
  try {
    const manifest = realpathSync(createRequire(import.meta.url).resolve(`${name}/package.json`));
    return [`${path.dirname(manifest).replaceAll('\\', '/')}/`];
  } catch {
    return [];
  }
}

/** The types of the decorators, as compilers see them in an editor: right uses compile, and wrong ones do not. */

import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');

const STRICT = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  target: 'es2022',
  lib: ['es2024', 'esnext.decorators'],
  module: 'nodenext',
  moduleResolution: 'nodenext',
  types: ['node'],
  typeRoots: [path.join(root, 'node_modules/@types')],
  noEmit: true,
  allowImportingTsExtensions: true,
  verbatimModuleSyntax: true,
  skipLibCheck: true,
};

/** Compilers by name, with the folder of each that is installed. */
const COMPILERS: readonly (readonly [name: string, folder: string | undefined])[] = [
  ['TypeScript 7', path.join(root, 'node_modules/typescript')],
  ['TypeScript 6', ofMajor('6.', 'typescript-6', '@microsoft/api-extractor')],
  ['TypeScript 5.9', ofMajor('5.9.', 'typescript-5')],
];

/** The compiler under an alias, or the one that a development tool of ours brings along. */
function ofMajor(version: string, alias: string, tool?: string): string | undefined {
  for (const [from, name] of [
    [import.meta.url, alias],
    [tool, 'typescript'],
  ] as const) {
    try {
      if (from === undefined) continue;
      const { resolve } = createRequire(from.startsWith('file:') ? from : createRequire(import.meta.url).resolve(from));
      const file = resolve(`${name}/package.json`);
      if ((createRequire(file)(file) as { version: string }).version.startsWith(version)) return path.dirname(file);
    } catch {
      // Not installed.
    }
  }
  return undefined;
}

function errors(compiler: string, options: object, files: readonly string[]): Promise<string> {
  const folder = mkdtempSync(path.join(root, 'node_modules/.cache-types-'));
  const project = path.join(folder, 'tsconfig.json');
  const include = files.map((file) => path.join(here, file));
  writeFileSync(project, JSON.stringify({ compilerOptions: { ...STRICT, ...options }, files: include }));
  return new Promise((resolve) => {
    execFile(process.execPath, [path.join(compiler, 'bin/tsc'), '-p', project, '--pretty', 'false'], (failed, out) => {
      rmSync(folder, { recursive: true });
      resolve(failed === null ? '' : out || failed.message);
    });
  });
}

for (const [name, compiler] of COMPILERS) {
  if (compiler === undefined) {
    test.skip(`${name} accepts and refuses what it should (skipped: ${name} is not installed)`, () => {});
    continue;
  }
  test(`${name}, TC39 decorators: right uses compile, wrong ones do not`, async () => {
    expect(await errors(compiler, {}, ['both-protocols.ts', 'standard.ts'])).toBe('');
  }, 60_000);

  test(`${name}, legacy decorators with metadata: right uses compile, wrong ones do not`, async () => {
    const options = { experimentalDecorators: true, emitDecoratorMetadata: true };
    expect(await errors(compiler, options, ['both-protocols.ts'])).toBe('');
  }, 60_000);
}

/** Folders and the compiler, for the codegen tests. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const registryFolder = path.join(root, 'semconv/registry');
export const generatedFolder = path.join(root, 'semconv/generated');

/** Calls `use` with a new folder and removes it. */
export function withFolder<Result>(use: (folder: string) => Result): Result {
  const folder = mkdtempSync(path.join(tmpdir(), 'spanloom-codegen-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// What a strict project asks of generated code.
const OPTIONS = {
  target: 'es2022',
  module: 'nodenext',
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUnusedLocals: true,
  verbatimModuleSyntax: true,
  isolatedDeclarations: true,
  erasableSyntaxOnly: true,
  rewriteRelativeImportExtensions: true,
  declaration: true,
  skipLibCheck: true,
};

/** Compiles a folder, or the files given, and returns what the compiler complains about. */
export function tsc(folder: string, compilerOptions: object, files?: readonly string[]): string {
  const config = { compilerOptions: { ...OPTIONS, ...compilerOptions }, ...(files === undefined ? {} : { files }) };
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
  const program = path.join(root, 'node_modules/typescript/bin/tsc');
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, '-p', folder], { encoding: 'utf8' });
  return status === 0 ? '' : stdout + stderr;
}

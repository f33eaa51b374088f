/** What the codegen tests share: where the registry is, a registry of one text, and temporary folders. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from '../../codegen/index.ts';
import type { Generated } from '../../codegen/index.ts';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const registryFolder = path.join(root, 'semconv/registry');
export const generatedFolder = path.join(root, 'semconv/generated');

/** Generates from one file's text below the version line. */
export function generateFrom(body: string): Generated {
  return generate([{ path: 'shop.yaml', text: `file_format: definition/2\n${body}` }]);
}

/** Calls `use` with a new folder and removes it. */
export function withFolder<Result>(use: (folder: string) => Result): Result {
  const folder = mkdtempSync(path.join(tmpdir(), 'spanloom-codegen-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Under Node, a compiled file's stack leads to the source that it was compiled from. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { transformSync } from 'esbuild';

const root = path.resolve(import.meta.dirname ?? '.', '../..');
let folder = '';

const SOURCE = `import { instrument } from '@spanloom/runtime';

interface Unused { a: string }

export const boom = instrument({ name: 'boom' }, async (text: string): Promise<string> => {
  await null;
  throw new Error(text);
});
await boom('here').catch((error: Error) => console.log(error.stack));
`;

beforeAll(() => {
  mkdirSync(path.join(root, '.cache'), { recursive: true });
  folder = mkdtempSync(path.join(root, '.cache', 'map '));
  mkdirSync(path.join(folder, 'node_modules', '@spanloom'), { recursive: true });
  symlinkSync(path.join(root, 'runtime'), path.join(folder, 'node_modules', '@spanloom', 'runtime'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(['inline', 'external'] as const)('%s map', (sourcemap) => {
  const { code, map } = transformSync(SOURCE, {
    loader: 'ts',
    format: 'esm',
    target: 'es2022',
    sourcemap,
    sourcefile: 'main.ts',
  });
  writeFileSync(path.join(folder, 'main.ts'), SOURCE);
  writeFileSync(
    path.join(folder, 'main.mjs'),
    sourcemap === 'inline' ? code : `${code}//# sourceMappingURL=main.mjs.map\n`,
  );
  writeFileSync(path.join(folder, 'main.mjs.map'), map);
  const hook = path.join(root, 'transformer/dist/hosts/node.js');
  const ran = spawnSync(process.execPath, ['--import', hook, 'main.mjs'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  expect(ran.stderr).toBe('');
  expect(ran.stdout).toMatch(/main\.ts:7:9/);
});

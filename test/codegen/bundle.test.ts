/** What a bundle carries of the conventions: the constants it uses, and nothing else. */
import { expect, test } from '@jest/globals';
import { buildSync } from 'esbuild';
import path from 'node:path';
import { generatedFolder } from './tsc.ts';

function bundle(code: string): string {
  const { outputFiles } = buildSync({
    stdin: { contents: code, resolveDir: generatedFolder, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
    ignoreAnnotations: true,
    logLevel: 'silent',
    absWorkingDir: path.dirname(generatedFolder),
  });
  return outputFiles[0]?.text.trim() ?? '';
}

test('a bare import is empty, even where no one says that files have no side effects', () => {
  expect(bundle("import './index.ts';")).toBe('');
});

test('a key and an enum value become literals in place', () => {
  const code = bundle(
    "import { HTTP_REQUEST_METHOD, HTTP_REQUEST_METHOD__GET } from './index.ts'; set(HTTP_REQUEST_METHOD, HTTP_REQUEST_METHOD__GET);",
  );
  expect(code).toMatch(/"http\.request\.method"/);
  expect(code.length).toBeLessThan(80);
  expect(code).not.toContain('POST');
});

test('a definition brings only itself', () => {
  const code = bundle("import { DB_CLIENT } from './index.ts'; use(DB_CLIENT);");
  expect(code).toContain('db.client');
  expect(code).not.toContain('http');
});

/** The import rules of the house: each breach planted in a copy of the tree is reported, and what is allowed is not. */
import { beforeAll, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
/** The rule is about this one file. */
const FIXED = new Set(['runtime/abi.ts', 'transformer/parse.ts']);
const breaches: [file: string, text: string][] = [
  ['runtime/abi.ts', `export { state } from './core/state.ts';`],
  ['runtime/core/ring.ts', `export { flush } from '../pipeline/batch.ts';`],
  ['runtime/core/ring.ts', `import { SpanKind } from '../pipeline/types.ts'; export const kind = SpanKind.CLIENT;`],
  ['runtime/core/ring.ts', `import { readFileSync } from 'node:fs'; export const read = readFileSync;`],
  ['runtime/core/ring.ts', `export const later = import('../exporters/console.ts');`],
  ['runtime/core/ring.ts', `export * from '@opentelemetry/api';`],
  ['runtime/core/ring.ts', `export type Api = import('@opentelemetry/api').Span;`],
  ['runtime/exporters/console.ts', `export { collect } from '../core/collector.ts';`],
  ['runtime/exporters/console.ts', `export { batch } from '../pipeline/batch.ts';`],
  ['runtime/pipeline/batch.ts', `export { consoleExporter } from '../exporters/console.ts';`],
  ['runtime/start.ts', `export { request } from 'node:http';`],
  ['runtime/start.ts', `export { trace } from '@opentelemetry/api';`],
  ['runtime/start.ts', `export { fake } from '../test/fake.ts';`],
  ['runtime/start.ts', `export { code } from '../fixtures/case/input.ts';`],
  ['runtime/start.ts', `export { HTTP_ROUTE } from '@spanloom/semconv';`],
  ['semconv/extra.ts', `export { load } from '@spanloom/codegen';`],
  ['codegen/load.ts', `export { state } from '@spanloom/runtime';`],
  ['codegen/load.ts', `export { transform } from 'spanloom';`],
  ['codegen/load.ts', `export { parse } from '../transformer/parse.ts';`],
  ['transformer/plan.ts', `export { start } from '@spanloom/runtime';`],
  ['transformer/plan.ts', `export { enter } from '@spanloom/runtime/hooks';`],
  ['transformer/plan.ts', `export { enter } from '../runtime/hooks.ts';`],
  ['transformer/plan.ts', `export { parseSync } from 'oxc-parser';`],
  ['transformer/plan.ts', `export type { Program } from 'oxc-parser';`],
  ['transformer/plan.ts', `export { vite } from './hosts/vite.ts';`],
  ['transformer/plan.ts', `export { build } from './cli/build.ts';`],
  ['transformer/plan.ts', `export { bench } from '../bench/run.mjs';`],
  ['transformer/hosts/vite.ts', `export { parseSync } from 'oxc-parser';`],
  ['transformer/hosts/vite.ts', `export { start } from '@spanloom/runtime';`],
];

const allowed: [file: string, text: string][] = [
  ['runtime/core/ring.ts', `import type { SpanData } from '../pipeline/types.ts'; export type Row = SpanData;`],
  ['runtime/core/ring.ts', `import { type SpanData } from '../pipeline/types.ts'; export type Row = SpanData;`],
  ['runtime/core/ring.ts', `export { STATE_KEY } from '../abi.ts';`],
  ['runtime/exporters/console.ts', `export type { SpanData } from '../pipeline/types.ts';`],
  ['runtime/otel/api.ts', `export { trace } from '@opentelemetry/api';`],
  ['runtime/start.ts', `import type { Server } from 'node:http'; export type Host = Server;`],
  ['codegen/load.ts', `export { parseDocument } from 'yaml';`],
  ['transformer/parse.ts', `export { parseSync } from 'oxc-parser';`],
  ['transformer/plan.ts', `export { HOOKS_MODULE } from '@spanloom/runtime/abi';`],
  ['transformer/hosts/vite.ts', `export { transform } from '../index.ts';`],
];

/** Every case in one run of the linter, each in a file of its own, in the folder the rule is about. */
const cases = [...breaches, ...allowed].map(([file, text], at) => ({
  file: FIXED.has(file) ? file : path.join(path.dirname(file), `case-${at}.ts`),
  text,
}));
let reported = '';

beforeAll(() => {
  const copy = mkdtempSync(path.join(tmpdir(), 'lint-'));
  for (const file of ['.oxlintrc.json', 'scripts/lint-imports.mjs'])
    cpSync(path.join(root, file), path.join(copy, file));
  for (const { file, text } of cases) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    writeFileSync(path.join(copy, file), text);
  }
  const program = path.join(root, 'node_modules/.bin/oxlint');
  const folders = ['runtime', 'semconv', 'codegen', 'transformer'];
  reported = spawnSync(program, ['--format=unix', ...folders], { cwd: copy, encoding: 'utf8' }).stdout;
  rmSync(copy, { recursive: true });
});

const reportsOf = (at: number): string[] =>
  reported.split('\n').filter((line) => line.startsWith(`${cases[at]?.file}:`));

test.each(breaches.map(([file, text], at) => ({ file, text, at })))('$file may not say: $text', ({ at }) => {
  expect(reportsOf(at).join('\n')).toContain('house(layers)');
});

test.each(allowed.map(([file, text], at) => ({ file, text, at: at + breaches.length })))(
  '$file may say: $text',
  ({ at }) => {
    expect(reportsOf(at)).toEqual([]);
  },
);

/** The size check and the API report fail when they should: on an entry over its ceiling, on a changed public surface. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ceilings-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function script(name: string, ...args: string[]): { code: number | null; stdout: string } {
  const program = path.join(root, 'scripts', name);
  const { status, stdout } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
  return { code: status, stdout };
}

test('an entry over its ceiling fails, one under it does not', () => {
  const budget = path.join(folder, 'budget.json');
  const gzipBytes = { "export * from '@spanloom/runtime/abi'": 1, "export * from '@spanloom/runtime/noop'": 1e6 };
  writeFileSync(budget, JSON.stringify({ actsOnImport: ['spanloom/node'], gzipBytes }));
  const { code, stdout } = script('size.mjs', '--budget', budget);
  expect(code).toBe(1);
  expect(stdout).toMatch(/✗ export \* from '@spanloom\/runtime\/abi', gzip /);
  expect(stdout).toMatch(/✓ export \* from '@spanloom\/runtime\/noop', gzip /);
});

test('an entry that leaves code behind when it is only imported fails', () => {
  const budget = path.join(folder, 'budget.json');
  writeFileSync(budget, JSON.stringify({ actsOnImport: [], gzipBytes: {} }));
  const { code, stdout } = script('size.mjs', '--budget', budget);
  expect(code).toBe(1);
  expect(stdout).toMatch(/✗ import 'spanloom\/node' /);
  expect(stdout).toMatch(/✓ import '@spanloom\/runtime' /);
});

test('a changed public surface fails and shows the difference', () => {
  expect(script('api.mjs', '--reports', folder, '--write')).toEqual({ code: 0, stdout: '' });
  expect(script('api.mjs', '--reports', folder)).toEqual({ code: 0, stdout: '' });
  const report = path.join(folder, 'runtime.api.md');
  writeFileSync(report, readFileSync(report, 'utf8').replace('export function start', 'export function begin'));
  const { code, stdout } = script('api.mjs', '--reports', folder);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^-export function begin.*\n\+export function start/m);
}, 60_000);

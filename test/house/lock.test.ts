/** The lock file installs anywhere: a registry's host or a platform's package gone missing is noticed, and put back. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const committed = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
let file = '';

beforeAll(() => {
  file = path.join(mkdtempSync(path.join(tmpdir(), 'lock-')), 'package-lock.json');
});
afterAll(() => rmSync(path.dirname(file), { recursive: true }));

function check(text: string, ...args: string[]): { code: number | null; stdout: string } {
  writeFileSync(file, text);
  const program = path.join(root, 'scripts/lock.mjs');
  const { status, stdout } = spawnSync(process.execPath, [program, '--file', file, ...args], { encoding: 'utf8' });
  return { code: status, stdout };
}

test('a package of another platform that is not locked fails, and is put back where it was', () => {
  const lock = JSON.parse(committed);
  const name = 'node_modules/@swc/core-darwin-arm64';
  const { integrity: _, license: __, engines: ___, ...kept } = lock.packages[name];
  delete lock.packages[name];
  const { code, stdout } = check(JSON.stringify(lock));
  expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining('@swc/core-darwin-arm64@') });
  expect(check(JSON.stringify(lock), '--write').code).toBe(0);
  const written = JSON.parse(readFileSync(file, 'utf8'));
  expect(written.packages[name]).toEqual(kept);
  expect(Object.keys(written.packages)).toEqual(Object.keys(JSON.parse(committed).packages));
});

test("a registry's host fails", () => {
  const lock = JSON.parse(committed);
  lock.packages['node_modules/jest'].resolved = 'https://registry.example/jest.tgz';
  expect(check(JSON.stringify(lock))).toEqual({
    code: 1,
    stdout: expect.stringContaining('node_modules/jest names the host of https://registry.example/jest.tgz'),
  });
});

/** What a user sees of a mistake: one diagnostic with its place and its fix, and a build that goes on. */

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { instrumentFile } from '../../transformer/hosts/instrument-file.ts';
import { makeApp, positionOf, removeApps, run, runHooked } from './app.ts';

afterAll(removeApps);

const good = "console.log('ran');\n";

/** Everything that Vite and we print, and whether there is a bundle. */
function vite(
  folder: string,
  command = 'ssr',
  options: object = {},
): { printed: string; built: boolean; status: number | null } {
  const args = [path.join(import.meta.dirname, 'drive-vite.mjs'), folder, command, JSON.stringify(options)];
  const { status, stdout, stderr } = run(process.execPath, ['--no-warnings', ...args], folder);
  return { printed: stdout + stderr, built: existsSync(path.join(folder, 'dist/main.js')), status };
}

// What a function left untouched says when the program runs is the runtime's affair.
const codes = (printed: string): string[] =>
  [...printed.matchAll(/^spanloom \w+ (?!runtime)([\w-]+\/[\w-]+): /gm)].map(([, code]) => code as string);

test.each([
  ['an unknown option of instrument', "{ nme: 'x' }", "'x'", 'transform/unknown-option', "Did you mean 'name'?"],
  [
    'a wrong value',
    "{ kind: 'sever' }",
    "'sever'",
    'transform/bad-value',
    'Use internal, server, client, producer, consumer.',
  ],
])('%s: told once with its place, and the rest of the build stands', (_what, options, place, code, fix) => {
  const main = `import { instrument } from '@spanloom/runtime';\nexport const f = instrument(${options}, () => 1);\n${good}`;
  const folder = makeApp({ 'src/main.ts': main });
  const { printed, built } = vite(folder);
  expect(codes(printed)).toEqual([code]);
  expect(printed).toContain(
    `\n  at ${path.join(folder, 'src/main.ts')}:${positionOf(main, place)}\n  2 | export const f`,
  );
  expect(printed).toContain(fix);
  expect(printed).toMatch(/^ran$/m);
  expect(built).toBe(true);
});

test('what is printed names its plugin once and has no colours of ours', () => {
  const folder = makeApp({ 'src/main.ts': `/** @instrument */\nexport const one = 1;\n${good}` });
  const { printed } = vite(folder);
  const lines = printed.split('\n');
  const at = lines.findIndex((line) => line.includes('spanloom'));
  expect(lines.slice(at, at + 5)).toEqual([
    'spanloom warning transform/tag-without-function: @instrument in this comment stands before no function.',
    `  at ${path.join(folder, 'src/main.ts')}:1:1`,
    '  1 | /** @instrument */',
    '    | ^^^^^^^^^^^^^^^^^^',
    '  fix: Put the comment directly before a function, a method or a constant that holds a function.',
  ]);
  expect(printed.match(/spanloom/g)).toHaveLength(1);
});

test.each(['ssr', 'dev-ssr'])('%s: a syntax error is told by us once, and by Vite as always', (command) => {
  const folder = makeApp({ 'src/main.ts': '/** @instrument */\nexport function f(a { return a; }\n' });
  const { printed, status } = vite(folder, command);
  expect(codes(printed)).toEqual(['transform/syntax-error']);
  expect(printed).toContain(`\n  at ${path.join(folder, 'src/main.ts')}:2:21\n`);
  expect(printed).toMatch(/(?:Build|Transform) failed with 1 error/);
  expect(status).toBe(1);
});

test('wrong options of the plugin are told once each, and their defaults hold', () => {
  const folder = makeApp({ 'src/main.ts': `/** @instrument */\nexport function f() {}\n${good}` });
  const { printed, built } = vite(folder, 'ssr', { rulez: [], rules: ['sqll'], strict: 1 });
  expect(codes(printed)).toEqual(['config/unknown-option', 'config/bad-value', 'config/bad-value']);
  expect(printed).toContain(
    "Did you mean 'rules'?\n  in the options of the spanloom plugin\n  fix: Use one of: rules,",
  );
  expect(printed).toContain("1 is not a value for 'strict'");
  expect(built).toBe(true);
});

/** A `pg` whose file has nothing of what the rule looks for. */
function withStrangePg(): string {
  const folder = makeApp({
    'src/main.mjs': `import pg from 'strange';\nconsole.log(pg);\n`,
    'src/main.ts': "import './main.mjs';\n",
  });
  const home = path.join(folder, 'node_modules/strange/node_modules/pg');
  mkdirSync(path.join(home, 'lib'), { recursive: true });
  writeFileSync(path.join(home, 'package.json'), '{ "name": "pg", "main": "lib/client.js" }');
  writeFileSync(path.join(home, 'lib/client.js'), "module.exports = 'ran';\n");
  writeFileSync(path.join(folder, 'node_modules/strange/package.json'), '{ "name": "strange", "main": "index.js" }');
  writeFileSync(path.join(folder, 'node_modules/strange/index.js'), "module.exports = require('pg');\n");
  return folder;
}

test('a rule that finds nothing in the file it names is told, by Vite and by Node, and the file runs as it is', () => {
  const folder = withStrangePg();
  const hooked = runHooked(process.execPath, 'src/main.mjs', folder);
  expect({ stdout: hooked.stdout, codes: codes(hooked.stderr) }).toEqual({ stdout: 'ran\n', codes: ['rule/no-match'] });
  const { printed } = vite(folder, 'dev-ssr');
  expect(codes(printed)).toEqual(['rule/no-match']);
});

test.each([
  ['ssr', 'src/main.ts', 'transform/unknown-option'],
  ['dev-ssr', 'src/main.ts', 'transform/unknown-option'],
])('%s: strict stops at the first error', (command, file, code) => {
  const text = `import { instrument } from '@spanloom/runtime';\nexport const f = instrument({ nme: 'x' }, () => 1);\n${good}`;
  const { printed, built, status } = vite(makeApp({ [file]: text }), command, { strict: true });
  expect(printed).toContain(`spanloom error ${code}: `);
  expect(printed).not.toMatch(/^ran$/m);
  expect({ built, status }).toEqual({ built: false, status: 1 });
});

test('strict stops at a wrong option before anything is built', () => {
  const { printed, built, status } = vite(makeApp({ 'src/main.ts': good }), 'ssr', { strict: true, rulez: [] });
  expect(codes(printed)).toEqual(['config/unknown-option']);
  expect({ built, status }).toEqual({ built: false, status: 1 });
});

test('strict lets warnings pass', () => {
  const { printed, built } = vite(
    makeApp({ 'src/main.ts': `/** @instrument */\nexport const one = 1;\n${good}` }),
    'ssr',
    { strict: true },
  );
  expect({ codes: codes(printed), built }).toEqual({ codes: ['transform/tag-without-function'], built: true });
});

test('a defect of our own leaves the file as it is, with a diagnostic', () => {
  const { result, diagnostics } = instrumentFile('let a;\n', '/app/a.ts', {}, () => {
    throw new RangeError('deep');
  });
  expect(result).toBeNull();
  expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
    ['build/failed', 'This file could not be instrumented and stays as it is: RangeError: deep'],
  ]);
});

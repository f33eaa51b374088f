/** `.ci/run` ends with one line of counts, whatever breaks on the way. npm is a stand-in here; the script is the real one. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const script = path.resolve(import.meta.dirname, '../../.ci/run');
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ci-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs it with an npm that notes its arguments, fails when they hold `broken`, and reports `results` as Jest would. */
function ci(broken: string, results: string): { code: number | null; last: string | undefined; calls: string[] } {
  const npm = `#!/bin/sh
printf '%s skip=%s\\n' "$*" "$SPANLOOM_SKIP" >> '${folder}/calls'
for arg in "$@"; do case "$arg" in --outputFile=*) printf '%s' '${results}' > "\${arg#--outputFile=}";; esac; done
case "$*" in *'${broken}'*) exit 1;; esac
`;
  writeFileSync(path.join(folder, 'npm'), npm, { mode: 0o755 });
  const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}` };
  const { status, stdout } = spawnSync('bash', [script], { env, encoding: 'utf8' });
  const calls = readFileSync(path.join(folder, 'calls'), 'utf8').trimEnd().split('\n');
  return { code: status, last: stdout.trimEnd().split('\n').at(-1), calls };
}

const GREEN = '{"numPassedTests":41,"numFailedTests":0,"numRuntimeErrorTestSuites":0}';

test('installs, checks, tests and shows the demo, each once, and counts the demo as one', () => {
  const { code, last, calls } = ci('nothing', GREEN);
  expect({ code, last }).toEqual({ code: 0, last: '42 passed, 0 failed' });
  expect(calls.map((call) => call.replace(/--outputFile=\S+/, '--outputFile'))).toEqual([
    'ci skip=',
    'run check skip=tests',
    'test -- --json --outputFile skip=',
    'run demo skip=',
  ]);
});

test('failing tests and files that do not start are failures', () => {
  const results = '{"numPassedTests":38,"numFailedTests":3,"numRuntimeErrorTestSuites":1}';
  const { code, last } = ci('test --', results);
  expect({ code, last }).toEqual({ code: 1, last: '39 passed, 4 failed' });
});

test('a failed check is a failure although every test passed', () => {
  const { code, last } = ci('run check', GREEN);
  expect({ code, last }).toEqual({ code: 1, last: '42 passed, 1 failed' });
});

test('a failed demo is a failure', () => {
  const { code, last } = ci('run demo', GREEN);
  expect({ code, last }).toEqual({ code: 1, last: '41 passed, 1 failed' });
});

test('a failed install stops everything else and still says so', () => {
  const { code, last, calls } = ci('ci', GREEN);
  expect({ code, last, calls }).toEqual({ code: 1, last: '0 passed, 1 failed', calls: ['ci skip='] });
});

/** The pages of docs/diagnostics are the only source of messages: a bad page is refused, a stale table noticed. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const script = path.resolve(import.meta.dirname, '../../scripts/diagnostics.mjs');
const PAGE = `# export/lost

- severity: error
- message: \`{count} spans are lost.\`
- fix: \`Start the collector at {url}.\`

## What happened

Nobody answered.

## How to fix it

Start it.

## Example

None.
`;
let root = '';

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'diagnostics-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

function generate(...args: string[]): { code: number | null; stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, [script, '--root', root, ...args], { encoding: 'utf8' });
  return { code: status, stderr };
}

test('a page becomes an entry of the table of the package that owns its area, and of the index', () => {
  write('docs/diagnostics/export/lost.md', PAGE);
  expect(generate()).toEqual({ code: 0, stderr: '' });
  const table = readFileSync(path.join(root, 'runtime/diagnostics.ts'), 'utf8');
  expect(table).toContain(`'export/lost': {
    severity: 'error',
    message: '{count} spans are lost.',
    fix: 'Start the collector at {url}.',
  },`);
  expect(readFileSync(path.join(root, 'transformer/diagnostics.ts'), 'utf8')).not.toContain('export/lost');
  expect(readFileSync(path.join(root, 'docs/diagnostics/README.md'), 'utf8')).toContain(
    '[export/lost](export/lost.md)',
  );
});

test('the check fails on a table that is not what the pages say, and writes nothing', () => {
  write('docs/diagnostics/export/lost.md', PAGE);
  expect(generate('--check').stderr).toContain('runtime/diagnostics.ts is not what docs/diagnostics says');
  expect(existsSync(path.join(root, 'runtime/diagnostics.ts'))).toBe(false);
  generate();
  write('runtime/pipeline/lane.ts', `report('export/lost');`);
  expect(generate('--check')).toEqual({ code: 0, stderr: '' });
  write('docs/diagnostics/export/lost.md', PAGE.replace('are lost', 'were lost'));
  expect(generate('--check').code).toBe(1);
});

test('the check fails on a page whose code nothing reports', () => {
  write('docs/diagnostics/export/lost.md', PAGE);
  generate();
  expect(generate('--check').stderr).toBe('docs/diagnostics/export/lost.md: no code in runtime/ reports it\n');
});

const defects: [name: string, file: string, text: string, problem: string][] = [
  ['an unknown area', 'exports/lost', PAGE, 'unknown area "exports"'],
  ['a path that is no code', 'export/Lost_Span', PAGE, 'kebab-case'],
  ['a title that is not its path', 'export/gone', PAGE, 'the title must be "# export/gone", not "# export/lost"'],
  ['no severity', 'export/lost', PAGE.replace('severity: error', 'severity: fatal'), 'needs a line "- severity:'],
  ['no message', 'export/lost', PAGE.replace(/- message.*\n/, ''), 'needs a line "- message: "'],
  ['a fix without backticks', 'export/lost', PAGE.replace(/- fix.*\n/, '- fix: none\n'), 'needs a line "- fix: "'],
  ['a missing section', 'export/lost', PAGE.replace('## How to fix it', ''), 'the sections must be'],
  ['an empty section', 'export/lost', PAGE.replace('None.\n', ''), '"Example" is empty'],
];

test.each(defects)('a page with %s is refused and named', (_name, file, text, problem) => {
  write(`docs/diagnostics/${file}.md`, text);
  const { code, stderr } = generate();
  expect(code).toBe(1);
  expect(stderr).toContain(`docs/diagnostics/${file}.md: `);
  expect(stderr).toContain(problem);
  expect(existsSync(path.join(root, 'runtime/diagnostics.ts'))).toBe(false);
});

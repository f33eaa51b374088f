/** The command line: writes, compares, removes what is stale, and leaves the folder as it was when the registry is wrong. */
import { expect, test } from '@jest/globals';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../../codegen/cli.ts';
import { withFolder } from './tsc.ts';

const ID = '{ key: shop.id, type: string, brief: Identifier., stability: development }';
const CARD = '{ key: card.id, type: string, brief: Identifier., stability: development }';

function withRegistry(
  use: (
    call: (...flags: string[]) => { code: number; text: string },
    registry: (attributes: string) => void,
    out: string,
  ) => void,
): void {
  withFolder((folder) => {
    const out = path.join(folder, 'out');
    mkdirSync(path.join(folder, 'registry'));
    const registry = (attributes: string): void =>
      writeFileSync(
        path.join(folder, 'registry/shop.yaml'),
        `file_format: definition/2\nattributes: [${attributes}]\n`,
      );
    const call = (...flags: string[]): { code: number; text: string } => {
      const lines: string[] = [];
      const code = run(['--registry', path.join(folder, 'registry'), '--out', out, ...flags], (line) =>
        lines.push(line),
      );
      return { code, text: lines.join('\n') };
    };
    use(call, registry, out);
  });
}

test('--check fails before the first run and passes after it', () => {
  withRegistry((call, registry) => {
    registry(ID);
    expect(call('--check')).toMatchObject({ code: 1 });
    expect(call()).toMatchObject({ code: 0 });
    expect(call('--check')).toEqual({ code: 0, text: '' });
  });
});

test('--check shows the first line that differs and writes nothing', () => {
  withRegistry((call, registry, out) => {
    registry(ID);
    call();
    const before = readFileSync(path.join(out, 'shop.ts'), 'utf8');
    registry(ID.replace('Identifier.', 'Number.'));
    const { code, text } = call('--check');
    expect(code).toBe(1);
    expect(text).toContain(' * Identifier.');
    expect(text).toContain(' * Number.');
    expect(readFileSync(path.join(out, 'shop.ts'), 'utf8')).toBe(before);
  });
});

test('files of a namespace that is gone are removed; files that someone wrote stay', () => {
  withRegistry((call, registry, out) => {
    registry(`${ID}, ${CARD}`);
    call();
    writeFileSync(path.join(out, 'mine.ts'), 'export {};\n');
    registry(ID);
    expect(call('--check').text).toContain('card.ts');
    call();
    expect(readdirSync(out).sort()).toEqual(['bag.ts', 'index.ts', 'mine.ts', 'shop.ts']);
  });
});

test('a wrong registry changes no file', () => {
  withRegistry((call, registry, out) => {
    registry(`${ID}, ${CARD.replace('development', 'final')}`);
    expect(call().text).toContain('registry/bad-stability');
    expect(existsSync(out)).toBe(false);
  });
});

test('imports can be written for compilers that do not rewrite extensions', () => {
  withRegistry((call, registry, out) => {
    registry(ID);
    call('--import-extension', '.js');
    expect(readFileSync(path.join(out, 'index.ts'), 'utf8')).toContain("from './shop.js'");
  });
});

test('wrong usage is explained', () => {
  const lines: string[] = [];
  expect(run(['--out', 'x'], (line) => lines.push(line))).toBe(2);
  expect(run(['--nonsense'], (line) => lines.push(line))).toBe(2);
  expect(lines.join('\n')).toContain('Usage:');
});

/** The committed conventions are what the registry says, byte for byte. */
import { expect, test } from '@jest/globals';
import { compareFiles, formatFinding, generate, readSources } from '../../codegen/index.ts';
import { generatedFolder, registryFolder } from './tsc.ts';

const { sources, diagnostics } = readSources(registryFolder);

test('our registry has no finding', () => {
  expect(diagnostics).toEqual([]);
  expect(generate(sources).diagnostics.map(formatFinding)).toEqual([]);
});

test('semconv/generated is up to date', () => {
  expect(compareFiles(generatedFolder, generate(sources).files)).toEqual([]);
});

test('the order of the sources does not change a byte', () => {
  expect([...generate(sources.toReversed()).files]).toEqual([...generate(sources).files]);
});

test('a file of another text would be noticed', () => {
  const files = new Map(generate(sources).files);
  files.set('url.ts', `${files.get('url.ts') ?? ''}\n`);
  files.set('new.ts', 'export {};\n');
  files.delete('host.ts');
  expect(compareFiles(generatedFolder, files).map(({ path }) => path)).toEqual(['host.ts', 'new.ts', 'url.ts']);
});

/** Generated code is compiled by tsc and called; what a registry says can neither break it nor get into it. */
import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { generate, writeFiles } from '../../codegen/index.ts';
import { tsc, withFolder } from './tsc.ts';

// All that ends a comment, a text or a template, hides a line, or means something to an editor or a page.
const HOSTILE =
  'x */ globalThis.pwned = 1; /* ` ${globalThis.pwned = 2} \\ \' " \u2028 \u2029 \u202e \r\n @deprecated {@link a} </script><!-- \u0000 \ud800';

const ATTRIBUTE = { brief: HOSTILE, note: `\n@internal\n${HOSTILE}`, examples: [HOSTILE], stability: 'stable' };
const HOSTILE_REGISTRY = {
  file_format: 'definition/2',
  attributes: [
    { key: 'evil.id', type: 'any', ...ATTRIBUTE },
    { key: 'evil.list', type: 'int[]', ...ATTRIBUTE },
    { key: 'evil.parameter', type: 'template[string[]]', ...ATTRIBUTE },
    { key: 'evil.parameter.count', type: 'int', ...ATTRIBUTE },
    {
      key: 'evil.state',
      ...ATTRIBUTE,
      type: {
        members: [
          { id: 'odd', value: HOSTILE, brief: HOSTILE, stability: 'stable' },
          { id: 'delete', stability: 'stable' },
          { id: '__proto__', stability: 'stable' },
          { id: 'azure.vm', stability: 'stable' },
          { id: 'twice', value: 'delete', stability: 'stable', deprecated: { reason: 'obsoleted', note: HOSTILE } },
        ],
      },
    },
    {
      key: 'evil.number',
      ...ATTRIBUTE,
      type: {
        members: [
          { id: 'none', value: -0, stability: 'stable' },
          { id: 'big', value: 9007199254740991, stability: 'stable' },
        ],
      },
    },
    { key: 'index.constructor', type: 'string', ...ATTRIBUTE },
    { key: 'con.delete', type: 'string', ...ATTRIBUTE, deprecated: { reason: 'uncategorized', note: HOSTILE } },
  ],
  spans: [
    {
      type: 'evil.client',
      kind: 'client',
      brief: HOSTILE,
      note: HOSTILE,
      stability: 'stable',
      attributes: [
        { ref: 'evil.id', brief: HOSTILE, requirement_level: { conditionally_required: HOSTILE } },
        { ref: 'evil.parameter', requirement_level: 'opt_in' },
        { ref: 'evil.parameter.count' },
        { ref: 'evil.state', requirement_level: 'required', sampling_relevant: true },
        { ref: 'con.delete' },
      ],
    },
  ],
  metrics: [
    {
      name: 'evil.id',
      instrument: 'histogram',
      unit: HOSTILE,
      brief: HOSTILE,
      stability: 'stable',
      attributes: [{ ref: 'evil.state' }],
    },
  ],
  events: [{ name: 'evil.id', brief: HOSTILE, stability: 'stable' }],
  entities: [{ type: 'evil.id', brief: HOSTILE, stability: 'stable', identity: [{ ref: 'evil.id' }] }],
};

test('a hostile registry gives code that compiles, runs, and holds its values as they were', () => {
  const { files, diagnostics } = generate([{ path: 'evil.yaml', text: JSON.stringify(HOSTILE_REGISTRY) }]);
  expect(diagnostics).toEqual([]);
  expect([...files.keys()]).toEqual(['bag.ts', 'con_.ts', 'evil.ts', 'index.ts', 'index_.ts']);
  withFolder((folder) => {
    writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
    writeFiles(folder, files);
    expect(tsc(folder, { outDir: 'js' })).toBe('');
    const script = `import * as m from ${JSON.stringify(pathToFileURL(path.join(folder, 'js/index.js')).href)};
      console.log(JSON.stringify([m.EVIL_STATE__ODD, m.EVIL_PARAMETER('a'), m.METRIC_EVIL_ID.unit, m.EVIL_CLIENT.type, m.EVIL_STATE____PROTO__, typeof pwned]));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(stderr).toBe('');
    const text = HOSTILE.replace('\ud800', '\ufffd');
    expect(JSON.parse(stdout)).toEqual([
      text,
      'evil.parameter.a',
      text.trim(),
      'evil.client',
      '__proto__',
      'undefined',
    ]);
  });
});

test('prose of a registry cannot pose as a tag', () => {
  const { files } = generate([{ path: 'evil.yaml', text: JSON.stringify(HOSTILE_REGISTRY) }]);
  const tags = [...(files.get('evil.ts') ?? '').matchAll(/^\s*(?:\/\*\*|\*) @(\w+)/gm)].map(([, tag]) => tag);
  expect([...new Set(tags)].sort()).toEqual(['deprecated', 'generated', 'stable']);
  expect(tags.filter((tag) => tag === 'deprecated')).toHaveLength(2);
});

test('generated code has no character that an editor would not show', () => {
  const { files } = generate([{ path: 'evil.yaml', text: JSON.stringify(HOSTILE_REGISTRY) }]);
  expect([...files.values()].join('')).not.toMatch(
    /[\u0000-\u0009\u000b-\u001f\u007f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]/,
  );
});

/** Every problem of a registry is reported with its code, at its place, and then nothing is generated. */
import { expect, test } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DIAGNOSTICS } from '../../codegen/diagnostics.ts';
import { formatFinding, generate, readSources, writeFiles } from '../../codegen/index.ts';
import { generateFrom } from './registry.ts';
import { withFolder } from './tsc.ts';

const ID = `  - { key: shop.order.id, type: string, brief: Identifier., stability: development }`;
const span = (attributes: string): string =>
  `spans:\n  - { type: shop.order.internal, kind: internal, brief: Order., stability: development, attributes: [${attributes}] }`;

/** Code, text below the version line (the first line is 2), place, and a part of what is said. */
const CASES: readonly [code: string, body: string, place: string, said: string][] = [
  ['yaml-syntax', 'attributes:\n\t- key: x', '3:1', 'Tabs'],
  ['yaml-syntax', 'attributes: []\nattributes: []', '3:1', 'unique'],
  ['yaml-syntax', 'attributes: &a [*a]', '2:16', 'too deep'],
  [
    'unknown-key',
    'attributes:\n  - { key: shop.id, type: string, breif: Id., stability: stable }',
    '3:35',
    'Did you mean `brief`?',
  ],
  ['unknown-key', 'spanz: []', '2:1', 'Did you mean `spans`?'],
  [
    'unknown-key',
    `attributes:\n  - { id: shop.id, type: string, brief: Id., stability: stable }`,
    '3:7',
    'calls it `key`',
  ],
  [
    'missing-key',
    'attributes:\n  - { key: shop.id, type: string, brief: Id. }',
    '3:5',
    '`stability` is missing in an attribute',
  ],
  ['bad-value', 'attributes: shop', '2:13', '`attributes` should be a list, not `shop`'],
  ['bad-value', span('{ ref: shop.order.id, requirement_level: often }'), '3:143', 'required, recommended, opt_in'],
  [
    'bad-name',
    'attributes:\n  - { key: ../../etc/passwd, type: string, brief: Id., stability: stable }',
    '3:12',
    '`../../etc/passwd`',
  ],
  [
    'bad-name',
    'attributes:\n  - { key: shop.orderId, type: string, brief: Id., stability: stable }',
    '3:12',
    'lower-case',
  ],
  [
    'unknown-type',
    'attributes:\n  - { key: shop.id, type: strng, brief: Id., stability: stable }',
    '3:27',
    'Did you mean `string`?',
  ],
  [
    'unknown-type',
    'attributes:\n  - { key: shop.id, type: "template[string", brief: Id., stability: stable }',
    '3:27',
    'template[string',
  ],
  [
    'bad-stability',
    'attributes:\n  - { key: shop.id, type: string, brief: Id., stability: final }',
    '3:58',
    '`final` is not a stability',
  ],
  ['not-supported', 'imports: { attributes: [http.*] }', '2:1', '`imports`'],
  ['unknown-ref', `attributes:\n${ID}\n${span('{ ref: shop.order.idd }')}`, '5:109', 'Did you mean `shop.order.id`?'],
  ['unknown-ref', span('{ ref_group: shop.none }'), '3:115', 'no attribute group `shop.none`'],
  ['ref-conflict', `attributes:\n${ID}\n${span('{ ref: shop.order.id }, { ref: shop.order.id }')}`, '5:133', 'twice'],
  [
    'group-cycle',
    'attribute_groups:\n  - { id: shop.a, attributes: [{ ref_group: shop.b }] }\n  - { id: shop.b, attributes: [{ ref_group: shop.a }] }',
    '4:45',
    'shop.a → shop.b → shop.a',
  ],
  ['duplicate-attribute', `attributes:\n${ID}\n${ID}`, '4:12', 'first at shop.yaml:3:12'],
  ['duplicate-definition', `${span('')}\n${span('').split('\n')[1] ?? ''}`, '4:13', 'The span `shop.order.internal`'],
  ['colliding-names', `attributes:\n${ID}\n${ID.replace('order.id', 'order_id')}`, '4:12', 'attribute `shop.order.id`'],
  [
    'colliding-names',
    'attributes:\n  - key: shop.state\n    brief: State.\n    stability: stable\n    type: { members: [{ id: a.b, stability: stable }, { id: a_b, stability: stable }] }',
    '6:61',
    'SHOP_STATE__A_B',
  ],
  [
    'renamed-in-circle',
    `attributes:\n${ID.replace(' }', ', deprecated: { reason: renamed, renamed_to: shop.order.id } }')}`,
    '3:12',
    'shop.order.id',
  ],
];

test.each(CASES)('%s is reported at its place and stops generation (%#)', (slug, body, place, said) => {
  const { files, diagnostics } = generateFrom(body);
  const [finding] = diagnostics;
  expect(`${finding?.code} at ${finding?.line}:${finding?.column}`).toBe(`registry/${slug} at ${place}`);
  expect(finding === undefined ? '' : formatFinding(finding)).toContain(said);
  expect(finding === undefined ? '' : formatFinding(finding)).not.toMatch(/\{\w+\}/);
  expect(files.size).toBe(0);
});

test('unsupported-format: a file of version 1 is named as such, once', () => {
  const { diagnostics, files } = generate([
    { path: 'old.yaml', text: 'groups:\n  - id: registry.shop\n    prefix: shop\n' },
  ]);
  expect(diagnostics.map(({ code }) => code)).toEqual(['registry/unsupported-format']);
  expect(files.size).toBe(0);
});

test('unknown-successor warns and still generates', () => {
  const { files, diagnostics } = generateFrom(
    `attributes:\n${ID.replace(' }', ', deprecated: { reason: renamed, renamed_to: shop.number } }')}`,
  );
  expect(diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
    'warning registry/unknown-successor',
  ]);
  expect(files.get('shop.ts')).toContain('@deprecated Renamed to `shop.number`.');
});

test('colliding-names: a definition cannot take a name of the index itself', () => {
  const { diagnostics } = generateFrom(`attributes:\n${ID.replace('shop.order.id', 'schema.url')}`);
  expect(diagnostics.map(({ code }) => code)).toEqual(['registry/colliding-names']);
});

test('unreadable: a folder that is missing or has no YAML is reported, not thrown', () => {
  withFolder((folder) => {
    expect(readSources(folder).diagnostics.map(({ code }) => code)).toEqual(['registry/unreadable']);
    expect(readSources(path.join(folder, 'none')).diagnostics.map(({ code }) => code)).toEqual(['registry/unreadable']);
  });
});

test('not-generated: a file someone wrote is left alone and nothing else is written', () => {
  withFolder((folder) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'shop.ts'), 'export const mine = 1;\n');
    const { files } = generateFrom(`attributes:\n${ID}`);
    expect(writeFiles(folder, files).map(({ code }) => code)).toEqual(['registry/not-generated']);
    expect(readSources(folder).sources).toEqual([]);
  });
});

test('every documented code has a case here', () => {
  const elsewhere = ['unsupported-format', 'unknown-successor', 'unreadable', 'not-generated'];
  const covered = new Set([...CASES.map(([slug]) => slug), ...elsewhere].map((slug) => `registry/${slug}`));
  expect([...covered].sort()).toEqual(Object.keys(DIAGNOSTICS).sort());
});

test.each([
  ['an empty file', ''],
  ['a byte order mark', '\uFEFFfile_format: definition/2\n'],
  ['a scalar', '42'],
  ['a list', '- 1'],
  ['nothing but a comment', '# nothing'],
  ['two documents', 'file_format: definition/2\n---\nfile_format: definition/2\n'],
  ['an unknown alias', 'file_format: *none'],
  ['a tag of its own', 'file_format: !!js/function "x"'],
  ['keys of the prototype', 'file_format: definition/2\n__proto__: 1\nconstructor: 2\n'],
  [
    'null everywhere',
    'file_format: definition/2\nattributes: [null, ~, [], {}]\nspans: [null]\nattribute_groups: [{}]\n',
  ],
])('does not throw on %s', (_what, text) => {
  expect(() => generate([{ path: 'odd.yaml', text }])).not.toThrow();
});

test('words that older YAML reads as booleans stay texts', () => {
  const { files, diagnostics } = generateFrom(
    'attributes:\n  - { key: shop.flag, brief: on, stability: stable, type: { members: [{ id: on, stability: stable }, { id: no, stability: stable }] } }',
  );
  expect(diagnostics).toEqual([]);
  expect(files.get('shop.ts')).toContain("export const SHOP_FLAG__NO = 'no';");
});

test('an alias that multiplies without end is refused in bounded time', () => {
  const bomb = ['a: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 12; level++)
    bomb.push(`b${level}: &a${level} [${`*a${level - 1}, `.repeat(9)}*a${level - 1}]`);
  expect(generateFrom(bomb.join('\n')).diagnostics.map(({ code }) => code)).toEqual(['registry/yaml-syntax']);
});

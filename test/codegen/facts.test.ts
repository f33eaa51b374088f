/** The facts of our registry are those of the OpenTelemetry semantic conventions; only the prose and `cache.*` are ours. */
import { expect, test } from '@jest/globals';
import * as upstream from '@opentelemetry/semantic-conventions/incubating';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { generate } from '../../codegen/index.ts';
import * as ours from '../../semconv/generated/index.ts';
import { registryFolder } from './tsc.ts';

const published: Record<string, unknown> = { ...upstream };
const constants = Object.entries(ours).filter(([name]) => !/^(CACHE|METRIC|EVENT|ENTITY|SCHEMA)_/.test(name));

test('every key and template is one that OpenTelemetry publishes', () => {
  const keys = constants.filter(([name, value]) => !name.includes('__') && typeof value !== 'object');
  expect(keys.length).toBeGreaterThan(60);
  for (const [name, value] of keys) {
    const theirs = published[`ATTR_${name}`];
    const show = (item: unknown): unknown => (typeof item === 'function' ? String(item('k')) : item);
    expect([name, show(theirs)]).toEqual([name, show(value)]);
  }
});

test('every enum value is one that OpenTelemetry publishes', () => {
  for (const [name, value] of constants.filter(([constant]) => constant.includes('__'))) {
    const [attribute, member] = name.split('__');
    const theirs = published[`${attribute}_VALUE_${member}`];
    expect([name, theirs]).toEqual([name, value]);
  }
});

interface Definition {
  id?: string;
  key?: string;
  type?: string | { members: { id: string; value?: unknown; stability: string }[] };
  stability?: string;
  deprecated?: { reason: string; renamed_to?: string };
}
interface RegistryFile {
  file_format?: string;
  attributes?: Definition[];
  groups?: { attributes?: Definition[] }[];
}

const folder = process.env['SPANLOOM_SEMCONV'] ?? '';
const present = existsSync(folder);
const reason = present
  ? ''
  : ' (skipped: SPANLOOM_SEMCONV names no folder with the YAML of semantic-conventions/model)';

(present ? test : test.skip)(`types, stability and deprecations are those of the upstream registry${reason}`, () => {
  const theirs = new Map(
    readYaml(folder)
      .flatMap(({ file }) => definitions(file))
      .map((definition) => [keyOf(definition), definition]),
  );
  const own = readYaml(registryFolder)
    .flatMap(({ file }) => definitions(file))
    .filter((definition) => !keyOf(definition).startsWith('cache.'));
  expect(own.length).toBeGreaterThan(60);
  for (const definition of own) expect(facts(definition)).toEqual(facts(theirs.get(keyOf(definition)) ?? {}));
});

(present ? test : test.skip)(`upstream files of attributes in version 2 are read without a finding${reason}`, () => {
  const files = readYaml(folder).filter(
    ({ file }) => file.file_format === 'definition/2' && file.attributes !== undefined,
  );
  expect(files.length).toBeGreaterThan(2);
  const { diagnostics, files: generated } = generate(files.map(({ path: name, text }) => ({ path: name, text })));
  expect(diagnostics).toEqual([]);
  expect(generated.get('server.ts')).toContain("export const SERVER_ADDRESS = 'server.address';");
});

function readYaml(from: string): { path: string; text: string; file: RegistryFile }[] {
  return readdirSync(from, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml') && !name.endsWith('manifest.yaml'))
    .map((name) => {
      const text = readFileSync(path.join(from, name), 'utf8');
      return { path: name, text, file: parse(text) as RegistryFile };
    });
}

function definitions(file: RegistryFile): Definition[] {
  const all = [...(file.attributes ?? []), ...(file.groups ?? []).flatMap((group) => group.attributes ?? [])];
  return all.filter((definition) => keyOf(definition) !== '');
}

function keyOf(definition: Definition): string {
  return definition.key ?? definition.id ?? '';
}

function facts(definition: Definition): unknown {
  const { type, stability, deprecated } = definition;
  const members =
    typeof type === 'object'
      ? type.members.map((member) => ({ id: member.id, value: member.value ?? member.id, stability: member.stability }))
      : type;
  return {
    key: keyOf(definition),
    type: members,
    stability,
    reason: deprecated?.reason,
    renamedTo: deprecated?.renamed_to,
  };
}

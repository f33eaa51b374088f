/** The JSON Lines exporter on a real file system: lines stay whole whatever happens to the file. */

import { appendFile, mkdtemp, readFile, rename, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { setHandler, type RuntimeDiagnostic } from '../../../runtime/core/report.ts';
import { jsonlExporter } from '../../../runtime/exporters/jsonl.ts';
import type { ExportResult } from '../../../runtime/pipeline/types.ts';
import { batch, span } from './samples.ts';

let folder: string;
let path: string;
let told: RuntimeDiagnostic[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spanloom-'));
  path = join(folder, 'spans.jsonl');
  told = [];
  setHandler((diagnostic) => told.push(diagnostic));
});

afterEach(() => rm(folder, { recursive: true }));

const write = async (name: string, to = path): Promise<ExportResult> =>
  jsonlExporter({ path: to }).export(batch(span({ name })), new AbortController().signal);

async function names(from = path): Promise<string[]> {
  const lines = (await readFile(from, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    try {
      return (JSON.parse(line) as { resourceSpans: [{ scopeSpans: [{ spans: [{ name: string }] }] }] }).resourceSpans[0]
        .scopeSpans[0].spans[0].name;
    } catch {
      return 'TORN';
    }
  });
}

test('one request a line, appended', async () => {
  expect(await write('line\nbreak')).toEqual({ ok: true, rejected: 0 });
  await write('b');
  expect(await names()).toEqual(['line\nbreak', 'b']);
  expect((await readFile(path, 'utf8')).endsWith('}\n')).toBe(true);
});

test('torn: after a line without its end a new one begins, and only the torn one is lost', async () => {
  await write('a');
  await appendFile(path, '{"resourceSpans":[{"half');
  await write('b');
  await write('c');
  expect(await names()).toEqual(['a', 'TORN', 'b', 'c']);
});

test('renamed, deleted, truncated: the next batch is in a file of that name', async () => {
  await write('a');
  await rename(path, `${path}.1`);
  await write('b');
  await rm(path);
  await write('c');
  await truncate(path);
  await write('d');
  expect(await names(`${path}.1`)).toEqual(['a']);
  expect(await names()).toEqual(['d']);
});

test("ten writers of one file do not tear each other's lines", async () => {
  await Promise.all(Array.from({ length: 10 }, (_, i) => write(`${i}${'x'.repeat(100_000)}`)));
  expect((await names()).map((name) => name[0]).sort()).toEqual(Array.from({ length: 10 }, (_, i) => String(i)));
});

test('no folder, no right, no space: the failure is told with its path, and the next batch is tried', async () => {
  const missing = join(folder, 'no', 'spans.jsonl');
  expect(await write('a', missing)).toMatchObject({ ok: false, reported: true });
  expect(told).toMatchObject([{ code: 'export/write-failed' }]);
  expect(told[0]!.message).toContain(missing);
  expect(told[0]!.message).toContain('ENOENT');
  expect(await write('full', '/dev/full')).toMatchObject({ ok: false });
  expect(await write('b')).toMatchObject({ ok: true });
});

test('at exit: written without waiting, and a torn line costs only itself', async () => {
  const exporter = jsonlExporter({ path });
  expect(exporter.exportSync?.(batch(span({ name: 'a' })), 0)).toEqual({ ok: true, rejected: 0 });
  await appendFile(path, '{"half');
  exporter.exportSync?.(batch(span({ name: 'b' })), 0);
  expect(await names()).toEqual(['a', 'TORN', 'b']);
  expect(jsonlExporter({ path: folder }).exportSync?.(batch(span()), 0)).toMatchObject({ ok: false });
});

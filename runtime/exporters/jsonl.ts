/** Appends spans to a file as JSON Lines: one OTLP request per line, as the specification's file exporter does. */

import { report } from '../core/report.ts';
import type { Batch, ExportResult, SpanExporter } from '../pipeline/types.ts';
import { encodeJson } from './otlp-json.ts';

export interface JsonlOptions {
  /** File to append to; made when it is not there. Its folder must exist. */
  readonly path: string;
}

type Files = typeof import('node:fs/promises');

const NEWLINE = 0x0a;

/**
 * An exporter that appends one line per batch. The file is opened anew for each batch, so that it may be moved, deleted or
 * truncated at any time. Where there is no file system, every export fails and says so.
 */
export function jsonlExporter(options: JsonlOptions): SpanExporter {
  const { path } = options;
  return {
    name: 'jsonl',
    export: (batch) => exportBatch(path, batch),
    exportSync: (batch) => exportBatchSync(path, batch),
  };
}

function exportBatchSync(path: string, batch: Batch): ExportResult {
  try {
    const files = globalThis.process?.getBuiltinModule?.('node:fs');
    if (files === undefined) throw new Error('no file system here');
    const { body, refused } = encodeJson(batch, 0, Infinity);
    const file = files.openSync(path, 'a+');
    try {
      const stat = files.fstatSync(file);
      const last = new Uint8Array([NEWLINE]);
      if (stat.isFile() && stat.size > 0) files.readSync(file, last, 0, 1, stat.size - 1);
      const line = lineOf(body, last[0] !== NEWLINE);
      checkWritten(files.writeSync(file, line), line);
    } finally {
      files.closeSync(file);
    }
    return { ok: true, rejected: refused };
  } catch (error) {
    return failed(path, error);
  }
}

async function exportBatch(path: string, batch: Batch): Promise<ExportResult> {
  try {
    const files = globalThis.process?.getBuiltinModule?.('node:fs/promises');
    if (files === undefined) throw new Error('no file system here');
    const { body, refused } = encodeJson(batch, 0, Infinity);
    await append(files, path, body);
    return { ok: true, rejected: refused };
  } catch (error) {
    return failed(path, error);
  }
}

function failed(path: string, error: unknown): ExportResult {
  const reason = String((error as { code?: unknown }).code ?? (error as Error).message);
  report('export/write-failed', { path, reason });
  return { ok: false, message: `${path}: ${reason}`, reported: true };
}

// One write per batch: O_APPEND then keeps the lines of several processes apart.
async function append(files: Files, path: string, body: Uint8Array): Promise<void> {
  const file = await files.open(path, 'a+');
  try {
    const line = lineOf(body, await endsTorn(file));
    checkWritten((await file.write(line)).bytesWritten, line);
  } finally {
    await file.close();
  }
}

function lineOf(body: Uint8Array, torn: boolean): Uint8Array {
  const line = new Uint8Array(body.length + (torn ? 2 : 1));
  line.set(body, torn ? 1 : 0);
  if (torn) line[0] = NEWLINE;
  line[line.length - 1] = NEWLINE;
  return line;
}

function checkWritten(count: number, line: Uint8Array): void {
  if (count < line.length) throw new Error(`wrote ${count} of ${line.length} bytes`);
}

/** A process that was killed, or a full disk, left a line without its end: start a new one, so that only it is lost. */
async function endsTorn(file: import('node:fs/promises').FileHandle): Promise<boolean> {
  const stat = await file.stat();
  if (!stat.isFile() || stat.size === 0) return false;
  const last = new Uint8Array(1);
  await file.read(last, 0, 1, stat.size - 1);
  return last[0] !== NEWLINE;
}

/** The spine of codegen: registry texts in, TypeScript texts out, by load, resolve, check and emit. */
import { check } from './check.ts';
import { emit } from './emit/index.ts';
import type { EmitOptions } from './emit/index.ts';
import { load } from './load.ts';
import type { Diagnostic, Source } from './model.ts';
import { collectFindings, sortFindings } from './report.ts';
import { resolve } from './resolve.ts';

export type { EmitOptions } from './emit/index.ts';
export type { Diagnostic, Place, Source } from './model.ts';
export { formatFinding } from './report.ts';
export { compareFiles, readSources, writeFiles } from './disk.ts';
export type { Difference } from './disk.ts';

export interface Generated {
  /** Text of each file by its path below the output folder. Empty when there is an error. */
  readonly files: ReadonlyMap<string, string>;
  /** Every problem, by file, line and column. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Generates the TypeScript of a registry in the `definition/2` format of the OpenTelemetry semantic conventions.
 * Never throws on bad input: what is wrong is in `diagnostics`, and one error means no files at all.
 * The same sources give the same bytes, in whatever order they come.
 */
export function generate(sources: readonly Source[], options: EmitOptions = {}): Generated {
  const { findings, report } = collectFindings();
  const failed = (): boolean => findings.some(({ severity }) => severity === 'error');
  const nothing = (): Generated => ({ files: new Map(), diagnostics: sortFindings(findings) });

  const loaded = load(sources, report);
  if (failed()) return nothing(); // what was left out would only be missed again, once for each reference
  const registry = resolve(loaded, report);
  check(registry, report);
  if (failed()) return nothing();
  return { files: emit(registry, options), diagnostics: sortFindings(findings) };
}

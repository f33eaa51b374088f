/** One file, as every host has it done: a defect of ours becomes a diagnostic, never an exception in a build or program. */

import { diagnostic } from '../diagnose.ts';
import { transform, type Diagnostic, type TransformOptions, type TransformResult } from '../index.ts';
import { isAboutOptions } from './tell.ts';

type Transform = typeof transform;

export interface InstrumentedFile {
  /** Null: the file stays as it is. */
  readonly result: Pick<TransformResult, 'code' | 'map'> | null;
  /** Of this file; what is wrong with the options is told elsewhere, once. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Never throws. `run` is there for tests. */
export function instrumentFile(
  code: string,
  id: string,
  options: TransformOptions,
  run: Transform = transform,
): InstrumentedFile {
  const diagnostics: Diagnostic[] = [];
  try {
    const onDiagnostic = (one: Diagnostic): void => void (isAboutOptions(one) || diagnostics.push(one));
    return { result: run(code, id, { ...options, onDiagnostic }), diagnostics };
  } catch (error) {
    const range = { start: 0, end: 0 };
    return { result: null, diagnostics: [diagnostic('build/failed', { code, id }, range, { detail: String(error) })] };
  }
}

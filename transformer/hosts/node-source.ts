/** What each of Node's hooks does with one file: instrument it and append its source map. */

import { writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { resolveOptions, type TransformOptions } from '../index.ts';
import { withMap } from './source-map.ts';
import { rulesFor } from '../rules/index.ts';
import { instrumentFile } from './instrument-file.ts';
import { isOwnFile } from './own-files.ts';
import { news, textOf } from './tell.ts';

export interface NodeHookOptions extends TransformOptions {
  /** `'ruled'`: only files of dependencies that a rule names. Default: `'all'`. */
  readonly files?: 'all' | 'ruled';
}

/** One file as a hook of Node's sees it. */
export interface LoadedFile {
  readonly url: string;
  readonly source: string | ArrayBuffer | NodeJS.TypedArray | null | undefined;
  readonly format: string | null | undefined;
}

/** The code to run instead, or undefined where nothing matches. Diagnostics go to stderr; nothing is thrown. */
export type Instrument = (file: LoadedFile) => string | undefined;

const FILES = /\.[cm]?[jt]s(?:[?#].*)?$/;

export function instrumentWith({ files = 'all', ...given }: NodeHookOptions): Instrument {
  const settings = resolveOptions(given);
  const isNews = news();
  return ({ url, source, format }) => {
    if (source === null || source === undefined || !url.startsWith('file:') || !FILES.test(url)) return undefined;
    const file = fileURLToPath(url);
    if (isOwnFile(file) || (files === 'ruled' && rulesFor(file, settings).length === 0)) return undefined;
    const code = typeof source === 'string' ? source : Buffer.from(source as ArrayBuffer).toString('utf8');
    const { result, diagnostics } = instrumentFile(code, file, { ...given, ...formatOf(format) });
    for (const one of diagnostics) {
      if (!isNews(one, code)) continue;
      given.onDiagnostic?.(one);
      print(textOf(one, code));
    }
    return result === null ? undefined : withMap(result.code, result.map, file);
  };
}

function formatOf(format: string | null | undefined): { format?: 'esm' | 'cjs' } {
  if (format?.startsWith('commonjs') === true) return { format: 'cjs' };
  return format?.startsWith('module') === true ? { format: 'esm' } : {};
}

// At once, also from the loader's thread of a process that is about to end.
function print(text: string): void {
  try {
    writeSync(2, `${text}\n`);
  } catch {
    // A closed or full stderr is no reason to stop.
  }
}

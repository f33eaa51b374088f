/** What both of Node's hooks do with one file: instrument it and append its source map. */

import { formatDiagnostic, transform } from '../index.ts';

const FILES = /\.[cm]?[jt]s$/;

/** Files of the user's and of their dependencies; not ours, and not Node's. */
export const isOurFile = (url: string): boolean =>
  url.startsWith('file:') && FILES.test(url.replace(/[?#].*$/, '')) && !/\/node_modules\/(@spanloom|spanloom)\//.test(url);

/** The code to run instead, or undefined where nothing matches. Diagnostics go to stderr; nothing is thrown. */
export function instrumentSource(code: string, file: string, format: 'esm' | 'cjs'): string | undefined {
  try {
    const result = transform(code, file, {
      format,
      onDiagnostic: (one) => process.stderr.write(`${formatDiagnostic(one, code)}\n`),
    });
    return result === null ? undefined : `${result.code}\n//# sourceMappingURL=${result.map.toUrl()}`;
  } catch (error) {
    process.stderr.write(`spanloom: ${file} could not be instrumented and runs as it is: ${String(error)}\n`);
    return undefined;
  }
}

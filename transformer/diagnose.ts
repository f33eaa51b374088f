/** Diagnostics of a build: a code from the catalogue, a place, a cause and a fix. */

import { DIAGNOSTICS, type DiagnosticCode } from './diagnostics.ts';

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly fix: string;
  readonly file: string;
  /** UTF-16 offsets of the range in the original text. */
  readonly start: number;
  readonly end: number;
  /** One-based. */
  readonly line: number;
  readonly column: number;
}

interface Place {
  readonly code: string;
  readonly id: string;
}

/** Fills the catalogue's message for `diagnostic` with `facts`. */
export function diagnostic(
  code: DiagnosticCode,
  place: Place,
  range: { readonly start: number; readonly end: number },
  facts: Readonly<Record<string, unknown>> = {},
): Diagnostic {
  const entry = DIAGNOSTICS[code];
  const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (hole, key: string) => String(facts[key] ?? hole));
  const before = place.code.slice(0, range.start).split('\n');
  return {
    code,
    severity: entry.severity,
    message: fill(entry.message),
    fix: fill(entry.fix),
    file: place.id,
    start: range.start,
    end: range.end,
    line: before.length,
    column: (before.at(-1) as string).length + 1,
  };
}

/** One diagnostic as people read it, with the line it points at. */
export function formatDiagnostic(d: Diagnostic, code: string): string {
  const line = (code.split('\n')[d.line - 1] ?? '').replace(/\r$/, '');
  const width = Math.max(1, Math.min(d.end - d.start, line.length - d.column + 1));
  const gutter = String(d.line).replace(/./g, ' ');
  return [
    `spanloom ${d.severity} ${d.code}: ${d.message}`,
    `  at ${d.file}:${d.line}:${d.column}`,
    `  ${d.line} | ${line}`,
    `  ${gutter} | ${line.slice(0, d.column - 1).replace(/[^\t]/g, ' ')}${'^'.repeat(width)}`,
    `  fix: ${d.fix}`,
  ].join('\n');
}

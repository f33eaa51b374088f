/** Turns a diagnostic code and its placeholders into a finding; the only place where codegen's messages are filled in. */
import { DIAGNOSTICS } from './diagnostics.ts';
import type { Diagnostic, Place } from './model.ts';

export type Code = keyof typeof DIAGNOSTICS;

/** Records one finding. */
export type Report = (code: Code, at: Place, values?: Readonly<Record<string, string>>) => void;

/** A list of findings and the function that adds to it. The same code at the same place counts once, however often it is met. */
export function collectFindings(): { readonly findings: Diagnostic[]; readonly report: Report } {
  const findings: Diagnostic[] = [];
  const seen = new Set<string>();
  const report: Report = (code, at, values = {}) => {
    const identity = `${code} ${at.file}:${at.line}:${at.column}`;
    if (seen.has(identity)) return;
    seen.add(identity);
    const { severity, message, fix } = DIAGNOSTICS[code];
    findings.push({
      code,
      severity,
      file: at.file,
      line: at.line,
      column: at.column,
      message: fill(message, values),
      fix: fill(fix, values),
    });
  };
  return { findings, report };
}

/** File, then line, then column, then code: the order in which findings are shown. */
export function sortFindings(findings: readonly Diagnostic[]): Diagnostic[] {
  return [...findings].sort(
    (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.code, b.code),
  );
}

/** One finding as a compiler would print it: `file:line:column severity code: message`, then the fix. */
export function formatFinding(finding: Diagnostic): string {
  const where = `${finding.file}:${finding.line}:${finding.column}`;
  return `${where} ${finding.severity} ${finding.code}: ${finding.message}\n  fix: ${finding.fix}`;
}

/** Code-unit order, so that the same registry sorts alike in every locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}

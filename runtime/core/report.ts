/** Tells people about problems: each code once, through one handler that can be replaced, and never by throwing. */

import { state } from './state.ts';
import { DIAGNOSTICS, type DiagnosticCode } from '../diagnostics.ts';

export interface RuntimeDiagnostic {
  readonly code: DiagnosticCode;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly fix: string;
}

type Handler = (diagnostic: RuntimeDiagnostic) => void;

const print: Handler = (d) => {
  console.warn(`spanloom ${d.severity} ${d.code}: ${d.message}\n  fix: ${d.fix}`);
};

/** Replaces where diagnostics go; without an argument they are printed again. */
export function setHandler(handler?: Handler): void {
  state.onDiagnostic = handler;
}

/** Reports once per code; pass `again` to let it be reported anew (a loss that had ended and began again). */
export function report(code: DiagnosticCode, facts: Readonly<Record<string, unknown>> = {}, again = false): void {
  if (state.told.has(code) && !again) return;
  state.told.add(code);
  try {
    const entry = DIAGNOSTICS[code];
    const fill = (text: string): string =>
      text.replace(/\{(\w+)\}/g, (hole, key: string) => String(facts[key] ?? hole));
    (state.onDiagnostic ?? print)({
      code,
      severity: entry.severity,
      message: fill(entry.message),
      fix: fill(entry.fix),
    });
  } catch {
    // Nothing may come of a handler or a value that throws.
  }
}

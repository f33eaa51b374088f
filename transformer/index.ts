/** The transformer's spine: prefilter -> parse -> find -> plan -> rewrite. One text in, one text out. */

import { diagnostic, type Diagnostic } from './diagnose.ts';
import { find } from './find.ts';
import { resolveOptions, type TransformOptions } from './options.ts';
import { parse } from './parse.ts';
import { plan } from './plan.ts';
import { mayHoldTarget } from './prefilter.ts';
import { rewrite, type SourceMap } from './rewrite.ts';
import { rulesFor } from './rules/index.ts';
import type { SiteInfo } from './types.ts';

export interface TransformResult {
  readonly code: string;
  readonly map: SourceMap;
  /** The places that were instrumented, in source order. */
  readonly sites: readonly SiteInfo[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Instruments one file. Null: it stays as it is, for want of a target or because it cannot be rewritten; the reason
 * goes to `options.onDiagnostic`, as every diagnostic does. Synchronous, deterministic, never throws over bad input;
 * its own output comes back as null. `id` is the file's path: its ending decides the language.
 */
export function transform(code: string, id: string, options?: TransformOptions): TransformResult | null {
  const settings = resolveOptions(options);
  const diagnostics: Diagnostic[] = [...settings.diagnostics];
  const done = (result: TransformResult | null): TransformResult | null => {
    for (const one of diagnostics) options?.onDiagnostic?.(one);
    return result;
  };

  if (!mayHoldTarget(code, id, settings)) return done(null);
  const file = parse(code, id);
  const [error] = file.errors;
  if (error !== undefined) {
    // A dependency's own dialect is none of the user's business, unless a rule was to apply to it.
    const foreign = /[\\/]node_modules[\\/]/.test(id) && rulesFor(id, settings).length === 0;
    if (!foreign) diagnostics.push(diagnostic('transform/syntax-error', file, error, { detail: error.message }));
    return done(null);
  }
  const found = find(file, settings);
  const planned = plan(file, found, settings);
  diagnostics.push(...planned.diagnostics);
  if (planned.edits.length === 0) return done(null);
  return done({ ...rewrite(code, planned, id), sites: planned.sites, diagnostics });
}

export { formatDiagnostic, type Diagnostic } from './diagnose.ts';
export { DIAGNOSTICS, type DiagnosticCode } from './diagnostics.ts';
export { resolveOptions, type FunctionsRule, type Settings, type TransformOptions } from './options.ts';
export type { SourceMap } from './rewrite.ts';
export { RULE_GROUPS, type RuleGroup } from './rules/index.ts';
export type { Constant, Level, SiteInfo } from './types.ts';

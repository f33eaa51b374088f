/** Plan: decides every edit of one file. Same targets and options, same bytes. */

import type { SiteOptions } from '@spanloom/runtime/abi';
import { CODE_FUNCTION_NAME } from '@spanloom/semconv';
import type { Settings } from './options.ts';
import { freshNames } from './names.ts';
import { pathOf } from './file-id.ts';
import { lineAt, lineStarts } from './lines.ts';
import { planAddition } from './plan/addition.ts';
import { conflictOf } from './plan/conflicts.ts';
import { hooksOf, planHead } from './plan/head.ts';
import { planFunction } from './plan/function.ts';
import { readFields } from './plan/fields.ts';
import { planImports } from './plan/imports.ts';
import { endingOf, LEVEL } from './plan/work.ts';
import { diagnostic, type Diagnostic } from './diagnose.ts';
import { LEVELS } from './types.ts';
import type { Edit, Found, Parsed, Plan, SiteInfo, SpanOptions, Target } from './types.ts';

export function plan(file: Parsed, found: Found, settings: Settings): Plan {
  const fresh = freshNames(file.code);
  const hooks = hooksOf(file, settings, fresh);
  const diagnostics: Diagnostic[] = [...found.diagnostics];
  const sites: SiteInfo[] = [];
  const edits: Edit[] = [];
  const lines = lineStarts(file.code);
  const kept: Target[] = [];
  const isWanted = ({ options }: Target): boolean =>
    LEVELS.indexOf(options.level ?? 'info') >= LEVELS.indexOf(settings.level);
  for (const target of found.targets
    .filter(isWanted)
    .toSorted((a, b) => a.fn.start - b.fn.start || b.fn.end - a.fn.end)) {
    const conflict = conflictOf(target, file);
    const fields = conflict === undefined ? readFields(target, file, fresh) : { problem: conflict };
    if ('problem' in fields) {
      diagnostics.push(
        diagnostic(fields.problem.code, file, fields.problem.at, { file: file.id, ...fields.problem.facts }),
      );
      continue;
    }
    kept.push(target);
    const site = siteOf(target, fields.keys, file, settings, lineAt(lines, target.fn.start));
    sites.push(site);
    const planned = planFunction({
      target,
      file,
      fresh,
      hooks,
      fields,
      site: hooks.site(sites.length - 1),
      mode: endingOf(target),
    });
    edits.push(...planned.edits);
    for (const { code, at, facts } of planned.problems) diagnostics.push(diagnostic(code, file, at, facts));
    edits.push(...erasures(target.erase, file.code));
  }
  for (const addition of found.additions) {
    const planned = planAddition(addition, file, fresh, hooks);
    if ('code' in planned) {
      diagnostics.push(diagnostic(planned.code, file, planned.at, planned.facts));
      continue;
    }
    kept.push(addition.target);
    edits.push(planned, ...erasures(addition.target.erase, file.code));
  }
  edits.push(...erasures(found.erase, file.code));
  for (const call of found.callSites)
    edits.push({ kind: 'replace', start: call.start, end: call.end, text: hooks(call.hook) });
  for (const { at, parameter } of found.bindings) {
    edits.push({
      kind: 'wrap',
      start: at,
      end: at,
      level: LEVEL.statement,
      open: ` ${parameter} = ${hooks('bind')}(${parameter});`,
      close: '',
    });
  }
  edits.push(...planImports(file, [...found.erase, ...kept.flatMap((target) => target.erase)]));
  return {
    edits: edits.map((edit) => apart(edit, file.code)),
    sites,
    diagnostics: diagnostics.toSorted((a, b) => a.start - b.start),
    head: planHead(file, sites, hooks, settings, fresh),
  };
}

// `yield[a]` and `return(a)` of minified code: without a blank, the keyword and what opens would be one name.
function apart(edit: Edit, code: string): Edit {
  if (edit.kind !== 'wrap' || !/[\w$]/.test(code[edit.start - 1] ?? '') || !/^[\w$]/.test(edit.open)) return edit;
  return { ...edit, open: ` ${edit.open}` };
}

function erasures(erase: Target['erase'], code: string): Edit[] {
  return erase.map(({ start, end, text = '' }) => ({
    kind: 'replace',
    start,
    end,
    text: text + code.slice(start, end).replace(/[^\r\n\u2028\u2029]+/g, ''),
  }));
}

function siteOf(target: Target, keys: readonly string[], file: Parsed, settings: Settings, line: number): SiteInfo {
  const { name, kind, attributes, code } = target.options;
  const told = target.code && code !== false;
  const options = siteOptions(target.options);
  return {
    name: name ?? target.name,
    kind: kind ?? 1,
    keys,
    attributes:
      told && name !== undefined && name !== target.name
        ? [...(attributes ?? []), [CODE_FUNCTION_NAME, target.name]]
        : (attributes ?? []),
    file: told ? relative(file.id, settings.root) : '',
    line,
    ...(options === undefined ? {} : { options }),
  };
}

function siteOptions({ scope, sample, requireParent, metrics, semconv }: SpanOptions): SiteOptions | undefined {
  const given = Object.entries({ scope, sample, requireParent, metrics, semconv }).filter(
    ([, value]) => value !== undefined,
  );
  return given.length === 0 ? undefined : (Object.fromEntries(given) as SiteOptions);
}

function relative(id: string, root: string): string {
  const path = pathOf(id).replaceAll('\\', '/');
  const base = root.replaceAll('\\', '/').replace(/\/?$/, '/');
  return path.startsWith(base) ? path.slice(base.length) : path;
}

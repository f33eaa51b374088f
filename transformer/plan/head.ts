/** The one line of declarations that emitted code needs: hooks and sites. */

import { ABI_VERSION } from '@spanloom/runtime/abi';
import { pathOf } from '../file-id.ts';
import type { FreshName } from '../names.ts';
import type { Settings } from '../options.ts';
import type { Node, Parsed, Plan, SiteInfo } from '../types.ts';

/** Names a hook in emitted text, and remembers that it was named. */
export interface Hooks {
  (hook: string): string;
  readonly used: ReadonlyMap<string, string>;
  /** Where emitted text finds the number of a site. */
  readonly site: (index: number) => string;
  /** Where a script keeps all of them, if it has no variables of its own. */
  readonly own: string | undefined;
}

/** Hooks that live beside the library integrations. */
const LIBRARY_HOOKS = new Set(['pgStart', 'pgHold']);

export function hooksOf(file: Parsed, settings: Settings, fresh: FreshName): Hooks {
  const used = new Map<string, string>();
  // Once a file: it may search the whole text.
  const format = formatOf(file, settings);
  const name = (hook: string): string => {
    const text = format === 'global' ? `${settings.runtimeModule}.${hook}` : fresh(hook);
    used.set(hook, text);
    return text;
  };
  // A script's variables belong to every script of its realm: its sites are kept beside the hooks, under its own mark.
  const own = format === 'global' ? `${name('state')}.scripts.${markOf(file)}` : undefined;
  used.clear();
  const site = (index: number): string => (own === undefined ? fresh(`site${index + 1}`) : `${own}[${index}]`);
  return Object.assign(name, { used, site, own });
}

const formatOf = (file: Parsed, settings: Settings): 'esm' | 'cjs' | 'global' =>
  settings.format ?? (file.module || !isCommonJs(file) ? 'esm' : 'cjs');

// A file without imports and exports is a script or CommonJS; only the second has these names.
const isCommonJs = (file: Parsed): boolean =>
  /\.c[jt]s$/.test(pathOf(file.id)) || /\b(require\s*\(|module\.exports|exports\.)/.test(file.code);

export function planHead(
  file: Parsed,
  sites: readonly SiteInfo[],
  hooks: Hooks,
  settings: Settings,
  fresh: FreshName,
): Plan['head'] {
  if (sites.length > 0) hooks('site');
  if (hooks.used.size === 0) return undefined;
  return place(file, importText(file, hooks, settings, fresh) + siteText(sites, hooks));
}

function siteText(sites: readonly SiteInfo[], hooks: Hooks): string {
  if (sites.length === 0) return '';
  const calls = sites.map((site) => `/* @__PURE__ */ ${hooks('site')}(${descriptor(site)})`);
  if (hooks.own !== undefined) return ` void (${hooks.own} = [${calls.join(', ')}]);`;
  return ` var ${calls.map((call, index) => `${hooks.site(index)} = ${call}`).join(', ')};`;
}

// FNV-1a of name and text (Fowler, Noll, Vo): the same file has the same mark.
function markOf({ id, code }: Parsed): string {
  let hash = 0x811c9dc5;
  for (const text of [id, code])
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return `s${(hash >>> 0).toString(36)}`;
}

function importText(file: Parsed, hooks: Hooks, settings: Settings, fresh: FreshName): string {
  const format = formatOf(file, settings);
  if (format === 'global') return '';
  const own = [...hooks.used].filter(([hook]) => !LIBRARY_HOOKS.has(hook));
  const library = [...hooks.used].filter(([hook]) => LIBRARY_HOOKS.has(hook));
  const one = (names: readonly (readonly [string, string])[], source: string, module: string): string => {
    if (names.length === 0) return '';
    return format === 'esm'
      ? `import { ${names.map(([hook, local]) => `${hook} as ${local}`).join(', ')} } from '${source}';`
      : `var ${module} = require('${source}'), ${names.map(([hook, local]) => `${local} = ${module}.${hook}`).join(', ')};`;
  };
  const libraries = settings.runtimeModule.replace(/\/hooks$/, '/libraries');
  return [one(own, settings.runtimeModule, fresh('hooks')), one(library, libraries, fresh('libraries'))]
    .filter((text) => text !== '')
    .join(' ');
}

// On a line that exists: after the hashbang and the directives, before the first statement.
function place(file: Parsed, text: string): { at: number; text: string } {
  const body = file.program['body'] as Node[];
  const directives = body.filter((statement) => typeof statement['directive'] === 'string');
  const last = directives.at(-1);
  if (last !== undefined) return { at: last.end, text: `${file.code[last.end - 1] === ';' ? ' ' : '; '}${text}` };
  const first = body[0];
  return first === undefined ? { at: file.program.end, text } : { at: startOf(first, file), text: `${text} ` };
}

// A decorated class begins with its decorators, which some parsers leave out of the statement's range; a comment with
// a tag stays beside its function.
function startOf(statement: Node, file: Parsed): number {
  const declaration = (statement['declaration'] ?? statement) as Node;
  const decorators = (declaration['decorators'] as Node[] | undefined) ?? [];
  const start = Math.min(statement.start, ...decorators.map((decorator) => decorator.start));
  const doc = file.comments.findLast((comment) => comment.end <= start && comment.value.startsWith('*'));
  return doc !== undefined && /^\s*$/.test(file.code.slice(doc.end, start)) ? doc.start : start;
}

const quote = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`);

function descriptor(site: SiteInfo): string {
  return quote([
    ABI_VERSION,
    site.name,
    site.kind,
    site.keys,
    site.attributes.flat(1),
    site.file,
    site.line,
    ...(site.options === undefined ? [] : [site.options]),
  ]);
}

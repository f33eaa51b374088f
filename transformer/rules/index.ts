/** Library rules: data. Which function of which file of which package is instrumented, and how. */

import { pathOf } from '../file-id.ts';
import type { Settings } from '../options.ts';
import type { Constant, RuleCalls } from '../types.ts';
import { cacheRules } from './cache.ts';
import { sqlRules } from './sql.ts';

interface Place {
  readonly name: string;
  readonly group: RuleGroup;
  readonly module: string;
  /** Path inside the package. */
  readonly file: RegExp;
  readonly class: string;
  readonly method: string;
}

/** A method that becomes a span. */
export interface SpanRule extends Place {
  readonly kind: 'span';
  readonly span: {
    readonly name: string;
    readonly kind: number;
    readonly attributes: readonly (readonly [key: string, value: Constant])[];
  };
  readonly calls: RuleCalls;
}

/** A method that calls a parameter back later: it is to be called in the context of whoever passed it. */
export interface BindRule extends Place {
  readonly kind: 'bind';
  /** Index of the parameter. */
  readonly parameter: number;
}

export type LibraryRule = SpanRule | BindRule;

/** `http` has no rewritten library: incoming and outgoing requests are seen through Node's own channels. */
export const RULE_GROUPS = ['http', 'sql', 'cache'] as const;
export type RuleGroup = (typeof RULE_GROUPS)[number];

const RULES: readonly LibraryRule[] = [...sqlRules, ...cacheRules];

/** Packages that must be bundled, not left external, for their rules to reach them. */
export const ruledPackages = (settings: Settings): string[] => [
  ...new Set(RULES.filter((rule) => settings.rules.includes(rule.group)).map((rule) => rule.module)),
];

/** The rules for one file of a dependency. */
export function rulesFor(id: string, settings: Settings): readonly LibraryRule[] {
  const file = pathOf(id).replaceAll('\\', '/');
  const at = file.lastIndexOf('node_modules/');
  const path = at === -1 ? '' : file.slice(at);
  if (!path.startsWith('node_modules/')) return [];
  return RULES.filter((rule) => {
    const prefix = `node_modules/${rule.module}/`;
    return settings.rules.includes(rule.group) && path.startsWith(prefix) && rule.file.test(path.slice(prefix.length));
  });
}

/** Find: AST to targets. Each shape of function has its own file in `targets/`. */

import { diagnostic, type Diagnostic } from './diagnose.ts';
import type { DiagnosticCode } from './diagnostics.ts';
import type { Settings } from './options.ts';
import type { Comment } from './parse.ts';
import { rulesFor, type LibraryRule } from './rules/index.ts';
import { isShadowed } from './scope.ts';
import { matchAny } from './targets/any.ts';
import { matchCall, matchFetch } from './targets/call.ts';
import { matchClass, matchMember } from './targets/member.ts';
import { matchRule } from './targets/ruled.ts';
import { matchTagged, taggedComments } from './targets/tagged.ts';
import type { Addition, Binding, CallSite, Erasure, Found, Node, Parsed, Target } from './types.ts';
import { SKIP, walkCode } from './walk.ts';

/** What the matchers share while one file is searched. */
export interface Search {
  readonly file: Parsed;
  readonly targets: Target[];
  /** Functions that are a target already. */
  readonly claimed: Set<Node>;
  readonly callSites: CallSite[];
  readonly bindings: Binding[];
  readonly additions: Addition[];
  readonly erase: Erasure[];
  readonly diagnostics: Diagnostic[];
  /** Functions that no rule may touch. */
  readonly excluded: Set<Node>;
  /** Nodes whose text will be gone: nothing inside them is a target. */
  readonly erased: Set<Node>;
  readonly rules: readonly LibraryRule[];
  readonly matchedRules: Set<LibraryRule>;
  /** `@instrument` comments by the offset of the code that they stand before. */
  readonly tags: Map<number, Comment>;
  add(target: Target): void;
  /** Which of our names an expression means here, seen through aliases, namespaces and shadowing. */
  ours(expression: Node, ancestors: readonly Node[]): OurName | undefined;
  refuse(code: DiagnosticCode, at: { start: number; end: number }, facts?: Record<string, unknown>): void;
}

export type OurName = 'instrument' | 'noInstrument' | 'addAttributes';

const OUR_NAMES: readonly string[] = ['instrument', 'noInstrument', 'addAttributes'];

const RUNTIME = '@spanloom/runtime';

export function find(file: Parsed, settings: Settings): Found {
  const search = begin(file, settings);
  const matchers = matchersFor(settings);
  walkCode(file.program, (node, ancestors) => {
    if (search.erased.has(node)) return SKIP;
    for (const match of matchers.get(node.type) ?? NONE) match(search, node, ancestors);
    return undefined;
  });
  for (const comment of search.tags.values()) search.refuse('transform/tag-without-function', comment);
  for (const rule of search.rules) {
    if (!search.matchedRules.has(rule)) search.refuse('rule/no-match', { start: 0, end: 0 }, { rule: rule.name });
  }
  const { targets, callSites, bindings, additions, erase, diagnostics } = search;
  return {
    targets: targets.filter((one) => !one.ancestors.some((node) => search.erased.has(node))),
    callSites,
    bindings,
    additions,
    erase,
    diagnostics,
  };
}

type Matcher = (search: Search, node: Node, ancestors: readonly Node[]) => void;

const NONE: readonly Matcher[] = [];

/** By the type of the node, in the order in which they are asked: a function that one claims is another's no more. */
function matchersFor({ fetch, all }: Settings): ReadonlyMap<string, readonly Matcher[]> {
  const functions = all ? [matchTagged, matchAny] : [matchTagged];
  return new Map<string, readonly Matcher[]>([
    ['CallExpression', fetch ? [matchFetch, matchCall] : [matchCall]],
    ['ClassDeclaration', [matchClass]],
    ['ClassExpression', [matchClass]],
    ['MethodDefinition', [matchMember, matchTagged, matchRule]],
    ['PropertyDefinition', [matchMember, matchTagged]],
    ['AccessorProperty', [matchMember]],
    ['Property', [matchTagged]],
    ['FunctionDeclaration', functions],
    ['FunctionExpression', functions],
    ['ArrowFunctionExpression', functions],
    ['VariableDeclaration', [matchTagged]],
    ['ExpressionStatement', [matchTagged]],
    ['ExportNamedDeclaration', [matchTagged]],
    ['ExportDefaultDeclaration', [matchTagged]],
  ]);
}

function begin(file: Parsed, settings: Settings): Search {
  const ourImports = file.imports.filter((one) => one.source === RUNTIME && !one.typeOnly);
  const diagnostics: Diagnostic[] = [];
  const targets: Target[] = [];
  const claimed = new Set<Node>();
  return {
    file,
    targets,
    claimed,
    callSites: [],
    bindings: [],
    additions: [],
    erase: [],
    diagnostics,
    excluded: new Set(),
    erased: new Set(),
    rules: rulesFor(file.id, settings),
    matchedRules: new Set(),
    tags: taggedComments(file),
    add(target) {
      claimed.add(target.fn);
      targets.push(target);
    },
    ours(expression, ancestors) {
      const named = nameIn(expression, ourImports);
      return named === undefined || isShadowed(named.local, ancestors) ? undefined : named.imported;
    },
    refuse(code, at, facts = {}) {
      diagnostics.push(diagnostic(code, file, at, { file: file.id, ...facts }));
    },
  };
}

function nameIn(expression: Node, imports: Parsed['imports']): { local: string; imported: OurName } | undefined {
  const object =
    expression.type === 'MemberExpression' && expression['computed'] !== true
      ? (expression['object'] as Node)
      : expression;
  if (object.type !== 'Identifier') return undefined;
  const found = imports.find((one) => one.local === object['name']);
  if (found === undefined || (found.imported === '*') !== (object !== expression)) return undefined;
  const imported = found.imported === '*' ? (expression['property'].name as string) : found.imported;
  return OUR_NAMES.includes(imported) ? { local: found.local, imported: imported as OurName } : undefined;
}

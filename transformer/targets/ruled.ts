/** Methods of library classes that a rule names. */

import type { Search } from '../find.ts';
import type { LibraryRule } from '../rules/index.ts';
import { blockNames, varNames } from '../scope.ts';
import type { Node } from '../types.ts';

export function matchRule(search: Search, node: Node, ancestors: readonly Node[]): void {
  if (node.type !== 'MethodDefinition' || search.rules.length === 0) return;
  for (const rule of search.rules) {
    if (!isNamed(rule, node) || !isClass(search, rule, ancestors) || !hasNames(rule, node['value'] as Node)) continue;
    search.matchedRules.add(rule);
    const fn = node['value'] as Node;
    if (search.excluded.has(fn)) continue;
    if (rule.kind === 'bind') {
      search.bindings.push({
        at: (fn['body'] as Node).start + 1,
        parameter: fn['params'][rule.parameter].name as string,
      });
      continue;
    }
    search.add({
      fn,
      ancestors: [...ancestors, node],
      name: rule.span.name,
      options: { name: rule.span.name, kind: rule.span.kind, attributes: rule.span.attributes },
      calls: rule.calls,
      code: false,
      erase: [],
      at: node['key'] as Node,
    });
  }
}

const isNamed = (rule: LibraryRule, node: Node): boolean =>
  node['static'] !== true && node['computed'] !== true && node['kind'] === 'method' && node['key'].name === rule.method;

// A rule that names a local variable or parameter must find it, or emitted code would throw.
function hasNames(rule: LibraryRule, fn: Node): boolean {
  const body = fn['body'] as Node | null;
  if (body === null) return false;
  if (rule.kind === 'bind') return fn['params'][rule.parameter]?.type === 'Identifier';
  const declared = [...varNames(body), ...blockNames(body['body'] as Node[])];
  return (rule.calls.hold?.args ?? []).every((arg) => !/^[a-z]\w*$/i.test(arg) || declared.includes(arg));
}

// By its own name or by the one it is exported under: minifiers change the first and must keep the second.
function isClass(search: Search, rule: LibraryRule, ancestors: readonly Node[]): boolean {
  const owner = ancestors.at(-2);
  const holder = ancestors.at(-3);
  const names = [owner?.['id']?.name, holder?.type === 'VariableDeclarator' ? holder['id'].name : undefined] as (
    | string
    | undefined
  )[];
  return (
    names.includes(rule.class) ||
    names.some((name) => name !== undefined && exportedAs(search, name).includes(rule.class))
  );
}

function exportedAs(search: Search, local: string): string[] {
  const names: string[] = [];
  for (const statement of search.file.program['body'] as Node[]) {
    if (statement.type === 'ExportNamedDeclaration') {
      for (const specifier of statement['specifiers'] as Node[]) {
        if (specifier['local'].name === local) names.push(specifier['exported'].name as string);
      }
    }
    // exports.Name = local
    const assignment = statement.type === 'ExpressionStatement' ? (statement['expression'] as Node) : undefined;
    if (
      assignment?.type === 'AssignmentExpression' &&
      assignment['right'].name === local &&
      assignment['left'].type === 'MemberExpression'
    ) {
      names.push(assignment['left'].property.name as string);
    }
  }
  return names;
}

/** Imports of ours that nothing uses once the decorators are gone. */

import type { Edit, Erasure, Node, Parsed } from '../types.ts';
import { isShadowed } from '../scope.ts';
import { walk } from '../walk.ts';

const RUNTIME = '@spanloom/runtime';

export function planImports(file: Parsed, erased: readonly Erasure[]): Edit[] {
  if (erased.length === 0) return [];
  const edits: Edit[] = [];
  for (const statement of file.program['body'] as Node[]) {
    if (
      statement.type !== 'ImportDeclaration' ||
      statement['source'].value !== RUNTIME ||
      statement['importKind'] === 'type'
    )
      continue;
    const specifiers = statement['specifiers'] as Node[];
    const used = namesInUse(file.program, new Set(specifiers.map((one) => one['local'].name as string)), erased);
    const dead = specifiers.filter((one) => isOurs(one) && !used.has(one['local'].name as string));
    if (dead.length > 0 && dead.length === specifiers.length)
      edits.push(blank(statement.start, statement.end, file.code));
    else for (const specifier of dead) edits.push(withoutSpecifier(specifier, specifiers, file.code));
  }
  return edits;
}

const isOurs = (specifier: Node): boolean =>
  specifier.type === 'ImportNamespaceSpecifier' ||
  ['instrument', 'noInstrument', 'addAttributes'].includes(specifier['imported']?.name as string);

function namesInUse(program: Node, ours: ReadonlySet<string>, erased: readonly Erasure[]): Set<string> {
  const names = new Set<string>();
  walk(program, (node, ancestors) => {
    if (
      node.type === 'ImportDeclaration' ||
      erased.some((range) => range.text === undefined && node.start >= range.start && node.end <= range.end)
    ) {
      return false;
    }
    const gone = erased.some((range) => node.start >= range.start && node.end <= range.end);
    const name = node.type === 'Identifier' || node.type === 'JSXIdentifier' ? (node['name'] as string) : undefined;
    if (!gone && name !== undefined && ours.has(name) && !isShadowed(name, ancestors)) names.add(name);
    return undefined;
  });
  return names;
}

const blank = (start: number, end: number, code: string): Edit => ({
  kind: 'replace',
  start,
  end,
  text: code.slice(start, end).replace(/[^\r\n]+/g, ''),
});

// With the comma behind it, or before it when it is the last.
function withoutSpecifier(specifier: Node, all: readonly Node[], code: string): Edit {
  const next = all[all.indexOf(specifier) + 1];
  const previous = all[all.indexOf(specifier) - 1];
  if (next !== undefined) return blank(specifier.start, next.start, code);
  return blank(previous?.end ?? specifier.start, specifier.end, code);
}

/** Imports of ours that nothing uses once the decorators are gone. */

import type { Edit, Erasure, Node, Parsed } from '../types.ts';
import { walk } from '../walk.ts';

const RUNTIME = '@spanloom/runtime';

export function planImports(file: Parsed, erased: readonly Erasure[]): Edit[] {
  if (erased.length === 0) return [];
  const edits: Edit[] = [];
  for (const statement of file.program['body'] as Node[]) {
    if (statement.type !== 'ImportDeclaration' || statement['source'].value !== RUNTIME || statement['importKind'] === 'type') continue;
    const specifiers = statement['specifiers'] as Node[];
    const used = namesInUse(file.program, erased);
    const dead = specifiers.filter((one) => isOurs(one) && !used.has(one['local'].name as string));
    if (dead.length > 0 && dead.length === specifiers.length) edits.push(blank(statement.start, statement.end, file.code));
    else for (const specifier of dead) edits.push(withoutSpecifier(specifier, specifiers, file.code));
  }
  return edits;
}

const isOurs = (specifier: Node): boolean =>
  specifier.type === 'ImportNamespaceSpecifier' || ['instrument', 'noInstrument'].includes(specifier['imported']?.name as string);

// By name, not by binding: an import that is kept for a namesake does no harm.
function namesInUse(program: Node, erased: readonly Erasure[]): Set<string> {
  const names = new Set<string>();
  walk(program, (node) => {
    if (node.type === 'ImportDeclaration' || erased.some((range) => range.text === undefined && node.start >= range.start && node.end <= range.end)) {
      return false;
    }
    const gone = erased.some((range) => node.start >= range.start && node.end <= range.end);
    if (!gone && (node.type === 'Identifier' || node.type === 'JSXIdentifier')) names.add(node['name'] as string);
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

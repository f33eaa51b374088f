/** Sole importer of the YAML parser: turns a text into a plain tree in which every node knows its place. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document, Node as YamlNode } from 'yaml';
import type { Place, Source } from './model.ts';
import type { Report } from './report.ts';

export type Tree =
  | { readonly kind: 'map'; readonly fields: readonly Field[]; readonly at: Place }
  | { readonly kind: 'list'; readonly items: readonly Tree[]; readonly at: Place }
  | { readonly kind: 'scalar'; readonly value: string | number | boolean | null; readonly at: Place };

export interface Field {
  readonly key: string;
  readonly keyAt: Place;
  readonly value: Tree;
}

// Aliases can make a small text expand without end; no honest registry file comes near these.
const MAX_NODES = 200_000;
const MAX_DEPTH = 40;

/** Parses one file as YAML 1.2 (core schema: `on` and `no` are strings). `null` after reporting what is wrong. */
export function parseYaml(source: Source, report: Report): Tree | null {
  const lines = new LineCounter();
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file: source.path, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const document = parseDocument(source.text, {
    version: '1.2',
    schema: 'core',
    lineCounter: lines,
    prettyErrors: false,
  });
  for (const problem of [...document.errors, ...document.warnings]) {
    report('registry/yaml-syntax', place(problem.pos[0]), { reason: oneLine(problem.message) });
  }
  if (document.errors.length + document.warnings.length > 0) return null;
  const budget: Budget = { nodes: MAX_NODES, exceededAt: null };
  const tree = convert(document.contents, document, place, budget, 0, place(0));
  if (budget.exceededAt !== null) {
    report('registry/yaml-syntax', budget.exceededAt, { reason: 'the document expands too deep or too large' });
    return null;
  }
  return tree;
}

interface Budget {
  nodes: number;
  exceededAt: Place | null;
}

function convert(
  node: unknown,
  document: Document,
  place: (offset: number) => Place,
  budget: Budget,
  depth: number,
  fallback: Place,
): Tree {
  const offset = (node as YamlNode | null)?.range?.[0];
  const at = offset === undefined ? fallback : place(offset);
  budget.nodes -= 1;
  if (budget.nodes < 0 || depth > MAX_DEPTH) {
    budget.exceededAt ??= at;
    return { kind: 'scalar', value: null, at };
  }
  if (isAlias(node)) return convert(node.resolve(document), document, place, budget, depth + 1, at);
  if (isSeq(node)) {
    const items: Tree[] = [];
    for (const item of node.items) {
      if (budget.exceededAt !== null) break;
      items.push(convert(item, document, place, budget, depth + 1, at));
    }
    return { kind: 'list', items, at };
  }
  if (isMap(node)) {
    const fields: Field[] = [];
    for (const pair of node.items) {
      if (budget.exceededAt !== null) break;
      const key = convert(pair.key, document, place, budget, depth + 1, at);
      const value = convert(pair.value, document, place, budget, depth + 1, key.at);
      fields.push({ key: key.kind === 'scalar' ? String(key.value) : '[object]', keyAt: key.at, value });
    }
    return { kind: 'map', fields, at };
  }
  const value = isScalar(node) ? node.value : null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return { kind: 'scalar', value, at };
  return { kind: 'scalar', value: value === null || value === undefined ? null : String(value), at };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

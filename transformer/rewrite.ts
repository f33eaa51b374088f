/** Rewrite: applies a plan's edits to the text and makes the map. Decides nothing. */

import { mappingsOf, type Piece } from './mappings.ts';
import type { Edit, Plan } from './types.ts';

/** A source map of version 3, with the original text in it. */
export interface SourceMap {
  readonly version: 3;
  readonly sources: string[];
  readonly sourcesContent: string[];
  readonly names: string[];
  readonly mappings: string;
  /** As JSON. */
  toString(): string;
}

export interface Rewritten {
  readonly code: string;
  readonly map: SourceMap;
}

type Wrap = Extract<Edit, { kind: 'wrap' }>;
type Replace = Extract<Edit, { kind: 'replace' }>;

export function rewrite(code: string, plan: Plan, id: string): Rewritten {
  const pieces = piecesOf(code, plan);
  return {
    code: pieces.map(({ start, end, text }) => text ?? code.slice(start, end)).join(''),
    map: mapOf(code, pieces, id),
  };
}

function mapOf(code: string, pieces: readonly Piece[], id: string): SourceMap {
  const map = {
    version: 3 as const,
    sources: [id.replaceAll('\\', '/')],
    sourcesContent: [code],
    names: [],
    mappings: mappingsOf(code, pieces),
  };
  // Not enumerable: the map stays plain data for whoever spreads or prints it.
  return Object.defineProperty(map, 'toString', { value: () => JSON.stringify(map) });
}

/** The new text, from its first character to its last. */
function piecesOf(code: string, plan: Plan): Piece[] {
  const pieces: Piece[] = [];
  const replaced = plan.edits.filter((edit) => edit.kind === 'replace').toSorted((a, b) => a.start - b.start);
  let at = 0;
  let next = 0;
  const keepUntil = (end: number): void => {
    if (end > at) pieces.push({ start: at, end, text: undefined, mapped: true });
    at = Math.max(at, end);
  };
  const replaceUntil = (end: number): void => {
    for (; (replaced[next]?.start ?? Infinity) < end; next++) {
      const edit = replaced[next] as Replace;
      if (edit.start < at) throw new Error(`edits overlap at ${edit.start}`);
      keepUntil(edit.start);
      pieces.push({ start: edit.start, end: edit.end, text: edit.text, mapped: true });
      at = edit.end;
    }
  };
  for (const [offset, text] of insertions(plan)) {
    replaceUntil(offset);
    keepUntil(offset);
    pieces.push({ start: offset, end: offset, text, mapped: false });
  }
  replaceUntil(Infinity);
  keepUntil(code.length);
  return pieces;
}

/** By offset: what closes there, the innermost first, and then what opens there, the innermost last. */
function insertions(plan: Plan): [offset: number, text: string][] {
  const closed = new Map<number, string>();
  const opened = new Map<number, string>();
  for (const edit of plan.edits.filter((one) => one.kind === 'wrap').toSorted(innermostFirst)) {
    const { start, end, open, close } = edit;
    const empty = start === end;
    if (!empty) opened.set(start, open + (opened.get(start) ?? ''));
    closed.set(end, (closed.get(end) ?? '') + (empty ? open + close : close));
  }
  const { head } = plan;
  if (head !== undefined) opened.set(head.at, head.text + (opened.get(head.at) ?? ''));
  const offsets = [...new Set([...closed.keys(), ...opened.keys()])].toSorted((a, b) => a - b);
  return offsets.map((offset) => [offset, (closed.get(offset) ?? '') + (opened.get(offset) ?? '')]);
}

const innermostFirst = (a: Wrap, b: Wrap): number => b.start - a.start || a.end - b.end || a.level - b.level;

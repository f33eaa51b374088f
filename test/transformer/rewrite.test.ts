/** The rewritten text and its map, beside what an editor of texts that others wrote makes of the same edits. */

import { expect, test } from '@jest/globals';
import { array, assert, constantFrom, nat, property, string, tuple } from 'fast-check';
import MagicString from 'magic-string';
import { rewrite } from '../../transformer/rewrite.ts';
import type { Edit } from '../../transformer/types.ts';

// Never empty: at the only place of an empty text the editor puts what opens before what closes.
const code = array(constantFrom('name', 'x1', ' ', '  ', '\n', '\r\n', '(', '+', 'é', '😀', '_', '"'), {
  minLength: 1,
  maxLength: 60,
}).map((words) => words.join(''));
const text = constantFrom('', ' ', 'try {', '\n', 'a\nb', '\n\n', '}');
const ranges = array(tuple(nat(200), nat(200), nat(4), text, text), { maxLength: 8 });

test('code and map are those of an established editor', () => {
  assert(
    property(code, ranges, nat(200), string({ maxLength: 3 }), (original, drawn, place, head) => {
      const edits = editsOf(original, drawn);
      const at = place % (original.length + 1);
      const inside = edits.some((one) => one.kind === 'replace' && one.start < at && at < one.end);
      const plan = { edits, head: inside ? undefined : { at, text: head }, sites: [], diagnostics: [] };
      const { code: changed, map } = rewrite(original, plan, 'src/a.ts');
      const expected = byEditor(original, plan.edits, plan.head);
      expect(changed).toBe(expected.toString());
      const options = { source: 'src/a.ts', hires: 'boundary', includeContent: true } as const;
      expect(JSON.parse(String(map))).toEqual(JSON.parse(expected.generateMap(options).toString()));
    }),
    { numRuns: 2000 },
  );
});

test('edits that overlap are an error, not a broken text', () => {
  const edits: Edit[] = [
    { kind: 'replace', start: 0, end: 4, text: 'x' },
    { kind: 'replace', start: 2, end: 6, text: 'y' },
  ];
  expect(() => rewrite('0123456789', { edits, head: undefined, sites: [], diagnostics: [] }, 'a.js')).toThrow(
    'overlap',
  );
});

// Replacements lie apart, nothing is put inside one, and none of them cuts what is wrapped.
function editsOf(original: string, drawn: readonly [number, number, number, string, string][]): Edit[] {
  const edits: Edit[] = [];
  for (const [a, b, level, open, close] of drawn) {
    const [start = 0, end = 0] = [a % (original.length + 1), b % (original.length + 1)].toSorted((x, y) => x - y);
    const edit: Edit =
      level === 4 && start < end
        ? { kind: 'replace', start, end, text: open }
        : { kind: 'wrap', start, end, level, open, close };
    if (edits.every((one) => fits(edit, one) && fits(one, edit))) edits.push(edit);
  }
  return edits;
}

function fits(edit: Edit, other: Edit): boolean {
  if (edit.kind === 'wrap') return true;
  if (other.end <= edit.start || other.start >= edit.end) return true;
  return other.kind === 'wrap' && other.start <= edit.start && other.end >= edit.end;
}

function byEditor(
  original: string,
  edits: readonly Edit[],
  head: { at: number; text: string } | undefined,
): MagicString {
  const editor = new MagicString(original);
  for (const edit of edits) {
    if (edit.kind !== 'replace') continue;
    if (edit.text === '') editor.remove(edit.start, edit.end);
    else editor.update(edit.start, edit.end, edit.text);
  }
  const wraps = edits.filter((one) => one.kind === 'wrap');
  for (const wrap of wraps.toSorted((a, b) => b.start - a.start || a.end - b.end || a.level - b.level)) {
    if (wrap.start < wrap.end) editor.prependRight(wrap.start, wrap.open).appendLeft(wrap.end, wrap.close);
    else editor.appendLeft(wrap.start, wrap.open + wrap.close);
  }
  if (head !== undefined) editor.prependRight(head.at, head.text);
  return editor;
}

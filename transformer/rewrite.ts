/** Rewrite: applies a plan's edits to the text and makes the map. Decides nothing. */

import MagicString, { type SourceMap } from 'magic-string';
import type { Edit, Plan } from './types.ts';

export interface Rewritten {
  readonly code: string;
  readonly map: SourceMap;
}

type Wrap = Extract<Edit, { kind: 'wrap' }>;

export function rewrite(code: string, plan: Plan, id: string): Rewritten {
  const text = new MagicString(code);
  for (const edit of plan.edits) {
    if (edit.kind !== 'replace') continue;
    if (edit.text === '') text.remove(edit.start, edit.end);
    else text.update(edit.start, edit.end, edit.text);
  }
  // Innermost first: what comes later at the same place goes outside.
  for (const edit of plan.edits.filter((one) => one.kind === 'wrap').toSorted(innermostFirst)) {
    if (edit.start < edit.end) text.prependRight(edit.start, edit.open).appendLeft(edit.end, edit.close);
    else text.appendLeft(edit.start, edit.open + edit.close);
  }
  if (plan.head !== undefined) text.prependRight(plan.head.at, plan.head.text);
  return { code: text.toString(), map: text.generateMap({ source: id, hires: 'boundary', includeContent: true }) };
}

const innermostFirst = (a: Wrap, b: Wrap): number => b.start - a.start || a.end - b.end || a.level - b.level;

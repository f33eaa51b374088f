/** Describes SQL statements for spans: operation, collection, summary and text without literals. */

import { partsOf, type Part } from './sql-summary.ts';
import { tokenize } from './sql-tokens.ts';

export interface SqlDescription {
  /** The first operation as the statement spells it; empty when there is none. */
  readonly operation: string;
  /** The collection when there is exactly one, else empty. */
  readonly collection: string;
  /** `db.query.summary`: operations and targets in order, at most 255 characters, never cut inside one. */
  readonly summary: string;
  /** The text with `?` for literals and without comments. */
  readonly text: string;
}

/** Characters that are looked at; what follows is neither described nor part of the sanitised text. */
export const MAX_SQL_LENGTH = 8192;
const MAX_SUMMARY_LENGTH = 255;
const MAX_PARTS = 128;
const MAX_CACHED = 256;

const NOTHING: SqlDescription = { operation: '', collection: '', summary: '', text: '' };

const cache: Map<string, SqlDescription> = /* @__PURE__ */ new Map();

/**
 * Describes one SQL text, which may hold several statements. Reads the first 8,192 characters only and keeps the
 * descriptions of the 256 shorter texts that were used last, so a repeated statement costs a look-up. Double quotes
 * are identifiers, as in the standard. Never throws. Specification: semantic conventions, database spans, "Generating
 * a summary of the query".
 */
export function describe(text: string): SqlDescription {
  if (typeof text !== 'string') return NOTHING;
  if (text.length > MAX_SQL_LENGTH) return read(text.slice(0, MAX_SQL_LENGTH), true);
  const known = cache.get(text);
  if (known !== undefined) cache.delete(text);
  else if (cache.size >= MAX_CACHED) cache.delete(cache.keys().next().value as string);
  const description = known ?? read(text, false);
  // A Map keeps the order of insertion: the first key is the one not used for longest.
  cache.set(text, description);
  return description;
}

function read(sql: string, cut: boolean): SqlDescription {
  const { tokens, text } = tokenize(sql);
  // The last word may be only half of a name.
  const parts = partsOf(cut ? tokens.slice(0, -1) : tokens, MAX_PARTS);
  const collections = new Set(parts.filter(({ kind }) => kind === 'collection').map((part) => part.text));
  return {
    operation: parts.find(({ kind }) => kind === 'operation')?.text ?? '',
    collection: collections.size === 1 ? ([...collections][0] as string) : '',
    summary: summaryOf(parts),
    text,
  };
}

function summaryOf(parts: readonly Part[]): string {
  let summary = '';
  for (const { text } of parts) {
    const longer = summary === '' ? text : `${summary} ${text}`;
    if (longer.length > MAX_SUMMARY_LENGTH) break;
    summary = longer;
  }
  return summary;
}

/** What is done to values that must not be recorded as they are. */

/** How a value is redacted. `drop` is done where the value would have been set. */
export type Redaction = 'drop' | 'hash' | 'truncate' | 'sql';

const KEPT = 64;
// What a literal of SQL looks like; a text that ends inside one hides the rest.
const SQL_LITERAL = /'(?:[^']|'')*(?:'|$)|\b\d[\w.]*/g;

/**
 * `hash`: 16 hexadecimal digits that are the same for the same text of one process's code, and tell nothing of it but that;
 * not cryptographic. `truncate`: the first 64 characters. `sql`: literals become `?`. Values that are no text are
 * hashed as their text, and otherwise kept.
 */
export function redact(how: Redaction, value: unknown): unknown {
  if (value === undefined || value === null || how === 'drop') return undefined;
  if (how === 'hash') return typeof value === 'object' ? undefined : hash(String(value));
  if (typeof value !== 'string') return value;
  return how === 'truncate' ? value.slice(0, KEPT) : value.replace(SQL_LITERAL, '?');
}

// Two 32-bit FNV-1a hashes with different offsets, finished by a mix (Fowler, Noll, Vo).
function hash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b);
  }
  const hex = (word: number): string => ((word ^ (word >>> 15)) >>> 0).toString(16).padStart(8, '0');
  return hex(a) + hex(b);
}

/** The `mappings` of a source map: every word and every other character of the text that was kept leads to itself. */

/** A stretch of the new text: original text that was kept, or text put in. */
export interface Piece {
  /** Where it stands in the original; text put in there has its place, but no extent. */
  readonly start: number;
  readonly end: number;
  /** Undefined: the original text. */
  readonly text: string | undefined;
  /** Text put in in place of some other leads to where that began. */
  readonly mapped: boolean;
}

const DIGITS = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const [COMMA, SEMICOLON, ZERO] = [0x2c, 0x3b, 0x41];

// A comma and four numbers of up to seven digits; in a line of its own piece, no character needs more than five bytes.
const LONGEST_SEGMENT = 29;
const LONGEST_STEP = 5;

const WORD = Uint8Array.from({ length: 128 }, (_, unit) => Number(/\w/.test(String.fromCharCode(unit))));
const isWord = (unit: number): boolean => unit < 128 && WORD[unit] === 1;

/** Base64 VLQ, as version 3 of the format says; one source, no names. */
export function mappingsOf(code: string, pieces: readonly Piece[]): string {
  let out = new Uint8Array(code.length * 3 + 1024);
  let size = 0;
  let column = 0;
  // Where the segment before this one leads from and to.
  let from = { column: 0, line: 0, toColumn: 0, first: true };
  // Where the piece is in the original.
  let line = 0;
  let lineStart = 0;

  const room = (bytes: number): void => {
    if (size + bytes > out.length) out = grown(out, size + bytes);
  };
  const segment = (at: number): void => {
    room(LONGEST_SEGMENT);
    if (!from.first) out[size++] = COMMA;
    size = writeNumber(column - from.column, out, size);
    out[size++] = ZERO;
    size = writeNumber(line - from.line, out, size);
    size = writeNumber(at - lineStart - from.toColumn, out, size);
    from = { column, line, toColumn: at - lineStart, first: false };
  };
  const breakLine = (): void => {
    room(1);
    out[size++] = SEMICOLON;
    column = 0;
    from = { ...from, column: 0, first: true };
  };
  const breakOriginal = (at: number): void => {
    line++;
    lineStart = at + 1;
  };

  for (const { start, end, text, mapped } of pieces) {
    if (text === undefined) {
      for (let at = start; at < end;) {
        const stop = lineEnd(code, at, end);
        if (stop > at) {
          segment(at);
          room((stop - at) * LONGEST_STEP);
          size = writeSteps(code, at, stop, out, size);
          const last = lastSegment(code, at, stop) - at;
          from = { ...from, column: column + last, toColumn: from.toColumn + last };
          column += stop - at;
        }
        if (stop < end) {
          breakLine();
          breakOriginal(stop);
        }
        at = stop + 1;
      }
      continue;
    }
    for (let at = 0; at < text.length;) {
      if (mapped) segment(start);
      const stop = lineEnd(text, at, text.length);
      column += stop - at;
      if (stop < text.length) breakLine();
      at = stop + 1;
    }
    for (let at = lineEnd(code, start, end); at < end; at = lineEnd(code, at + 1, end)) breakOriginal(at);
  }
  return new TextDecoder().decode(out.subarray(0, size));
}

const lineEnd = (text: string, start: number, end: number): number => {
  const found = text.indexOf('\n', start);
  return found === -1 || found > end ? end : found;
};

// Both texts go on by as much, on the same lines: most of a map is this, and most of the time that it takes.
function writeSteps(code: string, start: number, end: number, out: Uint8Array, begin: number): number {
  let size = begin;
  let last = start;
  let inWord = isWord(code.charCodeAt(start));
  for (let at = start + 1; at < end; at++) {
    const word = isWord(code.charCodeAt(at));
    if (word && inWord) continue;
    inWord = word;
    out[size] = COMMA;
    size = writeNumber(at - last, out, size + 1);
    out[size] = ZERO;
    out[size + 1] = ZERO;
    size = writeNumber(at - last, out, size + 2);
    last = at;
  }
  return size;
}

function lastSegment(code: string, start: number, end: number): number {
  let at = end - 1;
  if (!isWord(code.charCodeAt(at))) return at;
  while (at > start && isWord(code.charCodeAt(at - 1))) at--;
  return at;
}

function writeNumber(value: number, out: Uint8Array, begin: number): number {
  let size = begin;
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  for (; rest > 31; rest >>>= 5) out[size++] = DIGITS[(rest & 31) | 32] as number;
  out[size] = DIGITS[rest] as number;
  return size + 1;
}

function grown(bytes: Uint8Array<ArrayBuffer>, least: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(bytes.length * 2, least));
  larger.set(bytes);
  return larger;
}

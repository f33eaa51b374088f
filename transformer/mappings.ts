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
const LINE_FEED = 0x0a;
// A comma and four numbers of up to seven digits.
const LONGEST_SEGMENT = 29;

const WORD = Uint8Array.from({ length: 128 }, (_, unit) => Number(/\w/.test(String.fromCharCode(unit))));

/** Base64 VLQ, as version 3 of the format says; one source, no names. */
export function mappingsOf(code: string, pieces: readonly Piece[]): string {
  let out = new Uint8Array(code.length * 4 + 1024);
  let size = 0;
  let column = 0;
  // Where the segment before this one leads from and to.
  let fromColumn = 0;
  let toLine = 0;
  let toColumn = 0;
  let first = true;
  // Where the piece is in the original.
  let line = 0;
  let lineStart = 0;

  const write = (value: number): void => {
    let rest = value < 0 ? (-value << 1) | 1 : value << 1;
    for (; rest > 31; rest >>>= 5) out[size++] = DIGITS[(rest & 31) | 32] as number;
    out[size++] = DIGITS[rest] as number;
  };
  const segment = (at: number): void => {
    if (size + LONGEST_SEGMENT > out.length) out = grown(out);
    if (!first) out[size++] = COMMA;
    first = false;
    write(column - fromColumn);
    out[size++] = ZERO;
    write(line - toLine);
    write(at - lineStart - toColumn);
    fromColumn = column;
    toLine = line;
    toColumn = at - lineStart;
  };
  const breakLine = (): void => {
    if (size === out.length) out = grown(out);
    out[size++] = SEMICOLON;
    first = true;
    column = 0;
    fromColumn = 0;
  };
  const keep = (start: number, end: number): void => {
    let inWord = false;
    for (let at = start; at < end; at++) {
      const unit = code.charCodeAt(at);
      if (unit === LINE_FEED) {
        breakLine();
        inWord = false;
        line++;
        lineStart = at + 1;
        continue;
      }
      const isWord = unit < 128 && WORD[unit] === 1;
      if (!isWord || !inWord) segment(at);
      inWord = isWord;
      column++;
    }
  };
  const put = (text: string, at: number, mapped: boolean): void => {
    for (let from = 0; from < text.length; ) {
      if (mapped) segment(at);
      const end = text.indexOf('\n', from);
      column += (end === -1 ? text.length : end) - from;
      if (end === -1) return;
      breakLine();
      from = end + 1;
    }
  };
  const leaveOut = (start: number, end: number): void => {
    for (let at = code.indexOf('\n', start); at !== -1 && at < end; at = code.indexOf('\n', at + 1)) {
      line++;
      lineStart = at + 1;
    }
  };

  for (const { start, end, text, mapped } of pieces) {
    if (text === undefined) keep(start, end);
    else {
      put(text, start, mapped);
      leaveOut(start, end);
    }
  }
  return new TextDecoder().decode(out.subarray(0, size));
}

function grown(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bytes.length * 2);
  larger.set(bytes);
  return larger;
}

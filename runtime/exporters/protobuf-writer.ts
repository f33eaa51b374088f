/** Protobuf wire format, written into one byte array that grows and is used again. Knows no message types. */

export interface Writer {
  bytes: Uint8Array<ArrayBuffer>;
  view: DataView<ArrayBuffer>;
  /** Where the next byte goes. */
  at: number;
}

const FIRST_BYTES = 1 << 16;
/** A buffer that one huge request has grown beyond this is given back. */
const KEEP_BYTES = 1 << 22;
const SHORT_TEXT = 24;

const utf8 = /* @__PURE__ */ new TextEncoder();

export function newWriter(): Writer {
  const bytes = new Uint8Array(FIRST_BYTES);
  return { bytes, view: new DataView(bytes.buffer), at: 0 };
}

/** Starts over. What `bytes` held before is overwritten. */
export function rewind(w: Writer): void {
  if (w.bytes.length > KEEP_BYTES) resize(w, FIRST_BYTES, 0);
  w.at = 0;
}

function resize(w: Writer, size: number, keep: number): void {
  const bytes = new Uint8Array(size);
  bytes.set(w.bytes.subarray(0, keep));
  w.bytes = bytes;
  w.view = new DataView(bytes.buffer);
}

function reserve(w: Writer, more: number): void {
  const need = w.at + more;
  if (need > w.bytes.length) resize(w, Math.max(need, w.bytes.length * 2), w.at);
}

const varintSize = (n: number): number => (n < 0x80 ? 1 : n < 0x4000 ? 2 : n < 0x200000 ? 3 : n < 0x10000000 ? 4 : 5);

function putVarint(w: Writer, n: number): void {
  let rest = n;
  while (rest >= 0x80) {
    w.bytes[w.at++] = (rest % 0x80) | 0x80;
    rest = Math.floor(rest / 0x80);
  }
  w.bytes[w.at++] = rest;
}

function putTag(w: Writer, field: number, wireType: number): void {
  reserve(w, 24);
  putVarint(w, (field << 3) | wireType);
}

/** A `uint32`, enum or non-negative integer up to 2^53. Zero is the default and is left out. */
export function writeUint(w: Writer, field: number, value: number): void {
  if (value === 0) return;
  putTag(w, field, 0);
  putVarint(w, value);
}

/** A `bool` that is written even when false, as members of a `oneof` need. */
export function writeBool(w: Writer, field: number, value: boolean): void {
  putTag(w, field, 0);
  w.bytes[w.at++] = value ? 1 : 0;
}

/** An `int64`, written even when zero. A number must be a safe integer; a bigint is taken modulo 2^64. */
export function writeInt64(w: Writer, field: number, value: number | bigint): void {
  putTag(w, field, 0);
  if (typeof value === 'number' && value >= 0) return putVarint(w, value);
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest >= 0x80n) {
    w.bytes[w.at++] = Number(rest & 0x7fn) | 0x80;
    rest >>= 7n;
  }
  w.bytes[w.at++] = Number(rest);
}

export function writeDouble(w: Writer, field: number, value: number): void {
  putTag(w, field, 1);
  w.view.setFloat64(w.at, value, true);
  w.at += 8;
}

export function writeFixed64(w: Writer, field: number, value: bigint): void {
  putTag(w, field, 1);
  w.view.setBigUint64(w.at, value, true);
  w.at += 8;
}

export function writeFixed32(w: Writer, field: number, value: number): void {
  putTag(w, field, 5);
  w.view.setUint32(w.at, value, true);
  w.at += 4;
}

/** UTF-8 text; a lone surrogate becomes U+FFFD. Empty text is written too: leave it out where it is the default. */
export function writeString(w: Writer, field: number, text: string): void {
  const mark = openMessage(w, field, varintSize(text.length));
  reserve(w, text.length * 3);
  if (text.length > SHORT_TEXT || !putAscii(w, text)) {
    w.at += utf8.encodeInto(text, w.bytes.subarray(w.at)).written;
  }
  closeMessage(w, mark, varintSize(text.length));
}

function putAscii(w: Writer, text: string): boolean {
  const start = w.at;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return false;
    w.bytes[start + i] = code;
  }
  w.at = start + text.length;
  return true;
}

export function writeBytes(w: Writer, field: number, value: Uint8Array): void {
  putTag(w, field, 2);
  putVarint(w, value.length);
  reserve(w, value.length);
  w.bytes.set(value, w.at);
  w.at += value.length;
}

/** Bytes given as hex digits, as trace and span ids are. Throws on anything else. */
export function writeHex(w: Writer, field: number, hex: string): void {
  putTag(w, field, 2);
  putVarint(w, hex.length >> 1);
  reserve(w, hex.length >> 1);
  for (let i = 0; i + 1 < hex.length; i += 2) w.bytes[w.at++] = (digit(hex, i) << 4) | digit(hex, i + 1);
}

function digit(hex: string, i: number): number {
  const code = hex.charCodeAt(i);
  const value = code < 0x3a ? code - 0x30 : (code | 0x20) - 0x57;
  if (!(value >= 0 && value < 16)) throw new RangeError(`not a hex id: ${hex}`);
  return value;
}

/** Begins a nested message whose length will likely take `lengthBytes`. Returns the mark that closes it. */
export function openMessage(w: Writer, field: number, lengthBytes: number): number {
  putTag(w, field, 2);
  w.at += lengthBytes;
  return w.at;
}

/** Ends a nested message: writes its length, moving the content when the guess of its width was wrong. */
export function closeMessage(w: Writer, mark: number, lengthBytes: number): void {
  const length = w.at - mark;
  const width = varintSize(length);
  if (width !== lengthBytes) {
    reserve(w, 8);
    w.bytes.copyWithin(mark + width - lengthBytes, mark, w.at);
  }
  w.at = mark - lengthBytes;
  putVarint(w, length);
  w.at += length;
}

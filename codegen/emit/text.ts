/** Text that is safe inside generated TypeScript, whatever the registry says: literals and doc comments. */

// Line and paragraph separators end a line in some readers; bidirectional controls make code look other than it is.
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
const WIDTH = 110;

/** A literal of the value, single-quoted when it is a text. */
export function literal(value: string | number | boolean): string {
  if (typeof value !== 'string') return Object.is(value, -0) ? '0' : String(value);
  const escaped = value
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[\\']/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t')
    .replace(INVISIBLE, (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/<(?=[/!])/g, '\\u003c');
  return `'${escaped}'`;
}

/** A template literal type or value: fixed text, then `${hole}`. */
export function templateLiteral(text: string, hole: string): string {
  return `\`${text.replace(/[\\`$]/g, '\\$&')}\${${hole}}\``;
}

/** Text of a registry as it may stand in a comment: it can neither end the comment nor start a tag of its own. */
export function prose(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(INVISIBLE, ' ')
    .replace(/\*\//g, '*\\/')
    .replace(/\{@/g, '{\\@')
    .replace(/^(\s*)@/gm, '$1\\@');
}

/** One line of code in a comment. */
export function code(text: string): string {
  return `\`${prose(text).replace(/\s+/g, ' ').replace(/`/g, "'").trim()}\``;
}

/** A doc comment of the given paragraphs, which must have gone through `prose`; empty ones are left out. */
export function docComment(paragraphs: readonly string[], indent = ''): string {
  const kept = paragraphs.map((paragraph) => paragraph.trim()).filter((paragraph) => paragraph !== '');
  const lines: string[] = [];
  for (const [index, paragraph] of kept.entries()) {
    const isTag = paragraph.startsWith('@');
    if (index > 0 && !(isTag && kept[index - 1]?.startsWith('@') === true)) lines.push('');
    for (const line of paragraph.split('\n')) lines.push(...wrap(line.trim()));
  }
  if (lines.length === 1) return `${indent}/** ${lines[0] ?? ''} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`;
}

function wrap(line: string): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    // A word that begins with `@` must not come to begin a line, where it would be read as a tag.
    if (current !== '' && current.length + word.length >= WIDTH && !word.startsWith('@')) {
      lines.push(current);
      current = word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, current];
}

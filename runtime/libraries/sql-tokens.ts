/** Cuts SQL into tokens, in linear time, and takes the literals and comments out. PostgreSQL's and standard spelling. */

export interface Token {
  /** `name` is a bare word or a quoted identifier; a `literal` is never shown, a `string` only where a table stands. */
  readonly kind: 'name' | 'string' | 'literal' | 'mark';
  readonly text: string;
  /** Of a bare word, in upper case; otherwise the text itself. */
  readonly word: string;
}

// Sticky alternatives: white space, line comment, block comment, E'', other strings, dollar quote, quoted identifiers,
// parameters, numbers, words, anything else. No two can begin alike and loops are over disjoint parts: no backtracking.
const TOKEN =
  /(\s+)|(--[^\n]*)|(\/\*)|([eE]'(?:[^'\\]|\\[^]|'')*(?:'|\\?$)|(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*(?:'|$))|(\$(?:[A-Za-z_\x80-\uffff][\w\x80-\uffff]*)?\$)|("(?:[^"]|"")*(?:"|$)|`[^`]*(?:`|$))|(\$\d+|::)|(0[xXoObB][\da-fA-F_]+|\d[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?\d+)?|\.\d[\d_]*(?:[eE][+-]?\d+)?)|([A-Za-z_\x80-\uffff][\w$\x80-\uffff]*)|[^]/y;

export interface Tokens {
  readonly tokens: readonly Token[];
  /** The text with `?` for every literal, and without comments. */
  readonly text: string;
}

/** Reads all of `sql`; what a quote or a comment leaves open goes to the end. */
export function tokenize(sql: string): Tokens {
  const tokens: Token[] = [];
  let text = '';
  let at = 0;
  while (at < sql.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(sql) as RegExpExecArray;
    const [all, space, line, block, string, dollar, quoted, mark, number, word] = match;
    at += all.length;
    if (space !== undefined) text += all;
    else if (line !== undefined) text += '';
    else if (block !== undefined) {
      at = endOfComment(sql, at);
      text += ' ';
    } else if (dollar !== undefined) {
      const end = sql.indexOf(dollar, at);
      at = end < 0 ? sql.length : end + dollar.length;
      text += put(tokens, 'literal', '?');
    } else if (string !== undefined) {
      tokens.push({ kind: 'string', text: all, word: all });
      text += '?';
    } else if (number !== undefined || (word !== undefined && /^(?:true|false)$/i.test(all))) {
      text += put(tokens, 'literal', '?');
    } else if (word !== undefined) {
      tokens.push({ kind: 'name', text: all, word: all.toUpperCase() });
      text += all;
    } else text += put(tokens, quoted === undefined || mark !== undefined ? 'mark' : 'name', all);
  }
  return { tokens, text: text.trim() };
}

function put(tokens: Token[], kind: Token['kind'], text: string): string {
  tokens.push({ kind, text, word: text });
  return text;
}

// Block comments nest, in the standard and in PostgreSQL.
function endOfComment(sql: string, from: number): number {
  let depth = 1;
  const edge = /\/\*|\*\//g;
  edge.lastIndex = from;
  for (let match = edge.exec(sql); match !== null; match = edge.exec(sql)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return edge.lastIndex;
  }
  return sql.length;
}

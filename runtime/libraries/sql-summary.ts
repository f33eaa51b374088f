/** Walks SQL tokens once and lists the operations and their targets, in order. No grammar: a few rules on key words. */

import type { Token } from './sql-tokens.ts';

export interface Part {
  readonly kind: 'operation' | 'collection' | 'other';
  readonly text: string;
}

/** One level of parentheses. */
interface Level {
  /** May a FROM list begin here, is one going on, or neither? */
  from: 'no' | 'expected' | 'list';
  /** DELETE and MERGE may have one USING that names a table. */
  using: boolean;
  /** A common table expression's body ends here: another one or the statement proper follows. */
  readonly cte: boolean;
}

interface Walk {
  readonly parts: Part[];
  readonly levels: Level[];
  readonly ctes: Set<string>;
  level: Level;
  /** The next word begins a statement. */
  start: boolean;
  /** The next name is a target. `table` may be followed by a column list, `source` may be a function or subquery. */
  want: 'nothing' | 'table' | 'source' | 'other';
  /** Of a common table expression, its name is next, or its body is. */
  cte: 'no' | 'name' | 'body';
  /** Nothing more of this statement matters. */
  mute: boolean;
}

const QUERIES = new Set(['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE', 'REPLACE', 'VALUES', 'TABLE']);
const DEFINITIONS = new Set(['CREATE', 'ALTER', 'DROP']);
const PROCEDURES = new Set(['CALL', 'EXEC', 'EXECUTE']);
const MODIFIERS = new Set([
  'OR',
  'REPLACE',
  'GLOBAL',
  'LOCAL',
  'TEMP',
  'TEMPORARY',
  'UNLOGGED',
  'UNIQUE',
  'RECURSIVE',
  'FOREIGN',
]);
const BEFORE_NAME = new Set(['IF', 'NOT', 'EXISTS', 'CONCURRENTLY', 'ONLY', 'LATERAL', 'TABLE', 'ON']);
const NEVER_NAMES = new Set(['SELECT', 'WITH', 'VALUES']);
const ENDS_FROM = new Set(
  'WHERE GROUP ORDER HAVING LIMIT OFFSET FETCH FOR UNION INTERSECT EXCEPT RETURNING SET WINDOW WHEN'.split(' '),
);

const newLevel = (from: Level['from'], cte: boolean): Level => ({ from, using: false, cte });

/** At most `max` parts. Any list of tokens is fine. */
export function partsOf(tokens: readonly Token[], max: number): Part[] {
  const w: Walk = {
    parts: [],
    levels: [],
    ctes: new Set(),
    level: newLevel('no', false),
    start: true,
    want: 'nothing',
    cte: 'no',
    mute: false,
  };
  for (let i = 0; i < tokens.length && w.parts.length < max;) i = step(w, tokens, i);
  return w.parts;
}

/** Takes the token at `i` and perhaps more; returns the index of the next one. */
function step(w: Walk, tokens: readonly Token[], i: number): number {
  const { kind, text, word } = tokens[i] as Token;
  if (kind === 'mark') onMark(w, text, tokens[i - 1]?.word);
  else if (w.mute) return i + 1;
  else if (w.cte === 'name' && word !== 'RECURSIVE') {
    w.ctes.add(bare(text));
    w.cte = 'body';
  } else if (w.cte !== 'no') return i + 1;
  else if (w.want !== 'nothing' && !NEVER_NAMES.has(word)) return onTarget(w, tokens, i);
  else if (w.start && kind === 'name') return onStart(w, tokens, i);
  else if (kind === 'name') onWord(w, text, word, tokens[i - 1]?.word);
  return i + 1;
}

function onMark(w: Walk, mark: string, before: string | undefined): void {
  if (mark === ';') {
    w.levels.length = 0;
    w.ctes.clear();
    Object.assign(w, { level: newLevel('no', false), start: true, want: 'nothing', cte: 'no', mute: false });
  } else if (mark === '(') {
    const body = w.cte === 'body' && (before === 'AS' || before === 'MATERIALIZED');
    w.levels.push(w.level);
    w.level = newLevel(w.want === 'source' ? 'list' : 'no', body);
    if (body) Object.assign(w, { start: true, cte: 'no' });
  } else if (mark === ')') {
    if (w.level.cte) w.start = true;
    w.level = w.levels.pop() ?? newLevel('no', false);
    w.want = 'nothing';
  } else if (mark === ',') {
    // After a body `start` is set: a comma there means one more expression instead.
    if (w.start) Object.assign(w, { start: false, cte: 'name' });
    else if (w.level.from === 'list') w.want = 'source';
  } else if (mark !== '{') w.want = 'nothing';
}

function onStart(w: Walk, tokens: readonly Token[], i: number): number {
  const { text, word } = tokens[i] as Token;
  w.start = false;
  if (word === 'WITH') {
    w.cte = 'name';
    return i + 1;
  }
  if (DEFINITIONS.has(word)) return onDefinition(w, tokens, i);
  w.parts.push({ kind: 'operation', text });
  w.level.from = word === 'SELECT' || word === 'DELETE' || word === 'UPDATE' ? 'expected' : 'no';
  w.level.using = word === 'DELETE' || word === 'MERGE';
  if (word === 'UPDATE' || word === 'COPY' || word === 'TABLE') w.want = 'table';
  else if (word === 'TRUNCATE' || word === 'LOCK') Object.assign(w, { want: 'table', level: newLevel('list', false) });
  else if (PROCEDURES.has(word)) w.want = 'other';
  else if (word === 'EXPLAIN') w.start = followedByStatement(tokens, i + 1);
  else w.mute = !QUERIES.has(word);
  return i + 1;
}

const followedByStatement = (tokens: readonly Token[], i: number): boolean => QUERIES.has(tokens[i]?.word ?? '');

/** `CREATE OR REPLACE TEMPORARY VIEW v` is the operation `CREATE VIEW` on `v`. */
function onDefinition(w: Walk, tokens: readonly Token[], i: number): number {
  let at = i + 1;
  while (MODIFIERS.has(tokens[at]?.word ?? '')) at++;
  let object = tokens[at];
  if (object?.word === 'MATERIALIZED') object = tokens[++at];
  if (object === undefined || object.kind !== 'name') {
    w.parts.push({ kind: 'operation', text: (tokens[i] as Token).text });
    w.mute = true;
    return at;
  }
  w.parts.push({ kind: 'operation', text: `${(tokens[i] as Token).text} ${object.text}` });
  if ((tokens[i] as Token).word === 'DROP') w.level.from = 'list';
  w.want = object.word === 'TABLE' || object.word === 'VIEW' ? 'table' : 'other';
  return at + 1;
}

function onTarget(w: Walk, tokens: readonly Token[], i: number): number {
  const { kind, text, word } = tokens[i] as Token;
  if (BEFORE_NAME.has(word)) return i + 1;
  const { want } = w;
  w.want = 'nothing';
  let name = text;
  let next = i + 1;
  while (tokens[next]?.text === '.' && tokens[next + 1]?.kind === 'name') {
    name += `.${(tokens[next + 1] as Token).text}`;
    next += 2;
  }
  const call = want === 'source' && tokens[next]?.text === '(';
  const shown = kind === 'name' ? !w.ctes.has(bare(name)) && !call : kind === 'string' && want === 'source';
  if (shown) w.parts.push({ kind: want === 'other' ? 'other' : 'collection', text: name });
  // Of other objects' definitions and of calls nothing more is of interest.
  if (want === 'other') w.mute = true;
  return next;
}

function onWord(w: Walk, text: string, word: string, before: string | undefined): void {
  const { level } = w;
  if (word === 'SELECT') {
    w.parts.push({ kind: 'operation', text });
    w.want = 'nothing';
    level.from = 'expected';
  } else if (word === 'WITH' && (before === '(' || before === 'AS')) w.cte = 'name';
  else if (word === 'FROM' && level.from === 'expected' && before !== 'DISTINCT') {
    level.from = 'list';
    w.want = 'source';
  } else if (word === 'JOIN') w.want = 'source';
  else if (word === 'INTO') w.want = 'table';
  else if (word === 'USING' && level.using) {
    level.using = false;
    level.from = 'list';
    w.want = 'source';
  } else if (level.from === 'list' && ENDS_FROM.has(word)) level.from = 'no';
}

/** An identifier as it is compared: without quotes, in lower case. */
const bare = (name: string): string => name.replace(/^["`]|["`]$/g, '').toLowerCase();

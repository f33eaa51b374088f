/** `captureLocals`: what named variables hold when the function throws. */

import { boundNames } from '../scope.ts';
import type { Edit, Node } from '../types.ts';
import { walkStatements } from '../walk.ts';
import { parametersOf } from './arrows.ts';
import type { Problem } from './conflicts.ts';
import { anyType, LEVEL, type Work } from './work.ts';

/** Names that hold secrets more often than not: never captured, whoever asks. */
const SECRET =
  /pass(?:word|wd|phrase|code)?|secret|token|credential|auth|api_?key|private|cookie|session|ssn|card|cvv|iban|\bpin\b/i;

export interface Locals {
  /** Variables of emitted code that hold a reader each. */
  readonly variables: readonly string[];
  readonly edits: readonly Edit[];
  /** Statement for the `catch`. */
  readonly report: string;
  readonly problems: readonly Problem[];
}

/**
 * Variables of a block are out of scope where the error arrives, so each gets a reader: a function that is made behind
 * the declaration, only for a span that is recorded, and asked only when the function throws.
 */
export function planLocals(work: Work): Locals {
  const names = work.target.options.captureLocals ?? [];
  const problems: Problem[] = [];
  const edits: Edit[] = [];
  const variables: string[] = [];
  const readers: string[] = [];
  for (const [i, name] of names.entries()) {
    const places = SECRET.test(name) ? [] : declarations(work, name);
    const isParameter =
      !SECRET.test(name) && parametersOf(work.target.fn).some((one) => boundNames(one).includes(name));
    if (places.length === 0 && !isParameter) {
      const code = SECRET.test(name) ? 'transform/secret-local' : 'transform/local-unknown';
      problems.push({ code, at: work.target.at, facts: { name: work.target.name, local: name } });
      continue;
    }
    const reader = work.fresh(`l${i}`);
    const t = work.fresh('t');
    variables.push(`${reader}${anyType(work)} = ${isParameter ? `${t} > 0 ? () => ${name} : null` : 'null'}`);
    readers.push(`${JSON.stringify(name)}, ${reader}`);
    for (const place of places) {
      const separator = work.file.code[place.end - 1] === ';' ? ' ' : '; ';
      const open = `${separator}if (${t} > 0) ${reader} = () => ${name};`;
      edits.push({ kind: 'wrap', start: place.end, end: place.end, level: LEVEL.statement, open, close: '' });
    }
  }
  const report =
    readers.length === 0
      ? ''
      : ` if (${work.fresh('t')} > 0) ${work.hooks('locals')}(${work.fresh('t')}, [${readers.join(', ')}]);`;
  return { variables, edits, report, problems };
}

const LISTS = /^(BlockStatement|SwitchCase)$/;

// Declarations that stand in a list of statements: behind those there is room for a statement more.
function declarations({ target }: Work, name: string): Node[] {
  const found: Node[] = [];
  const body = target.fn['body'] as Node;
  if (body.type !== 'BlockStatement') return found;
  walkStatements(body, (node, ancestors) => {
    if (node.type !== 'VariableDeclaration' || !LISTS.test(ancestors.at(-1)?.type ?? '')) return;
    if ((node['declarations'] as Node[]).some((one) => boundNames(one['id'] as Node).includes(name))) found.push(node);
  });
  return found;
}

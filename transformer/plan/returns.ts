/** Return statements whose value something else must see. */

import type { Edit, Node } from '../types.ts';
import { walkOwn } from '../walk.ts';
import { LEVEL, returned, type Work } from './function.ts';

export function planReturns(work: Work): Edit[] {
  const { fn } = work.target;
  const { open, close } = returned(work);
  if (open === '' || fn['body'].type !== 'BlockStatement') return [];
  const edits: Edit[] = [];
  walkOwn(fn['body'] as Node, (node) => {
    const value = node.type === 'ReturnStatement' ? (node['argument'] as Node | null) : null;
    if (value === null || (fn['async'] === true && fn['generator'] !== true && work.fields.onReturn === undefined && isNoPromise(value))) return;
    edits.push({ kind: 'wrap', start: value.start, end: value.end, level: LEVEL.return, open, close });
  });
  return edits;
}

const PLAIN = /^(Literal|TemplateLiteral|ObjectExpression|ArrayExpression|AwaitExpression|UnaryExpression|BinaryExpression|UpdateExpression|ArrowFunctionExpression|FunctionExpression)$/;

// `settle` has nothing to do for a value that is visibly no promise.
const isNoPromise = (node: Node): boolean => PLAIN.test(node.type);

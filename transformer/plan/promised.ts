/** Could a function that is not async return a promise? Where the text says that it cannot, nothing looks at its result. */

import { unwrap } from '../targets/constants.ts';
import type { Node, Target } from '../types.ts';
import { walkStatements } from '../walk.ts';

/** Declared results that are none, or none that anybody would await. */
const PLAIN_TYPE =
  /^TS(String|Number|Boolean|BigInt|Void|Never|Null|Undefined|Symbol)Keyword$|^TS(Literal|Array|Tuple|Function|Constructor|TemplateLiteral)Type$|^TSTypePredicate$|^TSTypeLiteral$/;

const PLAIN_VALUE =
  /^(Literal|TemplateLiteral|ObjectExpression|ArrayExpression|UnaryExpression|BinaryExpression|UpdateExpression|ArrowFunctionExpression|FunctionExpression|ClassExpression|ThisExpression|JSXElement|JSXFragment)$/;

export function mayReturnPromise({ fn, ancestors }: Target): boolean {
  const kind: unknown = ancestors.at(-1)?.['kind'];
  if (kind === 'constructor' || kind === 'set') return false;
  const declared = fn['returnType']?.typeAnnotation as Node | undefined;
  if (declared !== undefined && PLAIN_TYPE.test(declared.type)) return false;
  const body = fn['body'] as Node;
  if (body.type !== 'BlockStatement') return mayBePromise(body);
  let found = false;
  walkStatements(body, (node) => {
    if (found) return false;
    const value = node.type === 'ReturnStatement' ? (node['argument'] as Node | null) : null;
    found = value !== null && mayBePromise(value);
    return undefined;
  });
  return found;
}

/** False for a value that is visibly no promise. */
export function mayBePromise(value: Node): boolean {
  const node = unwrap(value);
  if (node.type === 'NewExpression') return node['callee'].name === 'Promise';
  if (node.type === 'ConditionalExpression')
    return mayBePromise(node['consequent'] as Node) || mayBePromise(node['alternate'] as Node);
  if (node.type === 'SequenceExpression') return mayBePromise((node['expressions'] as Node[]).at(-1) as Node);
  return !PLAIN_VALUE.test(node.type);
}

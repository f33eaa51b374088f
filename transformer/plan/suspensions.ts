/** Where a function suspends, its caller gets its own context back; where it goes on, it takes ours again. */

import type { Edit, Node } from '../types.ts';
import { walkOwn } from '../walk.ts';
import { isAsync, keepsCaller, leave, LEVEL, muted, takeAgain, type Work } from './work.ts';

export function planSuspensions(work: Work): Edit[] {
  const edits: Edit[] = [];
  walkOwn(work.target.fn['body'] as Node, (node, ancestors) => {
    if (node.type === 'AwaitExpression') edits.push(...aroundAwait(work, node));
    else if (node.type === 'YieldExpression') edits.push(...aroundYield(work, node));
    else if (node.type === 'ForOfStatement' && node['await'] === true) edits.push(...forAwait(work, node, ancestors));
    else if (node.type === 'TryStatement') edits.push(...catches(work, node));
  });
  return edits;
}

const wrap = (node: { start: number; end: number }, level: number, open: string, close: string): Edit => ({
  kind: 'wrap',
  start: node.start,
  end: node.end,
  level,
  open,
  close,
});

const HOLE = '\0';

function aroundText(text: string): [open: string, close: string] {
  const at = text.indexOf(HOLE);
  return [text.slice(0, at), text.slice(at + 1)];
}

// await x  ->  $resume(await $keep(x, $t = $suspend($t)), $t)
function aroundAwait(work: Work, node: Node): Edit[] {
  const { hooks, fresh } = work;
  const keep = hooks('keep');
  const [open, close] = keepsCaller(work)
    ? [`${keep}(`, `, ${takeAgain(work)})`]
    : aroundText(muted(work, `${hooks('resume')}(${HOLE}, ${fresh('t')})`));
  return [
    wrap(node['argument'] as Node, LEVEL.operand, `${keep}(`, `, ${leave(work)})`),
    wrap(node, LEVEL.around, open, close),
  ];
}

// yield x   ->  $keep(yield $keep(x, $c = $pause($t, $c)), $c = $regain($t, $c))
// yield* x  ->  $keep(yield* $delegate(x, async, () => { take }, () => { leave }, $t), $c = $regain($t, $c))
function aroundYield(work: Work, node: Node): Edit[] {
  const { hooks, fresh } = work;
  const keep = hooks('keep');
  const argument = node['argument'] as Node | null;
  const again = `, ${takeAgain(work)})`;
  const around = wrap(node, LEVEL.around, `${keep}(`, again);
  if (argument !== null && node['delegate'] === true) {
    const moves = `${String(isAsync(work))}, () => { ${takeAgain(work)}; }, () => { ${leave(work)}; }, ${fresh('t')}`;
    return [wrap(argument, LEVEL.operand, `${hooks('delegate')}(`, `, ${moves})`), around];
  }
  const paused = `, ${leave(work)})`;
  if (argument !== null) return [wrap(argument, LEVEL.operand, `${keep}(`, paused), around];
  return [wrap(node, LEVEL.around, `${keep}(`, ` ${keep}(void 0${paused}${again}`)];
}

// Each step of the loop awaits: the iterator gives the context back, the body and whatever follows take it again.
function forAwait(work: Work, node: Node, ancestors: readonly Node[]): Edit[] {
  const body = node['body'] as Node;
  const block = body.type === 'BlockStatement';
  const statement = outermostLabel(node, ancestors);
  const again = ` ${takeAgain(work)};`;
  // A declaration may not stand there, and the engine says so: a block around it would hide that.
  if (declares(body)) return [];
  return [
    wrap(
      node['right'] as Node,
      LEVEL.operand,
      `${work.hooks('iterate')}(`,
      `, () => { ${leave(work)}; }, ${work.fresh('t')})`,
    ),
    block
      ? wrap({ start: body.start + 1, end: body.start + 1 }, LEVEL.statement, again, '')
      : wrap(body, LEVEL.statement, `{${again} `, ' }'),
    wrap(statement, LEVEL.statement, 'try { ', ` } finally {${again} }`),
  ];
}

const declares = (body: Node): boolean =>
  body.type === 'LabeledStatement' ? declares(body['body'] as Node) : body.type.endsWith('Declaration');

function outermostLabel(node: Node, ancestors: readonly Node[]): Node {
  let statement = node;
  for (let i = ancestors.length - 1; ancestors[i]?.type === 'LabeledStatement'; i--) statement = ancestors[i] as Node;
  return statement;
}

// A rejection that was awaited arrives here without passing the code behind the await.
function catches(work: Work, node: Node): Edit[] {
  const again = ` ${takeAgain(work)};`;
  const blocks = [node['handler']?.body as Node | undefined, node['finalizer'] as Node | null | undefined];
  return blocks
    .filter((block) => block !== undefined && block !== null)
    .map((block) => wrap({ start: block.start + 1, end: block.start + 1 }, LEVEL.statement, again, ''));
}

/** Functions whose body may not move into a `try` block, and other code that cannot be rewritten safely. */

import { isTypeScript } from '../file-id.ts';
import type { DiagnosticCode } from '../diagnostics.ts';
import { blockNames, boundNames, varNames } from '../scope.ts';
import type { Node, Parsed, Target } from '../types.ts';
import { walkOwn, walkStatements } from '../walk.ts';

export interface Problem {
  readonly code: DiagnosticCode;
  readonly at: { readonly start: number; readonly end: number };
  readonly facts: Readonly<Record<string, unknown>>;
}

export function conflictOf(target: Target, file: Parsed): Problem | undefined {
  const { fn, at } = target;
  if (target.ancestors.some((node) => node.type === 'WithStatement'))
    return { code: 'transform/with-statement', at, facts: { name: target.name } };
  if (assignsAfterSuper(target, file))
    return { code: 'transform/parameter-property', at, facts: { name: target.name } };
  const body = fn['body'] as Node;
  if (body.type !== 'BlockStatement') return undefined;
  const using = findAwaitUsing(fn);
  if (using !== undefined) return { code: 'transform/await-using', at: using, facts: { name: target.name } };
  const name = clash(fn, body, isStrict(target, file));
  return name === undefined
    ? undefined
    : { code: 'transform/function-conflict', at, facts: { name: target.name, inner: name } };
}

// TypeScript assigns parameter properties, and fields where they are lowered, behind `super()`. Some compilers look for
// it at the top of the body only, and assign too early when it stands in a block.
function assignsAfterSuper({ fn, ancestors }: Target, file: Parsed): boolean {
  const derived = ancestors.at(-1)?.['kind'] === 'constructor' && ancestors.at(-3)?.['superClass'] !== null;
  if (!derived || !isTypeScript(file.id)) return false;
  const members = ancestors.at(-2)?.['body'] as Node[];
  const assigned = members.some(
    (one) => one.type === 'PropertyDefinition' && one['static'] !== true && one['value'] !== null,
  );
  return assigned || (fn['params'] as Node[]).some((param) => param.type === 'TSParameterProperty');
}

// At the top of a function, `function x` shares its scope with `var x`, parameters and other functions of that name;
// inside a block it is a lexical binding that clashes with them or hides them.
function clash(fn: Node, body: Node, strict: boolean): string | undefined {
  const statements = body['body'] as Node[];
  const params = (fn['params'] as Node[]).flatMap((one) => boundNames(one));
  // A parameter and a `let` of one name are an error, which a block between them would hide.
  const lexical = blockNames(statements.filter((statement) => statement.type !== 'FunctionDeclaration'));
  const wrong = lexical.find((name) => params.includes(name));
  if (wrong !== undefined) return wrong;
  const declared = statements.filter((statement) => statement.type === 'FunctionDeclaration');
  if (declared.length === 0) return undefined;
  const names = declared.flatMap((one) => boundNames(one['id'] as Node));
  const others = [...varNames(body), ...params, 'arguments'];
  if (!strict) others.push(...functionsInBlocks(body, declared));
  if (!strict && callsEval(body)) return names[0];
  return names.find((name, index) => others.includes(name) || names.indexOf(name) !== index);
}

function functionsInBlocks(body: Node, top: readonly Node[]): string[] {
  const names: string[] = [];
  walkStatements(body, (node, ancestors) => {
    for (const child of Array.isArray(node['body']) ? (node['body'] as Node[]) : []) {
      if (child.type === 'FunctionDeclaration' && !top.includes(child) && ancestors.length > 0)
        names.push(...boundNames(child['id'] as Node));
    }
    if (node.type === 'SwitchCase')
      names.push(
        ...(node['consequent'] as Node[])
          .filter((one) => one.type === 'FunctionDeclaration')
          .flatMap((one) => boundNames(one['id'] as Node)),
      );
  });
  return names;
}

function callsEval(body: Node): boolean {
  let found = false;
  walkOwn(body, (node) => {
    found ||= node.type === 'CallExpression' && node['callee'].name === 'eval';
  });
  return found;
}

function isStrict(target: Target, file: Parsed): boolean {
  const hasDirective = (body: readonly Node[]): boolean =>
    body.some((statement) => statement['directive'] === 'use strict');
  if (file.module || hasDirective(file.program['body'] as Node[])) return true;
  return [...target.ancestors, target.fn].some((node) => {
    if (node.type === 'ClassBody') return true;
    const body = node['body'] as { body?: Node[] } | undefined;
    return Array.isArray(body?.body) && hasDirective(body.body);
  });
}

function findAwaitUsing(fn: Node): Node | undefined {
  let found: Node | undefined;
  if (fn['async'] !== true) return undefined;
  walkStatements(fn['body'] as Node, (node) => {
    if (node.type === 'VariableDeclaration' && node['kind'] === 'await using') found ??= node;
  });
  return found;
}

/** Rewrites that are wrong on purpose: the harness has to notice each. */

import { instrumentAll, type Rewrite } from './compare.ts';

const broken =
  (change: (code: string) => string): Rewrite =>
  (text) => {
    const result = instrumentAll(text);
    return result && { ...result, code: change(result.code) };
  };

export const BREAKAGES = {
  /** One more turn of the queue after an await. */
  'extra microtask': broken((code) =>
    code.replaceAll('__differential.resume(await ', '__differential.resume(await await '),
  ),
  'lost return': broken((code) => code.replace(/\breturn (?=[\w(])/g, 'void ')),
  'lost this': broken((code) => code.replace(/\bthis\b/g, '(void 0)')),
  'swallowed error': broken((code) => code.replaceAll('throw $e;', ';')),
  'read twice': broken((code) => code.replace(/\breturn (?=\w+\()/g, 'return log("twice"), ')),
  'changed length': broken((code) => code.replace(/\bfunction (\w+)\(\)/g, 'function $1(extra)')),
  'copied arguments': broken((code) => code.replace(/\barguments\[0\] =/g, '[...arguments][0] =')),
  'handled rejection': broken((code) =>
    code.replace(/\breturn (\w+\([^;{}]*\));/g, 'return ((p) => (p instanceof Promise && p.catch(() => {}), p))($1);'),
  ),
} satisfies Record<string, Rewrite>;

export type Breakage = keyof typeof BREAKAGES;

/** Random programs of nested, concurrent and failing functions, whose spans carry who their parent should be. */

import { transform } from '../../transformer/index.ts';
import * as hooks from '../../runtime/hooks.ts';

/** One call: what kind of function it is, and the calls it makes. */
export interface Call {
  readonly kind: 'sync' | 'async' | 'generator' | 'asyncGenerator' | 'looping';
  /** `together` awaits its calls with Promise.all, after having started all of them. */
  readonly together: boolean;
  readonly fails: boolean;
  readonly pauses: number;
  readonly calls: readonly Call[];
}

export interface World {
  readonly run: (call: Call, id: string, parent: string) => unknown;
}

// Every function passes its own id down as the parent's: what the caller means, whatever the context says.
const SOURCE = `
const fields = 0;
const sleep = (call) => new Promise((done) => (call.pauses % 2 ? setImmediate(done) : queueMicrotask(done)));

const sync = instrument({ name: 'sync', fields: (call, id, parent) => ({ id, parent }) }, function (call, id, parent) {
  let result = 0;
  for (const [i, inner] of call.calls.entries()) result = start(inner, id + '.' + i, id);
  if (call.fails) throw new Error(id);
  return result;
});

const async = instrument({ name: 'async', fields: (call, id, parent) => ({ id, parent }) }, async (call, id, parent) => {
  for (let i = 0; i < call.pauses; i++) { await sleep(call); mark(id + '.p' + i, id); }
  if (call.together) {
    await Promise.all(call.calls.map((inner, i) => settle(inner, id + '.' + i, id)));
  } else {
    for (const [i, inner] of call.calls.entries()) {
      try { await start(inner, id + '.' + i, id); }
      catch { mark(id + '.c' + i, id); }
      finally { mark(id + '.f' + i, id); }
    }
  }
  mark(id + '.e', id);
  if (call.fails) throw new Error(id);
  return sleep(call);
});

const generator = instrument({ name: 'generator', fields: (call, id, parent) => ({ id, parent }) }, function* (call, id, parent) {
  for (const [i, inner] of call.calls.entries()) {
    try { yield start(inner, id + '.' + i, id); } finally { mark(id + '.f' + i, id); }
  }
  mark(id + '.e', id);
  if (call.fails) throw new Error(id);
});

const asyncGenerator = instrument({ name: 'asyncGenerator', fields: (call, id, parent) => ({ id, parent }) }, async function* (call, id, parent) {
  for (const [i, inner] of call.calls.entries()) {
    try { yield await start(inner, id + '.' + i, id); } catch { mark(id + '.c' + i, id); }
    await sleep(call);
    mark(id + '.f' + i, id);
  }
  if (call.fails) throw new Error(id);
});

const looping = instrument({ name: 'looping', fields: (call, id, parent) => ({ id, parent }) }, async function (call, id, parent) {
  let n = 0;
  for await (const value of asyncGenerator({ ...call, fails: false }, id + '.g', id)) {
    mark(id + '.l' + n, id);
    if (n++ > 2) break;
  }
  mark(id + '.e', id);
  if (call.fails) throw new Error(id);
});

const mark = instrument({ name: 'mark', fields: (id, parent) => ({ id, parent }) }, (id, parent) => {});

function start(call, id, parent) {
  switch (call.kind) {
    case 'sync': return used(quietly(() => sync(call, id, parent)));
    case 'async': return handled(async(call, id, parent));
    case 'looping': return handled(looping(call, id, parent));
    case 'asyncGenerator': return handled(drainAsync(asyncGenerator(call, id, parent), id, parent));
    default: return quietly(() => drain(generator(call, id, parent), id, parent));
  }
}
// A consumer that is not instrumented: what it calls between two steps belongs to its own caller.
function drain(steps, id, parent) {
  let n = 0;
  for (const step of steps) { mark(id + '.d' + n++, parent); if (n > 3) break; }
}
const drainAsync = async (steps) => { let n = 0; for await (const step of steps) if (n++ > 3) break; };
// A promise that nobody uses keeps the span of the function that returned it waiting until it is collected.
const used = (value) => (value instanceof Promise ? handled(value) : value);
const quietly = (body) => { try { return body(); } catch { return undefined; } };
const handled = (promise) => { promise.catch(() => {}); return promise; };
const settle = (call, id, parent) => Promise.resolve(start(call, id, parent)).catch(() => {});
export const run = start;
`;

/** The programs' functions, compiled and bound to this process's hooks. */
export function compileWorld(): World {
  const source = `import { instrument } from '@spanloom/runtime';${SOURCE}`;
  const result = transform(source, '/programs.mjs', { root: '/', format: 'global', runtimeModule: 'hooks', rules: [] });
  if (result === null) throw new Error('nothing was instrumented');
  const body = result.code.replace(/^import .*?;/, '').replace('export const run', 'const run');
  // oxlint-disable-next-line typescript/no-implied-eval -- the program under test is text
  return new Function('hooks', `${body}; return { run };`)(hooks) as World;
}

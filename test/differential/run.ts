/** Runs one text in a world of its own and says what it did. */

import vm from 'node:vm';
import { STATE_KEY } from '../../runtime/abi.ts';
import { state } from '../../runtime/core/state.ts';
import { createWorld } from './prelude.ts';
import type { Runtime } from './runtimes.ts';

/** The global that emitted code of the harness finds its hooks in. */
export const HOOKS_GLOBAL = '__differential';

Object.defineProperty(globalThis, Symbol.for(STATE_KEY), { value: state, enumerable: false });

let note: ((kind: string, reason: unknown) => void) | undefined;
process.on('unhandledRejection', (reason) => note?.('unhandledRejection', reason));
process.on('rejectionHandled', (promise) => note?.('rejectionHandled', promise));
process.on('warning', () => {});

// The one thing that a rewrite in place does change is the text that a function gives of itself.
const { toString } = Function.prototype;
const sameText = {
  toString() {
    return 'function';
  },
}.toString;

const setToString = (value: () => string): void => {
  Reflect.defineProperty(Function.prototype, 'toString', { value, writable: true, configurable: true });
};

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

export interface Text {
  readonly code: string;
  readonly module: boolean;
}

/** Null: the text is not valid. Otherwise what happened, line by line, the value of the script last. */
export async function run(text: Text, runtime?: Runtime): Promise<readonly string[] | null> {
  const world = createWorld();
  const before = Object.getOwnPropertyDescriptors(globalThis);
  // Hidden from programs that list the global's properties.
  const names = { ...world.names, [HOOKS_GLOBAL]: runtime?.hooks };
  for (const [name, value] of Object.entries(names))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  world.disturb = runtime?.disturb ?? world.disturb;
  note = world.note;
  setToString(sameText);
  try {
    const evaluate = prepare(text);
    if (evaluate === null) return null;
    try {
      const result = evaluate();
      // The promise of a module's evaluation is the host's.
      if (!text.module) world.note('completed', result);
      else await (result as Promise<void>).catch((error: unknown) => world.note('threw', error));
    } catch (error) {
      world.note('threw', error);
    }
    for (let quiet = 0; quiet < 3; quiet++) await turn();
  } finally {
    world.stop();
    note = undefined;
    setToString(toString);
    restoreGlobals(before);
  }
  return world.lines;
}

function restoreGlobals(before: PropertyDescriptorMap): void {
  for (const key of Reflect.ownKeys(globalThis))
    if (!Object.hasOwn(before, key)) Reflect.deleteProperty(globalThis, key);
  for (const key of Reflect.ownKeys(before)) {
    const was = before[key as string] as PropertyDescriptor;
    const is = Object.getOwnPropertyDescriptor(globalThis, key);
    if (was.configurable === true && (is?.value !== was.value || is?.get !== was.get))
      Object.defineProperty(globalThis, key, was);
  }
}

// A script goes through an indirect `eval`: its variables become properties of the global that can be deleted.
function prepare({ code, module }: Text): (() => unknown) | null {
  try {
    if (!module) {
      void new vm.Script(code, { filename: 'program' });
      // oxlint-disable-next-line no-eval -- the program under test is text
      return () => (0, eval)(code);
    }
    const one = new vm.SourceTextModule(code, { identifier: 'program' });
    return async () => {
      await one.link(() => {
        throw new Error('nothing is imported');
      });
      await one.evaluate();
    };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

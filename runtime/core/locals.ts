/** Values of local variables, read when their function throws. */

import { setExtra } from './attributes.ts';

/** The longest text that is kept of a variable. */
const MAX_LENGTH = 256;

/**
 * Sets `code.locals.<name>` for names and readers in turn, where a reader is there and what it reads is a text, a number
 * or a truth value. A variable that cannot be read is left out.
 */
export function setLocals(t: number, pairs: readonly unknown[]): void {
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const [name, read] = [pairs[i], pairs[i + 1]];
    if (typeof read !== 'function') continue;
    try {
      const value: unknown = read();
      if (typeof value === 'string') setExtra(t, `code.locals.${String(name)}`, value.slice(0, MAX_LENGTH));
      else if (typeof value === 'number' || typeof value === 'boolean')
        setExtra(t, `code.locals.${String(name)}`, value);
    } catch {
      // A variable whose declaration was not reached yet.
    }
  }
}

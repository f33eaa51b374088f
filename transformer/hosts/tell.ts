/** Tells a diagnostic once for one text of a file, however many bundles and environments compile that file. */

import type { Diagnostic } from '../index.ts';

export type Tell = (one: Diagnostic, code: string) => boolean;

/** True when the diagnostic is new: not yet told, or told of a text that has changed since. */
export function news(): Tell {
  const told = new Map<string, string>();
  return (one, code) => {
    const place = `${one.file}:${one.start}:${one.code}:${one.message}`;
    if (told.get(place) === code) return false;
    told.set(place, code);
    return true;
  };
}

/** Fresh identifiers: none of them occurs in the file as a word, so nothing of the user's can capture or be captured. */

export type FreshName = (base: string) => string;

// Words that begin like ours. One pass over the text, however many names are asked for.
const OURS = /(?<![\w$\u0080-\uffff])\$[\w$\u0080-\uffff]*/g;

/** The same text gives the same names. */
export function freshNames(code: string): FreshName {
  const given = new Map<string, string>();
  const taken = new Set<string>(code.match(OURS));
  return (base) => {
    const known = given.get(base);
    if (known !== undefined) return known;
    let name = `$${base}`;
    for (let n = 2; taken.has(name); n++) name = `$${base}${n}`;
    given.set(base, name);
    taken.add(name);
    return name;
  };
}

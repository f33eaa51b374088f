/** Fresh identifiers: none of them occurs in the file as a word, so nothing of the user's can capture or be captured. */

export type FreshName = (base: string) => string;

/** The same text gives the same names. */
export function freshNames(code: string): FreshName {
  const given = new Map<string, string>();
  const taken = new Set<string>();
  return (base) => {
    const known = given.get(base);
    if (known !== undefined) return known;
    let name = `$${base}`;
    for (let n = 2; taken.has(name) || hasWord(code, name); n++) name = `$${base}${n}`;
    given.set(base, name);
    taken.add(name);
    return name;
  };
}

const WORD = /[\w$\u0080-\uffff]/;

function hasWord(code: string, name: string): boolean {
  for (let at = code.indexOf(name); at !== -1; at = code.indexOf(name, at + 1)) {
    const before = code[at - 1] ?? ' ';
    const after = code[at + name.length] ?? ' ';
    if (!WORD.test(before) && !WORD.test(after)) return true;
  }
  return false;
}

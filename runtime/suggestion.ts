/** What somebody probably meant who wrote a name that is not known. */

/** The known name that is near, or all of them; `path` stands before a name. */
export function suggest(name: string, known: readonly string[], path = ''): string {
  const [best] = known
    .map((one) => ({ one, far: distance(name.toLowerCase(), one.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  const near = best !== undefined && best.far <= Math.max(2, name.length / 3);
  return near ? `Did you mean ${path}${best.one}?` : `Known are ${known.join(', ')}.`;
}

/** Number of letters to change, insert or leave out to get from `a` to `b`. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}

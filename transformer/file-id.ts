/** Ids as hosts give them: a path, and behind its ending perhaps a query of the bundler's. */

// A path may hold `?` and `#` itself; what follows a source file's ending is the query.
const QUERY = /(\.(?:[cm]?[jt]sx?|vue|svelte))[?#].*$/;

/** The file's path. */
export const pathOf = (id: string): string => id.replace(QUERY, '$1');

/** The name that tells the parser the language: a component's script says its own in the query (`?lang.ts`). */
export function languageName(id: string): string {
  const path = pathOf(id);
  const language = /[?&]lang[.=]([jt]sx?)\b/.exec(id.slice(path.length))?.[1];
  return language === undefined ? path : `${path}.${language}`;
}

export const isTypeScript = (id: string): boolean => /\.[cm]?tsx?$/.test(languageName(id));

/**
 * Where the imports of emitted code lead. Inside a dependency in a strict layout the runtime cannot be found by its name:
 * the application has it, the dependency does not. So it is looked for as the importer would find it, then as the
 * application would, then as this package would.
 */

import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const RUNTIME: RegExp = /^@spanloom\/runtime(?:\/|$)/;

const fallbacks = (root: string): string[] => [path.join(root, 'index.html'), fileURLToPath(import.meta.url)];

type BundlerResolve = (
  source: string,
  importer: string | undefined,
  options: { skipSelf: boolean },
) => Promise<unknown>;

/** For bundlers: what `resolve` finds, or null. `root` is the application's folder. */
export async function resolveForBundler(
  resolve: BundlerResolve,
  source: string,
  importer: string | undefined,
  root: string,
): Promise<unknown> {
  for (const from of [importer, ...fallbacks(root)]) {
    const found = await resolve(source, from, { skipSelf: true });
    if (found !== null && found !== undefined) return found;
  }
  return null;
}

/** Where a program that nobody configured has its dependencies: beside its entry. */
export const entryFolder = (): string =>
  process.argv[1] === undefined ? process.cwd() : path.dirname(process.argv[1]);

interface Context {
  readonly parentURL?: string | undefined;
}

/** For Node's asynchronous hook. Throws what Node throws when nobody has the runtime. */
export async function resolveForImport<C extends Context, R>(
  nextResolve: (specifier: string, context: C) => Promise<R>,
  specifier: string,
  context: C,
  root: string,
): Promise<R> {
  try {
    return await nextResolve(specifier, context);
  } catch (error) {
    for (const from of fallbacks(root)) {
      try {
        return await nextResolve(specifier, { ...context, parentURL: pathToFileURL(from).href });
      } catch {
        // The next one may have it.
      }
    }
    throw error;
  }
}

/** For Node's synchronous hook: as above, and for `require`, whose own resolution knows no other parent. */
export function resolveForHooks<C extends Context & { readonly conditions: readonly string[] }, R>(
  nextResolve: (specifier: string, context: C) => R,
  specifier: string,
  context: C,
  root: string,
): R | { url: string; shortCircuit: true } {
  try {
    return nextResolve(specifier, context);
  } catch (error) {
    for (const from of fallbacks(root)) {
      try {
        if (!context.conditions.includes('require'))
          return nextResolve(specifier, { ...context, parentURL: pathToFileURL(from).href });
        const file = fromElsewhere(specifier, from);
        if (file !== undefined) return { url: pathToFileURL(file).href, shortCircuit: true };
      } catch {
        // The next one may have it.
      }
    }
    throw error;
  }
}

/** For `require` on Node 20: what any of the fallbacks finds. */
export function requireResolve(specifier: string, root: string): string | undefined {
  for (const from of fallbacks(root)) {
    try {
      const file = fromElsewhere(specifier, from);
      if (file !== undefined) return file;
    } catch {
      // The next one may have it.
    }
  }
  return undefined;
}

let looking = false;

// Asks Node, which asks the hooks, which must not ask again.
function fromElsewhere(specifier: string, from: string): string | undefined {
  if (looking) return undefined;
  looking = true;
  try {
    return createRequire(from).resolve(specifier);
  } finally {
    looking = false;
  }
}

/** The asynchronous hooks of Node 20, for files that are imported. They run in the loader's thread. */

import type { LoadHook, ResolveHook } from 'node:module';
import { instrumentWith, type Instrument, type NodeHookOptions } from './node-source.ts';
import { resolveForImport, RUNTIME } from './resolve-runtime.ts';

/** What the thread is given: options, and the folder of the application. */
export interface LoaderData {
  readonly given: NodeHookOptions;
  readonly root: string;
}

let instrument: Instrument | undefined;
let root = '';

export function initialize(data: LoaderData): void {
  instrument = instrumentWith(data.given);
  root = data.root;
}

export const resolve: ResolveHook = (specifier, context, nextResolve) =>
  RUNTIME.test(specifier)
    ? resolveForImport(async (...next) => nextResolve(...next), specifier, context, root)
    : nextResolve(specifier, context);

export const load: LoadHook = async (url, context, nextLoad) => {
  const loaded = await nextLoad(url, context);
  const code = instrument?.({ url, source: loaded.source, format: loaded.format });
  return code === undefined ? loaded : { ...loaded, source: code };
};

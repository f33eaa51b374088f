/** The asynchronous hooks of Node 20, for files that are imported. They run in the loader's thread. */

import type { LoadHook, ResolveHook } from 'node:module';
import { instrumentWith, type Instrument, type NodeHookOptions } from './node-source.ts';
import { resolveForImport, RUNTIME } from './resolve-runtime.ts';

let instrument: Instrument | undefined;

export function initialize(options: NodeHookOptions): void {
  instrument = instrumentWith(options);
}

export const resolve: ResolveHook = (specifier, context, nextResolve) =>
  RUNTIME.test(specifier)
    ? resolveForImport(async (...next) => nextResolve(...next), specifier, context)
    : nextResolve(specifier, context);

export const load: LoadHook = async (url, context, nextLoad) => {
  const loaded = await nextLoad(url, context);
  const code = instrument?.({ url, source: loaded.source, format: loaded.format });
  return code === undefined ? loaded : { ...loaded, source: code };
};

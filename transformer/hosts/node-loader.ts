/** The asynchronous hook of Node 20, for files that are imported. Runs in the loader's thread. */

import type { LoadHook } from 'node:module';
import { fileURLToPath } from 'node:url';
import { instrumentSource, isOurFile } from './node-source.ts';

export const load: LoadHook = async (url, context, nextLoad) => {
  const loaded = await nextLoad(url, context);
  if (loaded.format !== 'module' || loaded.source === undefined || loaded.source === null || !isOurFile(url)) return loaded;
  const text = typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source as ArrayBuffer).toString('utf8');
  const code = instrumentSource(text, fileURLToPath(url), 'esm');
  return code === undefined ? loaded : { ...loaded, source: code };
};

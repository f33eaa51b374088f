/** Installs Node's module hooks, of whichever kind this version has. */

import * as nodeModule from 'node:module';
import { installCommonJs } from './node-commonjs.ts';
import type { LoaderData } from './node-loader.ts';
import { entryFolder, resolveForHooks, RUNTIME } from './resolve-runtime.ts';
import { instrumentWith, type NodeHookOptions } from './node-source.ts';

/** What the result does: later files run as they are. */
export function installNodeHooks(options: NodeHookOptions = {}): () => void {
  const instrument = instrumentWith(options);
  const { root = entryFolder() } = options;
  // registerHooks runs in this thread and sees `import` and `require` alike; Node 20 has only the older register, whose
  // hooks run in a thread of their own and miss what `require` loads.
  if (typeof nodeModule.registerHooks === 'function') {
    const hooks = nodeModule.registerHooks({
      resolve(specifier, context, nextResolve) {
        return RUNTIME.test(specifier)
          ? resolveForHooks(nextResolve, specifier, context, root)
          : nextResolve(specifier, context);
      },
      load(url, context, nextLoad) {
        const loaded = nextLoad(url, context);
        const code = instrument({ url, source: loaded.source, format: loaded.format });
        return code === undefined ? loaded : { ...loaded, source: code };
      },
    });
    return () => hooks.deregister();
  }
  const { onDiagnostic: _, ...given } = options;
  nodeModule.register(new URL('./node-loader.js', import.meta.url), { data: { given, root } satisfies LoaderData });
  return installCommonJs(instrument, root);
}

/** `node --import spanloom/node app.js`: instruments files as Node loads them, dependencies included. */

import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';
import { installCommonJs } from './node-commonjs.ts';
import { instrumentSource, isOurFile } from './node-source.ts';

process.setSourceMapsEnabled(true);

// registerHooks runs in this thread and sees `import` and `require` alike; Node 20 has only the older register, whose
// hooks run in a thread of their own and miss what `require` loads.
if (typeof nodeModule.registerHooks === 'function') {
  nodeModule.registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (loaded.source === undefined || loaded.source === null || !isOurFile(url)) return loaded;
      const text = typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source as ArrayBuffer).toString('utf8');
      const code = instrumentSource(text, fileURLToPath(url), loaded.format?.startsWith('commonjs') === true ? 'cjs' : 'esm');
      return code === undefined ? loaded : { ...loaded, source: code };
    },
  });
} else {
  nodeModule.register(new URL('./node-loader.js', import.meta.url));
  installCommonJs();
}

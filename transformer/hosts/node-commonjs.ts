/** CommonJS on Node 20, whose loader hooks do not see what `require` loads. */

import Module from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Instrument } from './node-source.ts';
import { requireResolve, RUNTIME } from './resolve-runtime.ts';

interface Internals {
  prototype: { _compile(this: unknown, code: string, file: string, ...rest: unknown[]): unknown };
  _resolveFilename(this: unknown, request: string, ...rest: unknown[]): unknown;
}

/** The result makes later files run as they are; others may have put their own functions over ours meanwhile. */
export function installCommonJs(instrument: Instrument, root: string): () => void {
  const internals = Module as unknown as Internals;
  const { _resolveFilename: resolve, prototype } = internals;
  const compile = prototype._compile;
  let installed = true;
  prototype._compile = function _compile(code, file, ...rest): unknown {
    // The format is the first of `rest` where `require` can load ES modules.
    const format = rest[0] === 'module' ? 'module' : 'commonjs';
    const instrumented = installed ? instrument({ url: pathToFileURL(file).href, source: code, format }) : undefined;
    return Reflect.apply(compile, this, [instrumented ?? code, file, ...rest]);
  };
  internals._resolveFilename = function _resolveFilename(request, ...rest): unknown {
    try {
      return Reflect.apply(resolve, this, [request, ...rest]);
    } catch (error) {
      const found = installed && RUNTIME.test(request) ? requireResolve(request, root) : undefined;
      if (found === undefined) throw error;
      return found;
    }
  };
  return () => {
    installed = false;
  };
}

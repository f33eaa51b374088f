/** CommonJS on Node 20, whose loader hooks do not see what `require` loads. */

import Module from 'node:module';
import { pathToFileURL } from 'node:url';
import { instrumentSource, isOurFile } from './node-source.ts';

interface Compiling {
  _compile(this: unknown, code: string, file: string, ...rest: unknown[]): unknown;
}

export function installCommonJs(): void {
  const prototype = Module.prototype as unknown as Compiling;
  const compile = prototype._compile;
  prototype._compile = function _compile(code, file, ...rest): unknown {
    const instrumented = isOurFile(pathToFileURL(file).href) ? instrumentSource(code, file, 'cjs') : undefined;
    return Reflect.apply(compile, this, [instrumented ?? code, file, ...rest]);
  };
}

/** Options of the bundler plugin. */

import type { TransformOptions } from '../index.ts';

export interface PluginOptions extends TransformOptions {
  /** Stops the build at the first diagnostic that is an error. Default: false: the file stays as it is. */
  readonly strict?: boolean;
}

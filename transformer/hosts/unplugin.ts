/** The one bundler plugin; each bundler's entry only names its flavour of it. */

import { createUnplugin, type UnpluginInstance } from 'unplugin';
import { formatDiagnostic, resolveOptions, transform, type Diagnostic, type TransformOptions } from '../index.ts';
import { ruledPackages } from '../rules/index.ts';

export interface PluginOptions extends TransformOptions {
  /** Stops the build at the first diagnostic that is an error. Default: false: the file stays as it is. */
  readonly strict?: boolean;
}

const FILES = /\.[cm]?[jt]sx?(?:\?|$)/;

export const unplugin: UnpluginInstance<PluginOptions | undefined> = createUnplugin<PluginOptions | undefined>((options) => {
  const { strict = false, ...rest } = options ?? {};
  const settings = resolveOptions(rest, 'the options of the spanloom plugin');
  let root = rest.root;
  return {
    name: 'spanloom',
    enforce: 'pre',
    buildStart() {
      for (const one of settings.diagnostics) console.warn(textOf(one));
    },
    transform: {
      order: 'pre',
      // Vite's pre-bundled dependencies were seen once already.
      filter: { id: { include: FILES, exclude: /[\\/]\.vite[\\/]deps/ } },
      handler(code, id) {
        const problems: Diagnostic[] = [];
        const result = transform(code, id, { ...rest, ...(root === undefined ? {} : { root }), onDiagnostic: (one) => problems.push(one) });
        for (const one of problems) {
          if (settings.diagnostics.some((known) => known.message === one.message)) continue;
          const text = formatDiagnostic(one, code);
          if (strict && one.severity === 'error') this.error(text);
          else this.warn(text);
          rest.onDiagnostic?.(one);
        }
        return result === null ? null : { code: result.code, map: result.map };
      },
    },
    vite: {
      config: () => ({ ssr: { noExternal: ruledPackages(settings) }, optimizeDeps: { exclude: ruledPackages(settings) } }),
      configResolved(config) {
        root ??= config.root;
      },
    },
  };
});

const textOf = (one: Diagnostic): string => `spanloom ${one.severity} ${one.code}: ${one.message}\n  fix: ${one.fix}`;

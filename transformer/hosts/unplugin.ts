/** The one bundler plugin; each bundler's entry only names its flavour of it. */

import { createUnplugin, type UnpluginInstance } from 'unplugin';
import { formatDiagnostic, resolveOptions, transform, type Diagnostic, type TransformOptions } from '../index.ts';
import { isOwnFile } from './own-files.ts';
import { resolveForBundler, RUNTIME } from './resolve-runtime.ts';
import { news } from './tell.ts';
import { viteHooks } from './vite-hooks.ts';

export interface PluginOptions extends TransformOptions {
  /** Stops the build at the first diagnostic that is an error. Default: false: the file stays as it is. */
  readonly strict?: boolean;
}

const FILES = /\.[cm]?[jt]sx?(?:\?|$)/;
// Vite's pre-bundled dependencies were seen while they were bundled.
const PREBUNDLED = /[\\/]\.vite[\\/]deps/;

type PluginContext = Parameters<typeof resolveForBundler>[0];

export const unplugin: UnpluginInstance<PluginOptions | undefined> = createUnplugin<PluginOptions | undefined>((options, meta) => {
  const { strict, ...given } = options ?? {};
  const settings = resolveOptions(options, 'options of the spanloom plugin', ['strict']);
  const isNews = news();
  let root = settings.root;
  /** Wrong options, once. */
  const checkOptions = (warn: (text: string) => void): void => {
    const wrong = settings.diagnostics.filter((one) => isNews(one, ''));
    for (const one of wrong) given.onDiagnostic?.(one);
    if (strict === true && wrong.length > 0) throw new Error(wrong.map((one) => formatDiagnostic(one, '')).join('\n'));
    for (const one of wrong) warn(formatDiagnostic(one, ''));
  };
  return {
    name: 'spanloom',
    enforce: 'pre',
    buildStart() {
      checkOptions((text) => console.warn(text));
    },
    resolveId: {
      filter: { id: RUNTIME },
      handler(source, importer) {
        const context = this as unknown as { resolve?: PluginContext };
        if (context.resolve === undefined) return null;
        return resolveForBundler(context.resolve.bind(this), source, importer, root) as Promise<string | null>;
      },
    },
    transform: {
      order: 'pre',
      filter: { id: { include: FILES, exclude: PREBUNDLED } },
      handler(code, id) {
        if (isOwnFile(id)) return null;
        const problems: Diagnostic[] = [];
        const result = transform(code, id, { ...given, root, onDiagnostic: (one) => problems.push(one) });
        for (const one of problems) {
          if (one.code.startsWith('config/')) continue;
          const stop = strict === true && one.severity === 'error';
          if (!isNews(one, code) && !stop) continue;
          given.onDiagnostic?.(one);
          if (stop) this.error(formatDiagnostic(one, code));
          this.warn(formatDiagnostic(one, code));
        }
        return result === null ? null : { code: result.code, map: result.map };
      },
    },
    ...(meta.framework === 'vite'
      ? { vite: viteHooks({ given, settings, checkOptions, setRoot: (folder) => (root = given.root ?? folder) }) }
      : {}),
  };
});

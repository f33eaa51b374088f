/** The one bundler plugin; each bundler's entry only names its flavour of it. */

import { createUnplugin, type UnpluginInstance } from 'unplugin';
import { resolveOptions, type Diagnostic } from '../index.ts';
import { instrumentFile } from './instrument-file.ts';
import { isOwnFile } from './own-files.ts';
import type { PluginOptions } from './plugin-options.ts';
import { resolveForBundler, RUNTIME } from './resolve-runtime.ts';
import { news, textOf, wrongSwitch, type Print } from './tell.ts';
import { viteHooks } from './vite-hooks.ts';

const FILES = /\.[cm]?[jt]sx?(?:\?|$)/;
// Vite's pre-bundled dependencies were seen while they were bundled.
const PREBUNDLED = /[\\/]\.vite[\\/]deps/;
const PLACE = 'options of the spanloom plugin';

type Resolve = Parameters<typeof resolveForBundler>[0];

export const unplugin: UnpluginInstance<PluginOptions | undefined> = createUnplugin<PluginOptions | undefined>(
  (options, meta) => {
    const { strict, ...given } = options ?? {};
    const settings = resolveOptions(options, PLACE, ['strict']);
    const isNews = news();
    let root = settings.root;
    let printer: Print | undefined;

    /** Calls `stop`, which throws, at an error in strict mode; tells everything else once. */
    const tell = (one: Diagnostic, code: string, print: Print, stop: (text: string) => void): void => {
      const stops = strict === true && one.severity === 'error';
      if (!isNews(one, code) && !stops) return;
      given.onDiagnostic?.(one);
      if (stops) stop(textOf(one, code));
      else print(textOf(one, code), one);
    };
    const checkOptions = (print: Print): void => {
      for (const one of [...settings.diagnostics, ...wrongSwitch('strict', strict, PLACE)]) {
        tell(one, '', print, (text) => {
          throw new Error(text);
        });
      }
    };

    return {
      name: 'spanloom',
      enforce: 'pre',
      buildStart() {
        checkOptions(printer ?? ((text) => console.warn(text)));
      },
      resolveId: {
        filter: { id: RUNTIME },
        handler(source, importer) {
          const { resolve } = this as unknown as { resolve?: Resolve };
          return resolve === undefined
            ? null
            : (resolveForBundler(resolve.bind(this), source, importer, root) as Promise<string | null>);
        },
      },
      transform: {
        order: 'pre',
        filter: { id: { include: FILES, exclude: PREBUNDLED } },
        handler(code, id) {
          if (isOwnFile(id)) return null;
          const { result, diagnostics } = instrumentFile(code, id, { ...given, root });
          for (const one of diagnostics) {
            // The bundler says whose message it is.
            tell(one, code, printer ?? ((text) => this.warn(text.replace(/^spanloom /, ''))), (text) =>
              this.error({ message: text, stack: '' }),
            );
          }
          return result === null ? null : { code: result.code, map: result.map };
        },
      },
      ...(meta.framework === 'vite'
        ? {
            vite: viteHooks(given, settings, (folder, print) => {
              root = given.root ?? folder;
              printer = print;
              checkOptions(print);
            }),
          }
        : {}),
    };
  },
);

/** What Vite needs beside the transform: dependencies that a rule instruments must pass through it, in every command. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import type { UnpluginOptions } from 'unplugin';
import { transform, type Settings, type TransformOptions } from '../index.ts';
import { ruledPackages, rulesFor } from '../rules/index.ts';
import { installNodeHooks } from './node-install.ts';
import { resolveForBundler, RUNTIME } from './resolve-runtime.ts';

export interface ViteSetup {
  readonly given: TransformOptions;
  readonly settings: Settings;
  checkOptions(warn: (text: string) => void): void;
  setRoot(folder: string): void;
}

type ViteHooks = NonNullable<UnpluginOptions['vite']>;

/**
 * Server builds bundle the packages that a rule instruments. In development such a package stays external, as it would
 * be without us, and Node's own hooks instrument it when this process loads it; what is pre-bundled for the browser is
 * instrumented while it is.
 */
export function viteHooks({ given, settings, checkOptions, setRoot }: ViteSetup): ViteHooks {
  let root = settings.root;
  let serving = false;
  let remove: (() => void) | undefined;
  return {
    config(config, { command }) {
      root = path.resolve(config.root ?? '.');
      serving = command === 'serve';
    },
    configEnvironment(name, config) {
      const packages = ruledPackages(settings).filter((one) => isInstalled(one, root));
      if (packages.length === 0) return null;
      if (serving) return { optimizeDeps: { rolldownOptions: { plugins: [dependencyPlugin(given, settings, () => root)] } } };
      const client = (config.consumer ?? (name === 'client' ? 'client' : 'server')) === 'client';
      return client ? null : { resolve: { noExternal: packages } };
    },
    configResolved(config) {
      root = config.root;
      setRoot(root);
      checkOptions((text) => config.logger.warn(text));
    },
    configureServer() {
      if (ruledPackages(settings).length > 0) remove ??= installNodeHooks({ ...given, root, files: 'ruled' });
    },
    buildEnd() {
      remove?.();
      remove = undefined;
    },
  };
}

// A bundler plugin of its own: the dependency optimizer runs none of the project's. Its name is part of the key under
// which Vite keeps what it has pre-bundled, so other rules bundle anew.
function dependencyPlugin(given: TransformOptions, settings: Settings, root: () => string): NonNullable<NonNullable<NonNullable<import('vite').EnvironmentOptions['optimizeDeps']>['rolldownOptions']>['plugins']> {
  return {
    name: `spanloom:dependencies:${settings.rules.join('+')}`,
    resolveId: {
      filter: { id: RUNTIME },
      handler(source, importer) {
        return resolveForBundler(this.resolve.bind(this), source, importer, root()) as Promise<string | null>;
      },
    },
    transform: {
      filter: { id: /node_modules/ },
      handler(code, id) {
        const result = rulesFor(id, settings).length === 0 ? null : transform(code, id, { ...given, root: root() });
        return result === null ? null : { code: result.code, map: result.map.toString() };
      },
    },
  };
}

// A package that is not there must not be named in Vite's configuration.
function isInstalled(name: string, from: string): boolean {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'node_modules', name, 'package.json'))) return true;
    if (folder === path.dirname(folder)) return false;
  }
}

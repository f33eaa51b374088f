/** What Vite needs beside the transform: dependencies that a rule instruments must pass through it, in every command. */

import path from 'node:path';
import type { UnpluginOptions } from 'unplugin';
import type { EnvironmentOptions } from 'vite';
import type { Settings, TransformOptions } from '../index.ts';
import { ruledPackages } from '../rules/index.ts';
import { installNodeHooks } from './node-install.ts';
import type { Print } from './tell.ts';
import { optionalOf, optionalPlugin, prebundlePlugin } from './vite-dependencies.ts';

/**
 * Server builds bundle the packages that a rule instruments. In development such a package stays external, as it would
 * be without us, and Node's own hooks instrument it when this process loads it; what is pre-bundled for the browser is
 * instrumented while it is. `onResolved` gets the project's folder and Vite's logger.
 */
export function viteHooks(
  given: TransformOptions,
  settings: Settings,
  onResolved: (root: string, print: Print) => void,
): NonNullable<UnpluginOptions['vite']> {
  let root = settings.root;
  let serving = false;
  let remove: (() => void) | undefined;
  return {
    config(config, { command }) {
      root = path.resolve(config.root ?? '.');
      serving = command === 'serve';
    },
    configEnvironment(name, config) {
      const packages = ruledPackages(settings).filter((one) => optionalOf(one, root) !== undefined);
      if (packages.length === 0) return null;
      if (serving)
        return { optimizeDeps: { rolldownOptions: { plugins: [prebundlePlugin({ ...given, root }, settings)] } } };
      const client = (config.consumer ?? (name === 'client' ? 'client' : 'server')) === 'client';
      return client ? null : bundled(packages, root);
    },
    configResolved(config) {
      root = config.root;
      onResolved(root, (text, one) => config.logger[one.severity === 'error' ? 'error' : 'warn'](text));
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

function bundled(packages: readonly string[], root: string): EnvironmentOptions {
  const optional = packages.flatMap((one) => optionalOf(one, root) ?? []);
  return {
    resolve: { noExternal: [...packages] },
    ...(optional.length > 0 ? { build: { rolldownOptions: { plugins: [optionalPlugin(optional)] } } } : {}),
  };
}

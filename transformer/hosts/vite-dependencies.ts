/** Bundler plugins for dependencies that a rule instruments, and what their manifests say. */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Rolldown } from 'vite';
import type { Settings, TransformOptions } from '../index.ts';
import { rulesFor } from '../rules/index.ts';
import { instrumentFile } from './instrument-file.ts';
import { resolveForBundler, RUNTIME } from './resolve-runtime.ts';
import { textOf } from './tell.ts';

/**
 * For the dependency optimizer, which runs none of the project's plugins. Its name is part of the key under which Vite
 * keeps what it has pre-bundled, so other rules bundle anew.
 */
export function prebundlePlugin(options: TransformOptions & { root: string }, settings: Settings): Rolldown.Plugin {
  return {
    name: `spanloom:prebundle:${settings.rules.join('+')}`,
    resolveId: {
      filter: { id: RUNTIME },
      handler(source, importer) {
        return resolveForBundler(this.resolve.bind(this), source, importer, options.root) as Promise<string | null>;
      },
    },
    transform: {
      filter: { id: /node_modules/ },
      handler(code, id) {
        if (rulesFor(id, settings).length === 0) return null;
        const { result, diagnostics } = instrumentFile(code, id, options);
        for (const one of diagnostics) this.warn(textOf(one, code));
        return result === null ? null : { code: result.code, map: result.map.toString() };
      },
    },
  };
}

/** Leaves imports of `names` that nothing resolves to the running program, where the package expects them to fail. */
export function optionalPlugin(names: readonly string[]): Rolldown.Plugin {
  const escaped = names.map((name) => name.replace(/[.+*?^$(){}|[\]\\]/g, String.raw`\$&`));
  return {
    name: 'spanloom:optional',
    resolveId: {
      filter: { id: new RegExp(`^(?:${escaped.join('|')})$`) },
      handler: (source) => ({ id: source, external: true }),
    },
  };
}

interface Manifest {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** Names of a package's optional dependencies; undefined when it is not installed where `from` finds it. */
export function optionalOf(name: string, from: string): string[] | undefined {
  const file = manifestOf(name, from);
  if (file === undefined) return undefined;
  try {
    const { optionalDependencies = {}, peerDependenciesMeta = {} } = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
    const peers = Object.entries(peerDependenciesMeta).filter(([, meta]) => meta.optional === true);
    return [...Object.keys(optionalDependencies), ...peers.map(([peer]) => peer)];
  } catch {
    return [];
  }
}

function manifestOf(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const file = path.join(folder, 'node_modules', name, 'package.json');
    if (existsSync(file)) return file;
    if (folder === path.dirname(folder)) return undefined;
  }
}

/** The versions of Node that the hooks are tested on: this one, and one of each later line, installed when first needed. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './app.ts';

const VERSIONS = ['22.23.3', '24.21.0', '26.10.0'];

export interface NodeVersion {
  readonly version: string;
  readonly path: string;
  /** Why this version cannot be run here. */
  readonly missing?: string;
}

export const nodes: readonly NodeVersion[] = [
  { version: process.versions.node, path: process.execPath },
  ...VERSIONS.filter((version) => version !== process.versions.node).map(install),
];

/** The package holds the program itself and runs no script. */
function install(version: string): NodeVersion {
  const folder = path.join(root, '.cache/node-versions', version);
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const program = path.join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(program)) return { version, path: program };
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
  const args = ['install', '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund', `${name}@${version}`];
  const { stderr } = spawnSync('npm', args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 120_000,
    shell: platform === 'win',
  });
  if (existsSync(program)) return { version, path: program };
  const reason = stderr?.split('\n').find((line) => line.startsWith('npm error')) ?? 'npm did not answer';
  return { version, path: program, missing: `${name}@${version} could not be installed: ${reason}` };
}

/** Node runs `.ts` files by itself. */
export function runsTypeScript({ version }: NodeVersion): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

/** What every script shares: where the repository is, the packages in build order, and running a program. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** The published workspaces, dependencies first. */
export const packages = ['runtime', 'semconv', 'codegen', 'transformer'];

/** Absolute path of a development tool's executable. */
export const tool = (name) => path.join(root, 'node_modules', '.bin', name);

/**
 * Runs a program and resolves, never rejects, with its exit code and what it printed, both streams in order of arrival.
 * `input` is written to its standard input; `show` passes the output through instead of capturing it.
 */
export function run(command, args, { cwd = root, env = process.env, input = '', show = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: show ? 'inherit' : 'pipe' });
    let output = '';
    const collect = (chunk) => (output += chunk);
    child.stdout?.setEncoding('utf8').on('data', collect);
    child.stderr?.setEncoding('utf8').on('data', collect);
    child.stdin?.on('error', () => {}).end(input);
    child.on('error', (error) => resolve({ code: 127, output: `${command}: ${error.message}\n` }));
    child.on('close', (code, signal) =>
      resolve({ code: code ?? 1, output: signal ? `${output}\nended by ${signal}\n` : output }),
    );
  });
}

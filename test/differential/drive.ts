/** Starts the child: the harness needs a plain realm, the process's own events and modules in memory. */

import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import type { CasesJob, CasesResult, RandomJob, RandomResult } from './child.ts';

const here = path.dirname(fileURLToPath(import.meta.url));
const bundle = path.join(here, `../../.cache/differential/child-${process.pid}.mjs`);

let built = false;

function child(): string {
  if (built) return bundle;
  built = true;
  mkdirSync(path.dirname(bundle), { recursive: true });
  buildSync({
    entryPoints: [path.join(here, 'child.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  });
  return bundle;
}

export async function drive(job: RandomJob): Promise<RandomResult>;
export async function drive(job: CasesJob): Promise<CasesResult>;
export async function drive(job: RandomJob | CasesJob): Promise<RandomResult | CasesResult> {
  const started = spawn(process.execPath, ['--experimental-vm-modules', '--no-warnings', child()], {
    timeout: 240_000,
  });
  let output = '';
  let errors = '';
  started.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  started.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  started.stdin.end(JSON.stringify(job));
  await new Promise((done) => started.on('close', done));
  try {
    return JSON.parse(output) as RandomResult | CasesResult;
  } catch {
    throw new Error(`the child said: ${output.slice(0, 500)}\n${errors.slice(0, 2000)}`);
  }
}

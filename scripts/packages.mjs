/** `node scripts/packages.mjs`: packs every package and has publint and attw look at the tarballs, as a registry gets them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packages, root, run, tool } from './process.mjs';

const folder = await mkdtemp(path.join(tmpdir(), 'packages-'));
for (const name of packages) {
  const tarball = await pack(name);
  if (tarball === undefined) continue;
  // Only the runtime is also CommonJS: instrumented code may be.
  const profile = name === 'runtime' ? 'strict' : 'esm-only';
  await judge(name, tool('publint'), ['run', tarball, '--strict']);
  await judge(name, tool('attw'), [tarball, '--profile', profile, '--format', 'ascii', '--no-emoji']);
}
await rm(folder, { recursive: true });

async function pack(name) {
  const { code, output } = await run('npm', ['pack', '--json', '--silent', '--pack-destination', folder], {
    cwd: path.join(root, name),
  });
  const list = /^\[[\s\S]*^\]/m.exec(output)?.[0];
  if (code === 0 && list !== undefined) return path.join(folder, JSON.parse(list)[0].filename);
  console.log(`${name}: npm pack failed\n${output}`);
  process.exitCode = 1;
  return undefined;
}

async function judge(name, command, args) {
  const { code, output } = await run(command, args);
  if (code === 0) return;
  console.log(`${name}: ${path.basename(command)}\n${output}`);
  process.exitCode = 1;
}

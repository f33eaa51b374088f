/**
 * `node scripts/lock.mjs [--write] [--file <lock>]`: package-lock.json must install on every platform from any registry.
 * It names no host, and it holds each optional package of each platform: npm leaves out those that the registry in use did
 * not serve, and `npm ci` then refuses the file. `--write` adds them, without a checksum.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './process.mjs';

const SYSTEMS = /\b(aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)\b/;
const PROCESSORS = /\b(arm64|arm|ia32|loong64|mips64el|ppc64|riscv64|s390x|wasm32|x64)\b/;

const { values } = parseArgs({ options: { write: { type: 'boolean' }, file: { type: 'string' } } });
const file = values.file ?? path.join(root, 'package-lock.json');
const lock = JSON.parse(await readFile(file, 'utf8'));
const problems = [];

for (const [location, entry] of Object.entries(lock.packages)) {
  if (/^https?:/.test(entry.resolved ?? '')) problems.push(`${location} names the host of ${entry.resolved}`);
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const found = find(location, name);
    if (found !== undefined && (!/^\d/.test(version) || lock.packages[found].version === version)) continue;
    const missing = platformPackage(name, version, entry.dev);
    const beside = `${location.slice(0, location.lastIndexOf('node_modules/'))}node_modules/${name}`;
    if (!values.write || missing === undefined)
      problems.push(`${location} has an optional ${name}@${version} that is not locked`);
    else lock.packages[beside in lock.packages ? `${location}/node_modules/${name}` : beside] = missing;
  }
}
if (values.write) {
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
  await writeFile(file, `${JSON.stringify(lock, null, 2)}\n`);
}
for (const problem of problems) console.log(problem);
if (problems.length > 0) {
  console.log(
    '\n`npm run fix` completes it; a host goes away with `omit-lockfile-registry-resolved` in .npmrc and a new install.',
  );
  process.exitCode = 1;
}

/** Where Node would find `name` from `location`. */
function find(location, name) {
  for (let folder = location; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    const candidate = path.posix.join(folder, 'node_modules', name);
    if (candidate in lock.packages) return candidate;
    if (folder === '') return undefined;
  }
}

/** What npm needs to leave a package out elsewhere; read from the name, as all of these have it there. */
function platformPackage(name, version, dev) {
  const cpu = PROCESSORS.exec(name)?.[1];
  if (cpu === undefined || !/^\d+\.\d+\.\d+$/.test(version)) return undefined;
  const os = SYSTEMS.exec(name)?.[1];
  const libc = os === 'linux' ? /\b(musl)\b|\bgnu\b/.exec(name) : null;
  return {
    version,
    cpu: [cpu],
    ...(dev ? { dev } : {}),
    ...(libc ? { libc: [libc[1] ?? 'glibc'] } : {}),
    optional: true,
    ...(os ? { os: [os] } : {}),
  };
}

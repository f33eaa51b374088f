/** `npm run build`: compiles every package into its `dist`, and the runtime a second time as CommonJS. Does only what changed. */
import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { packages, root, run, tool } from './process.mjs';

const projects = [...packages, 'runtime/tsconfig.cjs.json'].map((project) => path.join(root, project));
const { code, output } = await run(tool('tsc'), ['-b', ...projects]);
// The runtime is compiled twice and has every error twice.
process.stdout.write([...new Set(output.split('\n'))].join('\n'));

await mkdir(path.join(root, 'runtime/dist/cjs'), { recursive: true });
await writeFile(path.join(root, 'runtime/dist/cjs/package.json'), '{ "type": "commonjs" }\n');
for (const name of packages) {
  await copyFile(path.join(root, 'LICENSE'), path.join(root, name, 'LICENSE'));
  await removeStale(path.join(root, name, 'dist'), path.join(root, name));
}
await removeStale(path.join(root, 'runtime/dist/cjs'), path.join(root, 'runtime'));
process.exitCode = code;

/** The compiler never removes what it wrote for a source that has since moved, and a tarball would carry it. */
async function removeStale(outDir, sourceDir) {
  if (!existsSync(outDir)) return;
  for (const entry of await readdir(outDir, { recursive: true })) {
    if (outDir.endsWith('dist') && entry.split(path.sep)[0] === 'cjs') continue;
    const source = /^(.*?)(?:\.d\.ts|\.js)(?:\.map)?$/.exec(entry)?.[1];
    if (source !== undefined && !existsSync(path.join(sourceDir, `${source}.ts`))) await rm(path.join(outDir, entry));
  }
}

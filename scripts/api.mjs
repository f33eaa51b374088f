/**
 * `node scripts/api.mjs [--write] [--reports <folder>]`: compares what the built packages export with the reports in docs/api, so that a change
 * of the public surface is read in review. `--write` accepts the change.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { root, run } from './process.mjs';

const { values } = parseArgs({ options: { write: { type: 'boolean' }, reports: { type: 'string' } } });
const reports = values.reports ?? path.join(root, 'docs/api');
const fresh = await mkdtemp(path.join(tmpdir(), 'api-'));
await mkdir(reports, { recursive: true });

for (const folder of ['runtime', 'transformer']) {
  const { name } = JSON.parse(await readFile(path.join(root, folder, 'package.json'), 'utf8'));
  const report = `${name.split('/').at(-1)}.api.md`;
  const problems = extract(folder, report);
  const committed = path.join(reports, report);
  if (problems.length > 0) {
    console.log(`${name}: ${problems.join('\n')}`);
    process.exitCode = 1;
  } else if (values.write) {
    await copyFile(path.join(fresh, report), committed);
  } else {
    const before = existsSync(committed) ? committed : '/dev/null';
    const diff = await run('git', ['diff', '--no-index', '--no-color', before, path.join(fresh, report)]);
    if (diff.code !== 0) {
      console.log(
        `${diff.output}\n${name} exports something else than docs/api/${report} says: \`npm run fix\` accepts it.`,
      );
      process.exitCode = 1;
    }
  }
}
await rm(fresh, { recursive: true });

function extract(folder, reportFileName) {
  const projectFolder = path.join(root, folder);
  const problems = [];
  const extractorConfig = ExtractorConfig.prepare({
    configObject: {
      projectFolder,
      mainEntryPointFilePath: path.join(projectFolder, 'dist/index.d.ts'),
      // TypeScript inside the extractor is older than ours and reads the declarations only.
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            module: 'nodenext',
            moduleResolution: 'nodenext',
            target: 'es2022',
            lib: ['es2023', 'dom'],
            types: ['node'],
            skipLibCheck: true,
            strict: true,
          },
          files: ['dist/index.d.ts'],
        },
      },
      apiReport: { enabled: true, reportFolder: fresh, reportTempFolder: path.join(fresh, 'temp'), reportFileName },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        extractorMessageReporting: {
          default: { logLevel: 'none' },
          'ae-forgotten-export': { logLevel: 'warning', addToApiReportFile: true },
        },
      },
      newlineKind: 'lf',
    },
    configObjectFullPath: path.join(projectFolder, 'api-extractor.json'),
    packageJsonFullPath: path.join(projectFolder, 'package.json'),
  });
  const { succeeded } = Extractor.invoke(extractorConfig, {
    localBuild: true,
    messageCallback: (message) => {
      if (message.logLevel === 'error') problems.push(message.text);
      message.handled = true;
    },
  });
  return succeeded || problems.length > 0 ? problems : ['the extractor failed'];
}

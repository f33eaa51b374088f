#!/usr/bin/env node
/** Command line of codegen: reads a registry folder and writes the generated one, or with `--check` only compares. */
import { pathToFileURL } from 'node:url';
import { realpathSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compareFiles, formatFinding, generate, readSources, writeFiles } from './index.ts';
import type { Diagnostic } from './index.ts';

const USAGE = `Usage: spanloom-codegen --registry <folder> --out <folder> [--check] [--import-extension .ts|.js]

  --registry          folder of the registry's YAML files
  --out               folder of the generated TypeScript
  --check             write nothing; exit with 1 when the generated files are not up to date
  --import-extension  extension of imports between generated files (default .ts)
`;

/** Runs one command; `print` gets what is for the reader. Exit code: 0 done, 1 a problem was found, 2 wrong usage. */
export function run(args: readonly string[], print: (text: string) => void): number {
  const options = readOptions(args);
  if (typeof options === 'string') {
    print(`${options}\n\n${USAGE}`);
    return 2;
  }
  const { sources, diagnostics: unread } = readSources(options.registry);
  const { files, diagnostics } = generate(sources, { importExtension: options.importExtension });
  if (show([...unread, ...diagnostics], print)) return 1;
  if (!options.check) {
    const failed = show(writeFiles(options.out, files), print);
    if (!failed) print(`${files.size} files in ${options.out} are up to date.`);
    return failed ? 1 : 0;
  }
  const differences = compareFiles(options.out, files);
  for (const { path, hint } of differences) print(`${options.out}/${path}: ${hint}`);
  if (differences.length > 0) print('Generated files are out of date: run the same command without --check.');
  return differences.length > 0 ? 1 : 0;
}

interface Options {
  readonly registry: string;
  readonly out: string;
  readonly check: boolean;
  readonly importExtension: '.ts' | '.js';
}

function readOptions(args: readonly string[]): Options | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        registry: { type: 'string' },
        out: { type: 'string' },
        check: { type: 'boolean' },
        'import-extension': { type: 'string' },
      },
    });
    const extension = values['import-extension'] ?? '.ts';
    if (values.registry === undefined || values.out === undefined) return 'Both --registry and --out are needed.';
    if (extension !== '.ts' && extension !== '.js') return '--import-extension is .ts or .js.';
    return { registry: values.registry, out: values.out, check: values.check ?? false, importExtension: extension };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function show(diagnostics: readonly Diagnostic[], print: (text: string) => void): boolean {
  for (const finding of diagnostics) print(formatFinding(finding));
  return diagnostics.some(({ severity }) => severity === 'error');
}

const entry = process.argv[1];
if (entry !== undefined && import.meta.url === pathToFileURL(realpathSync(entry)).href) {
  process.exitCode = run(process.argv.slice(2), (text) => process.stdout.write(`${text}\n`));
}

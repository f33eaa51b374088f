/**
 * `node scripts/diagnostics.mjs [--check] [--root <folder>]`: turns the pages of docs/diagnostics into each package's
 * table of messages and the index of the pages. `--check` writes nothing and fails when a file would change.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root as here, run, tool } from './process.mjs';

/** Which package reports the codes of an area. */
const PACKAGES = {
  runtime: ['export', 'runtime', 'start'],
  transformer: ['build', 'config', 'rule', 'transform'],
  codegen: ['registry'],
};
const SECTIONS = ['What happened', 'How to fix it', 'Example'];

const { values } = parseArgs({ options: { check: { type: 'boolean' }, root: { type: 'string', default: here } } });
const root = path.resolve(values.root);
const folder = path.join(root, 'docs/diagnostics');
const problems = [];
const pages = await readPages();

if (problems.length === 0) {
  for (const [name, areas] of Object.entries(PACKAGES)) {
    const own = pages.filter((page) => areas.includes(page.area));
    await put(`${name}/diagnostics.ts`, await format(table(own)));
    if (values.check) await reportUnused(name, own);
  }
  await put('docs/diagnostics/README.md', index());
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(`${pages.length} diagnostics`);

async function readPages() {
  const files = existsSync(folder) ? await readdir(folder, { recursive: true }) : [];
  const found = files.filter((file) => file.endsWith('.md') && file !== 'README.md').sort();
  return Promise.all(
    found.map(async (file) => parse(file.replaceAll('\\', '/'), await readFile(path.join(folder, file), 'utf8'))),
  );
}

function parse(file, text) {
  const code = file.slice(0, -3);
  const area = code.split('/')[0];
  const fail = (problem) => problems.push(`docs/diagnostics/${file}: ${problem}`);
  const known = Object.values(PACKAGES).flat();
  if (!/^[a-z]+\/[a-z0-9]+(-[a-z0-9]+)*$/.test(code)) fail('the path must be <area>/<slug>.md, in kebab-case');
  else if (!known.includes(area)) fail(`unknown area "${area}"; the areas are ${known.join(', ')}`);
  const title = /^# (.*)$/m.exec(text)?.[1];
  if (title !== code) fail(`the title must be "# ${code}", not ${title === undefined ? 'missing' : `"# ${title}"`}`);

  const severity = /^- severity: (.*)$/m.exec(text)?.[1];
  if (severity !== 'error' && severity !== 'warning') fail('needs a line "- severity: error" or "- severity: warning"');
  const [message, fix] = ['message', 'fix'].map((field) => {
    const value = new RegExp(`^- ${field}: (\`+)(.+)\\1$`, 'm').exec(text)?.[2]?.trim();
    if (value === undefined) fail(`needs a line "- ${field}: " with the text between backticks`);
    return value ?? '';
  });

  const sections = text.split(/^## /m).slice(1);
  const names = sections.map((section) => section.split('\n', 1)[0].trim());
  if (names.join() !== SECTIONS.join()) fail(`the sections must be "${SECTIONS.join('", "')}", in this order`);
  for (const [at, section] of sections.entries()) {
    if (!section.includes('\n') || section.slice(section.indexOf('\n')).trim() === '') fail(`"${names[at]}" is empty`);
  }
  return { code, area, severity, message, fix };
}

function table(own) {
  const entries = own.map(({ code, severity, message, fix }) => [code, { severity, message, fix }]);
  return [
    '/** Every diagnostic of this package, by code. Generated from docs/diagnostics by `npm run fix`; edit the pages. */',
    `export const DIAGNOSTICS = ${JSON.stringify(Object.fromEntries(entries), null, 2)} as const;`,
    '',
    '/** A code of the table: the page is docs/diagnostics/<code>.md. */',
    'export type DiagnosticCode = keyof typeof DIAGNOSTICS;',
    '',
  ].join('\n');
}

function index() {
  const lines = ['# Diagnostics', '', 'Each code names its page. Generated from the pages by `npm run fix`.'];
  for (const area of new Set(pages.map((page) => page.area))) {
    lines.push('', `## ${area}`, '', '| code | severity | message |', '|---|---|---|');
    for (const { code, severity, message } of pages.filter((page) => page.area === area)) {
      lines.push(`| [${code}](${code}.md) | ${severity} | ${message.replaceAll('|', '\\|').replaceAll('<', '&lt;')} |`);
    }
  }
  return `${lines.join('\n')}\n`;
}

async function format(text) {
  const config = path.join(here, '.oxfmtrc.json');
  const { code, output } = await run(tool('oxfmt'), ['-c', config, '--stdin-filepath', 'diagnostics.ts'], {
    input: text,
  });
  if (code !== 0) throw new Error(output);
  return output;
}

async function put(file, text) {
  const target = path.join(root, file);
  const now = existsSync(target) ? await readFile(target, 'utf8') : undefined;
  if (now === text) return;
  if (values.check) return problems.push(`${file} is not what docs/diagnostics says: run \`npm run fix\``);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, text);
}

/** A page whose code nothing reports documents a problem that no user can meet. */
async function reportUnused(name, own) {
  const all = await readdir(path.join(root, name), { recursive: true }).catch(() => []);
  const files = all.filter((file) => /^(?!dist|node_modules).*\.ts$/.test(file) && file !== 'diagnostics.ts');
  const sources = (await Promise.all(files.map((file) => readFile(path.join(root, name, file), 'utf8')))).join('\n');
  for (const { code } of own) {
    if (!sources.includes(`'${code}'`)) problems.push(`docs/diagnostics/${code}.md: no code in ${name}/ reports it`);
  }
}

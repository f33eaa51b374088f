/** Lint plugin: who may import whom. The table below is the whole rule; what it does not allow is a breach. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const PLUGIN_SIDE = ['node:', '@jridgewell/', '@spanloom/runtime/abi', '@spanloom/semconv'];

/**
 * The first entry whose `files` matches speaks for the file. `allow` names what it may import, `types` what it may import
 * as types only: a file (`./a/b.ts`), all below a folder or prefix (`./a/`, `node:`), or one package entry. `never` takes
 * back from both.
 */
const RULES = [
  { files: /^runtime\/(abi|diagnostics)\.ts$/, allow: [] },
  {
    files: /^runtime\/core\//,
    allow: ['./runtime/core/', './runtime/abi.ts', './runtime/diagnostics.ts'],
    types: ['./runtime/pipeline/types.ts', 'node:'],
  },
  {
    files: /^runtime\/exporters\//,
    allow: [
      './runtime/exporters/',
      './runtime/pipeline/types.ts',
      './runtime/core/report.ts',
      './runtime/core/state.ts',
      // An exporter made by hand reads its part of the settings as `start` does.
      './runtime/settings.ts',
      './runtime/resource.ts',
    ],
    types: ['./runtime/options.ts', 'node:'],
  },
  {
    files: /^runtime\/(signals|propagation|pipeline)\//,
    allow: [
      './runtime/signals/',
      './runtime/propagation/',
      './runtime/pipeline/',
      './runtime/core/',
      './runtime/abi.ts',
    ],
    types: ['node:'],
  },
  { files: /^runtime\/otel\//, allow: ['./runtime/', '@opentelemetry/api'], types: ['node:'] },
  // The runtime runs in browsers too: node's modules come from process.getBuiltinModule, behind a guard.
  { files: /^runtime\//, allow: ['./runtime/'], types: ['node:', '@spanloom/semconv'] },
  { files: /^semconv\//, allow: ['./semconv/'] },
  { files: /^codegen\//, allow: ['./codegen/', 'node:', 'yaml', 'ajv'] },
  {
    files: /^transformer\/parse\.ts$/,
    allow: ['./transformer/', 'oxc-parser'],
    never: ['./transformer/hosts/', './transformer/cli/'],
  },
  { files: /^transformer\/(hosts|cli)\//, allow: ['./transformer/', ...PLUGIN_SIDE, 'unplugin', 'vite'] },
  {
    files: /^transformer\//,
    allow: ['./transformer/', ...PLUGIN_SIDE],
    types: ['@oxc-project/types'],
    never: ['./transformer/hosts/', './transformer/cli/'],
  },
];

const holds = (list, target) =>
  list?.some((entry) => (/[/:]$/.test(entry) ? target.startsWith(entry) : target === entry)) ?? false;

function breach(file, specifier, typeOnly) {
  const rule = RULES.find(({ files }) => files.test(file));
  if (rule === undefined) return undefined;
  const relative = specifier.startsWith('.');
  const target = relative ? `./${path.posix.join(path.posix.dirname(file), specifier)}` : specifier;
  const allowed = holds(rule.allow, target) || (typeOnly && holds(rule.types, target));
  if (allowed && !holds(rule.never, target)) return undefined;
  const hint = !typeOnly && holds(rule.types, target) ? ' (its types only)' : '';
  return `${file} may not import ${target}${hint}; the table is in scripts/lint-imports.mjs`;
}

const layers = {
  create(context) {
    const file = path.relative(root, context.filename).replaceAll(path.sep, '/');
    const check = (node, source, typeOnly) => {
      if (typeof source?.value !== 'string') return;
      const message = breach(file, source.value, typeOnly);
      if (message !== undefined) context.report({ node: source, message });
    };
    const typesOnly = (node) =>
      node.importKind === 'type' ||
      node.exportKind === 'type' ||
      (node.specifiers?.length > 0 && node.specifiers.every((one) => (one.importKind ?? one.exportKind) === 'type'));
    const declaration = (node) => check(node, node.source, typesOnly(node));
    return {
      ImportDeclaration: declaration,
      ExportNamedDeclaration: declaration,
      ExportAllDeclaration: declaration,
      ImportExpression: (node) => check(node, node.source, false),
      TSImportType: (node) => check(node, node.source ?? node.argument?.literal ?? node.argument, true),
    };
  },
};

export default { meta: { name: 'house' }, rules: { layers } };

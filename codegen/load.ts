/** Load: registry texts to definitions as written, each with its place. Follows no reference. */
import { readFields, readList, readText, describe } from './fields.ts';
import { readAttribute } from './load-attribute.ts';
import { readGroup, readSignal } from './load-signal.ts';
import type { Attribute, AttributeGroup, Entry, Loaded, Place, Signal, Source } from './model.ts';
import { compare } from './report.ts';
import type { Report } from './report.ts';
import { parseYaml } from './yaml.ts';
import type { Tree } from './yaml.ts';

const FILE_FORMAT = 'definition/2';
const NOT_SUPPORTED = ['imports', 'span_refinements', 'metric_refinements', 'event_refinements', 'entity_refinements'];
const MANIFEST = /(^|[\\/])manifest\.ya?ml$/;

/** Reads every source, in path order. A file that cannot be read is reported and left out; the others still load. */
export function load(sources: readonly Source[], report: Report): Loaded {
  const attributes: Attribute[] = [];
  const groups: AttributeGroup[] = [];
  const signals: Signal<Entry>[] = [];
  let schemaUrl: string | null = null;
  for (const source of [...sources].sort((a, b) => compare(a.path, b.path))) {
    const tree = parseYaml(source, report);
    if (tree === null) continue;
    if (MANIFEST.test(source.path)) {
      schemaUrl = readManifest(tree, report) ?? schemaUrl;
      continue;
    }
    if (!isVersion2(tree, report)) continue;
    const file = readFields(tree, 'file', report);
    if (file === null) continue;
    for (const key of NOT_SUPPORTED) {
      const field = file.by.get(key);
      if (field !== undefined) report('registry/not-supported', field.keyAt, { feature: key });
    }
    attributes.push(...present(readList(file, 'attributes', report).map((item) => readAttribute(item, report))));
    groups.push(...present(readList(file, 'attribute_groups', report).map((item) => readGroup(item, report))));
    for (const [key, kind] of [
      ['spans', 'span'],
      ['metrics', 'metric'],
      ['events', 'event'],
      ['entities', 'entity'],
    ] as const) {
      signals.push(...present(readList(file, key, report).map((item) => readSignal(item, kind, report))));
    }
  }
  return { schemaUrl, attributes, groups, signals };
}

function readManifest(tree: Tree, report: Report): string | null {
  const manifest = readFields(tree, 'manifest', report);
  if (manifest === null) return null;
  const dependencies = manifest.by.get('dependencies');
  if (dependencies !== undefined) report('registry/not-supported', dependencies.keyAt, { feature: 'dependencies' });
  return readText(manifest, 'schema_url', report) || null;
}

// The version is looked at first: the keys of an older file would otherwise be reported one by one.
function isVersion2(tree: Tree, report: Report): boolean {
  const field = tree.kind === 'map' ? tree.fields.find(({ key }) => key === 'file_format') : undefined;
  if (field?.value.kind === 'scalar' && field.value.value === FILE_FORMAT) return true;
  const at: Place = field?.value.at ?? tree.at;
  report('registry/unsupported-format', at, {
    actual: field === undefined ? 'no file_format' : describe(field.value),
    expected: FILE_FORMAT,
  });
  return false;
}

function present<Item>(items: readonly (Item | null)[]): Item[] {
  return items.filter((item) => item !== null);
}

/** Resolve: follows every reference and group, so that each signal lists the attributes it really has. */
import type { Attribute, AttributeGroup, Entry, Loaded, Place, Registry, ResolvedUse, Signal } from './model.ts';
import { nearestName } from './names.ts';
import { compare } from './report.ts';
import type { Report } from './report.ts';

interface Scope {
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly groups: ReadonlyMap<string, AttributeGroup>;
  readonly expanded: Map<string, Map<string, ResolvedUse>>;
  readonly report: Report;
}

/** Duplicates, unknown references and cycles of groups are reported; the first definition of a name counts. */
export function resolve(loaded: Loaded, report: Report): Registry {
  const attributes = unique(
    loaded.attributes,
    (attribute) => attribute.key,
    (attribute, first) =>
      report('registry/duplicate-attribute', attribute.at, { key: attribute.key, first: showPlace(first.at) }),
  );
  const groups = unique(
    loaded.groups,
    (group) => group.id,
    (group, first) =>
      report('registry/duplicate-definition', group.at, {
        what: 'attribute group',
        name: group.id,
        first: showPlace(first.at),
      }),
  );
  const signals = unique(
    loaded.signals,
    (signal) => `${signal.kind} ${signal.name}`,
    (signal, first) =>
      report('registry/duplicate-definition', signal.at, {
        what: signal.kind,
        name: signal.name,
        first: showPlace(first.at),
      }),
  );
  const scope: Scope = { attributes, groups, expanded: new Map(), report };
  for (const group of groups.values()) expandGroup({ refGroup: group.id, at: group.at }, scope, []);
  return {
    schemaUrl: loaded.schemaUrl,
    attributes: [...attributes.values()].sort((a, b) => compare(a.key, b.key)),
    signals: [...signals.values()]
      .map((signal) => resolveSignal(signal, scope))
      .sort((a, b) => compare(a.name, b.name) || compare(a.kind, b.kind)),
  };
}

function resolveSignal(signal: Signal<Entry>, scope: Scope): Signal<ResolvedUse> {
  const uses = expand(signal.attributes, scope, []);
  return { ...signal, attributes: [...uses.values()].sort((a, b) => compare(a.attribute.key, b.attribute.key)) };
}

/** What a list of entries stands for. A reference written in the list itself changes what a group brought, field by field. */
function expand(entries: readonly Entry[], scope: Scope, path: readonly string[]): Map<string, ResolvedUse> {
  const uses = new Map<string, ResolvedUse>();
  const broughtBy = new Map<string, string>();
  for (const entry of entries) {
    if (entry.kind !== 'group') continue;
    for (const [key, use] of expandGroup(entry, scope, path)) {
      const other = broughtBy.get(key);
      if (other !== undefined)
        scope.report('registry/ref-conflict', entry.at, { key, groups: `\`${other}\` and \`${entry.refGroup}\`` });
      broughtBy.set(key, entry.refGroup);
      uses.set(key, use);
    }
  }
  const written = new Set<string>();
  for (const entry of entries) {
    if (entry.kind !== 'ref') continue;
    const attribute = scope.attributes.get(entry.ref);
    if (attribute === undefined) {
      reportUnknown('attribute', entry.ref, entry.at, scope.attributes.keys(), scope.report);
      continue;
    }
    if (written.has(entry.ref))
      scope.report('registry/ref-conflict', entry.at, { key: entry.ref, groups: 'two lines of one list' });
    written.add(entry.ref);
    const brought = uses.get(entry.ref);
    uses.set(entry.ref, {
      attribute,
      level: entry.level ?? brought?.level ?? 'recommended',
      condition: entry.level === null ? (brought?.condition ?? '') : entry.condition,
      brief: entry.brief ?? brought?.brief ?? attribute.brief,
      samplingRelevant: entry.samplingRelevant ?? brought?.samplingRelevant ?? false,
    });
  }
  return uses;
}

function expandGroup(
  entry: { readonly refGroup: string; readonly at: Place },
  scope: Scope,
  path: readonly string[],
): Map<string, ResolvedUse> {
  const group = scope.groups.get(entry.refGroup);
  if (group === undefined) {
    reportUnknown('attribute group', entry.refGroup, entry.at, scope.groups.keys(), scope.report);
    return new Map();
  }
  if (path.includes(group.id)) {
    scope.report('registry/group-cycle', entry.at, { path: [...path, group.id].join(' → ') });
    return new Map();
  }
  const known = scope.expanded.get(group.id);
  if (known !== undefined) return known;
  const uses = expand(group.attributes, scope, [...path, group.id]);
  scope.expanded.set(group.id, uses);
  return uses;
}

function reportUnknown(what: string, name: string, at: Place, candidates: Iterable<string>, report: Report): void {
  const near = nearestName(name, candidates);
  const hint = near === null ? 'Nothing in the registry is called like it.' : `Did you mean \`${near}\`?`;
  report('registry/unknown-ref', at, { what, name, hint });
}

function unique<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  onDuplicate: (item: Item, first: Item) => void,
): Map<string, Item> {
  const found = new Map<string, Item>();
  for (const item of items) {
    const first = found.get(nameOf(item));
    if (first === undefined) found.set(nameOf(item), item);
    else onDuplicate(item, first);
  }
  return found;
}

function showPlace(at: Place): string {
  return `${at.file}:${at.line}:${at.column}`;
}

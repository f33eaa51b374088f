/** Check: what only shows on the whole registry: names that become one in TypeScript, successors that do not exist. */
import { EMITTED_TYPES, EMITTED_VALUES } from './emit/bag.ts';
import type { Attribute, Deprecation, Place, Registry } from './model.ts';
import { bagNames, constantName, memberConstantName, nearestName, signalConstantName, typeName } from './names.ts';
import type { Report } from './report.ts';

/** Reports; changes nothing. */
export function check(registry: Registry, report: Report): void {
  checkNames(registry, report);
  checkSuccessors(registry, report);
}

interface Named {
  readonly what: string;
  readonly at: Place;
}

// Every namespace is re-exported by one index, so a name must be unique in the whole registry, not in its file.
function checkNames(registry: Registry, report: Report): void {
  const values = new Map<string, Named>(
    EMITTED_VALUES.map((name) => [name, { what: 'a name that every index has', at: nowhere }]),
  );
  const types = new Map<string, Named>(
    EMITTED_TYPES.map((name) => [name, { what: 'a type that every index has', at: nowhere }]),
  );
  const claim = (names: Map<string, Named>, name: string, what: string, at: Place): void => {
    const first = names.get(name);
    if (first === undefined) names.set(name, { what, at });
    else report('registry/colliding-names', at, { name, one: first.what, other: what, where: showPlace(first.at) });
  };
  for (const attribute of registry.attributes) {
    const what = `attribute \`${attribute.key}\``;
    claim(values, constantName(attribute.key), what, attribute.at);
    if (attribute.type.kind !== 'enum') continue;
    claim(types, typeName(attribute.key), `the type of ${what}`, attribute.at);
    for (const { id, at } of attribute.type.members) {
      claim(values, memberConstantName(attribute.key, id), `member \`${id}\` of ${what}`, at);
    }
  }
  for (const signal of registry.signals) {
    const what = `${signal.kind} \`${signal.name}\``;
    claim(values, signalConstantName(signal), what, signal.at);
    for (const name of Object.values(bagNames(signal))) claim(types, name, `the attributes of ${what}`, signal.at);
  }
}

function checkSuccessors(registry: Registry, report: Report): void {
  const keys = new Map(registry.attributes.map((attribute) => [attribute.key, attribute]));
  for (const attribute of registry.attributes) {
    checkSuccessor(attribute.key, attribute.deprecated, keys, attribute.at, report);
    if (renamingCycle(attribute, keys)) report('registry/renamed-in-circle', attribute.at, { name: attribute.key });
  }
  for (const signal of registry.signals) {
    const names = new Map(
      registry.signals.filter(({ kind }) => kind === signal.kind).map((other) => [other.name, other]),
    );
    checkSuccessor(signal.name, signal.deprecated, names, signal.at, report);
  }
}

function checkSuccessor(
  name: string,
  deprecated: Deprecation | null,
  names: ReadonlyMap<string, unknown>,
  at: Place,
  report: Report,
): void {
  if (deprecated?.reason !== 'renamed' || names.has(deprecated.renamedTo)) return;
  const near = nearestName(deprecated.renamedTo, names.keys());
  const hint = near === null ? 'Nothing in the registry is called like it.' : `Did you mean \`${near}\`?`;
  report('registry/unknown-successor', at, { name, successor: deprecated.renamedTo, hint });
}

function renamingCycle(start: Attribute, keys: ReadonlyMap<string, Attribute>): boolean {
  const seen = new Set<string>();
  let current: Attribute | undefined = start;
  while (current?.deprecated?.reason === 'renamed') {
    if (seen.has(current.key)) return true;
    seen.add(current.key);
    current = keys.get(current.deprecated.renamedTo);
  }
  return false;
}

const nowhere: Place = { file: '', line: 0, column: 0 };

function showPlace(at: Place): string {
  return at === nowhere ? 'every registry' : `${at.file}:${at.line}`;
}

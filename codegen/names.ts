/** How definitions are called in TypeScript and on disk, and which written name a mistyped one probably meant. */

/** What a key, name or type may look like: lower-case words and digits, joined by single `.` or `_`. */
export const NAME_PATTERN: RegExp = /^[a-z][a-z0-9]*([._][a-z0-9]+)*$/;

/** What an enum member's `id` may look like. */
export const MEMBER_ID_PATTERN: RegExp = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

// Names that an operating system or the index keep for themselves. A namespace file is kebab-case, so `_` cannot clash.
const RESERVED_FILE = /^(index|bag|con|prn|aux|nul|com\d|lpt\d)$/;

/** `http.request.method` → `HTTP_REQUEST_METHOD`. */
export function constantName(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}

/** `http.request.method` → `HttpRequestMethod`. */
export function typeName(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

const KIND_PREFIX = { span: '', metric: 'METRIC_', event: 'EVENT_', entity: 'ENTITY_' } as const;
const KIND_SUFFIX = { span: '', metric: 'Metric', event: 'Event', entity: 'Entity' } as const;

type SignalName = { readonly kind: keyof typeof KIND_PREFIX; readonly name: string };

/** Constant of an enum member: `HTTP_REQUEST_METHOD__GET`. Two underscores, which no key can bring, keep it apart. */
export function memberConstantName(key: string, id: string): string {
  return `${constantName(key)}__${constantName(id)}`;
}

/** Constant of a definition. Spans have no prefix; metrics, events and entities may be called like an attribute. */
export function signalConstantName(signal: SignalName): string {
  return `${KIND_PREFIX[signal.kind]}${constantName(signal.name)}`;
}

/** Type names of a definition's attributes: all of them, the opt-in ones, and those known when a span starts. */
export function bagNames(signal: SignalName): { readonly all: string; readonly optIn: string; readonly start: string } {
  const stem = `${typeName(signal.name)}${KIND_SUFFIX[signal.kind]}`;
  return { all: `${stem}Attributes`, optIn: `${stem}OptIn`, start: `${stem}Start` };
}

/** First segment of a name: `user_agent.original` → `user_agent`. */
export function namespaceOf(name: string): string {
  return name.slice(0, Math.max(name.indexOf('.'), 0)) || name;
}

/** File of a namespace, without extension: one path segment, whatever the namespace. */
export function fileName(namespace: string): string {
  const kebab = namespace
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return RESERVED_FILE.test(kebab) || kebab === '' ? `${kebab}_` : kebab;
}

/** The candidate closest to `wanted`, or `null` when none is near enough to be a likely typing mistake. */
export function nearestName(wanted: string, candidates: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) >= bestDistance) continue;
    const distance = editDistance(wanted, candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}

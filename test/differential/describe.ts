/** Values as text: type, identity within one run, tag, own properties in order. Original and rewritten must read alike. */

export interface Describer {
  (value: unknown): string;
}

/** Objects are numbered in the order in which they are first seen. */
export function describer(): Describer {
  const numbers = new Map<unknown, number>();
  const describe = (value: unknown, depth: number): string => {
    if (typeof value === 'symbol') return String(value);
    if (typeof value === 'string') return JSON.stringify(value);
    if (typeof value === 'bigint') return `${value}n`;
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null)
      return Object.is(value, -0) ? '-0' : String(value);
    const builtin = BUILTINS.get(value);
    if (builtin !== undefined) return builtin;
    const known = numbers.get(value);
    if (known !== undefined) return `#${known}`;
    numbers.set(value, numbers.size);
    const own = `#${numbers.size - 1}`;
    try {
      return `${own}:${facts(value, depth)}`;
    } catch {
      return `${own}:unreadable`;
    }
  };
  const facts = (value: object, depth: number): string => {
    const tag = Object.prototype.toString.call(value).slice(8, -1);
    const keys = Reflect.ownKeys(value)
      // Stacks name places of the text, which the rewrite adds to.
      .filter((key) => key !== 'stack')
      .slice(0, 20);
    const properties = keys.map((key) => property(value, key, depth));
    const made = constructorName(value);
    return `${typeof value === 'function' ? 'fn ' : ''}${tag}${made === tag ? '' : `<${made}>`}{${properties.join(',')}}`;
  };
  const property = (value: object, key: PropertyKey, depth: number): string => {
    const own = Object.getOwnPropertyDescriptor(value, key);
    const flags = `${own?.writable === false ? 'r' : ''}${own?.enumerable === false ? 'h' : ''}${own?.configurable === false ? 'c' : ''}`;
    const name = `${String(key)}${flags === '' ? '' : `/${flags}`}`;
    if (own === undefined || !('value' in own)) return `${name}(${own?.get ? 'get' : ''}${own?.set ? 'set' : ''})`;
    // An engine quotes the program's text in its messages, and the text is what the rewrite changes.
    if (key === 'message' && isEngineError(value)) return name;
    const deep = depth < 2 || (typeof own.value !== 'object' && typeof own.value !== 'function');
    return deep ? `${name}=${describe(own.value, depth + 1)}` : name;
  };
  return (value) => describe(value, 0);
}

/** What the language brings along goes by its name. */
const BUILTINS: ReadonlyMap<unknown, string> = (() => {
  const found = new Map<unknown, string>([[globalThis, '%global%']]);
  const add = (value: unknown, name: string): void => {
    if (((typeof value !== 'object' || value === null) && typeof value !== 'function') || found.has(value)) return;
    found.set(value, `%${name}%`);
    const members = Object.entries(Object.getOwnPropertyDescriptors(value));
    for (const [key, { value: member }] of members) if (name.split('.').length < 3) add(member, `${name}.${key}`);
  };
  const shapes = [async () => {}, function* () {}, async function* () {}];
  for (const shape of shapes) {
    const prototype = Object.getPrototypeOf(shape) as object;
    add(prototype, String((prototype as { [Symbol.toStringTag]?: string })[Symbol.toStringTag]));
  }
  for (const name of 'Object Function Array Promise Error TypeError RegExp Reflect Symbol Number String Proxy'.split(
    ' ',
  ))
    add((globalThis as Record<string, unknown>)[name], name);
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const { value } = Object.getOwnPropertyDescriptor(globalThis, name) as PropertyDescriptor;
    if (!found.has(value) && (typeof value === 'function' || typeof value === 'object')) found.set(value, `%${name}%`);
  }
  return found;
})();

export const isBuiltin = (value: unknown): boolean => BUILTINS.has(value);

const ENGINE_ERRORS: readonly unknown[] = [TypeError, RangeError, ReferenceError, SyntaxError].map(
  (one) => one.prototype,
);

const isEngineError = (value: object): boolean => ENGINE_ERRORS.includes(Object.getPrototypeOf(value));

function constructorName(value: object): string {
  const prototype: object | null = Object.getPrototypeOf(value) as object | null;
  if (prototype === null) return 'null';
  const made: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return typeof made === 'function' ? made.name : '?';
}

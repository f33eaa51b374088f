/** Reads `OTEL_*` variables as the specification says: empty is unset, a bad value is reported and ignored. */

export type Env = Readonly<Record<string, string | undefined>>;

/** A setting that could not be used. `code` is a diagnostic, `facts` fill its holes. */
export interface Problem {
  readonly code: 'start/bad-env' | 'start/bad-option' | 'start/unknown-option';
  readonly facts: Readonly<Record<string, string>>;
}

export interface EnvReader {
  readonly env: Env;
  readonly problems: Problem[];
}

/** The first of these variables that is set, with its name. */
export function readText(
  reader: EnvReader,
  ...names: readonly string[]
): readonly [name: string, value: string] | undefined {
  for (const name of names) {
    const value = reader.env[name]?.trim();
    if (value) return [name, value];
  }
  return undefined;
}

export function badEnv(reader: EnvReader, name: string, value: string, accepted: string, used: string): undefined {
  reader.problems.push({ code: 'start/bad-env', facts: { name, value, accepted, used } });
}

/** Only "true", in any case, is true. */
export function readBoolean(reader: EnvReader, name: string): boolean {
  const found = readText(reader, name);
  if (found === undefined) return false;
  const value = found[1].toLowerCase();
  if (value !== 'true' && value !== 'false') badEnv(reader, name, found[1], 'true, false', 'false');
  return value === 'true';
}

/** One of `values`, compared without regard to case. */
export function readEnum<T extends string>(
  reader: EnvReader,
  values: readonly T[],
  used: string,
  ...names: readonly string[]
): T | undefined {
  const found = readText(reader, ...names);
  if (found === undefined) return undefined;
  const value = values.find((one) => one === found[1].toLowerCase());
  return value ?? badEnv(reader, found[0], found[1], values.join(', '), used);
}

export interface Range {
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

export const inRange = (value: unknown, range: Range): value is number =>
  typeof value === 'number' && value >= range.min && value <= range.max && (!range.integer || Number.isInteger(value));

export const rangeText = (range: Range): string =>
  `${range.integer ? 'a whole number' : 'a number'} from ${range.min}${range.max === Infinity ? '' : ` to ${range.max}`}`;

export function readNumber(
  reader: EnvReader,
  range: Range,
  used: number,
  ...names: readonly string[]
): number | undefined {
  const found = readText(reader, ...names);
  if (found === undefined) return undefined;
  const value = Number(found[1]);
  if (inRange(value, range)) return value;
  return badEnv(reader, found[0], found[1], rangeText(range), String(used));
}

/**
 * `key=value` pairs between commas, percent-decoded. One bad pair discards the whole value; its text is not repeated in
 * the problem when `secret`.
 */
export function readPairs(
  reader: EnvReader,
  secret: boolean,
  ...names: readonly string[]
): Readonly<Record<string, string>> | undefined {
  const found = readText(reader, ...names);
  if (found === undefined) return undefined;
  const pairs: Record<string, string> = {};
  for (const part of found[1].split(',')) {
    if (part.trim() === '') continue;
    const equals = part.indexOf('=');
    const key = decode(part.slice(0, equals));
    const value = decode(part.slice(equals + 1));
    if (equals < 1 || !key || value === undefined) {
      const shown = secret ? '(not shown)' : found[1];
      return badEnv(reader, found[0], shown, 'key=value pairs between commas, percent-encoded', 'nothing of it');
    }
    Object.defineProperty(pairs, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return pairs;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.trim());
  } catch {
    return undefined;
  }
}

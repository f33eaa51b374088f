/** Tells diagnostics: each once for one text of a file, however many bundles and environments compile that file. */

import { diagnostic } from '../diagnose.ts';
import { formatDiagnostic, type Diagnostic } from '../index.ts';

/** Prints one diagnostic. */
export type Print = (text: string, one: Diagnostic) => void;

/** True when a diagnostic is new: not yet told, or told of a text that has changed since. */
export type IsNews = (one: Diagnostic, code: string) => boolean;

export function news(): IsNews {
  const told = new Map<string, string>();
  return (one, code) => {
    const place = `${one.file}:${one.start}:${one.code}:${one.message}`;
    if (told.get(place) === code) return false;
    told.set(place, code);
    return true;
  };
}

/** Wrong options have no file to show a line of. */
export const isAboutOptions = (one: Diagnostic): boolean => one.code.startsWith('config/');

export const textOf = (one: Diagnostic, code: string): string =>
  isAboutOptions(one)
    ? `spanloom ${one.severity} ${one.code}: ${one.message}\n  in the ${one.file}\n  fix: ${one.fix}`
    : formatDiagnostic(one, code);

/** A host's own switch that is neither on nor off. */
export function wrongSwitch(option: string, value: unknown, place: string): Diagnostic[] {
  if (value === undefined || typeof value === 'boolean') return [];
  const facts = { option, value: JSON.stringify(value) ?? String(value), accepted: 'true or false' };
  return [diagnostic('config/bad-value', { code: '', id: place }, { start: 0, end: 0 }, facts)];
}

/** Maps for Node: ours, led on through the one that a compiled file brings itself. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import remapping from '@jridgewell/remapping';

const COMMENT = /\/\/[#@] sourceMappingURL=(\S+)\s*$/;
const INLINE = /^data:application\/json[^,]*?(;base64)?,(.*)$/;

/** The code with its map inline, leading to the sources from which the file itself was made, where it says so. */
export function withMap(code: string, map: object, file: string): string {
  const comment = COMMENT.exec(code);
  const own = comment === null ? undefined : readMap(comment[1] as string, file);
  const whole = own === undefined ? map : remapping([map, own] as never, () => null);
  const text = comment === null ? code : code.slice(0, comment.index).trimEnd();
  return `${text}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(whole)).toString('base64')}`;
}

// A map that is missing or broken leaves the stack at the compiled file, as it would without us.
function readMap(reference: string, file: string): unknown {
  try {
    const inline = INLINE.exec(reference);
    const folder = path.dirname(file);
    const where = inline === null ? path.resolve(folder, decodeURIComponent(reference)) : file;
    const text = inline === null ? readFileSync(where, 'utf8') : decode(inline);
    const map = JSON.parse(text) as { sources: (string | null)[]; sourceRoot?: string };
    const root = path.resolve(path.dirname(where), map.sourceRoot ?? '');
    const sources = map.sources.map((one) => (one === null ? null : absolute(root, one)));
    return { ...map, sourceRoot: undefined, sources };
  } catch {
    return undefined;
  }
}

const decode = ([, base64, data]: RegExpExecArray): string =>
  base64 === undefined ? decodeURIComponent(data as string) : Buffer.from(data as string, 'base64').toString('utf8');

const absolute = (root: string, source: string): string =>
  /^[a-z][a-z0-9+.-]+:/i.test(source) ? source : pathToFileURL(path.resolve(root, source)).href;

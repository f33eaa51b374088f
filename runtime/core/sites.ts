/** Registers instrumented places. Runs once a place, when its module is evaluated. */

import { ABI_VERSION, type SiteDescriptor, type SiteOptions } from '../abi.ts';
import { thresholdOf } from './ids.ts';
import { report } from './report.ts';
import { MAX_ATTRIBUTES, state, type Site } from './state.ts';

/** Returns the site's number, or 0 (never recorded) for a descriptor that this runtime cannot read. Never throws. */
export function register(descriptor: SiteDescriptor): number {
  try {
    const [abi, name, kind, keys, facts, file, line, options] = descriptor;
    if (abi !== ABI_VERSION) {
      report('runtime/abi-mismatch', { emitted: abi, runtime: ABI_VERSION, file });
      return 0;
    }
    return addSite({ name, kind, keys, attributes: pairs(facts, name, file, line) }, options);
  } catch {
    return 0;
  }
}

/** Adds a site that no emitted code describes: a library's, or a wrapped function's. */
export function addSite(facts: Pick<Site, 'name' | 'kind' | 'keys' | 'attributes'>, options?: SiteOptions): number {
  const keys = [...facts.keys, ...facts.attributes.map(([key]) => key)];
  const distinct = new Set(keys).size === keys.length && keys.length <= MAX_ATTRIBUTES;
  const threshold = thresholdOf(options?.sample ?? 1);
  return (
    state.sites.push({ ...facts, distinct, threshold, requireParent: options?.requireParent === true, options }) - 1
  );
}

function pairs(facts: readonly unknown[], name: string, file: string, line: number): [string, unknown][] {
  const out: [string, unknown][] = [];
  for (let i = 0; i + 1 < facts.length; i += 2) out.push([facts[i] as string, facts[i + 1]]);
  if (file !== '' && !out.some(([key]) => key === 'code.function.name')) out.push(['code.function.name', name]);
  if (file !== '') out.push(['code.file.path', file], ['code.line.number', line]);
  return out;
}

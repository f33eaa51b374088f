/** The resource: what this process is, from detection, the environment and the program, in rising order of weight. */

import type { AttributeValue, Attributes, Scope } from './pipeline/types.ts';

/** Version of this package; a test holds it equal to package.json. */
export const VERSION = '0.1.0';

/** Instrumentation scope of all spans that Spanloom records. */
export const SCOPE: Scope = { name: 'spanloom', version: VERSION };

interface Facts {
  readonly [key: string]: AttributeValue | undefined;
}

/**
 * Merges detected attributes with `layers`; a later layer wins, even with an empty value. Without a service name it is
 * `unknown_service:<executable>`, as the specification says.
 */
export function buildResource(layers: readonly Facts[]): Attributes {
  const merged = new Map<string, AttributeValue>();
  for (const layer of [detected(), ...layers]) {
    for (const [key, value] of Object.entries(layer)) if (key !== '' && value !== undefined) merged.set(key, value);
  }
  if (!merged.get('service.name')) {
    const executable = merged.get('process.executable.name');
    merged.set('service.name', executable === undefined ? 'unknown_service' : `unknown_service:${String(executable)}`);
  }
  return [...merged];
}

// Command line, user and environment stay out: they hold secrets.
function detected(): Facts {
  const node = globalThis.process?.versions?.node;
  const sdk: Facts = {
    'telemetry.sdk.name': 'spanloom',
    'telemetry.sdk.language': node === undefined ? 'webjs' : 'nodejs',
    'telemetry.sdk.version': VERSION,
  };
  if (node === undefined) return sdk;
  const os = process.getBuiltinModule?.('node:os');
  return {
    ...sdk,
    'process.pid': process.pid,
    'process.executable.name': baseName(process.execPath),
    'process.runtime.name': 'nodejs',
    'process.runtime.version': node,
    'host.name': os?.hostname(),
    'host.arch': ARCHITECTURES[process.arch] ?? process.arch,
  };
}

const baseName = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm: 'arm32', ia32: 'x86', ppc: 'ppc32' };

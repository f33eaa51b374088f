/** Prefilter: could this text hold a target? Cheap, before any parsing; never a false no. */

import type { Settings } from './options.ts';
import { rulesFor } from './rules/index.ts';

export function mayHoldTarget(code: string, id: string, settings: Settings): boolean {
  if (settings.off) return false;
  if (isCompiled(code, settings)) return false;
  if (settings.all) return true;
  if (rulesFor(id, settings).length > 0) return true;
  return code.includes('nstrument') || (settings.fetch && /\bfetch\s*\(/.test(code));
}

// Emitted code says where its hooks come from; nobody else names that module.
function isCompiled(code: string, settings: Settings): boolean {
  const marker = settings.format === 'global' ? `${settings.runtimeModule}.site(` : settings.runtimeModule;
  return code.includes(marker) && /\.live(?: <|,)|\bfetch as |\.(?:fetch|bind)\b/.test(code);
}

/** `spanloom/vite`: the plugin for Vite 8, client and server, build and dev. */

import type { VitePlugin } from 'unplugin';
import { unplugin, type PluginOptions } from './unplugin.ts';

export type { PluginOptions };

/**
 * The Vite plugin. Runs before TypeScript and decorators are lowered, instruments your files, and bundles the packages
 * that a rule can instrument into server builds.
 */
export default function spanloom(options?: PluginOptions): VitePlugin | VitePlugin[] {
  return unplugin.vite(options);
}

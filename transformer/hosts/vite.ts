/** `spanloom/vite`: the plugin for Vite 8, client and server, build and dev. */

import type { Plugin } from 'vite';
import type { PluginOptions } from './plugin-options.ts';
import { unplugin } from './unplugin.ts';

export type { PluginOptions };

/**
 * The Vite plugin. Runs before TypeScript and decorators are lowered, instruments your files, and bundles the packages
 * that a rule can instrument into server builds.
 */
export default function spanloom(options?: PluginOptions): Plugin | Plugin[] {
  return unplugin.vite(options);
}

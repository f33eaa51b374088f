/** `pg` with `Client.prototype.query` rewritten by hand the way the build rewrites it. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type pg from 'pg';
import { setError } from '../../../runtime/core/errors.ts';
import { open } from '../../../runtime/core/ring.ts';
import { register } from '../../../runtime/core/sites.ts';
import { state } from '../../../runtime/core/state.ts';
import { exit } from '../../../runtime/hooks.ts';
import { pgHold, pgStart } from '../../../runtime/libraries/index.ts';

const path = createRequire(import.meta.url).resolve('pg/lib/client.js');
const original = readFileSync(path, 'utf8');

const enter = (site: number): number => (state.live < 0 ? 0 : open(site));
const hooks = {
  site: register([1, 'postgresql', 3, [], ['db.system.name', 'postgresql'], '', 0]),
  enter,
  setError,
  exit,
  pgStart,
  pgHold,
};

function rewrite(source: string): string {
  const start = source.indexOf('  query(config, values, callback) {');
  const end = source.indexOf('\n  ref() {', start);
  const body = source
    .slice(start, end)
    .replace(
      'callback) {',
      'callback) { const $t = $.enter($.site); try { if ($t > 0) $.pgStart($t, this, config, values);',
    )
    .replace(/return result$/gm, 'return $keep(result, $.pgHold($t, query))')
    .replace(
      /\}\s*$/,
      '} catch (e) { if ($t > 0) $.setError($t, e); throw e } finally { if ($t !== 0) $.exit($t) } }\n',
    );
  return `const $keep = (value) => value;${source.slice(0, start)}${body}${source.slice(end)}`;
}

function load(source: string): typeof pg.Client {
  const module = { exports: {} };
  // oxlint-disable-next-line typescript/no-implied-eval -- the rewritten text of an installed module
  new Function('require', 'module', 'exports', '$', source)(createRequire(path), module, module.exports, hooks);
  return module.exports as typeof pg.Client;
}

/** The rewritten client, and the original one loaded in the same way. */
export const TracedClient: typeof pg.Client = load(rewrite(original));
export const PlainClient: typeof pg.Client = load(original);

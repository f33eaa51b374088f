/** SQL clients. */

import { DB_SYSTEM_NAME, DB_SYSTEM_NAME__POSTGRESQL } from '@spanloom/semconv';
import { KINDS } from '../types.ts';
import type { LibraryRule } from './index.ts';

export const sqlRules: readonly LibraryRule[] = [
  {
    kind: 'span',
    name: 'pg.query',
    group: 'sql',
    module: 'pg',
    file: /^lib\/client\.js$/,
    class: 'Client',
    method: 'query',
    span: {
      name: 'postgresql',
      kind: KINDS['client'] as number,
      attributes: [[DB_SYSTEM_NAME, DB_SYSTEM_NAME__POSTGRESQL]],
    },
    calls: {
      start: { hook: 'pgStart', args: ['this', '$0', '$1'] },
      // The local variable that holds the query object in every release of pg 8.
      hold: { hook: 'pgHold', args: ['query'] },
    },
  },
  // A pool hands clients out from a queue, in whatever context the last one came back.
  {
    kind: 'bind',
    name: 'pg-pool.connect',
    group: 'sql',
    module: 'pg-pool',
    file: /^index\.js$/,
    class: 'Pool',
    method: 'connect',
    parameter: 0,
  },
];

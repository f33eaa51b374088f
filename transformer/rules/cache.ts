/** In-process caches. */

import { KINDS, type RuleCalls } from '../types.ts';
import type { LibraryRule } from './index.ts';

const lru = (method: 'get' | 'set', calls: RuleCalls): LibraryRule => ({
  name: `lru-cache.${method}`,
  group: 'cache',
  module: 'lru-cache',
  file: /^dist\/(esm|commonjs)\/(node\/|browser\/)?index(\.min)?\.js$/,
  class: 'LRUCache',
  method,
  span: { name: `cache.${method}`, kind: KINDS['internal'] as number, attributes: [['cache.operation.name', method]] },
  calls,
});

export const cacheRules: readonly LibraryRule[] = [
  lru('get', { onReturn: [['cache.hit', 'result !== undefined']] }),
  lru('set', {}),
];

/** In-process caches. */

import { CACHE_HIT, CACHE_OPERATION_NAME } from '@spanloom/semconv';
import { KINDS, type RuleCalls } from '../types.ts';
import type { LibraryRule, SpanRule } from './index.ts';

const lru = (method: 'get' | 'set', calls: RuleCalls): SpanRule => ({
  kind: 'span',
  name: `lru-cache.${method}`,
  group: 'cache',
  module: 'lru-cache',
  file: /^dist\/(esm|commonjs)\/(node\/|browser\/)?index(\.min)?\.js$/,
  class: 'LRUCache',
  method,
  span: { name: `cache.${method}`, kind: KINDS['internal'] as number, attributes: [[CACHE_OPERATION_NAME, method]] },
  calls,
});

export const cacheRules: readonly LibraryRule[] = [
  lru('get', { onReturn: [[CACHE_HIT, 'result !== undefined']] }),
  lru('set', {}),
];

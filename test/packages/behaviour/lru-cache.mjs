/** lru-cache: a minified class of private fields; eviction, sizes, time to live, iteration, fetching with abort. */
import { LRUCache } from 'lru-cache';

export async function run({ is, log, throws, rejects }) {
  const disposed = [];
  const cache = new LRUCache({ max: 3, dispose: (value, key, reason) => disposed.push(`${key}:${reason}`) });
  for (const key of ['a', 'b', 'c']) cache.set(key, key.toUpperCase());
  is('get', cache.get('a'), 'A');
  cache.set('d', 'D');
  is('evicted', [cache.has('b'), cache.size, disposed], [false, 3, ['b:evict']]);
  is('order', [...cache.keys()], ['d', 'a', 'c']);
  is('reversed', [...cache.rkeys()], ['c', 'a', 'd']);
  is('peek', [cache.peek('c'), [...cache.values()]], ['C', ['D', 'A', 'C']]);
  is(
    'entries',
    [...cache.entries()],
    [
      ['d', 'D'],
      ['a', 'A'],
      ['c', 'C'],
    ],
  );
  is('iterates', Object.fromEntries(cache), { d: 'D', a: 'A', c: 'C' });
  is(
    'find',
    cache.find((value) => value === 'A'),
    'A',
  );
  const each = [];
  cache.forEach(
    function (value, key, self) {
      each.push([value, key, self === cache, this.mine]);
    },
    { mine: 1 },
  );
  is('forEach', each[0], ['A', 'a', true, 1]);
  is('delete', [cache.delete('a'), cache.delete('a')], [true, false]);
  is('pop', cache.pop(), 'C');
  cache.set('d', 'D2');
  is('disposed', disposed, ['b:evict', 'a:delete', 'c:evict', 'd:set']);
  is(
    'memo',
    new LRUCache({ max: 2, memoMethod: (key, old, { context }) => `${key}${old}${context}` }).memo('k', {
      context: '!',
    }),
    'kundefined!',
  );
  is(
    'dump',
    cache.dump().map(([key, entry]) => [key, entry.value]),
    [['d', 'D2']],
  );
  const copy = new LRUCache({ max: 3 });
  copy.load(cache.dump());
  is('load', copy.get('d'), 'D2');
  cache.clear();
  is('cleared', [cache.size, [...cache]], [0, []]);

  const sized = new LRUCache({ maxSize: 10, sizeCalculation: (value) => value.length });
  sized.set('a', '12345').set('b', '123456');
  is('sized', [sized.has('a'), sized.calculatedSize], [false, 6]);
  const status = {};
  sized.set('c', 'x'.repeat(11), { status });
  is('too big', [sized.has('c'), status.maxEntrySizeExceeded], [false, true]);
  let time = 1;
  const timed = new LRUCache({ max: 5, ttl: 10, ttlResolution: 0, allowStale: false, perf: { now: () => time } });
  timed.set('a', 1);
  timed.set('b', 2, { ttl: 100 });
  time += 50;
  is('stale', [timed.get('a'), timed.get('b'), timed.getRemainingTTL('b')], [undefined, 2, 50]);
  time += 100;
  is('purged', [timed.purgeStale(), timed.size], [true, 0]);

  const calls = [];
  const fetching = new LRUCache({
    max: 5,
    fetchMethod: async (key, stale, { signal, context }) => {
      calls.push(key);
      await Promise.resolve();
      if (signal.aborted) throw signal.reason;
      if (key === 'bad') throw new Error('no such key');
      return `${key}:${stale}:${context}`;
    },
  });
  is('fetch', await fetching.fetch('x', { context: 'c' }), 'x:undefined:c');
  is('fetched together', await Promise.all([fetching.fetch('y'), fetching.fetch('y')]), [
    'y:undefined:undefined',
    'y:undefined:undefined',
  ]);
  is('calls', calls, ['x', 'y']);
  is('cached', [await fetching.fetch('x'), calls.length], ['x:undefined:c', 2]);
  is('refreshed', await fetching.fetch('x', { forceRefresh: true, context: 'd' }), 'x:x:undefined:c:d');
  await rejects('rejected', fetching.fetch('bad'), /no such key/);
  is('forgotten', fetching.has('bad'), false);
  const abort = new AbortController();
  const aborted = fetching.fetch('z', { signal: abort.signal });
  abort.abort(new Error('gone'));
  await rejects('aborted', aborted, /gone/);
  await rejects('force', fetching.forceFetch('bad'), /no such key/);
  throws('no limit', () => new LRUCache({}), /At least one of max/);
  throws('bad max', () => new LRUCache({ max: -1 }), /max/);
  throws('bad size', () => new LRUCache({ max: 1, maxSize: -1 }), /maxSize/);
  class Own extends LRUCache {
    get(key) {
      return super.get(key) ?? `no ${key}`;
    }
  }
  is('subclass', [new Own({ max: 1 }).get('q'), new Own({ max: 1 }) instanceof LRUCache], ['no q', true]);
  log('tag', Object.prototype.toString.call(cache), cache[Symbol.toStringTag], LRUCache.length, LRUCache.name);
}

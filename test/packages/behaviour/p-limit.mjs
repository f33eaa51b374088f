/** p-limit: concurrency, order, errors, clearing; an async wrapper around every call. */
import pLimit, { limitFunction } from 'p-limit';

export async function run({ is, log, throws, rejects }) {
  const limit = pLimit(2);
  const order = [];
  let most = 0;
  const work = async (name, turns) => {
    order.push(`start ${name}`);
    most = Math.max(most, limit.activeCount);
    for (let i = 0; i < turns; i++) await Promise.resolve();
    order.push(`end ${name}`);
    return name;
  };
  is('results', await Promise.all([limit(work, 'a', 3), limit(work, 'b', 1), limit(work, 'c', 2)]), ['a', 'b', 'c']);
  is('order', order, ['start a', 'start b', 'end b', 'end a', 'start c', 'end c']);
  is('most', most, 2);
  is('idle', [limit.activeCount, limit.pendingCount, limit.concurrency], [0, 0, 2]);
  is('synchronous function', await limit((a, b) => a + b, 1, 2), 3);
  await rejects(
    'rejected',
    limit(async () => {
      throw new TypeError('inside');
    }),
    /inside/,
  );
  await rejects(
    'thrown',
    limit(() => {
      throw new RangeError('sync');
    }),
    /sync/,
  );
  is('goes on', await limit(() => 'after'), 'after');
  is(
    'not at once',
    (() => {
      let ran = false;
      void limit(() => {
        ran = true;
      });
      return ran;
    })(),
    false,
  );
  await Promise.resolve();

  const one = pLimit(1);
  const queued = [one(() => 'first'), one(() => 'second'), one(() => 'third')];
  is('pending', [one.activeCount, one.pendingCount], [1, 2]);
  await queued[0];
  log('after the first', one.activeCount, one.pendingCount);
  is('all', await Promise.all(queued), ['first', 'second', 'third']);
  const inner = pLimit(1);
  is(
    'nested limits',
    await one(() =>
      inner(async () => {
        await Promise.resolve();
        return 'deep';
      }),
    ),
    'deep',
  );

  const stuck = pLimit(1);
  let release;
  const blocking = stuck(
    () =>
      new Promise((resolve) => {
        release = resolve;
      }),
  );
  const cleared = [];
  void stuck(() => cleared.push('never')).then(
    () => cleared.push('no'),
    () => cleared.push('rejected'),
  );
  await Promise.resolve();
  await Promise.resolve();
  is('before clearing', stuck.pendingCount, 1);
  stuck.clearQueue();
  is('cleared', stuck.pendingCount, 0);
  release('released');
  is('released', await blocking, 'released');
  is('never ran', cleared, []);
  stuck.concurrency = 3;
  is('changed', stuck.concurrency, 3);
  is('map', await stuck.map([1, 2, 3], async (n, i) => n * i), [0, 2, 6]);
  const limited = limitFunction(
    async (n) => {
      log('limited', n);
      return n;
    },
    { concurrency: 1 },
  );
  is('limited', await Promise.all([limited(1), limited(2)]), [1, 2]);
  for (const bad of [0, -1, 1.5, 'x', undefined])
    throws(`concurrency ${bad}`, () => pLimit(bad), /concurrency|number/i);
  is('shape', [typeof limit, limit.name, limit.length], [typeof limit, limit.name, limit.length]);
  const many = pLimit(10);
  const peak = { now: 0, most: 0 };
  await Promise.all(
    Array.from({ length: 100 }, (_, i) =>
      many(async () => {
        peak.most = Math.max(peak.most, ++peak.now);
        if (i % 3 === 0) await Promise.resolve();
        peak.now--;
      }),
    ),
  );
  log('peak', peak.most);
  is('peak', [peak.now, peak.most <= 10], [0, true]);
}

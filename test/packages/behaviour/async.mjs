/** async: callbacks and promises, limits, queues, waterfalls, retries; errors in each. */
import async from 'async/dist/async.mjs';

export async function run({ is, log, throws, rejects }) {
  const soon = (value) => (callback) => setImmediate(() => callback(null, value));
  const promised = (start) => new Promise((resolve) => start((...results) => resolve(results)));
  is('map', await async.map([1, 2, 3], async (n) => n * 2), [2, 4, 6]);
  is(
    'mapSeries',
    await async.mapSeries([1, 2], (n, callback) => {
      log('series', n);
      callback(null, n + 1);
    }),
    [2, 3],
  );
  let running = 0;
  let most = 0;
  await async.eachLimit([1, 2, 3, 4, 5], 2, async () => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    running--;
  });
  is('limit', [most, running], [2, 0]);
  is('filter', await async.filter([1, 2, 3, 4], async (n) => n % 2 === 0), [2, 4]);
  is('reject', await async.reject([1, 2, 3], async (n) => n > 1), [1]);
  is('detect', await async.detect([1, 2, 3], async (n) => n > 1), 2);
  is(
    'some, every',
    [await async.some([1, 2], async (n) => n > 1), await async.every([1, 2], async (n) => n > 1)],
    [true, false],
  );
  is('reduce', await async.reduce([1, 2, 3], 10, async (sum, n) => sum + n), 16);
  is('sortBy', await async.sortBy([3, 1, 2], async (n) => -n), [3, 2, 1]);
  is('groupBy', await async.groupBy([1, 2, 3], async (n) => (n % 2 ? 'odd' : 'even')), { odd: [1, 3], even: [2] });
  is('concat', await async.concat([1, 2], async (n) => [n, n]), [1, 1, 2, 2]);
  is('mapValues', await async.mapValues({ a: 1 }, async (value, key) => key + value), { a: 'a1' });
  is('times', await async.times(3, async (n) => n * n), [0, 1, 4]);
  is(
    'iterates a generator',
    await async.map(
      (function* () {
        yield 1;
        yield 2;
      })(),
      async (n) => n,
    ),
    [1, 2],
  );
  is(
    'async generator',
    await async.mapLimit(
      (async function* () {
        yield 1;
        await Promise.resolve();
        yield 2;
      })(),
      1,
      async (n) => n,
    ),
    [1, 2],
  );
  is('parallel', await async.parallel({ a: soon(1), b: async () => 2 }), { a: 1, b: 2 });
  is('series', await async.series([soon('x'), soon('y')]), ['x', 'y']);
  is('callback', await promised((done) => async.parallel([soon(1), (callback) => callback('failed')], done)), [
    'failed',
    Object.assign(Array(2), { 1: undefined }),
  ]);
  is('waterfall', await async.waterfall([soon(1), (n, callback) => callback(null, n, 2), async (a, b) => a + b]), 3);
  await rejects(
    'waterfall fails',
    async.waterfall([
      soon(1),
      async () => {
        throw new Error('fell');
      },
    ]),
    /fell/,
  );
  is(
    'auto',
    await async.auto({
      a: soon(1),
      b: ['a', async ({ a }) => a + 1],
      c: ['a', 'b', (got, callback) => callback(null, got.a + got.b)],
    }),
    { a: 1, b: 2, c: 3 },
  );
  is('autoInject', await async.autoInject({ a: async () => 1, b: (a, callback) => callback(null, a + 1) }), {
    a: 1,
    b: 2,
  });
  throws('cycle', () => async.auto({ a: ['b', soon(1)], b: ['a', soon(2)] }, () => {}), /cyclic|recursive/);
  let tries = 0;
  is(
    'retry',
    await async.retry({ times: 4, errorFilter: (error) => error.message !== 'stop' }, async () => {
      if (++tries < 3) throw new Error('again');
      return tries;
    }),
    3,
  );
  await rejects(
    'filtered',
    async.retry({ times: 4, errorFilter: () => false }, async () => {
      throw new Error('stop');
    }),
    /stop/,
  );
  let n = 0;
  is(
    'whilst',
    await async.whilst(
      async () => n < 3,
      async () => ++n,
    ),
    3,
  );
  is(
    'until',
    await async.until(
      (callback) => callback(null, n >= 5),
      (callback) => callback(null, ++n),
    ),
    5,
  );
  await rejects(
    'forever',
    async.forever(async () => {
      if (++n > 8) throw new Error('enough');
    }),
    /enough/,
  );

  const done = [];
  const queue = async.queue(async (task) => {
    log('task', task);
    await Promise.resolve();
    done.push(task);
    if (task === 'bad') throw new Error('bad task');
    return task + '!';
  }, 2);
  queue.error((error, task) => log('error', error.message, task));
  queue.saturated(() => log('saturated'));
  is(
    'pushed',
    await Promise.allSettled(queue.pushAsync(['a', 'bad', 'c'])).then((all) =>
      all.map((one) => one.value ?? one.reason.message),
    ),
    ['a!', 'bad task', 'c!'],
  );
  is('done', [done, queue.idle(), queue.length()], [['a', 'bad', 'c'], true, 0]);
  const first = [];
  const priority = async.priorityQueue((task, callback) => {
    first.push(task);
    setImmediate(() => callback());
  }, 1);
  for (const [task, weight] of [
    ['low', 3],
    ['high', 1],
    ['middle', 2],
  ])
    priority.push(task, weight);
  await priority.drain();
  is('priority', first, ['high', 'middle', 'low']);
  const cargo = async.cargo(async (tasks) => {
    log('cargo', tasks);
  }, 2);
  cargo.push([1, 2, 3]);
  await cargo.drain();
  const memo = async.memoize((key, callback) => {
    log('computed', key);
    setImmediate(() => callback(null, key * 2));
  });
  is(
    'memo',
    [await promised((back) => memo(2, back)), await promised((back) => memo(2, back))],
    [
      [null, 4],
      [null, 4],
    ],
  );
  is(
    'reflect',
    await async
      .parallel(async.reflectAll([soon(1), (callback) => callback(new Error('kept'))]))
      .then((all) => all.map((one) => Object.keys(one)[0])),
    ['value', 'error'],
  );
  is('race', await async.race([soon('first'), (callback) => setTimeout(() => callback(null, 'second'), 20)]), 'first');
  is('asyncify', await promised((back) => async.asyncify((a) => a + 1)(1, back)), [null, 2]);
  is(
    'seq',
    await async.seq(
      (a, callback) => callback(null, a + 1),
      async (a) => a * 2,
    )(1),
    4,
  );
  const late = await rejects(
    'timeout',
    new Promise((resolve, reject) => async.timeout((callback) => void callback, 5)((error) => reject(error))),
    /timed out/,
  );
  is('code', late.code, 'ETIMEDOUT');
  throws(
    'called twice',
    () =>
      async.each(
        [1],
        (_, callback) => {
          callback();
          callback();
        },
        () => {},
      ),
    /already called/,
  );
}

/** fast-check: seeded generation, shrinking, commands, async properties, generators behind every sample. */
import fc from 'fast-check';

export async function run({ is, log, throws, rejects }) {
  const seeded = { seed: 42, numRuns: 30 };
  log('sample', fc.sample(fc.record({ n: fc.integer(), s: fc.string(), d: fc.date() }), { seed: 7, numRuns: 5 }));
  log('object', fc.sample(fc.anything({ maxDepth: 2 }), { seed: 3, numRuns: 8 }));
  is('same seed', fc.sample(fc.uuid(), { seed: 1, numRuns: 2 }), fc.sample(fc.uuid(), { seed: 1, numRuns: 2 }));
  is(
    'holds',
    fc.check(
      fc.property(fc.integer(), (n) => n + 0 === n),
      seeded,
    ).failed,
    false,
  );
  let runs = 0;
  fc.assert(
    fc.property(fc.array(fc.nat()), (list) => {
      runs++;
      return list.toReversed().toReversed().join() === list.join();
    }),
    seeded,
  );
  is('runs', runs, 30);
  const shrunk = fc.check(
    fc.property(fc.integer({ min: 0, max: 1000 }), (n) => n < 17),
    { seed: 5 },
  );
  is('shrunk', [shrunk.failed, shrunk.counterexample], [true, [17]]);
  is(
    'list',
    fc.check(
      fc.property(fc.array(fc.integer()), (list) => list.length < 3),
      { seed: 5 },
    ).counterexample[0].length,
    3,
  );
  is(
    'text',
    fc.check(
      fc.property(fc.string(), (text) => !text.includes('a')),
      { seed: 2, numRuns: 1000 },
    ).counterexample,
    ['a'],
  );
  const message = throws(
    'assert',
    () =>
      fc.assert(
        fc.property(fc.nat(), (n) => n < 5),
        { seed: 9 },
      ),
    /Counterexample: \[5\]/,
  ).message;
  log('message', message.split('\n').slice(0, 4));
  const own = fc.check(
    fc.property(fc.nat(), (n) => {
      if (n > 3) throw new TypeError(`n is ${n}`);
    }),
    { seed: 9 },
  );
  is('error', [own.errorInstance.constructor.name, own.errorInstance.message], ['TypeError', 'n is 4']);
  is(
    'pre',
    fc.check(
      fc.property(fc.nat(), (n) => {
        fc.pre(n % 2 === 0);
        return n % 2 === 0;
      }),
      seeded,
    ).numSkips > 0,
    true,
  );
  is(
    'replayed',
    fc.check(
      fc.property(fc.integer({ min: 0, max: 1000 }), (n) => n < 17),
      { seed: 5, path: shrunk.counterexamplePath },
    ).numShrinks,
    0,
  );

  is(
    'async',
    (
      await fc.check(
        fc.asyncProperty(fc.nat(), async (n) => {
          await Promise.resolve();
          return n >= 0;
        }),
        seeded,
      )
    ).failed,
    false,
  );
  is(
    'async shrunk',
    (
      await fc.check(
        fc.asyncProperty(fc.nat(100), async (n) => {
          await Promise.resolve();
          return n < 9;
        }),
        { seed: 8 },
      )
    ).counterexample,
    [9],
  );
  await rejects(
    'async error',
    fc.assert(
      fc.asyncProperty(fc.nat(), async (n) => {
        if (n > 3) throw new Error('late');
      }),
      { seed: 8 },
    ),
    /Counterexample: \[4\]/,
  );
  throws('async met by sync', () => fc.assert({ isAsync: () => true, generate() {} }, { numRuns: -1 }), /\S/);
  const hooks = [];
  fc.assert(
    fc
      .property(fc.nat(), () => true)
      .beforeEach(() => hooks.push('before'))
      .afterEach(() => hooks.push('after')),
    { seed: 1, numRuns: 2 },
  );
  is('hooks', hooks, ['before', 'after', 'before', 'after']);

  const tree = fc.letrec((tie) => ({
    node: fc.oneof({ maxDepth: 3 }, fc.nat(9), fc.tuple(tie('node'), tie('node'))),
  })).node;
  log('tree', JSON.stringify(fc.sample(tree, { seed: 11, numRuns: 6 })));
  is(
    'mapped',
    fc
      .sample(
        fc
          .nat(9)
          .map((n) => `#${n}`)
          .filter((text) => text !== '#3'),
        { seed: 4, numRuns: 20 },
      )
      .every((text) => /^#[^3]$/.test(text)),
    true,
  );
  is(
    'chained',
    fc
      .sample(
        fc.nat(4).chain((n) => fc.array(fc.constant(n), { minLength: n, maxLength: n })),
        { seed: 4, numRuns: 9 },
      )
      .every((list) => list.every((n) => n === list.length)),
    true,
  );
  is(
    'unique',
    fc.sample(fc.uniqueArray(fc.nat(20)), { seed: 4, numRuns: 5 }).every((list) => new Set(list).size === list.length),
    true,
  );
  is(
    'matching',
    fc.sample(fc.stringMatching(/^a\d{2}$/), { seed: 4, numRuns: 5 }).every((text) => /^a\d{2}$/.test(text)),
    true,
  );
  log(
    'addresses',
    fc.sample(fc.ipV6(), { seed: 2, numRuns: 2 }),
    fc.sample(fc.base64String(), { seed: 2, numRuns: 2 }),
  );
  const f = fc.sample(fc.func(fc.nat(9)), { seed: 6, numRuns: 1 })[0];
  is('function', f('x') === f('x'), true);
  log(
    'statistics',
    fc
      .sample(fc.infiniteStream(fc.nat(3)), { seed: 6, numRuns: 1 })[0]
      .take(5)
      .join(','),
  );

  class Push {
    constructor(value) {
      this.value = value;
    }
    check() {
      return true;
    }
    run(model, real) {
      model.size++;
      real.items.push(this.value);
      if (real.items.length === 3) real.items.pop();
      if (real.items.length !== model.size) throw new Error('differ');
    }
    toString() {
      return `push(${this.value})`;
    }
  }
  const commands = fc.commands([fc.nat(0).map((n) => new Push(n))], { maxCommands: 20 });
  const found = fc.check(
    fc.property(commands, (list) => fc.modelRun(() => ({ model: { size: 0 }, real: { items: [] } }), list)),
    { seed: 12 },
  );
  is('commands', [found.failed, String(found.counterexample[0]).split(' /')[0]], [true, 'push(0),push(0),push(0)']);
  const race = await fc.check(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      let value = 0;
      const add = async () => {
        const before = value;
        await scheduler.schedule(Promise.resolve());
        value = before + 1;
      };
      const both = Promise.all([add(), add()]);
      await scheduler.waitAll();
      await both;
      return value === 2;
    }),
    { seed: 13, numRuns: 5 },
  );
  is('scheduler', race.failed, true);
}

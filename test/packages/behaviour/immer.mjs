/** immer: drafts, structural sharing, freezing, patches, Maps and Sets, classes, currying. */
import * as immer from 'immer';

const { produce, createDraft, finishDraft, current, original, isDraft, isDraftable, nothing, freeze, castDraft } =
  immer;

export async function run({ is, log, throws }) {
  immer.enableMapSet();
  immer.enablePatches();
  const base = { list: [{ done: false }, { done: true }], meta: { by: 'Ada' } };
  const next = produce(base, (draft) => {
    draft.list[0].done = true;
    draft.list.push({ done: false });
  });
  is('base kept', base, { list: [{ done: false }, { done: true }], meta: { by: 'Ada' } });
  is('next', next.list, [{ done: true }, { done: true }, { done: false }]);
  is('shared', [next.meta === base.meta, next.list === base.list, next.list[1] === base.list[1]], [true, false, true]);
  is('no change is the same', produce(base, () => {}) === base, true);
  is(
    'the same value is no change',
    produce(base, (draft) => {
      draft.meta.by = 'Ada';
    }) === base,
    true,
  );
  is('frozen', [Object.isFrozen(next), Object.isFrozen(next.list[2])], [true, true]);
  throws(
    'writing to the result',
    () => {
      'use strict';
      next.list[0].done = false;
    },
    /read only/,
  );
  is(
    'replaced',
    produce(base, () => 7),
    7,
  );
  is(
    'nothing',
    produce(base, () => nothing),
    undefined,
  );
  throws(
    'both',
    () =>
      produce(base, (draft) => {
        draft.meta.by = 'B';
        return {};
      }),
    /\S/,
  );
  throws(
    'thrown',
    () =>
      produce(base, () => {
        throw new RangeError('mine');
      }),
    /mine/,
  );
  const toggle = produce((draft, index) => {
    draft.list[index].done = !draft.list[index].done;
  });
  is('curried', toggle(base, 1).list[1].done, false);
  is(
    'curried default',
    produce(
      (draft) => {
        draft.n++;
      },
      { n: 1 },
    )(),
    { n: 2 },
  );

  const [patched, patches, inverse] = immer.produceWithPatches(base, (draft) => {
    draft.meta.by = 'Bob';
    draft.list.splice(0, 1);
    delete draft.meta.none;
  });
  log('patches', patches, inverse);
  is('applied', immer.applyPatches(base, patches), patched);
  is('undone', immer.applyPatches(patched, inverse), base);
  throws('bad patch', () => immer.applyPatches(base, [{ op: 'replace', path: ['no', 'where'], value: 1 }]), /\S/);

  const map = new Map([['a', { n: 1 }]]);
  const mapped = produce(map, (draft) => {
    draft.get('a').n++;
    draft.set('b', { n: 5 });
  });
  is(
    'map',
    [mapped, map.get('a').n],
    [
      new Map([
        ['a', { n: 2 }],
        ['b', { n: 5 }],
      ]),
      1,
    ],
  );
  is(
    'set',
    produce(new Set([1, 2]), (draft) => {
      draft.add(3).delete(1);
    }),
    new Set([2, 3]),
  );
  is(
    'map iterates',
    produce(mapped, (draft) => {
      for (const [, value] of draft) value.n = 0;
    }).get('b'),
    { n: 0 },
  );
  throws('frozen map', () => mapped.set('c', 1), /frozen/);

  class Point {
    [immer.immerable] = true;
    constructor(x, y) {
      this.x = x;
      this.y = y;
    }
    get sum() {
      return this.x + this.y;
    }
    move(by) {
      this.x += by;
      return this;
    }
  }
  const point = new Point(1, 2);
  const moved = produce(point, (draft) => void draft.move(10));
  is('class', [moved instanceof Point, moved.sum, point.sum, moved.constructor.name], [true, 13, 3, 'Point']);
  is('draftable', [isDraftable({}), isDraftable(new Date()), isDraftable(point)], [true, false, true]);

  const draft = createDraft(base);
  draft.meta.by = 'Eve';
  is(
    'draft',
    [isDraft(draft), isDraft(base), original(draft) === base, current(draft).meta],
    [true, false, true, { by: 'Eve' }],
  );
  is('finished', finishDraft(draft).meta.by, 'Eve');
  throws('revoked', () => draft.meta, /revoked/);
  is(
    'keys',
    produce(base, (state) => {
      log('keys', Object.keys(state), 'meta' in state, JSON.stringify(state));
    }) === base,
    true,
  );
  produce(base, (state) => {
    throws('no getters', () => Object.defineProperty(state, 'x', { get: () => 1 }), /\S/);
    throws('no prototypes', () => Object.setPrototypeOf(state, null), /\S/);
    is('descriptor', Object.getOwnPropertyDescriptor(state, 'meta').enumerable, true);
  });
  const own = new immer.Immer({ autoFreeze: false });
  is(
    'own',
    Object.isFrozen(
      own.produce(base, (state) => {
        state.meta.by = 'Z';
      }),
    ),
    false,
  );
  is('deep freeze', Object.isFrozen(freeze({ a: { b: 1 } }, true).a), true);
  is('cast', castDraft(base) === base, true);
  is(
    'nested',
    produce(base, (state) => {
      state.meta = produce(state.meta, (meta) => {
        meta.by += '!';
      });
    }).meta.by,
    'Ada!',
  );
  is(
    'array methods',
    produce([3, 1, 2], (state) => {
      state.sort();
      state.reverse();
      state.length = 2;
    }),
    [3, 2],
  );
}

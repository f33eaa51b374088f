/** rxjs: creation, operators, subjects, schedulers, errors, cancellation and virtual time. */
import * as rxjs from 'rxjs';
import * as testing from 'rxjs/testing';

const {
  Observable,
  Subject,
  BehaviorSubject,
  ReplaySubject,
  AsyncSubject,
  of,
  from,
  range,
  defer,
  concat,
  merge,
  zip,
} = rxjs;
const { combineLatest, forkJoin, race, throwError, EMPTY, NEVER, firstValueFrom, lastValueFrom, asapScheduler } = rxjs;
const { map, filter, scan, reduce, mergeMap, concatMap, switchMap, exhaustMap, take, takeUntil, skip, toArray } = rxjs;
const { catchError, retry, finalize, tap, share, shareReplay, distinctUntilChanged, groupBy, bufferCount } = rxjs;
const { debounceTime, delay, observeOn, startWith, pairwise, withLatestFrom, expand, timeout, EmptyError } = rxjs;

export async function run({ is, log, throws, rejects }) {
  const list = (source) => firstValueFrom(source.pipe(toArray()));
  is(
    'map and filter',
    await list(
      range(1, 6).pipe(
        filter((n) => n % 2 === 0),
        map((n) => n * n),
      ),
    ),
    [4, 16, 36],
  );
  is('scan', await list(of(1, 2, 3).pipe(scan((sum, n) => sum + n, 0))), [1, 3, 6]);
  is('reduce', await lastValueFrom(of(1, 2, 3).pipe(reduce((sum, n) => sum + n))), 6);
  is('concat', await list(concat(of(1), of(2, 3))), [1, 2, 3]);
  is('merge', await list(merge(of('a'), of('b'))), ['a', 'b']);
  is('zip', await list(zip(of(1, 2, 3), of('a', 'b'))), [
    [1, 'a'],
    [2, 'b'],
  ]);
  is('combineLatest', await list(combineLatest({ a: of(1, 2), b: of('x') })), [{ a: 2, b: 'x' }]);
  is('forkJoin', await firstValueFrom(forkJoin([of(1, 2), Promise.resolve('p')])), [2, 'p']);
  is('race', await firstValueFrom(race(NEVER, of('won'))), 'won');
  is('concatMap', await list(of(3, 1).pipe(concatMap((n) => range(0, n)))), [0, 1, 2, 0]);
  is('expand', await list(of(1).pipe(expand((n) => (n < 8 ? of(n * 2) : EMPTY)))), [1, 2, 4, 8]);
  is('bufferCount', await list(range(0, 5).pipe(bufferCount(2))), [[0, 1], [2, 3], [4]]);
  is('pairwise', await list(of(1, 2, 3).pipe(startWith(0), pairwise())), [
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
  is('distinct', await list(of(1, 1, 2, 2, 1).pipe(distinctUntilChanged())), [1, 2, 1]);
  is(
    'groups',
    await list(
      range(1, 5).pipe(
        groupBy((n) => n % 2),
        mergeMap((group) => group.pipe(toArray())),
      ),
    ),
    [
      [1, 3, 5],
      [2, 4],
    ],
  );
  is(
    'async iterable',
    await list(
      from(
        (async function* () {
          yield 1;
          yield await Promise.resolve(2);
        })(),
      ),
    ),
    [1, 2],
  );
  is('iterable', await list(from(new Set([1, 2]))), [1, 2]);

  const calls = [];
  const cold = new Observable((subscriber) => {
    calls.push('subscribe');
    subscriber.next(1);
    subscriber.next(2);
    subscriber.complete();
    subscriber.next(3);
    return () => calls.push('teardown');
  });
  is(
    'cold twice',
    [await list(cold), await list(cold)],
    [
      [1, 2],
      [1, 2],
    ],
  );
  is('calls', calls, ['subscribe', 'teardown', 'subscribe', 'teardown']);
  const shared = cold.pipe(share());
  is('shared', await list(merge(shared, shared)), [1, 2, 1, 2]);
  is('replayed', await list(concat(...[1, 2].map(() => cold.pipe(shareReplay(1))))), [1, 2, 1, 2]);

  const subject = new Subject();
  const heard = [];
  const subscription = subject.pipe(skip(1)).subscribe((value) => heard.push(value));
  subject.next('a');
  subject.next('b');
  subscription.unsubscribe();
  subject.next('c');
  is('subject', [heard, subject.observed, subscription.closed], [['b'], false, true]);
  const behaviour = new BehaviorSubject(1);
  behaviour.next(2);
  is('behaviour', [behaviour.value, behaviour.getValue(), await firstValueFrom(behaviour)], [2, 2, 2]);
  const replay = new ReplaySubject(2);
  for (const n of [1, 2, 3]) replay.next(n);
  replay.complete();
  is('replay', await list(replay), [2, 3]);
  const last = new AsyncSubject();
  last.next(1);
  last.next(2);
  last.complete();
  is('async subject', await firstValueFrom(last), 2);

  let attempts = 0;
  const flaky = defer(() => (++attempts < 3 ? throwError(() => new Error(`no ${attempts}`)) : of('yes')));
  is('retry', [await firstValueFrom(flaky.pipe(retry(5))), attempts], ['yes', 3]);
  is('catchError', await list(throwError(() => 'bad').pipe(catchError((error) => of(`caught ${error}`)))), [
    'caught bad',
  ]);
  await rejects(
    'error',
    firstValueFrom(
      of(1).pipe(
        map(() => {
          throw new RangeError('inside');
        }),
      ),
    ),
    /inside/,
  );
  const empty = await rejects('empty', firstValueFrom(EMPTY), /no elements/);
  is('its class', empty instanceof EmptyError, true);
  throws('no scheduler', () => from(3), /You provided/);

  const order = [];
  of(1, 2)
    .pipe(
      tap((n) => order.push(`tap ${n}`)),
      finalize(() => order.push('final')),
    )
    .subscribe({
      next: (n) => order.push(`next ${n}`),
      complete: () => order.push('complete'),
    });
  is('order', order, ['tap 1', 'next 1', 'tap 2', 'next 2', 'complete', 'final']);
  const stop = new Subject();
  const until = [];
  merge(of('now'), NEVER)
    .pipe(
      takeUntil(stop),
      finalize(() => until.push('stopped')),
    )
    .subscribe((value) => until.push(value));
  stop.next();
  is('takeUntil', until, ['now', 'stopped']);
  is(
    'asap',
    await list(
      of(1, 2).pipe(
        observeOn(asapScheduler),
        tap((n) => log('asap', n)),
      ),
    ),
    [1, 2],
  );
  const outer = new Subject();
  const inner = [new Subject(), new Subject()];
  const switched = [];
  const exhausted = [];
  outer.pipe(switchMap((i) => inner[i])).subscribe((value) => switched.push(value));
  outer.pipe(exhaustMap((i) => inner[i])).subscribe((value) => exhausted.push(value));
  outer.next(0);
  inner[0].next('a');
  outer.next(1);
  inner[0].next('b');
  inner[1].next('c');
  is('switchMap', switched, ['a', 'c']);
  is('exhaustMap', exhausted, ['a', 'b']);
  is('latest', await list(of(1).pipe(withLatestFrom(of('x'), of('y')))), [[1, 'x', 'y']]);
  await rejects('timeout', firstValueFrom(NEVER.pipe(timeout(5))), /Timeout/);
  is(
    'take',
    await list(
      from(
        (function* () {
          let n = 0;
          try {
            for (;;) yield n++;
          } finally {
            log('closed');
          }
        })(),
      ).pipe(take(2)),
    ),
    [0, 1],
  );

  new testing.TestScheduler((actual, expected) => is('marbles', actual, expected)).run(
    ({ cold: stream, expectObservable }) => {
      expectObservable(stream('-a-b---c|').pipe(debounceTime(2))).toBe('-----b--(c|)');
      expectObservable(stream('-a-(b|)').pipe(delay(2))).toBe('---a-(b|)');
      expectObservable(stream('-a-#').pipe(map((value) => value.toUpperCase()))).toBe('-A-#');
    },
  );
}

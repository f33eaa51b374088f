/** What programs find around them: a log that says in which turn it was written, and values with side effects. */

import { describer, isBuiltin } from './describe.ts';

export interface World {
  /** One line each: the microtask turn, and what happened. */
  readonly lines: string[];
  readonly names: Readonly<Record<string, unknown>>;
  /** Called by whoever runs the program, for what the engine says itself. */
  note(text: string, value: unknown): void;
  /** Runs at every line: a runtime that does odd things between any two steps. */
  disturb: () => void;
  stop(): void;
}

const MAX_LINES = 800;
const TURNS = 120;

type Any = any;

export function createWorld(): World {
  const describe = describer();
  const lines: string[] = [];
  let turn = 0;
  let fuel = 60;
  let stopped = false;
  let disturbing = false;
  const write = (text: string): void => {
    // What the record asks of values is not the program's doing.
    if (disturbing) return;
    disturbing = true;
    world.disturb();
    disturbing = false;
    if (!stopped && lines.length < MAX_LINES) lines.push(`${turn} ${text}`);
  };
  // A chain that takes one step a turn: what the program does falls between two of its steps.
  const tick = (left: number): void => {
    turn++;
    if (left > 0 && !stopped) void Promise.resolve().then(() => tick(left - 1));
  };
  void Promise.resolve().then(() => tick(TURNS));

  const log = (label: unknown, ...values: unknown[]): unknown => {
    write(`${String(label)} ${values.map(describe).join(' ')}`);
    if (lines.length >= MAX_LINES) throw new Error('out of lines');
    return values.length === 0 ? label : values.at(-1);
  };
  const world: World = {
    lines,
    names: {},
    note: (text, value) => write(`${text} ${describe(value)}`),
    disturb: () => {},
    stop: () => {
      stopped = true;
    },
  };
  const given = new Set<unknown>();
  const names = { log, more: () => fuel-- > 0, ...objects(log), ...drivers(log, given) };
  for (const value of Object.values(names)) given.add(value);
  return Object.assign(world, { names });
}

type Log = (label: unknown, ...values: unknown[]) => unknown;

function objects(log: Log): Record<string, unknown> {
  class Boom extends Error {}
  class SubPromise extends Promise<unknown> {
    override then(...args: Any[]): Any {
      log('SubPromise.then', args.length);
      return super.then(...args);
    }
  }
  class Base {
    made: unknown;
    constructor(...args: unknown[]) {
      log('Base', new.target === Base, args.length, this);
      this.made = args[0];
    }
    get inherited(): unknown {
      log('inherited', this);
      return 'i';
    }
    set written(value: unknown) {
      log('written', value);
    }
    up(value: unknown): unknown {
      log('up', value, this);
      return value;
    }
    static call(value: unknown): unknown {
      return log('Base.call', value);
    }
  }
  const iterator = (label: string, count: number, broken: boolean, wrap: (value: unknown) => unknown): Any => {
    let i = 0;
    return {
      next: (...args: unknown[]) => {
        log(`${label}.next`, ...args);
        if (broken && i === 1) throw new Boom(`${label}.next`);
        return wrap({ value: i, done: i++ >= count });
      },
      return: (...args: unknown[]) => {
        log(`${label}.return`, ...args);
        if (broken) throw new Boom(`${label}.return`);
        return wrap({ value: args[0], done: true });
      },
      get throw() {
        log(`${label} gets throw`);
        return (...args: unknown[]) => {
          log(`${label}.throw`, ...args);
          return wrap({ value: 't', done: true });
        };
      },
    };
  };
  const steps = (label: string, count: number): Any => ({
    get [Symbol.iterator]() {
      log(`${label} gets iterator`);
      return () => iterator(label, count, false, (step) => step);
    },
  });
  return {
    Boom,
    SubPromise,
    Base,
    bag: { rest: null },
    boom: (text: string) => {
      log('boom', text);
      throw new Boom(text);
    },
    probe: (value: unknown) => log('probe', value),
    tag: (strings: TemplateStringsArray, ...rest: unknown[]) => log('tag', strings, strings.raw, ...rest),
    thenable: (value: unknown) => ({
      get then() {
        log('gets then');
        return (resolve: (value: unknown) => void) => {
          log('then', value);
          resolve(value);
        };
      },
    }),
    badThenable: () => ({
      then: (_: unknown, reject: (value: unknown) => void) => {
        log('bad then');
        reject('bad');
        throw new Boom('after');
      },
    }),
    spy: (label: string) => ({
      get a() {
        log(`${label}.a`);
        return undefined;
      },
      get b() {
        log(`${label}.b`);
        return 2;
      },
      m(...args: unknown[]) {
        return log(`${label}.m`, this, ...args);
      },
      valueOf() {
        log(`${label}.valueOf`);
        return 3;
      },
    }),
    traps: (label: string) =>
      new Proxy(
        { a: 1 },
        Object.fromEntries(
          Reflect.ownKeys(Reflect)
            .filter((trap) => typeof trap === 'string')
            .map((trap) => [
              trap,
              (...args: Any[]) => {
                log(
                  `${label} ${trap} ${typeof args[1] === 'string' || typeof args[1] === 'symbol' ? String(args[1]) : ''}`,
                );
                return (Reflect as Any)[trap](...args);
              },
            ]),
        ),
      ),
    steps,
    brokenSteps: (label: string) => ({ [Symbol.iterator]: () => iterator(label, 3, true, (step) => step) }),
    asyncSteps: (label: string, count: number) => ({
      get [Symbol.asyncIterator]() {
        log(`${label} gets asyncIterator`);
        return () => iterator(label, count, false, (step) => Promise.resolve(step));
      },
    }),
    disposable: (label: string) => ({ [(Symbol as Any).dispose]: () => log(`${label} disposed`) }),
    asyncDisposable: (label: string) => ({
      [(Symbol as Any).asyncDispose]: () => Promise.resolve(log(`${label} disposed`)),
    }),
  };
}

function drivers(log: Log, given: ReadonlySet<unknown>): Record<string, unknown> {
  const watch = (label: string, value: Any): void => {
    log(label, value);
    if (value instanceof Promise)
      void Promise.prototype.then.call(
        value,
        (result) => log(`${label} fulfilled`, result),
        (error: unknown) => log(`${label} rejected`, error),
      );
  };
  const attempt = (label: string, body: () => unknown): void => {
    try {
      watch(label, body());
    } catch (error) {
      log(`${label} threw`, error);
    }
  };
  const show = (value: Any): unknown => log('show', value, typeof value, Object.getPrototypeOf(value), value.prototype);
  return {
    attempt,
    show,
    collectAll: (value: Any) => {
      if (typeof value?.[Symbol.iterator] !== 'function') return value;
      const seen: unknown[] = [];
      for (const one of value) if (seen.push(one) > 5) break;
      return log('collected', seen);
    },
    // Two bits a step say how a generator is resumed.
    drive: (generator: Any, plan: number) => {
      log('generator', generator, typeof generator?.next);
      if (typeof generator?.next !== 'function') return generator;
      for (let i = 0; i < 6; i++) {
        const way = (plan >> i) & 3;
        attempt(`step ${i}`, () =>
          way === 2 && i > 0 ? generator.throw('in') : way === 3 && i > 0 ? generator.return('out') : generator.next(i),
        );
      }
      return 'driven';
    },
    exercise: (value: Any) => {
      show(value);
      const from = typeof value === 'function' ? [value, value.prototype] : [value, Object.getPrototypeOf(value)];
      for (const owner of from) {
        if (owner === undefined || owner === null || owner === globalThis || isBuiltin(owner)) continue;
        for (const key of Reflect.ownKeys(owner).slice(0, 12)) {
          const own = Object.getOwnPropertyDescriptor(owner, key) as PropertyDescriptor;
          if (key === 'constructor' || key === 'prototype') continue;
          log('member', key, own.get ?? own.set ?? own.value);
          if (own.set) attempt('set', () => (value[key] = 5));
          else attempt(`get ${String(key)}`, () => value[key]);
          if (typeof own.value === 'function' && !given.has(own.value) && !isBuiltin(own.value)) {
            attempt(`call ${String(key)}`, () => {
              const result: Any = Reflect.apply(own.value, value, [1, { a: 2 }]);
              if (typeof result?.next === 'function' && owner !== Array.prototype)
                for (let i = 0; i < 3; i++) watch('step', result.next(i));
              return result;
            });
          }
        }
      }
      return value;
    },
  };
}

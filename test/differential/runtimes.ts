/** The runtimes that instrumented programs meet: off, unsampled, sampled, full, and hostile ones. */

import * as hooks from '../../runtime/hooks.ts';
import * as noop from '../../runtime/noop.ts';
import { collect } from '../../runtime/core/collector.ts';
import { useStorage } from '../../runtime/core/context.ts';
import { configure } from '../../runtime/core/control.ts';
import { state } from '../../runtime/core/state.ts';

export interface Runtime {
  readonly hooks: object;
  /** Runs before every line that the program logs. */
  readonly disturb: () => void;
  /** Puts everything back; says what is wrong with what was recorded. */
  finish(): string | undefined;
}

const nothing = (): void => {};

function begin(enabled: boolean, ratio: number): void {
  state.live = 0;
  configure({ enabled: true, ratio: 1 });
  collect(Infinity);
  state.open.length = 0;
  state.int32.fill(0);
  configure({ enabled, ratio });
  if (!enabled) state.live = -2;
}

function plain(enabled: boolean, ratio: number, disturb: () => void = nothing): Runtime {
  begin(enabled, ratio);
  const sites = state.sites.length;
  return {
    hooks,
    disturb,
    finish: () => {
      const left = state.live;
      configure({ enabled: false, ratio: 1 });
      collect(Infinity);
      state.sites.length = sites;
      state.storage = null;
      return left === 0 || left === -2 ? undefined : `context left behind: ${left}`;
    },
  };
}

function full(): Runtime {
  const runtime = plain(true, 1);
  for (let row = 0; row < state.int32.length; row += 16) state.int32[row + 4] = -1;
  return {
    ...runtime,
    finish: () => {
      state.int32.fill(0);
      state.tail = state.head;
      return runtime.finish();
    },
  };
}

/** Half of the handles are wrong, `live` jumps about, the record is switched on and off, and everything is frozen. */
function hostile(seed: number): Runtime {
  const runtime = plain(true, 0.5);
  let at = seed >>> 0;
  const random = (count: number): number => {
    at = (Math.imul(at, 1664525) + 1013904223) >>> 0;
    return (at >>> 8) % count;
  };
  const odd = [0, -1, -2, -3, -4, -5, 1, 7, 0x3fffffff, NaN];
  const handle = (t: unknown): number => (random(2) === 0 ? (t as number) : (odd[random(odd.length)] as number));
  const enter = (site: number): number =>
    handle(hooks.enter(random(4) === 0 ? (undefined as unknown as number) : site));
  return {
    hooks: Object.freeze({
      ...hooks,
      state: Object.freeze({
        scripts: state.scripts,
        get live() {
          return random(3) === 0 ? (odd[random(odd.length)] as number) : state.live;
        },
      }),
      enter,
      suspend: (t: number) => handle(hooks.suspend(t)),
      pause: (t: number, caller: number) => handle(hooks.pause(t, caller)),
      regain: (t: number, caller: number) => handle(hooks.regain(t, caller)),
    }),
    disturb: () => {
      const what = random(12);
      if (what === 0) state.live = odd[random(odd.length)] as number;
      if (what === 1) configure({ enabled: random(2) === 0, ratio: 0.5 });
      if (what === 2) collect(3);
    },
    finish: () => {
      runtime.finish();
      state.int32.fill(0);
      state.open.length = 0;
      state.tail = state.head;
      return undefined;
    },
  };
}

function withStorage(): Runtime {
  const runtime = plain(true, 1);
  useStorage();
  return runtime;
}

export type RuntimeName = keyof typeof RUNTIMES;

export const RUNTIMES = {
  off: () => plain(false, 1),
  noop: (): Runtime => ({ hooks: noop, disturb: nothing, finish: () => undefined }),
  unsampled: () => plain(true, 0),
  sampled: () => plain(true, 1),
  collected: () => plain(true, 1, () => collect(100)),
  storage: withStorage,
  full,
  hostile: () => hostile(1),
  hostile2: () => hostile(77),
} satisfies Record<string, () => Runtime>;

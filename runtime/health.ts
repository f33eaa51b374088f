/** `health()`: the runtime's own counters, for people, tests and a program's health page. */

import { pending } from './core/collector.ts';
import type { Drops } from './core/drops.ts';
import { state } from './core/state.ts';
import { queued } from './pipeline/batch.ts';
import { pipeline } from './pipeline/running.ts';

export interface Health {
  /** Spans begun: those taken by the collector, and those that are open or wait for it. */
  readonly started: number;
  /** Ended spans that the collector has taken. */
  readonly ended: number;
  /** Spans that an exporter delivered; with several exporters, the sum over them. */
  readonly exported: number;
  /** Everything lost, by cause. */
  readonly dropped: Readonly<Drops>;
  /** Spans that wait for the slowest exporter or are on their way. */
  readonly queue: number;
}

/** A copy of the counters as they are now. */
export function health(): Health {
  const { ended, exported } = state.counts;
  return {
    started: ended + pending() + state.drops.neverEnded,
    ended,
    exported,
    dropped: { ...state.drops },
    queue: pipeline.running === undefined ? 0 : queued(pipeline.running.stage),
  };
}

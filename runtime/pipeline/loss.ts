/** Says when spans begin to be lost and when that is over; in between the counters speak. */

import { report } from '../core/report.ts';
import { state } from '../core/state.ts';

const LOSSES = ['ringFull', 'queueFull', 'exportFailed', 'exportRejected'] as const;

export interface LossWatch {
  lost: number;
  exported: number;
  losing: boolean;
}

export function newLossWatch(): LossWatch {
  return { lost: total(), exported: state.counts.exported, losing: false };
}

const total = (): number => LOSSES.reduce((sum, name) => sum + state.drops[name], 0);

/** Compares the counters with those of the last call. */
export function watchLoss(watch: LossWatch): void {
  const lost = total();
  const grew = lost > watch.lost;
  const { exported } = state.counts;
  if (grew && !watch.losing) report('export/dropped', { reasons: reasons() }, true);
  const over = watch.losing && !grew && exported > watch.exported;
  if (over) report('export/loss-ended', { count: lost }, true);
  watch.losing = grew || (watch.losing && !over);
  watch.lost = lost;
  watch.exported = exported;
}

const reasons = (): string =>
  LOSSES.filter((name) => state.drops[name] > 0)
    .map((name) => `${name} ${state.drops[name]}`)
    .join(', ');

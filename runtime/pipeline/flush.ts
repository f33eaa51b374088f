/** Flush and shutdown of the batch stage: what ended before the call is exported, within a deadline. */

import { collect, pending } from '../core/collector.ts';
import { report } from '../core/report.ts';
import { state } from '../core/state.ts';
import { setAlarm, type Alarm } from './alarm.ts';
import { advance, pump, type BatchStage } from './batch.ts';
import { discard, messageOf, type Lane } from './lane.ts';
import { watchLoss } from './loss.ts';

/**
 * Exports every span that ended before the call, then flushes the exporters. Resolves to true when all of them were
 * delivered, to false when some were lost or `timeoutMs` ran out. Several flushes may run at the same time.
 */
export async function flushBatch(stage: BatchStage, timeoutMs: number): Promise<boolean> {
  const alarm = setAlarm(timeoutMs);
  stage.flushing++;
  const lostBefore = stage.lanes.map((lane) => lane.lost);
  try {
    await Promise.race([drain(stage, alarm), alarm.promise]);
    return !alarm.rang() && stage.lanes.every((lane, i) => lane.lost === lostBefore[i]);
  } finally {
    alarm.off();
    stage.flushing--;
    watchLoss(stage.loss);
    // With fewer flushes there may be room for more.
    if (!stage.stopped) advance(stage);
  }
}

async function drain(stage: BatchStage, alarm: Alarm): Promise<void> {
  // Rows are taken in the order in which they began, so that all that have ended by now are among the next `pending()`.
  const upTo = stage.taken + pending();
  for (pump(stage); stage.backlog && stage.taken < upTo && !alarm.rang(); pump(stage)) await stage.progress.promise;
  const goals = stage.lanes.map((lane) => lane.accepted);
  while (!alarm.rang() && stage.lanes.some((lane, i) => lane.settled < (goals[i] as number)))
    await stage.progress.promise;
  await Promise.all(stage.lanes.map((lane) => quietly(lane, () => lane.exporter.flush?.())));
}

async function quietly(lane: Lane, act: () => Promise<void> | undefined): Promise<void> {
  try {
    await act();
  } catch (error) {
    report('export/failed', { exporter: lane.exporter.name, count: 0, reason: messageOf(error) });
  }
}

/**
 * Flushes, stops collecting, and shuts the exporters down, all within `timeoutMs`. What could not be delivered by then is
 * counted in `drops.exportFailed`. Resolves to what `flushBatch` would; a second call does nothing and resolves to true.
 */
export async function shutdownBatch(stage: BatchStage, timeoutMs: number): Promise<boolean> {
  if (stage.stopped) return true;
  stage.stopped = true;
  clearInterval(stage.timer);
  state.wake = null;
  const endMs = performance.now() + timeoutMs;
  const delivered = await flushBatch(stage, timeoutMs);
  const left = abandonRing();
  stage.backlog = false;
  for (const lane of stage.lanes) {
    discard(lane, left);
    lane.running?.controller.abort('shut down before it was delivered');
  }
  const closing = Promise.all(stage.lanes.map((lane) => quietly(lane, () => lane.exporter.shutdown?.())));
  const alarm = setAlarm(endMs - performance.now());
  await Promise.race([closing, alarm.promise]);
  alarm.off();
  watchLoss(stage.loss);
  return delivered;
}

// Nobody will come for these any more; taken out to be counted.
function abandonRing(): number {
  let count = 0;
  for (;;) {
    const { length } = collect(512);
    count += length;
    if (length < 512) return count;
  }
}

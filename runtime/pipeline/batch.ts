/**
 * The batch stage: takes ended spans out of the ring and hands them to each exporter in batches. The ring is the buffer:
 * spans stay in it while no exporter has room, so that a burst is lost only when the ring itself is full.
 */

import { collect, pending } from '../core/collector.ts';
import { report } from '../core/report.ts';
import { state } from '../core/state.ts';
import { discard, exportNext, messageOf, newLane, offer, timerMs, type BatchLimits, type Envelope, type Lane } from './lane.ts';
import { newLossWatch, watchLoss, type LossWatch } from './loss.ts';
import type { SpanExporter } from './types.ts';

export interface BatchStage {
  readonly lanes: readonly Lane[];
  readonly limits: BatchLimits;
  readonly envelope: Envelope;
  readonly loss: LossWatch;
  /** Resolved, and made anew, whenever a batch is settled. */
  progress: { readonly promise: Promise<void>; readonly resolve: () => void };
  timer: ReturnType<typeof setInterval> | undefined;
  /** Spans taken out of the ring so far. */
  taken: number;
  /** The ring held more than the queues had room for. */
  backlog: boolean;
  /** Flushes under way: while there is one, spans are taken only when every exporter has room. */
  flushing: number;
  stopped: boolean;
}

/** Starts collecting: every `scheduleDelayMs`, and when the ring is half full. Without exporters spans are discarded. */
export function startBatch(exporters: readonly SpanExporter[], limits: BatchLimits, envelope: Envelope): BatchStage {
  const stage: BatchStage = {
    lanes: exporters.map(newLane),
    limits,
    envelope,
    loss: newLossWatch(),
    progress: newProgress(),
    timer: undefined,
    taken: 0,
    backlog: false,
    flushing: 0,
    stopped: false,
  };
  stage.timer = setInterval(() => tick(stage), limits.scheduleDelayMs);
  (stage.timer as { unref?: () => void }).unref?.();
  arm(stage);
  return stage;
}

/** Spans that wait in the queues, the fullest one counted. */
export function queued(stage: BatchStage): number {
  return Math.max(0, ...stage.lanes.map((lane) => lane.accepted - lane.settled));
}

function newProgress(): BatchStage['progress'] {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

// The ring calls from inside the user's function: only schedule there.
function arm(stage: BatchStage): void {
  if (stage.stopped) return;
  state.wake ??= () => {
    if (typeof setImmediate === 'function') setImmediate(() => pump(stage)).unref?.();
    else setTimeout(() => pump(stage), 0);
  };
}

function tick(stage: BatchStage): void {
  pump(stage);
  arm(stage);
  watchLoss(stage.loss);
}

/** Moves spans from the ring into the queues and starts exports. Never throws: it runs from timers. */
function pump(stage: BatchStage): void {
  try {
    pull(stage);
  } catch (error) {
    report('export/failed', { exporter: 'collector', count: 'some', reason: messageOf(error) });
  }
  for (const lane of stage.lanes) exportNext(lane, stage.limits, stage.envelope, () => onSettled(stage));
}

function pull(stage: BatchStage): void {
  const { maxExportBatchSize } = stage.limits;
  stage.backlog = false;
  for (;;) {
    const max = Math.min(room(stage), maxExportBatchSize);
    stage.backlog = max <= 0;
    if (max <= 0) return;
    const spans = collect(max);
    stage.taken += spans.length;
    for (const lane of stage.lanes) offer(lane, spans, stage.limits);
    if (spans.length > 0) arm(stage);
    if (spans.length < max) return;
  }
}

function room(stage: BatchStage): number {
  if (stage.lanes.length === 0) return stage.limits.maxExportBatchSize;
  const rooms = stage.lanes.map((lane) => stage.limits.maxQueueSize - lane.queue.length);
  return stage.flushing > 0 ? Math.min(...rooms) : Math.max(...rooms);
}

function onSettled(stage: BatchStage): void {
  const { resolve } = stage.progress;
  stage.progress = newProgress();
  resolve();
  if (stage.backlog && !stage.stopped) pump(stage);
}

/**
 * Exports every span that ended before the call, then flushes the exporters. Resolves to true when all of them were
 * delivered, to false when some were lost or `timeoutMs` ran out. Several flushes may run at the same time.
 */
export async function flushBatch(stage: BatchStage, timeoutMs: number): Promise<boolean> {
  let inTime = true;
  let stop = (): void => {};
  // Referenced on purpose: whoever waits for a flush wants the process to stay until it is done.
  const expired = new Promise<void>((done) => (stop = done));
  const timer = setTimeout(() => {
    inTime = false;
    stop();
  }, timerMs(timeoutMs));
  stage.flushing++;
  const lostBefore = stage.lanes.map((lane) => lane.lost);
  try {
    await Promise.race([drain(stage, () => inTime), expired]);
    return inTime && stage.lanes.every((lane, i) => lane.lost === lostBefore[i]);
  } finally {
    clearTimeout(timer);
    stage.flushing--;
    watchLoss(stage.loss);
    // What this flush held back may now go on.
    if (stage.backlog && !stage.stopped) pump(stage);
  }
}

async function drain(stage: BatchStage, inTime: () => boolean): Promise<void> {
  // Rows are taken in the order in which they began, so that all that have ended by now are among the next `pending()`.
  const upTo = stage.taken + pending();
  for (pump(stage); stage.backlog && stage.taken < upTo && inTime(); pump(stage)) await stage.progress.promise;
  const goals = stage.lanes.map((lane) => lane.accepted);
  while (inTime() && stage.lanes.some((lane, i) => lane.settled < (goals[i] as number))) await stage.progress.promise;
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
  for (const lane of stage.lanes) {
    discard(lane, left);
    lane.running?.abort('shut down before it was delivered');
  }
  const closing = Promise.all(stage.lanes.map((lane) => quietly(lane, () => lane.exporter.shutdown?.())));
  await within(closing, Math.max(0, endMs - performance.now()));
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

async function within(work: Promise<unknown>, timeoutMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expired = new Promise<void>((done) => (timer = setTimeout(done, timerMs(timeoutMs))));
  await Promise.race([work, expired]);
  clearTimeout(timer);
}

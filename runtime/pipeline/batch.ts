/**
 * The batch stage: takes ended spans out of the ring and hands them to each exporter in batches. The ring is the buffer:
 * spans stay in it while no exporter has room, so that a burst is lost only when the ring itself is full.
 */

import { collect } from '../core/collector.ts';
import { report } from '../core/report.ts';
import { state } from '../core/state.ts';
import { exportNext, messageOf, newLane, offer, type BatchLimits, type Envelope, type Lane } from './lane.ts';
import { newLossWatch, watchLoss, type LossWatch } from './loss.ts';
import type { SpanExporter } from './types.ts';

/** Making data of so many rows takes one or two milliseconds; the event loop turns before the next ones. */
const SPANS_PER_TURN = 2048;

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
  /** The ring may hold more than the queues had room for. */
  backlog: boolean;
  /** `advance` is at work, and is to go round again. */
  advancing: boolean;
  again: boolean;
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
    advancing: false,
    again: false,
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
  state.wake ??= () => later(() => pump(stage));
}

function later(work: () => void): void {
  if (typeof setImmediate === 'function') setImmediate(work).unref?.();
  else setTimeout(work, 0);
}

function tick(stage: BatchStage): void {
  pump(stage);
  arm(stage);
  watchLoss(stage.loss);
}

/** Moves spans from the ring into the queues and starts exports. Never throws: it runs from timers. */
export function pump(stage: BatchStage): void {
  stage.backlog = true;
  advance(stage);
}

/** Goes on with what was begun: takes the backlog as far as there is room, and starts exports that may start. */
export function advance(stage: BatchStage): void {
  stage.again = true;
  // An export that answers at once comes back here before it has returned: go round again, do not go deeper.
  if (stage.advancing) return;
  stage.advancing = true;
  try {
    let left = SPANS_PER_TURN;
    while (stage.again) {
      stage.again = false;
      if (stage.backlog) left -= pull(stage, left);
      for (const lane of stage.lanes) exportNext(lane, stage.limits, stage.envelope, () => onSettled(stage));
    }
  } catch (error) {
    report('export/failed', { exporter: 'collector', count: 'some', reason: messageOf(error) });
  } finally {
    stage.advancing = false;
  }
}

/** Returns how many spans it took; with `left` of them the rest waits for another turn of the event loop. */
function pull(stage: BatchStage, left: number): number {
  const { maxExportBatchSize } = stage.limits;
  // The ring may belong to another stage by now.
  if (stage.stopped && stage.flushing === 0) return 0;
  let taken = 0;
  for (;;) {
    if (taken >= left && stage.flushing === 0) {
      later(() => pump(stage));
      return taken;
    }
    const max = Math.min(room(stage), maxExportBatchSize);
    stage.backlog = max <= 0;
    if (max <= 0) return taken;
    const spans = collect(max);
    stage.taken += spans.length;
    taken += spans.length;
    for (const lane of stage.lanes) offer(lane, spans, stage.limits);
    if (spans.length > 0) arm(stage);
    if (spans.length < max) return taken;
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
  advance(stage);
}

/** One exporter with its bounded queue. Exports run one at a time, each within a deadline; nothing that it does throws. */

import { report } from '../core/report.ts';
import { state } from '../core/state.ts';
import { timerMs } from './alarm.ts';
import type { Attributes, Batch, ExportResult, Scope, SpanData, SpanExporter } from './types.ts';

export interface BatchLimits {
  /** Spans that may wait for each exporter. */
  readonly maxQueueSize: number;
  /** Spans of one export. */
  readonly maxExportBatchSize: number;
  /** Pause between two rounds of collecting. */
  readonly scheduleDelayMs: number;
  /** Time that one export may take; 0 is without limit. */
  readonly exportTimeoutMs: number;
}

/** What goes with every batch. */
export interface Envelope {
  readonly resource: Attributes;
  readonly scope: Scope;
}

export interface Lane {
  readonly exporter: SpanExporter;
  readonly queue: SpanData[];
  /** Spans ever taken into the queue. */
  accepted: number;
  /** Of these, how many are exported or counted as lost. */
  settled: number;
  /** Of these, how many are lost. */
  lost: number;
  /** The export under way. `undefined` between exports. */
  running: { readonly controller: AbortController; readonly spans: readonly SpanData[] } | undefined;
}

export function newLane(exporter: SpanExporter): Lane {
  return { exporter, queue: [], accepted: 0, settled: 0, lost: 0, running: undefined };
}

/** Takes as many as fit; the newest are dropped and counted. */
export function offer(lane: Lane, spans: readonly SpanData[], limits: BatchLimits): void {
  const taken = Math.min(spans.length, limits.maxQueueSize - lane.queue.length);
  for (let i = 0; i < taken; i++) lane.queue.push(spans[i] as SpanData);
  lane.accepted += taken;
  state.drops.queueFull += spans.length - taken;
}

/**
 * Exports the next batch, unless an export is under way or nothing waits. `progress` is called when the batch is accounted
 * for (delivered, refused, failed or out of time), and when the next one may begin.
 */
export function exportNext(lane: Lane, limits: BatchLimits, envelope: Envelope, progress: () => void): void {
  if (lane.running !== undefined || lane.queue.length === 0) return;
  const spans = lane.queue.splice(0, limits.maxExportBatchSize);
  const controller = new AbortController();
  lane.running = { controller, spans };
  let open = true;
  const settle = (result: ExportResult): void => {
    if (!open) return;
    open = false;
    account(lane, spans.length, result);
  };
  controller.signal.addEventListener('abort', () => {
    settle({ ok: false, message: String(controller.signal.reason) });
    progress();
  });
  const timer = deadline(controller, limits.exportTimeoutMs);
  const done = (result: ExportResult): void => {
    clearTimeout(timer);
    lane.running = undefined;
    settle(result);
    progress();
  };
  // An exporter that ignores the signal keeps its lane until it settles: exports never run side by side.
  attempt(lane.exporter, { ...envelope, spans }, controller.signal, done);
}

function deadline(controller: AbortController, timeoutMs: number): ReturnType<typeof setTimeout> | undefined {
  if (timeoutMs === 0) return undefined;
  const timer = setTimeout(() => controller.abort(`no answer within ${timeoutMs} ms`), timerMs(timeoutMs));
  (timer as { unref?: () => void }).unref?.();
  return timer;
}

// An exporter that answers at once is done at once, so that it can still export while the process exits.
function attempt(
  exporter: SpanExporter,
  batch: Batch,
  signal: AbortSignal,
  done: (result: ExportResult) => void,
): void {
  const read = (answer: ExportResult): ExportResult => checked(answer, batch.spans.length);
  const failed = (error: unknown): ExportResult => ({ ok: false, message: messageOf(error) });
  let result: ExportResult;
  try {
    const answer = exporter.export(batch, signal);
    if (isPromise(answer)) return void Promise.resolve(answer).then(read).catch(failed).then(done);
    result = read(answer);
  } catch (error) {
    result = failed(error);
  }
  done(result);
}

export const isPromise = (answer: ExportResult | Promise<ExportResult>): answer is Promise<ExportResult> =>
  typeof (answer as Partial<Promise<ExportResult>>).then === 'function';

/** Reads what an exporter answered, once, where a hostile answer can do no harm. */
export function checked(result: ExportResult | undefined, count: number): ExportResult {
  if (result?.ok === true) {
    const rejected = Math.min(count, Math.max(0, Math.trunc(Number(result.rejected ?? 0)) || 0));
    return { ok: true, rejected };
  }
  return { ok: false, message: String(result?.message ?? 'no result'), reported: result?.reported === true };
}

/** Counts how an export ended and reports a failure that the exporter did not report itself. */
export function account(lane: Lane, count: number, result: ExportResult): void {
  const rejected = result.ok ? (result.rejected ?? 0) : 0;
  lane.settled += count;
  lane.lost += result.ok ? rejected : count;
  state.counts.exported += result.ok ? count - rejected : 0;
  state.drops.exportRejected += rejected;
  if (result.ok) return;
  state.drops.exportFailed += count;
  if (result.reported !== true) {
    report('export/failed', { exporter: lane.exporter.name, count, reason: result.message });
  }
}

/** Gives up what waits in the queue, and `more` spans that never came into it. */
export function discard(lane: Lane, more: number): void {
  const count = lane.queue.length;
  lane.queue.length = 0;
  lane.settled += count;
  lane.lost += count + more;
  state.drops.exportFailed += count + more;
}

export function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    return 'an error that cannot be read';
  }
}

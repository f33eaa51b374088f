/** The last export: while the process exits, with the event loop already stopped. */

import { collect } from '../core/collector.ts';
import { pump, queued, type BatchStage } from './batch.ts';
import { account, checked, isPromise, messageOf, type Lane } from './lane.ts';
import type { Batch, ExportResult, SpanData } from './types.ts';

/** Spans that wait for an exporter, after everything that has ended was handed to them. */
export function waiting(stage: BatchStage): number {
  pump(stage);
  return queued(stage);
}

/**
 * Exports what is left, blocking for at most about `timeoutMs` per exporter. An export under way is repeated: its answer
 * will never be heard, and a span twice is better than none. Answers how many spans are lost; never throws.
 */
export function exportAtExit(stage: BatchStage, timeoutMs: number): number {
  const rest = takeAll();
  let lost = 0;
  for (const lane of stage.lanes) {
    const spans = [...(lane.running?.spans ?? []), ...lane.queue, ...rest];
    if (spans.length === 0) continue;
    const before = lane.lost;
    account(lane, spans.length, exportNow(lane, { ...stage.envelope, spans }, timeoutMs));
    lost = Math.max(lost, lane.lost - before);
  }
  return lost;
}

function takeAll(): SpanData[] {
  const spans: SpanData[] = [];
  for (;;) {
    const more = collect(512);
    for (const span of more) spans.push(span);
    if (more.length < 512) return spans;
  }
}

function exportNow(lane: Lane, batch: Batch, timeoutMs: number): ExportResult {
  const { exporter } = lane;
  const failed = (message: string): ExportResult => ({ ok: false, message, reported: true });
  try {
    if (exporter.exportSync !== undefined) return checked(exporter.exportSync(batch, timeoutMs), batch.spans.length);
    if (lane.running !== undefined) return failed('an export is under way');
    const answer = exporter.export(batch, new AbortController().signal);
    if (!isPromise(answer)) return checked(answer, batch.spans.length);
    Promise.resolve(answer).catch(() => {});
    return failed('it cannot export without waiting');
  } catch (error) {
    return failed(messageOf(error));
  }
}

/** Records real spans through the hooks, and a stage whose exporter a test controls. */

import { configure } from '../../../runtime/core/control.ts';
import { setHandler, type RuntimeDiagnostic } from '../../../runtime/core/report.ts';
import { state } from '../../../runtime/core/state.ts';
import { enter, exit, site } from '../../../runtime/hooks.ts';
import type { BatchLimits } from '../../../runtime/pipeline/lane.ts';
import type { Batch, ExportResult, SpanData, SpanExporter } from '../../../runtime/pipeline/types.ts';

const WORK = site([1, 'work', 1, [], [], '', 0]);

/** Records `count` ended root spans. */
export function record(count: number): void {
  for (let i = 0; i < count; i++) exit(enter(WORK));
}

/** A short queue, and a timer that never fires within a test: what moves, moved for another reason. */
export const LIMITS: BatchLimits = {
  maxQueueSize: 20,
  maxExportBatchSize: 10,
  scheduleDelayMs: 1e9,
  exportTimeoutMs: 0,
};

export const ENVELOPE = { resource: [['service.name', 'test']] as const, scope: { name: 'spanloom', version: '0' } };

/** Switches recording on, with all counters at zero. Answers where diagnostics arrive. */
export function beginRecording(): RuntimeDiagnostic[] {
  const told: RuntimeDiagnostic[] = [];
  setHandler((diagnostic) => told.push(diagnostic));
  for (const name of Object.keys(state.drops)) state.drops[name as keyof typeof state.drops] = 0;
  state.counts.ended = 0;
  state.counts.exported = 0;
  configure({ enabled: true, ratio: 1 });
  return told;
}

/** An exporter whose exports settle when the test says so. */
export interface HeldExporter extends SpanExporter {
  readonly spans: SpanData[];
  /** Exports that began and are not settled. */
  readonly held: ((result: ExportResult) => void)[];
  /** Most exports ever under way at once. */
  readonly peak: () => number;
}

export function heldExporter(name = 'held'): HeldExporter {
  const held: ((result: ExportResult) => void)[] = [];
  const spans: SpanData[] = [];
  let peak = 0;
  return {
    name,
    spans,
    held,
    peak: () => peak,
    export(batch: Batch) {
      return new Promise((resolve) => {
        held.push((result) => {
          held.splice(0, 1);
          if (result.ok) spans.push(...batch.spans);
          resolve(result);
        });
        peak = Math.max(peak, held.length);
      });
    },
  };
}

/** Lets everything that is ready run: promises, immediates, and timers that are due. */
export async function turns(count = 5): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}

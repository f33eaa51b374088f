/** `start`, `flush` and `shutdown`: connects the recording core with exporters, once per process. */

import { configure } from './core/control.ts';
import { report, setHandler } from './core/report.ts';
import { sealWaiting } from './core/waiting.ts';
import { consoleExporter } from './exporters/console.ts';
import { otlpExporter } from './exporters/otlp-http.ts';
import { startHttp } from './libraries/http.ts';
import { END_TIMEOUT_MS, EXIT_TIMEOUT_MS, FLUSH_TIMEOUT_MS, type Settings, type StartOptions } from './options.ts';
import { exportAtExit, waiting } from './pipeline/at-exit.ts';
import { startBatch } from './pipeline/batch.ts';
import { flushBatch, shutdownBatch } from './pipeline/flush.ts';
import { pipeline, type Running } from './pipeline/running.ts';
import type { SpanExporter } from './pipeline/types.ts';
import { onProcessEnd } from './process-end.ts';
import { SCOPE, buildResource } from './resource.ts';
import { processEnv, resolveSettings } from './settings.ts';

/**
 * Starts recording and exporting. Options that cannot be used are reported and replaced; nothing throws. A second call is
 * reported and ignored.
 */
export function start(options: StartOptions = {}): void {
  if (pipeline.running !== undefined) return report('start/twice', {}, true);
  const { settings, problems } = resolveSettings(options, processEnv());
  if (settings.onDiagnostic !== undefined) setHandler(settings.onDiagnostic);
  for (const { code, facts } of problems) report(code, facts, true);
  if (settings.disabled) return configure({ enabled: false, ratio: 0 });
  const envelope = { resource: buildResource(settings.resource), scope: SCOPE };
  const stage = startBatch(
    settings.exporters.map((one) => toExporter(one, settings)),
    settings.batch,
    envelope,
  );
  const stops = [
    settings.http ? startHttp() : undefined,
    settings.signals
      ? onProcessEnd({
          waiting: () => waiting(stage),
          flush: () => flush(END_TIMEOUT_MS),
          exit: () => {
            sealWaiting();
            const count = exportAtExit(stage, EXIT_TIMEOUT_MS);
            if (count > 0) report('export/lost-at-exit', { count });
          },
        })
      : undefined,
  ];
  pipeline.running = { stage, stop: () => stops.forEach((stop) => stop?.()), closing: undefined };
  configure({ enabled: true, ratio: settings.ratio });
}

/**
 * Exports every span that ended before the call. Resolves to true when all were delivered, to false when some were lost or
 * `timeoutMs` (default 30 000) ran out; never rejects. The process stays alive until then.
 */
export async function flush(timeoutMs: number = FLUSH_TIMEOUT_MS): Promise<boolean> {
  const { running } = pipeline;
  return running === undefined ? true : flushBatch(running.stage, timeoutMs);
}

/**
 * Stops recording, flushes, and shuts exporters down, within `timeoutMs` (default 30 000). Resolves as `flush` does; what
 * was not delivered is counted. Afterwards `start` may be called again.
 */
export async function shutdown(timeoutMs: number = FLUSH_TIMEOUT_MS): Promise<boolean> {
  const { running } = pipeline;
  if (running === undefined) return true;
  running.closing ??= close(running, timeoutMs);
  return running.closing;
}

async function close(running: Running, timeoutMs: number): Promise<boolean> {
  configure({ enabled: false, ratio: 0 });
  running.stop();
  sealWaiting();
  const delivered = await shutdownBatch(running.stage, timeoutMs);
  pipeline.running = undefined;
  return delivered;
}

function toExporter(chosen: SpanExporter | 'otlp' | 'console', settings: Settings): SpanExporter {
  if (chosen === 'otlp') return otlpExporter(settings.otlp);
  return chosen === 'console' ? consoleExporter() : chosen;
}

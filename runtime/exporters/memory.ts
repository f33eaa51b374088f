/** Keeps spans in an array: for tests, and for looking at what a piece of code emits. */

import type { SpanData, SpanExporter } from '../pipeline/types.ts';

export interface MemoryExporter extends SpanExporter {
  /** Exported spans in the order in which they arrived. Call `flush()` first: spans are exported in batches. */
  readonly spans: readonly SpanData[];
  /** Forgets all spans. */
  reset(): void;
}

/** An exporter that keeps every span until `reset()`. It has no limit. */
export function memoryExporter(): MemoryExporter {
  const spans: SpanData[] = [];
  return {
    name: 'memory',
    spans,
    reset() {
      spans.length = 0;
    },
    export(batch) {
      for (const span of batch.spans) spans.push(span);
      return { ok: true };
    },
  };
}

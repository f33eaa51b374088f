/** Switches recording on for one test and takes what was recorded. */

import type { SpanData } from '../../../runtime/pipeline/types.ts';
import { collect } from '../../../runtime/core/collector.ts';
import { configure } from '../../../runtime/core/control.ts';
import { site } from '../../../runtime/hooks.ts';

export function recording(ratio = 1): void {
  collect(Infinity);
  configure({ enabled: true, ratio });
}

export function notRecording(): void {
  configure({ enabled: false, ratio: 1 });
  collect(Infinity);
}

export const recorded = (): SpanData[] => collect(Infinity);

export const siteOf = (name: string, keys: readonly string[] = []): number => site([1, name, 1, keys, [], '', 1]);

export const attributesOf = (span: SpanData | undefined): Record<string, unknown> =>
  Object.fromEntries(span?.attributes ?? []);

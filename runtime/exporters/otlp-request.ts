/** What both OTLP encodings share: the shape of an encoded request and the rules for flags, depth and 64-bit integers. */

import type { Batch, SpanData } from '../pipeline/types.ts';

export interface OtlpRequest {
  readonly body: Uint8Array<ArrayBuffer>;
  /** Index of the first span that did not fit any more; encode again from there. */
  readonly next: number;
  /** Spans in the body. */
  readonly count: number;
  /** Spans left out because they alone exceed the limit or cannot be encoded. */
  readonly refused: number;
}

/** Encodes `batch.spans` from index `from` on, as many as fit into about `limitBytes`. Never throws because of a span. */
export type Encoder = (batch: Batch, from: number, limitBytes: number) => OtlpRequest;

/** Deeper arrays and maps are written as empty ones; the specification's default limit. */
export const MAX_VALUE_DEPTH = 64;

/** W3C trace flags in the low byte, then "we know whether the parent is remote" and "it is". */
export const spanFlags = (span: SpanData): number =>
  (span.traceFlags & 0xff) | 0x100 | (span.parentIsRemote ? 0x200 : 0);

export const fitsInt64 = (value: bigint): boolean => BigInt.asIntN(64, value) === value;

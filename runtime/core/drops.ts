/** Names of everything the runtime can lose, and their counters. Whatever is dropped adds to exactly one of them. */

export interface Drops {
  /** No free row: the collector fell behind, or too many spans stay open. */
  ringFull: number;
  /** The batch queue was full. */
  queueFull: number;
  /** Ended spans that an exporter gave up on. */
  exportFailed: number;
  /** Ended spans that the back end refused. */
  exportRejected: number;
  /** A handle was ended twice, or used after its span had ended. */
  staleHandle: number;
  /** Spans that never ended and were given up. */
  neverEnded: number;
  /** A function ran before its module had (import cycle): not recorded. */
  unreadySite: number;
  /** Attributes over the limit of their span. */
  attributeLimit: number;
  /** `fields`, `onReturn` or a library's reader threw. */
  fieldError: number;
  /** Values that could not be read or represented. */
  hostileValue: number;
}

export const noDrops = (): Drops => ({
  ringFull: 0,
  queueFull: 0,
  exportFailed: 0,
  exportRejected: 0,
  staleHandle: 0,
  neverEnded: 0,
  unreadySite: 0,
  attributeLimit: 0,
  fieldError: 0,
  hostileValue: 0,
});

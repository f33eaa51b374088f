/** What emitted code and the runtime agree on: names, handle values, record layout, version. Imports nothing. */

/** Raised when emitted code of an older transformer can no longer run on this runtime. */
export const ABI_VERSION = 1;

/** The one place of the runtime's state, so that two copies of it in one process (ESM and CJS, two bundles) share it. */
export const STATE_KEY = 'spanloom.runtime.v1';

/** Values of `state.live` that are not a handle. A handle is a positive integer: the sequence number of an open span. */
export const LIVE_NONE = 0;
export const LIVE_UNSAMPLED = -1;
export const LIVE_OFF = -2;

/** Values of a call's own handle `t`, beside a span (`> 0`), nothing (`0`) and the two negative `live` values. */
export const HANDLE_UNSAMPLED_SUSPENDED = -3;
export const HANDLE_UNSAMPLED_ROOT = -4;

/** In place of a caller's context while a generator is paused: the caller holds its own. */
export const LIVE_PAUSED = -5;

/** Row layout: 64 bytes, one cache line. Columns are views on one buffer; the number is the index inside the row. */
export const ROW_INT32S = 16;
export const ROW_START_NS = 0; // BigInt64
export const ROW_END_NS = 1; // BigInt64
export const ROW_SEQ = 4; // Int32: 0 free, > 0 open, < 0 ended
export const ROW_SITE = 5; // Int32: site index and flags
export const ROW_PARENT = 6; // Int32: sequence number of the parent in this process, else 0
export const ROW_TRACE = 7; // Int32: trace number, -1 when another process began the trace
export const ROW_NUMBERS = 4; // Float64: four numeric attribute values
export const SLOTS = 4;

export const SITE_MASK = 0xfffff;
export const FLAG_ROOTED: number = 1 << 27; // nothing was current at the start: put nothing back at the end
export const FLAG_SUSPENDED: number = 1 << 28; // has awaited: the caller already has its context back
export const FLAG_HELD: number = 1 << 29; // a callback or promise ends it, not the function
export const FLAG_STAMPED: number = 1 << 26; // held, but its end is written when the function returns
export const FLAG_FAILED: number = 1 << 30;

/** Module that emitted code imports. */
export const HOOKS_MODULE = '@spanloom/runtime/hooks';

/** Facts of one instrumented place, stored once. A tuple, because it is spelled out in every emitted file. */
export type SiteDescriptor = readonly [
  abi: number,
  name: string,
  kind: number,
  keys: readonly string[],
  attributes: readonly (string | number | boolean | readonly (string | number | boolean)[])[],
  file: string,
  line: number,
  options?: SiteOptions,
];

/** What is known of a site beside its span's own facts. */
export interface SiteOptions {
  /** Name of the instrumentation scope. */
  readonly scope?: string;
  /** Share of the traces that may begin here, 0 to 1; a parent's decision stands. */
  readonly sample?: number;
  /** No span where there is no parent. */
  readonly requireParent?: boolean;
  /** A duration histogram is wanted, by these keys. */
  readonly metrics?: boolean | readonly string[];
  /** Name of the span definition in the semantic conventions. */
  readonly semconv?: string;
}

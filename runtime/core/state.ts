/** The runtime's whole state: one object on globalThis, so that an ESM and a CJS copy in one process share it. */

import { LIVE_OFF, ROW_INT32S, SLOTS, STATE_KEY, type SiteOptions } from '../abi.ts';
import { noDrops, type Drops } from './drops.ts';
import type { LinkData } from '../pipeline/types.ts';
import type { RuntimeDiagnostic } from './report.ts';

/** Rows of the ring; a power of two. The longest burst that nothing is lost of while the event loop is busy. */
export const CAPACITY: number = 1 << 15;
export const SLOT_MASK: number = CAPACITY - 1;
/** Sequence numbers stay small integers (30 bits), so that V8 never boxes a handle. */
export const SEQ_MASK = 0x3fffffff;

/** Specification, SDK span limits: attribute count. */
export const MAX_ATTRIBUTES = 128;

/** An instrumented place, as registered. `keys[i]` names the attribute that `set(t, i, value)` writes. */
export interface Site {
  readonly name: string;
  readonly kind: number;
  readonly keys: readonly string[];
  readonly attributes: readonly (readonly [key: string, value: unknown])[];
  /** No key occurs twice, and all together are within the limit of a span. */
  readonly distinct: boolean;
  /** As the state's: the higher one decides about a root that begins here. */
  readonly threshold: number;
  readonly requireParent: boolean;
  readonly options: SiteOptions | undefined;
}

/** What a caller in another process told us: W3C trace context, checked. */
export interface Remote {
  readonly traceId: string;
  readonly spanId: string;
  readonly flags: number;
  readonly traceState: string;
}

/** Context as AsyncLocalStorage carries it through code that was not compiled. */
export interface Ambient {
  /** Sequence number of the span, or LIVE_UNSAMPLED. */
  readonly handle: number;
  /** Number of the trace, or -1 when `remote` names it. */
  readonly trace: number;
  readonly remote: Remote | undefined;
}

export interface Storage {
  run<T>(ambient: Ambient, body: () => T): T;
  enterWith(ambient: Ambient): void;
  getStore(): Ambient | undefined;
}

/** What a row has no column for. Made on first need; most spans have none. */
export interface Extra {
  name: string | undefined;
  /** Keys and values in turn. */
  readonly attributes: unknown[];
  links: LinkData[] | undefined;
  failed: boolean;
  error: unknown;
  /** The innermost span that saw an error records it; those around it only take the status. */
  innermost: boolean;
}

export interface State {
  /** Handle of the current span, or one of LIVE_NONE, LIVE_UNSAMPLED, LIVE_OFF. */
  live: number;
  enabled: boolean;
  /** A root is kept when the 32-bit decision word of its trace id is at least this. */
  threshold: number;
  /** Trace number given last; trace ids are derived from it. */
  traces: number;
  /** Sequence number given last; the producers' end of the ring. */
  head: number;
  /** The collector's end of the ring. */
  tail: number;
  /** Spans still open when the collector passed them. */
  readonly open: number[];
  readonly int32: Int32Array;
  readonly int64: BigInt64Array;
  readonly float64: Float64Array;
  /** Attribute values by reference, SLOTS a row. */
  readonly values: unknown[];
  readonly extras: (Extra | undefined)[];
  /** Set on rows whose trace began in another process. */
  readonly remotes: (Remote | undefined)[];
  /** Sites of scripts that have no variables of their own, by script. */
  readonly scripts: Record<string, readonly number[]>;
  /** Index 0 is never given to a site. */
  readonly sites: Site[];
  readonly seed: Int32Array;
  readonly drops: Drops;
  readonly counts: { ended: number; exported: number };
  /** Errors that a span has recorded as an exception. */
  readonly seenErrors: WeakSet<object>;
  /** The primitive that was thrown last, and the parent of the span that saw it. */
  readonly last: { thrown: unknown; parent: number };
  /** The wall clock at one reading of the monotonic one. */
  readonly anchor: { unixNs: bigint; atNs: bigint };
  /** Diagnostics reported so far, and where they go instead of the console. */
  readonly told: Set<string>;
  onDiagnostic: ((diagnostic: RuntimeDiagnostic) => void) | undefined;
  storage: Storage | null;
  /** Called once when the ring is half full; the batch stage sets it again after it has collected. */
  wake: (() => void) | null;
}

function randomSeed(): Int32Array {
  const seed = new Int32Array(4);
  globalThis.crypto.getRandomValues(seed);
  return seed;
}

function create(): State {
  const rows = new ArrayBuffer(CAPACITY * ROW_INT32S * 4);
  return {
    live: LIVE_OFF,
    enabled: false,
    threshold: 0,
    traces: 0,
    head: 0,
    tail: 0,
    open: [],
    int32: new Int32Array(rows),
    int64: new BigInt64Array(rows),
    float64: new Float64Array(rows),
    values: Array.from({ length: CAPACITY * SLOTS }, () => undefined),
    extras: Array.from({ length: CAPACITY }, () => undefined),
    remotes: Array.from({ length: CAPACITY }, () => undefined),
    scripts: Object.create(null) as Record<string, readonly number[]>,
    sites: [
      {
        name: '',
        kind: 1,
        keys: [],
        attributes: [],
        distinct: true,
        threshold: 0,
        requireParent: false,
        options: undefined,
      },
    ],
    seed: randomSeed(),
    drops: noDrops(),
    counts: { ended: 0, exported: 0 },
    seenErrors: new WeakSet(),
    last: { thrown: undefined, parent: 0 },
    anchor: { unixNs: 0n, atNs: 0n },
    told: new Set(),
    onDiagnostic: undefined,
    storage: null,
    wake: null,
  };
}

const shared = globalThis as unknown as Record<symbol, State | undefined>;

export const state: State = /* @__PURE__ */ (() => (shared[Symbol.for(STATE_KEY)] ??= create()))();

/** What `start` has started: one for the process, so that an ESM and a CJS copy of the runtime share it. */

import type { BatchStage } from './batch.ts';

export interface Running {
  readonly stage: BatchStage;
  /** Removes what was installed in the process: signal handlers, library channels. */
  readonly stop: () => void;
  /** The shutdown under way, shared by all who ask for it. */
  closing: Promise<boolean> | undefined;
}

const KEY = 'spanloom.pipeline.v1';

const shared = globalThis as unknown as Record<symbol, { running: Running | undefined } | undefined>;

/** `running` is undefined before `start` and after `shutdown`. */
export const pipeline: { running: Running | undefined } = /* @__PURE__ */ (() =>
  (shared[Symbol.for(KEY)] ??= { running: undefined }))();

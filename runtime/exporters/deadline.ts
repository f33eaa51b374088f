/** The time that one batch may take, over all its requests and pauses. Its timers do not keep the process alive. */

export interface Deadline {
  readonly signal: AbortSignal;
  /** Time that is left; Infinity without a limit. */
  readonly leftMs: () => number;
  /** Gives back the timer and the listener. */
  readonly end: () => void;
}

/** Aborts after `timeoutMs` (0: never), or when `outer` does. `end` must be called. */
export function newDeadline(timeoutMs: number, outer: AbortSignal): Deadline {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const endMs = timeoutMs === 0 ? Infinity : performance.now() + timeoutMs;
  const timer = timeoutMs === 0 ? undefined : setTimeout(abort, Math.min(timeoutMs, 2 ** 31 - 1));
  (timer as { unref?: () => void } | undefined)?.unref?.();
  if (outer.aborted) abort();
  outer.addEventListener('abort', abort);
  const end = (): void => {
    clearTimeout(timer);
    outer.removeEventListener('abort', abort);
  };
  return { signal: controller.signal, leftMs: () => endMs - performance.now(), end };
}

/** Resolves after `delayMs`, or at once when aborted. */
export function sleep(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, delayMs);
    (timer as { unref?: () => void }).unref?.();
    signal.addEventListener('abort', done);
  });
}

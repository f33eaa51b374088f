/** A deadline that keeps the process alive while somebody waits for work to be done. */

export interface Alarm {
  /** Resolves when time is up. */
  readonly promise: Promise<void>;
  readonly rang: () => boolean;
  /** To be called when the work is done; the promise then stays pending. */
  readonly off: () => void;
}

export function setAlarm(delayMs: number): Alarm {
  let over = false;
  let ring = (): void => {};
  const promise = new Promise<void>((resolve) => (ring = resolve));
  // Referenced on purpose: whoever waits for a flush wants the process to stay until it is done.
  const timer = setTimeout(() => {
    over = true;
    ring();
  }, timerMs(delayMs));
  return { promise, rang: () => over, off: () => clearTimeout(timer) };
}

/** A delay that timers take: they fire at once when it is over 2^31 - 1, negative or no number. */
export const timerMs = (delayMs: number): number => Math.max(0, Math.min(2 ** 31 - 1, delayMs || 0));

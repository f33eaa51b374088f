/** Exports what is left however the process ends, as far as it can be known. Changes neither exit code nor signal. */

export interface ProcessEnd {
  /** Spans that wait for an exporter. */
  readonly waiting: () => number;
  /** Exports what waits; the process stays alive until it settles. */
  readonly flush: () => Promise<boolean>;
  /** Exports what waits without the event loop: `process.exit()`, or an error that nobody caught. */
  readonly exit: () => void;
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** Installs the handlers; the result removes them. Does nothing where there is no Node process. */
export function onProcessEnd(end: ProcessEnd): () => void {
  const { process } = globalThis;
  if (typeof process?.on !== 'function' || typeof process.prependListener !== 'function') return () => {};
  // Fires again after each flush, until nothing waits or a flush was in vain: the end is put off once, not for ever.
  let vain = false;
  const onEmpty = (): void => {
    if (vain || end.waiting() === 0) return;
    void end.flush().then((delivered) => (vain = !delivered));
  };
  process.on('beforeExit', onEmpty);
  process.on('exit', end.exit);
  const removers = SIGNALS.map((signal) => onSignal(signal, end));
  return () => {
    process.removeListener('beforeExit', onEmpty);
    process.removeListener('exit', end.exit);
    for (const remove of removers) remove();
  };
}

// First in line and gone at once: others that look whether they are alone see the process as it would be without us, and
// a second signal does what it always did.
function onSignal(signal: (typeof SIGNALS)[number], end: ProcessEnd): () => void {
  const handle = (): void => {
    process.removeListener(signal, handle);
    // With listeners of its own the program decides when to end; it may go on for long.
    const alone = process.listenerCount(signal) === 0;
    void end.flush().then(() => {
      if (alone) process.kill(process.pid, signal);
    });
  };
  process.prependListener(signal, handle);
  return () => process.removeListener(signal, handle);
}

/** Exports what is left when the process ends: an empty event loop, SIGTERM, SIGINT. Changes neither exit code nor signal. */

export interface ProcessEnd {
  /** Spans that wait for an exporter, after what can be done at once is done. */
  readonly waiting: () => number;
  /** Exports what waits; the process stays alive until it settles. */
  readonly flush: () => Promise<unknown>;
  /** Called when the process ends with spans that nothing can export any more. */
  readonly lost: (count: number) => void;
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** Installs the handlers; the result removes them. Does nothing where there is no Node process. */
export function onProcessEnd(end: ProcessEnd): () => void {
  const { process } = globalThis;
  if (typeof process?.on !== 'function' || typeof process.prependListener !== 'function') return () => {};
  // Fires again after each flush, until nothing waits.
  const onEmpty = (): void => {
    if (end.waiting() > 0) void end.flush();
  };
  const onExit = (): void => {
    const count = end.waiting();
    if (count > 0) end.lost(count);
  };
  process.on('beforeExit', onEmpty);
  process.on('exit', onExit);
  const removers = SIGNALS.map((signal) => onSignal(signal, end));
  return () => {
    process.removeListener('beforeExit', onEmpty);
    process.removeListener('exit', onExit);
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

/** Spans that end with something other than their function: a callback, an event. */

import { within } from './bind.ts';
import { callerOf } from './caller.ts';
import { setError } from './errors.ts';
import { end, hold } from './ring.ts';
import { state } from './state.ts';

type Told<T> = ((value: T) => void) | null | undefined;
type Callback = (this: unknown, ...args: unknown[]) => unknown;

/** Calls what the user's options made of an outcome; it may throw without harm. */
export function tell<T>(told: Told<T>, value: T): void {
  try {
    told?.(value);
  } catch {
    state.drops.fieldError++;
  }
}

/** The span fails, in the way that the user's options say, if they do. */
export function failWith(t: number, error: unknown, onError: Told<unknown>): void {
  if (onError === null || onError === undefined) setError(t, error);
  else tell(onError, error);
}

/**
 * `mode: { callback }`: the span ends when the callback is called for the first time; a first argument that is neither
 * undefined nor null is an error. The callback runs in the context of whoever passed it. No function: no change.
 */
export function endWithCallback<T>(t: number, callback: T, onReturn?: Told<unknown>, onError?: Told<unknown>): T {
  if (!(t > 0) || typeof callback !== 'function') return callback;
  const caller = callerOf(t);
  hold(t);
  let open = true;
  const called = function (this: unknown, ...args: unknown[]): unknown {
    if (open) {
      open = false;
      if (args[0] === undefined || args[0] === null) tell(onReturn, args[1]);
      else failWith(t, args[0], onError);
      end(t);
    }
    return within(caller, () => Reflect.apply(callback as unknown as Callback, this, args));
  };
  return Object.defineProperty(called, 'length', {
    value: (callback as unknown as Callback).length,
    configurable: true,
  }) as T;
}

/** `mode: { emitter }`: the span ends with the first of two events of what the function returned. */
export function endWithEmitter<T>(
  t: number,
  emitter: T,
  events: readonly [end: string, error: string],
  onReturn?: Told<unknown>,
  onError?: Told<unknown>,
): T {
  const once = (emitter as { once?: unknown } | null | undefined)?.once;
  if (!(t > 0) || typeof once !== 'function') return emitter;
  hold(t);
  let open = true;
  const close = (failed: boolean) => (value: unknown) => {
    if (!open) return;
    open = false;
    if (failed) failWith(t, value, onError);
    else tell(onReturn, value);
    end(t);
  };
  // An `error` event that nobody listens to must still throw: watched by the monitor, it does.
  const monitor = globalThis.process?.getBuiltinModule?.('node:events')?.errorMonitor;
  const [endEvent, errorEvent] = events;
  Reflect.apply(once, emitter, [endEvent, close(false)]);
  if (errorEvent !== 'error' || monitor !== undefined)
    Reflect.apply(once, emitter, [errorEvent === 'error' ? monitor : errorEvent, close(true)]);
  return emitter;
}

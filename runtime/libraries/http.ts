/** Switches the HTTP integrations on: servers of `node:http` and `node:https`, and outgoing `fetch` and undici. */

import { useStorage } from '../core/context.ts';
import { httpServerSubscriptions } from './http-server.ts';
import { undiciSubscriptions } from './undici.ts';

const running: { stop: (() => void) | undefined } = { stop: undefined };

/**
 * Records HTTP requests from now on and returns what stops it; a second call returns the same. AsyncLocalStorage
 * carries context from now on. Does nothing on a platform without diagnostics channels.
 */
export function startHttp(): () => void {
  if (running.stop !== undefined) return running.stop;
  const channels = globalThis.process?.getBuiltinModule?.('node:diagnostics_channel');
  if (channels === undefined || !useStorage()) return () => undefined;
  const subscriptions = [...httpServerSubscriptions(), ...undiciSubscriptions()];
  for (const [name, listener] of subscriptions) channels.subscribe(name, listener);
  const stop = (): void => {
    for (const [name, listener] of subscriptions) channels.unsubscribe(name, listener);
    if (running.stop === stop) running.stop = undefined;
  };
  running.stop = stop;
  return stop;
}

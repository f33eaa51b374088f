/** How a library integration listens to a diagnostics channel without ever being felt. */

import { ABI_VERSION, LIVE_NONE } from '../abi.ts';
import { open, openRemote } from '../core/ring.ts';
import { register } from '../core/sites.ts';
import { state, type Ambient, type Remote } from '../core/state.ts';

export type Subscription = readonly [channel: string, listener: (message: unknown) => void];

/** A listener that cannot throw: a channel would turn what it throws into an uncaught exception of the program. */
export function subscription<T>(channel: string, listener: (message: T) => void): Subscription {
  return [
    channel,
    (message) => {
      try {
        listener(message as T);
      } catch {
        state.drops.fieldError++;
      }
    },
  ];
}

/** Registers a site of the runtime's own; it has no file. */
export const librarySite = (name: string, kind: number): number => register([ABI_VERSION, name, kind, [], [], '', 0]);

/** Opens a span as a child of the current one; the current one stays current. */
export function openAside(site: number): number {
  const was = state.live;
  try {
    return open(site);
  } finally {
    state.live = was;
  }
}

/** Opens a span whose parent is `remote`, or a root, whatever is current; what is current stays so. */
export function openIncoming(site: number, remote: Remote | undefined): number {
  const was = state.live;
  const { storage } = state;
  state.live = LIVE_NONE;
  try {
    if (remote !== undefined) return openRemote(site, remote);
    // A pipelined request is parsed in the context of the one before it.
    return storage === null ? open(site) : storage.run(undefined as unknown as Ambient, () => open(site));
  } finally {
    state.live = was;
  }
}

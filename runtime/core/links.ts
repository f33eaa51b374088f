/** Links to other spans. Specification: trace API, "Link". */

import type { LinkData } from '../pipeline/types.ts';
import { extraOf, isOpen } from './ring.ts';
import { state } from './state.ts';

/** Specification, SDK span limits: link count. */
const MAX_LINKS = 128;

/** Adds links from a list of `{ traceId, spanId }`; what is not valid is counted and left out. */
export function addLinks(t: number, links: unknown): void {
  if (!isOpen(t) || !Array.isArray(links)) return;
  const extra = extraOf(t);
  for (const one of links.slice(0, MAX_LINKS) as unknown[]) {
    const link = toLink(one);
    if (link === undefined) state.drops.hostileValue++;
    else (extra.links ??= []).push(link);
  }
}

function toLink(value: unknown): LinkData | undefined {
  const { traceId, spanId, traceState } = (value ?? {}) as {
    traceId?: unknown;
    spanId?: unknown;
    traceState?: unknown;
  };
  if (typeof traceId !== 'string' || !/^(?!0{32})[0-9a-f]{32}$/.test(traceId)) return undefined;
  if (typeof spanId !== 'string' || !/^(?!0{16})[0-9a-f]{16}$/.test(spanId)) return undefined;
  return {
    traceId,
    spanId,
    traceState: typeof traceState === 'string' ? traceState : '',
    attributes: [],
    droppedAttributesCount: 0,
  };
}

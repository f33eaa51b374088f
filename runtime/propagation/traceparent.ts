/** W3C Trace Context level 2: reads `traceparent` and `tracestate` from other processes and writes them for ours. */

import { spanIdOf, traceIdOf } from '../core/ids.ts';
import type { Ambient, Remote } from '../core/state.ts';

const SAMPLED = 1;
/** Level 2: the right-most 7 bytes of the trace id are random. Those of our own ids are. */
const RANDOM = 2;

const VERSION_00_LENGTH = 55;
/** A future version may add fields; a header longer than this is not worth reading. */
const MAX_TRACEPARENT_LENGTH = 512;
const MAX_TRACESTATE_LENGTH = 4096;
const MAX_MEMBERS = 32;

const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-[^,]*)?$/;
const MEMBER = /^([a-z0-9][a-z0-9_\-*/@]{0,255})=([\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e])$/;

/**
 * The parent that a `traceparent` header names; undefined when the header is absent or not valid. Several headers,
 * joined by a comma, are not valid. Of an unknown version only the fields of version 00 are read.
 */
export function parseTraceparent(header: string | undefined): Remote | undefined {
  return parseRemote(header, undefined);
}

/** As `parseTraceparent`, with the `tracestate` beside it. A `tracestate` that is not valid is dropped whole. */
export function parseRemote(traceparent: string | undefined, tracestate: string | undefined): Remote | undefined {
  if (typeof traceparent !== 'string' || traceparent.length > MAX_TRACEPARENT_LENGTH) return undefined;
  const match = TRACEPARENT.exec(traceparent);
  if (match === null) return undefined;
  const [, version, traceId, spanId, flags] = match as unknown as [string, string, string, string, string];
  if (version === '00' && traceparent.length !== VERSION_00_LENGTH) return undefined;
  const known = version === '00' ? SAMPLED | RANDOM : SAMPLED;
  return { traceId, spanId, flags: parseInt(flags, 16) & known, traceState: parseTracestate(tracestate) };
}

/** The list without its empty members, or an empty string when it breaks the grammar, repeats a key or is too long. */
export function parseTracestate(header: string | undefined): string {
  if (typeof header !== 'string' || header.length > MAX_TRACESTATE_LENGTH) return '';
  const members: string[] = [];
  const keys = new Set<string>();
  for (const part of header.split(',')) {
    // Space and tab only: what else `trim` removes is not valid here, and the grammar then refuses it.
    const member = trimSpace(part);
    if (member === '') continue;
    const key = MEMBER.exec(member)?.[1];
    if (key === undefined || keys.has(key) || members.length === MAX_MEMBERS) return '';
    keys.add(key);
    members.push(member);
  }
  return members.join(',');
}

function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && (text[start] === ' ' || text[start] === '\t')) start++;
  while (end > start && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
  return text.slice(start, end);
}

/** A version 00 `traceparent`; only the flags that level 2 defines are sent. */
export function formatTraceparent(traceId: string, spanId: string, flags: number): string {
  return `00-${traceId}-${spanId}-0${flags & (SAMPLED | RANDOM)}`;
}

/**
 * The `traceparent` of a call made in this context. An unsampled trace says so under the id that it came with, or,
 * begun here, under a random one; `undefined` (no context at all) is treated like the latter.
 */
export function traceparentOf(ambient: Ambient | undefined): string {
  const remote = ambient?.remote;
  if (ambient !== undefined && ambient.handle > 0) {
    const flags = remote === undefined ? RANDOM : remote.flags;
    return formatTraceparent(remote?.traceId ?? traceIdOf(ambient.trace), spanIdOf(ambient.handle), flags | SAMPLED);
  }
  if (remote !== undefined) return formatTraceparent(remote.traceId, remote.spanId, remote.flags & ~SAMPLED);
  return formatTraceparent(randomHex(16), randomHex(8), 0);
}

function randomHex(bytes: number): string {
  const words = globalThis.crypto.getRandomValues(new Uint8Array(bytes));
  words[0] = (words[0] as number) | 1; // all zero is not valid
  return Array.from(words, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

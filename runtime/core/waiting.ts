/** Spans that wait for something which may never come: their end is known meanwhile. */

import { FLAG_HELD, FLAG_STAMPED, ROW_INT32S, ROW_SEQ, ROW_SITE } from '../abi.ts';
import { isOpen, rowOf } from './ring.ts';
import { state } from './state.ts';

const { int32 } = state;

/** As `hold`; until `end` is called, the span's end is that of its function, for `seal` to settle on. */
export function holdUntil(t: number): void {
  if (isOpen(t)) (int32[rowOf(t) + ROW_SITE] as number) |= FLAG_HELD | FLAG_STAMPED;
}

/** Ends a span at the time that was stamped. */
export function seal(t: number): void {
  if (isOpen(t)) int32[rowOf(t) + ROW_SEQ] = -t;
}

/** Seals every span that still waits for somebody to consume its promise: the program ends. */
export function sealWaiting(): void {
  for (let row = 0; row < int32.length; row += ROW_INT32S) {
    const seq = int32[row + ROW_SEQ] as number;
    if (seq > 0 && ((int32[row + ROW_SITE] as number) & FLAG_STAMPED) !== 0) seal(seq);
  }
}

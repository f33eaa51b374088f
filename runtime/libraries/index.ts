/** `@spanloom/runtime/libraries`: what emitted code calls inside compiled libraries. Re-exports only. */

export { pgHold, pgStart } from './pg.ts';

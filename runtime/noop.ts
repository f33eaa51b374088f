/**
 * The hooks, doing nothing: alias `@spanloom/runtime/hooks` to this module and a bundler removes what emitted code
 * left. The same exports as `hooks.ts`.
 */

import { LIVE_OFF } from './abi.ts';

export const state: { live: number; readonly scripts: Record<string, readonly number[]> } = {
  live: LIVE_OFF,
  scripts: {},
};

export const site = (_descriptor?: unknown): number => 0;
export const enter = (_site?: number): number => 0;
export const enterRoot = (_site?: number): number => 0;
export const exit = (_t?: number): void => {};
export const fail = (_t?: number, _error?: unknown): void => {};
export const set = (_t?: number, _index?: number, _value?: unknown): void => {};
export const current = (): number => 0;
export const putAll = (_t?: number, _attributes?: unknown, _redactions?: unknown): void => {};
export const redact = (_how?: unknown, _value?: unknown): void => {};
export const locals = (_t?: number, _pairs?: unknown): void => {};
export const link = (_t?: number, _links?: unknown): void => {};
export const guard = (): void => {};
export const keep = <T>(value: T, _effect?: unknown): T => value;
export const suspend = (t: number): number => t;
export const resume = <T>(value: T, _t?: number): T => value;
export const settle = <T>(value: T, _t?: number, _onReturn?: unknown): T => value;
export const result = <T>(value: T, ..._told: unknown[]): T => value;
export const callback = <T>(_t: number, value: T, ..._told: unknown[]): T => value;
export const emitter = <T>(_t: number, value: T, ..._told: unknown[]): T => value;
export const iterate = <T>(iterable: T, _leaveBody?: unknown, _t?: number): T => iterable;
export const delegate = <T>(iterable: T, ..._moves: unknown[]): T => iterable;
export const pause = (_t: number, caller: number): number => caller;
export const regain = (_t: number, caller: number): number => caller;
export const leave = (_t?: number, _caller?: number): void => {};
export const bind = <T>(value: T): T => value;
export const fetch: typeof globalThis.fetch = (...args) => globalThis.fetch(...args);

/** Compiles a program with the decorators of one protocol and evaluates it here. */

import * as esbuild from 'esbuild';
import * as swc from '@swc/core';

export const PROTOCOLS = ['standard', 'legacy'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** The value of `source`, an expression. `define`: fields are defined, not assigned. */
export function evaluate<T>(source: string, protocol: Protocol, define = false): T {
  const text = `(${source})`;
  const { code } = protocol === 'standard' ? standard(text) : legacy(text, define);
  // oxlint-disable-next-line no-eval -- a program of the test's own
  return (0, eval)(code) as T;
}

const standard = (text: string): { code: string } =>
  esbuild.transformSync(text, { loader: 'ts', target: 'es2022', tsconfigRaw: {} });

const legacy = (text: string, define: boolean): { code: string } =>
  swc.transformSync(text, {
    isModule: false,
    configFile: false,
    swcrc: false,
    jsc: {
      target: 'es2021',
      parser: { syntax: 'typescript', decorators: true },
      transform: { useDefineForClassFields: define, legacyDecorator: true, decoratorMetadata: true },
    },
  });

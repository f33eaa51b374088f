/** What a place in a random program allows: names in sight, and the syntax that its function admits. */

import type { Choices } from './choices.ts';

export interface Callable {
  readonly name: string;
  readonly async: boolean;
  readonly generator: boolean;
}

export interface Scope {
  readonly c: Choices;
  readonly depth: number;
  readonly module: boolean;
  readonly strict: boolean;
  readonly async: boolean;
  readonly generator: boolean;
  /** `return`, and with it any function at all. */
  readonly inFunction: boolean;
  readonly newTarget: boolean;
  readonly arguments: boolean;
  /** `super.x`. */
  readonly super: boolean;
  /** `#p0` is declared by the class around. */
  readonly private: boolean;
  /** Labels that `continue` may name are those of loops. */
  readonly labels: readonly { readonly name: string; readonly loop: boolean }[];
  readonly inLoop: boolean;
  readonly inSwitch: boolean;
  readonly names: readonly string[];
  /** Only functions that were declared before: every program ends. */
  readonly callables: readonly Callable[];
  /** The engine knows `using`. */
  readonly using: boolean;
}

export const topScope = (c: Choices, module: boolean, strict: boolean, using: boolean): Scope => ({
  c,
  depth: 0,
  module,
  strict: module || strict,
  async: module,
  generator: false,
  inFunction: false,
  newTarget: false,
  arguments: false,
  super: false,
  private: false,
  labels: [],
  inLoop: false,
  inSwitch: false,
  names: ['g0', 'g1'],
  callables: [],
  using,
});

export const deeper = (scope: Scope, more: Partial<Scope> = {}): Scope => ({
  ...scope,
  ...more,
  depth: scope.depth + 1,
});

/** What a function's own body changes; an arrow keeps `this`, `arguments`, `super` and `new.target`. */
export const inBody = (scope: Scope, more: Partial<Scope>): Scope =>
  deeper(scope, { inFunction: true, labels: [], inLoop: false, inSwitch: false, ...more });

export const isDeep = (scope: Scope): boolean => scope.depth > 7 || scope.c.spent;

/** A comment or a line break where one may stand; most often a blank. */
export const gap = (scope: Scope): string =>
  scope.c.pick([' ', ' ', ' ', ' ', ' ', ' ', '/* gap */ ', ' /* { ( ` */', '\n', ' // gap }\n']);

/** The same, without a line break. */
export const blank = (scope: Scope): string => scope.c.pick([' ', ' ', ' ', ' ', '/* blank */ ', ' /* } ) */ ']);

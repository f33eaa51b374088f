/** A program is drawn from a list of numbers: each is one choice, and where the list ends the simplest is taken. */

export interface Choices {
  /** 0 up to `count - 1`; 0 once the numbers are used up. */
  below(count: number): number;
  pick<T>(from: readonly T[]): T;
  /** True once in `count`. */
  once(count: number): boolean;
  /** A list of at most `max` things. */
  some<T>(max: number, make: (index: number) => T): T[];
  /** A number that was not given before: names are made of it. */
  fresh(): number;
  readonly spent: boolean;
}

export function choicesFrom(numbers: readonly number[]): Choices {
  let at = 0;
  let given = 0;
  const choices: Choices = {
    below: (count) => (at < numbers.length ? (numbers[at++] as number) % count : 0),
    pick: (from) => from[choices.below(from.length)] as (typeof from)[number],
    // 0, what shrinking leads to, is "no".
    once: (count) => choices.below(count) === count - 1,
    some: (max, make) => Array.from({ length: choices.below(max + 1) }, (_, index) => make(index)),
    fresh: () => ++given,
    get spent() {
      return at >= numbers.length;
    },
  };
  return choices;
}

/** Types of our decorators: everything that either protocol may hand them. */

// Parameters and result apart: what a field or an accessor does not have of a function must not count as one.
type Call<A extends any[], R> = (this: any, ...args: A) => R;

interface ClassLike {
  readonly prototype: unknown;
}

/**
 * What a decorator is called with. TC39: methods, getters and setters, also private and static; fields and `accessor`s
 * that hold a function; classes. Legacy: methods; accessors, whose type says nothing of their functions; fields; classes.
 */
export type Decorated<A extends any[] = any, R = any> =
  | [
      value: Call<A, R>,
      context:
        | ClassMethodDecoratorContext<any, any>
        | ClassGetterDecoratorContext<any, any>
        | ClassSetterDecoratorContext<any, any>,
    ]
  // A getter of functions would otherwise have to be of the type that it returns, too.
  | [value: (this: any) => any, context: ClassGetterDecoratorContext<any, any>]
  | [value: undefined, context: ClassFieldDecoratorContext<any, Call<A, R>>]
  | [value: ClassAccessorDecoratorTarget<any, Call<A, R>>, context: ClassAccessorDecoratorContext<any, Call<A, R>>]
  | [value: ClassLike, context: ClassDecoratorContext<any>]
  | [target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<Call<A, R>>]
  | [target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<any>]
  | [target: object, key: string | symbol]
  | [target: ClassLike];

/** Works as a TC39 and as a legacy decorator. */
export type InstrumentDecorator<A extends any[] = any, R = any> = (...decorated: Decorated<A, R>) => any;

/** A function in another's place: called in its stead, and otherwise like it. */

export type Callable = (this: any, ...args: any[]) => unknown;

/** What stands in: `call` calls the original as it was called, with these arguments or others. */
export type StandIn = (call: (args?: unknown[]) => unknown, args: unknown[]) => unknown;

interface Metadata {
  readonly getOwnMetadataKeys?: (target: object) => unknown[];
  readonly getOwnMetadata?: (key: unknown, target: object) => unknown;
  readonly defineMetadata?: (key: unknown, value: unknown, target: object) => void;
}

/**
 * A function with the own properties (name, length, prototype, what decorators put there), kind and metadata of `fn`.
 * It is a constructor only if `fn` is one.
 */
export function like(fn: Callable, standIn: StandIn): Callable {
  const method = {
    call(this: unknown, ...args: unknown[]): unknown {
      return standIn((changed = args) => Reflect.apply(fn, this, changed), args);
    },
  }.call;
  const constructor = function (this: unknown, ...args: unknown[]): unknown {
    const made = new.target;
    const call =
      made === undefined
        ? (changed = args) => Reflect.apply(fn, this, changed)
        : (changed = args) => Reflect.construct(fn, changed, made) as unknown;
    return standIn(call, args);
  };
  const wrapper: Callable = isConstructor(fn) ? constructor : method;
  for (const key of Reflect.ownKeys(fn)) {
    const descriptor = Object.getOwnPropertyDescriptor(fn, key);
    // A sloppy function has `arguments` and `caller` of its own; nobody else may.
    if (descriptor !== undefined && key !== 'arguments' && key !== 'caller')
      Reflect.defineProperty(wrapper, key, descriptor);
  }
  Object.setPrototypeOf(wrapper, Object.getPrototypeOf(fn) as object | null);
  copyMetadata(fn, wrapper);
  return wrapper;
}

function isConstructor(fn: Callable): boolean {
  try {
    Reflect.construct(Object, [], fn);
    return true;
  } catch {
    return false;
  }
}

// Decorators inside ours may have kept metadata of the function itself (the `reflect-metadata` package).
function copyMetadata(from: object, to: object): void {
  const { getOwnMetadataKeys, getOwnMetadata, defineMetadata } = Reflect as Metadata;
  if (getOwnMetadataKeys === undefined || getOwnMetadata === undefined || defineMetadata === undefined) return;
  for (const key of getOwnMetadataKeys(from)) defineMetadata(key, getOwnMetadata(key, from), to);
}

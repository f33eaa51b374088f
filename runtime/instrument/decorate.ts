/** Puts wrappers where a decorator stands: each place of either protocol. */

import { isContext, isMarked, keyOf, mark, placeOf, type Context } from './marked.ts';
import type { AnyFunction, InstrumentOptions } from './options.ts';

/** Wraps one function, whose default span name is `name`. */
export type Wrap = (fn: AnyFunction, name: string) => AnyFunction;

type Holder = { [key: string | symbol]: unknown };
type Chosen = Pick<InstrumentOptions, 'include' | 'exclude'>;

/** What the decorator returns. Anything that holds no function stays as it is; `marks`: a class decorator leaves it alone. */
export function decorate(decorated: readonly unknown[], chosen: Chosen, wrap: Wrap, marks = true): unknown {
  const [value, context, descriptor] = decorated;
  if (isContext(context)) return inContext(value, context, chosen, wrap, marks);
  if (typeof context !== 'string' && typeof context !== 'symbol') return wrapClass(value, chosen, wrap, undefined);
  if (typeof descriptor === 'object' && descriptor !== null) {
    const [holder, key] = [value as Holder, context];
    const out = wrapped(descriptor, nameOf(holder, key), wrap);
    return marks ? marked(out, holder, key) : out;
  }
  return legacyField(value as Holder, context, wrap);
}

/** TC39. */
function inContext(value: unknown, context: Context, chosen: Chosen, wrap: Wrap, marks: boolean): unknown {
  const name = String(context.name);
  const initial = (held: unknown): unknown => (typeof held === 'function' ? wrap(held as AnyFunction, name) : held);
  switch (context.kind) {
    case 'class':
      return wrapClass(value, chosen, wrap, context.metadata);
    case 'field':
      return initial;
    case 'accessor':
      return { init: initial };
    default: {
      const prefix = context.kind === 'method' ? '' : `${context.kind === 'getter' ? 'get' : 'set'} `;
      const out = wrap(value as AnyFunction, prefix + name);
      if (marks) mark(out, context.metadata, placeOf(context));
      return out;
    }
  }
}

function wrapped(descriptor: PropertyDescriptor, name: string, wrap: Wrap): PropertyDescriptor {
  const out = { ...descriptor };
  const { value } = descriptor as { value?: unknown };
  if (typeof value === 'function') out.value = wrap(value as AnyFunction, name);
  if (descriptor.get !== undefined) out.get = wrap(descriptor.get, `get ${name}`) as () => unknown;
  if (descriptor.set !== undefined) out.set = wrap(descriptor.set, `set ${name}`) as (value: unknown) => void;
  return out;
}

function marked(descriptor: PropertyDescriptor, holder: unknown, key: unknown): PropertyDescriptor {
  for (const fn of [descriptor.value, descriptor.get, descriptor.set] as unknown[]) mark(fn, holder, key);
  return descriptor;
}

// A static field has its value by now. Another one is assigned by the constructor, unless the compiler defines it: then
// nobody can see it, and it stays as it is.
function legacyField(holder: Holder, key: string | symbol, wrap: Wrap): void {
  const name = nameOf(holder, key);
  if (typeof (holder as unknown) === 'function') {
    const value = Object.hasOwn(holder, key) ? holder[key] : undefined;
    if (typeof value === 'function') holder[key] = wrap(value as AnyFunction, name);
    return;
  }
  Object.defineProperty(holder, key, {
    configurable: true,
    get: () => undefined,
    set(this: object, value: unknown) {
      const held = typeof value === 'function' ? wrap(value as AnyFunction, name) : value;
      Object.defineProperty(this, key, { value: held, writable: true, enumerable: true, configurable: true });
    },
  });
}

/** Every method and accessor of the class's own, static ones too; fields and private members cannot be seen from here. */
function wrapClass(value: unknown, chosen: Chosen, wrap: Wrap, metadata: object | undefined): void {
  if (typeof value !== 'function') return;
  for (const holder of [value, (value as { prototype?: unknown }).prototype]) {
    if ((typeof holder !== 'object' || holder === null) && typeof holder !== 'function') continue;
    for (const key of Reflect.ownKeys(holder)) {
      const descriptor = Object.getOwnPropertyDescriptor(holder, key);
      if (descriptor === undefined || !isMember(holder === value, key, descriptor) || !isChosen(key, chosen)) continue;
      const place = keyOf(key, holder === value);
      const said = [descriptor.value, descriptor.get, descriptor.set].some(
        (fn: unknown) => fn !== undefined && (isMarked(fn, holder, key) || isMarked(undefined, metadata, place)),
      );
      const name = nameOf(holder as Holder, key);
      if (!said) Reflect.defineProperty(holder, key, wrapped(descriptor, name, wrap));
    }
  }
}

// What can be enumerated was assigned or is a field: it may hold a class, which cannot be called.
function isMember(isStatic: boolean, key: string | symbol, descriptor: PropertyDescriptor): boolean {
  if (descriptor.configurable !== true || descriptor.enumerable === true) return false;
  return isStatic ? key !== 'name' && key !== 'length' && key !== 'prototype' : key !== 'constructor';
}

const isChosen = (key: string | symbol, { include, exclude }: Chosen): boolean =>
  include === undefined ? exclude?.includes(String(key)) !== true : include.includes(String(key));

function nameOf(holder: Holder, key: string | symbol): string {
  const owner: unknown = typeof holder === 'function' ? holder : holder.constructor;
  const name = typeof owner === 'function' ? owner.name : '';
  return name === '' ? String(key) : `${name}.${String(key)}`;
}

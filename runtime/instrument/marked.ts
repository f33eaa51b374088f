/** Members that say something themselves: a class decorator leaves them alone. */

const functions: WeakSet<object> = /* @__PURE__ */ new WeakSet();
const members: WeakMap<object, Set<unknown>> = /* @__PURE__ */ new WeakMap();

/** Remembers a function, and where it stands: another decorator may still replace it. */
export function mark(fn: unknown, holder: unknown, key: unknown): void {
  if (typeof fn === 'function') functions.add(fn);
  if (!isObject(holder)) return;
  const keys = members.get(holder) ?? new Set();
  members.set(holder, keys.add(key));
}

export const isMarked = (fn: unknown, holder: unknown, key: unknown): boolean =>
  (typeof fn === 'function' && functions.has(fn)) || (isObject(holder) && members.get(holder)?.has(key) === true);

/** The work of `noInstrument`, in either protocol. */
export function exclude([value, context, descriptor]: readonly unknown[]): void {
  if (isContext(context)) {
    if (context.kind !== 'class') mark(value, context.metadata, placeOf(context));
    return;
  }
  const { value: fn, get, set } = (descriptor ?? {}) as PropertyDescriptor;
  for (const one of [fn, get, set] as unknown[]) mark(one, value, context);
}

/** What both protocols of TC39's contexts have that we use. */
export interface Context {
  readonly kind: 'class' | 'method' | 'getter' | 'setter' | 'field' | 'accessor';
  readonly name: string | symbol;
  readonly static: boolean;
  readonly private: boolean;
  readonly metadata?: object;
}

export const isContext = (value: unknown): value is Context => isObject(value) && 'kind' in value && 'name' in value;

/** A member's key in a class's metadata; statics and others may share a name. */
export const placeOf = (context: Context): unknown => keyOf(context.name, context.static);

export const keyOf = (name: string | symbol, isStatic: boolean): unknown =>
  typeof name === 'symbol' ? name : `${isStatic ? 'static ' : ''}${name}`;

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

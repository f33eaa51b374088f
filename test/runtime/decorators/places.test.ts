/** The decorators where no build compiled them: at every place a class has, in both protocols. */

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import 'reflect-metadata';
import { addAttributes, instrument, noInstrument } from '../../../runtime/instrument.ts';
import { setHandler } from '../../../runtime/core/report.ts';
import { attributesOf, notRecording, recorded, recording } from '../core/recording.ts';
import { evaluate, PROTOCOLS } from './compile.ts';

const ours = { instrument, noInstrument, addAttributes };
type Program = (given: typeof ours) => any;

beforeEach(() => {
  setHandler(() => {});
  recording();
});
afterEach(() => {
  setHandler();
  notRecording();
});

const names = (): string[] => recorded().map((span) => span.name.replace(/^(get |set )?\w+\./, '$1'));

for (const protocol of PROTOCOLS) {
  const program = (source: string): any => evaluate<Program>(source, protocol)(ours);

  test(`${protocol}: methods, statics and accessors record a span a call, bare and called`, () => {
    const A = program(`({ instrument }) => {
      class A {
        held = 1;
        @instrument bare(a, b = 2) { return [this.held, a, b]; }
        @instrument({ fields: (a) => ({ a }), onReturn: (r, a) => ({ r: r + a }) }) called(a) { return a * 2; }
        @instrument static still() { return this === A; }
        @instrument get value() { return this.held; }
        @instrument set other(value) { this.held = value; }
      }
      return A;
    }`);
    const a = new A();
    expect([a.bare(1), a.called(2), A.still(), a.value]).toEqual([[1, 1, 2], 4, true, 1]);
    a.other = 5;
    expect(a.held).toBe(5);
    const spans = recorded();
    expect(spans.map((span) => span.name.replace('A.', ''))).toEqual([
      'bare',
      'called',
      'still',
      'get value',
      'set other',
    ]);
    expect(attributesOf(spans[1])).toMatchObject({ a: 2, r: 6 });
    const { bare } = A.prototype;
    expect([bare.name, bare.length, 'prototype' in bare]).toEqual(['bare', 1, false]);
    expect(Object.getOwnPropertyDescriptor(A.prototype, 'bare')).toMatchObject({
      enumerable: false,
      configurable: true,
      writable: true,
    });
  });

  test(`${protocol}: fields that hold a function, of instances and of the class`, () => {
    const A = program(`({ instrument }) => {
      class A {
        @instrument field = (n) => n + this.one;
        one = 1;
        @instrument static still = (n) => n + 2;
      }
      return A;
    }`);
    expect([new A().field(1), new A().field(2), A.still(1)]).toEqual([2, 3, 3]);
    expect(names()).toEqual(['field', 'field', 'still']);
    expect(Object.keys(new A())).toEqual(['field', 'one']);
  });

  test(`${protocol}: a class's own methods, but for excluded ones and those that speak for themselves`, () => {
    const { B, C } = program(`({ instrument, noInstrument }) => {
      class A { inherited() { return 'inherited'; } }
      @instrument({ exclude: ['quiet'] })
      class B extends A {
        constructor() { super(); this.made = true; }
        one() { return this.made; }
        get two() { return 2; }
        static Held = class { ok = true; };
        static three() { return typeof this.prototype.one === 'function'; }
        quiet() {}
        @noInstrument silent() {}
        @instrument({ name: 'own' }) named() {}
      }
      @instrument({ include: ['one'] })
      class C { one() {} two() {} }
      return { B, C };
    }`);
    const b = new B();
    expect([b.one(), b.two, B.three(), b.inherited()]).toEqual([true, 2, true, 'inherited']);
    expect(new B.Held().ok).toBe(true);
    b.quiet();
    b.silent();
    b.named();
    new C().one();
    new C().two();
    expect(recorded().map((span) => span.name)).toEqual(['B.one', 'get B.two', 'B.three', 'own', 'C.one']);
    expect([B.name, B.length, b instanceof B, b.constructor === B]).toEqual(['B', 0, true, true]);
  });

  test(`${protocol}: decorators around ours run in their order, and see and keep what the others left`, () => {
    const { A, order } = program(`({ instrument }) => {
      const order = [];
      const around = (label) => (value, key, descriptor) => {
        order.push(label);
        const fn = descriptor?.value ?? value;
        const out = Object.assign(function (...args) { order.push('call ' + label); return fn.apply(this, args); }, fn, { [label]: true });
        Reflect.defineMetadata?.(label, label, out);
        if (descriptor === undefined) return out;
        return { ...descriptor, value: out };
      };
      class A { @around('outer') @instrument @around('inner') run(a) { return a; } }
      return { A, order };
    }`);
    expect(order).toEqual(['inner', 'outer']);
    expect(new A().run(7)).toBe(7);
    expect(order.slice(2)).toEqual(['call outer', 'call inner']);
    expect(names()).toEqual(['run']);
    expect([A.prototype.run.inner, A.prototype.run.outer]).toEqual([true, true]);
  });

  test(`${protocol}: metadata that a decorator inside put on the function is the wrapper's`, () => {
    const A = program(`({ instrument }) => {
      const tag = (value, key, descriptor) => Reflect.defineMetadata('role', 'admin', descriptor?.value ?? value);
      class A { @instrument @tag run() {} }
      return A;
    }`);
    expect(Reflect.getOwnMetadata('role', A.prototype.run)).toBe('admin');
  });

  test(`${protocol}: addAttributes sets attributes of the span around, and makes none`, () => {
    const A = program(`({ instrument, addAttributes }) => {
      class A {
        @instrument outer(id) { return this.inner(id); }
        @addAttributes({ attributes: { fixed: 1 }, fields: (id) => ({ id }) }) inner(id) { return id; }
      }
      return A;
    }`);
    expect(new A().outer('x')).toBe('x');
    const spans = recorded();
    expect(spans).toHaveLength(1);
    expect(attributesOf(spans[0])).toMatchObject({ fixed: 1, id: 'x' });
  });
}

test('standard: private methods and accessors that hold a function', () => {
  const A = evaluate<Program>(
    `({ instrument }) => class A {
      @instrument #hidden(n) { return n; }
      @instrument static #still(n) { return n; }
      @instrument accessor held = (n) => n;
      run() { return this.#hidden(1) + A.#still(2) + this.held(3); }
    }`,
    'standard',
  )(ours);
  expect(new A().run()).toBe(6);
  expect(names()).toEqual(['#hidden', '#still', 'held']);
});

test("legacy: the compiler's own metadata of types stays", () => {
  const A = evaluate<Program>(
    `({ instrument }) => { class A { @instrument run(a: string, b: number): boolean { return true; } } return A; }`,
    'legacy',
  )(ours);
  expect(Reflect.getMetadata('design:paramtypes', A.prototype, 'run')).toEqual([String, Number]);
  expect(Reflect.getMetadata('design:returntype', A.prototype, 'run')).toBe(Boolean);
});

test('legacy: a field that the compiler defines stays as it is', () => {
  const A = evaluate<Program>(
    `({ instrument }) => { class A { @instrument run = () => 1; } return A; }`,
    'legacy',
    true,
  )(ours);
  expect(new A().run()).toBe(1);
});

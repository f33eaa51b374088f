/** The application that every host has to instrument alike. */

export const ordersTs = `import { instrument } from '@spanloom/runtime';

interface Receipt {
  readonly id: string;
}

export class Orders {
  @instrument({ fields: (id: string, quantity: number) => ({ 'order.id': id, 'order.quantity': quantity }) })
  async place(id: string, quantity: number): Promise<Receipt> {
    await Promise.resolve();
    if (quantity < 1) throw new RangeError('quantity ' + price(quantity));
    return { id };
  }
}

/** @instrument */
export function price(quantity: number): number {
  return quantity * 2;
}
`;

/** What `run()` of the application records, in order. */
export const SPANS: readonly string[] = [
  'cache.set',
  'cache.get',
  'Orders.place order.id=o1 order.quantity=2',
  'Orders.place order.id=o2 order.quantity=0',
  'price in Orders.place',
  'select',
];

/** The same where options stand in a comment, which has no room for functions. */
export const SPANS_WITHOUT_FIELDS: readonly string[] = SPANS.map((span) => span.replace(/ order\.\S+/g, ''));

const recorder = `import { flush, start } from '@spanloom/runtime';
const spans = [];
export const begin = () => start({
  http: false, signals: false,
  exporters: [{ name: 'list', export: (batch) => (spans.push(...batch.spans), { ok: true }) }],
});
export async function recorded() {
  await flush();
  const name = (span) => spans.find((one) => one.spanId === span.parentSpanId)?.name;
  return spans.map((span) => {
    const fields = [...span.attributes].filter(([key]) => key.startsWith('order.')).map(([key, value]) => key + '=' + value);
    return [span.name, ...(name(span) ? ['in', name(span)] : []), ...fields].join(' ');
  });
}
`;

// What `pg` does with a server that is not there is enough for a span.
const query = `
  const client = new pg.Client({ host: '127.0.0.1', port: 1 });
  client.connect().catch(() => {});
  await client.query('select 1').catch(() => {});`;

const body = `
  begin();
  const cache = new LRUCache({ max: 2 });
  cache.set('a', 1);
  cache.get('a');
  await new Orders().place('o1', 2);
  const error = await new Orders().place('o2', 0).catch((error) => error);${query}
  return { spans: await recorded(), stack: error.stack, hooksOf: globalThis.hooksOf };`;

/** The same application for bundlers and for Node: an entry for each way to load dependencies. */
export const sources: Readonly<Record<string, string>> = {
  'src/orders.ts': ordersTs,
  'src/recorder.mjs': recorder,
  'src/main.ts': `import { LRUCache } from 'lru-cache';
import pg from 'pg';
import { Orders } from './orders.ts';
import { begin, recorded } from './recorder.mjs';
export async function run(): Promise<unknown> {${body.replace('(error) =>', '(error: Error) =>').replace('globalThis.hooksOf', '(globalThis as any).hooksOf')}
}
`,
};

/** `orders.ts` without its types and, where Node runs it, without a decorator. */
const ordersJs = `import { instrument } from '@spanloom/runtime';
const place = instrument(
  { name: 'Orders.place', fields: (id, quantity) => ({ 'order.id': id, 'order.quantity': quantity }) },
  async (id, quantity) => {
    await Promise.resolve();
    if (quantity < 1) throw new RangeError('quantity ' + price(quantity));
    return { id };
  },
);
export class Orders {
  place(...args) {
    return place(...args);
  }
}
/** @instrument */
export function price(quantity) {
  return quantity * 2;
}
`;

const print = 'console.log(JSON.stringify(await run()));\n';

export const nodeSources: Readonly<Record<string, string>> = {
  'recorder.mjs': recorder,
  'orders.mjs': ordersJs,
  'orders.ts': ordersTs,
  'orders.cjs': `class Orders {
  /** @instrument */
  async place(id, quantity) {
    await Promise.resolve();
    if (quantity < 1) throw new RangeError('quantity ' + price(quantity));
    return { id };
  }
}
/** @instrument */
function price(quantity) {
  return quantity * 2;
}
module.exports = { Orders, price };
`,
  'app.mjs': `import { LRUCache } from 'lru-cache';
import pg from 'pg';
import { Orders } from './orders.mjs';
import { begin, recorded } from './recorder.mjs';
const run = async () => {${body}
};
${print}`,
  'app.cjs': `const { LRUCache } = require('lru-cache');
const pg = require('pg');
const { Orders } = require('./orders.cjs');
const run = async () => {
  const { begin, recorded } = await import('./recorder.mjs');${body}
};
(async () => ${print.replace(';\n', ')();\n')}`,
  'app.ts': `import { LRUCache } from 'lru-cache';
import pg from 'pg';
import { Orders } from './orders.ts';
import { begin, recorded } from './recorder.mjs';
const run = async (): Promise<object> => {${body.replace('(error) =>', '(error: Error) =>').replace('globalThis.hooksOf', '(globalThis as any).hooksOf')}
};
${print}`,
};

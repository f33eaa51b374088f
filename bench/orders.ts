/** The code under measurement: one method with four attributes, written for us, for the OpenTelemetry SDK, and plain. */

import { SpanStatusCode, type Tracer } from '@opentelemetry/api';

/** Both methods of every variant. `all` calls `place` `count` times, so that its spans have a parent. */
export interface Orders {
  place(id: string, quantity: number, price: number, gift: boolean): number;
  all(count: number): number;
}

const IDS: readonly string[] = Array.from({ length: 64 }, (_, i) => `order-${i}`);

/** Source text, so that the emitted code is what the transformer really makes of it. */
export const ORDERS_SOURCE: string = `
import { instrument } from '@spanloom/runtime';

const IDS = Array.from({ length: 64 }, (_, i) => 'order-' + i);

export class Orders {
  @instrument({
    fields: (id: string, quantity: number, price: number, gift: boolean) => ({
      'order.id': id,
      'order.quantity': quantity,
      'order.price': price,
      'order.gift': gift,
    }),
  })
  place(id: string, quantity: number, price: number, gift: boolean): number {
    return id.length + quantity + price + (gift ? 1 : 0);
  }

  @instrument
  all(count: number): number {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += this.place(IDS[i & 63] as string, i, i + 0.5, (i & 1) === 0);
    return sum;
  }
}
`;

/** The loop over root spans, the same for every variant. */
export function placeAll(orders: Orders, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += orders.place(IDS[i & 63] as string, i, i + 0.5, (i & 1) === 0);
  return sum;
}

export class PlainOrders implements Orders {
  place(id: string, quantity: number, price: number, gift: boolean): number {
    return id.length + quantity + price + (gift ? 1 : 0);
  }

  all(count: number): number {
    return placeAll(this, count);
  }
}

export class ActiveSpanOrders implements Orders {
  readonly #tracer: Tracer;

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  place(id: string, quantity: number, price: number, gift: boolean): number {
    return this.#tracer.startActiveSpan('Orders.place', (span) => {
      try {
        span.setAttributes({ 'order.id': id, 'order.quantity': quantity, 'order.price': price, 'order.gift': gift });
        return id.length + quantity + price + (gift ? 1 : 0);
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR });
        span.recordException(error as Error);
        throw error;
      } finally {
        span.end();
      }
    });
  }

  all(count: number): number {
    return this.#tracer.startActiveSpan('Orders.all', (span) => {
      try {
        return placeAll(this, count);
      } finally {
        span.end();
      }
    });
  }
}

export class StartSpanOrders implements Orders {
  readonly #tracer: Tracer;

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  place(id: string, quantity: number, price: number, gift: boolean): number {
    const span = this.#tracer.startSpan('Orders.place');
    try {
      span.setAttributes({ 'order.id': id, 'order.quantity': quantity, 'order.price': price, 'order.gift': gift });
      return id.length + quantity + price + (gift ? 1 : 0);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.recordException(error as Error);
      throw error;
    } finally {
      span.end();
    }
  }

  all(count: number): number {
    return placeAll(this, count);
  }
}

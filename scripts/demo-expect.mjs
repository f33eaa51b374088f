/**
 * What the demonstration promises, as data. A step is one request and the tree of spans it must leave behind. An
 * attribute is expected to equal a value, to match a RegExp, or, with `ANY`, only to be there.
 */
import { cache, call, failed, query, server, user } from './demo-shapes.mjs';

const selectProduct = query('SELECT products', /^SELECT sku, name, price_cents .* WHERE sku = \$1$/);
const insertOrder = (more) =>
  query('INSERT orders', /^INSERT INTO orders .* VALUES \(\$1, \$2, \$3\) RETURNING id$/, more);
const insertLine = query('INSERT order_lines', /^INSERT INTO order_lines/);
const updateStock = query('UPDATE stock', /^UPDATE stock SET/, { service: 'inventory' });
const parse = user('OrderRequest.parse');
const pricing = user('price', {}, [user('Cart.lines')]);
const found = (sku, hit) =>
  user(
    'Catalogue.find',
    { 'product.sku': sku },
    hit ? [cache('get', true)] : [cache('get', false), selectProduct, cache('set')],
  );
const inventory = (child) => ({ ...child, service: 'inventory' });
const post = (body) => ({ method: 'POST', path: '/orders', body });
const order = (reference, ...skus) => ({
  reference,
  customer: 'Ada',
  lines: skus.map((sku) => ({ sku, quantity: 2 })),
});
const reserve = (reference, child) => user('InventoryClient.reserve', { 'order.reference': reference }, [child]);
const reserved = (reference, lines) =>
  reserve(
    reference,
    call('POST', '/reservations', 200, [
      inventory(user('reserve stock', { 'stock.lines': lines, 'stock.left': /^\d+$/ }, Array(lines).fill(updateStock))),
    ]),
  );

/** The story. Steps of one `turn` are sent at the same time, and their spans must not mix. */
export const steps = [
  {
    title: 'A product, read for the first time',
    turn: 1,
    // The first request comes without a trace; all others carry one, as a gateway in front would send it.
    root: true,
    request: { method: 'GET', path: '/products/sencha' },
    status: 200,
    tree: server('GET', '/products/sencha', 200, [found('sencha', false)]),
  },
  {
    title: 'The same product: now the cache knows it',
    turn: 2,
    request: { method: 'GET', path: '/products/sencha' },
    status: 200,
    tree: server('GET', '/products/sencha', 200, [found('sencha', true)]),
  },
  {
    title: 'An order, through both services',
    turn: 3,
    request: post(order('A-1', 'sencha', 'oolong')),
    status: 201,
    tree: server('POST', '/orders', 201, [
      parse,
      user(
        'checkout',
        { 'shop.channel': 'web', 'order.reference': 'A-1', 'order.lines': 2, 'order.id': 1, 'order.total_cents': 5300 },
        [
          found('sencha', true),
          found('oolong', false),
          pricing,
          reserved('A-1', 2),
          user('Orders.insert', { 'order.id': 1 }, [
            query('BEGIN', 'BEGIN'),
            insertOrder(),
            user('insert order lines', { 'order.lines': 2 }, [insertLine, insertLine]),
            query('COMMIT', 'COMMIT'),
          ]),
          user('ship', { 'order.packed': true }, [query('UPDATE orders', /^UPDATE orders SET shipped_at/)]),
        ],
      ),
    ]),
  },
  {
    title: 'An order for something we do not sell',
    turn: 4,
    request: post(order('A-2', 'coffee')),
    status: 404,
    tree: server('POST', '/orders', 404, [
      parse,
      user(
        'checkout',
        { 'order.reference': 'A-2' },
        [
          user(
            'Catalogue.find',
            { 'product.sku': 'coffee' },
            [cache('get', false), selectProduct],
            failed('UnknownProductError', 'There is no product "coffee"'),
          ),
        ],
        failed('UnknownProductError'),
      ),
    ]),
  },
  {
    title: 'The first order again: the database refuses',
    turn: 5,
    request: post(order('A-1', 'sencha')),
    status: 409,
    tree: server('POST', '/orders', 409, [
      parse,
      user(
        'checkout',
        { 'order.reference': 'A-1' },
        [
          found('sencha', true),
          pricing,
          reserved('A-1', 1),
          user(
            'Orders.insert',
            {},
            [query('BEGIN', 'BEGIN'), insertOrder({ code: '23505' }), query('ROLLBACK', 'ROLLBACK')],
            failed('DuplicateOrderError', 'Order "A-1" was already placed'),
          ),
        ],
        failed('DuplicateOrderError'),
      ),
    ]),
  },
  {
    title: 'Slow: a supplier is asked for a delivery time',
    turn: 6,
    request: { method: 'GET', path: '/products/oolong/delivery' },
    status: 200,
    tree: server('GET', '/products/oolong/delivery', 200, [
      user('InventoryClient.delivery', { 'product.sku': 'oolong', 'delivery.days': 6 }, [
        call('GET', '/deliveries/oolong', 200, [
          inventory(
            user('Suppliers.quote', { 'product.sku': 'oolong' }, [
              // The literal of this query never leaves the process.
              query('SELECT suppliers', /^SELECT name, days FROM suppliers WHERE sku = \$1 AND name <> \?$/, {
                service: 'inventory',
              }),
              inventory({ ...user('ask the supplier', { 'supplier.channel': 'phone' }), atLeastMs: 245 }),
            ]),
          ),
        ]),
      ]),
    ]),
  },
  {
    title: 'Sold out: the inventory says no, meanwhile',
    turn: 6,
    request: post(order('A-3', 'matcha')),
    status: 409,
    tree: server('POST', '/orders', 409, [
      parse,
      user(
        'checkout',
        { 'order.reference': 'A-3' },
        [
          found('matcha', false),
          pricing,
          {
            ...reserve(
              'A-3',
              call('POST', '/reservations', 409, [
                inventory(
                  user(
                    'reserve stock',
                    { 'stock.lines': 1 },
                    [updateStock],
                    failed('SoldOutError', 'Not enough "matcha" in stock'),
                  ),
                ),
              ]),
            ),
            ...failed('ShopError', 'Not enough "matcha" in stock'),
          },
        ],
        failed('ShopError'),
      ),
    ]),
  },
  {
    title: 'An order read back, with a callback and a join',
    turn: 6,
    request: { method: 'GET', path: '/orders/1' },
    status: 200,
    tree: server('GET', '/orders/1', 200, [
      user('Orders.find', { 'order.id': '1' }, [query('SELECT orders', /^SELECT id, customer/)]),
      user('Orders.lines', {}, [query('SELECT order_lines products', /^SELECT l\.sku/)]),
    ]),
  },
  {
    title: 'A bad order number reaches the database: error 500',
    turn: 7,
    request: { method: 'GET', path: '/orders/one' },
    status: 500,
    tree: server(
      'GET',
      '/orders/one',
      500,
      [
        user(
          'Orders.find',
          { 'order.id': 'one' },
          [query('SELECT orders', /^SELECT id, customer/, { code: '22P02' })],
          { status: 'ERROR' },
        ),
      ],
      { status: 'ERROR', attributes: { 'error.type': '500' } },
    ),
  },
];

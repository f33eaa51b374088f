/**
 * What the demonstration promises, as data: steps, each one request and the tree of spans it must leave behind.
 * An attribute is expected to equal a value, to match a RegExp, or to be a `Number`.
 */
import { cache, call, failed, query, server, user } from './demo-shapes.mjs';

const inInventory = (span) => ({ ...span, service: 'inventory' });
const placeOrder = (reference, ...skus) => ({
  method: 'POST',
  path: '/orders',
  body: { reference, customer: 'Ada', lines: skus.map((sku) => ({ sku, quantity: 2 })) },
});

const begin = query('BEGIN', 'BEGIN');
const commit = query('COMMIT', 'COMMIT');
const rollback = query('ROLLBACK', 'ROLLBACK');
const selectProduct = query('SELECT products', /^SELECT sku, name, price_cents .* WHERE sku = \$1$/);
const selectOrder = (code) => query('SELECT orders', /^SELECT id, customer, .* WHERE id = \$1$/, { code });
const selectLines = query('SELECT order_lines products', /^SELECT l\.sku, .* JOIN products p /);
const insertOrder = (code) => query('INSERT orders', /^INSERT INTO orders .* RETURNING id$/, { code });
const insertLine = query('INSERT order_lines', /^INSERT INTO order_lines /);
const updateOrder = query('UPDATE orders', /^UPDATE orders SET shipped_at = now\(\) WHERE id = \$1$/);
const updateStock = inInventory(query('UPDATE stock', /^UPDATE stock SET /));
// Its literals, 30 and 'Nobody', must not leave the process.
const selectSuppliers = inInventory(
  query('SELECT suppliers', 'SELECT sku, name, days FROM suppliers WHERE days <= ? AND name <> ?'),
);

const parse = user('OrderRequest.parse');
const pricing = user('price', {}, [user('Cart.lines')]);
const inCache = (sku) => user('Catalogue.find', { 'product.sku': sku }, [cache('get', true)]);
const notInCache = (sku) =>
  user('Catalogue.find', { 'product.sku': sku }, [cache('get', false), selectProduct, cache('set')]);
const reserve = (reference, status, stock, outcome) =>
  user(
    'InventoryClient.reserve',
    { 'order.reference': reference },
    [call('POST', '/reservations', status, [inInventory(stock)])],
    outcome,
  );
const reserved = (reference, lines) => {
  const attributes = { 'stock.lines': lines, 'stock.left': Number };
  return reserve(reference, 200, user('reserve stock', attributes, Array(lines).fill(updateStock)));
};
const checkout = (reference, attributes, children, outcome) =>
  user('checkout', { 'shop.channel': 'web', 'order.reference': reference, ...attributes }, children, outcome);

/** The story. Steps of one `turn` are sent at the same time, and their spans must not mix. */
export const steps = [
  {
    title: 'A product, read for the first time',
    turn: 1,
    // This request starts its own trace; all others carry one, as a gateway in front would send it.
    root: true,
    request: { method: 'GET', path: '/products/sencha' },
    tree: server('GET', '/products/sencha', 200, [notInCache('sencha')]),
  },
  {
    title: 'The same product: now the cache has it',
    turn: 2,
    request: { method: 'GET', path: '/products/sencha' },
    tree: server('GET', '/products/sencha', 200, [inCache('sencha')]),
  },
  {
    title: 'An order, through both services',
    turn: 3,
    request: placeOrder('A-1', 'sencha', 'oolong'),
    tree: server('POST', '/orders', 201, [
      parse,
      checkout('A-1', { 'order.lines': 2, 'order.id': 1, 'order.total_cents': 5300 }, [
        inCache('sencha'),
        notInCache('oolong'),
        pricing,
        reserved('A-1', 2),
        user('Orders.insert', { 'order.id': 1 }, [
          begin,
          insertOrder(),
          user('insert order lines', { 'order.lines': 2 }, [insertLine, insertLine]),
          commit,
        ]),
        user('ship', { 'order.packed': true }, [updateOrder]),
      ]),
    ]),
  },
  {
    title: 'An order for something the shop does not sell',
    turn: 4,
    request: placeOrder('A-2', 'coffee'),
    tree: server('POST', '/orders', 404, [
      parse,
      checkout(
        'A-2',
        {},
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
    title: 'The first order once more: the database refuses it',
    turn: 5,
    request: placeOrder('A-1', 'sencha'),
    tree: server('POST', '/orders', 409, [
      parse,
      checkout(
        'A-1',
        {},
        [
          inCache('sencha'),
          pricing,
          reserved('A-1', 1),
          user(
            'Orders.insert',
            {},
            [begin, insertOrder('23505'), rollback],
            failed('DuplicateOrderError', 'Order "A-1" was already placed'),
          ),
        ],
        failed('DuplicateOrderError'),
      ),
    ]),
  },
  {
    title: 'Slow: the supplier is asked for a delivery time',
    turn: 6,
    request: { method: 'GET', path: '/products/oolong/delivery' },
    tree: server('GET', '/products/oolong/delivery', 200, [
      user('InventoryClient.delivery', { 'product.sku': 'oolong', 'delivery.days': 6 }, [
        call('GET', '/deliveries/oolong', 200, [
          inInventory(
            user('Suppliers.quote', { 'product.sku': 'oolong' }, [
              selectSuppliers,
              { ...inInventory(user('ask the supplier', { 'supplier.channel': 'phone' })), atLeastMs: 245 },
            ]),
          ),
        ]),
      ]),
    ]),
  },
  {
    title: 'Meanwhile: the inventory has sold out',
    turn: 6,
    request: placeOrder('A-3', 'matcha'),
    tree: server('POST', '/orders', 409, [
      parse,
      checkout(
        'A-3',
        {},
        [
          notInCache('matcha'),
          pricing,
          reserve(
            'A-3',
            409,
            user(
              'reserve stock',
              { 'stock.lines': 1 },
              [updateStock],
              failed('SoldOutError', 'Not enough "matcha" in stock'),
            ),
            failed('ShopError', 'Not enough "matcha" in stock'),
          ),
        ],
        failed('ShopError'),
      ),
    ]),
  },
  {
    title: 'Meanwhile: an order is read back, by callback and by join',
    turn: 6,
    request: { method: 'GET', path: '/orders/1' },
    tree: server('GET', '/orders/1', 200, [
      user('Orders.find', { 'order.id': '1' }, [selectOrder()]),
      user('Orders.lines', {}, [selectLines]),
    ]),
  },
  {
    title: 'A bad order number reaches the database: error 500',
    turn: 7,
    request: { method: 'GET', path: '/orders/one' },
    tree: server(
      'GET',
      '/orders/one',
      500,
      [user('Orders.find', { 'order.id': 'one' }, [selectOrder('22P02')], failed(/./))],
      { status: 'ERROR', attributes: { 'error.type': '500' } },
    ),
  },
];

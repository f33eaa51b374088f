/** hono: routing, middleware and its order, errors, validation, cookies, streams, nested apps. */
import { Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { cors } from 'hono/cors';
import { etag } from 'hono/etag';
import { createFactory } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';
import { streamText } from 'hono/streaming';
import { validator } from 'hono/validator';

export async function run({ is, log }) {
  const app = new Hono();
  const order = [];
  app.use('*', async (c, next) => {
    order.push('outer before');
    await next();
    order.push(`outer after ${c.res.status}`);
    c.header('x-outer', 'yes');
  });
  app.use('/api/*', cors({ origin: 'https://example.com' }));
  app.use('/etag', etag());
  app.get('/', (c) => c.text('root'));
  app.get('/users/:id{[0-9]+}', (c) => c.json({ id: c.req.param('id'), q: c.req.query('q') ?? null }));
  app.get('/files/*', async (c) => {
    order.push('handler');
    await Promise.resolve();
    return c.html(`<p>${c.req.path}</p>`, 202);
  });
  app.post('/api/echo', async (c) => c.json(await c.req.json(), 201));
  app.post('/form', async (c) => c.json(await c.req.parseBody()));
  app.post(
    '/valid',
    validator('json', (value, c) => (typeof value.n === 'number' ? { n: value.n } : c.text('bad n', 422))),
    (c) => c.json({ doubled: c.req.valid('json').n * 2 }),
  );
  app.get('/throw', () => {
    throw new Error('boom');
  });
  app.get('/reject', async () => {
    await Promise.resolve();
    throw new HTTPException(418, { message: 'teapot' });
  });
  app.get('/cookie', (c) => {
    setCookie(c, 'seen', '1', { httpOnly: true, path: '/' });
    return c.text(getCookie(c, 'who') ?? 'nobody');
  });
  app.get('/stream', (c) =>
    streamText(c, async (stream) => {
      for (const part of ['a', 'b', 'c']) {
        await stream.write(part);
      }
    }),
  );
  app.get('/etag', (c) => c.text('same'));
  app.get('/moved', (c) => c.redirect('/', 301));
  const books = new Hono().basePath('/books');
  books
    .get('/', (c) => c.text('list'))
    .get('/:id', (c) => c.text(`book ${c.req.param('id')}`))
    .on(['PUT', 'DELETE'], '/:id', (c) => c.body(null, 204));
  app.route('/shop', books);
  const factory = createFactory();
  app.get(
    '/made',
    ...factory.createHandlers(
      async (c, next) => {
        c.set('by', 'factory');
        await next();
      },
      (c) => c.text(c.get('by')),
    ),
  );
  app.notFound((c) => c.text(`no ${c.req.path}`, 404));
  app.onError((error, c) =>
    error instanceof HTTPException ? error.getResponse() : c.text(`failed: ${error.message}`, 500),
  );

  const send = async (path, init) => {
    const response = await app.request(path, init);
    const text = await response.text();
    log(path, response.status, [...response.headers].sort(), text);
    return [response.status, text];
  };
  const json = (method, value) => ({
    method,
    body: JSON.stringify(value),
    headers: { 'content-type': 'application/json' },
  });
  is('root', await send('/'), [200, 'root']);
  is('order', order.splice(0), ['outer before', 'outer after 200']);
  is('param', await send('/users/12?q=a%20b'), [200, '{"id":"12","q":"a b"}']);
  is('pattern', await send('/users/ada'), [404, 'no /users/ada']);
  order.length = 0;
  is('wildcard', await send('/files/a/b'), [202, '<p>/files/a/b</p>']);
  is('async order', order.splice(0), ['outer before', 'handler', 'outer after 202']);
  is('json', await send('/api/echo', json('POST', { a: [1] })), [201, '{"a":[1]}']);
  is('form', await send('/form', { method: 'POST', body: new URLSearchParams({ a: '1', b: '2' }) }), [
    200,
    '{"a":"1","b":"2"}',
  ]);
  is('valid', await send('/valid', json('POST', { n: 4 })), [200, '{"doubled":8}']);
  is('invalid', await send('/valid', json('POST', { n: 'x' })), [422, 'bad n']);
  order.length = 0;
  is('thrown', await send('/throw'), [500, 'failed: boom']);
  is('seen by middleware', order.splice(0), ['outer before', 'outer after 500']);
  is('rejected', await send('/reject'), [418, 'teapot']);
  is('cookie', await send('/cookie', { headers: { cookie: 'who=ada' } }), [200, 'ada']);
  is('stream', await send('/stream'), [200, 'abc']);
  const tag = (await app.request('/etag')).headers.get('etag');
  is('not modified', await send('/etag', { headers: { 'if-none-match': tag } }), [304, '']);
  is('moved', await send('/moved'), [301, '']);
  is('nested', await send('/shop/books/7'), [200, 'book 7']);
  is('methods', await send('/shop/books/7', { method: 'DELETE' }), [204, '']);
  is('wrong method', await send('/shop/books/7', { method: 'PATCH' }), [404, 'no /shop/books/7']);
  is('preflight', (await send('/api/echo', { method: 'OPTIONS', headers: { origin: 'https://example.com' } }))[0], 204);
  is('factory', await send('/made'), [200, 'factory']);
  is('head', await send('/', { method: 'HEAD' }), [200, '']);
  is(
    'concurrently',
    (await Promise.all(['/', '/made', '/shop/books'].map((path) => send(path)))).map(([, text]) => text),
    ['root', 'factory', 'list'],
  );
  const twice = new Hono()
    .use(async (c, next) => {
      await next();
      await next();
    })
    .get('/', (c) => c.text('x'));
  twice.onError((error, c) => c.text(error.message, 500));
  is('next twice', (await (await twice.request('/')).text()).includes('next() called multiple times'), true);
  log(
    'routes',
    app.routes.map((route) => `${route.method} ${route.path} ${route.handler.name}`),
  );
}

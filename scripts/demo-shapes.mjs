/** The shapes of spans that the demonstration expects: what the semantic conventions ask of each kind. */

/** Any value will do, but there must be one. */
const ANY = /[^]*/;

/** For an error that a span further in has recorded. */
export const NOT_RECORDED_AGAIN = 'recorded further in';

const NONE = { status: 'UNSET' };

/** A request that `node:http` served. */
export const server = (method, path, status, children, more = NONE) => ({
  name: new RegExp(`^${method}( /\\S*)?$`),
  service: path.startsWith('/reservations') || path.startsWith('/deliveries') ? 'inventory' : 'storefront',
  kind: 'SERVER',
  attributes: {
    'http.request.method': method,
    'http.response.status_code': status,
    'url.path': path,
    'url.scheme': 'http',
    ...more.attributes,
  },
  status: more.status,
  children,
});

/** `fetch` and, below it, what the other service did: the parent link crosses the two processes. */
export const call = (method, path, status, children) => ({
  name: method,
  service: 'storefront',
  kind: 'CLIENT',
  attributes: {
    'http.request.method': method,
    'http.response.status_code': status,
    'url.full': new RegExp(`^http://127\\.0\\.0\\.1:\\d+${path}$`),
    'server.address': '127.0.0.1',
    'server.port': Number,
    ...(status >= 400 && { 'error.type': String(status) }),
  },
  // To a client every 4xx is an error; to the server that answered it, it is not.
  status: status >= 400 ? 'ERROR' : 'UNSET',
  children: [{ ...server(method, path, status, children), remoteParent: true }],
});

/** A function of the shop's own, by its decorator. */
export const user = (name, attributes = {}, children = [], more = NONE) => ({
  name,
  service: 'storefront',
  kind: 'INTERNAL',
  attributes: {
    'code.function.name': ANY,
    'code.file.path': /^(?!\/).*\.ts$/,
    'code.line.number': Number,
    ...attributes,
    ...more.attributes,
  },
  status: more.status,
  exception: more.exception,
  children,
});

/** The span in which an error was first seen records it, with `message`; those further out only fail. */
export const failed = (type, message) => ({
  status: 'ERROR',
  attributes: { 'error.type': type },
  exception: message
    ? { 'exception.type': type, 'exception.message': message, 'exception.stacktrace': ANY }
    : NOT_RECORDED_AGAIN,
});

/** A query through `pg`, named by its summary: operation and collections. `code` is the SQLSTATE of a failure. */
export const query = (summary, text, more = {}) => {
  const [operation, ...collections] = summary.split(' ');
  return {
    name: summary,
    service: more.service ?? 'storefront',
    kind: 'CLIENT',
    attributes: {
      'db.system.name': 'postgresql',
      'db.namespace': ANY,
      'db.operation.name': operation,
      ...(collections.length === 1 && { 'db.collection.name': collections[0] }),
      'db.query.summary': summary,
      'db.query.text': text,
      'server.address': ANY,
      'server.port': Number,
      ...(more.code && { 'db.response.status_code': more.code, 'error.type': ANY }),
    },
    ...(more.code ? { status: 'ERROR', exception: { 'exception.type': ANY, 'exception.message': ANY } } : NONE),
  };
};

/** A look into `lru-cache`. */
export const cache = (operation, hit) => ({
  name: `cache.${operation}`,
  service: 'storefront',
  kind: 'INTERNAL',
  attributes: { 'cache.operation.name': operation, ...(hit !== undefined && { 'cache.hit': hit }) },
  ...NONE,
});

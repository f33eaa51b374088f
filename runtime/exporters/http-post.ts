/** Sends one POST and reads the answer: through `node:http` with kept connections on Node, through `fetch` elsewhere. */

export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter: string;
  /** Undefined when the answer exceeds the limit, or is in an encoding that was not asked for. */
  readonly body: Uint8Array | undefined;
}

/** Rejects when no answer could be had: refused, broken off, or aborted. */
export type Post = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
) => Promise<Reply>;

export interface Connection {
  readonly post: Post;
  /** Closes kept connections. */
  readonly close: () => void;
}

/** Specification, OTLP exporter: larger answers are not read. */
const MAX_REPLY_BYTES = 4 * 1024 * 1024;

/** A way to reach `url`. Its sockets do not keep the process alive. */
export function connect(url: string): Connection {
  const builtin = globalThis.process?.getBuiltinModule;
  const secure = url.startsWith('https:');
  const http = secure ? builtin?.('node:https') : builtin?.('node:http');
  if (http === undefined) return { post: fetchPost, close: () => {} };
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const post: Post = (target, headers, body, signal) => nodePost(http, agent, target, headers, body, signal);
  return { post, close: () => agent.destroy() };
}

type NodeHttp = Pick<typeof import('node:http'), 'request'>;
type Agent = import('node:http').Agent;
type IncomingMessage = import('node:http').IncomingMessage;

function nodePost(
  http: NodeHttp,
  agent: Agent,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  signal: AbortSignal,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const length = { 'content-length': String(body.length) };
    const request = http.request(url, { method: 'POST', agent, headers: { ...headers, ...length }, signal });
    request.on('socket', (socket) => socket.unref());
    request.on('error', (error) => {
      // The receiver closed a kept connection just as it was used again: no fault of either side, so ask once more.
      const stale = request.reusedSocket && (error as { code?: string }).code === 'ECONNRESET' && !signal.aborted;
      if (stale) resolve(nodePost(http, agent, url, headers, body, signal));
      else reject(error);
    });
    request.on('response', (response) => {
      readAll(response).then(
        (read) => {
          // An answer to a request that is not written to its end: the body's buffer is about to be used again.
          if (!request.writableFinished) request.destroy();
          resolve(read);
        },
        (error: unknown) => {
          request.destroy();
          reject(error);
        },
      );
    });
    request.end(body);
  });
}

function readAll(response: IncomingMessage): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    const answer = (body: Uint8Array | undefined): void =>
      resolve({
        status: response.statusCode ?? 0,
        contentType: response.headers['content-type'] ?? '',
        retryAfter: response.headers['retry-after'] ?? '',
        body,
      });
    response.on('data', (chunk: Uint8Array) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= MAX_REPLY_BYTES) return;
      answer(undefined);
      response.destroy();
    });
    response.on('end', () => answer(isPlain(response.headers['content-encoding']) ? concat(chunks, size) : undefined));
    response.on('error', reject);
    response.on('aborted', () => reject(new Error('the connection broke before the answer was complete')));
  });
}

// Nothing compressed was asked for, so nothing is unpacked: there is no bomb to fear.
const isPlain = (encoding: string | undefined): boolean => encoding === undefined || encoding === 'identity';

const fetchPost: Post = async (url, headers, body, signal) => {
  const response = await fetch(url, { method: 'POST', headers, body, signal });
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
    size += part.value.length;
    chunks.push(part.value);
    if (size > MAX_REPLY_BYTES) await reader?.cancel();
  }
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    retryAfter: response.headers.get('retry-after') ?? '',
    body: size > MAX_REPLY_BYTES ? undefined : concat(chunks, size),
  };
};

function concat(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** One POST that blocks until it is answered: a worker thread sends it while this thread waits. For the exit of a process. */

// Plain text, because the worker must not load anything of the program: no preloaded modules, no instrumentation.
const WORKER = `
  const { workerData: { shared, url, headers, body } } = require('node:worker_threads');
  const status = new Int32Array(shared);
  const done = (value) => { Atomics.store(status, 0, value); Atomics.notify(status, 0); };
  const http = require(url.startsWith('https:') ? 'node:https' : 'node:http');
  const request = http.request(url, { method: 'POST', headers }, (response) => {
    response.resume();
    done(response.statusCode);
  });
  request.on('error', () => done(-1));
  request.end(body);
`;

/** The status of the answer; undefined when there was none within `timeoutMs`, or where threads cannot wait. */
export function postSync(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  timeoutMs: number,
): number | undefined {
  const threads = globalThis.process?.getBuiltinModule?.('node:worker_threads');
  if (threads === undefined) return undefined;
  try {
    const shared = new SharedArrayBuffer(4);
    const status = new Int32Array(shared);
    const workerData = { shared, url, headers: { ...headers, 'content-length': String(body.length) }, body };
    const worker = new threads.Worker(WORKER, {
      eval: true,
      env: {},
      execArgv: [],
      stdout: true,
      stderr: true,
      workerData,
    });
    worker.on('error', () => {});
    Atomics.wait(status, 0, 0, timeoutMs);
    return status[0] !== undefined && status[0] > 0 ? status[0] : undefined;
  } catch {
    return undefined;
  }
}

/** Child processes of the demonstration: started, waited for until they are ready, and always gone at the end. */
import { spawn } from 'node:child_process';

const running = new Set();

/** From now on no child outlives this process, however it ends. */
export function killChildrenAtExit() {
  process.on('exit', () => {
    for (const child of running) child.kill('SIGKILL');
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));
}

/**
 * Starts `node ...args` and resolves once its output matches `ready`, with the match's first group as `value`.
 * Rejects, with what the child wrote, when it ends first or is not ready in time.
 */
export function startProcess(name, args, { env = {}, ready, timeoutMs }) {
  const child = spawn(process.execPath, args, {
    // What the caller's shell says of telemetry is not for this child.
    env: { ...Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('OTEL_'))), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const started = { name, child, output: '', ended: undefined };
  running.add(child);
  started.ended = new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    });
  });
  return new Promise((resolve, reject) => {
    const refuse = (what) => reject(new Error(`${name} ${what}\n${started.output}`.trimEnd()));
    const timer = setTimeout(() => refuse(`was not ready after ${timeoutMs} ms`), timeoutMs);
    const read = (chunk) => {
      started.output += chunk;
      const match = ready.exec(started.output);
      if (!match) return;
      clearTimeout(timer);
      resolve({ ...started, value: match[1], output: () => started.output });
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.once('error', (error) => refuse(`could not be started: ${error.message}`));
    void started.ended.then(({ code, signal }) => {
      clearTimeout(timer);
      refuse(`ended before it was ready (code ${code}, signal ${signal})`);
    });
  });
}

/** Sends SIGTERM and waits. Returns how the process ended, `late: true` when it had to be killed. */
export async function stopProcess({ child, ended }, timeoutMs) {
  child.kill('SIGTERM');
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve(undefined), timeoutMs);
  });
  const how = await Promise.race([ended, late]);
  clearTimeout(timer);
  if (how) return { ...how, late: false };
  child.kill('SIGKILL');
  return { ...(await ended), late: true };
}

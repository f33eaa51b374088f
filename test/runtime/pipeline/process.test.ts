/** Whole processes: what was recorded arrives however they end, and they end as they would without us. */

import { spawn } from 'node:child_process';
import { afterEach, expect, test } from '@jest/globals';
import { startReceiver, type Answer, type Receiver } from '../exporters/receiver.ts';

const INDEX = new URL('../../../runtime/dist/index.js', import.meta.url).href;
const HOOKS = new URL('../../../runtime/dist/hooks.js', import.meta.url).href;

const receivers: Receiver[] = [];
afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.close();
});

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
  readonly stdout: string;
}

/** Runs a program that has `start`, `flush`, `shutdown`, `health` and `work(n)`; sends `signal` when it prints "ready". */
async function run(program: string, endpoint: string, signal?: NodeJS.Signals): Promise<Ended> {
  const source = `
    import { start, flush, shutdown, health } from ${JSON.stringify(INDEX)};
    import { site, enter, exit } from ${JSON.stringify(HOOKS)};
    const place = site([1, 'work', 1, [], [], '', 0]);
    const work = (n) => { for (let i = 0; i < n; i++) exit(enter(place)); };
    ${program}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    env: { PATH: process.env['PATH'], OTEL_EXPORTER_OTLP_ENDPOINT: endpoint },
  });
  let [stdout, stderr] = ['', ''];
  child.stderr.on('data', (part) => (stderr += part));
  child.stdout.on('data', (part) => {
    stdout += part;
    if (signal !== undefined && String(part).includes('ready')) child.kill(signal);
  });
  return new Promise((resolve) => child.on('close', (code, by) => resolve({ code, signal: by, stderr, stdout })));
}

async function receive(answer?: Answer): Promise<Receiver> {
  const receiver = await startReceiver(answer);
  receivers.push(receiver);
  return receiver;
}

const arrived = (receiver: Receiver): number => new Set(receiver.arrivals.flatMap((one) => one.ids)).size;

test('natural end: everything is delivered, and nothing is said', async () => {
  const receiver = await receive();
  const ended = await run(`start({ service: 'shop' }); work(700);`, receiver.endpoint);
  expect(ended).toEqual({ code: 0, signal: null, stdout: '', stderr: '' });
  expect(arrived(receiver)).toBe(700);
});

test('natural end with an exit code of its own: the code stays', async () => {
  const receiver = await receive();
  const ended = await run(`start({}); work(3); process.exitCode = 7;`, receiver.endpoint);
  expect(ended.code).toBe(7);
  expect(arrived(receiver)).toBe(3);
});

test('spans that end in a beforeExit listener of the program are delivered too', async () => {
  const receiver = await receive();
  await run(`start({}); work(1); process.once('beforeExit', () => setTimeout(() => work(5), 1));`, receiver.endpoint);
  expect(arrived(receiver)).toBe(6);
});

test('an idle process ends by itself, also after spans were exported on a kept connection', async () => {
  const receiver = await receive();
  const ended = await run(`start({}); work(1); await flush(); work(1); await flush();`, receiver.endpoint);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(arrived(receiver)).toBe(2);
});

test('a collector that never answers delays the end only so long', async () => {
  const receiver = await receive(() => {});
  const ended = await run(
    `start({}); work(1); await shutdown(50); console.log(JSON.stringify(health()));`,
    receiver.endpoint,
  );
  expect(ended.code).toBe(0);
  expect(JSON.parse(ended.stdout)).toMatchObject({ ended: 1, exported: 0, dropped: { exportFailed: 1 } });
});

test('a collector that never answers, without any time limit: the process ends all the same', async () => {
  const receiver = await receive(() => {});
  const program = `process.env.OTEL_EXPORTER_OTLP_TIMEOUT = '0';
    start({ batch: { scheduleDelayMs: 5, exportTimeoutMs: 0 } }); work(1); setTimeout(() => {}, 50);`;
  const ended = await run(program, receiver.endpoint);
  expect(ended.code).toBe(0);
  expect(ended.stderr).toContain('export/lost-at-exit');
}, 30_000);

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s: everything is delivered, and the signal ends the process',
  async (signal) => {
    const receiver = await receive();
    const ended = await run(
      `start({}); work(700); setInterval(() => {}, 1000); console.log('ready');`,
      receiver.endpoint,
      signal,
    );
    expect(ended).toMatchObject({ code: null, signal, stderr: '' });
    expect(arrived(receiver)).toBe(700);
  },
);

test('SIGTERM while the collector hangs: a second one ends the process at once', async () => {
  const receiver = await receive(() => {});
  const ended = await run(
    `start({}); work(1); setInterval(() => {}, 1000);
     process.nextTick(() => process.kill(process.pid, 'SIGTERM'));
     setTimeout(() => process.kill(process.pid, 'SIGTERM'), 200);`,
    receiver.endpoint,
  );
  expect(ended).toMatchObject({ code: null, signal: 'SIGTERM' });
});

test('SIGTERM with a handler of the program: the program decides when and how to end', async () => {
  const receiver = await receive();
  const ended = await run(
    `process.once('SIGTERM', () => setTimeout(() => { work(2); clearInterval(timer); process.exitCode = 3; }, 50));
     start({}); work(5);
     const timer = setInterval(() => {}, 1000); console.log('ready');`,
    receiver.endpoint,
    'SIGTERM',
  );
  expect(ended).toMatchObject({ code: 3, signal: null, stderr: '' });
  expect(arrived(receiver)).toBe(7);
});

test('SIGTERM with a listener that raises it again when it is alone: the process ends', async () => {
  const receiver = await receive();
  const polite = `const polite = () => { if (process.listenerCount('SIGTERM') === 1) {
    process.removeListener('SIGTERM', polite); process.kill(process.pid, 'SIGTERM'); } };
    process.on('SIGTERM', polite);`;
  const ended = await run(
    `start({}); ${polite} setInterval(() => {}, 1000); console.log('ready');`,
    receiver.endpoint,
    'SIGTERM',
  );
  expect(ended).toMatchObject({ code: null, signal: 'SIGTERM' });
});

test('signals: false installs no listener in the process', async () => {
  const receiver = await receive();
  const count = `['SIGTERM', 'SIGINT', 'beforeExit', 'exit'].map((name) => process.listenerCount(name)).join()`;
  const ended = await run(
    `const before = ${count}; start({ signals: false }); console.log(before === ${count});
     await shutdown(); start({}); await shutdown(); console.log(before === ${count});`,
    receiver.endpoint,
  );
  expect(ended.stdout).toBe('true\ntrue\n');
});

test('start twice: the second call is said and ignored', async () => {
  const receiver = await receive();
  const ended = await run(`start({}); start({ exporters: ['console'] }); work(1);`, receiver.endpoint);
  expect(ended.stdout).toBe('');
  expect(ended.stderr).toContain('start/twice');
  expect(arrived(receiver)).toBe(1);
});

test('disabled: nothing is recorded, exported or listened to', async () => {
  const receiver = await receive();
  const ended = await run(
    `start({ disabled: true }); work(5); await flush(); await shutdown(); console.log(health().started);`,
    receiver.endpoint,
  );
  expect(ended).toMatchObject({ code: 0, stdout: '0\n', stderr: '' });
  expect(receiver.arrivals.length).toBe(0);
});

test('bad options: each is said, the program runs, spans arrive', async () => {
  const receiver = await receive();
  const ended = await run(`start({ servcie: 'x', sampler: 'no', http: 1 }); work(2);`, receiver.endpoint);
  expect(ended.code).toBe(0);
  expect(ended.stderr.match(/start\/[a-z-]+/g)).toEqual([
    'start/unknown-option',
    'start/bad-option',
    'start/bad-option',
  ]);
  expect(arrived(receiver)).toBe(2);
});

test('console exporter: process.exit() in the middle still shows what ended', async () => {
  const receiver = await receive();
  const ended = await run(`start({ exporters: ['console'] }); work(2); process.exit(4);`, receiver.endpoint);
  expect(ended).toMatchObject({ code: 4, stderr: '' });
  expect(ended.stdout.match(/^work {2}/gm)?.length).toBe(2);
});

test('process.exit(): everything is delivered, the code stays', async () => {
  const receiver = await receive();
  const ended = await run(`start({}); work(3000); process.exit(4);`, receiver.endpoint);
  expect(ended).toEqual({ code: 4, signal: null, stdout: '', stderr: '' });
  expect(arrived(receiver)).toBe(3000);
});

test('process.exit() while an export is under way: what was on its way is delivered too', async () => {
  const receiver = await receive((response, _, index) => (index === 0 ? undefined : response.end()));
  await run(
    `start({}); work(10); void flush(); setTimeout(() => { work(5); process.exit(0); }, 100);`,
    receiver.endpoint,
  );
  const again = receiver.arrivals[1]?.ids ?? [];
  expect(new Set(again).size).toBe(15);
});

test.each([
  ['an error that nobody caught', `setTimeout(() => { throw new Error('mine'); }, 1);`],
  ['a rejection that nobody caught', `Promise.reject(new Error('mine'));`],
])('%s: everything is delivered, code and output as without us', async (_, failure) => {
  const receiver = await receive();
  const ended = await run(`start({}); work(30);\n${failure}`, receiver.endpoint);
  const bare = await run(`\n${failure}`, receiver.endpoint);
  expect(ended).toEqual(bare);
  expect(ended.code).toBe(1);
  expect(arrived(receiver)).toBe(30);
});

test('process.exit() with a collector that hangs: the exit is put off for a bounded time, and the loss is said', async () => {
  const receiver = await receive(() => {});
  const ended = await run(`start({}); work(3); process.exit(4);`, receiver.endpoint);
  expect(ended.code).toBe(4);
  expect(ended.stderr).toContain('export/lost-at-exit');
  expect(ended.stderr).toContain(' 3 ');
});

/** The plugin in Vite: builds and development, for the server and for browsers. The results are run, not only read. */

import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { makeApp, makeStrictApp, positionOf, removeApps, run, type Ran } from './app.ts';
import { ordersTs, sources, SPANS } from './sources.ts';

afterAll(removeApps);

const browserTs = `import { flush, start } from '@spanloom/runtime';
import { LRUCache } from 'lru-cache';
import { talk } from 'talker';
import { Orders } from './orders.ts';
(globalThis as any).talk = talk;
(globalThis as any).run = async () => {
  const names: string[] = [];
  const exporter = { name: 'l', export: (batch: any) => (batch.spans.forEach((span: any) => names.push(span.name)), { ok: true }) };
  start({ exporters: [exporter] as never });
  new LRUCache({ max: 2 }).set('a', 1);
  const error = await new Orders().place('o', 0).catch((error: Error) => error);
  await flush();
  return { names, error: String(error) };
};
`;
/** A dependency that no rule names, with something that is rewritten in a file of the user's own. */
const talker = {
  'node_modules/talker/package.json': '{ "name": "talker", "type": "module", "exports": "./index.js" }',
  'node_modules/talker/index.js': 'export function talk() {\n\treturn fetch("/");\n}\n',
};
const app = (): string => makeApp({ ...sources, ...talker, 'src/browser.ts': browserTs });

interface Driven extends Ran {
  readonly result: any;
}

function drive(folder: string, command: string, options: object = {}, times = 1): Driven {
  const driver = path.join(import.meta.dirname, 'drive-vite.mjs');
  const args = [
    '--no-warnings',
    '--enable-source-maps',
    driver,
    folder,
    command,
    JSON.stringify(options),
    String(times),
  ];
  const ran = run(process.execPath, args, tmpdir());
  if (ran.status !== 0) throw new Error(`${ran.stdout}\n${ran.stderr}`);
  return { ...ran, result: JSON.parse(readFileSync(path.join(folder, 'result.json'), 'utf8')) };
}

const bundle = (folder: string): string => readFileSync(path.join(folder, 'dist/main.js'), 'utf8');
const throwing = (folder: string): string =>
  `${path.join(folder, 'src/orders.ts')}:${positionOf(ordersTs, 'new RangeError')}`;

test.each(['ssr', 'dev-ssr', 'dev-runner'])(
  '%s: the same spans, dependencies included, and exact stacks',
  (command) => {
    const folder = app();
    const { result, stderr } = drive(folder, command);
    expect(result.spans).toEqual(SPANS);
    expect(result.stack).toContain(throwing(folder));
    expect(stderr).toBe('');
  },
);

test('ssr: in a strict layout, the bundled dependencies use the runtime of the application', () => {
  const folder = makeStrictApp(sources);
  expect(drive(folder, 'ssr').result).toMatchObject({ spans: SPANS, hooksOf: ['hooks.js', 'cjs/hooks.js'] });
  const { sources: bundled } = JSON.parse(readFileSync(path.join(folder, 'dist/main.js.map'), 'utf8'));
  expect(bundled.filter((source: string) => source.includes('runtime/dist'))).toEqual([]);
});

test('dev-ssr: in a strict layout, the external dependencies use the runtime of the application', () => {
  const { result } = drive(makeStrictApp(sources), 'dev-ssr');
  expect(result).toMatchObject({ spans: SPANS, hooksOf: ['hooks.js', 'cjs/hooks.js'] });
});

test('ssr: the map holds the original text, and no decorator is left for the program to stumble over', () => {
  const folder = app();
  drive(folder, 'ssr');
  const map = JSON.parse(readFileSync(path.join(folder, 'dist/main.js.map'), 'utf8'));
  const index = map.sources.findIndex((source: string) => source.endsWith('src/orders.ts'));
  expect(map.sourcesContent[index]).toBe(ordersTs);
  expect(bundle(folder)).not.toContain('@instrument(');
});

test('ssr: a site names its file as the project does, wherever the build was started', () => {
  const folder = app();
  drive(folder, 'ssr');
  expect(bundle(folder)).toContain('"src/orders.ts"');
});

test('ssr: a second plugin changes nothing', () => {
  const folder = app();
  drive(folder, 'ssr');
  const once = bundle(folder);
  drive(folder, 'ssr', {}, 2);
  expect(bundle(folder)).toBe(once);
});

test('ssr: packages are bundled for the rules that are on, and for no others', () => {
  const folder = app();
  const external = (rules: string[]): string[] => {
    drive(folder, 'ssr', { rules });
    return [...bundle(folder).matchAll(/^import .* from "(pg|lru-cache)"/gm)].map(([, name]) => name as string);
  };
  expect(external(['sql', 'cache'])).toEqual([]);
  expect(external(['cache'])).toEqual(['pg']);
  expect(external([])).toEqual(['lru-cache', 'pg']);
});

test('client: the bundle runs where there is no process, no require and no module of Node', () => {
  const folder = app();
  const { result } = drive(folder, 'client');
  expect(result).toEqual({ names: ['cache.set', 'Orders.place', 'price'], error: 'RangeError: quantity 0' });
});

test('dev-client: files are instrumented with their map; pre-bundled dependencies once', () => {
  const { result } = drive(app(), 'dev-client');
  expect(result.orders).toContain('"Orders.place"');
  expect(result.orders).not.toContain('@instrument(');
  expect(result.ordersMap.sourcesContent).toEqual([ordersTs]);
  expect(result.cache.match(/"cache\.set"/g)).toHaveLength(1);
  expect(result.talker).toContain('return fetch(');
});

test('dev-ssr: of what stays external, only what a rule names is touched', () => {
  const main = "import { talk } from 'talker';\nexport const run = () => String(talk);\n";
  expect(drive(makeApp({ 'src/main.ts': main, ...talker }), 'dev-ssr').result).toBe(
    'function talk() {\n\treturn fetch("/");\n}',
  );
});

test('hmr: an edited file is instrumented anew, in the browser and on the server', () => {
  const { before, after } = drive(app(), 'hmr').result;
  expect(before[1]).toBe(4);
  expect(after[1]).toBe(6);
  expect(after[0]).toContain('quantity * 3');
  // A site's number is no counter that an edit would move.
  expect(after[0].replace('quantity * 3', 'quantity * 2').split('//# source')[0]).toBe(
    before[0].split('//# source')[0],
  );
});

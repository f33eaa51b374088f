/** `node --import spanloom/node`, on each line of Node that is supported. */

import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { makeApp, makeStrictApp, positionOf, removeApps, run, runHooked } from './app.ts';
import { nodes, runsTypeScript } from './nodes.ts';
import { nodeSources, SPANS, SPANS_WITHOUT_FIELDS } from './sources.ts';

afterAll(removeApps);

const app = makeApp(nodeSources);
const strict = makeStrictApp(nodeSources);
const odd = makeApp(nodeSources, 'a näme 100%41 x');

const spansOf = (kind: string): readonly string[] => (kind === 'cjs' ? SPANS_WITHOUT_FIELDS : SPANS);

describe.each(nodes)('node $version', (node) => {
  if (node.missing !== undefined) {
    test.skip(`runs (skipped: ${node.missing})`, () => {});
    return;
  }
  const kinds = [['mjs'], ['cjs'], ...(runsTypeScript(node) ? [['ts']] : [])] as [string][];

  test.each(kinds)('app.%s and its dependencies record spans, and stacks point at the original text', (kind) => {
    const { status, stdout, stderr } = runHooked(node.path, `app.${kind}`, app);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { spans, stack } = JSON.parse(stdout);
    expect(spans).toEqual(spansOf(kind));
    const file = `orders.${kind}`;
    expect(stack).toContain(`${path.join(app, file)}:${positionOf(nodeSources[file] as string, 'new RangeError')}`);
  });

  test.each(kinds)('in a strict layout the dependencies of app.%s find the runtime of the application', (kind) => {
    const { status, stdout, stderr } = runHooked(node.path, path.join(strict, `app.${kind}`), tmpdir());
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      spans: spansOf(kind),
      hooksOf: kind === 'cjs' ? ['cjs/hooks.js'] : ['hooks.js', 'cjs/hooks.js'],
    });
  });

  test.each(kinds)('app.%s in a folder with a difficult name', (kind) => {
    const { status, stdout, stderr } = runHooked(node.path, `app.${kind}`, odd);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { spans, stack } = JSON.parse(stdout);
    expect(spans).toEqual(spansOf(kind));
    const file = `orders.${kind}`;
    expect(stack).toContain(`${path.join(odd, file)}:${positionOf(nodeSources[file] as string, 'new RangeError')}`);
  });

  /** What a program prints and how it ends, with the hooks and without. */
  const compare = (files: Record<string, string>, entry: string): void => {
    const folder = makeApp({ 'recorder.mjs': nodeSources['recorder.mjs'] as string, ...files });
    const { stdout, status } = runHooked(node.path, entry, folder);
    const plain = run(node.path, ['--no-warnings', entry], folder);
    expect({ stdout, status }).toEqual({ stdout: plain.stdout, status: plain.status });
  };

  test('a file that says nothing about its module system keeps the one that Node gives it', () => {
    const tagged = '/** @instrument */\nfunction f() {\n  return this === undefined;\n}\n';
    compare({ 'package.json': '{}', 'a.js': `${tagged}console.log(f(), typeof require);\n` }, 'a.js');
    compare(
      { 'package.json': '{}', 'a.js': `import 'node:fs';\n${tagged}console.log(f(), typeof require);\n` },
      'a.js',
    );
    compare(
      {
        'package.json': '{}',
        'a.cjs': "console.log(require('./b.js').f());",
        'b.js': `${tagged}module.exports = { f };`,
      },
      'a.cjs',
    );
    compare({ 'a.cjs': "console.log(require('./b.mjs').f());", 'b.mjs': `${tagged}export { f };` }, 'a.cjs');
  });

  test('what CommonJS allows stays allowed: a return of the file, a sloppy function', () => {
    compare(
      {
        'a.cjs': '/** @instrument */\nfunction f(a, a) { return a; }\nconsole.log(f(1, 2));\nreturn;\nconsole.log(3);',
      },
      'a.cjs',
    );
  });

  test('exit codes and uncaught errors stay those of the program', () => {
    const thrown = "/** @instrument */\nfunction f() { throw new TypeError('mine'); }\n";
    compare({ 'a.mjs': `${thrown}process.exitCode = 7; f();` }, 'a.mjs');
    compare(
      {
        'a.mjs': `${thrown}process.on('exit', () => { process.exitCode = 9; }); try { f(); } catch { process.exit(3); }`,
      },
      'a.mjs',
    );
    compare(
      {
        'a.cjs': `${thrown}process.on('uncaughtException', (e) => console.log(e.message, e instanceof TypeError)); f();`,
      },
      'a.cjs',
    );
  });

  test('a query in an import makes an instance of its own, with spans', () => {
    const folder = makeApp({
      'recorder.mjs': nodeSources['recorder.mjs'] as string,
      'a.mjs':
        "import * as r from './recorder.mjs';\nr.begin();\nfor (const v of [1, 2]) (await import(`./b.mjs?v=${v}#x`)).f();\nconsole.log(await r.recorded());",
      'b.mjs': '/** @instrument */\nexport function f() {}\n',
    });
    expect(runHooked(node.path, 'a.mjs', folder).stdout).toBe("[ 'f', 'f' ]\n");
  });

  test('worker threads are instrumented too', () => {
    const folder = makeApp({
      'recorder.mjs': nodeSources['recorder.mjs'] as string,
      'a.mjs': `import { isMainThread, Worker } from 'node:worker_threads';
import * as recorder from './recorder.mjs';
/** @instrument */
function work() {}
recorder.begin();
work();
console.log(isMainThread, await recorder.recorded());
if (isMainThread) new Worker(new URL(import.meta.url));
`,
    });
    expect(runHooked(node.path, 'a.mjs', folder).stdout).toBe("true [ 'work' ]\nfalse [ 'work' ]\n");
  });

  test.each([['mjs'], ['cjs']])('a syntax error in a .%s file is told once, and then by Node as always', (kind) => {
    const folder = makeApp({ [`bad.${kind}`]: '/** @instrument */\nfunction f( { return 1; }\n' });
    const { status, stderr } = runHooked(node.path, `bad.${kind}`, folder);
    expect(status).toBe(1);
    expect(stderr.match(/spanloom error transform\/syntax-error/g)).toHaveLength(1);
    expect(stderr).toContain(`at ${path.join(folder, `bad.${kind}`)}:2:22\n`);
    expect(stderr).toContain('\nSyntaxError: ');
  });

  test('a mistake in a file that is loaded twice is told once', () => {
    const folder = makeApp({
      'a.mjs': 'for (const v of [1, 2]) await import(`./b.mjs?v=${v}`);',
      'b.mjs': '/** @instrument */\nexport const one = 1;\n',
    });
    expect(runHooked(node.path, 'a.mjs', folder).stderr.match(/tag-without-function/g)).toHaveLength(1);
  });

  test('nothing is printed, and nothing of us is loaded into the program, where nothing matches', () => {
    const folder = makeApp({
      'a.mjs': `console.log(Object.getOwnPropertySymbols(globalThis).filter((key) => /spanloom/.test(String(key))).length);`,
    });
    expect(runHooked(node.path, 'a.mjs', folder)).toEqual({ status: 0, stdout: '0\n', stderr: '' });
  });
});

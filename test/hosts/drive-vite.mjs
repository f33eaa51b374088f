/**
 * Runs Vite in a process of its own, as its command line would: `node drive-vite.mjs <folder> <command> [plugin options]`.
 * What came of it goes to `result.json` in the folder; the rest is what Vite prints.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build, createServer } from 'vite';
import spanloom from '../../transformer/dist/hosts/vite.js';

const [folder, command, options = '{}', times = '1'] = process.argv.slice(2);
const plugins = Array.from({ length: Number(times) }, () => spanloom(JSON.parse(options)));
const base = { root: folder, configFile: false, plugins, server: { middlewareMode: true, ws: false, watch: null } };

const BROWSER =
  'crypto performance setTimeout clearTimeout setInterval clearInterval queueMicrotask URL TextEncoder TextDecoder AbortController';
const COMMANDS = { ssr, client, 'dev-ssr': devSsr, 'dev-runner': devRunner, 'dev-client': devClient, hmr };
try {
  const result = await COMMANDS[command]();
  writeFileSync(path.join(folder, 'result.json'), JSON.stringify(result));
} catch (error) {
  // As the command line does.
  console.error(error.message);
  process.exit(1);
}
process.exit();

async function ssr() {
  await build({ ...base, build: { ssr: 'src/main.ts', sourcemap: true, minify: false, target: 'node20' } });
  const { run } = await import(path.join(folder, 'dist/main.js'));
  return run?.();
}

/** The bundle in a world that has what browsers have, and nothing of Node's. */
async function client() {
  await build({ ...base, build: { rolldownOptions: { input: path.join(folder, 'src/browser.ts') }, minify: true } });
  const assets = path.join(folder, 'dist/assets');
  const [file, ...more] = readdirSync(assets);
  if (more.length > 0) throw new Error(`more than one chunk: ${more}`);
  const world = Object.fromEntries(BROWSER.split(' ').map((name) => [name, globalThis[name]]));
  runInContext(readFileSync(path.join(assets, file), 'utf8'), createContext(world));
  return world.run();
}

async function serve(body) {
  const server = await createServer({ ...base, appType: 'custom' });
  try {
    return await body(server);
  } finally {
    await server.close();
  }
}

function devSsr() {
  return serve(async (server) => (await server.ssrLoadModule('/src/main.ts')).run());
}

function devRunner() {
  return serve(async (server) => (await server.environments.ssr.runner.import('/src/main.ts')).run());
}

/** What a browser would be given. */
function devClient() {
  return serve(async (server) => {
    const page = await server.transformRequest('/src/browser.ts');
    const dependency = async (name) => {
      const [url] = new RegExp(`/node_modules/\\.vite/deps/${name}\\.js[^"]*`).exec(page.code);
      return (await server.transformRequest(url)).code;
    };
    const orders = await server.transformRequest('/src/orders.ts');
    return {
      orders: orders.code,
      ordersMap: orders.map,
      cache: await dependency('lru-cache'),
      talker: await dependency('talker'),
    };
  });
}

/** Loads a file, edits it, and loads it again. */
function hmr() {
  return serve(async (server) => {
    const file = path.join(folder, 'src/orders.ts');
    const load = async () => [
      (await server.transformRequest('/src/orders.ts')).code,
      (await server.ssrLoadModule('/src/orders.ts')).price(2),
    ];
    const before = await load();
    writeFileSync(file, readFileSync(file, 'utf8').replace('quantity * 2', 'quantity * 3'));
    server.watcher.emit('change', file);
    let after = before;
    for (let turn = 0; turn < 1000 && after[1] === before[1]; turn++) {
      await new Promise(setImmediate);
      after = await load();
    }
    return { before, after };
  });
}

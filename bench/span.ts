/**
 * What does one recorded synchronous span with four attributes (string, int, double, boolean) cost, beside the
 * OpenTelemetry SDK and beside nothing at all?
 */

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { context, trace, type Tracer } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AlwaysOffSampler,
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanExporter as OtelExporter,
} from '@opentelemetry/sdk-trace-base';
import { flush, start, type StartOptions } from '@spanloom/runtime';
import { transformSync } from 'esbuild';
import { transform } from 'spanloom';
import { HEAP_FLAGS, measureHeap, measureTime } from './measure.ts';
import { ActiveSpanOrders, ORDERS_SOURCE, PlainOrders, StartSpanOrders, placeAll, type Orders } from './orders.ts';

interface Subject {
  readonly orders: Orders;
  /** Waits for the exporter and says how many spans it was given. */
  readonly finish: () => Promise<number>;
}

interface Case {
  /** How many spans a call makes. */
  readonly spans: 0 | 1;
  /** The spans are children of one more span for each slice; otherwise roots. */
  readonly child?: true;
  readonly subject: () => Subject | Promise<Subject>;
}

const CASES: Readonly<Record<string, Case>> = {
  'plain call': { spans: 0, subject: () => ({ orders: new PlainOrders(), finish: async () => 0 }) },
  'spanloom, off': { spans: 0, subject: () => ours(undefined) },
  'spanloom, unsampled': { spans: 0, subject: () => ours({ sampler: 'always_off' }) },
  'spanloom, recorded root': { spans: 1, subject: () => ours({}) },
  'spanloom, recorded root, no http': { spans: 1, subject: () => ours({ http: false }) },
  'spanloom, recorded child': { spans: 1, child: true, subject: () => ours({}) },
  'SDK startActiveSpan, unsampled': { spans: 0, subject: () => sdk(ActiveSpanOrders, false) },
  'SDK startSpan, root': { spans: 1, subject: () => sdk(StartSpanOrders, true) },
  'SDK startActiveSpan, root': { spans: 1, subject: () => sdk(ActiveSpanOrders, true) },
  'SDK startActiveSpan, child': { spans: 1, child: true, subject: () => sdk(ActiveSpanOrders, true) },
};

export const caseNames: readonly string[] = Object.keys(CASES);

/** Each case runs once for each of these in a round, in a process with these flags of Node's. */
export const passes: readonly { readonly what: string; readonly flags: readonly string[] }[] = [
  { what: 'time', flags: [] },
  { what: 'heap', flags: HEAP_FLAGS },
];

/** Measures one case in this process. */
export async function measureCase(name: string, what: string): Promise<object> {
  const { spans, child, subject } = CASES[name] as Case;
  const { orders, finish } = await subject();
  let made = 0;
  const slice = (count: number): number => {
    made += spans * count + (child === true ? 1 : 0);
    return child === true ? orders.all(count) : placeAll(orders, count);
  };
  const figures = await (what === 'time' ? measureTime(slice) : measureHeap(slice));
  const exported = await finish();
  return { ...figures, made, lost: made - exported };
}

async function ours(options: StartOptions | undefined): Promise<Subject> {
  const { Orders } = (await import(pathToFileURL(emittedFile).href)) as { Orders: new () => Orders };
  let exported = 0;
  const nothing = {
    name: 'nothing',
    export: ({ spans }: { spans: readonly unknown[] }) => ((exported += spans.length), { ok: true as const }),
  };
  // Everything else is as a user gets it: ring, collector, batch stage, HTTP integration with its AsyncLocalStorage.
  if (options !== undefined) start({ service: 'bench', exporters: [nothing], ...options });
  return { orders: new Orders(), finish: async () => (await flush(), exported) };
}

const emittedFile = path.join(import.meta.dirname, 'orders.emitted.mjs');

/** Runs the transformer as a build would, takes the types off its output and writes that for the cases to load. */
export async function prepare(): Promise<void> {
  const result = transform(ORDERS_SOURCE, 'orders.ts');
  if (result === null) throw new Error('the transformer found no target');
  await writeFile(emittedFile, transformSync(result.code, { loader: 'ts', target: 'es2022' }).code);
}

function sdk(kind: new (tracer: Tracer) => Orders, sampled: boolean): Subject {
  let exported = 0;
  const exporter: OtelExporter = {
    // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- its success code, from a package that we do not install
    export: (spans, done) => ((exported += spans.length), done({ code: 0 })),
    shutdown: async () => {},
  };
  const provider = new BasicTracerProvider({
    spanProcessors: [new BatchSpanProcessor(exporter)],
    ...(sampled ? {} : { sampler: new AlwaysOffSampler() }),
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  return { orders: new kind(trace.getTracer('bench')), finish: async () => (await provider.forceFlush(), exported) };
}

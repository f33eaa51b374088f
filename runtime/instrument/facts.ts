/** From options to what the wrapper needs. */

import type { SiteOptions } from '../abi.ts';
import { redact } from '../core/redact.ts';
import type { WrapFacts } from '../core/wrap.ts';
import { SpanKind } from '../pipeline/types.ts';
import type { InstrumentOptions } from './options.ts';

const KINDS = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};

/** `options` are checked; `name` is the function's own. */
export function factsOf(options: InstrumentOptions, name: string): WrapFacts {
  const { redact: redactions = {} } = options;
  const attributes = Object.entries(options.attributes ?? {}).map(([key, value]): readonly [string, unknown] => {
    const how = Object.hasOwn(redactions, key) ? redactions[key] : undefined;
    return [key, how === undefined ? value : redact(how, value)];
  });
  if (options.code !== false) attributes.push(['code.function.name', name]);
  return {
    name: options.name ?? name,
    kind: KINDS[options.kind ?? 'internal'],
    attributes: attributes.filter(([, value]) => value !== undefined),
    site: siteOptions(options),
    root: options.parent === 'root',
    mode: options.mode ?? 'auto',
    suppressChildren: options.suppressChildren === true,
    redactions,
    fields: options.fields,
    onReturn: options.onReturn as WrapFacts['onReturn'],
    onError: options.onError,
    expected: options.expected,
    links: options.links,
    when: options.when,
    sample: typeof options.sample === 'function' ? options.sample : undefined,
  };
}

function siteOptions({ scope, sample, requireParent, metrics, semconv }: InstrumentOptions): SiteOptions {
  return {
    ...(scope === undefined ? {} : { scope }),
    ...(typeof sample === 'number' ? { sample } : {}),
    ...(requireParent === undefined ? {} : { requireParent }),
    ...(metrics === undefined ? {} : { metrics: typeof metrics === 'object' ? metrics.keys : metrics }),
    ...(semconv === undefined ? {} : { semconv }),
  };
}

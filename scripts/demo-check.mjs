/** Compares the spans that arrived with the trees that were expected, and says in one line each what is wrong. */
import { NOT_RECORDED_AGAIN } from './demo-shapes.mjs';

/**
 * `sent` are the steps as they were sent: with `traceId` and `spanId` of the traceparent, but for a `root` step.
 * Returns the problems, and for each step the spans of its trace. No problems means: every expected span is there,
 * under the right parent, with its service, kind, attributes, status and exception, and no other span is.
 */
export function check(sent, spans) {
  const problems = [];
  const known = new Set(sent.map(({ traceId }) => traceId));
  const traces = new Map();
  const used = new Set();
  for (const step of sent) {
    const traceId = step.root ? ownTrace(step, spans, known) : step.traceId;
    const trace = spans.filter((span) => span.traceId === traceId);
    used.add(traceId);
    traces.set(step, trace);
    for (const what of checkTree(step, trace)) problems.push(`${step.title}: ${what}`);
  }
  for (const { name, service, traceId } of spans) {
    if (!used.has(traceId)) problems.push(`${service}: span "${name}" is in no trace that was asked for`);
  }
  return { problems, traces };
}

// A trace that the service itself started is known by what its first span says of the request.
function ownTrace({ request }, spans, known) {
  return spans.find(
    (span) => !known.has(span.traceId) && span.kind === 'SERVER' && span.attributes['url.path'] === request.path,
  )?.traceId;
}

function checkTree(step, trace) {
  if (trace.length === 0) return ['no span of it arrived'];
  const problems = [];
  const left = new Set(trace);
  const found = new Map();
  const claim = (expected, candidates) => {
    const [best] = candidates
      .map((span) => ({ span, wrong: compare(expected, span).length }))
      .sort((a, b) => a.wrong - b.wrong);
    if (!best) return undefined;
    left.delete(best.span);
    found.set(expected, best.span);
    return best.span;
  };
  const alike = (expected) =>
    [...left].filter((span) => matches(expected.name, span.name) && span.service === expected.service);
  // First every span that is where it belongs, so that one that is not cannot take its place.
  const descend = (expected, parentSpanId) => {
    const span = claim(
      expected,
      alike(expected).filter((candidate) => candidate.parentSpanId === parentSpanId),
    );
    if (span) for (const child of ownChildren(expected)) descend(child, span.spanId);
  };
  const tree = distinct({ ...step.tree, remoteParent: !step.root });
  descend(tree, step.root ? '' : step.spanId);
  const visit = (expected, parent, path) => {
    const label = path ? `${path} > ${nameOf(expected)}` : nameOf(expected);
    if (!found.has(expected)) {
      const astray = claim(expected, alike(expected));
      if (!astray) problems.push(`${label}: missing`);
      else if (parent !== null) problems.push(`${label}: wrong parent (${parentOf(astray, trace)})`);
      if (astray) for (const child of ownChildren(expected)) descend(child, astray.spanId);
    }
    const span = found.get(expected);
    if (span) for (const what of compare(expected, span)) problems.push(`${label}: ${what}`);
    // Below a missing span nothing can have the right parent: only what is missing too is worth a line.
    for (const child of ownChildren(expected)) visit(child, span ?? null, label);
  };
  visit(tree, undefined, '');
  for (const span of left) problems.push(`"${span.name}" of ${span.service}: not expected (${parentOf(span, trace)})`);
  return problems;
}

// The same expected object may stand in several places; each place is its own.
const distinct = (expected) => ({ ...expected, children: ownChildren(expected).map(distinct) });
const ownChildren = (expected) => expected.children ?? [];
const nameOf = ({ name, kind, attributes }) =>
  name instanceof RegExp ? `${kind} ${attributes?.['http.request.method'] ?? name}` : name;

function parentOf(span, trace) {
  const parent = trace.find(({ spanId }) => spanId === span.parentSpanId);
  if (parent) return `it is below "${parent.name}"`;
  return span.parentSpanId ? `its parent ${span.parentSpanId} is not in the trace` : 'it has no parent';
}

function compare(expected, span) {
  const problems = [];
  const same = (what, wanted, actual) => {
    if (!matches(wanted, actual)) problems.push(`${what} is ${show(actual)}, expected ${show(wanted)}`);
  };
  same('kind', expected.kind, span.kind);
  same('status', expected.status, span.status);
  same('"parent is remote"', expected.remoteParent ?? false, span.parentIsRemote);
  for (const [key, wanted] of Object.entries(expected.attributes ?? {})) same(key, wanted, span.attributes[key]);
  same('resource attribute telemetry.sdk.language', 'nodejs', span.resource['telemetry.sdk.language']);
  const event = span.events.find(({ name }) => name === 'exception');
  if (expected.exception === NOT_RECORDED_AGAIN) {
    if (event) problems.push('the exception is recorded again');
  } else if (expected.exception) {
    if (!event) problems.push('the exception event is missing');
    else for (const [key, wanted] of Object.entries(expected.exception)) same(key, wanted, event.attributes[key]);
  }
  const durationMs = Number(span.endNs - span.startNs) / 1e6;
  if (durationMs < (expected.atLeastMs ?? 0)) {
    problems.push(`it lasts ${durationMs} ms, expected at least ${expected.atLeastMs ?? 0}`);
  }
  return problems;
}

function matches(wanted, actual) {
  if (wanted instanceof RegExp) return actual !== undefined && wanted.test(String(actual));
  if (wanted === Number) return typeof actual === 'number';
  return wanted === actual;
}

function show(value) {
  if (value === undefined) return 'not set';
  if (value === Number) return 'a number';
  return value instanceof RegExp ? String(value) : JSON.stringify(value);
}

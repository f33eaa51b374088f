/** Every diagnostic of this package, by code. Generated from docs/diagnostics by `npm run fix`; edit the pages. */
export const DIAGNOSTICS = {
  'export/dropped': {
    severity: 'warning',
    message: 'Spans are being lost: {reasons}.',
    fix: 'See which counter grows in health().dropped; the page of this code says what each one means.',
  },
  'export/failed': {
    severity: 'error',
    message: "Exporter '{exporter}' failed, {count} spans lost: {reason}.",
    fix: 'Fix or remove the exporter; further failures are only counted, in health().dropped.exportFailed.',
  },
  'export/loss-ended': {
    severity: 'warning',
    message: 'Spans are exported again; {count} were lost in all.',
    fix: 'Nothing to do. Spans that were lost do not come back.',
  },
  'export/lost-at-exit': {
    severity: 'warning',
    message: 'The process ends with {count} spans that were not exported.',
    fix: 'Await shutdown() before process.exit(), or let the event loop run empty.',
  },
  'export/partial': {
    severity: 'warning',
    message: '{endpoint} rejected {count} spans of a request: {reason}.',
    fix: 'Read the reason the receiver gave; rejected spans are not sent again.',
  },
  'export/reachable': {
    severity: 'warning',
    message: '{endpoint} answers again.',
    fix: 'Nothing to do.',
  },
  'export/refused': {
    severity: 'error',
    message: '{endpoint} refused spans: {reason}.',
    fix: 'Check the address, the credentials and the protocol; a request that is refused is not sent again.',
  },
  'export/too-large': {
    severity: 'warning',
    message: 'A span was left out of the request: it alone exceeds {limit} bytes or cannot be encoded.',
    fix: 'Record smaller attribute values.',
  },
  'export/unreachable': {
    severity: 'warning',
    message: 'Nothing answers at {endpoint} ({reason}); spans are retried, then dropped.',
    fix: 'Start an OpenTelemetry receiver there, or name another place with start({ endpoint }) or OTEL_EXPORTER_OTLP_ENDPOINT.',
  },
  'export/write-failed': {
    severity: 'error',
    message: 'Cannot write spans to {path} ({reason}).',
    fix: 'Check that the folder exists, may be written and has space; writing is tried again with the next batch.',
  },
  'runtime/abi-mismatch': {
    severity: 'error',
    message:
      "{file} was compiled for version {emitted} of the runtime's interface; this runtime has version {runtime}. Its functions run, unrecorded.",
    fix: 'Install the same version of spanloom and @spanloom/runtime, and build again.',
  },
  'runtime/bad-option': {
    severity: 'warning',
    message: 'Option {option} of instrument cannot be {value}.',
    fix: 'Give it one of: {accepted}.',
  },
  'runtime/not-compiled': {
    severity: 'warning',
    message: '{name} is instrumented at run time: no build compiled its file.',
    fix: "Add the plugin to your build ('spanloom/vite'), or start Node with --import spanloom/node.",
  },
  'runtime/option-needs-build': {
    severity: 'warning',
    message: 'Option {option} of instrument has no effect on a function that is wrapped at run time.',
    fix: "Add the plugin to your build ('spanloom/vite'), or start Node with --import spanloom/node.",
  },
  'runtime/unknown-option': {
    severity: 'warning',
    message: 'There is no option {option} of instrument. {suggestion}',
    fix: "Correct the option's name, or remove it.",
  },
  'start/bad-env': {
    severity: 'error',
    message: "Environment variable {name} is '{value}'; accepted: {accepted}. Used instead: {used}.",
    fix: 'Correct the variable where the process is started, or unset it.',
  },
  'start/bad-option': {
    severity: 'error',
    message: 'Option {name} is {value}; accepted: {accepted}. Used instead: {used}.',
    fix: 'Correct the value in the call that sets it.',
  },
  'start/twice': {
    severity: 'warning',
    message: 'start() was called again; this call changes nothing.',
    fix: 'Call start() once, in the first module of the program.',
  },
  'start/unknown-option': {
    severity: 'error',
    message: 'There is no option {name}. {suggestion}',
    fix: 'Correct the name, or remove the option.',
  },
} as const;

/** A code of the table: the page is docs/diagnostics/<code>.md. */
export type DiagnosticCode = keyof typeof DIAGNOSTICS;

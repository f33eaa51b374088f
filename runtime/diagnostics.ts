/** Every diagnostic of this package, by code. Generated from docs/diagnostics by `npm run fix`; edit the pages. */
export const DIAGNOSTICS = {
  'runtime/abi-mismatch': {
    severity: 'error',
    message:
      "{file} was compiled for version {emitted} of the runtime's interface; this runtime has version {runtime}. Its functions run, unrecorded.",
    fix: 'Install the same version of spanloom and @spanloom/runtime, and build again.',
  },
  'runtime/not-compiled': {
    severity: 'warning',
    message: '{name} is instrumented at run time: no build compiled its file.',
    fix: "Add the plugin to your build ('spanloom/vite'), or start Node with --import spanloom/node.",
  },
} as const;

/** A code of the table: the page is docs/diagnostics/<code>.md. */
export type DiagnosticCode = keyof typeof DIAGNOSTICS;

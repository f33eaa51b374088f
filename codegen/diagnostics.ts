/** Every diagnostic of this package, by code. Generated from docs/diagnostics by `npm run fix`; edit the pages. */
export const DIAGNOSTICS = {} as const;

/** A code of the table: the page is docs/diagnostics/<code>.md. */
export type DiagnosticCode = keyof typeof DIAGNOSTICS;

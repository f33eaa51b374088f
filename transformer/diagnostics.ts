/** Every diagnostic of this package, by code. Generated from docs/diagnostics by `npm run fix`; edit the pages. */
export const DIAGNOSTICS = {
  'build/failed': {
    severity: 'error',
    message: 'This file could not be instrumented and stays as it is: {detail}',
    fix: 'Report it as a defect of spanloom, with the file.',
  },
  'config/bad-value': {
    severity: 'error',
    message: "{value} is not a value for '{option}'; the default is used.",
    fix: 'Use {accepted}.',
  },
  'config/unknown-option': {
    severity: 'error',
    message: "'{option}' is not an option; it is ignored. Did you mean '{nearest}'?",
    fix: 'Use one of: {known}.',
  },
  'rule/no-match': {
    severity: 'warning',
    message: 'The rule {rule} found nothing to instrument in this file.',
    fix: 'Check the installed version of the package; report it if the version is new.',
  },
  'transform/await-using': {
    severity: 'warning',
    message: "{name} declares 'await using', which suspends where no code stands; it was left untouched.",
    fix: 'Move the declaration into a function of its own, or close the resource in a finally block.',
  },
  'transform/bad-value': {
    severity: 'error',
    message: "{value} is not a value for '{option}'; this function was left untouched.",
    fix: 'Use {accepted}.',
  },
  'transform/capture-type': {
    severity: 'error',
    message: "'{path}' of {name} is no text, number or truth value, so this function was left untouched.",
    fix: 'Capture a property of it, or use fields.',
  },
  'transform/capture-unknown': {
    severity: 'error',
    message: "'{path}' is no parameter of {name}, so this function was left untouched.",
    fix: 'Capture a parameter, or a property of one: {known}.',
  },
  'transform/fields-parameter': {
    severity: 'warning',
    message: "{name} has no name for the argument that '{inner}' asks for; it is instrumented at run time instead.",
    fix: 'Give the parameter a name in the function, or leave it out of the arrow.',
  },
  'transform/fields-shadowed': {
    severity: 'warning',
    message:
      "An attribute of {name} reads '{inner}', which means something else inside the function; it is instrumented at run time instead.",
    fix: "Rename '{inner}' inside the function or where it is declared.",
  },
  'transform/fields-this': {
    severity: 'warning',
    message:
      "An attribute of {name} uses '{inner}', which means something else inside the function; it is instrumented at run time instead.",
    fix: "Use the function's parameters instead of '{inner}'.",
  },
  'transform/function-conflict': {
    severity: 'warning',
    message: "{name} declares a function '{inner}' whose name it also uses otherwise; it was left untouched.",
    fix: "Rename the inner function '{inner}', or the variable or parameter of that name.",
  },
  'transform/local-unknown': {
    severity: 'warning',
    message: "{name} declares no variable '{local}' that could be captured.",
    fix: 'Name a parameter, or a variable that a statement of the function itself declares.',
  },
  'transform/not-constant': {
    severity: 'warning',
    message: '{option} is not written out as a constant, so this function is instrumented at run time instead.',
    fix: 'Write {option} as a literal where it is used; functions as arrow functions.',
  },
  'transform/parameter-property': {
    severity: 'warning',
    message:
      '{name} calls super() in a class with parameter properties or fields: some compilers would assign them too early once the call stands in a block, so it was left untouched.',
    fix: 'Instrument what the constructor calls, or assign the properties in its body, after super().',
  },
  'transform/secret-local': {
    severity: 'warning',
    message: "'{local}' of {name} looks like a secret and is not captured.",
    fix: 'Take the name off captureLocals; rename the variable if it holds no secret.',
  },
  'transform/syntax-error': {
    severity: 'error',
    message: 'This file could not be parsed, so nothing in it is instrumented: {detail}',
    fix: 'Correct the syntax; the build continues with the file untouched.',
  },
  'transform/tag-options': {
    severity: 'error',
    message: 'The options of @instrument in this comment are not constants; the function was left untouched.',
    fix: 'Write name, kind and attributes as literals; for fields and onReturn use instrument(options, fn).',
  },
  'transform/tag-without-function': {
    severity: 'warning',
    message: '@instrument in this comment stands before no function.',
    fix: 'Put the comment directly before a function, a method or a constant that holds a function.',
  },
  'transform/unknown-option': {
    severity: 'error',
    message: "'{option}' is not an option of instrument; this function was left untouched. Did you mean '{nearest}'?",
    fix: 'Use one of: {known}.',
  },
  'transform/unsupported-shape': {
    severity: 'warning',
    message: '{shape} cannot be instrumented by the build; it was left as it is.',
    fix: 'Put instrument on a method, on a field that holds a function, or around the function itself.',
  },
  'transform/with-statement': {
    severity: 'warning',
    message:
      '{name} stands inside a with statement, whose object would see every name that the rewrite adds; it was left untouched.',
    fix: 'Move the function out of the with statement.',
  },
} as const;

/** A code of the table: the page is docs/diagnostics/<code>.md. */
export type DiagnosticCode = keyof typeof DIAGNOSTICS;

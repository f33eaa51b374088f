/** Every diagnostic of this package, by code. Generated from docs/diagnostics by `npm run fix`; edit the pages. */
export const DIAGNOSTICS = {
  'registry/bad-name': {
    severity: 'error',
    message: '`{name}` cannot be the name of a definition.',
    fix: 'Use lower-case letters, digits, and single dots or underscores between them.',
  },
  'registry/bad-stability': {
    severity: 'error',
    message: '`{actual}` is not a stability.',
    fix: 'Use one of: {allowed}.',
  },
  'registry/bad-value': {
    severity: 'error',
    message: '`{key}` should be {expected}, not {actual}.',
    fix: 'Write {expected} here.',
  },
  'registry/colliding-names': {
    severity: 'error',
    message: '{one} and {other} would both be called `{name}` in TypeScript; the first is defined in {where}.',
    fix: 'Rename one of them, or leave one out with `annotations: { code_generation: { exclude: true } }`.',
  },
  'registry/duplicate-attribute': {
    severity: 'error',
    message: 'The attribute `{key}` is defined twice; first at {first}.',
    fix: 'Keep one definition and refer to it with `ref`.',
  },
  'registry/duplicate-definition': {
    severity: 'error',
    message: 'The {what} `{name}` is defined twice; first at {first}.',
    fix: 'Keep one definition, or give one of them another name.',
  },
  'registry/group-cycle': {
    severity: 'error',
    message: 'This group contains itself: {path}.',
    fix: 'Remove one of the group references of the circle.',
  },
  'registry/missing-key': {
    severity: 'error',
    message: '`{key}` is missing in {what}.',
    fix: 'Add `{key}`.',
  },
  'registry/not-generated': {
    severity: 'error',
    message: '`{file}` is in the way: it was not written by the generator.',
    fix: 'Choose another output folder, or move the file.',
  },
  'registry/not-supported': {
    severity: 'error',
    message: '`{feature}` is part of the registry format, but not read yet.',
    fix: 'Remove `{feature}`, or write the definitions it stands for into the registry.',
  },
  'registry/ref-conflict': {
    severity: 'error',
    message: '`{key}` comes into this list twice, from {groups}.',
    fix: 'Name the attribute only once, or take it out of one of the groups.',
  },
  'registry/renamed-in-circle': {
    severity: 'error',
    message: 'The renamings of `{name}` lead in a circle.',
    fix: 'Remove the deprecation of the attribute that is to be used.',
  },
  'registry/unknown-key': {
    severity: 'error',
    message: '`{key}` means nothing in {what}.',
    fix: 'Remove it or correct its spelling. {hint}',
  },
  'registry/unknown-ref': {
    severity: 'error',
    message: 'There is no {what} `{name}`.',
    fix: 'Correct the reference or define it. {hint}',
  },
  'registry/unknown-successor': {
    severity: 'warning',
    message: '`{name}` is said to be renamed to `{successor}`, which does not exist.',
    fix: 'Correct `renamed_to`, or use `reason: obsoleted`. {hint}',
  },
  'registry/unknown-type': {
    severity: 'error',
    message: '{actual} is not an attribute type.',
    fix: 'Use one of the types of the format. {hint}',
  },
  'registry/unreadable': {
    severity: 'error',
    message: 'The registry folder `{folder}` could not be read: {reason}.',
    fix: "Give --registry a folder that holds the registry's .yaml files.",
  },
  'registry/unsupported-format': {
    severity: 'error',
    message: 'This file is in a format that cannot be read: {actual} where `file_format: {expected}` is expected.',
    fix: 'Write `file_format: {expected}` at the top and use the keys of that format.',
  },
  'registry/yaml-syntax': {
    severity: 'error',
    message: 'This is not YAML that can be read: {reason}.',
    fix: 'Correct the YAML here; the registry is read as YAML 1.2.',
  },
} as const;

/** A code of the table: the page is docs/diagnostics/<code>.md. */
export type DiagnosticCode = keyof typeof DIAGNOSTICS;

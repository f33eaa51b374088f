/** Parse: text to AST, comments and imports. The only importer of the parser. */

import { parseSync, visitorKeys } from 'oxc-parser';
import { languageName, pathOf } from './file-id.ts';
import type { Node } from './types.ts';

export interface Comment {
  readonly type: 'Line' | 'Block';
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** A name that an import statement binds. `imported` is `*` for a namespace. */
export interface ImportedName {
  readonly local: string;
  readonly imported: string;
  readonly source: string;
  readonly typeOnly: boolean;
}

export interface Parsed {
  readonly code: string;
  readonly id: string;
  readonly program: Node;
  readonly comments: readonly Comment[];
  readonly imports: readonly ImportedName[];
  readonly module: boolean;
  readonly errors: readonly { readonly message: string; readonly start: number; readonly end: number }[];
}

/** Names of a node type's child fields, in source order. A map: the parser's texts are slow keys of objects. */
export const childKeys: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(visitorKeys));

/** Never throws: what is wrong with the text is in `errors`. `id` decides the language by its ending. */
export function parse(code: string, id: string): Parsed {
  const result = parseText(languageName(id), code);
  const program = result.program as unknown as Node;
  return {
    code,
    id,
    program,
    comments: result.comments,
    imports: importedNames(program),
    module:
      (program['body'] as Node[]).some((statement) => MODULE_SYNTAX.test(statement.type)) ||
      /\.m[jt]s$/.test(pathOf(id)),
    errors: result.errors
      .filter((error) => error.severity === 'Error')
      .map((error) => ({
        message: error.message,
        start: error.labels[0]?.start ?? 0,
        end: error.labels[0]?.end ?? 0,
      })),
  };
}

// What is not valid as it is may be JSX in a `.js` file, or CommonJS, which allows more than a module and a script do:
// a `return` of the file's own, `new.target`.
function parseText(name: string, code: string): ReturnType<typeof parseSync> {
  const result = parseSync(name, code);
  if (result.errors.length === 0) return result;
  const others = [
    { sourceType: 'commonjs' as const },
    ...(/\.[cm]?js$/.test(name)
      ? [{ lang: 'jsx' as const }, { lang: 'jsx' as const, sourceType: 'commonjs' as const }]
      : []),
  ];
  for (const other of others) {
    const again = parseSync(name, code, other);
    if (again.errors.length === 0) return again;
  }
  return result;
}

const MODULE_SYNTAX = /^(Import|Export)\w*Declaration$|^TSExportAssignment$/;

/** The AST of one expression, its positions those of `code`; undefined when it is not one. */
export function parseExpression(code: string): Node | undefined {
  const { program, errors } = parseSync('expression.ts', code);
  const [statement, ...more] = program.body as unknown as Node[];
  return errors.length > 0 || more.length > 0 ? undefined : (statement?.['expression'] as Node | undefined);
}

function importedNames(program: Node): ImportedName[] {
  const names: ImportedName[] = [];
  for (const statement of program['body'] as Node[]) {
    if (statement.type === 'VariableDeclaration') names.push(...requiredNames(statement));
    if (statement.type !== 'ImportDeclaration') continue;
    for (const specifier of statement['specifiers'] as Node[]) {
      const imported = specifier['imported'] as Node | undefined;
      names.push({
        local: specifier['local'].name as string,
        imported:
          specifier.type === 'ImportNamespaceSpecifier'
            ? '*'
            : specifier.type === 'ImportDefaultSpecifier'
              ? 'default'
              : ((imported?.['name'] ?? imported?.['value']) as string),
        source: statement['source'].value as string,
        typeOnly: statement['importKind'] === 'type' || specifier['importKind'] === 'type',
      });
    }
  }
  return names;
}

// const { name: local } = require('source'), all = require('source')
function requiredNames(statement: Node): ImportedName[] {
  return (statement['declarations'] as Node[]).flatMap((declarator) => {
    const call = declarator['init'] as Node | null;
    const source: unknown = call?.['callee']?.name === 'require' ? call?.['arguments'][0]?.value : undefined;
    if (typeof source !== 'string') return [];
    const pattern = declarator['id'] as Node;
    if (pattern.type === 'Identifier')
      return [{ local: pattern['name'] as string, imported: '*', source, typeOnly: false }];
    const properties = pattern.type === 'ObjectPattern' ? (pattern['properties'] as Node[]) : [];
    return properties
      .filter((one) => one.type === 'Property' && one['computed'] !== true && one['value'].type === 'Identifier')
      .map((one) => ({
        local: one['value'].name as string,
        imported: String(one['key'].name ?? one['key'].value),
        source,
        typeOnly: false,
      }));
  });
}

/** Emit, for attributes: one flat constant each, functions for templates, union types and value constants for enums. */
import type { Attribute, Deprecation, EnumMember } from '../model.ts';
import { constantName, memberConstantName, typeName } from '../names.ts';
import { code, docComment, literal, prose, templateLiteral } from './text.ts';

/** All code of one attribute, doc comments included. */
export function emitAttribute(attribute: Attribute): string {
  const { key, type, brief, note, examples, stability, deprecated } = attribute;
  const facts = [
    `Type: ${code(typeText(attribute))}.`,
    examples.length > 0 ? `Examples: ${examples.map(code).join(', ')}.` : '',
  ];
  const doc = docComment([
    prose(brief),
    prose(note),
    facts.join(' ').trim(),
    `@${stability}`,
    deprecationTag(deprecated),
  ]);
  const name = constantName(key);
  if (type.kind === 'template') {
    const returns = templateLiteral(`${key}.`, 'Key');
    return `${doc}export const ${name} = <Key extends string>(key: Key): ${returns} => ${templateLiteral(`${key}.`, 'key')};\n`;
  }
  const constant = `${doc}export const ${name} = ${literal(key)};\n`;
  return type.kind === 'enum' ? `${constant}\n${emitEnum(attribute, type.members)}` : constant;
}

/** TypeScript type of the attribute's value. */
export function valueType(attribute: Attribute): string {
  const { type, key } = attribute;
  if (type.kind === 'enum') return typeName(key);
  const single = type.of === 'int' || type.of === 'double' ? 'number' : type.of === 'any' ? 'AnyValue' : type.of;
  return type.array ? `readonly ${single}[]` : single;
}

/** The `@deprecated` tag with its successor; empty when there is nothing to say. */
export function deprecationTag(deprecated: Deprecation | null): string {
  if (deprecated === null) return '';
  const note = prose(deprecated.note).replace(/\s+/g, ' ');
  if (deprecated.reason === 'renamed') return `@deprecated Renamed to ${code(deprecated.renamedTo)}. ${note}`.trim();
  return `@deprecated ${note === '' ? 'No successor.' : note}`;
}

// The union stays open, as the conventions say enums are, and still completes in an editor: `string & {}` keeps the members apart.
function emitEnum(attribute: Attribute, members: readonly EnumMember[]): string {
  const values = [...new Set(members.map(({ value }) => literal(value)))];
  const open = [...new Set(members.map(({ value }) => `(${typeof value} & {})`))];
  const doc = docComment([
    `Values of ${code(attribute.key)}; others are allowed.`,
    deprecationTag(attribute.deprecated),
  ]);
  const union = [...values, ...(open.length > 0 ? open : ['string'])].map((part) => `\n  | ${part}`).join('');
  const constants = members.map((member) => {
    const tag = deprecationTag(member.deprecated);
    return `${docComment([prose(member.brief), `@${member.stability}`, tag])}export const ${memberConstantName(attribute.key, member.id)} = ${literal(member.value)};\n`;
  });
  return `${doc}export type ${typeName(attribute.key)} =${union};\n\n${constants.join('')}`;
}

function typeText({ type }: Attribute): string {
  if (type.kind === 'enum') return 'enum';
  const value = `${type.of}${type.array ? '[]' : ''}`;
  return type.kind === 'template' ? `template[${value}]` : value;
}

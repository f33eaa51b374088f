/** `capture`: parameters, or properties of them, recorded under their own path. */

import { boundNames } from '../scope.ts';
import type { Node, Target } from '../types.ts';
import { parametersOf } from './arrows.ts';
import type { Problem } from './conflicts.ts';

// One identifier, then properties by dots.
const PATH = /^[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Start}$_][\p{ID_Continue}$]*)*$/u;

/** Annotated types whose values are no attribute values. */
const NOT_PRIMITIVE = /^TS(Array|Tuple|TypeLiteral|Function|Constructor|Object|Mapped|Symbol|Void|Never)/;

/**
 * The value of a path; a step that is null or undefined makes it undefined. Only TypeScript is sure to be compiled: other
 * files may be older than `?.`.
 */
export function capturedValue(path: string, typescript: boolean): string {
  if (typescript) return path.replaceAll('.', '?.');
  const [first, ...rest] = path.split('.');
  let value = first as string;
  for (const step of rest) value = `(${value} === null || ${value} === void 0 ? void 0 : ${value}.${step})`;
  return value;
}

export function captureProblem({ fn, options, name, at }: Target): Problem | undefined {
  for (const path of options.capture ?? []) {
    const [first, ...rest] = path.split('.');
    const param = parametersOf(fn).find((one) => boundNames(one).includes(first as string));
    if (param === undefined || !PATH.test(path)) {
      const known = parametersOf(fn)
        .flatMap((one) => boundNames(one))
        .join(', ');
      return { code: 'transform/capture-unknown', at, facts: { name, path, known: known === '' ? 'none' : known } };
    }
    const type = rest.length === 0 ? annotated(param) : undefined;
    if (type !== undefined && NOT_PRIMITIVE.test(type.type))
      return { code: 'transform/capture-type', at, facts: { name, path } };
  }
  return undefined;
}

// The type of a parameter that is one name.
function annotated(param: Node): Node | undefined {
  if (param.type === 'RestElement') return { type: 'TSArrayType', start: param.start, end: param.end };
  const inner = (
    param.type === 'AssignmentPattern'
      ? param['left']
      : param.type === 'TSParameterProperty'
        ? param['parameter']
        : param
  ) as Node;
  return inner.type === 'Identifier' ? (inner['typeAnnotation']?.typeAnnotation as Node | undefined) : undefined;
}

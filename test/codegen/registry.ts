/** A registry of one text, for the codegen tests. */
import { generate } from '../../codegen/index.ts';
import type { Generated } from '../../codegen/index.ts';

/** Generates from one file's text below the version line. */
export function generateFrom(body: string): Generated {
  return generate([{ path: 'shop.yaml', text: `file_format: definition/2\n${body}` }]);
}

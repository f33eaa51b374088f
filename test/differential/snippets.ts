/** Programs written by hand, after what the language's own conformance tests cover: `snippets/<topic>.txt`. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface Snippet {
  readonly name: string;
  readonly code: string;
  readonly module: boolean;
}

/** A line `--- name` begins a script, `--- module: name` a module. */
export function snippets(folder: string): Snippet[] {
  return readdirSync(folder)
    .sort()
    .flatMap((file) =>
      readFileSync(path.join(folder, file), 'utf8')
        .split(/^--- /m)
        .slice(1)
        .map((text) => {
          const end = text.indexOf('\n');
          const name = text.slice(0, end);
          return {
            name: `${path.parse(file).name}: ${name}`,
            code: text.slice(end + 1),
            module: name.startsWith('module: '),
          };
        }),
    );
}

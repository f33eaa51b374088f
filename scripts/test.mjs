/** `npm test`: runs Jest on native ES modules. Arguments go to Jest: `npm test -- test/runtime -t 'ring full'`. */
import path from 'node:path';
import { root, run } from './process.mjs';

const { code } = await run(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    path.join(root, 'node_modules/jest/bin/jest.js'),
    ...process.argv.slice(2),
  ],
  { show: true },
);
process.exitCode = code;

/** `node --import spanloom/node app.js`: instruments files as Node loads them, dependencies included. */

import { installNodeHooks } from './node-install.ts';

process.setSourceMapsEnabled(true);
installNodeHooks();

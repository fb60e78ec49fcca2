/** Bundled CommonJS packages ask for `require`, which an ES module does not have. Imported before anything else. */
import { createRequire } from 'node:module';

globalThis.require ??= createRequire(import.meta.url);

/**
 * Writes test/lab/sarif.schema.json: the JSON schema of SARIF 2.1.0 without prose, as the npm package @microsoft/jest-sarif
 * has it (its matchers lack packages that they need).
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { jsonOfPackage, withoutProse } from './published.ts';

const TARGET = fileURLToPath(new URL('../test/lab/sarif.schema.json', import.meta.url));

const schema = jsonOfPackage('@microsoft/jest-sarif@1.0.0-beta.0', 'lib/schemas/sarif-2.1.0-rtm.5.json');
writeFileSync(TARGET, `${JSON.stringify(withoutProse(schema), null, 1)}\n`);

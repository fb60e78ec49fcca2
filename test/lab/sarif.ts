/** The published schema of SARIF 2.1.0; `scripts/sarif-schema.ts` makes it. */
import { readFileSync } from 'node:fs';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';

// A pattern of the schema has a lone bracket, which Unicode patterns may not.
const ajv = new Ajv.default({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv as never);
const validate = ajv.compile(JSON.parse(readFileSync(new URL('sarif.schema.json', import.meta.url), 'utf8')));

/** What is wrong with a SARIF file, each with its place; empty when it is valid. */
export function sarifErrors(text: string): string[] {
  validate(JSON.parse(text));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
}

/** What a command ends with: everything that outputs, summary, annotations and exit code are made of. Pure data. */

import type { Finding } from '../finding.ts';
import type { Promotion } from '../promotion/ending.ts';

/** Every output, in the order of action.yml; a test compares the two. */
export const OUTPUTS = [
  'result',
  'reason',
  'verified',
  'changed',
  'error-count',
  'warning-count',
  'failed-statement-count',
  'metadata-digest',
  'app-version',
  'jam-version',
  'jam-line',
  'target-jam-version',
  'backup-dir',
  'url',
] as const;

export type Outputs = Partial<Record<(typeof OUTPUTS)[number], string>>;

export interface CommandResult {
  command: 'validate' | 'promote';
  result: 'valid' | 'invalid' | Promotion['result'];
  exitCode: number;
  /** One sentence when the result is invalid, refused, failed or unknown. */
  reason: string | undefined;
  /** Names and values of the outputs. */
  outputs: Outputs;
  findings: readonly Finding[];
  /** Path of the zip relative to the workspace, for annotations. */
  zipPath: string;
  application: { name: string; caption: string; version: string; line: number | undefined; digest: string };
  promotion: Promotion | undefined;
  /** Seconds that the command took. */
  seconds: number;
}

/** Outputs of our own words and numbers, in which no secret can stand: a password "0" must not blot out a count. */
const OWN_OUTPUTS = /^(result|verified|changed|metadata-digest|jam-line|.+-count)$/;

/** The value of an output as it may leave the process. */
export function outputText(name: string, value: string, redact: (text: string) => string): string {
  return OWN_OUTPUTS.test(name) ? value : redact(value);
}

/** The sentence at the top of every report. */
export function headline(result: CommandResult): string {
  const name = result.application.caption || result.application.name || 'the zip';
  const version = result.application.version ? ` ${result.application.version}` : '';
  const errors = result.outputs['error-count'] ?? '0';
  const sentences: Record<CommandResult['result'], string> = {
    valid: errors === '0' ? `${name}${version} is valid` : `${name}${version} has errors, which fail-on lets pass`,
    invalid: `${name}${version} is not valid and was not promoted`,
    imported: `${name}${version} is in production`,
    unchanged: `${name}${version} was in production already`,
    refused: `The promotion of ${name}${version} was refused`,
    failed: `The promotion of ${name}${version} failed`,
    unknown: `The outcome of promoting ${name}${version} is not known`,
  };
  if (result.result === 'invalid' && result.command === 'validate') return `${name}${version} is not valid`;
  return sentences[result.result];
}

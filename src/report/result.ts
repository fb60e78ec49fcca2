/** What a command ends with: everything that outputs, summary, annotations and exit code are made of. Pure data. */

import type { Finding } from '../finding.ts';
import type { Plan } from '../planning/plan.ts';
import type { Promotion } from '../promotion/ending.ts';
import type { Provisioned } from '../provisioning/provision.ts';

/** Every output, in the order of action.yml; a test compares the two. */
export const OUTPUTS = [
  'result',
  'reason',
  'verified',
  'changed',
  'error-count',
  'warning-count',
  'destructive-count',
  'statement-count',
  'failed-statement-count',
  'metadata-digest',
  'app-version',
  'jam-version',
  'jam-line',
  'target-jam-version',
  'plan-file',
  'report-file',
  'sarif-file',
  'plan-digest',
  'backup-dir',
  'url',
] as const;

export type Outputs = Partial<Record<(typeof OUTPUTS)[number], string>>;

export interface CommandResult {
  command: 'validate' | 'plan' | 'promote' | 'provision';
  result: 'valid' | 'planned' | 'provisioned' | 'invalid' | Promotion['result'];
  exitCode: number;
  /** One sentence when the result is invalid, refused, failed or unknown. */
  reason: string | undefined;
  /** Which sentence that is (docs/troubleshooting.md); undefined where findings say it. */
  errorId?: string | undefined;
  /** Names and values of the outputs. */
  outputs: Outputs;
  findings: readonly Finding[];
  /** Path of the zip relative to the workspace, for annotations. */
  zipPath: string;
  application: { name: string; caption: string; version: string; line: number | undefined; digest: string };
  promotion: Promotion | undefined;
  /** What would be done, or was. */
  plan?: Plan | undefined;
  /** The project that was made, or was there already. */
  provisioned?: Provisioned | undefined;
  /** What GitHub could not be told beside the summary, in sentences. */
  untold?: readonly string[];
  /** Seconds that the command took. */
  seconds: number;
}

/** Outputs of our own words and numbers, in which no secret can stand: a password "0" must not blot out a count. */
const OWN_OUTPUTS = /^(result|verified|changed|metadata-digest|plan-digest|jam-line|.+-count)$/;

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
    planned: `${name}${version} ${plannedText(result)}`,
    provisioned: `The project ${name} ${result.provisioned?.made === false ? 'was there already' : 'was made'}`,
    imported: `${name}${version} is in production`,
    unchanged: `${name}${version} was in production already`,
    refused: `The promotion of ${name}${version} was refused`,
    failed: `The promotion of ${name}${version} failed`,
    unknown: `The outcome of promoting ${name}${version} is not known`,
  };
  if (result.command === 'promote') return sentences[result.result];
  if (result.command === 'provision' && result.result !== 'provisioned')
    return result.result === 'refused'
      ? `The project ${name} was not made: refused`
      : `The project ${name} was not made`;
  if (result.result === 'invalid')
    return result.plan && errors === '0'
      ? `${name}${version} would fail to be imported`
      : `${name}${version} is not valid`;
  if (result.command === 'plan' && result.result === 'refused')
    return `A promotion of ${name}${version} would be refused`;
  if (result.command === 'plan' && result.result === 'failed') return `The plan of ${name}${version} could not be made`;
  return sentences[result.result];
}

/** What a promotion would do, in a few words. */
function plannedText({ plan, outputs }: CommandResult): string {
  if (outputs.changed !== 'true') return 'changes nothing';
  const losses = plan?.losses.length ?? 0;
  const statements = plan?.statements.length ?? 0;
  const sql = plan?.database.catalogue === 'none' ? '' : `, ${statements} SQL statement${statements === 1 ? '' : 's'}`;
  const lost = losses === 0 ? 'nothing is lost' : `${losses} loss${losses === 1 ? '' : 'es'} accepted`;
  return `would be promoted: ${plan?.changes.length ?? 0} changes${sql}, ${lost}`;
}

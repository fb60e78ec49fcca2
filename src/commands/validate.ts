/** `validate`: open the zip safely and judge it. No server, no secret. */
import { EXIT_CODES } from '../errors.ts';
import { type Finding, placeText } from '../finding.ts';
import type { Host } from '../hosts/host.ts';
import type { FailOn, ValidateInputs } from '../inputs.ts';
import type { Log } from '../log.ts';
import { shownPath } from '../paths.ts';
import type { CommandResult, Outputs } from '../report/result.ts';
import { type CheckedZip, checkZip, countOf } from './check-zip.ts';

export async function validate(inputs: ValidateInputs, host: Host, log: Log): Promise<CommandResult> {
  const since = performance.now();
  const zip = await log.step('Validate', async () => {
    const checked = await checkZip(inputs, host);
    tellFindings(checked, log);
    return checked;
  });
  const fails = failing(zip.findings, inputs.failOn) > 0;
  const base = describeZip('validate', zip, inputs.workspace, since);
  return {
    ...base,
    result: fails ? 'invalid' : 'valid',
    exitCode: fails ? EXIT_CODES.invalid : EXIT_CODES.ok,
    reason: fails ? invalidReason(zip, inputs.failOn === 'warning') : undefined,
  };
}

/** How many findings make a command fail. */
export function failing(findings: readonly Finding[], failOn: FailOn): number {
  if (failOn === 'never') return 0;
  return countOf(findings, 'error') + (failOn === 'warning' ? countOf(findings, 'warning') : 0);
}

/** One sentence with the counts and the first finding. */
export function invalidReason(zip: CheckedZip, warningsToo = false): string {
  const [errors, warnings] = [countOf(zip.findings, 'error'), countOf(zip.findings, 'warning')];
  const counts = [count(errors, 'error'), warningsToo ? count(warnings, 'warning') : ''].filter(Boolean).join(' and ');
  const first = zip.findings[0];
  const where = first ? placeText(first.place) : '';
  const saying = first ? `${where ? `${where}: ` : ''}${first.message}` : '';
  return `${zip.path.split(/[\\/]/).at(-1)} has ${counts}, ${errors + (warningsToo ? warnings : 0) > 1 ? 'first: ' : ''}${saying}`;
}

function count(number: number, word: string): string {
  return number === 0 ? '' : `${number} ${word}${number === 1 ? '' : 's'}`;
}

/** Every finding on its own line, worst first, and the counts. @param before those that were told already */
export function tellFindings(zip: CheckedZip, log: Log, before: readonly Finding[] = []): void {
  const app = zip.package;
  const told = new Set(before.map((finding) => JSON.stringify(finding)));
  const findings = zip.findings.filter((finding) => !told.has(JSON.stringify(finding)));
  if (app) {
    log.info(
      `${app.appCaption || app.appName} (${app.appName}) ${app.appVersion}, Jam.py ${app.line}, exported by ${app.jamVersion ?? 'an older release'}, digest ${app.digest.slice(0, 16)}`,
    );
  }
  for (const finding of findings) {
    const where = placeText(finding.place);
    const line = `${where ? `${where}: ` : ''}${finding.message} ${finding.remedy} [${finding.rule}]`;
    if (finding.severity === 'error') log.error(line);
    else log.info(`${finding.severity === 'warning' ? 'Warning' : 'Note'}: ${line}`);
  }
  const counts = (['error', 'warning', 'note'] as const).map(
    (severity) => `${countOf(findings, severity)} ${severity}s`,
  );
  log.info(`${zip.path}: ${counts.join(', ')}`);
}

/** What is the same for every command that reads a zip. */
export function describeZip(command: CommandResult['command'], zip: CheckedZip, workspace: string, since: number) {
  const app = zip.package;
  const outputs: Outputs = {
    'error-count': String(countOf(zip.findings, 'error')),
    'warning-count': String(countOf(zip.findings, 'warning')),
  };
  if (app) {
    outputs['metadata-digest'] = app.digest;
    outputs['app-version'] = app.appVersion;
    outputs['jam-version'] = app.jamVersion ?? '';
    outputs['jam-line'] = String(app.line);
  }
  return {
    command,
    findings: zip.findings,
    outputs,
    zipPath: shownPath(zip.path, workspace),
    application: {
      name: app?.appName ?? '',
      caption: app?.appCaption ?? '',
      version: app?.appVersion ?? '',
      line: app?.line,
      digest: app?.digest ?? '',
    },
    promotion: undefined,
    plan: undefined,
    seconds: (performance.now() - since) / 1000,
  };
}

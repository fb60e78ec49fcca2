/** Writes `plan-file` and `report-file`, whole or not at all. */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EXIT_CODES, reasonOf } from '../errors.ts';
import type { TargetInputs } from '../inputs.ts';
import { planJson } from '../planning/plan-json.ts';
import { type CommandResult, headline } from '../report/result.ts';
import type { Surroundings } from './promote.ts';

/** @returns the result with the paths that were written; one that can not be written fails a run that was good. */
export async function writePlanFiles(
  inputs: TargetInputs,
  result: CommandResult,
  { log, secrets }: Pick<Surroundings, 'log' | 'secrets'>,
): Promise<CommandResult> {
  const { plan } = result;
  if (!plan) return result;
  const redact = (text: string) => secrets.redact(text);
  const { digest, version } = result.application;
  const about = { path: result.zipPath, digest, version, result: result.result, reason: result.reason };
  const files: [name: 'plan-file' | 'report-file', path: string | undefined, make: () => Promise<string>][] = [
    ['plan-file', inputs.planFile, async () => planJson(plan, about, redact)],
    ['report-file', inputs.reportFile, () => page(result, redact)],
  ];
  const outputs = { ...result.outputs };
  const problems: string[] = [];
  for (const [name, path, make] of files) {
    if (path === undefined) continue;
    try {
      await writeWhole(path, await make());
      outputs[name] = path;
      log.info(`${name}: ${path}`);
    } catch (error) {
      problems.push(`${name} can not be written: ${reasonOf(error)}.`);
    }
  }
  if (problems.length === 0) return { ...result, outputs };
  for (const problem of problems) log.error(problem);
  if (result.exitCode !== EXIT_CODES.ok) return { ...result, outputs };
  const said = `${problems.join(' ')} Of the rest: ${headline(result)}.`;
  // What was promoted stays so, whatever became of its report.
  if (result.command === 'promote') return { ...result, outputs };
  return { ...result, outputs, result: 'failed', exitCode: EXIT_CODES.failed, reason: said };
}

async function page(result: CommandResult, redact: (text: string) => string): Promise<string> {
  const { planHtml } = await import('../report/html.ts');
  const { application, plan, findings, reason } = result;
  if (!plan) return '';
  const facts: [string, string][] = [
    ['Metadata file', result.zipPath],
    ['Application', [application.name, application.version].filter(Boolean).join(' ')],
    ['Digest', application.digest],
  ];
  return planHtml(
    { headline: headline(result), ...(reason === undefined ? {} : { reason }), facts, plan, findings },
    redact,
  );
}

async function writeWhole(path: string, contents: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.part`;
  try {
    await writeFile(temporary, contents);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

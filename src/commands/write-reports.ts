/** Writes `plan-file`, `report-file` and `sarif-file`, whole or not at all. */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EXIT_CODES, reasonOf } from '../errors.ts';
import type { Inputs } from '../inputs.ts';
import type { Log } from '../log.ts';
import { planJson } from '../planning/plan-json.ts';
import { type CommandResult, headline } from '../report/result.ts';
import type { Secrets } from '../secrets.ts';

type Redact = (text: string) => string;

/** What each file holds; undefined: there is nothing to write of this result. */
const FILES = [
  ['plan-file', 'planFile', planText],
  ['report-file', 'reportFile', page],
  ['sarif-file', 'sarifFile', sarif],
] as const;

/** @returns the result with the paths that were written; one that can not be written fails a run that was good. */
export async function writeReports(
  inputs: Inputs,
  result: CommandResult,
  { log, secrets }: { log: Log; secrets: Secrets },
): Promise<CommandResult> {
  const outputs = { ...result.outputs };
  const problems: string[] = [];
  for (const [name, key, make] of FILES) {
    const path = inputs[key];
    if (path === undefined) continue;
    try {
      const text = await make(result, (part) => secrets.redact(part));
      if (text === undefined) continue;
      await writeWhole(path, text);
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
  return {
    ...result,
    outputs,
    result: 'failed',
    exitCode: EXIT_CODES.failed,
    reason: said,
    errorId: 'report-not-written',
  };
}

async function planText(result: CommandResult, redact: Redact): Promise<string | undefined> {
  const { digest, version } = result.application;
  const about = { path: result.zipPath, digest, version, result: result.result, reason: result.reason };
  return result.plan && planJson(result.plan, about, redact);
}

async function sarif({ zipPath, findings }: CommandResult, redact: Redact): Promise<string | undefined> {
  if (zipPath === '') return undefined;
  const { sarifJson } = await import('../report/sarif.ts');
  return sarifJson({ path: zipPath, findings }, redact);
}

async function page(result: CommandResult, redact: Redact): Promise<string | undefined> {
  const { application, plan, findings, reason } = result;
  if (!plan) return undefined;
  const { planHtml } = await import('../report/html.ts');
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

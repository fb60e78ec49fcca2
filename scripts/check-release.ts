/**
 * `check-release.ts vX.Y.Z`: may this tag become a release? It is package.json's version, its commit is on main,
 * CHANGELOG.md has a section of that version, and the workflow that others call names this action by its real owner.
 * `--notes` prints that section.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** The text below `## [version]`, up to the next one; undefined when there is none or it is empty. */
export function notesOf(changelog: string, version: string): string | undefined {
  const sections = changelog.split(/^## /m).slice(1);
  const found = sections.find((section) => section.startsWith(`[${version}]`));
  const text = found?.slice(found.indexOf('\n') + 1).trim();
  return text === '' ? undefined : text;
}

export interface Release {
  tag: string;
  /** package.json's. */
  version: string;
  changelog: string;
  isOnMain: boolean;
  /** Text of promote.yml. */
  called: string;
}

/** What stands in the way, in sentences. */
export function problemsOf({ tag, version, changelog, isOnMain, called }: Release): string[] {
  const problems: string[] = [];
  if (tag !== `v${version}`) problems.push(`The tag is ${tag}, and package.json says ${version}.`);
  if (notesOf(changelog, version) === undefined)
    problems.push(`CHANGELOG.md has no section [${version}]: rename [Unreleased], and begin a new one.`);
  if (!isOnMain) problems.push('The commit of the tag is not on main.');
  if (/uses: OWNER\//.test(called))
    problems.push('promote.yml names the action as OWNER/jampy-promote: write the account that it is published under.');
  return problems;
}

function isOnMain(): boolean {
  try {
    execFileSync('git', ['merge-base', '--is-ancestor', 'HEAD', 'origin/main'], { cwd: ROOT, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [tag = '', option] = process.argv.slice(2);
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const changelog = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8');
  const called = readFileSync(join(ROOT, '.github', 'workflows', 'promote.yml'), 'utf8');
  const problems = problemsOf({ tag, version, changelog, isOnMain: isOnMain(), called });
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (problems.length > 0) process.exitCode = 1;
  else if (option === '--notes') process.stdout.write(`${notesOf(changelog, version)}\n`);
}

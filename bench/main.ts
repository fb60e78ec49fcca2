/**
 * `npm run bench`: what the program costs on top of what can not be had for less. Both sides of a ratio run in turns
 * (A B A B …) in one run, so that a slow machine slows both.
 *
 * 1. `validate` of a 30-item, 150 kB application over an empty start of Node. Goal: at most 4.
 * 2. `promote` over Jam.py's own bare import of the same zip into a new project. Promote also stops and starts the
 *    service, backs up and verifies.
 * 3. `plan` and `validate` of 2,000 items with 40,000 fields over bare inflate and JSON.parse, in time and memory, and over
 *    Jam.py's own analysis of a smaller zip (plan.ts). Goal: at most three times task.dat and 120 MB.
 * 4. `promote` by ssh over `promote` on the machine itself, and the number of round trips (as root, see ssh.ts).
 *
 * `--validate` runs the first only, `--plan` the third, `--ssh` the fourth.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { developV1 } from '../test/lab/application.ts';
import { startDeveloping } from '../test/lab/exports.ts';
import { createProject, type Project } from '../test/lab/project.ts';
import { setUpPythonForSqlite } from '../test/lab/python.ts';
import { bareImport, serviceCommands } from '../test/lab/serve.ts';
import type { Version } from '../test/lab/versions.ts';
import { largeApplication } from './application.ts';
import { benchPlan } from './plan.ts';
import { benchSsh } from './ssh.ts';

const CLI = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist', 'cli.js');
const STARTS = 21;
const IMPORTS = 5;
const GOAL = 4;
const DB = { type: 'sqlite', name: 'crm.sqlite' } as const;

/** Milliseconds that `work` takes. */
async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Runs Node to its end. @throws Error when it fails, with what it said */
async function node(args: readonly string[], cwd?: string): Promise<void> {
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${String(code)}:\n${said}`);
}

const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b);
const median = (values: readonly number[]) => sorted(values)[values.length >> 1] as number;

function tell(name: string, values: readonly number[]): void {
  const parts = [Math.min(...values), median(values), Math.max(...values)].map((ms) => `${ms.toFixed(0)} ms`);
  console.log(`${name.padEnd(34)} min ${parts[0]}, median ${parts[1]}, max ${parts[2]} (${values.length} runs)`);
}

/** The interpreter behind the first python3 on PATH, which may be a script that looks for one and takes longer than it. */
function realPython(): string {
  const asked = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' });
  const path = asked.stdout?.trim();
  if (!path) throw new Error('no python3 on PATH');
  return path;
}

async function benchValidate(folder: string): Promise<void> {
  const { zip, inflated } = largeApplication();
  const path = join(folder, 'shop.zip');
  writeFileSync(path, zip);
  const sides = [
    { name: 'empty Node', args: ['-e', '0'], values: [] as number[] },
    { name: 'validate, python given', args: [CLI, 'validate', path, '--python', realPython()], values: [] },
    { name: 'validate, python3 of PATH', args: [CLI, 'validate', path], values: [] },
  ];
  for (const { args } of sides) await node(args);
  for (let run = 0; run < STARTS; run++) {
    for (const { args, values } of sides) values.push(await time(() => node(args)));
  }
  console.log(
    `validate of 30 items, ${(inflated / 1000).toFixed(0)} kB inflated, ${(zip.length / 1000).toFixed(0)} kB packed`,
  );
  for (const { name, values } of sides) tell(name, values);
  const [empty, ...validate] = sides.map(({ values }) => median(values));
  const [given = 0, found = 0] = validate.map((ms) => ms / (empty ?? 0));
  console.log(
    `validate / empty Node: ${given.toFixed(1)} with python given (goal: at most ${GOAL}${given > GOAL ? '; NOT REACHED' : ''}), ${found.toFixed(1)} with the python3 of PATH\n`,
  );
}

async function exported(version: Version, folder: string): Promise<string> {
  const dir = join(folder, 'development');
  const work = await startDeveloping(version, dir, DB);
  try {
    await developV1(work.developer, dir);
    const path = join(folder, 'crm.zip');
    writeFileSync(path, (await work.developer.export()).bytes);
    return path;
  } finally {
    await work.served.stop();
  }
}

async function benchPromote(folder: string): Promise<void> {
  const version = await setUpPythonForSqlite(() => {});
  const zip = await exported(version, folder);
  const [bare, promote]: number[][] = [[], []];
  for (let run = 0; run < IMPORTS; run++) {
    const alone = await createProject({ version, dir: join(folder, `bare-${run}`), db: DB });
    mkdirSync(join(alone.dir, 'migration'), { recursive: true });
    spawnSync('cp', [zip, join(alone.dir, 'migration', 'crm.zip')]);
    bare?.push(await time(() => bareImport(alone)));
    const target = await createProject({ version, dir: join(folder, `promote-${run}`), db: DB });
    promote?.push(await promoted(target, zip, join(folder, `service-${run}`)));
  }
  console.log(`import of the lab's application (Jam.py ${version}, SQLite)`);
  tell('Jam.py alone, in one process', bare ?? []);
  tell('jampy-promote promote', promote ?? []);
  console.log(`promote / bare import: ${(median(promote ?? []) / median(bare ?? [])).toFixed(1)}`);
}

async function ssh(): Promise<void> {
  const why = await benchSsh(tell);
  if (why !== undefined) console.log(`ssh: not run here. ${why}`);
}

/** Milliseconds of a whole promotion to a running service. */
async function promoted(target: Project, zip: string, folder: string): Promise<number> {
  const service = await serviceCommands(target, folder);
  const shell = (line: string) => spawnSync('sh', ['-c', line], { stdio: 'ignore' });
  shell(service.startCommand);
  try {
    const where = ['--project-dir', target.dir, '--python', target.python, '--url', service.url];
    const commands = ['--stop-command', service.stopCommand, '--start-command', service.startCommand];
    return await time(() => node([CLI, 'promote', zip, ...where, ...commands]));
  } finally {
    shell(service.stopCommand);
  }
}

if (process.argv.includes('--ssh')) {
  await ssh();
  process.exit();
}
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'jampy-bench-')));
process.env.JAMPY_LAB_DIR = join(folder, 'lab');
try {
  if (process.argv.includes('--plan')) {
    await benchPlan(folder);
  } else await benchValidate(folder);
  if (!process.argv.includes('--plan') && !process.argv.includes('--validate')) {
    await benchPromote(folder);
    await benchPlan(folder);
    await ssh();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

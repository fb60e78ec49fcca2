/**
 * `npm run demo`: a small application is developed in real Jam.py, exported, validated, and promoted to a new
 * production project on SQLite by the built command line. Everything happens in one temporary folder that is removed
 * in the end. Needs Node and a Python with venv, nothing else.
 */
import { type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { APPLICATION, developV1 } from '../test/lab/application.ts';
import { startDeveloping } from '../test/lab/exports.ts';
import { createProject } from '../test/lab/project.ts';
import { setUpPythonForSqlite } from '../test/lab/python.ts';
import { alive, atEnd, until } from '../test/lab/run.ts';
import { serviceCommands } from '../test/lab/serve.ts';
import { LabError, type Version } from '../test/lab/versions.ts';

const CLI = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist', 'cli.js');

function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

function heading(text: string): void {
  say(`\n== ${text}`);
}

/** A promise that the demo makes did not hold. */
function must(truth: boolean, otherwise: string): void {
  if (!truth) throw new LabError(otherwise);
}

/** Runs the command line as a process; its log is shown, its outputs are given back. */
async function jampyPromote(workspace: string, args: readonly string[]): Promise<Record<string, string>> {
  say(`$ jampy-promote ${args.join(' ')}`);
  const options: SpawnOptions = { cwd: workspace, stdio: ['ignore', 'pipe', 'pipe'] };
  const child = spawn(process.execPath, [CLI, ...args, '--json'], options);
  let outputs = '';
  child.stderr?.on('data', (chunk: Buffer) => process.stdout.write(chunk));
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    outputs += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  must(code === 0 && outputs !== '', `jampy-promote ${args[0]} ended with exit code ${code}.`);
  return JSON.parse(outputs) as Record<string, string>;
}

async function develop(version: Version, folder: string, zipFolder: string): Promise<string> {
  heading(`A developer's project in Jam.py ${version}`);
  const dir = join(folder, 'development');
  const work = await startDeveloping(version, dir, { type: 'sqlite', name: 'crm.sqlite' });
  try {
    await developV1(work.developer, dir);
    const { bytes } = await work.developer.export();
    const zip = join(zipFolder, `${APPLICATION.taskName}.zip`);
    await mkdir(zipFolder, { recursive: true });
    await writeFile(zip, bytes);
    say(
      `${APPLICATION.caption}: tables, lookups, details, indexes, roles, a report and server code, made in its Builder`,
    );
    say(`exported by Jam.py itself: ${zip} (${bytes.length} bytes)`);
    return zip;
  } finally {
    await work.served.stop();
  }
}

async function demo(folder: string): Promise<void> {
  must(existsSync(CLI), 'dist/cli.js is not there: run npm run build.');
  heading('Set-up');
  const version = await setUpPythonForSqlite(say);
  const workspace = join(folder, 'repository');
  await develop(version, folder, join(workspace, 'metadata'));

  heading('Validate the zip, as on a pull request');
  const valid = await jampyPromote(workspace, ['validate']);
  must(valid.result === 'valid', `The zip is ${valid.result}: ${valid.reason}`);

  heading('A new, empty production project on SQLite, served by gunicorn');
  const production = join(folder, 'production');
  const db = { type: 'sqlite', name: 'crm.sqlite' } as const;
  const project = await createProject({ version, dir: production, db });
  const service = await serviceCommands(project, join(folder, 'service'), { workers: 2 });
  const stopService = () => spawnSync('sh', ['-c', service.stopCommand], { stdio: 'ignore' }).status;
  const forget = atEnd(stopService);
  try {
    must(spawnSync('sh', ['-c', service.startCommand]).status === 0, 'The production project could not be started.');
    say(`${production}, served at ${service.url}`);

    heading('Promote');
    const target = ['--project-dir', production, '--python', project.python, '--url', service.url];
    const commands = ['--stop-command', service.stopCommand, '--start-command', service.startCommand];
    const outputs = await jampyPromote(workspace, ['promote', ...target, ...commands]);

    heading('Verdict');
    for (const [name, value] of Object.entries(outputs)) if (value !== '') say(`${name.padEnd(24)}${value}`);
    must(outputs.result === 'imported' && outputs.verified === 'full', 'The promotion was not verified in full.');
    const page = await fetch(service.url);
    must(page.status === 200, `${service.url} answers HTTP ${page.status}.`);
    await page.arrayBuffer();

    heading('Promote again: nothing is to be done');
    const again = await jampyPromote(workspace, ['promote', ...target, ...commands]);
    must(again.result === 'unchanged' && again.verified === 'full', `The second promotion is ${again.result}.`);

    heading('Done');
    say(
      `${APPLICATION.caption} ${outputs['app-version']} was imported and verified in full; checked at ${outputs.url}`,
    );
  } finally {
    forget();
    const pid = Number(spawnSync('cat', [service.pidFile], { encoding: 'utf8' }).stdout);
    must(stopService() === 0, 'The production project could not be stopped.');
    if (pid > 0) await until('gunicorn to end', 10, async () => (alive(pid) ? undefined : true));
  }
}

async function main(): Promise<number> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'jampy-promote-demo-')));
  process.env.JAMPY_LAB_DIR = join(folder, 'lab');
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const forget = atEnd(remove);
  const start = performance.now();
  try {
    await demo(folder);
    return 0;
  } catch (error) {
    process.stderr.write(`\n${error instanceof LabError ? error.message : String((error as Error)?.stack ?? error)}\n`);
    return 1;
  } finally {
    forget();
    remove();
    say(`\nStopped and removed everything after ${((performance.now() - start) / 1000).toFixed(0)} s.`);
  }
}

process.exitCode = await main();

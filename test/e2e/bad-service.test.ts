/** Promotions that can not go on or lose sight: what they say, and the state in which they leave the target. */
import { spawn } from 'node:child_process';
import { chmod, chown, copyFile, mkdir, mkdtemp, readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { exportsOf } from '../lab/exports.ts';
import { alive, exists } from '../lab/run.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import { type ActionRun, type Installed, installAction } from './action.ts';
import { asCli, bothSay, checkAction, type Inputs } from './sentence.ts';
import { stageOf } from './stage.ts';
import { folderHash, jamAlone, makeTarget, type Target } from './target.ts';

let servers: Servers;
let action: Installed;
const targets: Target[] = [];

beforeAll(async () => {
  servers = await findServers(() => {});
  action = await installAction();
});
afterEach(async () => {
  for (const target of targets.splice(0)) await target.remove();
});
afterAll(async () => {
  await action?.remove();
  await servers?.stop();
});

/** Commands that only write down that they ran stand in for the service. */
async function quiet(
  ...parameters: Parameters<typeof makeTarget>
): Promise<{ target: Target; inputs: Inputs; ran(): Promise<string> }> {
  const target = await makeTarget(...parameters);
  targets.push(target);
  const journal = join(target.base, 'journal');
  await writeFile(journal, '');
  const inputs = {
    command: 'promote',
    'project-dir': target.dir,
    python: target.project.python,
    'stop-command': `echo stop >> ${journal}`,
    'start-command': `echo start >> ${journal}`,
  };
  return { target, inputs, ran: async () => (await readFile(journal, 'utf8')).trim().replaceAll('\n', ' ') };
}

const zips = (version: '5.5.4' | '7.0.120', type: 'postgres' | 'mariadb') => exportsOf(version, type, servers);

describe('commands of the service', () => {
  test('a stop-command that fails: nothing is imported', async () => {
    const { target, inputs, ran } = await quiet(servers, '7.0.120', 'postgres');
    const { v1 } = await zips('7.0.120', 'postgres');
    const before = await folderHash(target.dir);
    const wanted = {
      code: 1,
      result: 'failed',
      says: [
        /The stop-command failed with exit code 3: .*exit 3/,
        // Nothing tells whether it still runs.
        /Nothing was imported or changed\. The service was started again\./,
      ],
    } as const;
    const more = { 'metadata-file': v1, 'stop-command': 'echo the unit is masked; exit 3' };
    const { run } = await bothSay(action, { ...inputs, ...more }, wanted);
    expect(run.stdout).toContain('| the unit is masked');
    expect(run.outputs.changed).toBe('false');
    expect(await folderHash(target.dir)).toBe(before);
    expect(await ran()).toBe('start start');
  });

  test('a start-command that fails: the sentence says that it is down, and what was imported', async () => {
    const { target, inputs } = await quiet(servers, '7.0.120', 'postgres');
    const { v1 } = await zips('7.0.120', 'postgres');
    const run = await action.run({ ...inputs, 'metadata-file': v1, 'start-command': 'exit 7' });
    const sentence = checkAction(run, {
      code: 1,
      result: 'failed',
      says: [
        /Jam\.py says that it imported the zip, but the service did not start again and it is down/,
        /exit code 7/,
        /A backup from before is in/,
      ],
    });
    expect(sentence).toContain(run.outputs['backup-dir']);
    expect(run.outputs.changed).toBe('true');
    expect(await readdir(join(target.dir, 'migration'))).toEqual([]);
    const cli = await asCli(action, { ...inputs, 'metadata-file': v1 });
    expect([cli.code, cli.stdout.includes(': unchanged')], cli.stdout).toEqual([0, true]);
  });
});

test('the time is over in the middle of an import: unknown, no process and no zip are left, the service runs', async () => {
  const { target, inputs, ran } = await quiet(servers, '7.0.120', 'postgres');
  const { v1, v2 } = await zips('7.0.120', 'postgres');
  await jamAlone(target, [v1]);
  const blocker = new pg.Client({ connectionString: target.db?.url });
  blocker.on('error', () => {});
  await blocker.connect();
  try {
    await blocker.query('BEGIN');
    await blocker.query('LOCK TABLE crm_customers, crm_invoices, crm_countries IN ACCESS EXCLUSIVE MODE');
    const run = await action.run({ ...inputs, 'metadata-file': v2, timeout: '5s' });
    const sentence = checkAction(run, {
      code: 4,
      result: 'unknown',
      says: [/No outcome of the import within 5 s/, /Its process was ended/, /A backup from before is in/],
    });
    expect(sentence).toContain(run.outputs['backup-dir']);
    expect(await readdir(join(target.dir, 'migration'))).toEqual([]);
    expect(await ran()).toBe('stop start');
    expect(await processesIn(target.dir)).toEqual([]);
  } finally {
    await blocker.end();
  }
  // Whoever comes next is told what the broken import left.
  const next = await action.run({ ...inputs, 'metadata-file': v2 });
  if (await exists(join(target.dir, '_admin.sqlite'))) {
    checkAction(next, { code: 3, result: 'refused', says: /an earlier import was interrupted/ });
  } else expect(next.outputs.result, next.stdout).toBe('imported');
});

/** Command lines of processes that work in a folder. */
async function processesIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => '');
    if (cwd === folder && alive(Number(pid)))
      found.push(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''));
  }
  return found;
}

test('MariaDB whose catalogue can not be read: refused, and promoted partly verified where that is allowed', async () => {
  const { target, inputs, ran } = await quiet(servers, '5.5.4', 'mariadb');
  const { v1 } = await zips('5.5.4', 'mariadb');
  const { hostname, port } = new URL(servers.mariadb);
  const more = {
    'metadata-file': v1,
    'database-url': `mysql://nobody_of_ours:Wr0ng-pa55@${hostname}:${port || 3306}/${target.db?.name}`,
  };
  const before = await folderHash(target.dir);
  const says = [/can only be proven by looking at the database/, /Access denied/, /allow-partial-verification: true/];
  const { sentence } = await bothSay(action, { ...inputs, ...more }, { code: 3, result: 'refused', says });
  expect(sentence).not.toContain('Wr0ng-pa55');
  expect(await folderHash(target.dir)).toBe(before);
  expect(await ran()).toBe('');
  const run = await action.run({ ...inputs, ...more, 'allow-partial-verification': 'true' });
  expect([run.code, run.outputs.result, run.outputs.verified], run.stdout).toEqual([0, 'imported', 'partial']);
  expect(run.stdout).toContain('the database was not looked at');
  const connection = await mysql.createConnection({ uri: target.db?.url as string });
  const [rows] = await connection.query('SHOW TABLES');
  await connection.end();
  expect((rows as unknown[]).length).toBeGreaterThan(3);
});

test('an older target is refused, and accepted where that is allowed', async () => {
  const { target, inputs } = await quiet(servers, '5.4.136', 'postgres');
  const { v1 } = await zips('5.5.4', 'postgres');
  const says = /The target runs Jam\.py 5\.4\.136, the zip was made by 5\.5\.4/;
  await bothSay(action, { ...inputs, 'metadata-file': v1 }, { code: 3, result: 'refused', says });
  const run = await action.run({ ...inputs, 'metadata-file': v1, 'allow-older-target': 'true' });
  expect([run.code, run.outputs.result], run.stdout).toEqual([0, 'imported']);
  expect(run.outputs['target-jam-version']).toBe('5.4.136');
  expect(await stageOf(target.dir, target.db as NonNullable<Target['db']>)).toBe('v1');
});

// Root may write everywhere, so the action runs as a user who may not.
describe.runIf(process.getuid?.() === 0)('as a user without rights', () => {
  const NOBODY = 65_534;

  /** The action as that user, with files of the runner that are theirs. */
  async function runAsNobody(inputs: Inputs): Promise<ActionRun> {
    const files = await mkdtemp(join(action.dir, 'nobody-'));
    const node = join(action.dir, 'node');
    if (!(await exists(node))) await copyFile(process.execPath, node);
    for (const path of [action.dir, join(action.dir, 'dist'), node]) await chmod(path, 0o755);
    const [output, summary] = [join(files, 'output'), join(files, 'summary.md')];
    for (const file of [output, summary]) await writeFile(file, '');
    for (const path of [files, output, summary]) await chown(path, NOBODY, NOBODY);
    const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
    const runner = {
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: 'push',
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_WORKSPACE: files,
    };
    const child = spawn(node, [join(action.dir, 'dist', 'index.js')], {
      cwd: files,
      uid: NOBODY,
      gid: NOBODY,
      env: { PATH: process.env.PATH ?? '', HOME: files, ...runner, ...Object.fromEntries(given) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    const text = await readFile(output, 'utf8');
    const outputs = Object.fromEntries(
      [...text.matchAll(/^(.+?)<<(.+)\n([\s\S]*?)\n\2$/gm)].map((match) => [match[1], match[3]]),
    );
    return {
      code,
      stdout: Buffer.concat(out).toString(),
      stderr: Buffer.concat(err).toString(),
      outputs,
      summary: await readFile(summary, 'utf8'),
      pid: child.pid ?? 0,
    };
  }

  async function unwritable(): Promise<{ target: Target; inputs: Inputs; ran(): Promise<string> }> {
    const made = await quiet(servers, '7.0.120', 'postgres');
    const { v1 } = await zips('7.0.120', 'postgres');
    const backup = join(made.target.base, 'backup');
    const zip = join(made.target.base, 'v1.zip');
    await copyFile(v1, zip);
    await mkdir(backup);
    for (const path of [made.target.base, made.target.dir, zip]) await chmod(path, 0o755);
    await chown(backup, NOBODY, NOBODY);
    await chmod(join(made.target.base, 'journal'), 0o666);
    const { python: _python, ...inputs } = made.inputs;
    // Not as its owner, who is root.
    const more = { 'metadata-file': zip, 'backup-dir': backup, 'run-as': String(NOBODY) };
    return { ...made, inputs: { ...inputs, ...more } };
  }

  test('a project folder that can not be written: nothing is stopped', async () => {
    const { target, inputs, ran } = await unwritable();
    const before = await folderHash(target.dir);
    const run = await runAsNobody(inputs);
    checkAction(run, {
      code: 1,
      result: 'failed',
      says: /app; .* can not be written on this machine by the user of this run.*Nothing was changed/,
    });
    expect(await folderHash(target.dir)).toBe(before);
    expect(await ran()).toBe('');
  });

  test('an admin.sqlite that can not be read', async () => {
    const { target, inputs, ran } = await unwritable();
    await chmod(join(target.dir, 'admin.sqlite'), 0o600);
    const before = await folderHash(target.dir);
    const run = await runAsNobody(inputs);
    checkAction(run, { code: 1, result: 'failed', says: [/admin\.sqlite can not be read as/, /Nothing was changed/] });
    expect(await folderHash(target.dir)).toBe(before);
    expect(await ran()).toBe('');
  });

  test('no place for the lock and the backup', async () => {
    const { target, inputs, ran } = await unwritable();
    const before = await folderHash(target.dir);
    const { 'backup-dir': _backup, ...beside } = inputs;
    const run = await runAsNobody(beside);
    checkAction(run, {
      code: 1,
      result: 'failed',
      says: /Could not make the folder .*app\.jampy-promote .*no right to/,
    });
    await chown(join(target.base, 'backup'), 0, 0);
    const denied = await runAsNobody(inputs);
    checkAction(denied, {
      code: 1,
      result: 'failed',
      says: /backup can not be written on this machine.*Nothing was changed/,
    });
    expect(await ran()).toBe('');
    await chown(join(target.base, 'backup'), NOBODY, NOBODY);
    expect(await folderHash(target.dir)).toBe(before);
  });

  test('a python that has to run as the owner of the project', async () => {
    const { target, inputs, ran } = await unwritable();
    const { 'run-as': _, ...asOwner } = inputs;
    const run = await runAsNobody({ ...asOwner, python: target.project.python });
    checkAction(run, { code: 1, result: 'failed', says: /we may not act as root, .*(sudoers|sudo)/ });
    expect(await ran()).toBe('');
  });
});

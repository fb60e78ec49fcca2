/**
 * Secrets of a promotion to another machine: the ssh key, the database's password and the administrator's stand in no
 * argument and no environment of a process there, in no log, and in no file that was not theirs or that others may read.
 */
import { randomBytes } from 'node:crypto';
import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportsOf } from '../lab/exports.ts';
import { withAdmin } from '../lab/project.ts';
import { createMachine, logOf, type Machine } from '../lab/remote/machine.ts';
import { whyNoRemote } from '../lab/remote/packages.ts';
import { type Remote, startRemote } from '../lab/remote/site.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import { type RemoteRunner, remoteRunner } from './remote.ts';
import { watchProcesses } from './watch-processes.ts';

const why = await whyNoRemote();
const word = () => `Secret-${randomBytes(9).toString('hex')}`;

let servers: Servers;
let machine: Machine;
let runner: RemoteRunner;
let remote: Remote;
let login: string;
const database = word();
const administrator = word();
/** Whatever holds a secret was written later than that. */
const since = Date.now() - 1000;

describe.skipIf(why !== undefined)('secrets on another machine', { timeout: 600_000 }, () => {
  beforeAll(async () => {
    servers = await findServers(() => {});
    machine = await createMachine();
    runner = await remoteRunner(machine);
    remote = await startRemote(servers, {
      workers: 2,
      version: '7.0.120',
      database: 'mariadb',
      front: 'gunicorn',
      machine,
    });
    login = `jp_${randomBytes(4).toString('hex')}`;
    for (const host of ['localhost', '127.0.0.1']) {
      await remote.database.query(`CREATE USER '${login}'@'${host}' IDENTIFIED BY '${database}'`);
      await remote.database.query(`GRANT ALL ON \`${remote.database.name}\`.* TO '${login}'@'${host}'`);
    }
    await remote.stop();
    withAdmin(remote.project.dir, (admin) => {
      admin.prepare('UPDATE SYS_TASKS SET F_LOGIN = ?, F_PASSWORD = ?').run(login, database);
    });
    await remote.start();
  });
  afterAll(async () => {
    for (const host of ['localhost', '127.0.0.1']) {
      await remote?.database.query(`DROP USER IF EXISTS '${login}'@'${host}'`);
    }
    await remote?.end();
    await machine?.remove();
    await servers?.stop();
  });

  test('are in no process, no log and no file of others', async () => {
    // Every key of this kind begins with the same line.
    const common = machine.wrongKey.private.split('\n');
    const keyLines = machine.key.private.split('\n').filter((line) => line.length > 40 && !common.includes(line));
    const secrets = [...keyLines, database, administrator];
    const { v1 } = await exportsOf('7.0.120', 'mariadb');
    const watch = watchProcesses(secrets, () => undefined);
    const during = new Map<string, number>();
    let looking = true;
    let passes = 0;
    const files = (async () => {
      for (; looking; passes++) for (const [path, mode] of await filesWith(secrets)) during.set(path, mode);
    })();
    const ran = await runner.promote(remote, v1, { 'builder-login': 'admin', 'builder-password': administrator });
    looking = false;
    await files;
    watch.stop();
    expect([ran.code, ran.result, ran.verified], ran.log).toEqual([0, 'imported', 'full']);
    expect(watch.looks()).toBeGreaterThan(20);
    expect(passes).toBeGreaterThan(0);
    // The runner's own process is given its inputs as environment, as GitHub does it; nothing that it starts is.
    const isOurs = (seen: string) => /^environment of \S*node \S*index\.js/.test(seen);
    const seen = watch.found();
    expect(seen.filter((each) => !isOurs(each))).toEqual([]);
    // And that was seen, so that the look is one.
    expect(seen.filter(isOurs)).not.toEqual([]);
    for (const secret of secrets) {
      expect(ran.log.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain(secret);
      expect(await logOf(machine.sshd)).not.toContain(secret);
    }
    const known = [join(machine.folder, 'keys/'), join(remote.project.dir, 'admin.sqlite')];
    const foreign = ([path]: [string, number]) => !known.some((begin) => path.startsWith(begin));
    // While it runs the key lies in the runner's private folder, and copies of admin.sqlite in private ones.
    const meanwhile = [...during].filter(foreign);
    expect(meanwhile.some(([path]) => path.includes('jampy-promote-ssh-'))).toBe(true);
    for (const [path, mode] of meanwhile) {
      expect(path).toMatch(/\/jampy-promote-|\.jampy-promote\//);
      expect(`${path} ${(mode & 0o077).toString(8)}`).toBe(`${path} 0`);
    }
    // What stays is the backup.
    const remaining = [...(await filesWith(secrets))].filter(foreign);
    for (const [path, mode] of remaining) {
      expect(path).toMatch(/\.jampy-promote\/.*\/admin\.sqlite$/);
      expect(mode & 0o077).toBe(0);
    }
    expect(remaining.length).toBeGreaterThan(0);
  });
});

/** Files of the machine's users, wherever that is, that hold one of these texts, with their permission bits. */
async function filesWith(secrets: readonly string[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const users = [machine.runner, machine.deploy, machine.owner].map(({ uid }) => uid);
  for (const folder of [machine.folder, ...(await theirs(users))]) {
    for (const name of ['', ...(await readdir(folder, { recursive: true }).catch(() => []))]) {
      const path = join(folder, name);
      const size = await stat(path).catch(() => undefined);
      if (!size?.isFile() || size.size > 5_000_000 || size.mtimeMs < since || !users.includes(size.uid)) continue;
      const bytes = await readFile(path).catch(() => Buffer.alloc(0));
      if (secrets.some((secret) => bytes.includes(secret))) found.set(path, size.mode);
    }
  }
  return found;
}

/** What these users have in the folders that everybody may write to. */
async function theirs(users: readonly number[]): Promise<string[]> {
  const found: string[] = [];
  for (const folder of ['/tmp', '/var/tmp', '/dev/shm']) {
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name);
      const uid = (await lstat(path).catch(() => undefined))?.uid;
      if (uid !== undefined && users.includes(uid)) found.push(path);
    }
  }
  return found;
}

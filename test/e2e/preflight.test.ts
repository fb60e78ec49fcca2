/**
 * What is told before anything is stopped or written: each cell ends with its sentence, no service command was run, and
 * the project is as it was, byte by byte. Files that a server hands out:
 * served-files.test.ts; what is told over ssh: remote-failures.test.ts.
 */
import { chmod, chown, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportsOf } from '../lab/exports.ts';
import { withAdmin } from '../lab/project.ts';
import { pythonOf } from '../lab/python.ts';
import { createMachine, type Machine } from '../lab/remote/machine.ts';
import { whyNoRemote } from '../lab/remote/packages.ts';
import { sharedEnvironment } from '../lab/remote/python.ts';
import { startRemote } from '../lab/remote/site.ts';
import { giveAll } from '../lab/remote/users.ts';
import { run } from '../lab/run.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import type { DatabaseType, Version } from '../lab/versions.ts';
import { type Installed, installAction } from './action.ts';
import { spread, tellLeft } from './fixture.ts';
import { remoteRunner } from './remote.ts';
import { type Ended, folderHash, type Inputs, makeTarget, promote, type Target } from './target.ts';

const root = process.getuid?.() === 0;
const why = await whyNoRemote();

let servers: Servers;
let action: Installed;

beforeAll(async () => {
  servers = await findServers(() => {});
  action = await installAction();
});
afterAll(async () => {
  tellLeft();
  await action?.remove();
  await servers?.stop();
});

interface Scene {
  target: Target;
  /** With commands that only write down that they ran. */
  inputs: Inputs;
  /** Runs the action, and sees that it ended before anything began. */
  ends(more: Inputs, outcome: readonly [number, string], ...says: readonly RegExp[]): Promise<Ended>;
}

async function scene(version: Version, type: DatabaseType, work: (scene: Scene) => Promise<void>): Promise<void> {
  const { v1 } = await exportsOf(version, type, servers);
  const target = await makeTarget(servers, version, type);
  const journal = join(target.base, 'journal');
  await writeFile(journal, '');
  await chmod(journal, 0o666);
  const inputs: Inputs = {
    command: 'promote',
    'metadata-file': v1,
    'project-dir': target.dir,
    python: target.project.python,
    'stop-command': `echo stop >> ${journal}`,
    'start-command': `echo start >> ${journal}`,
  };
  const ends: Scene['ends'] = async (more, outcome, ...says) => {
    const before = await folderHash(target.dir);
    const ran = await promote(action, { ...inputs, ...more });
    expect([ran.code, ran.result], ran.reason + ran.log).toEqual(outcome);
    for (const part of says) expect(ran.reason).toMatch(part);
    expect(ran.reason).toMatch(/Nothing was (changed|touched)\.$/);
    expect(ran.outputs.changed).toBe('false');
    expect(await folderHash(target.dir)).toBe(before);
    expect(await readFile(journal, 'utf8')).toBe('');
    expect((await readdir(target.base)).filter((name) => name.includes('jampy-promote'))).toEqual([]);
    return ran;
  };
  try {
    await work({ target, inputs, ends });
  } finally {
    await target.remove();
  }
}

/** Without what the runner alone sees. */
const shown = ({ log }: Ended) => log.replace(/^::add-mask::.*$/gm, '');

const set = (target: Target, assignments: string) =>
  withAdmin(target.dir, (admin) => admin.exec(`UPDATE SYS_TASKS SET ${assignments}`));

describe('the database login of Jam.py itself', { concurrent: true, timeout: 600_000 }, () => {
  test.each(spread('5.4.136', 'a wrong password on MariaDB'))('%s: a wrong password on MariaDB', (version) =>
    scene(version, 'mariadb', async ({ target, ends }) => {
      set(target, "F_PASSWORD = 'Wr0ng-pa55word'");
      // The verdict has a way of its own; Jam.py has not.
      const more = { 'database-url': target.db?.url as string };
      const says = /Jam\.py can not log in to MySQL\/MariaDB database .*MySQLdb, in python \(.*Access denied/;
      const ran = await ends(more, [3, 'refused'], says);
      expect(shown(ran)).not.toContain('Wr0ng-pa55word');
    }),
  );

  test.each(spread('7.0.120', 'an unknown user, by parts and by DSN, on PostgreSQL'))(
    '%s: an unknown user on PostgreSQL, by parts and by DSN',
    (version) =>
      scene(version, 'postgres', async ({ target, ends }) => {
        const more = { 'database-url': target.db?.url as string };
        const says = /psycopg2, in python .*role "nobody_of_ours" does not exist/;
        set(target, "F_LOGIN = 'nobody_of_ours', F_PASSWORD = 'Wr0ng-pa55word'");
        await ends(more, [3, 'refused'], says);
        if (version !== '7.0.120') return;
        const { hostname, port } = new URL(servers.postgres);
        const dsn = `host=${hostname} port=${port || 5432} dbname=${target.db?.name} user=nobody_of_ours password=Wr0ng-pa55word`;
        set(target, `F_LOGIN = 'postgres', F_DSN = '${dsn}'`);
        const ran = await ends(more, [3, 'refused'], says);
        expect(shown(ran)).not.toContain('Wr0ng-pa55word');
      }),
  );

  test('a driver that the project names and its Python lacks', () =>
    scene('7.0.120', 'mariadb', ({ target, ends }) => {
      set(target, 'F_PYTHON_LIBRARY = 2');
      const says = /mysql\.connector, in python .*No module named 'mysql'"; install mysql\.connector there\./;
      return ends({}, [3, 'refused'], says).then(() => {});
    }));
});

describe('what is wrong', { concurrent: true, timeout: 600_000 }, () => {
  test('a Python that is none, has no Jam.py, or the other line', () =>
    scene('5.5.4', 'postgres', async ({ ends }) => {
      await ends({ python: '/no/such/python' }, [1, 'failed'], /python \(\/no\/such\/python\).*virtual environment/);
      await ends({ python: '/bin/true' }, [1, 'failed'], /did not answer as a Python/);
      await ends(
        { python: '/usr/bin/python3' },
        [1, 'failed'],
        /python \(.*\) on this machine (has no Jam\.py|could not)/,
      );
      const other = pythonOf('7.0.120');
      await ends({ python: other }, [3, 'refused'], /of Jam\.py 5, but Jam\.py 7\.0\.120 is installed for it/);
    }));

  test('programs of service commands that are not there', () =>
    scene('7.0.120', 'postgres', async ({ ends }) => {
      const more = { 'stop-command': '/no/such/ctl stop app', 'start-command': 'no-such-ctl start app' };
      await ends(
        more,
        [1, 'failed'],
        /^2 things stand in the way of this promotion\./,
        /\(1\) stop-command starts \/no\/such\/ctl, and this machine has no such program/,
        /\(2\) start-command starts no-such-ctl/,
      );
      await ends({ 'stop-command': '', service: 'systemd:app' }, [1, 'failed'], /service systemd:app: .*systemctl/);
    }));

  test('several things at once: all are told', () =>
    scene('7.0.120', 'mariadb', async ({ target, ends }) => {
      set(target, "F_PASSWORD = 'Wr0ng-pa55word'");
      const more = { 'database-url': target.db?.url as string, 'stop-command': '/no/such/ctl stop' };
      await ends(more, [3, 'refused'], /^2 things stand in the way/, /can not log in/, /starts \/no\/such\/ctl/);
    }));
});

describe.runIf(root)('a full disk', { concurrent: true, timeout: 600_000 }, () => {
  async function onSmallDisk(options: string, work: (scene: Scene) => Promise<void>): Promise<void> {
    await scene('7.0.120', 'postgres', async (made) => {
      const { dir } = made.target;
      const aside = `${dir}.aside`;
      await cp(dir, aside, { recursive: true, preserveTimestamps: true });
      const used = Number((await run(['du', '-sk', dir])).split('\t')[0]);
      const files = (await readdir(dir, { recursive: true })).length + 1;
      const size = options.replace('USED', String(used + 64)).replace('FILES', String(files + 3));
      await run(['mount', '-t', 'tmpfs', '-o', `${size},mode=755`, 'tmpfs', dir]);
      try {
        await cp(aside, dir, { recursive: true, preserveTimestamps: true });
        await work(made);
      } finally {
        await run(['umount', '-l', dir]);
        await rm(aside, { recursive: true });
      }
    });
  }

  test('bytes: both figures are told', () =>
    onSmallDisk('size=USEDk', async ({ ends }) => {
      const says = /file system of \S+app on this machine has \d+ KB left, and the import needs space for about \d+ KB/;
      await ends({}, [1, 'failed'], says, /make room there/);
    }));

  test('inodes: both figures are told', () =>
    onSmallDisk('nr_inodes=FILES', async ({ ends }) => {
      await ends({}, [1, 'failed'], /has \d+ inodes left, and the import needs space for about \d+ files/);
    }));
});

describe.skipIf(why !== undefined)('as the owner of the project', { timeout: 600_000 }, () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = await createMachine();
  });
  afterAll(async () => {
    await machine?.remove();
  });

  test('files that the zip overwrites, and folders of somebody else', () =>
    scene('7.0.120', 'postgres', async ({ target, ends }) => {
      const python = join(await sharedEnvironment('7.0.120', () => {}), 'bin', 'python');
      await giveAll(machine.owner, target.dir);
      await chmod(target.base, 0o755);
      const [css, page] = [join(target.dir, 'css'), join(target.dir, 'index.html')];
      await chown(page, 0, 0);
      await chmod(page, 0o644);
      await mkdir(css, { recursive: true });
      await chown(css, 0, 0);
      await chmod(css, 0o777);
      await ends(
        { python },
        [1, 'failed'],
        /^2 things stand in the way/,
        /index\.html can not be written on this machine by the user that owns the project/,
        /css on this machine can be written .* but belongs to somebody else/,
      );
      await chown(css, machine.owner.uid, machine.owner.gid);
      await chown(join(target.dir, 'admin.sqlite'), 0, 0);
      await ends(
        { python, 'run-as': machine.owner.name },
        [1, 'failed'],
        /admin\.sqlite; .*index\.html can not be written/,
      );
    }));

  test('programs that sudo does not let through are listed, with the line to add', async () => {
    const machine = await createMachine();
    const remote = await startRemote(servers, {
      version: '7.0.120',
      database: 'postgres',
      front: 'gunicorn',
      machine,
      workers: 1,
      sudo: 'services',
    });
    try {
      const { deploy, owner } = machine;
      const programs = ['find', 'cat', 'install', 'mv', 'ln', 'rm', 'chmod', 'chgrp', 'sha256sum', 'readlink'];
      const list = [remote.project.python, ...programs.map((name) => `/usr/bin/${name}`)].join(', ');
      await machine.permit('some', `${deploy.name} ALL = (${owner.name}) NOPASSWD: ${list}\n`);
      const before = await folderHash(remote.project.dir, false);
      const { v1 } = await exportsOf('7.0.120', 'postgres', servers);
      const ended = await (await remoteRunner(machine)).promote(remote, v1);
      expect([ended.code, ended.result], ended.log).toEqual([1, 'failed']);
      expect(ended.reason).toContain(`${deploy.name} ALL = (${owner.name}) NOPASSWD: /usr/bin/dd, /usr/bin/kill.`);
      expect(await folderHash(remote.project.dir, false)).toBe(before);
      expect(await remote.active()).toBe(true);
    } finally {
      await remote.end();
      await machine.remove();
    }
  });
});

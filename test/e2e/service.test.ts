/** The values of `service`, against servers that are really run, and what is asked of them before anything is stopped. */
import { once } from 'node:events';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Exports, exportsOf } from '../lab/exports.ts';
import { createMachine, type Machine } from '../lab/remote/machine.ts';
import { whyNoRemote } from '../lab/remote/packages.ts';
import { type Remote, startRemote } from '../lab/remote/site.ts';
import { exists } from '../lab/run.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import type { Version } from '../lab/versions.ts';
import { type Installed, installAction } from './action.ts';
import { spread, tellLeft } from './fixture.ts';
import { remoteRunner } from './remote.ts';
import {
  byFolder,
  byUrl,
  type Ended,
  folderHash,
  type Inputs,
  importLogs,
  makeTarget,
  promote,
  summary,
  type Target,
} from './target.ts';

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

const NO_COMMANDS: Inputs = { 'stop-command': '', 'start-command': '', 'restart-command': '' };

/** Process ids of gunicorn's workers. */
async function workersOf(pidFile: string): Promise<number[]> {
  const master = (await readFile(pidFile, 'utf8')).trim();
  const children = await readFile(`/proc/${master}/task/${master}/children`, 'utf8');
  return children.split(' ').filter(Boolean).map(Number);
}

const run = (inputs: Inputs, env: Record<string, string> = {}) => promote(action, inputs, { env });

/** A new project on PostgreSQL, and the zips for it. */
async function withTarget(
  version: Version,
  options: { workers?: number },
  work: (target: Target, exports: Exports) => Promise<void>,
): Promise<void> {
  const exports = await exportsOf(version, 'postgres', servers);
  const target = await makeTarget(servers, version, 'postgres', options);
  try {
    await work(target, exports);
  } finally {
    await target.remove();
  }
}

describe('gunicorn:PIDFILE', { concurrent: true, timeout: 600_000 }, () => {
  test.each(spread('5.4.136', 'gunicorn is told to reload'))(
    '%s: one process imports beside four workers, which are replaced at once',
    (version) =>
      withTarget(version, { workers: 4 }, async (target, { v1, v2 }) => {
        await target.start();
        const service = `gunicorn:${target.service.pidFile}`;
        for (const zip of [v1, v2]) {
          const before = await workersOf(target.service.pidFile);
          expect(before).toHaveLength(4);
          const ran = await run(byFolder(target, zip, { ...NO_COMMANDS, service }));
          expect([...summary(ran), ran.verified], ran.log).toEqual([0, 'imported', '', 'full']);
          expect(ran.log).toMatch(/can not be stopped from here: one process imports while it goes on/);
          const after = await workersOf(target.service.pidFile);
          expect(after.filter((pid) => before.includes(pid))).toEqual([]);
          expect(after).toHaveLength(4);
        }
      }),
  );

  test('after a live import on Jam.py 7 all workers are replaced', () =>
    withTarget('7.0.120', { workers: 3 }, async (target, { v1 }) => {
      await target.start();
      const before = await workersOf(target.service.pidFile);
      const ran = await run(byUrl(target, v1, { service: `gunicorn:${target.service.pidFile}` }));
      expect([...summary(ran), ran.verified], ran.log).toEqual([0, 'imported', '', 'full']);
      expect(ran.log).toMatch(/service is restarted: Jam\.py 7 leaves a worker stuck/);
      expect((await workersOf(target.service.pidFile)).filter((pid) => before.includes(pid))).toEqual([]);
    }));

  /** Without python. */
  const alone = (target: Target, zip: string) =>
    run(byFolder(target, zip, { ...NO_COMMANDS, python: '', service: `gunicorn:${target.service.pidFile}` }));

  test('without python two workers are refused', () =>
    withTarget('7.0.120', { workers: 2 }, async (target, { v1 }) => {
      await target.start();
      const ran = await alone(target, v1);
      expect(summary(ran)).toEqual([3, 'refused', expect.stringMatching(/gunicorn; 2 workers\), and .*Give python/)]);
      expect(await importLogs(target.dir)).toEqual([]);
    }));

  test('without python one worker imports as it starts', () =>
    withTarget('7.0.120', { workers: 1 }, async (target, { v1 }) => {
      await target.start();
      const ran = await alone(target, v1);
      expect(summary(ran), ran.log).toEqual([0, 'imported', '']);
    }));

  test('what is no pid file of a running gunicorn is told before anything happens', () =>
    withTarget('7.0.120', {}, async (target, { v1 }) => {
      const pidFile = join(target.base, 'a pid');
      const before = await folderHash(target.dir);
      const cases = [
        [undefined, /a pid on this machine is not there/],
        ['-1\n', /holds no process id/],
        ['12 34', /holds no process id/],
        ['4194301', /names process 4194301, which does not run/],
        [String(process.pid), /which is not gunicorn/],
      ] as const;
      for (const [text, says] of cases) {
        if (text !== undefined) await writeFile(pidFile, text);
        const ran = await run(byFolder(target, v1, { ...NO_COMMANDS, service: `gunicorn:${pidFile}` }));
        expect(summary(ran), ran.log).toEqual([1, 'failed', expect.stringMatching(says)]);
        expect(ran.reason).toMatch(/Nothing was changed\.$/);
      }
      expect(await folderHash(target.dir)).toBe(before);
    }));
});

describe('touch:PATH', { concurrent: true, timeout: 600_000 }, () => {
  test('without python, or of a file that is not there: nothing happens', () =>
    withTarget('7.0.120', {}, async (target, { v1 }) => {
      const before = await folderHash(target.dir);
      const wsgi = `touch:${join(target.dir, 'wsgi.py')}`;
      const refused = await run(byFolder(target, v1, { ...NO_COMMANDS, service: wsgi, python: '' }));
      expect(summary(refused)).toEqual([3, 'refused', expect.stringMatching(/service: touch\).*Give python/)]);
      for (const [path, says] of [
        [join(target.dir, 'nothing.py'), /nothing\.py on this machine is not there/],
        [target.dir, /is a folder/],
      ] as const) {
        const ran = await run(byFolder(target, v1, { ...NO_COMMANDS, service: `touch:${path}` }));
        expect(summary(ran), ran.log).toEqual([1, 'failed', expect.stringMatching(says)]);
      }
      expect(await folderHash(target.dir)).toBe(before);
    }));
});

describe('commands', { concurrent: true, timeout: 600_000 }, () => {
  test('past service-timeout a command is ended with all that it started, and its limit is told', () =>
    withTarget('7.0.120', {}, async (target, { v1 }) => {
      const [kept, marker] = [join(target.base, 'pid'), join(target.base, 'marker')];
      const stop = `sh -c 'sleep 321 & echo $! > ${kept}; wait'`;
      const more = { 'stop-command': stop, 'start-command': `touch ${marker}`, url: '', 'service-timeout': '1s' };
      const ran = await run(byFolder(target, v1, more));
      const says = /stop-command did not end within 1 s \(service-timeout\) and was ended.*Nothing was imported/;
      expect(summary(ran), ran.log).toEqual([1, 'failed', expect.stringMatching(says)]);
      const pid = (await readFile(kept, 'utf8')).trim();
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => 'State:\tX');
      expect(status).toMatch(/^State:\t[XZ]/m);
    }));

  test('health-url: good before and bad after fails, bad before is told', () =>
    withTarget('5.4.136', {}, async (target, { v1, v2 }) => {
      const ill = join(target.base, 'ill');
      const health = await serveHealth(ill);
      try {
        const more = {
          url: '',
          'health-url': `${health.url}status?deep=1`,
          'stop-command': 'true',
          'start-command': `touch ${ill}`,
        };
        const failed = await run(byFolder(target, v1, more));
        const says = /Jam\.py reported success, but .*health-url answered as it should before, and does not any more/;
        expect(summary(failed), failed.log).toEqual([1, 'failed', expect.stringMatching(says)]);
        expect(health.asked()).toEqual(new Set(['/status?deep=1']));
        const told = await run(byFolder(target, v2, { ...more, 'start-command': `rm ${ill}` }));
        expect([told.code, told.result], told.log).toEqual([0, 'imported']);
        expect(told.log).toMatch(/health-url \S+\/status does not answer as it should before the import \(HTTP 500\)/);
      } finally {
        await health.close();
      }
    }));
});

/** Answers 200, or 500 while a file is there. */
async function serveHealth(ill: string): Promise<{ url: string; asked(): Set<string>; close(): Promise<void> }> {
  const asked = new Set<string>();
  const server: Server = createServer((request, response) => {
    asked.add(request.url ?? '');
    void exists(ill).then((sick) => {
      response.writeHead(sick ? 500 : 200).end('x');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    asked: () => asked,
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

// From the files of examples/servers, run by another user; systemctl stands in for systemd, which containers lack.
describe.skipIf(why !== undefined)('as another user', { concurrent: true, timeout: 600_000 }, () => {
  let machine: Machine;
  let exports: Record<'5.5.4' | '7.0.120', Exports>;
  beforeAll(async () => {
    machine = await createMachine();
    exports = {
      '5.5.4': await exportsOf('5.5.4', 'mariadb', servers),
      '7.0.120': await exportsOf('7.0.120', 'postgres', servers),
    };
  });
  afterAll(async () => {
    await machine?.remove();
  });

  /** On this machine as root, who becomes the owner. */
  const here = (remote: Remote, zip: string, more: Inputs): Inputs => ({
    command: 'promote',
    'metadata-file': zip,
    'project-dir': remote.project.dir,
    python: remote.project.python,
    url: remote.url,
    ...more,
  });

  const good = (ran: Ended) => expect([...summary(ran), ran.verified], ran.log).toEqual([0, 'imported', '', 'full']);

  test('systemd:NAME as root, and by ssh with sudo', async () => {
    const { v1, v2 } = exports['5.5.4'];
    const remote = await startRemote(servers, {
      version: '5.5.4',
      database: 'mariadb',
      front: 'gunicorn',
      machine,
      workers: 2,
    });
    try {
      const service = `systemd:${remote.unit}`;
      const path = `${join(machine.folder, 'bin')}:${process.env.PATH}`;
      const asRoot = await run(here(remote, v1, { service }), { PATH: path });
      good(asRoot);
      expect(asRoot.log).toContain(`stop-command of service ${service}: systemctl stop ${remote.unit}`);
      const runner = await remoteRunner(machine);
      const bySsh = await runner.promote(remote, v2, { ...NO_COMMANDS, service });
      good(bySsh);
      expect(bySsh.log).toContain(`start-command of service ${service}: sudo -n systemctl start ${remote.unit}`);
      expect(await remote.active()).toBe(true);
      // What sudo does not permit is told before anything is stopped.
      const before = await importLogs(remote.project.dir);
      const denied = await runner.promote(remote, v1, { ...NO_COMMANDS, service: 'systemd:another' });
      const line = `${machine.deploy.name} ALL = (root) NOPASSWD: ${join(machine.folder, 'bin', 'systemctl')} stop another`;
      expect([denied.code, denied.result], denied.log).toEqual([1, 'failed']);
      expect(denied.reason).toContain(line);
      expect(await importLogs(remote.project.dir)).toEqual(before);
      expect(await remote.active()).toBe(true);
    } finally {
      await remote.end();
    }
  });

  test('apache without systemd, which is waited for; touch:PATH under mod_wsgi', async () => {
    const { v1, v2 } = exports['7.0.120'];
    const remote = await startRemote(servers, {
      version: '7.0.120',
      database: 'postgres',
      front: 'apache',
      machine,
    });
    const folder = join(machine.folder, `apache-${basename(dirname(remote.project.dir))}`);
    // Debian's own files of an instance are elsewhere.
    const files = await mkdtemp(join(tmpdir(), 'jampy-apache-'));
    const env = {
      APACHE_CONFDIR: folder,
      APACHE_RUN_DIR: files,
      APACHE_LOCK_DIR: files,
      // Apache's own programs are not where a login without a terminal looks.
      PATH: `${files}:/usr/local/bin:/usr/bin:/bin`,
    };
    await symlink('/usr/sbin/runuser', join(files, 'runuser'));
    try {
      const pid = async () => Number(await readFile(join(folder, 'pid'), 'utf8'));
      const before = await pid();
      const stopped = await run(here(remote, v1, { service: 'apache' }), env);
      good(stopped);
      expect(stopped.log).toContain('stop-command of service apache: /usr/sbin/apache2ctl stop');
      expect(stopped.log).not.toMatch(/::warning::(?!Safe mode|The target still accepts)/);
      expect(await pid()).not.toBe(before);
      const master = await pid();
      const touched = await run(here(remote, v2, { service: `touch:${remote.touchPath}` }));
      good(touched);
      expect(touched.log).toContain(`${remote.touchPath} is touched.`);
      expect(await pid()).toBe(master);
    } finally {
      await remote.end();
      await rm(files, { recursive: true, force: true });
    }
  });
});

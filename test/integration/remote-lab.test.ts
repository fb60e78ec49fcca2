/** The lab for a remote server and examples/servers, by themselves: nothing of src/ is needed. */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, readdir, readFile, readlink, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportsOf } from '../lab/exports.ts';
import { withAdmin } from '../lab/project.ts';
import { startFront } from '../lab/remote/fronts.ts';
import { createMachine, type Machine } from '../lab/remote/machine.ts';
import { whyNoRemote } from '../lab/remote/packages.ts';
import { ask, leaks } from '../lab/remote/probes.ts';
import { type Remote, startRemote } from '../lab/remote/site.ts';
import { exists, freePort, tryRun, until } from '../lab/run.ts';
import { findServers, type Servers } from '../lab/servers.ts';

const MINUTE = 60_000;
const SITES = [
  { front: 'gunicorn', version: '5.5.4', database: 'mariadb' },
  { front: 'nginx', version: '7.0.120', database: 'postgres' },
  { front: 'apache', version: '7.0.120', database: 'mariadb' },
] as const;

const reason = await whyNoRemote('5.5.4');
if (reason !== undefined) process.stdout.write(`${reason}\n`);

/** Status of `load` for the application: 9 is Jam.py's normal answer. */
async function load(url: string, headers: Record<string, string> = {}): Promise<unknown> {
  const body = JSON.stringify(['load', 1, 0, null, null]);
  const answer = await fetch(new URL('/api', url), { method: 'POST', body, headers });
  const { result } = (await answer.json()) as { result: { status: number } };
  return result.status;
}

async function down(url: string): Promise<boolean> {
  return await fetch(url).then(
    async (answer) => {
      await answer.arrayBuffer();
      return answer.status === 502;
    },
    () => true,
  );
}

/** Ids of the owner's processes that run in the project's folder and lead no process group of their own. */
async function workersOf(remote: Remote): Promise<string[]> {
  const { stdout } = await tryRun(['ps', '-o', 'pid=,pgid=', '-u', remote.machine.owner.name]);
  const rows = stdout.split('\n').map((line) => line.trim().split(/\s+/));
  const workers: string[] = [];
  for (const [pid = '', group] of rows) {
    const folder = pid === group ? '' : await readlink(`/proc/${pid}/cwd`).catch(() => '');
    if (folder === remote.project.dir) workers.push(pid);
  }
  return workers;
}

describe.skipIf(reason !== undefined)('a remote server of the lab', () => {
  let servers: Servers;
  let machine: Machine;
  const remotes = new Map<string, Remote>();

  beforeAll(async () => {
    servers = await findServers(() => {});
    machine = await createMachine();
    const starts = SITES.map(async (site) => {
      const { v1: zip } = await exportsOf(site.version, site.database, servers);
      remotes.set(site.front, await startRemote(servers, { ...site, machine, zip }));
    });
    for (const done of await Promise.allSettled(starts)) if (done.status === 'rejected') throw done.reason;
  }, 5 * MINUTE);

  afterAll(async () => {
    await machine?.remove();
    await servers?.stop();
    if (machine) expect(await left(machine)).toEqual([]);
  });

  describe.concurrent.each(SITES)('$front, Jam.py $version on $database', ({ front }) => {
    test('serves with all its workers, as the owner', async () => {
      const remote = remotes.get(front) as Remote;
      expect((await fetch(remote.url)).status).toBe(200);
      for (let time = 0; time < 12; time++) expect(await load(remote.url)).toBe(9);
      expect(await workersOf(remote)).toHaveLength(remote.workers);
      const { uid, mode } = await stat(remote.project.dir);
      expect([uid, mode & 0o777]).toEqual([machine.owner.uid, 0o700]);
    });

    test('only the owner reads the project and writes beside it', async () => {
      const remote = remotes.get(front) as Remote;
      const { dir } = remote.project;
      for (const user of [machine.runner, machine.deploy]) {
        expect((await machine.as(user, ['ls', dir])).code).not.toBe(0);
        expect((await machine.as(user, ['cat', join(dir, 'admin.sqlite')])).code).not.toBe(0);
        expect((await machine.as(user, ['touch', join(dir, '..', 'x')])).code).not.toBe(0);
        expect((await machine.as(user, ['test', '-x', join(dir, '..')])).code).toBe(0);
      }
      expect((await machine.as(machine.owner, ['cat', join(dir, 'admin.sqlite')])).code).toBe(0);
      expect((await machine.ssh(`cat ${dir}/admin.sqlite`)).stderr).toContain('Permission denied');
    });

    test('sudo lets deploy do what is listed and nothing else', async () => {
      const remote = remotes.get(front) as Remote;
      const owner = machine.owner.name;
      const { dir, python } = remote.project;
      const allowed = [
        `cd / && sudo -n -u ${owner} find ${dir} -name admin.sqlite`,
        `sudo -n -u ${owner} cat ${dir}/admin.sqlite`,
        `sudo -n -u ${owner} ${python} -c 'import jam'`,
        `sudo -n -u '#${machine.owner.uid}' sha256sum ${dir}/index.html`,
      ];
      const forbidden = [
        'sudo -n true',
        'sudo -n cat /etc/shadow',
        `sudo -n ${python} -c 1`,
        `sudo -n -u ${owner} sh -c true`,
        `sudo -n -u ${owner} bash`,
        `sudo -n -u www-data cat /etc/hostname`,
        `${remote.stopCommand} ssh`,
        remote.stopCommand.replace(remote.unit, 'ssh'),
        remote.stopCommand.replace(' stop ', ' edit '),
        remote.stopCommand.replace('systemctl', '/usr/bin/systemctl'),
      ];
      for (const line of allowed) expect((await machine.ssh(line)).code, line).toBe(0);
      for (const line of forbidden) expect((await machine.ssh(line)).stderr, line).toMatch(/^sudo: /m);
      expect(await remote.active()).toBe(true);
      const runner = await machine.as(machine.runner, ['sudo', '-n', '-u', owner, '/usr/bin/cat', `${dir}/index.html`]);
      expect(runner.stderr).toContain('sudo: ');
    });
  });

  describe.concurrent.each(SITES)('the commands of $front, Jam.py $version on $database', ({ front }) => {
    test('stopped is stopped; started is started when every worker has loaded the application', async () => {
      const remote = remotes.get(front) as Remote;
      const loads = join(remote.project.dir, 'loads');
      const script = remote.touchPath ?? join(remote.project.dir, 'wsgi.py');
      const before = await readFile(script, 'utf8');
      await appendFile(script, `\nimport time\ntime.sleep(1)\nopen(${JSON.stringify(loads)}, 'a').write('x')\n`);
      const loaded = async () => (await readFile(loads, 'utf8').catch(() => '')).length;

      expect(await machine.ssh(remote.stopCommand)).toMatchObject({ code: 0, stderr: '' });
      expect(await remote.active()).toBe(false);
      expect(await down(remote.url)).toBe(true);
      expect(await workersOf(remote)).toEqual([]);
      expect((await machine.ssh(remote.stopCommand)).code).toBe(0);

      expect(await machine.ssh(remote.startCommand)).toMatchObject({ code: 0, stderr: '' });
      expect(await loaded()).toBe(remote.workers);
      expect((await machine.ssh(remote.startCommand)).code).toBe(0);
      expect(await loaded()).toBe(remote.workers);

      expect(await machine.ssh(remote.reloadCommand)).toMatchObject({ code: 0, stderr: '' });
      expect(await loaded()).toBe(2 * remote.workers);
      expect(await workersOf(remote)).toHaveLength(remote.workers);

      await writeFile(script, before);
      expect(await machine.ssh(remote.restartCommand)).toMatchObject({ code: 0, stderr: '' });
      expect(await workersOf(remote)).toHaveLength(remote.workers);
      expect(await load(remote.url)).toBe(9);
    });
  });

  describe.each(['nginx', 'apache'])('%s as a front server', (front) => {
    let remote: Remote;
    beforeAll(() => {
      remote = remotes.get(front) as Remote;
    });

    test('hands out nothing of the project folder that Jam.py would not, however it is asked', async () => {
      await fetch(remote.url);
      const { asked, found } = await leaks(remote.url, remote.project.dir);
      expect(asked).toBeGreaterThan(2000);
      expect(found).toEqual([]);
    });

    test('hands out what the application and the Builder need', async () => {
      const builder = await (await fetch(new URL('/builder.html', remote.url))).text();
      const needed = [...builder.matchAll(/(?:src|href)="([^":#]+\.(?:js|css|png|ico))"/g)].map((match) => match[1]);
      // Jam.py 7.0.120 names an editor that it does not bring.
      const paths = needed
        .filter((path) => !path?.includes('/ace/'))
        .map((path) => new URL(path ?? '', remote.url).pathname);
      expect(paths.length).toBeGreaterThan(10);
      const own = [
        '/',
        '/index.html',
        '/builder_login.html',
        '/login.html',
        '/static/img/logo.png',
        '/css/project.css',
      ];
      for (const path of [...paths, ...own]) expect((await ask(remote.url, path)).status, path).toBe(200);
      expect((await ask(remote.url, '/ext/none')).status).not.toBe(404);
      const form = new FormData();
      const fields = { file_name: 'x.txt', path: 'static/internal', task_id: '0', item_id: '-1', field_id: '-1' };
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append('file', new Blob([new Uint8Array(30 * 1024 * 1024)]), 'x.txt');
      const upload = await fetch(new URL('/upload', remote.url), { method: 'POST', body: form });
      expect([upload.status, ((await upload.json()) as { error: unknown }).error]).toEqual([200, null]);
    });

    test('tells Jam.py the address that a client has, not the one that it claims', async () => {
      await remote.stop();
      withAdmin(remote.project.dir, (admin) => admin.exec('UPDATE SYS_PARAMS SET F_SAFE_MODE = 1'));
      await remote.start();
      const body = new URLSearchParams({ login: 'admin', password: '111' });
      const headers = { 'X-Forwarded-For': '203.0.113.9' };
      const page = new URL('/builder_login.html', remote.url);
      const login = await fetch(page, { method: 'POST', body, headers, redirect: 'manual' });
      expect(login.status).toBe(302);
      const addresses = withAdmin(remote.project.dir, (admin) => admin.prepare('SELECT F_IP FROM SYS_USERS').all());
      expect(addresses).toEqual([expect.objectContaining({ F_IP: '127.0.0.1' })]);
      expect((await leaks(remote.url, remote.project.dir)).found).toEqual([]);
    });
  });

  test('Apache: a copy of the site for https, which is read before it, uses the same processes', async () => {
    const folder = await frontFolder(machine, 'apache');
    const site = await readFile(join(folder, 'site.conf'), 'utf8');
    await writeFile(join(folder, 'site-le-ssl.conf'), site.replace(/<VirtualHost \S+>/, '<VirtualHost 127.0.0.1:443>'));
    const main = await readFile(join(folder, 'apache2.conf'), 'utf8');
    const both = join(folder, 'both.conf');
    const first = main.replace(/(?=Include \S+\/site\.conf)/, `Include ${folder}/site-le-ssl.conf\n`);
    expect(first).not.toBe(main);
    await writeFile(both, first);
    const { code, stderr } = await tryRun(['/usr/sbin/apache2', '-f', both, '-t']);
    expect([code, stderr]).toEqual([0, expect.stringContaining('Syntax OK')]);
  });

  test.each([
    ['nginx', 404],
    ['apache', 403],
  ])('%s keeps the Builder to some networks once those lines are no comments any more', async (front, closed) => {
    const remote = remotes.get(front) as Remote;
    const folder = await frontFolder(machine, front);
    const path = join(folder, 'site.conf');
    const before = await readFile(path, 'utf8');
    const status = async (page: string) => (await ask(remote.url, page)).status;
    const serve = async (site: string, login: number) => {
      await writeFile(path, site);
      if (front === 'nginx') await reloadNginx(Number(await readFile(join(folder, 'pid'), 'utf8')));
      else expect(await machine.ssh(remote.reloadCommand)).toMatchObject({ code: 0, stderr: '' });
      const expected = async () => (await status('/builder_login.html')) === login || undefined;
      await until(`${front} to answer ${login}`, 30, expected);
    };
    try {
      const open = before.replaceAll(/^( *)# (?=geo |map |if \(|\}| {4}|<)/gm, '$1');
      expect(open).not.toBe(before);
      const elsewhere = open.replaceAll(/127\.0\.0\.0\/8 |(?<=ip )127\.0\.0\.1/g, '198.51.100.0/24 ');
      expect(elsewhere).not.toBe(open);
      await serve(elsewhere, closed);
      const pages = ['/builder.html', '/Builder.html', '/builder%2ehtml', '/builder_1.html'];
      for (const page of pages) expect(await status(page), page).toBe(closed);
      expect(await status('/login.html')).toBe(200);
      await serve(open, 200);
    } finally {
      await serve(before, 200);
    }
  });

  test('Apache: touching the script replaces each process at its next request', async () => {
    const apache = remotes.get('apache') as Remote;
    const old = await workersOf(apache);
    const touch = `cd / && sudo -n -u ${machine.owner.name} touch ${apache.touchPath}`;
    expect(await machine.ssh(touch)).toMatchObject({ code: 0, stderr: '' });
    await until('every process to be a new one', 30, async () => {
      await Promise.all(Array.from({ length: 12 }, async () => await (await fetch(apache.url)).arrayBuffer()));
      const now = await workersOf(apache);
      return now.length === apache.workers && now.every((pid) => !old.includes(pid)) ? true : undefined;
    });
  });

  test.skipIf(!existsSync('/usr/bin/systemd-analyze'))('systemd accepts the unit', async () => {
    const nginx = remotes.get('nginx') as Remote;
    const unit = join(machine.folder, 'units', `${nginx.unit}.service`);
    expect(await tryRun(['systemd-analyze', 'verify', unit])).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  test('Jam.py 7 without a front server gives away all of its folder, so nobody else gets at its socket', async () => {
    const nginx = remotes.get('nginx') as Remote;
    const socket = nginx.socket ?? '';
    const { found } = await leaks(socket, nginx.project.dir);
    expect(found).toContain('admin.sqlite by /jam/../admin.sqlite');
    expect(found).toContain('server.py by /jam/..%2fserver.py');
    expect((await machine.as(machine.deploy, ['test', '-S', socket])).code).not.toBe(0);
  });

  describe('sshd', () => {
    const forwarded = async (sshd = machine.sshd) => {
      const [ssh = '', ...rest] = await machine.sshCommand(sshd);
      return await machine.as(machine.runner, [ssh, '-W', `127.0.0.1:${machine.sshd.port}`, ...rest], { input: 'x\n' });
    };

    test('lets deploy in by its key, and nobody else', async () => {
      expect(await machine.ssh('id -un')).toMatchObject({ code: 0, stdout: `${machine.deploy.name}\n` });
      expect(machine.key.private).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----\n/);
      const wrong = await machine.sshCommand(machine.sshd, machine.wrongKey);
      expect((await machine.as(machine.runner, [...wrong, 'true'])).stderr).toContain('Permission denied (publickey)');
      expect(await readFile(machine.sshd.log, 'utf8')).toContain(`Accepted publickey for ${machine.deploy.name}`);
    });

    test('forwards, or not', async () => {
      expect((await forwarded()).stdout).toMatch(/^SSH-2\.0-/);
      const closed = await machine.startSshd({ forwarding: false });
      expect((await forwarded(closed)).stderr).toMatch(/prohibited|failed/);
    });

    test('is a jump host', async () => {
      const jump = await machine.startSshd();
      const proxy = (await machine.sshCommand(jump)).map((word) => `'${word}'`).join(' ');
      const [ssh = '', ...rest] = await machine.sshCommand();
      const argv = [ssh, '-o', `ProxyCommand=${proxy.replace("'ssh'", "'ssh' '-W' '%h:%p'")}`, ...rest, 'echo there'];
      expect(await machine.as(machine.runner, argv)).toMatchObject({ code: 0, stdout: 'there\n' });
      expect(await readFile(jump.log, 'utf8')).toContain('Accepted publickey');
    });

    test('comes back with another host key', async () => {
      const first = await machine.startSshd({ port: await freePort() });
      const argv = await machine.sshCommand(first);
      expect((await machine.as(machine.runner, [...argv, 'true'])).code).toBe(0);
      await first.stop();
      await machine.startSshd({ port: first.port });
      const changed = await machine.as(machine.runner, [...argv, 'true']);
      expect(changed.stderr).toContain('REMOTE HOST IDENTIFICATION HAS CHANGED');
    });
  });

  test('a site without permission for the service leaves sudo closed', async () => {
    const options = { front: 'gunicorn', version: '7.0.120', database: 'postgres', started: false } as const;
    const remote = await startRemote(servers, { ...options, sudo: 'files' });
    try {
      const { machine, project } = remote;
      expect((await machine.ssh(remote.startCommand)).stderr).toContain('sudo: a password is required');
      expect((await machine.ssh(`sudo -n -u ${machine.owner.name} cat ${project.dir}/index.html`)).code).toBe(0);
    } finally {
      await remote.end();
    }
    expect(await left(remote.machine)).toEqual([]);
  });

  test.each(['gunicorn', 'apache'] as const)(
    '%s: sites that are made at the same time have a service each',
    async (kind) => {
      const machine = await createMachine();
      try {
        const place = { machine, place: machine.folder, project: machine.folder, environment: machine.folder };
        const fronts = await Promise.all(
          ['one', 'two'].map(async (name) => await startFront(kind, { ...place, name })),
        );
        expect(new Set(fronts.map(({ unit }) => unit)).size).toBe(2);
      } finally {
        await machine.remove();
      }
    },
  );

  test('a run that is killed leaves nothing that the next one does not remove', async () => {
    const script = fileURLToPath(new URL('../lab/remote/machine.ts', import.meta.url));
    const code = `import(${JSON.stringify(script)}).then(async ({ createMachine }) => {
      const { id, folder } = await createMachine();
      console.log(JSON.stringify({ id, folder }));
      process.kill(process.pid, 'SIGKILL');
    })`;
    const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    await new Promise((resolve) => child.on('close', resolve));
    const killed = JSON.parse(output) as Pick<Machine, 'id' | 'folder'>;
    expect((await left(killed)).length).toBeGreaterThan(0);
    const machine = await createMachine();
    expect(await left(killed)).toEqual([]);
    await machine.remove();
    expect(await left(machine)).toEqual([]);
  });
});

/** Where the lab keeps a front server's configuration. */
async function frontFolder({ folder }: Machine, front: string): Promise<string> {
  const name = (await readdir(folder)).find((entry) => entry.startsWith(`${front}-`));
  if (name === undefined) throw new Error(`no ${front} in ${folder}`);
  return join(folder, name);
}

/** What is still there of a machine: folder, users, sudoers files, processes. */
async function left({ id, folder }: Pick<Machine, 'id' | 'folder'>): Promise<string[]> {
  const { stdout: users } = await tryRun([
    'getent',
    'passwd',
    ...['runner', 'deploy', 'owner'].map((name) => `jp-${name}-${id}`),
  ]);
  const { stdout: processes } = await tryRun(['pgrep', '-a', '-f', '--', `${folder}/`]);
  const sudoers = (await readdir('/etc/sudoers.d')).filter((name) => name.includes(id));
  const folders = (await exists(folder)) ? [folder] : [];
  return [...folders, ...sudoers, ...`${users}${processes}`.split('\n')].filter(Boolean);
}

/** Ended when the workers of before are: until then they answer as before. */
async function reloadNginx(master: number): Promise<void> {
  const workers = async () => (await readFile(`/proc/${master}/task/${master}/children`, 'utf8')).trim().split(' ');
  const old = await workers();
  process.kill(master, 'SIGHUP');
  await until('nginx to replace its workers', 30, async () => {
    const now = await workers();
    return now.every((pid) => pid !== '' && !old.includes(pid)) || undefined;
  });
}

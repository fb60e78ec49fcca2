/** One ssh connection while all is well: what it leaves on both machines, how much it carries, and where it leads. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { connect as dial } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Address } from '../../src/hosts/host.ts';
import { SshConnection } from '../../src/hosts/ssh-connection.ts';
import { sweepSshFolders } from '../../src/hosts/ssh-files.ts';
import { whyNoRemote } from '../lab/remote/packages.ts';
import type { Sshd } from '../lab/remote/sshd.ts';
import { alive, until } from '../lab/run.ts';
import { newToken } from './hosts/kinds.ts';
import { mastersOf, useSshLab } from './hosts/ssh-lab.ts';

const why = await whyNoRemote();
const FULL = process.env.JAMPY_TEST_FULL === '1';

/** The first words of whatever an address leads to; '' when it is closed without any. */
async function greeting(address: Address): Promise<string> {
  const socket = 'socket' in address ? dial(address.socket) : dial(address.port, address.host);
  return await new Promise((resolve) => {
    socket.once('data', (bytes) => {
      socket.destroy();
      resolve(bytes.toString());
    });
    socket.once('close', () => resolve(''));
    socket.once('error', () => resolve(''));
  });
}

describe.skipIf(why !== undefined)('an ssh connection', { timeout: 600_000 }, () => {
  const lab = useSshLab();
  const { connect, refusal } = lab;

  test('keeps its key in a private folder, which is gone with it', async () => {
    const host = await connect();
    const folder = host.localFolder;
    expect(dirname(folder)).toBe(lab.base);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder)) expect((await stat(join(folder, name))).mode & 0o077, name).toBe(0);
    expect(readFileSync(join(folder, 'key'), 'utf8')).toBe(lab.machine.key.private);
    expect(await mastersOf(folder)).toHaveLength(1);
    const there = async () => (await host.list('/tmp'))?.filter((name) => name.startsWith('jampy-promote-')).length;
    expect(await there()).toBeGreaterThan(0);
    await host.close();
    expect(existsSync(folder)).toBe(false);
    await until('the master to end', 10, async () => ((await mastersOf(folder)).length === 0 ? true : undefined));
    await host.close();
  });

  let jump: Sshd | undefined;
  test.each([
    ['A.b@c+d-e_f', true],
    ['with  blanks', false],
    ['$(touch hacked)', false],
    ["quo'te", false],
    ['Käse $HOME', false],
    ['a:b', false],
    ['p%h', false],
    ['a*b[c]{d}', false],
    ['qu"ote', false],
    ['back\\slash', false],
    ['l'.repeat(80), false],
  ])('RUNNER_TEMP may be called %s, and a jump host be on the way', async (name, fits) => {
    const { sshd, deploy } = lab.machine;
    jump ??= await lab.machine.startSshd();
    const folder = join(lab.base, name);
    await mkdir(folder);
    process.env.RUNNER_TEMP = folder;
    try {
      const config = [
        'Host production',
        '  HostName 127.0.0.1',
        `  Port ${sshd.port}`,
        `  ProxyJump ${deploy.name}@127.0.0.1:${jump.port}`,
      ].join('\n');
      const knownHosts = `${sshd.knownHosts}\n${jump.knownHosts}`;
      const host = await connect({ host: 'production', port: undefined, config, knownHosts });
      expect((await host.user()).name).toBe(deploy.name);
      expect(await greeting(await host.reach({ host: '127.0.0.1', port: sshd.port }))).toMatch(/^SSH-2/);
      expect(await mastersOf(host.localFolder)).toHaveLength(1);
      expect(dirname(host.localFolder) === folder).toBe(fits);
      await host.close();
      expect(existsSync(host.localFolder)).toBe(false);
      expect(await refusal({ knownHosts: '# none' })).toContain('ssh-host-key-unknown');
      expect(readdirSync(folder)).toEqual([]);
      expect(existsSync('hacked')).toBe(false);
    } finally {
      process.env.RUNNER_TEMP = lab.base;
      for (const path of [folder, 'hacked']) await rm(path, { recursive: true, force: true });
    }
  });

  test.each([
    ['without a word', 'process.exit(3)', false],
    ['by an error', 'queueMicrotask(() => { throw new Error("unforeseen"); })', false],
    ['killed', 'process.kill(process.pid, "SIGKILL")', true],
  ])('of a process that ended %s leaves no key, or the next one removes it', async (_how, end, left) => {
    const source = fileURLToPath(new URL('../../src/hosts/ssh.ts', import.meta.url));
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { SshHost } from ${JSON.stringify(source)};
        const host = await SshHost.connect(JSON.parse(process.env.TARGET), undefined, '${newToken()}');
        console.log(host.localFolder);
        ${end};`,
      ],
      { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, TARGET: JSON.stringify(lab.target()) } },
    );
    let folder = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      folder += text.trim();
    });
    await once(child, 'close');
    expect(folder).not.toBe('');
    expect(existsSync(join(folder, 'key'))).toBe(left);
    expect(existsSync(folder)).toBe(left);
    const [master = 0] = await mastersOf(folder);
    expect(alive(master)).toBe(true);
    // Without a next one it ends by itself.
    if (FULL) await until('the master to end', 90, async () => (alive(master) ? undefined : true));
    await sweepSshFolders();
    expect(existsSync(folder)).toBe(false);
    // One without a folder can not be reached any more: it ends within a minute.
    if (left) await until('the master to end', 10, async () => (alive(master) ? undefined : true));
    else if (alive(master)) process.kill(master);
  });

  test('shows nothing secret to whoever looks at processes', async () => {
    const secret = `secret-${newToken()}`;
    const seen = new Set<string>();
    const look = setInterval(() => {
      for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
        for (const file of ['cmdline', 'environ']) {
          try {
            // What this process itself knows is not the question.
            if (Number(pid) !== process.pid) seen.add(readFileSync(`/proc/${pid}/${file}`, 'latin1'));
          } catch {
            // It has ended.
          }
        }
      }
    }, 5);
    try {
      const host = await connect();
      const path = join(lab.machine.deploy.home, 'secret');
      for (let time = 0; time < 5; time++) {
        await host.writeFile(path, Buffer.from(secret.repeat(20_000)), { mode: 0o600 });
        expect(Buffer.from((await host.readFile(path)) ?? '').toString()).toContain(secret);
        await host.run({ argv: ['sh', '-c', 'cat >/dev/null; sleep 0.05'], input: secret, timeoutMs: 20_000 });
      }
    } finally {
      clearInterval(look);
    }
    expect([...seen].filter((text) => text.includes('jampy-promote-ssh-')).length).toBeGreaterThan(3);
    const [, line = ''] = lab.machine.key.private.split('\n');
    for (const text of seen) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(line);
    }
  });

  test.each([2, 1])('carries 30 calls at once where the server lets in %i sessions', async (sessions) => {
    const narrow = await lab.machine.startSshd({ settings: [`MaxSessions ${sessions}`, 'MaxStartups 100'] });
    const host = await connect(lab.target(narrow));
    const seen = await Promise.all(Array.from({ length: 30 }, () => host.stat('/etc/passwd')));
    expect(seen.every((each) => each?.kind === 'file')).toBe(true);
  });

  test('ends one call that takes too long, and no other', async () => {
    const connection = await SshConnection.open(lab.target(), newToken());
    try {
      const other = connection.script('sleep 3; echo whole');
      const since = Date.now();
      await expect(connection.script('echo begun; sleep 30', { timeoutMs: 500 })).rejects.toMatchObject({
        id: 'ssh-time',
        message: '127.0.0.1 did not answer within 0.5 s.',
      });
      expect(Date.now() - since).toBeLessThan(5000);
      expect(await other).toMatchObject({ code: 0, stdout: 'whole\n' });
    } finally {
      await connection.close();
    }
  });

  test.each([
    ['of zeros', '/dev/zero'],
    ['of anything', '/dev/urandom'],
  ])('reads 50 MB %s in seconds', async (_what, device) => {
    const host = await connect();
    const path = join(lab.machine.deploy.home, 'large');
    expect(
      (await host.run({ argv: ['sh', '-c', `head -c 50000000 ${device} >${path}`], timeoutMs: 30_000 })).code,
    ).toBe(0);
    const since = Date.now();
    expect((await host.readFile(path))?.length).toBe(50_000_000);
    expect(Date.now() - since).toBeLessThan(20_000);
    await host.remove(path);
  });

  test('leads to ports and sockets of the host; where that is forbidden they are closed at once', async () => {
    const { sshd, deploy } = lab.machine;
    const host = await connect();
    const port: Address = { host: '127.0.0.1', port: sshd.port };
    expect(await greeting(await host.reach(port))).toMatch(/^SSH-2\.0-/);
    const socket = join(deploy.home, 'a socket');
    const program = `
import os, socket, sys
s = socket.socket(socket.AF_UNIX)
s.bind(sys.argv[1])
s.listen()
print("listens", flush=True)
c, _ = s.accept()
c.sendall(b"hello")
c.close()`;
    const listens = Promise.withResolvers<void>();
    const server = host.run({
      argv: ['python3', '-u', '-c', program, socket],
      timeoutMs: 30_000,
      onLine: () => listens.resolve(),
    });
    await listens.promise;
    expect(await greeting(await host.reach({ socket }))).toBe('hello');
    expect((await server).code).toBe(0);
    // Nothing listens there any more.
    expect(await greeting(await host.reach({ socket }))).toBe('');
    // What led there ends with its master; the next question leads there anew.
    for (const pid of await mastersOf(host.localFolder)) process.kill(pid, 'SIGKILL');
    expect(await greeting(await host.reach(port))).toMatch(/^SSH-2\.0-/);
    const closed = await lab.machine.startSshd({ forwarding: false });
    expect(await greeting(await (await connect(lab.target(closed))).reach(port))).toBe('');
  });
});

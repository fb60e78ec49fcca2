/** The ssh connection by itself: who is let in, what is told, what is left behind, and what survives a broken line. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { SshHost } from '../../src/hosts/ssh.ts';
import type { SshTarget } from '../../src/hosts/ssh-files.ts';
import { startCutProxy } from '../e2e/cut-proxy.ts';
import { createMachine, type Machine } from '../lab/remote/machine.ts';
import { whyNoRemote } from '../lab/remote/packages.ts';
import { run, tryRun, until } from '../lab/run.ts';

const why = await whyNoRemote();
let machine: Machine;
let base: string;
const open: SshHost[] = [];
const runnerTemp = process.env.RUNNER_TEMP;

const token = () => randomBytes(8).toString('hex');

async function connect(more: Partial<SshTarget> = {}, id = token()): Promise<SshHost> {
  const { sshd, deploy, key } = machine;
  const target = {
    host: sshd.host,
    port: sshd.port,
    user: deploy.name,
    key: key.private,
    knownHosts: sshd.knownHosts,
    config: undefined,
    ...more,
  };
  const host = await SshHost.connect(target, undefined, id);
  open.push(host);
  return host;
}

const sentence = async (more: Partial<SshTarget>) =>
  connect(more).then(
    () => 'connected',
    (error: Error) => error.message,
  );

/** Masters of connections that use a private folder. */
const masters = async (folder: string) =>
  (await tryRun(['pgrep', '-f', `ssh: ${folder}/`])).stdout.split('\n').filter(Boolean);

describe.skipIf(why !== undefined)('ssh', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    machine = await createMachine();
    base = await mkdtemp(join(tmpdir(), 'jampy-ssh-'));
  });
  afterEach(async () => {
    if (runnerTemp === undefined) delete process.env.RUNNER_TEMP;
    else process.env.RUNNER_TEMP = runnerTemp;
    for (const host of open.splice(0)) await host.close();
  });
  afterAll(async () => {
    await machine?.remove();
    await rm(base, { recursive: true, force: true });
  });

  test('a key that can not be used is told before anybody is asked', async () => {
    const locked = join(base, 'locked');
    await run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', 'word', '-f', locked]);
    expect(await sentence({ key: await readFile(locked, 'utf8') })).toContain('protected by a passphrase');
    expect(await sentence({ key: '-----BEGIN OPENSSH PRIVATE KEY-----\nrubbish\n-----END' })).toContain(
      'not a private key',
    );
  });

  test('key and known hosts may be given as files', async () => {
    const [key, known] = [join(base, 'key file'), join(base, 'known hosts')];
    await writeFile(key, machine.key.private, { mode: 0o644 });
    await writeFile(known, machine.sshd.knownHosts);
    expect((await (await connect({ key, knownHosts: known })).user()).name).toBe(machine.deploy.name);
  });

  test('an unknown host is told with the fingerprint of its key, and not remembered', async () => {
    const said = await sentence({ knownHosts: '# none' });
    expect(said).toContain(machine.sshd.fingerprint);
    expect(said).toMatch(/never accepted by itself.*Nothing was changed\.$/);
    expect(await sentence({ knownHosts: '# none' })).toBe(said);
  });

  test('names that are none, ports where nothing listens, hosts that say nothing', async () => {
    expect(await sentence({ host: 'no-such-host.invalid' })).toMatch(
      /can not be reached by ssh: its name is not known/,
    );
    expect(await sentence({ port: 1 })).toContain('the connection is refused');
    const { createServer } = await import('node:net');
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = silent.address() as { port: number };
      expect(await sentence({ port })).toMatch(/can not be reached by ssh: it (does not answer|closed)/);
    } finally {
      silent.close();
    }
  });

  test('a login that gives no shell, and one that talks', async () => {
    const none = await machine.startSshd({ settings: ['ForceCommand /usr/sbin/nologin'] });
    expect(await sentence({ port: none.port, knownHosts: none.knownHosts })).toContain('gives no shell');
    const chatty = await machine.startSshd({
      settings: [
        'ForceCommand echo hello; echo hello >&2; sh -c "$SSH_ORIGINAL_COMMAND"; code=$?; echo bye; exit $code',
      ],
    });
    const host = await connect({ port: chatty.port, knownHosts: chatty.knownHosts });
    expect(Buffer.from((await host.readFile('/etc/hostname')) ?? '').toString()).not.toContain('hello');
    expect(await host.run({ argv: ['printf', 'x'], timeoutMs: 10_000 })).toMatchObject({ code: 0 });
  });

  test('through a jump host, whose key is checked too', async () => {
    const jump = await machine.startSshd();
    const key = join(base, 'jump-key');
    await writeFile(key, machine.key.private, { mode: 0o600 });
    const config = `Host *\n  StrictHostKeyChecking no\nHost target\n  HostName 127.0.0.1\n  Port ${machine.sshd.port}\n  HostKeyAlias [127.0.0.1]:${machine.sshd.port}\n  ProxyJump ${machine.deploy.name}@127.0.0.1:${jump.port}\n`;
    const both = `${machine.sshd.knownHosts}\n${jump.knownHosts}`;
    const host = await connect({ host: 'target', port: undefined, config, knownHosts: both });
    expect((await host.user()).name).toBe(machine.deploy.name);
    expect(await readFile(jump.log, 'utf8')).toContain('Accepted publickey');
    // `StrictHostKeyChecking no` of the given configuration does not count.
    expect(await sentence({ host: 'target', port: undefined, config })).toMatch(/host key|closed the connection/i);
  });

  test.each(['with  blanks and "quotes"', 'long'.repeat(40)])('RUNNER_TEMP %s', async (name) => {
    const folder = join(base, name);
    await run(['mkdir', '-p', folder]);
    process.env.RUNNER_TEMP = folder;
    const host = await connect();
    expect((await host.user()).name).toBe(machine.deploy.name);
  });

  test('the private folder is private, and gone with its master when the connection is closed', async () => {
    const host = await connect();
    const folder = host.localFolder;
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, 'key'))).mode & 0o777).toBe(0o600);
    expect((await masters(folder)).length).toBe(1);
    await host.close();
    await expect(stat(folder)).rejects.toThrow('ENOENT');
    await until('the master to end', 10, async () => ((await masters(folder)).length === 0 ? true : undefined));
  });

  test('more calls at once than the server lets in on one connection', async () => {
    const narrow = await machine.startSshd({ settings: ['MaxSessions 2'] });
    const host = await connect({ port: narrow.port, knownHosts: narrow.knownHosts });
    const seen = await Promise.all(Array.from({ length: 30 }, () => host.stat('/etc/passwd')));
    expect(seen.every((each) => each?.kind === 'file')).toBe(true);
  });

  test('a master that is killed is made anew by the next call', async () => {
    const host = await connect();
    for (const pid of await masters(host.localFolder)) process.kill(Number(pid), 'SIGKILL');
    expect((await host.stat('/etc/passwd'))?.kind).toBe('file');
  });

  test('forwarding that is not allowed is an error of the database, not a hanging run', async () => {
    const closed = await machine.startSshd({ forwarding: false });
    const host = await connect({ port: closed.port, knownHosts: closed.knownHosts });
    const address = await host.reach({ host: '127.0.0.1', port: machine.sshd.port }).catch(() => undefined);
    if (address === undefined || !('socket' in address)) return;
    const { connect: dial } = await import('node:net');
    const socket = dial(address.socket);
    const ended = await new Promise<string>((resolve) => {
      socket.on('data', () => resolve('data'));
      socket.on('close', () => resolve('closed'));
      socket.on('error', () => resolve('closed'));
    });
    expect(ended).toBe('closed');
  });

  test('a detached program outlives the connection, and how it ended is known', async () => {
    const proxy = await startCutProxy(machine.sshd.port);
    try {
      const known = machine.sshd.knownHosts.replace(/^\S+/, `[127.0.0.1]:${proxy.port}`);
      const host = await connect({ port: proxy.port, knownHosts: known });
      const started = Promise.withResolvers<void>();
      const running = host.run({
        argv: ['sh', '-c', 'sleep 2; echo done; exit 5'],
        detached: true,
        timeoutMs: 60_000,
        onStarted: () => started.resolve(),
      });
      await started.promise;
      proxy.cut();
      expect(await running).toMatchObject({ code: 5, stdout: 'done\n', timedOut: false });
      // What is not detached may not be run a second time: it is told as lost.
      const second = Promise.withResolvers<void>();
      const plain = host.run({ argv: ['sleep', '2'], timeoutMs: 60_000, onStarted: () => second.resolve() });
      await second.promise;
      proxy.cut();
      await expect(plain).rejects.toMatchObject({ id: 'ssh-lost' });
    } finally {
      await proxy.close();
    }
  });

  test('an upload that is cut is made again; a line that stays dead ends in bounded time', async () => {
    const proxy = await startCutProxy(machine.sshd.port);
    try {
      const known = machine.sshd.knownHosts.replace(/^\S+/, `[127.0.0.1]:${proxy.port}`);
      const host = await connect({ port: proxy.port, knownHosts: known });
      const path = join(machine.deploy.home, 'upload');
      const bytes = randomBytes(20_000_000);
      const writing = host.writeFile(path, bytes, { mode: 0o600 });
      setTimeout(() => proxy.cut(), 150);
      await writing;
      expect(Buffer.from((await host.readFile(path)) ?? '').equals(bytes)).toBe(true);
      expect((await host.list(machine.deploy.home))?.filter((name) => name.includes('upload.'))).toEqual([]);
      proxy.refuse();
      proxy.cut();
      const since = Date.now();
      await expect(host.stat('/etc/passwd')).rejects.toMatchObject({ id: 'ssh-lost' });
      expect(Date.now() - since).toBeLessThan(20_000);
      proxy.mend();
      expect((await host.stat('/etc/passwd'))?.kind).toBe('file');
    } finally {
      await proxy.close();
    }
  });
});

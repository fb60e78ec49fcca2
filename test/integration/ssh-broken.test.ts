/** What survives a connection that breaks, and how long one that stays broken is waited for. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Started } from '../../src/hosts/host.ts';
import type { SshHost } from '../../src/hosts/ssh.ts';
import { whyNoRemote } from '../lab/remote/packages.ts';
import { alive, tryRun, until } from '../lab/run.ts';
import { newToken } from './hosts/kinds.ts';
import { mastersOf, useSshLab } from './hosts/ssh-lab.ts';

const why = await whyNoRemote();
const FULL = process.env.JAMPY_TEST_FULL === '1';
const LIMIT = 60_000;

describe.skipIf(why !== undefined)('a broken ssh connection', { timeout: 600_000 }, () => {
  const lab = useSshLab();
  const inside = (name = newToken()) => join(lab.machine.deploy.home, name);

  test('whose master is killed is made anew by the next call, and by the one that runs', async () => {
    const host = await lab.connect();
    const kill = async () => {
      for (const pid of await mastersOf(host.localFolder)) process.kill(pid, 'SIGKILL');
    };
    await kill();
    expect((await host.stat('/etc/passwd'))?.kind).toBe('file');
    const copy = host.digests(['/etc/passwd', '/etc/hostname']);
    await kill();
    expect((await copy).size).toBe(2);
    const all = Array.from({ length: 20 }, () => host.stat('/etc/passwd'));
    await sleep(30);
    await kill();
    expect((await Promise.all(all)).every((each) => each?.kind === 'file')).toBe(true);
  });

  test('is mended in the middle of an upload and of a download', async () => {
    const { proxy, host } = await lab.proxy();
    const path = inside('upload');
    const bytes = randomBytes(20_000_000);
    const cutSoon = (async () => {
      // Surely in the middle: the host has some of it.
      await until('some of it to arrive', 30, async () => {
        const { stdout } = await tryRun(['find', lab.machine.deploy.home, '-name', '.upload.*', '-size', '+100k']);
        return stdout.trim() === '' ? undefined : true;
      });
      proxy.cut();
    })();
    await host.writeFile(path, bytes, { mode: 0o600 });
    await cutSoon;
    expect((await readFile(path)).equals(bytes)).toBe(true);
    await until('nothing half to be left', 10, async () =>
      (await host.list(lab.machine.deploy.home))?.some((name) => name.startsWith('.upload.')) ? undefined : true,
    );
    const reading = host.readFile(path);
    await sleep(60);
    proxy.cut();
    expect(Buffer.from((await reading) ?? '').equals(bytes)).toBe(true);
    const creating = host.createExclusive(inside('lock'), bytes, 0o600);
    await sleep(60);
    proxy.cut();
    expect(await creating).toBe(true);
  });

  test('does not end a detached program, nor lose how it ended; what is not detached is told as lost', async () => {
    const { proxy, host } = await lab.proxy();
    const run = (script: string, detached: boolean, timeoutMs = LIMIT) => {
      const started = Promise.withResolvers<Started>();
      const end = host.run({ argv: ['sh', '-c', script], detached, timeoutMs, onStarted: started.resolve });
      // Nobody waits for it yet.
      end.catch(() => {});
      return { started: started.promise, end };
    };
    const long = run('sleep 1; echo done; exit 5', true);
    await long.started;
    proxy.cut();
    expect(await long.end).toMatchObject({ code: 5, stdout: 'done\n', timedOut: false });
    // It ends while nobody is connected.
    const short = run('sleep 0.3; exit 6', true);
    await short.started;
    proxy.refuse();
    proxy.cut();
    await sleep(800);
    proxy.mend();
    expect((await short.end).code).toBe(6);
    // Its time runs out while nobody is connected.
    const late = run('sleep 61234', true, 1500);
    const group = await late.started;
    proxy.cut();
    expect(await late.end).toMatchObject({ code: undefined, timedOut: true });
    expect(alive(-group.pid)).toBe(false);
    const plain = run('sleep 2', false);
    await plain.started;
    proxy.cut();
    await expect(plain.end).rejects.toMatchObject({ id: 'ssh-lost' });
  });

  test.each(['requests', 'answers'] as const)(
    'starts a detached program exactly once, whether its %s are lost',
    async (what) => {
      const { proxy, host } = await lab.proxy();
      const path = inside('starts');
      proxy.freeze(what);
      const running = host.run({
        argv: ['sh', '-c', `echo x >>"$1"; sleep 1; exit 7`, 'sh', path],
        detached: true,
        timeoutMs: LIMIT,
      });
      await sleep(800);
      proxy.cut();
      expect((await running).code).toBe(7);
      expect(await readFile(path, 'utf8')).toBe('x\n');
      await host.remove(path);
    },
  );

  test('that stays broken is told in bounded time, and comes back when it can', async () => {
    const { proxy, host } = await lab.proxy();
    const started = Promise.withResolvers<void>();
    const running = host.run({
      argv: ['sleep', '30'],
      detached: true,
      timeoutMs: LIMIT,
      onStarted: () => started.resolve(),
    });
    running.catch(() => {});
    await started.promise;
    proxy.refuse();
    proxy.cut();
    const lost = async (work: Promise<unknown>, most: number) => {
      const since = Date.now();
      await expect(work).rejects.toMatchObject({
        id: 'ssh-lost',
        message: expect.stringMatching(/^127\.0\.0\.1 can not be reached by ssh: it closed the connection\./),
      });
      expect(Date.now() - since).toBeLessThan(most);
    };
    await lost(host.stat('/etc/passwd'), 20_000);
    await lost(running, 20_000);
    // What was lost a moment ago is not waited for again.
    await lost(host.stat('/etc/passwd'), 2000);
    proxy.mend();
    expect((await host.stat('/etc/passwd'))?.kind).toBe('file');
  });

  const wide = FULL
    ? [
        { name: 'that says nothing any more', work: silence },
        { name: 'whose master does not react', work: standstill },
      ]
    : [];
  test.each(wide)('$name', ({ work }) => work());

  /** It is told in bounded time. */
  async function silence(): Promise<void> {
    const { proxy, host } = await lab.proxy();
    const since = Date.now();
    const frozen = setInterval(() => proxy.freeze(), 20);
    try {
      await expect(host.stat('/etc/passwd')).rejects.toMatchObject({ id: 'ssh-lost' });
    } finally {
      clearInterval(frozen);
    }
    // 15 s until the first is given up, 15 s for each of three more, and the waits between them.
    expect(Date.now() - since).toBeLessThan(100_000);
    proxy.cut();
    expect((await host.stat('/etc/passwd'))?.kind).toBe('file');
  }

  test('can be closed, whatever state it is in', async () => {
    const { proxy, host } = await lab.proxy();
    proxy.refuse();
    proxy.cut();
    const since = Date.now();
    await host.close();
    expect(Date.now() - since).toBeLessThan(15_000);
    expect(await mastersOf(host.localFolder)).toEqual([]);
  });

  /** It is given up, and can be closed. */
  async function standstill(): Promise<void> {
    for (const work of [(host: SshHost) => host.close(), (host: SshHost) => host.stat('/etc/passwd')]) {
      const host = await lab.connect();
      const masters = await mastersOf(host.localFolder);
      for (const pid of masters) process.kill(pid, 'SIGSTOP');
      try {
        const since = Date.now();
        await work(host);
        expect(Date.now() - since).toBeLessThan(90_000);
      } finally {
        for (const pid of masters) if (alive(pid)) process.kill(pid, 'SIGKILL');
      }
    }
  }
});

/** What `ssh-config` sets for somebody at a terminal, one option at a time: none of it gets in the way of a run. */
import { mkdtemp, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { whyNoRemote } from '../lab/remote/packages.ts';
import { freePort, run, tryRun } from '../lab/run.ts';
import { mastersOf, useSshLab } from './hosts/ssh-lab.ts';

const why = await whyNoRemote();
/** An older OpenSSH that does not know an option must not refuse it: here it is the test's own. */
const config = (...lines: string[]) => ['IgnoreUnknown *', 'Host *', ...lines].join('\n');

describe.skipIf(why !== undefined)('ssh-config can set', { timeout: 600_000 }, () => {
  const lab = useSshLab();
  const { connect, refusal } = lab;

  test.each([
    'StdinNull yes',
    'SessionType none',
    'SessionType subsystem\nRemoteCommand sftp',
    'ForkAfterAuthentication yes',
    'PermitLocalCommand yes\nLocalCommand cat >/dev/null; echo local',
  ])('%s', async (line) => {
    const host = await connect({ config: config(...line.split('\n')) });
    const script = 'cat; sleep 0.5; echo end; echo error >&2; exit 4';
    // By the first connection, and by one that was made anew with the script's own input.
    for (const signal of [0, 'SIGKILL'] as const) {
      for (const pid of await mastersOf(host.localFolder)) process.kill(pid, signal);
      expect(await host.run({ argv: ['sh', '-c', script], input: 'hello\n', timeoutMs: 20_000 })).toEqual({
        code: 4,
        stdout: 'hello\nend\n',
        stderr: 'error\n',
        timedOut: false,
      });
    }
  });

  test('FingerprintHash: the fingerprint is told as ssh-keygen tells it', async () => {
    expect(await refusal({ config: config('FingerprintHash md5'), knownHosts: '# none' })).toContain(
      lab.machine.sshd.fingerprint,
    );
  });

  test('AddKeysToAgent: the key does not stay in an agent', async () => {
    const socket = join(await mkdtemp(join(lab.base, 'agent-')), 's');
    const said = await run(['ssh-agent', '-a', socket]);
    const before = process.env.SSH_AUTH_SOCK;
    process.env.SSH_AUTH_SOCK = socket;
    try {
      await connect({ config: config('AddKeysToAgent yes') });
      const keys = await tryRun(['ssh-add', '-L']);
      expect(keys.stdout).toBe('The agent has no identities.\n');
    } finally {
      if (before === undefined) delete process.env.SSH_AUTH_SOCK;
      else process.env.SSH_AUTH_SOCK = before;
      process.kill(Number(/SSH_AGENT_PID=(\d+)/.exec(said)?.[1]));
    }
  });

  test('LocalForward to a busy port', async () => {
    const to = { host: '127.0.0.1', port: lab.machine.sshd.port };
    const busy = createServer();
    await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
    const { port } = busy.address() as { port: number };
    try {
      const host = await connect({ config: config(`LocalForward 127.0.0.1:${port} 127.0.0.1:${to.port}`) });
      expect(await host.reach(to)).toHaveProperty('socket');
    } finally {
      busy.close();
    }
  });

  test('RemoteForward: no port is opened there', async () => {
    const to = { host: '127.0.0.1', port: lab.machine.sshd.port };
    const port = await freePort();
    const host = await connect({ config: config(`RemoteForward ${port} 127.0.0.1:${to.port}`) });
    await host.reach(to);
    const [address, nobody, listening] = [`0100007F:${port.toString(16).toUpperCase()}`, '00000000:0000', '0A'];
    expect(await readFile('/proc/net/tcp', 'utf8')).not.toContain(`${address} ${nobody} ${listening}`);
  });
});

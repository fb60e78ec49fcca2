/** Who is let in by ssh, who is not, and what is said of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { whyNoRemote } from '../lab/remote/packages.ts';
import { giveAll } from '../lab/remote/users.ts';
import { freePort, run } from '../lab/run.ts';
import { useSshLab } from './hosts/ssh-lab.ts';

const why = await whyNoRemote();
const UNCHANGED = / Nothing was changed\.$/;

describe.skipIf(why !== undefined)('who is let in by ssh', { timeout: 600_000 }, () => {
  const lab = useSshLab();
  const { connect, refusal } = lab;

  describe('the key of the host', () => {
    const remembered = () => {
      try {
        return readFileSync(join(homedir(), '.ssh', 'known_hosts'), 'utf8');
      } catch {
        return undefined;
      }
    };

    test('is not known: its fingerprint is told, and nothing is remembered', async () => {
      const [before, known] = [remembered(), join(lab.base, 'known')];
      await writeFile(known, '# none\n');
      for (const knownHosts of ['# none', known]) {
        for (let time = 0; time < 2; time++) {
          const said = await refusal({ knownHosts });
          expect(said).toMatch(
            /^ssh-host-key-unknown: The host key of 127\.0\.0\.1 is not in ssh-known-hosts: it offers /,
          );
          expect(said).toContain(`ssh-ed25519 ${lab.machine.sshd.fingerprint}.`);
          expect(said).toMatch(UNCHANGED);
        }
      }
      expect(await readFile(known, 'utf8')).toBe('# none\n');
      expect(remembered()).toBe(before);
    });

    test('is another than the known one', async () => {
      const first = await lab.machine.startSshd({ port: await freePort() });
      const host = await connect(lab.target(first));
      await host.close();
      await first.stop();
      const second = await lab.machine.startSshd({ port: first.port });
      const said = await refusal(lab.target(first));
      expect(said).toMatch(/^ssh-host-key-changed: The host key of 127\.0\.0\.1 is not the one in ssh-known-hosts: it/);
      expect(said).toContain(`offers ssh-ed25519 ${second.fingerprint}.`);
      expect(said).toMatch(UNCHANGED);
    });

    test('is revoked', async () => {
      const { knownHosts } = lab.machine.sshd;
      expect(await refusal({ knownHosts: `${knownHosts}\n@revoked ${knownHosts}` })).toMatch(
        /^ssh-host-key-revoked: The host key of 127\.0\.0\.1 is marked @revoked/,
      );
    });
  });

  describe('our own key', () => {
    test('opens nothing there, or not for that user', async () => {
      const { wrongKey, deploy, owner } = lab.machine;
      expect(await refusal({ key: wrongKey.private })).toMatch(
        new RegExp(
          `^ssh-login: 127\\.0\\.0\\.1 refused ssh-user ${deploy.name} with the given key: .*authorized_keys\\. N`,
        ),
      );
      expect(await refusal({ user: owner.name })).toContain(`refused ssh-user ${owner.name} with`);
      // Nobody is named: ssh takes the user of this machine.
      expect(await refusal({ user: undefined })).toContain('127.0.0.1 refused the user root with the given key');
    });

    test('can not be used at all', async () => {
      const locked = join(lab.base, 'locked');
      await run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', 'word', '-f', locked]);
      expect(await refusal({ key: await readFile(locked, 'utf8') })).toMatch(
        /^ssh-key: ssh-key is protected by a passph/,
      );
      expect(await refusal({ key: locked })).toMatch(/^ssh-key: ssh-key is protected by a passphrase/);
      const garbage = [
        '',
        'rubbish',
        '-----BEGIN OPENSSH PRIVATE KEY-----\nrubbish\n-----END OPENSSH PRIVATE KEY-----',
      ];
      garbage.push(lab.machine.key.public, lab.machine.key.private.slice(0, -80));
      for (const key of garbage) expect(await refusal({ key }), key).toMatch(/^ssh-key: ssh-key is not a private key/);
      const gone = join(lab.base, 'gone');
      expect(await refusal({ key: gone })).toBe(`ssh-key: ssh-key is the path ${gone}: there is no such file.`);
      expect(await refusal({ knownHosts: gone })).toContain(`ssh-known-hosts is the path ${gone}`);
    });

    test('may be given by a path, open to others, with ends of lines of Windows, or without the last one', async () => {
      const [key, known] = [join(lab.base, 'a key'), join(lab.base, 'known hosts')];
      await writeFile(key, lab.machine.key.private, { mode: 0o644 });
      await writeFile(known, lab.machine.sshd.knownHosts);
      for (const given of [key, lab.machine.key.private.trim(), lab.machine.key.private.replaceAll('\n', '\r\n')]) {
        const host = await connect({ key: given, knownHosts: known });
        expect((await host.user()).name).toBe(lab.machine.deploy.name);
        await host.close();
      }
    });
  });

  describe('the way there', () => {
    test('names that are none, ports where nothing listens, hosts that hang up', async () => {
      expect(await refusal({ host: 'no-such-host.invalid' })).toMatch(
        /^ssh-unreachable: no-such-host\.invalid can not be reached by ssh: its name is not known\. Check .* Nothing/,
      );
      expect(await refusal({ port: 1 })).toContain('the connection is refused: no ssh server listens there');
      const rude = createServer((socket) => socket.destroy());
      await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve));
      const { port } = rude.address() as { port: number };
      expect(await refusal({ port })).toContain('it closed the connection');
      rude.close();
    });

    test('a host that says nothing', async () => {
      const silent = createServer(() => {});
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
      const since = Date.now();
      expect(await refusal({ port: (silent.address() as { port: number }).port })).toContain(
        'it does not answer in time',
      );
      expect(Date.now() - since).toBeLessThan(25_000);
      silent.close();
    });

    test('no ssh on this machine', async () => {
      const folder = join(lab.base, 'bin');
      await mkdir(folder);
      for (const name of ['sh', 'rm']) await run(['ln', '-s', `/usr/bin/${name}`, join(folder, name)]);
      const before = process.env.PATH;
      process.env.PATH = folder;
      try {
        expect(await refusal()).toBe(
          'ssh-missing: ssh is not on this machine: install the OpenSSH client. Nothing was changed.',
        );
        await run(['/usr/bin/ln', '-s', '/usr/bin/ssh', join(folder, 'ssh')]);
        expect(await refusal()).toContain('ssh-missing: ssh-keygen is not on this machine');
      } finally {
        process.env.PATH = before;
      }
    });
  });

  describe('ssh-config', () => {
    const inherited = { port: undefined, user: undefined };

    test('names host, port and user of an alias', async () => {
      const { sshd, deploy } = lab.machine;
      const config = `Host production\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User ${deploy.name}`;
      const host = await connect({ ...inherited, host: 'production', config });
      expect([host.name, (await host.user()).name]).toEqual(['production', deploy.name]);
    });

    test('is not right', async () => {
      expect(await refusal({ config: 'Host *\n  NoSuchOption yes' })).toMatch(
        /^ssh-unreachable: 127\.0\.0\.1 can not be reached by ssh: ssh-config is not right \(.*\)\. Correct it; `ssh -G/,
      );
    });

    test('can not switch the check of host keys off, nor get in the way otherwise', async () => {
      const { sshd } = lab.machine;
      const careless = [
        // An older OpenSSH that does not know an option must not refuse it: here it is the test's own.
        'IgnoreUnknown KnownHostsCommand,StdinNull,SessionType,ForkAfterAuthentication',
        'Host *',
        'KnownHostsCommand /bin/echo %H %t %K',
        'AddKeysToAgent yes',
        'StdinNull yes',
        'SessionType none',
        'ForkAfterAuthentication yes',
        'StrictHostKeyChecking no',
        'UserKnownHostsFile /dev/null',
        'NoHostAuthenticationForLocalhost yes',
        'UpdateHostKeys yes',
        'LogLevel DEBUG3',
        'RemoteCommand echo something else',
        'RequestTTY force',
        `LocalForward ${await freePort()} 127.0.0.1:${sshd.port}`,
        'ControlMaster auto',
        `ControlPath ${lab.base}/theirs-%C`,
        'ControlPersist yes',
        'ServerAliveInterval 0',
      ].join('\n');
      expect(await refusal({ config: careless, knownHosts: '# none' })).toContain(sshd.fingerprint);
      const host = await connect({ config: careless });
      expect(await host.run({ argv: ['echo', 'x'], timeoutMs: 20_000 })).toMatchObject({ stdout: 'x\n', stderr: '' });
      expect(readdirSync(lab.base).filter((name) => name.startsWith('theirs'))).toEqual([]);
    });

    test('leads through a jump host, whose key and login are checked and told as its own', async () => {
      const { sshd, deploy, key, wrongKey } = lab.machine;
      const jump = await lab.machine.startSshd();
      const config = [
        'Host *',
        'StrictHostKeyChecking no',
        'Host production',
        '  HostName 127.0.0.1',
        `  Port ${sshd.port}`,
        `  ProxyJump ${deploy.name}@127.0.0.1:${jump.port}`,
      ].join('\n');
      const to = { ...inherited, user: deploy.name, host: 'production', config };
      const host = await connect({ ...to, knownHosts: `${sshd.knownHosts}\n${jump.knownHosts}` });
      expect((await host.user()).name).toBe(deploy.name);
      expect(await readFile(jump.log, 'utf8')).toContain('Accepted publickey');
      const ofJump = await refusal({ ...to, knownHosts: sshd.knownHosts });
      expect(ofJump).toContain(`The host key of [127.0.0.1]:${jump.port}, on the way to production, is not in`);
      expect(ofJump).toContain(`it offers ssh-ed25519 ${jump.fingerprint}.`);
      const ofTarget = await refusal({ ...to, knownHosts: jump.knownHosts });
      expect(ofTarget).toContain(`[127.0.0.1]:${sshd.port}, on the way to production, is not in ssh-known-hosts`);
      expect(ofTarget).toContain(`it offers ssh-ed25519 ${sshd.fingerprint}.`);
      expect(await refusal({ ...to, key: wrongKey.private, knownHosts: jump.knownHosts })).toContain(
        `127.0.0.1, on the way to production, refused ssh-user ${deploy.name}`,
      );
      expect(key).not.toBe(wrongKey);
    });
  });

  describe('a login', () => {
    afterEach(() => run(['usermod', '-s', '/bin/sh', lab.machine.deploy.name]));

    test.each(['/usr/sbin/nologin', '/bin/false', '/nowhere/shell'])('that gives no shell: %s', async (shell) => {
      await run(['usermod', '-s', shell, lab.machine.deploy.name]);
      const said = await refusal();
      if (shell.startsWith('/nowhere')) expect(said).toMatch(/^ssh-(login|shell): /);
      else expect(said).toMatch(/^ssh-shell: The login at 127\.0\.0\.1 gives no shell/);
      if (shell.endsWith('nologin')) expect(said).toContain('This account is currently not available. Nothing was');
    });

    test('whose own command is not there', async () => {
      const broken = await lab.machine.startSshd({ settings: ['ForceCommand /nowhere/ssh'] });
      expect(await refusal(lab.target(broken))).toMatch(
        /^ssh-shell: The login at 127\.0\.0\.1 gives no shell, .*not found/,
      );
    });

    test('that says much on both streams, has odd habits and another umask', async () => {
      const { deploy } = lab.machine;
      await run(['usermod', '-s', '/bin/bash', deploy.name]);
      const talk = 'for n in $(seq 500); do echo "Welcome $n"; echo "cat: /x: No such file or directory" >&2; done';
      const habits = 'umask 000; set -u; alias cat=false find=false; export POSIXLY_CORRECT=1 LC_ALL=de_DE.UTF-8; cd /';
      const rc = join(deploy.home, '.bashrc');
      await writeFile(rc, `${talk}\n${habits}\ntrap 'echo bye; echo bye >&2' EXIT\n`);
      await giveAll(deploy, rc);
      try {
        const host = await connect();
        const path = join(deploy.home, 'dir', 'file');
        await host.makeDirectory(join(deploy.home, 'dir'), { mode: 0o750 });
        await host.writeFile(path, Buffer.from('content'), { mode: 0o640 });
        expect(Buffer.from((await host.readFile(path)) ?? '').toString()).toBe('content');
        expect((await host.stat(path))?.mode).toBe(0o640);
        expect(await host.list(join(deploy.home, 'dir'))).toEqual(['file']);
        const lines: string[] = [];
        const said = await host.run({
          argv: ['sh', '-c', 'echo out; echo err >&2; exit 3'],
          timeoutMs: 20_000,
          onLine: (line) => lines.push(line),
        });
        expect(said).toEqual({ code: 3, stdout: 'out\n', stderr: 'err\n', timedOut: false });
        expect(lines.sort()).toEqual(['err', 'out']);
        // Not permitted is not the same as not there, whatever the greeting says.
        await run(['install', '-m', '600', '/dev/null', join(deploy.home, 'dir', 'closed')]);
        await expect(host.readFile(join(deploy.home, 'dir', 'closed'))).rejects.toThrow('has no right to');
        expect((await host.shell('echo x >"$HOME/dir/made"; umask', { timeoutMs: 20_000 })).stdout).toBe('0000\n');
        await host.close();
      } finally {
        await run(['rm', '-f', rc]);
        await chmod(deploy.home, 0o700);
      }
    });
  });
});

/** Every kind of host, each with a folder that its user owns. */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../../src/hosts/host.ts';
import { LocalHost } from '../../../src/hosts/local.ts';
import { SshHost } from '../../../src/hosts/ssh.ts';
import { createMachine, type Machine } from '../../lab/remote/machine.ts';
import type { Sshd } from '../../lab/remote/sshd.ts';
import { type Account, giveAll } from '../../lab/remote/users.ts';
import { run } from '../../lab/run.ts';
import { type FarProcess, startFarHost } from './far-host.ts';

export const PYTHON = '/usr/bin/python3';

/** As examples/servers permits it: the files, and the project's Python; the rest is what these tests run. */
const PERMITTED =
  'find cat dd install mv ln rm chmod chgrp sha256sum readlink touch kill python3 env sh id sleep printf true seq';

export interface Kind {
  name: string;
  /** Whose programs and files they are. */
  as: 'deploy' | 'owner';
  /** Another user's than the one who asks. */
  other: boolean;
  bySudo: boolean;
  make(lab: HostsLab): Promise<Host>;
}

export interface Subject extends Pick<Kind, 'as' | 'other' | 'bySudo'> {
  host: Host;
  /** Mode 700, of the host's user. */
  dir: string;
  /** Whose it is, and what `host.shell` runs as. */
  account: Account;
  operator: Account;
}

export interface HostsLab {
  machine: Machine;
  root: Account;
  subject(kind: Kind): Promise<Subject>;
  /** This machine, as deploy sees it. */
  far(): Promise<FarProcess>;
  /** A connection of deploy's, or of root's. */
  ssh(sshd?: Sshd, user?: string): Promise<SshHost>;
  /** Called at the end, before users are removed. */
  close(): Promise<void>;
}

export const newToken = () => randomBytes(8).toString('hex');

export const KINDS: readonly Kind[] = [
  {
    name: 'this machine',
    as: 'deploy',
    other: false,
    bySudo: false,
    make: async ({ far }) => (await far()).host,
  },
  {
    name: 'this machine, root as another user',
    as: 'owner',
    other: true,
    bySudo: false,
    make: ({ machine }) => new LocalHost({ interpreter: PYTHON }).become(machine.owner.name),
  },
  {
    name: 'this machine, by sudo as another user',
    as: 'owner',
    other: true,
    bySudo: true,
    make: async ({ far, machine }) => (await far()).host.become(machine.owner.name),
  },
  { name: 'ssh', as: 'deploy', other: false, bySudo: false, make: ({ ssh }) => ssh() },
  {
    name: 'ssh, by sudo as another user',
    as: 'owner',
    other: true,
    bySudo: true,
    make: async ({ ssh, machine }) => (await ssh()).become(machine.owner.name),
  },
  {
    name: 'ssh, root as another user',
    as: 'owner',
    other: true,
    bySudo: false,
    make: async ({ ssh, machine }) => {
      const sshd = await machine.startSshd({ settings: ['AllowUsers root'] });
      return (await ssh(sshd, 'root')).become(machine.owner.name);
    },
  },
];

export async function startHostsLab(): Promise<HostsLab> {
  const machine = await createMachine();
  const open: SshHost[] = [];
  const { deploy, owner, runner } = machine;
  // A second group, to see that it is there and that files can be given to it.
  for (const { name } of [deploy, owner]) await run(['usermod', '-aG', runner.name, name]);
  const programs = PERMITTED.split(' ').map((name) => `/usr/bin/${name}`);
  // As sudo has it by default since 1.9.14.
  const usePty = `Defaults:${deploy.name} use_pty\n`;
  await machine.permit('hosts', `${usePty}${deploy.name} ALL = (${owner.name}) NOPASSWD: ${programs.join(', ')}\n`);
  const lab: HostsLab = {
    machine,
    root: { name: 'root', uid: 0, gid: 0, home: '/root' },
    async ssh({ host, port, knownHosts } = machine.sshd, user = deploy.name) {
      const target = { host, port, user, key: machine.key.private, knownHosts, config: undefined };
      const connection = await SshHost.connect(target, PYTHON, newToken());
      open.push(connection);
      return connection;
    },
    async far() {
      const far = await startFarHost(machine, deploy);
      machine.before(far.end);
      return far;
    },
    async subject(kind) {
      const account = machine[kind.as];
      const operator = kind.other && !kind.bySudo ? lab.root : deploy;
      const dir = join(machine.folder, `files-${newToken()}`);
      await mkdir(dir, { mode: 0o700 });
      await giveAll(account, dir);
      return { ...kind, host: await kind.make(lab), dir, account, operator };
    },
    async close() {
      for (const host of open) await host.close();
      await machine.remove();
    },
  };
  return lab;
}

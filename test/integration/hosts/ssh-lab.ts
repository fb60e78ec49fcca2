/** Connections to a machine of the lab, each with inputs of its own; closed after each test. */
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { SshHost } from '../../../src/hosts/ssh.ts';
import type { SshTarget } from '../../../src/hosts/ssh-files.ts';
import { type CutProxy, startCutProxy } from '../../e2e/cut-proxy.ts';
import { createMachine, type Machine } from '../../lab/remote/machine.ts';
import type { Sshd } from '../../lab/remote/sshd.ts';
import { run, tryRun } from '../../lab/run.ts';
import { newToken, PYTHON } from './kinds.ts';

export interface SshLab {
  machine: Machine;
  /** A short path of our own, which is RUNNER_TEMP. */
  base: string;
  /** What reaches a server of the machine as deploy. */
  target(sshd?: Sshd): SshTarget;
  connect(more?: Partial<SshTarget>): Promise<SshHost>;
  /** What a connection that is not made is told to be; with it the id. */
  refusal(more?: Partial<SshTarget>): Promise<string>;
  /** Leads to the machine's own server. */
  proxy(): Promise<{ proxy: CutProxy; host: SshHost }>;
}

/** To be called in a `describe`: makes the machine before its tests, and removes it after them. */
export function useSshLab(): SshLab {
  const open: SshHost[] = [];
  const proxies: CutProxy[] = [];
  const before = process.env.RUNNER_TEMP;
  const lab = {
    target(sshd = lab.machine.sshd) {
      const { deploy, key } = lab.machine;
      const { host, port, knownHosts } = sshd;
      return { host, port, user: deploy.name, key: key.private, knownHosts, config: undefined };
    },
    async connect(more = {}) {
      const host = await SshHost.connect({ ...lab.target(), ...more }, PYTHON, newToken());
      open.push(host);
      return host;
    },
    async refusal(more) {
      return await lab.connect(more).then(
        () => 'connected',
        (stop: Error & { id?: string }) => `${stop.id}: ${stop.message}`,
      );
    },
    async proxy() {
      const proxy = await startCutProxy(lab.machine.sshd.port);
      proxies.push(proxy);
      const knownHosts = lab.machine.sshd.knownHosts.replace(/^\S+/, `[127.0.0.1]:${proxy.port}`);
      return { proxy, host: await lab.connect({ port: proxy.port, knownHosts }) };
    },
  } as SshLab;
  beforeAll(async () => {
    lab.machine = await createMachine();
    lab.base = await mkdtemp('/tmp/jp-');
    process.env.RUNNER_TEMP = lab.base;
  });
  afterEach(async () => {
    for (const host of open.splice(0)) await host.close();
    for (const proxy of proxies.splice(0)) await proxy.close();
    // Nothing private is left, however it ended.
    expect(readdirSync(lab.base).filter((name) => name.startsWith('jampy-promote-ssh-'))).toEqual([]);
  });
  afterAll(async () => {
    if (before === undefined) delete process.env.RUNNER_TEMP;
    else process.env.RUNNER_TEMP = before;
    // What a connection leaves there that could not be closed any more: an earlier run's, by its token.
    if (lab.machine) {
      const { name } = lab.machine.deploy;
      await run([
        'find',
        '/tmp',
        '-maxdepth',
        '1',
        '-user',
        name,
        '-name',
        'jampy-promote-*',
        '-exec',
        'rm',
        '-r',
        '{}',
        '+',
      ]);
    }
    await lab.machine?.remove();
    if (lab.base) await rm(lab.base, { recursive: true, force: true });
  });
  return lab;
}

/** Masters of connections that use a private folder. */
export async function mastersOf(folder: string): Promise<number[]> {
  const { stdout } = await tryRun(['ps', '-eo', 'pid=,args=']);
  const lines = stdout.split('\n').filter((line) => line.includes(`ssh: ${folder}/`));
  return lines.map((line) => Number(line.trim().split(' ')[0]));
}

/**
 * What goes wrong between a runner and a production server: each is told with the right sentence, and leaves the target
 * wholly old or wholly new, with an empty migration/, and serving; where the start itself failed, the sentence says so.
 */
import { randomBytes } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportsOf } from '../lab/exports.ts';
import { createMachine, type Machine } from '../lab/remote/machine.ts';
import { whyNoRemote } from '../lab/remote/packages.ts';
import { sharedEnvironment } from '../lab/remote/python.ts';
import { type Remote, type RemoteOptions, startRemote } from '../lab/remote/site.ts';
import { run, tryRun, until } from '../lab/run.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import type { Version } from '../lab/versions.ts';
import { type CutProxy, startCutProxy } from './cut-proxy.ts';
import { type RemoteRunner, remoteRunner } from './remote.ts';
import { catalogueOf, serves, stageOf } from './stage.ts';
import { changedZip, type Ended, type Inputs } from './target.ts';

const why = await whyNoRemote();

let servers: Servers;
let machine: Machine;
let runner: RemoteRunner;

/** What a cell works with. */
interface Scene {
  remote: Remote;
  /** The version that is to come; v1 is there. */
  v2: string;
  promote(more?: Inputs, zip?: string): Promise<Ended>;
}

interface Cell {
  name: string;
  version: Version;
  database: 'postgres' | 'mariadb';
  options?: Partial<RemoteOptions>;
  /** @returns the run that went wrong. */
  act(scene: Scene): Promise<Ended>;
  /** Exit code and result. */
  ends: readonly [number, 'failed' | 'refused' | 'unknown' | 'imported'];
  says: RegExp;
  /** The version at the target afterwards; `either` where both are right. */
  leaves: 'old' | 'new' | 'either';
  /** The start failed: the service is down. */
  down?: boolean;
}

const V5: Version = '5.5.4';
const V7: Version = '7.0.120';

const CELLS: readonly Cell[] = [
  {
    name: 'wrong key',
    version: V5,
    database: 'postgres',
    act: ({ promote }) => promote({ 'ssh-key': machine.wrongKey.private }),
    ends: [1, 'failed'],
    says: /refused ssh-user jp-deploy-\w+ with the given key.*Nothing was changed/,
    leaves: 'old',
  },
  {
    name: 'changed host key',
    version: V7,
    database: 'mariadb',
    act: async ({ promote }) => {
      const sshd = await machine.startSshd();
      const changed = sshd.knownHosts.replace(
        / ssh-ed25519 \S+/,
        ` ${machine.sshd.knownHosts.split(' ').slice(1).join(' ')}`,
      );
      const ran = await promote({ 'ssh-port': String(sshd.port), 'ssh-known-hosts': changed });
      expect(ran.reason).toContain(sshd.fingerprint);
      await sshd.stop();
      return ran;
    },
    ends: [1, 'failed'],
    says: /host key of 127\.0\.0\.1 is not the one in ssh-known-hosts: it offers .*Nothing was changed/,
    leaves: 'old',
  },
  {
    name: 'missing known_hosts entry',
    version: V5,
    database: 'mariadb',
    act: async ({ promote }) => {
      const ran = await promote({ 'ssh-known-hosts': '# nobody' });
      expect(ran.reason).toContain(machine.sshd.fingerprint);
      return ran;
    },
    ends: [1, 'failed'],
    says: /is not in ssh-known-hosts: it offers ssh-ed25519 SHA256:.*Compare that fingerprint.*Nothing was changed/,
    leaves: 'old',
  },
  {
    name: 'unreachable host',
    version: V7,
    database: 'postgres',
    act: ({ promote }) => promote({ 'ssh-port': '1' }),
    ends: [1, 'failed'],
    says: /can not be reached by ssh: the connection is refused.*Nothing was changed/,
    leaves: 'old',
  },
  {
    name: 'no sudo',
    version: V5,
    database: 'postgres',
    options: { sudo: 'none' },
    act: ({ promote }) => promote(),
    ends: [1, 'failed'],
    says: /we may not act as .*sudoers.*Nothing was changed/,
    leaves: 'old',
  },
  {
    name: 'no sudo for the service',
    version: V7,
    database: 'mariadb',
    options: { sudo: 'files' },
    act: ({ promote }) => promote(),
    ends: [1, 'failed'],
    says: /sudo does not let jp-deploy-\w+ run the stop-command and the start-command without a password: add this line/,
    leaves: 'old',
  },
  {
    name: 'unwritable folder',
    version: V5,
    database: 'mariadb',
    act: async ({ promote, remote }) => {
      await run(['mkdir', '-p', join(remote.project.dir, 'migration')]);
      await run(['chown', 'root:root', join(remote.project.dir, 'migration')]);
      await run(['chmod', '755', join(remote.project.dir, 'migration')]);
      return promote();
    },
    ends: [1, 'failed'],
    says: /migration can not be written/,
    leaves: 'old',
  },
  {
    name: 'full disk',
    version: V7,
    database: 'postgres',
    act: ({ promote, remote }) => onFullDisk(remote, () => promote()),
    ends: [1, 'failed'],
    says: /has \d+ KB left, and the import needs space for about/,
    leaves: 'old',
  },
  {
    name: 'missing Python',
    version: V7,
    database: 'mariadb',
    act: ({ promote, remote }) => promote({ python: join(remote.project.dir, 'no-python') }),
    ends: [1, 'failed'],
    says: /no-python\) is not there on 127\.0\.0\.1.*Nothing was changed/,
    leaves: 'old',
  },
  {
    name: "another line's Jam.py",
    version: V5,
    database: 'postgres',
    act: async ({ promote }) => promote({ python: join(await sharedEnvironment(V7, () => {}), 'bin', 'python') }),
    ends: [3, 'refused'],
    says: /of Jam\.py 5, but Jam\.py 7\.0\.120 is installed.*Nothing was touched/,
    leaves: 'old',
  },
  {
    name: 'stop command failing when it has stopped the service',
    version: V7,
    database: 'mariadb',
    act: ({ promote, remote }) => promote({ 'stop-command': `${remote.stopCommand}; exit 7` }),
    ends: [1, 'failed'],
    says: /stop-command failed with exit code 7.*Nothing was imported or changed\. The service (was started again|runs)\./,
    leaves: 'old',
  },
  {
    name: 'stop command hanging when it has stopped the service',
    version: V5,
    database: 'postgres',
    act: ({ promote, remote }) =>
      promote({ 'stop-command': `${remote.stopCommand}; sleep 300`, 'service-timeout': '15s' }),
    ends: [1, 'failed'],
    says: /stop-command did not end within 15 s.*Nothing was imported or changed\. The service (was started again|runs)\./,
    leaves: 'old',
  },
  {
    name: 'stop command failing',
    version: V5,
    database: 'mariadb',
    act: ({ promote }) => promote({ 'stop-command': 'echo cannot stop; exit 7' }),
    ends: [1, 'failed'],
    says: /stop-command failed with exit code 7.*Nothing was imported or changed\. The service still answers\./,
    leaves: 'old',
  },
  {
    name: 'stop command hanging',
    version: V7,
    database: 'postgres',
    act: ({ promote }) => promote({ 'stop-command': 'sleep 300', 'service-timeout': '2s' }),
    ends: [1, 'failed'],
    says: /stop-command did not end within 2 s .*Nothing was imported or changed\. The service (was started again|runs)\./,
    leaves: 'old',
  },
  {
    name: 'start command failing',
    version: V7,
    database: 'mariadb',
    act: ({ promote }) => promote({ 'start-command': 'echo cannot start; exit 9' }),
    ends: [1, 'failed'],
    says: /Jam\.py says that it imported the zip, but the service did not start again and it is down: The start-command failed with exit code 9.*start it by hand/,
    leaves: 'new',
    down: true,
  },
  {
    name: 'start command hanging',
    version: V5,
    database: 'postgres',
    act: ({ promote, remote }) =>
      promote({ 'start-command': `${remote.startCommand}; sleep 300`, 'service-timeout': '15s' }),
    ends: [1, 'failed'],
    says: /Jam\.py says that it imported the zip, but the service did not start again.*start-command did not end within 15 s/,
    leaves: 'new',
  },
  {
    name: 'service hanging',
    version: V7,
    database: 'postgres',
    // It seems to start, and never answers.
    act: ({ promote }) => promote({ 'start-command': 'true' }),
    ends: [1, 'failed'],
    says: /does not answer|health-url answered as it should before, and does not any more/,
    leaves: 'new',
    down: true,
  },
  {
    name: 'connection cut during the upload, and mended',
    version: V5,
    database: 'mariadb',
    act: (scene) => withProxy((proxy) => whileUploading(scene, proxy, () => proxy.cut())),
    ends: [0, 'imported'],
    says: /^$/,
    leaves: 'new',
  },
  {
    name: 'connection cut during the upload, for good',
    version: V7,
    database: 'postgres',
    act: (scene) =>
      withProxy((proxy) =>
        whileUploading(scene, proxy, () => {
          proxy.refuse();
          proxy.cut();
        }),
      ),
    ends: [1, 'failed'],
    says: /connection to 127\.0\.0\.1 (broke|can not)|127\.0\.0\.1 can not be reached by ssh.*Nothing was imported/,
    leaves: 'old',
  },
  {
    name: 'connection cut during the import, and mended',
    version: V7,
    database: 'postgres',
    act: (scene) => withProxy((proxy) => whileImporting(scene, proxy, () => proxy.cut())),
    ends: [0, 'imported'],
    says: /^$/,
    leaves: 'new',
  },
  {
    name: 'connection cut during the import, for good',
    version: V5,
    database: 'postgres',
    act: (scene) =>
      withProxy((proxy) =>
        whileImporting(scene, proxy, () => {
          proxy.refuse();
          proxy.cut();
        }),
      ),
    ends: [4, 'unknown'],
    says: /The import had begun, and its outcome is not known.*127\.0\.0\.1 itself takes the zip out of migration\/ and starts/,
    leaves: 'either',
  },
];

/** Bytes that do not get smaller in a zip; base64 makes them a third more. */
const LARGE = 12_000_000;

describe.skipIf(why !== undefined)('between a runner and its server', { concurrent: true, timeout: 240_000 }, () => {
  const table: string[] = [];
  beforeAll(async () => {
    servers = await findServers(() => {});
    machine = await createMachine();
    runner = await remoteRunner(machine);
  });
  afterAll(async () => {
    await machine?.remove();
    await servers?.stop();
    console.log(['what goes wrong | Jam.py | database | result | left', ...table.sort()].join('\n'));
    console.log(`${table.length} of ${CELLS.length} cells`);
    expect(table).toHaveLength(CELLS.length);
  });

  test.each(CELLS.map((cell) => [cell.name, cell] as const))('%s', async (name, cell) => {
    const { version, database } = cell;
    const { v1, v2 } = await exportsOf(version, database);
    // Sites of one machine share what sudo permits.
    const own = cell.options?.sudo === undefined ? undefined : await createMachine();
    const site = own ?? machine;
    const use = own ? await remoteRunner(own) : runner;
    const remote = await startRemote(servers, {
      version,
      database,
      front: 'gunicorn',
      machine: site,
      zip: v1,
      ...cell.options,
    });
    try {
      const promote = (more: Inputs = {}, zip = v2) => use.promote(remote, zip, more);
      const before = await catalogueOf(remote.database);
      const ran = await cell.act({ remote, v2, promote });
      expect([ran.code, ran.result], `${ran.reason}\n${ran.log}`).toEqual(cell.ends);
      expect(ran.reason, ran.log).toMatch(cell.says);
      await isInOrder(remote, cell.down === true);
      const stage = await stageOf(remote.project.dir, remote.database);
      if (stage === 'v1') expect(await catalogueOf(remote.database)).toEqual(before);
      table.push(
        `${name} | ${version} | ${database} | ${ran.result} | ${stage === 'v1' ? 'old' : stage === 'v2' ? 'new' : stage}`,
      );
      expect({ old: ['v1'], new: ['v2'], either: ['v1', 'v2'] }[cell.leaves], ran.log).toContain(stage);
    } finally {
      await remote.end();
      await own?.remove();
    }
  });
});

/** Answers (or is down as announced), and nothing of ours lies about. Waits for a service that the host itself starts. */
async function isInOrder(remote: Remote, down: boolean): Promise<void> {
  const { dir } = remote.project;
  if (down) expect(await remote.active()).toBe(false);
  else {
    let said: unknown;
    await until('the application to serve', 90, () =>
      serves(remote.project, remote.url).then(
        () => true,
        (error) => {
          said = error;
          return undefined;
        },
      ),
    ).catch(() => {
      throw said;
    });
  }
  expect(await readdir(join(dir, 'migration')).catch(() => [])).toEqual([]);
  expect((await readdir(dir)).filter((name) => name.includes('jampy-promote'))).toEqual([]);
}

/** The project on a file system with hardly any room left. */
async function onFullDisk(remote: Remote, work: () => Promise<Ended>): Promise<Ended> {
  const { dir } = remote.project;
  const aside = `${dir}.aside`;
  await remote.stop();
  const used = Number((await run(['du', '-sk', dir])).split('\t')[0]);
  await run(['cp', '-a', dir, aside]);
  await run(['mount', '-t', 'tmpfs', '-o', `size=${used + 40}k,mode=700`, 'tmpfs', dir]);
  try {
    await run(['sh', '-c', `cp -a "$1/." "$2/" && chown --reference="$1" "$2"`, 'sh', aside, dir]);
    await remote.start();
    const ran = await work();
    await isInOrder(remote, false);
    // What lies there now is gone with the file system.
    expect(await stageOf(dir, remote.database), ran.log).toBe('v1');
    await remote.stop();
    return ran;
  } finally {
    await tryRun(['umount', '-l', dir]);
    await remote.start();
  }
}

async function withProxy(work: (proxy: CutProxy) => Promise<Ended>): Promise<Ended> {
  const proxy = await startCutProxy(machine.sshd.port);
  try {
    return await work(proxy);
  } finally {
    await proxy.close();
  }
}

function throughProxy(proxy: CutProxy): Inputs {
  const known = machine.sshd.knownHosts.replace(/^\S+/, `[127.0.0.1]:${proxy.port}`);
  return { 'ssh-port': String(proxy.port), 'ssh-known-hosts': known };
}

/** Cuts while the zip is on its way: it is made so large, and the way so slow, that this can be seen. */
async function whileUploading({ remote, v2, promote }: Scene, proxy: CutProxy, cut: () => void): Promise<Ended> {
  const large = join(remote.machine.folder, `large-${randomBytes(4).toString('hex')}.zip`);
  await changedZip(v2, large, { files: { 'static/img/large.txt': randomBytes(LARGE).toString('base64') } });
  proxy.slow(4_000_000);
  const running = promote(throughProxy(proxy), large);
  await whileRunning(running, () =>
    until('the upload', 60, async () => {
      const names = (await readdir(remote.project.dir)).filter((name) => name.includes('jampy-promote'));
      const sizes = await Promise.all(names.map((name) => stat(join(remote.project.dir, name)).catch(() => undefined)));
      return sizes.some((found) => found && found.size > 0 && found.size < LARGE) || undefined;
    }),
  );
  cut();
  proxy.slow(undefined);
  return running;
}

/** Waits for something that a run must do before it ends. */
async function whileRunning(running: Promise<Ended>, wait: () => Promise<unknown>): Promise<void> {
  const early = running.then((ran) => {
    throw new Error(`the run ended too early: ${ran.reason}\n${ran.log}`);
  });
  await Promise.race([wait(), early]);
  early.catch(() => {});
}

/** Cuts while the import waits for a table that somebody reads. */
async function whileImporting({ remote, promote }: Scene, proxy: CutProxy, cut: () => void): Promise<Ended> {
  const { default: pg } = await import('pg');
  const reader = new pg.Client({ connectionString: remote.database.url });
  await reader.connect();
  try {
    await reader.query('BEGIN; LOCK TABLE crm_customers');
    const running = promote(throughProxy(proxy));
    await whileRunning(running, () =>
      until('the import to wait', 60, async () => {
        const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
        return (await remote.database.query(waiting)).length > 0 ? true : undefined;
      }),
    );
    cut();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await reader.query('COMMIT');
    return await running;
  } finally {
    await reader.end();
  }
}

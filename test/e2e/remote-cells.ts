/** What may go wrong between a runner and a production server, and how each has to end. */
import { join } from 'node:path';
import { expect } from 'vitest';
import { sharedEnvironment } from '../lab/remote/python.ts';
import type { RemoteOptions } from '../lab/remote/site.ts';
import { run } from '../lab/run.ts';
import type { Version } from '../lab/versions.ts';
import { onFullDisk, type Scene, whileImporting, whileUploading, withProxy } from './remote-faults.ts';
import type { Ended } from './target.ts';

export interface Cell {
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

export const CELLS: readonly Cell[] = [
  {
    name: 'wrong key',
    version: V5,
    database: 'postgres',
    act: ({ promote, machine }) => promote({ 'ssh-key': machine.wrongKey.private }),
    ends: [1, 'failed'],
    says: /refused ssh-user jp-deploy-\w+ with the given key.*Nothing was changed/,
    leaves: 'old',
  },
  {
    name: 'changed host key',
    version: V7,
    database: 'mariadb',
    act: async ({ promote, machine }) => {
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
    act: async ({ promote, machine }) => {
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
    act: (scene) => withProxy(scene, (proxy) => whileUploading(scene, proxy, () => proxy.cut())),
    ends: [0, 'imported'],
    says: /^$/,
    leaves: 'new',
  },
  {
    name: 'connection cut during the upload, for good',
    version: V7,
    database: 'postgres',
    act: (scene) =>
      withProxy(scene, (proxy) =>
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
    act: (scene) => withProxy(scene, (proxy) => whileImporting(scene, proxy, () => proxy.cut())),
    ends: [0, 'imported'],
    says: /^$/,
    leaves: 'new',
  },
  {
    name: 'connection cut during the import, for good',
    version: V5,
    database: 'postgres',
    act: (scene) =>
      withProxy(scene, (proxy) =>
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

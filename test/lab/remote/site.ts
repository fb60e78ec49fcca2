/**
 * A Jam.py project on a machine that is reached by ssh, served from the files of examples/servers: names, paths and ports
 * in them are replaced, nothing else.
 */

import { chmod, chown, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createProject, type NewProject, type Project } from '../project.ts';
import { run, type Tell, tryRun } from '../run.ts';
import { loadOnce } from '../serve.ts';
import { createDatabase, type Database, type Servers } from '../servers.ts';
import type { Version } from '../versions.ts';
import { type Front, type FrontKind, startFront } from './fronts.ts';
import { createMachine, type Machine } from './machine.ts';
import { sharedEnvironment } from './python.ts';
import { giveAll, newId } from './users.ts';

export interface RemoteOptions {
  version: Version;
  database: Database['type'];
  /** gunicorn alone on a port; gunicorn behind nginx on a socket; Apache with mod_wsgi. */
  front: FrontKind;
  /** Default: one of its own, which ends with it. Several sites may share one. */
  machine?: Machine;
  /** Passed on to createProject; default: finished by writing admin.sqlite. */
  project?: Partial<
    Pick<NewProject, 'safeMode' | 'users' | 'roles' | 'importDelay' | 'finish' | 'taskName' | 'caption'>
  >;
  /** A metadata zip that Jam.py alone imports before the project is served. */
  zip?: string;
  /** What sudo permits to deploy for this site; default `all`. */
  sudo?: 'all' | 'services' | 'files' | 'none';
  /** Of gunicorn, for tests of something else: each takes its time to start. Default as many as the example's unit has. */
  workers?: number;
  /** Default true. */
  started?: boolean;
  tell?: Tell;
}

export interface Remote {
  machine: Machine;
  version: Version;
  database: Database;
  /** Of the owner, mode 700; `python` is one that the owner can run. */
  project: Project;
  /** Ends in a slash. */
  url: string;
  healthUrl: string;
  /** systemd unit that deploy may stop, start, restart and reload. */
  unit: string;
  /** Shell lines for deploy. Each ends when all workers are gone, or ready. Reload replaces the workers. */
  stopCommand: string;
  startCommand: string;
  restartCommand: string;
  reloadCommand: string;
  /** gunicorn: its master's process id, while it runs. */
  pidFile?: string;
  /** gunicorn on a socket: its path. */
  socket?: string;
  /** Apache: touch it as the owner and each process loads the application anew at its next request. */
  touchPath?: string;
  workers: number;
  /** Inputs of the action: where it is and how to get in. */
  inputs: Record<string, string>;
  /** Is the service running, by its unit? */
  active(): Promise<boolean>;
  /** Stops or starts the service as root, whatever deploy may do. Throws with its words. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Ends it, drops the database and removes its files; its machine too where that was made for it. */
  end(): Promise<void>;
}

/** Makes a project for another user, served, and reached by ssh. Throws a LabError where whyNoRemote has a reason. */
export async function startRemote(
  servers: Pick<Servers, 'postgres' | 'mariadb'>,
  options: RemoteOptions,
): Promise<Remote> {
  const tell = options.tell ?? (() => {});
  const machine = options.machine ?? (await createMachine(tell));
  const endings: (() => Promise<void> | void)[] = options.machine ? [] : [machine.remove];
  const end = async () => {
    let trouble: unknown;
    for (const work of endings.splice(0).reverse()) {
      try {
        await work();
      } catch (error) {
        trouble ??= error;
      }
    }
    if (trouble !== undefined) throw trouble;
  };
  const forget = machine.before(end);
  endings.push(() => {
    forget();
  });
  try {
    const environment = await sharedEnvironment(options.version, tell);
    const database = await createDatabase(servers, options.database);
    endings.push(database.drop);
    const name = newId();
    const place = join(machine.folder, name);
    endings.push(() => rm(place, { recursive: true, force: true }));
    const project = await makeProject(machine, place, database, options);
    project.python = join(environment, 'bin', 'python');
    const { workers } = options;
    const front = await startFront(options.front, { machine, name, place, project: project.dir, environment, workers });
    endings.push(front.end);
    endings.push(await machine.permit(name, sudoers(front, options.sudo ?? 'all')));
    const remote = describe(machine, project, database, front, end, options.version);
    if (options.started !== false) await remote.start();
    return remote;
  } catch (error) {
    await end();
    throw error;
  }
}

/** In a folder that others may pass through, where only the owner can write and list. */
async function makeProject(
  machine: Machine,
  place: string,
  db: Database,
  { version, project: settings, zip }: RemoteOptions,
): Promise<Project> {
  await mkdir(place);
  await chmod(place, 0o711);
  await chown(place, machine.owner.uid, machine.owner.gid);
  const dir = join(place, 'app');
  const project = await createProject({ finish: 'files', ...settings, version, dir, db });
  if (zip) {
    await mkdir(join(dir, 'migration'));
    await run(['cp', zip, join(dir, 'migration')]);
  }
  await loadOnce(project);
  await giveAll(machine.owner, dir);
  // As the unit's umask has it: nothing for the group or for others.
  await run(['chmod', '-R', 'go=', dir]);
  return project;
}

function sudoers(front: Front, sudo: NonNullable<RemoteOptions['sudo']>): string {
  const dropped = { all: /^$/, services: /= \(\S+\) NOPASSWD: \S+_FILES$/, files: /= \(root\)/, none: /NOPASSWD/ }[
    sudo
  ];
  return `${front.sudoers
    .split('\n')
    .filter((line) => line === '' || !dropped.test(line))
    .join('\n')}\n`;
}

function describe(
  machine: Machine,
  project: Project,
  database: Database,
  front: Front,
  end: () => Promise<void>,
  version: Version,
): Remote {
  const { deploy, sshd, key } = machine;
  const systemctl = join(machine.folder, 'bin', 'systemctl');
  const asRoot = async (command: string) => {
    const ran = await tryRun([systemctl, command, front.unit]);
    if (ran.code !== 0) throw new Error(`${command} of ${front.unit}: ${ran.stderr}${await front.log()}`);
  };
  const command = (word: string) => `sudo -n systemctl ${word} ${front.unit}`;
  return {
    machine,
    version,
    database,
    project,
    url: front.url,
    healthUrl: front.url,
    unit: front.unit,
    stopCommand: command('stop'),
    startCommand: command('start'),
    restartCommand: command('restart'),
    reloadCommand: command('reload'),
    pidFile: front.pidFile,
    socket: front.socket,
    touchPath: front.touchPath,
    workers: front.workers,
    inputs: {
      'project-dir': project.dir,
      python: project.python,
      url: front.url,
      'ssh-host': sshd.host,
      'ssh-port': String(sshd.port),
      'ssh-user': deploy.name,
      'ssh-key': key.private,
      'ssh-known-hosts': sshd.knownHosts,
    },
    active: async () => (await tryRun([systemctl, 'is-active', front.unit])).code === 0,
    stop: async () => await asRoot('stop'),
    start: async () => await asRoot('start'),
    end,
  };
}

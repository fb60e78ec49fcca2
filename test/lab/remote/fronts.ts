/** The three ways a project is served, each from the files of examples/servers. */

import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exists, freePort, run } from '../run.ts';
import type { Machine } from './machine.ts';

export type FrontKind = 'gunicorn' | 'nginx' | 'apache';

export interface Place {
  machine: Machine;
  /** Of the site, unique on the machine. */
  name: string;
  /** The folder around the project. */
  place: string;
  /** Folder of the project. */
  project: string;
  /** Virtual environment. */
  environment: string;
}

export interface Front {
  unit: string;
  /** Ends in a slash. */
  url: string;
  workers: number;
  sudoers: string;
  pidFile?: string;
  touchPath?: string;
  /** The end of what it wrote, for an error. */
  log(): Promise<string>;
  end(): Promise<void>;
}

const EXAMPLES = new URL('../../../examples/servers/', import.meta.url);
const GUNICORN_WORKERS = 4;

/** Puts the units in place; the service itself is not started yet. */
export async function startFront(kind: FrontKind, place: Place): Promise<Front> {
  if (kind === 'gunicorn') return await gunicorn(place);
  throw new Error(`${kind}: not there yet`);
}

/**
 * An example with its names replaced. Each pair must be found: an example that changes its names changes them here too.
 */
export async function example(path: string, names: readonly (readonly [string, string])[]): Promise<string> {
  let text = await readFile(new URL(path, EXAMPLES), 'utf8');
  for (const [from, to] of names) {
    if (!text.includes(from)) throw new Error(`examples/servers/${path} does not contain ${from}`);
    text = text.replaceAll(from, to);
  }
  return text;
}

/** `wanted`, or with the site's name where another site of the machine has that unit. */
export async function freeUnit({ machine, name }: Place, wanted: string): Promise<string> {
  return (await exists(unitPath(machine, wanted))) ? `${wanted}-${name}` : wanted;
}

export function unitPath(machine: Machine, unit: string): string {
  return join(machine.folder, 'units', `${unit}.service`);
}

async function gunicorn(place: Place): Promise<Front> {
  const port = await freePort();
  return {
    ...(await gunicornService(place, ['unix:/run/jam-app/gunicorn.sock', `127.0.0.1:${port}`])),
    url: `http://127.0.0.1:${port}/`,
  };
}

/** @param bind what stands for the socket in the unit. */
async function gunicornService(place: Place, bind?: readonly [string, string]): Promise<Omit<Front, 'url'>> {
  const { machine, project, environment } = place;
  const unit = await freeUnit(place, 'jam-app');
  const runtime = join(machine.folder, 'run', unit);
  const folders = [
    ['/srv/app', project],
    ['/srv/venv', environment],
    ['/run/jam-app', runtime],
  ] as const;
  const service = await example('gunicorn-nginx/jam-app.service', [
    ...(bind ? [bind] : []),
    ...folders,
    ['=jamapp', `=${machine.owner.name}`],
    ['=jam-app', `=${unit}`],
  ]);
  await writeFile(unitPath(machine, unit), service);
  return {
    unit,
    workers: GUNICORN_WORKERS,
    pidFile: join(runtime, 'gunicorn.pid'),
    sudoers: await sudoersOf(place, 'gunicorn-nginx', 'jam-app', unit),
    log: async () => await tailOf(join(machine.folder, 'log', `${unit}.log`)),
    end: async () => await endUnit(machine, unit),
  };
}

/** The example's sudoers file for one unit. Aliases are global in sudo, so they get the site's name. */
export async function sudoersOf(
  { machine, environment, name }: Place,
  folder: string,
  from: string,
  unit: string,
): Promise<string> {
  return await example(`${folder}/sudoers`, [
    ...['stop', 'start', 'restart', 'reload'].map(
      (word) =>
        [`/usr/bin/systemctl ${word} ${from}`, `${join(machine.folder, 'bin', 'systemctl')} ${word} ${unit}`] as const,
    ),
    ['/srv/venv', environment],
    ['(jamapp)', `(${machine.owner.name})`],
    ['deploy ALL', `${machine.deploy.name} ALL`],
    ['JAM_APP', `JAM_APP_${name.toUpperCase()}`],
  ]);
}

/** Stops a unit as root and forgets it. */
export async function endUnit(machine: Machine, unit: string): Promise<void> {
  await run([join(machine.folder, 'bin', 'systemctl'), 'stop', unit]);
  await rm(unitPath(machine, unit), { force: true });
}

export async function tailOf(path: string): Promise<string> {
  return (await readFile(path, 'utf8').catch(() => '')).slice(-3000);
}

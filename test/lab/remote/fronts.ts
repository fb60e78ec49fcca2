/** The three ways a project is served, each from the files of examples/servers. */

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exists, freePort, run, until } from '../run.ts';
import type { Machine } from './machine.ts';
import { giveAll } from './users.ts';

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
  /** Of gunicorn; default as many as the example's unit has. */
  workers?: number | undefined;
}

export interface Front {
  unit: string;
  /** Ends in a slash. */
  url: string;
  workers: number;
  sudoers: string;
  pidFile?: string;
  socket?: string;
  touchPath?: string;
  /** The end of what it wrote, for an error. */
  log(): Promise<string>;
  end(): Promise<void>;
}

const EXAMPLES = new URL('../../../examples/servers/', import.meta.url);
const GUNICORN_WORKERS = 4;

/** Puts the units in place; the service itself is not started yet. */
export async function startFront(kind: FrontKind, place: Place): Promise<Front> {
  return await { gunicorn, nginx, apache }[kind](place);
}

/**
 * An example with its names replaced. Each pair must be found: an example that changes its names changes them here too.
 */
async function example(path: string, names: readonly (readonly [string, string])[]): Promise<string> {
  let text = await readFile(new URL(path, EXAMPLES), 'utf8');
  for (const [from, to] of names) {
    if (!text.includes(from)) throw new Error(`examples/servers/${path} does not contain ${from}`);
    text = text.replaceAll(from, to);
  }
  return text;
}

/** Takes the name `wanted`, or one with the site's name where another site of the machine has that unit. */
async function takeUnit({ machine, name }: Place, wanted: string): Promise<string> {
  // Making the file is taking the name: sites are made at the same time.
  const taken = await writeFile(unitPath(machine, wanted), '', { flag: 'wx' }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
  return taken ? wanted : `${wanted}-${name}`;
}

function unitPath(machine: Machine, unit: string): string {
  return join(machine.folder, 'units', `${unit}.service`);
}

async function gunicorn(place: Place): Promise<Front> {
  const port = await freePort();
  return {
    ...(await gunicornService(place, ['unix:/run/jam-app/gunicorn.sock', `127.0.0.1:${port}`])),
    url: `http://127.0.0.1:${port}/`,
  };
}

/** The unit as it is, and nginx in front of it. nginx is not part of the service: while that is down it answers 502. */
async function nginx(place: Place): Promise<Front> {
  const { machine, name } = place;
  const port = await freePort();
  const service = await gunicornService(place);
  const folder = join(machine.folder, `nginx-${name}`);
  await mkdir(folder);
  await writeFile(
    join(folder, 'site.conf'),
    await example('gunicorn-nginx/nginx-site.conf', [
      ['/run/jam-app', join(machine.folder, 'run', service.unit)],
      ['listen 127.0.0.1:80', `listen 127.0.0.1:${port}`],
      ['app.example.com', '127.0.0.1'],
    ]),
  );
  const main = join(folder, 'nginx.conf');
  await writeFile(main, nginxMain(folder, machine.owner.name));
  const program = ['/usr/sbin/nginx', '-p', folder, '-c', main, '-e', join(folder, 'error.log')];
  await run([...program, '-t']);
  await run(program);
  return {
    ...service,
    socket: join(machine.folder, 'run', service.unit, 'gunicorn.sock'),
    url: `http://127.0.0.1:${port}/`,
    log: async () => `${await service.log()}${await tailOf(join(folder, 'error.log'))}`,
    end: async () => {
      await service.end();
      await endServer(join(folder, 'pid'));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What Debian's own nginx.conf has, in our folder. www-data with the owner's group stands for its being a member. */
function nginxMain(folder: string, group: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `  ${kind}_temp_path ${join(folder, kind)};`,
  );
  return `user www-data ${group};
worker_processes 1;
pid ${join(folder, 'pid')};
error_log ${join(folder, 'error.log')};
events { worker_connections 256; }
http {
  access_log ${join(folder, 'access.log')};
  server_tokens off;
${temporary.join('\n')}
  include ${join(folder, 'site.conf')};
}
`;
}

/** A unit of Apache's as Debian has it; the service is Apache itself. */
async function apache(place: Place): Promise<Front> {
  const { machine, name, project, environment } = place;
  const port = await freePort();
  const unit = await takeUnit(place, 'apache2');
  const folder = join(machine.folder, `apache-${name}`);
  const scripts = join(machine.folder, `wsgi-${name}`);
  for (const path of [folder, scripts]) await mkdir(path);
  const script = join(scripts, 'jam-app.wsgi');
  await writeFile(script, await example('apache-mod_wsgi/jam-app.wsgi', [['/srv/app', project]]));
  await giveAll(machine.owner, scripts);
  const processes = await example('apache-mod_wsgi/apache-processes.conf', [
    ['/srv/app', project],
    ['/srv/venv', environment],
    ['=jamapp', `=${machine.owner.name}`],
  ]);
  const site = await example('apache-mod_wsgi/apache-site.conf', [
    ['/srv/wsgi', scripts],
    ['127.0.0.1:80', `127.0.0.1:${port}`],
    ['app.example.com', '127.0.0.1'],
  ]);
  const [workers = 0, threads = 0] = ['processes', 'threads'].map((word) =>
    Number(new RegExp(`${word}=(\\d+)`).exec(processes)?.[1]),
  );
  await writeFile(join(folder, 'processes.conf'), processes);
  await writeFile(join(folder, 'site.conf'), site);
  const main = join(folder, 'apache2.conf');
  await writeFile(main, apacheMain(folder, port));
  await run(['/usr/sbin/apache2', '-f', main, '-t']);
  const apache2 = `/usr/sbin/apache2 -f ${main} -k`;
  const lines = ['Type=forking', `PIDFile=${join(folder, 'pid')}`, `ExecStart=${apache2} start`];
  lines.push(`ExecStop=${apache2} graceful-stop`, `ExecReload=${apache2} graceful`);
  lines.push(`X-Workers=${workers}`, `X-Threads=${threads}`);
  await writeFile(unitPath(machine, unit), `[Service]\n${lines.join('\n')}\n`);
  return {
    unit,
    workers,
    url: `http://127.0.0.1:${port}/`,
    touchPath: script,
    sudoers: await sudoersOf(place, 'apache-mod_wsgi', 'apache2', unit),
    log: async () => await tailOf(join(folder, 'error.log')),
    end: async () => {
      await endUnit(machine, unit);
      for (const path of [folder, scripts]) await rm(path, { recursive: true, force: true });
    },
  };
}

/** What Debian's own apache2.conf has, in our folder, with the modules that the example names. */
function apacheMain(folder: string, port: number): string {
  const modules = ['mpm_event', 'authn_core', 'authz_core', 'authz_host', 'headers', 'wsgi'].map(
    (name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`,
  );
  return `ServerRoot ${folder}
ServerName 127.0.0.1
DefaultRuntimeDir ${folder}
PidFile ${join(folder, 'pid')}
Listen 127.0.0.1:${port}
${modules.join('\n')}
User www-data
Group www-data
ErrorLog ${join(folder, 'error.log')}
LogLevel warn
<Directory />
  Require all denied
</Directory>
WSGISocketPrefix ${join(folder, 'wsgi')}
Include ${join(folder, 'processes.conf')}
Include ${join(folder, 'site.conf')}
`;
}

/** @param bind what stands for the socket in the unit. */
async function gunicornService(place: Place, bind?: readonly [string, string]): Promise<Omit<Front, 'url'>> {
  const { machine, project, environment, workers = GUNICORN_WORKERS } = place;
  const unit = await takeUnit(place, 'jam-app');
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
    ...(workers === GUNICORN_WORKERS ? [] : [[`--workers ${GUNICORN_WORKERS}`, `--workers ${workers}`] as const]),
  ]);
  await writeFile(unitPath(machine, unit), service);
  return {
    unit,
    workers,
    pidFile: join(runtime, 'gunicorn.pid'),
    sudoers: await sudoersOf(place, 'gunicorn-nginx', 'jam-app', unit),
    log: async () => await tailOf(join(machine.folder, 'log', `${unit}.log`)),
    end: async () => await endUnit(machine, unit),
  };
}

/** The example's sudoers file for one unit. Aliases are global in sudo, so they get the site's name. */
async function sudoersOf(
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
async function endUnit(machine: Machine, unit: string): Promise<void> {
  await run([join(machine.folder, 'bin', 'systemctl'), 'stop', unit]);
  await rm(unitPath(machine, unit), { force: true });
}

/** Ends a server by its pid file and waits until it is gone. */
async function endServer(pidFile: string): Promise<void> {
  const pid = Number(await readFile(pidFile, 'utf8'));
  process.kill(pid, 'SIGTERM');
  await until('nginx to end', 20, async () => ((await exists(pidFile)) ? undefined : true));
}

async function tailOf(path: string): Promise<string> {
  return (await readFile(path, 'utf8').catch(() => '')).slice(-3000);
}

/** Secrets stay in the process that was given them: in no output, no file, no argument and no child's environment. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportsOf } from '../lab/exports.ts';
import { createProject } from '../lab/project.ts';
import { run as runProgram, until } from '../lab/run.ts';
import { serviceCommands } from '../lab/serve.ts';
import { createDatabase, findServers, type Servers } from '../lab/servers.ts';
import { type ActionRun, type Installed, installAction } from './action.ts';
import { asCli, type Inputs } from './sentence.ts';
import { byUrl, makeTarget } from './target.ts';
import { watchProcesses } from './watch-processes.ts';

let servers: Servers;
let action: Installed;
let base: string;
const open: Server[] = [];

beforeAll(async () => {
  servers = await findServers(() => {});
  action = await installAction();
  base = await realpath(await mkdtemp(join(tmpdir(), 'jampy-secrets-')));
});
afterAll(async () => {
  for (const server of open) {
    server.close();
    server.closeAllConnections();
  }
  await action?.remove();
  await rm(base, { recursive: true, force: true });
  await servers?.stop();
});

const unique = () => randomBytes(6).toString('hex');

/** All that a secret may look like. */
function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64');
  const html = secret.replace(/[^\w\s]/g, (character) => `&#${character.charCodeAt(0)};`);
  const forms = [secret, encodeURIComponent(secret), new URLSearchParams({ v: secret }).toString().slice(2), html];
  return [
    ...new Set([
      ...forms,
      JSON.stringify(secret).slice(1, -1),
      base64,
      base64.replace(/=+$/, ''),
      Buffer.from(secret).toString('base64url'),
    ]),
  ];
}

/** Everything that a run shows, without the lines in which the runner is told what to mask. */
function shownBy(run: ActionRun): string {
  const stdout = run.stdout.replaceAll(/^::add-mask::.*$/gm, '');
  return [stdout, run.stderr, JSON.stringify(run.outputs), Object.values(run.outputs).join('\n'), run.summary].join(
    '\n',
  );
}

function shownSecrets(text: string, secrets: readonly string[]): string[] {
  return secrets.flatMap((secret) => formsOf(secret).filter((form) => text.includes(form)));
}

/** Texts of every file that we write for people, below a folder. */
async function filesIn(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const ours = names.filter((entry) => entry.isFile() && /\.(txt|json|lock)$/.test(entry.name));
  return (
    await Promise.all(ours.map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8').catch(() => '')))
  ).join('\n');
}

interface Watched {
  run: ActionRun;
  /** Secrets that were seen anywhere. */
  shown: string[];
  processes: string[];
  children: string[];
  /** What stood in the lock while it ran. */
  lock: string;
}

/** One promotion with every process, the lock and the backup watched. */
async function watched(inputs: Inputs, state: string, secrets: readonly string[]): Promise<Watched> {
  let pid: number | undefined;
  const watch = watchProcesses(secrets.flatMap(formsOf), () => pid);
  let lock = '';
  const reading = setInterval(() => {
    void filesIn(state).then((text) => {
      lock ||= text;
    });
  }, 20);
  try {
    const run = await action.run(inputs, { onStart: (started) => (pid = started) });
    const shown = shownSecrets(shownBy(run) + lock + (await filesIn(state)), secrets);
    return { run, shown, processes: watch.found(), children: watch.children(), lock };
  } finally {
    clearInterval(reading);
    watch.stop();
  }
}

/** A web server in front of an application that asks for a Basic login. */
async function behindBasic(port: number, login: string): Promise<string> {
  const expected = `Basic ${Buffer.from(login).toString('base64')}`;
  const server = createServer((incoming, outgoing) => {
    if (incoming.headers.authorization !== expected) {
      outgoing.writeHead(401, { 'www-authenticate': 'Basic' }).end();
      return;
    }
    const onward = request({
      host: '127.0.0.1',
      port,
      path: incoming.url,
      method: incoming.method,
      headers: incoming.headers,
    });
    onward.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.writeHead(502).end());
    incoming.pipe(onward);
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('the watch sees arguments and environments of other processes', async () => {
  const secrets = [unique(), unique()] as const;
  const watch = watchProcesses(secrets, () => process.pid);
  const child = spawn('sleep', ['60'], { env: { PATH: process.env.PATH, SECRET: secrets[0] } });
  const told = spawn('sh', ['-c', 'sleep 60', secrets[1]]);
  try {
    await until('the watch to see both', 20, async () => (watch.found().length >= 2 ? true : undefined));
    expect(watch.found().sort()).toEqual([expect.stringMatching(/^arguments of sh/), 'environment of sleep 60 ']);
    expect(watch.children()).toContain('sleep 60 ');
  } finally {
    watch.stop();
    child.kill();
    told.kill();
  }
});

test('live, with logins of the Builder, the application and a web server in front', async () => {
  const [builder, user, basic] = [`Bu1lder+/${unique()}`, `viewer "${unique()}"`, `b@sic:${unique()}/é`] as const;
  const users = [
    { login: 'boss', password: builder, role: 1, admin: true },
    { login: 'viewer', password: user, role: 1 },
  ];
  const target = await makeTarget(servers, '7.0.120', 'postgres', { safeMode: true, users });
  try {
    await target.start();
    const { v1 } = await exportsOf('7.0.120', 'postgres', servers);
    const front = await behindBasic(target.service.port, `deploy:${basic}`);
    const inputs = byUrl(target, v1, {
      url: `http://deploy:${encodeURIComponent(basic)}@${front}/`,
      'builder-login': 'boss',
      'builder-password': builder,
      'app-login': 'viewer',
      'app-password': user,
    });
    const state = inputs['backup-dir'] as string;
    const seen = await watched(inputs, state, [builder, user, basic]);
    expect([seen.run.code, seen.run.outputs.result], seen.run.stdout).toEqual([0, 'imported']);
    expect(seen.run.outputs.url).toBe(`http://${front}/`);
    expect(seen.lock).toContain('octocat');
    expect({ shown: seen.shown, processes: seen.processes }).toEqual({ shown: [], processes: [] });
    for (const form of [builder, user, basic]) expect(seen.run.stdout).toContain(`::add-mask::${form}`);

    const wrong = { ...inputs, 'builder-password': `Wr0ng-${unique()}` };
    const refused = await watched(wrong, state, [wrong['builder-password'], user, basic]);
    expect([refused.run.code, refused.run.outputs.result], refused.run.stdout).toEqual([3, 'refused']);
    expect({ shown: refused.shown, processes: refused.processes }).toEqual({ shown: [], processes: [] });
    const cli = await asCli(action, { ...wrong, command: 'promote' });
    expect(shownSecrets(cli.stdout + cli.stderr, [wrong['builder-password'], user, basic])).toEqual([]);
  } finally {
    await target.remove();
  }
});

test('by the migration folder, with a database address and a password full of special characters', async () => {
  const password = `p@ss/w:rd#%é'"${unique()}`;
  const login = `jp_${unique()}`;
  const db = await createDatabase(servers, 'mariadb');
  const quoted = `'${login}'@'%' IDENTIFIED BY '${password.replace(/['\\]/g, '\\$&')}'`;
  await db.query(`CREATE USER ${quoted}`);
  try {
    await db.query(`GRANT ALL ON ${db.name}.* TO '${login}'@'%'`);
    const dir = join(base, 'app');
    // Jam.py's own connection is root's; ours has the password.
    const project = await createProject({ version: '5.5.4', dir, db, finish: 'files' });
    const service = await serviceCommands(project, join(base, 'service'));
    const { v1 } = await exportsOf('5.5.4', 'mariadb', servers);
    const inputs = {
      command: 'promote',
      'metadata-file': v1,
      'project-dir': dir,
      url: service.url,
      python: project.python,
      'stop-command': service.stopCommand,
      'start-command': service.startCommand,
      'database-url': `mysql://${login}:${encodeURIComponent(password)}@${db.host}:${db.port}/${db.name}`,
    };
    try {
      const state = `${dir}.jampy-promote`;
      const seen = await watched(inputs, state, [password, inputs['database-url']]);
      expect([seen.run.code, seen.run.outputs.result, seen.run.outputs.verified], seen.run.stdout).toEqual([
        0,
        'imported',
        'full',
      ]);
      expect({ shown: seen.shown, processes: seen.processes }).toEqual({ shown: [], processes: [] });
      expect(seen.children.some((name) => name.includes('python'))).toBe(true);

      const wrong = inputs['database-url'].replace(encodeURIComponent(password), encodeURIComponent(`${password}x`));
      const refused = await watched({ ...inputs, 'database-url': wrong }, state, [password, wrong]);
      expect(refused.run.outputs.reason ?? '', refused.run.stdout).toMatch(/Access denied for user/);
      expect({ shown: refused.shown, processes: refused.processes }).toEqual({ shown: [], processes: [] });
    } finally {
      await runProgram(['sh', '-c', service.stopCommand]);
    }
  } finally {
    await db.query(`DROP USER '${login}'@'%'`);
    await db.drop();
  }
});

test('a server that tells back what it was sent', async () => {
  const [builder, basic] = [`Ech0+/&=${unique()}`, `fr@nt:${unique()}`] as const;
  let asked = '';
  const server = createServer((incoming, outgoing) => {
    let body = '';
    incoming.on('data', (chunk) => (body += chunk));
    incoming.on('end', () => {
      const plain = Buffer.from(incoming.headers.authorization?.slice(6) ?? '', 'base64').toString();
      asked = `${incoming.headers.authorization} ${plain} ${decodeURIComponent(body.replaceAll('+', ' '))} ${body} ${asked}`;
      if (incoming.url?.startsWith('/builder_login')) outgoing.writeHead(302, { location: '/builder.html' }).end();
      else if (asked.includes('login='))
        outgoing.end(JSON.stringify({ result: { data: null }, error: asked.slice(0, 290) }));
      else outgoing.end(JSON.stringify({ result: { status: 5, data: null } }));
    });
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const inputs = {
    command: 'promote',
    'metadata-file': (await exportsOf('7.0.120', 'postgres', servers)).v1,
    url: `http://deploy:${encodeURIComponent(basic)}@127.0.0.1:${port}/`,
    'backup-dir': join(base, 'echo'),
    'builder-login': 'boss',
    'builder-password': builder,
  };
  const seen = await watched(inputs, join(base, 'echo'), [builder, basic]);
  expect(asked).toContain(encodeURIComponent(builder));
  expect(seen.run.outputs.reason).toMatch(/does not load: ".*\*\*\*/);
  expect([seen.run.code, ...seen.shown]).toEqual([1]);
});

test('a short password blots out neither digests nor outputs', async () => {
  const { v1 } = await exportsOf('7.0.120', 'postgres', servers);
  const honest = await action.run({ command: 'validate', 'metadata-file': v1 });
  const digest = honest.outputs['metadata-digest'] as string;
  for (const password of ['111', '7', '0', digest.slice(8, 11)]) {
    const run = await action.run({
      command: 'promote',
      'metadata-file': v1,
      url: 'http://127.0.0.1:9/',
      'backup-dir': join(base, 'short'),
      'builder-login': 'admin',
      'builder-password': password,
    });
    expect(run.outputs.result, run.stdout).toBe('failed');
    // The runner replaces every masked text wherever it stands, and drops outputs that hold one.
    const masks = [...run.stdout.matchAll(/^::add-mask::(.*)$/gm)].map((match) => match[1] as string);
    expect(masks.filter((mask) => digest.includes(mask))).toEqual([]);
    const own = ['result', 'verified', 'changed', 'error-count', 'warning-count', 'metadata-digest', 'jam-line'];
    const { outputs } = honest;
    const expected = { ...outputs, result: 'failed', verified: 'none', changed: 'false' } as Record<string, string>;
    expect(own.map((name) => [name, run.outputs[name]])).toEqual(own.map((name) => [name, expected[name]]));
  }
});

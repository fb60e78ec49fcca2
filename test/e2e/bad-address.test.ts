/** Wrong addresses, servers and logins: one clear sentence, and credentials that go nowhere else. */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createSocketServer, type Server as SocketServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { exportsOf } from '../lab/exports.ts';
import { freePort } from '../lab/run.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import { type Installed, installAction } from './action.ts';
import { bothSay, type Inputs, type Wanted } from './sentence.ts';
import { byUrl, folderHash, makeTarget, type Target } from './target.ts';

let servers: Servers;
let action: Installed;
let base: string;
let zip: string;
const open: (Server | SocketServer)[] = [];

beforeAll(async () => {
  servers = await findServers(() => {});
  action = await installAction();
  base = await realpath(await mkdtemp(join(tmpdir(), 'jampy-bad-')));
  zip = (await exportsOf('7.0.120', 'postgres', servers)).v1;
});

afterEach(() => {
  for (const server of open.splice(0)) {
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  }
});

afterAll(async () => {
  await action?.remove();
  await rm(base, { recursive: true, force: true });
  await servers?.stop();
});

/** A web server of the test's own; what it was asked, with headers and bodies. */
async function serving(answer: RequestListener): Promise<{ url: string; port: number; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)} ${Buffer.concat(chunks)}`);
      answer(request, response);
    });
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, port, asked };
}

const page = (status: number, body = '<html>hello</html>'): RequestListener => {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end(body);
  };
};

function live(url: string, more: Inputs = {}): Inputs {
  return { command: 'promote', 'metadata-file': zip, url, 'backup-dir': join(base, 'backup'), ...more };
}

const failed = (says: RegExp): Wanted => ({ code: 1, result: 'failed', says });
const refused = (says: RegExp): Wanted => ({ code: 3, result: 'refused', says });

test('nothing listens', async () => {
  const url = `http://127.0.0.1:${await freePort()}/`;
  await bothSay(action, live(url), failed(/does not answer: the connection is refused: nothing listens there/));
});

test('a host name that does not exist', async () => {
  await bothSay(
    action,
    live('https://no-such-host.invalid/'),
    failed(/no-such-host\.invalid\/ does not answer: the host name/),
  );
});

describe('another web server', () => {
  test.each<[string, RequestListener, Wanted]>([
    ['404', page(404), failed(/answers HTTP 404 with an HTML page: this is not the root of a Jam\.py application/)],
    ['an HTML page', page(200), failed(/answers HTTP 200 with an HTML page/)],
    ['nothing', page(200, ''), failed(/answers HTTP 200 with an empty answer/)],
    ['a server error', page(500), failed(/the application is broken, unfinished/)],
    [
      'other JSON',
      page(200, '{"hello": [1, 2]}'),
      failed(/something that is not Jam\.py's|not the root of a Jam\.py application/),
    ],
    ['JSON of a list', page(200, '[]'), failed(/not the root of a Jam\.py application/)],
    ['JSON of nothing', page(200, 'null'), failed(/not the root of a Jam\.py application/)],
    [
      'an almost right answer',
      page(200, '{"result": {"status": 9, "data": [{"settings": {}, "task": 5}]}}'),
      failed(/The Builder at .* does not know its own table/),
    ],
    [
      'a broken redirect',
      (_request, response) => response.writeHead(302, { location: 'http://[' }).end(),
      failed(/answers HTTP 302/),
    ],
    [
      'a redirect in a circle',
      (_request, response) => response.writeHead(302, { location: '/' }).end(),
      failed(/answers HTTP 302/),
    ],
    ['a Basic login', page(401), refused(/asks for a Basic login, and url has none \(HTTP 401\)/)],
  ])('answers with %s', async (_name, listener, wanted) => {
    const { url } = await serving(listener);
    await bothSay(action, live(url), wanted);
  });

  test('does not speak HTTP', async () => {
    const server = createSocketServer((socket) => socket.on('error', () => {}).end('220 mail.example.com ESMTP\r\n'));
    open.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await bothSay(action, live(`http://127.0.0.1:${port}/`), failed(/what answers there does not speak HTTP/));
    await bothSay(
      action,
      live(`https://127.0.0.1:${port}/`),
      failed(/does not speak TLS|does not speak HTTP|closed before/),
    );
  });

  test('refuses a wrong Basic login, which is not told', async () => {
    const { url, asked } = await serving(page(401));
    const login = url.replace('http://', 'http://deploy:wr0ng%25-pass%@');
    const { run, cli } = await bothSay(action, live(login), refused(/refuses the Basic login that stands in url/));
    expect(
      asked.some((line) => line.includes(Buffer.from('deploy:wr0ng%25-pass%').toString('base64').slice(0, 10))),
    ).toBe(true);
    const told = run.stdout.replaceAll(/^::add-mask::.*$/gm, '') + run.summary + cli.stdout + cli.stderr;
    expect(told).not.toContain('wr0ng');
  });
});

test('a redirect to another origin gets nothing of ours', async () => {
  const thief = await serving(page(200));
  const { url, asked } = await serving((request, response) => {
    response.writeHead(307, { location: new URL(request.url ?? '', thief.url).href, 'set-cookie': 'a=b' }).end();
  });
  const login = url.replace('http://', 'http://deploy:Basic-pa55@');
  const more = { 'builder-login': 'boss', 'builder-password': 'Builder-pa55' };
  await bothSay(
    action,
    live(login, more),
    failed(/redirects to another origin, http:\/\/127\.0\.0\.1:\d+; nothing was sent there/),
  );
  expect(asked.length).toBeGreaterThan(0);
  expect(thief.asked).toEqual([]);
});

test('http:// to another machine is refused before any connection', async () => {
  const more = { 'metadata-file': '/nowhere/none.zip' };
  for (const url of [
    'http://192.0.2.1/',
    'http://app.example.com/',
    'http://127.0.0.1.example.com/',
    'http://[2001:db8::1]/',
  ]) {
    await bothSay(action, live(url, more), refused(/url is http:\/\/ to another machine/));
  }
  const health = { 'health-url': 'http://192.0.2.1/health' };
  await bothSay(
    action,
    live('https://127.0.0.1:1/', { ...more, ...health }),
    refused(/health-url is http:\/\/ to another/),
  );
  const allowed = await action.run(live('http://no-such-host.invalid/', { 'allow-insecure-http': 'true' }));
  expect(allowed.outputs.reason).toMatch(/does not answer/);
});

describe.each(['5.5.4', '7.0.120'] as const)('a Builder of Jam.py %s', (version) => {
  let target: Target;
  beforeAll(async () => {
    const users = [{ login: 'boss', password: 'Right-pa55', role: 1, admin: true }];
    target = await makeTarget(servers, version, 'postgres', { safeMode: true, users });
    await target.start();
    zip = (await exportsOf(version, 'postgres', servers)).v1;
  });
  afterAll(() => target?.remove());

  test('refuses wrong logins, and nothing is touched', async () => {
    // The first call makes Jam.py load the application, which writes files of its own.
    await bothSay(action, byUrl(target, zip), refused(/asks for a login \(safe mode is on\): give builder-login/));
    const before = await folderHash(target.dir, false);
    const wrong = { 'builder-login': 'boss', 'builder-password': 'Wr0ng-pa55' };
    const { sentence } = await bothSay(action, byUrl(target, zip, wrong), refused(/refused builder-login boss/));
    expect(sentence).not.toContain('Wr0ng');
    expect(await folderHash(target.dir, false)).toBe(before);
  });

  test('is not at a wrong path', async () => {
    const inputs = byUrl(target, zip, { url: `${target.service.url}nowhere/` });
    await bothSay(action, inputs, failed(/nowhere\/api answers HTTP \d+ with/));
  });
});

/** The preflight asks at url for the project's own files, which no server may hand out. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, request as send } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Exports, exportsOf } from '../lab/exports.ts';
import { ask } from '../lab/remote/probes.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import { VERSIONS, type Version } from '../lab/versions.ts';
import { type Installed, installAction } from './action.ts';
import { byFolder, byUrl, folderHash, makeTarget, promote, type Target } from './target.ts';

let servers: Servers;
let action: Installed;

beforeAll(async () => {
  servers = await findServers(() => {});
  action = await installAction();
});
afterAll(async () => {
  await action?.remove();
  await servers?.stop();
});

/** A served project, and the zips for it. */
async function served(version: Version, work: (target: Target, exports: Exports) => Promise<void>): Promise<void> {
  const exports = await exportsOf(version, 'postgres', servers);
  const target = await makeTarget(servers, version, 'postgres');
  try {
    await target.start();
    await work(target, exports);
  } finally {
    await target.remove();
  }
}

const PATHS = ['/admin.sqlite', '/server.py', '/migration/'];

/** A server in front of the application that answers some paths by itself. */
async function front(
  backend: string,
  own: (path: string) => Promise<[number, string | Buffer] | undefined>,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    void own(incoming.url ?? '').then((answer) => {
      if (answer) return void outgoing.writeHead(answer[0]).end(answer[1]);
      const { method = 'GET', headers, url } = incoming;
      const passed = send(backend, { method, headers, path: url, agent: false }, (back) => {
        // What the application does not know this server answers itself.
        void own(`${back.statusCode} ${url}`).then((page) => {
          if (page) back.resume().on('end', () => outgoing.writeHead(page[0]).end(page[1]));
          else back.pipe(outgoing.writeHead(back.statusCode ?? 502, back.headers));
        });
      });
      incoming.pipe(passed.on('error', () => outgoing.writeHead(502).end('down')));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

describe("the project's own files at url", { concurrent: true, timeout: 600_000 }, () => {
  test.each(VERSIONS)('%s behind gunicorn alone: what is asked for, and what Jam.py answers', (version) =>
    served(version, async (target, { v1 }) => {
      const answers = await Promise.all(PATHS.map((path) => ask(target.service.url, path)));
      const status = version === '7.0.120' ? 500 : 404;
      expect(answers.map((answer) => answer.status)).toEqual([status, status, status]);
      const round = await ask(target.service.url, '/jam/../admin.sqlite');
      expect(round.body.startsWith('SQLite format 3')).toBe(version === '7.0.120');
      const ran = await promote(action, byUrl(target, v1));
      expect([ran.code, ran.result], ran.log).toEqual([0, 'imported']);
      const warned = ran.log.match(/::warning::\S+\/jam\/\.\.\/\S+ gives /g) ?? [];
      expect(warned, ran.log).toHaveLength(version === '7.0.120' ? 1 : 0);
    }),
  );

  test('a server that hands out the folder: refused, by either method', () =>
    served('5.5.4', async (target, { v1 }) => {
      const open = await front(target.service.url, async (path) => {
        if (path === '/migration/') return [200, '<title>Index of /migration/</title>'];
        if (!PATHS.includes(path)) return undefined;
        return [200, await readFile(join(target.dir, path))];
      });
      try {
        const says = [
          /hands out the project's own files to anybody/,
          /\/admin\.sqlite, \S+\/server\.py, \S+\/migration\/ /,
        ];
        const live = await promote(action, byUrl(target, v1, { url: open.url }));
        expect([live.code, live.result], live.log).toEqual([3, 'refused']);
        for (const part of says) expect(live.reason).toMatch(part);
        await target.stop();
        const before = await folderHash(target.dir);
        const folder = await promote(action, byFolder(target, v1, { url: open.url, 'stop-command': 'exit 9' }));
        expect([folder.code, folder.result], folder.log).toEqual([3, 'refused']);
        for (const part of says) expect(folder.reason).toMatch(part);
        expect(await folderHash(target.dir)).toBe(before);
      } finally {
        await open.close();
      }
    }));

  test('a server that answers everything with its own page hands out nothing', () =>
    served('5.5.4', async (target, { v1 }) => {
      const page = '<!DOCTYPE html><title>Nothing here</title>';
      const open = await front(target.service.url, async (path) => (path.startsWith('404 ') ? [200, page] : undefined));
      try {
        const ran = await promote(action, byUrl(target, v1, { url: open.url }));
        expect([ran.code, ran.result], ran.log).toEqual([0, 'imported']);
      } finally {
        await open.close();
      }
    }));
});

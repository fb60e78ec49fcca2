/** Other ways to run a promotion than the matrix: other commands, several workers, logins, no address, another owner. */
import { chmod, mkdir, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { APPLICATION } from '../lab/application.ts';
import { type Exports, exportsOf } from '../lab/exports.ts';
import { run } from '../lab/run.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import type { Version } from '../lab/versions.ts';
import { type Installed, installAction } from './action.ts';
import { spread, tellLeft } from './fixture.ts';
import { byFolder, byUrl, ended, type Inputs, makeTarget, promote, type Target } from './target.ts';

const USERS = [
  { login: 'boss', password: 'geheim-77', role: 1, admin: true },
  { login: 'clerk', password: 'clerk-pass', role: 2 },
];
const SAFE = { safeMode: true, users: USERS };

let servers: Servers;
let action: Installed;
const zips = new Map<Version, Exports>();

beforeAll(async () => {
  servers = await findServers(() => {});
  action = await installAction();
  for (const version of ['5.4.136', '7.0.120'] as const)
    zips.set(version, await exportsOf(version, 'postgres', servers));
}, 300_000);

afterAll(async () => {
  tellLeft();
  await action?.remove();
  await servers?.stop();
});

async function withTarget(
  version: Version,
  options: Parameters<typeof makeTarget>[3],
  work: (target: Target, exports: Exports) => Promise<void>,
): Promise<void> {
  const target = await makeTarget(servers, version, 'postgres', options);
  try {
    await work(target, zips.get(version) as Exports);
  } finally {
    await target.remove();
  }
}

/** v1, v2, and v2 again. */
async function walk(exports: Exports, verified: string, inputs: (zip: string) => Inputs): Promise<void> {
  for (const [zip, result] of [
    [exports.v1, 'imported'],
    [exports.v2, 'imported'],
    [exports.v2, 'unchanged'],
  ] as const) {
    const ran = await promote(action, inputs(zip));
    expect([ran.code, ran.result, ran.verified, ran.reason], ran.log).toEqual([0, result, verified, '']);
  }
}

const without = (inputs: Inputs, ...names: string[]): Inputs =>
  Object.fromEntries(Object.entries(inputs).filter(([name]) => !names.includes(name)));

describe('ways', { concurrent: true, timeout: 600_000 }, () => {
  test.each(spread('7.0.120', 'the started service imports by itself where it has one worker'))(
    '%s: the started service imports by itself where it has one worker',
    async (version) => {
      await withTarget(version, { workers: 1 }, async (target, exports) => {
        await target.start();
        await walk(exports, 'full', (zip) => without(byFolder(target, zip), 'python'));
      });
    },
  );

  test.each(spread('5.4.136', 'restart-command alone, four workers, python imports before the restart'))(
    '%s: restart-command alone, four workers, python imports before the restart',
    async (version) => {
      await withTarget(version, { workers: 4 }, async (target, exports) => {
        await target.start();
        await walk(exports, 'full', (zip) => ({
          ...without(byFolder(target, zip), 'stop-command', 'start-command'),
          'restart-command': target.service.restartCommand,
        }));
      });
    },
  );

  test.each(spread('5.4.136', 'restart-command alone and no python: one worker imports'))(
    '%s: restart-command alone and no python: one worker imports',
    async (version) => {
      await withTarget(version, { workers: 1 }, async (target, exports) => {
        await target.start();
        await walk(exports, 'full', (zip) => ({
          ...without(byFolder(target, zip), 'stop-command', 'start-command', 'python'),
          'restart-command': target.service.restartCommand,
        }));
      });
    },
  );

  test.each(spread('7.0.120', 'a service that is down is started, and without url the verdict is partial'))(
    '%s: a service that is down is started, and without url the verdict is partial',
    async (version) => {
      await withTarget(version, { workers: 2 }, async (target, exports) => {
        const down = await promote(action, byFolder(target, exports.v1));
        expect([down.code, down.result, down.verified], down.log).toEqual([0, 'imported', 'full']);
        expect(down.log).toContain('does not answer now');
        const blind = await promote(action, without(byFolder(target, exports.v2), 'url'));
        expect([blind.code, blind.result, blind.verified], blind.log).toEqual([0, 'imported', 'partial']);
        expect(blind.log).toContain('no url is given');
      });
    },
  );

  test.each(spread('5.4.136', 'safe mode: what a role may not view is not looked at, never called broken'))(
    '%s: safe mode: what a role may not view is not looked at, never called broken',
    async (version) => {
      await withTarget(version, { ...SAFE, workers: 2 }, async (target, exports) => {
        await target.start();
        const login = { 'app-login': 'clerk', 'app-password': 'clerk-pass' };
        const ran = await promote(action, byFolder(target, exports.v1, login));
        expect([ran.code, ran.result, ran.verified], ran.log).toEqual([0, 'imported', 'full']);
        expect(ran.log).toMatch(new RegExp(`may not view them: .*${APPLICATION.hiddenItem}`));
        expect(ran.log).not.toContain('Safe mode is off');
        const nobody = await promote(action, byFolder(target, exports.v1));
        expect([nobody.result, nobody.verified], nobody.log).toEqual(['unchanged', 'partial']);
        expect(nobody.log).toContain('give app-login and app-password');
      });
    },
  );

  test.each(spread('7.0.120', 'live into four workers'))(
    '%s: live into four workers, with a login: they are restarted, since only one reads the new privileges',
    async (version) => {
      await withTarget(version, { ...SAFE, workers: 4 }, async (target, exports) => {
        await target.start();
        await walk(exports, 'full', (zip) =>
          byUrl(target, zip, {
            'builder-login': 'boss',
            'builder-password': 'geheim-77',
            'restart-command': target.service.restartCommand,
          }),
        );
      });
    },
  );

  test.each(spread('7.0.120', 'an import leaves owners and permissions of folders and files as they were'))(
    '%s: an import leaves owners and permissions of folders and files as they were',
    async (version) => {
      await withTarget(version, { workers: 2 }, async (target, exports) => {
        await chmod(target.dir, 0o2755);
        for (const [name, mode] of [
          ['css', 0o775],
          ['js', 0o2775],
          ['index.html', 0o640],
        ] as const)
          await chmod(join(target.dir, name), mode);
        await target.start();
        const ran = await promote(action, byFolder(target, exports.v1));
        expect([ran.code, ran.result], ran.log).toEqual([0, 'imported']);
        const modes = await Promise.all(
          ['', 'css', 'js', 'index.html'].map(async (name) =>
            ((await stat(join(target.dir, name))).mode & 0o7777).toString(8),
          ),
        );
        expect(modes).toEqual(['2755', '775', '2775', '640']);
      });
    },
  );

  test.each(spread('5.4.136', 'a link to the project is the project: its permissions, its lock, its backups'))(
    '%s: a link to the project is the project: its permissions, its lock, its backups',
    async (version) => {
      await withTarget(version, {}, async (target, exports) => {
        await chmod(target.dir, 0o755);
        await rm(join(target.dir, 'migration'), { recursive: true, force: true });
        const link = join(target.base, 'current');
        await symlink(target.dir, link);
        const ran = await promote(action, byFolder(target, exports.v1, { 'project-dir': `${link}/` }));
        expect([ran.code, ran.result], ran.log).toEqual([0, 'imported']);
        const modes = await Promise.all(
          ['', 'migration'].map(async (name) => ((await stat(join(target.dir, name))).mode & 0o7777).toString(8)),
        );
        expect(modes).toEqual(['755', '755']);
        expect(dirname(ran.outputs['backup-dir'] ?? '')).toBe(`${target.dir}.jampy-promote`);
      });
    },
  );
});

/** Only root may give a project to somebody else; the lab's environments may lie where only root can go. */
const asRoot = process.getuid?.() === 0 ? test : undefined;

asRoot?.('root promotes a project of another user, whose it stays', { timeout: 600_000 }, async () => {
  const base = join(tmpdir(), `jampy-owner-${process.pid}`);
  await mkdir(base, { mode: 0o755 });
  try {
    const python = await environmentForAll(base);
    await withTarget('7.0.120', { workers: 2 }, async (target, exports) => {
      await chmod(target.base, 0o755);
      await run(['chown', '-R', 'nobody:nogroup', target.dir]);
      const inputs = { ...byFolder(target, exports.v1), python, 'stop-command': 'true', 'start-command': 'true' };
      const ran = ended(await action.run(without(inputs, 'url')));
      expect([ran.code, ran.result, ran.reason], ran.log).toEqual([0, 'imported', '']);
      const others = await run(['find', target.dir, '-not', '-user', 'nobody']);
      expect(others).toBe('');
    });
  } finally {
    await rm(base, { recursive: true, force: true });
  }
});

/** A virtual environment that every user of this machine can run, made from a Python outside of home folders. */
async function environmentForAll(base: string): Promise<string> {
  const python = join(base, 'venv', 'bin', 'python');
  await run(['/usr/bin/python3', '-m', 'venv', join(base, 'venv')]);
  await run([python, '-m', 'pip', 'install', '--quiet', 'jam-py-v7==7.0.120', 'psycopg2-binary==2.9.10']);
  return python;
}

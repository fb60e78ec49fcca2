/** Two promotions of one target never overlap: the second is refused or waits, and a dead one's lock is taken over. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Exports, exportsOf } from '../lab/exports.ts';
import { exists, until } from '../lab/run.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import { type Installed, installAction } from './action.ts';
import { byFolder, type Ended, makeTarget, parameter, promote, summary, type Target } from './target.ts';

let servers: Servers;
let action: Installed;
let target: Target;
let exports: Exports;

beforeAll(async () => {
  servers = await findServers(() => {});
  action = await installAction();
  exports = await exportsOf('7.0.120', 'postgres', servers);
  target = await makeTarget(servers, '7.0.120', 'postgres');
});

afterAll(async () => {
  await target?.remove();
  await action?.remove();
  await servers?.stop();
});

interface Gate {
  /** A stop command that says that it began, and ends when the gate is opened. */
  stopCommand: string;
  reached(): Promise<unknown>;
  open(): Promise<void>;
}

let gates = 0;

/** Holds a promotion where it stops the service, so that what happens meanwhile is no matter of time. */
function gate(then = target.service.stopCommand): Gate {
  const name = join(target.base, `gate-${++gates}`);
  return {
    stopCommand: `touch ${name}.reached; while [ ! -e ${name}.open ]; do sleep 0.1; done; ${then}`,
    reached: () =>
      until('the promotion to stop the service', 60, async () => (await exists(`${name}.reached`)) || undefined),
    open: () => writeFile(`${name}.open`, ''),
  };
}

const stateFolder = () => `${target.dir}.jampy-promote`;

async function lockPath(): Promise<string> {
  const names = (await readdir(stateFolder())).filter((name) => name.endsWith('.lock'));
  expect(names).toHaveLength(1);
  return join(stateFolder(), names[0] as string);
}

test('two at once: one imports, one is refused and told by whom, one waits and finds nothing to do', async () => {
  const held = gate();
  const env = { GITHUB_ACTOR: 'first-developer', GITHUB_RUN_ID: '4711' };
  const first = promote(action, byFolder(target, exports.v1, { 'stop-command': held.stopCommand }), { env });
  await held.reached();

  const second = await promote(action, byFolder(target, exports.v2));
  expect(summary(second), second.log).toEqual([
    3,
    'refused',
    expect.stringMatching(
      /Another promotion of this target is under way \(first-developer, .*owner\/repo\/actions\/runs\/4711, since \d{4}-/,
    ),
  ]);
  // Live promotions of the same target take the same lock.
  const live = await promote(action, {
    command: 'promote',
    'metadata-file': exports.v2,
    'project-dir': target.dir,
    url: target.service.url,
    method: 'live',
  });
  expect(summary(live), live.log).toEqual([3, 'refused', expect.stringContaining('first-developer')]);

  let waits = '';
  const third = promote(action, byFolder(target, exports.v1, { 'lock-timeout': '2m' }), {
    onOutput: (text) => {
      waits += text;
    },
  });
  await until(
    'the third to wait',
    60,
    async () => /Waiting for another promotion.*first-developer/.test(waits) || undefined,
  );
  await held.open();
  const [one, three]: [Ended, Ended] = await Promise.all([first, third]);
  expect([...summary(one), one.verified], one.log).toEqual([0, 'imported', '', 'full']);
  expect([...summary(three), three.verified], three.log).toEqual([0, 'unchanged', '', 'full']);
  expect(parameter(target.dir, 'F_VERSION')).toBe('1.0.0');
  expect((await readdir(stateFolder())).filter((name) => name.endsWith('.lock'))).toEqual([]);
});

test('the lock of a promotion that was killed is taken over, one of a living process or of another host is not', async () => {
  // What is left of the killed promotion must not stop the service later on.
  const held = gate('true');
  let pid = 0;
  const killed = promote(action, byFolder(target, exports.v2, { 'stop-command': held.stopCommand }), {
    onStart: (id) => {
      pid = id;
    },
  });
  await held.reached();
  process.kill(pid, 'SIGKILL');
  expect((await killed).code).toBeNull();
  const path = await lockPath();
  const lock = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  await held.open();

  await writeFile(path, JSON.stringify({ ...lock, host: 'another-runner' }));
  const elsewhere = await promote(action, byFolder(target, exports.v2));
  expect(summary(elsewhere), elsewhere.log).toEqual([
    3,
    'refused',
    expect.stringContaining(`process ${pid} on another-runner`),
  ]);

  const sleeper = spawn('sleep', ['600'], { stdio: 'ignore' });
  const { pid: living, ...same } = { ...lock, pid: sleeper.pid };
  const stat = await readFile(`/proc/${living}/stat`, 'utf8');
  await writeFile(
    path,
    JSON.stringify({ ...same, pid: living, started: stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] }),
  );
  const busy = await promote(action, byFolder(target, exports.v2));
  expect(summary(busy), busy.log).toEqual([3, 'refused', expect.stringContaining(`process ${living} on`)]);
  // The same number, but another process since: numbers are used again.
  await writeFile(path, JSON.stringify({ ...same, pid: living, started: '1' }));
  const reused = await promote(action, byFolder(target, exports.v1));
  expect(summary(reused), reused.log).toEqual([0, 'unchanged', '']);
  expect(reused.log).toMatch(/lock of a promotion that ended without releasing it is taken over/);
  sleeper.kill();
  await once(sleeper, 'exit');

  await writeFile(path, JSON.stringify(lock));
  const next = await promote(action, byFolder(target, exports.v2));
  expect([...summary(next), next.verified], next.log).toEqual([0, 'imported', '', 'full']);
  expect(next.log).toMatch(new RegExp(`taken over \\(octocat, .*process ${pid} on`));
  await expect(readFile(path)).rejects.toThrow();
});

test('a lock that can not be read is respected', async () => {
  const path = join(stateFolder(), (await readdir(stateFolder()))[0]?.replace(/-\d{8}T.*$/, '.lock') ?? '');
  await writeFile(path, 'not JSON');
  const unread = await promote(action, byFolder(target, exports.v2));
  expect(summary(unread), unread.log).toEqual([3, 'refused', expect.stringContaining(`remove ${path}`)]);
  await rm(path);
});

/** Two promotions of one target never overlap: the second is refused or waits, and a dead one's lock is taken over. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Exports, exportsOf } from '../lab/exports.ts';
import { exists, until } from '../lab/run.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import { type Installed, installAction } from './action.ts';
import { stageOf } from './stage.ts';
import { byFolder, type Ended, makeTarget, promote, summary, type Target } from './target.ts';

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
    stopCommand: `touch ${name}.reached; while [ -d ${target.base} ] && [ ! -e ${name}.open ]; do sleep 0.1; done; ${then}`,
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
  expect(await stageOf(target.dir, target.db as NonNullable<Target['db']>)).toBe('v1');
  expect((await readdir(stateFolder())).filter((name) => name.endsWith('.lock'))).toEqual([]);
});

test('one that waits goes on when the other ends without leaving anything', async () => {
  const name = join(target.base, 'login');
  const python = join(target.base, 'python');
  // The login of Jam.py's driver is asked before anything is written.
  const held = `touch ${name}.reached; while [ ! -e ${name}.open ]; do sleep 0.1; done; exit 1`;
  await writeFile(python, `#!/bin/sh\ncase "$1" in -B) ${held};; esac\nexec ${target.project.python} "$@"\n`);
  await chmod(python, 0o755);
  await rm(stateFolder(), { recursive: true, force: true });
  const first = promote(action, byFolder(target, exports.v2, { python }));
  await until('the first to be asked', 60, async () => (await exists(`${name}.reached`)) || undefined);
  let waits = '';
  const second = promote(action, byFolder(target, exports.v1, { 'lock-timeout': '2m' }), {
    onOutput: (text) => {
      waits += text;
    },
  });
  await until('the second to wait', 60, async () => waits.includes('Waiting for another promotion') || undefined);
  await writeFile(`${name}.open`, '');
  const [one, two] = await Promise.all([first, second]);
  expect(one.code, one.log).not.toBe(0);
  expect([...summary(two), two.verified], two.log).toEqual([0, 'unchanged', '', 'full']);
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

test('a dead lock of another machine is taken over when it was not renewed, and what it left put in order', async () => {
  const held = gate('true');
  let pid = 0;
  const killed = promote(action, byFolder(target, exports.v3, { 'stop-command': held.stopCommand }), {
    onStart: (id) => {
      pid = id;
    },
  });
  await held.reached();
  process.kill(pid, 'SIGKILL');
  await killed;
  await held.open();
  const path = await lockPath();
  const lock = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  expect(lock).toMatchObject({
    renewed: 30,
    method: 'migration-folder',
    token: expect.stringMatching(/^[0-9a-f]{16}$/),
  });
  // A tenth of a second times ten instead of five minutes.
  await writeFile(path, JSON.stringify({ ...lock, host: 'another-runner', renewed: 0.1 }));
  const fresh = await promote(action, byFolder(target, exports.v3));
  expect(summary(fresh), fresh.log).toEqual([3, 'refused', expect.stringContaining('on another-runner')]);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const next = await promote(action, byFolder(target, exports.v2));
  expect(summary(next), next.log).toEqual([0, 'unchanged', '']);
  expect(next.log).toMatch(/killed while it stopped the service, and the target was put in order/);
  expect((await readdir(stateFolder())).filter((name) => /\.(lock|journal)/.test(name))).toEqual([]);
});

/** The project's Python, held at the calls for which the shell condition is true until the gate is opened. */
async function heldPython(
  condition: string,
): Promise<{ python: string; reached(): Promise<unknown>; open(): Promise<void> }> {
  const held = gate('true');
  const python = join(target.base, `python-${gates}`);
  const script = `#!/bin/sh\nif ${condition}; then ${held.stopCommand}; fi\nexec ${target.project.python} "$@"\n`;
  await writeFile(python, script, { mode: 0o755 });
  return { python, reached: held.reached, open: held.open };
}

test('a promotion whose lock was taken does not go on to the stop', async () => {
  // Asked for the version once the lock is there.
  const { python, reached, open } = await heldPython(`ls ${stateFolder()}/*.lock >/dev/null 2>&1`);
  const stopped = join(target.base, 'stopped');
  const running = promote(action, byFolder(target, exports.v3, { python, 'stop-command': `touch ${stopped}` }));
  await reached();
  const path = await lockPath();
  await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), token: 'fedcba9876543210' }));
  await open();
  const ran = await running;
  const reason = expect.stringMatching(/lock of this promotion, .* was taken by another one .* it does not go on/);
  expect(summary(ran), ran.log).toEqual([1, 'failed', reason]);
  expect(await exists(stopped)).toBe(false);
  // It is not its own any more.
  expect(await exists(path)).toBe(true);
  await rm(path);
});

test('nor to the start when it was taken during the import; whoever comes next starts the service', async () => {
  const importing = 'case "$2" in *create_application*) true;; *) false;; esac';
  const { python, reached, open } = await heldPython(importing);
  const running = promote(action, byFolder(target, exports.v3, { python }));
  await reached();
  const path = await lockPath();
  await rm(path);
  await open();
  const ran = await running;
  const reason = expect.stringMatching(
    /lock of this promotion was taken .*while it imported.*service was stopped, and is started by whoever/,
  );
  expect(summary(ran), ran.log).toEqual([4, 'unknown', reason]);
  await expect(fetch(target.service.url)).rejects.toThrow();
  const next = await promote(action, byFolder(target, exports.v3));
  expect([...summary(next), next.verified], next.log).toEqual([0, 'unchanged', '', 'full']);
  expect(next.log).toMatch(/Jam\.py had imported its zip: .*The service was started again\./);
  // For the tests that follow.
  const back = await promote(action, byFolder(target, exports.v2));
  expect(summary(back), back.log).toEqual([0, 'imported', '']);
});

test('a zip of ours that nobody wrote down is removed when it is what would be imported; any other entry refuses', async () => {
  const migration = join(target.dir, 'migration');
  const importing = 'case "$2" in *create_application*) true;; *) false;; esac';
  const { python, reached, open } = await heldPython(importing);
  const running = promote(action, byFolder(target, exports.v3, { python }));
  await reached();
  const [name] = (await readdir(migration)) as [string];
  const bytes = await readFile(join(migration, name));
  await open();
  expect(summary(await running)).toEqual([0, 'imported', '']);
  const left = join(migration, 'jampy-promote-0123456789abcdef.zip');

  await writeFile(left, bytes.subarray(1));
  const half = await promote(action, byFolder(target, exports.v3));
  expect(summary(half), half.log).toEqual([3, 'refused', expect.stringContaining(`already holds ${basename(left)}`)]);
  await writeFile(left, bytes);
  await writeFile(join(migration, 'other.zip'), bytes);
  const other = await promote(action, byFolder(target, exports.v3));
  expect(summary(other), other.log).toEqual([3, 'refused', expect.stringContaining('already holds other.zip')]);
  expect((await readdir(migration)).sort()).toEqual([basename(left), 'other.zip']);
  await rm(join(migration, 'other.zip'));
  const again = await promote(action, byFolder(target, exports.v3));
  expect([...summary(again), again.verified], again.log).toEqual([0, 'unchanged', '', 'full']);
  expect(again.log).toMatch(/held jampy-promote-0123456789abcdef\.zip, which an earlier promotion left/);
  expect(await readdir(migration)).toEqual([]);
});

test('a lock that can not be read is respected', async () => {
  const path = join(stateFolder(), (await readdir(stateFolder()))[0]?.replace(/-\d{8}T.*$/, '.lock') ?? '');
  await writeFile(path, 'not JSON');
  const unread = await promote(action, byFolder(target, exports.v2));
  expect(summary(unread), unread.log).toEqual([3, 'refused', expect.stringContaining(`remove ${path}`)]);
  await rm(path);
});

/** The journal is read from a file that others may have written; the lock is told from its holder's renewals. */
import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LocalHost } from '../../../src/hosts/local.ts';
import { Journal, journalPath, noSteps, parseEntry, readJournal } from '../../../src/promotion/journal.ts';
import { takeLock } from '../../../src/promotion/lock.ts';
import { recordedPermissions, recordPermissions, restoreRecorded } from '../../../src/promotion/permissions.ts';
import type { Run } from '../../../src/promotion/run.ts';
import type { StateFolder } from '../../../src/promotion/state-folder.ts';

let base = '';
let project = '';
let folder: StateFolder;
let said: string[] = [];

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'jampy-journal-'));
  project = join(base, 'app');
  await mkdir(project);
  folder = { path: base, slug: 'app-1', host: new LocalHost(), ours: false };
  said = [];
});

afterEach(() => rm(base, { recursive: true, force: true }));

function runOf(token = '0123456789abcdef'): Run {
  const tell = (message: string) => void said.push(message);
  const log = { info: tell, notice: tell, warning: tell, error: tell, debug: tell };
  return {
    inputs: { projectDir: project, lockTimeoutMs: 0, method: 'migration-folder' },
    host: folder.host,
    operator: folder.host,
    token,
    log: { ...log, step: (_title: string, work: () => Promise<unknown>) => work() },
    caller: { who: 'octocat', run: 'run 1', event: '' },
    cancelled: new AbortController().signal,
  } as unknown as Run;
}

const facts = () => ({
  project,
  sha256: 'a'.repeat(64),
  stops: true,
  oneProcess: true,
  dbType: 2,
  counters: { build: 1, params: 2 },
  permissions: { '.': 'd 755 0', 'js/a.js': '' },
});

describe('journal', () => {
  test('is private, tells each step, and is gone at the end', async () => {
    const run = runOf();
    const lock = await takeLock(run, folder);
    const journal = new Journal(run, folder, lock, noSteps());
    await journal.begin(facts());
    expect((await stat(journalPath(folder))).mode & 0o777).toBe(0o600);
    expect(await readJournal(folder, project)).toMatchObject({ ...facts(), phase: 'stopping', who: 'octocat' });
    await journal.importing();
    expect(journal.steps.phase).toBe('importing');
    await journal.starting();
    expect((await readJournal(folder, project))?.phase).toBe('starting');
    await journal.end();
    expect(await readJournal(folder, project)).toBeUndefined();
    expect(await lock.release()).toBe(true);
  });

  test('does not begin, and does not remove the journal of another, when the lock was taken', async () => {
    const lock = await takeLock(runOf(), folder);
    const journal = new Journal(runOf(), folder, lock, noSteps());
    await journal.begin(facts());
    await rm(join(base, 'app-1.lock'));
    const other = await takeLock(runOf('fedcba9876543210'), folder);
    await new Journal(runOf('fedcba9876543210'), folder, other, noSteps()).begin(facts());
    await journal.end();
    expect((await readJournal(folder, project))?.token).toBe('fedcba9876543210');
    const late = new Journal(runOf(), folder, lock, noSteps());
    await expect(late.begin(facts())).rejects.toMatchObject({ id: 'lock-lost' });
    expect(await lock.release()).toBe(true);
    expect(JSON.parse(await readFile(join(base, 'app-1.lock'), 'utf8'))).toMatchObject({ token: 'fedcba9876543210' });
    await other.release();
  });

  const good = () => ({
    version: 1,
    token: '0123456789abcdef',
    who: 'a',
    run: 'b',
    since: 'c',
    phase: 'importing',
    ...facts(),
  });
  const parse = (entry: unknown) => parseEntry(Buffer.from(JSON.stringify(entry)));

  test('a good one is read', () => {
    expect(parse(good())).toEqual(good());
  });

  test.each([
    ['another version', { version: 2 }],
    ['a token that is a path', { token: '../../../../etc' }],
    ['a digest that is none', { sha256: 'abc' }],
    ['an unknown step', { phase: 'rm -rf' }],
    ['a project that is no text', { project: 7 }],
    ['counters that are none', { counters: { build: '1', params: 2 } }],
    ['no counters', { counters: null }],
    ['permissions outside of the project', { permissions: { '../x': 'f 644 0' } }],
    ['permissions of an absolute path', { permissions: { '/etc/passwd': 'f 666 0' } }],
    ['permissions that are none', { permissions: { a: 'f 77777 0' } }],
    ['a list of permissions', { permissions: ['f 644 0'] }],
  ])('%s is not believed', (_name, change) => {
    expect(parse({ ...good(), ...change })).toBeUndefined();
  });

  test.each(['', 'null', '[]', '{', '7'])('%j is not believed, and refuses', async (text) => {
    await writeFile(journalPath(folder), text);
    await expect(readJournal(folder, project)).rejects.toMatchObject({ outcome: 'refused', id: 'journal-unreadable' });
  });

  test("another project's refuses", async () => {
    await writeFile(journalPath(folder), JSON.stringify({ ...good(), project: '/srv/other' }));
    await expect(readJournal(folder, project)).rejects.toMatchObject({ id: 'journal-unreadable' });
  });
});

describe('permissions', () => {
  const modeOf = async (name: string) => (await stat(join(project, name))).mode & 0o7777;

  test('what an import changed is put back, what is new gets those of its folder, the rest stays', async () => {
    await mkdir(join(project, 'js'));
    for (const name of ['js/a.js', 'other']) await writeFile(join(project, name), '');
    await chmod(join(project, 'js'), 0o2750);
    await chmod(join(project, 'js/a.js'), 0o640);
    const recorded = recordedPermissions(await recordPermissions(runOf()), project, ['js/a.js', 'js/new/b.js']);
    expect(Object.keys(recorded).sort()).toEqual(['.', 'js', 'js/a.js', 'js/new', 'js/new/b.js']);
    await mkdir(join(project, 'js/new'), { mode: 0o700 });
    await writeFile(join(project, 'js/new/b.js'), '', { mode: 0o600 });
    for (const name of ['.', 'js']) await chmod(join(project, name), 0o700);
    for (const name of ['js/a.js', 'other']) await chmod(join(project, name), 0o600);
    await restoreRecorded(runOf(), recorded);
    expect(await Promise.all(['.', 'js', 'js/a.js', 'js/new', 'js/new/b.js', 'other'].map(modeOf))).toEqual([
      0o755, 0o2750, 0o640, 0o2750, 0o640, 0o600,
    ]);
  });

  test('a file gets no set-id bit from a journal, and nothing behind a link is touched', async () => {
    const outside = join(base, 'outside');
    await mkdir(outside);
    await writeFile(join(outside, 'file'), '', { mode: 0o600 });
    await symlink(outside, join(project, 'link'));
    await writeFile(join(project, 'tool'), '', { mode: 0o700 });
    await restoreRecorded(runOf(), { tool: 'f 6755 0', link: 'd 777 0', 'link/file': 'f 666 0' });
    expect(await modeOf('tool')).toBe(0o755);
    expect((await stat(join(outside, 'file'))).mode & 0o777).toBe(0o600);
  });
});

describe('lock', () => {
  const path = () => join(base, 'app-1.lock');
  const elsewhere = (lock: object) => writeFile(path(), JSON.stringify({ ...lock, host: 'another-runner' }));
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  test('of another machine is dead when it was not renewed for long, and taken over', async () => {
    const lock = await takeLock(runOf(), folder, 0.05);
    const text = JSON.parse(await readFile(path(), 'utf8')) as object;
    await lock.release();
    await elsewhere(text);
    await expect(takeLock(runOf(), folder)).rejects.toMatchObject({ id: 'locked' });
    await wait(700);
    const next = await takeLock(runOf('fedcba9876543210'), folder);
    expect(next.takenFrom).toMatchObject({ token: '0123456789abcdef', who: 'octocat' });
    await next.release();
  });

  test('one that does not promise to be renewed is never taken for dead', async () => {
    await elsewhere({ who: 'a', run: 'b', since: 'c', pid: 1 });
    await wait(700);
    await expect(takeLock(runOf(), folder)).rejects.toMatchObject({ id: 'locked' });
  });

  test('is renewed by its holder while that one waits for something else', async () => {
    const lock = await takeLock(runOf(), folder, 0.1);
    await wait(1500);
    expect(await folder.host.age(path())).toBeLessThan(0.6);
    await lock.confirm();
    await lock.release();
  });

  test('a holder that finds it gone says so, and does not go on', async () => {
    const lock = await takeLock(runOf(), folder, 0.1);
    await rm(path());
    await wait(400);
    expect(said.join('\n')).toMatch(/was taken by another or removed while it runs/);
    expect(await lock.isOurs()).toBe(false);
    await expect(lock.confirm()).rejects.toThrow(/is gone: it does not go on/);
    expect(await lock.release()).toBe(true);
  });

  test('a process of this machine that ended is dead at once, though nobody has waited for it', async () => {
    const lock = await takeLock(runOf(), folder);
    const text = JSON.parse(await readFile(path(), 'utf8')) as object;
    await lock.release();
    await writeFile(path(), JSON.stringify({ ...text, pid: 2 ** 22 + 1, token: 'fedcba9876543210' }));
    const next = await takeLock(runOf(), folder);
    expect(next.takenFrom?.token).toBe('fedcba9876543210');
    await next.release();
    // Its number means nothing in another container or before a restart: there only the renewals count.
    await writeFile(path(), JSON.stringify({ ...text, pid: 2 ** 22 + 1, machine: 'another boot' }));
    await expect(takeLock(runOf(), folder)).rejects.toMatchObject({ id: 'locked' });
  });
});

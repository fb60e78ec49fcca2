/** Jam.py can not import into an existing SQLite project: it is refused, and stays as it was to the last byte. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JamClient } from '../lab/builder.ts';
import { type Exports, exportsOf } from '../lab/exports.ts';
import { exists } from '../lab/run.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import { type Installed, installAction } from './action.ts';
import {
  byFolder,
  byUrl,
  folderHash,
  IMPORTED,
  type Inputs,
  jamAlone,
  makeTarget,
  promote,
  summary,
  type Target,
} from './target.ts';

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

describe.each(['5.4.136', '7.0.120'] as const)('Jam.py %s', (version) => {
  let zips: Exports;
  let existing: Target;
  let marks: string;
  /** Commands that would be seen. */
  let marking: Inputs;

  beforeAll(async () => {
    zips = await exportsOf(version, 'sqlite', servers);
    existing = await makeTarget(servers, version, 'sqlite');
    expect((await jamAlone(existing, [zips.v1])).logs).toEqual([IMPORTED]);
    await existing.start();
    await settle(existing);
    marks = join(existing.base, 'marks');
    await mkdir(marks);
    marking = {
      'stop-command': `touch ${join(marks, 'stopped')}`,
      'start-command': `touch ${join(marks, 'started')}`,
      'restart-command': `touch ${join(marks, 'restarted')}`,
    };
  });

  afterAll(async () => {
    await existing?.remove();
  });

  /** A started application writes its scripts when it is first used. */
  async function settle(target: Target): Promise<void> {
    for (const task of [0, 1]) await new JamClient(target.service.url, target.project.line, task).items();
    await (await fetch(target.service.url)).arrayBuffer();
  }

  async function noMarks(): Promise<boolean[]> {
    return await Promise.all(['stopped', 'started', 'restarted'].map((name) => exists(join(marks, name))));
  }

  const refused = [3, 'refused', expect.stringMatching(/existing SQLite project.*Ways on: .*PostgreSQL or MySQL/)];

  test('an existing project is refused while it runs, and its files stay as they are', async () => {
    const before = await folderHash(existing.dir, false);
    for (const inputs of [
      byFolder(existing, zips.v2, marking),
      byUrl(existing, zips.v2),
      byUrl(existing, zips.v2, { 'project-dir': existing.dir, method: 'live', ...marking }),
    ]) {
      const ended = await promote(action, inputs);
      expect(summary(ended), ended.log).toEqual(refused);
      expect(ended.outputs).toMatchObject({ changed: 'false' });
      expect(ended.outputs['backup-dir']).toBe('');
      expect(await folderHash(existing.dir, false)).toBe(before);
    }
    expect(await noMarks()).toEqual([false, false, false]);
    // Nothing is left beside it either.
    expect(await exists(`${existing.dir}.jampy-promote`)).toBe(false);
  });

  test('one that equals the zip is unchanged, whatever the method, and nothing is stopped or restarted', async () => {
    const before = await folderHash(existing.dir, false);
    const database = `sqlite:${join(existing.dir, 'crm.sqlite')}`;
    for (const inputs of [
      byFolder(existing, zips.v1, marking),
      byUrl(existing, zips.v1, { 'database-url': database }),
      byUrl(existing, zips.v1, { 'project-dir': existing.dir, method: 'live', ...marking }),
    ]) {
      const ended = await promote(action, inputs);
      expect([...summary(ended), ended.verified], ended.log).toEqual([0, 'unchanged', '', 'full']);
      expect(ended.outputs).toMatchObject({ changed: 'false' });
      expect(await folderHash(existing.dir, false)).toBe(before);
    }
    expect(await noMarks()).toEqual([false, false, false]);
  });

  test('where nothing runs not even a time changes', async () => {
    await existing.stop();
    const before = await folderHash(existing.dir);
    const other = await promote(action, byFolder(existing, zips.v2, marking));
    expect(summary(other), other.log).toEqual(refused);
    expect(await folderHash(existing.dir)).toBe(before);
    const { url: _, ...withoutUrl } = byFolder(existing, zips.v1, marking);
    const same = await promote(action, withoutUrl);
    expect([...summary(same), same.verified], same.log).toEqual([0, 'unchanged', '', 'partial']);
    expect(await folderHash(existing.dir)).toBe(before);
    expect(await noMarks()).toEqual([false, false, false]);
  });

  test('a table in the database file alone is enough to refuse', async () => {
    const target = await makeTarget(servers, version, 'sqlite');
    try {
      const file = new DatabaseSync(join(target.dir, 'crm.sqlite'));
      file.exec("CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT); INSERT INTO notes VALUES (1, 'mine')");
      file.close();
      await writeFile(join(target.dir, 'own.txt'), 'mine');
      const before = await folderHash(target.dir);
      const foreign = [3, 'refused', expect.stringMatching(/database file already holds tables \(notes\)/)];
      const folder = await promote(action, byFolder(target, zips.v1, marking));
      expect(summary(folder), folder.log).toEqual(foreign);
      expect(await folderHash(target.dir)).toBe(before);
      await target.start();
      await settle(target);
      const running = await folderHash(target.dir, false);
      for (const more of [
        { 'project-dir': target.dir, method: 'live' },
        { 'database-url': `sqlite:${join(target.dir, 'crm.sqlite')}` },
      ] as Inputs[]) {
        const live = await promote(action, byUrl(target, zips.v1, more));
        expect(summary(live), live.log).toEqual(foreign);
        expect(await folderHash(target.dir, false)).toBe(running);
      }
    } finally {
      await target.remove();
    }
  });
});

/** The digest names what a zip means: not when it was exported, but every character of what is in it. */

import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Developer } from '../lab/developer.ts';
import { createProject } from '../lab/project.ts';
import { serve } from '../lab/serve.ts';
import type { Version } from '../lab/versions.ts';
import { type Installed, installAction } from './action.ts';

let action: Installed;
let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'jampy-digest-'));
  action = await installAction();
});

afterAll(async () => {
  await action?.remove();
  await rm(scratch, { recursive: true, force: true });
});

const MINUTE_LATER = `import datetime, time
_real = time.time
time.time = lambda: _real() + 61
class _Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
datetime.datetime = _Later
`;

const CODE = "def greet(item, name):\n    return 'Guten Tag, %s' % name\n";

/** A folder whose clock module, on PYTHONPATH, puts a Python process one minute ahead. */
async function lateClock(folder: string): Promise<string> {
  await writeFile(join(folder, 'sitecustomize.py'), MINUTE_LATER);
  return folder;
}

async function digestOf(zip: string): Promise<string> {
  const run = await action.run({ command: 'validate', 'metadata-file': zip });
  expect([run.code, run.outputs.result], run.stdout).toEqual([0, 'valid']);
  return run.outputs['metadata-digest'] as string;
}

test.each(['5.4.136', '7.0.120'] as const)(
  'two exports of one Jam.py %s project, a minute apart',
  async (version: Version) => {
    const folder = await mkdtemp(join(scratch, 'p-'));
    const dir = join(folder, 'app');
    const db = { type: 'sqlite', name: 'crm.sqlite' } as const;
    const project = await createProject({ version, dir, db, finish: 'files' });
    const exported: { name: string; bytes: Uint8Array; path: string }[] = [];
    const keep = async ({ name, bytes }: { name: string; bytes: Uint8Array }) => {
      // Two exports within one second have one name.
      const path = join(folder, `${exported.length}-${name}`);
      await writeFile(path, bytes);
      exported.push({ name, bytes, path });
    };

    const now = await serve(project);
    try {
      const developer = new Developer(now.url, project.line);
      await developer.addTable({
        group: 'catalogs',
        name: 'guests',
        caption: 'Guests',
        fields: [{ name: 'name', caption: 'Name', type: 'TEXT', size: 40 }],
      });
      await developer.code('guests', { server: CODE });
      await (await fetch(now.url)).arrayBuffer();
      await keep(await developer.export());
    } finally {
      await now.stop();
    }

    // The files are as old as the second export says.
    for (const name of await readdir(dir, { recursive: true }))
      await utimes(join(dir, name), Date.now() / 1000 + 61, Date.now() / 1000 + 61);
    const later = await serve(project, { env: { PYTHONPATH: await lateClock(folder) } });
    try {
      const developer = new Developer(later.url, project.line);
      await keep(await developer.export());
      await developer.code('guests', { server: CODE.replace('Tag', 'Tar') });
      await keep(await developer.export());
    } finally {
      await later.stop();
    }

    const [first, second, edited] = exported;
    const time = (name = '') =>
      Date.parse(name.replace(/^.*_(\d{4}-\d\d-\d\d)_(\d\d)-(\d\d)-(\d\d)\.zip$/, '$1T$2:$3:$4Z'));
    expect(time(second?.name) - time(first?.name)).toBeGreaterThan(60_000);
    expect(Buffer.from(second?.bytes ?? []).equals(first?.bytes ?? Buffer.alloc(0))).toBe(false);
    const digest = await digestOf(first?.path ?? '');
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(await digestOf(second?.path ?? '')).toBe(digest);
    expect(await digestOf(edited?.path ?? '')).not.toBe(digest);
  },
);

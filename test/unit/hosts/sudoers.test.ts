/** What sudo has to permit is what is run by sudo, in docs/servers.md and in every example. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { RunScript } from '../../../src/hosts/script.ts';
import { ShellFiles } from '../../../src/hosts/shell-files.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const PREFIX = ['sudo', '-n', '-u', 'jamapp', '--'];
const PYTHON = '/srv/venv/bin/python';
/** Ends a process group, and reloads by `service: gunicorn:` and `service: touch:`. */
const BESIDE_FILES = ['kill', 'touch'];

/** Names of the programs that files are handled with as another user. */
async function programsForFiles(): Promise<Set<string>> {
  const used = new Set<string>();
  const script: RunScript = async (text) => {
    for (const [, program = ''] of text.matchAll(/sudo -n -u jamapp -- (\S+)/g)) used.add(program);
    return { code: 0, stdout: '', stderr: '' };
  };
  const files = new ShellFiles(script, { where: 'there', prefix: PREFIX, interpreter: PYTHON });
  const path = '/srv/app/x';
  const folder = mkdtempSync(join(tmpdir(), 'jampy-sudoers-'));
  const works = [
    files.readFile(path),
    files.digests([path]),
    files.writeFile(path, Buffer.from('x'), { mode: 0o600 }),
    files.createExclusive(path, Buffer.from('x'), 0o600),
    files.stat(path),
    files.tree(path),
    files.realPath(path),
    files.processesIn(path, /python/),
    files.list(path),
    files.age(path),
    files.makeDirectory(path, { mode: 0o700 }),
    files.removeEmptyDirectory(path),
    files.changeMode([path], 0o600),
    files.changeOwner([path], { uid: 1, gid: 1 }),
    files.rename(path, `${path}2`),
    files.remove(path),
    files.canWrite(path),
    files.freeSpace(path),
    files.snapshotDatabase(path, join(folder, 'copy')),
  ];
  // How it ends does not matter: nothing answers as it should.
  await Promise.allSettled(works);
  rmSync(folder, { recursive: true });
  return used;
}

/** Of a line that says what may be done as the project's owner. */
function permitted(text: string): string[] {
  const line = /^(?:Cmnd_Alias JAM_APP_FILES = |deploy ALL = \(jamapp\) NOPASSWD: )(\/.*)$/m.exec(text)?.[1] ?? '';
  return line.split(', ');
}

test('all that is used is permitted, and nothing else', async () => {
  const used = [...(await programsForFiles()), ...BESIDE_FILES];
  const wanted = used.map((name) => (name.startsWith('/') ? name : `/usr/bin/${name}`)).sort();
  expect(wanted.length).toBeGreaterThan(12);
  expect(permitted(read('docs/servers.md')).sort()).toEqual(wanted);
  const examples = readdirSync(join(root, 'examples/servers'), { withFileTypes: true }).filter((e) => e.isDirectory());
  expect(examples.length).toBeGreaterThan(1);
  for (const { name } of examples) {
    const sudoers = read(`examples/servers/${name}/sudoers`);
    expect(permitted(sudoers).sort(), name).toEqual(wanted);
    expect(sudoers.replace(/^deploy ALL =/gm, '')).not.toMatch(/\bALL\b/);
  }
});

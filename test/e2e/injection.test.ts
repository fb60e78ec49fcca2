/** Text from the zip, the target or a server can not speak to the runner, paint the terminal or write into the summary. */
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AdmZip from 'adm-zip';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportsOf } from '../lab/exports.ts';
import { createProject, type Project, withAdmin } from '../lab/project.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import { zipOf } from '../unit/metadata/hostile-zip.ts';
import { type ActionRun, type Installed, installAction } from './action.ts';
import { asCli, type Inputs } from './sentence.ts';

let servers: Servers;
let action: Installed;
let base: string;
let project: Project;
let zip: string;
const open: Server[] = [];

beforeAll(async () => {
  servers = await findServers(() => {});
  action = await installAction();
  base = await realpath(await mkdtemp(join(tmpdir(), 'jampy-injection-')));
  const db = { type: 'sqlite', name: 'crm.sqlite' } as const;
  project = await createProject({ version: '7.0.120', dir: join(base, 'app'), db, finish: 'files' });
  zip = (await exportsOf('7.0.120', 'sqlite', servers)).v1;
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

/** What an attacker would write into a name: one mark in all, so that each test can see that it was shown. */
const HOSTILE: readonly string[] = [
  'INJECTED::error::x',
  '::error file=a.js::INJECTED',
  '  ::set-output name=result::INJECTED',
  '\u00a0\u2003\ufeff::warning::INJECTED',
  'a\n::error::INJECTED',
  'a\r::add-mask::INJECTED',
  'a\r\n##[command]INJECTED',
  'a ##[error]INJECTED',
  'a%0A::error::INJECTED',
  'a\u2028::error::INJECTED\u2029::error::INJECTED\u0085::error::INJECTED',
  '::stop-commands::INJECTED',
  '\u001b[31mINJECTED\u001b]0;title\u0007\u009b2J\u0008',
  '\u202eINJECTED\u2066\u200f\u200b',
  '<script>INJECTED</script><img src=x onerror=alert(1)>',
  '| INJECTED | `code` **bold** [link](https://evil.example.com) ![i](x) @octocat #1 https://evil.example.com ~~x~~',
  '&lt;b&gt;INJECTED',
  'INJECTED\n\n# heading\n- item\n\n```\nfence',
];
const EVERYTHING = HOSTILE.join(' \n ');

/** Commands that the runner would obey, in either syntax. */
function commandsOf(stdout: string): { name: string; properties: string; data: string }[] {
  return stdout.split(/\r\n|\n|\r/).flatMap((line) => {
    const v2 = /^::([^\s:]+)(?: (.*?))?::(.*)$/s.exec(line.trimStart());
    if (v2) return [{ name: v2[1] as string, properties: v2[2] ?? '', data: v2[3] as string }];
    const v1 = /##\[(\S+?)(?: (.*?))?\](.*)$/s.exec(line);
    return v1 ? [{ name: `v1 ${v1[1]}`, properties: v1[2] ?? '', data: v1[3] as string }] : [];
  });
}

const OURS = ['group', 'endgroup', 'add-mask', 'debug', 'notice', 'warning', 'error'];
const GROUPS =
  /^(Validate|Look at the target|Plan|Preflight|Backup|Stop the service|Start the service( again)?|Import in one process|Wait for the application|Verify)$/;
/** Controls, separators, invisible and direction-changing characters; line feeds end lines. */
const UNSEEN = /[^\P{Cc}\n]|[\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

/** Every command is one of ours and says only what it should; nothing invisible is written. */
function checkLog(run: ActionRun): void {
  const commands = commandsOf(run.stdout);
  expect(commands.filter(({ name }) => !OURS.includes(name))).toEqual([]);
  for (const { name, data, properties } of commands) {
    if (name === 'group') expect(data).toMatch(GROUPS);
    if (name === 'endgroup') expect(data).toBe('');
    if (name === 'add-mask') expect(data).not.toContain('INJECTED');
    expect(properties).not.toMatch(/[\r\n]|INJECTED/);
  }
  expect(UNSEEN.exec(run.stdout + run.stderr)).toBeNull();
}

/** As GitHub shows it: no tag but ours, no Markdown sign that a text brought along, every row of a table whole. */
function checkSummary(whole: string): void {
  // Code and SQL stand as they are, between fences that nothing in them can close (test/unit/report/breakout.test.ts).
  const summary = whole.replace(/^(`{3,})[a-z]*\n[\s\S]*?\n\1$/gm, '');
  expect(summary).not.toMatch(/<(?!br>|!-- -->|\/?(?:details|summary|code)>)/);
  expect(UNSEEN.exec(summary)).toBeNull();
  expect(summary).not.toMatch(/&(?!#\d+;|amp;|lt;|gt;)/);
  for (const line of summary.split('\n').filter((text) => text.includes('INJECTED'))) {
    const row = /^\|(.*)\|$/.exec(line);
    const texts = row ? (row[1] as string).split('|') : [line.replace(/^### \S+ /, '')];
    const own = row ? [2, 3, 5] : [1];
    expect(own).toContain(texts.length);
    for (const cell of texts) expect(cell.replaceAll(/<[^>]*>/g, '')).not.toMatch(/[`*_[\]~@\\]|(?<!&)#|:|https?:\/\//);
  }
}

function checkOutputs(run: ActionRun): void {
  for (const value of Object.values(run.outputs)) expect(UNSEEN.exec(value) ?? /\n/.exec(value)).toBeNull();
  expect(Object.keys(run.outputs)).toContain('result');
}

/** Both doors; gives the action's run. */
async function quietly(inputs: Inputs, shown = true): Promise<ActionRun> {
  const run = await action.run(inputs);
  checkLog(run);
  checkSummary(run.summary);
  checkOutputs(run);
  if (shown) expect(run.stdout).toContain('INJECTED');
  const cli = await asCli(action, inputs);
  expect(UNSEEN.exec(cli.stdout + cli.stderr)).toBeNull();
  return run;
}

type Table = { fields: string[]; records: unknown[][] };

/** A real export in which texts are hostile. */
async function hostileZip(
  name: string,
  change: (set: (table: string, column: string, value: string, row?: number) => void) => void,
  files: Record<string, string> = {},
): Promise<string> {
  const entries = new AdmZip(zip);
  const data = JSON.parse(entries.readAsText('task.dat')) as Record<string, Table>;
  change((table, column, value, row) => {
    const { fields, records } = data[table] as Table;
    const at = fields.indexOf(column);
    for (const [index, record] of records.entries()) if (row === undefined || row === index) record[at] = value;
  });
  entries.updateFile('task.dat', Buffer.from(JSON.stringify(data)));
  for (const [path, text] of Object.entries(files)) entries.addFile(path, Buffer.from(text));
  const path = join(base, `${name}.zip`);
  await writeFile(path, entries.toBuffer());
  return path;
}

describe('a zip', () => {
  test('with hostile names, captions, versions and code', async () => {
    let next = 0;
    const hostile = () => HOSTILE[next++ % HOSTILE.length] as string;
    const path = await hostileZip('names', (set) => {
      for (let row = 0; row < 40; row++) {
        set('sys_items', 'f_item_name', hostile(), row);
        set('sys_items', 'f_name', hostile(), row);
        set('sys_fields', 'f_field_name', hostile(), row);
        set('sys_fields', 'f_db_field_name', hostile(), row);
        set('sys_indices', 'f_index_name', hostile(), row);
        set('sys_roles', 'f_name', hostile(), row);
      }
      set('sys_params', 'f_version', EVERYTHING);
      set('sys_params', 'f_jam_version', `7.0.120${EVERYTHING}`);
      set('sys_items', 'f_server_module', `def x(:\n  "${EVERYTHING}"\n`, 20);
      set('sys_lookup_lists', 'f_lookup_values_text', EVERYTHING);
    });
    const run = await quietly({ command: 'validate', 'metadata-file': path });
    expect(run.outputs.result).toBe('invalid');
    expect(run.summary).toContain('INJECTED');
  });

  test.each(HOSTILE.map((text, index) => [index, text] as const))(
    'whose caption and version are hostile text %i',
    async (index, text) => {
      const path = await hostileZip(`caption-${index}`, (set) => {
        set('sys_items', 'f_name', text);
        set('sys_params', 'f_version', text);
      });
      const run = await action.run({ command: 'validate', 'metadata-file': path });
      checkLog(run);
      checkSummary(run.summary);
      checkOutputs(run);
      expect(run.stdout).toContain('INJECTED');
      expect(run.outputs['app-version']).toContain('INJECTED');
    },
  );

  test('with hostile entry names', async () => {
    const entries = HOSTILE.map((text) => ({ name: `js/${text.replaceAll('/', '')}.js`, data: '1' }));
    const path = join(base, 'entries.zip');
    await writeFile(path, zipOf([{ name: 'task.dat', data: '{}' }, ...entries]));
    const run = await quietly({ command: 'validate', 'metadata-file': path });
    expect(run.outputs.result).toBe('invalid');
  });

  test('by a hostile file name, in a search that finds none or several', async () => {
    const folder = await mkdtemp(join(base, 'files-'));
    for (const [index, text] of HOSTILE.entries()) {
      await writeFile(join(folder, `${index}${text.replaceAll('/', '').slice(0, 60)}.zip`), '');
    }
    for (const pattern of [join(folder, '*.zip'), `${folder}/none ${EVERYTHING}.zip`]) {
      const run = await action.run({ command: 'validate', 'metadata-file': pattern });
      checkLog(run);
      expect(run.code).toBe(2);
      expect(run.stdout).toContain('INJECTED');
    }
  });
});

/** A promotion to the project's folder; it never gets to an import, since nothing here may be imported. */
function toFolder(more: Inputs = {}): Inputs {
  return {
    command: 'promote',
    'metadata-file': zip,
    'project-dir': project.dir,
    python: project.python,
    'stop-command': 'exit 1',
    'start-command': 'true',
    ...more,
  };
}

describe('a target', () => {
  test('whose application has a hostile name', async () => {
    withAdmin(project.dir, (admin) => {
      admin.prepare('UPDATE SYS_TASKS SET F_ITEM_NAME = ?').run(EVERYTHING);
      admin.prepare(`UPDATE SYS_ITEMS SET F_TABLE_NAME = 'x', F_ITEM_NAME = 'other' WHERE TYPE_ID = 5`).run();
    });
    const run = await quietly(toFolder());
    expect(run.outputs.reason).toMatch(/holds another application/);
    withAdmin(project.dir, (admin) => {
      admin.exec(`UPDATE SYS_TASKS SET F_ITEM_NAME = 'crm'`);
      admin.exec(`UPDATE SYS_ITEMS SET F_TABLE_NAME = NULL, F_ITEM_NAME = 'crm' WHERE TYPE_ID = 5`);
    });
  });

  test('whose stop-command writes hostile lines', async () => {
    const said = join(base, 'said');
    await writeFile(said, EVERYTHING);
    const run = await quietly(toFolder({ 'stop-command': `cat ${said}; exit 1` }));
    expect(run.outputs.reason).toMatch(/stop-command failed with exit code 1/);
    expect(run.stdout).toMatch(/^\| .*INJECTED/m);
  });

  test('whose python writes hostile lines', async () => {
    const said = join(base, 'python-said');
    await writeFile(said, `#!/bin/sh\ncat <<'END' >&2\n${EVERYTHING}\nEND\nexit 1\n`, {
      mode: 0o755,
    });
    const run = await quietly(toFolder({ python: said }), false);
    expect(run.outputs.reason).toMatch(/could not be run/);
  });
});

describe('a server', () => {
  test.each([
    ['in the text of an error', () => ({ result: { data: null }, error: EVERYTHING })],
    ['in a status', () => ({ result: { status: EVERYTHING, data: EVERYTHING }, error: EVERYTHING })],
    [
      'in its structure',
      () => ({
        result: {
          status: 9,
          data: [{ settings: { SAFE_MODE: EVERYTHING }, task: { id: 3, fields: [[1, EVERYTHING]], items: [] } }],
        },
      }),
    ],
  ])('that is hostile %s', async (_name, answer) => {
    const url = await answering(() => JSON.stringify(answer()));
    const inputs = { command: 'promote', 'metadata-file': zip, url, 'backup-dir': join(base, 'backup') };
    const run = await quietly(inputs, false);
    expect([run.code, run.outputs.result]).toEqual([1, 'failed']);
  });

  test('that is hostile in its redirect', async () => {
    const url = await answering(() => '', { location: 'http://127.0.0.1:9/%0A::error::INJECTED<script>' });
    const run = await quietly(
      { command: 'promote', 'metadata-file': zip, url, 'backup-dir': join(base, 'backup') },
      false,
    );
    expect(run.outputs.reason).toMatch(/redirects to another origin/);
  });
});

async function answering(body: () => string, headers: Record<string, string> = {}): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    incoming.on('end', () => outgoing.writeHead(headers.location ? 302 : 200, headers).end(body()));
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test('hostile inputs are told without being obeyed', async () => {
  const run = await action.run({
    command: EVERYTHING,
    timeout: EVERYTHING,
    'fail-on': 'x',
  });
  checkLog(run);
  expect(run.code).toBe(2);
  expect(run.stdout).toContain('INJECTED');
});

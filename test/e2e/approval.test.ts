/** A promotion that was approved as one plan: that plan, or a refusal that says what moved since. */
import { copyFile, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Exports, exportsOf } from '../lab/exports.ts';
import { withAdmin } from '../lab/project.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import { type ActionRun, type Installed, installAction } from './action.ts';
import { serves, stageOf } from './stage.ts';
import {
  byFolder,
  byUrl,
  changedZip,
  ended,
  folderHash,
  type Inputs,
  makeTarget,
  summary,
  type Target,
} from './target.ts';

let action: Installed;
let servers: Servers;
let base: string;

beforeAll(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'jampy-approval-')));
  [action, servers] = [await installAction(), await findServers(() => {})];
});
afterAll(async () => {
  await servers?.stop();
  await action?.remove();
  await rm(base, { recursive: true, force: true });
});

const short = (ran: ActionRun) => summary(ended(ran));
/** The job that plans; what it hands on. */
async function approve(inputs: Inputs): Promise<string> {
  const planned = await action.run({ ...inputs, command: 'plan' });
  expect([planned.code, planned.outputs.result], planned.stdout).toEqual([0, 'planned']);
  expect(planned.outputs['plan-digest']).toMatch(/^plan1\.[\w-]+$/);
  return planned.outputs['plan-digest'] as string;
}

const REFUSED = 'This is not what was approved: ';

interface Move {
  name: string;
  says: RegExp;
  /** Inputs that differ from then on. */
  make(target: Target, zips: Exports): Promise<Inputs | undefined>;
  undo?(target: Target): Promise<unknown>;
}

const caption = async (target: Target, text: string) => {
  await target.stop();
  withAdmin(target.dir, (admin) =>
    admin.exec(`UPDATE SYS_ITEMS SET F_NAME = '${text}' WHERE F_ITEM_NAME = 'countries'`),
  );
  await target.start();
  return undefined;
};
const query = async (target: Target, sql: string) => {
  await target.db?.query(sql);
  return undefined;
};
const style = (target: Target) => join(target.dir, 'css', 'project.css');

const MOVES: readonly Move[] = [
  {
    name: 'another zip',
    says: /: the metadata zip is another one \([0-9a-f]{16}, approved was [0-9a-f]{16}\)\. Plan again/,
    async make(_, zips) {
      const item = { name: 'customers', column: 'f_web_client_module', to: (text: string) => `${text}\n// one more` };
      return { 'metadata-file': await changedZip(zips.v3, join(base, 'other.zip'), { item }) };
    },
  },
  {
    name: 'an edit in the production Builder',
    says: /: item countries \(\d+\) changed(; loss live-edit: countries is new)?\. Plan again/,
    make: (target) => caption(target, 'Edited here'),
    undo: (target) => caption(target, 'Countries'),
  },
  {
    name: 'a table in the database',
    says: /: table crm_by_hand in the database is new\. Plan again/,
    make: (target) => query(target, 'CREATE TABLE crm_by_hand (id INTEGER PRIMARY KEY)'),
    undo: (target) => query(target, 'DROP TABLE crm_by_hand'),
  },
  {
    name: 'rows in what was empty and is dropped',
    says: /: loss drop-table: crm_reminders is with data, was empty\. Plan again/,
    make: (target) => query(target, `INSERT INTO crm_reminders (id, subject) VALUES (901, 'call')`),
    undo: (target) => query(target, 'DELETE FROM crm_reminders'),
  },
  {
    name: 'a file that is overwritten',
    says: /: file css\/project\.css changed\. Plan again/,
    async make(target) {
      await copyFile(style(target), join(base, 'project.css'));
      await writeFile(style(target), '/* by hand */\n');
      return undefined;
    },
    undo: (target) => copyFile(join(base, 'project.css'), style(target)),
  },
];

test.each([
  ['by the folder', '7.0.120', 'postgres', byFolder],
  ['live', '5.5.4', 'mariadb', byUrl],
] as const)('what was approved, and nothing else, %s, Jam.py %s on %s', async (_way, version, type, way) => {
  const zips = await exportsOf(version, 'sqlite', servers);
  const target = await makeTarget(servers, version, type);
  try {
    await target.start();
    expect((await action.run(way(target, zips.v2))).outputs.result).toBe('imported');
    const inputs = way(target, zips.v3);
    const approved = await approve(inputs);
    for (const { name, says, make, undo } of MOVES) {
      const more = await make(target, zips);
      const before = await folderHash(target.dir, false);
      const ran = await action.run({ ...inputs, ...more, 'approved-plan': approved });
      expect([name, ...short(ran)], ran.stdout).toEqual([name, 3, 'refused', expect.stringMatching(says)]);
      expect([name, ran.outputs.changed, await folderHash(target.dir, false)]).toEqual([name, 'false', before]);
      await undo?.(target);
    }
    expect(await stageOf(target.dir, target.db as NonNullable<Target['db']>)).toBe('v2');
    // Restarted, used and filled meanwhile: that moves nothing.
    await target.stop();
    await target.start();
    await serves(target.project, target.service.url);
    await target.db?.query(`INSERT INTO crm_customers (id, name) VALUES (901, 'meanwhile')`);
    const ran = await action.run({ ...inputs, 'approved-plan': approved });
    expect([ran.code, ran.outputs.result, ran.outputs.verified], ran.stdout).toEqual([0, 'imported', 'full']);
    expect(ran.stdout).toContain('Target and plan are as they were approved.');
    expect(await stageOf(target.dir, target.db as NonNullable<Target['db']>)).toBe('v3');
    const again = await action.run({ ...inputs, 'approved-plan': approved });
    expect(short(again), again.stdout).toEqual([0, 'unchanged', '']);
  } finally {
    await target.remove();
  }
});

test('another target, though it is in the same state', async () => {
  const zips = await exportsOf('7.0.120', 'sqlite', servers);
  const targets = [await makeTarget(servers, '7.0.120', 'sqlite'), await makeTarget(servers, '7.0.120', 'sqlite')];
  try {
    const [one, other] = targets as [Target, Target];
    const approved = await approve(byFolder(one, zips.v1, { url: '' }));
    const ran = await action.run(byFolder(other, zips.v1, { url: '', 'approved-plan': approved }));
    expect(short(ran), ran.stdout).toEqual([3, 'refused', expect.stringContaining(`${REFUSED}the target is another`)]);
    const right = await action.run(byFolder(one, zips.v1, { url: '', 'approved-plan': approved }));
    expect(short(right), right.stdout).toEqual([0, 'imported', '']);
  } finally {
    for (const target of targets) await target.remove();
  }
});

test('what would be refused is nothing to approve; what is no plan-digest approves nothing', async () => {
  const zips = await exportsOf('7.0.120', 'sqlite', servers);
  const target = await makeTarget(servers, '7.0.120', 'postgres');
  try {
    await target.start();
    expect((await action.run(byFolder(target, zips.v2))).outputs.result).toBe('imported');
    const losing = byFolder(target, zips.v3, { 'allow-destructive': '' });
    const planned = await action.run({ ...losing, command: 'plan' });
    expect([planned.outputs.result, planned.outputs['plan-digest']], planned.stdout).toEqual(['refused', '']);
    for (const value of ['missing', 'c641d457731bd68f', 'plan1.AAAA']) {
      const ran = await action.run(byFolder(target, zips.v3, { 'approved-plan': value }));
      expect([ran.code, ran.outputs.result, ran.stdout]).toEqual([
        2,
        undefined,
        expect.stringContaining('approved-plan: this is not the output plan-digest of a plan'),
      ]);
    }
    const makes = { provision: 'if-missing', 'approved-plan': await approve(byFolder(target, zips.v2)) };
    const ran = await action.run(byFolder(target, zips.v3, makes));
    expect([ran.code, ran.stdout]).toEqual([2, expect.stringContaining('Leave one of them out')]);
  } finally {
    await target.remove();
  }
});

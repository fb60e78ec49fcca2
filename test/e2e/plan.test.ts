/** `plan` in a pull request and against a target; consent; and that a plan changes nothing and comes true. */
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Exports, exportsOf } from '../lab/exports.ts';
import { withAdmin } from '../lab/project.ts';
import { run } from '../lab/run.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import { type ActionRun, type Installed, installAction } from './action.ts';
import { makePullRequest } from './pull-request.ts';
import { catalogueOf } from './stage.ts';
import { byFolder, byUrl, changedZip, folderHash, type Inputs, makeTarget, type Target } from './target.ts';

let action: Installed;
let servers: Servers;
let zips: Exports;
let base: string;

beforeAll(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'jampy-plan-')));
  servers = await findServers(() => {});
  [action, zips] = [await installAction(), await exportsOf('7.0.120', 'sqlite', servers)];
}, 120_000);

afterAll(async () => {
  await servers?.stop();
  await action?.remove();
  await rm(base, { recursive: true, force: true });
});

const pullRequest = (name: string, from: string, to: string) => makePullRequest(base, name, from, to);

function check(ran: ActionRun): (string | number | null | undefined)[] {
  const { result, changed, 'destructive-count': losses } = ran.outputs;
  return [ran.code, result, changed, losses];
}

describe('a pull request, without a secret', { timeout: 60_000 }, () => {
  test('an unchanged zip', async () => {
    const { folder, env } = await pullRequest('same', zips.v1, zips.v1);
    const ran = await action.run({ command: 'plan' }, { workspace: folder, env });
    expect(check(ran), ran.stdout).toEqual([0, 'planned', 'false', '0']);
    expect(ran.summary).toContain('changes nothing');
  });

  test('a safe change', async () => {
    const { folder, env } = await pullRequest('safe', zips.v1, zips.v2);
    const inputs = {
      command: 'plan',
      'database-type': 'postgresql',
      'plan-file': 'out/plan.json',
      'report-file': 'out/plan.html',
    };
    const ran = await action.run(inputs, { workspace: folder, env });
    expect(check(ran), ran.stdout).toEqual([0, 'planned', 'true', '0']);
    expect(ran.summary).toContain('ALTER TABLE "crm_customers" ADD COLUMN "email" TEXT;');
    expect(ran.summary).not.toContain('What would be destroyed');
    const plan = JSON.parse(await readFile(join(folder, 'out/plan.json'), 'utf8')) as Record<string, never>;
    expect(Object.keys(plan)).toEqual(
      expect.arrayContaining(['statements', 'changes', 'losses', 'findings', 'database', 'base', 'files']),
    );
    expect(ran.outputs['statement-count']).toBe('4');
    const page = await readFile(join(folder, 'out/plan.html'), 'utf8');
    expect(page).toContain('<h1>Customers 2.0.0 would be promoted');
    expect(ran.outputs['report-file']).toBe(join(folder, 'out/plan.html'));
  });

  test('a destructive change, then with consent beside the zip', async () => {
    const { folder, env } = await pullRequest('loss', zips.v2, zips.v3);
    const inputs = { command: 'plan' };
    const ran = await action.run(inputs, { workspace: folder, env });
    expect(check(ran), ran.stdout).toEqual([3, 'refused', 'true', '2']);
    expect(ran.summary).toContain('What would be destroyed: 2');
    expect(ran.outputs.reason).toMatch(/drop-table: CRM_REMINDERS; drop-column: CRM_CUSTOMERS.FAX/);
    const digest = ran.outputs['metadata-digest'] ?? '';
    const lines = [`drop-table: reminders ${digest}`, `drop-column: customers.fax ${digest.slice(0, 20)}`];
    const allow = join(folder, 'metadata', 'destructive.allow');
    await writeFile(allow, `# agreed\n${lines.join('\n')}\ndrop-table: invoices ${digest}\n`);
    const agreed = await action.run(inputs, { workspace: folder, env });
    expect(check(agreed), agreed.stdout).toEqual([0, 'planned', 'true', '2']);
    expect(agreed.stdout).toContain('A consent matches nothing that would be lost: drop-table: invoices');
    // Consent to another zip is none.
    await writeFile(allow, lines.map((line) => line.replace(digest.slice(0, 8), '00000000')).join('\n'));
    expect(check(await action.run(inputs, { workspace: folder, env }))).toEqual([3, 'refused', 'true', '2']);
    await writeFile(allow, 'drop-table: reminders\n');
    const broken = await action.run(inputs, { workspace: folder, env });
    expect([broken.code, broken.stdout]).toEqual([2, expect.stringContaining('does not end with the digest of a zip')]);
  });

  test('promote never runs there', async () => {
    const { folder, env } = await pullRequest('promote', zips.v1, zips.v2);
    const inputs = { command: 'promote', 'project-dir': base, 'restart-command': 'true' };
    const ran = await action.run(inputs, { workspace: folder, env });
    expect([ran.code, ran.outputs.result]).toEqual([3, 'refused']);
  });
});

test.each([
  ['a base that is not there', { 'base-metadata': 'nowhere/*.zip' }, 2, /No file matches base-metadata "nowhere/],
  ['a base that is no zip', { 'base-metadata': 'text.zip' }, 2, /no metadata zip that can be read/],
  ['a commit without a checkout', { 'base-metadata': 'git:HEAD' }, 2, /is no git checkout/],
  ['an option for a commit', { 'base-metadata': 'git:--upload-pack=x' }, 2, /no git checkout|is not a branch/],
])('%s', async (_name, more, code, says) => {
  const workspace = await mkdtemp(join(base, 'wrong-'));
  await writeFile(join(workspace, 'text.zip'), 'text');
  const ran = await action.run({ command: 'plan', 'metadata-file': zips.v1, ...more }, { workspace });
  expect([ran.code, ran.stdout]).toEqual([code, expect.stringMatching(says)]);
});

/** What a plan must not change: every file with its mode, time and digest, and the database's own catalogue. */
async function stateOf(target: Target): Promise<Record<string, string>> {
  const { db, dir } = target;
  if (!db) throw new Error('this target has a server');
  // Beside them lies the log of the service, which tells that we asked.
  const folders = [dir, `${dir}.jampy-promote`];
  // The running server locks them at every question, whoever asks: their time is not ours.
  const locks = `${join(dir, 'locks')}/`;
  const listed = await run(['find', ...folders, '-printf', '%p %y %m %u %T@\\n']);
  const digests = await run(['sh', '-c', 'find "$@" -type f -exec sha256sum {} +', 'sh', ...folders]);
  const timeless = listed.split('\n').map((line) => (line.startsWith(locks) ? line.replace(/ \S+$/, '') : line));
  const lines = [...timeless, ...digests.split('\n')].filter(Boolean).sort();
  const files = lines.map((line) => [
    line.split(' ').find((part) => part.startsWith('/')) + (/^[0-9a-f]{64} /.test(line) ? ' bytes' : ''),
    line,
  ]);
  return { ...Object.fromEntries(files), catalogue: JSON.stringify(await catalogueOf(db)) };
}

describe.each(['postgres', 'mariadb'] as const)('a target on %s', { timeout: 180_000 }, (type) => {
  let target: Target;
  const planOf = (zip: string, more: Inputs = {}) =>
    action.run({ ...byFolder(target, zip, { 'allow-destructive': '', ...more }), command: 'plan' });

  beforeAll(async () => {
    target = await makeTarget(servers, '7.0.120', type);
    await target.start();
    const first = await action.run(byFolder(target, zips.v2));
    expect(first.outputs.result, first.stdout).toBe('imported');
    expect(first.stdout).toContain("Jam.py's import log has the");
    await target.db?.query(`INSERT INTO crm_reminders (subject) VALUES ('call'), ('write')`);
    await target.db?.query(`INSERT INTO crm_customers (name, fax) VALUES ('a', '1'), ('b', NULL)`);
  });

  afterAll(() => target?.remove());

  test('a plan changes nothing, counts what is lost, and comes true', async () => {
    const before = await stateOf(target);
    const ran = await planOf(zips.v3, { 'plan-file': join(base, `${type}.json`) });
    expect(check(ran), ran.stdout).toEqual([3, 'refused', 'true', '2']);
    expect(ran.outputs.reason).toContain(
      'drop-table: crm_reminders (2 rows); drop-column: crm_customers.fax (1 value)',
    );
    const plan = JSON.parse(await readFile(join(base, `${type}.json`), 'utf8')) as { database: { catalogue: string } };
    expect(plan.database.catalogue).toBe('read');
    const same = await planOf(zips.v2);
    expect(check(same), same.stdout).toEqual([0, 'planned', 'false', '0']);
    expect(await stateOf(target)).toEqual(before);
    const refused = await action.run(byFolder(target, zips.v3, { 'allow-destructive': 'drop-table: reminders' }));
    expect([refused.code, refused.outputs.result, refused.outputs.changed]).toEqual([3, 'refused', 'false']);
  });

  test('what was edited in the production Builder is listed', async () => {
    await target.stop();
    withAdmin(target.dir, (admin) =>
      admin.exec(`UPDATE SYS_ITEMS SET F_NAME = 'Edited here' WHERE F_ITEM_NAME = 'customers'`),
    );
    await target.start();
    const ran = await planOf(zips.v3, { 'allow-destructive': 'drop-table: reminders\ndrop-column: customers.fax' });
    expect(check(ran), ran.stdout).toEqual([3, 'refused', 'true', '3']);
    expect(ran.outputs.reason).toContain('live-edit: customers');
    expect(ran.stdout).toMatch(/customers: f_name is "Edited here", was "/);
    const all = 'drop-table: crm_reminders, drop-column: crm_customers.fax, live-edit: customers';
    const agreed = await planOf(zips.v3, { 'allow-destructive': all });
    expect(check(agreed), agreed.stdout).toEqual([0, 'planned', 'true', '3']);
  });

  test('a column that is there already is foretold, and fails', async () => {
    await target.db?.query('ALTER TABLE crm_customers DROP COLUMN fax');
    const ran = await planOf(zips.v3, { 'allow-destructive': 'all' });
    expect([ran.code, ran.outputs.result], ran.stdout).toEqual([1, 'invalid']);
    expect(ran.outputs.reason).toContain('crm_customers.fax is not in the database');
    const tried = await action.run(byFolder(target, zips.v3));
    expect(tried.stdout).toContain('The import is foretold to fail');
    const postgres = type === 'postgres';
    // MariaDB goes on behind the statement that failed, and here nothing is missing in the end.
    expect(tried.outputs.result, tried.stdout).toBe(postgres ? 'failed' : 'imported');
    expect(tried.stdout).not.toContain('is not what was planned');
  });
});

test('what only the target shows to be wrong stops a promotion before anything is touched', {
  timeout: 120_000,
}, async () => {
  const target = await makeTarget(servers, '7.0.120', 'mariadb');
  try {
    const long = `crm_${'x'.repeat(70)}`;
    const item = { name: 'reminders', column: 'f_table_name', to: () => long };
    const zip = await changedZip(zips.v1, join(base, 'long.zip'), { item });
    const alone = await action.run({ command: 'validate', 'metadata-file': zip });
    expect([alone.code, alone.outputs.result], alone.stdout).toEqual([0, 'valid']);
    const before = await folderHash(target.dir);
    for (const command of ['plan', 'promote']) {
      const ran = await action.run({ ...byFolder(target, zip), command });
      expect([ran.code, ran.outputs.result], ran.stdout).toEqual([1, 'invalid']);
      expect(ran.stdout).toMatch(/\[database-name-too-long\]/);
    }
    expect(await folderHash(target.dir)).toBe(before);
    expect((await target.db?.query('SHOW TABLES'))?.length).toBe(0);
  } finally {
    await target.remove();
  }
});

test('over the Builder alone', { timeout: 120_000 }, async () => {
  const target = await makeTarget(servers, '5.5.4', 'postgres');
  try {
    const five = await exportsOf('5.5.4', 'sqlite', servers);
    await target.start();
    const first = await action.run(byUrl(target, five.v2));
    expect(first.outputs.result, first.stdout).toBe('imported');
    const ran = await action.run({ ...byUrl(target, five.v3, { 'allow-destructive': '' }), command: 'plan' });
    expect(check(ran), ran.stdout).toEqual([3, 'refused', 'true', '2']);
  } finally {
    await target.remove();
  }
});

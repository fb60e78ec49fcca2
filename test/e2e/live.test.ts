/** Live promotions as production has them: behind TLS, a Basic login, safe mode, answers that get lost, workers in use. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Exports, exportsOf } from '../lab/exports.ts';
import { configure, type Settings } from '../lab/project.ts';
import { until } from '../lab/run.ts';
import { serve } from '../lab/serve.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import { type Installed, installAction } from './action.ts';
import { type Certificates, makeCertificates } from './certificate.ts';
import { type Front, type FrontOptions, startFront } from './front.ts';
import { byUrl, changedZip, type Inputs, makeTarget, parameter, promote, summary, type Target } from './target.ts';

let servers: Servers;
let action: Installed;
let scratch: string;
let certificates: Certificates;
const fronts: Front[] = [];

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'jampy-live-'));
  servers = await findServers(() => {});
  action = await installAction();
  certificates = makeCertificates();
  await writeFile(join(scratch, 'authority.pem'), certificates.authority);
});

afterEach(async () => {
  for (const front of fronts.splice(0)) await front.close();
});

afterAll(async () => {
  await action?.remove();
  await rm(scratch, { recursive: true, force: true });
  await servers?.stop();
});

async function frontOf(url: string, options: FrontOptions = {}): Promise<Front> {
  const front = await startFront(url, options);
  fronts.push(front);
  return front;
}

let made = 0;

/** The same metadata under another application version: an import without any SQL. */
const versioned = (zip: string, version: string) =>
  changedZip(zip, join(scratch, `made-${++made}.zip`), { parameters: { f_version: version } });

/**
 * What anybody gets for the one upload that was made through a proxy: nothing. Jam.py 5 answers 404, Jam.py 7 gives an
 * empty text with HTTP 200 for files that are not there.
 */
async function publicUpload(front: Front, target: Target): Promise<string> {
  const [name = '', ...others] = front.uploads;
  expect(name).toMatch(/^jampy-promote-[0-9a-f]{32}\.zip$/);
  expect(others).toEqual([]);
  const answer = await fetch(new URL(`static/internal/${name}`, target.service.url));
  const bytes = (await answer.arrayBuffer()).byteLength;
  return answer.status === 404 || bytes === 0 ? 'gone' : `HTTP ${answer.status}, ${bytes} bytes`;
}

const DELAY = 2;
const LOGIN: Inputs = { 'builder-login': 'admin', 'builder-password': '111' };

describe.each(['5.4.136', '7.0.120'] as const)('Jam.py %s', (version) => {
  let zips: Exports;
  let target: Target;

  beforeAll(async () => {
    zips = await exportsOf(version, 'postgres', servers);
    target = await makeTarget(servers, version, 'postgres');
    await target.start();
  });

  afterAll(async () => {
    await target?.remove();
  });

  async function restartWith(settings: Settings): Promise<void> {
    await target.stop();
    await configure(target.project, settings);
    await target.start();
  }

  test('behind HTTPS with a private authority', async () => {
    const front = await frontOf(target.service.url, { tls: certificates });
    const inputs = byUrl(target, zips.v1, { url: front.url });
    const unknown = await promote(action, inputs);
    expect(summary(unknown), unknown.log).toEqual([
      1,
      'failed',
      expect.stringMatching(/certificate is not accepted .*NODE_EXTRA_CA_CERTS/),
    ]);
    expect(unknown.outputs).toMatchObject({ changed: 'false', verified: 'none' });
    expect(front.uploads).toEqual([]);

    const known = await promote(action, inputs, { env: { NODE_EXTRA_CA_CERTS: join(scratch, 'authority.pem') } });
    expect([...summary(known), known.verified], known.log).toEqual([0, 'imported', '', 'full']);
    expect(await publicUpload(front, target)).toBe('gone');
  });

  test('behind a Basic login', async () => {
    const front = await frontOf(target.service.url, { basic: 'office:p@ss word' });
    const sentences = [
      [front.url, /asks for a Basic login, and url has none \(HTTP 401\): .*user:password@/],
      [front.urlWith('office:wrong'), /refuses the Basic login that stands in url/],
    ] as const;
    for (const [url, sentence] of sentences) {
      const ended = await promote(action, byUrl(target, zips.v2, { url }));
      expect(summary(ended), ended.log).toEqual([3, 'refused', expect.stringMatching(sentence)]);
      expect(ended.outputs).toMatchObject({ changed: 'false' });
    }
    // A builder login with safe mode off is no error: Jam.py takes none then.
    const url = front.urlWith('office:p%40ss%20word');
    const right = await promote(action, byUrl(target, zips.v2, { url, ...LOGIN }));
    expect([...summary(right), right.verified], right.log).toEqual([0, 'imported', '', 'full']);
    expect(right.outputs.url).toBe(front.url);
    expect(await publicUpload(front, target)).toBe('gone');
  });

  test('safe mode', async () => {
    await restartWith({ safeMode: true, importDelay: DELAY });
    const front = await frontOf(target.service.url);
    const without = await promote(action, byUrl(target, zips.v3, { url: front.url }));
    expect(summary(without), without.log).toEqual([
      3,
      'refused',
      expect.stringMatching(/safe mode is on.*give builder-login and builder-password/),
    ]);
    const wrong = await promote(
      action,
      byUrl(target, zips.v3, { url: front.url, ...LOGIN, 'builder-password': '112' }),
    );
    expect(summary(wrong), wrong.log).toEqual([3, 'refused', expect.stringMatching(/refused builder-login admin/)]);
    expect([front.uploads, parameter(target.dir, 'F_VERSION')]).toEqual([[], '2.0.0']);

    const right = await promote(action, byUrl(target, zips.v3, { url: front.url, ...LOGIN }));
    expect([...summary(right), right.verified], right.log).toEqual([0, 'imported', '', 'full']);
    expect(await publicUpload(front, target)).toBe('gone');
  });

  test('an answer that is lost while the import goes on is settled by the counters', async () => {
    const front = await frontOf(target.service.url, { cutImportAfter: 300 });
    const zip = await versioned(zips.v3, '3.0.1');
    const ended = await promote(action, byUrl(target, zip, { url: front.url, ...LOGIN }));
    expect([...summary(ended), ended.verified], ended.log).toEqual([0, 'imported', '', 'full']);
    expect(ended.log).toMatch(/The answer to the import was lost.*settled by the server's counters/);
    expect([parameter(target.dir, 'F_VERSION'), await publicUpload(front, target)]).toEqual(['3.0.1', 'gone']);
  });

  test('past the deadline the outcome is unknown, and the next run sees what became of it', async () => {
    const front = await frontOf(target.service.url);
    const inputs = byUrl(target, zips.v1, { url: front.url, ...LOGIN });
    const holder = new pg.Client({ connectionString: target.db?.url ?? '' });
    await holder.connect();
    try {
      await holder.query('BEGIN; LOCK TABLE crm_customers IN ACCESS EXCLUSIVE MODE');
      const ended = await promote(action, { ...inputs, timeout: '1s' });
      expect(summary(ended), ended.log).toEqual([
        4,
        'unknown',
        expect.stringMatching(/No outcome .*may still begin or end/),
      ]);
      expect(ended.outputs).toMatchObject({ changed: 'true' });
    } finally {
      await holder.end();
    }
    await front.importsAnswered();
    expect(parameter(target.dir, 'F_VERSION')).toBe('1.0.0');
    const next = await promote(action, inputs);
    expect([...summary(next), next.verified], next.log).toEqual([0, 'unchanged', '', 'full']);
    expect(await publicUpload(front, target)).toBe('gone');
  });

  test("gunicorn's time limit kills the import: failed, and nothing was imported", async () => {
    await target.stop();
    await configure(target.project, { importDelay: 60 });
    const killing = await serve(target.project, { timeout: 3 });
    try {
      const front = await frontOf(killing.url);
      const ended = await promote(action, byUrl(target, zips.v2, { url: front.url, ...LOGIN }));
      expect(summary(ended), ended.log).toEqual([
        1,
        'failed',
        expect.stringMatching(
          /did not import the zip \(.+\)\. The metadata and the database of the target are as they were\./,
        ),
      ]);
      expect(killing.output()).toContain('WORKER TIMEOUT');
      expect(parameter(target.dir, 'F_VERSION')).toBe('1.0.0');
      expect(await target.db?.query("SELECT 1 FROM pg_tables WHERE tablename = 'crm_payments'")).toEqual([]);
      // What was uploaded is gone, or emptied and named.
      const name = front.uploads[0] ?? '';
      const left = await fetch(new URL(`static/internal/${name}`, killing.url));
      expect(
        left.status === 404 ||
          ((await left.arrayBuffer()).byteLength === 0 &&
            ended.log.includes(`remove the file static/internal/${name}`)),
      ).toBe(true);
    } finally {
      await killing.stop();
    }
  });

  if (version !== '7.0.120') return;

  test('production mode closes the Builder', async () => {
    await restartWith({ production: true, safeMode: false, importDelay: 0 });
    for (const more of [{}, { 'project-dir': target.dir, method: 'live' }] as Inputs[]) {
      const ended = await promote(action, byUrl(target, zips.v2, more));
      expect(summary(ended), ended.log).toEqual([
        3,
        'refused',
        expect.stringMatching(/production mode.*(migration-folder)/),
      ]);
    }
  });
});

test('Jam.py 7.0.120: workers that are used during an import are stuck: told, and healed by restart-command', async () => {
  const { v1, v2 } = await exportsOf('7.0.120', 'postgres', servers);
  const target = await makeTarget(servers, '7.0.120', 'postgres', { workers: 3, importDelay: 4 });
  try {
    await target.start();
    let stuck = false;
    /** Another client of the application, until some worker answers that it is under maintenance. */
    const useMeanwhile = () =>
      until('a worker to take notice of the import', 30, async () => {
        const calls = Array.from({ length: 6 }, async () => {
          const init = { method: 'POST', body: JSON.stringify(['load', 1, 0, null, null]) };
          const answer = await fetch(new URL('api', target.service.url), {
            ...init,
            signal: AbortSignal.timeout(2000),
          });
          return answer.status === 500 || (await answer.text()).includes('"status": 7');
        });
        const seen = await Promise.allSettled(calls);
        stuck = seen.some((call) => call.status === 'fulfilled' && call.value);
        return stuck || undefined;
      }).then(() => {});
    const front = await frontOf(target.service.url, { onImport: useMeanwhile });

    const told = await promote(action, byUrl(target, v1, { url: front.url }));
    expect(stuck).toBe(true);
    expect(summary(told), told.log).toEqual([
      1,
      'failed',
      expect.stringMatching(/some workers .* answer only HTTP 500.*Restart the service \(give restart-command/),
    ]);
    await target.stop();
    await target.start();

    stuck = false;
    const healed = await promote(
      action,
      byUrl(target, v2, { url: front.url, 'restart-command': target.service.restartCommand }),
    );
    expect(stuck).toBe(true);
    expect([...summary(healed), healed.verified], healed.log).toEqual([0, 'imported', '', 'full']);
    expect(healed.log).toMatch(/The service is restarted: some workers answer only errors since the import/);
  } finally {
    await target.remove();
  }
});

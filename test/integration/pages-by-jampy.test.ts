/** What Jam.py makes of the pages, client modules and report templates of an export: docs/jampy.md, "Code and templates". */
import { describe, expect, it } from 'vitest';
import type { Version } from '../lab/versions.ts';
import { type Question, tryByJampy } from './mutations/by-jampy.ts';
import { realExport } from './mutations/real-export.ts';

/** Jinja's sandbox would give nothing for `__class__`. */
const PAGE = '<p>{{ 6 * 7 }} {{ "a".__class__.__name__ }}</p>';
const BROKEN = 'function f(item) { if (item { }';

const LOGIN_PAGE: Readonly<Partial<Record<Version, string>>> = {
  '5.4.136': PAGE,
  '7.0.120': '<p>42 str</p>',
};

const ask: Question = async (client, items) => {
  const page = async (path: string) => await (await client.fetch(path)).text();
  const print = async (name: string, values: unknown[]) => {
    const report = items.find((item) => item.name === name)?.id ?? 0;
    return String(await client.call('print', report, [values, client.url, 'ods']).catch((error: Error) => error));
  };
  return {
    login: await page('/login.html'),
    index: await page('/index.html'),
    script: await page('/js/crm.js'),
    printed: await print('sales', ['2024-01-01', null]),
    notPrinted: await print('old_sales', []),
  };
};

describe.each(Object.entries(LOGIN_PAGE) as [Version, string][])('Jam.py %s', (version, login) => {
  it(`gives out login.html ${login === PAGE ? 'as it is' : 'rendered'}, all else as it is, and prints from zips`, async () => {
    const draft = await realExport(version, 'sqlite');
    for (const name of ['login.html', 'index.html']) draft.files.set(name, Buffer.from(PAGE));
    draft.item('customers').f_web_client_module = BROKEN;
    draft.add('sys_items', draft.item('sales'), { f_item_name: 'old_sales', f_view_template: 'old.ods' });
    draft.files.set('reports/old.ods', Buffer.from('not a zip'));
    const { answer, ...tried } = await tryByJampy(version, draft.pack(), { ask });
    expect(tried).toMatchObject({ imported: true, loadError: undefined, openErrors: [] });
    expect(answer).toEqual({
      login,
      index: PAGE,
      script: expect.stringContaining(BROKEN),
      printed: expect.stringMatching(/\/static\/reports\/sales_.*\.ods,$/),
      notPrinted: expect.stringContaining('File is not a zip file'),
    });
  });
});

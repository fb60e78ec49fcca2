/** Comment, report and job summary in Chromium, in every look: nothing is cut, overlapping or unreadable. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBrowser } from '../lab/browser.ts';
import { LOOKS, lookAt } from '../lab/pages/look.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import { makePages, type Pages } from './pages.ts';

let browser: Browser;
let servers: Servers;
let pages: Pages;

beforeAll(async () => {
  [browser, servers] = [await startBrowser(), await findServers(() => {})];
  pages = await makePages(servers);
});
afterAll(async () => {
  await browser?.close();
  await servers?.stop();
});

describe.each(LOOKS)('$name', (look) => {
  test.each(['comment', 'report', 'summary'] as const)('%s', async (name) => {
    expect((await lookAt(browser, pages[name], look)).faults).toEqual([]);
  });
});

describe('what would be found', () => {
  const DIFFERENT = LOOKS.filter(({ name }) => ['light-wide', 'dark-narrow'].includes(name));
  const page = (body: string) => `<!doctype html><style>:root{color-scheme:light dark}</style>${body}`;
  test.each([
    ['a page that is too wide', '<div style="width:2000px">wide</div>', /the page is 20\d\d px wide/],
    ['pale letters', '<p style="color:light-dark(#bbb,#333)">pale</p>', /"pale": contrast of [12]\.\d/],
    ['letters on a box of their own colour', '<p style="background:#777"><b style="color:#888">same</b></p>', /"same"/],
    ['tiny letters', '<p style="font-size:8px">tiny</p>', /"tiny": letters of 8px/],
    [
      'a line that is cut',
      '<p style="width:50px;overflow:hidden;white-space:nowrap">far too long</p>',
      /"far too long": is cut/,
    ],
    ['a box that is too low', '<p style="height:20px;overflow:hidden">1<br>2<br>3</p>', /"1": is cut/],
    [
      'text over text',
      '<p>below</p><p style="position:relative;top:-2.2em">above</p>',
      /"below" lies over "above"|"above" lies over "below"/,
    ],
    ['in what is folded', '<details><summary>more</summary><p style="font-size:8px">tiny</p></details>', /"tiny"/],
    [
      'in a drawing',
      '<svg height="40"><text y="20">one</text><text x="3" y="22" fill="#888">two</text></svg>',
      /lies over/,
    ],
  ])('%s', async (_, body, fault) => {
    for (const look of DIFFERENT)
      expect((await lookAt(browser, page(body), look)).faults.join('\n'), look.name).toMatch(fault);
  });
  test('nothing where nothing is wrong', async () => {
    for (const look of DIFFERENT) expect((await lookAt(browser, page('<p>right</p>'), look)).faults).toEqual([]);
  });
});

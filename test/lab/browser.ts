/** Headless Chromium of the system, for what people look at. */
import type { Browser } from 'playwright-core';
import { aptInstall, exists, locked, mayInstallPackages } from './run.ts';
import { LabError } from './versions.ts';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
/** Nothing of it asks anybody outside. */
const QUIET = ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Why there is none here, in one sentence with what to do; undefined when there is one, or can be. */
async function whyNoBrowser(): Promise<string | undefined> {
  if ((await findBrowser()) !== undefined || (await mayInstallPackages())) return undefined;
  return 'Tests of pages need Chromium: sudo apt-get install -y chromium.';
}

/** Whoever starts it closes it. @throws LabError where there is none */
export async function startBrowser(): Promise<Browser> {
  const executablePath = await locked('/tmp/jampy-lab-browser.lock', async () => {
    const there = await findBrowser();
    if (there !== undefined) return there;
    if (await mayInstallPackages()) await aptInstall(['chromium']);
    return findBrowser();
  });
  if (executablePath === undefined) throw new LabError((await whyNoBrowser()) ?? 'Chromium could not be installed.');
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath, args: QUIET, chromiumSandbox: false });
}

async function findBrowser(): Promise<string | undefined> {
  for (const path of PLACES) if (await exists(path)) return path;
  return undefined;
}

/** `npm run screenshots`: pictures of comment, report and job summary into docs/images, each from a real run. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makePages } from '../test/e2e/pages.ts';
import { startBrowser } from '../test/lab/browser.ts';
import { LOOKS, lookAt } from '../test/lab/pages/look.ts';
import { aptInstall, mayInstallPackages, run } from '../test/lab/run.ts';
import { findServers } from '../test/lab/servers.ts';

const IMAGES = join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs', 'images');
/** CSS pixels of a page that a picture shows: the rest is more of the same. */
const HEIGHT = 1300;

/** Without it the signs of the summary are empty boxes. */
async function needEmoji(): Promise<void> {
  const has = async () => (await run(['fc-list', ':lang=und-zsye', 'family'])).trim() !== '';
  if (await has()) return;
  if (await mayInstallPackages()) await aptInstall(['fonts-noto-color-emoji']);
  if (!(await has()))
    throw new Error('Pictures need a font with emoji: sudo apt-get install -y fonts-noto-color-emoji.');
}

const browser = await startBrowser();
const servers = await findServers(() => {});
try {
  await needEmoji();
  await mkdir(IMAGES, { recursive: true });
  for (const [name, html] of Object.entries(await makePages(servers))) {
    for (const look of LOOKS) {
      const { faults, png } = await lookAt(browser, html, look, HEIGHT);
      for (const fault of faults) process.stderr.write(`${name}, ${look.name}: ${fault}\n`);
      if (faults.length > 0) process.exitCode = 1;
      const file = join(IMAGES, `${name}-${look.name}.png`);
      await writeFile(file, png as Buffer);
      process.stdout.write(`${file}\n`);
    }
  }
} finally {
  await browser.close();
  await servers.stop();
}

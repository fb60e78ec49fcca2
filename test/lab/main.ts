/** `node test/lab/main.ts`: installs and builds all that the tests need. `--clean` removes it. */

import { removeLab } from './python.ts';
import { setUpLab } from './setup.ts';
import { LabError, labFolder } from './versions.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(args: readonly string[]): Promise<number> {
  const unknown = args.filter((arg) => arg !== '--clean');
  if (unknown.length > 0) {
    process.stderr.write(`Unknown argument ${unknown.join(' ')}: the lab takes nothing or --clean.\n`);
    return 2;
  }
  if (args.includes('--clean')) {
    await removeLab();
    say(`Removed ${labFolder()}`);
    return 0;
  }
  const start = performance.now();
  const servers = await setUpLab(say);
  await servers.stop();
  say(`${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  in all; the lab is in ${labFolder()}`);
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const known = error instanceof LabError;
  process.stderr.write(
    `${known ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
}

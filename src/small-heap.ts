/** How V8 uses memory: a step of a job shares its runner with everything else there. */
import { setFlagsFromString } from 'node:v8';

/**
 * V8 lets its heap grow far beyond what is in use when a large zip is read, and starts to clean up long before it ends
 * doing so. These flags are read whenever the heap grows, so they count for a process that runs already. `npm run bench
 * -- --plan` shows what they save.
 */
const FLAGS = ['--semi-space-growth-factor=1', '--heap-growing-percent=10', '--no-incremental-marking'];

/** Only where they were measured: another V8 may not know them, and says so on standard error. */
export function keepHeapSmall(): void {
  if (!process.versions.v8.startsWith('13.6.')) return;
  for (const flag of FLAGS) setFlagsFromString(flag);
}

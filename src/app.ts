/** What the two launchers (index.ts, cli.ts) start once Node is known to be new enough. */
import './require.ts';
import { keepHeapSmall } from './small-heap.ts';

keepHeapSmall();

/** The GitHub Action. @returns the exit code */
export async function runAction(): Promise<number> {
  return (await import('./main.ts')).runAction();
}

/** The action's step after the job. @returns the exit code */
export async function runPost(): Promise<number> {
  return (await import('./main.ts')).runPost();
}

/** The command line, which needs nothing of GitHub's packages. @returns the exit code */
export async function runCli(args: readonly string[]): Promise<number> {
  return (await import('./terminal.ts')).runCli(args);
}

/** A shell script on a host: what goes in, and how it ended. */
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { fail } from '../errors.ts';
import { fileTrouble } from './file-trouble.ts';

/** For what may be large, in milliseconds. */
export const TRANSFER_LIMIT = 10 * 60_000;

export interface ScriptEnd {
  code: number;
  stdout: string;
  stderr: string;
}

export interface ScriptOptions {
  input?: Uint8Array;
  /** Takes standard output instead of `ScriptEnd.stdout`. */
  onBytes?: (bytes: Uint8Array) => void;
  /** Called before the script is run once more because the connection broke. */
  onRetry?: () => void;
  timeoutMs?: number;
}

/** Runs a shell script that may be run twice without harm. @throws Stop when the host can not be reached. */
export type RunScript = (script: string, options?: ScriptOptions) => Promise<ScriptEnd>;

/** Runs a script whose standard output may have any length. */
export async function scriptToBytes(
  run: RunScript,
  script: string,
  timeoutMs?: number,
): Promise<{ end: ScriptEnd; bytes: Buffer }> {
  let chunks: Uint8Array[] = [];
  const end = await run(script, {
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    onBytes: (bytes) => chunks.push(bytes),
    onRetry: () => {
      chunks = [];
    },
  });
  return { end, bytes: Buffer.concat(chunks) };
}

/**
 * Runs a script whose standard output becomes a new file of this machine, mode 600; no file where it fails.
 * @throws Stop when it can not be written.
 */
export async function scriptToFile(run: RunScript, script: string, to: string): Promise<ScriptEnd> {
  const tried = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw fail('host-file', `Could not write ${to} on this machine: ${fileTrouble(error)}.`, error);
    }
  };
  let file = tried(() => openSync(to, 'wx', 0o600));
  let whole = false;
  try {
    const end = await run(script, {
      // All of it: a single write may take less than it is given.
      onBytes: (bytes) => tried(() => writeFileSync(file, bytes)),
      onRetry: () => {
        const again = tried(() => openSync(to, 'w', 0o600));
        closeSync(file);
        file = again;
      },
      timeoutMs: TRANSFER_LIMIT,
    });
    whole = end.code === 0;
    return end;
  } finally {
    closeSync(file);
    if (!whole) rmSync(to, { force: true });
  }
}

/** A shell script on a host: what goes in, and how it ended. */

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

/**
 * One script by one ssh client of this machine. The client is known by its process id, so that it alone can be ended: the
 * connection that it uses serves others too.
 */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { Endable } from './endable.ts';
import { collector, passOn } from './exec.ts';
import { Framed, framedScript } from './framed.ts';
import type { ScriptOptions } from './script.ts';

/** Until the script has begun: a connection, through jump hosts too, and a login. In milliseconds. */
const BEGIN_LIMIT = 60_000;
/** How long a client may go on when the script has ended: until programs that it left give its output free. */
const END_GRACE = 1000;
const TO_PIPE = 'input=$1; shift; exec "$@" <"$input"';
const TO_FILE = 'input=$1; output=$2; shift 2; exec "$@" <"$input" >"$output"';

export interface SessionOptions extends ScriptOptions {
  /** Sees standard error's text before the lines are made. */
  filter?: (text?: string) => string;
  /** Called with every line of both streams. */
  onLine?: (line: string) => void;
}

export interface Session {
  /** The script's exit code; undefined when its end did not arrive. */
  code: number | undefined;
  stdout: string;
  stderr: string;
  began: boolean;
  /** What was said before it began, by ssh and by the login. */
  before: string;
  /** ssh's own exit code, 255 for a connection that failed. */
  sshCode: number | undefined;
  timedOut: boolean;
}

/**
 * @param ssh the client's arguments up to the host. @param folder private, for input and output: a connection that breaks
 * would break a pipe that we write to, and bytes that arrived are whole once the client has ended.
 * @param limit milliseconds. @throws when the client can not be started.
 */
export async function runSession(
  ssh: readonly string[],
  script: string,
  folder: string,
  limit: number,
  options: SessionOptions = {},
): Promise<Session> {
  const word = randomBytes(9).toString('hex');
  const { input, onBytes, onLine } = options;
  const files = { input: join(folder, `in-${word}`), output: join(folder, `out-${word}`) };
  const from = input ? files.input : '/dev/null';
  const [out, err] = [new Framed(word), new Framed(word)];
  const stdout = onBytes ? passOn(onBytes) : collector(onLine);
  const stderr = collector(onLine, options.filter);
  const local = onBytes ? [TO_FILE, 'sh', from, files.output] : [TO_PIPE, 'sh', from];
  const client = new Endable(['sh', '-c', ...local, ...ssh, framedScript(word, script)]);
  let timedOut = false;
  const late = () => {
    timedOut = true;
    client.end();
  };
  const ending = setTimeout(late, limit);
  const beginning = setTimeout(() => err.began || late(), BEGIN_LIMIT);
  let grace: NodeJS.Timeout | undefined;
  const onData = () => {
    if (out.code !== undefined && err.code !== undefined) grace ??= setTimeout(() => client.end(), END_GRACE);
  };
  try {
    if (input) await fs.writeFile(files.input, input, { mode: 0o600, flag: 'wx' });
    if (onBytes) await fs.writeFile(files.output, '', { mode: 0o600, flag: 'wx' });
    const sshCode = await client.run(
      (bytes) => {
        stdout.data(out.take(bytes));
        onData();
      },
      (bytes) => {
        stderr.data(err.take(bytes));
        onData();
      },
    );
    if (onBytes) for await (const chunk of createReadStream(files.output)) stdout.data(out.take(chunk as Uint8Array));
    // Both ends: the one says how it ended, the other that all of its output is here.
    const code = out.code === undefined ? undefined : err.code;
    const before = `${out.before}\n${err.before}`.trim();
    return { code, stdout: stdout.end(), stderr: stderr.end(), began: err.began, before, sshCode, timedOut };
  } finally {
    clearTimeout(ending);
    clearTimeout(beginning);
    clearTimeout(grace);
    for (const file of Object.values(files)) await fs.rm(file, { force: true });
  }
}

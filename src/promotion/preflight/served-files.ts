/**
 * Whether the server hands out the project's own files to whoever asks: its folder holds admin.sqlite with all passwords
 * (docs/jampy.md, "What a server hands out"). Asked as anybody may ask, without the login of `url`, and of each answer only the beginning is read.
 */
import * as http from 'node:http';
import * as https from 'node:https';
import { reasonOf } from '../../errors.ts';
import type { Seen } from '../look.ts';
import type { Run } from '../run.ts';
import type { Problem } from './problem.ts';

const PRIVATE = ['admin.sqlite', 'server.py', 'migration/'] as const;
/** Out of Jam.py 7's own folder, which it serves, into the project's. */
const WAY_ROUND = 'jam/../server.py';
/** Nobody has such a file: a server that answers it with a page answers everything with that page. */
const NOTHING = 'jampy-promote-asks-for-nothing.txt';
const MOST = 4096;
const LIMIT = 10_000;
const SQLITE = 'SQLite format 3\0';

interface Got {
  status: number;
  /** The first bytes, as Latin-1. */
  start: string;
}

/** @returns a refusal; warns of what Jam.py 7 itself gives away. Nothing can be told of a server that does not answer. */
export async function servedProblems(run: Run, { answers, state }: Seen): Promise<Problem[]> {
  const { client } = run;
  if (!client || answers === false) return [];
  const ask = (path: string) => begin(run, path);
  const [nothing, ...found] = await Promise.all([NOTHING, ...PRIVATE].map(ask));
  const served = PRIVATE.filter((path, at) => isServed(path, found[at], nothing));
  const { href } = client.root;
  if (served.length > 0) {
    const paths = served.map((path) => `${href}${path}`).join(', ');
    const sentence = `The server hands out the project's own files to anybody: ${paths} (HTTP 200). Whoever fetches admin.sqlite has all passwords. Let the server pass every request on to the application in place of serving the project's folder, or deny these paths and logs/, locks/ and static/internal/, as the configurations in examples/servers do; then promote again.`;
    return [{ outcome: 'refused', id: 'served-files', sentence }];
  }
  if (state.metadata.line === 7 && isServerPy(await ask(WAY_ROUND))) {
    run.log.warning(
      `${href}${WAY_ROUND} gives a file of the project to anybody who asks with that very path, and would give admin.sqlite with all passwords: Jam.py 7 does not keep requests inside its own folder. Put a server in front of it that refuses such paths, as the configurations in examples/servers do, and close the application's own port.`,
    );
  }
  return [];
}

/** An application's own page for whatever is asked is none of its files. */
function isServed(path: string, got: Got | undefined, nothing: Got | undefined): boolean {
  if (got?.status !== 200 || got.start === '') return false;
  if (got.start.startsWith(SQLITE)) return true;
  if (nothing?.status !== 200) return true;
  return path === 'migration/' ? /Index of|Directory listing/i.test(got.start) : !/^\s*</.test(got.start);
}

/** The project's own start script, and no page that says so. */
function isServerPy(got: Got | undefined): boolean {
  return got?.status === 200 && !/^\s*</.test(got.start) && /\bimport\b/.test(got.start) && /\bjam\b/.test(got.start);
}

/** undefined when no answer came. The path goes out as it is: URL and HttpClient would tidy it up. */
async function begin(run: Run, path: string): Promise<Got | undefined> {
  const { root } = run.client as NonNullable<Run['client']>;
  const started = root.protocol === 'https:' ? https.request : http.request;
  try {
    return await new Promise<Got>((resolve, reject) => {
      const request = started(root, {
        path: `${root.pathname}${path}`,
        headers: { 'user-agent': 'jampy-promote', accept: '*/*', 'accept-encoding': 'identity' },
        agent: false,
        signal: AbortSignal.any([run.cancelled, AbortSignal.timeout(LIMIT)]),
      });
      request.on('error', reject);
      request.on('response', (response) => {
        let start = '';
        const end = () => {
          resolve({ status: response.statusCode ?? 0, start });
          request.destroy();
        };
        response.setEncoding('latin1');
        response.on('data', (text: string) => {
          start += text;
          if (start.length >= MOST) end();
        });
        response.on('end', end);
        response.on('error', reject);
      });
      request.end();
    });
  } catch (error) {
    run.log.debug(`${path} at url: ${reasonOf(error)}`);
    return undefined;
  }
}

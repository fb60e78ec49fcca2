/** Asking a server for what it must not hand out, byte by byte as an attacker would. */

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { newId } from './users.ts';

export interface Answer {
  status: number;
  head: string;
  body: string;
}

/**
 * Sends one GET whose path is exactly `target`; `fetch` would tidy it up.
 *
 * @param server its url, or the path of its socket.
 */
export async function ask(server: string, target: string): Promise<Answer> {
  const { hostname, port, host } = new URL(server.startsWith('/') ? 'http://127.0.0.1/' : server);
  const bytes = await new Promise<Buffer>((resolve, reject) => {
    const parts: Buffer[] = [];
    const socket = server.startsWith('/') ? connect(server) : connect(Number(port), hostname);
    socket.setTimeout(20_000, () => socket.destroy(new Error(`no answer to ${target}`)));
    socket.on('data', (part) => parts.push(part));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(parts)));
    // Not ended from here: nginx takes that for a client that went away.
    socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  });
  const text = bytes.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  return { status: Number(text.slice(9, 12)), head: text.slice(0, end), body: text.slice(end + 4) };
}

/** What of a project must never be served: paths below its folder. */
const PRIVATE = [
  'admin.sqlite',
  '_admin.sqlite',
  'admin.sqlite-journal',
  'langs.sqlite',
  'crm.sqlite',
  'server.py',
  'wsgi.py',
  'utils/helper.py',
  'migration/metadata.zip',
  'logs/import.log',
  'locks/lock',
  'reports/sales.ods',
  'static/internal/export.zip',
  'notes.txt',
  '.git/config',
] as const;

/** Ways to write the path of a file so that a server, or the one behind it, may end up at that file. */
export function waysTo(path: string): string[] {
  const encoded = path.replace(/^./, (first) => `%${first.charCodeAt(0).toString(16)}`);
  const ways = [`/${path}`, `//${path}`, `/./${path}`, `/${encoded}`, `/${path}?v=1`, `/${path}/`, `/${path}%20`];
  for (const door of ['jam', 'js', 'css', 'static', 'api', 'ext', 'upload', 'builder.html', 'nothing']) {
    for (const up of ['..', '%2e%2e', '.%2e', '%252e%252e', '%25252e%25252e', './..', '/..', '..;', '..%00']) {
      ways.push(`/${door}/${up}/${path}`);
    }
    for (const up of ['..%2f', '%2e%2e%2f', '..%252f', '%252e%252e%252f', '..%5c', '..\\', '%c0%ae%c0%ae%c0%af']) {
      ways.push(`/${door}/${up}${path}`);
    }
    ways.push(`/${door}%2f..%2f${path}`, `//${door}//..//${path}`, `/x/../${door}/../${path}`);
    ways.push(`http://127.0.0.1/${door}/../${path}`, `/${door}/js/../../${path}`, `/${door}/js/%2e%2e/%2e%2e/${path}`);
  }
  if (path.startsWith('static/')) {
    const inside = path.slice('static/'.length);
    ways.push(`/static//${inside}`, `/static/./${inside}`, `/static/x/../${inside}`, `/static/x/%2e%2e/${inside}`);
    ways.push(`/static/x%2f..%2f${inside}`, `/static/${inside.replace('i', '%69')}`, `/static%2f${inside}`);
  }
  return ways;
}

/**
 * Puts a secret text into each private file that is not there, asks for all of them in every way, and tells which ways
 * gave one of them away, as `PATH by REQUEST`. The project is as before afterwards.
 */
export async function leaks(server: string, project: string): Promise<{ asked: number; found: string[] }> {
  const secret = `secret-${newId()}${newId()}`;
  const made: string[] = [];
  const found: string[] = [];
  let asked = 0;
  try {
    for (const path of PRIVATE) {
      const file = join(project, path);
      const first = await mkdir(dirname(file), { recursive: true, mode: 0o755 });
      const written = await writeFile(file, secret, { flag: 'wx', mode: 0o644 }).then(
        () => true,
        () => false,
      );
      if (first) made.push(first);
      else if (written) made.push(file);
    }
    const isPrivate = (body: string) =>
      body.includes(secret) || /SQLite format 3|create_application|def add_tax/.test(body);
    const ways = PRIVATE.flatMap((path) => waysTo(path).map((way) => ({ path, way })));
    asked = ways.length;
    const work = async () => {
      for (let next = ways.pop(); next; next = ways.pop()) {
        const { body } = await ask(server, next.way);
        if (isPrivate(body)) found.push(`${next.path} by ${next.way}`);
      }
    };
    await Promise.all(Array.from({ length: 8 }, work));
  } finally {
    for (const path of made) await rm(path, { recursive: true, force: true });
  }
  return { asked, found: found.sort() };
}

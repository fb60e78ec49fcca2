/**
 * HTTP to one origin, on node:http(s) (fetch gives up on an answer after five minutes; a live import may take longer).
 * Every answer is untrusted: bounded in size, redirects only within the origin, no retry by itself.
 */
import * as http from 'node:http';
import * as https from 'node:https';
import { fail, reasonOf, Stop } from '../errors.ts';

const LARGEST_ANSWER = 256 * 1024 * 1024;
const MOST_REDIRECTS = 3;
/** A longer timer of Node's ends at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

export interface Request {
  method: 'GET' | 'POST';
  /** Relative to the application's root, without a leading slash. */
  path: string;
  headers?: Record<string, string>;
  body?: Buffer | string;
  /** Milliseconds for the whole exchange. */
  timeoutMs: number;
  /** Follow redirects inside the origin (GET only); default true. */
  follow?: boolean;
}

/** The exchange broke after it was sent: the server may have acted on it. `sent` is false when it never got there. */
export class ConnectionTrouble extends Error {
  readonly sent: boolean;
  readonly timedOut: boolean;
  constructor(message: string, sent: boolean, timedOut: boolean, cause?: unknown) {
    super(message, { cause });
    this.sent = sent;
    this.timedOut = timedOut;
  }
}

/** One application behind one URL: sessions are cookies, a Basic login in front of it comes from the URL. */
export class HttpClient {
  /** The root without login, always ending in a slash. */
  readonly root: URL;
  readonly #authorization: string | undefined;
  readonly #cancelled: AbortSignal | undefined;
  readonly #cookies = new Map<string, string>();

  /** @param url root of the running application; `user:password@` is taken as a Basic login. */
  constructor(url: string, cancelled?: AbortSignal) {
    this.#cancelled = cancelled;
    const root = new URL(url);
    if (root.username || root.password) {
      const login = `${decoded(root.username)}:${decoded(root.password)}`;
      this.#authorization = `Basic ${Buffer.from(login).toString('base64')}`;
      root.username = '';
      root.password = '';
    }
    root.hash = '';
    root.search = '';
    if (!root.pathname.endsWith('/')) root.pathname += '/';
    this.root = root;
  }

  /** Whether a Basic login goes with every request. */
  get hasBasicLogin(): boolean {
    return this.#authorization !== undefined;
  }

  /**
   * Send one request on a fresh connection.
   * @throws ConnectionTrouble when no whole answer came; Stop when a redirect leaves the origin.
   */
  async send(request: Request): Promise<Answer> {
    let url = new URL(request.path, this.root);
    for (let hop = 0; ; hop++) {
      const answer = await this.#exchange(url, request);
      const location = answer.headers.location;
      if (answer.status < 300 || answer.status > 399 || location === undefined) return answer;
      if (!URL.canParse(location, url.href)) return answer;
      const next = new URL(location, url);
      if (next.origin !== this.root.origin) {
        throw fail(
          'redirect-other-origin',
          `${url.origin} redirects to another origin, ${next.origin}; nothing was sent there. If that is the application, give its own address as url.`,
        );
      }
      if (request.follow === false || request.method !== 'GET' || hop >= MOST_REDIRECTS) return answer;
      url = next;
    }
  }

  #exchange(url: URL, request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      let sent = false;
      const started = url.protocol === 'https:' ? https.request : http.request;
      const headers: Record<string, string> = { 'user-agent': 'jampy-promote', accept: '*/*', ...request.headers };
      if (this.#authorization) headers.authorization = this.#authorization;
      if (this.#cookies.size > 0)
        headers.cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      if (request.body !== undefined) headers['content-length'] = String(Buffer.byteLength(request.body));
      const outgoing = started(url, { method: request.method, headers, agent: false, signal: this.#cancelled });
      const timer = setTimeout(
        () => trouble(`no answer within ${Math.round(request.timeoutMs / 1000)} s`, true),
        Math.min(request.timeoutMs, LONGEST_TIMER),
      );
      const trouble = (reason: string, timedOut: boolean, cause?: unknown) => {
        clearTimeout(timer);
        outgoing.destroy();
        reject(new ConnectionTrouble(reason, sent, timedOut, cause));
      };
      outgoing.on('socket', (socket) => {
        socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
          sent = true;
        });
      });
      outgoing.on('error', (error) => trouble(explain(error), false, error));
      outgoing.on('response', (incoming) => {
        const chunks: Buffer[] = [];
        let size = 0;
        incoming.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > LARGEST_ANSWER) trouble(`an answer of more than ${LARGEST_ANSWER} bytes`, false);
          else chunks.push(chunk);
        });
        incoming.on('error', (error) => trouble(explain(error), false, error));
        incoming.on('aborted', () => trouble('the connection was closed in the middle of the answer', false));
        incoming.on('end', () => {
          clearTimeout(timer);
          this.#keepCookies(incoming.headers['set-cookie'] ?? []);
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) });
        });
      });
      outgoing.end(request.body);
    });
  }

  #keepCookies(lines: string[]): void {
    for (const line of lines) {
      const match = /^\s*([^=;\s]+)=([^;]*)/.exec(line);
      if (!match) continue;
      const [, name, value] = match as unknown as [string, string, string];
      const gone = /;\s*max-age=0\b/i.test(line) || /;\s*expires=Thu, 01 Jan 1970/i.test(line);
      if (gone) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}

/** A part of an address without its percent-encoding; a stray percent sign stays what it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** What a connection error means, without the stack or Node's codes. */
function explain(error: unknown): string {
  const code = String((error as NodeJS.ErrnoException).code ?? '');
  const known: Record<string, string> = {
    ECONNREFUSED: 'the connection is refused: nothing listens there',
    ENOTFOUND: 'the host name is not known',
    EAI_AGAIN: 'the host name could not be looked up',
    ECONNRESET: 'the connection was closed before an answer came',
    EPIPE: 'the connection was closed while sending',
    ETIMEDOUT: 'the connection attempt timed out',
    EHOSTUNREACH: 'the host is not reachable',
    ENETUNREACH: 'the network is not reachable',
    EPROTO: 'the other side does not speak TLS: is it http:// ?',
  };
  if (known[code]) return known[code];
  if (/^(CERT_|ERR_TLS|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/.test(code)) {
    return `its certificate is not accepted (${reasonOf(error)}); for a private authority set NODE_EXTRA_CA_CERTS to its certificate file in the step's env`;
  }
  if (code.startsWith('HPE_')) return 'what answers there does not speak HTTP';
  return reasonOf(error);
}

/** Turns connection trouble into the sentence for a step that changed nothing; passes anything else on. */
export function unreachable(root: URL, error: unknown): Stop {
  if (error instanceof Stop) return error;
  return fail(
    'server-unreachable',
    `${root.href} does not answer: ${reasonOf(error)}. Nothing was changed by this.`,
    error,
  );
}

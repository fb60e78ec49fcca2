/**
 * Jam.py's own HTTP API, both lines (docs/jampy.md, "HTTP API"). One client is one browser: it holds the sessions.
 * Task 0 is the Builder, task 1 the application.
 */
import { randomBytes } from 'node:crypto';
import { fail, refuse, Stop } from '../errors.ts';
import type { Line } from '../metadata/model.ts';
import { type Answer, ConnectionTrouble, HttpClient, unreachable } from './http.ts';

/** `result.status` of an answer. */
export const STATUS = {
  NONE: 1,
  NO_PROJECT: 2,
  LOADING: 3,
  ERROR: 4,
  NOT_LOGGED: 5,
  LOGGED: 6,
  MAINTENANCE: 7,
  MODIFIED: 8,
  RESPONSE: 9,
} as const;

export const BUILDER = 0;
export const APPLICATION = 1;

/** One API answer. `status` is undefined in the exception form, where `error` holds the text. */
export interface ApiAnswer {
  status: number | undefined;
  data: unknown;
  error: string | undefined;
}

const CALL_TIMEOUT = 60_000;
const MOST_TRIES = 3;

export class JamClient {
  readonly http: HttpClient;

  constructor(url: string, cancelled?: AbortSignal) {
    this.http = new HttpClient(url, cancelled);
  }

  get root(): URL {
    return this.http.root;
  }

  /**
   * One API call, as it is: the caller judges status and error.
   * @throws ConnectionTrouble when no answer came; Stop `not-jampy` when the answer is not Jam.py's.
   */
  async callRaw(
    method: string,
    task: number,
    item: number,
    params: unknown,
    timeoutMs = CALL_TIMEOUT,
  ): Promise<ApiAnswer> {
    const answer = await this.http.send({
      method: 'POST',
      path: 'api',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify([method, task, item, params, null]),
      timeoutMs,
    });
    return this.#readAnswer(answer);
  }

  /**
   * callRaw for steps that change nothing: a connection that is closed under the answer (a worker that just ends) is
   * tried again, other connection trouble becomes the sentence for people.
   */
  async call(method: string, task: number, item: number, params: unknown): Promise<ApiAnswer> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.callRaw(method, task, item, params);
      } catch (error) {
        const closed = error instanceof ConnectionTrouble && error.sent && !error.timedOut;
        if (!closed || tries === MOST_TRIES) throw unreachable(this.root, error);
      }
    }
  }

  /** A function of the Builder's server side; gives its result. @throws Stop `builder-call` when it failed. */
  async builder(name: string, args: unknown[]): Promise<unknown> {
    const answer = await this.call('server', BUILDER, 0, [name, args]);
    if (answer.status !== STATUS.RESPONSE || !Array.isArray(answer.data)) {
      throw fail('builder-call', `The Builder at ${this.root.href} did not answer ${name}: ${describe(answer)}.`);
    }
    return answer.data[0];
  }

  /**
   * All rows of one item as arrays, in the order of its fields.
   * @param options.fields names; none: all of them. @param options.more further parameters, e.g. a detail's master.
   */
  async open(
    task: number,
    item: number,
    options: { fields?: string[]; limit?: number; expanded?: boolean; more?: Record<string, unknown> } = {},
  ): Promise<ApiAnswer> {
    return this.call('open', task, item, {
      __expanded: options.expanded ?? false,
      __fields: options.fields ?? [],
      __filters: [],
      __order: [],
      __limit: options.limit ?? 0,
      __offset: 0,
      __summary: false,
      ...options.more,
    });
  }

  /**
   * Which line answers: v5 knows the method `connect`, v7 gives no data for unknown methods. Where a login is needed
   * both give none, but v5 repeats its status as data.
   */
  async line(): Promise<Line> {
    const connected = await this.call('connect', BUILDER, 0, null);
    if (typeof connected.data === 'number') return 5;
    const loaded = await this.call('load', BUILDER, 0, null);
    return loaded.status === STATUS.NOT_LOGGED && loaded.data === STATUS.NOT_LOGGED ? 5 : 7;
  }

  /**
   * Log in; gives whether it was accepted. With safe mode off Jam.py accepts nobody: ask only when it is on.
   * @param path v7's login page of the Builder or the application.
   */
  async login(line: Line, task: number, login: string, password: string): Promise<boolean> {
    if (line === 5) {
      const answer = await this.call('login', task, 0, [{ login, password }]);
      return answer.status === STATUS.RESPONSE && answer.data === true;
    }
    const answer = await this.http
      .send({
        method: 'POST',
        path: task === BUILDER ? 'builder_login.html' : 'login.html',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ login, password }).toString(),
        timeoutMs: CALL_TIMEOUT,
        follow: false,
      })
      .catch((error) => {
        throw unreachable(this.root, error);
      });
    return answer.status === 302 || answer.status === 303;
  }

  /** Put a file into static/internal under exactly this name; empty bytes empty it. @throws ConnectionTrouble, Stop */
  async upload(name: string, bytes: Uint8Array, timeoutMs: number): Promise<void> {
    const boundary = `----jampy-promote-${randomBytes(12).toString('hex')}`;
    const fields = { file_name: name, path: 'static/internal', task_id: '0', item_id: '-1', field_id: '-1' };
    const head = Object.entries(fields)
      .map(([key, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`)
      .join('');
    const part = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/zip\r\n\r\n`;
    const body = Buffer.concat([Buffer.from(head + part), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
    const answer = await this.http.send({
      method: 'POST',
      path: 'upload',
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      body,
      timeoutMs,
    });
    if (answer.status === 413) {
      throw fail(
        'upload-too-large',
        `${this.root.href} refuses an upload of ${bytes.length} bytes (413): raise the limit of the server in front of it, or Max content length in the Builder's parameters. Nothing was changed.`,
      );
    }
    const read = this.#readAnswer(answer);
    if (read.status !== STATUS.RESPONSE) {
      throw fail(
        'upload-refused',
        `${this.root.href} did not take the upload: ${describe(read)}. Nothing was imported.`,
      );
    }
  }

  /** Status code of a GET on the application's root or below; never an API call. */
  async get(path: string, timeoutMs = 15_000, follow = true): Promise<Answer> {
    return this.http.send({ method: 'GET', path, timeoutMs, follow });
  }

  #readAnswer(answer: Answer): ApiAnswer {
    const text = answer.body.toString('utf8');
    const where = this.root.href;
    if (answer.status === 401 || answer.status === 407) {
      const what = this.http.hasBasicLogin
        ? 'refuses the Basic login that stands in url'
        : 'asks for a Basic login, and url has none';
      throw refuse(
        'basic-login',
        `${where} ${what} (HTTP ${answer.status}): write it as https://user:password@host/, with special characters percent-encoded.`,
      );
    }
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      throw notJampy(where, answer.status, text);
    }
    const { result, error } = (parsed ?? {}) as { result?: { status?: unknown; data?: unknown }; error?: unknown };
    if (typeof result !== 'object' || result === null) throw notJampy(where, answer.status, text);
    return {
      status: typeof result.status === 'number' ? result.status : undefined,
      data: result.data,
      error: typeof error === 'string' ? error : undefined,
    };
  }
}

/** HTTP 500 and pages where JSON should be; what they mean is sometimes up to the caller, so the status is kept. */
export class NotAnApiAnswer extends Stop {
  readonly httpStatus: number;
  constructor(httpStatus: number, id: string, message: string) {
    super('failed', id, message);
    this.httpStatus = httpStatus;
  }
}

function notJampy(where: string, status: number, text: string): NotAnApiAnswer {
  const what = /^\s*</.test(text)
    ? 'an HTML page'
    : text.length === 0
      ? 'an empty answer'
      : 'something that is not JSON';
  const start = `${where}api answers HTTP ${status} with ${what}: `;
  return status >= 500
    ? new NotAnApiAnswer(
        status,
        'server-error',
        `${start}the application is broken, unfinished, in production mode or under maintenance. Its own log says which.`,
      )
    : new NotAnApiAnswer(status, 'not-jampy', `${start}this is not the root of a Jam.py application. Check url.`);
}

/** An answer in words, one line, cut. */
export function describe(answer: ApiAnswer): string {
  if (answer.error) return `"${answer.error.replace(/\s+/g, ' ').slice(0, 300)}"`;
  const names: Record<number, string> = {
    1: 'no project',
    2: 'no project: it is not finished in the Builder',
    3: 'still loading',
    4: 'the project is broken',
    5: 'not logged in',
    7: 'under maintenance',
    8: 'modified',
  };
  if (answer.status !== undefined && names[answer.status]) return `status ${answer.status} (${names[answer.status]})`;
  return `status ${answer.status ?? 'none'}`;
}

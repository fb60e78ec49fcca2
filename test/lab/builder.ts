/**
 * The lab's own client of Jam.py's HTTP API, written after what the Builder's JavaScript sends. It shares nothing with
 * `src/`, because `src/` is what is tested with it.
 */

import { setTimeout as sleep } from 'node:timers/promises';

/** Numbers of the Builder's items (task 0), the same in all releases. */
export const BUILDER_ITEMS = {
  sys_roles: 2,
  sys_items: 3,
  sys_fields: 7,
  sys_params: 8,
  sys_tasks: 10,
  sys_lookup_lists: 11,
  sys_users: 12,
  sys_report_params: 21,
  sys_indices: 22,
  sys_filters: 23,
} as const;

/** The detail of sys_items through which a table's fields are saved together with it. */
export const SYS_ITEMS_FIELDS = 26;

const INSERTED = 1;
const MODIFIED = 2;
const DELETED = 3;
const DETAILS_MODIFIED = 4;

export type JamValue = string | number | boolean | null;
export type JamRecord = Record<string, JamValue>;

/** What happens to one record; `details` by the detail's item number. */
export interface Change {
  status: typeof INSERTED | typeof MODIFIED | typeof DELETED | typeof DETAILS_MODIFIED;
  values: JamRecord;
  details?: Record<number, Change[]>;
}

export const inserted = (values: JamRecord): Change => ({ status: INSERTED, values });
export const modified = (values: JamRecord): Change => ({ status: MODIFIED, values });
export const deleted = (values: JamRecord): Change => ({ status: DELETED, values });

interface ItemInfo {
  id: number;
  name: string;
  items?: [number, ItemInfo][];
  fields?: unknown[][];
}

/** An item of the loaded task: its number and the names of its stored fields, in the server's order. */
export interface LoadedItem {
  id: number;
  name: string;
  /** Names from the task down, e.g. `journals.invoices.invoice_lines`. */
  path: string;
  type: number;
  fields: string[];
}

/** The JavaScript sends truth values as numbers; PostgreSQL refuses anything else. */
function sent(value: JamValue | undefined): JamValue {
  return typeof value === 'boolean' ? Number(value) : (value ?? null);
}

/** Names of the fields that records hold: not those that only show another field of a looked-up record. */
function storedFields(info: ItemInfo): string[] {
  const [name, masterField] = [1, 14];
  return (info.fields ?? []).filter((field) => !field[masterField]).map((field) => String(field[name]));
}

/** Speaks to one task of a running project: 0 is the Builder, 1 the application. */
export class JamClient {
  readonly url: string;
  readonly line: 5 | 7;
  readonly task: number;
  readonly #cookies = new Map<string, string>();
  #items: LoadedItem[] | undefined;

  constructor(url: string, line: 5 | 7, task = 0) {
    this.url = url.replace(/\/$/, '');
    this.line = line;
    this.task = task;
  }

  /** Any request, with the session's cookies. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.#cookies.size > 0)
      headers.set('cookie', [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(this.url + path, { redirect: 'manual', ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const pair = line.split(';')[0] ?? '';
      const at = pair.indexOf('=');
      if (at > 0) this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  /** One API call; the answer's `data`. Waits while a Jam.py 5 server is still loading; throws on any error. */
  async call(method: string, item: number, params: unknown): Promise<unknown> {
    for (let attempt = 0; attempt < 100; attempt++) {
      const response = await this.fetch('/api', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([method, this.task, item, params, null]),
      });
      const text = await response.text();
      const where = `${method} of item ${item} of task ${this.task}`;
      if (response.status !== 200) throw new Error(`${where}: HTTP ${response.status}: ${text.slice(0, 300)}`);
      const answer = JSON.parse(text) as { result?: { status?: number; data?: unknown }; error?: unknown };
      if (answer.error) throw new Error(`${where}: ${String(answer.error)}`);
      const status = answer.result?.status;
      if (status === 3 || status === 7) {
        await sleep(100);
        continue;
      }
      if (status !== 9 && !(method === 'connect' && status !== undefined))
        throw new Error(`${where}: status ${status}`);
      return answer.result?.data;
    }
    throw new Error('The server kept answering that it is loading or in maintenance.');
  }

  /** Logs in where safe mode is on; false when the server refuses. */
  async login(login: string, password: string): Promise<boolean> {
    if (this.line === 5) return (await this.call('login', 0, [{ login, password }])) === true;
    const path = this.task === 0 ? '/builder_login.html' : '/login.html';
    const response = await this.fetch(path, { method: 'POST', body: new URLSearchParams({ login, password }) });
    await response.arrayBuffer();
    return response.status === 302;
  }

  /** The task's structure as `load` gives it; asked once, again after `reload`. */
  async items(): Promise<LoadedItem[]> {
    if (this.#items) return this.#items;
    const [data] = (await this.call('load', 0, null)) as [{ task: ItemInfo }];
    const items: LoadedItem[] = [];
    const walk = (info: ItemInfo, path: string) => {
      for (const [type, child] of info.items ?? []) {
        const name = path ? `${path}.${child.name}` : child.name;
        items.push({
          id: child.id,
          name: child.name,
          path: name,
          type,
          fields: storedFields(child),
        });
        walk(child, name);
      }
    };
    walk(data.task, '');
    this.#items = items;
    return items;
  }

  reload(): void {
    this.#items = undefined;
  }

  async #fieldsOf(item: number): Promise<string[]> {
    const found = (await this.items()).find((candidate) => candidate.id === item);
    if (!found) throw new Error(`task ${this.task} has no item ${item}`);
    return found.fields;
  }

  /** A server function of an item (0: of the task itself); its result. */
  async server(name: string, args: unknown[] = [], item = 0): Promise<unknown> {
    const data = (await this.call('server', item, [name, args])) as [unknown, unknown];
    if (data[1]) throw new Error(`${name}: ${String(data[1])}`);
    return data[0];
  }

  /** Rows of an item as objects; `where` compares fields by equality. */
  async open(item: number, where: JamRecord = {}, more: Record<string, unknown> = {}): Promise<JamRecord[]> {
    const fields = await this.#fieldsOf(item);
    const query = {
      __expanded: false,
      __fields: this.task === 0 ? fields : [],
      __filters: Object.entries(where).map(([name, value]) => [name, 1, value]),
      __order: [],
      __limit: 0,
      __offset: 0,
      __summary: false,
      ...more,
    };
    const [rows, error] = (await this.call('open', item, query)) as [JamValue[][] | null, unknown];
    if (error || !Array.isArray(rows)) throw new Error(`open of item ${item}: ${String(error)}`);
    return rows.map((row) => Object.fromEntries(fields.map((field, index) => [field, row[index] ?? null])));
  }

  /** Saves changed records of an item, as the JavaScript's `apply` does; numbers of the records, in order. */
  async apply(item: number, changes: Change[], params: Record<string, unknown> = {}): Promise<number[]> {
    const body = await this.#pack(item, changes);
    const sent = this.line === 5 ? params : { [item]: params };
    const answer = (await this.call('apply', item, [body, sent])) as [unknown, unknown];
    const fields = await this.#fieldsOf(item);
    if (answer[1]) throw new Error(`apply of item ${item}: ${String(answer[1])}`);
    if (this.line === 5) {
      return ((answer[0] as { changes?: { rec_id: number }[] } | null)?.changes ?? []).map((change) => change.rec_id);
    }
    const logs = (answer[0] as { logs?: { record: number[] }[] } | null)?.logs ?? [];
    return logs.map((log) => log.record[fields.indexOf('id')] ?? 0);
  }

  async #pack(item: number, changes: Change[]): Promise<unknown> {
    const fields = await this.#fieldsOf(item);
    const records = await Promise.all(
      changes.map(async ({ status, values, details }, index) => {
        const unknown = Object.keys(values).filter((name) => !fields.includes(name));
        if (unknown.length > 0) throw new Error(`item ${item} has no field ${unknown.join(', ')}`);
        const packed: Record<string, unknown> = {};
        for (const [detail, rows] of Object.entries(details ?? {}))
          packed[detail] = await this.#pack(Number(detail), rows);
        return { key: String(index + 1), status, values: fields.map((name) => sent(values[name])), details: packed };
      }),
    );
    if (this.line === 7) {
      const logs = records.map(({ key, status, values, details }) => ({
        log_index: Number(key) - 1,
        record: values,
        record_status: status,
        details,
      }));
      return { fields, expanded: false, logs };
    }
    const data = Object.fromEntries(
      records.map(({ key, status, values, details }) => [
        key,
        { record: [...values, [status, {}, key]], details, old_record: null },
      ]),
    );
    return { fields, expanded: false, data };
  }
}

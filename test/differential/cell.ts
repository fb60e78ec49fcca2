/**
 * One Jam.py release on one database: a project that is used for one application after another, and the process that
 * imports into it with Jam.py's own code.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { readCatalogue } from '../../src/database/catalogue.ts';
import type { Connection } from '../../src/database/connection.ts';
import { readAdminDatabase } from '../../src/jampy/admin-database.ts';
import { stateFromAdmin } from '../../src/jampy/target-state.ts';
import type { Metadata } from '../../src/metadata/model.ts';
import type { Catalogue, Dialect } from '../../src/planning/catalogue.ts';
import { createProject, type ProjectDatabase, withAdmin } from '../lab/project.ts';
import { pythonOf } from '../lab/python.ts';
import { atEnd, endGroup, killGroup } from '../lab/run.ts';
import { createDatabase, type Database } from '../lab/servers.ts';
import type { DatabaseType, Version } from '../lab/versions.ts';
import type { Imported } from './compare.ts';

export interface CellName {
  version: Version;
  type: DatabaseType;
}

export const DIALECTS: Readonly<Record<DatabaseType, Dialect>> = {
  sqlite: 'sqlite',
  postgres: 'postgresql',
  mariadb: 'mysql',
};

export class Cell {
  readonly dialect: Dialect;
  /** Metadata of the project as it was made. */
  readonly base: Metadata;
  readonly databaseName: string;
  readonly #dir: string;
  readonly #database: Database | undefined;
  readonly #importer: Importer;
  readonly #run: (sql: string) => Promise<unknown>;
  readonly #disconnect: () => Promise<void>;
  readonly #forget: () => void;

  private constructor(parts: {
    dir: string;
    dialect: Dialect;
    base: Metadata;
    database: Database | undefined;
    importer: Importer;
    connection: Awaited<ReturnType<typeof connect>>;
  }) {
    this.dialect = parts.dialect;
    this.base = parts.base;
    this.databaseName = parts.database?.name ?? 'application.sqlite';
    this.#dir = parts.dir;
    this.#database = parts.database;
    this.#importer = parts.importer;
    this.#run = parts.connection.run;
    this.#disconnect = parts.connection.end;
    this.#forget = atEnd(() => rmSync(parts.dir, { recursive: true, force: true }));
  }

  /** Close it in the end. */
  static async open({ version, type }: CellName, servers: { postgres: string; mariadb: string }): Promise<Cell> {
    const dir = await mkdtemp(join(tmpdir(), 'jampy-diff-'));
    const database = type === 'sqlite' ? undefined : await createDatabase(servers, type);
    const db: ProjectDatabase = database ?? { type: 'sqlite', name: 'application.sqlite' };
    const importer = new Importer(version);
    try {
      await createProject({ version, dir, db, finish: 'files' });
      // The first start brings admin.sqlite to the release's shape.
      await importer.ask({ open: dir });
      await copyFile(join(dir, 'admin.sqlite'), join(dir, 'new.sqlite'));
      const base = (await readState(dir)).metadata;
      const connection = await connect(database);
      return new Cell({ dir, dialect: DIALECTS[type], base, database, importer, connection });
    } catch (error) {
      await importer.end();
      await database?.drop();
      await rm(dir, { recursive: true, force: true });
      throw error;
    }
  }

  /** A new, empty project on an empty database. */
  async reset(): Promise<void> {
    const tables = async (sql: string) =>
      ((await this.#run(sql)) as Record<string, unknown>[]).map((row) => String(row.name));
    if (this.dialect === 'postgresql') await this.#run('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    if (this.dialect === 'mysql') {
      const names = await tables(
        'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = database()',
      );
      const list = names.map((name) => `"${name.replaceAll('"', '""')}"`).join(', ');
      if (list) await this.#run(`DROP TABLE ${list}`);
    }
    if (this.dialect === 'sqlite') await rm(join(this.#dir, 'application.sqlite'), { force: true });
    await copyFile(join(this.#dir, 'new.sqlite'), join(this.#dir, 'admin.sqlite'));
    await this.#importer.ask({ open: this.#dir });
  }

  async byHand(admin: readonly string[], database: readonly string[]): Promise<void> {
    if (admin.length > 0) withAdmin(this.#dir, (file) => file.exec(admin.join(';')));
    // What is not there can not be changed: then nothing is.
    for (const sql of database) await this.#run(sql).catch(() => {});
  }

  async metadata(): Promise<Metadata> {
    return (await readState(this.#dir)).metadata;
  }

  async catalogue(): Promise<Catalogue> {
    return await readCatalogue(this.#connection());
  }

  #connection(): Connection {
    if (!this.#database) return { dialect: 'sqlite', path: join(this.#dir, 'application.sqlite') };
    const { host, port, user, password, name } = this.#database;
    return { dialect: this.dialect as 'mysql', host, port, user, password, database: name };
  }

  async import(taskDat: string): Promise<Imported> {
    return (await this.#importer.ask({ import: taskDat })) as Imported;
  }

  async close(): Promise<void> {
    this.#forget();
    await this.#importer.end();
    await this.#disconnect();
    await this.#database?.drop();
    await rm(this.#dir, { recursive: true, force: true });
  }
}

async function readState(dir: string): Promise<{ metadata: Metadata }> {
  const admin = await readAdminDatabase(join(dir, 'admin.sqlite'));
  return stateFromAdmin(admin, { production: false, jamVersion: undefined });
}

async function connect(database: Database | undefined) {
  if (database?.type === 'postgres') {
    const client = new pg.Client({ connectionString: database.url });
    client.on('error', () => {});
    await client.connect();
    await client.query('SET client_min_messages = error');
    return { run: (sql: string) => client.query(sql), end: () => client.end() };
  }
  if (database) {
    const { host, port, user, password, name } = database;
    const client = await mysql.createConnection({ host, port, user, password, database: name });
    await client.query("SET sql_mode = 'ANSI_QUOTES', foreign_key_checks = 0");
    return { run: async (sql: string) => (await client.query(sql))[0], end: () => client.end() };
  }
  return { run: async () => [], end: async () => {} };
}

/** The Python process of a release. */
class Importer {
  readonly #child: ChildProcess;
  readonly #forget: () => void;
  #words = '';
  #waiting: { resolve: (answer: unknown) => void; reject: (error: Error) => void } | undefined;

  constructor(version: Version) {
    const script = fileURLToPath(new URL('importer.py', import.meta.url));
    const child = spawn(pythonOf(version), [script], { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    this.#child = child;
    this.#forget = atEnd(() => killGroup(child));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#words = (this.#words + text).slice(-4000);
    });
    child.stdin.on('error', () => {});
    createInterface({ input: child.stdout }).on('line', (line) => {
      const waiting = this.#waiting;
      this.#waiting = undefined;
      const answer = JSON.parse(line) as { broken?: string };
      if (answer.broken === undefined) waiting?.resolve(answer);
      else waiting?.reject(new Error(`Jam.py ${version}: ${answer.broken}\n${this.#words}`));
    });
    child.on('close', (code) => this.#waiting?.reject(new Error(`Jam.py ended with ${code}:\n${this.#words}`)));
  }

  async ask(question: { open: string } | { import: string }): Promise<unknown> {
    return await new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#child.stdin?.write(`${JSON.stringify(question)}\n`);
    });
  }

  async end(): Promise<void> {
    this.#forget();
    await endGroup(this.#child);
  }
}

/** The project's database as it is reached from here: directly, or through the host that it is known to. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCatalogue } from '../database/catalogue.ts';
import type { Connection, ServerConnection } from '../database/connection.ts';
import { type Counted, type Counts, countIn } from '../database/count.ts';
import { reasonOf, Stop } from '../errors.ts';
import type { Address, Host } from '../hosts/host.ts';
import type { Catalogue } from '../planning/catalogue.ts';
import type { Run } from './run.ts';

/** Where the servers' own clients look for a socket when no host, or `localhost`, is set. */
const POSTGRESQL_SOCKETS = ['/var/run/postgresql', '/run/postgresql', '/tmp'];
const MYSQL_SOCKETS = [
  '/run/mysqld/mysqld.sock',
  '/var/run/mysqld/mysqld.sock',
  '/var/lib/mysql/mysql.sock',
  '/tmp/mysql.sock',
];

/**
 * @param connection as the host sees it.
 * @throws Stop `database-unreadable`.
 */
export async function readDatabase(run: Run, connection: Connection): Promise<Catalogue> {
  return askDatabase(run, connection, readCatalogue);
}

/**
 * Rows and values of what would be lost.
 * @throws Stop, or what the driver says.
 */
export async function countInDatabase(run: Run, connection: Connection, wanted: readonly Counted[]): Promise<Counts> {
  return askDatabase(run, connection, (way, known) => countIn(way, known, wanted));
}

/**
 * The first way to the server on which anything answers, be it with a refusal.
 * @param connection as the host sees it.
 */
export async function reachServer(run: Run, connection: ServerConnection): Promise<ServerConnection> {
  if (!run.operator.remote) return connection;
  const addresses = await addressesOf(run.operator, connection);
  for (const address of addresses) {
    const way = throughSocket(connection, await run.operator.reach(address)) as ServerConnection;
    if (addresses.length === 1 || (await answers(way, connection))) return way;
  }
  return throughSocket(connection, await run.operator.reach(addresses[0] as Address)) as ServerConnection;
}

/** What a server says has a code of its own; what the way says has one of the system's. */
async function answers(way: ServerConnection, known: ServerConnection): Promise<boolean> {
  const { withQuery } = await import('../database/query.ts');
  return withQuery(way, known, (query) => query('SELECT 1')).then(
    () => true,
    (error: { code?: unknown; errno?: unknown }) => /^[0-9A-Z]{5}$/.test(String(error.code)) || Number(error.errno) > 0,
  );
}

/** A question to the database: `way` leads there from here, `known` is what its users call it. */
type Asked<T> = (way: Connection, known: Connection) => Promise<T>;

async function askDatabase<T>(run: Run, connection: Connection, ask: Asked<T>): Promise<T> {
  if (connection.dialect === 'sqlite') return askSqlite(run, connection, ask);
  // What leads nowhere leads nowhere from there either.
  if (!run.operator.remote || connection.trouble !== undefined) return ask(connection, connection);
  let first: unknown;
  for (const address of await addressesOf(run.operator, connection)) {
    try {
      return await ask(throughSocket(connection, await run.operator.reach(address)), connection);
    } catch (error) {
      first ??= error;
    }
  }
  const why = reasonOf(first).replace(
    / If it is reached under another address from here, give that as database-url\.$/,
    '',
  );
  throw new Stop(
    'failed',
    'database-unreadable',
    `${why} It was tried through the ssh connection to ${run.operator.name}, which has to permit that (AllowTcpForwarding, AllowStreamLocalForwarding).`,
    { cause: first },
  );
}

/** A file that is not ours, or not here, is looked at in a copy. */
async function askSqlite<T>(
  run: Run,
  connection: Extract<Connection, { dialect: 'sqlite' }>,
  ask: Asked<T>,
): Promise<T> {
  const { path } = connection;
  if (run.host === run.operator && !run.host.remote) return ask(connection, connection);
  const folder = await mkdtemp(join(tmpdir(), `jampy-promote-${run.token}-`));
  try {
    const copy = join(folder, 'database.sqlite');
    const there = await run.host.stat(path);
    if (there) await run.host.snapshotDatabase(path, copy);
    return await ask({ dialect: 'sqlite', path: copy }, connection);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Where the project's own driver would look on the host, in the order in which it is tried. */
async function addressesOf(host: Host, connection: ServerConnection): Promise<Address[]> {
  const { dialect, host: named, port } = connection;
  const sockets = async (paths: readonly string[]): Promise<Address[]> => {
    const there = await Promise.all(paths.map((path) => host.stat(path).catch(() => undefined)));
    return paths.filter((_, at) => there[at] !== undefined).map((socket) => ({ socket }));
  };
  if (dialect === 'postgresql') {
    const file = `.s.PGSQL.${port ?? 5432}`;
    if (named?.startsWith('/')) return [{ socket: `${named}/${file}` }];
    if (named !== undefined) return [{ host: named, port: port ?? 5432 }];
    const found = await sockets(POSTGRESQL_SOCKETS.map((folder) => `${folder}/${file}`));
    return [...found.slice(0, 1), { host: 'localhost', port: port ?? 5432 }];
  }
  if (named?.startsWith('/')) return [{ socket: named }];
  if (named !== undefined && named !== 'localhost') return [{ host: named, port: port ?? 3306 }];
  return [{ host: '127.0.0.1', port: port ?? 3306 }, ...(await sockets(MYSQL_SOCKETS)).slice(0, 1)];
}

/** @param address a socket on this machine that leads there. */
function throughSocket(connection: ServerConnection, address: Address): Connection {
  if (!('socket' in address)) return { ...connection, ...address };
  if (connection.dialect === 'mysql') return { ...connection, host: address.socket, port: undefined };
  // PostgreSQL's clients make the socket's name of the port.
  const [, folder, port] = /^(.*)\/\.s\.PGSQL\.(\d+)$/.exec(address.socket) ?? [];
  return { ...connection, host: folder, port: Number(port) };
}

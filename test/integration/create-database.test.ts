/** An application's database and login, made on real servers by administrators of several kinds. */
import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseDatabaseUrl, type ServerConnection } from '../../src/database/connection.ts';
import { createDatabase, inspectDatabase, type Reached } from '../../src/database/create.ts';
import { withServer } from '../../src/database/server.ts';
import { exportsOf } from '../lab/exports.ts';
import { createProject } from '../lab/project.ts';
import { bareImport } from '../lab/serve.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import {
  findMariadbBinaries,
  findPostgresBinaries,
  installPostgresBinaries,
  type Started,
  startMariadb,
  startPostgres,
} from '../lab/started-servers.ts';

const MINUTE = 60_000;
/** What statements, messages and logs would break on, or show. */
const PASSWORD = 'p\'a"s\\s%w?d-n\u00f6`$1 /*';

let servers: Servers;
const started: Started[] = [];
/** Servers by the names of CELLS: who may do everything there. */
const roots = new Map<string, ServerConnection>();

function connection(url: string, database = ''): ServerConnection {
  const parsed = parseDatabaseUrl(url.replace(/\/[^/]*$/, '/x'), undefined) as ServerConnection;
  return { ...parsed, database };
}

const random = () => `jp_${randomBytes(5).toString('hex')}`;
const reached = (way: ServerConnection): Reached => ({ way, known: way });

function ask(way: ServerConnection, sql: string, ...bindings: string[]): Promise<Record<string, unknown>[]> {
  return withServer(reached(way), (query) => query(sql, bindings));
}

beforeAll(async () => {
  servers = await findServers(() => {});
  roots.set('PostgreSQL', connection(servers.postgres));
  roots.set('MariaDB', connection(servers.mariadb));
  const binaries = (await installPostgresBinaries()) ?? (await findPostgresBinaries());
  if (!binaries) return;
  const strict = await startPostgres(binaries, "root's pass");
  started.push(strict);
  roots.set('PostgreSQL with passwords', connection(strict.url));
}, 10 * MINUTE);

afterAll(async () => {
  await Promise.all(started.map((server) => server.stop()));
  await servers?.stop();
});

/** What is there of one application, without what differs from run to run. */
async function stateOf(root: ServerConnection, { user = '', database }: ServerConnection): Promise<unknown> {
  if (root.dialect === 'postgresql') {
    return {
      role: await ask(
        root,
        `SELECT rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls
        FROM pg_roles WHERE rolname = ?`,
        user,
      ),
      members: await ask(
        root,
        `SELECT member::regrole::text, grantor::regrole::text, m.* FROM pg_auth_members m
        JOIN pg_roles r ON r.oid = m.roleid WHERE rolname = ?`,
        user,
      ).then((rows) =>
        rows.map(({ member, grantor, admin_option, set_option }) => ({
          member: typeof member,
          grantor: typeof grantor,
          admin_option,
          set_option,
        })),
      ),
      database: await ask(
        root,
        `SELECT pg_get_userbyid(datdba) AS owner, pg_encoding_to_char(encoding) AS encoding, (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(COALESCE(datacl, acldefault('d', datdba))) AS a) AS acl
        FROM pg_database WHERE datname = ?`,
        database,
      ),
    };
  }
  const accounts = await ask(
    root,
    'SELECT Host AS host, authentication_string AS proof FROM mysql.user WHERE user = ? ORDER BY host',
    user,
  );
  return {
    accounts,
    grants: await ask(root, 'SELECT * FROM mysql.db WHERE user = ? ORDER BY host, db', user),
    database: await ask(
      root,
      'SELECT default_collation_name FROM information_schema.schemata WHERE schema_name = ?',
      database,
    ),
  };
}

interface Cell {
  /** Of `roots`. */
  server: string;
  administrator: string;
  /** Statements that make the administrator NAME, and drop it; undefined: root. */
  make?: (name: string) => string[];
  drop?: (name: string) => string[];
  /** Whether the server asks this login for a password. */
  asks: boolean;
}

const managed = {
  administrator: 'an administrator who is no superuser',
  make: (name: string) => [`CREATE ROLE ${name} LOGIN CREATEDB CREATEROLE PASSWORD 'admin'`],
  drop: (name: string) => [`DROP OWNED BY ${name}`, `DROP ROLE ${name}`],
};

const CELLS: readonly Cell[] = [
  { server: 'PostgreSQL', administrator: 'a superuser', asks: false },
  { server: 'PostgreSQL', ...managed, asks: false },
  { server: 'PostgreSQL with passwords', ...managed, asks: true },
  { server: 'MariaDB', administrator: 'root', asks: true },
  {
    server: 'MariaDB',
    administrator: 'an administrator of some databases',
    make: (name) => [
      `CREATE USER ${name}@'%' IDENTIFIED BY 'admin', ${name}@localhost IDENTIFIED BY 'admin'`,
      `GRANT CREATE USER ON *.* TO ${name}@'%', ${name}@localhost`,
      `GRANT SELECT ON mysql.* TO ${name}@'%', ${name}@localhost`,
      `GRANT ALL ON \`jp\\_%\`.* TO ${name}@'%', ${name}@localhost WITH GRANT OPTION`,
    ],
    drop: (name) => [`DROP USER ${name}@'%', ${name}@localhost`],
    asks: true,
  },
];

describe.each(CELLS)('$server, $administrator', ({ server, make, drop, asks }) => {
  let root: ServerConnection;
  let admin: Reached;
  const mysql = server === 'MariaDB';
  const quote = (name: string) => (mysql ? `\`${name}\`` : `"${name}"`);
  const used: ServerConnection[] = [];

  /** A database and a login that nobody else has; hyphens and capitals where they can be. */
  function application(password = PASSWORD): Reached {
    const name = random();
    const app = { ...root, user: `${name}-App`, password, database: mysql ? `${name}_db` : `${name}-Db` };
    used.push(app);
    return reached(app);
  }

  async function provision(app: Reached, by: Reached | undefined = admin) {
    return await createDatabase(by, app, await inspectDatabase(by, app));
  }

  const rootIn = ({ known }: Reached): ServerConnection => ({ ...root, database: known.database });
  const state = ({ known }: Reached) => stateOf(root, known);
  const own = (app: Reached, sql: string) => ask(app.way, sql);
  const login = ({ known: { user } }: Reached, password: string) =>
    mysql
      ? ask(
          root,
          `CREATE USER '${user}'@'127.0.0.1' IDENTIFIED BY '${password}', '${user}'@'localhost' IDENTIFIED BY '${password}'`,
        )
      : ask(root, `CREATE ROLE "${user}" LOGIN PASSWORD '${password}'`);

  /** @returns the refusal, after having seen that it changed nothing. */
  async function refusal(app: Reached, by: Reached | undefined = admin): Promise<{ id: string; message: string }> {
    const before = await state(app);
    const error = await inspectDatabase(by, app).then(
      () => expect.unreachable('not refused'),
      (thrown) => thrown,
    );
    expect(error).toMatchObject({ name: 'Stop' });
    expect(await state(app)).toEqual(before);
    return error;
  }

  beforeAll(async () => {
    root = roots.get(server) as ServerConnection;
    if (!make) {
      admin = reached(root);
      return;
    }
    const name = random();
    for (const statement of make(name)) await ask(root, statement);
    admin = reached({ ...root, user: name, password: 'admin' });
  });

  afterEach(async () => {
    for (const { user = '', database } of used.splice(0)) {
      await ask(root, `DROP DATABASE IF EXISTS ${quote(database)}${mysql ? '' : ' WITH (FORCE)'}`);
      const accounts = mysql ? await ask(root, 'SELECT Host AS host FROM mysql.user WHERE user = ?', user) : [];
      for (const { host } of accounts) await ask(root, `DROP USER '${user}'@'${String(host)}'`);
      if (!mysql) await ask(root, `DROP ROLE IF EXISTS ${quote(user)}`);
    }
  });

  afterAll(async () => {
    for (const statement of drop?.(String(admin.known.user)) ?? []) await ask(root, statement);
  });

  test('both are made with what they need and no more, and taken back', async () => {
    const app = application();
    const before = await state(app);
    const made = await provision(app);
    expect(made.created).toEqual(['login', 'database']);
    expect(made.sentence).toMatch(/^For the .* the login .*-App was made, and the database was made in (UTF8|utf8mb4)/);
    expect(made.sentence).not.toContain(PASSWORD);
    if (mysql) {
      expect(await state(app)).toMatchObject({
        accounts: [{ host: '127.0.0.1' }, { host: '::1' }, { host: 'localhost' }],
        database: [{ default_collation_name: 'utf8mb4_unicode_ci' }],
      });
    } else {
      const user = app.known.user as string;
      expect(await state(app)).toMatchObject({
        role: [
          {
            rolsuper: false,
            rolcreaterole: false,
            rolcreatedb: false,
            rolcanlogin: true,
            rolbypassrls: false,
            rolinherit: true,
          },
        ],
        database: [{ owner: user, encoding: 'UTF8', acl: [`"${user}"=CTc/"${user}"`] }],
      });
    }
    const again = await provision(app);
    expect(again).toMatchObject({ created: [], sentence: expect.stringContaining('was there, empty') });
    expect(await made.undo()).toMatch(/the login and the database that this run made were taken back\.$/);
    expect(await state(app)).toEqual(before);
    expect(await made.undo()).toMatch(/^Nothing was changed/);
  });

  test('the login can do what an import does, and reads and makes nothing else', async () => {
    const [app, other] = [application(), application()];
    await provision(app);
    await provision(other);
    const [a, b, auto] = mysql ? ['`A`', '`B`', 'AUTO_INCREMENT'] : ['"A"', '"B"', ''];
    for (const sql of [
      `CREATE TABLE ${a} (id INTEGER NOT NULL ${auto}, n VARCHAR(20), PRIMARY KEY (id))`,
      `CREATE TABLE ${b} (id INTEGER NOT NULL, a INTEGER)`,
      `INSERT INTO ${a} (id, n) VALUES (1, 'caf\u00e9 \u{1f511}')`,
      `UPDATE ${a} SET n = 'x'`,
      `ALTER TABLE ${a} ADD m INTEGER`,
      `CREATE UNIQUE INDEX i ON ${a} (n)`,
      `ALTER TABLE ${b} ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES ${a} (id)`,
      `ALTER TABLE ${b} DROP ${mysql ? 'FOREIGN KEY' : 'CONSTRAINT'} f`,
      mysql ? `DROP INDEX i ON ${a}` : 'DROP INDEX i',
      `ALTER TABLE ${a} DROP m`,
      `DELETE FROM ${a}`,
      `DROP TABLE ${b}`,
    ]) {
      await own(app, sql);
    }
    await expect(own(app, `CREATE DATABASE ${random()}`)).rejects.toThrow(/denied/);
    await expect(own(other, mysql ? 'CREATE USER jp_x' : 'CREATE ROLE jp_x')).rejects.toThrow(/denied/);
    // A table of another application, and a database whose name the wildcards of a GRANT would cover.
    await expect(ask({ ...other.way, database: app.known.database }, `SELECT * FROM ${a}`)).rejects.toThrow(/denied/);
    await expect(ask({ ...app.way, database: 'mysql' }, 'SELECT * FROM user')).rejects.toThrow(/denied|does not exist/);
    if (mysql) {
      const alike = { ...app.known, database: app.known.database.replace('_', 'x') };
      used.push({ ...alike, user: random() });
      await ask(root, `CREATE DATABASE ${alike.database}`);
      await expect(ask(alike, 'SELECT 1')).rejects.toThrow(/denied/);
    }
  });

  test('a database with tables is refused, and stays when this run is taken back', async () => {
    const app = application();
    const made = await provision(app);
    await own(app, 'CREATE TABLE customers (id INTEGER)');
    await own(app, 'CREATE TABLE invoices (id INTEGER)');
    const before = await state(app);
    expect(await refusal(app)).toMatchObject({
      id: 'database-not-empty',
      message: expect.stringContaining('is not empty (customers, invoices)'),
    });
    expect(await refusal(reached(app.way), undefined as never)).toMatchObject({ id: 'database-not-empty' });
    expect(await made.undo()).toMatch(/has tables by now: the login and the database that this run made stay/);
    expect(await state(app)).toEqual(before);
  });

  test('views, sequences and routines count too', async () => {
    const app = application();
    await provision(app);
    for (const [kind, name, rest] of [
      ['VIEW', 'jp_view', ' AS SELECT 1 AS one'],
      ['SEQUENCE', 'jp_sequence', ''],
      mysql
        ? ['PROCEDURE', 'jp_routine', '() SELECT 1']
        : ['FUNCTION', 'jp_routine', "() RETURNS int LANGUAGE sql AS 'SELECT 1'"],
    ] as const) {
      const where = mysql ? rootIn(app) : app.way;
      await ask(where, `CREATE ${kind} ${name}${rest}`);
      expect(await refusal(app)).toMatchObject({ id: 'database-not-empty', message: expect.stringContaining(name) });
      await ask(where, `DROP ${kind} ${name}`);
    }
  });

  test('killed after each step in turn and run again, it ends in the same state', async () => {
    const whole = application();
    await provision(whole);
    const blank = (text: unknown, app: Reached) =>
      JSON.parse(
        JSON.stringify(text)
          .replaceAll(app.known.user as string, 'USER')
          .replaceAll(app.known.database.replace('_', '\\\\_').replace('_db', '\\\\_db'), 'DB'),
      );
    const expected = blank(await state(whole), whole);
    const { steps } = await inspectDatabase(admin, application());
    expect(steps.map(({ makes }) => makes)).toEqual(['login', 'database', 'rights']);
    for (const [count, open] of [[0], [1], [2], [2, true], [3]] as const) {
      const app = application();
      const all = await inspectDatabase(admin, app);
      await withServer(admin, async (query) => {
        for (const { sql, bindings } of all.steps.slice(0, count)) await query(sql, bindings);
      });
      // As it is before PostgreSQL 15.
      if (open && !mysql) await ask(rootIn(app), 'GRANT CREATE ON SCHEMA public TO PUBLIC');
      await provision(app);
      expect(blank(await state(app), app), `after ${count} steps`).toEqual(expected);
    }
  });

  test('what fails is taken back', async () => {
    for (const count of [0, 1, 2, 3]) {
      const app = application();
      const before = await state(app);
      const { steps } = await inspectDatabase(admin, app);
      const broken = {
        makes: 'rights',
        said: '',
        undo: '',
        sql: `NONSENSE '${PASSWORD}'`.replaceAll('?', '\\?'),
      } as const;
      const error = await createDatabase(admin, app, { steps: [...steps.slice(0, count), broken] }).catch(
        (thrown) => thrown,
      );
      expect(error).toMatchObject({ id: 'database-create', outcome: 'failed' });
      expect(error.message).toMatch(
        /could not be given its rights in the .*: the server does not understand the statement \(\w+\)\. /,
      );
      expect(error.message).toMatch(count === 0 ? /Nothing was changed on the database server\.$/ : /taken back\.$/);
      expect(JSON.stringify(Object.getOwnPropertyNames(error).map((name) => error[name]))).not.toContain("p'a");
      expect(await state(app)).toEqual(before);
    }
  });

  test('what another run has made meanwhile is left alone', async () => {
    const app = application();
    const findings = await inspectDatabase(admin, app);
    await provision(app);
    const before = await state(app);
    const error = await createDatabase(admin, app, findings).catch((thrown) => thrown);
    expect(error).toMatchObject({
      id: 'database-create',
      message: expect.stringMatching(/could not be made: .*Nothing was/),
    });
    expect(error.message).not.toMatch(/SCRAM|IDENTIFIED|p'a/);
    expect(await state(app)).toEqual(before);
  });

  test('an empty database that is there is used, and given to the login', async () => {
    const app = application();
    const tail = mysql ? 'CHARACTER SET utf8mb4' : "TEMPLATE template0 ENCODING 'UTF8'";
    await ask({ ...admin.way, database: root.database }, `CREATE DATABASE ${quote(app.known.database)} ${tail}`);
    const before = await state(app);
    const made = await provision(app);
    expect(made.created).toEqual(['login']);
    expect(made.sentence).toMatch(mysql ? /was given SELECT, INSERT/ : /was made the database's owner/);
    await own(app, 'CREATE TABLE t (id INTEGER)');
    await own(app, 'DROP TABLE t');
    expect(await made.undo()).toMatch(/the login that this run made was taken back/);
    expect(await state(app)).toEqual(before);
  });

  test('a database that is there in another encoding is refused', async () => {
    const app = application();
    const tail = mysql ? 'CHARACTER SET latin1' : "TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'";
    await ask(root, `CREATE DATABASE ${quote(app.known.database)} ${tail}`);
    expect(await refusal(app)).toMatchObject({
      id: 'database-encoding',
      message: expect.stringMatching(/SQL_ASCII|latin1/),
    });
  });

  test('a login that is there is used when its password is right, and never changed', async () => {
    const app = application('right');
    await login(app, 'right');
    if (asks) {
      const wrong = reached({ ...app.way, password: 'wrong' });
      const error = await refusal(wrong);
      expect(error).toMatchObject({
        id: 'database-login-refused',
        message: expect.stringMatching(/An existing password is never changed/),
      });
      expect(error.message).not.toContain('wrong');
    }
    // Who made it may give it a database; from PostgreSQL 16 others may not.
    const [{ major } = {}] = mysql
      ? []
      : await ask(root, `SELECT current_setting('server_version_num')::int / 10000 AS major`);
    if (make && Number(major) >= 16) {
      expect(await refusal(app)).toMatchObject({
        id: 'database-admin-rights',
        message: expect.stringContaining('GRANT'),
      });
      await ask(root, `GRANT ${quote(app.known.user as string)} TO ${admin.known.user}`);
    }
    const members = await state(app);
    const made = await provision(app);
    expect(made.created).toEqual(['database']);
    await made.undo();
    expect(await state(app)).toEqual(members);
  });

  test('a login that may do more is refused', async () => {
    const app = application('right');
    await login(app, 'right');
    if (mysql)
      await ask(root, `GRANT CREATE ON *.* TO '${app.known.user}'@'127.0.0.1', '${app.known.user}'@'localhost'`);
    else await ask(root, `ALTER ROLE "${app.known.user}" CREATEDB`);
    expect(await refusal(app)).toMatchObject({ id: 'database-login-powers', message: expect.stringMatching(/CREATE/) });
  });

  test('without an administrator both must be there and usable', async () => {
    const app = application();
    const none = undefined as never;
    const without = async () => await inspectDatabase(undefined, app).catch((thrown) => thrown);
    expect(await without()).toMatchObject({ outcome: 'refused', id: 'database-login-refused' });
    const { steps } = await inspectDatabase(admin, app);
    await withServer(admin, (query) => query((steps[0] as { sql: string }).sql, steps[0]?.bindings));
    expect(await without()).toMatchObject({ outcome: 'refused', id: 'database-missing' });
    await provision(app);
    const before = await state(app);
    expect(await createDatabase(none, app, await without())).toMatchObject({ created: [] });
    if (mysql) {
      for (const host of ['localhost', '127.0.0.1']) {
        await ask(
          root,
          `REVOKE INDEX ON \`${app.known.database.replaceAll('_', '\\_')}\`.* FROM '${app.known.user}'@'${host}'`,
        );
      }
    } else
      await ask(rootIn(app), `ALTER SCHEMA public OWNER TO "${root.user}"; REVOKE CREATE ON SCHEMA public FROM PUBLIC`);
    expect(await without()).toMatchObject({
      outcome: 'refused',
      id: 'database-rights',
      message: expect.stringMatching(/lacks the rights INDEX|may not create tables in the schema public/),
    });
    if (!mysql) expect(await state(app)).toEqual(before);
  });

  test('an administrator who is not let in, is not reached or may not is told so', async () => {
    const app = application();
    if (asks) {
      expect(await refusal(app, reached({ ...admin.way, password: 'wrong-one' }))).toMatchObject({
        outcome: 'refused',
        id: 'database-admin-login',
        message: expect.not.stringContaining('wrong-one'),
      });
    }
    expect(await refusal(app, reached({ ...admin.way, port: 9 }))).toMatchObject({
      outcome: 'failed',
      id: 'database-unreachable',
    });
    const weak = application('weak');
    await login(weak, 'weak');
    expect(await refusal(app, reached({ ...weak.way, database: root.database }))).toMatchObject({
      id: 'database-admin-rights',
      message: expect.stringMatching(mysql ? /lacks SELECT on mysql\.user/ : /lacks CREATEROLE, CREATEDB/),
    });
    expect(
      await refusal(
        reached({ ...app.way, user: admin.known.user === root.user ? 'x' : (admin.known.user as string) }),
        {
          ...admin,
          known: { ...admin.known, user: admin.known.user === root.user ? 'x' : (admin.known.user as string) },
        },
      ),
    ).toMatchObject({
      id: 'database-admin-login',
      message: expect.stringContaining('the application would be an administrator'),
    });
  });

  test('what makes the login does not show the password', async () => {
    const { steps } = await inspectDatabase(admin, application());
    expect(JSON.stringify(steps)).not.toContain("p'a");
    expect(steps[0]?.sql).toMatch(
      mysql ? /VIA mysql_native_password USING '\*[0-9A-F]{40}'/ : /PASSWORD 'SCRAM-SHA-256\$4096:/,
    );
  });
});

describe('single servers', () => {
  test.each([
    ['5.4.136', 'MariaDB', 'mariadb'],
    ['7.0.120', 'MariaDB', 'mariadb'],
    ['7.0.120', 'PostgreSQL with passwords', 'postgres'],
  ] as const)('Jam.py %s imports and upgrades on %s with the login', async (version, server, type) => {
    const root = roots.get(server) as ServerConnection;
    const app = reached({ ...root, user: random(), password: PASSWORD, database: random() });
    const made = await createDatabase(reached(root), app, await inspectDatabase(reached(root), app));
    const dir = await mkdtemp(join(tmpdir(), 'jampy-create-'));
    try {
      const { user = '', host = '', port = 0, database: name } = app.known;
      const db = { type, name, host, port, user, password: PASSWORD };
      const project = await createProject({ version, dir, db, finish: 'files' });
      const { v1, v2, v3 } = await exportsOf(version, type, servers);
      for (const zip of [v1, v2, v3]) {
        await rm(join(dir, 'logs'), { recursive: true, force: true });
        await mkdir(join(dir, 'migration'), { recursive: true });
        await copyFile(zip, join(dir, 'migration', 'metadata.zip'));
        await bareImport(project);
        const log = await readdir(join(dir, 'logs'));
        const words = await readFile(join(dir, 'logs', log.find((file) => file.startsWith('import_')) ?? ''), 'utf8');
        expect(words).toMatch(/^THE METADATA HAVE BEEN SUCCESSFULLY IMPORTED/);
        expect(words).not.toMatch(/error|denied/i);
      }
      expect(await made.undo()).toMatch(/has tables by now/);
    } finally {
      await rm(dir, { recursive: true, force: true });
      await ask(root, `DROP DATABASE ${app.known.database}`);
      const accounts = ['localhost', '127.0.0.1', '::1'].map((host) => `${app.known.user}@'${host}'`).join(', ');
      await ask(root, type === 'postgres' ? `DROP ROLE ${app.known.user}` : `DROP USER ${accounts}`);
    }
  });

  test('two addresses that lead to different servers', async () => {
    const [one, two] = [roots.get('PostgreSQL'), roots.get('PostgreSQL with passwords')] as ServerConnection[];
    const app = reached({ ...(two as ServerConnection), user: random(), password: 'right', database: random() });
    const made = await createDatabase(
      reached(two as ServerConnection),
      app,
      await inspectDatabase(reached(two as ServerConnection), app),
    );
    await expect(inspectDatabase(reached(one as ServerConnection), app)).rejects.toMatchObject({
      id: 'database-other-server',
    });
    await made.undo();
  });

  test('MariaDB takes no name that Jam.py would break', async () => {
    const root = roots.get('MariaDB') as ServerConnection;
    for (const database of ['order', '12', '1e5']) {
      await expect(
        inspectDatabase(reached(root), reached({ ...root, user: random(), password: 'p', database })),
      ).rejects.toMatchObject({ id: 'database-name' });
    }
  });

  test("the server's log has no password", async () => {
    const binaries = await findMariadbBinaries();
    if (!binaries) return;
    const server = await startMariadb(binaries);
    started.push(server);
    const root = connection(server.url);
    await ask(root, "SET GLOBAL log_output = 'TABLE', GLOBAL general_log = ON");
    const app = reached({ ...root, user: random(), password: PASSWORD, database: random() });
    await createDatabase(reached(root), app, await inspectDatabase(reached(root), app));
    const log = await ask(root, 'SELECT CONVERT(argument USING utf8mb4) AS said FROM mysql.general_log');
    const all = log.map(({ said }) => String(said)).join('\n');
    expect(all).toContain('CREATE USER');
    expect(all).not.toMatch(/p\\?'a/);
  });
});

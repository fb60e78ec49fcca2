/** What a project is told of its database: the row of SYS_TASKS (docs/jampy.md, "The project's connection"). */
import type { Connection, ServerConnection } from '../database/connection.ts';
import { refuse } from '../errors.ts';
import type { Setting } from '../jampy/new-project.ts';

import type { Line } from '../metadata/model.ts';
import { wayInside } from '../paths.ts';
import { DIALECT_TYPES } from '../planning/sql/dialects.ts';

export interface Named {
  title: string;
  name: string;
  line: Line;
  /** Of Jam.py 7's drivers for MySQL: 1 mysqlclient, 2 mysql-connector-python. */
  library: 1 | 2;
}

/** @throws Stop (refused) when Jam.py can not be told to connect in that way. */
export function taskRow(connection: Connection, projectDir: string, named: Named): Record<string, Setting> {
  const { title, name, line, library } = named;
  const of7: Record<string, Setting> = line === 7 ? { F_PYTHON_LIBRARY: library, F_DSN: dsnOf(connection) } : {};
  const row = {
    F_NAME: title,
    F_ITEM_NAME: name,
    F_DB_TYPE: DIALECT_TYPES[connection.dialect],
    F_SERVER: '',
    F_MANUAL_UPDATE: 0,
    ...of7,
  };
  if (connection.dialect === 'sqlite') {
    const alias = wayInside(projectDir, connection.path) ?? connection.path;
    return { ...row, F_ALIAS: alias, F_LOGIN: '', F_PASSWORD: '', F_HOST: '', F_PORT: '', F_ENCODING: '' };
  }
  checkWay(connection, line);
  const { database, user, password, host, port, dialect } = connection;
  return {
    ...row,
    F_ALIAS: database,
    F_LOGIN: user ?? '',
    F_PASSWORD: password ?? '',
    F_HOST: host ?? '',
    F_PORT: port === undefined ? '' : String(port),
    // Jam.py 5 needs one there.
    F_ENCODING: dialect === 'mysql' ? 'utf8mb4' : '',
  };
}

function checkWay({ dialect, host, ssl }: ServerConnection, line: Line): void {
  if (dialect === 'mysql' && host?.startsWith('/'))
    throw refuse(
      'database-url',
      'database-url names a socket, which Jam.py can not be told for MySQL and MariaDB: write localhost, whose socket its driver finds by itself. Nothing was changed.',
    );
  if (ssl !== undefined && (dialect === 'mysql' || line === 5))
    throw refuse(
      'database-url',
      `database-url asks for an encrypted connection, and Jam.py ${line} can not be told that for ${dialect === 'mysql' ? 'MySQL and MariaDB' : 'PostgreSQL'}: leave the parameter out; the driver encrypts where the server offers it. Nothing was changed.`,
    );
}

/** Only where the columns do not say all; it takes the place of them. */
function dsnOf(connection: Connection): string {
  if (connection.dialect !== 'postgresql' || connection.ssl === undefined) return '';
  const { database, user, password, host, port, ssl } = connection;
  const words: [string, string | number | undefined][] = [
    ['dbname', database],
    ['user', user],
    ['password', password],
    ['host', host],
    ['port', port],
    ['sslmode', ssl === 'verify' ? 'verify-full' : 'require'],
  ];
  const quoted = (value: string) => `'${value.replace(/[\\']/g, '\\$&')}'`;
  return words.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${quoted(String(value))}`])).join(' ');
}

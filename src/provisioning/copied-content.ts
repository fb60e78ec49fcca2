/** A project that is a copy of another one on the same host: the documents' way for SQLite. */
import { basename, join } from 'node:path';
import { type Connection, parseDatabaseUrl, projectConnection } from '../database/connection.ts';
import { fail, refuse, type Stop } from '../errors.ts';
import { type Copied, copyProject } from '../jampy/copy-project.ts';
import { compareVersions } from '../jampy/installed.ts';
import { stateFromAdmin, type TargetState } from '../jampy/target-state.ts';
import { compareMetadata, differenceText } from '../metadata/compare.ts';
import { DB_TYPE, databaseName } from '../metadata/enums.ts';
import { type MetadataPackage, rowsOf, text } from '../metadata/model.ts';
import { wayInside } from '../paths.ts';
import { countInDatabase } from '../promotion/database.ts';
import { compareFiles, filesInFolder } from '../promotion/files.ts';
import { readAdminCopy } from '../promotion/look.ts';
import type { Run } from '../promotion/run.ts';
import { metadataDifferences } from '../promotion/verdict/builder-tables.ts';
import type { CopyInputs, ProvisioningInputs } from '../provisioning-inputs.ts';
import { type Content, openWarning, plainPasswords, type Wanted } from './content.ts';
import type { Jam } from './jam-py.ts';
import { valuesFor } from './parameters.ts';

/** Tables that a sentence names. */
const NAMED = 12;

interface Source {
  folder: string;
  state: TargetState;
  /** Its database's file. */
  database: string;
  /** Where the copy has it, relative to the project. */
  alias: string;
}

/**
 * @param zip what it must be, to the letter; undefined: nobody says.
 * @throws Stop (refused) when it can not be copied, or is not the wanted project.
 */
export async function copiedContent(
  run: Run,
  { copy, parameters }: ProvisioningInputs,
  wanted: Wanted,
  jam: Jam,
  zip: MetadataPackage | undefined,
): Promise<Content> {
  const { host, inputs } = run;
  const { from, keepUsers } = copy as CopyInputs;
  const projectDir = inputs.projectDir as string;
  const source = await lookAtSource(run, from, wanted, jam);
  if (keepUsers && source.state.defaultAdmin)
    throw refuse(
      'default-administrator',
      `The project in ${from} has the administrator admin with the password 111, which everybody knows: leave keep-users out, or change that password there. Nothing was changed.`,
    );
  if (zip) await checkEquals(run, source, zip);
  const connection: Connection = { dialect: 'sqlite', path: join(projectDir, source.alias) };
  checkDatabaseUrl(run, connection.path);
  const administrator = keepUsers ? null : (inputs.builder ?? null);
  let copied: Copied | undefined;
  const content: Content = {
    database: {
      connection,
      make: async () => ({ sentence: 'The database is copied with the project.', undo: async () => {} }),
    },
    tryDriver: async () => {},
    step: 'Copy the project',
    async make(folder) {
      const { line } = source.state.metadata;
      copied = await copyProject(host, inputs.python as string, {
        source: source.folder,
        folder,
        database: source.database,
        alias: source.alias,
        administrator,
        ...valuesFor(line, parameters),
      });
      content.rows = copied.rows;
      await checkCopy(run, source, folder, copied);
    },
    tell: () => ({
      sentences: [
        `The project ${wanted.name} was copied from ${from} to ${projectDir}: ${copied?.files} files, ${megabytes(copied)}, without what belongs to the place it came from. Its secret key is a new one.`,
        rowsText(copied?.rows ?? new Map()),
        administrator
          ? `Its administrator is ${administrator.login}; the users of the other project are not in it. ${plainPasswords(jam.line)}`
          : 'Its users are those of the other project, with their passwords, which Jam.py keeps as plain text in admin.sqlite.',
      ],
      warning: openWarning(parameters.safeMode),
    }),
  };
  return content;
}

async function lookAtSource(run: Run, from: string, { name }: Wanted, jam: Jam): Promise<Source> {
  const { host, inputs } = run;
  const no = (id: string, why: string): Stop =>
    refuse(id, `copy-from (${from}) on ${host.name} ${why} Nothing was changed.`);
  const stat = await host.stat(from);
  if (stat?.kind !== 'directory') throw no('copy-from', 'is no folder.');
  const folder = await host.realPath(from);
  const projectDir = inputs.projectDir as string;
  if (wayInside(folder, projectDir) !== undefined || wayInside(projectDir, folder) !== undefined)
    throw no('copy-from', `and project-dir (${projectDir}) lie in one another: give a place outside of it.`);
  if (!(await host.stat(join(folder, 'admin.sqlite')))) throw no('copy-from', 'holds no Jam.py project.');
  if (await host.stat(join(folder, '_admin.sqlite')))
    throw no(
      'import-interrupted',
      'holds _admin.sqlite: an import goes on there, or was interrupted. Start that project once, then try again.',
    );
  const admin = await readAdminCopy(run, join(folder, 'admin.sqlite'));
  const state = stateFromAdmin(admin, { production: false, jamVersion: undefined });
  const { dbType, line } = state.metadata;
  if (dbType !== DB_TYPE.SQLITE)
    throw no(
      'copy-database',
      `is a project on ${dbType === 0 ? 'no database yet' : databaseName(dbType)}: only SQLite projects are copied with their data. Use promote with provision: if-missing.`,
    );
  if (!state.names.includes(name)) throw no('another-application', `holds ${state.names.join(' / ')}, not ${name}.`);
  if (line !== jam.line)
    throw no('another-line', `is a project of Jam.py ${line}, and python has Jam.py ${jam.version}.`);
  const version = text(rowsOf(state.metadata, 'sys_params')[0] ?? {}, 'f_jam_version');
  if (version && !inputs.allowOlderTarget && compareVersions(jam.version, version) < 0)
    throw no(
      'older-target',
      `was last used with Jam.py ${version}, and python has ${jam.version}: install that one, or set allow-older-target: true.`,
    );
  const connection = projectConnection(state.task, folder) as Extract<Connection, { dialect: 'sqlite' }>;
  if ((await host.stat(connection.path))?.kind !== 'file')
    throw no('copy-database', `has no database: there is no file ${connection.path}.`);
  const database = await host.realPath(connection.path);
  return { folder, state, database, alias: wayInside(folder, connection.path) ?? basename(connection.path) };
}

/** What is committed is what goes into production. @throws Stop (refused) */
async function checkEquals({ host }: Run, { folder, state }: Source, zip: MetadataPackage): Promise<void> {
  const files = await compareFiles(zip, filesInFolder(host, folder));
  const differences = [
    ...metadataDifferences(zip, state).map(differenceText),
    ...files.missing.map((path) => `${path} is missing`),
    ...files.different.map((path) => `${path} is different`),
  ];
  if (differences.length === 0) return;
  const more = differences.length > 3 ? ` and ${differences.length - 3} more` : '';
  throw refuse(
    'copy-not-the-zip',
    `The project in ${folder} is not what the zip says: ${differences.slice(0, 3).join('; ')}${more}. Export it again and commit that zip, or bring the project to what was committed. Nothing was changed.`,
  );
}

/** @throws Stop (refused) when it is for another file than the copy's. */
function checkDatabaseUrl({ inputs }: Run, path: string): void {
  if (inputs.databaseUrl === undefined) return;
  const given = parseDatabaseUrl(inputs.databaseUrl, inputs.projectDir);
  if (given.dialect === 'sqlite' && given.path === path) return;
  throw refuse(
    'database-url',
    `database-url is for another database than that of the copy, ${path}: leave it out with method: copy-project. Nothing was changed.`,
  );
}

/** Before it is put in place: as the source was looked at, and with every row that was counted. */
async function checkCopy(run: Run, { state, folder: from, alias }: Source, folder: string, copied: Copied) {
  const admin = await readAdminCopy(run, join(folder, 'admin.sqlite'));
  const [difference] = compareMetadata(state.metadata, admin.tables, state.metadata.dbType);
  if (difference)
    throw fail(
      'copy-differs',
      `The copy is not what ${from} was a moment ago (${differenceText(difference)}): somebody works in its Builder. Try again.`,
    );
  const tables = [...copied.rows.keys()];
  const connection: Connection = { dialect: 'sqlite', path: join(folder, alias) };
  const counts = await countInDatabase(
    run,
    connection,
    tables.map((table) => ({ table, column: undefined })),
  );
  const wrong = tables.find((table, at) => counts[at] !== copied.rows.get(table));
  if (wrong !== undefined) throw fail('copy-differs', `The copied table ${wrong} has not all its rows.`);
}

function megabytes(copied: Copied | undefined): string {
  return `${((copied?.bytes ?? 0) / 1_048_576).toFixed(1)} MB`;
}

function rowsText(rows: ReadonlyMap<string, number>): string {
  const all = [...rows.values()].reduce((sum, count) => sum + count, 0);
  const named = [...rows].slice(0, NAMED).map(([table, count]) => `${table} ${count}`);
  const more = rows.size > NAMED ? ` and ${rows.size - NAMED} more` : '';
  return `Its database has ${rows.size} tables with ${all} rows, as many in each as the other one had at that moment: ${named.join(', ')}${more}.`;
}

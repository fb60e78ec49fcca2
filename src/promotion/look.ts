/** Look at the target before touching it: everything the gates, the backup and the verdict need to know. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { passwordIn } from '../database/address.ts';
import { type Connection, checkSameDialect, parseDatabaseUrl, projectConnection } from '../database/connection.ts';
import { fail, reasonOf, refuse, Stop } from '../errors.ts';
import { readAdminDatabase } from '../jampy/admin-database.ts';
import { APPLICATION, BUILDER, type JamClient, NotAnApiAnswer, STATUS } from '../jampy/client.ts';
import { installedJamVersion } from '../jampy/installed.ts';
import { stateFromAdmin, stateOverApi, type TargetState } from '../jampy/target-state.ts';
import type { Line } from '../metadata/model.ts';
import type { Catalogue } from '../planning/catalogue.ts';
import { readDatabase } from './database.ts';
import type { Run } from './run.ts';

/** The text v7 writes into the file that closes its Builder. */
const PRODUCTION_TEXT = 'Application Builder production mode';

export interface Seen {
  state: TargetState;
  /** Entries of migration/ before we do anything. */
  migration: readonly string[];
  /** An import was interrupted: its copy of admin.sqlite would be put back at the next start. */
  interrupted: boolean;
  /** Undefined where the database can not be reached from here. */
  connection: Connection | undefined;
  catalogue: Catalogue | undefined;
  /** Why there is no catalogue. */
  catalogueTrouble: string | undefined;
  /** Undefined without `url`. */
  answers: boolean | undefined;
}

/** @throws Stop: the target can not be reached or read, or a login is refused. */
export async function look(run: Run): Promise<Seen> {
  const { inputs, client, log } = run;
  const answers = client && (await isUp(client));
  if (answers === false && inputs.projectDir !== undefined)
    log.notice(`${client?.root.href} does not answer now; that is told, not an error.`);
  const folder =
    inputs.projectDir === undefined ? undefined : await lookAtFolder(run, inputs.projectDir, answers === true);
  if (client && inputs.method === 'live') await openBuilder(run, client, folder?.state);
  const state = folder?.state ?? (await stateOverApi(client as JamClient, await (client as JamClient).line()));
  run.secrets.add(typeof state.task.f_password === 'string' ? state.task.f_password : undefined);
  const dsn = typeof state.task.f_dsn === 'string' ? state.task.f_dsn : '';
  run.secrets.addUrl(dsn);
  run.secrets.add(passwordIn(dsn));
  return {
    state,
    migration: folder?.migration ?? [],
    interrupted: folder?.interrupted ?? false,
    answers,
    ...(await lookAtDatabase(run, state)),
  };
}

async function isUp(client: JamClient): Promise<boolean> {
  return client.get('').then(
    () => true,
    (error) => {
      if (error instanceof Stop) throw error;
      return false;
    },
  );
}

interface FolderLook {
  state: TargetState;
  migration: readonly string[];
  interrupted: boolean;
}

async function lookAtFolder(run: Run, projectDir: string, answers: boolean): Promise<FolderLook> {
  const { host, inputs } = run;
  const folder = await host.stat(projectDir);
  if (!folder)
    throw fail('project-missing', `project-dir ${projectDir} is not there on ${host.name}. Nothing was changed.`);
  const adminPath = join(projectDir, 'admin.sqlite');
  const admin = await host.stat(adminPath);
  if (!admin)
    throw fail(
      'project-missing',
      `project-dir ${projectDir} holds no admin.sqlite: it is not a Jam.py project. Nothing was changed.`,
    );
  const contents = await readAdminCopy(run, adminPath).catch((error) => {
    if (!(error instanceof Stop) || error.id !== 'admin-unreadable') throw error;
    throw fail(error.id, `${error.message} Nothing was changed.`, error);
  });
  if (typeof contents.params.f_secret_key === 'string') run.secrets.add(contents.params.f_secret_key);
  let jamVersion: string | undefined;
  if (inputs.python !== undefined) jamVersion = await installedJamVersion(host, inputs.python);
  else if (run.client && answers) jamVersion = await askVersion(run.client);
  const closed = contents.line === 7 && (await host.stat(join(projectDir, inputs.builderPath))) !== undefined;
  const leftOver = await host.stat(join(projectDir, '_admin.sqlite'));
  return {
    state: stateFromAdmin(contents, { production: closed, jamVersion }),
    migration: (await host.list(join(projectDir, 'migration'))) ?? [],
    interrupted: leftOver !== undefined,
  };
}

/** The project's admin.sqlite through a consistent copy that is removed again. */
export async function readAdminCopy(run: Run, adminPath: string) {
  const folder = await mkdtemp(join(tmpdir(), `jampy-promote-${run.token}-`));
  try {
    const copy = join(folder, 'admin.sqlite');
    await run.host.snapshotDatabase(adminPath, copy).catch((error: Error) => {
      const why = `${adminPath} can not be read as a project's admin.sqlite: ${reasonOf(error.cause ?? error)}.`;
      throw fail('admin-unreadable', why, error);
    });
    return await readAdminDatabase(copy, adminPath);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The version that the running server names; undefined when its Builder does not answer us. */
async function askVersion(client: JamClient): Promise<string | undefined> {
  try {
    const info = await client.builder('server_get_task_info', []);
    return Array.isArray(info)
      ? String(info[2] ?? '')
          .split(' / ')[1]
          ?.trim() || undefined
      : undefined;
  } catch {
    return undefined;
  }
}

/** Is the Builder open to anybody (safe mode off), behind a login, or closed (v7's production mode)? */
async function builderDoor(
  client: JamClient,
  line: Line,
  builderPath: string,
): Promise<'open' | 'login' | 'production'> {
  try {
    const answer = await client.call('load', BUILDER, 0, null);
    return answer.status === STATUS.NOT_LOGGED ? 'login' : 'open';
  } catch (error) {
    if (!(error instanceof NotAnApiAnswer) || error.httpStatus !== 500 || line !== 7) throw error;
    const page = await client.get(builderPath).catch(() => undefined);
    const application = await client.call('load', APPLICATION, 0, null).catch(() => undefined);
    if (page?.body.toString('utf8').trim() === PRODUCTION_TEXT || application?.status !== undefined)
      return 'production';
    throw error;
  }
}

/** Log in to the Builder where that is needed. @throws Stop: production mode, no login given, login refused. */
async function openBuilder(run: Run, client: JamClient, known: TargetState | undefined): Promise<void> {
  const line = known?.metadata.line ?? (await client.line().catch(lineDespiteProduction));
  const door = await builderDoor(client, line, run.inputs.builderPath);
  if (door === 'production') {
    throw refuse(
      'production-mode',
      `${client.root.href} runs Jam.py 7 in production mode: its Builder is closed, so no live import is possible. Promote with project-dir (migration-folder) instead. Nothing was touched.`,
    );
  }
  if (door === 'open') return;
  const login = run.inputs.builder;
  if (!login) {
    throw refuse(
      'builder-login',
      `The Builder at ${client.root.href} asks for a login (safe mode is on): give builder-login and builder-password of an administrator. Nothing was touched.`,
    );
  }
  if (!(await client.login(line, BUILDER, login.login, login.password))) {
    throw refuse(
      'builder-login',
      `The Builder at ${client.root.href} refused builder-login ${login.login} with the given password: it must be an administrator of the Builder. Nothing was touched.`,
    );
  }
}

/** A v7 server in production mode answers task 0 with HTTP 500 whatever is asked. */
function lineDespiteProduction(error: unknown): Line {
  if (error instanceof NotAnApiAnswer && error.httpStatus === 500) return 7;
  throw error;
}

async function lookAtDatabase(
  run: Run,
  state: TargetState,
): Promise<Pick<Seen, 'connection' | 'catalogue' | 'catalogueTrouble'>> {
  const { inputs } = run;
  const nothing = { connection: undefined, catalogue: undefined };
  const dbType = state.metadata.dbType;
  if (dbType === 0) return { ...nothing, catalogueTrouble: 'the project has no database yet' };
  let connection = projectConnection(state.task, inputs.projectDir);
  if (inputs.databaseUrl !== undefined) {
    connection = parseDatabaseUrl(inputs.databaseUrl, inputs.projectDir);
    checkSameDialect(connection, dbType);
  }
  if (!connection) {
    const trouble =
      inputs.projectDir === undefined
        ? 'it is a file beside the project, whose folder is not known here (give project-dir, or database-url as sqlite:PATH)'
        : 'this type was never run by us';
    return { ...nothing, catalogueTrouble: trouble };
  }
  try {
    return { connection, catalogue: await readDatabase(run, connection), catalogueTrouble: undefined };
  } catch (error) {
    return { connection, catalogue: undefined, catalogueTrouble: reasonOf(error) };
  }
}

/**
 * The application's database and login on a server: first everything is looked at and refused where it can not be, then
 * made step by step. A run that is killed between two steps is finished by the next one.
 */
import { fail, reasonOf, refuse } from '../errors.ts';
import { connectionName, type ServerConnection } from './connection.ts';
import {
  checkAdmin,
  checkInside,
  checkPowers,
  checkSameServer,
  checkWithoutAdmin,
  loginRefused,
} from './create-checks.ts';
import type { DatabaseMaker, Step } from './maker.ts';
import { checkNames } from './names.ts';
import { type Query, type Reached, withServer } from './server.ts';

/** Holds secrets: never log one of these values. */
export interface DatabaseFindings {
  /** What is to be made; empty when all is there. */
  steps: readonly Step[];
}

export interface CreatedDatabase {
  created: ('login' | 'database')[];
  /** What was made, for people. */
  sentence: string;
  /**
   * Takes back what this run made, unless there are tables by now.
   * @returns what became of it, as a sentence.
   * @throws Stop `database-undo`, which says what is still there.
   */
  undo(): Promise<string>;
}

export type { Reached } from './server.ts';

async function makerOf(dialect: ServerConnection['dialect']): Promise<DatabaseMaker> {
  if (dialect === 'postgresql') return (await import('./create-postgresql.ts')).maker;
  return (await import('./create-mysql.ts')).maker;
}

/**
 * Whether the application has, or can get, an empty database and a login of its own. Only reads.
 * @param admin undefined: no database-admin-url is given; then database and login must be there already. Without a
 * database it leads to the server's own.
 * @throws Stop: `database-name`, `database-login-name`, `database-admin-login`, `database-unreachable`,
 * `database-version`, `database-read-only`, `database-login-refused`, `database-login-powers`, `database-password`,
 * `database-other-server`, `database-missing`, `database-encoding`, `database-not-empty`, `database-rights`,
 * `database-admin-rights`.
 */
export async function inspectDatabase(admin: Reached | undefined, app: Reached): Promise<DatabaseFindings> {
  checkNames(app.known);
  const maker = await makerOf(app.known.dialect);
  if (!admin) {
    const entry = await maker.enter(app);
    checkWithoutAdmin(entry, app.known);
    return { steps: [] };
  }
  checkAdmin(admin.known, app.known);
  const survey = await maker.survey(admin, app);
  const entry = await maker.enter(app);
  checkSameServer(survey, entry, app.known);
  if (survey.login && entry.refused !== undefined) throw loginRefused(app.known, entry.refused);
  checkPowers(app.known, [...survey.powers, ...entry.powers]);
  if (survey.database) {
    const seen = [survey.inside, entry.inside].filter((inside) => inside !== undefined);
    if (seen.length === 0) {
      throw refuse(
        'database-rights',
        `The ${connectionName(app.known)} is there, but neither the administrator nor ${app.known.user} may look into it: nothing was made. Let ${app.known.user} in, or name another database.`,
      );
    }
    for (const inside of seen) checkInside(app.known, inside);
  }
  return { steps: survey.steps(entry) };
}

/**
 * Makes what `inspectDatabase` found missing, and proves it by a login with the password of database-url.
 * @throws Stop `database-create`; what this run had made is then taken back, or the sentence says that it is still there.
 */
export async function createDatabase(
  admin: Reached | undefined,
  app: Reached,
  { steps }: DatabaseFindings,
): Promise<CreatedDatabase> {
  const done: Step[] = [];
  try {
    if (admin && steps.length > 0) {
      await withServer(admin, async (query) => {
        for (const step of steps) {
          await take(query, step, app.known);
          done.push(step);
        }
      });
    }
    await prove(app);
  } catch (error) {
    const after = await takeBack(admin, app, done, true).catch(reasonOf);
    throw fail('database-create', `${reasonOf(error)} ${after}`);
  }
  const made = steps.map(({ makes }) => makes);
  return {
    created: made.filter((what) => what !== 'rights'),
    sentence: sentenceOf(app.known, steps),
    undo: () => takeBack(admin, app, done, false),
  };
}

/** Codes of syntax errors, whose messages repeat a piece of the statement. */
const SYNTAX_ERRORS: readonly unknown[] = ['42601', 'ER_PARSE_ERROR'];

async function take(query: Query, step: Step, known: ServerConnection): Promise<void> {
  try {
    await query(step.sql, step.bindings);
  } catch (error) {
    const { code } = error as { code?: unknown };
    const why = SYNTAX_ERRORS.includes(code)
      ? `the server does not understand the statement (${String(code)})`
      : reasonOf(error);
    const what = {
      login: `The login ${known.user} could not be made`,
      database: `The ${connectionName(known)} could not be made`,
      rights: `The login ${known.user} could not be given its rights in the ${connectionName(known)}`,
    }[step.makes];
    throw new Error(`${what}: ${why}.`);
  }
}

/** The clear password, on the application's own way. */
async function prove(app: Reached): Promise<void> {
  const { user } = app.known;
  const entry = await (await makerOf(app.known.dialect)).enter(app);
  const where = connectionName(app.known);
  if (entry.refused !== undefined) throw new Error(`The login ${user} does not get in: ${entry.refused}.`);
  if (entry.closed || !entry.inside) throw new Error(`The login ${user} does not get into the ${where}.`);
  if (entry.lacks !== undefined) throw new Error(`In the ${where} the login ${user} ${entry.lacks}.`);
  checkInside(app.known, entry.inside);
}

/**
 * @param done what is taken back, the last first; emptied.
 * @param fresh nobody can have used it yet.
 */
async function takeBack(admin: Reached | undefined, app: Reached, done: Step[], fresh: boolean): Promise<string> {
  if (!admin || done.length === 0) return 'Nothing was changed on the database server.';
  const what = done.map(({ makes }) => makes).filter((made) => made !== 'rights');
  const name = what.length > 0 ? `the ${what.join(' and the ')} that this run made` : 'the rights that this run gave';
  try {
    if (!fresh) {
      const why = await whyKept(admin, app);
      if (why !== undefined) return `The ${connectionName(app.known)} ${why}: ${name} stay.`;
    }
    await withServer(admin, async (query) => {
      while (done.length > 0) {
        await query((done.at(-1) as Step).undo);
        done.pop();
      }
    });
  } catch (error) {
    throw fail(
      'database-undo',
      `On the server of the ${connectionName(app.known)}, ${name} could not be taken back: ${reasonOf(error)}. The next run finishes what is there.`,
    );
  }
  return `On the server, ${name} ${what.length === 1 ? 'was' : 'were'} taken back.`;
}

async function whyKept(admin: Reached, app: Reached): Promise<string | undefined> {
  const maker = await makerOf(app.known.dialect);
  const survey = await maker.survey(admin, app);
  if (!survey.database) return undefined;
  const seen = [survey.inside, (await maker.enter(app)).inside].filter((inside) => inside !== undefined);
  if (seen.length === 0) return 'can not be looked into';
  return seen.some(({ contents }) => contents.length > 0) ? 'has tables by now' : undefined;
}

function sentenceOf(known: ServerConnection, steps: readonly Step[]): string {
  const said = steps.map((step) => step.said).filter((words) => words !== '');
  if (said.length > 0) return `For the ${connectionName(known)} ${said.join(', and ')}.`;
  return `The ${connectionName(known)} was there, empty, and its login ${known.user} may create tables in it.`;
}

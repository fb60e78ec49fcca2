/** What a target holds, told without the program under test: by its settings, its catalogue, and its own answers. */
import { JamClient } from '../lab/builder.ts';
import type { Project } from '../lab/project.ts';
import type { Database } from '../lab/servers.ts';
import { parameter } from './target.ts';

/** Versions of the lab's application (test/lab/application.ts), and what only they hold: `table.column` or an index. */
const STAGES = {
  v1: {
    version: '1.0.0',
    has: ['crm_customers.fax', 'crm_customers.remarks', 'crm_reminders.subject'],
    lacks: ['crm_customers.email', 'crm_payments.amount', 'crm_customers_email', 'crm_customers.comments'],
  },
  v2: {
    version: '2.0.0',
    has: ['crm_customers.fax', 'crm_customers.email', 'crm_payments.amount', 'crm_customers_email'],
    lacks: ['crm_customers.comments'],
  },
  v3: {
    version: '3.0.0',
    has: ['crm_customers.email', 'crm_payments.amount', 'crm_customers_email', 'crm_customers.comments'],
    lacks: ['crm_customers.fax', 'crm_customers.remarks', 'crm_reminders.subject'],
  },
} as const;

/** Names of columns (`table.column`) and indexes, sorted. */
export async function catalogueOf(database: Pick<Database, 'type' | 'query'>): Promise<string[]> {
  const postgres = database.type === 'postgres';
  const schema = postgres ? 'CURRENT_SCHEMA()' : 'DATABASE()';
  const columns = `SELECT CONCAT(table_name, '.', column_name) AS name FROM information_schema.columns WHERE table_schema = ${schema}`;
  const indexes = postgres
    ? `SELECT indexname AS name FROM pg_indexes WHERE schemaname = ${schema}`
    : `SELECT DISTINCT index_name AS name FROM information_schema.statistics WHERE table_schema = ${schema}`;
  const rows = [...(await database.query(columns)), ...(await database.query(indexes))];
  return rows.map(({ name }) => String(name).toLowerCase()).sort();
}

/** The version that a target wholly is; otherwise what is mixed. */
export async function stageOf(dir: string, database: Pick<Database, 'type' | 'query'>): Promise<string> {
  const names = new Set(await catalogueOf(database));
  const version = parameter(dir, 'F_VERSION');
  for (const [stage, { version: wanted, has, lacks }] of Object.entries(STAGES)) {
    if (version !== wanted) continue;
    const wrong = [...has.filter((name) => !names.has(name)), ...lacks.filter((name) => names.has(name))];
    return wrong.length === 0 ? stage : `metadata ${stage}, database not: ${wrong.join(', ')}`;
  }
  return `version ${String(version)}`;
}

/**
 * Throws unless the application loads and gives rows: `/` is a page that answers in nearly every broken state.
 * @param of the item that is opened; another one while its table is locked.
 */
export async function serves({ line }: Pick<Project, 'line'>, url: string, of = 'customers'): Promise<void> {
  const client = new JamClient(url, line, 1);
  const item = (await client.items()).find(({ name }) => name === of);
  if (item === undefined) throw new Error(`the application has no ${of}`);
  await client.open(item.id);
}

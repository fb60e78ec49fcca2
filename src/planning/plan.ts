/**
 * What a promotion would do, as one typed value: made by `make-plan.ts`, told by `report/`, written as `plan-file`
 * (docs/plan-file.md has the schema that users rely on). Pure data; names in it may come from an untrusted zip.
 */
import type { Finding } from '../finding.ts';
import type { BuilderTableName } from '../metadata/structure.ts';
import type { Dialect } from './catalogue.ts';
import type { LineDiff } from './line-diff.ts';
import type { PlannedStatement } from './sql/statement.ts';

/** Best first. `will-fail` comes with its reason, as does everything but `safe`. */
export const RISKS = ['safe', 'locks-table', 'ignored', 'loses-data', 'will-fail'] as const;
export type Risk = (typeof RISKS)[number];

/** `safe` where there is none. */
export function worstRisk(risks: readonly Risk[]): Risk {
  return RISKS.findLast((risk) => risks.includes(risk)) ?? 'safe';
}

/** What the zip is compared with. */
export interface Base {
  /** `empty`: nothing was given or found, every item is new. */
  kind: 'target' | 'file' | 'git' | 'empty';
  /** For people: `/srv/app`, `https://app.example.com/`, `metadata/crm_1.0.zip at 4f2a9c1`, `an empty project`. */
  name: string;
  /** sys_params.f_version and the digest of the base, '' where it has none. */
  version: string;
  digest: string;
}

/** Which database the SQL is for. */
export interface PlannedDatabase {
  /** undefined: a type whose SQL is not predicted. */
  dialect: Dialect | undefined;
  /** For people: PostgreSQL, MySQL/MariaDB, Firebird … */
  name: string;
  /** Who says so. */
  from: 'target' | 'database-type' | 'zip';
  /** `read`: the live catalogue; `implied`: what the base's metadata imply; `none`: no SQL is predicted. */
  catalogue: 'read' | 'implied' | 'none';
  /** One sentence: what the SQL goes by, or why there is none. */
  note: string;
}

export type ChangedObject =
  | 'item'
  | 'field'
  | 'index'
  | 'filter'
  | 'report-parameter'
  | 'role'
  | 'privilege'
  | 'field-privilege'
  | 'lookup-list'
  | 'parameter';

/** A value of a record before and after, by its column of the builder table. */
export interface ValueChange {
  column: string;
  before: string;
  after: string;
}

/** A module of code before and after, line by line. */
export interface ModuleChange {
  column: 'f_server_module' | 'f_web_client_module';
  /** `server module`, `client module`. */
  title: string;
  diff: LineDiff;
}

/** One record of the builder tables that is added, removed or changed. Records match by id, so a rename is known. */
export interface Change {
  kind: 'added' | 'removed' | 'renamed' | 'changed';
  object: ChangedObject;
  table: BuilderTableName;
  id: number;
  /** As developers know it: `customers`, `customers.phone`. */
  name: string;
  /** The item that it belongs to, '' for roles, lists and parameters. */
  item: string;
  /** Id of that item, 0 where there is none. */
  itemId: number;
  /** `renamed` only: the name before. */
  from?: string;
  values: readonly ValueChange[];
  modules: readonly ModuleChange[];
  risk: Risk;
  /** Why, when it is not safe; one clause each. */
  reasons: readonly string[];
}

/** A project parameter that differs and that an import keeps as the target has it. */
export interface KeptParameter {
  column: string;
  target: string;
  zip: string;
  reason: string;
}

export interface FileChange {
  path: string;
  /** `left-behind`: the base has it, the zip does not, and an import never deletes. */
  kind: 'added' | 'changed' | 'left-behind';
  /** Bytes after (of `left-behind`: before). */
  size: number;
  /** Text files only. */
  diff?: LineDiff;
}

export type LossKind = 'drop-table' | 'drop-column' | 'change-type' | 'live-edit';

/** Something that is destroyed, and needs consent. */
export interface Loss {
  kind: LossKind;
  /** As `allow-destructive` names it behind the colon: `old_orders`, `customers.phone`. */
  name: string;
  /** The names that consent may also use, in lower case: by item and field instead of table and column. */
  aliases: readonly string[];
  item: string;
  field: string;
  /** The record of the builder tables that it comes from. */
  table: BuilderTableName;
  recordId: number;
  /** One sentence: what is lost, and why. */
  reason: string;
  /** Rows of the table, and non-null values of the column, in the target; undefined: not counted. */
  rows?: number;
  values?: number;
  /** Who accepted it; undefined: nobody. */
  consent?: 'allow-destructive' | 'destructive.allow';
  /** `live-edit`: each difference by name. */
  details?: readonly string[];
}

/** A difference between the target's database and its own metadata, before anything is imported. */
export interface Drift {
  /** `customers.phone`, `customers: index customers_idx`. */
  object: string;
  detail: string;
  /** The failure that it will cause, when it will; with the statement. */
  fails?: string;
}

export interface Plan {
  base: Base;
  database: PlannedDatabase;
  changes: readonly Change[];
  keptParameters: readonly KeptParameter[];
  files: readonly FileChange[];
  /** In Jam.py's order. */
  statements: readonly PlannedStatement[];
  /** The import's own analysis fails, before it changes anything: why. */
  refusal: string | undefined;
  losses: readonly Loss[];
  drift: readonly Drift[];
  findings: readonly Finding[];
  /** Consents that match nothing, as they were written. */
  unusedConsents: readonly string[];
  /** Tables touched by the SQL, for the diagram of the report. */
  entities: readonly Entity[];
}

/** A table for the entity diagram: what it has after the import, and what happens to it. */
export interface Entity {
  table: string;
  item: string;
  kind: 'created' | 'dropped' | 'altered' | 'referenced';
  columns: readonly { name: string; type: string; kind: 'added' | 'dropped' | 'changed' | 'same'; key: boolean }[];
  references: readonly { column: string; table: string }[];
}

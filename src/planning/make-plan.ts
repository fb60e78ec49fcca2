/** Makes a plan of a zip, of what it is compared with, and of what is known of the database. Pure. */
import type { Finding } from '../finding.ts';
import { recased } from '../metadata/compare.ts';
import { databaseName } from '../metadata/enums.ts';
import {
  type BuilderTable,
  type Line,
  type Metadata,
  type MetadataPackage,
  rowsOf,
  text,
  truthy,
} from '../metadata/model.ts';
import { BUILDER_TABLES, type BuilderTableName } from '../metadata/structure.ts';
import { type Catalogue, type Dialect, dialectOf } from './catalogue.ts';
import { changesOf, keptParameters } from './changes.ts';
import { type Consents, withConsent } from './consent.ts';
import { driftOf } from './drift.ts';
import { entitiesOf } from './entities.ts';
import { fileChanges } from './file-changes.ts';
import { type LiveEdit, liveEditsOf } from './live-edits.ts';
import { lossesOf } from './losses.ts';
import type { Base, Plan, PlannedDatabase } from './plan.ts';
import { withRisks } from './risks.ts';
import { type Prediction, predictStatements } from './statements.ts';

/** The side that the zip is compared with. */
export interface Before {
  base: Base;
  metadata: Metadata;
  /** Files by path; undefined bytes: the file is there, no more is known. */
  files: ReadonlyMap<string, Uint8Array | undefined>;
}

export interface PlanRequest {
  zip: MetadataPackage;
  before: Before;
  /** Database type (DB_TYPE) that the SQL is for, and who says so. */
  dbType: number;
  from: PlannedDatabase['from'];
  /** The live database; undefined: it was not looked at. */
  catalogue: Catalogue | undefined;
  /** Why not, when it should have been. */
  catalogueTrouble?: string | undefined;
  /** Name of the database, which decides on MySQL whether Jam.py 7 can change columns. */
  databaseName?: string | undefined;
  /** What the last promotion put there; undefined: not known. */
  promoted?: Metadata | undefined;
  consents: Pick<Consents, 'consents' | 'outdated'>;
  findings: readonly Finding[];
}

/** A project without anything in it, to compare with where there is no other. */
export function nothingBefore(line: Line, dbType: number): Before {
  const tables: Partial<Record<BuilderTableName, BuilderTable>> = {};
  for (const { name, columns } of BUILDER_TABLES[line])
    tables[name] = { columns: columns.map((column) => column.name), rows: [] };
  return {
    base: { kind: 'empty', name: 'an empty project', version: '', digest: '' },
    metadata: { line, dbType, tables },
    files: new Map(),
  };
}

export function makePlan(request: PlanRequest): Plan {
  const { zip, dbType, catalogue, before } = request;
  const dialect = dialectOf(dbType);
  const after = recased(zip, dbType);
  const old = inCaseOf(before, dbType);
  const prediction = predict(request, old, after, dialect);
  const statements = prediction?.statements ?? [];
  const edits = editsOf(request, old, after);
  const losses = lossesOf({ before: old, after, statements, catalogue, liveEdits: edits });
  const { losses: judged, unused } = withConsent(losses, request.consents);
  const refusal = prediction?.refusal;
  const isRead = catalogue !== undefined && before.base.kind === 'target';
  return {
    base: before.base,
    database: describeDatabase(request, old, dialect),
    changes: withRisks(changesOf(old, after), { before: old, after, dialect, statements, losses: judged, refusal }),
    keptParameters: before.base.kind === 'target' ? keptParameters(old, after) : [],
    files: fileChanges(zip, before.files),
    statements,
    refusal,
    losses: judged,
    drift: isRead ? driftOf(old, catalogue, statements) : [],
    findings: request.findings,
    unusedConsents: unused,
    entities: dialect && prediction ? entitiesOf(old, after, dialect) : [],
  };
}

/** A base that is a zip, as a target holds it: names in the target's case, sequences named by Jam.py 5 itself. */
function inCaseOf({ base, metadata }: Before, dbType: number): Metadata {
  if (base.kind === 'target') return metadata;
  const old = recased(metadata, dbType);
  const items = old.tables.sys_items;
  if (dialectOf(dbType) !== 'postgresql' || !items) return old;
  const rows = items.rows.map((row) => ({
    ...row,
    f_gen_name:
      old.line === 5 && truthy(row, 'f_primary_key') && !truthy(row, 'f_virtual_table')
        ? `${text(row, 'f_table_name')}_SEQ`.toLowerCase()
        : null,
  }));
  return { ...old, tables: { ...old.tables, sys_items: { columns: items.columns, rows } } };
}

function hasTables(metadata: Metadata): boolean {
  return rowsOf(metadata, 'sys_items').some((item) => text(item, 'f_table_name') !== '');
}

/** undefined: no SQL is predicted. */
function predict(
  request: PlanRequest,
  old: Metadata,
  after: Metadata,
  dialect: Dialect | undefined,
): Prediction | undefined {
  if (!dialect) return undefined;
  const { catalogue, databaseName: name, before } = request;
  // SQLite is imported into once, while it is empty.
  const again = dialect === 'sqlite' && hasTables(old);
  if (again && before.base.kind === 'target') return undefined;
  const start = again ? nothingBefore(after.line, after.dbType).metadata : old;
  return predictStatements({ before: start, zip: after, dialect, catalogue, databaseName: name });
}

function editsOf({ before, promoted }: PlanRequest, old: Metadata, after: Metadata): LiveEdit[] {
  if (before.base.kind !== 'target' || !promoted) return [];
  return liveEditsOf(recased(promoted, old.dbType), old, after);
}

function describeDatabase(request: PlanRequest, old: Metadata, dialect: Dialect | undefined): PlannedDatabase {
  const { from, catalogue, catalogueTrouble, before, dbType } = request;
  const name = databaseName(dbType);
  const told = (kind: PlannedDatabase['catalogue'], note: string): PlannedDatabase => ({
    dialect,
    name,
    from,
    catalogue: kind,
    note,
  });
  if (!dialect) return told('none', `The SQL for ${name} is not predicted: it was never tried with this program.`);
  if (dialect === 'sqlite' && hasTables(old)) {
    if (before.base.kind === 'target')
      return told('none', 'Jam.py can not import into an existing SQLite project, so there is no SQL to show.');
    return told(
      'implied',
      'An existing SQLite project can not be imported into: the SQL is that of a new one. Set database-type to the database of the target to see its SQL.',
    );
  }
  if (catalogue)
    return told('read', `The SQL is for ${name}, and goes by the catalogue of the target's database as it is now.`);
  const why =
    catalogueTrouble === undefined
      ? 'No database was looked at'
      : `The database can not be looked at (${catalogueTrouble})`;
  return told('implied', `The SQL is for ${name}. ${why}: it goes by what the metadata of ${before.base.name} imply.`);
}

/**
 * task.dat, the builder tables of an application as JSON (docs/jampy.md, "task.dat"): read into typed tables.
 * Here only its form is judged, which Jam.py itself never does: a table that is missing means "delete every row" to an
 * import. What the rows say is for the rules in `validation/`.
 */
import type { Finding } from '../finding.ts';
import { type FindingList, findingList, visible } from './finding-list.ts';
import { jsonTrouble } from './json-guard.ts';
import { LIMITS, sizeText } from './limits.ts';
import type { BuilderTable, Line, Metadata } from './model.ts';
import type { PackageRuleId } from './package-rules.ts';
import { BUILDER_TABLES, type BuilderTableName } from './structure.ts';
import { readTable } from './task-dat-table.ts';

export const TASK_DAT = 'task.dat';
const PLACE = { entry: TASK_DAT };
const EXPORT_AGAIN = 'Export the metadata again in the Builder and commit that file unchanged.';

/**
 * The tables, undefined when nothing of them can be used; never throws.
 * @param like another export of the application, so that what is the same in both is held once.
 */
export function parseTaskDat(bytes: Uint8Array, like?: Metadata): { metadata?: Metadata; findings: Finding[] } {
  const found = findingList();
  const content = parseObject(bytes, found);
  const line = content && lineOf(content, found);
  if (!content || !line) return { findings: found.list() };
  const dbType = databaseType(content, found);
  const tables: Partial<Record<BuilderTableName, BuilderTable>> = {};
  for (const structure of BUILDER_TABLES[line]) {
    const source = content[structure.name];
    if (source === undefined) missingTable(structure.name, found);
    const table = source === undefined ? undefined : readTable(source, structure, found, like?.tables[structure.name]);
    if (table) tables[structure.name] = table;
  }
  unknownKeys(content, line, found);
  return { metadata: { line, dbType, tables }, findings: found.list() };
}

type Content = Record<string, unknown>;

function parseObject(bytes: Uint8Array, found: FindingList): Content | undefined {
  const refuse = (rule: PackageRuleId, message: string): undefined =>
    found.error(rule, PLACE, message, EXPORT_AGAIN) as undefined;
  if (bytes.length > LIMITS.taskDatBytes) {
    return refuse('zip-task-dat-size', `task.dat is larger than ${sizeText(LIMITS.taskDatBytes)}.`);
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return refuse(
      'task-dat-encoding',
      'task.dat starts with a byte order mark (BOM), which Jam.py can not read: an editor saved it.',
    );
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('task-dat-encoding', 'task.dat is not valid UTF-8.');
  }
  const trouble = jsonTrouble(text, LIMITS.jsonDepth, 2);
  if (trouble?.kind === 'depth') {
    return refuse(
      'task-dat-depth',
      `task.dat nests deeper than ${LIMITS.jsonDepth} levels ${position(text, trouble.at)}.`,
    );
  }
  if (trouble) {
    const key = visible(trouble.key);
    return refuse(
      'task-dat-duplicate-key',
      `task.dat names "${key}" twice ${position(text, trouble.at)}: readers take one or the other.`,
    );
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch (error) {
    const at = /position (\d+)/.exec(String(error))?.[1];
    const where =
      at === undefined ? 'it ends too early or is empty' : `something is wrong ${position(text, Number(at))}`;
    return refuse('task-dat-json', `task.dat is not valid JSON: ${where}.`);
  }
  return refuse('task-dat-json', 'task.dat is not a JSON object.');
}

function isObject(value: unknown): value is Content {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `at line 3, column 7`, both from 1. */
function position(text: string, at: number): string {
  const before = text.slice(0, at);
  return `at line ${before.split('\n').length}, column ${at - before.lastIndexOf('\n')}`;
}

/**
 * The line of Jam.py by the shape of its tables (docs/jampy.md, "Lines"): f_copy_of is 7's alone; 6.x had columns and a
 * table of 7 without it.
 */
function lineOf(content: Content, found: FindingList): Line | undefined {
  const items = fieldsOf(content, 'sys_items');
  if (!items) {
    const message = content.sys_items === undefined ? 'has no table sys_items' : 'has no readable table sys_items';
    found.error(
      'task-dat-table',
      { ...PLACE, table: 'sys_items' },
      `task.dat ${message}: it is no Jam.py metadata.`,
      EXPORT_AGAIN,
    );
    return undefined;
  }
  if (items.includes('f_copy_of')) return 7;
  const six = content.sys_field_privileges !== undefined || fieldsOf(content, 'sys_fields')?.includes('f_calc_item');
  if (!six) return 5;
  const message =
    'The zip comes from Jam.py 6, an interim line between 5 and 7 with tables of its own; it is not supported.';
  found.error('task-dat-line-6', PLACE, message, 'Upgrade the development project to Jam.py 7 and export again.');
  return undefined;
}

function fieldsOf(content: Content, table: string): unknown[] | undefined {
  const source = content[table];
  const fields = isObject(source) ? source.fields : undefined;
  return Array.isArray(fields) ? fields : undefined;
}

/** DB_TYPE of the exporting project; 0 (with a finding) when there is none to use. */
function databaseType(content: Content, found: FindingList): number {
  const dbType = content.db_type;
  if (typeof dbType === 'number' && Number.isInteger(dbType) && dbType >= 1 && dbType <= 10) return dbType;
  if (dbType === 0 || dbType === null) {
    const message =
      'The zip comes from an unfinished project: no database was chosen when it was exported (db_type 0).';
    found.error(
      'task-dat-db-type',
      PLACE,
      message,
      'Finish the project in the Builder (Project, Database), then export again.',
    );
  } else {
    const what = dbType === undefined ? 'has no db_type' : `has the unknown db_type ${visible(JSON.stringify(dbType))}`;
    const message = `task.dat ${what}; Jam.py knows the database types 1 to 10.`;
    found.error('task-dat-db-type', PLACE, message, EXPORT_AGAIN);
  }
  return 0;
}

function missingTable(table: BuilderTableName, found: FindingList): void {
  const message = `task.dat has no table ${table}: an import would delete every row of it on the server.`;
  found.error('task-dat-table', { ...PLACE, table }, message, EXPORT_AGAIN);
}

function unknownKeys(content: Content, line: Line, found: FindingList): void {
  const known = new Set<string>(['db_type', ...BUILDER_TABLES[line].map((table) => table.name)]);
  for (const key of Object.keys(content)) {
    if (known.has(key)) continue;
    const message = `task.dat has "${visible(key)}", which Jam.py ${line} does not read.`;
    found.note('task-dat-unknown', PLACE, message, 'Nothing to do: an import leaves it out.');
  }
}

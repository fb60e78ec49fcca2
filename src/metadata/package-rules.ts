/** Rules about the package: the zip itself and the form of its task.dat. Every finding of this folder has one of these ids. */
import { ENTRY_RULES } from './entry-rules.ts';
import { ZIP_RULES } from './zip-rules.ts';

/** As RuleInfo in `validation/rule.ts`, to which this room does not reach. */
export interface PackageRule {
  id: string;
  family: 'package' | 'task-dat';
  title: string;
  severity: 'error' | 'warning' | 'note';
  severityDepends?: string;
  description: string;
  remedy: string;
}

const EXPORT = 'Export the metadata again in the Builder and commit that file unchanged.';
const NOTHING = 'Nothing has to be done.';

const TASK_DAT_RULES = [
  {
    id: 'task-dat-encoding',
    family: 'task-dat',
    title: 'task.dat is UTF-8',
    severity: 'error',
    description: 'It is another encoding, or starts with a byte order mark that Jam.py can not read.',
    remedy: EXPORT,
  },
  {
    id: 'task-dat-json',
    family: 'task-dat',
    title: 'task.dat is JSON',
    severity: 'error',
    description: 'An import can not read it.',
    remedy: EXPORT,
  },
  {
    id: 'task-dat-depth',
    family: 'task-dat',
    title: 'task.dat does not nest deeply',
    severity: 'error',
    description: 'Deep nesting only serves to break readers.',
    remedy: EXPORT,
  },
  {
    id: 'task-dat-duplicate-key',
    family: 'task-dat',
    title: 'Keys are unique',
    severity: 'error',
    description: 'Of two values under one key readers take one or the other.',
    remedy: EXPORT,
  },
  {
    id: 'task-dat-line-6',
    family: 'task-dat',
    title: 'The line of Jam.py is supported',
    severity: 'error',
    description: 'Jam.py 6, an interim line between 5 and 7, has tables of its own.',
    remedy: 'Upgrade the development project to Jam.py 7 and export again.',
  },
  {
    id: 'task-dat-db-type',
    family: 'task-dat',
    title: 'The project has a database',
    severity: 'error',
    description: 'The type of the database is missing or unknown: the project was not finished.',
    remedy: 'Finish the project in the Builder (Project, Database), then export again.',
  },
  {
    id: 'task-dat-table',
    family: 'task-dat',
    title: 'All tables are there',
    severity: 'error',
    description: 'Of a table that is missing an import deletes every row on the server.',
    remedy: EXPORT,
  },
  {
    id: 'task-dat-columns',
    family: 'task-dat',
    title: 'All columns are there',
    severity: 'error',
    description: "Columns are missing that every release of the zip's line has.",
    remedy: EXPORT,
  },
  {
    id: 'task-dat-older-columns',
    family: 'task-dat',
    title: 'Columns of newer releases',
    severity: 'note',
    description: 'An older release exported the zip; an import keeps what the server has in the columns that it lacks.',
    remedy: NOTHING,
  },
  {
    id: 'task-dat-duplicate-column',
    family: 'task-dat',
    title: 'Columns are unique',
    severity: 'error',
    description: 'Of two columns with one name readers take one or the other.',
    remedy: EXPORT,
  },
  {
    id: 'task-dat-record',
    family: 'task-dat',
    title: 'Records are whole',
    severity: 'error',
    description: 'A record has fewer values than there are columns: an import stops in the middle.',
    remedy: EXPORT,
  },
  {
    id: 'task-dat-value',
    family: 'task-dat',
    title: 'Values can be stored',
    severity: 'error',
    description: 'A value is a list or an object, a number too large to be exact, or a text that no database takes.',
    remedy: EXPORT,
  },
  {
    id: 'task-dat-deleted-row',
    family: 'task-dat',
    title: 'No rows that are marked as deleted',
    severity: 'warning',
    description: 'Jam.py leaves them out, so the zip was changed by hand.',
    remedy: EXPORT,
  },
  {
    id: 'task-dat-unknown',
    family: 'task-dat',
    title: 'Known tables and columns only',
    severity: 'note',
    description: 'An import leaves out what it does not know.',
    remedy: NOTHING,
  },
] as const satisfies readonly PackageRule[];

/** In the order of documentation. */
export const PACKAGE_RULES = [...ZIP_RULES, ...ENTRY_RULES, ...TASK_DAT_RULES] as const;

export type PackageRuleId = (typeof PACKAGE_RULES)[number]['id'];

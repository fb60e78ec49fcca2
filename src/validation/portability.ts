/** What changes when an application moves between databases. */
import { databaseName, keepsLowerCase } from '../metadata/enums.ts';
import { text } from '../metadata/model.ts';
import type { Rule } from './rule.ts';

export const portabilityRules: readonly Rule[] = [
  {
    id: 'database-type-differs',
    family: 'portability',
    title: 'Developed on another type of database',
    severity: 'note',
    severityDepends: 'said only where the database of the target is known',
    description:
      "An import writes names of tables, columns and indexes in the case of the target's database, and its types there; SQL in server code has to work on both.",
    remedy: 'Nothing has to be done as long as SQL in server code names tables and columns in that case.',
    check({ metadata, target: { dbType } }, report) {
      if (dbType === undefined || dbType === metadata.dbType) return;
      const letters = keepsLowerCase(dbType) ? 'lower' : 'upper';
      const message = `The application was developed on ${databaseName(metadata.dbType)}, the target is ${databaseName(dbType)}: names are written in ${letters} case there.`;
      report({}, message);
    },
  },
  {
    id: 'name-case',
    family: 'portability',
    title: 'Case of names in the database',
    severity: 'note',
    description:
      'Applications that were made from an existing database keep its upper case; Jam.py quotes names, so they work as they are.',
    remedy: 'Nothing has to be done as long as source and target use the same type of database.',
    check(context, report) {
      const dbType = context.metadata.dbType;
      if (!keepsLowerCase(dbType)) return;
      // Names of indexes and foreign keys are left out: the Builder itself makes upper-case ones everywhere.
      const names = [
        ...context.rows('sys_items').map((row) => text(row, 'f_table_name')),
        ...context.rows('sys_fields').map((row) => text(row, 'f_db_field_name')),
      ];
      const upper = names.filter((name) => name !== name.toLowerCase());
      if (upper.length === 0) return;
      const message = `${upper.length} names in the database have upper-case letters (such as '${upper[0]}'), though ${databaseName(dbType)} keeps names in lower case.`;
      report({}, message);
    },
  },
];

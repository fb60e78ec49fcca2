/** Where the target's database is not what its own metadata say, and which statements fail for that. */
import type { Metadata } from '../metadata/model.ts';
import type { Catalogue } from './catalogue.ts';
import type { Drift } from './plan.ts';
import { compareSchema } from './schema-difference.ts';
import { firstLine, type PlannedStatement } from './sql/statement.ts';

/** @param before the target's metadata. */
export function driftOf(before: Metadata, catalogue: Catalogue, statements: readonly PlannedStatement[]): Drift[] {
  const { differences, extra } = compareSchema(before, catalogue, undefined);
  const failing = statements.filter(({ risk }) => risk === 'will-fail');
  const failureOf = (object: string) => {
    const wanted = object.toLowerCase();
    const statement = failing.find(({ table, column }) =>
      [table, column === undefined ? '' : `${table}.${column}`].some(
        (name) => name && wanted.includes(name.toLowerCase()),
      ),
    );
    return statement ? { fails: `${firstLine(statement.sql)}: ${statement.reason}` } : {};
  };
  return [
    ...differences.map(({ object, detail }) => ({ object, detail, ...failureOf(object) })),
    ...extra.map((object) => ({
      object,
      detail: 'it is in the database, and the metadata do not know it',
      ...failureOf(object),
    })),
  ];
}

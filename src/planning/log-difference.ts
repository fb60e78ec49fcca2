/**
 * Is Jam.py's import log what was planned? Its SQL section is one text: every statement behind a line break, and behind
 * those that failed, on MySQL and SQLite behind all that follow too, an error (docs/jampy.md, "The import log").
 */
import { firstLine, type PlannedStatement, STATEMENT } from './sql/statement.ts';

const short = (sql: string) => firstLine(sql, 160);

/**
 * @param log the whole log. @param stops the database stops at the first failure (PostgreSQL).
 * @returns one clause that says what differs; undefined: it is as planned.
 */
export function logDifference(planned: readonly PlannedStatement[], log: string, stops: boolean): string | undefined {
  const text = log.replaceAll('\r\n', '\n');
  let at = 0;
  for (const [position, { sql, risk }] of planned.entries()) {
    const wanted = `\n${sql}`;
    const found = text.indexOf(wanted, at);
    if (found < 0) {
      const before = planned[position - 1];
      if (stops && before && (before.risk === 'will-fail' || !STATEMENT.test(text.slice(at)))) {
        return before.risk === 'will-fail'
          ? undefined
          : `Jam.py stopped behind ${short(before.sql)}, which was not foretold`;
      }
      return `the plan has ${short(sql)}, and the log does not`;
    }
    const between = text.slice(at, found);
    const extra = STATEMENT.exec(between);
    if (extra) return `the log has ${short(between.slice(extra.index))}, and the plan does not`;
    if (position > 0 && between.trim() === '' && planned[position - 1]?.risk === 'will-fail')
      return `${short(planned[position - 1]?.sql ?? '')} was foretold to fail, and the log shows no error`;
    at = found + wanted.length;
    if (risk === 'will-fail' && stops) break;
  }
  const rest = text.slice(at);
  const extra = STATEMENT.exec(rest);
  return extra ? `the log has ${short(rest.slice(extra.index))}, and the plan does not` : undefined;
}

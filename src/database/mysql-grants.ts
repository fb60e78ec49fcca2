/** What an account of MySQL or MariaDB may do, from its own SHOW GRANTS. */

/** All that count here; ALL PRIVILEGES stands for them, but for the last. */
const ALL = 'SELECT INSERT UPDATE DELETE CREATE ALTER DROP INDEX REFERENCES'
  .split(' ')
  .concat('CREATE USER', 'SUPER', 'FILE');

const GRANT = /^GRANT (.+?) ON (?:\*\.\*|[`"'](.+?)[`"']\.\*) TO /s;

export interface Rights {
  /** On the whole server. */
  everywhere: ReadonlySet<string>;
  /** In the database: those too. */
  here: ReadonlySet<string>;
}

/** @param lines e.g. "GRANT SELECT, INSERT ON `shop\_1`.* TO `app`@`localhost` WITH GRANT OPTION". */
export function rightsIn(lines: readonly string[], database: string): Rights {
  const everywhere = new Set<string>();
  const here = new Set<string>();
  for (const line of lines) {
    const grant = GRANT.exec(line);
    if (!grant) continue;
    const [, list = '', schema] = grant;
    if (schema !== undefined && !matches(schema, database)) continue;
    const rights = list.split(', ').flatMap((right) => (/^ALL( PRIVILEGES)?$/.test(right) ? ALL : [right]));
    if (/ WITH .*GRANT OPTION/.test(line)) rights.push('GRANT OPTION');
    for (const right of rights) {
      here.add(right);
      if (schema === undefined) everywhere.add(right);
    }
  }
  return { everywhere, here };
}

/** `_` is any character and `%` any number of them, but after a backslash. */
function matches(pattern: string, database: string): boolean {
  const source = pattern.replace(/\\([_%])|[_%]|[^\w\s]/g, (match, escaped?: string) => {
    if (escaped !== undefined) return escaped;
    return match === '_' ? '.' : match === '%' ? '.*' : `\\${match}`;
  });
  return new RegExp(`^${source}$`, 's').test(database);
}

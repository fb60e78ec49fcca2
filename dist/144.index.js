export const id = 144;
export const ids = [144];
export const modules = {

/***/ 35144:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   reader: () => (/* binding */ reader)
/* harmony export */ });
const TABLES = `
  SELECT c.oid::text AS oid, c.relname AS name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p') AND pg_table_is_visible(c.oid) AND n.nspname <> 'pg_catalog'`;
const COLUMNS = `
  SELECT a.attrelid::text AS oid, a.attname AS name, format_type(a.atttypid, NULL) AS type,
         CASE WHEN t.typname IN ('varchar', 'bpchar') AND a.atttypmod > 4 THEN a.atttypmod - 4 END AS size
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_type t ON t.oid = a.atttypid
   WHERE c.relkind IN ('r', 'p') AND pg_table_is_visible(c.oid) AND n.nspname <> 'pg_catalog'
     AND a.attnum > 0 AND NOT a.attisdropped
   ORDER BY a.attrelid, a.attnum`;
// indoption's lowest bit says descending; expression columns have attnum 0.
const INDEXES = `
  SELECT i.indrelid::text AS oid, x.relname AS name, i.indisunique AS "unique", i.indisprimary AS "primary",
         k.n AS position, COALESCE(a.attname, '') AS column, (i.indoption[k.n - 1] & 1) = 1 AS descending
    FROM pg_index i
    JOIN pg_class x ON x.oid = i.indexrelid
    JOIN pg_class c ON c.oid = i.indrelid
    JOIN pg_namespace ns ON ns.oid = c.relnamespace
    CROSS JOIN LATERAL generate_series(1, i.indnkeyatts) AS k(n)
    LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.n - 1]
   WHERE pg_table_is_visible(c.oid) AND ns.nspname <> 'pg_catalog'
   ORDER BY i.indrelid, x.relname, k.n`;
// Sequences, views and indexes: a table can not be made under a name that one of them has.
const OTHER_NAMES = `
  SELECT c.relname AS name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind NOT IN ('r', 'p') AND n.nspname = current_schema()`;
const FOREIGN_KEYS = `
  SELECT f.conrelid::text AS oid, f.conname AS name, r.relname AS target,
         (SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(f.conkey) WITH ORDINALITY AS k(att, n)
            JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.att) AS columns,
         (SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(f.confkey) WITH ORDINALITY AS k(att, n)
            JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.att) AS target_columns
    FROM pg_constraint f
    JOIN pg_class r ON r.oid = f.confrelid
   WHERE f.contype = 'f'`;
async function read(query) {
    const byOid = new Map();
    for (const row of await query(TABLES)) {
        byOid.set(String(row.oid), {
            name: String(row.name),
            columns: new Map(),
            primaryKey: [],
            indexes: [],
            foreignKeys: [],
        });
    }
    for (const row of await query(COLUMNS)) {
        const size = row.size === null ? undefined : Number(row.size);
        const name = String(row.name);
        byOid.get(String(row.oid))?.columns.set(name, { name, type: String(row.type).toUpperCase(), size });
    }
    for (const row of await query(INDEXES)) {
        const table = byOid.get(String(row.oid));
        if (!table)
            continue;
        if (row.primary) {
            table.primaryKey.push(String(row.column));
            continue;
        }
        if (Number(row.position) === 1)
            table.indexes.push({ name: String(row.name), unique: Boolean(row.unique), columns: [] });
        table.indexes.at(-1)?.columns.push({ name: String(row.column), descending: Boolean(row.descending) });
    }
    for (const row of await query(FOREIGN_KEYS)) {
        byOid.get(String(row.oid))?.foreignKeys.push({
            name: String(row.name),
            columns: row.columns,
            references: { table: String(row.target), columns: row.target_columns },
        });
    }
    return {
        dialect: 'postgresql',
        ignoresCase: false,
        tables: new Map([...byOid.values()].map((table) => [table.name, table])),
        otherNames: new Set((await query(OTHER_NAMES)).map((row) => String(row.name))),
    };
}
const reader = { read };


/***/ })

};

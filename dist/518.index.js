export const id = 518;
export const ids = [518];
export const modules = {

/***/ 69518:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   keepsDirection: () => (/* binding */ keepsDirection),
/* harmony export */   reader: () => (/* binding */ reader)
/* harmony export */ });
const TABLES = `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'`;
const COLUMNS = `SELECT table_name AS tab, column_name AS name, data_type AS type, column_type AS declared, character_maximum_length AS size
  FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position`;
const INDEXES = `SELECT table_name AS tab, index_name AS name, non_unique AS non_unique, column_name AS col, collation AS direction
  FROM information_schema.statistics WHERE table_schema = DATABASE() ORDER BY table_name, index_name, seq_in_index`;
const FOREIGN_KEYS = `SELECT table_name AS tab, constraint_name AS name, column_name AS col,
    referenced_table_name AS target, referenced_column_name AS target_column
  FROM information_schema.key_column_usage
  WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL ORDER BY table_name, constraint_name, ordinal_position`;
const SERVER = `SELECT VERSION() AS version, @@lower_case_table_names AS lower_case`;
/** MariaDB before 10.8 and MySQL before 8 read DESC and forget it. */
function keepsDirection(version) {
    const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
    return /mariadb/i.test(version) ? major > 10 || (major === 10 && minor >= 8) : major >= 8;
}
async function read(query) {
    const [server] = await query(SERVER);
    const directed = keepsDirection(String(server?.version ?? ''));
    const tables = new Map();
    for (const row of await query(TABLES)) {
        const name = String(row.name);
        tables.set(name, { name, columns: new Map(), primaryKey: [], indexes: [], foreignKeys: [] });
    }
    for (const row of await query(COLUMNS)) {
        const name = String(row.name);
        const type = String(row.type).toUpperCase();
        const sized = /^(VAR)?CHAR$/.test(type) && row.size !== null;
        const size = sized ? Number(row.size) : undefined;
        tables.get(String(row.tab))?.columns.set(name, { name, type, size, declared: String(row.declared) });
    }
    for (const row of await query(INDEXES)) {
        const table = tables.get(String(row.tab));
        const name = String(row.name);
        const column = row.col === null ? '' : String(row.col);
        if (!table)
            continue;
        if (name === 'PRIMARY') {
            table.primaryKey.push(column);
            continue;
        }
        if (table.indexes.at(-1)?.name !== name)
            table.indexes.push({ name, unique: Number(row.non_unique) === 0, columns: [] });
        table.indexes.at(-1)?.columns.push({ name: column, descending: directed ? row.direction === 'D' : undefined });
    }
    for (const row of await query(FOREIGN_KEYS)) {
        const keys = tables.get(String(row.tab))?.foreignKeys;
        const name = String(row.name);
        if (!keys)
            continue;
        if (keys.at(-1)?.name !== name)
            keys.push({ name, columns: [], references: { table: String(row.target), columns: [] } });
        keys.at(-1)?.columns.push(String(row.col));
        keys.at(-1)?.references.columns.push(String(row.target_column));
    }
    return { dialect: 'mysql', ignoresCase: Number(server?.lower_case) !== 0, tables };
}
const reader = { read };


/***/ })

};

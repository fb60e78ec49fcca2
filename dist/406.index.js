export const id = 406;
export const ids = [406];
export const modules = {

/***/ 406:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   reader: () => (/* binding */ reader)
/* harmony export */ });
async function readTable(query, name) {
    const info = await query('SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid', [name]);
    const columns = info.map((row) => {
        const match = /^\s*([^(]*?)\s*(?:\((\d+)\))?\s*$/.exec(String(row.type));
        return {
            name: String(row.name),
            type: (match?.[1] ?? String(row.type)).toUpperCase(),
            size: match?.[2] ? Number(match[2]) : undefined,
        };
    });
    const keys = info.filter((row) => Number(row.pk) > 0).sort((a, b) => Number(a.pk) - Number(b.pk));
    const indexes = [];
    for (const row of await query(`SELECT name, "unique" FROM pragma_index_list(?) WHERE origin = 'c'`, [name])) {
        const parts = await query('SELECT name, "desc" FROM pragma_index_xinfo(?) WHERE key = 1 ORDER BY seqno', [
            String(row.name),
        ]);
        indexes.push({
            name: String(row.name),
            unique: Number(row.unique) === 1,
            columns: parts.map((part) => ({
                name: part.name === null ? '' : String(part.name),
                descending: Number(part.desc) === 1,
            })),
        });
    }
    return {
        name,
        columns: new Map(columns.map((column) => [column.name, column])),
        primaryKey: keys.map((row) => String(row.name)),
        indexes,
        foreignKeys: [],
    };
}
async function read(query) {
    const names = await query(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`);
    const tables = new Map();
    for (const row of names)
        tables.set(String(row.name), await readTable(query, String(row.name)));
    return { dialect: 'sqlite', ignoresCase: true, tables };
}
const reader = { read };


/***/ })

};

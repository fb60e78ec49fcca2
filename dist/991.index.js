export const id = 991;
export const ids = [991];
export const modules = {

/***/ 34991:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  maker: () => (/* binding */ create_mysql_maker)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/database/maker.js
var maker = __webpack_require__(80708);
;// CONCATENATED MODULE: ./build/database/mysql-grants.js
/** What an account of MySQL or MariaDB may do, from its own SHOW GRANTS. */
/** All that count here; ALL PRIVILEGES stands for them, but for the last. */
const ALL = 'SELECT INSERT UPDATE DELETE CREATE ALTER DROP INDEX REFERENCES'
    .split(' ')
    .concat('CREATE USER', 'SUPER', 'FILE');
const GRANT = /^GRANT (.+?) ON (?:\*\.\*|[`"'](.+?)[`"']\.\*) TO /s;
/** @param lines e.g. "GRANT SELECT, INSERT ON `shop\_1`.* TO `app`@`localhost` WITH GRANT OPTION". */
function rightsIn(lines, database) {
    const everywhere = new Set();
    const here = new Set();
    for (const line of lines) {
        const grant = GRANT.exec(line);
        if (!grant)
            continue;
        const [, list = '', schema] = grant;
        if (schema !== undefined && !matches(schema, database))
            continue;
        const rights = list.split(', ').flatMap((right) => (/^ALL( PRIVILEGES)?$/.test(right) ? ALL : [right]));
        if (/ WITH .*GRANT OPTION/.test(line))
            rights.push('GRANT OPTION');
        for (const right of rights) {
            here.add(right);
            if (schema === undefined)
                everywhere.add(right);
        }
    }
    return { everywhere, here };
}
/** `_` is any character and `%` any number of them, but after a backslash. */
function matches(pattern, database) {
    const source = pattern.replace(/\\([_%])|[_%]|[^\w\s]/g, (match, escaped) => {
        if (escaped !== undefined)
            return escaped;
        return match === '_' ? '.' : match === '%' ? '.*' : `\\${match}`;
    });
    return new RegExp(`^${source}$`, 's').test(database);
}

;// CONCATENATED MODULE: ./build/database/create-mysql.js
/** MySQL and MariaDB: an account for each place that the application may come from, with rights in one database. */




const OLDEST = { MySQL: [8, 0], MariaDB: [10, 5] };
/** What Jam.py's own statements need: rows, and an import's changes of tables (planning/sql/mysql.ts). */
const RIGHTS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE', 'ALTER', 'DROP', 'INDEX', 'REFERENCES'];
/** Rights on the whole server with which a login makes databases and logins, or reads others'. */
const POWERS = [...RIGHTS, 'CREATE USER', 'SUPER', 'FILE', 'GRANT OPTION'];
/** Both servers have it in every release. */
const COLLATION = 'utf8mb4_unicode_ci';
const LOCAL_HOSTS = ['localhost', '127.0.0.1', '::1'];
const SERVER = 'SELECT VERSION() AS version, @@global.read_only AS read_only, @@lower_case_table_names AS lower_case, USER() AS me';
const SCHEMA = 'SELECT schema_name AS name, default_character_set_name AS charset FROM information_schema.schemata WHERE LOWER(schema_name) = LOWER(?)';
const CONTENTS = `
  SELECT 1 AS ranking, table_name AS name FROM information_schema.tables WHERE table_schema = ?
  UNION ALL SELECT 2, routine_name FROM information_schema.routines WHERE routine_schema = ?
  UNION ALL SELECT 3, event_name FROM information_schema.events WHERE event_schema = ?
  ORDER BY ranking, name LIMIT 4`;
const codeOf = (error) => String(error.code);
/** Access denied, no account for this client, an account that is locked, a password that has run out. */
const isRefusal = (error) => /^ER_(ACCESS_DENIED|HOST_NOT_PRIVILEGED|ACCOUNT_HAS_BEEN_LOCKED|MUST_CHANGE_PASSWORD)/.test(codeOf(error));
async function enter(app) {
    return await (0,maker/* lookAsLogin */.f)(withoutDatabase(app), isRefusal, async (query) => {
        const { schema } = await greet(query, app.known);
        const rights = rightsIn(await grantsOf(query), schema?.name ?? app.known.database);
        const [account] = await query('SELECT CURRENT_USER() AS name');
        const lacking = RIGHTS.filter((right) => !rights.here.has(right));
        return {
            powers: POWERS.filter((power) => rights.everywhere.has(power)),
            host: afterAt(String(account?.name)),
            lacks: lacking.length > 0 ? `lacks the rights ${lacking.join(', ')}` : undefined,
            ...(schema ? { inside: await inside(query, schema) } : { closed: 'no right' }),
        };
    });
}
/** Statements are then read in one way, whatever the server's settings. */
const SQL_MODE = `SET SESSION sql_mode = 'STRICT_TRANS_TABLES'`;
/** @throws Stop `database-version`, `database-read-only`, `database-name`, `database-login-name`. */
async function greet(query, { database, user = '' }) {
    await query(SQL_MODE);
    const [server] = await query(SERVER);
    const version = String(server?.version);
    const mariadb = /mariadb/i.test(version);
    const product = mariadb ? 'MariaDB' : 'MySQL';
    const [oldest, oldestMinor] = OLDEST[product];
    const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
    if (major < oldest || (major === oldest && minor < oldestMinor)) {
        throw (0,errors/* refuse */.TR)('database-version', `The server is ${product} ${version}, and ${oldest}.${oldestMinor} is the oldest that is supported: nothing was made.`);
    }
    if (![0, '0', 'OFF'].includes(server?.read_only)) {
        throw (0,errors/* refuse */.TR)('database-read-only', `The ${product} server is read-only, a replica perhaps: nothing was made.`);
    }
    if (!mariadb && user.length > 32) {
        throw (0,errors/* refuse */.TR)('database-login-name', `The name of the login ${user} has ${user.length} characters, and MySQL takes 32.`);
    }
    await checkUnquoted(query, database);
    const rows = await query(SCHEMA, [database]);
    const same = rows.find(({ name }) => name === database || Number(server?.lower_case) !== 0);
    const schema = same && { name: String(same.name), charset: String(same.charset) };
    return { mariadb, schema, seen: afterAt(String(server?.me)) };
}
/** Jam.py writes the name into statements as it is (docs/jampy.md, "The project's connection"): asks the server's parser. */
async function checkUnquoted(query, database) {
    await query(`SHOW TABLES FROM ${database}`).catch((error) => {
        if (codeOf(error) !== 'ER_PARSE_ERROR')
            return;
        throw (0,errors/* refuse */.TR)('database-name', `The name of the database ${database} is a word of SQL or looks like a number, and Jam.py writes it without quotes: give another one in database-url. Nothing was made.`);
    });
}
async function inside(query, { name, charset }) {
    const rows = await query(CONTENTS, [name, name, name]);
    const trouble = `has the character set ${charset}, and utf8mb4 is needed (ALTER DATABASE ${quoted(name)} CHARACTER SET utf8mb4)`;
    return { contents: rows.map((row) => String(row.name)), trouble: charset === 'utf8mb4' ? undefined : trouble };
}
async function grantsOf(query) {
    return (await query('SHOW GRANTS')).flatMap((row) => Object.values(row).map(String));
}
async function survey(admin, app) {
    const { database, user = '' } = app.known;
    return await (0,maker/* lookAsAdmin */.Lf)(withoutDatabase(admin), isRefusal, async (query) => {
        const server = await greet(query, app.known);
        const rights = rightsIn(await grantsOf(query), server.schema?.name ?? database);
        const accounts = await query('SELECT Host AS host FROM mysql.user WHERE User = ?', [user]).catch(() => undefined);
        if (!accounts)
            (0,maker/* checkAdminRights */.rP)(admin.known, ['SELECT on mysql.user']);
        const there = (accounts ?? []).map(({ host }) => String(host));
        return {
            login: there.length > 0,
            database: server.schema !== undefined,
            inside: server.schema && (await inside(query, server.schema)),
            powers: [],
            steps(entry) {
                const wanted = hostsFor(admin.known, app.known, server.seen);
                const known = there.filter((host) => host === entry.host || wanted.includes(host));
                const hosts = there.length > 0 ? known : wanted;
                const plan = {
                    app: app.known,
                    server,
                    hosts,
                    accounts: hosts.map((host) => `${quoted(user)}@${quoted(host)}`),
                };
                const needsLogin = there.length === 0;
                const needsRights = needsLogin || entry.lacks !== undefined;
                const needed = [
                    ...(needsLogin ? ['CREATE USER'] : []),
                    ...(server.schema ? [] : ['CREATE']),
                    ...(needsRights ? [...RIGHTS, 'GRANT OPTION'] : []),
                ];
                const has = (right) => (right === 'CREATE USER' ? rights.everywhere : rights.here).has(right);
                (0,maker/* checkAdminRights */.rP)(admin.known, [...new Set(needed)].filter((right) => !has(right)));
                return [
                    ...(needsLogin ? [createLogin(plan)] : []),
                    ...(server.schema ? [] : [createDatabase(plan)]),
                    ...(needsRights ? [giveRights(plan)] : []),
                ];
            },
        };
    });
}
/** One statement for all hosts, so that no run finds half of them. */
function createLogin({ app: { user, password = '' }, server, accounts }) {
    if (password === '') {
        throw (0,errors/* refuse */.TR)('database-password', `The login ${user} is to be made, but the password in database-url is empty: give one. Nothing was made.`);
    }
    // MariaDB logs statements as they come, MySQL itself keeps passwords out of its logs and has no hash that all releases take.
    const proof = server.mariadb ? `VIA mysql_native_password USING '${nativeHash(password)}'` : 'BY ?';
    return {
        makes: 'login',
        said: `the login ${user} was made`,
        sql: `CREATE USER ${accounts.map((account) => `${account} IDENTIFIED ${proof}`).join(', ')}`,
        bindings: server.mariadb ? [] : accounts.map(() => password),
        undo: `DROP USER ${accounts.join(', ')}`,
    };
}
function createDatabase({ app: { database } }) {
    return {
        makes: 'database',
        said: `the database was made in utf8mb4 (${COLLATION})`,
        sql: `CREATE DATABASE ${quoted(database)} CHARACTER SET utf8mb4 COLLATE ${COLLATION}`,
        undo: `DROP DATABASE ${quoted(database)}`,
    };
}
function giveRights({ app: { database, user }, server, accounts }) {
    const rights = RIGHTS.join(', ');
    // In a GRANT, _ and % stand for other databases too.
    const where = `${quoted((server.schema?.name ?? database).replace(/[_%]/g, '\\$&'))}.*`;
    return {
        makes: 'rights',
        said: `the login ${user} was given ${rights} in it and nothing else`,
        sql: `GRANT ${rights} ON ${where} TO ${accounts.join(', ')}`,
        undo: `REVOKE ${rights} ON ${where} FROM ${accounts.join(', ')}`,
    };
}
/** What MariaDB stores of a password. */
function nativeHash(password) {
    const once = (0,external_node_crypto_.createHash)('sha1').update(password).digest();
    return `*${(0,external_node_crypto_.createHash)('sha1').update(once).digest('hex').toUpperCase()}`;
}
/**
 * Where the application comes from: this machine under its names, or anywhere. A server in a container of this machine
 * sees its clients come from elsewhere, and the administrator is one.
 */
function hostsFor(admin, app, seen) {
    const elsewhere = isLocal(admin.host) && !isLocal(seen);
    return isLocal(app.host) && !elsewhere ? LOCAL_HOSTS : ['%'];
}
function isLocal(host) {
    return host === undefined || /^(\/.*|localhost|127\.[\d.]+|::1)$/i.test(host);
}
function withoutDatabase({ way, known }) {
    return { way: { ...way, database: '' }, known };
}
function afterAt(account) {
    return account.slice(account.lastIndexOf('@') + 1);
}
function quoted(identifier) {
    return `\`${identifier.replaceAll('`', '``')}\``;
}
const create_mysql_maker = { enter, survey };


/***/ }),

/***/ 80708:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Lf: () => (/* binding */ lookAsAdmin),
/* harmony export */   f: () => (/* binding */ lookAsLogin),
/* harmony export */   rP: () => (/* binding */ checkAdminRights)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);
/* harmony import */ var _connection_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(77426);
/* harmony import */ var _server_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(70533);
/** What making a database and a login takes of a dialect: `create-postgresql.ts` and `create-mysql.ts`. */



/** The server does not let the login in; the message is the server's. */
class LoginRefused extends Error {
}
/**
 * Log in and look.
 * @param isRefusal whether an error of the first question means that the login is not let in.
 * @throws LoginRefused, Stop; Stop `database-unreachable` for whatever else went wrong.
 */
async function look(reached, isRefusal, work) {
    try {
        return await (0,_server_js__WEBPACK_IMPORTED_MODULE_2__/* .withServer */ .e)(reached, async (query) => {
            await query('SELECT 1').catch((error) => {
                throw isRefusal(error) ? new LoginRefused((0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .reasonOf */ .A3)(error)) : error;
            });
            return await work(query);
        });
    }
    catch (error) {
        if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Stop */ .VG || error instanceof LoginRefused)
            throw error;
        const { known } = reached;
        const where = known.database === '' ? serverName(known) : (0,_connection_js__WEBPACK_IMPORTED_MODULE_1__/* .connectionName */ .u7)(known);
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .fail */ .fJ)('database-unreachable', `The ${where} can not be looked at as ${known.user}: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .reasonOf */ .A3)(error)}. Nothing was made.`, error);
    }
}
/** As `look`. @throws Stop `database-admin-login` too. */
async function lookAsAdmin(admin, isRefusal, work) {
    try {
        return await look(admin, isRefusal, work);
    }
    catch (error) {
        if (!(error instanceof LoginRefused))
            throw error;
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .refuse */ .TR)('database-admin-login', `The ${serverName(admin.known)} does not let the login ${admin.known.user} of database-admin-url in: ${error.message}. Nothing was made.`);
    }
}
/** As `look`; a login that is not let in is an answer. */
async function lookAsLogin(app, isRefusal, work) {
    try {
        return await look(app, isRefusal, work);
    }
    catch (error) {
        if (!(error instanceof LoginRefused))
            throw error;
        return { refused: error.message, powers: [] };
    }
}
/** @throws Stop when something is missing. */
function checkAdminRights(admin, missing, hint = '') {
    if (missing.length === 0)
        return;
    throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .refuse */ .TR)('database-admin-rights', `The login ${admin.user} of database-admin-url lacks ${missing.join(', ')}${hint}: nothing was made.`);
}
function serverName({ dialect, host, port }) {
    const server = dialect === 'postgresql' ? 'PostgreSQL' : 'MySQL/MariaDB';
    return `${server} server on ${host ?? 'this machine'}${port ? `:${port}` : ''}`;
}


/***/ })

};

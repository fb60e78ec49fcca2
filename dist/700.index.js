export const id = 700;
export const ids = [700];
export const modules = {

/***/ 19700:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  maker: () => (/* binding */ create_postgresql_maker)
});

// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/database/maker.js
var maker = __webpack_require__(80708);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./build/database/scram.js
/** What PostgreSQL stores of a password (RFC 5802, RFC 7677), so that the password itself is never sent to be stored. */

/** PostgreSQL's own number; each login costs this much. */
const ITERATIONS = 4096;
/**
 * A PASSWORD of CREATE ROLE: `SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>`.
 * @param password one that `isPlainPassword`.
 */
function scramVerifier(password, salt = (0,external_node_crypto_.randomBytes)(16), iterations = ITERATIONS) {
    const salted = (0,external_node_crypto_.pbkdf2Sync)(password, salt, iterations, 32, 'sha256');
    const keyOf = (words) => (0,external_node_crypto_.createHmac)('sha256', salted).update(words).digest();
    const stored = (0,external_node_crypto_.createHash)('sha256').update(keyOf('Client Key')).digest('base64');
    return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${keyOf('Server Key').toString('base64')}`;
}
/**
 * Whether every driver takes the password for the same bytes: SASLprep (RFC 4013) would change nothing in it. Drivers do
 * not agree on what they change.
 */
function isPlainPassword(password) {
    const mapped = /\p{Cc}|\p{Cf}|(?! )\p{Zs}|\p{Variation_Selector}|\u034F|\u1806/u;
    return password.normalize('NFKC') === password && !mapped.test(password);
}

// EXTERNAL MODULE: ./build/database/server.js
var database_server = __webpack_require__(70533);
;// CONCATENATED MODULE: ./build/database/create-postgresql.js
/** PostgreSQL: made by an administrator who need not be a superuser, and owned by the application's login. */




const OLDEST = 12;
const SERVER = `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
  current_setting('transaction_read_only') AS read_only`;
const ROLE = 'SELECT * FROM pg_roles WHERE rolname = ?';
/** Extensions' own are none of anybody's; tables first. */
const CONTENTS = `
  SELECT * FROM (
    SELECT CASE WHEN c.relkind IN ('r', 'p', 'f') THEN 1 WHEN c.relkind = 'S' THEN 3 ELSE 2 END AS rank,
           n.nspname AS schema, c.relname AS name, c.oid, 'pg_class'::regclass AS kind
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
    UNION ALL
    SELECT 4, n.nspname, p.proname, p.oid, 'pg_proc'::regclass
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  ) AS o
   WHERE o.schema !~ '^pg_' AND o.schema <> 'information_schema'
     AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = o.kind AND d.objid = o.oid AND d.deptype = 'e')
   ORDER BY rank, schema, name LIMIT 4`;
const HERE = `SELECT pg_encoding_to_char(encoding) AS encoding, current_schema() AS schema,
    has_schema_privilege(current_schema(), 'CREATE') AS may_create
  FROM pg_database WHERE datname = current_database()`;
const DATABASE = `SELECT pg_get_userbyid(datdba) AS owner, pg_has_role(datdba, 'USAGE') AS mine,
    has_database_privilege('public', oid, 'CONNECT') AS connect, has_database_privilege('public', oid, 'TEMPORARY') AS temporary
  FROM pg_database WHERE datname = ?`;
/** A database in UTF8 can only have a locale of that, or none. */
const TEMPLATE = `SELECT datctype AS locale, datctype IN ('C', 'POSIX') OR pg_encoding_to_char(encoding) = 'UTF8' AS fits
  FROM pg_database WHERE datname = 'template0'`;
const POWERS = {
    rolsuper: 'SUPERUSER',
    rolcreatedb: 'CREATEDB',
    rolcreaterole: 'CREATEROLE',
    rolreplication: 'REPLICATION',
    rolbypassrls: 'BYPASSRLS',
};
/** A wrong password, no such role, or one that is not for logins; not a pg_hba.conf that has no line for it. */
function isRefusal(error) {
    const { code, routine } = error;
    return code === '28P01' || (code === '28000' && routine !== 'ClientAuthentication');
}
/** The server asks for the password first, then for the database and the right to connect. */
async function enter(app) {
    let closed;
    const isClosed = (error) => {
        closed = { '3D000': 'missing', '42501': 'no right' }[String(error.code)];
        return closed !== undefined;
    };
    const entry = await (0,maker/* lookAsLogin */.f)(app, (error) => isClosed(error) || isRefusal(error), async (query) => {
        await greet(query);
        const [role] = await query(ROLE, [String(app.known.user)]);
        const [here] = await query(HERE);
        const lacks = here?.schema === null
            ? 'has no schema to create tables in'
            : `may not create tables in the schema ${String(here?.schema)}`;
        return { inside: await inside(query), powers: powersOf(role), lacks: here?.may_create ? undefined : lacks };
    });
    return closed === undefined ? entry : { closed, powers: [] };
}
/** @throws Stop `database-version`, `database-read-only`. @returns the major version. */
async function greet(query) {
    const [server] = await query(SERVER);
    const major = Math.floor(Number(server?.number) / 10_000);
    if (major < OLDEST) {
        throw (0,errors/* refuse */.TR)('database-version', `The server is PostgreSQL ${String(server?.version)}, and ${OLDEST} is the oldest that is supported: nothing was made.`);
    }
    if (server?.read_only === 'on') {
        throw (0,errors/* refuse */.TR)('database-read-only', 'The PostgreSQL server is read-only, a standby perhaps: nothing was made.');
    }
    return major;
}
async function inside(query) {
    const [here] = await query(HERE);
    const rows = await query(CONTENTS);
    const contents = rows.map(({ schema, name }) => schema === 'public' ? String(name) : `${String(schema)}.${String(name)}`);
    const trouble = here?.encoding === 'UTF8' ? undefined : `has the encoding ${String(here?.encoding)}, and Jam.py needs UTF8`;
    return { contents, trouble };
}
function powersOf(role) {
    return Object.keys(POWERS)
        .filter((column) => role?.[column] === true)
        .map((column) => POWERS[column]);
}
async function survey(admin, app) {
    const { database, user = '' } = app.known;
    return await (0,maker/* lookAsAdmin */.Lf)(admin, isRefusal, async (query) => {
        const major = await greet(query);
        const [me] = await query('SELECT * FROM pg_roles WHERE rolname = current_user');
        const [login] = await query(ROLE, [user]);
        const [there] = await query(DATABASE, [database]);
        const [template] = await query(TEMPLATE);
        // Whoever may become the login needs no membership; before 16, whoever makes roles may give any that is no superuser.
        const [member] = login ? await query(`SELECT pg_has_role(?, ?) AS may`, [user, major < 16 ? 'MEMBER' : 'SET']) : [];
        const [grantor] = login ? await query(`SELECT pg_has_role(?, 'MEMBER WITH ADMIN OPTION') AS may`, [user]) : [];
        const mayJoin = !login || grantor?.may === true || (major < 16 && me?.rolcreaterole === true);
        const server = { major, me, there, template, member: member?.may === true || me?.rolsuper === true, mayJoin };
        return {
            login: login !== undefined,
            database: there !== undefined,
            powers: powersOf(login),
            inside: there && (await (0,database_server/* withServer */.e)(inDatabase(admin, database), inside).catch(() => undefined)),
            steps: (entry) => steps(entry, login, server, admin.known, app.known),
        };
    });
}
function inDatabase({ way, known }, database) {
    return { way: { ...way, database }, known: { ...known, database } };
}
/** @throws Stop. */
function steps(entry, login, server, admin, app) {
    const { me, there, template } = server;
    const may = (right) => me?.rolsuper === true || me?.[right] === true;
    const mayJoin = server.member || server.mayJoin;
    // Before PostgreSQL 15 anybody may create tables in what a killed run has left of this administrator's.
    const left = there?.owner === me?.rolname && mayJoin && may('rolcreatedb');
    const needsOwner = !there || entry.lacks !== undefined || entry.inside === undefined || left;
    const missing = [];
    if (!login && !may('rolcreaterole'))
        missing.push('CREATEROLE');
    if (needsOwner && !may('rolcreatedb'))
        missing.push('CREATEDB');
    (0,maker/* checkAdminRights */.rP)(admin, missing);
    if (needsOwner && !mayJoin) {
        (0,maker/* checkAdminRights */.rP)(admin, [`the right to give a database to the login ${String(app.user)}`], ` (GRANT ${create_postgresql_name(app.user)} TO ${create_postgresql_name(admin.user)})`);
    }
    if (!there && template?.fits !== true) {
        throw (0,errors/* refuse */.TR)('database-encoding', `The server's own locale ${String(template?.locale)} is none of UTF-8, so that it can not make a database in UTF8: nothing was made.`);
    }
    if (there && needsOwner && (there.owner === app.user || !(there.mine === true))) {
        throw (0,errors/* refuse */.TR)('database-rights', `The login ${app.user} ${entry.lacks ?? 'may not create tables'} in the database ${app.database}, which is owned by ${String(there.owner)}; the login ${admin.user} of database-admin-url can not change that: nothing was made.`);
    }
    return [
        ...(login ? [] : [createLogin(app)]),
        ...(there ? [] : [createDatabase(app)]),
        ...(needsOwner ? [handOver(server, app, String(there?.owner ?? me?.rolname))] : []),
    ];
}
function createLogin({ user, password = '' }) {
    if (password === '' || !isPlainPassword(password)) {
        throw (0,errors/* refuse */.TR)('database-password', `The login ${user} is to be made, but the password in database-url ${password === '' ? 'is empty' : 'has characters that drivers read in different ways (control characters, special blanks, composed letters)'}: give another one. Nothing was made.`);
    }
    const may = `LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS INHERIT`;
    return {
        makes: 'login',
        said: `the login ${user} was made`,
        sql: `CREATE ROLE ${create_postgresql_name(user)} ${may} PASSWORD '${scramVerifier(password)}'`,
        undo: `DROP ROLE ${create_postgresql_name(user)}`,
    };
}
function createDatabase({ database }) {
    return {
        makes: 'database',
        said: 'the database was made in UTF8',
        sql: `CREATE DATABASE ${create_postgresql_name(database)} TEMPLATE template0 ENCODING 'UTF8'`,
        undo: `DROP DATABASE ${create_postgresql_name(database)}`,
    };
}
/**
 * The login becomes the owner, and others are kept out. The membership that an administrator needs for this, who is no
 * superuser, is given and taken in the same transaction: whoever is killed leaves none.
 */
function handOver({ major, member, there }, app, owner) {
    const [login, database] = [create_postgresql_name(app.user), create_postgresql_name(app.database)];
    const open = ['connect', 'temporary'].filter((right) => !there || there[right] === true).join(', ');
    const join = member ? [] : [`GRANT ${login} TO CURRENT_USER${major < 16 ? '' : ' WITH INHERIT TRUE, SET TRUE'}`];
    const leave = member ? [] : [`REVOKE ${login} FROM CURRENT_USER`];
    const close = open ? [`REVOKE ${open} ON DATABASE ${database} FROM PUBLIC`] : [];
    const reopen = open ? [`GRANT ${open} ON DATABASE ${database} TO PUBLIC`] : [];
    return {
        makes: 'rights',
        said: `the login ${app.user} was made the database's owner, and nobody else may connect to it`,
        sql: [...join, ...close, `ALTER DATABASE ${database} OWNER TO ${login}`, ...leave].join('; '),
        undo: [...join, `ALTER DATABASE ${database} OWNER TO ${create_postgresql_name(owner)}`, ...reopen, ...leave].join('; '),
    };
}
function create_postgresql_name(identifier) {
    return `"${String(identifier).replaceAll('"', '""')}"`;
}
const create_postgresql_maker = { enter, survey };


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

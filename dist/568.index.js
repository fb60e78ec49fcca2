export const id = 568;
export const ids = [568];
export const modules = {

/***/ 42529:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ cancelledBySignal)
/* harmony export */ });
/* harmony import */ var node_events__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(78474);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(48161);
/**
 * A cancelled run (Ctrl-C, GitHub's Cancel: SIGINT, then SIGTERM, or a terminal that is closed: SIGHUP) ends in order
 * instead of at once.
 */


/**
 * @returns a signal that is aborted by the first of the three; the same one a second time ends the process, but not
 * before what may not stay on this machine is removed.
 */
function cancelledBySignal(log) {
    const controller = new AbortController();
    // Twenty looks at once listen to it.
    (0,node_events__WEBPACK_IMPORTED_MODULE_0__.setMaxListeners)(0, controller.signal);
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
        process.once(name, () => {
            // The signal itself would end it without a word to whoever waits for the end of the process.
            process.once(name, () => process.exit(128 + node_os__WEBPACK_IMPORTED_MODULE_1__.constants.signals[name]));
            // Nobody reads any more what a closed terminal is told, and that must not end the run.
            if (name === 'SIGHUP')
                for (const stream of [process.stdout, process.stderr])
                    stream.on('error', () => { });
            if (!controller.signal.aborted)
                log.warning(`${name}: the run is cancelled; what was begun is put in order first.`);
            controller.abort();
        });
    }
    return controller.signal;
}


/***/ }),

/***/ 27955:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  d: () => (/* binding */ runCommand)
});

// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/hosts/local.js
var local = __webpack_require__(60051);
// EXTERNAL MODULE: ./build/inputs.js + 4 modules
var build_inputs = __webpack_require__(3357);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/planning/consent.js
var consent = __webpack_require__(55658);
;// CONCATENATED MODULE: ./build/planning/plan-json.js
/** The plan as users read it from `plan-file`: the schema of docs/plan-file.md. */

/** Raised when a reader of the file would break. */
const SCHEMA = 1;
/** @param redact takes secrets out of a text. */
function planJson(plan, zip, redact) {
    const { base, database, changes, keptParameters, files, statements, refusal, losses, drift, findings } = plan;
    const value = {
        schema: SCHEMA,
        zip,
        base,
        database: { ...database, predicted: database.dialect !== undefined && database.catalogue !== 'none' },
        statements,
        refusal: refusal ?? null,
        changes,
        keptParameters,
        files,
        losses: losses.map((loss) => ({
            ...loss,
            consent: loss.consent ?? null,
            allow: (0,consent/* consentLine */.$0)(loss),
        })),
        drift,
        findings,
        unusedConsents: plan.unusedConsents,
    };
    return `${JSON.stringify(value, (_, part) => (typeof part === 'string' ? redact(part) : part), 1)}\n`;
}

// EXTERNAL MODULE: ./build/report/result.js
var report_result = __webpack_require__(99934);
;// CONCATENATED MODULE: ./build/commands/write-reports.js
/** Writes `plan-file`, `report-file` and `sarif-file`, whole or not at all. */





/** What each file holds; undefined: there is nothing to write of this result. */
const FILES = [
    ['plan-file', 'planFile', planText],
    ['report-file', 'reportFile', page],
    ['sarif-file', 'sarifFile', sarif],
];
/** @returns the result with the paths that were written; one that can not be written fails a run that was good. */
async function writeReports(inputs, result, { log, secrets }) {
    const outputs = { ...result.outputs };
    const problems = [];
    for (const [name, key, make] of FILES) {
        const path = inputs[key];
        if (path === undefined)
            continue;
        try {
            const text = await make(result, (part) => secrets.redact(part));
            if (text === undefined)
                continue;
            await writeWhole(path, text);
            outputs[name] = path;
            log.info(`${name}: ${path}`);
        }
        catch (error) {
            problems.push(`${name} can not be written: ${(0,errors/* reasonOf */.A3)(error)}.`);
        }
    }
    if (problems.length === 0)
        return { ...result, outputs };
    for (const problem of problems)
        log.error(problem);
    if (result.exitCode !== errors/* EXIT_CODES */.ai.ok)
        return { ...result, outputs };
    const said = `${problems.join(' ')} Of the rest: ${(0,report_result/* headline */.Pl)(result)}.`;
    // What was promoted stays so, whatever became of its report.
    if (result.command === 'promote')
        return { ...result, outputs };
    return {
        ...result,
        outputs,
        result: 'failed',
        exitCode: errors/* EXIT_CODES */.ai.failed,
        reason: said,
        errorId: 'report-not-written',
    };
}
async function planText(result, redact) {
    const { digest, version } = result.application;
    const about = { path: result.zipPath, digest, version, result: result.result, reason: result.reason };
    return result.plan && planJson(result.plan, about, redact);
}
async function sarif({ zipPath, findings }, redact) {
    if (zipPath === '')
        return undefined;
    const { sarifJson } = await __webpack_require__.e(/* import() */ 150).then(__webpack_require__.bind(__webpack_require__, 35150));
    return sarifJson({ path: zipPath, findings }, redact);
}
async function page(result, redact) {
    const { application, plan, findings, reason } = result;
    if (!plan)
        return undefined;
    const { planHtml } = await __webpack_require__.e(/* import() */ 576).then(__webpack_require__.bind(__webpack_require__, 98576));
    const facts = [
        ['Metadata file', result.zipPath],
        ['Application', [application.name, application.version].filter(Boolean).join(' ')],
        ['Digest', application.digest],
    ];
    return planHtml({ headline: (0,report_result/* headline */.Pl)(result), ...(reason === undefined ? {} : { reason }), facts, plan, findings }, redact);
}
async function writeWhole(path, contents) {
    await (0,promises_.mkdir)((0,external_node_path_.dirname)(path), { recursive: true });
    const temporary = `${path}.${process.pid}.part`;
    try {
        await (0,promises_.writeFile)(temporary, contents);
        await (0,promises_.rename)(temporary, path);
    }
    finally {
        await (0,promises_.rm)(temporary, { force: true });
    }
}

;// CONCATENATED MODULE: ./build/commands/run-command.js
/** One command from inputs to result: the same for the action and the command line. Only usage errors are thrown. */




/** @throws Stop (usage) and unexpected errors; every other end is a result. */
async function runCommand(program) {
    const inputs = (0,build_inputs/* readInputs */.K)(program.lookup, program.workspace, program.secrets);
    const result = await writeReports(inputs, await dispatch(inputs, program), program);
    const outputs = { result: result.result, ...result.outputs, reason: result.reason ?? '' };
    return { result: { ...result, outputs }, inputs };
}
async function dispatch(inputs, program) {
    if (inputs.command === 'validate') {
        const { validate } = await __webpack_require__.e(/* import() */ 541).then(__webpack_require__.bind(__webpack_require__, 17541));
        return validate(inputs, new local/* LocalHost */.a(), program.log);
    }
    try {
        const { log, secrets, cancelled, remember } = program;
        const around = { log, secrets, cancelled, caller: await program.caller(inputs.githubToken) };
        if (inputs.command === 'plan')
            return await (await Promise.all(/* import() */[__webpack_require__.e(291), __webpack_require__.e(541), __webpack_require__.e(909), __webpack_require__.e(146)]).then(__webpack_require__.bind(__webpack_require__, 85146))).plan(inputs, around);
        if (inputs.command === 'provision')
            return await (await Promise.all(/* import() */[__webpack_require__.e(291), __webpack_require__.e(541), __webpack_require__.e(909), __webpack_require__.e(769), __webpack_require__.e(720)]).then(__webpack_require__.bind(__webpack_require__, 96720))).provision(inputs, around);
        return await (await Promise.all(/* import() */[__webpack_require__.e(291), __webpack_require__.e(541), __webpack_require__.e(909)]).then(__webpack_require__.bind(__webpack_require__, 11909))).promote(inputs, { ...around, remember });
    }
    catch (error) {
        if (!(error instanceof errors/* Stop */.VG) || error.outcome === 'usage')
            throw error;
        return beforeTheZip(inputs.command, error);
    }
}
/** A gate or a failure before there was a zip to speak of. */
function beforeTheZip(command, stop) {
    const result = (0,errors/* resultOf */.Bg)(stop);
    return {
        command,
        result,
        exitCode: errors/* EXIT_CODES */.ai[result],
        reason: stop.message,
        errorId: stop.id,
        outputs: { changed: 'false', verified: 'none' },
        findings: [],
        zipPath: '',
        application: { name: '', caption: '', version: '', line: undefined, digest: '' },
        promotion: undefined,
        plan: undefined,
        seconds: 0,
    };
}


/***/ }),

/***/ 67680:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DN: () => (/* binding */ readUri),
/* harmony export */   JZ: () => (/* binding */ passwordIn),
/* harmony export */   mt: () => (/* binding */ readDsn)
/* harmony export */ });
/**
 * Addresses of databases, read as PostgreSQL's own library (libpq) reads them: as a URI, which serves MySQL here too, or as
 * `key=value` words. What is understood by half could lead to another database, so it is all or nothing. Holds
 * secrets: never log one of these values.
 */
const NAMES = ['host', 'port', 'user', 'password', 'dbname', 'sslmode'];
/** Login, host or [IPv6], port, path, query. An @ or # further behind is of a password that was not encoded. */
const URI = /^[a-z][a-z0-9+.-]*:\/\/(?:([^/?#]*)@)?(\[[^[\]@/?#]*\]|[^[\]:@/?#\s]*)(?::(\d*))?(?:\/([^?#@]*))?(?:\?([^#@]*))?$/i;
const WORDS = /^\s*(?:\w+\s*=\s*(?:'(?:[^'\\]|\\.)*'|(?!')(?:[^\s\\]|\\.)+)(?:\s+|$))*$/s;
const WORD = /(\w+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|((?:[^\s\\]|\\.)+))/gs;
/** Other names: MySQL's, libpq's for an address without a look-up, which goes before the name of the host. */
const ALIASES = {
    'ssl-mode': 'sslmode',
    socket: 'host',
    unix_socket: 'host',
    hostaddr: 'host',
};
/** @returns undefined when it is none, or names several hosts. */
function readUri(uri) {
    const match = URI.exec(uri);
    if (!match)
        return undefined;
    const [, login, host, port, path, query] = match;
    const colon = login?.indexOf(':') ?? -1;
    const pairs = [
        ['user', colon < 0 ? login : login?.slice(0, colon)],
        ['password', colon < 0 ? undefined : login?.slice(colon + 1)],
        ['host', host?.replace(/^\[|\]$/g, '')],
        ['port', port],
        ['dbname', path],
    ];
    for (const pair of query ? query.split('&') : []) {
        const words = pair.split('=');
        if (words.length !== 2)
            return undefined;
        pairs.push(words[0] === 'ssl' && words[1] === 'true' ? ['sslmode', 'require'] : [words[0], words[1]]);
    }
    const plain = pairs.map(([name, value]) => [decoded(name), decoded(value ?? '')]);
    return plain.some((pair) => pair.includes(undefined)) ? undefined : addressOf(plain);
}
/** The password in an address of either form, for whoever must not repeat it. */
function passwordIn(address) {
    return (readUri(address) ?? readDsn(address))?.parts.password;
}
/** @param dsn a URI too. @returns undefined when it is none, or names several hosts. */
function readDsn(dsn) {
    if (/^postgres(ql)?:\/\//.test(dsn))
        return readUri(dsn);
    if (!WORDS.test(dsn))
        return undefined;
    const plain = (value) => value.replace(/\\(.)/gs, '$1');
    return addressOf([...dsn.matchAll(WORD)].map(([, name = '', quoted, bare]) => [name, plain(quoted ?? bare ?? '')]));
}
/** The last of a name counts, so that what stands behind the `?` goes before the rest; an empty one is as good as none. */
function addressOf(pairs) {
    const parts = {};
    const others = [];
    const known = (name) => NAMES.find((each) => each === (ALIASES[name] ?? name));
    const sorted = [...pairs].sort(([a], [b]) => Number(a === 'hostaddr') - Number(b === 'hostaddr'));
    for (const [name, value] of sorted) {
        const part = known(name);
        if (part === undefined)
            others.push(name);
        else if (value !== '')
            parts[part] = value;
        else if (name !== 'hostaddr')
            delete parts[part];
    }
    const { host = '', port = '1' } = parts;
    const isPort = /^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) < 65_536;
    return host.includes(',') || !isPort ? undefined : { parts, others };
}
/** undefined when the percent-encoding is broken; there is no text with a NUL byte for a server. */
function decoded(part) {
    try {
        const text = decodeURIComponent(part);
        return text.includes('\0') ? undefined : text;
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 77426:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   iX: () => (/* binding */ projectConnection),
/* harmony export */   kt: () => (/* binding */ parseAdminUrl),
/* harmony export */   mx: () => (/* binding */ parseDatabaseUrl),
/* harmony export */   nL: () => (/* binding */ checkSameDialect),
/* harmony export */   u7: () => (/* binding */ connectionName)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(19473);
/* harmony import */ var _metadata_enums_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(65594);
/* harmony import */ var _metadata_model_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(43213);
/* harmony import */ var _planning_catalogue_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(63597);
/* harmony import */ var _address_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(67680);
/**
 * Which database, and how to reach it: the project's own connection as SYS_TASKS has it (docs/jampy.md, "The project's
 * connection"), or a database URL that overrides it. Holds secrets: never log one of these values.
 */






const SCHEMES = {
    postgres: 'postgresql',
    postgresql: 'postgresql',
    mysql: 'mysql',
    mariadb: 'mysql',
};
/** Parameters of libpq and of MySQL's drivers that neither lead to another database nor show another part of it. */
const HARMLESS = /^(charset|collation|(fallback_)?application_name|client_encoding|connect_timeout|keepalives(_\w+)?|tcp_user_timeout|target_session_attrs|load_balance_hosts|channel_binding|gss\w+|krbsrvname|require_auth|requirepeer|ssl\w+)$/;
/**
 * The project's own connection.
 * @param task the SYS_TASKS row.
 * @param projectDir folder that SQLite paths are relative to; undefined when it is not on this machine.
 * @returns undefined when the database can not be reached from here (SQLite without its folder, another type).
 */
function projectConnection(task, projectDir) {
    const dialect = (0,_planning_catalogue_js__WEBPACK_IMPORTED_MODULE_3__/* .dialectOf */ .E)((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .int */ .Wh)(task, 'f_db_type') ?? 0);
    if (!dialect)
        return undefined;
    if (dialect === 'sqlite') {
        return projectDir === undefined ? undefined : { dialect, path: (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(projectDir, (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(task, 'f_alias')) };
    }
    const dsn = dialect === 'postgresql' ? (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(task, 'f_dsn').trim() : '';
    // It takes the place of everything else.
    if (dsn)
        return dsnConnection(dsn);
    const port = Number((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(task, 'f_port'));
    return {
        dialect,
        database: (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(task, 'f_alias'),
        user: (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(task, 'f_login') || undefined,
        password: (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(task, 'f_password') || undefined,
        host: (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(task, 'f_host') || undefined,
        port: Number.isInteger(port) && port > 0 ? port : undefined,
        ssl: undefined,
    };
}
/** Where a connection string leads; libpq asks nothing else then, and calls a database without a name after its user. */
function dsnConnection(dsn) {
    const address = (0,_address_js__WEBPACK_IMPORTED_MODULE_4__/* .readDsn */ .mt)(dsn);
    const connection = serverConnection('postgresql', { ...address?.parts, dbname: nameIn(address) });
    const understood = address?.others.every((name) => HARMLESS.test(name)) && connection.database !== '';
    return understood
        ? connection
        : {
            ...connection,
            trouble: "in the project's own connection string there is something that is not understood here",
        };
}
function nameIn(address) {
    return address?.parts.dbname ?? address?.parts.user ?? '';
}
function serverConnection(dialect, parts) {
    const { dbname: database, user, password, host, port, sslmode } = parts;
    return {
        dialect,
        database,
        user,
        password,
        host,
        port: port === undefined ? undefined : Number(port),
        ssl: sslOf(sslmode),
    };
}
/**
 * The value of `database-url`: `postgres://`, `mysql://`, `sqlite:PATH` (relative to the project's folder).
 * @throws Stop (usage) that never repeats the value, since it holds a password.
 */
function parseDatabaseUrl(value, projectDir) {
    if (/^sqlite:/i.test(value)) {
        const path = value.replace(/^sqlite:(\/\/)?/i, '');
        if (!path)
            throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .usage */ .CI)('database-url', 'database-url names no file: write sqlite:PATH, relative to project-dir.');
        return { dialect: 'sqlite', path: (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(projectDir ?? '.', path) };
    }
    const address = (0,_address_js__WEBPACK_IMPORTED_MODULE_4__/* .readUri */ .DN)(value);
    if (!address) {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .usage */ .CI)('database-url', 'database-url is not an address: write postgres://user:password@host:port/database, mysql://… or sqlite:PATH, with special characters in the password percent-encoded.');
    }
    const scheme = value.slice(0, value.indexOf(':')).toLowerCase();
    const dialect = SCHEMES[scheme];
    if (!dialect)
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .usage */ .CI)('database-url', `database-url begins with ${scheme}:, which is none of postgres:, mysql: and sqlite:.`);
    if (!address.others.every((name) => HARMLESS.test(name)))
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .usage */ .CI)('database-url', 'database-url has a parameter behind its ? that may lead to another database and is not understood here: write host, port, user, password, dbname or sslmode, and leave others out.');
    const { dbname } = address.parts;
    if (!dbname)
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .usage */ .CI)('database-url', 'database-url names no database: it stands behind the host, as in postgres://user:password@host/database.');
    return serverConnection(dialect, { ...address.parts, dbname });
}
/** A database that every server has, for an administrator that names none. */
const ALWAYS_THERE = { postgresql: 'postgres', mysql: 'information_schema' };
/**
 * The value of `database-admin-url`: as `database-url`, and the database may be left out.
 * @throws Stop (usage) that never repeats the value.
 */
function parseAdminUrl(value) {
    const [, start, rest = ''] = /^([a-z]+:\/\/[^/?#]*)\/?(\?.*)?$/i.exec(value) ?? [];
    const scheme = value.slice(0, Math.max(0, value.indexOf(':'))).toLowerCase();
    const dialect = SCHEMES[scheme];
    const whole = start !== undefined && dialect ? `${start}/${ALWAYS_THERE[dialect]}${rest}` : value;
    let connection;
    try {
        connection = parseDatabaseUrl(whole, undefined);
    }
    catch (error) {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .usage */ .CI)('database-admin-url', (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .reasonOf */ .A3)(error).replaceAll('database-url', 'database-admin-url'));
    }
    if (connection.dialect !== 'sqlite')
        return connection;
    throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .usage */ .CI)('database-admin-url', 'database-admin-url is for PostgreSQL, MySQL and MariaDB: an SQLite database needs none.');
}
/** libpq's sslmode and MySQL's ssl-mode alike. */
function sslOf(mode) {
    if (mode === undefined || /^(disable|disabled|prefer|preferred|allow)$/i.test(mode))
        return undefined;
    return /^verify/i.test(mode) ? 'verify' : 'encrypt';
}
/** @throws Stop when the URL is for another database than the project's. */
function checkSameDialect(connection, dbType) {
    if ((0,_planning_catalogue_js__WEBPACK_IMPORTED_MODULE_3__/* .dialectOf */ .E)(dbType) !== connection.dialect) {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .refuse */ .TR)('database-url-type', `database-url is for ${connection.dialect}, but the project is set to ${(0,_metadata_enums_js__WEBPACK_IMPORTED_MODULE_2__/* .databaseName */ .Do)(dbType)}: it would look at another database. Nothing was touched.`);
    }
}
/** Address without login, for sentences. */
function connectionName(connection) {
    if (connection.dialect === 'sqlite')
        return `SQLite file ${connection.path}`;
    const server = connection.dialect === 'postgresql' ? 'PostgreSQL' : 'MySQL/MariaDB';
    if (connection.database === '')
        return `${server} database of the project's own connection string`;
    return `${server} database ${connection.database} on ${connection.host ?? 'this machine'}${connection.port ? `:${connection.port}` : ''}`;
}


/***/ }),

/***/ 19473:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A3: () => (/* binding */ reasonOf),
/* harmony export */   Bg: () => (/* binding */ resultOf),
/* harmony export */   CI: () => (/* binding */ usage),
/* harmony export */   DU: () => (/* binding */ lost),
/* harmony export */   TR: () => (/* binding */ refuse),
/* harmony export */   VG: () => (/* binding */ Stop),
/* harmony export */   ai: () => (/* binding */ EXIT_CODES),
/* harmony export */   fJ: () => (/* binding */ fail)
/* harmony export */ });
/**
 * The ways a run can end without its normal result. Every one carries an id (stable, documented) and one sentence
 * that says what happened, what it means and what to do. Nothing else is thrown on purpose.
 */
/** Exit codes of the action and the command line alike. */
const EXIT_CODES = {
    ok: 0,
    invalid: 1,
    failed: 1,
    usage: 2,
    refused: 3,
    unknown: 4,
};
/** A deliberate end of the run. `message` is one sentence for people; `id` is stable for machines and documentation. */
class Stop extends Error {
    name = 'Stop';
    outcome;
    id;
    constructor(outcome, id, message, options) {
        super(message, options);
        this.outcome = outcome;
        this.id = id;
    }
}
/** The result of a run that a Stop other than wrong use has ended. */
function resultOf({ outcome }) {
    return outcome === 'refused' || outcome === 'unknown' ? outcome : 'failed';
}
/** A bad value, a missing input, no metadata file or several: exit 2. */
function usage(id, message) {
    return new Stop('usage', id, message);
}
/** A gate said no; nothing was touched: exit 3. */
function refuse(id, message) {
    return new Stop('refused', id, message);
}
/** Tried and did not work, or the target could not be reached or read: exit 1. The sentence says what state it is in. */
function fail(id, message, cause) {
    return new Stop('failed', id, message, { cause });
}
/** We lost sight of the import past the deadline: exit 4. */
function lost(id, message) {
    return new Stop('unknown', id, message);
}
/** The text of anything thrown, on one line, without a stack trace. */
function reasonOf(error) {
    if (error instanceof AggregateError && error.errors.length > 0 && !error.message) {
        return error.errors.map(reasonOf).join('; ');
    }
    const text = error instanceof Error ? error.message || error.name : String(error);
    return text.replace(/\s+/g, ' ').trim();
}


/***/ }),

/***/ 40654:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J3: () => (/* binding */ tried),
/* harmony export */   NX: () => (/* binding */ troubleText),
/* harmony export */   US: () => (/* binding */ isForbidden),
/* harmony export */   o6: () => (/* binding */ openGitHub)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(58500);
/** GitHub's REST API for one repository: each call bounded in time, each piece of work tried again where that may help. */

/** In milliseconds. */
const CALL_LIMIT = 20_000;
const FIRST_WAIT = 1_000;
/** A limit that lasts longer is not waited for: a deployment must not hang on a comment. */
const LONGEST_WAIT = 60_000;
const ATTEMPTS = 3;
/** @param repository `owner/name`. */
async function openGitHub(token, repository) {
    const { getOctokit } = await Promise.all(/* import() */[__webpack_require__.e(119), __webpack_require__.e(413)]).then(__webpack_require__.bind(__webpack_require__, 92413));
    const quiet = () => { };
    const octokit = getOctokit(token, { log: { debug: quiet, info: quiet, warn: quiet, error: quiet } });
    octokit.hook.before('request', (options) => {
        options.request = { ...options.request, signal: AbortSignal.timeout(CALL_LIMIT) };
    });
    const [owner = '', repo = ''] = repository.split('/');
    return { api: octokit.rest, owner, repo };
}
/**
 * Does it again after a failure that may pass: a server's, the network's, a limit that ends soon.
 * @param work looks first at what is there, so that doing it twice leaves one.
 */
async function tried(work) {
    for (let attempt = 1;; attempt++) {
        try {
            return await work();
        }
        catch (error) {
            const wait = waitAfter(error, attempt);
            if (wait === undefined || attempt >= ATTEMPTS)
                throw error;
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(wait);
        }
    }
}
/** Milliseconds; undefined: it will not pass, or not soon. */
function waitAfter(error, attempt) {
    const { status } = error;
    // Octokit gives 500 to what never reached a server.
    if (status === undefined || status >= 500)
        return FIRST_WAIT * attempt ** 2;
    if (!isLimited(error))
        return undefined;
    const headers = error.response?.headers ?? {};
    const seconds = Number(headers['retry-after'] ?? Number.NaN);
    const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN) * 1000 - Date.now();
    const wait = Number.isFinite(seconds) ? seconds * 1000 : Number.isFinite(reset) ? reset : LONGEST_WAIT;
    return wait > LONGEST_WAIT ? undefined : Math.max(wait, FIRST_WAIT);
}
/** A primary or secondary rate limit, which GitHub tells with 429 or 403. */
function isLimited({ status, message, response }) {
    if (status === 429)
        return true;
    if (status !== 403)
        return false;
    const { 'retry-after': after, 'x-ratelimit-remaining': left } = response?.headers ?? {};
    return after !== undefined || String(left) === '0' || /rate limit/i.test(message ?? '');
}
/** The token lacks a permission; from a fork it always does. */
function isForbidden(error) {
    const { status } = error;
    return (status === 401 || status === 403 || status === 404) && !isLimited(error);
}
/** In a few words, for a sentence: never what the server wrote beside its message. */
function troubleText(error) {
    const { status, response, message = 'no reason was given' } = error;
    const first = message
        .split('\n')[0]
        ?.replace(/ - https:\/\/docs\S*$/, '')
        .replace(/\.$/, '') ?? '';
    if (isLimited(error))
        return 'its rate limit is reached';
    return status === undefined || response === undefined ? first : `HTTP ${status}, ${first}`;
}


/***/ }),

/***/ 32696:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  $: () => (/* binding */ callerOf),
  Y: () => (/* binding */ runAddress)
});

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
// EXTERNAL MODULE: ./build/github/api.js
var api = __webpack_require__(40654);
;// CONCATENATED MODULE: ./build/github/commit-files.js

function commitFiles(open) {
    return {
        list: (commit) => (0,api/* tried */.J3)(async () => {
            const { api, owner, repo } = await open();
            const { data } = await api.git.getTree({ owner, repo, tree_sha: commit, recursive: '1' });
            if (data.truncated)
                throw Object.assign(new Error('the repository has too many files'), { status: 422 });
            return data.tree.flatMap(({ path, type }) => (type === 'blob' && path ? [path] : []));
        }),
        read: (commit, path, limit) => (0,api/* tried */.J3)(async () => {
            const { api, owner, repo } = await open();
            // As a stream: octokit takes the bytes for text, by what GitHub says of them. Raw goes up to 100 MB, JSON to 1 MB.
            const { data } = await api.repos.getContent({
                owner,
                repo,
                path,
                ref: commit,
                mediaType: { format: 'raw' },
                request: { parseSuccessResponseBody: false },
            });
            const chunks = [];
            let size = 0;
            for await (const chunk of data) {
                size += chunk.length;
                if (size > limit)
                    throw Object.assign(new Error(`${path} is too large`), { status: 422 });
                chunks.push(chunk);
            }
            return Buffer.concat(chunks);
        }),
    };
}

;// CONCATENATED MODULE: ./build/github/context.js
/** Who runs us and what for, as GitHub tells it. Loaded only when a command needs it. */



/** On a runner the actor and the address of the run; elsewhere the user of this machine. */
async function callerOf(env, githubToken) {
    if (env.GITHUB_ACTIONS !== 'true') {
        return { who: userName(), run: 'from the command line', event: env.GITHUB_EVENT_NAME ?? '' };
    }
    const { context } = await Promise.all(/* import() */[__webpack_require__.e(119), __webpack_require__.e(413)]).then(__webpack_require__.bind(__webpack_require__, 92413));
    const repository = env.GITHUB_REPOSITORY ?? 'unknown repository';
    return {
        who: context.actor || 'unknown actor',
        run: runAddress(context, repository),
        event: context.eventName ?? '',
        ...baseOf(context),
        ...(githubToken === undefined ? {} : { commitFiles: commitFiles(() => (0,api/* openGitHub */.o6)(githubToken, repository)) }),
    };
}
/** The page of this run. @param repository `owner/name`. */
function runAddress({ serverUrl, runId }, repository) {
    return `${serverUrl}/${repository}/actions/runs/${runId}`;
}
function baseOf({ eventName, payload }) {
    const sha = payload.pull_request?.base?.sha;
    const known = eventName.startsWith('pull_request') && typeof sha === 'string' && /^[0-9a-f]{40,64}$/.test(sha);
    return known ? { baseCommit: sha } : {};
}
function userName() {
    try {
        return (0,external_node_os_.userInfo)().username;
    }
    catch {
        return 'a user without a name';
    }
}


/***/ }),

/***/ 76446:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $m: () => (/* binding */ NO_SWITCH),
/* harmony export */   Ec: () => (/* binding */ switchScript),
/* harmony export */   Kw: () => (/* binding */ stillArmed),
/* harmony export */   am: () => (/* binding */ standDownScript),
/* harmony export */   tu: () => (/* binding */ wordsFor)
/* harmony export */ });
/* harmony import */ var _leftovers_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(95420);
/* harmony import */ var _quote_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(28976);
/**
 * A script that the host runs by itself when it has not heard of us for a while: a connection that stays broken, or a
 * runner that is gone, must not leave things half done there.
 */


/** On this machine there is no connection that could break. */
const NO_SWITCH = {
    fired: async () => false,
    disarm: async () => true,
    done: async () => false,
};
/** Files in our private folder there. */
const SWITCH_FILES = {
    alive: 'switch-alive',
    fired: 'switch-fired',
    done: 'switch-done',
    over: 'switch-over',
    pid: 'switch-pid',
};
/** The path of such a file as a shell word. */
function wordsFor(folder) {
    return (name) => (0,_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .quoteWord */ .X)(`${folder}/${SWITCH_FILES[name]}`);
}
/**
 * The waiting script, for a shell on the host.
 * @param folder private to us there: when it is gone, so is the need. @param token of this run.
 * @param options.silentSeconds how long we may be silent. @param options.patienceSeconds how long programs that were
 * started `detached` may go on before `script` is run all the same.
 */
function switchScript(folder, token, script, options) {
    const file = wordsFor(folder);
    const running = (0,_leftovers_js__WEBPACK_IMPORTED_MODULE_1__/* .leftRunningScript */ .op)('/tmp', token);
    return [
        'cd /',
        `echo $$ >${file('pid')}`,
        'while :; do',
        '  sleep 2',
        `  [ -e ${file('over')} ] && exit 0`,
        `  [ -e ${file('alive')} ] || exit 0`,
        `  [ -n "$(find ${file('alive')} -newermt '-${options.silentSeconds} seconds' 2>/dev/null)" ] || break`,
        'done',
        // One of the two wins: whoever makes the name of the other out of its own file.
        `mv -T ${file('alive')} ${file('fired')} || exit 0`,
        'waited=0',
        `while [ "$waited" -lt ${options.patienceSeconds} ] && [ -n "$(${running})" ]; do sleep 1; waited=$((waited + 1)); done`,
        script,
        `: >${file('done')}`,
    ].join('\n');
}
/** Shell words that succeed while the switch may still act: what it goes by must not be removed under its hands. */
function stillArmed(folder) {
    const file = wordsFor(folder);
    return `[ -e ${file('alive')} ] || { [ -e ${file('fired')} ] && [ ! -e ${file('done')} ]; }`;
}
/**
 * For whoever puts the target in order after a run that was killed: its switch does nothing any more, also where it has
 * begun to. The number in its file is believed only of a shell that has this folder among its words.
 */
function standDownScript(folder) {
    const file = wordsFor(folder);
    return [
        `mv -T ${file('alive')} ${file('over')} 2>/dev/null`,
        `if read -r pid 2>/dev/null <${file('pid')} && [ "$pid" -gt 1 ]; then`,
        `  grep -qaF -e ${(0,_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .quoteWord */ .X)(`${folder}/${SWITCH_FILES.fired}`)} "/proc/$pid/cmdline" 2>/dev/null && kill -s TERM -- "-$pid" 2>/dev/null`,
        'fi',
    ].join('\n');
}


/***/ }),

/***/ 95359:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   PJ: () => (/* binding */ execute),
/* harmony export */   TH: () => (/* binding */ passOn),
/* harmony export */   U4: () => (/* binding */ startTrouble),
/* harmony export */   g7: () => (/* binding */ collector),
/* harmony export */   zP: () => (/* binding */ endOfFile)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_string_decoder__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(46193);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(19473);
/** The only place that starts processes: @actions/exec, its output bounded and handed out by lines or bytes. */



const KEPT_OUTPUT = 64 * 1024;
const LONGEST_LINE = 2000;
/** How long after a program's end we wait for programs it left behind that still hold its output, in milliseconds. */
const OUTPUT_GRACE = 1000;
/** Bytes that Linux takes as one argument, its end included. */
const LONGEST_ARGUMENT = 128 * 1024;
/**
 * @returns the exit code. @throws when it could not be started; see startTrouble. What a listener threw comes once the
 * program has ended, and that listener is told no more; the other one may have to tell how to end it.
 */
async function execute(execution) {
    const { exec } = await __webpack_require__.e(/* import() */ 260).then(__webpack_require__.bind(__webpack_require__, 81260));
    const { argv, cwd = process.cwd() } = execution;
    // What the system refuses to start for its words @actions/exec never answers, and it ends our process.
    if (argv.some((word) => Buffer.byteLength(word) >= LONGEST_ARGUMENT)) {
        throw new Error('one of its arguments is longer than 128 KiB');
    }
    if (argv.some((word) => word.includes('\0')))
        throw new Error('one of its arguments holds a NUL byte');
    if (cwd.includes('\0'))
        throw new Error('the name of its folder holds a NUL byte');
    const [program = '', ...args] = argv;
    let thrown;
    // Thrown inside of @actions/exec it would end our process.
    const kept = (onBytes) => {
        let deaf = false;
        return (bytes) => {
            if (deaf)
                return;
            try {
                onBytes(bytes);
            }
            catch (error) {
                deaf = true;
                thrown ??= { error };
            }
        };
    };
    const code = await exec(quoted(program), args, {
        silent: true,
        ignoreReturnCode: true,
        cwd,
        env: { ...childEnvironment(), ...execution.env },
        ...(execution.input ? { input: execution.input } : {}),
        delay: OUTPUT_GRACE,
        listeners: { stdout: taken(kept(execution.onStdout)), stderr: taken(kept(execution.onStderr)) },
    });
    if (thrown)
        throw thrown.error;
    return code ?? undefined;
}
/**
 * @actions/exec goes on to look for lines in what its listeners have seen, and keeps all that has none: 100 MB of zeros
 * took it two minutes. So they get a copy, and what is left for it is one short line.
 */
function taken(onBytes) {
    return (bytes) => {
        onBytes(Buffer.from(bytes));
        bytes.fill(0);
        bytes[bytes.length - 1] = 10;
    };
}
/**
 * What no child gets: our own inputs (which may be secrets), the job's tokens, and the files by which a step tells its
 * outputs: what an application's code wrote there would pass for our word.
 */
const HIDDEN = /^(INPUT_.*|JAMPY_.*|ACTIONS_.*|(GITHUB|GH)(_ENTERPRISE)?_TOKEN|GITHUB_(OUTPUT|ENV|PATH|STATE|STEP_SUMMARY))$/i;
/** Of what we were given; a service that is started here must outlive the job. */
function childEnvironment() {
    const env = {};
    for (const [name, value] of Object.entries(process.env)) {
        if (value !== undefined && !HIDDEN.test(name))
            env[name] = value;
    }
    // GitHub's runner ends every process that carries this mark when the job is over.
    if (env.RUNNER_TRACKING_ID !== undefined)
        env.RUNNER_TRACKING_ID = '';
    return env;
}
/** @actions/exec splits its first argument at blanks, so the program's path is quoted. It knows no escape but `\"`. */
function quoted(program) {
    return `"${program.replaceAll('"', '\\"')}"`;
}
/** What @actions/exec says about a program that it does not find is three sentences about PATH. */
function startTrouble(error, program) {
    const said = (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .reasonOf */ .A3)(error).replace(/\.$/, '');
    return /^Unable to locate executable file/.test(said) ? `${program} is not there` : said;
}
/** Collects the end of a stream and hands out whole lines. @param filter sees the text first; at the end nothing. */
function collector(onLine, filter = (text = '') => text) {
    const decoder = new node_string_decoder__WEBPACK_IMPORTED_MODULE_1__.StringDecoder('utf8');
    let kept = '';
    let line = '';
    const take = (raw) => {
        const text = filter(raw);
        kept = (kept + text).slice(-KEPT_OUTPUT);
        if (!onLine)
            return;
        line += text;
        const lines = line.split(/\r?\n/);
        line = (lines.pop() ?? '').slice(0, LONGEST_LINE);
        for (const whole of lines)
            onLine(whole.slice(0, LONGEST_LINE));
    };
    return {
        data: (chunk) => take(decoder.write(Buffer.from(chunk))),
        end: () => {
            take(decoder.end());
            take();
            if (onLine && line)
                onLine(line);
            return kept;
        },
    };
}
/** Hands the bytes on instead of keeping them. */
function passOn(onBytes) {
    return { data: onBytes, end: () => '' };
}
/** The end of a file of output, as text; nothing where there is none. */
async function endOfFile(path) {
    const file = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.open)(path).catch(() => undefined);
    if (!file)
        return '';
    try {
        const { size } = await file.stat();
        const from = Math.max(0, size - KEPT_OUTPUT);
        const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
        const bytes = buffer.subarray(0, bytesRead);
        // The rest of a character whose beginning is left out.
        const first = from === 0 ? 0 : bytes.findIndex((byte) => (byte & 0xc0) !== 0x80);
        return bytes.subarray(Math.max(0, first)).toString('utf8');
    }
    finally {
        await file.close();
    }
}


/***/ }),

/***/ 52726:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ fileTrouble)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);

/** What a file error means, without Node's codes. */
function fileTrouble(error) {
    const known = {
        EACCES: 'the user of this run has no right to',
        EPERM: 'the user of this run has no right to',
        EROFS: 'it is on a file system that is read-only',
        ENOSPC: 'no space is left there',
        EDQUOT: "the user's quota is used up",
        ENOTDIR: 'a part of its path is a file',
        ENOENT: 'its folder is not there',
        EISDIR: 'it is a folder',
        ERR_FS_EISDIR: 'it is a folder',
        EMFILE: 'too many files are open',
    };
    return known[String(error?.code)] ?? (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .reasonOf */ .A3)(error);
}


/***/ }),

/***/ 95420:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   op: () => (/* binding */ leftRunningScript),
/* harmony export */   u0: () => (/* binding */ parseLeftRunning),
/* harmony export */   ub: () => (/* binding */ folderName)
/* harmony export */ });
/* harmony import */ var _quote_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(28976);

/** Letters and digits: part of paths and patterns. */
const TOKEN = /^[A-Za-z0-9]{8,64}$/;
/** Every temporary folder of a run begins with this. @throws when it is no token. */
function folderName(token) {
    if (!TOKEN.test(token))
        throw new Error(`not a token: ${token}`);
    return `jampy-promote-${token}`;
}
/**
 * A script that prints `group PID` or `alone PID` for every program that still runs. A number alone proves nothing, it is
 * used again: the shell around the program must still have the random path of its output among its arguments. Folders
 * that are not our own count for nothing.
 * @param parent folder of temporary folders, as it was written into the arguments.
 */
function leftRunningScript(parent, token) {
    const folders = `-maxdepth 1 -type d -user "$(id -u)" -name ${(0,_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .quoteWord */ .X)(`${folderName(token)}*`)}`;
    return [
        `find ${(0,_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .quoteWord */ .X)(`${parent}/`.replace(/\/+$/, '/.'))} ${folders} -exec find '{}' -maxdepth 1 -name '*.group' ';' 2>/dev/null |`,
        'while read -r file; do',
        `  out=${(0,_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .quoteWord */ .X)(parent.replace(/\/+$/, ''))}/\${file#*/./}; out=\${out%.group}`,
        '  [ -e "$out.code" ] && continue',
        '  read -r kind pid <"$file" || continue',
        `  tr '\\0' '\\n' <"/proc/$pid/cmdline" 2>/dev/null | grep -qxF -e "$out" && echo "$kind $pid"`,
        'done; true',
    ].join('\n');
}
function parseLeftRunning(said) {
    return [...said.matchAll(/^(group|alone) ([1-9]\d{0,9})$/gm)].map((match) => ({
        pid: Number(match[2]),
        ownGroup: match[1] === 'group',
    }));
}


/***/ }),

/***/ 72064:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  b: () => (/* binding */ LocalPrograms)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(77030);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/hosts/dead-man-switch.js
var dead_man_switch = __webpack_require__(76446);
// EXTERNAL MODULE: ./build/hosts/exec.js
var exec = __webpack_require__(95359);
// EXTERNAL MODULE: ./build/hosts/leftovers.js
var leftovers = __webpack_require__(95420);
// EXTERNAL MODULE: ./build/hosts/process-group.js
var process_group = __webpack_require__(12159);
// EXTERNAL MODULE: ./build/hosts/quote.js
var quote = __webpack_require__(28976);
// EXTERNAL MODULE: ./build/hosts/shell-words.js
var shell_words = __webpack_require__(41034);
;// CONCATENATED MODULE: ./build/hosts/windows.js
/**
 * Programs on Windows, which has no process groups: a small Node in between tells the program's number and ends as it
 * ends; a tree of processes is ended by Windows' own taskkill.
 */

/**
 * Standard input is handed on, and what is left of it is drained, so that a program that ends early does not break the
 * pipe. What cmd.exe gets it splits itself, by rules of its own.
 */
const BETWEEN = `
const { spawn } = require('node:child_process');
const [marker, program, ...args] = process.argv.slice(1);
const stdio = ['pipe', 'inherit', 'inherit'];
const windowsVerbatimArguments = program === 'cmd.exe';
const child = spawn(program, args, { stdio, windowsHide: true, windowsVerbatimArguments });
child.on('spawn', () => process.stderr.write(marker + ' alone ' + child.pid + '\\n'));
child.on('error', ({ code, message }) => {
  process.stderr.write((code === 'ENOENT' ? program + ' is not there' : message) + '\\n');
  process.exit(127);
});
child.stdin.on('error', () => {});
process.stdin.on('error', () => {}).pipe(child.stdin);
child.on('exit', (code) => {
  process.stdin.unpipe().resume().on('end', () => process.exit(code ?? 1));
  if (process.stdin.readableEnded) process.exit(code ?? 1);
});
`;
/** @param marker as of `groupArgv`: a line of standard error is `MARKER alone PID`. */
function windowsArgv(argv, marker) {
    return [process.execPath, '-e', BETWEEN, marker, ...argv];
}
/** A line as operators write it, for `windowsArgv`. */
function windowsShell(line) {
    return ['cmd.exe', '/d', '/s', '/c', `"${line}"`];
}
/** A program with everything that it started, as far as taskkill can; one that has ended already is no error. */
async function endTree(pid) {
    const silent = () => { };
    const argv = ['taskkill', '/pid', String(pid), '/t', '/f'];
    await (0,exec/* execute */.PJ)({ argv, input: Buffer.alloc(0), onStdout: silent, onStderr: silent }).catch(silent);
    try {
        process.kill(pid, 'SIGKILL');
    }
    catch {
        // As it should be.
    }
}

;// CONCATENATED MODULE: ./build/hosts/local-programs.js
/** Programs on this machine, as us or as another user. */














/** Between asking a process group to end and forcing it, and until that has worked, in milliseconds. */
const TERM_GRACE = 3000;
const POSIX = process.platform !== 'win32';
const ROOT = process.getuid?.() === 0;
class LocalPrograms {
    name = 'this machine';
    #user;
    #token;
    /**
     * @param user name or numeric id; undefined: the user we are. @param token of this run: names its temporary folders, so
     * that they are found when it is killed.
     */
    constructor(user, token) {
        this.#user = user;
        this.#token = token;
    }
    async run(command) {
        if (!command.detached || !POSIX)
            return this.#run(command, undefined);
        // To a file, not a pipe: a service that is started keeps its output, and must not die of a closed pipe when we end.
        const folder = await promises_.mkdtemp((0,external_node_path_.join)(await temporary(), `${this.#ourName}-`));
        try {
            const output = (0,external_node_path_.join)(folder, 'out');
            const finished = await this.#run(command, output);
            const stdout = await (0,exec/* endOfFile */.zP)(output);
            const refused = (0,shell_words/* sudoTrouble */.Bz)(this.name, (0,process_group/* asUser */.ex)(this.#user, ROOT), stdout);
            if (refused)
                throw refused;
            return { ...finished, stdout };
        }
        finally {
            await promises_.rm(folder, { recursive: true, force: true });
        }
    }
    async #run(command, output) {
        const marker = `group-${(0,external_node_crypto_.randomBytes)(8).toString('hex')}`;
        let started;
        let ran = false;
        let timedOut = false;
        let ending;
        const late = POSIX && command.input instanceof Promise ? command.input : undefined;
        const pipe = late && (0,external_node_path_.join)(await temporary(), `${this.#ourName}-${(0,external_node_crypto_.randomBytes)(8).toString('hex')}.in`);
        const prefix = (0,process_group/* asUser */.ex)(this.#user, ROOT);
        // Our own folder may be closed to another user.
        const cwd = command.cwd ?? (prefix.length > 0 ? '/' : undefined);
        const argv = POSIX
            ? (0,process_group/* groupArgv */.w8)(command.argv, marker, { env: command.env, prefix, pipe, output })
            : windowsArgv(command.argv, marker);
        const out = command.onBytes ? (0,exec/* passOn */.TH)(command.onBytes) : (0,exec/* collector */.g7)(command.onLine);
        const end = () => {
            timedOut = true;
            if (started)
                ending ??= this.endGroup(started);
        };
        const onStarted = (told) => {
            started = told;
            ran = true;
            command.onStarted?.(told);
            if (timedOut)
                end();
            if (late && pipe)
                void feed(pipe, late);
        };
        const err = (0,exec/* collector */.g7)(command.onLine, (0,process_group/* markerFilter */.jV)(marker, onStarted));
        const timer = command.timeoutMs > 0 ? setTimeout(end, command.timeoutMs) : undefined;
        command.signal?.addEventListener('abort', end, { once: true });
        if (command.signal?.aborted)
            end();
        try {
            const code = await (0,exec/* execute */.PJ)({
                argv,
                ...(cwd === undefined ? {} : { cwd }),
                ...(POSIX ? {} : { env: command.env ?? {} }),
                input: late ? Buffer.alloc(0) : Buffer.from((await command.input) ?? ''),
                onStdout: (bytes) => {
                    // May be heard before the word of its start, which comes by the other way.
                    ran = true;
                    out.data(bytes);
                },
                onStderr: err.data,
            });
            const [stdout, stderr] = [out.end(), err.end()];
            if (!started && !timedOut && code !== 0)
                throw new Error(stderr.trim() || `exit code ${code}`);
            await ending;
            const refused = (0,shell_words/* sudoTrouble */.Bz)(this.name, prefix, stderr);
            if (refused)
                throw refused;
            return { code: timedOut ? undefined : code, stdout, stderr, timedOut };
        }
        catch (error) {
            // Once it has started, what is thrown comes from whoever listens to it.
            if (error instanceof errors/* Stop */.VG || ran)
                throw error;
            throw (0,errors/* fail */.fJ)('host-run', `Could not start ${command.argv[0]} on ${this.name}: ${(0,exec/* startTrouble */.U4)(error, String(argv[0]))}.`, error);
        }
        finally {
            clearTimeout(timer);
            command.signal?.removeEventListener('abort', end);
            if (pipe)
                await promises_.rm(pipe, { force: true });
        }
    }
    shell(line, options) {
        const argv = POSIX ? ['sh', '-c', line] : windowsShell(line);
        return new LocalPrograms(undefined, this.#token).run({ ...options, argv, detached: true });
    }
    async endGroup(started) {
        for (const signal of ['SIGTERM', 'SIGKILL']) {
            await (POSIX ? this.#signal(started, signal) : endTree(started.pid));
            const deadline = Date.now() + TERM_GRACE;
            while (Date.now() < deadline) {
                if (!(await this.groupRuns(started)))
                    return;
                await new Promise((resolve) => setTimeout(resolve, 50));
            }
        }
    }
    async groupRuns({ pid, ownGroup }) {
        try {
            process.kill(ownGroup ? -pid : pid, 0);
            return true;
        }
        catch (error) {
            return error.code === 'EPERM';
        }
    }
    async #signal({ pid, ownGroup }, name) {
        const target = ownGroup ? -pid : pid;
        try {
            process.kill(target, name);
        }
        catch {
            // It ended by itself meanwhile.
        }
        if (this.#user === undefined || ROOT)
            return;
        // The program itself belongs to the other user; sudo's own process ends with it.
        const argv = ['kill', `-${name.slice(3)}`, '--', String(target)];
        await this.run({ argv, timeoutMs: 10_000 }).catch(() => { });
    }
    async leftRunning(token) {
        if (!POSIX)
            return [];
        const argv = ['sh', '-c', (0,leftovers/* leftRunningScript */.op)(await temporary(), token)];
        return (0,leftovers/* parseLeftRunning */.u0)((await new LocalPrograms().run({ argv, timeoutMs: 60_000 })).stdout);
    }
    async removeLeftovers(token) {
        const parent = await temporary();
        const ours = (await promises_.readdir(parent)).filter((name) => name.startsWith(`${(0,leftovers/* folderName */.ub)(token)}-`));
        // Another user's stay.
        for (const name of ours)
            await promises_.rm((0,external_node_path_.join)(parent, name), { recursive: true, force: true }).catch(() => { });
    }
    get #ourName() {
        return this.#token === undefined ? 'jampy-promote-run' : (0,leftovers/* folderName */.ub)(this.#token);
    }
    commandLine(argv) {
        return (0,quote/* quoteWords */.A)([...(0,process_group/* asUser */.ex)(this.#user, ROOT), ...argv]);
    }
    async whenLost() {
        return dead_man_switch/* NO_SWITCH */.$m;
    }
    async missingPrograms(names) {
        if (!POSIX || names.length === 0)
            return [];
        const { stdout } = await this.run({
            argv: [
                'sh',
                '-c',
                'for name; do command -v -- "$name" >/dev/null 2>&1 || printf "%s\\0" "$name"; done',
                'sh',
                ...names,
            ],
            timeoutMs: 10_000,
        });
        return stdout.split('\0').filter(Boolean);
    }
}
/** Without links, since it is compared with what stands among a process's arguments. */
function temporary() {
    return promises_.realpath((0,external_node_os_.tmpdir)());
}
/**
 * Writes into a named pipe that its reader holds open; a reader that is gone wants nothing more. Never waits inside of the
 * system: for a reader that was ended, or one that does not read, that would keep our own process from ending.
 */
async function feed(pipe, input) {
    try {
        const text = await input;
        // Opened without a reader this fails at once.
        const fd = (0,external_node_fs_.openSync)(pipe, external_node_fs_.constants.O_WRONLY | external_node_fs_.constants.O_NONBLOCK);
        // How the program ended says what went wrong.
        new external_node_net_.Socket({ fd, readable: false }).on('error', () => { }).end(text);
    }
    catch {
        // So does it here.
    }
}


/***/ }),

/***/ 60051:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ LocalHost)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(73024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(51455);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(48161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(76760);
/* harmony import */ var node_stream_promises__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(46466);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(19473);
/* harmony import */ var _exec_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(95359);
/* harmony import */ var _file_trouble_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(52726);
/* harmony import */ var _local_programs_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(72064);
/* harmony import */ var _shell_words_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(41034);
/** This machine as a host: programs by `local-programs.ts`, files by node:fs. As another user: `local-other.ts`. */











/** How long a copy of a database waits for a pause of those who write to it, in milliseconds. */
const BUSY_LIMIT = 30_000;
class LocalHost extends _local_programs_js__WEBPACK_IMPORTED_MODULE_9__/* .LocalPrograms */ .b {
    remote = false;
    roundTrips = 0;
    #options;
    constructor(options = {}) {
        super(undefined, options.token);
        this.#options = options;
    }
    async user() {
        const uid = process.getuid?.();
        if (uid === undefined)
            return undefined;
        // An id without a name is a user too.
        const name = await Promise.resolve()
            .then(() => (0,node_os__WEBPACK_IMPORTED_MODULE_3__.userInfo)().username)
            .catch(() => String(uid));
        return { uid, name };
    }
    async become(user) {
        const we = await this.user();
        if (!we || user === we.name || user === String(we.uid))
            return this;
        const known = await nameOf(user);
        if (known === undefined && !/^\d+$/.test(user)) {
            throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_6__/* .fail */ .fJ)('run-as', `There is no user ${user} on this machine. Nothing was changed.`);
        }
        const { LocalOtherHost } = await __webpack_require__.e(/* import() */ 756).then(__webpack_require__.bind(__webpack_require__, 87756));
        return new LocalOtherHost(known ?? user, this.#options);
    }
    async readFile(path) {
        return orUndefined(path, () => node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.readFile(path));
    }
    async digests(paths) {
        const found = new Map();
        for (const path of paths) {
            const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256');
            const there = await orUndefined(path, async () => {
                await (0,node_stream_promises__WEBPACK_IMPORTED_MODULE_5__.pipeline)((0,node_fs__WEBPACK_IMPORTED_MODULE_1__.createReadStream)(path), hash);
                return true;
            });
            if (there)
                found.set(path, hash.digest('hex'));
        }
        return found;
    }
    async writeFile(path, bytes, options) {
        const temporary = (0,_shell_words_js__WEBPACK_IMPORTED_MODULE_10__/* .beside */ .vY)(path, node_path__WEBPACK_IMPORTED_MODULE_4__);
        try {
            const file = await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.open(temporary, node_fs__WEBPACK_IMPORTED_MODULE_1__.constants.O_WRONLY | node_fs__WEBPACK_IMPORTED_MODULE_1__.constants.O_CREAT | node_fs__WEBPACK_IMPORTED_MODULE_1__.constants.O_EXCL, options.mode);
            try {
                await file.writeFile(bytes);
                await file.chmod(options.mode);
                await file.sync();
            }
            finally {
                await file.close();
            }
            await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.rename(temporary, path);
        }
        catch (error) {
            await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.rm(temporary, { force: true }).catch(() => { });
            throw this.#cannot('write', path, error);
        }
    }
    async stat(path) {
        const found = await orUndefined(path, () => node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.lstat(path), 'look at');
        if (!found)
            return undefined;
        const kind = found.isFile()
            ? 'file'
            : found.isDirectory()
                ? 'directory'
                : found.isSymbolicLink()
                    ? 'symlink'
                    : 'other';
        return { kind, size: found.size, mode: found.mode & 0o7777, uid: found.uid, gid: found.gid };
    }
    async tree(path) {
        const found = new Map();
        // Not by a recursive readdir, which follows links to folders.
        for (const todo = [path]; todo.length > 0;) {
            const at = todo.pop();
            const stat = await this.stat(at);
            if (stat)
                found.set(at, stat);
            if (stat?.kind !== 'directory')
                continue;
            for (const name of await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.readdir(at).catch(() => []))
                todo.push((0,node_path__WEBPACK_IMPORTED_MODULE_4__.join)(at, name));
        }
        return found;
    }
    realPath(path) {
        return node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.realpath(path).catch(() => path);
    }
    async createExclusive(path, bytes, mode) {
        const temporary = (0,_shell_words_js__WEBPACK_IMPORTED_MODULE_10__/* .beside */ .vY)(path, node_path__WEBPACK_IMPORTED_MODULE_4__);
        try {
            await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.writeFile(temporary, bytes, { mode: 0o600, flag: 'wx' });
            await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.chmod(temporary, mode);
            await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.link(temporary, path);
            return true;
        }
        catch (error) {
            if (error.code === 'EEXIST')
                return false;
            throw this.#cannot('write', path, error);
        }
        finally {
            await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.rm(temporary, { force: true }).catch(() => { });
        }
    }
    async processesIn(path, program) {
        const folder = await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.realpath(path).catch(() => path);
        const pids = await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.readdir('/proc').catch(() => undefined);
        if (!pids)
            return undefined;
        const link = (pid, name) => node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.readlink(`/proc/${pid}/${name}`).catch(() => '');
        const matching = await Promise.all(pids
            .filter((name) => /^\d+$/.test(name))
            .map(async (pid) => (await link(pid, 'cwd')) === folder && program.test((0,node_path__WEBPACK_IMPORTED_MODULE_4__.basename)(await link(pid, 'exe')))));
        return matching.filter(Boolean).length;
    }
    list(path) {
        return orUndefined(path, () => node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.readdir(path), 'list');
    }
    async lists(paths) {
        const found = await Promise.all(paths.map(async (path) => [path, await this.list(path)]));
        return new Map(found.filter((entry) => entry[1] !== undefined));
    }
    async age(path) {
        const found = await orUndefined(path, () => node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.lstat(path), 'look at');
        return found && Math.max(0, (Date.now() - found.ctimeMs) / 1000);
    }
    async makeDirectory(path, options) {
        try {
            await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.mkdir(path, { recursive: true, mode: options.mode });
            await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.chmod(path, options.mode);
        }
        catch (error) {
            throw this.#cannot('make the folder', path, error);
        }
    }
    async removeEmptyDirectory(path) {
        await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.rmdir(path).catch(() => { });
    }
    async changeMode(paths, mode) {
        for (const path of paths) {
            await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.chmod(path, mode).catch((error) => {
                throw this.#cannot('set the permissions of', path, error);
            });
        }
    }
    async changeOwner(paths, owner) {
        const uid = process.getuid?.() === 0 ? owner.uid : -1;
        for (const path of paths) {
            await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.lchown(path, uid, owner.gid).catch((error) => {
                throw this.#cannot('set the owner of', path, error);
            });
        }
    }
    async rename(from, to) {
        try {
            await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.rename(from, to);
        }
        catch (error) {
            throw this.#cannot(`move ${from} to`, to, error);
        }
    }
    async remove(path) {
        try {
            await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.unlink(path);
        }
        catch (error) {
            if (error.code === 'ENOENT')
                return;
            throw this.#cannot('remove', path, error);
        }
    }
    async canWrite(path) {
        return node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.access(path, node_fs__WEBPACK_IMPORTED_MODULE_1__.constants.W_OK).then(() => true, () => false);
    }
    async freeSpace(path) {
        const space = await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.statfs(path).catch(() => undefined);
        if (!space)
            return undefined;
        // Some file systems have no fixed number of files, and say 0 of 0.
        return { bytes: space.bavail * space.bsize, files: space.files > 0 ? space.ffree : undefined };
    }
    async snapshotDatabase(path, to) {
        const { DatabaseSync, backup } = await Promise.resolve(/* import() */).then(__webpack_require__.t.bind(__webpack_require__, 80099, 19));
        let source;
        const deadline = Date.now() + BUSY_LIMIT;
        let made = false;
        try {
            // SQLite says only that it can not.
            await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.access(path, node_fs__WEBPACK_IMPORTED_MODULE_1__.constants.R_OK);
            // Short waits, often: SQLite's own grow so long that beside a busy writer its turn hardly comes.
            source = new DatabaseSync(path, { readOnly: true, timeout: 200 });
            await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.writeFile(to, '', { mode: 0o600, flag: 'wx' });
            made = true;
            for (;;) {
                try {
                    // All pages in one step: with the default rate a copy never ends while someone writes.
                    await backup(source, to, { rate: 1_000_000 });
                    break;
                }
                catch (error) {
                    if (!isBusy(error))
                        throw error;
                    if (Date.now() >= deadline)
                        throw new Error(`it was in use for ${BUSY_LIMIT / 1000} s without a pause`);
                }
            }
        }
        catch (error) {
            // SQLite leaves its journal where it could not end its work.
            if (made)
                for (const name of [to, `${to}-journal`])
                    await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.rm(name, { force: true });
            throw this.#cannot('copy', path, error);
        }
        finally {
            source?.close();
        }
    }
    async reach(address) {
        return address;
    }
    /** Root and the user that we are ask nobody. */
    async notPermitted() {
        return undefined;
    }
    async close() { }
    #cannot(verb, path, error) {
        const gone = verb === 'copy' && error.code === 'ENOENT';
        const why = gone ? 'it is not there' : (0,_file_trouble_js__WEBPACK_IMPORTED_MODULE_8__/* .fileTrouble */ .A)(error);
        return (0,_errors_js__WEBPACK_IMPORTED_MODULE_6__/* .fail */ .fJ)('host-file', `Could not ${verb} ${path} on ${this.name}: ${why}.`, error);
    }
}
/** node:sqlite tells a lock that it did not get as code 0, "not an error"; SQLite's own codes are 5 and 6. */
function isBusy(error) {
    return [0, 5, 6].includes(error.errcode ?? -1);
}
/** The name of a user that is given by name or number; undefined when there is none. */
async function nameOf(user) {
    const out = (0,_exec_js__WEBPACK_IMPORTED_MODULE_7__/* .collector */ .g7)();
    const code = await (0,_exec_js__WEBPACK_IMPORTED_MODULE_7__/* .execute */ .PJ)({ argv: ['id', '-un', '--', user], onStdout: out.data, onStderr: () => { } });
    return (code === 0 && out.end().trim()) || undefined;
}
async function orUndefined(path, work, verb = 'read') {
    try {
        return await work();
    }
    catch (error) {
        const code = error.code;
        if (code === 'ENOENT' || code === 'ENOTDIR')
            return undefined;
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_6__/* .fail */ .fJ)('host-file', `Could not ${verb} ${path} on this machine: ${(0,_file_trouble_js__WEBPACK_IMPORTED_MODULE_8__/* .fileTrouble */ .A)(error)}.`, error);
    }
}


/***/ }),

/***/ 12159:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ex: () => (/* binding */ asUser),
/* harmony export */   jV: () => (/* binding */ markerFilter),
/* harmony export */   w8: () => (/* binding */ groupArgv)
/* harmony export */ });
/** Programs that put another user's identity on a command, by who we are. */
function asUser(user, weAreRoot) {
    if (user === undefined)
        return [];
    const numeric = /^\d+$/.test(user);
    if (!weAreRoot)
        return ['sudo', '-n', '-u', numeric ? `#${user}` : user, '--'];
    // setpriv takes the groups of a known name only; a bare number gets none but its own.
    return numeric
        ? ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups', '--']
        : ['runuser', '-u', user, '--'];
}
// $0 is the second script, "$@" the program. Asked by the shell itself: util-linux's setsid waits, busybox's does not.
const OUTER = 'if setsid --wait true 2>/dev/null; then exec setsid --wait sh -c "$0" group "$@"; fi; exec sh -c "$0" alone "$@"';
/**
 * The argument vector that runs a program in a process group of its own. The shells around it run as us, so that only
 * the program itself has to be permitted to the other user.
 * @param marker a word unlikely in any output; the first line of standard error is `MARKER group|alone PID`.
 */
function groupArgv(argv, marker, options = {}) {
    const { env = {}, prefix = [], pipe, output } = options;
    const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    // Without variables `env` tells in the same words on every host that a program is not there.
    const program = prefix.length > 0 && variables.length === 0 ? argv : ['env', ...variables, ...argv];
    const tell = `echo "${marker} $0 $$" >&2`;
    // What is left of standard input is drained, so that a program that ends early does not break the pipe.
    const plain = `${tell}; "$@"; code=$?; cat >/dev/null 2>&1; exit $code`;
    // Opened for both ways the named pipe waits for nobody, at either end.
    const piped = `pipe=$1; shift; mkfifo -m 600 "$pipe" && exec 3<>"$pipe" && ${tell}; "$@" <&3; code=$?; rm -f "$pipe"; exit $code`;
    // Whoever makes the file first decides whether it runs; the exit code appears whole or not at all.
    const filed = `out=$1; shift; (umask 077; set -C; : >"$out" && echo "$0 $$" >"$out.group") || exit; ${tell}; "$@" </dev/null >>"$out" 2>&1; code=$?; echo $code >"$out.part" && mv -f "$out.part" "$out.code"; exit $code`;
    const inner = output !== undefined ? [filed, output] : pipe !== undefined ? [piped, pipe] : [plain];
    return ['sh', '-c', OUTER, ...inner, ...prefix, ...program];
}
/**
 * Takes the marker line out of a stream of text; tells once what was started.
 * @returns a filter, called without text at the stream's end: what was held back then has no marker in it.
 */
function markerFilter(marker, onStarted) {
    let held = '';
    return (text) => {
        if (text === undefined) {
            const early = held ?? '';
            held = undefined;
            return early;
        }
        if (held === undefined)
            return text;
        held += text;
        const match = new RegExp(`${marker} (group|alone) (\\d+)\\r?\\n`).exec(held);
        if (!match) {
            if (held.length < 4096)
                return '';
            const early = held;
            held = undefined;
            return early;
        }
        onStarted({ pid: Number(match[2]), ownGroup: match[1] === 'group' });
        const rest = held.replace(match[0], '');
        held = undefined;
        return rest;
    };
}


/***/ }),

/***/ 28976:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ quoteWords),
/* harmony export */   X: () => (/* binding */ quoteWord)
/* harmony export */ });
/** Words for a POSIX shell. */
/** One word, whatever is in it: blanks, quotes, dollar signs, backslashes, newlines. */
function quoteWord(word) {
    if (/^[A-Za-z0-9_/.,:@%+-]+$/.test(word))
        return word;
    return `'${word.replaceAll("'", `'\\''`)}'`;
}
/** A program and its arguments. */
function quoteWords(words) {
    return words.map(quoteWord).join(' ');
}


/***/ }),

/***/ 41034:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AG: () => (/* binding */ fileTrouble),
/* harmony export */   Ax: () => (/* binding */ DAMAGED),
/* harmony export */   Bz: () => (/* binding */ sudoTrouble),
/* harmony export */   Dx: () => (/* binding */ linesOf),
/* harmony export */   G2: () => (/* binding */ TEMPORARY),
/* harmony export */   J3: () => (/* binding */ withoutNoise),
/* harmony export */   RV: () => (/* binding */ sudoUser),
/* harmony export */   Ub: () => (/* binding */ sudoRefused),
/* harmony export */   Vb: () => (/* binding */ STAT),
/* harmony export */   Wo: () => (/* binding */ octal),
/* harmony export */   b2: () => (/* binding */ isMissing),
/* harmony export */   fh: () => (/* binding */ startRefused),
/* harmony export */   jN: () => (/* binding */ portions),
/* harmony export */   ky: () => (/* binding */ parseStat),
/* harmony export */   ro: () => (/* binding */ NOT_THERE),
/* harmony export */   vJ: () => (/* binding */ putScript),
/* harmony export */   vY: () => (/* binding */ beside)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(19473);
/* harmony import */ var _quote_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(28976);
/** Words and texts of the programs that `shell-files.ts` runs: what is asked of them, and what they say. */




/** Bytes of the paths in one script, which has to be one word of at most 128 KiB. */
const LONGEST_LIST = 100_000;
const KINDS = { f: 'file', d: 'directory', l: 'symlink' };
/** How find prints what `parseStat` reads. */
const STAT = '%y %s %m %U %G';
/** A line that says only that something is not there. */
const NOT_THERE = /(^|: )(No such file or directory|Not a directory)\r?$/;
/** sudo says it each time on a machine whose name is not in its hosts file, and goes on. */
const NOISE = /^sudo: unable to resolve host .*\r?\n?/gm;
function withoutNoise(stderr) {
    return stderr.replace(NOISE, '');
}
/** Whether a program failed for nothing else than that. */
function isMissing(stderr) {
    const lines = linesOf(stderr);
    return lines.length > 0 && lines.every((line) => NOT_THERE.test(line) && !/^sudo: /.test(line));
}
/** @param prefix e.g. `sudo -n -u app -- `. @param said sudo's own line. */
function sudoRefused(where, prefix, said) {
    const user = sudoUser(prefix)?.replace(/^#/, '') ?? 'another user';
    return (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .fail */ .fJ)('sudo-refused', `On ${where} we may not act as ${user}, the user that owns the project (${said.trim()}): permit it in /etc/sudoers.d with NOPASSWD for the few programs that docs/servers.md lists, or connect as that user. Nothing was changed.`);
}
/** For a program that sudo did not let through: it has not failed, it never ran. @param said its standard error. */
function sudoTrouble(where, prefix, said) {
    if (prefix[0] !== 'sudo')
        return undefined;
    const pattern = /^sudo: (a password|a terminal|.*not allowed|sorry|.*may not run|.*not in the sudoers)/i;
    const refused = linesOf(said).find((line) => pattern.test(line));
    return refused === undefined ? undefined : sudoRefused(where, `${prefix.join(' ')} `, refused);
}
/** The user of `sudo -n -u USER --`, as sudo takes it: a name, or # and a number. */
function sudoUser(prefix) {
    return /^sudo .*-u '?([^' ]+)/.exec(prefix)?.[1];
}
/** What a program said, in our words. */
function fileTrouble(said) {
    const known = [
        [/Permission denied|Operation not permitted/, 'the user of this run has no right to'],
        [/No space left on device/, 'no space is left there'],
        [/Disk quota exceeded/, "the user's quota is used up"],
        [/Read-only file system/, 'it is on a file system that is read-only'],
        [/No such file or directory/, 'its folder is not there'],
        [/Not a directory/, 'a part of its path is a file'],
    ];
    return known.find(([pattern]) => pattern.test(said))?.[1] ?? said.slice(0, 300);
}
/**
 * Why a program never ran, which a shell tells by exit codes of its own, and programs that become another user by theirs
 * or in words; undefined when it ran. Not for what sudo refuses.
 */
function startRefused({ code, stderr }) {
    const said = linesOf(stderr).at(-1) ?? '';
    if (code !== 126 && code !== 127 && !/^(runuser|setpriv): failed to execute /.test(said))
        return undefined;
    if (/^sudo: /.test(said))
        return undefined;
    if (code === 127 || NOT_THERE.test(said))
        return 'is not there';
    return `can not be started: ${fileTrouble(said)}`;
}
function linesOf(text) {
    return text.split(/\r?\n/).filter((line) => line.trim() !== '');
}
function parseStat([kind = '', size, mode, uid, gid]) {
    return {
        kind: KINDS[kind] ?? 'other',
        size: Number(size),
        mode: Number.parseInt(mode ?? '0', 8) & 0o7777,
        uid: Number(uid),
        gid: Number(gid),
    };
}
/** Five digits: with fewer chmod leaves a folder's set-group-id bit as it is. */
function octal(mode) {
    return mode.toString(8).padStart(5, '0');
}
/**
 * A name in the same folder for what is not whole yet: recovery (promotion/recover.ts) knows it by how it begins.
 * @param paths `node:path` for a path of this machine.
 */
function beside(path, paths = node_path__WEBPACK_IMPORTED_MODULE_1__.posix) {
    return paths.join(paths.dirname(path), `.${paths.basename(path)}.${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(6).toString('hex')}`);
}
/** Lists short enough for one command. */
function portions(paths) {
    const lists = [];
    let length = LONGEST_LIST;
    for (const path of paths) {
        const more = Buffer.byteLength((0,_quote_js__WEBPACK_IMPORTED_MODULE_3__/* .quoteWord */ .X)(path)) + 1;
        length += more;
        if (length > LONGEST_LIST) {
            lists.push([]);
            length = more;
        }
        lists.at(-1)?.push(path);
    }
    return lists;
}
/** Our own exit code for bytes that arrived damaged. */
const DAMAGED = 93;
/** The path of the temporary file as a word of `Put.place`. */
const TEMPORARY = '"$t"';
/**
 * Writes standard input to a temporary file, makes sure of what arrived, and puts it in place. Run again over a broken
 * connection it may meet its first run, which still works: each has a file of its own, named by its shell's number.
 */
function putScript({ prefix: s, temporary, sha256, mode, place }) {
    const t = TEMPORARY;
    return [
        `t=${(0,_quote_js__WEBPACK_IMPORTED_MODULE_3__/* .quoteWord */ .X)(temporary)}.$$`,
        `put() {`,
        // Made empty and private first; the final mode comes with the whole content.
        `  ${s}install -m 600 -- /dev/null ${t} &&`,
        `  ${s}dd of=${t} bs=65536 conv=notrunc,fsync status=none &&`,
        `  { [ "$(${s}cat -- ${t} | sha256sum | cut -c1-64)" = ${sha256} ] || return ${DAMAGED}; } &&`,
        `  ${s}chmod -- ${octal(mode)} ${t} &&`,
        `  ${s}${place}`,
        `}`,
        `put; code=$?`,
        // Nothing is written to a closed pipe when it ended early, and no half file stays.
        `cat >/dev/null; ${s}rm -f -- ${t}`,
        `exit $code`,
    ].join('\n');
}


/***/ }),

/***/ 90577:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ COMMANDS),
/* harmony export */   m: () => (/* binding */ INPUTS)
/* harmony export */ });
/**
 * Every input in one table: which command it belongs to, its default, and whether it is a secret; action.yml
 * and the README are checked against it.
 */
const COMMANDS = ['validate', 'plan', 'promote', 'provision'];
const ALL = COMMANDS;
/** What describes or touches a target: `plan` is the dry run of `promote`. */
const TARGET = ['plan', 'promote', 'provision'];
/** What makes a new project. */
const NEW = ['promote', 'provision'];
/** The inputs of today, in the order of action.yml. */
const INPUTS = [
    { name: 'command', help: 'what to do', commands: ALL, default: 'validate' },
    {
        name: 'metadata-file',
        help: 'path or glob of the committed zip, exactly one match',
        commands: ALL,
        default: 'metadata/*.zip',
    },
    {
        name: 'base-metadata',
        help: 'what to compare with where there is no target: path, glob or git:REF; on a pull request its base',
        commands: ['plan'],
    },
    { name: 'rules', help: 'severities of your own, one "rule-id: off|warning|error" a line', commands: ALL },
    {
        name: 'fail-on',
        help: 'validate, plan: from which severity they fail, error, warning or never',
        commands: ['validate', 'plan'],
        default: 'error',
    },
    { name: 'project-dir', help: 'folder of the Jam.py project', commands: TARGET },
    { name: 'url', help: 'root of the running application', commands: TARGET },
    { name: 'project-name', help: "task name expected at the target; default the zip's", commands: TARGET },
    { name: 'method', help: 'migration-folder, live or copy-project; default by what is given', commands: TARGET },
    { name: 'builder-login', help: 'an administrator of the target, with JAMPY_BUILDER_PASSWORD', commands: TARGET },
    { name: 'builder-password', help: 'its password', commands: TARGET, secret: true },
    {
        name: 'app-login',
        help: "a user of the application, with JAMPY_APP_PASSWORD; default the builder's",
        commands: TARGET,
    },
    { name: 'app-password', help: 'its password', commands: TARGET, secret: true },
    {
        name: 'builder-path',
        help: "where Jam.py 7's Builder page was renamed to",
        commands: TARGET,
        default: 'builder.html',
    },
    { name: 'python', help: "the project's Python interpreter", commands: ALL },
    {
        name: 'database-url',
        help: "the database as it is reached from here; default the project's own connection",
        commands: TARGET,
        secret: true,
    },
    {
        name: 'database-type',
        help: "whose SQL a plan without a target shows: sqlite, postgresql or mysql; default the zip's",
        commands: ['plan'],
    },
    {
        name: 'run-as',
        help: 'user that owns the project and imports; default the owner of admin.sqlite',
        commands: TARGET,
    },
    { name: 'ssh-host', help: 'the machine of project-dir; default this one', commands: TARGET },
    { name: 'ssh-port', help: 'its ssh port; default 22, or what ssh-config says', commands: TARGET },
    { name: 'ssh-user', help: 'login there', commands: TARGET },
    {
        name: 'ssh-key',
        help: "private key, or the path of its file; default OpenSSH's own",
        commands: TARGET,
        secret: true,
    },
    {
        name: 'ssh-known-hosts',
        help: "known_hosts lines of the host, or the path of a file; default OpenSSH's own",
        commands: TARGET,
    },
    {
        name: 'ssh-config',
        help: 'OpenSSH configuration (ProxyJump and the rest), or the path of a file',
        commands: TARGET,
    },
    {
        name: 'service',
        help: 'systemd:NAME, apache, gunicorn:PIDFILE or touch:PATH, in place of the commands below',
        commands: TARGET,
    },
    { name: 'stop-command', help: 'stops the service', commands: TARGET },
    { name: 'start-command', help: 'starts the service', commands: TARGET },
    { name: 'restart-command', help: 'restarts the service', commands: TARGET },
    { name: 'service-timeout', help: 'for each of the service commands', commands: TARGET, default: '3m' },
    { name: 'health-url', help: 'probed for "is it up"; default url', commands: TARGET },
    {
        name: 'allow-destructive',
        help: 'losses that are accepted, one a line: drop-table: NAME, drop-column: TABLE.COLUMN … or all',
        commands: TARGET,
    },
    {
        name: 'approved-plan',
        help: 'the output plan-digest of the plan that was approved: anything else is refused',
        commands: ['promote'],
    },
    { name: 'allow-insecure-http', help: 'permit http:// to another machine', commands: TARGET, default: 'false' },
    {
        name: 'allow-unproven-database',
        help: 'permit a database that was never tried',
        commands: TARGET,
        default: 'false',
    },
    { name: 'allow-older-target', help: 'permit a target with an older Jam.py', commands: TARGET, default: 'false' },
    {
        name: 'allow-partial-verification',
        help: 'permit a database that can not be looked at',
        commands: TARGET,
        default: 'false',
    },
    { name: 'timeout', help: 'for the import itself: 90s, 30m, 2h', commands: TARGET, default: '30m' },
    { name: 'lock-timeout', help: 'how long to wait for another promotion', commands: TARGET, default: '0s' },
    { name: 'backup-dir', help: 'where the small backup goes; default beside the project', commands: TARGET },
    {
        name: 'provision',
        help: 'promote: never, or if-missing to make database and project first',
        commands: ['promote'],
        default: 'never',
    },
    {
        name: 'database-admin-url',
        help: 'an administrator of the database server, who makes database and login',
        commands: NEW,
        secret: true,
    },
    { name: 'jam-version', help: 'version of Jam.py that a new project must run on', commands: NEW },
    { name: 'project-title', help: "caption of a new project; default the zip's", commands: NEW },
    { name: 'language', help: 'of a new project, until the first import', commands: NEW, default: 'English' },
    {
        name: 'parameters',
        help: 'of a new project, one "Name: value" a line: Production, Safe mode, Debugging, Import delay',
        commands: NEW,
    },
    { name: 'copy-from', help: 'method copy-project: folder of the project that is copied, on the host', commands: NEW },
    {
        name: 'keep-users',
        help: 'method copy-project: its users stay, instead of one new administrator',
        commands: NEW,
        default: 'false',
    },
    {
        name: 'github-token',
        help: "for the pull request's comment, the deployment and the base of the zip",
        commands: ALL,
        secret: true,
    },
    {
        name: 'comment',
        help: 'auto: validate and plan comment on their pull request; or never',
        commands: ['validate', 'plan'],
        default: 'auto',
    },
    { name: 'plan-file', help: 'where to write the plan as JSON', commands: TARGET },
    { name: 'report-file', help: 'where to write the report, a page for any browser', commands: TARGET },
    { name: 'sarif-file', help: 'where to write the findings for code scanning', commands: ALL },
];


/***/ }),

/***/ 3357:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  K: () => (/* binding */ readInputs)
});

// EXTERNAL MODULE: ./build/database/address.js
var address = __webpack_require__(67680);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/database/connection.js
var connection = __webpack_require__(77426);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
;// CONCATENATED MODULE: ./build/input-reader.js
/** Reads single inputs by their kind and collects what is wrong with them. */



/** `90s`, `30m`, `2h` or plain seconds, in milliseconds; undefined when it is none of them. */
function parseDuration(value) {
    const match = /^(\d{1,9})\s*(ms|s|m|h)?$/i.exec(value.trim());
    if (!match)
        return undefined;
    const factor = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[(match[2] ?? 's').toLowerCase()] ?? 1000;
    return Number(match[1]) * factor;
}
/** Far below what Node's timers hold (2^31 milliseconds): a longer one would end at once. */
const LONGEST_WAIT = 7 * 24 * 3_600_000;
/** Collects problems while values are read, so that all are told at once. */
class InputReader {
    problems = [];
    #values;
    constructor(values) {
        this.#values = values;
    }
    get(name) {
        return this.#values.get(name);
    }
    /** An address of a database, of which no part is repeated: it holds a password. */
    databaseUrl(projectDir) {
        const value = this.get('database-url');
        if (value === undefined)
            return undefined;
        try {
            (0,connection/* parseDatabaseUrl */.mx)(value, projectDir);
        }
        catch (error) {
            this.problems.push((0,errors/* reasonOf */.A3)(error));
        }
        return value;
    }
    flag(name) {
        const value = this.get(name) ?? 'false';
        if (/^(true|false)$/i.test(value))
            return value.toLowerCase() === 'true';
        this.problems.push(`${name}: "${value}" is neither true nor false.`);
        return false;
    }
    /** @param shortest and the result in milliseconds. */
    duration(name, shortest = 0) {
        const value = this.get(name) ?? '';
        const parsed = parseDuration(value);
        if (parsed === undefined)
            this.problems.push(`${name}: "${value}" is not a time. Write for example 90s, 30m or 2h.`);
        else if (parsed < shortest)
            this.problems.push(`${name}: "${value}" is shorter than ${shortest / 1000} s. Write for example 90s, 30m or 2h.`);
        else if (parsed > LONGEST_WAIT)
            this.problems.push(`${name}: "${value}" is longer than 7 days. Write a shorter time.`);
        return parsed ?? 0;
    }
    oneOf(name, allowed) {
        const value = this.get(name) ?? '';
        if (allowed.includes(value))
            return value;
        this.problems.push(`${name}: "${value}" is not known. Write one of: ${allowed.join(', ')}.`);
        return allowed[0];
    }
    /** An http(s) address; the value is not repeated, it may hold a login. */
    address(name) {
        const value = this.get(name);
        if (value === undefined)
            return undefined;
        try {
            const url = new URL(value);
            if (url.protocol === 'http:' || url.protocol === 'https:')
                return value;
        }
        catch {
            // Told below.
        }
        this.problems.push(`${name} is not an address. Write it as https://app.example.com/.`);
        return undefined;
    }
    login(prefix) {
        const login = this.get(`${prefix}-login`);
        const password = this.get(`${prefix}-password`);
        if (login !== undefined && password !== undefined)
            return { login, password };
        if (login !== undefined)
            this.problems.push(`${prefix}-password is missing: ${prefix}-login is given.`);
        if (password !== undefined)
            this.problems.push(`${prefix}-login is missing: ${prefix}-password is given.`);
        return undefined;
    }
    stopOnProblems() {
        if (this.problems.length === 0)
            return;
        throw (0,errors/* usage */.CI)('input', this.problems.length === 1
            ? this.problems[0]
            : `${this.problems.length} inputs are wrong:\n- ${this.problems.join('\n- ')}`);
    }
    /** A value of a certain form; what it must be is told in `kind`. */
    matching(name, form, kind) {
        const value = this.get(name);
        if (value === undefined || form.test(value))
            return value;
        this.problems.push(`${name}: ${JSON.stringify(value.slice(0, 100))} is not ${kind}.`);
        return undefined;
    }
    /** A path on another machine, which knows no workspace. */
    hostPath(name) {
        const value = this.get(name);
        if (value === undefined)
            return undefined;
        if (!value.startsWith('/') || value.includes('\0')) {
            this.problems.push(`${name}: with ssh-host it is a path on that machine: write it absolute, e.g. /srv/app.`);
        }
        return external_node_path_.posix.normalize(value).replace(/(?<=.)\/$/, '');
    }
    /** A program on another machine: its path, or a name that is searched for there. */
    hostProgram(name) {
        const value = this.get(name);
        return value?.includes('/') ? this.hostPath(name) : value;
    }
    /** Absolute, or relative to the workspace. */
    folder(name, workspace) {
        const value = this.get(name);
        return value === undefined ? undefined : (0,external_node_path_.resolve)(workspace, value);
    }
}

// EXTERNAL MODULE: ./build/input-table.js
var input_table = __webpack_require__(90577);
// EXTERNAL MODULE: ./build/provisioning/parameters.js
var provisioning_parameters = __webpack_require__(72658);
;// CONCATENATED MODULE: ./build/provisioning-inputs.js
/** The inputs about a project that is to be made, typed and checked. */



/** What every new project needs, besides project-dir and the login of its administrator. */
const NEEDED = {
    'project-dir': 'the folder that the project is made in',
    python: "the project's Python interpreter; with jam-version it is made",
    'builder-login': 'takes the place of the administrator that every new Jam.py project has, and that everybody knows',
    'builder-password': 'its password',
    'database-url': 'the database of the project, as it will be reached from its server',
};
const OF_THE_ADMINISTRATOR = ['builder-login', 'builder-password'];
/**
 * @param why what asks for a new project, for sentences.
 * @param workspace folder that relative paths are relative to.
 */
function provisioningInputs(reader, why, workspace) {
    const copy = copyInputs(reader, workspace);
    const own = copy ? ['database-url', ...(copy.keepUsers ? OF_THE_ADMINISTRATOR : [])] : [];
    for (const [name, what] of Object.entries(NEEDED).filter(([name]) => !own.includes(name))) {
        if (reader.get(name) === undefined)
            reader.problems.push(`${name} is missing: ${why} needs it (${what}).`);
    }
    if (reader.get('builder-login') === 'admin' && reader.get('builder-password') === '111')
        reader.problems.push('builder-login and builder-password are those of every new Jam.py project, which everybody knows: give others.');
    return { ...provisioningValues(reader), copy };
}
/** undefined with another method, which needs none of this. */
function copyInputs(reader, workspace) {
    const keepUsers = reader.flag('keep-users');
    const isCopy = reader.get('method') === 'copy-project';
    const from = reader.get('ssh-host') ? reader.hostPath('copy-from') : reader.folder('copy-from', workspace);
    if (!isCopy) {
        for (const [name, given] of Object.entries({ 'copy-from': from !== undefined, 'keep-users': keepUsers }))
            if (given)
                reader.problems.push(`${name} is of use only with method: copy-project. Give that too, or leave it out.`);
        return undefined;
    }
    if (reader.get('copy-from') === undefined)
        reader.problems.push('copy-from is missing: method: copy-project needs it (the folder of the project that is copied).');
    if (reader.get('database-admin-url') !== undefined)
        reader.problems.push('database-admin-url is for a database server; method: copy-project copies an SQLite file. Leave it out.');
    return { from: from ?? '', keepUsers };
}
/** Those of them that can be judged without knowing the command. */
function provisioningValues(reader) {
    const { parameters, problems } = (0,provisioning_parameters/* readParameters */.Zu)(reader.get('parameters') ?? '');
    reader.problems.push(...problems);
    return {
        adminUrl: adminUrl(reader),
        jamVersion: reader.matching('jam-version', /^\d+(\.\d+){1,3}$/, 'a version such as 7.0.120'),
        title: reader.get('project-title'),
        language: reader.get('language') ?? 'English',
        parameters,
    };
}
/** Never repeated: it holds a password. */
function adminUrl(reader) {
    const value = reader.get('database-admin-url');
    if (value === undefined)
        return undefined;
    try {
        (0,connection/* parseAdminUrl */.kt)(value);
    }
    catch (error) {
        reader.problems.push((0,errors/* reasonOf */.A3)(error));
    }
    return value;
}

// EXTERNAL MODULE: ./build/planning/approval.js
var approval = __webpack_require__(74333);
// EXTERNAL MODULE: ./build/planning/consent.js
var consent = __webpack_require__(55658);
;// CONCATENATED MODULE: ./build/service-preset.js
/** The values of `service`: servers whose commands are known. What they expand to is in promotion/service.ts. */
/** @returns a sentence when it is none. */
function parseService(value) {
    const [kind = '', ...rest] = value.split(':');
    const detail = rest.join(':').trim();
    if (kind === 'apache' && rest.length === 0)
        return { kind };
    if (kind === 'systemd') {
        if (/^[A-Za-z0-9_@][A-Za-z0-9_@.:\\-]*$/.test(detail))
            return { kind, name: detail };
        return `service: "${value}" names no unit. Write systemd:NAME, e.g. systemd:jam-app.`;
    }
    if (kind === 'gunicorn' || kind === 'touch') {
        if (detail.startsWith('/'))
            return kind === 'gunicorn' ? { kind, pidFile: detail } : { kind, path: detail };
        return `service: "${value}" names no absolute path. Write ${kind === 'gunicorn' ? 'gunicorn:/run/app/gunicorn.pid' : 'touch:/srv/app/wsgi.py'}.`;
    }
    return `service: "${value}" is not known. Write systemd:NAME, apache, gunicorn:PIDFILE or touch:PATH.`;
}

// EXTERNAL MODULE: ./build/validation/overrides.js
var validation_overrides = __webpack_require__(17675);
;// CONCATENATED MODULE: ./build/target-inputs.js




/** A promotion that waits for nothing would stop the service and cut its import off. In milliseconds. */
const SHORTEST = 1000;
const USER = /^[A-Za-z0-9_][A-Za-z0-9_.@\\-]*\$?$/;
const PORT = /^0*([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/;
const SSH_INPUTS = ['ssh-port', 'ssh-user', 'ssh-key', 'ssh-known-hosts', 'ssh-config'];
/** @param command `promote` needs a target and a way to start it; the others take what there is. */
function targetInputs(reader, workspace, command) {
    const ssh = readSsh(reader);
    const projectDir = ssh ? reader.hostPath('project-dir') : reader.folder('project-dir', workspace);
    const url = reader.address('url');
    const method = readMethod(reader, projectDir, url);
    const builder = reader.login('builder');
    const service = readService(reader);
    const [stopCommand, startCommand, restartCommand] = ['stop-command', 'start-command', 'restart-command'].map((name) => reader.get(name));
    if (command === 'promote' && projectDir === undefined && reader.get('url') === undefined) {
        reader.problems.push('promote needs a target: give project-dir (the folder of the Jam.py project), url (its running address), or both.');
    }
    if (method === 'live' && url === undefined && projectDir !== undefined)
        reader.problems.push('method: live needs url.');
    if (method === 'migration-folder' && projectDir === undefined && url !== undefined)
        reader.problems.push('method: migration-folder needs project-dir.');
    checkService(reader, service, command === 'promote' && method === 'migration-folder' && projectDir !== undefined);
    return {
        metadataFile: reader.get('metadata-file'),
        workspace,
        method,
        projectDir,
        url,
        projectName: reader.get('project-name'),
        builder,
        app: reader.login('app') ?? builder,
        builderPath: reader.get('builder-path'),
        python: ssh ? reader.hostProgram('python') : reader.get('python'),
        databaseUrl: reader.databaseUrl(projectDir),
        runAs: reader.matching('run-as', USER, 'the name or number of a user'),
        ssh,
        service,
        stopCommand,
        startCommand,
        restartCommand,
        healthUrl: reader.address('health-url'),
        allowInsecureHttp: reader.flag('allow-insecure-http'),
        allowUnprovenDatabase: reader.flag('allow-unproven-database'),
        allowOlderTarget: reader.flag('allow-older-target'),
        allowPartialVerification: reader.flag('allow-partial-verification'),
        ...readTimes(reader),
        backupDir: ssh ? reader.hostPath('backup-dir') : reader.folder('backup-dir', workspace),
        mayBeNew: command === 'promote-new',
        allowDestructive: readConsent(reader),
        approvedPlan: command === 'promote' ? readApprovedPlan(reader) : undefined,
        rules: readRules(reader),
        planFile: reader.folder('plan-file', workspace),
        reportFile: reader.folder('report-file', workspace),
        sarifFile: reader.folder('sarif-file', workspace),
        ...readGitHub(reader),
    };
}
function readGitHub(reader) {
    return { githubToken: reader.get('github-token'), comment: reader.oneOf('comment', ['auto', 'never']) };
}
/** The inputs about a target whose values can be judged without knowing the command. */
function checkTargetValues(reader, workspace) {
    readTimes(reader);
    readSsh(reader);
    readService(reader);
    readMethod(reader, reader.folder('project-dir', workspace), reader.address('url'));
    reader.address('health-url');
    reader.databaseUrl(undefined);
    readConsent(reader);
}
/** What is done by a POSIX shell, here or through OpenSSH's client. */
const NOT_FROM_WINDOWS = ['project-dir', 'ssh-host', 'service', 'stop-command', 'start-command', 'run-as'];
/** Of a target Windows reaches the address. */
function checkWindows(reader) {
    const given = NOT_FROM_WINDOWS.filter((name) => reader.get(name) !== undefined).join(', ');
    if (given !== '')
        reader.problems.push(`${given}: this works from Linux and macOS only. Run the job there, or promote live: url, and restart-command where the service has to be restarted.`);
}
function readConsent(reader) {
    const { consents, problems } = (0,consent/* readAllowDestructive */.GZ)(reader.get('allow-destructive') ?? '');
    reader.problems.push(...problems);
    return consents;
}
function readApprovedPlan(reader) {
    const value = reader.get('approved-plan');
    const approved = value === undefined ? undefined : (0,approval/* readApproval */.yp)(value);
    if (value !== undefined && approved === undefined)
        reader.problems.push('approved-plan: this is not the output plan-digest of a plan. Pass it on whole, as it is.');
    return approved;
}
function readTimes(reader) {
    return {
        timeoutMs: reader.duration('timeout', SHORTEST),
        serviceTimeoutMs: reader.duration('service-timeout', SHORTEST),
        lockTimeoutMs: reader.duration('lock-timeout'),
    };
}
/** Undefined without ssh-host: then nothing else may speak of another machine. */
function readSsh(reader) {
    const host = reader.matching('ssh-host', 
    // A name or an IPv4 address, or an IPv6 address (two colons at least), in brackets or not.
    /^[A-Za-z0-9_][A-Za-z0-9_.-]*$|^\[?[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9_.-]+)?\]?$/, 'the name or address of a machine; a port goes into ssh-port, a user into ssh-user');
    const port = reader.matching('ssh-port', PORT, 'the number of a port, 1 to 65535');
    const user = reader.matching('ssh-user', USER, 'the name of a user');
    if (host === undefined) {
        // An empty variable in a workflow must not turn another machine into this one.
        const alone = SSH_INPUTS.filter((name) => reader.get(name) !== undefined).join(', ');
        if (alone && reader.get('ssh-host') === undefined)
            reader.problems.push(`ssh-host is missing: ${alone} is given. Leave them all out for this machine.`);
        return undefined;
    }
    return {
        host: host.replace(/^\[|\]$/g, ''),
        port: port === undefined ? undefined : Number(port),
        user,
        key: reader.get('ssh-key'),
        knownHosts: reader.get('ssh-known-hosts'),
        config: reader.get('ssh-config'),
    };
}
/** @param needed whether the service has to be started for the import. */
function checkService(reader, service, needed) {
    const [stops, starts] = [reader.get('stop-command') !== undefined, reader.get('start-command') !== undefined];
    const preset = service?.kind === 'systemd' || service?.kind === 'apache';
    if (stops !== starts && !preset) {
        const [missing, given] = stops ? ['start-command', 'stop-command'] : ['stop-command', 'start-command'];
        reader.problems.push(`${missing} missing: ${given} is given, and is of use only with it. Give both, or service, or restart-command.`);
    }
    else if (needed && !stops && reader.get('service') === undefined && reader.get('restart-command') === undefined) {
        reader.problems.push('stop-command and start-command missing: an import by the migration folder happens when the service starts, so give service, or stop-command and start-command, or restart-command.');
    }
}
function readService(reader) {
    const value = reader.get('service');
    if (value === undefined)
        return undefined;
    const service = parseService(value);
    if (typeof service !== 'string')
        return service;
    reader.problems.push(service);
    return undefined;
}
function readMethod(reader, projectDir, url) {
    const given = reader.get('method');
    if (given === undefined)
        return projectDir !== undefined || url === undefined ? 'migration-folder' : 'live';
    return reader.oneOf('method', ['migration-folder', 'live', 'copy-project']);
}
function readRules(reader) {
    const { overrides, problems } = (0,validation_overrides/* parseRuleOverrides */.L)(reader.get('rules') ?? '');
    reader.problems.push(...problems);
    return overrides;
}

;// CONCATENATED MODULE: ./build/inputs.js
/**
 * Every input (input-table.ts), typed and checked, secrets masked as they are read. All problems are told at once.
 */





/** Of the interface, but not built yet: named so that nobody searches for a typing error. */
const LATER_COMMANDS = ['rollback', 'export', 'unlock'];
/**
 * Read, mask and check all inputs.
 * @param platform that this runs on.
 * @throws Stop (usage) that lists every problem.
 */
function readInputs(lookup, workspace, secrets, platform = process.platform) {
    const values = new Map();
    for (const spec of input_table/* INPUTS */.m) {
        const given = (lookup(spec.name) ?? '').trim();
        if (spec.secret && given) {
            secrets.addUrl(given);
            secrets.add(given);
            if (spec.name.startsWith('database-'))
                secrets.add((0,address/* passwordIn */.JZ)(given));
        }
        if (spec.name === 'url' || spec.name === 'health-url')
            secrets.addUrl(given);
        const value = given || spec.default;
        if (value)
            values.set(spec.name, value);
    }
    const reader = new InputReader(values);
    const command = readCommand(reader);
    if (command === undefined)
        checkValues(reader, workspace);
    if (platform === 'win32' && command !== 'validate')
        checkWindows(reader);
    const inputs = READERS[command ?? 'validate'](reader, workspace);
    reader.stopOnProblems();
    return inputs;
}
/** Of an unknown command only the values can be judged, not what it lacks. */
function checkValues(reader, workspace) {
    for (const { name, default: value } of input_table/* INPUTS */.m)
        if (value === 'false')
            reader.flag(name);
    checkTargetValues(reader, workspace);
    readDatabaseType(reader);
    readRules(reader);
    provisioningValues(reader);
}
/** undefined, and a problem, when it is not one that is built. */
function readCommand(reader) {
    const value = reader.get('command') ?? 'validate';
    if (input_table/* COMMANDS */.L.includes(value))
        return value;
    const why = LATER_COMMANDS.includes(value) ? 'is not built yet' : 'is not a command';
    reader.problems.push(`command: "${value}" ${why}. Write one of: ${input_table/* COMMANDS */.L.join(', ')}.`);
    return undefined;
}
function validateInputs(reader, workspace) {
    return {
        command: 'validate',
        metadataFile: reader.get('metadata-file'),
        workspace,
        failOn: readFailOn(reader),
        rules: readRules(reader),
        python: reader.get('python'),
        sarifFile: reader.folder('sarif-file', workspace),
        ...readGitHub(reader),
    };
}
function readFailOn(reader) {
    return reader.oneOf('fail-on', ['error', 'warning', 'never']);
}
function planInputs(reader, workspace) {
    return {
        command: 'plan',
        ...targetInputs(reader, workspace, 'plan'),
        failOn: readFailOn(reader),
        baseMetadata: reader.get('base-metadata'),
        databaseType: readDatabaseType(reader),
    };
}
function promoteInputs(reader, workspace) {
    const isCopy = reader.get('method') === 'copy-project';
    const provisions = reader.oneOf('provision', ['never', 'if-missing']) === 'if-missing' || isCopy;
    const why = isCopy ? 'method: copy-project' : 'provision: if-missing';
    if (provisions && reader.get('method') === 'live')
        reader.problems.push(`method: live imports into a running server; ${why} has none yet. Leave method out.`);
    if (provisions && reader.get('approved-plan') !== undefined)
        reader.problems.push(`approved-plan: it was made of a project that is there; ${why} makes one. Leave one of them out.`);
    return {
        command: 'promote',
        ...targetInputs(reader, workspace, provisions ? 'promote-new' : 'promote'),
        provisioning: provisions ? provisioningInputs(reader, why, workspace) : undefined,
    };
}
function provisionInputs(reader, workspace) {
    return {
        command: 'provision',
        ...targetInputs(reader, workspace, 'provision'),
        provisioning: provisioningInputs(reader, 'provision', workspace),
    };
}
function readDatabaseType(reader) {
    if (reader.get('database-type') === undefined)
        return undefined;
    return reader.oneOf('database-type', ['sqlite', 'postgresql', 'mysql']);
}
const READERS = {
    validate: validateInputs,
    plan: planInputs,
    promote: promoteInputs,
    provision: provisionInputs,
};


/***/ }),

/***/ 63691:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HZ: () => (/* binding */ compareMetadata),
/* harmony export */   Lr: () => (/* binding */ differenceText),
/* harmony export */   WK: () => (/* binding */ recased),
/* harmony export */   _n: () => (/* binding */ rowNamer),
/* harmony export */   eE: () => (/* binding */ sameValue),
/* harmony export */   t0: () => (/* binding */ KEPT)
/* harmony export */ });
/* unused harmony export rowName */
/* harmony import */ var _enums_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(65594);
/* harmony import */ var _model_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(43213);
/* harmony import */ var _structure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(48577);
/**
 * Does a target hold what the zip says? Row by row, by id, over the columns that an import takes from the zip.
 * The columns that Jam.py keeps or rewrites stand in KEPT, each with its reason, and nowhere else.
 */



/** Columns whose value in the target is not the zip's after a good import (docs/jampy.md, "What an import keeps"). */
const KEPT = {
    sys_items: { f_gen_name: 'the target makes its own sequence names' },
    sys_params: {
        f_safe_mode: 'setting of the target',
        f_debugging: 'setting of the target',
        f_import_delay: 'setting of the target',
        f_production: 'setting of the target',
        f_modification: 'counter of the target',
        f_build_version: 'counter of the target',
        f_params_version: 'counter of the target',
        f_client_modified: 'flag of the running target',
        f_server_modified: 'flag of the running target',
        f_maintenance: 'flag of the running target',
        f_jam_version: 'the next start writes the installed version',
        f_field_id_gen: 'the next start sets it to the highest field id',
    },
};
/** Columns that an import writes in the target database's case when the zip comes from another database type. */
const RECASED = {
    sys_items: ['f_table_name', 'f_gen_name'],
    sys_fields: ['f_db_field_name'],
    sys_indices: ['f_index_name'],
};
/** The value an import writes for `value` into a target of `dbType`. */
function imported(zip, dbType, table, column, value) {
    if (zip.dbType === dbType || !RECASED[table]?.includes(column))
        return value;
    const name = value === null || value === undefined ? '' : String(value);
    return (0,_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .keepsLowerCase */ .sM)(dbType) ? name.toLowerCase() : name.toUpperCase();
}
/** Firebird keeps one direction for a whole index: its importer rewrites both columns. */
function rewrittenForFirebird(zip, dbType, table, column) {
    const crosses = (zip.dbType === _enums_js__WEBPACK_IMPORTED_MODULE_0__/* .DB_TYPE */ .Ub.FIREBIRD) !== (dbType === _enums_js__WEBPACK_IMPORTED_MODULE_0__/* .DB_TYPE */ .Ub.FIREBIRD);
    return crosses && table === 'sys_indices' && (column === 'f_fields_list' || column === 'descending');
}
/** The metadata with identifiers as an import into a database of `dbType` writes them. */
function recased(metadata, dbType) {
    if (metadata.dbType === dbType)
        return metadata;
    const tables = { ...metadata.tables };
    for (const name of Object.keys(RECASED)) {
        const table = metadata.tables[name];
        if (!table)
            continue;
        const rows = table.rows.map((row) => {
            const copy = { ...row };
            for (const column of RECASED[name] ?? []) {
                if (column in copy)
                    copy[column] = imported(metadata, dbType, name, column, copy[column] ?? null);
            }
            return copy;
        });
        tables[name] = { columns: table.columns, rows };
    }
    return { ...metadata, dbType, tables };
}
/** Are two values of a column the same to an import? */
function sameValue(kind, left, right) {
    if (left === right)
        return true;
    if (left === null || right === null)
        return emptyAs(kind, left) === emptyAs(kind, right);
    if (typeof left === 'boolean' || typeof right === 'boolean')
        return Number(left) === Number(right);
    return String(left) === String(right);
}
/** Text columns hold NULL and '' for the same thing, and flags NULL and 0. */
function emptyAs(kind, value) {
    if (value !== null)
        return kind === 'bool' && typeof value === 'boolean' ? Number(value) : value;
    return kind === 'bool' ? 0 : kind === 'int' ? null : '';
}
/**
 * What differs between a zip and the builder tables of a target, worst first: rows missing, rows too many, values.
 * @param dbType database type of the target.
 * @param hidden rows of the zip that this way of reading the target never shows.
 */
function compareMetadata(zip, target, dbType, hidden = () => false) {
    const differences = [];
    for (const { name: table, columns } of _structure_js__WEBPACK_IMPORTED_MODULE_1__/* .BUILDER_TABLES */ .o[zip.line]) {
        const kept = KEPT[table] ?? {};
        const source = zip.tables[table];
        const there = new Map((0,_model_js__WEBPACK_IMPORTED_MODULE_2__/* .rowsOf */ .RO)({ tables: target }, table).map((row) => [(0,_model_js__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Wh)(row, 'id'), row]));
        const present = columns.filter((column) => !(column.name in kept) && source?.columns.includes(column.name) && target[table]?.columns.includes(column.name));
        for (const row of source?.rows ?? []) {
            if (hidden(table, row))
                continue;
            const id = (0,_model_js__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Wh)(row, 'id') ?? Number.NaN;
            const other = there.get(id);
            there.delete(id);
            const at = () => ({
                table,
                id,
                name: rowName(zip.tables, table, row),
            });
            if (!other) {
                differences.push({ ...at(), kind: 'missing' });
                continue;
            }
            for (const column of present) {
                if (rewrittenForFirebird(zip, dbType, table, column.name))
                    continue;
                const wanted = imported(zip, dbType, table, column.name, row[column.name] ?? null);
                if (!sameValue(column.kind, wanted, other[column.name] ?? null)) {
                    differences.push({ ...at(), kind: 'changed', column: column.name });
                }
            }
        }
        for (const [id, row] of there)
            differences.push({ table, id: id ?? Number.NaN, kind: 'extra', name: rowName(target, table, row) });
    }
    const order = { missing: 0, extra: 1, changed: 2 };
    return differences.sort((a, b) => order[a.kind] - order[b.kind]);
}
/** A row as a developer knows it: `customers`, `customers.phone`, or its own name. */
function rowName(tables, table, row) {
    return rowNamer(tables, table)(row).name;
}
/** Names the rows of one table; the items are looked up once. */
function rowNamer(tables, table) {
    const byId = (name) => new Map((0,_model_js__WEBPACK_IMPORTED_MODULE_2__/* .rowsOf */ .RO)({ tables }, name).map((row) => [(0,_model_js__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Wh)(row, 'id'), row]));
    const items = byId('sys_items');
    const roles = table === 'sys_privileges' || table === 'sys_field_privileges' ? byId('sys_roles') : undefined;
    const fields = table === 'sys_field_privileges' ? byId('sys_fields') : undefined;
    return (row) => {
        const own = ownName(row);
        if (table === 'sys_items')
            return { name: own, item: own, itemId: (0,_model_js__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Wh)(row, 'id') ?? 0 };
        if (table === 'sys_roles' || table === 'sys_lookup_lists')
            return { name: own, item: '', itemId: 0 };
        if (table === 'sys_params')
            return { name: 'project parameters', item: '', itemId: 0 };
        const itemId = (0,_model_js__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Wh)(row, 'item_id') ?? (0,_model_js__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Wh)(row, 'item') ?? (0,_model_js__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Wh)(row, 'owner_rec_id') ?? 0;
        const found = items.get(itemId);
        const item = found ? (0,_model_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(found, 'f_item_name') : `item ${itemId || '?'}`;
        if (!roles)
            return { name: [item, own].filter(Boolean).join('.'), item, itemId };
        const role = roles.get((0,_model_js__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Wh)(row, 'owner_rec_id'));
        const field = fields?.get((0,_model_js__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Wh)(row, 'field'));
        const what = [item, field ? (0,_model_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(field, 'f_field_name') : ''].filter(Boolean).join('.');
        return { name: role ? `${what} for ${(0,_model_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(role, 'f_name')}` : what, item, itemId };
    };
}
function ownName(row) {
    return ((0,_model_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(row, 'f_item_name') ||
        (0,_model_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(row, 'f_field_name') ||
        (0,_model_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(row, 'f_index_name') ||
        (0,_model_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(row, 'f_filter_name') ||
        (0,_model_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(row, 'f_param_name') ||
        (0,_model_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(row, 'f_name'));
}
/** One difference as words for a sentence. */
function differenceText(difference) {
    const row = `${difference.name || 'row'} (${difference.table} ${difference.id})`;
    if (difference.kind === 'missing')
        return `${row} is not in the target`;
    if (difference.kind === 'extra')
        return `${row} is in the target but not in the zip`;
    return `${row}: ${difference.column} differs`;
}


/***/ }),

/***/ 45454:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ metadataDigest),
/* harmony export */   q: () => (/* binding */ rowText)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _model_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(43213);
/* harmony import */ var _structure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(48577);
/**
 * metadata-digest: one name for what a metadata zip means. Two exports of one project have one digest whatever their
 * file name, time, packing or order; another character in a server module gives another digest.
 *
 * sha256 over, in this order: a word for this scheme; line; db_type; every builder table of the line in the order of
 * Jam.py's export, each with its column names (sorted) and its rows (sorted by id) as JSON; then every file (sorted by
 * path) with its bytes. Every name, list and file is preceded by its length and every row is a JSON list, so that no two
 * meanings give the same bytes. A boolean counts as 0 or 1: Jam.py writes either. A missing column is not a NULL: an import
 * keeps the server's value there.
 *
 * Left out is what an import never takes from a zip (docs/jampy.md, "What an import keeps"), most of it counters and
 * switches of the server, then sys_items.f_gen_name, sys_params.f_field_id_gen (a start computes it from sys_fields),
 * the display values of lookups, and columns and tables that Jam.py does not know.
 */



const SCHEME = 'jampy metadata digest 1';
const LEFT_OUT = {
    sys_items: ['f_gen_name'],
    sys_params: [
        'f_safe_mode',
        'f_debugging',
        'f_modification',
        'f_client_modified',
        'f_server_modified',
        'f_build_version',
        'f_params_version',
        'f_maintenance',
        'f_import_delay',
        'f_production',
        'f_field_id_gen',
    ],
};
/** sha256 in hex. `files` are by path and without task.dat. */
function metadataDigest(metadata, files) {
    const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256');
    add(hash, `${sized(SCHEME)}line${metadata.line} db_type${metadata.dbType};`);
    for (const { name } of _structure_js__WEBPACK_IMPORTED_MODULE_1__/* .BUILDER_TABLES */ .o[metadata.line])
        addTable(hash, name, metadata.tables[name]);
    add(hash, `files${files.size};`);
    for (const path of [...files.keys()].sort(byCodePoint)) {
        const bytes = files.get(path);
        add(hash, `${sized(path)}${bytes.length}:`);
        hash.update(bytes);
    }
    return hash.digest('hex');
}
/** JSON is its own border: every list, text and number in it ends where it says, whatever it holds. */
function addTable(hash, name, table) {
    if (!table) {
        add(hash, `${sized(name)}absent;`);
        return;
    }
    const columns = table.columns.filter((column) => !LEFT_OUT[name]?.includes(column)).toSorted(byCodePoint);
    add(hash, `${sized(name)}${sized(JSON.stringify(columns))}${table.rows.length}:`);
    // Only rows of one id need their texts to be put in order: all texts at once would be as large as task.dat.
    const rows = table.rows.toSorted((a, b) => idForOrder(a) - idForOrder(b) || byCodePoint(rowText(a, columns), rowText(b, columns)));
    let batch = '';
    for (const row of rows) {
        batch += rowText(row, columns);
        if (batch.length < BATCH)
            continue;
        add(hash, batch);
        batch = '';
    }
    add(hash, batch);
}
/** Characters that are hashed at once. */
const BATCH = 65_536;
function idForOrder(row) {
    return (0,_model_js__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Wh)(row, 'id') ?? Number.MAX_SAFE_INTEGER;
}
/** A row as one JSON list; a boolean counts as 0 or 1. */
function rowText(row, columns) {
    const values = [];
    for (const column of columns) {
        const value = row[column] ?? null;
        values.push(typeof value === 'boolean' ? Number(value) : value);
    }
    return JSON.stringify(values);
}
function sized(text) {
    return `${text.length}:${text}`;
}
function add(hash, text) {
    hash.update(text, 'utf8');
}
function byCodePoint(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}


/***/ }),

/***/ 65594:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Do: () => (/* binding */ databaseName),
/* harmony export */   Ub: () => (/* binding */ DB_TYPE),
/* harmony export */   ZE: () => (/* binding */ TYPE),
/* harmony export */   sM: () => (/* binding */ keepsLowerCase),
/* harmony export */   yd: () => (/* binding */ DATA_TYPE)
/* harmony export */ });
/** Jam.py's own numbers, the same in both lines (docs/jampy.md, "Enumerations"). */
/** sys_items.type_id */
const TYPE = {
    ROOT: 1,
    USERS: 2,
    ROLES: 3,
    TASKS: 4,
    TASK: 5,
    ITEMS: 6,
    JOURNALS: 7,
    TABLES: 8,
    REPORTS: 9,
    ITEM: 10,
    JOURNAL: 11,
    TABLE: 12,
    REPORT: 13,
    DETAIL: 14,
};
/** sys_fields.f_data_type */
const DATA_TYPE = {
    TEXT: 1,
    INTEGER: 2,
    FLOAT: 3,
    CURRENCY: 4,
    DATE: 5,
    DATETIME: 6,
    BOOLEAN: 7,
    LONGTEXT: 8,
    KEYS: 9,
    FILE: 10,
    IMAGE: 11,
};
/** task.dat's db_type and SYS_TASKS.F_DB_TYPE */
const DB_TYPE = {
    SQLITE: 1,
    FIREBIRD: 2,
    POSTGRESQL: 3,
    MYSQL: 4,
    ORACLE: 5,
    MSSQL: 6,
    DATABRICKS: 7,
    DUCKDB: 8,
    SQLCIPHER: 9,
    MSACCESS: 10,
};
const DB_NAMES = {
    1: 'SQLite',
    2: 'Firebird',
    3: 'PostgreSQL',
    4: 'MySQL/MariaDB',
    5: 'Oracle',
    6: 'MSSQL',
    7: 'Databricks',
    8: 'DuckDB',
    9: 'SQLCipher',
    10: 'MS Access',
};
/** Name of a database type for people; unknown numbers are named as such. */
function databaseName(dbType) {
    if (dbType === null || dbType === undefined || dbType === 0)
        return 'no database';
    return DB_NAMES[dbType] ?? `unknown database type ${dbType}`;
}
/** PostgreSQL and MySQL keep names in lower case, every other database in upper case. */
function keepsLowerCase(dbType) {
    return dbType === DB_TYPE.POSTGRESQL || dbType === DB_TYPE.MYSQL;
}


/***/ }),

/***/ 32017:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ findingList),
/* harmony export */   R: () => (/* binding */ visible)
/* harmony export */ });
/* harmony import */ var _limits_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77230);

function findingList() {
    const findings = [];
    const counts = new Map();
    const add = (severity, rule, place, message, remedy) => {
        const finding = { rule, severity, place, message, remedy };
        const seen = (counts.get(rule)?.seen ?? 0) + 1;
        counts.set(rule, { seen, last: finding });
        if (seen <= _limits_js__WEBPACK_IMPORTED_MODULE_0__/* .LIMITS */ .b.findingsPerRule)
            findings.push(finding);
    };
    return {
        error: (...finding) => add('error', ...finding),
        warning: (...finding) => add('warning', ...finding),
        note: (...finding) => add('note', ...finding),
        list: () => {
            const rest = [...counts.values()]
                .filter(({ seen }) => seen > _limits_js__WEBPACK_IMPORTED_MODULE_0__/* .LIMITS */ .b.findingsPerRule)
                .map(({ seen, last }) => {
                const more = seen - _limits_js__WEBPACK_IMPORTED_MODULE_0__/* .LIMITS */ .b.findingsPerRule;
                return { ...last, place: {}, message: `The same was found ${more} more ${more === 1 ? 'time' : 'times'}.` };
            });
            return [...findings, ...rest];
        },
    };
}
/**
 * A name out of the zip, fit to stand in a sentence: what a reader can not see (control characters, line breaks, marks
 * that turn the direction of text) is written as `\u{…}`, and the middle of a very long name is left out.
 */
function visible(name) {
    const seen = name.replace(UNSEEN, (character) => `\\u{${character.codePointAt(0).toString(16)}}`);
    return seen.length <= 120 ? seen : `${seen.slice(0, 80)}…${seen.slice(-30)}`;
}
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;


/***/ }),

/***/ 6056:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ generatedScripts)
/* harmony export */ });
/* harmony import */ var _model_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(43213);
/**
 * Files of js/ that Jam.py writes itself from the client modules, at every import and code change: their text follows
 * the builder tables, so comparing them would say nothing (docs/jampy.md, "Generated scripts").
 */

/** Paths such as `js/crm.catalogs.customers.js` and their `.min.js`, for every item of the metadata. */
function generatedScripts(metadata) {
    const items = new Map((0,_model_js__WEBPACK_IMPORTED_MODULE_0__/* .rowsOf */ .RO)(metadata, 'sys_items').map((row) => [(0,_model_js__WEBPACK_IMPORTED_MODULE_0__/* .int */ .Wh)(row, 'id'), row]));
    const paths = new Set();
    for (const item of items.values()) {
        const names = [];
        let at = item;
        for (let depth = 0; at !== undefined && ((0,_model_js__WEBPACK_IMPORTED_MODULE_0__/* .int */ .Wh)(at, 'id') ?? 0) > 0 && depth < 20; depth++) {
            names.unshift((0,_model_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(at, 'f_item_name'));
            at = items.get((0,_model_js__WEBPACK_IMPORTED_MODULE_0__/* .int */ .Wh)(at, 'parent'));
        }
        if (names.length === 0)
            continue;
        paths.add(`js/${names.join('.')}.js`);
        paths.add(`js/${names.join('.')}.min.js`);
    }
    return paths;
}


/***/ }),

/***/ 77230:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ LIMITS),
/* harmony export */   l: () => (/* binding */ sizeText)
/* harmony export */ });
/**
 * How large a metadata zip may be. Real exports stay far below (the largest of 118 seen: 3.9 MB packed, 29 entries,
 * ratio 11, task.dat 444 kB), so whoever meets a limit holds something that Jam.py's Export did not make.
 */
const MB = 1024 * 1024;
const LIMITS = {
    /** Bytes of the zip itself. */
    packedBytes: 50 * MB,
    /** Bytes of all entries together, inflated. */
    inflatedBytes: 250 * MB,
    entries: 10_000,
    /** Inflated bytes for one packed byte, for entries of more than `ratioFrom` inflated bytes. */
    ratio: 200,
    ratioFrom: MB,
    /** Bytes of task.dat, inflated. */
    taskDatBytes: 64 * MB,
    /** Nesting of objects and arrays in task.dat; Jam.py writes 4. */
    jsonDepth: 64,
    /** Bytes of an entry's path. */
    pathBytes: 255,
    /** Findings of one rule that are listed one by one; the rest is counted. */
    findingsPerRule: 20,
};
/** `50 MB`, `1.5 MB`, `12 kB`, `1 byte`: a size for people. */
function sizeText(bytes) {
    if (bytes >= MB)
        return `${Number((bytes / MB).toFixed(1))} MB`;
    if (bytes >= 1024)
        return `${Number((bytes / 1024).toFixed(1))} kB`;
    return bytes === 1 ? '1 byte' : `${bytes} bytes`;
}


/***/ }),

/***/ 43213:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BA: () => (/* binding */ firstById),
/* harmony export */   Qq: () => (/* binding */ text),
/* harmony export */   RO: () => (/* binding */ rowsOf),
/* harmony export */   TH: () => (/* binding */ idOf),
/* harmony export */   Wh: () => (/* binding */ int),
/* harmony export */   vN: () => (/* binding */ truthy)
/* harmony export */ });
/** Rows of a table, none when the table is absent. */
function rowsOf(metadata, table) {
    return metadata.tables[table]?.rows ?? [];
}
/** A column as a whole number; null, '' and texts that are none give undefined. Booleans count as 0 and 1. */
function int(row, column) {
    const value = row[column];
    if (typeof value === 'number')
        return Number.isSafeInteger(value) ? value : undefined;
    if (typeof value === 'boolean')
        return value ? 1 : 0;
    if (typeof value === 'string' && /^-?\d{1,15}$/.test(value.trim()))
        return Number(value);
    return undefined;
}
/** A column as text; null gives ''. */
function text(row, column) {
    const value = row[column];
    return value === null || value === undefined ? '' : String(value);
}
/** A column as Jam.py's truth: 0, null, '' and false are false. */
function truthy(row, column) {
    return Boolean(row[column]);
}
/** The id of a record, 0 where it has none. */
function idOf(row) {
    return int(row, 'id') ?? 0;
}
/** Records by their id; where an id comes twice the first one counts. */
function firstById(rows) {
    const map = new Map();
    for (const row of rows)
        if (!map.has(idOf(row)))
            map.set(idOf(row), row);
    return map;
}


/***/ }),

/***/ 64983:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Z: () => (/* binding */ PACKAGE_RULES)
});

;// CONCATENATED MODULE: ./build/metadata/entry-rules.js
const EXPORT = 'Make the zip with Export in the Builder and commit that file unchanged.';
const RENAME = 'Rename the file in the folder of the development project, then export again.';
const REMOVE = 'Remove it from the folder of the development project, then export again.';
const ENTRY_RULES = [
    {
        id: 'zip-duplicate-name',
        family: 'package',
        title: 'Names are unique',
        severity: 'error',
        description: 'Two entries are one file, at least on macOS or Windows: which one wins depends on the reader.',
        remedy: 'Keep one of the two in the folder of the development project, then export again.',
    },
    {
        id: 'zip-file-and-folder',
        family: 'package',
        title: 'A name is a file or a folder',
        severity: 'error',
        description: 'An import stops in the middle when it meets a file where a folder has to be.',
        remedy: 'Keep one of the two in the folder of the development project, then export again.',
    },
    {
        id: 'zip-name-encoding',
        family: 'package',
        title: 'Names can be read',
        severity: 'error',
        description: 'A name is not valid in its encoding, so that Jam.py would write another one.',
        remedy: EXPORT,
    },
    {
        id: 'zip-name-characters',
        family: 'package',
        title: 'Names can be seen',
        severity: 'error',
        description: 'A name holds a control character, a line break or a mark that turns the direction of text.',
        remedy: RENAME,
    },
    {
        id: 'zip-path-backslash',
        family: 'package',
        title: 'No backslashes',
        severity: 'error',
        description: 'A backslash is a folder on Windows and a part of the name elsewhere.',
        remedy: EXPORT,
    },
    {
        id: 'zip-path-absolute',
        family: 'package',
        title: 'Paths are relative',
        severity: 'error',
        description: 'An absolute path leads out of the project.',
        remedy: EXPORT,
    },
    {
        id: 'zip-path-drive',
        family: 'package',
        title: 'No drives',
        severity: 'error',
        description: 'A path that starts with a Windows drive leads out of the project.',
        remedy: EXPORT,
    },
    {
        id: 'zip-path-dots',
        family: 'package',
        title: 'Paths lead downwards',
        severity: 'error',
        description: 'A path with an empty, "." or ".." part does not land where it says.',
        remedy: EXPORT,
    },
    {
        id: 'zip-path-trailing',
        family: 'package',
        title: 'No dots or blanks at the end',
        severity: 'error',
        description: 'Windows drops them, so that it becomes another file there.',
        remedy: RENAME,
    },
    {
        id: 'zip-path-length',
        family: 'package',
        title: 'Paths are not too long',
        severity: 'error',
        description: 'File systems do not take it.',
        remedy: RENAME,
    },
    {
        id: 'zip-path-windows',
        family: 'package',
        title: 'Names that Windows allows',
        severity: 'warning',
        description: 'A server on Windows can not take the file.',
        remedy: 'Nothing to do when the server is not on Windows; else rename the file, then export again.',
    },
    {
        id: 'zip-place',
        family: 'package',
        title: 'Files are where Export takes them from',
        severity: 'error',
        description: "An import copies all it finds over the project's folder, also where Jam.py's Export never writes.",
        remedy: 'Make the zip with Export in the Builder, not by hand: Export never takes such a file.',
    },
    {
        id: 'zip-place-server-file',
        family: 'package',
        title: "None of the server's own files",
        severity: 'error',
        description: "It would replace the server's builder database, programs, translations, logs or what users uploaded.",
        remedy: 'Make the zip with Export in the Builder, not by hand: Export never takes such a file.',
    },
    {
        id: 'zip-place-dotfile',
        family: 'package',
        title: 'No hidden files',
        severity: 'error',
        description: 'Files whose name starts with a dot configure servers and tools.',
        remedy: REMOVE,
    },
    {
        id: 'zip-place-python',
        family: 'package',
        title: 'Python is in utils only, as source',
        severity: 'error',
        description: 'Compiled Python runs in place of the source that was reviewed; a module elsewhere hides an installed one.',
        remedy: 'Put Python modules into the folder utils of the development project, then export again.',
    },
];

;// CONCATENATED MODULE: ./build/metadata/zip-rules.js
const zip_rules_EXPORT = 'Make the zip with Export in the Builder and commit that file unchanged.';
const zip_rules_REMOVE = 'Remove it from the folder of the development project, then export again.';
const ZIP_RULES = [
    {
        id: 'zip-not-a-zip',
        family: 'package',
        title: 'The file is a zip',
        severity: 'error',
        description: 'It is something else: a page that was saved in its place, task.dat alone, admin.sqlite, another archive.',
        remedy: 'Commit the file that Export in the Builder downloads.',
    },
    {
        id: 'zip-empty-file',
        family: 'package',
        title: 'The file is not empty',
        severity: 'error',
        description: 'It has no bytes.',
        remedy: zip_rules_EXPORT,
    },
    {
        id: 'zip-lfs-pointer',
        family: 'package',
        title: 'The file was fetched from Git LFS',
        severity: 'error',
        description: 'The checkout has only the pointer to it.',
        remedy: 'Set "lfs: true" at actions/checkout, or run "git lfs pull" before this step.',
    },
    {
        id: 'zip-text-converted',
        family: 'package',
        title: 'The file was not treated as text',
        severity: 'error',
        description: 'Line ends or characters were converted, which breaks a zip.',
        remedy: 'Add the line "*.zip binary" to .gitattributes, then commit the exported file again.',
    },
    {
        id: 'zip-truncated',
        family: 'package',
        title: 'The zip is complete',
        severity: 'error',
        description: 'Its end is missing, or bytes in the middle are.',
        remedy: 'Copy or download the exported file again, then commit it again.',
    },
    {
        id: 'zip-directory',
        family: 'package',
        title: 'The directory of the zip can be read',
        severity: 'error',
        description: 'It announces more entries than it has, or fewer.',
        remedy: zip_rules_EXPORT,
    },
    {
        id: 'zip-leading-bytes',
        family: 'package',
        title: 'Nothing stands before the entries',
        severity: 'error',
        description: 'Readers disagree on a zip with bytes in front, as a self-extracting one has.',
        remedy: zip_rules_EXPORT,
    },
    {
        id: 'zip-trailing-bytes',
        family: 'package',
        title: 'Nothing stands behind the end',
        severity: 'error',
        description: 'Readers disagree on a zip that has two ends, or bytes behind its end.',
        remedy: zip_rules_EXPORT,
    },
    {
        id: 'zip-hidden-bytes',
        family: 'package',
        title: 'All bytes belong to an entry',
        severity: 'error',
        description: 'Bytes between entries are seen by some readers and not by others.',
        remedy: zip_rules_EXPORT,
    },
    {
        id: 'zip-overlapping-entries',
        family: 'package',
        title: 'Entries do not overlap',
        severity: 'error',
        description: 'Two entries share bytes, as in zip bombs.',
        remedy: zip_rules_EXPORT,
    },
    {
        id: 'zip-header-mismatch',
        family: 'package',
        title: 'Both headers of an entry agree',
        severity: 'error',
        description: 'Readers that go by the one see another file than those that go by the other.',
        remedy: zip_rules_EXPORT,
    },
    {
        id: 'zip-extra-field',
        family: 'package',
        title: 'Extra fields give no second name',
        severity: 'error',
        description: 'An extra field is broken, or gives the entry another name for some readers.',
        remedy: zip_rules_EXPORT,
    },
    {
        id: 'zip-zip64',
        family: 'package',
        title: 'No zip64',
        severity: 'error',
        description: 'That form is for files above 4 GB, and gives readers a way to disagree.',
        remedy: zip_rules_EXPORT,
    },
    {
        id: 'zip-multi-disk',
        family: 'package',
        title: 'The zip is one file',
        severity: 'error',
        description: 'It is a part of one that was split.',
        remedy: zip_rules_EXPORT,
    },
    {
        id: 'zip-encrypted',
        family: 'package',
        title: 'Entries are not encrypted',
        severity: 'error',
        description: 'Jam.py could not read it.',
        remedy: zip_rules_EXPORT,
    },
    {
        id: 'zip-method',
        family: 'package',
        title: 'Entries are stored or deflated',
        severity: 'error',
        description: 'Other compressions are not read by every Python.',
        remedy: zip_rules_EXPORT,
    },
    {
        id: 'zip-flags',
        family: 'package',
        title: 'Only plain features of the format',
        severity: 'error',
        description: 'The entry needs a feature of the format that Jam.py does not read.',
        remedy: zip_rules_EXPORT,
    },
    {
        id: 'zip-special-file',
        family: 'package',
        title: 'Entries are plain files',
        severity: 'error',
        description: 'It is a link, a device or the like, which would lead out of the project.',
        remedy: zip_rules_REMOVE,
    },
    {
        id: 'zip-setuid',
        family: 'package',
        title: 'No special permissions',
        severity: 'error',
        description: 'The setuid, setgid or sticky bit is set.',
        remedy: zip_rules_EXPORT,
    },
    {
        id: 'zip-folder-with-content',
        family: 'package',
        title: 'Folders are empty',
        severity: 'error',
        description: 'An entry whose name ends in a slash has content.',
        remedy: zip_rules_EXPORT,
    },
    {
        id: 'zip-deflate',
        family: 'package',
        title: 'Entries can be unpacked',
        severity: 'error',
        description: 'The packed bytes are damaged.',
        remedy: zip_rules_EXPORT,
    },
    {
        id: 'zip-crc',
        family: 'package',
        title: 'Checksums are right',
        severity: 'error',
        description: 'The content is not what was packed.',
        remedy: zip_rules_EXPORT,
    },
    {
        id: 'zip-entry-size',
        family: 'package',
        title: 'Entries are as large as announced',
        severity: 'error',
        description: 'An entry unpacks to more or fewer bytes than its header says.',
        remedy: zip_rules_EXPORT,
    },
    {
        id: 'zip-ratio',
        family: 'package',
        title: 'No zip bomb',
        severity: 'error',
        description: 'A large entry would grow to many times its packed size.',
        remedy: zip_rules_REMOVE,
    },
    {
        id: 'zip-packed-size',
        family: 'package',
        title: 'The zip is not too large',
        severity: 'error',
        description: 'It is larger than is accepted.',
        remedy: 'Remove what does not belong to the application, then export again.',
    },
    {
        id: 'zip-inflated-size',
        family: 'package',
        title: 'The content is not too large',
        severity: 'error',
        description: 'It would unpack to more than is accepted.',
        remedy: 'Remove what does not belong to the application, then export again.',
    },
    {
        id: 'zip-task-dat-size',
        family: 'package',
        title: 'task.dat is not too large',
        severity: 'error',
        description: 'It would unpack to more than is accepted.',
        remedy: zip_rules_EXPORT,
    },
    {
        id: 'zip-entry-count',
        family: 'package',
        title: 'Not too many entries',
        severity: 'error',
        description: 'The zip has more entries than are accepted.',
        remedy: 'Remove what does not belong to the application, then export again.',
    },
    {
        id: 'zip-no-task-dat',
        family: 'package',
        title: 'task.dat is there',
        severity: 'error',
        description: 'Without it at its root it is no metadata zip.',
        remedy: 'Commit the zip as Export made it; do not unpack it and pack its folder.',
    },
];

;// CONCATENATED MODULE: ./build/metadata/package-rules.js
/** Rules about the package: the zip itself and the form of its task.dat. Every finding of this folder has one of these ids. */


const package_rules_EXPORT = 'Export the metadata again in the Builder and commit that file unchanged.';
const NOTHING = 'Nothing has to be done.';
const TASK_DAT_RULES = [
    {
        id: 'task-dat-encoding',
        family: 'task-dat',
        title: 'task.dat is UTF-8',
        severity: 'error',
        description: 'It is another encoding, or starts with a byte order mark that Jam.py can not read.',
        remedy: package_rules_EXPORT,
    },
    {
        id: 'task-dat-json',
        family: 'task-dat',
        title: 'task.dat is JSON',
        severity: 'error',
        description: 'An import can not read it.',
        remedy: package_rules_EXPORT,
    },
    {
        id: 'task-dat-depth',
        family: 'task-dat',
        title: 'task.dat does not nest deeply',
        severity: 'error',
        description: 'Deep nesting only serves to break readers.',
        remedy: package_rules_EXPORT,
    },
    {
        id: 'task-dat-duplicate-key',
        family: 'task-dat',
        title: 'Keys are unique',
        severity: 'error',
        description: 'Of two values under one key readers take one or the other.',
        remedy: package_rules_EXPORT,
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
        remedy: package_rules_EXPORT,
    },
    {
        id: 'task-dat-columns',
        family: 'task-dat',
        title: 'All columns are there',
        severity: 'error',
        description: "Columns are missing that every release of the zip's line has.",
        remedy: package_rules_EXPORT,
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
        remedy: package_rules_EXPORT,
    },
    {
        id: 'task-dat-record',
        family: 'task-dat',
        title: 'Records are whole',
        severity: 'error',
        description: 'A record has fewer values than there are columns: an import stops in the middle.',
        remedy: package_rules_EXPORT,
    },
    {
        id: 'task-dat-value',
        family: 'task-dat',
        title: 'Values can be stored',
        severity: 'error',
        description: 'A value is a list or an object, a number too large to be exact, or a text that no database takes.',
        remedy: package_rules_EXPORT,
    },
    {
        id: 'task-dat-deleted-row',
        family: 'task-dat',
        title: 'No rows that are marked as deleted',
        severity: 'warning',
        description: 'Jam.py leaves them out, so the zip was changed by hand.',
        remedy: package_rules_EXPORT,
    },
    {
        id: 'task-dat-unknown',
        family: 'task-dat',
        title: 'Known tables and columns only',
        severity: 'note',
        description: 'An import leaves out what it does not know.',
        remedy: NOTHING,
    },
];
/** In the order of documentation. */
const PACKAGE_RULES = [...ZIP_RULES, ...ENTRY_RULES, ...TASK_DAT_RULES];


/***/ }),

/***/ 48577:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ INDEX_COLUMNS),
/* harmony export */   o: () => (/* binding */ BUILDER_TABLES)
/* harmony export */ });
// name:kind(max length), then ! = required on import, ? = older releases of the line lack it.
const BOTH = {
    sys_items: 'id:int deleted:int f_name:text(256)! parent:int type_id:int table_id:int has_children:bool f_index:int f_table_name:text(256) f_gen_name:text(256) f_view_template:text(256) f_visible:bool f_soft_delete:bool f_web_client_module:long f_server_module:long f_info:long f_virtual_table:bool f_js_external:bool f_js_filename:text(1024) f_primary_key:int f_master_id:int f_master_rec_id:int f_js_funcs:long f_keep_history:bool f_edit_lock:bool sys_id:int f_select_all:bool task_id:int f_deleted_flag:int f_record_version:int?',
    sys_fields: 'id:int deleted:int owner_id:int owner_rec_id:int f_name:text(256)! task_id:int f_db_field_name:text(256) f_data_type:int f_size:int f_object:int f_object_field:int f_object_field1:int f_object_field2:int f_master_field:int f_multi_select:bool f_multi_select_all:bool f_enable_typehead:bool f_lookup_values:int f_required:bool f_default:bool f_read_only:bool f_alignment:int f_default_value:text(256) f_help:long f_placeholder:text(256) f_mask:text(30) f_default_lookup_value:int f_image_placeholder:image f_image_camera:bool f_file_download_btn:bool f_file_open_btn:bool f_file_accept:text(256) f_textarea:bool? f_do_not_sanitize:bool?',
    sys_indices: 'id:int deleted:int owner_id:int owner_rec_id:int f_index_name:text(256)! descending:bool f_unique_index:bool f_foreign_index:bool f_foreign_field:int f_fields_list:text(256) task_id:int',
    sys_filters: 'id:int deleted:int owner_id:int owner_rec_id:int f_index:int f_field:int f_name:text(256)! f_filter_name:text(256)! f_data_type:int f_type:int f_multi_select_all:bool f_visible:bool f_help:long f_placeholder:text(256) task_id:int',
    sys_report_params: 'id:int deleted:int owner_id:int owner_rec_id:int f_index:int f_name:text(256)! f_param_name:text(256)! f_data_type:int f_size:int f_object:int f_object_field:int f_object_field1:int f_object_field2:int f_multi_select:bool f_multi_select_all:bool f_enable_typehead:bool f_lookup_values:int f_required:bool f_visible:bool f_alignment:int f_master_field:int f_help:long f_placeholder:text(256) task_id:int?',
    sys_roles: 'id:int deleted:int f_name:text(256)!',
    // 5.4.27 and older wrote few of these.
    sys_params: 'id:int deleted:int f_safe_mode:bool f_debugging:bool f_con_pool_size:int f_language:int! f_version:text(256) f_persist_con:bool f_single_file_js:bool? f_dynamic_js:bool? f_compressed_js:bool? f_field_id_gen:int? f_timeout:int? f_delete_reports_after:int? f_ignore_change_ip:bool? f_history_item:int? f_lock_item:int? f_sys_group:int? f_theme:int!? f_small_font:bool? f_full_width:bool? f_forms_in_tabs:bool? f_max_content_length:int? f_modification:int? f_import_delay:int? f_client_modified:bool? f_server_modified:bool? f_build_version:int? f_params_version:int? f_maintenance:bool? f_production:bool? f_jam_version:text(256)? f_upload_file_ext:text(1000)?',
    sys_privileges: 'id:int deleted:int owner_id:int owner_rec_id:int item_id:int owner_item:text(256) f_can_view:bool f_can_create:bool f_can_edit:bool f_can_delete:bool',
    sys_field_privileges: '',
    sys_lookup_lists: 'id:int deleted:int f_name:text(256)! f_lookup_values_text:long',
};
const ONLY = {
    5: {
        sys_items: 'f_item_name:text(256)!',
        sys_fields: 'f_field_name:text(256)! f_image_edit_width:int f_image_edit_height:int f_image_view_width:int f_image_view_height:int',
    },
    7: {
        sys_items: 'f_item_name:text(30)! f_master_field:int f_copy_of:int f_master_applies:bool',
        sys_fields: 'f_field_name:text(30)! f_calc_item:int f_calc_field:int f_calc_op:int f_calc_lookup_field:int f_image_edit_height:text(20) f_image_edit_width:text(20) f_image_view_height:text(20) f_image_view_width:text(20)',
        sys_report_params: 'f_calc_item:int f_calc_field:int f_calc_op:int f_read_only:bool f_not_null:bool f_check_before_deleting:bool',
        sys_params: 'f_show_not_null:bool? f_upgraded_to:int? f_show_select_sql:bool? f_ace_theme:text(20)? f_modern_input_btns:bool?',
        sys_field_privileges: 'id:int deleted:int item:int owner_rec_id:int field:int f_prohibited:bool f_read_only:bool owner_id:int',
    },
};
const API_ITEM_IDS = {
    sys_items: 3,
    sys_fields: 7,
    sys_indices: 22,
    sys_filters: 23,
    sys_report_params: 21,
    sys_roles: 2,
    sys_params: 8,
    sys_privileges: 24,
    sys_field_privileges: 28,
    sys_lookup_lists: 11,
};
function parseColumns(source) {
    return source
        .split(' ')
        .filter(Boolean)
        .map((word) => {
        const match = /^(\w+):(int|bool|text|long|image)(?:\((\d+)\))?(!?)(\??)$/.exec(word);
        if (!match)
            throw new Error(`structure.ts: "${word}" is not a column`);
        const [, name, kind, max, required, newer] = match;
        return {
            name: name,
            kind: kind,
            maxLength: max ? Number(max) : undefined,
            required: required === '!',
            newer: newer === '?',
        };
    });
}
function structureOf(line) {
    return Object.keys(BOTH)
        .map((name) => ({
        name,
        columns: parseColumns(`${BOTH[name]} ${ONLY[line][name] ?? ''}`),
        apiItemId: API_ITEM_IDS[name],
    }))
        .filter((table) => table.columns.length > 0);
}
/** Columns of sys_indices that make an index what it is in the database. */
const INDEX_COLUMNS = [
    'f_index_name',
    'f_unique_index',
    'f_foreign_index',
    'f_foreign_field',
    'f_fields_list',
    'owner_rec_id',
];
/** Builder tables per line, in the order of Jam.py's export. */
const BUILDER_TABLES = {
    5: structureOf(5),
    7: structureOf(7),
};


/***/ }),

/***/ 35153:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  g: () => (/* binding */ readDirectory),
  m: () => (/* binding */ refuseZip64)
});

// EXTERNAL MODULE: ./build/metadata/finding-list.js
var finding_list = __webpack_require__(32017);
// EXTERNAL MODULE: ./build/metadata/limits.js
var limits = __webpack_require__(77230);
;// CONCATENATED MODULE: ./build/metadata/not-a-zip.js

const COMMIT_AGAIN = 'then commit the exported file again.';
const BINARY = `Add the line "*.zip binary" to .gitattributes, ${COMMIT_AGAIN}`;
/** What other files start with, and what they then are. */
const OTHERS = [
    [/^\s*(<!doctype html|<html)/i, 'an HTML page; perhaps a login or error page was saved in place of the export'],
    [/^\s*\{/, 'JSON; perhaps the task.dat alone'],
    [/^[^ -~]\u{8b}/u, 'a gzip or tar.gz archive'],
    [/^7z\u{bc}\u{af}/u, 'a 7z archive'],
    [/^Rar!/, 'a RAR archive'],
    [/^SQLite format 3/, 'an SQLite database; admin.sqlite is not what Export makes'],
];
/**
 * Adds the one finding that fits, and tells whether it did. `shift` is how many bytes too far behind the end of the
 * zip lies, by its own account; with `onlyText` only the conversion of line ends or of the character set is looked for.
 */
function notAZip(zip, found, hint = {}) {
    if (zip.length === 0) {
        found.error('zip-empty-file', {}, 'The metadata file is empty (0 bytes).', `Export the metadata again in the Builder, ${COMMIT_AGAIN}`);
        return true;
    }
    const start = zip.toString('latin1', 0, 64);
    if (start.startsWith('version https://git-lfs')) {
        const message = 'The metadata file is a Git LFS pointer: the zip itself was not fetched.';
        const remedy = 'Set "lfs: true" at actions/checkout, or run "git lfs pull" before this step.';
        found.error('zip-lfs-pointer', {}, message, remedy);
        return true;
    }
    const converted = start.startsWith('PK') ? conversion(zip, hint.shift) : undefined;
    if (converted) {
        const message = `The zip was treated as a text file: ${converted}.`;
        found.error('zip-text-converted', {}, message, BINARY);
        return true;
    }
    if (hint.onlyText)
        return false;
    if (start.startsWith('PK\x03\x04')) {
        const message = 'The zip is cut off: its end, which lists what it holds, is missing.';
        const remedy = 'Copy or download the exported file again (completely), then commit it again.';
        found.error('zip-truncated', {}, message, remedy);
    }
    else {
        const what = OTHERS.find(([pattern]) => pattern.test(start))?.[1];
        const message = `The metadata file is not a zip${what ? ` but ${what}` : ''}.`;
        found.error('zip-not-a-zip', {}, message, 'Commit the file that Export in the Builder downloads.');
    }
    return true;
}
/** How a zip's bytes were converted, told from traces that compressed data does not have; undefined: no sign of it. */
function conversion(zip, shift) {
    const sample = zip.subarray(0, limits/* LIMITS */.b.packedBytes);
    if (count(sample, REPLACEMENT) >= 2)
        return 'bytes that are no UTF-8 were replaced by U+FFFD';
    const lines = count(sample, LF);
    const windowsLines = count(sample, CRLF);
    const allWindows = lines > 0 && lines === windowsLines;
    if (allWindows && (lines >= 8 || shift === windowsLines))
        return 'line ends LF became CRLF';
    if (windowsLines === 0 && shift !== undefined && shift < 0 && lines >= -shift)
        return 'line ends CRLF became LF';
    return recoded(sample) ? 'its bytes were written as UTF-8 characters' : undefined;
}
const REPLACEMENT = Buffer.from([0xef, 0xbf, 0xbd]);
const LF = Buffer.from('\n');
const CRLF = Buffer.from('\r\n');
/** Compressed data is hardly ever valid UTF-8; with many characters beyond ASCII it was made so. */
function recoded(zip) {
    try {
        const text = new TextDecoder('utf-8', { fatal: true }).decode(zip);
        return zip.length - text.length >= 16;
    }
    catch {
        return false;
    }
}
function count(bytes, part) {
    let found = 0;
    for (let at = bytes.indexOf(part); at >= 0; at = bytes.indexOf(part, at + part.length))
        found += 1;
    return found;
}

;// CONCATENATED MODULE: ./build/metadata/zip-directory.js
/**
 * The outer structure of a zip: its end record and central directory. Read by hand, because what matters is not what
 * a forgiving reader makes of the bytes but that every reader sees the same; Jam.py's is Python's zipfile.
 */



const END_SIGNATURE = Buffer.from('PK\x05\x06', 'latin1');
const ZIP64_LOCATOR = 0x07064b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const END_SIZE = 22;
const CENTRAL_SIZE = 46;
const EXPORT_AGAIN = 'Export the metadata again in the Builder and commit that file unchanged.';
/** The central directory, or undefined when the structure does not hold (a finding says how). Never throws. */
function readDirectory(zip, found) {
    const end = findEnd(zip);
    if (end === undefined) {
        notAZip(zip, found);
        return undefined;
    }
    const comment = zip.subarray(end + END_SIZE);
    if (comment.length !== zip.readUInt16LE(end + 20) || comment.includes(END_SIGNATURE)) {
        if (!notAZip(zip, found, { onlyText: true })) {
            const message = 'There are bytes behind the end of the zip, or it has two ends: readers disagree on what it holds.';
            found.error('zip-trailing-bytes', {}, message, EXPORT_AGAIN);
        }
        return undefined;
    }
    return endHolds(zip, end, found) ? readHeaders(zip, end, found) : undefined;
}
/** Offset of the end record: the last one, as Python looks for it. */
function findEnd(zip) {
    if (zip.length < END_SIZE)
        return undefined;
    const from = zip.length - END_SIZE;
    const at = zip.lastIndexOf(END_SIGNATURE, from);
    return at >= 0 && at >= from - 0xffff ? at : undefined;
}
function endHolds(zip, end, found) {
    const [disk, directoryDisk, here, total] = [4, 6, 8, 10].map((at) => zip.readUInt16LE(end + at));
    const size = zip.readUInt32LE(end + 12);
    const start = zip.readUInt32LE(end + 16);
    const zip64 = (end >= 20 && zip.readUInt32LE(end - 20) === ZIP64_LOCATOR) ||
        [disk, directoryDisk, here, total].includes(0xffff) ||
        [size, start].includes(0xffffffff);
    if (zip64) {
        refuseZip64(found);
    }
    else if (disk !== 0 || directoryDisk !== 0 || here !== total) {
        const message = 'The zip is one part of a zip that was split over several files.';
        found.error('zip-multi-disk', {}, message, EXPORT_AGAIN);
    }
    else if (total > limits/* LIMITS */.b.entries) {
        const message = `The zip has ${total} entries; more than ${limits/* LIMITS */.b.entries} are not accepted.`;
        found.error('zip-entry-count', {}, message, 'Remove what does not belong to the application, then export again.');
    }
    else if (start + size !== end) {
        if (notAZip(zip, found, { shift: end - start - size, onlyText: true }))
            return false;
        const lost = start + size - end;
        if (lost > 0) {
            const message = `The zip is damaged: ${(0,limits/* sizeText */.l)(lost)} are missing between its entries and its end.`;
            found.error('zip-truncated', {}, message, EXPORT_AGAIN);
        }
        else {
            const message = `${(0,limits/* sizeText */.l)(-lost)} in the zip belong to no entry: they stand before its start or before its end.`;
            found.error('zip-leading-bytes', {}, message, EXPORT_AGAIN);
        }
    }
    else {
        return true;
    }
    return false;
}
/** Zip64 fields exist for sizes above 4 GB; within our limits they only give readers a way to disagree. */
function refuseZip64(found, entry) {
    const message = `${entry ? `"${(0,finding_list/* visible */.R)(entry)}" uses` : 'The zip uses'} the zip64 form, made for files above 4 GB; Jam.py's Export does not.`;
    found.error('zip-zip64', entry ? { entry: (0,finding_list/* visible */.R)(entry) } : {}, message, EXPORT_AGAIN);
}
function readHeaders(zip, end, found) {
    const total = zip.readUInt16LE(end + 10);
    const start = zip.readUInt32LE(end + 16);
    const headers = [];
    let at = start;
    while (at + CENTRAL_SIZE <= end && zip.readUInt32LE(at) === CENTRAL_SIGNATURE) {
        const [nameLength, extraLength, commentLength, disk] = [28, 30, 32, 34].map((field) => zip.readUInt16LE(at + field));
        const name = at + CENTRAL_SIZE;
        const next = name + nameLength + extraLength + commentLength;
        if (next > end)
            break;
        if (disk !== 0) {
            found.error('zip-multi-disk', {}, 'An entry of the zip lies in another part of a split zip.', EXPORT_AGAIN);
            return undefined;
        }
        headers.push({
            versionNeeded: zip.readUInt16LE(at + 6) & 0xff,
            flags: zip.readUInt16LE(at + 8),
            method: zip.readUInt16LE(at + 10),
            crc: zip.readUInt32LE(at + 16),
            packedSize: zip.readUInt32LE(at + 20),
            size: zip.readUInt32LE(at + 24),
            externalAttributes: zip.readUInt32LE(at + 38),
            offset: zip.readUInt32LE(at + 42),
            nameBytes: zip.subarray(name, name + nameLength),
            extra: zip.subarray(name + nameLength, name + nameLength + extraLength),
        });
        if (headers.length > total)
            break;
        at = next;
    }
    if (at === end && headers.length === total)
        return { headers, start };
    if (!notAZip(zip, found, { onlyText: true })) {
        const message = `The zip's directory is damaged: it announces ${total} entries, ${headers.length} can be read.`;
        found.error('zip-directory', {}, message, EXPORT_AGAIN);
    }
    return undefined;
}


/***/ }),

/***/ 77658:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   q: () => (/* binding */ nearestOf)
/* harmony export */ });
/** The nearest of several names to one that was mistyped. */
/** undefined where none is near enough to be meant. */
function nearestOf(given, known) {
    const best = known
        .map((each) => ({ each, distance: distance(given.toLowerCase(), each.toLowerCase()) }))
        .sort((a, b) => a.distance - b.distance)[0];
    return best && best.distance <= Math.max(3, given.length / 3) ? best.each : undefined;
}
/** Levenshtein's, on short names. */
function distance(left, right) {
    let row = Array.from({ length: right.length + 1 }, (_, at) => at);
    for (let i = 1; i <= left.length; i++) {
        const next = [i];
        for (let j = 1; j <= right.length; j++) {
            const change = row[j - 1] + (left[i - 1] === right[j - 1] ? 0 : 1);
            next.push(Math.min(change, row[j] + 1, next[j - 1] + 1));
        }
        row = next;
    }
    return row.at(-1);
}


/***/ }),

/***/ 74333:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $i: () => (/* binding */ writeApproval),
/* harmony export */   L0: () => (/* binding */ zipMoved),
/* harmony export */   pz: () => (/* binding */ approvable),
/* harmony export */   yp: () => (/* binding */ readApproval),
/* harmony export */   yz: () => (/* binding */ movedSince)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(38522);
/* harmony import */ var _metadata_compare_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(63691);
/* harmony import */ var _metadata_digest_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(45454);
/* harmony import */ var _metadata_model_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(43213);
/* harmony import */ var _metadata_structure_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(48577);
/* harmony import */ var _consent_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(55658);
/**
 * What an approval is bound to: the zip, the target, everything that was seen there, and the plan. It travels from the job
 * that plans to the job that promotes as one line of text, the output `plan-digest`, and comes back as `approved-plan`.
 */







const PREFIX = 'plan1.';
/** Bytes: a value of the environment may have 128 KiB on Linux, and inputs travel there. */
const LONGEST = 100_000;
/** Bytes of a digest that somebody made too large. */
const MOST_BYTES = 4_000_000;
/** Hex digits that tell whether one object moved; the whole is told apart by all 64. */
const SHORT = 8;
/** What follows from everything else: told only where nothing else moved. */
const SQL = 'the SQL';
const CHANGES = 'the changes';
/** @param where what names the target: host, folder and address. */
function approvable(zip, where, sight, plan) {
    const seen = { ...metadataParts(sight.metadata), ...otherParts(sight) };
    const planned = planParts(plan);
    return {
        zip: zip.digest,
        target: digest(JSON.stringify(where)),
        state: digestOf(seen),
        plan: digestOf(planned),
        parts: shortened({ ...seen, ...planned }),
    };
}
/** Enough of each digest to name what moved. */
function shortened(parts) {
    return Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, isDigest(value) ? value.slice(0, SHORT) : value]));
}
function isDigest(value) {
    return /^[0-9a-f]{64}$/.test(value);
}
/** Builder tables, item by item: an item with its fields, indexes, filters, parameters and privileges. */
function metadataParts(metadata) {
    const groups = new Map();
    for (const { name: table, columns } of _metadata_structure_js__WEBPACK_IMPORTED_MODULE_4__/* .BUILDER_TABLES */ .o[metadata.line]) {
        const kept = _metadata_compare_js__WEBPACK_IMPORTED_MODULE_2__/* .KEPT */ .t0[table] ?? {};
        const known = metadata.tables[table]?.columns ?? [];
        const present = columns.map((column) => column.name).filter((name) => !(name in kept) && known.includes(name));
        const nameOf = (0,_metadata_compare_js__WEBPACK_IMPORTED_MODULE_2__/* .rowNamer */ ._n)(metadata.tables, table);
        for (const row of (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .rowsOf */ .RO)(metadata, table).toSorted((a, b) => (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .idOf */ .TH)(a) - (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .idOf */ .TH)(b))) {
            const { name, item, itemId } = nameOf(row);
            const group = itemId > 0 ? `item ${item} (${itemId})` : name === '' ? table : `${table} ${name}`;
            const texts = groups.get(group) ?? [];
            texts.push(`${table}:${(0,_metadata_digest_js__WEBPACK_IMPORTED_MODULE_3__/* .rowText */ .q)(row, present)}`);
            groups.set(group, texts);
        }
    }
    return Object.fromEntries([...groups].map(([name, texts]) => [name, digest(texts.join('\n'))]));
}
function otherParts({ metadata, source, jamVersion, catalogue, files }) {
    const parts = {
        'the way the target was looked at': source,
        'Jam.py of the target': jamVersion ?? 'not known',
        'type of the database': String(metadata.dbType),
        'the database': catalogue === undefined ? 'not looked at' : 'looked at',
    };
    for (const [path, hash] of files)
        parts[`file ${path}`] = hash;
    for (const [name, { columns, primaryKey, indexes, foreignKeys }] of catalogue?.tables ?? [])
        parts[`table ${name} in the database`] = digest(JSON.stringify([[...columns.values()], primaryKey, byName(indexes), byName(foreignKeys)]));
    return parts;
}
function byName(list) {
    return list.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
/** Rows come and go in production: of a loss only whether there was anything to lose is approved. */
function planParts({ statements, refusal, changes, files, losses }) {
    const done = changes.map(({ kind, object, table, id, values, modules }) => [
        kind,
        object,
        table,
        id,
        values,
        modules,
    ]);
    return {
        [SQL]: digest(JSON.stringify([statements.map(({ sql }) => sql), refusal ?? null])),
        [CHANGES]: digest(JSON.stringify([done, files.map(({ path, kind }) => [path, kind])])),
        ...Object.fromEntries(losses.map((loss) => [`loss ${(0,_consent_js__WEBPACK_IMPORTED_MODULE_6__/* .consentLine */ .$0)(loss)}`, contents(loss)])),
    };
}
function contents({ rows, values }) {
    const count = values ?? rows;
    return count === undefined ? 'not counted' : count === 0 ? 'empty' : 'with data';
}
/** As one line of letters, digits, `.`, `-` and `_`; the parts are left out where it would be too long. */
function writeApproval(value) {
    const whole = encode(value);
    return whole.length <= LONGEST ? whole : encode({ ...value, parts: undefined });
}
function encode(value) {
    return PREFIX + (0,node_zlib__WEBPACK_IMPORTED_MODULE_1__.deflateRawSync)(JSON.stringify(value), { level: 9 }).toString('base64url');
}
/** undefined: the text is no `plan-digest`. */
function readApproval(text) {
    if (!text.startsWith(PREFIX) || !/^[\w-]+$/.test(text.slice(PREFIX.length)))
        return undefined;
    try {
        const packed = Buffer.from(text.slice(PREFIX.length), 'base64url');
        const value = JSON.parse((0,node_zlib__WEBPACK_IMPORTED_MODULE_1__.inflateRawSync)(packed, { maxOutputLength: MOST_BYTES }).toString('utf8'));
        return isApprovable(value) ? value : undefined;
    }
    catch {
        return undefined;
    }
}
function isApprovable(value) {
    if (typeof value !== 'object' || value === null)
        return false;
    const { zip, target, state, plan, parts } = value;
    const isText = (part) => typeof part === 'string';
    if (![zip, target, state, plan].every(isText))
        return false;
    return parts === undefined || (typeof parts === 'object' && parts !== null && Object.values(parts).every(isText));
}
/**
 * What is not as it was approved, one clause each; none: all is.
 * @param now made of the target as it is now.
 */
function movedSince(approved, now) {
    const moved = [];
    if (approved.zip !== now.zip)
        moved.push(zipMoved(approved.zip, now.zip));
    if (approved.target !== now.target)
        moved.push('the target is another one');
    if (approved.state === now.state && approved.plan === now.plan)
        return moved;
    const parts = approved.parts && now.parts ? movedParts(approved.parts, now.parts) : [];
    if (parts.length > 0)
        return [...moved, ...parts];
    return [...moved, approved.state === now.state ? 'the plan changed' : 'the target changed'];
}
function zipMoved(approved, now) {
    return `the metadata zip is another one (${now.slice(0, 16)}, approved was ${approved.slice(0, 16)})`;
}
function movedParts(before, after) {
    const [old, now] = [before, after].map((parts) => new Map(Object.entries(parts)));
    const moved = [];
    for (const [name, value] of now ?? []) {
        const was = old?.get(name);
        if (was === value)
            continue;
        if (was === undefined)
            moved.push(`${name} is new`);
        else
            moved.push(isWord(was) && isWord(value) ? `${name} is ${value}, was ${was}` : `${name} changed`);
    }
    for (const name of old?.keys() ?? [])
        if (now?.has(name) === false)
            moved.push(`${name} is gone`);
    const causes = moved.filter((text) => text !== `${SQL} changed` && text !== `${CHANGES} changed`);
    return causes.length > 0 ? causes : moved;
}
/** Not a digest. */
function isWord(value) {
    return !new RegExp(`^[0-9a-f]{${SHORT}}$`).test(value);
}
function digestOf(parts) {
    return digest(JSON.stringify(Object.entries(parts).toSorted(([a], [b]) => (a < b ? -1 : 1))));
}
function digest(text) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(text).digest('hex');
}


/***/ }),

/***/ 63597:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ dialectOf),
/* harmony export */   U: () => (/* binding */ findTable)
/* harmony export */ });
/* harmony import */ var _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(65594);
/** What a database really holds, in one shape for all dialects. Pure; `database/` reads it from a real one. */

const DIALECTS = {
    [_metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .DB_TYPE */ .Ub.SQLITE]: 'sqlite',
    [_metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .DB_TYPE */ .Ub.POSTGRESQL]: 'postgresql',
    [_metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .DB_TYPE */ .Ub.MYSQL]: 'mysql',
};
/** The dialect of a database type (DB_TYPE); undefined for the ones that were never run by us. */
function dialectOf(dbType) {
    return DIALECTS[dbType];
}
/** A table by name, as the server would find it. */
function findTable(catalogue, name) {
    const exact = catalogue.tables.get(name);
    if (exact || !catalogue.ignoresCase)
        return exact;
    const wanted = name.toLowerCase();
    for (const table of catalogue.tables.values())
        if (table.name.toLowerCase() === wanted)
            return table;
    return undefined;
}


/***/ }),

/***/ 1490:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F3: () => (/* binding */ sizeTrouble),
/* harmony export */   J3: () => (/* binding */ liveDefaultTrouble),
/* harmony export */   Lx: () => (/* binding */ defaultTrouble),
/* harmony export */   QA: () => (/* binding */ columnTrouble),
/* harmony export */   ht: () => (/* binding */ changedDefaultTrouble)
/* harmony export */ });
/* harmony import */ var _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(65594);
/* harmony import */ var _sql_dialect_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(60529);
/** What a server refuses in the definition of a column as Jam.py writes it: sizes and defaults. */


const { TEXT, INTEGER, FLOAT, CURRENCY, DATE, DATETIME, BOOLEAN, LONGTEXT, KEYS, FILE, IMAGE } = _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .DATA_TYPE */ .yd;
/** One clause, or undefined when the server takes it. */
function columnTrouble(column, { dialect, line }, where) {
    const size = where === 'default' ? undefined : sizeTrouble(column, dialect, line, where);
    return size ?? keyTrouble(column, dialect, line, where) ?? defaultTrouble(column, dialect, line);
}
function sizeTrouble({ dataType, size }, dialect, line, where) {
    const is = (...types) => types.includes(dataType);
    if (dialect === 'mysql' && is(TEXT) && size === 0)
        return 'MySQL needs a size for VARCHAR, and it has none';
    if (size < 0)
        return `${size} is no size`;
    if (where !== 'add' || size === 0)
        return undefined;
    const refused = `it has the size ${size}, which Jam.py writes behind a type that takes none`;
    if (dialect === 'mysql') {
        if (is(DATE, LONGTEXT, FLOAT, CURRENCY))
            return refused;
        if (is(KEYS, FILE, IMAGE) && (line === 5 || !is(KEYS)))
            return refused;
        if (is(DATETIME) && size > 6)
            return refused;
        if (is(INTEGER, BOOLEAN) && size > 255)
            return refused;
    }
    if (dialect === 'postgresql' && line === 5) {
        if (is(INTEGER, BOOLEAN, DATE, LONGTEXT, KEYS, FILE, IMAGE))
            return refused;
        if (is(FLOAT, CURRENCY) && size > 1000)
            return refused;
    }
    return undefined;
}
function keyTrouble({ primary, dataType }, dialect, line, where) {
    if (!primary || where !== 'create')
        return undefined;
    const number = dataType === INTEGER || dataType === BOOLEAN;
    if (dialect === 'mysql' && !number && dataType !== FLOAT && dataType !== CURRENCY)
        return 'MySQL counts up numbers only, and the primary key is none';
    if (dialect === 'postgresql' && line === 5 && (dataType === DATE || dataType === DATETIME))
        return 'a sequence gives no dates';
    return undefined;
}
function defaultTrouble(column, dialect, line) {
    const value = (0,_sql_dialect_js__WEBPACK_IMPORTED_MODULE_1__/* .defaultText */ .VC)(line, column);
    if (value === undefined)
        return undefined;
    if (column.primary && dialect === 'postgresql')
        return 'the primary key has a default value beside its own';
    if (column.primary && dialect === 'mysql')
        return 'the primary key has a default value, which a counted number can not have';
    if ([TEXT, LONGTEXT, FILE, IMAGE].includes(column.dataType)) {
        const inside = value.slice(1, -1);
        if (inside.replaceAll("''", '').includes("'"))
            return 'its default value has a quote, which Jam.py does not escape';
        const tail = /\\+$/.exec(inside)?.[0] ?? '';
        if (dialect === 'mysql' && tail.length % 2 === 1)
            return 'its default value ends with a backslash, which eats the quote';
        if (dialect === 'mysql' && column.dataType === TEXT && column.size > 0)
            return tooLong(inside, column.size);
        return undefined;
    }
    if (value.trim() === '')
        return 'its default value is empty, and Jam.py writes DEFAULT with nothing behind it';
    if (NUMBER.test(value.trim()))
        return numberTrouble(column, value.trim(), dialect);
    if (/^null$/i.test(value.trim()))
        return undefined;
    if (dialect === 'sqlite' && /^[A-Za-z_]\w*$/.test(value.trim()))
        return undefined;
    return `its default value ${JSON.stringify(value)} is no number`;
}
function tooLong(inside, size) {
    const length = Array.from(inside.replaceAll("''", "'").replace(/\\(.)/gs, '$1')).length;
    return length > size ? `its default value has ${length} characters and the column takes ${size}` : undefined;
}
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
/**
 * Jam.py 7 on MySQL gives a column that changes its old type anew, with the default value of the new one: what the server
 * says of the two together.
 * @param rest `VARCHAR(40) DEFAULT 'x'`
 */
function changedDefaultTrouble(rest) {
    const [, type = '', value = ''] = /^(.*?) DEFAULT (.*)$/s.exec(rest) ?? [];
    if (value === '' || /^null$/i.test(value.trim()))
        return undefined;
    const quoted = /^'(.*)'$/s.exec(value)?.[1];
    const plain = quoted ?? value.trim();
    const size = /^(?:var)?char\((\d+)\)/i.exec(type)?.[1];
    if (size !== undefined)
        return tooLong(plain, Number(size));
    if (/text|blob/i.test(type))
        return undefined;
    if (/^(date|time)/i.test(type)) {
        const is = /^\d{4}-\d\d-\d\d/.test(plain) || /^0+$/.test(plain);
        return is ? undefined : `its default value ${value} is no date, and the column is ${type}`;
    }
    return NUMBER.test(plain.trim()) ? undefined : `its default value ${value} is no number, and the column is ${type}`;
}
/** Jam.py 7 on PostgreSQL leaves the type as it is, and gives the column the default value of the new one. */
function liveDefaultTrouble(type, value) {
    const quoted = /^'(.*)'$/s.exec(value)?.[1]?.trim();
    if (/^null$/i.test(value.trim()))
        return undefined;
    if (/^(DATE|TIMESTAMP)/.test(type)) {
        const isDate = quoted !== undefined && /^\d{4}-\d\d-\d\d/.test(quoted);
        return isDate ? undefined : `its default value ${value} is no date, and the column is ${type}`;
    }
    const numbers = /^(INTEGER|BIGINT|SMALLINT)/.test(type) ? /^[+-]?\d+$/ : NUMBER;
    if (quoted === undefined || !/^(INTEGER|BIGINT|SMALLINT|NUMERIC)/.test(type) || numbers.test(quoted))
        return undefined;
    return `its default value ${value} is no number, and the column is ${type}`;
}
const WHOLE = 2_147_483_647;
function numberTrouble({ dataType }, value, dialect) {
    if (dialect === 'sqlite')
        return undefined;
    if ([INTEGER, BOOLEAN].includes(dataType) && Math.abs(Number(value)) > WHOLE + 1)
        return `its default value ${value} is too large`;
    return undefined;
}


/***/ }),

/***/ 55658:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $0: () => (/* binding */ consentLine),
/* harmony export */   GZ: () => (/* binding */ readAllowDestructive),
/* harmony export */   z3: () => (/* binding */ withConsent),
/* harmony export */   zK: () => (/* binding */ readConsentFile)
/* harmony export */ });
const KINDS = ['drop-table', 'drop-column', 'change-type', 'live-edit'];
/** Enough of a digest to be of one zip only. */
const SHORTEST_DIGEST = 16;
/** The input: one object a line; commas may stand between them too. */
function readAllowDestructive(value) {
    const result = { consents: [], outdated: [], problems: [] };
    for (const line of value.split(/[\n,]/).map((each) => each.trim())) {
        if (line === '' || line.startsWith('#'))
            continue;
        const consent = parse(line, 'allow-destructive');
        if (typeof consent === 'string')
            result.problems.push(`allow-destructive: ${consent}`);
        else
            result.consents.push(consent);
    }
    return result;
}
/** @param digest of the zip that is to be promoted, in hex. */
function readConsentFile(contents, digest) {
    const result = { consents: [], outdated: [], problems: [] };
    for (const [position, raw] of contents.split(/\r?\n/).entries()) {
        const line = raw.trim();
        if (line === '' || line.startsWith('#'))
            continue;
        const problem = (text) => result.problems.push(`destructive.allow, line ${position + 1}: ${text}`);
        const match = /^(.*\S)\s+([0-9a-f]+)$/i.exec(line);
        const [, object = '', given = ''] = match ?? [];
        if (!match || given.length < SHORTEST_DIGEST) {
            problem(`${JSON.stringify(line.slice(0, 100))} does not end with the digest of a zip. Write ${example(digest)}.`);
            continue;
        }
        const consent = parse(object, 'destructive.allow');
        if (typeof consent === 'string')
            problem(consent);
        else if (digest.startsWith(given.toLowerCase()))
            result.consents.push(consent);
        else
            result.outdated.push(line);
    }
    return result;
}
function example(digest) {
    return `drop-column: customers.phone ${digest || 'DIGEST'}`;
}
function parse(text, from) {
    if (/^all$/i.test(text))
        return { kind: undefined, name: '', text, from };
    const match = /^([a-z-]+)\s*:\s*(\S.*)$/i.exec(text);
    const kind = KINDS.find((known) => known === match?.[1]?.toLowerCase());
    if (kind && match?.[2])
        return { kind, name: match[2].replaceAll('"', '').trim().toLowerCase(), text, from };
    return `${JSON.stringify(text.slice(0, 100))} names no loss. Write ${KINDS.map((each) => `${each}: NAME`).join(', ')} or all.`;
}
/** The losses with who accepted them, and the consents that match none, as they were written. */
function withConsent(losses, { consents, outdated }) {
    const used = new Set();
    const judged = losses.map((loss) => {
        const accepted = consents.filter(({ kind, name }) => kind === undefined || (kind === loss.kind && loss.aliases.includes(name)));
        for (const consent of accepted)
            used.add(consent);
        const [first] = accepted;
        return first ? { ...loss, consent: first.from } : loss;
    });
    // `all` says nothing of one object in particular.
    const unused = consents.filter((consent) => consent.kind !== undefined && !used.has(consent)).map(({ text }) => text);
    return { losses: judged, unused: [...unused, ...outdated.map((line) => `${line} (another zip)`)] };
}
/** A loss as consent has to name it. */
function consentLine({ kind, name }) {
    return `${kind}: ${name}`;
}


/***/ }),

/***/ 6268:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ identityTrouble),
/* harmony export */   q: () => (/* binding */ firstIdentityTrouble)
/* harmony export */ });
/* harmony import */ var _metadata_model_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(43213);
/** What Jam.py asks of an id that is on both sides of an import, before it looks at anything else. */

/** Why an import refuses the two records of one id: another kind of item, or another table. One clause. */
function identityTrouble(before, after) {
    if ((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_0__/* .int */ .Wh)(before, 'type_id') !== (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_0__/* .int */ .Wh)(after, 'type_id'))
        return 'they are of different types';
    const [was, is] = [(0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(before, 'f_table_name'), (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(after, 'f_table_name')];
    // Jam.py compares without case.
    if (was === '' || was.toUpperCase() === is.toUpperCase())
        return undefined;
    return `their tables are ${was} and ${is || 'none'}`;
}
/** The first item that makes an import refuse the whole zip, in words. */
function firstIdentityTrouble(before, after) {
    const now = (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_0__/* .firstById */ .BA)((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_0__/* .rowsOf */ .RO)(after, 'sys_items'));
    for (const old of (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_0__/* .rowsOf */ .RO)(before, 'sys_items')) {
        const item = now.get((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_0__/* .idOf */ .TH)(old));
        const trouble = item && identityTrouble(old, item);
        if (item && trouble)
            return `item ${(0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_0__/* .idOf */ .TH)(old)} is ${(0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(old, 'f_item_name')} in the project and ${(0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(item, 'f_item_name')} in the zip, and ${trouble}`;
    }
    return undefined;
}


/***/ }),

/***/ 23525:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ keptColumn)
/* harmony export */ });
/* harmony import */ var _metadata_model_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(43213);
/* harmony import */ var _schema_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(72621);
/** What Jam.py leaves as it is in the database when a field changes, though its import succeeds. */


/**
 * One clause, or undefined when nothing of the kind is left. An existing SQLite project takes no import, and what Jam.py
 * 5 refuses on PostgreSQL is told elsewhere.
 */
function keptColumn(dialect, line, before, after) {
    if (dialect === 'sqlite')
        return undefined;
    const word = (row) => (0,_schema_js__WEBPACK_IMPORTED_MODULE_0__/* .catalogueWord */ .S$)(dialect, line, (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Wh)(row, 'f_data_type') ?? 0);
    if (word(before) !== word(after)) {
        const renamed = (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)(before, 'f_db_field_name') !== (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)(after, 'f_db_field_name');
        // Jam.py 5 renames there by giving the column its new type.
        if (dialect === 'mysql' && line === 5 && renamed)
            return undefined;
        return `Jam.py does not change the type of a column: it stays ${word(before)} in the database`;
    }
    const [was, is] = [(0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Wh)(before, 'f_size') ?? 0, (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Wh)(after, 'f_size') ?? 0];
    if (was === is || dialect !== 'mysql')
        return undefined;
    if (line === 5)
        return 'Jam.py 5 does not change the size of a column on MySQL';
    if (is < was && word(before) === 'VARCHAR')
        return `a column never becomes smaller: it keeps ${was} characters`;
    return undefined;
}


/***/ }),

/***/ 72621:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HZ: () => (/* binding */ neededTables),
/* harmony export */   Mq: () => (/* binding */ indexFields),
/* harmony export */   QQ: () => (/* binding */ keptName),
/* harmony export */   S$: () => (/* binding */ catalogueWord)
/* harmony export */ });
/* harmony import */ var _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(65594);
/* harmony import */ var _metadata_model_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(43213);
/* harmony import */ var _sides_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(64832);
/**
 * The tables, columns and indexes that metadata needs in a database, as an import makes them
 * (docs/jampy.md, "What an import makes in the database"). Pure: the real catalogue comes from `database/`.
 */



/** Type words in the order TEXT INTEGER FLOAT CURRENCY DATE DATETIME BOOLEAN LONGTEXT KEYS FILE IMAGE. */
function words(list) {
    return Object.fromEntries(list.split(', ').map((word, position) => [position + 1, word]));
}
// As the catalogue tells them, which is not always as Jam.py writes them (VARCHAR, TIMESTAMP, SERIAL).
const TYPE_WORDS = {
    sqlite: {
        5: words('TEXT, INTEGER, REAL, REAL, TEXT, TEXT, INTEGER, TEXT, TEXT, TEXT, TEXT'),
        7: words('TEXT, INTEGER, REAL, REAL, TEXT, TEXT, INTEGER, TEXT, TEXT, TEXT, TEXT'),
    },
    postgresql: {
        5: words('CHARACTER VARYING, INTEGER, NUMERIC, NUMERIC, DATE, TIMESTAMP WITHOUT TIME ZONE, INTEGER, TEXT, TEXT, TEXT, TEXT'),
        7: words('TEXT, INTEGER, NUMERIC, NUMERIC, DATE, TIMESTAMP WITHOUT TIME ZONE, INTEGER, TEXT, TEXT, TEXT, TEXT'),
    },
    mysql: {
        5: words('VARCHAR, INT, DOUBLE, DOUBLE, DATE, DATETIME, INT, LONGTEXT, LONGTEXT, LONGTEXT, LONGTEXT'),
        7: words('VARCHAR, INT, DOUBLE, DOUBLE, DATE, DATETIME, INT, LONGTEXT, TEXT, VARCHAR, VARCHAR'),
    },
};
/** Type word as the catalogue tells it, '' for an unknown data type. */
function catalogueWord(dialect, line, dataType) {
    return TYPE_WORDS[dialect][line][dataType] ?? '';
}
function sizeOf(dialect, line, dataType, size) {
    if (dialect === 'mysql' && line === 7 && dataType === _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .DATA_TYPE */ .yd.FILE)
        return 512;
    if (dialect === 'mysql' && line === 7 && dataType === _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .DATA_TYPE */ .yd.IMAGE)
        return 256;
    const sized = dialect === 'mysql' || (dialect === 'postgresql' && line === 5);
    return sized && dataType === _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .DATA_TYPE */ .yd.TEXT && size > 0 ? size : undefined;
}
/** PostgreSQL keeps 63 bytes of a name. */
function keptName(dialect, name) {
    return dialect === 'postgresql' ? Buffer.from(name).subarray(0, 63).toString('utf8').replace(/�$/, '') : name;
}
/** Items that have a table of their own: real items and detail prototypes, neither virtual nor (v7) copies. */
function hasTable(line, item) {
    return (0,_sides_js__WEBPACK_IMPORTED_MODULE_1__/* .isTableItem */ .qe)(line, item) && (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(item, 'f_table_name') !== '';
}
/**
 * Every table that the metadata needs, by name.
 * @param metadata with identifiers in the target's case (see metadata/compare.ts, recased).
 */
function neededTables(metadata, dialect) {
    const items = new Map((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .rowsOf */ .RO)(metadata, 'sys_items').map((item) => [(0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Wh)(item, 'id'), item]));
    const fields = new Map((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .rowsOf */ .RO)(metadata, 'sys_fields').map((field) => [(0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Wh)(field, 'id'), field]));
    const owned = (0,_sides_js__WEBPACK_IMPORTED_MODULE_1__/* .byOwner */ .TI)((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .rowsOf */ .RO)(metadata, 'sys_fields'));
    const indices = (0,_sides_js__WEBPACK_IMPORTED_MODULE_1__/* .byOwner */ .TI)((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .rowsOf */ .RO)(metadata, 'sys_indices'));
    const tables = new Map();
    for (const [itemId, item] of items) {
        if (itemId === undefined || !hasTable(metadata.line, item))
            continue;
        // v5: the common fields belong to the group; v7: every item owns all its fields.
        const all = [
            ...(metadata.line === 5 ? (owned.get((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Wh)(item, 'parent') ?? 0) ?? []) : []),
            ...(owned.get(itemId) ?? []),
        ];
        const own = all.filter((field) => !(0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .truthy */ .vN)(field, 'f_master_field'));
        const primaryField = fields.get((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Wh)(item, 'f_primary_key'));
        const primaryKey = primaryField && keptName(dialect, (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(primaryField, 'f_db_field_name'));
        const name = keptName(dialect, (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(item, 'f_table_name'));
        const columns = own
            .filter((field) => !(0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .truthy */ .vN)(field, 'f_calc_item'))
            .map((field) => neededColumn(field, dialect, metadata.line, field === primaryField));
        tables.set(name, {
            name,
            itemId,
            itemName: (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(item, 'f_item_name'),
            columns,
            primaryKey,
            indexes: (indices.get(itemId) ?? []).flatMap((index) => neededIndex(index, dialect, items, fields) ?? []),
            tolerated: own.filter((field) => (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .truthy */ .vN)(field, 'f_calc_item')).map((field) => (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(field, 'f_db_field_name')),
        });
    }
    return tables;
}
function neededColumn(field, dialect, line, primary) {
    const dataType = (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Wh)(field, 'f_data_type') ?? 0;
    const serial = primary && dialect === 'postgresql' && line === 7;
    return {
        name: keptName(dialect, (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(field, 'f_db_field_name')),
        fieldId: (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Wh)(field, 'id') ?? 0,
        type: serial ? 'INTEGER' : (TYPE_WORDS[dialect][line][dataType] ?? ''),
        size: sizeOf(dialect, line, dataType, (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Wh)(field, 'f_size') ?? 0),
    };
}
/** undefined for an index that no database can have (a field without a column, a target without a key). */
function neededIndex(index, dialect, items, fields) {
    const name = keptName(dialect, (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(index, 'f_index_name'));
    const indexId = (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Wh)(index, 'id') ?? 0;
    const column = (fieldId) => {
        const field = fields.get(fieldId);
        return field && !(0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .truthy */ .vN)(field, 'f_master_field') ? keptName(dialect, (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(field, 'f_db_field_name')) : undefined;
    };
    if ((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .truthy */ .vN)(index, 'f_foreign_index')) {
        if (dialect === 'sqlite')
            return undefined;
        const field = fields.get((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Wh)(index, 'f_foreign_field'));
        const target = field && items.get((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Wh)(field, 'f_object'));
        const own = column((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Wh)(index, 'f_foreign_field'));
        const key = target && column((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Wh)(target, 'f_primary_key'));
        if (!own || !target || !key)
            return undefined;
        const references = { table: keptName(dialect, (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(target, 'f_table_name')), column: key };
        return { kind: 'foreign-key', name, indexId, column: own, references };
    }
    const columns = indexFields(index).map(([fieldId, descending]) => ({ name: column(fieldId) ?? '', descending }));
    if (columns.length === 0 || columns.some((part) => part.name === ''))
        return undefined;
    return { kind: 'index', name, indexId, unique: (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .truthy */ .vN)(index, 'f_unique_index'), columns };
}
/** f_fields_list: JSON `[[field id, descending], …]`; anything else counts as none. */
function indexFields(index) {
    try {
        const list = JSON.parse((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(index, 'f_fields_list'));
        if (!Array.isArray(list))
            return [];
        return list.filter(Array.isArray).map((part) => [Number(part[0]), Boolean(part[1])]);
    }
    catch {
        return [];
    }
}


/***/ }),

/***/ 64832:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   TI: () => (/* binding */ byOwner),
/* harmony export */   Z6: () => (/* binding */ inIdOrder),
/* harmony export */   n1: () => (/* binding */ isColumnField),
/* harmony export */   qe: () => (/* binding */ isTableItem),
/* harmony export */   sN: () => (/* binding */ isCopy),
/* harmony export */   uV: () => (/* binding */ columnOf),
/* harmony export */   vc: () => (/* binding */ droppedObjects)
/* harmony export */ });
/* harmony import */ var _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(65594);
/* harmony import */ var _metadata_model_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(43213);
/** What planning asks of single rows and of the two sides of a comparison: which tables and columns they stand for. */


/** Does an import make, change and drop the table of such an item? Jam.py 7 leaves copies alone. */
function isTableItem(line, item) {
    const type = (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Wh)(item, 'type_id');
    const isTable = type === _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .TYPE */ .ZE.ITEM || type === _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .TYPE */ .ZE.TABLE;
    return isTable && !(0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .truthy */ .vN)(item, 'f_virtual_table') && !isCopy(line, item);
}
function isCopy(line, item) {
    return line === 7 && (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .truthy */ .vN)(item, 'f_copy_of');
}
/** Fields that changes of a table go by: no lookups through a master field, no calculated ones. */
function isColumnField(line, field) {
    return !(0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .truthy */ .vN)(field, 'f_master_field') && !(line === 7 && (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .truthy */ .vN)(field, 'f_calc_item'));
}
/**
 * A field as Jam.py's statements see it.
 * @param item whose primary key it may be; any other record: it is none.
 */
function columnOf(line, field, item) {
    const defaultValue = field.f_default_value;
    return {
        fieldId: (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .idOf */ .TH)(field),
        name: (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)(field, 'f_db_field_name'),
        dataType: (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Wh)(field, 'f_data_type') ?? 0,
        size: (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Wh)(field, 'f_size') ?? 0,
        defaultValue: line === 5 || defaultValue === null || defaultValue === undefined ? null : String(defaultValue),
        primary: (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .idOf */ .TH)(field) === ((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Wh)(item, 'f_primary_key') ?? 0),
    };
}
function inIdOrder(rows) {
    return [...rows].sort((a, b) => (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .idOf */ .TH)(a) - (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .idOf */ .TH)(b));
}
/** Rows of a detail table by the id of the item that owns them. */
function byOwner(rows) {
    return Map.groupBy(rows, (row) => (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Wh)(row, 'owner_rec_id') ?? 0);
}
/**
 * Tables and columns that an import drops, whatever the database; in the order in which it does.
 * @param before and after: identifiers in one case.
 */
function droppedObjects(before, after) {
    const { line } = after;
    const newItems = (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .firstById */ .BA)((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .rowsOf */ .RO)(after, 'sys_items'));
    const newFields = byOwner((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .rowsOf */ .RO)(after, 'sys_fields'));
    const oldFields = byOwner(inIdOrder((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .rowsOf */ .RO)(before, 'sys_fields')));
    const items = inIdOrder((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .rowsOf */ .RO)(before, 'sys_items'));
    const tables = items
        .filter((item) => !newItems.has((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .idOf */ .TH)(item)) && isTableItem(line, item))
        .map((item) => ({ item, field: undefined, now: undefined }));
    const columns = items.flatMap((item) => {
        const kept = newItems.get((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .idOf */ .TH)(item));
        if (!kept || !isTableItem(line, kept))
            return [];
        const fields = new Map((newFields.get((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .idOf */ .TH)(item)) ?? []).map((field) => [(0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .idOf */ .TH)(field), field]));
        return (oldFields.get((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .idOf */ .TH)(item)) ?? [])
            .filter((field) => isColumnField(line, field))
            .map((field) => ({ item, field, now: fields.get((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .idOf */ .TH)(field)) }))
            .filter(({ now }) => now === undefined || !isColumnField(line, now));
    });
    return [...tables, ...columns];
}


/***/ }),

/***/ 60529:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R1: () => (/* binding */ defaultClause),
/* harmony export */   Sk: () => (/* binding */ sized),
/* harmony export */   VC: () => (/* binding */ defaultText),
/* harmony export */   yL: () => (/* binding */ typeWords)
/* harmony export */ });
/* harmony import */ var _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(65594);
/**
 * What each dialect says in Jam.py's words (docs/jampy.md, "The statements of an import"): one file a dialect, the same
 * names in each. Texts are to the letter, odd blanks included: they are compared with Jam.py's own import log.
 */

/** Data types that have words, in the order of their numbers. */
function typeWords(list) {
    const words = list.split(' ');
    return (dataType) => words[dataType - 1] ?? '';
}
const QUOTED = [_metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .DATA_TYPE */ .yd.TEXT, _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .DATA_TYPE */ .yd.LONGTEXT, _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .DATA_TYPE */ .yd.FILE, _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .DATA_TYPE */ .yd.IMAGE];
const NEVER = [_metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .DATA_TYPE */ .yd.DATE, _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .DATA_TYPE */ .yd.DATETIME];
/** What stands behind DEFAULT, undefined for none. Jam.py 5 never writes one; 7 escapes nothing. */
function defaultText(line, { dataType, defaultValue }) {
    if (line === 5 || defaultValue === null || NEVER.includes(dataType))
        return undefined;
    if (QUOTED.includes(dataType))
        return defaultValue === '' ? undefined : `'${defaultValue}'`;
    if (dataType !== _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .DATA_TYPE */ .yd.BOOLEAN)
        return defaultValue;
    return defaultValue === 'true' ? '1' : defaultValue === 'false' ? '0' : undefined;
}
function defaultClause(line, column) {
    const text = defaultText(line, column);
    return text === undefined ? '' : ` DEFAULT ${text}`;
}
function sized(size) {
    return size === 0 ? '' : `(${size})`;
}


/***/ }),

/***/ 57597:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  R: () => (/* binding */ DIALECT_TYPES),
  X: () => (/* binding */ SQL)
});

// EXTERNAL MODULE: ./build/metadata/enums.js
var enums = __webpack_require__(65594);
// EXTERNAL MODULE: ./build/planning/sql/dialect.js
var dialect = __webpack_require__(60529);
;// CONCATENATED MODULE: ./build/planning/sql/mysql.js
/** MySQL and MariaDB. Nothing is rolled back here, and Jam.py 7 changes a column to the type that it has already. */


const WORDS = {
    5: (0,dialect/* typeWords */.yL)('VARCHAR INT DOUBLE DOUBLE DATE DATETIME INT LONGTEXT LONGTEXT LONGTEXT LONGTEXT'),
    7: (0,dialect/* typeWords */.yL)('VARCHAR INT DOUBLE DOUBLE DATE DATETIME INT LONGTEXT TEXT VARCHAR(512) VARCHAR(256)'),
};
/** The declared type as Jam.py 7 reads it: upper case before a bracket with one number, else as it stands. */
function readDeclared(declared) {
    const match = /^([^(]*)\((\d+)\)/.exec(declared);
    if (!match)
        return { type: declared, size: 0 };
    const type = match[1].toUpperCase();
    return { type, size: ['VARCHAR', 'CHAR'].includes(type) ? Number(match[2]) : 0 };
}
function changeInFive(table, before, after) {
    if (before.name === after.name)
        return { drafts: [] };
    const type = `${WORDS[5](after.dataType)}${(0,dialect/* sized */.Sk)(before.size)}`;
    const sql = `ALTER TABLE "${table}" CHANGE  "${before.name}" "${after.name}" ${type}`;
    return { drafts: [{ sql, kind: 'rename-column', column: before.name }] };
}
function changeInSeven(table, before, after, live) {
    const found = live();
    if (!found)
        return { refusal: `the column ${table}.${before.name}, which changes, is not in the database` };
    const { type, size } = readDeclared(found.type);
    const wide = size === 0 ? '' : `(${Math.max(size, after.size)})`;
    const sql = `ALTER TABLE "${table}" CHANGE  "${before.name}" "${after.name}" ${type}${wide}${(0,dialect/* defaultClause */.R1)(7, after)}`;
    return { drafts: [{ sql, kind: 'change-column', column: before.name }] };
}
const mysql = {
    typeWord: (line, dataType) => WORDS[line](dataType),
    dropTable: (line, table) => [
        { sql: line === 7 ? `DROP TABLE IF EXISTS "${table}"` : `DROP TABLE "${table}"`, kind: 'drop-table' },
    ],
    dropColumn: (table, { name }) => [
        { sql: `ALTER TABLE "${table}" DROP "${name}"`, kind: 'drop-column', column: name },
    ],
    changeColumn: (line, table, before, after, live) => line === 5 ? changeInFive(table, before, after) : changeInSeven(table, before, after, live),
    addColumn(line, table, column) {
        const type = `${WORDS[line](column.dataType)}${(0,dialect/* sized */.Sk)(column.size)}`;
        const sql = `ALTER TABLE "${table}" ADD "${column.name}" ${type}${(0,dialect/* defaultClause */.R1)(line, column)}`;
        return [{ sql, kind: 'add-column', column: column.name }];
    },
    createTable(line, table, columns) {
        const lines = columns.map((column) => {
            const size = column.dataType === enums/* DATA_TYPE */.yd.TEXT ? (0,dialect/* sized */.Sk)(column.size) : '';
            const key = column.primary ? ' NOT NULL AUTO_INCREMENT' : '';
            return `"${column.name}" ${WORDS[line](column.dataType)}${size}${key}${(0,dialect/* defaultClause */.R1)(line, column)}`;
        });
        const key = columns.findLast((column) => column.primary);
        if (key?.name)
            lines.push(`PRIMARY KEY("${key.name}")`);
        return [{ sql: `CREATE TABLE "${table}"\n(\n${lines.join(',\n')})\n`, kind: 'create-table' }];
    },
    dropIndex: (table, index) => [{ sql: `DROP INDEX "${index}" ON "${table}"`, kind: 'drop-index' }],
    createIndex: (_line, table, index, unique, columns) => [
        { sql: `CREATE ${unique ? 'UNIQUE' : ''} INDEX "${index}" ON "${table}" (${columns})`, kind: 'create-index' },
    ],
    dropForeignKey: (table, index) => [
        { sql: `ALTER TABLE "${table}" DROP FOREIGN KEY "${index}"`, kind: 'drop-foreign-key' },
    ],
    addForeignKey(table, index, column, references) {
        const target = `"${references.table}"("${references.column}")`;
        const sql = `ALTER TABLE "${table}" ADD CONSTRAINT "${index}" FOREIGN KEY ("${column}") REFERENCES ${target}`;
        return [{ sql, kind: 'add-foreign-key', column }];
    },
};

;// CONCATENATED MODULE: ./build/planning/sql/postgresql.js
/** PostgreSQL. Jam.py 5 keeps sequences of its own, 7 makes every key SERIAL. */


const postgresql_WORDS = {
    5: (0,dialect/* typeWords */.yL)('VARCHAR INTEGER NUMERIC NUMERIC DATE TIMESTAMP INTEGER TEXT TEXT TEXT TEXT'),
    7: (0,dialect/* typeWords */.yL)('TEXT INTEGER NUMERIC NUMERIC DATE TIMESTAMP INTEGER TEXT TEXT TEXT TEXT'),
};
/** Types that Jam.py 7 enlarges; data_type never names others so. */
const ENLARGED = ['CHARACTER VARYING', 'VARCHAR', 'CHARACTER', 'CHAR'];
function lineOf(line, column, generator) {
    if (line === 7 && column.primary)
        return `"${column.name}" SERIAL PRIMARY KEY${(0,dialect/* defaultClause */.R1)(line, column)}`;
    const size = line === 5 && column.dataType === enums/* DATA_TYPE */.yd.TEXT ? (0,dialect/* sized */.Sk)(column.size) : '';
    const key = column.primary ? ` PRIMARY KEY DEFAULT NEXTVAL('"${generator}"')` : '';
    return `"${column.name}" ${postgresql_WORDS[line](column.dataType)}${size}${key}${(0,dialect/* defaultClause */.R1)(line, column)}`;
}
function postgresql_changeInFive(table, before, after) {
    if (postgresql_WORDS[5](before.dataType) !== postgresql_WORDS[5](after.dataType) || before.size !== after.size) {
        return {
            refusal: `Jam.py 5 can not change the type or the size of a column on PostgreSQL (${table}.${before.name})`,
        };
    }
    if (before.name === after.name)
        return { drafts: [] };
    return { drafts: [rename(table, before, after)] };
}
function rename(table, before, after) {
    return {
        sql: `ALTER TABLE "${table}" RENAME COLUMN  "${before.name}" TO "${after.name}"`,
        kind: 'rename-column',
        column: before.name,
    };
}
function postgresql_changeInSeven(table, before, after, live) {
    const drafts = [];
    if (before.name !== after.name)
        drafts.push(rename(table, before, after));
    if (before.size !== after.size) {
        const column = live();
        if (!column)
            return { refusal: `the column ${table}.${before.name}, whose size changes, is not in the database` };
        if (ENLARGED.includes(column.type) && column.size < after.size) {
            const sql = `ALTER TABLE "${table}" ALTER COLUMN "${after.name}" TYPE ${column.type}(${after.size}) `;
            drafts.push({ sql, kind: 'resize-column', column: after.name });
        }
    }
    if (before.defaultValue !== after.defaultValue) {
        const text = (0,dialect/* defaultText */.VC)(7, after);
        const end = text === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${text}`;
        const sql = `ALTER TABLE "${table}" ALTER "${after.name}" ${end}`;
        drafts.push({ sql, kind: 'default-column', column: after.name });
    }
    return { drafts };
}
const postgresql = {
    typeWord: (line, dataType) => postgresql_WORDS[line](dataType),
    dropTable(line, table, generator, hasKey) {
        const drop = { sql: `DROP TABLE "${table}"`, kind: 'drop-table' };
        if (line === 7 && !(hasKey && generator))
            return [drop];
        // Jam.py 5 names whatever it has, also Python's word for nothing.
        return [drop, { sql: `DROP SEQUENCE IF EXISTS "${hasKey ? generator : 'None'}"`, kind: 'drop-sequence' }];
    },
    dropColumn: (table, { name }) => [
        { sql: `ALTER TABLE "${table}" DROP COLUMN "${name}"`, kind: 'drop-column', column: name },
    ],
    changeColumn: (line, table, before, after, live) => line === 5 ? postgresql_changeInFive(table, before, after) : postgresql_changeInSeven(table, before, after, live),
    addColumn(line, table, column) {
        const type = `${postgresql_WORDS[line](column.dataType)}${line === 5 ? (0,dialect/* sized */.Sk)(column.size) : ''}`;
        const sql = `ALTER TABLE "${table}" ADD COLUMN "${column.name}" ${type}${(0,dialect/* defaultClause */.R1)(line, column)}`;
        return [{ sql, kind: 'add-column', column: column.name }];
    },
    createTable(line, table, columns, generator) {
        const lines = columns.map((column) => lineOf(line, column, generator)).join(',\n');
        const create = { sql: `CREATE TABLE "${table}"\n(\n${lines})\n`, kind: 'create-table' };
        const key = columns.findLast((column) => column.primary);
        if (line === 7 || !key?.name)
            return [create];
        return [
            { sql: `CREATE SEQUENCE "${generator}"`, kind: 'create-sequence' },
            create,
            { sql: `ALTER SEQUENCE "${generator}" OWNED BY "${table}"."${key.name}"`, kind: 'own-sequence' },
        ];
    },
    dropIndex: (_table, index) => [{ sql: `DROP INDEX "${index}"`, kind: 'drop-index' }],
    createIndex(line, table, index, unique, columns) {
        const condition = line === 7 ? 'IF NOT EXISTS ' : '';
        const sql = `CREATE ${unique ? 'UNIQUE' : ''} INDEX ${condition}"${index}" ON "${table}" (${columns})`;
        return [{ sql, kind: 'create-index' }];
    },
    dropForeignKey: (table, index) => [
        { sql: `ALTER TABLE "${table}" DROP CONSTRAINT "${index}"`, kind: 'drop-foreign-key' },
    ],
    addForeignKey(table, index, column, references) {
        const target = `"${references.table}"("${references.column}") MATCH SIMPLE`;
        const sql = `ALTER TABLE "${table}" ADD CONSTRAINT "${index}" FOREIGN KEY ("${column}") REFERENCES ${target}`;
        return [{ sql, kind: 'add-foreign-key', column }];
    },
};

;// CONCATENATED MODULE: ./build/planning/sql/sqlite.js
/** SQLite: an import reaches it once, into a new project, so nothing is ever changed or dropped. */

const sqlite_WORDS = (0,dialect/* typeWords */.yL)('TEXT INTEGER REAL REAL TEXT TEXT INTEGER TEXT TEXT TEXT TEXT');
const sqlite = {
    typeWord: (_line, dataType) => sqlite_WORDS(dataType),
    dropTable: (line, table) => [
        { sql: line === 7 ? `DROP TABLE IF EXISTS "${table}"` : `DROP TABLE "${table}"`, kind: 'drop-table' },
    ],
    // Only tables of items that had no table name before come here, and those have no columns that are there.
    dropColumn: () => [],
    changeColumn: () => ({ drafts: [] }),
    addColumn: (line, table, column) => [
        {
            sql: `ALTER TABLE "${table}" ADD COLUMN "${column.name}" ${sqlite_WORDS(column.dataType)}${(0,dialect/* defaultClause */.R1)(line, column)}`,
            kind: 'add-column',
            column: column.name,
        },
    ],
    createTable(line, table, columns) {
        const text = (column) => `"${column.name}" ${sqlite_WORDS(column.dataType)}${column.primary ? ' PRIMARY KEY' : ''}${(0,dialect/* defaultClause */.R1)(line, column)}`;
        const lines = columns.map(text).join(',\n');
        const head = `CREATE TABLE "${table}"\n(\n`;
        // Jam.py 5 cuts the last two characters, whether they are a comma or the bracket that it has just opened.
        if (line === 5)
            return [{ sql: `${`${head}${lines}${lines && ',\n'}`.slice(0, -2)})\n`, kind: 'create-table' }];
        return [{ sql: `${head}${lines}\n)`, kind: 'create-table' }];
    },
    dropIndex: (_table, index) => [{ sql: `DROP INDEX "${index}"`, kind: 'drop-index' }],
    createIndex: (_line, table, index, unique, columns) => [
        { sql: `CREATE ${unique ? 'UNIQUE' : ''} INDEX "${index}" ON "${table}" (${columns})`, kind: 'create-index' },
    ],
    dropForeignKey: () => [],
    addForeignKey: () => [],
};

;// CONCATENATED MODULE: ./build/planning/sql/dialects.js
/** The dialects whose SQL is known, one file each. */




const SQL = { sqlite: sqlite, postgresql: postgresql, mysql: mysql };
const DIALECT_TYPES = {
    sqlite: enums/* DB_TYPE */.Ub.SQLITE,
    postgresql: enums/* DB_TYPE */.Ub.POSTGRESQL,
    mysql: enums/* DB_TYPE */.Ub.MYSQL,
};


/***/ }),

/***/ 22863:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  g: () => (/* binding */ failureOf),
  D: () => (/* binding */ typeAfterChange)
});

// EXTERNAL MODULE: ./build/metadata/enums.js
var enums = __webpack_require__(65594);
// EXTERNAL MODULE: ./build/metadata/model.js
var metadata_model = __webpack_require__(43213);
// EXTERNAL MODULE: ./build/planning/column-failures.js
var column_failures = __webpack_require__(1490);
;// CONCATENATED MODULE: ./build/planning/failure.js
const because = (reason) => ({ reason });
const missingTable = (name) => because(`the table ${name || 'without a name'} is not in the database`);
const LONGEST_NAME = 64;
function nameTrouble(dialect, name, what) {
    if (name.includes('"'))
        return because(`the name of the ${what} has a quotation mark in it`);
    if (name === '' && dialect !== 'sqlite')
        return because(`the ${what} has no name`);
    if (dialect === 'mysql' && name.length > LONGEST_NAME)
        return because(`the name of the ${what} is longer than 64 characters`);
    if (dialect === 'mysql' && name.endsWith(' '))
        return because(`the name of the ${what} ends with a blank`);
    return undefined;
}

// EXTERNAL MODULE: ./build/planning/schema.js
var schema = __webpack_require__(72621);
;// CONCATENATED MODULE: ./build/planning/index-failures.js
/** Why the server will refuse a statement about an index or a foreign key. */



function dropIndex(statement, model) {
    const name = statement.index ?? '';
    const owner = model.dialect === 'mysql' ? model.table(statement.table) : model.ownerOfIndex(name);
    if (!owner?.indexes.has(model.fold(name)))
        return because(`the index ${name} is not in the database`);
    if (model.dialect === 'mysql') {
        const index = owner.indexes.get(model.fold(name));
        const first = model.fold(index?.columns[0] ?? '');
        const others = [...owner.indexes.values()].filter((other) => other !== index);
        const served = others.some((other) => model.fold(other.columns[0] ?? '') === first);
        const isKey = model.fold(owner.primaryKey[0] ?? '') === first;
        const needed = [...owner.foreignKeys.values()].some((key) => model.fold(key.column) === first);
        if (needed && !served && !isKey)
            return because(`a foreign key needs the index ${name}`);
    }
    model.dropIndex(owner, name);
    return undefined;
}
function dropForeignKey(statement, model) {
    const table = model.table(statement.table);
    const name = model.fold(statement.index ?? '');
    if (!table?.foreignKeys.has(name))
        return because(`the foreign key ${statement.index} is not in the database`);
    table.foreignKeys.delete(name);
    return undefined;
}
function createIndex(statement, model, sides) {
    const row = sides.newIndexById.get(statement.indexId ?? 0) ?? {};
    const name = statement.index ?? '';
    const table = model.table(statement.table);
    const trouble = nameTrouble(model.dialect, name, 'index');
    if (trouble)
        return trouble;
    if ((0,schema/* indexFields */.Mq)(row).length === 0)
        return because('the index is over no column');
    if (!table)
        return missingTable(statement.table);
    const named = columnNames(statement.sql);
    const gone = named.find((column) => !table.columns.has(model.fold(column)));
    // SQLite takes a name in quotes that is no column for a text.
    if (gone !== undefined && model.dialect !== 'sqlite')
        return because(`the column ${gone} is not in ${statement.table}`);
    // PostgreSQL looks for the columns before it looks for the name.
    if (model.dialect === 'postgresql' && sides.line === 7 && model.has(name))
        return { reason: `there is an index ${name} already, and Jam.py says IF NOT EXISTS`, skipped: true };
    const taken = model.dialect === 'mysql' ? table.indexes.has(model.fold(name)) : model.has(name);
    if (taken)
        return because(`there is an index ${name} already`);
    const twice = named.length !== new Set(named.map((column) => model.fold(column))).size;
    if (twice && model.dialect === 'mysql')
        return because('one of its columns comes twice');
    const unique = (0,metadata_model/* truthy */.vN)(row, 'f_unique_index');
    const long = keyTrouble(model, table, named, unique);
    if (long)
        return because(long);
    model.addIndex(statement.table, { name, unique, columns: named });
    return undefined;
}
/** `("A" , "B" DESC)` at the end of a CREATE INDEX; names with quotation marks were refused before. */
function columnNames(sql) {
    const list = sql.slice(sql.lastIndexOf(' (') + 2, -1);
    return list.split(', ').map((part) => /^"(.*)" (?:DESC)?$/.exec(part)?.[1] ?? part);
}
function addForeignKey(statement, model) {
    const table = model.table(statement.table);
    const [, target = '', key = ''] = / REFERENCES "(.*)"\("(.*)"\)(?: MATCH SIMPLE)?$/.exec(statement.sql) ?? [];
    const column = statement.column ?? '';
    const trouble = nameTrouble(model.dialect, statement.index ?? '', 'foreign key');
    if (trouble)
        return trouble;
    if (!table)
        return missingTable(statement.table);
    const referenced = model.table(target);
    if (!referenced)
        return missingTable(target);
    if (!table.columns.has(model.fold(column)))
        return because(`the column ${column} is not in ${statement.table}`);
    if (!referenced.columns.has(model.fold(key)))
        return because(`the column ${key || 'None'} is not in ${target}`);
    if (foreignKeyTaken(statement, model, table))
        return because(`there is a foreign key ${statement.index} already`);
    const [left, right] = [table.columns.get(model.fold(column)), referenced.columns.get(model.fold(key))];
    if (left && right && !comparable(model.dialect, left, right))
        return because(`${column} is ${left} and ${key} is ${right}: a foreign key needs the same type`);
    if (!isUnique(model, referenced, key))
        return because(`${target}.${key} is not the key of its table`);
    model.addForeignKey(statement.table, {
        name: statement.index ?? '',
        column,
        references: { table: target, column: key },
    });
    // MySQL makes an index of its own for it where there is none.
    if (model.dialect === 'mysql' && !leads(model, table, column))
        model.addIndex(statement.table, { name: statement.index ?? '', unique: false, columns: [column] });
    return undefined;
}
function foreignKeyTaken(statement, model, table) {
    const name = model.fold(statement.index ?? '');
    if (model.dialect === 'postgresql')
        return table.foreignKeys.has(name);
    return [...model.tables].some((each) => each.foreignKeys.has(name));
}
function leads(model, table, column) {
    const wanted = model.fold(column);
    if (model.fold(table.primaryKey[0] ?? '') === wanted)
        return true;
    return [...table.indexes.values()].some((index) => model.fold(index.columns[0] ?? '') === wanted);
}
function isUnique(model, table, column) {
    const wanted = model.fold(column);
    // InnoDB asks for an index that begins with it only.
    if (model.dialect === 'mysql')
        return leads(model, table, column);
    if (table.primaryKey.length === 1 && model.fold(table.primaryKey[0] ?? '') === wanted)
        return true;
    return [...table.indexes.values()].some((index) => index.unique && index.columns.length === 1 && model.fold(index.columns[0] ?? '') === wanted);
}
const NUMBERS = ['INTEGER', 'NUMERIC', 'BIGINT', 'SMALLINT'];
const TEXTS = ['TEXT', 'CHARACTER VARYING', 'CHARACTER'];
function comparable(dialect, left, right) {
    if (left === right)
        return !(dialect === 'mysql' && /TEXT|BLOB/.test(left));
    if (dialect === 'mysql')
        return false;
    // PostgreSQL turns whole numbers into NUMERIC by itself, and not back.
    if (left === 'NUMERIC')
        return false;
    return [NUMBERS, TEXTS].some((family) => family.includes(left) && family.includes(right));
}
/**
 * What InnoDB refuses in an index over texts without end. A unique one is kept by hashes, and takes no counted column;
 * of another each such text is cut to the longest key, which leaves nothing for a second column.
 */
function keyTrouble(model, table, columns, unique) {
    if (model.dialect !== 'mysql' || columns.length < 2)
        return undefined;
    const names = columns.map((column) => model.fold(column));
    if (!names.some((name) => /TEXT|BLOB/.test(table.columns.get(name) ?? '')))
        return undefined;
    if (!unique)
        return 'an index over a long text has no room for a second column';
    const counted = names.includes(model.fold(table.primaryKey[0] ?? ''));
    return counted ? 'a unique index over a long text can not have the counted key in it' : undefined;
}

;// CONCATENATED MODULE: ./build/planning/statement-failures.js
/** Why the server will refuse a statement, judged on a model of the database that is kept up to date as statements run. */






const JUDGES = {
    'drop-index': dropIndex,
    'drop-foreign-key': dropForeignKey,
    'drop-table': dropTable,
    'drop-sequence': dropSequence,
    'drop-column': dropColumn,
    'rename-column': renameColumn,
    'resize-column': needsColumn,
    'default-column': changeDefault,
    'change-column': changeColumn,
    'add-column': addColumn,
    'create-sequence': createSequence,
    'create-table': createTable,
    'own-sequence': () => undefined,
    'create-index': createIndex,
    'add-foreign-key': addForeignKey,
};
/** undefined: it works, and the model has changed accordingly. */
function failureOf(statement, model, sides) {
    return JUDGES[statement.kind](statement, model, sides);
}
function dropTable(statement, model, { line }) {
    if (!model.table(statement.table)) {
        const silent = statement.sql.includes('IF EXISTS') && nameTrouble(model.dialect, statement.table, 'table') === undefined;
        if (silent)
            return undefined;
        return missingTable(statement.table);
    }
    const [referrer] = model.referrers(statement.table);
    if (referrer && model.dialect !== 'sqlite')
        return because(`a foreign key of ${referrer.name} refers to the table`);
    model.dropTable(statement.table, line === 5 ? [`${statement.table}_SEQ`.toLowerCase()] : []);
    return undefined;
}
function dropSequence(statement, model) {
    const name = /"(.*)"$/.exec(statement.sql)?.[1] ?? '';
    if (name === '')
        return because('the project has no name for the sequence of the table');
    model.dropOther(name);
    return undefined;
}
function dropColumn(statement, model) {
    const table = model.table(statement.table);
    const name = statement.column ?? '';
    if (!table)
        return missingTable(statement.table);
    if (!table.columns.has(model.fold(name)))
        return because(`the column ${statement.table}.${name} is not in the database`);
    if (model.dialect === 'mysql') {
        if (table.columns.size === 1)
            return because('MySQL does not drop the last column of a table');
        const mine = [...table.foreignKeys.values()].some((key) => model.fold(key.column) === model.fold(name));
        if (mine)
            return because(`a foreign key is on the column ${statement.table}.${name}`);
        const unique = [...table.indexes.values()].find((index) => index.unique &&
            index.columns.length > 1 &&
            index.columns.map((each) => model.fold(each)).includes(model.fold(name)));
        if (unique)
            return because(`the unique index ${unique.name} is over this and other columns`);
    }
    const referrer = model
        .referrers(statement.table)
        .find((other) => [...other.foreignKeys.values()].some((key) => model.table(key.references.table) === table && model.fold(key.references.column) === model.fold(name)));
    if (referrer)
        return because(`a foreign key of ${referrer.name} refers to the column`);
    model.dropColumn(table, name);
    return undefined;
}
function needsColumn(statement, model) {
    const table = model.table(statement.table);
    if (!table)
        return missingTable(statement.table);
    if (table.columns.has(model.fold(statement.column ?? '')))
        return undefined;
    return because(`the column ${statement.table}.${statement.column} is not in the database`);
}
function renameColumn(statement, model, sides) {
    const missing = needsColumn(statement, model);
    if (missing)
        return missing;
    const table = model.table(statement.table);
    const before = statement.column ?? '';
    const after = (0,metadata_model/* text */.Qq)(sides.lastFieldById.get(statement.fieldId ?? 0) ?? {}, 'f_db_field_name');
    const trouble = nameTrouble(model.dialect, after, 'column');
    if (trouble)
        return trouble;
    const same = model.fold(before) === model.fold(after);
    if (table.columns.has(model.fold(after)) && !(same && model.dialect !== 'postgresql'))
        return because(`the table ${statement.table} has a column ${after} already`);
    const typed = typeAfterChange(statement.sql);
    if (typed)
        return typed;
    model.renameColumn(table, before, after);
    const type = typeWritten(statement);
    if (type !== undefined)
        table.columns.set(model.fold(after), type);
    for (const index of table.indexes.values()) {
        const trouble = keyTrouble(model, table, index.columns, index.unique);
        if (trouble)
            return because(trouble);
    }
    return undefined;
}
/** Type word, in upper case, that MySQL gives a changed column. */
function typeWritten(statement) {
    return / CHANGE {2}"[^"]*" "[^"]*" (\w+)/.exec(statement.sql)?.[1]?.toUpperCase();
}
/** Sizes above which MySQL refuses these types. */
const LARGEST = { DATETIME: 6, CHAR: 255, INT: 255 };
/** Jam.py 5 on MySQL writes the new type word with the old size, Jam.py 7 the type that is there with the new one. */
function typeAfterChange(sql) {
    const type = / CHANGE {2}"[^"]*" "[^"]*" (.*)$/.exec(sql)?.[1];
    if (type === undefined)
        return undefined;
    if (/^VARCHAR$/.test(type))
        return because('MySQL needs a size for VARCHAR');
    if (/^(LONGTEXT|DOUBLE|DATE)\(/.test(type))
        return because(`MySQL takes no size for ${type.replace(/\(.*/, '')}`);
    const [, word = '', size] = /^(\w+)\((\d+)\)/.exec(type) ?? [];
    if (Number(size) > (LARGEST[word.toUpperCase()] ?? Number.POSITIVE_INFINITY))
        return because(`MySQL takes no size of ${size} for ${word}`);
    return undefined;
}
function changeDefault(statement, model, sides) {
    const missing = needsColumn(statement, model);
    if (missing)
        return missing;
    const facts = factsOf(statement, sides);
    const value = / SET DEFAULT (.*)$/s.exec(statement.sql)?.[1];
    if (!facts || value === undefined)
        return undefined;
    const type = model.table(statement.table)?.columns.get(model.fold(statement.column ?? '')) ?? '';
    // How large a number may be is for the type that the column has.
    const isNumber = facts.dataType === enums/* DATA_TYPE */.yd.INTEGER || facts.dataType === enums/* DATA_TYPE */.yd.BOOLEAN;
    const dataType = isNumber && type !== 'INTEGER' ? enums/* DATA_TYPE */.yd.CURRENCY : facts.dataType;
    const isTruth = facts.dataType === enums/* DATA_TYPE */.yd.BOOLEAN;
    const written = isTruth ? undefined : (0,column_failures/* columnTrouble */.QA)({ ...facts, dataType, primary: false }, sides, 'default');
    return wrap(written ?? (0,column_failures/* liveDefaultTrouble */.J3)(type, value));
}
function changeColumn(statement, model, sides) {
    const renamed = renameColumn(statement, model, sides);
    if (renamed)
        return renamed;
    const facts = factsOf(statement, sides);
    const rest = / CHANGE {2}"[^"]*" "[^"]*" (.*)$/s.exec(statement.sql)?.[1] ?? '';
    // Whatever the metadata call the column: sizes and types are the live ones.
    const written = facts && (0,column_failures/* columnTrouble */.QA)({ ...facts, size: 0, primary: false }, sides, 'default');
    return wrap(written ?? (0,column_failures/* changedDefaultTrouble */.ht)(rest));
}
function addColumn(statement, model, sides) {
    const table = model.table(statement.table);
    const name = statement.column ?? '';
    if (!table)
        return missingTable(statement.table);
    const facts = factsOf(statement, sides);
    const trouble = nameTrouble(model.dialect, name, 'column') ?? (facts && wrap((0,column_failures/* columnTrouble */.QA)(facts, sides, 'add')));
    if (trouble)
        return trouble;
    if (table.columns.has(model.fold(name)))
        return because(`the table ${statement.table} has a column ${name} already`);
    table.columns.set(model.fold(name), typeOf(facts, sides));
    return undefined;
}
function createSequence(statement, model) {
    const name = /"(.*)"$/.exec(statement.sql)?.[1] ?? '';
    if (model.has(name))
        return because(`there is something of the name ${name} already`);
    model.addOther(name);
    return undefined;
}
function createTable(statement, model, sides) {
    const facts = sides.columnsOfNew(sides.newItemById.get(statement.itemId) ?? {});
    const trouble = nameTrouble(model.dialect, statement.table, 'table');
    if (trouble)
        return trouble;
    if (facts.length === 0 && model.dialect !== 'postgresql')
        return because('a table without columns can not be made');
    if (model.has(statement.table))
        return because(`there is a table ${statement.table} already`);
    const columns = new Map();
    for (const fact of facts) {
        const wrong = nameTrouble(model.dialect, fact.name, 'column') ?? wrap((0,column_failures/* columnTrouble */.QA)(fact, sides, 'create'));
        if (wrong)
            return because(`${fact.name || 'a field'}: ${wrong.reason}`);
        if (columns.has(model.fold(fact.name)))
            return because(`two of its columns are called ${fact.name}`);
        columns.set(model.fold(fact.name), typeOf(fact, sides));
    }
    const key = facts.find((fact) => fact.primary);
    model.addTable({
        name: statement.table,
        columns,
        primaryKey: key ? [key.name] : [],
        indexes: new Map(),
        foreignKeys: new Map(),
    });
    if (model.dialect === 'postgresql' && sides.line === 7 && key)
        model.addOther(`${statement.table}_${key.name}_seq`);
    return undefined;
}
function typeOf(facts, { dialect, line }) {
    if (!facts)
        return '';
    return facts.primary && dialect === 'postgresql' && line === 7
        ? 'INTEGER'
        : (0,schema/* catalogueWord */.S$)(dialect, line, facts.dataType);
}
/** The field that a statement is about, as it will be; the key of an existing table is none of its columns' business. */
function factsOf({ fieldId = 0 }, sides) {
    const field = sides.lastFieldById.get(fieldId);
    return field && sides.column(field, {});
}
function wrap(trouble) {
    return trouble === undefined ? undefined : because(trouble);
}


/***/ }),

/***/ 72658:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ec: () => (/* binding */ valuesFor),
/* harmony export */   Zu: () => (/* binding */ readParameters)
/* harmony export */ });
/* unused harmony export PRODUCTION_FILE */
/* harmony import */ var _nearest_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77658);

const KNOWN = ['Production', 'Safe mode', 'Debugging', 'Import delay'];
/** The others of that dialog: an import takes each of them from the zip (docs/jampy.md, "What an import keeps"). */
const OF_THE_ZIP = [
    'Persistent connection',
    'Connection pool size',
    'Session timeout',
    'Session ignore change ip',
    'Compressed JS, CSS files',
    'All JS modules in a single file',
    'Dynamic JS modules loading',
    'History item',
    'Locks item',
    'Max content length (MB)',
    'Upload file extensions',
    'Delete reports after (hours)',
    'Version',
    'Theme',
    'Small font',
    'Full width',
    'Display forms in tabs',
    'Show not null',
    'Show SELECT SQL',
];
/** Seconds that the Builder sets together with Production. */
const DELAY = 180;
const LONGEST_DELAY = 86_400;
/** Jam.py 7 is in production mode where this file is, whatever is in it; this is what its Builder writes. */
const PRODUCTION_FILE = { name: 'builder.html', text: 'Application Builder production mode' };
/** @param value one `Name: value` a line; empty: the defaults. @returns every problem in a sentence. */
function readParameters(value) {
    const parameters = { production: true, safeMode: true, debugging: false, importDelay: undefined };
    const problems = [];
    const seen = new Set();
    for (const line of value.split('\n').map((each) => each.trim())) {
        if (line === '' || line.startsWith('#'))
            continue;
        const [, given = '', setting = ''] = /^([^:]+?)\s*:\s*(.*)$/.exec(line) ?? [];
        const name = KNOWN.find((each) => same(each, given));
        if (name === undefined)
            problems.push(unknown(line, given));
        else if (seen.has(name))
            problems.push(`parameters: ${name} is there twice.`);
        else if (!assign(parameters, name, setting))
            problems.push(wrongValue(name, setting));
        if (name !== undefined)
            seen.add(name);
    }
    return { parameters, problems };
}
/** In any case, and without the unit that the Builder shows. */
function same(known, given) {
    const plain = (name) => name.replace(/\s*\([^)]*\)$/, '').toLowerCase();
    return plain(known) === plain(given);
}
function unknown(line, given) {
    if (given === '')
        return `parameters: ${JSON.stringify(line.slice(0, 100))} is not "Name: value".`;
    if (same('Language', given))
        return 'parameters: Language is an input of its own: write it as language.';
    const kept = OF_THE_ZIP.find((each) => same(each, given));
    if (kept !== undefined)
        return `parameters: ${kept} can not be set here: the zip brings this value, with every import. Set it in the Builder of the development project.`;
    const near = (0,_nearest_js__WEBPACK_IMPORTED_MODULE_0__/* .nearestOf */ .q)(given, KNOWN);
    const meant = near === undefined ? '' : `; is ${near} meant?`;
    return `parameters: there is no ${JSON.stringify(given.slice(0, 100))}${meant} Write ${KNOWN.join(', ')}.`.replace(/" Write/, '". Write');
}
function wrongValue(name, setting) {
    const kind = name === 'Import delay' ? `a whole number of seconds up to ${LONGEST_DELAY}` : 'true or false';
    return `parameters: ${name} is ${kind}, not ${JSON.stringify(setting.slice(0, 100))}.`;
}
function assign(parameters, name, setting) {
    if (name === 'Import delay') {
        const isDelay = /^\d{1,6}$/.test(setting) && Number(setting) <= LONGEST_DELAY;
        if (isDelay)
            parameters.importDelay = Number(setting);
        return isDelay;
    }
    if (!/^(true|false)$/i.test(setting))
        return false;
    const key = { Production: 'production', 'Safe mode': 'safeMode', Debugging: 'debugging' };
    parameters[key[name]] = setting.toLowerCase() === 'true';
    return true;
}
/** Columns of SYS_PARAMS, and the files that go with them. Jam.py 7 keeps Production as a file, and its column at 0. */
function valuesFor(line, { production, safeMode, debugging, importDelay }) {
    const delay = importDelay ?? (production ? DELAY : 0);
    return {
        params: {
            F_PRODUCTION: line === 5 && production ? 1 : 0,
            F_SAFE_MODE: safeMode ? 1 : 0,
            F_DEBUGGING: debugging ? 1 : 0,
            F_IMPORT_DELAY: delay,
        },
        files: line === 7 && production ? { [PRODUCTION_FILE.name]: PRODUCTION_FILE.text } : {},
    };
}


/***/ }),

/***/ 95263:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Fq: () => (/* binding */ inertLine),
/* harmony export */   YA: () => (/* binding */ seconds),
/* harmony export */   wh: () => (/* binding */ plainText)
/* harmony export */ });
/** Text from a zip or a server, made harmless for a log: one that nobody can write commands or control codes into. */
/** C0 and C1 controls, line and paragraph separators, zero-width and bidirectional characters. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
/**
 * Control, line-break and bidirectional-override characters become visible escapes.
 * @param keepNewlines for our own texts of several lines.
 */
function plainText(text, keepNewlines = false) {
    return text.replace(UNSEEN, (character) => {
        if (character === '\n' && keepNewlines)
            return character;
        if (character === '\t')
            return ' ';
        return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    });
}
/** A line for the runner's log: workflow commands in it are broken up (`::name::` at the start, `##[` anywhere). */
function inertLine(line) {
    return line.replace(/^(\s*):(?=:)/, '$1:\u200a').replace(/##\[/g, '##\u200a[');
}
/** Time since a mark of performance.now(), for people. */
function seconds(since) {
    return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}


/***/ }),

/***/ 99934:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Pl: () => (/* binding */ headline),
/* harmony export */   jO: () => (/* binding */ outputText),
/* harmony export */   py: () => (/* binding */ OUTPUTS)
/* harmony export */ });
/** What a command ends with: everything that outputs, summary, annotations and exit code are made of. Pure data. */
/** Every output, in the order of action.yml; a test compares the two. */
const OUTPUTS = [
    'result',
    'reason',
    'verified',
    'changed',
    'error-count',
    'warning-count',
    'destructive-count',
    'statement-count',
    'failed-statement-count',
    'metadata-digest',
    'app-version',
    'jam-version',
    'jam-line',
    'target-jam-version',
    'plan-file',
    'report-file',
    'sarif-file',
    'plan-digest',
    'backup-dir',
    'url',
];
/** Outputs of our own words and numbers, in which no secret can stand: a password "0" must not blot out a count. */
const OWN_OUTPUTS = /^(result|verified|changed|metadata-digest|plan-digest|jam-line|.+-count)$/;
/** The value of an output as it may leave the process. */
function outputText(name, value, redact) {
    return OWN_OUTPUTS.test(name) ? value : redact(value);
}
/** The sentence at the top of every report. */
function headline(result) {
    const name = result.application.caption || result.application.name || 'the zip';
    const version = result.application.version ? ` ${result.application.version}` : '';
    const errors = result.outputs['error-count'] ?? '0';
    const sentences = {
        valid: errors === '0' ? `${name}${version} is valid` : `${name}${version} has errors, which fail-on lets pass`,
        invalid: `${name}${version} is not valid and was not promoted`,
        planned: `${name}${version} ${plannedText(result)}`,
        provisioned: `The project ${name} ${result.provisioned?.made === false ? 'was there already' : 'was made'}`,
        imported: `${name}${version} is in production`,
        unchanged: `${name}${version} was in production already`,
        refused: `The promotion of ${name}${version} was refused`,
        failed: `The promotion of ${name}${version} failed`,
        unknown: `The outcome of promoting ${name}${version} is not known`,
    };
    if (result.command === 'promote')
        return sentences[result.result];
    if (result.command === 'provision' && result.result !== 'provisioned')
        return result.result === 'refused'
            ? `The project ${name} was not made: refused`
            : `The project ${name} was not made`;
    if (result.result === 'invalid')
        return result.plan && errors === '0'
            ? `${name}${version} would fail to be imported`
            : `${name}${version} is not valid`;
    if (result.command === 'plan' && result.result === 'refused')
        return `A promotion of ${name}${version} would be refused`;
    if (result.command === 'plan' && result.result === 'failed')
        return `The plan of ${name}${version} could not be made`;
    return sentences[result.result];
}
/** What a promotion would do, in a few words. */
function plannedText({ plan, outputs }) {
    if (outputs.changed !== 'true')
        return 'changes nothing';
    const losses = plan?.losses.length ?? 0;
    const statements = plan?.statements.length ?? 0;
    const sql = plan?.database.catalogue === 'none' ? '' : `, ${statements} SQL statement${statements === 1 ? '' : 's'}`;
    const lost = losses === 0 ? 'nothing is lost' : `${losses} loss${losses === 1 ? '' : 'es'} accepted`;
    return `would be promoted: ${plan?.changes.length ?? 0} changes${sql}, ${lost}`;
}


/***/ }),

/***/ 5009:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ Secrets)
/* harmony export */ });
/**
 * Every secret of the run, from the moment it is read. Sinks ask `redact` before anything leaves the process; the
 * action also tells the runner to mask it.
 */
/**
 * Shorter ones are only replaced where they stand alone: a password "111" must not blot out every digest. The runner is
 * not told them either: it replaces everywhere, and drops outputs that hold one.
 */
const SHORT = 6;
const REPLACEMENT = '***';
class Secrets {
    #mask;
    #known = new Set();
    #long = [];
    #short = [];
    /** @param mask told each new secret (`core.setSecret` on a runner). */
    constructor(mask = () => { }) {
        this.#mask = mask;
    }
    /** Remember a secret and the forms it may take: per line, URL-encoded, JSON-escaped, base64. */
    add(value) {
        if (!value)
            return;
        this.#addForms(value);
        // Of a text of several lines, a key say, a log shows single lines.
        for (const line of value.split(/\r?\n/).filter((line) => line !== value && line.trim() && !/^-----/.test(line))) {
            this.#addForm(line);
        }
        this.#long.sort((a, b) => b.length - a.length);
    }
    /** Remember the login inside an address (`https://user:password@host/`, `postgres://…`), and the address itself. */
    addUrl(value) {
        if (!value)
            return;
        const match = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)@/i.exec(value);
        if (!match)
            return;
        this.add(value);
        const [user, ...rest] = match[1].split(':');
        const password = rest.join(':');
        if (!password)
            return;
        this.add(password);
        const plain = safeDecode(password);
        this.add(plain);
        this.add(`${safeDecode(user ?? '')}:${plain}`);
    }
    /** The text with every known secret replaced. */
    redact(text) {
        let clean = text;
        for (const secret of this.#long) {
            if (clean.includes(secret))
                clean = clean.split(secret).join(REPLACEMENT);
        }
        for (const secret of this.#short)
            clean = clean.replace(secret, REPLACEMENT);
        return clean;
    }
    #addForms(value) {
        const forms = [
            value,
            encodeURIComponent(value),
            new URLSearchParams({ v: value }).toString().slice(2),
            JSON.stringify(value).slice(1, -1),
            ...base64Forms(value),
        ];
        for (const form of forms)
            this.#addForm(form);
    }
    #addForm(form) {
        if (form.length === 0 || this.#known.has(form))
            return;
        this.#known.add(form);
        if (form.length >= SHORT) {
            this.#mask(form);
            this.#long.push(form);
        }
        else
            this.#short.push(new RegExp(`(?<![A-Za-z0-9])${form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![A-Za-z0-9])`, 'g'));
    }
}
/** Base64 of the value itself, and what is common to all texts that hold it at each of the three alignments. */
function base64Forms(value) {
    const bytes = Buffer.from(value);
    if (bytes.length < SHORT)
        return bytes.length < 3 ? [] : [bytes.toString('base64')];
    const whole = bytes.toString('base64');
    const inner = [0, 1, 2].map((shift) => {
        const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
            .toString('base64')
            .replace(/=+$/, '');
        // The first and last characters share bits with what stands around the secret.
        const first = shift === 0 ? 0 : shift + 1;
        return encoded.slice(first, -1);
    });
    const forms = [whole, ...inner];
    return [...forms, ...forms.map((form) => form.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, ''))];
}
function safeDecode(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}


/***/ }),

/***/ 82737:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   UO: () => (/* binding */ TRIED_DATABASES),
/* harmony export */   gC: () => (/* binding */ buildContext),
/* harmony export */   hD: () => (/* binding */ quote),
/* harmony export */   ir: () => (/* binding */ reference)
/* harmony export */ });
/* unused harmony export groupBy */
/* harmony import */ var _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(65594);
/* harmony import */ var _metadata_model_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(43213);
/** The package and its look-ups, built once, so that a rule never searches through rows. */


const GROUP_TYPES = new Set([_metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .TYPE */ .ZE.ITEMS, _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .TYPE */ .ZE.JOURNALS, _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .TYPE */ .ZE.TABLES, _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .TYPE */ .ZE.REPORTS]);
/** Column that holds the name a developer knows a row by. */
const NAME_COLUMN = {
    sys_items: 'f_item_name',
    sys_fields: 'f_field_name',
    sys_indices: 'f_index_name',
    sys_filters: 'f_filter_name',
    sys_report_params: 'f_param_name',
    sys_roles: 'f_name',
    sys_lookup_lists: 'f_name',
    sys_params: undefined,
    sys_privileges: undefined,
    sys_field_privileges: undefined,
};
/** A reference column: 0, null and '' mean "none". */
function reference(row, column) {
    return (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Wh)(row, column) || undefined;
}
/** A name from the package inside a sentence: in quotes, shortened, so that it cannot be mistaken for our own words. */
function quote(value) {
    const name = String(value);
    const shown = name.length > 80 ? `${name.slice(0, 79)}…` : name;
    return `'${shown}'`;
}
function byId(rows) {
    const map = new Map();
    for (const row of rows) {
        const id = (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Wh)(row, 'id');
        if (id !== undefined && !map.has(id))
            map.set(id, row);
    }
    return map;
}
function groupBy(rows, key) {
    const map = new Map();
    for (const row of rows) {
        const value = key(row);
        if (value === undefined)
            continue;
        const list = map.get(value);
        if (list === undefined)
            map.set(value, [row]);
        else
            list.push(row);
    }
    return map;
}
/** Items whose fields count as fields of the given one, itself first. */
function fieldSources(metadata, items, start) {
    const sources = [start];
    for (let at = 0; at < sources.length; at++) {
        const item = items.get(sources[at]);
        if (item === undefined)
            continue;
        const next = [];
        if ((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Wh)(item, 'type_id') === _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .TYPE */ .ZE.DETAIL)
            next.push(reference(item, 'table_id'));
        if (metadata.line === 7)
            next.push(reference(item, 'f_copy_of'));
        const parent = reference(item, 'parent');
        const group = parent === undefined ? undefined : items.get(parent);
        if (metadata.line === 5 && group !== undefined && GROUP_TYPES.has((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Wh)(group, 'type_id') ?? 0))
            next.push(parent);
        for (const id of next)
            if (id !== undefined && !sources.includes(id))
                sources.push(id);
    }
    return sources;
}
/** Builds the look-ups. Where an id is given twice, the first row counts (the duplicate is a finding of its own). */
function buildContext(metadata, target = {}) {
    const items = byId((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .rowsOf */ .RO)(metadata, 'sys_items'));
    const fields = byId((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .rowsOf */ .RO)(metadata, 'sys_fields'));
    const sources = new Map();
    const existing = target.existingTables && new Set([...target.existingTables].map((name) => name.toLowerCase()));
    return {
        metadata,
        target,
        rows: (table) => (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .rowsOf */ .RO)(metadata, table),
        items,
        fields,
        fieldsByOwner: groupBy((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .rowsOf */ .RO)(metadata, 'sys_fields'), (row) => (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Wh)(row, 'owner_rec_id')),
        roles: new Set(byId((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .rowsOf */ .RO)(metadata, 'sys_roles')).keys()),
        lists: new Set(byId((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .rowsOf */ .RO)(metadata, 'sys_lookup_lists')).keys()),
        params: (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .rowsOf */ .RO)(metadata, 'sys_params')[0],
        isGroup: (item) => GROUP_TYPES.has((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Wh)(item, 'type_id') ?? 0),
        hasTable(item) {
            const type = (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Wh)(item, 'type_id');
            if (type !== _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .TYPE */ .ZE.ITEM && type !== _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .TYPE */ .ZE.TABLE)
                return false;
            const copy = metadata.line === 7 && reference(item, 'f_copy_of') !== undefined;
            return !copy && !(0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .truthy */ .vN)(item, 'f_virtual_table') && (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)(item, 'f_table_name') !== '';
        },
        ownsField(itemId, fieldId) {
            const field = fields.get(fieldId);
            if (field === undefined)
                return false;
            let owners = sources.get(itemId);
            if (owners === undefined) {
                owners = fieldSources(metadata, items, itemId);
                sources.set(itemId, owners);
            }
            const owner = (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Wh)(field, 'owner_rec_id');
            return owner !== undefined && owners.includes(owner);
        },
        hasColumn: (field) => reference(field, 'f_master_field') === undefined &&
            (metadata.line === 5 || reference(field, 'f_calc_item') === undefined),
        isNewTable(item) {
            if (existing === undefined)
                return undefined;
            return !existing.has(String((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Wh)(item, 'id'))) && !existing.has((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)(item, 'f_table_name').toLowerCase());
        },
        placeOf(table, row) {
            const place = { table };
            const id = (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Wh)(row, 'id');
            if (id !== undefined)
                place.id = id;
            const column = NAME_COLUMN[table];
            const name = column === undefined ? '' : (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)(row, column);
            const owner = items.get((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Wh)(row, 'owner_rec_id') ?? Number.NaN);
            if (table === 'sys_items') {
                if (name !== '')
                    place.item = name;
            }
            else {
                if (owner !== undefined && column !== 'f_name' && column !== undefined)
                    place.item = (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)(owner, 'f_item_name');
                if (name !== '')
                    place.field = name;
            }
            return place;
        },
    };
}
/** Databases that were really tried; of any other nothing is claimed. */
const TRIED_DATABASES = [_metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .DB_TYPE */ .Ub.SQLITE, _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .DB_TYPE */ .Ub.POSTGRESQL, _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .DB_TYPE */ .Ub.MYSQL];


/***/ }),

/***/ 74586:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Uj: () => (/* binding */ ALL_RULES),
  y0: () => (/* binding */ RULES),
  aR: () => (/* binding */ validateMetadata)
});

// EXTERNAL MODULE: ./build/metadata/model.js
var model = __webpack_require__(43213);
// EXTERNAL MODULE: ./build/metadata/structure.js
var structure = __webpack_require__(48577);
// EXTERNAL MODULE: ./build/validation/context.js
var validation_context = __webpack_require__(82737);
;// CONCATENATED MODULE: ./build/validation/changes.js
/**
 * What a zip brings that the project does not have yet, judged against the metadata that are there (Target.base): rights and
 * code first, because a zip is code that runs as the server's user. Without a base none of these says anything.
 */



function checkServerCode(context, report) {
    const { base } = context.target;
    if (!base)
        return;
    const old = (0,model/* firstById */.BA)((0,model/* rowsOf */.RO)(base, 'sys_items'));
    for (const item of context.rows('sys_items')) {
        if ((0,model/* text */.Qq)(item, 'f_server_module').trim() === '')
            continue;
        const was = old.get((0,model/* idOf */.TH)(item));
        if (was && (0,model/* text */.Qq)(was, 'f_server_module').trim() !== '')
            continue;
        const name = (0,validation_context/* quote */.hD)((0,model/* text */.Qq)(item, 'f_item_name'));
        report(context.placeOf('sys_items', item), `${name} has server code now, and had none before.`);
    }
}
function checkUtils(context, report) {
    const { baseFiles } = context.target;
    if (!baseFiles)
        return;
    for (const [path, bytes] of context.metadata.files) {
        if (!path.startsWith('utils/') || !path.endsWith('.py'))
            continue;
        const was = baseFiles.get(path);
        if (was !== undefined && Buffer.compare(was, bytes) === 0)
            continue;
        const how = baseFiles.has(path) ? 'is changed' : 'is new';
        report({ entry: path }, `${path} ${how}: it is imported and run by the server.`);
    }
}
const RIGHTS = { f_can_view: 'view', f_can_create: 'create', f_can_edit: 'edit', f_can_delete: 'delete' };
function checkPrivileges(context, report) {
    const { base, unseen } = context.target;
    if (!base)
        return;
    const key = (row) => `${(0,model/* int */.Wh)(row, 'owner_rec_id')} ${(0,model/* int */.Wh)(row, 'item_id')}`;
    const old = new Map((0,model/* rowsOf */.RO)(base, 'sys_privileges').map((row) => [key(row), row]));
    const [items, roles] = [(0,model/* firstById */.BA)((0,model/* rowsOf */.RO)(base, 'sys_items')), (0,model/* firstById */.BA)((0,model/* rowsOf */.RO)(base, 'sys_roles'))];
    for (const row of context.rows('sys_privileges')) {
        const [item, role] = [(0,model/* int */.Wh)(row, 'item_id') ?? 0, (0,model/* int */.Wh)(row, 'owner_rec_id') ?? 0];
        // What a new item or a new role may do is not more than before.
        if (!items.has(item) || !roles.has(role) || unseen?.('sys_privileges', row))
            continue;
        const was = old.get(key(row)) ?? {};
        const more = Object.entries(RIGHTS).filter(([column]) => (0,model/* truthy */.vN)(row, column) && !(0,model/* truthy */.vN)(was, column));
        if (more.length === 0)
            continue;
        const names = [(0,model/* text */.Qq)(roles.get(role) ?? {}, 'f_name'), (0,model/* text */.Qq)(context.items.get(item) ?? {}, 'f_item_name')].map(validation_context/* quote */.hD);
        const may = more.map(([, word]) => word).join(', ');
        const place = {
            ...context.placeOf('sys_privileges', row),
            item: (0,model/* text */.Qq)(context.items.get(item) ?? {}, 'f_item_name'),
        };
        report(place, `The role ${names[0]} may ${may} ${names[1]} now, and could not before.`);
    }
}
function checkFieldPrivileges(context, report) {
    const { base } = context.target;
    if (!base)
        return;
    const key = (row) => `${(0,model/* int */.Wh)(row, 'owner_rec_id')} ${(0,model/* int */.Wh)(row, 'field')}`;
    const now = new Map(context.rows('sys_field_privileges').map((row) => [key(row), row]));
    for (const row of (0,model/* rowsOf */.RO)(base, 'sys_field_privileges')) {
        const field = context.fields.get((0,model/* int */.Wh)(row, 'field') ?? 0);
        const role = (0,model/* int */.Wh)(row, 'owner_rec_id') ?? 0;
        if (!field || !context.roles.has(role))
            continue;
        const is = now.get(key(row)) ?? {};
        const lifted = ['f_prohibited', 'f_read_only'].filter((column) => (0,model/* truthy */.vN)(row, column) && !(0,model/* truthy */.vN)(is, column));
        if (lifted.length === 0 || (0,model/* truthy */.vN)(is, 'f_prohibited'))
            continue;
        const name = (0,validation_context/* quote */.hD)((0,model/* text */.Qq)((0,model/* firstById */.BA)((0,model/* rowsOf */.RO)(base, 'sys_roles')).get(role) ?? {}, 'f_name'));
        const place = context.placeOf('sys_fields', field);
        report(place, `The role ${name} may ${lifted.includes('f_prohibited') ? 'see' : 'change'} this field now, and could not before.`);
    }
}
function checkRoles(context, report) {
    const { base, roleUsers } = context.target;
    if (!base)
        return;
    for (const role of (0,model/* rowsOf */.RO)(base, 'sys_roles')) {
        if (context.roles.has((0,model/* idOf */.TH)(role)))
            continue;
        const users = roleUsers === undefined ? undefined : (roleUsers.get((0,model/* idOf */.TH)(role)) ?? 0);
        if (users === 0)
            continue;
        const name = (0,model/* text */.Qq)(role, 'f_name');
        const who = users === undefined
            ? 'users who have it keep'
            : users === 1
                ? 'one user has it and keeps'
                : `${users} users have it and keep`;
        const message = `The role ${(0,validation_context/* quote */.hD)(name)} is removed: ${who} its number, and with it no rights or those of a later role.`;
        report({ table: 'sys_roles', id: (0,model/* idOf */.TH)(role), field: name }, message);
    }
}
function checkIndexes(context, report) {
    const { base } = context.target;
    if (!base)
        return;
    const old = (0,model/* firstById */.BA)((0,model/* rowsOf */.RO)(base, 'sys_indices'));
    for (const row of context.rows('sys_indices')) {
        const was = old.get((0,model/* idOf */.TH)(row));
        const same = (column) => 
        // Names change their case from one database to another.
        (0,model/* text */.Qq)(was ?? {}, column).toLowerCase() === (0,model/* text */.Qq)(row, column).toLowerCase() ||
            (!(0,model/* truthy */.vN)(was ?? {}, column) && !(0,model/* truthy */.vN)(row, column));
        if (!was || structure/* INDEX_COLUMNS */.h.every(same))
            continue;
        const name = (0,validation_context/* quote */.hD)((0,model/* text */.Qq)(row, 'f_index_name'));
        report(context.placeOf('sys_indices', row), `${name} is changed under its id: Jam.py leaves the index in the database as it is.`);
    }
}
const NEEDS_BASE = 'said only where the metadata that are there are known';
const changeRules = [
    {
        id: 'server-code-new',
        family: 'changes',
        title: 'New server code is told',
        severity: 'warning',
        severityDepends: NEEDS_BASE,
        description: 'Server modules run as the user of the server, with the rights that it has on files and database.',
        remedy: 'Read the module in the diff before it is promoted.',
        check: checkServerCode,
    },
    {
        id: 'utils-file-new',
        family: 'changes',
        title: 'New and changed files in utils are told',
        severity: 'warning',
        severityDepends: NEEDS_BASE,
        description: 'Python files in utils are imported by the server, and run as its user.',
        remedy: 'Read the file before it is promoted.',
        check: checkUtils,
    },
    {
        id: 'privileges-widened',
        family: 'changes',
        title: 'More rights for a role are told',
        severity: 'warning',
        severityDepends: NEEDS_BASE,
        description: 'An import replaces the rights of all roles by those of the zip.',
        remedy: 'Look at the role in the Builder (Roles), and export again if it should not have the right.',
        check: checkPrivileges,
    },
    {
        id: 'field-restriction-lifted',
        family: 'changes',
        title: 'Lifted restrictions of fields are told',
        severity: 'warning',
        severityDepends: NEEDS_BASE,
        description: 'An import replaces the restrictions of all roles by those of the zip.',
        remedy: 'Look at the role in the Builder (Roles), and export again if it should not have the right.',
        check: checkFieldPrivileges,
    },
    {
        id: 'role-removed',
        family: 'changes',
        title: 'No role is removed that users have',
        severity: 'warning',
        severityDepends: NEEDS_BASE,
        description: 'Users are neither exported nor imported: they keep the number of a role that is gone.',
        remedy: 'Give the users of the target another role before the promotion, or keep the role in the Builder.',
        check: checkRoles,
    },
    {
        id: 'index-changed',
        family: 'changes',
        title: 'Indexes do not change under their id',
        severity: 'warning',
        severityDepends: NEEDS_BASE,
        description: 'Jam.py makes SQL for new and for removed indexes only.',
        remedy: 'Delete the index in the Builder (Indices) and add a new one, then export the application again.',
        check: checkIndexes,
    },
];

// EXTERNAL MODULE: ./build/metadata/enums.js
var enums = __webpack_require__(65594);
;// CONCATENATED MODULE: ./build/validation/field-references.js
/** What fields and report parameters point at: their item, lookup items and fields, master fields, lookup lists. */



const LOOKUP_TABLES = ['sys_fields', 'sys_report_params'];
function kindOf(table) {
    return table === 'sys_fields' ? 'Field' : 'Report parameter';
}
function nameOf(table, row) {
    return `${kindOf(table)} ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(row, table === 'sys_fields' ? 'f_field_name' : 'f_param_name'))}`;
}
/**
 * Walks Lookup item, Lookup field, Lookup field 2 and 3 as Jam.py does when it loads the application.
 * Returns what is wrong with the first link that leads nowhere.
 */
function brokenLookup(context, row) {
    let item = (0,validation_context/* reference */.ir)(row, 'f_object');
    if (item !== undefined && !context.items.has(item))
        return `looks up item ${item}, which is not in the zip`;
    const columns = ['f_object_field', 'f_object_field1', 'f_object_field2'];
    for (const [index, column] of columns.entries()) {
        const fieldId = (0,validation_context/* reference */.ir)(row, column);
        if (fieldId === undefined)
            return undefined;
        // Without a lookup item behind it Jam.py reads a second or third lookup field no more.
        if (item === undefined)
            return index === 0 ? `has lookup field ${fieldId} but no lookup item` : undefined;
        const shown = (0,validation_context/* quote */.hD)((0,model/* text */.Qq)(context.items.get(item), 'f_item_name'));
        if (!context.ownsField(item, fieldId))
            return `looks up field ${fieldId}, which is not a field of ${shown}`;
        item = (0,validation_context/* reference */.ir)(context.fields.get(fieldId), 'f_object');
        if (item !== undefined && !context.items.has(item))
            item = undefined;
    }
    return undefined;
}
function checkOwners(context, report) {
    for (const table of ['sys_fields', 'sys_indices', 'sys_filters', 'sys_report_params']) {
        for (const row of context.rows(table)) {
            const owner = (0,model/* int */.Wh)(row, 'owner_rec_id');
            if (owner !== undefined && context.items.has(owner))
                continue;
            const message = `A row of ${table} belongs to item ${owner ?? 'nothing'}, which is not in the zip.`;
            report(context.placeOf(table, row), message);
        }
    }
}
function checkLookups(context, report) {
    for (const table of LOOKUP_TABLES) {
        for (const row of context.rows(table)) {
            const broken = brokenLookup(context, row);
            if (broken !== undefined)
                report(context.placeOf(table, row), `${nameOf(table, row)} ${broken}.`);
        }
    }
}
function checkMasters(context, report) {
    for (const row of context.rows('sys_fields')) {
        const master = (0,validation_context/* reference */.ir)(row, 'f_master_field');
        const owner = (0,model/* int */.Wh)(row, 'owner_rec_id');
        if (master === undefined || owner === undefined || context.ownsField(owner, master))
            continue;
        const message = `${nameOf('sys_fields', row)} takes its record from field ${master}, which is not a field of the same item.`;
        report(context.placeOf('sys_fields', row), message);
    }
}
function checkLists(context, report) {
    for (const table of LOOKUP_TABLES) {
        for (const row of context.rows(table)) {
            const list = (0,validation_context/* reference */.ir)(row, 'f_lookup_values');
            if (list === undefined || context.lists.has(list))
                continue;
            report(context.placeOf(table, row), `${nameOf(table, row)} uses lookup list ${list}, which is not in the zip.`);
        }
    }
}
function checkKeys(context, report) {
    for (const row of context.rows('sys_fields')) {
        if ((0,model/* int */.Wh)(row, 'f_data_type') !== enums/* DATA_TYPE */.yd.KEYS || (0,validation_context/* reference */.ir)(row, 'f_object') !== undefined)
            continue;
        report(context.placeOf('sys_fields', row), `${nameOf('sys_fields', row)} holds keys, but has no lookup item.`);
    }
}
function checkCalculated(context, report) {
    if (context.metadata.line !== 7)
        return;
    for (const row of context.rows('sys_fields')) {
        const item = (0,validation_context/* reference */.ir)(row, 'f_calc_item');
        if (item === undefined)
            continue;
        const place = context.placeOf('sys_fields', row);
        const shown = context.items.get(item);
        if (shown === undefined) {
            report(place, `${nameOf('sys_fields', row)} is calculated over item ${item}, which is not in the zip.`);
            continue;
        }
        for (const column of ['f_calc_field', 'f_calc_lookup_field']) {
            const field = (0,validation_context/* reference */.ir)(row, column);
            if (field === undefined || context.ownsField(item, field))
                continue;
            const name = (0,validation_context/* quote */.hD)((0,model/* text */.Qq)(shown, 'f_item_name'));
            const message = `${nameOf('sys_fields', row)} is calculated with field ${field}, which is not a field of ${name}.`;
            report(place, message, { severity: 'warning' });
        }
    }
}
const fieldReferenceRules = [
    {
        id: 'owner-missing',
        family: 'references',
        title: 'Fields, indexes, filters and parameters belong to an item',
        severity: 'error',
        description: 'A field, index, filter or parameter of an item that is not there is lost or breaks the import.',
        remedy: 'Export the application again with the Builder (Project, Export).',
        check: checkOwners,
    },
    {
        id: 'lookup-missing',
        family: 'references',
        title: 'Lookup items and fields exist',
        severity: 'error',
        description: 'The import succeeds, then the application does not load or the item cannot be opened.',
        remedy: 'Choose Lookup item and Lookup field of it again in the Builder, then export the application again.',
        check: checkLookups,
    },
    {
        id: 'master-field-missing',
        family: 'references',
        title: 'Master fields exist',
        severity: 'error',
        description: 'The import succeeds, then the item cannot be opened or shows nothing.',
        remedy: 'Choose the Master field of it again in the Builder, then export the application again.',
        check: checkMasters,
    },
    {
        id: 'lookup-list-missing',
        family: 'references',
        title: 'Lookup lists exist',
        severity: 'error',
        description: 'The field shows raw values instead of the texts of its list.',
        remedy: 'Choose the Lookup value list of it again in the Builder, then export the application again.',
        check: checkLists,
    },
    {
        id: 'keys-lookup-missing',
        family: 'references',
        title: 'Fields of keys have a lookup item',
        severity: 'warning',
        description: 'A field of keys has nothing to choose from without a lookup item.',
        remedy: 'Choose the Lookup item of the field in the Builder, then export the application again.',
        check: checkKeys,
    },
    {
        id: 'calculation-missing',
        family: 'references',
        title: 'Calculated fields have an item and fields',
        severity: 'error',
        severityDepends: 'a warning when only a field of the calculation is missing',
        description: 'The import succeeds, then the application does not load (Jam.py 7).',
        remedy: 'Choose Calc. object and Calc. field of it again in the Builder, then export the application again.',
        check: checkCalculated,
    },
];

;// CONCATENATED MODULE: ./build/validation/files.js
/** Files that items name. */



const ADD_FILE = 'Put the file into its folder of the project and export the application again, if it is still used.';
const fileRules = [
    {
        id: 'report-template-absent',
        family: 'files',
        title: 'Report templates are in the zip',
        severity: 'note',
        description: 'A report whose template is neither in the zip nor on the target fails when it is printed.',
        remedy: ADD_FILE,
        check(context, report) {
            for (const row of context.rows('sys_items')) {
                const template = (0,model/* text */.Qq)(row, 'f_view_template');
                if ((0,model/* int */.Wh)(row, 'type_id') !== enums/* TYPE */.ZE.REPORT || template === '')
                    continue;
                if (context.metadata.files.has(`reports/${template}`))
                    continue;
                const message = `Template ${(0,validation_context/* quote */.hD)(template)} of report ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(row, 'f_item_name'))} is not in the zip.`;
                report(context.placeOf('sys_items', row), message);
            }
        },
    },
    {
        id: 'script-absent',
        family: 'files',
        title: 'Client modules are in the zip',
        severity: 'note',
        description: 'The file that an item names is not in the zip; an import writes it anew from the client module.',
        remedy: ADD_FILE,
        check(context, report) {
            for (const row of context.rows('sys_items')) {
                const name = (0,model/* text */.Qq)(row, 'f_js_filename');
                if (name === '' || ((0,model/* int */.Wh)(row, 'id') ?? 0) <= 0 || context.metadata.files.has(`js/${name}`))
                    continue;
                const message = `File ${(0,validation_context/* quote */.hD)(name)} of item ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(row, 'f_item_name'))} is not in the zip.`;
                report(context.placeOf('sys_items', row), message);
            }
        },
    },
];

;// CONCATENATED MODULE: ./build/validation/reserved-names.js
/** Properties and methods of an item on the server. A field of that name makes `open` raise in server code. */
const SERVER_ITEM = {
    both: `
  abort active add_detail add_field add_field_def add_filter add_filter_def all append apply apply_changes
  apply_delta bind_item bind_items bof can_create can_delete can_edit can_view cancel check_operation
  check_record_valid clear_filters clear_handlers clone close close_details compare_field_values copy
  create_fields create_filters dataset delete delta detail_by_ID detail_by_name do_apply do_internal_open
  do_open edit empty environ eof execute_open field_by_ID field_by_id field_by_name filter_by_name
  filter_index find first free get_child_class get_event get_field_by_id get_field_values get_filter_values
  get_info get_master_field get_module_name get_next_id get_order_by_list get_reports_info
  get_select_statement get_where_list insert is_browsing is_changing is_deleting is_edited is_modified is_new
  item_by_ID item_state last load_code load_handlers load_index_fields load_interface locate log_changes
  new_record next open open__in open_details order_clause post prior read_info read_only rec_count rec_deleted
  rec_inserted rec_modified rec_no record_count register round search select_records session set_field_values
  set_fields set_filter_values set_info set_order_by set_where skip store_handlers store_index_fields
  store_interface task_locked update_deleted user_info virtual_table where_clause write_info`,
    five: `
  apply_sql change_table_sql create_index_sql create_table_sql delete_index_sql delete_sql delete_table_sql
  empty_table_sql field_alias fields_clause find_change_log find_rec_info find_rec_version from_clause
  get_rec_info get_record_count get_record_count_queries get_record_count_query get_records_status
  get_select_queries get_select_query get_version group_clause insert_sql keep_history lookup_field_sql
  lookup_table_alias lookup_table_alias1 lookup_table_alias2 prepare_fields prepare_filters rec_change_id
  rec_controls_info record_status recreate_table_sql split_query table_alias update_delta update_rec_version
  update_sql`,
    seven: `
  check_field_restricted compile copy_record_fields cur_to_str date_to_str datetime_to_str execute_query
  field_def_restrictions float_to_str get_field_defs get_filter_defs init_delta_details init_history
  init_open_dataset lock_active set_apply_connection str_to_cur str_to_date str_to_datetime str_to_float`,
};
/** Further names of an item in the browser: the Builder calls them reserved words. */
const BROWSER_ITEM = {
    both: `
  ID addChild add_button add_edit_button add_view_button alert alert_error alert_success append_record
  apply_filters apply_record assign_filters bind_events bind_handlers calc_summary can_modify cancel_edit
  check_filters_valid close_edit_form close_filter close_filter_form close_view_form controls
  controls_disabled controls_enabled create_bands create_controls create_detail_table create_detail_views
  create_edit_form create_filter_form create_filter_inputs create_inputs create_table create_tabs create_tree
  create_view_form create_view_tables default_field delete_record details disable_controls disable_edit_form
  disabled display_history dyn_fields each each_detail each_field each_filter each_item edit_form_disabled
  edit_record enable_controls enable_edit_form expanded field_defs fields filter_active filter_defs filtered
  filters find_first find_last find_next find_prior find_template format_string getChildClass get_filter_html
  get_filter_text hide_message ids_to_field_names ids_to_item_names init initAttr init_filters init_params
  insert_record is_empty_obj is_loaded item_caption item_name item_type item_type_id items load_module
  load_modules load_script log_message lookup_field message owner owner_read_only paginate permissions
  post_record print_html process_selection_changed question record_is_edited refresh refresh_page
  refresh_record resize_controls sanitize_html selection_limit selections send_request server set_edit_fields
  set_lookup_field_value set_view_fields show_history show_message sort types update_controls view view_modal
  visible warning yes_no_cancel`,
    five: `
  change_log edit_record_version emptyFunc get_default_field get_keep_history get_rec_count get_virtual_table
  init_search rec_unchanged reopen script_loaded`,
    seven: `
  copy_record format_date_to_string format_string_to_date int_to_str leftPad parseDateInt str_to_int
  update_form update_record`,
};
/** Properties and methods of the task and of groups on the server: an item of that name is not reached as `task.name`. */
const SERVER_TASK = {
    both: `
  abort add_item all bind_item bind_items can_view check_operation check_password_hash clear_handlers
  compile_all compile_item connect convert_report copy_database create_connection create_connection_ex
  create_pool environ execute execute_select find generate_password_hash get_child_class get_info
  get_master_field get_module_name item_by_ID item_by_name language load_code load_handlers lock read_info
  register select session set_info store_handlers task_locked timeout user_info version write_info`,
    five: `
  add_report getconn`,
    seven: `
  check_field_restricted compile cur_to_str date_to_str datetime_to_str execute_query float_to_str logged_in
  login redirect round serve_page str_to_cur str_to_date str_to_datetime str_to_float`,
};
/** Words that Jam.py 7 refuses as names of items and fields, whatever their case. */
const KEYWORDS_OF_7 = new Set(['badge', 'label', 'hidden', 'progress', 'task']);
function setOf(names, line) {
    const only = line === 5 ? names.five : names.seven;
    return new Set(`${names.both} ${only}`.split(/\s+/).filter(Boolean));
}
function perLine(names) {
    return { 5: setOf(names, 5), 7: setOf(names, 7) };
}
const SERVER_ITEM_NAMES = perLine(SERVER_ITEM);
const BROWSER_ITEM_NAMES = perLine(BROWSER_ITEM);
const SERVER_TASK_NAMES = perLine(SERVER_TASK);

;// CONCATENATED MODULE: ./build/validation/identifiers.js
/** Names that can be names: of items, fields, tables, columns, indexes, filters, parameters, templates. */




const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** What no quoting makes a name of: quotes that end the quoting, and control characters. */
const BREAKS_QUOTING = /["\p{Cc}]/u;
const DATABASE_NAMES = [
    { table: 'sys_items', column: 'f_table_name', noun: 'table' },
    { table: 'sys_items', column: 'f_gen_name', noun: 'generator' },
    { table: 'sys_fields', column: 'f_db_field_name', noun: 'column' },
    { table: 'sys_indices', column: 'f_index_name', noun: 'index' },
];
function developedItems(context) {
    return context.rows('sys_items').filter((row) => ((0,model/* int */.Wh)(row, 'id') ?? 0) > 0);
}
/** Fields that Jam.py reads: 7 never reads those that a group owns. */
function readFields(context) {
    if (context.metadata.line === 5)
        return [...context.rows('sys_fields')];
    return context.rows('sys_fields').filter((row) => {
        const owner = context.items.get((0,model/* int */.Wh)(row, 'owner_rec_id') ?? Number.NaN);
        return owner === undefined || !context.isGroup(owner);
    });
}
function checkIdentifiers(context, report) {
    for (const row of developedItems(context)) {
        const name = (0,model/* text */.Qq)(row, 'f_item_name');
        if (IDENTIFIER.test(name))
            continue;
        report(context.placeOf('sys_items', row), `The item name ${(0,validation_context/* quote */.hD)(name)} is not an identifier.`);
    }
    for (const row of readFields(context)) {
        const name = (0,model/* text */.Qq)(row, 'f_field_name');
        if (IDENTIFIER.test(name))
            continue;
        report(context.placeOf('sys_fields', row), `The field name ${(0,validation_context/* quote */.hD)(name)} is not an identifier.`);
    }
}
function checkParameterNames(context, report) {
    const names = [
        ['sys_filters', 'f_filter_name', 'filter'],
        ['sys_report_params', 'f_param_name', 'parameter'],
    ];
    for (const [table, column, noun] of names) {
        for (const row of context.rows(table)) {
            const name = (0,model/* text */.Qq)(row, column);
            if (IDENTIFIER.test(name))
                continue;
            const severity = BREAKS_QUOTING.test(name) ? 'error' : 'warning';
            report(context.placeOf(table, row), `The ${noun} name ${(0,validation_context/* quote */.hD)(name)} is not an identifier.`, { severity });
        }
    }
}
function checkDatabaseNames(context, report) {
    for (const { table, column, noun } of DATABASE_NAMES) {
        for (const row of context.rows(table)) {
            const name = (0,model/* text */.Qq)(row, column);
            if (BREAKS_QUOTING.test(name)) {
                const message = `The ${noun} name ${(0,validation_context/* quote */.hD)(name)} holds a quotation mark or a control character.`;
                report(context.placeOf(table, row), message);
            }
        }
    }
}
/** A path that leaves the folder it is meant for. */
function leavesFolder(path) {
    return path.split(/[/\\]/).includes('..') || /^([/\\]|[A-Za-z]:)/.test(path) || BREAKS_QUOTING.test(path);
}
function checkPaths(context, report) {
    for (const row of developedItems(context)) {
        for (const [column, noun] of [
            ['f_view_template', 'Report template'],
            ['f_js_filename', 'External js module'],
        ]) {
            if (column === 'f_view_template' && (0,model/* int */.Wh)(row, 'type_id') !== enums/* TYPE */.ZE.REPORT)
                continue;
            const path = (0,model/* text */.Qq)(row, column);
            if (path === '' || !leavesFolder(path))
                continue;
            report(context.placeOf('sys_items', row), `${noun} ${(0,validation_context/* quote */.hD)(path)} leads out of its folder.`);
        }
    }
}
function checkReservedFields(context, report) {
    const server = SERVER_ITEM_NAMES[context.metadata.line];
    const browser = BROWSER_ITEM_NAMES[context.metadata.line];
    for (const row of readFields(context)) {
        const name = (0,model/* text */.Qq)(row, 'f_field_name');
        if (server.has(name)) {
            const message = `Field ${(0,validation_context/* quote */.hD)(name)} has the name of a property of Jam.py's items: server code that opens the item fails.`;
            report(context.placeOf('sys_fields', row), message);
        }
        else if (browser.has(name)) {
            const message = `Field ${(0,validation_context/* quote */.hD)(name)} has the name of a property of Jam.py's items in the browser.`;
            report(context.placeOf('sys_fields', row), message, { severity: 'warning' });
        }
    }
}
function checkReservedItems(context, report) {
    const names = SERVER_TASK_NAMES[context.metadata.line];
    for (const row of developedItems(context)) {
        const name = (0,model/* text */.Qq)(row, 'f_item_name');
        if (!names.has(name))
            continue;
        const message = `Item ${(0,validation_context/* quote */.hD)(name)} has the name of a property of Jam.py's task: code does not reach it as task.${name}.`;
        report(context.placeOf('sys_items', row), message);
    }
}
function checkKeywords(context, report) {
    if (context.metadata.line !== 7)
        return;
    for (const row of developedItems(context)) {
        const name = (0,model/* text */.Qq)(row, 'f_item_name');
        if (!KEYWORDS_OF_7.has(name.toLowerCase()))
            continue;
        report(context.placeOf('sys_items', row), `The item name ${(0,validation_context/* quote */.hD)(name)} is a reserved word of Jam.py 7.`);
    }
    for (const row of readFields(context)) {
        const name = (0,model/* text */.Qq)(row, 'f_field_name');
        if (!KEYWORDS_OF_7.has(name.toLowerCase()))
            continue;
        report(context.placeOf('sys_fields', row), `The field name ${(0,validation_context/* quote */.hD)(name)} is a reserved word of Jam.py 7.`);
    }
}
/** Item whose table a row of names belongs to: the item itself, or the owner of a field or index. */
function tableOf(context, table, row) {
    const item = table === 'sys_items' ? row : context.items.get((0,validation_context/* reference */.ir)(row, 'owner_rec_id') ?? Number.NaN);
    return item !== undefined && context.hasTable(item) ? item : undefined;
}
/** Longest names, in bytes (PostgreSQL) or characters (MySQL). */
const LONGEST = { [enums/* DB_TYPE */.Ub.POSTGRESQL]: 63, [enums/* DB_TYPE */.Ub.MYSQL]: 64 };
function checkLongNames(context, report) {
    const dbType = context.target.dbType;
    const most = dbType === undefined ? 63 : LONGEST[dbType];
    if (most === undefined)
        return;
    const where = dbType === undefined ? 'PostgreSQL (63) and MySQL/MariaDB (64)' : `${(0,enums/* databaseName */.Do)(dbType)} (${most})`;
    for (const { table, column, noun } of DATABASE_NAMES) {
        for (const row of context.rows(table)) {
            const name = (0,model/* text */.Qq)(row, column);
            if (name.length <= most && Buffer.byteLength(name) <= most)
                continue;
            const item = tableOf(context, table, row);
            if (item === undefined || column === 'f_gen_name')
                continue;
            // MySQL leaves the object out; PostgreSQL cuts the name, and Jam.py 5 then fails on the table's sequence.
            const fails = dbType === enums/* DB_TYPE */.Ub.MYSQL || (dbType !== undefined && noun === 'table' && context.metadata.line === 5);
            const severity = fails && context.isNewTable(item) === true ? 'error' : 'warning';
            report(context.placeOf(table, row), `The ${noun} name ${(0,validation_context/* quote */.hD)(name)} is too long for ${where}.`, { severity });
        }
    }
}
const identifierRules = [
    {
        id: 'name-not-identifier',
        family: 'identifiers',
        title: 'Names of items and fields are identifiers',
        severity: 'error',
        description: 'Jam.py uses these names in Python, JavaScript and file names; the Builder refuses such a name.',
        remedy: 'Give it a Name of letters, digits and underscores that does not begin with a digit, then export again.',
        check: checkIdentifiers,
    },
    {
        id: 'parameter-name-not-identifier',
        family: 'identifiers',
        title: 'Names of filters and report parameters are identifiers',
        severity: 'warning',
        severityDepends: 'an error when the name holds a quotation mark or a control character',
        description: 'Code cannot reach a filter or parameter whose name is not an identifier.',
        remedy: 'Give it a Name of letters, digits and underscores in the Builder, then export the application again.',
        check: checkParameterNames,
    },
    {
        id: 'database-name-unquotable',
        family: 'identifiers',
        title: 'Names in the database can be quoted',
        severity: 'error',
        description: 'Jam.py puts these names into SQL between quotation marks; one inside the name ends the quoting.',
        remedy: 'Change the name in the Builder, then export the application again.',
        check: checkDatabaseNames,
    },
    {
        id: 'path-outside-folder',
        family: 'identifiers',
        title: 'Files stay in their folder',
        severity: 'error',
        description: 'A template or script is read from reports/ or js/; a path with .. reads files of the server.',
        remedy: 'Give only the name of the file in the Builder, then export the application again.',
        check: checkPaths,
    },
    {
        id: 'field-name-reserved',
        family: 'identifiers',
        title: "Field names are not Jam.py's own",
        severity: 'error',
        severityDepends: 'a warning for names that only the browser uses',
        description: 'Everything imports well, then server code that opens the item raises an exception.',
        remedy: 'Change the Name of the field in the Builder (the DB field name may stay), then export again.',
        check: checkReservedFields,
    },
    {
        id: 'item-name-reserved',
        family: 'identifiers',
        title: "Item names are not Jam.py's own",
        severity: 'warning',
        description: "task.NAME then is Jam.py's own property or method, not the item.",
        remedy: 'Change the Name of the item in the Builder, then export the application again.',
        check: checkReservedItems,
    },
    {
        id: 'name-keyword',
        family: 'identifiers',
        title: 'Names are no reserved words of Jam.py 7',
        severity: 'warning',
        description: 'The Builder of Jam.py 7 refuses the names badge, label, hidden, progress and task; older ones took them.',
        remedy: 'Change the Name in the Builder when it is convenient, then export the application again.',
        check: checkKeywords,
    },
    {
        id: 'database-name-too-long',
        family: 'target',
        title: 'Names in the database are not too long',
        severity: 'warning',
        severityDepends: 'an error for a new table on MySQL/MariaDB, and for a new table name of Jam.py 5 on PostgreSQL',
        description: 'PostgreSQL cuts names at 63 bytes, MySQL/MariaDB does not make what has a name over 64 characters.',
        remedy: 'Give it a shorter name in the Builder, then export the application again.',
        check: checkLongNames,
    },
];

;// CONCATENATED MODULE: ./build/validation/pickle.js
/**
 * Reads a pickle without unpickling it: only the opcodes that old Builders wrote into f_info are harmless
 * (docs/jampy.md, "f_info"). Protocol 0 is text, one opcode a character, with its argument up to the line end.
 */
/** The other opcodes, by name for the sentence. */
const OTHER_OPCODES = {
    '0': 'POP',
    '1': 'POP_MARK',
    '2': 'DUP',
    F: 'FLOAT',
    J: 'BININT',
    K: 'BININT1',
    L: 'LONG',
    M: 'BININT2',
    N: 'NONE',
    P: 'PERSID',
    Q: 'BINPERSID',
    R: 'REDUCE',
    T: 'BINSTRING',
    U: 'SHORT_BINSTRING',
    V: 'UNICODE',
    X: 'BINUNICODE',
    b: 'BUILD',
    c: 'GLOBAL',
    e: 'APPENDS',
    g: 'GET',
    h: 'BINGET',
    i: 'INST',
    j: 'LONG_BINGET',
    o: 'OBJ',
    q: 'BINPUT',
    r: 'LONG_BINPUT',
    t: 'TUPLE',
    u: 'SETITEMS',
    ')': 'EMPTY_TUPLE',
    ']': 'EMPTY_LIST',
    '}': 'EMPTY_DICT',
    G: 'BINFLOAT',
    B: 'BINBYTES',
    C: 'SHORT_BINBYTES',
};
const GARBAGE = { kind: 'garbage' };
/** Opcodes with an argument line: what the argument must look like, and whether it puts a value on the stack. */
const WITH_LINE = {
    S: { argument: /^(['"]).*\1$/, pushes: true },
    I: { argument: /^[+-]?\d+$/, pushes: true },
    p: { argument: /^\d+$/, pushes: false },
};
/** Values that opcodes without an argument need on the stack above the last mark, and leave there. */
const STACK = {
    a: { needs: 2, takes: 1 },
    s: { needs: 3, takes: 2 },
};
/** Judges the text of f_info that does not begin with `json`. Linear in its length; nothing is executed. */
function judgePickle(source) {
    /** Values above each mark, the innermost last; the first is the bottom of the stack. */
    const stack = [0];
    const keys = new Set();
    let at = 0;
    while (at < source.length) {
        const opcode = source[at++];
        const top = stack.length - 1;
        const line = WITH_LINE[opcode];
        const change = STACK[opcode];
        if (line !== undefined) {
            const end = source.indexOf('\n', at);
            const argument = source.slice(at, end).replace(/\r$/, '');
            if (end < 0 || !line.argument.test(argument))
                return GARBAGE;
            at = end + 1;
            // On the dictionary alone: its value comes next.
            if (opcode === 'S' && top === 0 && stack[0] === 1)
                keys.add(argument.slice(1, -1));
            if (line.pushes)
                stack[top]++;
            else if (stack[top] === 0)
                return GARBAGE;
        }
        else if (opcode === '(') {
            stack.push(0);
        }
        else if (opcode === 'd' || opcode === 'l') {
            if (top === 0)
                return GARBAGE;
            stack.pop();
            stack[top - 1]++;
        }
        else if (change !== undefined) {
            if (stack[top] < change.needs)
                return GARBAGE;
            stack[top] -= change.takes;
        }
        else if (opcode === '.') {
            return top === 0 && stack[0] > 0 ? { kind: 'harmless', keys } : GARBAGE;
        }
        else {
            const name = OTHER_OPCODES[opcode];
            return name === undefined ? GARBAGE : { kind: 'opcode', name };
        }
    }
    return GARBAGE;
}

;// CONCATENATED MODULE: ./build/validation/info.js
/** f_info, the forms of an item: JSON today, a pickle in old applications. */



const SAVE_FORMS = 'Open View form and Edit form of the item in the Builder, save them, then export the application again.';
/** What Jam.py reads without asking whether it is there. */
const NEEDED = ['view', 'edit', 'order'];
function brokenJson(json) {
    let info;
    try {
        info = JSON.parse(json);
    }
    catch {
        return 'is not valid JSON';
    }
    if (typeof info !== 'object' || info === null || Array.isArray(info))
        return 'is not a JSON object';
    return lacking((key) => Object.hasOwn(info, key));
}
function brokenPickle(pickle) {
    const verdict = judgePickle(pickle);
    if (verdict.kind === 'garbage')
        return 'is neither JSON nor a pickle';
    return verdict.kind === 'harmless' ? lacking((key) => verdict.keys.has(key)) : undefined;
}
function lacking(has) {
    const missing = NEEDED.filter((key) => !has(key));
    return missing.length > 0 ? `lacks ${missing.join(', ')}` : undefined;
}
function eachInfo(context, visit, report) {
    for (const row of context.rows('sys_items')) {
        const info = (0,model/* text */.Qq)(row, 'f_info');
        if (info === '')
            continue;
        visit(info, (0,validation_context/* quote */.hD)((0,model/* text */.Qq)(row, 'f_item_name')), (message) => report(context.placeOf('sys_items', row), message));
    }
}
const infoRules = [
    {
        id: 'interface-unreadable',
        family: 'interface',
        title: 'Forms can be read',
        severity: 'error',
        description: 'The application does not load when the forms (f_info) of one item cannot be read.',
        remedy: SAVE_FORMS,
        check: (context, report) => eachInfo(context, (info, name, tell) => {
            const broken = info.startsWith('json') ? brokenJson(info.slice(4)) : brokenPickle(info);
            if (broken !== undefined)
                tell(`The description of the forms of ${name} ${broken}.`);
        }, report),
    },
    {
        id: 'interface-runs-code',
        family: 'interface',
        title: 'Forms run no code',
        severity: 'error',
        description: 'Jam.py unpickles f_info that is not JSON, and a pickle can run any code; the Builder only ever wrote lists of texts and numbers.',
        remedy: 'Do not import this zip; find out who made it, and export the application again with the Builder.',
        check: (context, report) => eachInfo(context, (info, name, tell) => {
            const verdict = info.startsWith('json') ? undefined : judgePickle(info);
            if (verdict?.kind !== 'opcode')
                return;
            tell(`The forms of ${name} are a pickle with the opcode ${verdict.name}, which the Builder never writes.`);
        }, report),
    },
    {
        id: 'interface-pickled',
        family: 'interface',
        title: 'Forms in the old format',
        severity: 'warning',
        description: 'Applications of old releases keep their forms as a pickle; this one holds only texts, numbers and lists.',
        remedy: SAVE_FORMS,
        check: (context, report) => eachInfo(context, (info, name, tell) => {
            if (!info.startsWith('json') && judgePickle(info).kind === 'harmless' && brokenPickle(info) === undefined) {
                tell(`The forms of ${name} are kept in the old format (a pickle), which Jam.py unpickles.`);
            }
        }, report),
    },
];

;// CONCATENATED MODULE: ./build/validation/item-references.js
/** What items point at: their group, the table behind a detail, the item behind a copy, their system fields. */



/** Fields of an item that Jam.py itself works with, and what the Builder calls them. */
const SYSTEM_FIELDS = {
    f_primary_key: 'Primary key field',
    f_deleted_flag: 'Deleted flag field',
    f_record_version: 'Record version',
    f_master_id: 'Master ID field',
    f_master_rec_id: 'Master record id field',
};
/** Columns of the project parameters that name an item, and what the Builder calls them. */
const PARAMETER_ITEMS = {
    f_history_item: 'the history item',
    f_lock_item: 'the locks item',
    f_sys_group: 'the System group',
};
/** Items that a developer made (the Builder's own rows and the task have no group). */
function ownItems(context) {
    return context.rows('sys_items').filter((row) => ((0,model/* int */.Wh)(row, 'id') ?? 0) > 0 && (0,model/* int */.Wh)(row, 'type_id') !== enums/* TYPE */.ZE.TASK);
}
function checkParents(context, report) {
    for (const item of ownItems(context)) {
        const parent = (0,model/* int */.Wh)(item, 'parent');
        if (parent !== undefined && context.items.has(parent))
            continue;
        const name = (0,validation_context/* quote */.hD)((0,model/* text */.Qq)(item, 'f_item_name'));
        report(context.placeOf('sys_items', item), `${name} belongs to item ${parent ?? 'nothing'}, which is not in the zip.`);
    }
}
/** Why Jam.py does not find the item where it hangs, undefined when it does. */
function misplaced(context, item, parent) {
    const type = (0,model/* int */.Wh)(item, 'type_id') ?? 0;
    const above = (0,model/* int */.Wh)(parent, 'type_id') ?? 0;
    if (context.isGroup(item))
        return above === enums/* TYPE */.ZE.TASK ? undefined : 'a group must be directly below the task';
    if (type === enums/* TYPE */.ZE.DETAIL) {
        const master = [enums/* TYPE */.ZE.ITEM, enums/* TYPE */.ZE.JOURNAL, enums/* TYPE */.ZE.TABLE, enums/* TYPE */.ZE.DETAIL].includes(above);
        return master ? undefined : 'a detail must be below an item';
    }
    if (type >= enums/* TYPE */.ZE.ITEM)
        return context.isGroup(parent) ? undefined : 'an item must be below a group';
    return undefined;
}
function checkPlacement(context, report) {
    for (const item of ownItems(context)) {
        const parent = context.items.get((0,model/* int */.Wh)(item, 'parent') ?? Number.NaN);
        const reason = parent && misplaced(context, item, parent);
        if (reason === undefined)
            continue;
        const id = (0,model/* int */.Wh)(item, 'id');
        const needed = context.rows('sys_fields').some((field) => id !== undefined && (0,validation_context/* reference */.ir)(field, 'f_object') === id);
        const message = `Jam.py does not find ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(item, 'f_item_name'))}: ${reason}.`;
        report(context.placeOf('sys_items', item), message, { severity: needed ? 'error' : 'warning' });
    }
}
function checkDetails(context, report) {
    for (const item of ownItems(context)) {
        if ((0,model/* int */.Wh)(item, 'type_id') !== enums/* TYPE */.ZE.DETAIL)
            continue;
        const place = context.placeOf('sys_items', item);
        const name = (0,validation_context/* quote */.hD)((0,model/* text */.Qq)(item, 'f_item_name'));
        const table = (0,validation_context/* reference */.ir)(item, 'table_id');
        if (table === undefined || !context.items.has(table)) {
            report(place, `Detail ${name} shows table ${table ?? 'nothing'}, which is not in the zip.`);
            continue;
        }
        const master = context.metadata.line === 7 ? (0,validation_context/* reference */.ir)(item, 'f_master_field') : undefined;
        if (master !== undefined && !context.ownsField(table, master)) {
            report(place, `Master field ${master} of detail ${name} is not a field of the table it shows.`);
        }
    }
}
function checkCopies(context, report) {
    if (context.metadata.line !== 7)
        return;
    for (const item of ownItems(context)) {
        const source = (0,validation_context/* reference */.ir)(item, 'f_copy_of');
        if (source === undefined || context.items.has(source))
            continue;
        const message = `${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(item, 'f_item_name'))} is a copy of item ${source}, which is not in the zip.`;
        report(context.placeOf('sys_items', item), message);
    }
}
function checkSystemFields(context, report) {
    for (const item of ownItems(context)) {
        const type = (0,model/* int */.Wh)(item, 'type_id');
        const id = (0,model/* int */.Wh)(item, 'id');
        if (id === undefined || (type !== enums/* TYPE */.ZE.ITEM && type !== enums/* TYPE */.ZE.TABLE && type !== enums/* TYPE */.ZE.DETAIL))
            continue;
        for (const [column, caption] of Object.entries(SYSTEM_FIELDS)) {
            const field = (0,validation_context/* reference */.ir)(item, column);
            if (field === undefined || context.ownsField(id, field))
                continue;
            const message = `${caption} of ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(item, 'f_item_name'))} is field ${field}, which is not one of its fields.`;
            const severity = type === enums/* TYPE */.ZE.DETAIL ? 'warning' : 'error';
            report(context.placeOf('sys_items', item), message, { severity });
        }
    }
}
function checkPrimaryKeys(context, report) {
    for (const item of ownItems(context)) {
        if (!context.hasTable(item) || (0,validation_context/* reference */.ir)(item, 'f_primary_key') !== undefined || (0,model/* int */.Wh)(item, 'sys_id') === 1)
            continue;
        const message = `Item ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(item, 'f_item_name'))} has no primary key: its records can be read, not changed.`;
        report(context.placeOf('sys_items', item), message);
    }
}
function checkParameterItems(context, report) {
    const params = context.params;
    if (params === undefined)
        return;
    for (const [column, name] of Object.entries(PARAMETER_ITEMS)) {
        const id = (0,validation_context/* reference */.ir)(params, column);
        if (id === undefined || context.items.has(id))
            continue;
        const message = `The project names item ${id} as ${name}, which is not in the zip.`;
        const severity = column === 'f_history_item' ? 'error' : 'warning';
        report({ table: 'sys_params', field: column }, message, { severity });
    }
}
function checkHistory(context, report) {
    if (context.params === undefined || (0,validation_context/* reference */.ir)(context.params, 'f_history_item') !== undefined)
        return;
    const keeping = ownItems(context).filter((item) => (0,model/* truthy */.vN)(item, 'f_keep_history') && context.hasTable(item));
    const first = keeping[0];
    if (first === undefined)
        return;
    const message = `${keeping.length} items have History on, but the project has no history item: no history is kept.`;
    report(context.placeOf('sys_items', first), message);
}
const itemReferenceRules = [
    {
        id: 'item-parent-missing',
        family: 'references',
        title: 'Groups and masters exist',
        severity: 'error',
        description: 'The import succeeds and the item is gone from the application.',
        remedy: 'Export the application again with the Builder; when it is there too, delete the item and add it again.',
        check: checkParents,
    },
    {
        id: 'item-misplaced',
        family: 'references',
        title: 'Items are where Jam.py looks for them',
        severity: 'warning',
        severityDepends: 'an error for an item that fields look up, without which the application does not load',
        description: 'The import succeeds and the item is not part of the application.',
        remedy: 'Move the item into a group of its kind in the Builder, then export the application again.',
        check: checkPlacement,
    },
    {
        id: 'detail-table-missing',
        family: 'references',
        title: 'The table behind a detail exists',
        severity: 'error',
        description: 'The import succeeds and the detail is gone, or its records do not follow their master.',
        remedy: 'Open Details of the master item in the Builder, choose the table again, then export the application again.',
        check: checkDetails,
    },
    {
        id: 'copy-source-missing',
        family: 'references',
        title: 'The item behind a copy exists',
        severity: 'error',
        description: 'A copy has no table of its own; without the item that it shows it cannot be opened.',
        remedy: 'Delete the copy in the Builder, or make it again, then export the application again.',
        check: checkCopies,
    },
    {
        id: 'system-field-missing',
        family: 'references',
        title: 'Key, flag and master fields exist',
        severity: 'error',
        severityDepends: 'a warning on details, which take these from their table',
        description: 'A table is made without its primary key, or records cannot be deleted, locked or joined to a master.',
        remedy: 'Open the item in the Builder, choose the field again, then export the application again.',
        check: checkSystemFields,
    },
    {
        id: 'primary-key-missing',
        family: 'references',
        title: 'Tables have a primary key',
        severity: 'warning',
        description: 'Without a primary key Jam.py cannot change or delete a record. Its own history table has none.',
        remedy: 'Choose a Primary key field for the item in the Builder, then export the application again.',
        check: checkPrimaryKeys,
    },
    {
        id: 'parameter-item-missing',
        family: 'references',
        title: 'History and locks items exist',
        severity: 'error',
        severityDepends: 'a warning for the locks item',
        description: 'Without its history item the application stops loading; without its locks item no record can be locked.',
        remedy: 'Create the history or locks item again in the Builder (Project, Parameters), then export again.',
        check: checkParameterItems,
    },
    {
        id: 'history-item-absent',
        family: 'references',
        title: 'History without a history item',
        severity: 'note',
        description: 'Items keep a history only when the project has a history item; this is common and harmless.',
        remedy: 'Create the history item in the Builder (Project, Parameters) if history is wanted.',
        check: checkHistory,
    },
];

;// CONCATENATED MODULE: ./build/validation/portability.js
/** What changes when an application moves between databases. */


const portabilityRules = [
    {
        id: 'database-type-differs',
        family: 'portability',
        title: 'Developed on another type of database',
        severity: 'note',
        severityDepends: 'said only where the database of the target is known',
        description: "An import writes names of tables, columns and indexes in the case of the target's database, and its types there; SQL in server code has to work on both.",
        remedy: 'Nothing has to be done as long as SQL in server code names tables and columns in that case.',
        check({ metadata, target: { dbType } }, report) {
            if (dbType === undefined || dbType === metadata.dbType)
                return;
            const letters = (0,enums/* keepsLowerCase */.sM)(dbType) ? 'lower' : 'upper';
            const message = `The application was developed on ${(0,enums/* databaseName */.Do)(metadata.dbType)}, the target is ${(0,enums/* databaseName */.Do)(dbType)}: names are written in ${letters} case there.`;
            report({}, message);
        },
    },
    {
        id: 'name-case',
        family: 'portability',
        title: 'Case of names in the database',
        severity: 'note',
        description: 'Applications that were made from an existing database keep its upper case; Jam.py quotes names, so they work as they are.',
        remedy: 'Nothing has to be done as long as source and target use the same type of database.',
        check(context, report) {
            const dbType = context.metadata.dbType;
            if (!(0,enums/* keepsLowerCase */.sM)(dbType))
                return;
            // Names of indexes and foreign keys are left out: the Builder itself makes upper-case ones everywhere.
            const names = [
                ...context.rows('sys_items').map((row) => (0,model/* text */.Qq)(row, 'f_table_name')),
                ...context.rows('sys_fields').map((row) => (0,model/* text */.Qq)(row, 'f_db_field_name')),
            ];
            const upper = names.filter((name) => name !== name.toLowerCase());
            if (upper.length === 0)
                return;
            const message = `${upper.length} names in the database have upper-case letters (such as '${upper[0]}'), though ${(0,enums/* databaseName */.Do)(dbType)} keeps names in lower case.`;
            report({}, message);
        },
    },
];

// EXTERNAL MODULE: ./build/validation/python-modules.js + 1 modules
var python_modules = __webpack_require__(5118);
;// CONCATENATED MODULE: ./build/validation/row-references.js
/** What filters, foreign keys and privileges point at. */


function checkFilters(context, report) {
    for (const row of context.rows('sys_filters')) {
        const owner = context.items.get((0,model/* int */.Wh)(row, 'owner_rec_id') ?? Number.NaN);
        const field = (0,model/* int */.Wh)(row, 'f_field');
        if (owner === undefined)
            continue;
        // Filters of a group are given to each of its items.
        const known = context.isGroup(owner) ? context.fields.has(field ?? 0) : ownsField(context, owner, field);
        if (known)
            continue;
        const name = (0,validation_context/* quote */.hD)((0,model/* text */.Qq)(row, 'f_filter_name'));
        const item = (0,validation_context/* quote */.hD)((0,model/* text */.Qq)(owner, 'f_item_name'));
        report(context.placeOf('sys_filters', row), `Filter ${name} is for field ${field ?? 'none'}, which ${item} does not have.`);
    }
}
function ownsField(context, owner, field) {
    return field !== undefined && context.ownsField((0,model/* int */.Wh)(owner, 'id') ?? 0, field);
}
/** What is wrong with a foreign key, undefined when Jam.py can make it. */
function brokenForeignKey(context, row) {
    const fieldId = (0,validation_context/* reference */.ir)(row, 'f_foreign_field');
    const field = context.fields.get(fieldId ?? Number.NaN);
    const owner = (0,model/* int */.Wh)(row, 'owner_rec_id') ?? Number.NaN;
    if (fieldId === undefined || field === undefined || !context.ownsField(owner, fieldId)) {
        return `is for field ${fieldId ?? 'none'}, which its item does not have`;
    }
    const name = (0,validation_context/* quote */.hD)((0,model/* text */.Qq)(field, 'f_field_name'));
    const object = (0,validation_context/* reference */.ir)(field, 'f_object');
    const item = context.items.get(object ?? Number.NaN);
    if (item === undefined)
        return `is for field ${name}, which looks up no item of the zip`;
    const key = (0,validation_context/* reference */.ir)(item, 'f_primary_key');
    if (key === undefined || !context.ownsField(object, key)) {
        return `leads to ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(item, 'f_item_name'))}, which has no primary key`;
    }
    return undefined;
}
function checkForeignKeys(context, report) {
    for (const row of context.rows('sys_indices')) {
        if (!(0,model/* truthy */.vN)(row, 'f_foreign_index'))
            continue;
        const owner = context.items.get((0,model/* int */.Wh)(row, 'owner_rec_id') ?? Number.NaN);
        const broken = brokenForeignKey(context, row);
        if (owner === undefined || broken === undefined)
            continue;
        const severity = context.hasTable(owner) ? 'error' : 'note';
        const message = `Foreign key ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(row, 'f_index_name'))} ${broken}.`;
        report(context.placeOf('sys_indices', row), message, { severity });
    }
}
const PRIVILEGE_TABLES = ['sys_privileges', 'sys_field_privileges'];
function row_references_checkRoles(context, report) {
    const severity = context.metadata.line === 7 ? 'error' : 'warning';
    for (const table of PRIVILEGE_TABLES) {
        const lost = new Map();
        for (const row of context.rows(table)) {
            const role = (0,model/* int */.Wh)(row, 'owner_rec_id');
            if (role === undefined || !context.roles.has(role))
                lost.set(role, (lost.get(role) ?? 0) + 1);
        }
        for (const [role, count] of lost) {
            report({ table }, `${count} privileges are for role ${role ?? 'none'}, which is not in the zip.`, { severity });
        }
    }
}
function checkPrivilegedItems(context, report) {
    const lost = context.rows('sys_privileges').filter((row) => !context.items.has((0,model/* int */.Wh)(row, 'item_id') ?? 0)).length +
        context
            .rows('sys_field_privileges')
            .filter((row) => !context.items.has((0,model/* int */.Wh)(row, 'item') ?? 0) || !context.fields.has((0,model/* int */.Wh)(row, 'field') ?? 0)).length;
    if (lost > 0)
        report({ table: 'sys_privileges' }, `${lost} privileges are for items that are not in the zip.`);
}
const rowReferenceRules = [
    {
        id: 'filter-field-missing',
        family: 'references',
        title: 'Filtered fields exist',
        severity: 'error',
        description: 'The import succeeds, then the application stops loading halfway.',
        remedy: 'Delete the filter in the Builder (Filters), or add it again, then export the application again.',
        check: checkFilters,
    },
    {
        id: 'foreign-key-broken',
        family: 'references',
        title: 'Foreign keys lead to a table with a primary key',
        severity: 'error',
        severityDepends: 'a note where the item has no table of its own',
        description: 'Jam.py makes such a foreign key to a wrong table, without any error.',
        remedy: 'Delete the key in the Builder (Foreign keys), or add it again, then export the application again.',
        check: checkForeignKeys,
    },
];
const accessRules = [
    {
        id: 'privilege-role-missing',
        family: 'access',
        title: 'Privileges are for roles that exist',
        severity: 'error',
        severityDepends: 'an error on Jam.py 7, a warning on 5',
        description: 'Jam.py 7 stops answering in safe mode when a privilege is for a role that is not there.',
        remedy: 'Add the role again in the Builder (Roles) and delete it there, then export the application again.',
        check: row_references_checkRoles,
    },
    {
        id: 'privilege-item-missing',
        family: 'access',
        title: 'Privileges of items that are gone',
        severity: 'note',
        description: 'The Builder leaves privileges behind when an item is deleted; Jam.py ignores them.',
        remedy: 'Nothing has to be done.',
        check: checkPrivilegedItems,
    },
];

// EXTERNAL MODULE: ./build/validation/rule.js
var validation_rule = __webpack_require__(50930);
// EXTERNAL MODULE: ./build/planning/identity.js
var identity = __webpack_require__(6268);
// EXTERNAL MODULE: ./build/planning/kept-column.js
var kept_column = __webpack_require__(23525);
// EXTERNAL MODULE: ./build/planning/sides.js
var planning_sides = __webpack_require__(64832);
// EXTERNAL MODULE: ./build/planning/sql/dialects.js + 3 modules
var dialects = __webpack_require__(57597);
// EXTERNAL MODULE: ./build/planning/statement-failures.js + 2 modules
var statement_failures = __webpack_require__(22863);
// EXTERNAL MODULE: ./build/metadata/compare.js
var compare = __webpack_require__(63691);
// EXTERNAL MODULE: ./build/planning/catalogue.js
var catalogue = __webpack_require__(63597);
;// CONCATENATED MODULE: ./build/validation/against-base.js
/** Both sides of an import as a rule compares them: names in one case, and only records that an import takes as one. */








const KNOWN = new WeakMap();
/** undefined without a base, or with one of the other line, which no import takes. Made once for all rules. */
function sidesOf(context) {
    const { metadata, target } = context;
    const { base } = target;
    if (!base || base.line !== metadata.line)
        return undefined;
    const dbType = target.dbType ?? metadata.dbType;
    const sides = KNOWN.get(context) ?? { before: (0,compare/* recased */.WK)(base, dbType), after: (0,compare/* recased */.WK)(metadata, dbType) };
    KNOWN.set(context, sides);
    return sides;
}
/** Tables that stay. Of an id that became another item nothing is compared: that is one finding, not hundreds. */
function keptTables({ before, after }) {
    const old = (0,model/* firstById */.BA)((0,model/* rowsOf */.RO)(before, 'sys_items'));
    return (0,model/* rowsOf */.RO)(after, 'sys_items').flatMap((item) => {
        const was = old.get((0,model/* idOf */.TH)(item));
        if (!was || !(0,planning_sides/* isTableItem */.qe)(after.line, item) || !(0,planning_sides/* isTableItem */.qe)(after.line, was))
            return [];
        return (0,model/* text */.Qq)(was, 'f_table_name') === '' || (0,identity/* identityTrouble */.M)(was, item) ? [] : [{ before: was, after: item }];
    });
}
/** Fields of the tables that stay, with their item as it will be. */
function keptFields(sides) {
    const items = new Map(keptTables(sides).map(({ after }) => [(0,model/* idOf */.TH)(after), after]));
    const old = (0,model/* firstById */.BA)((0,model/* rowsOf */.RO)(sides.before, 'sys_fields'));
    return (0,model/* rowsOf */.RO)(sides.after, 'sys_fields').flatMap((field) => {
        const was = old.get((0,model/* idOf */.TH)(field));
        const owner = (0,model/* int */.Wh)(field, 'owner_rec_id') ?? 0;
        const item = items.get(owner);
        return item && was && (0,model/* int */.Wh)(was, 'owner_rec_id') === owner ? [{ before: was, after: field, item }] : [];
    });
}
/** Those of them that are a column on both sides. */
function keptColumns(sides) {
    const { line } = sides.after;
    return keptFields(sides).filter(({ before, after }) => (0,planning_sides/* isColumnField */.n1)(line, before) && (0,planning_sides/* isColumnField */.n1)(line, after));
}
/** Dialects whose tables an import changes: the target's, or both where it is not known. SQLite takes one import only. */
function changingDialects(dbType) {
    const dialect = dbType === undefined ? undefined : (0,catalogue/* dialectOf */.E)(dbType);
    if (dbType === undefined)
        return ['postgresql', 'mysql'];
    return dialect === undefined || dialect === 'sqlite' ? [] : [dialect];
}
function against_base_nameOf(dialect) {
    return (0,enums/* databaseName */.Do)(dialects/* DIALECT_TYPES */.R[dialect]);
}
/** `'title' of 'countries'` */
function fieldName(field, item) {
    return `${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(field, 'f_field_name'))} of ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(item, 'f_item_name'))}`;
}

;// CONCATENATED MODULE: ./build/validation/schema-changes.js









function checkIdentity(context, report) {
    const sides = sidesOf(context);
    if (!sides)
        return;
    const old = (0,model/* firstById */.BA)((0,model/* rowsOf */.RO)(sides.before, 'sys_items'));
    const kept = (0,model/* firstById */.BA)((0,model/* rowsOf */.RO)(sides.after, 'sys_items'));
    const gone = (0,model/* rowsOf */.RO)(sides.before, 'sys_items').filter((item) => !kept.has((0,model/* idOf */.TH)(item)) && (0,planning_sides/* isTableItem */.qe)(sides.after.line, item) && (0,model/* text */.Qq)(item, 'f_table_name') !== '');
    const dropped = new Map(gone.map((item) => [(0,model/* text */.Qq)(item, 'f_table_name').toLowerCase(), item]));
    for (const item of (0,model/* rowsOf */.RO)(sides.after, 'sys_items')) {
        const was = old.get((0,model/* idOf */.TH)(item));
        const name = (0,validation_context/* quote */.hD)((0,model/* text */.Qq)(item, 'f_item_name'));
        const place = context.placeOf('sys_items', item);
        const trouble = was && (0,identity/* identityTrouble */.M)(was, item);
        if (was && trouble) {
            report(place, `The id of ${name} is that of ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(was, 'f_item_name'))} there, and ${trouble}.`);
            continue;
        }
        const former = was ? undefined : dropped.get((0,model/* text */.Qq)(item, 'f_table_name').toLowerCase());
        if (!former || !(0,planning_sides/* isTableItem */.qe)(sides.after.line, item))
            continue;
        const message = `${name} is a new item for the table of ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(former, 'f_item_name'))}: an import drops the table and makes it anew, empty.`;
        report(place, message, { severity: 'warning' });
    }
}
/** What becomes of a column whose type or size differs. */
function typeTrouble(dialect, line, table, before, after) {
    const [left, right] = [(0,planning_sides/* columnOf */.uV)(line, before, {}), (0,planning_sides/* columnOf */.uV)(line, after, {})];
    // Jam.py 5 never asks for the live column.
    const change = line === 5 ? dialects/* SQL */.X[dialect].changeColumn(5, table, left, right, () => undefined) : undefined;
    if (change && 'refusal' in change)
        return { reason: change.refusal, severity: 'error' };
    const kept = (0,kept_column/* keptColumn */.l)(dialect, line, before, after);
    if (kept !== undefined)
        return { reason: kept, severity: 'warning' };
    const word = ({ dataType }) => dialects/* SQL */.X[dialect].typeWord(line, dataType);
    if (!change || word(left) === word(right))
        return undefined;
    const failing = change.drafts.map(({ sql }) => (0,statement_failures/* typeAfterChange */.D)(sql)).find((failure) => failure !== undefined);
    if (failing)
        return { reason: failing.reason, severity: 'error' };
    const reason = 'it is renamed too, and Jam.py 5 then gives it the new type with the old size; the server converts it';
    return { reason, severity: 'warning' };
}
function checkTypes(context, report) {
    const sides = sidesOf(context);
    if (!sides)
        return;
    const { dbType } = context.target;
    const { line } = sides.after;
    for (const { before, after, item } of keptColumns(sides)) {
        for (const dialect of changingDialects(dbType)) {
            const trouble = typeTrouble(dialect, line, (0,model/* text */.Qq)(item, 'f_table_name'), before, after);
            if (!trouble)
                continue;
            const what = (0,model/* int */.Wh)(before, 'f_data_type') === (0,model/* int */.Wh)(after, 'f_data_type') ? 'size' : 'type';
            const where = dbType === undefined ? `on ${against_base_nameOf(dialect)}: ` : '';
            const message = `The ${what} of ${fieldName(after, item)} changes; ${where}${trouble.reason}.`;
            const severity = dbType === undefined ? 'warning' : trouble.severity;
            report(context.placeOf('sys_fields', after), message, { severity });
            break;
        }
    }
}
function checkKinds(context, report) {
    const sides = sidesOf(context);
    // An existing SQLite project takes no import.
    if (!sides || context.target.dbType === enums/* DB_TYPE */.Ub.SQLITE)
        return;
    const { line } = sides.after;
    const kind = (field) => ((0,model/* truthy */.vN)(field, 'f_master_field') ? 'a lookup field' : 'a calculated field');
    for (const { before, after, item } of keptFields(sides)) {
        const [was, is] = [(0,planning_sides/* isColumnField */.n1)(line, before), (0,planning_sides/* isColumnField */.n1)(line, after)];
        if (was === is)
            continue;
        const place = context.placeOf('sys_fields', after);
        const name = fieldName(after, item);
        if (was) {
            report(place, `${name} becomes ${kind(after)}: an import drops its column with all that is in it.`);
        }
        else if ((0,model/* truthy */.vN)(before, 'f_master_field')) {
            const message = `${name} was a lookup field and becomes a column: it is empty at first.`;
            report(place, message, { severity: 'note' });
        }
        else {
            const message = `${name} was a calculated field and becomes a column: the import fails where the table was made by an import, which gave it that column already.`;
            report(place, message);
        }
    }
}
function checkSpelling(context, report) {
    const sides = sidesOf(context);
    const { dbType } = context.target;
    // SQLite knows names in any case.
    if (!sides || dbType === enums/* DB_TYPE */.Ub.SQLITE)
        return;
    for (const { before, after } of keptTables(sides)) {
        const [was, is] = [before, after].map((item) => (0,validation_context/* quote */.hD)((0,model/* text */.Qq)(item, 'f_table_name')));
        if (was === is)
            continue;
        const where = dbType === enums/* DB_TYPE */.Ub.POSTGRESQL ? '' : ' where the server tells cases apart';
        const message = `The table ${was} is called ${is} now: Jam.py renames no table, so ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(after, 'f_item_name'))} finds none${where}.`;
        const severity = dbType === enums/* DB_TYPE */.Ub.POSTGRESQL ? 'error' : 'warning';
        report(context.placeOf('sys_items', after), message, { severity });
    }
    if (dbType !== enums/* DB_TYPE */.Ub.MYSQL)
        checkColumnSpelling(context, report, keptColumns(sides));
}
/** One note an item: an application that moves from one database to another changes all of its names. */
function checkColumnSpelling(context, report, columns) {
    const respelled = columns.filter(({ before, after }) => {
        const [was, is] = [(0,model/* text */.Qq)(before, 'f_db_field_name'), (0,model/* text */.Qq)(after, 'f_db_field_name')];
        return was !== is && was.toLowerCase() === is.toLowerCase();
    });
    for (const [item, fields] of Map.groupBy(respelled, (each) => each.item)) {
        const [first] = fields;
        const names = [first?.before, first?.after].map((field) => (0,validation_context/* quote */.hD)((0,model/* text */.Qq)(field ?? {}, 'f_db_field_name')));
        const count = fields.length === 1 ? 'a column' : `${fields.length} columns`;
        const message = `${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(item, 'f_item_name'))} spells ${count} anew (${names.join(' becomes ')}): the import renames them.`;
        report(context.placeOf('sys_items', item), message, { severity: 'note' });
    }
}
const BASE = 'said only where the metadata that are there are known';
const schemaChangeRules = [
    {
        id: 'item-identity',
        family: 'changes',
        title: 'An id stays the same item',
        severity: 'error',
        severityDepends: `a warning for a new item that takes over a table; ${BASE}`,
        description: 'Jam.py knows items by their id: it refuses a zip in which an id is another type of item or has another table, as in that of another application; a new id for an old table empties it.',
        remedy: 'Export from the project that the target was made from, and change an item instead of making it anew.',
        check: checkIdentity,
    },
    {
        id: 'column-type-changed',
        family: 'changes',
        title: 'Types and sizes of columns stay',
        severity: 'warning',
        severityDepends: `an error where the server or Jam.py 5 on PostgreSQL refuses it; ${BASE}`,
        description: 'Jam.py 5 refuses another type or size on PostgreSQL, and leaves the column as it is on MySQL/MariaDB; Jam.py 7 changes no type, and makes no column smaller.',
        remedy: 'Add a field of the new type in the Builder, copy the values in server code, and delete the old field in a later export.',
        check: checkTypes,
    },
    {
        id: 'column-kind-changed',
        family: 'changes',
        title: 'Columns stay columns',
        severity: 'warning',
        severityDepends: `a note for a lookup field that becomes a column; ${BASE}`,
        description: 'A field that becomes a lookup or calculated field loses its column; one that becomes a column gets an empty one, or fails where an import made one for the calculated field.',
        remedy: 'Add a new field in the Builder and keep the old one until its values are not needed any more.',
        check: checkKinds,
    },
    {
        id: 'table-spelling-changed',
        family: 'changes',
        title: 'Names in the database keep their case',
        severity: 'warning',
        severityDepends: `an error for tables on PostgreSQL, a note for columns; ${BASE}`,
        description: 'Jam.py takes a table name in another case for the same and uses it as it is now; the table keeps its old name. Columns are renamed, and SQL in code has to name them as they are spelled now.',
        remedy: 'Give the item its old Table name in the Builder, or export from a project on the same type of database.',
        check: checkSpelling,
    },
];

// EXTERNAL MODULE: ./build/metadata/generated-scripts.js
var generated_scripts = __webpack_require__(6056);
// EXTERNAL MODULE: ./node_modules/acorn/dist/acorn.mjs
var acorn = __webpack_require__(54559);
;// CONCATENATED MODULE: ./build/validation/javascript.js
/**
 * Does a source parse as JavaScript? Nothing is run. The text is nobody's friend: what would make the parser slow or
 * large (names declared in deep scopes, huge regular expressions, nesting without end) is bounded here.
 */

/** Sources with more characters are not parsed. The largest file seen in real exports has 3.25 MB. */
const LARGEST_SCRIPT = 4 * 1024 * 1024;
/** Scopes inside each other in which names that are declared twice are looked for. */
const SCOPES_WITH_NAMES = 32;
/** Characters of a regular expression that is looked into. */
const LARGEST_PATTERN = 20_000;
/** A list of names whose look-up does not take longer when it grows; acorn uses push, indexOf and the first name. */
class Names {
    known = new Set();
    0;
    push(name) {
        if (this.known.size === 0)
            this[0] = name;
        this.known.add(name);
    }
    indexOf(name) {
        return this.known.has(name) ? 0 : -1;
    }
}
const Base = acorn/* Parser */.iX;
class BoundedParser extends Base {
    enterScope(flags) {
        super.enterScope(flags);
        const scope = this.scopeStack.at(-1);
        if (scope)
            Object.assign(scope, { var: new Names(), lexical: new Names(), functions: new Names() });
    }
    declareName(name, bindingType, pos) {
        if (this.scopeStack.length <= SCOPES_WITH_NAMES)
            super.declareName(name, bindingType, pos);
    }
    validateRegExpPattern(state) {
        if (state.source.length <= LARGEST_PATTERN)
            super.validateRegExpPattern(state);
    }
}
const Bounded = BoundedParser;
/** acorn says this, or the engine throws a RangeError, when the source nests too deep. */
const NO_STACK = /stack/i;
const TOO_DEEP = 'too deeply nested to be parsed';
function isPosition(value) {
    return typeof value === 'object' && value !== null && 'line' in value && 'column' in value;
}
/** acorn's sentence without its place and without the text of a regular expression; one short line. */
function shortened(message) {
    const words = message
        .replace(/ \(\d+:\d+\)$/, '')
        .replace(/^(Invalid regular expression).*\/[^/]*: /s, '$1: ')
        .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ');
    return words.length > 120 ? `${words.slice(0, 119)}…` : words;
}
function attempt(source, module) {
    try {
        Bounded.parse(source, {
            ecmaVersion: 'latest',
            sourceType: module ? 'module' : 'script',
            allowReturnOutsideFunction: !module,
        });
        return undefined;
    }
    catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        const at = error instanceof SyntaxError && 'loc' in error && isPosition(error.loc) ? error.loc : undefined;
        const place = { line: at?.line ?? 1, column: (at?.column ?? 0) + 1 };
        return { ...place, message: NO_STACK.test(message) ? TOO_DEEP : shortened(message) };
    }
}
/** The first place where the source does not parse, or undefined. Never throws. */
function scriptProblem(source, reading) {
    if (reading !== 'function-body')
        return attempt(source, reading === 'module');
    // The line break is Jam.py's: a last line may be a comment.
    const wrapped = attempt(`function Events() {\n${source}\n}`, false);
    if (wrapped === undefined || wrapped.message === TOO_DEEP)
        return wrapped && within(source, wrapped, 1);
    // On its own, a brace too many is told where it stands.
    return within(source, attempt(source, false) ?? wrapped, 0);
}
/** The place inside the source: what is missing at its end is told of its last line. */
function within(source, problem, before) {
    const last = source.split(/\r\n|[\n\r\u2028\u2029]/).length;
    return { ...problem, line: Math.min(Math.max(problem.line - before, 1), last) };
}

;// CONCATENATED MODULE: ./build/validation/scripts.js
/** JavaScript of a package: client modules of items, and files in js/. It is parsed and never run. */




function where({ line, message }) {
    return `at line ${line}: ${(0,validation_context/* quote */.hD)(message)}`;
}
/** What neither a plain `<script>` nor a module takes, as the plain one says it. */
function fileProblem(source) {
    const plain = scriptProblem(source, 'script');
    return plain && scriptProblem(source, 'module') ? plain : undefined;
}
const scriptRules = [
    {
        id: 'client-module-parses',
        family: 'code',
        title: 'Client modules parse',
        severity: 'error',
        severityDepends: 'a warning when one is too large or too deep to be parsed',
        description: 'The import succeeds, and the browser then runs nothing of the module: its buttons and checks are gone.',
        remedy: 'Open Client module of the item in the Builder, mend the line, save it, then export the application again.',
        check(context, report) {
            for (const row of context.rows('sys_items')) {
                const source = (0,model/* text */.Qq)(row, 'f_web_client_module');
                if (source === '')
                    continue;
                const place = context.placeOf('sys_items', row);
                const name = `The client module of ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(row, 'f_item_name'))}`;
                if (source.length > LARGEST_SCRIPT) {
                    report(place, `${name} is too large to be parsed.`, { severity: 'warning' });
                    continue;
                }
                const problem = scriptProblem(source, 'function-body');
                if (!problem)
                    continue;
                const severity = problem.message === TOO_DEEP ? 'warning' : 'error';
                report({ ...place, line: problem.line }, `${name} does not parse ${where(problem)}.`, { severity });
            }
        },
    },
    {
        id: 'script-file-parses',
        family: 'code',
        title: 'Files in js/ parse',
        severity: 'warning',
        description: 'A page that loads such a file runs nothing of it; many applications carry old files that no page loads.',
        remedy: 'Mend the file in js/ of the project, or remove it, then export the application again.',
        check(context, report) {
            const generated = (0,generated_scripts/* generatedScripts */.O)(context.metadata);
            for (const [path, bytes] of context.metadata.files) {
                // Those that Jam.py makes of the client modules are told there.
                if (generated.has(path))
                    continue;
                if (!/^(js|static\/js)\/.*\.js$/i.test(path) || bytes.length > LARGEST_SCRIPT)
                    continue;
                const problem = fileProblem(new TextDecoder().decode(bytes));
                if (!problem)
                    continue;
                report({ entry: path, line: problem.line }, `${(0,validation_context/* quote */.hD)(path)} does not parse ${where(problem)}.`);
            }
        },
    },
];

;// CONCATENATED MODULE: ./build/validation/secrets.js
/** Passwords and keys that were left in code. What is found is never printed, nor the line that it stands in. */



/**
 * Every pattern is bounded, so that a hostile source costs no more than its length. What an assigned text must look like
 * to be told is for `isPlausible`.
 */
const FORMS = [
    { what: 'a private key', pattern: /-----BEGIN (?:[A-Z]{2,12} ){0,2}PRIVATE KEY-----/ },
    { what: 'an access key of AWS', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/ },
    { what: 'a token of GitHub', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40})/ },
    { what: 'a token of Slack', pattern: /\bxox[abprs]-[A-Za-z0-9-]{10}/ },
    {
        what: 'an address with a password',
        pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/'"<>{}$%]{1,60}:[^\s:@/'"<>{}$%]{3,60}@[\w.-]/i,
    },
];
/** `password = '…'`, `'api_key': "…"`, `secret='…'` as an argument; not `==`, `!=` or a selector. */
const ASSIGNED = /\b(\w{0,30}(?:password|passwd|secret(?:_?key)?|api_?key|access_?key|auth_?token|access_?token)|pwd)['"]?[ \t]{0,8}(?::|=(?!=))[ \t]{0,8}[rbu]?(['"])([^'"\r\n]{3,200})\2/i;
/** Longer lines are generated code; what is in front of the end is looked at. */
const LONGEST_LINE = 2000;
/** A name, a label or a place to fill in is no secret. */
function isPlausible(name, value) {
    if (/[\s<>{}$#%]|\*{2}|\.{3}/.test(value))
        return false;
    if (/password|passwd|secret|token|changeme|example|your|f_|xxx/i.test(value))
        return false;
    return value.toLowerCase() !== name.toLowerCase() && new Set(value).size > 2;
}
/** The first of each kind. */
function secretsIn(source) {
    const found = new Map();
    for (const [index, whole] of source.split('\n').entries()) {
        const line = whole.slice(0, LONGEST_LINE);
        for (const { what, pattern } of FORMS) {
            if (!found.has(what) && pattern.test(line))
                found.set(what, { line: index + 1, what });
        }
        const [, name = '', , value = ''] = ASSIGNED.exec(line) ?? [];
        const what = 'a password or key';
        if (value !== '' && !found.has(what) && isPlausible(name, value))
            found.set(what, { line: index + 1, what });
    }
    return [...found.values()];
}
const MODULES = { f_server_module: 'server module', f_web_client_module: 'client module' };
const secretRules = [
    {
        id: 'secret-in-code',
        family: 'code',
        title: 'Code holds no secrets',
        severity: 'warning',
        description: 'A zip in a repository is read by all who may read that; client modules and files in js/ by all who open the application.',
        remedy: 'Change the secret, and let the code read it from the environment or from a file that is not exported.',
        check(context, report) {
            const generated = (0,generated_scripts/* generatedScripts */.O)(context.metadata);
            for (const row of context.rows('sys_items')) {
                for (const [column, title] of Object.entries(MODULES)) {
                    for (const { line, what } of secretsIn((0,model/* text */.Qq)(row, column))) {
                        const name = (0,validation_context/* quote */.hD)((0,model/* text */.Qq)(row, 'f_item_name'));
                        const place = { ...context.placeOf('sys_items', row), line };
                        report(place, `The ${title} of ${name} seems to hold ${what} at line ${line}; it is not shown here.`);
                    }
                }
            }
            for (const [path, bytes] of context.metadata.files) {
                if (generated.has(path) || !/^(utils\/.*\.py|(static\/)?js\/.*\.js|[^/]+\.js)$/i.test(path))
                    continue;
                for (const { line, what } of secretsIn(new TextDecoder().decode(bytes)))
                    report({ entry: path, line }, `${(0,validation_context/* quote */.hD)(path)} seems to hold ${what} at line ${line}; it is not shown here.`);
            }
        },
    },
];

;// CONCATENATED MODULE: ./build/validation/system-rows.js
/** The rows without which Jam.py loses an application or does not start, and the ids of all others. */




const EXPORT_AGAIN = 'Export the application again with the Builder (Project, Export) and commit that file.';
const HIGHEST_ID = 2 ** 31 - 1;
/** The Builder's own rows of sys_items: root, users, roles and tasks. */
const SYSTEM_ITEM_IDS = [-1, -2, -3, -4];
const systemRowRules = [
    {
        id: 'project-parameters-row',
        family: 'system-rows',
        title: 'Exactly one row of project parameters',
        severity: 'error',
        severityDepends: 'a warning when there are several, of which Jam.py takes the first',
        description: 'Without the one sys_params row the project does not start again after an import.',
        remedy: EXPORT_AGAIN,
        check(context, report) {
            const count = context.rows('sys_params').length;
            if (count === 1)
                return;
            const severity = count === 0 ? 'error' : 'warning';
            report({ table: 'sys_params' }, `sys_params must have exactly one row and has ${count}.`, { severity });
        },
    },
    {
        id: 'task-row',
        family: 'system-rows',
        title: 'The task row is there',
        severity: 'error',
        severityDepends: 'a warning for a second one, or one under another parent',
        description: 'Jam.py finds the application by the one task row (id 1, parent -1); without it nothing is served.',
        remedy: EXPORT_AGAIN,
        check(context, report) {
            const tasks = context.rows('sys_items').filter((row) => (0,model/* int */.Wh)(row, 'type_id') === enums/* TYPE */.ZE.TASK);
            if (tasks.length !== 1) {
                const severity = tasks.length === 0 ? 'error' : 'warning';
                report({ table: 'sys_items' }, `sys_items must have exactly one task row and has ${tasks.length}.`, {
                    severity,
                });
                return;
            }
            const task = tasks[0];
            const id = (0,model/* int */.Wh)(task, 'id');
            const parent = (0,model/* int */.Wh)(task, 'parent');
            if (id !== 1 || parent !== -1) {
                const found = `it has id ${id ?? 'none'} and parent ${parent ?? 'none'}`;
                const message = `The task row must have id 1 and parent -1, but ${found}.`;
                report(context.placeOf('sys_items', task), message, { severity: id === 1 ? 'warning' : 'error' });
            }
        },
    },
    {
        id: 'builder-rows',
        family: 'system-rows',
        title: "The Builder's own items are there",
        severity: 'error',
        description: "The rows -1 to -4 of sys_items carry the Builder's own tree; an import deletes those that are missing.",
        remedy: EXPORT_AGAIN,
        check(context, report) {
            const missing = SYSTEM_ITEM_IDS.filter((id) => !context.items.has(id));
            if (missing.length > 0) {
                report({ table: 'sys_items' }, `sys_items lacks the Builder's own rows with id ${missing.join(', ')}.`);
            }
        },
    },
    {
        id: 'role-missing',
        family: 'system-rows',
        title: 'At least one role',
        severity: 'error',
        description: 'An import replaces all roles; without any nobody can work with the application in safe mode.',
        remedy: 'Add a role in the Builder (Roles), then export the application again.',
        check(context, report) {
            if (context.rows('sys_roles').length === 0)
                report({ table: 'sys_roles' }, 'sys_roles has no role at all.');
        },
    },
    {
        id: 'row-id',
        family: 'system-rows',
        title: 'Ids are whole numbers in range',
        severity: 'error',
        description: 'Rows are matched by their ids, by an import and here; of one that is no whole number from 1 to 2147483647 nobody can tell what becomes of it.',
        remedy: EXPORT_AGAIN,
        check(context, report) {
            for (const { name } of structure/* BUILDER_TABLES */.o[context.metadata.line]) {
                for (const row of context.rows(name)) {
                    const id = typeof row.id === 'number' ? (0,model/* int */.Wh)(row, 'id') : undefined;
                    const system = name === 'sys_items' && id !== undefined && SYSTEM_ITEM_IDS.includes(id);
                    if (!system && (id === undefined || id < 1 || id > HIGHEST_ID)) {
                        report(context.placeOf(name, row), `A row of ${name} has the id ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(row, 'id'))}.`);
                    }
                }
            }
        },
    },
    {
        id: 'row-id-twice',
        family: 'system-rows',
        title: 'Ids are unique in their table',
        severity: 'error',
        description: 'A second row with one id makes the import fail, on MySQL and MariaDB after tables have changed.',
        remedy: EXPORT_AGAIN,
        check(context, report) {
            for (const { name } of structure/* BUILDER_TABLES */.o[context.metadata.line]) {
                const seen = new Set();
                for (const row of context.rows(name)) {
                    const id = (0,model/* int */.Wh)(row, 'id');
                    if (id === undefined)
                        continue;
                    if (seen.has(id))
                        report(context.placeOf(name, row), `Two rows of ${name} have the id ${id}.`);
                    seen.add(id);
                }
            }
        },
    },
];

;// CONCATENATED MODULE: ./build/validation/letter-case.js

/**
 * How bad two such names are; undefined: not at all.
 *
 * Between databases of different types an import writes all names in one case (docs/jampy.md, "What an import keeps").
 * SQLite knows names in any case, and so does MySQL, but for its tables where the server is set otherwise; PostgreSQL
 * tells them apart.
 */
function caseOnly({ target, metadata }, kind) {
    const { dbType } = target;
    if (dbType === undefined)
        return 'warning';
    if (dbType !== metadata.dbType || dbType === enums/* DB_TYPE */.Ub.SQLITE)
        return 'error';
    if (dbType === enums/* DB_TYPE */.Ub.MYSQL)
        return kind === 'table' ? 'warning' : 'error';
    if (dbType !== enums/* DB_TYPE */.Ub.POSTGRESQL)
        return 'warning';
    // Jam.py 5 makes a sequence for each table there, and writes its name in lower case.
    return kind === 'table' && metadata.line === 5 ? 'error' : undefined;
}

;// CONCATENATED MODULE: ./build/validation/target-decides.js
/** What is right on one database and fails on another: severity by the target's database and by whether the table is new. */




/**
 * How bad something is that fails on the databases `failing` when the item's table is made: an error where that is
 * sure to happen, a warning where it may, undefined where it does not.
 */
function judge(context, item, failing) {
    if (failing.length === 0 || context.isNewTable(item) === false)
        return undefined;
    const where = `on ${failing.map(enums/* databaseName */.Do).join(' and ')}`;
    const dbType = context.target.dbType;
    if (dbType === undefined)
        return { severity: 'warning', where };
    if (!failing.includes(dbType)) {
        return validation_context/* TRIED_DATABASES */.UO.includes(dbType) ? undefined : { severity: 'warning', where };
    }
    const severity = context.isNewTable(item) === true ? 'error' : 'warning';
    return { severity, where: `on ${(0,enums/* databaseName */.Do)(dbType)}` };
}
function tables(context) {
    return [...context.items.values()].filter((item) => ((0,model/* int */.Wh)(item, 'id') ?? 0) > 0 && context.hasTable(item));
}
/** Fields of the item's table: its own, on 5 also its group's. */
function fieldsOfTable(context, item) {
    const own = context.fieldsByOwner.get((0,model/* int */.Wh)(item, 'id') ?? Number.NaN) ?? [];
    if (context.metadata.line === 7)
        return [...own];
    return [...(context.fieldsByOwner.get((0,validation_context/* reference */.ir)(item, 'parent') ?? Number.NaN) ?? []), ...own];
}
const WHOLE = [enums/* DATA_TYPE */.yd.INTEGER];
function checkKeyTypes(context, report) {
    // Jam.py 7 makes any key SERIAL on PostgreSQL; MySQL accepts AUTO_INCREMENT on numbers only.
    const failing = context.metadata.line === 7 ? [enums/* DB_TYPE */.Ub.POSTGRESQL, enums/* DB_TYPE */.Ub.MYSQL] : [enums/* DB_TYPE */.Ub.MYSQL];
    for (const item of tables(context)) {
        const key = context.fields.get((0,validation_context/* reference */.ir)(item, 'f_primary_key') ?? Number.NaN);
        if (key === undefined || WHOLE.includes((0,model/* int */.Wh)(key, 'f_data_type')))
            continue;
        const verdict = judge(context, item, failing);
        if (verdict === undefined)
            continue;
        const name = (0,validation_context/* quote */.hD)((0,model/* text */.Qq)(key, 'f_field_name'));
        const message = `Primary key ${name} of ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(item, 'f_item_name'))} is not an integer: its table does not work ${verdict.where}.`;
        report({ ...context.placeOf('sys_fields', key), item: (0,model/* text */.Qq)(item, 'f_item_name') }, message, verdict);
    }
}
function checkColumnNames(context, report) {
    for (const item of tables(context)) {
        const columns = new Map();
        for (const field of fieldsOfTable(context, item)) {
            // An import also makes columns of calculated fields, so they count here.
            if ((0,validation_context/* reference */.ir)(field, 'f_master_field') !== undefined)
                continue;
            const place = { ...context.placeOf('sys_fields', field), item: (0,model/* text */.Qq)(item, 'f_item_name') };
            const name = (0,model/* text */.Qq)(field, 'f_db_field_name');
            const shown = (0,validation_context/* quote */.hD)((0,model/* text */.Qq)(field, 'f_field_name'));
            if (name === '') {
                // SQLite makes the table, and then the item does not open.
                const verdict = judge(context, item, validation_context/* TRIED_DATABASES */.UO);
                if (verdict)
                    report(place, `Field ${shown} has no DB field name: its table does not work ${verdict.where}.`, verdict);
                continue;
            }
            const first = columns.get(name.toLowerCase());
            columns.set(name.toLowerCase(), first ?? field);
            const verdict = first && judge(context, item, validation_context/* TRIED_DATABASES */.UO);
            const cased = caseOnly(context, 'column');
            if (!verdict || ((0,model/* text */.Qq)(first, 'f_db_field_name') !== name && cased === undefined))
                continue;
            const same = (0,model/* text */.Qq)(first, 'f_db_field_name') === name || cased === 'error';
            const message = `Fields ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(first, 'f_field_name'))} and ${shown} share the column ${(0,validation_context/* quote */.hD)(name)}.`;
            report(place, message, same ? verdict : { severity: 'warning' });
        }
    }
}
/** Ids in f_fields_list; what cannot be read is another rule's finding. */
function indexFieldIds(row) {
    try {
        const list = JSON.parse((0,model/* text */.Qq)(row, 'f_fields_list'));
        if (!Array.isArray(list))
            return [];
        return list.map((pair) => (Array.isArray(pair) ? Number(pair[0]) : Number.NaN)).filter(Number.isInteger);
    }
    catch {
        return [];
    }
}
function target_decides_checkIndexes(context, report) {
    for (const row of context.rows('sys_indices')) {
        const itemId = (0,model/* int */.Wh)(row, 'owner_rec_id') ?? Number.NaN;
        const item = context.items.get(itemId);
        if (item === undefined || !context.hasTable(item) || (0,model/* truthy */.vN)(row, 'f_foreign_index'))
            continue;
        for (const id of indexFieldIds(row)) {
            const field = context.ownsField(itemId, id) ? context.fields.get(id) : undefined;
            if (field !== undefined && (0,validation_context/* reference */.ir)(field, 'f_master_field') === undefined)
                continue;
            const verdict = judge(context, item, [enums/* DB_TYPE */.Ub.POSTGRESQL, enums/* DB_TYPE */.Ub.MYSQL]);
            if (verdict === undefined)
                break;
            const what = field === undefined
                ? `field ${id}, which its item does not have`
                : `the lookup field ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(field, 'f_field_name'))}`;
            const message = `Index ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(row, 'f_index_name'))} is on ${what}: it cannot be made ${verdict.where}.`;
            report(context.placeOf('sys_indices', row), message, verdict);
            break;
        }
    }
}
const DEPENDS = 'an error when the table is new on a database where it fails; a warning when that is not known; nothing elsewhere';
const targetRules = [
    {
        id: 'primary-key-type',
        family: 'target',
        title: 'Primary keys are integers',
        severity: 'warning',
        severityDepends: DEPENDS,
        description: 'Jam.py 7 makes any primary key SERIAL on PostgreSQL, and lookups of a text key then fail; MySQL/MariaDB does not make the table.',
        remedy: 'Use a Primary key field of type INTEGER in the Builder, and keep the text in a field with a unique index.',
        check: checkKeyTypes,
    },
    {
        id: 'column-name',
        family: 'target',
        title: 'Every stored field has its own column',
        severity: 'warning',
        severityDepends: DEPENDS,
        description: 'An import makes a column of every field that is no lookup, on Jam.py 7 of calculated fields too; without a name, or with the name of another, the table is not made.',
        remedy: 'Give the field its own DB field name in the Builder, then export the application again.',
        check: checkColumnNames,
    },
    {
        id: 'index-field',
        family: 'target',
        title: 'Indexes are on columns',
        severity: 'warning',
        severityDepends: DEPENDS,
        description: 'An index on a lookup field or on a field that is gone becomes SQL on a column named None.',
        remedy: 'Delete the index in the Builder (Indices), or add it on a field with a column, then export again.',
        check: target_decides_checkIndexes,
    },
];

// EXTERNAL MODULE: ./build/metadata/finding-list.js
var finding_list = __webpack_require__(32017);
// EXTERNAL MODULE: ./build/metadata/zip-directory.js + 1 modules
var zip_directory = __webpack_require__(35153);
;// CONCATENATED MODULE: ./build/validation/templates.js
/** Templates that a server reads: the login page of Jam.py 7 and report templates (docs/jampy.md, "Code and templates"). */





/** The one page that Jam.py 7 renders with Jinja, outside of any sandbox. */
const RENDERED = 'login.html';
/** What Jam.py gives to it; naming one of these runs nothing. */
const GIVEN = ['title', 'error', 'form_title', 'login_text', 'password_text', 'login', 'password'];
const PLAIN = new RegExp(`^[-+]?\\s*(${GIVEN.join('|')})\\s*[-+]?$`);
const CLOSING = { '{{': '}}', '{%': '%}', '{#': '#}' };
/** Tags of Jinja in their order; what stands between `{% raw %}` and its end is text. */
function tagsOf(page) {
    const tags = [];
    let line = 1;
    let counted = 0;
    for (let at = nextTag(page, 0); at >= 0;) {
        const kind = page.slice(at, at + 2);
        line += linesIn(page, counted, at);
        counted = at;
        const end = page.indexOf(CLOSING[kind], at + 2);
        const inside = end < 0 ? undefined : page.slice(at + 2, end);
        tags.push({ kind, inside, line });
        if (end < 0)
            break;
        let next = end + 2;
        if (kind === '{%' && /^[-+]?\s*raw\s*[-+]?$/.test(inside ?? '')) {
            const over = /\{%[-+]?[ \t\r\n]{0,20}endraw[ \t\r\n]{0,20}[-+]?%\}/g;
            over.lastIndex = next;
            const found = over.exec(page);
            if (!found)
                break;
            next = over.lastIndex;
        }
        at = nextTag(page, next);
    }
    return tags;
}
function nextTag(page, from) {
    const tag = /\{[{%#]/g;
    tag.lastIndex = from;
    return tag.exec(page)?.index ?? -1;
}
function linesIn(page, from, to) {
    let lines = 0;
    for (let at = page.indexOf('\n', from); at >= 0 && at < to; at = page.indexOf('\n', at + 1))
        lines += 1;
    return lines;
}
function textOf(context, path) {
    const bytes = context.metadata.files.get(path);
    return bytes && new TextDecoder().decode(bytes);
}
function checkRendered(context, report) {
    const page = context.metadata.line === 7 ? textOf(context, RENDERED) : undefined;
    if (page === undefined)
        return;
    const running = tagsOf(page).filter(({ kind, inside }) => inside !== undefined && kind !== '{#' && !(kind === '{{' && PLAIN.test(inside.trim())) && !isRaw(inside));
    const [first, ...others] = running;
    if (!first)
        return;
    const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
    report({ entry: RENDERED, line: first.line }, `${RENDERED} has a template expression at line ${first.line}${more}: the server evaluates it at every login, without a sandbox.`);
}
const isRaw = (inside) => /^[-+]?\s*(end)?raw\s*[-+]?$/.test(inside);
function checkTags(context, report) {
    const page = context.metadata.line === 7 ? textOf(context, RENDERED) : undefined;
    const open = page === undefined ? undefined : tagsOf(page).find(({ inside }) => inside === undefined);
    if (open) {
        const message = `${RENDERED} opens ${open.kind} at line ${open.line} and never closes it: the server can not render it, and nobody can log in.`;
        report({ entry: RENDERED, line: open.line }, message);
    }
    for (const path of ['index.html', ...(context.metadata.line === 7 ? ['templates.html'] : [])]) {
        const what = openAtEnd(textOf(context, path) ?? '');
        if (what !== undefined)
            report({ entry: path }, `${path} opens ${what} and never closes it: the browser takes the rest of it for that.`);
    }
}
/** A comment or script that swallows the rest of a page. */
function openAtEnd(page) {
    const start = /<!--|<script(?=[\s>/])/gi;
    for (let found = start.exec(page); found; found = start.exec(page)) {
        const isComment = found[0] === '<!--';
        const end = isComment ? /-->/g : /<\/script(?=[\s>/])/gi;
        end.lastIndex = start.lastIndex;
        if (!end.exec(page))
            return isComment ? 'a comment (<!--)' : 'a <script>';
        start.lastIndex = end.lastIndex;
    }
    return undefined;
}
function checkReports(context, report) {
    for (const row of context.rows('sys_items')) {
        const name = (0,model/* text */.Qq)(row, 'f_view_template');
        if ((0,model/* int */.Wh)(row, 'type_id') !== enums/* TYPE */.ZE.REPORT || !/\.ods$/i.test(name))
            continue;
        const bytes = context.metadata.files.get(`reports/${name}`);
        if (!bytes)
            continue;
        const directory = (0,zip_directory/* readDirectory */.g)(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), (0,finding_list/* findingList */.Q)());
        const names = directory?.headers.map(({ nameBytes }) => Buffer.from(nameBytes).toString('utf8'));
        if (names?.includes('content.xml'))
            continue;
        const what = names ? 'has no content.xml' : 'is no zip, as an OpenDocument file is';
        const message = `Template ${(0,validation_context/* quote */.hD)(name)} of report ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(row, 'f_item_name'))} ${what}: the report fails when it is printed.`;
        report(context.placeOf('sys_items', row), message);
    }
}
const templateRules = [
    {
        id: 'template-on-server',
        family: 'templates',
        title: 'The login page runs nothing on the server',
        severity: 'warning',
        severityDepends: 'only on Jam.py 7, which renders login.html',
        description: 'Jam.py 7 renders login.html of the project with Jinja and without a sandbox: an expression in it can run any code as the user of the server.',
        remedy: 'Take the expression out of login.html; title, error and the labels of the form may stay as they are.',
        check: checkRendered,
    },
    {
        id: 'page-parses',
        family: 'templates',
        title: 'Pages close what they open',
        severity: 'warning',
        description: 'A page with a tag, comment or script that never ends is not shown, or not all of it.',
        remedy: 'Mend the page in the folder of the project, then export the application again.',
        check: checkTags,
    },
    {
        id: 'template-parses',
        family: 'templates',
        title: 'Report templates can be opened',
        severity: 'warning',
        description: 'Jam.py prints reports from OpenDocument spreadsheets, which are zips with a content.xml.',
        remedy: 'Save the template again as .ods in reports/ of the project, then export the application again.',
        check: checkReports,
    },
];

// EXTERNAL MODULE: ./build/planning/column-failures.js
var column_failures = __webpack_require__(1490);
;// CONCATENATED MODULE: ./build/validation/traps.js
/** SQL that Jam.py writes and the server refuses, told field by field: the same judges as a plan's statements have. */








function madeColumns(context) {
    const { line } = context.metadata;
    const sides = sidesOf(context);
    const old = sides && (0,model/* firstById */.BA)((0,model/* rowsOf */.RO)(sides.before, 'sys_items'));
    const kept = new Set(sides && keptTables(sides).map(({ after }) => (0,model/* idOf */.TH)(after)));
    const were = new Set(sides && keptColumns(sides).map(({ after }) => (0,model/* idOf */.TH)(after)));
    return [...context.items.values()].flatMap((item) => {
        if (!(0,planning_sides/* isTableItem */.qe)(line, item) || (0,model/* text */.Qq)(item, 'f_table_name') === '')
            return [];
        if (kept.has((0,model/* idOf */.TH)(item))) {
            const added = (context.fieldsByOwner.get((0,model/* idOf */.TH)(item)) ?? []).filter((field) => (0,planning_sides/* isColumnField */.n1)(line, field) && !were.has((0,model/* idOf */.TH)(field)));
            return added.map((field) => ({ field, item, where: 'add', sure: true }));
        }
        // An item of that id without a table, or another one: no table is made for it.
        if (old?.has((0,model/* idOf */.TH)(item)))
            return [];
        const isNew = old ? true : context.isNewTable(item);
        if (isNew === false)
            return [];
        // An import also makes columns of calculated fields, so they count here.
        const fields = fieldsOfTable(context, item).filter((field) => !(0,model/* truthy */.vN)(field, 'f_master_field'));
        return fields.map((field) => ({ field, item, where: 'create', sure: isNew === true }));
    });
}
/** Dialects that may make the column. */
function makingDialects(where, dbType) {
    if (where === 'add')
        return changingDialects(dbType);
    const dialect = dbType === undefined ? undefined : (0,catalogue/* dialectOf */.E)(dbType);
    if (dbType === undefined)
        return ['postgresql', 'mysql', 'sqlite'];
    return dialect ? [dialect] : [];
}
function checkSizes(context, report) {
    const { dbType } = context.target;
    const { line } = context.metadata;
    for (const { field, item, where, sure } of madeColumns(context)) {
        // Without a target a new table says nothing: exports of other databases have texts without a size.
        if (where === 'create' && dbType === undefined)
            continue;
        for (const dialect of makingDialects(where, dbType)) {
            const trouble = (0,column_failures/* sizeTrouble */.F3)((0,planning_sides/* columnOf */.uV)(line, field, item), dialect, line, where);
            if (trouble === undefined)
                continue;
            const message = `The column of ${fieldName(field, item)} cannot be made on ${against_base_nameOf(dialect)}: ${trouble}.`;
            const severity = sure && dbType !== undefined ? 'error' : 'warning';
            report({ ...context.placeOf('sys_fields', field), item: (0,model/* text */.Qq)(item, 'f_item_name') }, message, { severity });
            break;
        }
    }
}
function checkDefaults(context, report) {
    const { line } = context.metadata;
    const { dbType } = context.target;
    // Jam.py 5 writes no default values.
    if (line === 5)
        return;
    const say = (field, item, dialects, column, sure) => {
        const failing = dialects.filter((dialect) => (0,column_failures/* defaultTrouble */.Lx)(column, dialect, line) !== undefined);
        const [first] = failing;
        if (first === undefined)
            return;
        const where = `on ${failing.map(against_base_nameOf).join(' and ')}`;
        const message = `${fieldName(field, item)} fails ${where}: ${(0,column_failures/* defaultTrouble */.Lx)(column, first, line)}.`;
        const severity = sure && dbType !== undefined ? 'error' : 'warning';
        report({ ...context.placeOf('sys_fields', field), item: (0,model/* text */.Qq)(item, 'f_item_name') }, message, { severity });
    };
    for (const { field, item, where, sure } of madeColumns(context)) {
        // The key is one only where its table is made.
        const column = (0,planning_sides/* columnOf */.uV)(line, field, where === 'create' ? item : {});
        say(field, item, makingDialects(where, dbType), column, sure);
    }
    const sides = sidesOf(context);
    for (const { before, after, item } of sides ? keptColumns(sides) : []) {
        const [left, right] = [(0,planning_sides/* columnOf */.uV)(line, before, {}), (0,planning_sides/* columnOf */.uV)(line, after, {})];
        if (left.defaultValue === right.defaultValue)
            continue;
        // The column keeps its old type, which decides how large a number may be; a size says nothing of it.
        const isOther = left.dataType !== right.dataType && right.dataType === enums/* DATA_TYPE */.yd.INTEGER;
        const dataType = isOther ? enums/* DATA_TYPE */.yd.CURRENCY : right.dataType;
        say(after, item, changingDialects(dbType), { ...right, dataType, size: 0 }, true);
    }
}
function checkVirtualIndexes(context, report) {
    if (context.metadata.line === 5)
        return;
    const base = context.target.base;
    const old = (0,model/* firstById */.BA)(base ? (0,model/* rowsOf */.RO)(base, 'sys_items') : []);
    const known = (0,model/* firstById */.BA)(base ? (0,model/* rowsOf */.RO)(base, 'sys_indices') : []);
    const tables = new Set([...context.items.values()]
        .filter((item) => context.hasTable(item))
        .map((item) => (0,model/* text */.Qq)(item, 'f_table_name').toLowerCase()));
    for (const row of context.rows('sys_indices')) {
        const item = context.items.get((0,validation_context/* reference */.ir)(row, 'owner_rec_id') ?? Number.NaN);
        if (!item || !(0,model/* truthy */.vN)(item, 'f_virtual_table') || (0,planning_sides/* isCopy */.sN)(7, item) || known.has((0,model/* idOf */.TH)(row)))
            continue;
        const table = (0,model/* text */.Qq)(item, 'f_table_name').toLowerCase();
        // Without a table name nothing is written; with that of another item the index is made there.
        if (table === '' || tables.has(table) || old.has((0,model/* idOf */.TH)(item)))
            continue;
        const isForeign = (0,model/* truthy */.vN)(row, 'f_foreign_index');
        const failing = [enums/* DB_TYPE */.Ub.POSTGRESQL, enums/* DB_TYPE */.Ub.MYSQL, ...(isForeign ? [] : [enums/* DB_TYPE */.Ub.SQLITE])];
        const verdict = judge(context, item, failing);
        if (!verdict)
            continue;
        const message = `Index ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(row, 'f_index_name'))} is one of the virtual item ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(item, 'f_item_name'))}, which has no table: it cannot be made ${verdict.where}.`;
        report(context.placeOf('sys_indices', row), message, verdict);
    }
}
const trapRules = [
    {
        id: 'virtual-item-index',
        family: 'traps',
        title: 'Virtual items have no indexes',
        severity: 'warning',
        severityDepends: 'an error for a new item on a known database; only on Jam.py 7',
        description: 'An import of Jam.py 7 makes the indexes of a new virtual item that has a table name, on a table that does not exist.',
        remedy: 'Delete the index in the Builder (Indices), or clear the Table name of the virtual item, then export again.',
        check: checkVirtualIndexes,
    },
    {
        id: 'column-size',
        family: 'traps',
        title: 'New columns have the size that their type takes',
        severity: 'warning',
        severityDepends: 'an error where it is sure that the column is made, on a known database',
        description: 'Jam.py writes the size of a field behind the type of a column that it adds, whatever the type; and a text without size is no column on MySQL/MariaDB.',
        remedy: 'Set the Size of the field in the Builder: 0 for all but TEXT, more for TEXT; then export again.',
        check: checkSizes,
    },
    {
        id: 'column-default',
        family: 'traps',
        title: 'Default values are such that the server takes them',
        severity: 'warning',
        severityDepends: 'an error where it is sure that the column is made or changed, on a known database; only on Jam.py 7',
        description: 'Jam.py 7 writes the Default value of a field into the SQL as it is: a quotation mark in a text, or a word for a number, makes the statement fail.',
        remedy: 'Change or clear the Default value of the field in the Builder, then export the application again.',
        check: checkDefaults,
    },
];

;// CONCATENATED MODULE: ./build/validation/uniqueness.js




/** Rows after the first with the same key, each with that first one; empty keys never collide. */
function repeated(rows, key) {
    const seen = new Map();
    const found = [];
    for (const row of rows) {
        const name = key(row);
        if (name === '')
            continue;
        const first = seen.get(name);
        if (first === undefined)
            seen.set(name, row);
        else
            found.push({ row, first });
    }
    return found;
}
function checkItemNames(context, report) {
    const items = context
        .rows('sys_items')
        .filter((row) => ((0,model/* int */.Wh)(row, 'id') ?? 0) > 0 && (0,model/* int */.Wh)(row, 'type_id') !== enums/* TYPE */.ZE.DETAIL);
    for (const { row, first } of repeated(items, (item) => (0,model/* text */.Qq)(item, 'f_item_name').toLowerCase())) {
        const message = `Items ${(0,model/* int */.Wh)(first, 'id')} and ${(0,model/* int */.Wh)(row, 'id')} are both named ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(row, 'f_item_name'))}.`;
        report(context.placeOf('sys_items', row), message);
    }
}
function checkDetailNames(context, report) {
    const details = context.rows('sys_items').filter((row) => (0,model/* int */.Wh)(row, 'type_id') === enums/* TYPE */.ZE.DETAIL);
    const key = (row) => `${(0,model/* int */.Wh)(row, 'parent')} ${(0,model/* text */.Qq)(row, 'f_item_name').toLowerCase()}`;
    for (const { row } of repeated(details, key)) {
        const master = context.items.get((0,model/* int */.Wh)(row, 'parent') ?? Number.NaN);
        const where = master === undefined ? 'one item' : (0,validation_context/* quote */.hD)((0,model/* text */.Qq)(master, 'f_item_name'));
        report(context.placeOf('sys_items', row), `Two details of ${where} are named ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(row, 'f_item_name'))}.`);
    }
}
/** Fields of an item as Jam.py sees them: on 5 those of its group come first. */
function fieldsOf(context, item) {
    const own = context.fieldsByOwner.get((0,model/* int */.Wh)(item, 'id') ?? Number.NaN) ?? [];
    const parent = (0,validation_context/* reference */.ir)(item, 'parent');
    const group = context.items.get(parent ?? Number.NaN);
    if (context.metadata.line !== 5 || parent === undefined || group === undefined || !context.isGroup(group))
        return own;
    return [...(context.fieldsByOwner.get(parent) ?? []), ...own];
}
function checkFieldNames(context, report) {
    for (const item of context.items.values()) {
        // Groups: what 5 shares with its items is judged there, and 7 never reads it.
        if (context.isGroup(item))
            continue;
        for (const { row } of repeated(fieldsOf(context, item), (field) => (0,model/* text */.Qq)(field, 'f_field_name'))) {
            const name = (0,validation_context/* quote */.hD)((0,model/* text */.Qq)(item, 'f_item_name'));
            const message = `${name} has two fields named ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(row, 'f_field_name'))} (its own and its group's count alike).`;
            report({ ...context.placeOf('sys_fields', row), item: (0,model/* text */.Qq)(item, 'f_item_name') }, message);
        }
    }
}
/** Reports rows with a name that another row has, in any case. */
function checkNames(context, report, rows, named) {
    const { table, column, noun } = named;
    const base = (0,model/* firstById */.BA)(context.target.base ? (0,model/* rowsOf */.RO)(context.target.base, table) : []);
    /** Had the target's record this name before, in any case? */
    const wasNamedSo = (row) => (0,model/* text */.Qq)(base.get((0,model/* idOf */.TH)(row)) ?? {}, column).toLowerCase() === (0,model/* text */.Qq)(row, column).toLowerCase();
    for (const { row, first } of repeated(rows, (each) => (0,model/* text */.Qq)(each, column).toLowerCase())) {
        const name = (0,model/* text */.Qq)(row, column);
        const equal = (0,model/* text */.Qq)(first, column) === name;
        const severity = named.severity(first, row, equal);
        if (severity === undefined)
            continue;
        const isOld = wasNamedSo(first) && wasNamedSo(row);
        const others = `${(0,validation_context/* quote */.hD)(name)}, once for ${label(context, table, first)} and once for ${label(context, table, row)}`;
        const message = equal
            ? `Two ${noun} are named ${others}.`
            : `The names of two ${noun} differ only in case: ${others}.`;
        // What the target has lived with is no reason to stop.
        report(context.placeOf(table, row), message, { severity: isOld && severity === 'error' ? 'warning' : severity });
    }
}
function checkTableNames(context, report) {
    checkNames(context, report, realTables(context), {
        table: 'sys_items',
        column: 'f_table_name',
        noun: 'tables',
        severity: (_first, _row, equal) => (equal ? 'error' : caseOnly(context, 'table')),
    });
}
function checkGeneratorNames(context, report) {
    checkNames(context, report, realTables(context), {
        table: 'sys_items',
        column: 'f_gen_name',
        noun: 'generators',
        severity: (_first, _row, equal) => (equal ? 'note' : undefined),
    });
}
/** Foreign keys and indexes: which of them share their names, is for the database to say. */
function checkIndexNames(context, report) {
    const { dbType } = context.target;
    for (const kind of ['index', 'foreign key']) {
        // SQLite gets no foreign keys.
        if (kind === 'foreign key' && dbType === enums/* DB_TYPE */.Ub.SQLITE)
            continue;
        const rows = context.rows('sys_indices').filter((row) => (0,model/* truthy */.vN)(row, 'f_foreign_index') === (kind !== 'index'));
        // MySQL and MariaDB know indexes by their table, and PostgreSQL foreign keys.
        const byTable = dbType === (kind === 'index' ? enums/* DB_TYPE */.Ub.MYSQL : enums/* DB_TYPE */.Ub.POSTGRESQL);
        const groups = byTable ? Map.groupBy(rows, (row) => (0,model/* int */.Wh)(row, 'owner_rec_id')).values() : [rows];
        for (const group of groups) {
            checkNames(context, report, [...group], {
                table: 'sys_indices',
                column: 'f_index_name',
                noun: kind === 'index' ? 'indexes' : 'foreign keys',
                severity(first, row, equal) {
                    if (!equal)
                        return caseOnly(context, kind);
                    const oneTable = (0,model/* int */.Wh)(first, 'owner_rec_id') === (0,model/* int */.Wh)(row, 'owner_rec_id');
                    return oneTable || (dbType !== undefined && validation_context/* TRIED_DATABASES */.UO.includes(dbType)) ? 'error' : 'warning';
                },
            });
        }
    }
}
function label(context, table, row) {
    return (0,validation_context/* quote */.hD)(context.placeOf(table, row).item ?? `row ${(0,model/* text */.Qq)(row, 'id')}`);
}
function realTables(context) {
    return [...context.items.values()].filter((item) => ((0,model/* int */.Wh)(item, 'id') ?? 0) > 0 && context.hasTable(item));
}
const CASE_ONLY = 'a warning where the target has both already; when only the case differs a warning, an error where the target makes one name of the two';
const uniquenessRules = [
    {
        id: 'item-name-twice',
        family: 'uniqueness',
        title: 'Item names are unique',
        severity: 'error',
        description: 'Of two items with one name Jam.py reaches only one. Details are told apart by their master.',
        remedy: 'Change the Name of one of the two in the Builder, then export the application again.',
        check: checkItemNames,
    },
    {
        id: 'detail-name-twice',
        family: 'uniqueness',
        title: 'Details of one item have different names',
        severity: 'warning',
        description: 'Of two details with one name under one master Jam.py reaches only one.',
        remedy: 'Change the Name of one of the two in the Builder, then export the application again.',
        check: checkDetailNames,
    },
    {
        id: 'field-name-twice',
        family: 'uniqueness',
        title: 'Field names are unique in their item',
        severity: 'error',
        description: "Of two fields with one name Jam.py reaches only one; on Jam.py 5 the group's common fields count too.",
        remedy: 'Change the Name of one of the two in the Builder (Fields), then export the application again.',
        check: checkFieldNames,
    },
    {
        id: 'table-name-twice',
        family: 'uniqueness',
        title: 'Table names are unique',
        severity: 'error',
        severityDepends: CASE_ONLY,
        description: 'Two items cannot own one table: the second one is not made, or both write into it.',
        remedy: 'Change the Table name of one of the two, or make it a virtual table or a copy, then export again.',
        check: checkTableNames,
    },
    {
        id: 'generator-name-twice',
        family: 'uniqueness',
        title: 'Generator names are unique',
        severity: 'note',
        description: 'An import gives new tables generators (sequences) of its own; the names in the zip are for the developer only.',
        remedy: 'Nothing has to be done for an import; in the development project change one of the two Generator names.',
        check: checkGeneratorNames,
    },
    {
        id: 'index-name-twice',
        family: 'uniqueness',
        title: 'Index names are unique',
        severity: 'error',
        severityDepends: `${CASE_ONLY}; of two tables a warning while the target is not known, nothing where they are told apart`,
        description: 'Indexes of all tables share their names in PostgreSQL and SQLite, foreign keys in MySQL/MariaDB: the second one is not made.',
        remedy: 'Delete one of the two indexes in the Builder (Indices), add it under another name, then export again.',
        check: checkIndexNames,
    },
];

;// CONCATENATED MODULE: ./build/validation/values.js



const any = () => true;
const ENUMERATIONS = [
    { table: 'sys_items', column: 'type_id', from: 1, to: 14, needed: true },
    { table: 'sys_items', column: 'sys_id', from: 0, to: 2, harmless: any },
    { table: 'sys_fields', column: 'f_data_type', from: 1, to: 11, needed: true },
    // Jam.py reads it nowhere.
    { table: 'sys_filters', column: 'f_data_type', from: 1, to: 11, harmless: any },
    // 16 to 30 are 1 to 15 of a looked-up text; only Jam.py 7 knows them.
    { table: 'sys_filters', column: 'f_type', from: 1, to: { 5: 15, 7: 30 } },
    { table: 'sys_report_params', column: 'f_data_type', from: 1, to: 11, harmless: (value) => value === 0 },
];
/** Characters as Python counts them. */
function lengthOf(value) {
    let length = 0;
    for (const _ of value)
        length++;
    return length;
}
function isSet(value) {
    return value !== undefined && value !== null && value !== '';
}
function parsed(json) {
    try {
        return JSON.parse(json);
    }
    catch {
        return undefined;
    }
}
function checkRequired(context, report) {
    for (const table of structure/* BUILDER_TABLES */.o[context.metadata.line]) {
        const present = new Set(context.metadata.tables[table.name]?.columns);
        for (const column of table.columns) {
            if (!column.required || !present.has(column.name))
                continue;
            for (const row of context.rows(table.name)) {
                if (row[column.name] !== null && row[column.name] !== undefined)
                    continue;
                report(context.placeOf(table.name, row), `${column.name} of a row of ${table.name} has no value.`);
            }
        }
    }
}
function checkLengths(context, report) {
    for (const table of structure/* BUILDER_TABLES */.o[context.metadata.line]) {
        for (const column of table.columns) {
            const most = column.maxLength;
            if (most === undefined)
                continue;
            for (const row of context.rows(table.name)) {
                const value = (0,model/* text */.Qq)(row, column.name);
                if (value.length <= most || lengthOf(value) <= most)
                    continue;
                const message = `${column.name} has ${lengthOf(value)} characters, an import accepts ${most}: ${(0,validation_context/* quote */.hD)(value)}.`;
                report(context.placeOf(table.name, row), message);
            }
        }
    }
}
/** What Python's int() takes of a text. */
const PYTHON_INT = /^\s*[+-]?\d[\d_]*\s*$/;
/** What Jam.py does with a value of another kind than its column's (docs/jampy.md, "What an import takes for a row"). */
function otherKind(kind, value) {
    if (kind === 'bool')
        return { severity: 'warning', and: 'Jam.py takes any text for on' };
    const refused = typeof value === 'string' && !PYTHON_INT.test(value);
    return refused
        ? { severity: 'error', and: 'an import refuses that' }
        : { severity: 'warning', and: 'the Builder never writes that' };
}
function values_checkKinds(context, report) {
    for (const table of structure/* BUILDER_TABLES */.o[context.metadata.line]) {
        const numbers = table.columns.filter(({ kind, name }) => (kind === 'int' || kind === 'bool') && name !== 'id');
        for (const row of context.rows(table.name)) {
            for (const { name, kind } of numbers) {
                const value = row[name];
                const none = kind === 'bool' ? !isSet(value) : value === null || value === undefined;
                if (none || (0,model/* int */.Wh)(row, name) !== undefined)
                    continue;
                const { severity, and } = otherKind(kind, value);
                const message = `${name} must be a whole number and is ${(0,validation_context/* quote */.hD)(value)}: ${and}.`;
                report(context.placeOf(table.name, row), message, { severity });
            }
        }
    }
}
function checkEnumerations(context, report) {
    for (const { table, column, from, to, needed, harmless } of ENUMERATIONS) {
        const most = typeof to === 'number' ? to : to[context.metadata.line];
        for (const row of context.rows(table)) {
            if (!isSet(row[column]) && !needed)
                continue;
            const value = (0,model/* int */.Wh)(row, column);
            if (value !== undefined && value >= from && value <= most)
                continue;
            const found = isSet(row[column]) ? (0,validation_context/* quote */.hD)(row[column]) : 'empty';
            const severity = value !== undefined && harmless?.(value) ? 'warning' : 'error';
            const message = `${column} must be a number from ${from} to ${most} and is ${found}.`;
            report(context.placeOf(table, row), message, { severity });
        }
    }
}
function checkLookupLists(context, report) {
    for (const row of context.rows('sys_lookup_lists')) {
        const list = parsed((0,model/* text */.Qq)(row, 'f_lookup_values_text'));
        const place = context.placeOf('sys_lookup_lists', row);
        if (!Array.isArray(list)) {
            report(place, `The values of lookup list ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(row, 'f_name'))} are not a JSON list.`);
        }
        else if (list.some((pair) => !Array.isArray(pair) || pair.length < 2)) {
            const message = `Lookup list ${(0,validation_context/* quote */.hD)((0,model/* text */.Qq)(row, 'f_name'))} holds an entry that is not a pair of value and text.`;
            report(place, message, { severity: 'warning' });
        }
    }
}
function checkIndexFields(context, report) {
    for (const row of context.rows('sys_indices')) {
        const owner = context.items.get((0,model/* int */.Wh)(row, 'owner_rec_id') ?? Number.NaN);
        if (owner === undefined || !context.hasTable(owner) || (0,model/* int */.Wh)(row, 'f_foreign_index'))
            continue;
        const list = parsed((0,model/* text */.Qq)(row, 'f_fields_list'));
        const whole = Array.isArray(list) && list.every((pair) => Array.isArray(pair) && Number.isInteger(pair[0]));
        if (whole && list.length > 0)
            continue;
        const name = (0,validation_context/* quote */.hD)((0,model/* text */.Qq)(row, 'f_index_name'));
        const message = whole
            ? `Index ${name} has no fields.`
            : `The fields of index ${name} are not a list that Jam.py can read.`;
        report(context.placeOf('sys_indices', row), message);
    }
}
const valueRules = [
    {
        id: 'value-required',
        family: 'values',
        title: 'Required values are there',
        severity: 'error',
        description: "An import stops with 'a value is required'.",
        remedy: 'Fill in the Caption and the Name in the Builder, then export the application again.',
        check: checkRequired,
    },
    {
        id: 'value-too-long',
        family: 'values',
        title: 'Values are not too long',
        severity: 'error',
        description: "An import stops with 'Text exceeds the maximum allowed length'.",
        remedy: 'Shorten it in the Builder, then export the application again.',
        check: checkLengths,
    },
    {
        id: 'value-kind',
        family: 'values',
        title: 'Numbers are numbers',
        severity: 'error',
        severityDepends: 'a warning for a fraction, and in columns of true and false',
        description: "An import stops with 'invalid value - must be an integer' at a text in a column of whole numbers; in a column of true and false Jam.py takes any text for true.",
        remedy: 'Set the value again in the Builder, then export the application again.',
        check: values_checkKinds,
    },
    {
        id: 'value-unknown',
        family: 'values',
        title: 'Types are known',
        severity: 'error',
        severityDepends: 'a warning for sys_id and the data type of a filter, and for type 0 of a report parameter',
        description: 'An import refuses a field of an unknown type; an item has no table then, or ends the loading of the application like a report parameter; a filter fails when it is used.',
        remedy: 'Choose the Type again in the Builder, then export the application again.',
        check: checkEnumerations,
    },
    {
        id: 'lookup-list-values',
        family: 'values',
        title: 'Lookup lists can be read',
        severity: 'error',
        severityDepends: 'a warning when it is a list whose entries are not pairs',
        description: 'The application does not load when the values of one lookup list are not JSON.',
        remedy: 'Open the list in the Builder (Lookup Lists), save it again, and export the application again.',
        check: checkLookupLists,
    },
    {
        id: 'index-fields',
        family: 'values',
        title: 'Index fields can be read',
        severity: 'error',
        description: 'An import stops at an index whose list of fields it cannot read; one without fields fails on the server: PostgreSQL refuses the import, MySQL/MariaDB and SQLite go on without the index.',
        remedy: 'Delete the index in the Builder (Indices), add it again, and export the application again.',
        check: checkIndexFields,
    },
];

;// CONCATENATED MODULE: ./build/validation/index.js
/**
 * Judges a metadata package: every rule over it, worst findings first. The zip itself and the shape of task.dat were
 * judged before there was a package; whether the server code compiles is asked of Python (python-modules.ts).
 */




















/** Rules that look at the package alone, in the order in which findings of one severity are told. */
const RULES = [
    ...changeRules,
    ...schemaChangeRules,
    ...systemRowRules,
    ...valueRules,
    ...infoRules,
    ...itemReferenceRules,
    ...fieldReferenceRules,
    ...rowReferenceRules,
    ...accessRules,
    ...uniquenessRules,
    ...identifierRules,
    ...targetRules,
    ...trapRules,
    ...portabilityRules,
    ...fileRules,
    ...templateRules,
    ...scriptRules,
    ...secretRules,
];
/** Every rule about a package, for documentation and for overriding severities; those about code need Python. */
const ALL_RULES = [...RULES, ...python_modules/* codeRules */.h$];
/** Findings of all rules, worst first; the same package and target always give the same list. Never throws. */
function validateMetadata(metadata, target = {}) {
    const context = (0,validation_context/* buildContext */.gC)(metadata, target);
    return (0,validation_rule/* worstFirst */.md)(RULES.flatMap((rule) => (0,validation_rule/* runRule */.OA)(rule, context)));
}


/***/ }),

/***/ 17675:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ parseRuleOverrides),
/* harmony export */   i: () => (/* binding */ applyOverrides)
/* harmony export */ });
/* harmony import */ var _metadata_package_rules_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(64983);
/* harmony import */ var _nearest_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(77658);
/* harmony import */ var _index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(74586);
/* harmony import */ var _rule_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(50930);




/** Rules about the zip itself: what breaks them was not taken from it, so nobody can allow it. */
const FIXED = _metadata_package_rules_js__WEBPACK_IMPORTED_MODULE_0__/* .PACKAGE_RULES */ .Z.map(({ id }) => id);
const LEVELS = ['off', 'warning', 'error'];
/** @param value one `rule-id: off|warning|error` a line. @returns the overrides, and every problem in a sentence. */
function parseRuleOverrides(value) {
    const known = _index_js__WEBPACK_IMPORTED_MODULE_1__/* .ALL_RULES */ .Uj.map(({ id }) => id);
    const overrides = new Map();
    const problems = [];
    for (const line of value.split('\n').map((each) => each.trim())) {
        if (line === '' || line.startsWith('#'))
            continue;
        const [, id = '', given = ''] = /^([^\s:]+)\s*:\s*(\S+)$/.exec(line) ?? [];
        const level = LEVELS.find((each) => each === given.toLowerCase());
        const shown = JSON.stringify(line.slice(0, 100));
        if (id === '' || !level)
            problems.push(`rules: ${shown} is not "rule-id: off", "rule-id: warning" or "rule-id: error".`);
        else if (FIXED.includes(id))
            problems.push(`rules: ${id} is about the zip itself, which has to be safe: it can not be changed.`);
        else if (!known.includes(id))
            problems.push(`rules: there is no rule ${JSON.stringify(id)}${nearest(id, known)}.`);
        else
            overrides.set(id, level);
    }
    return { overrides, problems };
}
/** Findings with the operator's severities, worst first; notes stay what they are unless they are raised. */
function applyOverrides(findings, overrides) {
    const judged = findings.flatMap((finding) => {
        const level = overrides.get(finding.rule);
        if (level === 'off')
            return [];
        return [level === undefined ? finding : { ...finding, severity: level }];
    });
    return (0,_rule_js__WEBPACK_IMPORTED_MODULE_2__/* .worstFirst */ .md)(judged);
}
function nearest(id, known) {
    const near = (0,_nearest_js__WEBPACK_IMPORTED_MODULE_3__/* .nearestOf */ .q)(id, known);
    return near === undefined ? '; docs/rules.md has them all' : `; is ${near} meant? docs/rules.md has them all`;
}


/***/ }),

/***/ 5118:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  h$: () => (/* binding */ codeRules),
  UH: () => (/* binding */ compileFindings),
  B9: () => (/* binding */ compileRequest)
});

// EXTERNAL MODULE: ./build/metadata/model.js
var model = __webpack_require__(43213);
// EXTERNAL MODULE: ./build/validation/context.js
var context = __webpack_require__(82737);
;// CONCATENATED MODULE: ./build/validation/python-imports.js
/** Which Python files of utils/ the server code imports as it is loaded, read from its lines: nothing is run or compiled. */

/** Unindented: what stands inside of a function or a `try` may never run, or is prepared for a failure. */
const FROM = /^from[ \t]+(utils(?:\.\w+)*)[ \t]+import[ \t]+\(?([\w \t,*]+)/gm;
const IMPORT = /^import[ \t]+([\w.,\t ]+)/gm;
/** Paths of those files, also of those that only such a file imports. */
function importedFiles(metadata) {
    const found = new Set();
    const sources = (0,model/* rowsOf */.RO)(metadata, 'sys_items').map((row) => (0,model/* text */.Qq)(row, 'f_server_module'));
    for (let source = sources.pop(); source !== undefined; source = sources.pop()) {
        for (const path of modulesIn(source).flatMap(pathsOf)) {
            const bytes = found.has(path) ? undefined : metadata.files.get(path);
            if (!bytes)
                continue;
            found.add(path);
            sources.push(new TextDecoder().decode(bytes));
        }
    }
    return found;
}
/** Dotted names below utils. */
function modulesIn(source) {
    const names = (list) => list.split(',').map((each) => each.trim().split(/\s/)[0] ?? '');
    const plain = [...source.matchAll(IMPORT)].flatMap(([, list = '']) => names(list));
    const from = [...source.matchAll(FROM)].flatMap(([, base = '', list = '']) => [
        base,
        ...names(list).map((name) => `${base}.${name}`),
    ]);
    return [...plain, ...from].filter((name) => /^utils(\.|$)/.test(name));
}
/** With the packages above, whose own file is run first. */
function pathsOf(module) {
    const parts = module.split('.');
    const folders = parts.map((_, at) => `${parts.slice(0, at + 1).join('/')}/__init__.py`);
    return [`${parts.join('/')}.py`, ...folders];
}

// EXTERNAL MODULE: ./build/validation/rule.js
var validation_rule = __webpack_require__(50930);
;// CONCATENATED MODULE: ./build/validation/python-modules.js
/**
 * Server code of a package: what to ask Python (does it compile?), and what its answer means. Nothing is ever run.
 * Jam.py compiles and executes every server module when it loads the application; one syntax error ends that
 * (docs/jampy.md, "Server modules").
 */




const SERVER_MODULE = {
    id: 'server-module-compiles',
    family: 'code',
    title: 'Server modules compile',
    severity: 'error',
    description: 'Jam.py reports a successful import, and then the whole application fails: no item can be opened.',
    remedy: 'Open Server module of the item in the Builder, mend the line, save it, then export the application again.',
};
const UTILS_FILE = {
    id: 'utils-file-compiles',
    family: 'code',
    title: 'Python files in utils/ compile',
    severity: 'warning',
    severityDepends: 'an error for a file that the server code imports',
    description: 'The application does not load when its server code imports such a file; many carry old files that nothing imports.',
    remedy: 'Mend the file in utils/ of the project, or remove it, then export the application again.',
};
const LIMITS = {
    id: 'server-module-limits',
    family: 'code',
    title: 'Server modules can be checked within limits',
    severity: 'error',
    severityDepends: 'a warning for files in utils/',
    description: 'Python crashed, or needed too much time or memory, only to compile it; on the server it would do the same.',
    remedy: 'Look at the code: deeply nested or huge expressions must be written as data or in smaller pieces.',
};
const PYTHON_MISSING = {
    id: 'python-missing',
    family: 'code',
    title: 'Python to check the server code with',
    severity: 'warning',
    description: 'Whether the server modules compile was not checked, because no Python 3.6 or newer could be run.',
    remedy: "Give `python`, the project's interpreter, or install Python 3 on this machine.",
};
const codeRules = [SERVER_MODULE, UTILS_FILE, LIMITS, PYTHON_MISSING];
/** Collects all server code of a package: f_server_module of every row of sys_items, and the Python files in utils/. */
function compileRequest(metadata) {
    const modules = [];
    const imported = importedFiles(metadata);
    for (const row of (0,model/* rowsOf */.RO)(metadata, 'sys_items')) {
        const source = (0,model/* text */.Qq)(row, 'f_server_module');
        if (source === '')
            continue;
        const item = (0,model/* text */.Qq)(row, 'f_item_name');
        const id = (0,model/* int */.Wh)(row, 'id');
        const place = { table: 'sys_items', item, ...(id === undefined ? {} : { id }) };
        modules.push({ name: item, kind: 'server-module', place, text: source });
    }
    for (const path of [...metadata.files.keys()].sort()) {
        if (!/^utils\/.*\.py$/i.test(path))
            continue;
        const bytes = metadata.files.get(path);
        if (bytes.length === 0)
            continue;
        modules.push({
            name: path,
            kind: 'utils-file',
            place: { entry: path },
            base64: Buffer.from(bytes).toString('base64'),
            imported: imported.has(path),
        });
    }
    return { modules };
}
function failureFinding(source, failure, python) {
    const what = source.kind === 'server-module' ? `The server module of ${(0,context/* quote */.hD)(source.name)}` : `The file ${(0,context/* quote */.hD)(source.name)}`;
    const place = failure.line === undefined ? source.place : { ...source.place, line: failure.line };
    if (failure.error === 'limits') {
        const severity = source.kind === 'server-module' ? 'error' : 'warning';
        return (0,validation_rule/* findingOf */.hD)(LIMITS, place, `${what} could not be compiled within limits: ${failure.message}.`, { severity });
    }
    const at = failure.line === undefined ? '' : ` at line ${failure.line}`;
    const message = `${what} does not compile (Python ${python})${at}: ${[failure.error, failure.message].filter(Boolean).join(': ')}.`;
    if (source.kind === 'server-module')
        return (0,validation_rule/* findingOf */.hD)(SERVER_MODULE, place, message);
    return (0,validation_rule/* findingOf */.hD)(UTILS_FILE, place, message, { severity: source.imported ? 'error' : 'warning' });
}
/**
 * Turns Python's answer into findings, worst first. `undefined` means that no Python could be asked:
 * one warning, and only when there was something to ask.
 */
function compileFindings(request, answer) {
    const count = request.modules.length;
    if (count === 0)
        return [];
    if (answer === undefined) {
        return [(0,validation_rule/* findingOf */.hD)(PYTHON_MISSING, {}, `${count} Python sources were not compiled: no Python 3 was found.`)];
    }
    const findings = new Map();
    for (const failure of answer.failures) {
        const source = request.modules[failure.index];
        if (source === undefined)
            continue;
        const finding = failureFinding(source, failure, answer.python);
        findings.set(finding.rule, [...(findings.get(finding.rule) ?? []), finding]);
    }
    const all = [...findings.values()].flatMap(validation_rule/* withoutFlood */.Z0);
    const kinds = [
        ['server-module', SERVER_MODULE],
        ['utils-file', UTILS_FILE],
    ];
    for (const [kind, rule] of kinds) {
        const more = answer.unlisted[kind] ?? 0;
        if (more > 0)
            all.push((0,validation_rule/* findingOf */.hD)(rule, {}, `${more} more sources do not compile.`));
    }
    if (answer.unchecked > 0) {
        all.push((0,validation_rule/* findingOf */.hD)(LIMITS, {}, `${answer.unchecked} sources were not compiled, because the limits were reached before.`));
    }
    return (0,validation_rule/* worstFirst */.md)(all);
}


/***/ }),

/***/ 50930:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   OA: () => (/* binding */ runRule),
/* harmony export */   Z0: () => (/* binding */ withoutFlood),
/* harmony export */   hD: () => (/* binding */ findingOf),
/* harmony export */   md: () => (/* binding */ worstFirst)
/* harmony export */ });
/* unused harmony export MOST_FINDINGS */
/** What a rule is, and how the rules of a family are run over one metadata package. */
const RANK = { error: 0, warning: 1, note: 2 };
/** So many findings of one rule are told one by one; the rest is one finding with their number. */
const MOST_FINDINGS = 20;
/** A finding of a rule: the rule's own severity and remedy where nothing else is said. */
function findingOf(rule, place, message, options = {}) {
    return {
        rule: rule.id,
        severity: options.severity ?? rule.severity,
        place,
        message,
        remedy: options.remedy ?? rule.remedy,
    };
}
/** Worst first; findings of one severity keep their order. */
function worstFirst(findings) {
    return [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}
/**
 * Findings of one rule, worst first, at most MOST_FINDINGS of them, then one that counts the rest
 * (its severity is the worst among those, so cutting never hides an error).
 */
function withoutFlood(findings) {
    const sorted = worstFirst(findings);
    const rest = sorted.slice(MOST_FINDINGS);
    const first = rest[0];
    if (first === undefined)
        return sorted;
    const more = {
        rule: first.rule,
        severity: first.severity,
        place: first.place.table === undefined ? {} : { table: first.place.table },
        message: `${rest.length} more of the same kind are not listed.`,
        remedy: first.remedy,
    };
    return [...sorted.slice(0, MOST_FINDINGS), more];
}
/** Findings of one rule over one package. */
function runRule(rule, context) {
    const findings = [];
    rule.check(context, (place, message, options) => findings.push(findingOf(rule, place, message, options)));
    return withoutFlood(findings);
}


/***/ })

};

export const id = 667;
export const ids = [667];
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

/***/ 60782:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ runCommand)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);
/* harmony import */ var _hosts_local_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(60051);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(96933);
/** One command from inputs to result: the same for the action and the command line. Only usage errors are thrown. */



/** @throws Stop (usage) and unexpected errors; every other end is a result. */
async function runCommand(program) {
    const inputs = (0,_inputs_js__WEBPACK_IMPORTED_MODULE_2__/* .readInputs */ .K)(program.lookup, program.workspace, program.secrets);
    const result = await dispatch(inputs, program);
    const outputs = { result: result.result, ...result.outputs, reason: result.reason ?? '' };
    return { ...result, outputs };
}
async function dispatch(inputs, program) {
    if (inputs.command === 'validate') {
        const { validate } = await __webpack_require__.e(/* import() */ 541).then(__webpack_require__.bind(__webpack_require__, 17541));
        return validate(inputs, new _hosts_local_js__WEBPACK_IMPORTED_MODULE_1__/* .LocalHost */ .a(), program.log);
    }
    const { promote } = await Promise.all(/* import() */[__webpack_require__.e(541), __webpack_require__.e(245)]).then(__webpack_require__.bind(__webpack_require__, 46245));
    try {
        const { log, secrets, cancelled, remember } = program;
        return await promote(inputs, { log, secrets, cancelled, remember, caller: await program.caller() });
    }
    catch (error) {
        if (!(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Stop */ .VG) || error.outcome === 'usage')
            throw error;
        return beforeTheZip(error);
    }
}
/** A gate or a failure before there was a zip to speak of. */
function beforeTheZip(stop) {
    const result = stop.outcome === 'refused' || stop.outcome === 'unknown' ? stop.outcome : 'failed';
    return {
        command: 'promote',
        result,
        exitCode: _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .EXIT_CODES */ .ai[result],
        reason: stop.message,
        outputs: { changed: 'false', verified: 'none' },
        findings: [],
        zipPath: '',
        application: { name: '', caption: '', version: '', line: undefined, digest: '' },
        promotion: undefined,
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

/***/ 9009:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ callerOf)
/* harmony export */ });
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(48161);
/** Who runs us, as GitHub tells it. Loaded only when a promotion needs it. */

/** On a runner the actor and the address of the run; elsewhere the user of this machine. */
async function callerOf(env) {
    if (env.GITHUB_ACTIONS !== 'true') {
        return { who: userName(), run: 'from the command line', event: env.GITHUB_EVENT_NAME ?? '' };
    }
    const { context } = await Promise.all(/* import() */[__webpack_require__.e(119), __webpack_require__.e(413)]).then(__webpack_require__.bind(__webpack_require__, 92413));
    const repository = env.GITHUB_REPOSITORY ?? 'unknown repository';
    return {
        who: context.actor || 'unknown actor',
        run: `${context.serverUrl}/${repository}/actions/runs/${context.runId}`,
        event: context.eventName ?? '',
    };
}
function userName() {
    try {
        return (0,node_os__WEBPACK_IMPORTED_MODULE_0__.userInfo)().username;
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

/***/ 82477:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ LocalPrograms)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(73024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(51455);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(77030);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(48161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(19473);
/* harmony import */ var _dead_man_switch_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(76446);
/* harmony import */ var _exec_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(95359);
/* harmony import */ var _leftovers_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(95420);
/* harmony import */ var _process_group_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(12159);
/* harmony import */ var _quote_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(28976);
/* harmony import */ var _shell_words_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(41034);
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
        const folder = await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.mkdtemp((0,node_path__WEBPACK_IMPORTED_MODULE_5__.join)(await temporary(), `${this.#ourName}-`));
        try {
            const output = (0,node_path__WEBPACK_IMPORTED_MODULE_5__.join)(folder, 'out');
            const finished = await this.#run(command, output);
            const stdout = await (0,_exec_js__WEBPACK_IMPORTED_MODULE_8__/* .endOfFile */ .zP)(output);
            const refused = (0,_shell_words_js__WEBPACK_IMPORTED_MODULE_9__/* .sudoTrouble */ .Bz)(this.name, (0,_process_group_js__WEBPACK_IMPORTED_MODULE_10__/* .asUser */ .ex)(this.#user, ROOT), stdout);
            if (refused)
                throw refused;
            return { ...finished, stdout };
        }
        finally {
            await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.rm(folder, { recursive: true, force: true });
        }
    }
    async #run(command, output) {
        const marker = `group-${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(8).toString('hex')}`;
        let started;
        let ran = false;
        let timedOut = false;
        let ending;
        const late = POSIX && command.input instanceof Promise ? command.input : undefined;
        const pipe = late && (0,node_path__WEBPACK_IMPORTED_MODULE_5__.join)(await temporary(), `${this.#ourName}-${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(8).toString('hex')}.in`);
        const prefix = (0,_process_group_js__WEBPACK_IMPORTED_MODULE_10__/* .asUser */ .ex)(this.#user, ROOT);
        // Our own folder may be closed to another user.
        const cwd = command.cwd ?? (prefix.length > 0 ? '/' : undefined);
        const argv = POSIX
            ? (0,_process_group_js__WEBPACK_IMPORTED_MODULE_10__/* .groupArgv */ .w8)(command.argv, marker, { env: command.env, prefix, pipe, output })
            : [...command.argv];
        const out = command.onBytes ? (0,_exec_js__WEBPACK_IMPORTED_MODULE_8__/* .passOn */ .TH)(command.onBytes) : (0,_exec_js__WEBPACK_IMPORTED_MODULE_8__/* .collector */ .g7)(command.onLine);
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
        const err = (0,_exec_js__WEBPACK_IMPORTED_MODULE_8__/* .collector */ .g7)(command.onLine, POSIX ? (0,_process_group_js__WEBPACK_IMPORTED_MODULE_10__/* .markerFilter */ .jV)(marker, onStarted) : undefined);
        const timer = command.timeoutMs > 0 ? setTimeout(end, command.timeoutMs) : undefined;
        command.signal?.addEventListener('abort', end, { once: true });
        if (command.signal?.aborted)
            end();
        try {
            const code = await (0,_exec_js__WEBPACK_IMPORTED_MODULE_8__/* .execute */ .PJ)({
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
            if (POSIX && !started && !timedOut && code !== 0)
                throw new Error(stderr.trim() || `exit code ${code}`);
            await ending;
            const refused = (0,_shell_words_js__WEBPACK_IMPORTED_MODULE_9__/* .sudoTrouble */ .Bz)(this.name, prefix, stderr);
            if (refused)
                throw refused;
            return { code: timedOut ? undefined : code, stdout, stderr, timedOut };
        }
        catch (error) {
            // Once it has started, what is thrown comes from whoever listens to it.
            if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_6__/* .Stop */ .VG || ran)
                throw error;
            throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_6__/* .fail */ .fJ)('host-run', `Could not start ${command.argv[0]} on ${this.name}: ${(0,_exec_js__WEBPACK_IMPORTED_MODULE_8__/* .startTrouble */ .U4)(error, String(argv[0]))}.`, error);
        }
        finally {
            clearTimeout(timer);
            command.signal?.removeEventListener('abort', end);
            if (pipe)
                await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.rm(pipe, { force: true });
        }
    }
    shell(line, options) {
        const argv = POSIX ? ['sh', '-c', line] : ['cmd.exe', '/d', '/s', '/c', line];
        return new LocalPrograms(undefined, this.#token).run({ ...options, argv, detached: true });
    }
    async endGroup(started) {
        for (const signal of ['SIGTERM', 'SIGKILL']) {
            await this.#signal(started, signal);
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
        const argv = ['sh', '-c', (0,_leftovers_js__WEBPACK_IMPORTED_MODULE_11__/* .leftRunningScript */ .op)(await temporary(), token)];
        return (0,_leftovers_js__WEBPACK_IMPORTED_MODULE_11__/* .parseLeftRunning */ .u0)((await new LocalPrograms().run({ argv, timeoutMs: 60_000 })).stdout);
    }
    async removeLeftovers(token) {
        const parent = await temporary();
        const ours = (await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.readdir(parent)).filter((name) => name.startsWith(`${(0,_leftovers_js__WEBPACK_IMPORTED_MODULE_11__/* .folderName */ .ub)(token)}-`));
        // Another user's stay.
        for (const name of ours)
            await node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.rm((0,node_path__WEBPACK_IMPORTED_MODULE_5__.join)(parent, name), { recursive: true, force: true }).catch(() => { });
    }
    get #ourName() {
        return this.#token === undefined ? 'jampy-promote-run' : (0,_leftovers_js__WEBPACK_IMPORTED_MODULE_11__/* .folderName */ .ub)(this.#token);
    }
    commandLine(argv) {
        return (0,_quote_js__WEBPACK_IMPORTED_MODULE_12__/* .quoteWords */ .A)([...(0,_process_group_js__WEBPACK_IMPORTED_MODULE_10__/* .asUser */ .ex)(this.#user, ROOT), ...argv]);
    }
    async whenLost() {
        return _dead_man_switch_js__WEBPACK_IMPORTED_MODULE_7__/* .NO_SWITCH */ .$m;
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
    return node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.realpath((0,node_os__WEBPACK_IMPORTED_MODULE_4__.tmpdir)());
}
/**
 * Writes into a named pipe that its reader holds open; a reader that is gone wants nothing more. Never waits inside of the
 * system: for a reader that was ended, or one that does not read, that would keep our own process from ending.
 */
async function feed(pipe, input) {
    try {
        const text = await input;
        // Opened without a reader this fails at once.
        const fd = (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.openSync)(pipe, node_fs__WEBPACK_IMPORTED_MODULE_1__.constants.O_WRONLY | node_fs__WEBPACK_IMPORTED_MODULE_1__.constants.O_NONBLOCK);
        // How the program ended says what went wrong.
        new node_net__WEBPACK_IMPORTED_MODULE_3__.Socket({ fd, readable: false }).on('error', () => { }).end(text);
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
/* harmony import */ var _local_programs_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(82477);
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
const COMMANDS = ['validate', 'promote'];
const BOTH = COMMANDS;
const PROMOTE = ['promote'];
/** The inputs of today, in the order of action.yml. */
const INPUTS = [
    { name: 'command', help: 'what to do', commands: BOTH, default: 'validate' },
    {
        name: 'metadata-file',
        help: 'path or glob of the committed zip, exactly one match',
        commands: BOTH,
        default: 'metadata/*.zip',
    },
    {
        name: 'fail-on',
        help: 'validate: from which severity it fails, error, warning or never',
        commands: ['validate'],
        default: 'error',
    },
    { name: 'project-dir', help: 'folder of the Jam.py project', commands: PROMOTE },
    { name: 'url', help: 'root of the running application', commands: PROMOTE },
    { name: 'project-name', help: "task name expected at the target; default the zip's", commands: PROMOTE },
    { name: 'method', help: 'migration-folder or live; default by what is given', commands: PROMOTE },
    { name: 'builder-login', help: 'an administrator of the target, with JAMPY_BUILDER_PASSWORD', commands: PROMOTE },
    { name: 'builder-password', help: 'its password', commands: PROMOTE, secret: true },
    {
        name: 'app-login',
        help: "a user of the application, with JAMPY_APP_PASSWORD; default the builder's",
        commands: PROMOTE,
    },
    { name: 'app-password', help: 'its password', commands: PROMOTE, secret: true },
    {
        name: 'builder-path',
        help: "where Jam.py 7's Builder page was renamed to",
        commands: PROMOTE,
        default: 'builder.html',
    },
    { name: 'python', help: "the project's Python interpreter", commands: BOTH },
    {
        name: 'database-url',
        help: "the database as it is reached from here; default the project's own connection",
        commands: PROMOTE,
        secret: true,
    },
    {
        name: 'run-as',
        help: 'user that owns the project and imports; default the owner of admin.sqlite',
        commands: PROMOTE,
    },
    { name: 'ssh-host', help: 'the machine of project-dir; default this one', commands: PROMOTE },
    { name: 'ssh-port', help: 'its ssh port; default 22, or what ssh-config says', commands: PROMOTE },
    { name: 'ssh-user', help: 'login there', commands: PROMOTE },
    {
        name: 'ssh-key',
        help: "private key, or the path of its file; default OpenSSH's own",
        commands: PROMOTE,
        secret: true,
    },
    {
        name: 'ssh-known-hosts',
        help: "known_hosts lines of the host, or the path of a file; default OpenSSH's own",
        commands: PROMOTE,
    },
    {
        name: 'ssh-config',
        help: 'OpenSSH configuration (ProxyJump and the rest), or the path of a file',
        commands: PROMOTE,
    },
    {
        name: 'service',
        help: 'systemd:NAME, apache, gunicorn:PIDFILE or touch:PATH, in place of the commands below',
        commands: PROMOTE,
    },
    { name: 'stop-command', help: 'stops the service', commands: PROMOTE },
    { name: 'start-command', help: 'starts the service', commands: PROMOTE },
    { name: 'restart-command', help: 'restarts the service', commands: PROMOTE },
    { name: 'service-timeout', help: 'for each of the service commands', commands: PROMOTE, default: '3m' },
    { name: 'health-url', help: 'probed for "is it up"; default url', commands: PROMOTE },
    { name: 'allow-insecure-http', help: 'permit http:// to another machine', commands: PROMOTE, default: 'false' },
    {
        name: 'allow-unproven-database',
        help: 'permit a database that was never tried',
        commands: PROMOTE,
        default: 'false',
    },
    { name: 'allow-older-target', help: 'permit a target with an older Jam.py', commands: PROMOTE, default: 'false' },
    {
        name: 'allow-partial-verification',
        help: 'permit a database that can not be looked at',
        commands: PROMOTE,
        default: 'false',
    },
    { name: 'timeout', help: 'for the import itself: 90s, 30m, 2h', commands: PROMOTE, default: '30m' },
    { name: 'lock-timeout', help: 'how long to wait for another promotion', commands: PROMOTE, default: '0s' },
    { name: 'backup-dir', help: 'where the small backup goes; default beside the project', commands: PROMOTE },
];


/***/ }),

/***/ 96933:
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

;// CONCATENATED MODULE: ./build/inputs.js
/**
 * Every input (input-table.ts), typed and checked, secrets masked as they are read. All problems are told at once.
 */




/** Of the interface, but not built yet: named so that nobody searches for a typing error. */
const LATER_COMMANDS = ['plan', 'provision', 'rollback', 'export', 'unlock'];
const LATER_METHODS = ['copy-project'];
/** A promotion that waits for nothing would stop the service and cut its import off. In milliseconds. */
const SHORTEST = 1000;
const USER = /^[A-Za-z0-9_][A-Za-z0-9_.@\\-]*\$?$/;
const PORT = /^0*([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/;
const SSH_INPUTS = ['ssh-port', 'ssh-user', 'ssh-key', 'ssh-known-hosts', 'ssh-config'];
/**
 * Read, mask and check all inputs.
 * @throws Stop (usage) that lists every problem.
 */
function readInputs(lookup, workspace, secrets) {
    const values = new Map();
    for (const spec of input_table/* INPUTS */.m) {
        const given = (lookup(spec.name) ?? '').trim();
        if (spec.secret && given) {
            secrets.addUrl(given);
            secrets.add(given);
            if (spec.name === 'database-url')
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
    const inputs = command === 'promote' ? promoteInputs(reader, workspace) : validateInputs(reader, workspace);
    reader.stopOnProblems();
    return inputs;
}
/** Of an unknown command only the values can be judged, not what it lacks. */
function checkValues(reader, workspace) {
    for (const { name, default: value } of input_table/* INPUTS */.m)
        if (value === 'false')
            reader.flag(name);
    readTimes(reader);
    readSsh(reader);
    readService(reader);
    readMethod(reader, reader.folder('project-dir', workspace), reader.address('url'));
    reader.address('health-url');
    reader.databaseUrl(undefined);
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
        failOn: reader.oneOf('fail-on', ['error', 'warning', 'never']),
        python: reader.get('python'),
    };
}
function promoteInputs(reader, workspace) {
    const ssh = readSsh(reader);
    const projectDir = ssh ? reader.hostPath('project-dir') : reader.folder('project-dir', workspace);
    const url = reader.address('url');
    const method = readMethod(reader, projectDir, url);
    const builder = reader.login('builder');
    const service = readService(reader);
    const [stopCommand, startCommand, restartCommand] = ['stop-command', 'start-command', 'restart-command'].map((name) => reader.get(name));
    if (projectDir === undefined && reader.get('url') === undefined) {
        reader.problems.push('promote needs a target: give project-dir (the folder of the Jam.py project), url (its running address), or both.');
    }
    if (method === 'live' && url === undefined && projectDir !== undefined)
        reader.problems.push('method: live needs url.');
    if (method === 'migration-folder' && projectDir === undefined && url !== undefined)
        reader.problems.push('method: migration-folder needs project-dir.');
    checkService(reader, service, method === 'migration-folder' && projectDir !== undefined);
    return {
        command: 'promote',
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
    };
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
    if (LATER_METHODS.includes(given)) {
        reader.problems.push(`method: ${given} is not built yet. Write migration-folder or live.`);
        return 'migration-folder';
    }
    return reader.oneOf('method', ['migration-folder', 'live']);
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

/***/ 43213:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Qq: () => (/* binding */ text),
/* harmony export */   RO: () => (/* binding */ rowsOf),
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
    'failed-statement-count',
    'metadata-digest',
    'app-version',
    'jam-version',
    'jam-line',
    'target-jam-version',
    'backup-dir',
    'url',
];
/** Outputs of our own words and numbers, in which no secret can stand: a password "0" must not blot out a count. */
const OWN_OUTPUTS = /^(result|verified|changed|metadata-digest|jam-line|.+-count)$/;
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
        imported: `${name}${version} is in production`,
        unchanged: `${name}${version} was in production already`,
        refused: `The promotion of ${name}${version} was refused`,
        failed: `The promotion of ${name}${version} failed`,
        unknown: `The outcome of promoting ${name}${version} is not known`,
    };
    if (result.result === 'invalid' && result.command === 'validate')
        return `${name}${version} is not valid`;
    return sentences[result.result];
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


/***/ })

};

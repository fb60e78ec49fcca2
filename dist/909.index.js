export const id = 909;
export const ids = [909];
export const modules = {

/***/ 47164:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   v: () => (/* binding */ consentsOf)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(19473);
/* harmony import */ var _planning_consent_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(55658);
/** `destructive.allow`, the file of consents that is committed beside the zip and reviewed with it. */




const NAME = 'destructive.allow';
/**
 * The consents of a run: those of the input, and those of the file.
 * @param zipPath absolute. @param digest of the zip.
 * @throws Stop (usage) when a line of the file is none.
 */
async function consentsOf(given, zipPath, digest) {
    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(zipPath), NAME);
    const contents = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path, 'utf8').catch((error) => {
        if (error.code === 'ENOENT' || error.code === 'ENOTDIR')
            return '';
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .usage */ .CI)('consent-file', `${path} can not be read (${(0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .reasonOf */ .A3)(error)}).`);
    });
    const file = (0,_planning_consent_js__WEBPACK_IMPORTED_MODULE_3__/* .readConsentFile */ .zK)(contents, digest);
    if (file.problems.length > 0)
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .usage */ .CI)('consent-file', file.problems.join('\n'));
    return { consents: [...given, ...file.consents], outdated: file.outdated };
}


/***/ }),

/***/ 11909:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  connect: () => (/* binding */ connect),
  makeRun: () => (/* binding */ makeRun),
  promote: () => (/* binding */ promote_promote),
  shownUrl: () => (/* binding */ shownUrl)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/hosts/local.js
var local = __webpack_require__(60051);
;// CONCATENATED MODULE: ./build/hosts/open.js

/**
 * @param ssh undefined: this machine. @param interpreter a Python there, for copies of databases.
 * @param token of this run, letters and digits: names its temporary folder there.
 * @throws Stop: it can not be reached, or refuses us.
 */
async function openHost(ssh, interpreter, token) {
    if (ssh === undefined)
        return new local/* LocalHost */.a({ interpreter, token });
    const { SshHost } = await __webpack_require__.e(/* import() */ 237).then(__webpack_require__.bind(__webpack_require__, 41237));
    return SshHost.connect(ssh, interpreter, token);
}

// EXTERNAL MODULE: ./build/jampy/client.js
var jampy_client = __webpack_require__(9289);
// EXTERNAL MODULE: ./build/promotion/approval.js
var approval = __webpack_require__(65011);
// EXTERNAL MODULE: ./build/metadata/enums.js
var enums = __webpack_require__(65594);
// EXTERNAL MODULE: ./build/promotion/journal.js
var promotion_journal = __webpack_require__(5441);
// EXTERNAL MODULE: ./build/promotion/run.js
var promotion_run = __webpack_require__(14951);
;// CONCATENATED MODULE: ./build/promotion/ending.js
/** How a promotion ends that did not come to its verdict: which result that is, and the sentence that tells the target's state. */




/** What ended a promotion that was cancelled is told too, unless it is only that it was. */
const NOT_WORTH_TELLING = /operation was aborted|^The run was cancelled/i;
/** What speaks of one call only, and not of the target's state. */
const ONE_CALL = /^(ssh|host)-|^upload-damaged$|^sudo-refused$|^admin-unreadable$/;
/** The end of a promotion that never came to its target. */
function endedBefore(stop, around) {
    return ended(nothingYet(), (0,promotion_journal/* noSteps */.jV)(), stop, around);
}
function nothingYet() {
    return { changed: false, checks: [], backup: undefined, failedStatements: 0, target: undefined, plan: undefined };
}
function ended(progress, steps, error, { cancelled }) {
    const stop = error instanceof errors/* Stop */.VG ? error : undefined;
    const known = stop ? (0,errors/* resultOf */.Bg)(stop) : 'failed';
    const own = stop ? stop.message : `Something unexpected happened: ${(0,errors/* reasonOf */.A3)(error)}.`;
    const toldAsCancelled = cancelled.aborted && NOT_WORTH_TELLING.test(own);
    const midway = steps.phase !== undefined && (stop === undefined || ONE_CALL.test(stop.id));
    const stateIsOpen = toldAsCancelled || stop?.id === 'ssh-lost' || midway;
    const sentences = [
        cancelled.aborted ? 'The run was cancelled.' : '',
        toldAsCancelled ? '' : own,
        stateIsOpen ? stateText(progress, steps) : '',
        steps.service ?? '',
        steps.unfinished ? 'Promoting again puts the target in order.' : '',
        progress.backup && progress.changed ? progress.backup.sentence : '',
    ];
    const lostSight = progress.changed && stateIsOpen && (toldAsCancelled || steps.claim === undefined);
    return {
        ...progress,
        result: lostSight ? 'unknown' : toldAsCancelled ? 'failed' : known,
        verified: progress.checks.length > 0 ? lessThanFull(progress.checks) : 'none',
        unfinished: steps.unfinished,
        reason: sentences.filter(Boolean).join(' '),
        errorId: toldAsCancelled ? 'cancelled' : (stop?.id ?? 'unexpected'),
    };
}
/** What was looked at when the run was cancelled says nothing. @throws Stop `cancelled` */
function failuresOf(run, progress) {
    const failures = progress.checks.flatMap((check) => check.failures);
    if (failures.length > 0)
        (0,promotion_run/* stopIfCancelled */.FE)(run);
    return failures;
}
/** What is known of a target that was left in the middle, by a cancelled run or a connection that broke. */
function stateText({ changed, target }, { claim, phase }) {
    if (!changed)
        return phase === undefined ? 'Nothing was changed.' : 'Nothing was imported.';
    if (claim === 'success')
        return 'Jam.py says that it imported the zip. Promote again, which then only verifies.';
    if (claim === 'failure')
        return 'Jam.py did not import the zip.';
    const half = target?.metadata.dbType === enums/* DB_TYPE */.Ub.MYSQL
        ? 'on MySQL and MariaDB an unfinished import stays half done'
        : 'an unfinished import is rolled back by PostgreSQL';
    return `The import had begun, and its outcome is not known: ${half}. Promote again, which settles it.`;
}
/** Whatever was compared and found wrong is never `full`. */
function lessThanFull(checks) {
    return (0,promotion_run/* verifiedOf */.iW)(checks) === 'none' ? 'none' : 'partial';
}

// EXTERNAL MODULE: ./build/promotion/gates.js
var gates = __webpack_require__(72226);
// EXTERNAL MODULE: ./build/promotion/owner.js
var owner = __webpack_require__(70589);
// EXTERNAL MODULE: ./build/promotion/preflight/owner.js
var preflight_owner = __webpack_require__(65201);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
// EXTERNAL MODULE: ./build/metadata/compare.js
var compare = __webpack_require__(63691);
// EXTERNAL MODULE: ./build/metadata/rebuild.js
var rebuild = __webpack_require__(2439);
// EXTERNAL MODULE: ./build/planning/sql/statement.js
var sql_statement = __webpack_require__(49018);
;// CONCATENATED MODULE: ./build/planning/log-difference.js
/**
 * Is Jam.py's import log what was planned? Its SQL section is one text: every statement behind a line break, and behind
 * those that failed, on MySQL and SQLite behind all that follow too, an error (docs/jampy.md, "The import log").
 */

const log_difference_short = (sql) => (0,sql_statement/* firstLine */.T)(sql, 160);
/**
 * @param log the whole log. @param stops the database stops at the first failure (PostgreSQL).
 * @returns one clause that says what differs; undefined: it is as planned.
 */
function logDifference(planned, log, stops) {
    const text = log.replaceAll('\r\n', '\n');
    let at = 0;
    for (const [position, { sql, risk }] of planned.entries()) {
        const wanted = `\n${sql}`;
        const found = text.indexOf(wanted, at);
        if (found < 0) {
            const before = planned[position - 1];
            if (stops && before && (before.risk === 'will-fail' || !sql_statement/* STATEMENT */.U.test(text.slice(at)))) {
                return before.risk === 'will-fail'
                    ? undefined
                    : `Jam.py stopped behind ${log_difference_short(before.sql)}, which was not foretold`;
            }
            return `the plan has ${log_difference_short(sql)}, and the log does not`;
        }
        const between = text.slice(at, found);
        const extra = sql_statement/* STATEMENT */.U.exec(between);
        if (extra)
            return `the log has ${log_difference_short(between.slice(extra.index))}, and the plan does not`;
        if (position > 0 && between.trim() === '' && planned[position - 1]?.risk === 'will-fail')
            return `${log_difference_short(planned[position - 1]?.sql ?? '')} was foretold to fail, and the log shows no error`;
        at = found + wanted.length;
        if (risk === 'will-fail' && stops)
            break;
    }
    const rest = text.slice(at);
    const extra = sql_statement/* STATEMENT */.U.exec(rest);
    return extra ? `the log has ${log_difference_short(rest.slice(extra.index))}, and the plan does not` : undefined;
}

// EXTERNAL MODULE: ./build/planning/plan-text.js
var plan_text = __webpack_require__(39341);
// EXTERNAL MODULE: ./build/jampy/target-state.js
var target_state = __webpack_require__(76767);
// EXTERNAL MODULE: ./build/promotion/service.js
var promotion_service = __webpack_require__(88301);
;// CONCATENATED MODULE: ./build/promotion/new-target.js
/** A project that nothing serves yet, as one that was made a moment ago: it is imported into, then its service is tried. */



/** How long a service that was started for the first time may take to answer, in milliseconds. */
const FIRST_ANSWER = 60_000;
/** Whether the target is a project without an application that nobody answers for. */
function isNotServed({ inputs }, { state, answers: up }) {
    return inputs.mayBeNew && inputs.method === 'migration-folder' && (0,target_state/* isEmpty */.Im)(state) && up !== true;
}
/** The same run for a target without a service: nothing is stopped or started, and nobody is asked. */
function withoutService(run, why) {
    const none = { service: undefined, stopCommand: undefined, startCommand: undefined, restartCommand: undefined };
    return {
        ...run,
        client: undefined,
        notServed: why,
        inputs: { ...run.inputs, ...none, url: undefined, healthUrl: undefined },
    };
}
/** @returns the run to verify with: the one given, or, where the service can not be started yet, one that asks nobody. */
async function startNew(run) {
    if (!(0,promotion_service/* canRestart */.y6)(run))
        return notYet(run, 'no service command is given');
    try {
        await run.log.step('Start the service', () => (0,promotion_service/* serviceCommand */.xi)(run, (0,promotion_service/* canStop */.lg)(run) ? 'start' : 'restart'));
    }
    catch (error) {
        return notYet(run, (0,promotion_run/* troubleOf */.LH)(error));
    }
    if (run.inputs.url === undefined || (await (0,promotion_service/* answers */.GA)(run, FIRST_ANSWER)))
        return run;
    return notYet(run, `nothing answers at ${new URL(run.inputs.url).origin}`);
}
function notYet(run, why) {
    run.log.warning(`The service of the new project does not run yet (${why}): set it up and start it. Promoting again then looks at the application too.`);
    return withoutService(run, `the service of the new project does not run yet (${why})`);
}

// EXTERNAL MODULE: ./build/promotion/record.js
var record = __webpack_require__(58481);
// EXTERNAL MODULE: ./build/promotion/look.js
var look = __webpack_require__(39387);
// EXTERNAL MODULE: ./build/metadata/model.js
var model = __webpack_require__(43213);
;// CONCATENATED MODULE: ./build/promotion/verdict/application.js
/**
 * Verdict, part four: the application answers. `/` proves nothing and `load` little, so every item is opened
 * (docs/jampy.md, "Looking at the application").
 */




/** How long a started application may take until it has loaded, once it answers. */
const LOAD_LIMIT = 90_000;
/** How long nothing may answer: after an import it was waited for before. */
const SILENCE_LIMIT = 5_000;
const POLL = 500;
/** Jam.py reads privileges again in the process that imported only (docs/jampy.md, "Several workers"). */
const OLD_PRIVILEGES = ' (the zip allows it: some workers go by privileges from before the import; restart the service)';
/** Items whose pages show rows: real items, detail prototypes and v7's details, with a table or copies of one. */
function openItems(zip) {
    const types = zip.line === 7 ? [enums/* TYPE */.ZE.ITEM, enums/* TYPE */.ZE.TABLE, enums/* TYPE */.ZE.DETAIL] : [enums/* TYPE */.ZE.ITEM, enums/* TYPE */.ZE.TABLE];
    const items = (0,model/* rowsOf */.RO)(zip, 'sys_items');
    const byId = new Map(items.map((item) => [(0,model/* int */.Wh)(item, 'id'), item]));
    return items.filter((item) => {
        if (!types.includes((0,model/* int */.Wh)(item, 'type_id') ?? 0) || (0,model/* truthy */.vN)(item, 'f_virtual_table'))
            return false;
        if ((0,model/* int */.Wh)(item, 'type_id') === enums/* TYPE */.ZE.DETAIL) {
            const prototype = byId.get((0,model/* int */.Wh)(item, 'table_id'));
            return prototype !== undefined && !(0,model/* truthy */.vN)(prototype, 'f_virtual_table');
        }
        return (0,model/* text */.Qq)(item, 'f_table_name') !== '' || (0,model/* truthy */.vN)(item, 'f_copy_of');
    });
}
async function checkApplication(run, zip) {
    if (!run.client)
        return (0,promotion_run/* emptyCheck */.Ec)('application', `the application was not looked at: ${run.notServed ?? 'no url is given'}`, 'not-looked-at');
    // A session of our own: the Builder's login says nothing about what users see.
    const client = new jampy_client/* JamClient */.cd(run.inputs.url, run.cancelled);
    const where = client.root.href;
    const broken = (why) => {
        const check = (0,promotion_run/* emptyCheck */.Ec)('application', `${where} was asked to load the application`);
        check.failures.push(`the application at ${where} does not work: ${why}`);
        return check;
    };
    let loaded;
    try {
        loaded = await load(client);
        if (typeof loaded === 'string')
            return broken(loaded);
        if (loaded.status === jampy_client/* STATUS */.XQ.NOT_LOGGED) {
            const { app } = run.inputs;
            if (!app)
                return notSeen(`${where} asks for a login (safe mode is on): give app-login and app-password to have it looked at`);
            if (!(await client.login(zip.line, jampy_client/* APPLICATION */.zb, app.login, app.password))) {
                return notSeen(`${where} refused the login of ${app.login}: give app-login and app-password of a user of the application`);
            }
            loaded = await load(client);
            if (typeof loaded === 'string')
                return broken(loaded);
        }
    }
    catch (error) {
        return broken((0,promotion_run/* troubleOf */.LH)(error));
    }
    if (loaded.status !== jampy_client/* STATUS */.XQ.RESPONSE)
        return broken((0,jampy_client/* describe */.q0)(loaded));
    return openAll(client, zip, loaded, where);
}
function notSeen(why) {
    return (0,promotion_run/* emptyCheck */.Ec)('application', `the application was not looked at: ${why}`, 'not-looked-at');
}
/** `load`, waiting while v5 is still loading; a text says what is wrong. */
async function load(client) {
    let deadline = Date.now() + LOAD_LIMIT;
    for (;;) {
        let trouble;
        try {
            const answer = await client.call('load', jampy_client/* APPLICATION */.zb, 0, null);
            if (answer.status === jampy_client/* STATUS */.XQ.RESPONSE || answer.status === jampy_client/* STATUS */.XQ.NOT_LOGGED)
                return answer;
            trouble = (0,jampy_client/* describe */.q0)(answer);
            // Anything but loading and maintenance does not get better by waiting.
            if (answer.status !== jampy_client/* STATUS */.XQ.LOADING && answer.status !== jampy_client/* STATUS */.XQ.MAINTENANCE)
                return trouble;
        }
        catch (error) {
            trouble = (0,promotion_run/* troubleOf */.LH)(error);
            if (error instanceof jampy_client/* NotAnApiAnswer */.FY)
                return trouble;
            deadline = Math.min(deadline, Date.now() + SILENCE_LIMIT);
        }
        if (Date.now() >= deadline)
            return trouble;
        await (0,promotion_run/* sleep */.yy)(POLL);
    }
}
/** Ids of items that the logged-in role may not view by the zip's own privileges; none in open mode. */
function mayNotView(zip, loaded) {
    const data = loaded.data[0];
    const role = data.user_info?.role_id;
    if (!data.settings?.SAFE_MODE || typeof role !== 'number')
        return () => false;
    const allowed = new Set((0,model/* rowsOf */.RO)(zip, 'sys_privileges')
        .filter((row) => (0,model/* int */.Wh)(row, 'owner_rec_id') === role && (0,model/* truthy */.vN)(row, 'f_can_view'))
        .map((row) => (0,model/* int */.Wh)(row, 'item_id')));
    return (item) => !allowed.has((0,model/* int */.Wh)(item, 'id'));
}
async function openAll(client, zip, loaded, where) {
    const hidden = mayNotView(zip, loaded);
    const items = openItems(zip);
    const broken = [];
    const unseen = [];
    let opened = 0;
    for (const item of items) {
        const name = (0,model/* text */.Qq)(item, 'f_item_name');
        if (hidden(item)) {
            unseen.push(name);
            continue;
        }
        const trouble = await openItem(client, (0,model/* int */.Wh)(item, 'id') ?? 0);
        opened++;
        if (trouble)
            broken.push(`${name} (${trouble})`);
    }
    const check = (0,promotion_run/* emptyCheck */.Ec)('application', `${opened} items opened at ${where}`);
    if (broken.length > 0) {
        const old = broken.some((text) => text.includes('not allowed to view')) ? OLD_PRIVILEGES : '';
        check.failures.push(`the application does not open: ${(0,promotion_run/* some */.zN)(broken)}${old}`);
    }
    if (unseen.length > 0) {
        check.seen = opened === 0 ? 'not-looked-at' : 'all';
        check.notes.push(`Not looked at, since the login may not view them: ${(0,promotion_run/* some */.zN)(unseen, 20)}.`);
    }
    return check;
}
/** undefined when rows came; v7 hides SQL errors behind a normal status, so the rows themselves must be there. */
async function openItem(client, itemId) {
    try {
        const answer = await client.open(jampy_client/* APPLICATION */.zb, itemId, { limit: 1, expanded: true });
        const rows = Array.isArray(answer.data) ? answer.data[0] : undefined;
        if (answer.status === jampy_client/* STATUS */.XQ.RESPONSE && Array.isArray(rows))
            return undefined;
        return answer.status === jampy_client/* STATUS */.XQ.RESPONSE
            ? 'its rows can not be read: a table or column is missing or of another type'
            : (0,jampy_client/* describe */.q0)(answer);
    }
    catch (error) {
        return (0,promotion_run/* troubleOf */.LH)(error);
    }
}

// EXTERNAL MODULE: ./build/promotion/verdict/builder-tables.js
var builder_tables = __webpack_require__(39161);
// EXTERNAL MODULE: ./build/database/connection.js
var connection = __webpack_require__(77426);
// EXTERNAL MODULE: ./build/planning/schema-difference.js
var schema_difference = __webpack_require__(47549);
// EXTERNAL MODULE: ./build/promotion/database.js + 2 modules
var database = __webpack_require__(93481);
;// CONCATENATED MODULE: ./build/promotion/verdict/database.js
/** Verdict, part three: the database has what the metadata needs, in its own catalogue. */






/**
 * @param before the target's metadata before the import; undefined when none ran.
 */
async function checkDatabase(run, seen, zip, before) {
    if (!seen.connection) {
        return (0,promotion_run/* emptyCheck */.Ec)('database', `the database was not looked at: ${seen.catalogueTrouble}`, 'not-looked-at');
    }
    let catalogue;
    try {
        catalogue = await (0,database/* readDatabase */.SY)(run, seen.connection);
    }
    catch (error) {
        return (0,promotion_run/* emptyCheck */.Ec)('database', `the database was not looked at: ${(0,errors/* reasonOf */.A3)(error)}`, 'not-looked-at');
    }
    const found = (0,schema_difference/* compareSchema */.F)((0,compare/* recased */.WK)(zip, seen.state.metadata.dbType), catalogue, before);
    const check = (0,promotion_run/* emptyCheck */.Ec)('database', `${found.tableCount} tables, ${found.columnCount} columns and ${found.indexCount} indexes looked up in the ${(0,connection/* connectionName */.u7)(seen.connection)}`);
    const text = ({ object, detail }) => `${object}: ${detail}`;
    const failed = found.differences.filter((difference) => difference.severity === 'failed').map(text);
    const older = found.differences.filter((difference) => difference.severity === 'warning').map(text);
    if (failed.length > 0)
        check.failures.push(`the database is not what the metadata need: ${(0,promotion_run/* some */.zN)(failed)}`);
    if (older.length > 0) {
        check.warnings.push(`The database differs from the metadata where Jam.py changes nothing by itself: ${(0,promotion_run/* some */.zN)(older)}.`);
    }
    if (found.extra.length > 0)
        check.notes.push(`The database also holds what the metadata do not know: ${(0,promotion_run/* some */.zN)(found.extra)}.`);
    return check;
}

// EXTERNAL MODULE: ./build/promotion/files.js
var promotion_files = __webpack_require__(13257);
;// CONCATENATED MODULE: ./build/promotion/verdict/files.js


async function checkFiles(run, zip) {
    const comparison = await (0,promotion_files/* compareFiles */.hZ)(zip, (0,promotion_files/* targetFiles */.jA)(run));
    const how = comparison.asText ? ' as text' : '';
    const generated = comparison.generated > 0 ? `, ${comparison.generated} not compared since Jam.py makes them itself` : '';
    const check = (0,promotion_run/* emptyCheck */.Ec)('files', `${comparison.compared} files compared${how} with the zip${generated}`);
    if (comparison.missing.length > 0)
        check.failures.push(`files missing at the target: ${(0,promotion_run/* some */.zN)(comparison.missing)}`);
    if (comparison.different.length > 0)
        check.failures.push(`files that are not the zip's: ${(0,promotion_run/* some */.zN)(comparison.different)}`);
    return check;
}

;// CONCATENATED MODULE: ./build/promotion/verdict/traces.js
/** Verdict, part five: nothing of the import is left behind, and nothing says that it went wrong. */


/**
 * @param after the target as it is now.
 * @param before the target as it was. @param outcome undefined when no import ran.
 */
async function checkTraces(run, after, before, outcome) {
    const check = (0,promotion_run/* emptyCheck */.Ec)('traces', 'no leftovers of an import');
    const { projectDir } = run.inputs;
    if (projectDir !== undefined) {
        const left = (await run.host.list((0,external_node_path_.join)(projectDir, 'migration'))) ?? [];
        if (left.length > 0)
            check.failures.push(`the migration folder still holds ${(0,promotion_run/* some */.zN)(left)}`);
        if (await run.host.stat((0,external_node_path_.join)(projectDir, '_admin.sqlite'))) {
            check.failures.push('_admin.sqlite is there: the import was interrupted, and the next start would put old metadata back');
        }
    }
    if (after.maintenance) {
        check.failures.push('the target is still marked as under maintenance (its next start clears the mark)');
    }
    if (outcome?.byService && after.counters.build <= before.counters.build) {
        check.failures.push('the target did not count the import: several of its processes imported at once, and one that failed wrote the old settings back (give python, so that exactly one imports)');
    }
    const failed = failedStatements(outcome);
    if (failed.length > 0) {
        check.warnings.push(`Jam.py's own log shows ${failed.length} failed statement${failed.length === 1 ? '' : 's'}, whatever it says on its first line: ${(0,promotion_run/* some */.zN)(failed, 3)}.`);
    }
    return check;
}
function failedStatements(outcome) {
    return (outcome?.log?.failures ?? []).map(({ sql, error }) => `${sql.replace(/\s+/g, ' ').slice(0, 200)} → ${(error ?? '').replace(/\s+/g, ' ').slice(0, 200)}`);
}

;// CONCATENATED MODULE: ./build/promotion/verdict/verdict.js
/** Our own answer to "did it work?": every part is looked up at the target, whatever Jam.py said. */









/**
 * @param seen the target as it was before.
 * @returns one check a part, in the order of Part; nothing throws: what could not be seen is told as such.
 */
async function reachVerdict(run, zip, seen, imported) {
    const now = imported.outcome === undefined ? seen.state : await readState(run, seen).catch((error) => (0,promotion_run/* troubleOf */.LH)(error));
    const unread = (part, why) => (0,promotion_run/* emptyCheck */.Ec)(part, `the ${part} could not be read back: ${why}`, 'not-looked-at');
    const checks = typeof now === 'string'
        ? [unread('builder tables', now), unread('traces', now)]
        : [(0,builder_tables/* checkBuilderTables */.B)(zip, now), await checkTraces(run, now, seen.state, imported.outcome)];
    checks.splice(1, 0, await guarded('files', () => checkFiles(run, zip)), await guarded('database', () => checkDatabase(run, seen, zip, imported.before)), await guarded('application', () => checkApplication(run, zip)));
    for (const check of checks)
        tell(run, check);
    // Builder tables that can not be read back after an import are no proof of anything.
    if (typeof now === 'string')
        checks[0]?.failures.push(`the builder tables could not be read back (${now})`);
    return checks;
}
/** The target as it is now. @throws Stop when it can not be read */
async function readState(run, seen) {
    if (run.inputs.projectDir !== undefined) {
        const admin = await (0,look/* readAdminCopy */.N)(run, (0,external_node_path_.join)(run.inputs.projectDir, 'admin.sqlite'));
        return (0,target_state/* stateFromAdmin */.xA)(admin, { production: seen.state.production, jamVersion: seen.state.jamVersion });
    }
    return (0,target_state/* stateOverApi */.Mr)(run.client, seen.state.metadata.line);
}
async function guarded(part, work) {
    try {
        return await work();
    }
    catch (error) {
        const check = (0,promotion_run/* emptyCheck */.Ec)(part, `the ${part} could not be looked at: ${(0,promotion_run/* troubleOf */.LH)(error)}`, 'not-looked-at');
        check.failures.push(`the ${part} could not be looked at (${(0,promotion_run/* troubleOf */.LH)(error)})`);
        return check;
    }
}
function tell(run, check) {
    const good = check.failures.length === 0 && check.seen !== 'not-looked-at';
    run.log.info(`${good ? 'good' : check.failures.length > 0 ? 'WRONG' : 'not seen'}: ${check.summary}.`);
    for (const failure of check.failures)
        run.log.error(`${failure}.`);
    for (const warning of check.warnings)
        run.log.warning(warning);
    for (const note of check.notes)
        run.log.info(note);
}

;// CONCATENATED MODULE: ./build/promotion/already-equal.js
/** The end of a promotion whose target equals the zip, be it from before or as a copy: it is looked up, and nothing imported. */






async function unchanged(run, zip, seen, progress) {
    if (!run.copied)
        run.log.info('The target already equals the zip: nothing is stopped, restarted or written.');
    progress.checks = await run.log.step('Verify', () => reachVerdict(run, zip, seen, { outcome: undefined, before: undefined }));
    const failures = failuresOf(run, progress);
    const result = failures.length > 0 ? 'failed' : 'unchanged';
    return {
        ...progress,
        result,
        errorId: failures.length > 0 ? 'not-proven' : undefined,
        verified: failures.length > 0 ? lessThanFull(progress.checks) : (0,promotion_run/* verifiedOf */.iW)(progress.checks),
        reason: failures.length > 0
            ? `The target's metadata and files equal the zip, but it is not well: ${failures.join('; ')}. ${run.copied ? 'It was copied by this run.' : 'Nothing was changed by this run.'}${seen.answers === false ? ' The service does not answer: if it was left stopped, start it.' : ''}`
            : undefined,
    };
}
/** The target was made by this run, so its service is started for the first time. */
async function justCopied(given, folder, zip, seen, progress) {
    progress.changed = true;
    const run = await startNew(given);
    const ended = await unchanged(run, zip, seen, progress);
    if (ended.result !== 'unchanged')
        return ended;
    await (0,record/* recordPromotion */.Z)(run, folder, zip, seen.state.metadata.dbType);
    return { ...ended, result: 'imported' };
}
/** For a target that does not equal the zip. */
function copyNeverImports({ inputs, copied }) {
    if (copied)
        return (0,errors/* fail */.fJ)('copy-differs', 'The copy does not equal the zip any more: something changed it a moment after it was made.');
    return (0,errors/* refuse */.TR)('folder-not-empty', `project-dir (${inputs.projectDir}) holds a project that does not equal the zip, and method: copy-project makes new ones only: give an empty folder. Nothing was changed.`);
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
;// CONCATENATED MODULE: ./build/promotion/backup.js
/** A small backup before the import: the project's metadata and every file that the zip will overwrite. */




const PRIVATE_FOLDER = { mode: 0o700 };
const PRIVATE_FILE = { mode: 0o600 };
/**
 * @returns where the backup is.
 * @throws Stop when it can not be written; nothing of the target was touched by then.
 */
async function makeBackup(run, zip, seen, folder) {
    const { inputs, log } = run;
    const { host } = folder;
    const time = new Date()
        .toISOString()
        .replace(/[-:]/g, '')
        .replace(/\.\d+Z$/, 'Z');
    const path = (0,external_node_path_.join)(folder.path, `${folder.slug}-${time}-${process.pid}`);
    await host.makeDirectory(path, PRIVATE_FOLDER);
    if (inputs.projectDir !== undefined) {
        const admin = await adminBytes(run, (0,external_node_path_.join)(inputs.projectDir, 'admin.sqlite'));
        await host.writeFile((0,external_node_path_.join)(path, 'admin.sqlite'), admin, PRIVATE_FILE);
    }
    else {
        // The builder tables hold no logins; users and the project's connection are not among them.
        const tables = Buffer.from(`${JSON.stringify({ db_type: seen.state.metadata.dbType, ...seen.state.metadata.tables }, null, 1)}\n`);
        await host.writeFile((0,external_node_path_.join)(path, 'builder-tables.json'), tables, PRIVATE_FILE);
    }
    const copied = await copyFiles(run, zip, host, path);
    await host.writeFile((0,external_node_path_.join)(path, 'README.txt'), Buffer.from(instructions(inputs.projectDir, path)), PRIVATE_FILE);
    const where = host.remote ? ` on ${host.name}` : '';
    log.info(`Backup of the metadata and of ${copied} files that the zip overwrites: ${path}${where}`);
    log.info(`To put it back by hand: see ${(0,external_node_path_.join)(path, 'README.txt')}. The database's own data are not in it.`);
    return {
        path,
        sentence: `A backup from before is in ${path}${where}; its README.txt says how to put it back by hand.`,
    };
}
async function adminBytes(run, adminPath) {
    const folder = await (0,promises_.mkdtemp)((0,external_node_path_.join)((0,external_node_os_.tmpdir)(), `jampy-promote-${run.token}-`));
    try {
        await run.host.snapshotDatabase(adminPath, (0,external_node_path_.join)(folder, 'admin.sqlite'));
        return await (0,promises_.readFile)((0,external_node_path_.join)(folder, 'admin.sqlite'));
    }
    finally {
        await (0,promises_.rm)(folder, { recursive: true, force: true });
    }
}
/** Every file of the target that the zip overwrites. @returns how many. */
async function copyFiles(run, zip, host, path) {
    const target = (0,promotion_files/* targetFiles */.jA)(run);
    const there = await target.compare(zip.files);
    const made = new Set();
    const copies = [];
    for (const [name, { equal }] of there) {
        for (const parent of parentsOf((0,external_node_path_.dirname)((0,external_node_path_.join)('files', name)))) {
            if (made.has(parent))
                continue;
            await host.makeDirectory((0,external_node_path_.join)(path, parent), PRIVATE_FOLDER);
            made.add(parent);
        }
        const bytes = equal && !target.asText ? zip.files.get(name) : await target.read(name);
        if (bytes)
            copies.push(host.writeFile((0,external_node_path_.join)(path, 'files', name), bytes, PRIVATE_FILE));
        if (copies.length >= 16)
            await Promise.all(copies.splice(0));
    }
    await Promise.all(copies);
    return there.size;
}
/** `a/b/c` → a, a/b, a/b/c. */
function parentsOf(path) {
    const parts = path.split(/[\\/]/);
    return parts.map((_, position) => (0,external_node_path_.join)(...parts.slice(0, position + 1)));
}
function instructions(projectDir, path) {
    const start = [
        'What is here: the metadata and the files of a Jam.py project from before a promotion.',
        'What is not here: the data and tables of its database. What an import dropped comes back from a database backup only.',
        '',
        'To put it back by hand:',
    ];
    const steps = projectDir === undefined
        ? [
            '1. files/ holds every file that the promotion would overwrite (text files as the Builder shows them): put them back into the project folder on the server.',
            '2. builder-tables.json holds the builder tables. The simplest way back is to export the earlier state from the project it came from and import that zip; this file tells what it was.',
            '3. Restart the server.',
        ]
        : [
            '1. Stop the service, all of its processes.',
            `2. Make sure that ${(0,external_node_path_.join)(projectDir, 'migration')} is empty and ${(0,external_node_path_.join)(projectDir, '_admin.sqlite')} is not there.`,
            `3. Copy ${(0,external_node_path_.join)(path, 'admin.sqlite')} over ${(0,external_node_path_.join)(projectDir, 'admin.sqlite')}, keeping its owner and mode.`,
            `4. Copy everything in ${(0,external_node_path_.join)(path, 'files')} over ${projectDir}, keeping owners and modes.`,
            '5. Compare the database with what this metadata expects: tables and columns that the import made or dropped are not undone by this.',
            '6. Start the service.',
        ];
    return `${[...start, ...steps].join('\n')}\n`;
}

// EXTERNAL MODULE: ./build/promotion/bring-back.js
var bring_back = __webpack_require__(26644);
// EXTERNAL MODULE: ./build/promotion/permissions.js
var permissions = __webpack_require__(52818);
// EXTERNAL MODULE: ./build/hosts/quote.js
var quote = __webpack_require__(28976);
// EXTERNAL MODULE: ./build/promotion/service-commands.js
var service_commands = __webpack_require__(6832);
;// CONCATENATED MODULE: ./build/promotion/when-lost.js
/** What a remote host does by itself when the connection to it stays broken in the middle of a promotion. */





const when_lost_POLL = 1000;
/** How long a host that has taken over may take to start the service, in milliseconds, beside `service-timeout`. */
const DONE_LIMIT = 10_000;
/**
 * An import that has begun is let end; then our zip is taken out of migration/, the project folder gets its permissions
 * back, and the service is started where we stopped it, or else reloaded. Armed before the stop, disarmed before we start
 * it ourselves.
 */
async function armSwitch(run, places, before) {
    const start = await (0,service_commands/* bringBackLine */.sq)(run);
    const ours = ['-maxdepth', '2', '-type', 'f', '-name', `*${(0,promotion_journal/* zipName */.XA)(run.token)}*`, '-delete'];
    const mode = before.get(places.project)?.mode.toString(8).padStart(5, '0');
    const lines = [
        run.host.commandLine(['find', places.project, ...ours]),
        ...(mode === undefined ? [] : [run.host.commandLine(['chmod', mode, '--', places.project])]),
        ...(start === undefined ? [] : [(0,quote/* quoteWords */.A)(['sh', '-c', start])]),
    ];
    return run.operator.whenLost(lines.join('\n'), run.inputs.timeoutMs);
}
/** Asked before each step that would cross what the host does by itself. @throws Stop when it has taken over. */
async function stillHeard(run, whenLost) {
    if (await whenLost.fired())
        throw hostTookOver(run);
}
/** @throws Stop when the host has started the service by itself. */
async function startIsOurs(run, whenLost) {
    if (!(await whenLost.disarm()))
        throw hostTookOver(run);
}
function hostTookOver(run) {
    return (0,errors/* lost */.DU)('host-took-over', `The connection to ${run.operator.name} was broken so long that the host put itself in order: it lets an import that had begun end, takes a zip of ours out of migration/ and starts the service as far as it had been stopped.`);
}
/**
 * After a failure: who brings the service back. `after host`: it has done it, perhaps before a stop of ours came to its
 * end, so that it has to be looked at.
 */
async function whoseTurn(run, whenLost) {
    const disarmed = await whenLost.disarm().catch(() => undefined);
    if (disarmed !== false)
        return disarmed ? 'ours' : 'host';
    const deadline = Date.now() + run.inputs.serviceTimeoutMs + DONE_LIMIT;
    for (; Date.now() < deadline && !run.cancelled.aborted; await (0,promotion_run/* sleep */.yy)(when_lost_POLL)) {
        if (await whenLost.done().catch(() => false))
            return 'after host';
    }
    return 'host';
}

;// CONCATENATED MODULE: ./build/promotion/break-off.js
/** An import by the migration folder breaks off: nothing of it stays, and the service runs again. */





/** Ids of calls whose end was not seen: what they began may still go on. */
const UNSEEN = ['ssh-lost', 'ssh-time'];
/**
 * First the zip is taken away, then the service brought back: a start would import what lies there. What is left to do
 * stays in the journal, and is told in `journal.steps`.
 * @param service what has to be done for it.
 */
async function breakOff(run, journal, places, before, whenLost, service, error) {
    const { steps } = journal;
    const unseen = error instanceof errors/* Stop */.VG && UNSEEN.includes(error.id);
    const withdrawn = (!unseen || (await endOurs(run))) && (await withdraw(run, places));
    if (!withdrawn)
        steps.unfinished = true;
    // An import that was ended may have copied files by then.
    else if (steps.phase === 'importing')
        await (0,permissions/* restorePermissions */.b2)(run, before).catch((trouble) => run.log.warning((0,errors/* reasonOf */.A3)(trouble)));
    if (service === 'running') {
        await whenLost.disarm().catch((trouble) => run.log.debug((0,errors/* reasonOf */.A3)(trouble)));
        return;
    }
    const turn = await whoseTurn(run, whenLost);
    if (turn === 'host') {
        const does = service === 'stale' ? 'reloads the service' : 'starts the service again';
        steps.service = `${run.operator.name} itself takes the zip out of migration/ and ${does} when it has not heard of this run for a minute.`;
        steps.unfinished = true;
    }
    else if (await journal.lock.isOurs()) {
        const needs = turn === 'after host' && service !== 'stale' ? 'stopping' : service;
        const brought = await (0,bring_back/* bringBack */.k)(run, needs, withdrawn ? undefined : places.zip, error);
        // Where all went well the log says it, and the reason is short.
        if (brought && (brought.down || needs === 'stopping' || !withdrawn))
            steps.service = brought.sentence;
    }
    else {
        // Another promotion that took the lock also takes care of the service, and may be importing.
        steps.service = 'The service was stopped, and is started by whoever took the lock or promotes next.';
        steps.unfinished = true;
    }
}
async function endOurs(run) {
    try {
        for (const started of await run.operator.leftRunning(run.token))
            await run.host.endGroup(started);
        return true;
    }
    catch (error) {
        run.log.debug((0,errors/* reasonOf */.A3)(error));
        return false;
    }
}
/** No zip of ours may be retried at the next start. @returns whether it is surely gone. */
async function withdraw(run, places) {
    try {
        for (const path of [places.zip, (0,promotion_journal/* besidePath */.qE)(places.project, run.token)])
            await run.host.remove(path);
        return true;
    }
    catch (error) {
        run.log.error(`${(0,errors/* reasonOf */.A3)(error)} Remove ${places.zip} by hand before the next start, which would import it again.`);
        return false;
    }
}

;// CONCATENATED MODULE: ./build/jampy/import-log.js
/**
 * Jam.py's import log, logs/import_*.log (docs/jampy.md, "The import log"). Progress lines are translated, nothing marks
 * an error, and MySQL repeats the latest error behind statements that worked: so this finds statements by their verbs.
 */

/**
 * @param text the whole log.
 * @param succeeded whether Jam.py imported (the zip is gone, or it said so): then the last two lines are its progress.
 */
function parseImportLog(text, succeeded) {
    const [headline = '', ...rest] = text.split(/\r?\n/);
    const lines = succeeded ? withoutLastSteps(rest) : rest;
    const log = { text, headline, statements: [], failures: [], other: [] };
    let statement;
    let lastError = '';
    const close = () => {
        if (!statement)
            return;
        const error = statement.error.join('\n').trim() || undefined;
        const logged = { sql: statement.sql.join('\n'), error };
        log.statements.push(logged);
        if (error !== undefined && error !== lastError)
            log.failures.push(logged);
        if (error !== undefined)
            lastError = error;
        statement = undefined;
    };
    for (const [position, line] of lines.entries()) {
        if (sql_statement/* STATEMENT */.U.test(line) && !statement?.open) {
            close();
            statement = { sql: [line], error: [], open: line.startsWith('CREATE TABLE') };
        }
        else if (statement?.open) {
            statement.sql.push(line);
            // A CREATE TABLE ends with a bracket and a line break of its own, on every database.
            if (/\)\s*$/.test(line) && !lines[position + 1]?.trim())
                statement.open = false;
        }
        else if (statement)
            statement.error.push(line);
        else if (line.trim())
            log.other.push(line);
    }
    close();
    return log;
}
/** A good import ends with the lines "applying changes to admin.sqlite" and "copying files", in some language. */
function withoutLastSteps(lines) {
    const kept = [...lines];
    for (let steps = 0; steps < 2 && kept.length > 0;) {
        if (kept.pop()?.trim())
            steps++;
    }
    return kept;
}

;// CONCATENATED MODULE: ./build/promotion/folder-outcome.js
/** What became of an import by the migration folder: seen by the zip and by Jam.py's log, on our own clock. */





const folder_outcome_POLL = 250;
/** Each look is a question to another machine. */
const POLL_REMOTE = 500;
/** @param processEnded of our own process; undefined when the service imports. */
async function waitForOutcome(run, places, processEnded) {
    const deadline = Date.now() + run.inputs.timeoutMs;
    for (;;) {
        const ended = processEnded?.() ?? false;
        const outcome = await outcomeNow(run, places);
        if (outcome)
            return outcome;
        if (ended) {
            return { claim: 'failure', detail: 'its process ended without importing and without a log', log: undefined };
        }
        if (Date.now() >= deadline) {
            throw (0,errors/* lost */.DU)('import-timeout', `No outcome of the import within ${Math.round(run.inputs.timeoutMs / 1000)} s. ${processEnded ? 'Its process was ended; on PostgreSQL an unfinished import is rolled back, on MySQL and MariaDB it stays half done.' : 'The service may still be importing.'} Look at the target before you try again; a longer timeout may be what it needs.`);
        }
        await (0,promotion_run/* pause */.v7)(run, pollOf(run));
    }
}
/** Between two looks, in milliseconds. */
function pollOf(run) {
    return run.host.remote ? POLL_REMOTE : folder_outcome_POLL;
}
/** Undefined as long as nothing says that it is over. */
async function outcomeNow(run, places) {
    const names = await run.host.lists([places.migration, places.logs]);
    const zipThere = names.get(places.migration)?.includes((0,promotion_journal/* zipName */.XA)(run.token)) === true;
    const fresh = (names.get(places.logs) ?? [])
        .filter((name) => /^import_.*\.log$/.test(name) && !places.logsBefore.has(name))
        .sort();
    const newest = fresh.at(-1);
    if (zipThere && newest === undefined)
        return undefined;
    // A log that may not be read says nothing; what became of the import is looked up anyway.
    const bytes = newest && (await run.host.readFile((0,external_node_path_.join)(places.logs, newest)).catch(() => undefined));
    const text = bytes ? Buffer.from(bytes).toString('utf8') : undefined;
    // The log is written before the zip is removed: give a good import the moment between the two.
    if (zipThere) {
        await (0,promotion_run/* sleep */.yy)(folder_outcome_POLL * 2);
        if (!(await run.host.stat(places.zip)))
            return outcomeNow(run, places);
        return {
            claim: 'failure',
            detail: text ? lastWords(text) : '',
            log: text === undefined ? undefined : parseImportLog(text, false),
        };
    }
    return { claim: 'success', detail: '', log: text === undefined ? undefined : parseImportLog(text, true) };
}
/** The end of a failed import's log is what stopped it. */
function lastWords(text) {
    return text.trimEnd().split('\n').slice(-3).join(' ').replace(/\s+/g, ' ').slice(0, 400);
}

;// CONCATENATED MODULE: ./build/promotion/import-process.js
/** The one process that imports what lies in migration/, ended once the outcome is known. */



/** The folder is entered by the program itself: only the project's owner may be allowed to. */
const ONE_PROCESS = [
    'import os, sys',
    'os.umask(int(sys.argv[2], 8))',
    'os.chdir(sys.argv[1])',
    'from jam.wsgi import create_application',
    'create_application(sys.argv[1])',
].join('\n');
/** After the zip is gone or the log is written the process still writes its counters, in milliseconds. */
const SETTLE = 20_000;
/** Lines of the importing process that are shown when it did not import. */
const SHOWN_LINES = 20;
/** @throws Stop: cancelled, lost sight of it, or it could not be started. */
async function importInOneProcess(run, places, journal) {
    const { inputs, host } = run;
    const ending = new AbortController();
    const process = {};
    const whenEnded = host
        .run({
        argv: [inputs.python, '-c', ONE_PROCESS, places.project, places.umask],
        detached: true,
        // Our own clock below decides; were this one as long, a process that it ended would pass for one that gave up.
        timeoutMs: inputs.timeoutMs + SETTLE,
        signal: ending.signal,
    })
        .then((end) => {
        process.end = end;
    }, (error) => {
        process.end = { error };
    });
    const hasEnded = () => {
        // It never ran, or nobody knows: that is not an import that failed.
        if (process.end && 'error' in process.end)
            throw process.end.error;
        return process.end !== undefined;
    };
    let outcome;
    try {
        // Application code may start threads that never end: the outcome, not the process, says when it is over.
        outcome = await waitForOutcome(run, places, hasEnded);
        await Promise.race([whenEnded, (0,promotion_run/* sleep */.yy)(SETTLE)]);
        return outcome;
    }
    finally {
        if (!process.end)
            ending.abort();
        await whenEnded;
        // A process that was ended may have been done by then; one that could not be started did nothing.
        const never = process.end && 'error' in process.end && process.end.error instanceof errors/* Stop */.VG && process.end.error.id === 'host-run';
        journal.steps.claim = never
            ? 'failure'
            : (outcome ?? (await outcomeNow(run, places).catch(() => undefined)))?.claim;
        if (outcome?.claim !== 'success' && process.end && 'stdout' in process.end)
            showOutput(run, process.end);
    }
}
function showOutput(run, { stdout }) {
    const lines = stdout.trimEnd().split('\n').filter(Boolean);
    if (lines.length > 0)
        run.log.info('The last that the importing process said:');
    for (const line of lines.slice(-SHOWN_LINES))
        run.log.info(`| ${line}`);
}

;// CONCATENATED MODULE: ./build/promotion/import-by-folder.js
/**
 * Import by the migration folder: the zip is the only entry of migration/, exactly one process imports it, and we decide
 * on our own clock when that is over (docs/jampy.md, "Migration folder").
 */












/**
 * Stop, import, start; without `python` starting is importing. However it ends, migration/ holds no zip of ours and the
 * service was started again; where that fails, `journal.steps` tells.
 * @param zip what is imported, packed anew. @param metadata what is in it. @param onBegin told when Jam.py may import, and when it surely was not asked.
 * @throws Stop: nothing was imported, or (unknown) the time is over.
 */
async function importByFolder(run, zip, metadata, seen, journal, onBegin) {
    const { inputs, log } = run;
    const before = await (0,permissions/* recordPermissions */.gF)(run);
    const places = placesOf(run, before);
    const stops = (0,promotion_service/* canStop */.lg)(run);
    const whenLost = await armSwitch(run, places, before);
    let service = 'running';
    try {
        await journal.begin({
            project: places.project,
            sha256: (0,promotion_journal/* sha256Of */.Bj)(zip),
            stops,
            oneProcess: inputs.python !== undefined,
            dbType: seen.state.metadata.dbType,
            counters: seen.state.counters,
            permissions: (0,permissions/* recordedPermissions */.Do)(before, places.project, metadata.files.keys()),
        });
        if (stops) {
            service = 'stopping';
            await log.step('Stop the service', () => stop(run));
            service = 'stopped';
        }
        await stillHeard(run, whenLost);
        (0,promotion_run/* stopIfCancelled */.FE)(run);
        await journal.importing();
        await placeZip(run, places, zip, before, whenLost);
        await stillHeard(run, whenLost);
        (0,promotion_run/* stopIfCancelled */.FE)(run);
        onBegin(true);
        if (!stops && (0,promotion_service/* canRestart */.y6)(run))
            service = 'stale';
        if (inputs.python === undefined) {
            await startIsOurs(run, whenLost);
            // Its start imports, and is tried once more without the zip where it fails.
            await journal.starting();
            const outcome = await log.step('Start the service, which imports', async () => {
                await startToImport(run, places, journal);
                service = 'running';
                return importedByService(run, places, seen);
            });
            await settled(run, journal, places, before, outcome);
            return outcome;
        }
        const outcome = await log.step('Import in one process', () => importInOneProcess(run, places, journal));
        // Before the start: a server of another user must be able to read the folder.
        await settled(run, journal, places, before, outcome);
        await stillOurs(journal);
        await startIsOurs(run, whenLost);
        service = 'running';
        if (!(0,promotion_service/* canRestart */.y6)(run))
            return outcome;
        await journal.starting();
        await startImported(run, outcome);
        return outcome;
    }
    catch (error) {
        await breakOff(run, journal, places, before, whenLost, service, error);
        throw error;
    }
}
/** After the import: its zip is gone, and permissions are as they were. */
async function settled(run, journal, places, before, outcome) {
    journal.steps.claim = outcome.claim;
    // It was seen to be gone where Jam.py imported it.
    if (outcome.claim !== 'success' && !(await withdraw(run, places))) {
        throw (0,errors/* fail */.fJ)('zip-not-removed', `Jam.py did not import the zip${outcome.detail ? ` (${outcome.detail})` : ''}, and it could not be taken out of migration/.`);
    }
    await (0,permissions/* restorePermissions */.b2)(run, before);
}
function placesOf(run, before) {
    const project = run.inputs.projectDir;
    const logs = (0,external_node_path_.join)(project, 'logs');
    return {
        project,
        migration: (0,external_node_path_.join)(project, 'migration'),
        logs,
        zip: (0,promotion_journal/* zipPath */.V3)(project, run.token),
        umask: (0,permissions/* umaskOf */.vb)(before.get(project)?.mode ?? 0o755),
        logsBefore: new Set([...before.keys()].filter((path) => (0,external_node_path_.dirname)(path) === logs).map((path) => (0,external_node_path_.basename)(path))),
    };
}
/** Whoever took the lock meanwhile put the target in order, and may import: nothing is started under its hands. */
async function stillOurs(journal) {
    if (await journal.lock.isOurs())
        return;
    throw (0,errors/* lost */.DU)('lock-lost', 'The lock of this promotion was taken by another one, or removed, while it imported: it does not go on. Look which promotion runs, and promote again when it has ended.');
}
/** @throws Stop that says what was seen of an import. */
async function startToImport(run, places, journal) {
    await startAgain(run).catch(async (error) => {
        journal.steps.claim = (await outcomeNow(run, places).catch(() => undefined))?.claim;
        throw (0,errors/* fail */.fJ)('start-command', `${claimText(journal.steps.claim)}, but the service, which imports when it starts, did not start: ${(0,promotion_run/* troubleOf */.LH)(error)}. Nothing was verified: promote again.`, error);
    });
}
/** The started service imports; its counters are the last it writes, so they are waited for. */
async function importedByService(run, places, seen) {
    const outcome = await waitForOutcome(run, places, undefined);
    if (outcome.claim !== 'success')
        return outcome;
    for (const deadline = Date.now() + SETTLE / 2; Date.now() < deadline; await (0,promotion_run/* pause */.v7)(run, pollOf(run))) {
        const { params } = await (0,look/* readAdminCopy */.N)(run, (0,external_node_path_.join)(places.project, 'admin.sqlite'));
        if (((0,model/* int */.Wh)(params, 'f_build_version') ?? 0) > seen.state.counters.build)
            break;
    }
    return { ...outcome, byService: true };
}
async function stop(run) {
    await (0,promotion_service/* serviceCommand */.xi)(run, 'stop').catch((error) => {
        if (!(error instanceof errors/* Stop */.VG))
            throw error;
        const said = error.message.replace(/\.$/, '');
        throw new errors/* Stop */.VG(error.outcome, error.id, `${said}. Nothing was imported or changed.`, { cause: error });
    });
}
async function startAgain(run) {
    await (0,promotion_service/* serviceCommand */.xi)(run, (0,promotion_service/* canStop */.lg)(run) ? 'start' : 'restart');
}
function claimText(claim) {
    if (claim === undefined)
        return 'No import of the zip was seen';
    return claim === 'success' ? 'Jam.py says that it imported the zip' : 'Jam.py did not import the zip';
}
/** The start after an import by our own process. @throws Stop that says what state the target is in. */
async function startImported(run, outcome) {
    const word = (0,promotion_service/* canStop */.lg)(run) ? 'Start the service' : 'Restart the service';
    await run.log
        .step(word, () => startAgain(run))
        .catch((error) => {
        const next = outcome.claim === 'success' ? ', which then only verifies' : '';
        const state = (0,promotion_service/* canStop */.lg)(run) ? 'it is down' : 'it may be down, or run with the old code';
        throw (0,errors/* fail */.fJ)('start-command', `${claimText(outcome.claim)}, but the service did not start again and ${state}: ${error.message}. Nothing was verified: start it by hand, then promote again${next}.`, error);
    });
}
/** Written outside of migration/ and renamed in, so that no start ever sees half of it or two entries. */
async function placeZip(run, places, zip, before, whenLost) {
    const { host } = run;
    if (!before.has(places.migration)) {
        await host.makeDirectory(places.migration, { mode: before.get(places.project)?.mode ?? 0o755 });
    }
    const beside = (0,promotion_journal/* besidePath */.qE)(places.project, run.token);
    await host.writeFile(beside, zip, { mode: 0o600 });
    const entries = await host.list(places.migration);
    if (entries && entries.length > 0) {
        await host.remove(beside);
        throw (0,errors/* fail */.fJ)('migration-not-empty', `Something appeared in ${places.migration} meanwhile: ${entries.slice(0, 5).join(', ')}. Nothing was imported; find out who puts files there, remove them and promote again.`);
    }
    // A host that has taken over is about to start the service.
    await stillHeard(run, whenLost);
    await host.rename(beside, places.zip);
}

// EXTERNAL MODULE: ./build/jampy/http.js
var http = __webpack_require__(54726);
;// CONCATENATED MODULE: ./build/promotion/workers.js
/**
 * A served application has any number of worker processes, and Jam.py tells them little of one another
 * (docs/jampy.md, "Several workers"). Looks at `/` are harmless at any time; on v7 an API call during an import is not.
 */





const workers_POLL = 1000;
/** Fresh connections that are believed to meet every worker. */
const LOOKS = 20;
/**
 * v7: a worker empties static/internal when it loads the application, at its first call or after another worker's
 * import. Called on fresh connections, the workers do it before the upload and not between upload and import.
 */
async function loadInAllWorkers(client) {
    for (let call = 0; call < LOOKS; call++) {
        await client.call('load', jampy_client/* APPLICATION */.zb, 0, null).catch(() => undefined);
    }
}
/** The importing v7 process answers every page with HTTP 500 and looks at `/` are harmless: wait until none is seen. */
async function untilQuiet(client, deadline) {
    for (let quiet = 0; quiet < LOOKS && Date.now() < deadline;) {
        const status = await statusOfRoot(client);
        quiet = status !== undefined && status < 500 ? quiet + 1 : 0;
        await (0,promotion_run/* sleep */.yy)(workers_POLL / 4);
    }
}
/**
 * After a live import the other workers load the new application by themselves. Workers of v7 are restarted all the same
 * where that is possible, since a single call at the wrong moment leaves one stuck for good; else, and on v5, where that
 * can not be trusted. Without a command for it, it is told.
 * @throws Stop when workers are stuck and can not be restarted from here.
 */
async function refreshWorkers(run, client, zip, seen) {
    // By an API call a worker learns of the import; a look at `/` before that may make it write its old settings back.
    await loadInAllWorkers(client);
    const doubts = await doubtsAbout(client, zip, seen);
    const always = seen.state.metadata.line === 7;
    if (doubts.length === 0 && !always)
        return;
    if ((0,promotion_service/* canRestart */.y6)(run)) {
        const reasons = doubts.map((doubt) => DOUBTS[doubt]);
        run.log.notice(`The service is restarted: ${reasons.join('; ') || ALWAYS}.`);
        await run.log
            .step('Restart the service', () => (0,promotion_service/* restartService */.PE)(run))
            .catch((error) => {
            throw (0,errors/* fail */.fJ)('restart-command', `Jam.py says that it imported the zip, but the service was not restarted: ${(0,promotion_run/* troubleOf */.LH)(error)}. Nothing was verified: restart it by hand, then promote again, which then only verifies.`, error);
        });
        return;
    }
    // Where every look meets an error it is the application, which the verdict names.
    if (doubts.includes('stuck') && (await serverErrors(client)) < LOOKS)
        throw workersStuck(client);
    for (const doubt of doubts) {
        run.log.warning(`Restart the service soon (give restart-command to have it done): ${DOUBTS[doubt]}.`);
    }
}
/** Why running workers may not show what was imported (docs/jampy.md, "Several workers" and "Server modules"). */
const DOUBTS = {
    stuck: 'some workers answer only errors since the import, as Jam.py 7 does when they were used meanwhile',
    privileges: 'privileges were changed, and Jam.py reads them again in the worker that imported only',
    code: 'server code was changed, and a running Jam.py 5 goes on with the old code when the new one fails at its start',
};
const ALWAYS = 'Jam.py 7 leaves a worker stuck that was used during the import';
/** Builder tables that decide who may do what. */
const ACCESS = ['sys_roles', 'sys_privileges', 'sys_field_privileges'];
async function doubtsAbout(client, zip, seen) {
    const { metadata, safeMode } = seen.state;
    const changes = (0,builder_tables/* metadataDifferences */.U)(zip, seen.state);
    const doubts = [];
    if (metadata.line === 7 && (await serverErrors(client)) > 0)
        doubts.push('stuck');
    if (safeMode && changes.some(({ table }) => ACCESS.includes(table)))
        doubts.push('privileges');
    const code = ({ table, kind, column }) => table === 'sys_items' && (kind === 'missing' || column === 'f_server_module');
    if (metadata.line === 5 && changes.some(code))
        doubts.push('code');
    return doubts;
}
function workersStuck(client) {
    return (0,errors/* fail */.fJ)('workers-stuck', `The import ended, but some workers of ${client.root.href} answer only HTTP 500 since: they were used during the import, and Jam.py 7 never recovers from that. Restart the service (give restart-command to have it done), then promote again, which then only verifies.`);
}
/** How many of the looks at `/`, on as many fresh connections, meet a server error or nothing at all. */
async function serverErrors(client) {
    const looks = await Promise.all(Array.from({ length: LOOKS }, () => statusOfRoot(client)));
    return looks.filter((status) => status === undefined || status >= 500).length;
}
async function statusOfRoot(client) {
    return client.get('', 15_000, false).then((answer) => answer.status, () => undefined);
}

;// CONCATENATED MODULE: ./build/promotion/import-live.js
/**
 * Import over the Builder's API while the application runs (docs/jampy.md, "Live import"). The call answers when the
 * import is over; a lost answer is settled by the counters. While a v7 import runs no API call is made at all: one that
 * reaches another worker breaks that worker for good.
 */







const import_live_POLL = 1000;
/** Where Jam.py takes uploads of its Builder. Anybody can fetch what lies there. */
const UPLOADS = 'static/internal';
/** Answers in a row that are not Jam.py's until we believe that it can not be asked any more. */
const MOST_STRANGERS = 10;
/** Uploads until we believe that the file can not be kept there; each try teaches one more worker. */
const MOST_TRIES = 10;
/**
 * @param onBegin told when Jam.py may import, and when it surely was not asked.
 * @returns what Jam.py said.
 * @throws Stop: nothing was imported, or (unknown) the deadline passed.
 */
async function importLive(run, client, zip, seen, onBegin) {
    if (seen.state.metadata.line === 7)
        await loadInAllWorkers(client);
    for (let tries = 1;; tries++) {
        const name = `jampy-promote-${(0,external_node_crypto_.randomBytes)(16).toString('hex')}.zip`;
        const outcome = await importOnce(run, client, zip, name, seen, onBegin);
        const vanished = outcome.claim === 'failure' && outcome.detail.includes('[Errno 2]') && outcome.detail.includes(name);
        if (!vanished || tries === MOST_TRIES)
            return outcome;
        run.log.notice('A worker emptied the upload folder before the import could read it, as Jam.py 7 does when it loads the application; uploading again.');
    }
}
async function importOnce(run, client, zip, name, seen, onBegin) {
    const before = await (0,target_state/* readCounters */.MN)(client);
    await run.log.step('Upload', () => upload(run, client, name, zip));
    const { metadata, importDelay } = seen.state;
    const ask = () => importUploaded(run, client, metadata.line, name, before, importDelay, onBegin);
    try {
        const outcome = await run.log.step('Import', ask);
        await removeUpload(run, client, name);
        return outcome;
    }
    catch (error) {
        // While its outcome is unknown the import may still want the file, and v7 must not be called.
        if (!(error instanceof errors/* Stop */.VG) || error.outcome !== 'unknown')
            await removeUpload(run, client, name);
        else
            run.log.warning(`The uploaded zip may still lie on the server for anyone to read: remove ${UPLOADS}/${name} once the import is over.`);
        throw error;
    }
}
async function upload(run, client, name, zip) {
    try {
        await client.upload(name, zip, Math.max(run.inputs.timeoutMs, 60_000));
    }
    catch (error) {
        if (error instanceof errors/* Stop */.VG && !(error instanceof jampy_client/* NotAnApiAnswer */.FY))
            throw error;
        throw (0,errors/* fail */.fJ)('upload-failed', `The upload to ${client.root.href} failed: ${(0,errors/* reasonOf */.A3)(error)}. Nothing was imported or changed.`, error);
    }
}
async function importUploaded(run, client, line, name, before, importDelay, onBegin) {
    const limit = run.inputs.timeoutMs + importDelay * 1000;
    const deadline = Date.now() + limit;
    if (importDelay > 0)
        run.log.info(`Jam.py waits ${importDelay} s before it imports (Import delay of the target).`);
    let trouble;
    (0,promotion_run/* stopIfCancelled */.FE)(run);
    onBegin(true);
    try {
        const answer = await client.callRaw('server', jampy_client/* BUILDER */.iC, 0, ['server_import_task', [`${UPLOADS}/${name}`, true]], limit);
        const outcome = readOutcome(answer);
        if (outcome)
            return outcome;
        trouble = (0,jampy_client/* describe */.q0)(answer);
    }
    catch (error) {
        (0,promotion_run/* stopIfCancelled */.FE)(run);
        trouble = (0,errors/* reasonOf */.A3)(error);
        // Whatever else comes back, from a proxy or anybody, the server may have been asked.
        if (error instanceof http/* ConnectionTrouble */.OA && !error.sent) {
            onBegin(false);
            throw (0,errors/* fail */.fJ)('import-not-sent', `The import could not be asked for: ${trouble}. Nothing was imported or changed.`, error);
        }
    }
    run.log.notice(`The answer to the import was lost (${trouble}); its outcome is settled by the server's counters.`);
    return settle(run, client, line, before, deadline);
}
/** `[[success, error, html log], ""]`; the exception form has no status; undefined while under maintenance. */
function readOutcome(answer) {
    const result = Array.isArray(answer.data) ? answer.data[0] : undefined;
    if (answer.status === jampy_client/* STATUS */.XQ.RESPONSE && Array.isArray(result)) {
        const [success, error, html] = result;
        const detail = typeof error === 'string' && error ? error : success === true ? '' : failureIn(String(html ?? ''));
        return {
            claim: success === true ? 'success' : 'failure',
            detail: oneLine(detail),
            log: undefined,
            failedInHtml: countErrors(String(html ?? '')),
        };
    }
    if (answer.error !== undefined)
        return { claim: 'failure', detail: brokenOff(answer.error), log: undefined };
    return undefined;
}
/** An import that an exception left says only which variable it did not set (docs/jampy.md, "Live import"). */
function brokenOff(error) {
    return /local variable '(result|success)'/.test(error)
        ? "its import broke off, by the time limit of a worker or an error while it wrote; the server's own log says which"
        : oneLine(error);
}
/** Texts that the Builder would show in red, without their markup. */
function errorTexts(html) {
    return [...html.matchAll(/class="text-error"[^>]*>(.*?)<\/div>/gs)]
        .map((match) => oneLine((match[1] ?? '').replace(/<[^>]*>/g, ' ')))
        .filter(Boolean);
}
function failureIn(html) {
    return errorTexts(html).at(-1) ?? '';
}
/** Every failed statement stands in red, followed by its error, which MySQL repeats behind statements that worked. */
function countErrors(html) {
    const errors = [...html.matchAll(/margin-left: 40px;">(.*?)<\/div>/gs)].map((match) => match[1]);
    return errors.filter((error, position) => error !== errors[position - 1]).length;
}
function oneLine(text) {
    return text.replace(/\s+/g, ' ').trim().slice(0, 400);
}
async function settle(run, client, line, before, deadline) {
    if (line === 7)
        await untilQuiet(client, deadline);
    let [neverBegan, strangers] = [0, 0];
    for (; Date.now() < deadline && strangers < MOST_STRANGERS; await (0,promotion_run/* pause */.v7)(run, import_live_POLL)) {
        const after = await countersNow(client);
        strangers = after === 'stranger' ? strangers + 1 : 0;
        if (typeof after !== 'object')
            continue;
        const [build, params] = [after.build - before.build, after.params - before.params];
        if (build > 0)
            return { claim: 'success', detail: 'told by its counters', log: undefined };
        if (params >= 2)
            return { claim: 'failure', detail: 'told by its counters', log: undefined };
        if (params === 1) {
            const detail = 'its process was ended in the middle (a worker time limit of the server?)';
            return { claim: 'failure', detail, log: undefined };
        }
        // It may still wait for a lock; asked again a few times before that is believed.
        if (++neverBegan >= 5)
            return { claim: 'failure', detail: 'it never began', log: undefined };
    }
    throw timeIsOver(run);
}
function timeIsOver(run) {
    return (0,errors/* lost */.DU)('import-timeout', `No outcome of the live import within ${Math.round(run.inputs.timeoutMs / 1000)} s. It may still begin or end by itself, and the server may stay in maintenance until it is restarted. Look at the Builder's import log before you try again.`);
}
/** `busy` while the server is loading, under maintenance or down; `stranger` when something else answers for it. */
async function countersNow(client) {
    try {
        return await (0,target_state/* readCounters */.MN)(client);
    }
    catch (error) {
        const strange = error instanceof errors/* Stop */.VG && ['not-jampy', 'basic-login', 'redirect-other-origin'].includes(error.id);
        return strange ? 'stranger' : 'busy';
    }
}
/** Jam.py hands out static/internal to anyone: after the import the name must be gone. */
async function removeUpload(run, client, name) {
    const path = `${UPLOADS}/${name}`;
    try {
        const answer = await client.get(path, 15_000, false);
        // v7 answers for files that are not there with HTTP 200 and nothing.
        if (answer.status !== 200 || answer.body.length === 0)
            return;
        await client.upload(name, new Uint8Array(0), 60_000);
        run.log.warning(`The uploaded zip was still there for anyone to read and has been emptied; remove the file ${path} from the server.`);
    }
    catch (error) {
        run.log.warning(`Whether the uploaded zip is gone could not be seen (${(0,errors/* reasonOf */.A3)(error)}): remove ${path} from the server if it is there.`);
    }
}

// EXTERNAL MODULE: ./build/promotion/lock.js
var promotion_lock = __webpack_require__(50831);
// EXTERNAL MODULE: ./build/promotion/look-ahead.js
var look_ahead = __webpack_require__(63135);
// EXTERNAL MODULE: ./build/promotion/plan-of-target.js
var plan_of_target = __webpack_require__(76103);
// EXTERNAL MODULE: ./build/promotion/preflight/preflight.js + 8 modules
var preflight = __webpack_require__(67113);
// EXTERNAL MODULE: ./build/promotion/recover.js
var recover = __webpack_require__(74166);
// EXTERNAL MODULE: ./build/promotion/state-folder.js
var state_folder = __webpack_require__(37592);
;// CONCATENATED MODULE: ./build/promotion/promote.js
/** A promotion, in the order in which it happens: look, gates, backup, import, verdict. Each step is its own file. */






























/**
 * @param entries of the checked zip: what is imported is packed anew from them.
 * @param planning what the plan is made of besides, once the target was looked at; may throw a Stop.
 * @throws Stop (usage, or the invalid of `planning`) only; every other end is a result.
 */
async function promote(run, zip, entries, planning) {
    const progress = nothingYet();
    const steps = (0,promotion_journal/* noSteps */.jV)();
    try {
        const promotion = await promoteLocked(run, zip, entries, planning, progress, steps);
        return { ...promotion, unfinished: steps.unfinished };
    }
    catch (error) {
        if (error instanceof errors/* Stop */.VG && (error.outcome === 'usage' || error.outcome === 'invalid'))
            throw error;
        return ended(progress, steps, error, run);
    }
}
async function promoteLocked(given, zip, entries, planning, progress, steps) {
    let run = given;
    await checkTargetFolder(run);
    const folder = await (0,state_folder/* openStateFolder */.y1)(run);
    const lock = await (0,promotion_lock/* takeLock */.H)(run, folder);
    try {
        const left = await (0,recover/* recover */.lj)(run, folder, lock);
        if (left !== undefined)
            run.log.notice(left.sentence);
        const seen = await run.log.step('Look at the target', () => (0,look/* look */.O)(run));
        progress.target = seen.state;
        const isNew = isNotServed(run, seen);
        if (isNew)
            run = withoutService(run, 'the project is new, and nothing serves it yet');
        else
            needService(run);
        const leftovers = await (0,recover/* ownLeftovers */.H5)(run, seen.migration, () => (0,rebuild/* rebuildZip */.L)(entries));
        seen.migration = seen.migration.filter((name) => !leftovers.includes(name));
        (0,gates/* askGates */.YI)({ inputs: run.inputs, zip, seen });
        await removeLeftovers(run, leftovers);
        for (const warning of (0,gates/* targetWarnings */.X9)(seen.state))
            run.log.warning(warning);
        const files = await (0,promotion_files/* compareFiles */.hZ)(zip, (0,promotion_files/* targetFiles */.jA)(run));
        if ((0,look_ahead/* equals */.a)(zip, seen, files)) {
            // An import would start it; this run will not.
            if (left?.down)
                throw (0,errors/* fail */.fJ)('service-down', `The target already equals the zip. ${left.sentence}`);
            return run.copied
                ? await justCopied(run, folder, zip, seen, progress)
                : await unchanged(run, zip, seen, progress);
        }
        if (run.inputs.method === 'copy-project')
            throw copyNeverImports(run);
        const sqlite = (0,gates/* existingSqlite */.mE)({ inputs: run.inputs, zip, seen });
        if (sqlite)
            throw sqlite;
        const plan = await run.log.step('Plan', () => (0,plan_of_target/* planOfTarget */.K)(run, zip, seen, files, planning));
        progress.plan = plan;
        tellPlan(run, plan);
        const { approvedPlan } = run.inputs;
        const moved = (0,approval/* notApproved */.f3)(approvedPlan, () => (0,approval/* approvableOf */.ge)(run.inputs, zip, seen, files, plan));
        if (moved)
            throw moved;
        if (approvedPlan)
            run.log.info('Target and plan are as they were approved.');
        const unconsented = (0,plan_of_target/* consentMissing */.v)(plan, zip.digest);
        if (unconsented)
            throw unconsented;
        const healthy = await run.log.step('Preflight', () => (0,preflight/* preflight */.M)(run, { zip, entries, seen, backup: folder.path }, !isNew));
        (0,promotion_run/* stopIfCancelled */.FE)(run);
        progress.backup = await run.log.step('Backup', () => makeBackup(run, zip, seen, folder));
        const journal = new promotion_journal/* Journal */.CQ(run, folder, lock, steps);
        try {
            const outcome = await importZip(run, zip, entries, seen, progress, journal);
            if (isNew && outcome.claim === 'success')
                run = await startNew(given);
            return await judge(run, folder, zip, seen, outcome, progress, healthy);
        }
        finally {
            // Until then a run that is killed is known to have left something that nobody verified.
            if (!steps.unfinished)
                await journal.end();
        }
    }
    finally {
        if (!(await lock.release()))
            steps.unfinished = true;
        // A run that was refused or unchanged leaves no trace beside the project.
        if (folder.ours)
            await folder.host.removeEmptyDirectory(folder.path).catch(() => { });
    }
}
/** A new target needs none, and so what it would be is not asked of the inputs. @throws Stop (usage) */
function needService(run) {
    const { mayBeNew, method } = run.inputs;
    if (!mayBeNew || method !== 'migration-folder' || (0,promotion_service/* canRestart */.y6)(run))
        return;
    throw (0,errors/* usage */.CI)('input', 'The project is there, so that its service has to be stopped and started for an import: give service, or stop-command and start-command, or restart-command.');
}
async function removeLeftovers(run, names) {
    for (const name of names) {
        await run.host.remove((0,external_node_path_.join)(run.inputs.projectDir, 'migration', name));
        run.log.notice(`The migration folder held ${name}, which an earlier promotion left that was killed: it was removed.`);
    }
}
/** Before anything is written beside it: a wrong project-dir must not leave a folder there. */
async function checkTargetFolder(run) {
    if (run.inputs.projectDir !== undefined && !(await run.host.stat(run.inputs.projectDir)))
        await (0,look/* look */.O)(run);
}
function tellPlan(run, plan) {
    for (const line of (0,plan_text/* planLines */.HN)(plan))
        run.log.info(line);
    const [failing] = (0,plan_text/* failingOf */.al)(plan);
    const why = plan.refusal ?? (failing && (0,plan_text/* failureText */.kY)(failing));
    if (why !== undefined)
        run.log.warning(`The import is foretold to fail: ${why}. It is tried, and the database is looked up afterwards.`);
}
async function importZip(run, zip, entries, seen, progress, journal) {
    // What was checked is what is imported: Python must not see other bytes than we did.
    const rebuilt = await (0,rebuild/* rebuildZip */.L)(entries);
    (0,promotion_run/* stopIfCancelled */.FE)(run);
    const begin = (may) => {
        progress.changed = may;
    };
    const client = run.client;
    if (run.inputs.method === 'live')
        await journal.lock.confirm();
    const outcome = run.inputs.method === 'migration-folder'
        ? await importByFolder(run, rebuilt, zip, seen, journal, begin)
        : await importLive(run, client, rebuilt, seen, begin);
    journal.steps.claim = outcome.claim;
    progress.failedStatements = outcome.log?.failures.length ?? outcome.failedInHtml ?? 0;
    tellOutcome(run, outcome);
    compareWithPlan(run, outcome, progress.plan);
    return outcome;
}
/** A difference is told and decides nothing: that is the catalogue's part. */
function compareWithPlan(run, { log, claim }, plan) {
    if (!log || !plan?.database.dialect || plan.database.catalogue === 'none')
        return;
    if (plan.refusal !== undefined) {
        if (claim === 'success')
            run.log.warning(`Jam.py imported what was foretold to be refused: ${plan.refusal}.`);
        return;
    }
    const difference = logDifference(plan.statements, log.text, plan.database.dialect === 'postgresql');
    if (difference)
        run.log.warning(`Jam.py's import log is not what was planned: ${difference}. The database decides.`);
    else
        run.log.info(`Jam.py's import log has the ${plan.statements.length} statements of the plan, and no other.`);
}
function tellOutcome(run, outcome) {
    const detail = outcome.detail ? ` (${outcome.detail})` : '';
    if (outcome.claim === 'success')
        run.log.info(`Jam.py says that it imported${detail}; now it is looked up.`);
    else
        run.log.warning(`Jam.py says that it did not import${detail}.`);
}
async function judge(run, folder, zip, seen, outcome, progress, healthy) {
    const client = run.client;
    if (run.inputs.method === 'live' && client && outcome.claim === 'success')
        await refreshWorkers(run, client, zip, seen);
    const answers = await run.log.step('Wait for the application', () => (0,promotion_service/* waitForAnswer */.RW)(run));
    if (!answers)
        run.log.warning('The application does not answer after the import.');
    const before = seen.state.metadata;
    progress.checks = await run.log.step('Verify', () => reachVerdict(run, zip, seen, { outcome, before }));
    if (!answers && healthy) {
        const application = progress.checks.find(({ part }) => part === 'application');
        application?.failures.push('health-url answered as it should before, and does not any more');
    }
    const failures = failuresOf(run, progress);
    const detail = outcome.detail ? ` (${outcome.detail})` : '';
    if (failures.length === 0) {
        await (0,record/* recordPromotion */.Z)(run, folder, zip, seen.state.metadata.dbType);
        return {
            ...progress,
            result: 'imported',
            verified: (0,promotion_run/* verifiedOf */.iW)(progress.checks),
            reason: undefined,
            errorId: undefined,
        };
    }
    if (outcome.claim === 'failure' && (await isAsBefore(run, seen))) {
        progress.changed = false;
        return {
            ...progress,
            result: 'failed',
            verified: lessThanFull(progress.checks),
            errorId: 'not-imported',
            reason: `Jam.py did not import the zip${detail}. The metadata and the database of the target are as they were. ${progress.backup?.sentence ?? ''}`.trim(),
        };
    }
    const claim = outcome.claim === 'success' ? 'Jam.py reported success, but' : `Jam.py did not import the zip${detail}:`;
    return {
        ...progress,
        result: 'failed',
        verified: lessThanFull(progress.checks),
        errorId: 'not-proven',
        reason: `${claim} ${failures.join('; ')}. ${progress.backup?.sentence ?? ''}`.trim(),
    };
}
/** After a failed import: are metadata and database still what they were? Where the database can not be seen: no. */
async function isAsBefore(run, seen) {
    try {
        const now = await readState(run, seen);
        const before = seen.state.metadata;
        if ((0,compare/* compareMetadata */.HZ)(before, now.metadata.tables, before.dbType).length > 0)
            return false;
        if (!seen.connection || !seen.catalogue)
            return false;
        return (0,external_node_util_.isDeepStrictEqual)(await (0,database/* readDatabase */.SY)(run, seen.connection), seen.catalogue);
    }
    catch {
        return false;
    }
}

// EXTERNAL MODULE: ./build/commands/check-zip.js + 2 modules
var check_zip = __webpack_require__(89712);
// EXTERNAL MODULE: ./build/commands/consent-file.js
var consent_file = __webpack_require__(47164);
// EXTERNAL MODULE: ./build/commands/validate.js
var validate = __webpack_require__(17541);
// EXTERNAL MODULE: ./build/commands/wanted.js
var wanted = __webpack_require__(50776);
;// CONCATENATED MODULE: ./build/commands/promote.js
/** `promote`: validate, then put the zip into production and prove it (see promotion/promote.ts for the steps). */















const EXITS = {
    imported: errors/* EXIT_CODES */.ai.ok,
    unchanged: errors/* EXIT_CODES */.ai.ok,
    refused: errors/* EXIT_CODES */.ai.refused,
    failed: errors/* EXIT_CODES */.ai.failed,
    unknown: errors/* EXIT_CODES */.ai.unknown,
};
async function promote_promote(inputs, around) {
    const since = performance.now();
    const { log } = around;
    (0,gates/* earlyGates */.Up)(inputs, around.caller);
    // What this machine can say of the zip is said before another one is asked.
    const elsewhere = inputs.ssh !== undefined && inputs.python !== undefined;
    let zip = await log.step('Validate', async () => {
        const checked = await (0,check_zip/* checkZip */.GN)(inputs, elsewhere ? undefined : new local/* LocalHost */.a());
        (0,validate/* tellFindings */.yq)(checked, log);
        return checked;
    });
    if (!isValid(zip))
        return invalid(inputs, zip, since);
    const token = (0,external_node_crypto_.randomBytes)(8).toString('hex');
    let operator;
    let unfinished = false;
    let provisioned;
    around.remember?.(token);
    try {
        (0,approval/* approvedZipGate */.gQ)(inputs, zip.package);
        operator = await connect(inputs, token, log);
        let host = await (0,owner/* asOwner */.g)(operator, inputs);
        const isMade = inputs.provisioning?.jamVersion !== undefined && inputs.python !== undefined;
        // Its virtual environment is made with it then.
        const asked = isMade && !(await host.stat(inputs.python)) ? { ...inputs, python: undefined } : inputs;
        await (0,preflight_owner/* checkOwner */.A)(host, operator, asked);
        const early = await makeRun(inputs, around, token, operator, host);
        // The project has an owner then.
        provisioned = await provisionIfMissing(early, inputs, zip.package);
        if (provisioned?.made)
            host = await (0,owner/* asOwner */.g)(operator, inputs);
        if (elsewhere) {
            const checked = await log.step('Compile the server code at the target', () => (0,check_zip/* checkCode */.q7)(zip, host, { python: inputs.python, rules: inputs.rules }));
            (0,validate/* tellFindings */.yq)(checked, log, zip.findings);
            zip = checked;
            if (!isValid(zip))
                return invalid(inputs, zip, since);
        }
        const copied = inputs.method === 'copy-project' && provisioned?.made === true;
        const run = { ...(await makeRun(inputs, around, token, operator, host)), copied };
        const open = zip;
        const consents = await (0,consent_file/* consentsOf */.v)(inputs.allowDestructive, open.path, open.package.digest);
        const promotion = await promote(run, open.package, open.entries(), ({ state }, files) => {
            const findings = (0,check_zip/* findingsAgainst */.IY)(open, inputs, { dbType: state.metadata.dbType, target: { state, files } });
            const judged = { ...open, findings };
            (0,validate/* tellFindings */.yq)(judged, log, open.findings);
            zip = judged;
            if (!isValid(judged))
                throw new errors/* Stop */.VG('invalid', 'invalid-at-target', (0,validate/* invalidReason */.q2)(judged));
            return { consents, findings };
        });
        unfinished = promotion.unfinished;
        return finish(inputs, { ...zip, provisioned }, promotion, since);
    }
    catch (error) {
        if (!(error instanceof errors/* Stop */.VG) || error.outcome === 'usage')
            throw error;
        if (error.outcome === 'invalid')
            return invalid(inputs, zip, since);
        return finish(inputs, { ...zip, provisioned }, endedBefore(error, around), since);
    }
    finally {
        if (operator?.remote)
            log.debug(`${operator.roundTrips} round trips to ${operator.name}`);
        await operator?.close();
        if (!unfinished)
            around.remember?.('');
    }
}
/** With `provision: if-missing` or a copy, and where there is none. @throws Stop; nothing of it is left then. */
async function provisionIfMissing(run, { provisioning }, zip) {
    if (provisioning === undefined)
        return undefined;
    const { isMissing, provision } = await __webpack_require__.e(/* import() */ 769).then(__webpack_require__.bind(__webpack_require__, 18769));
    if (!(await isMissing(run)))
        return undefined;
    return provision(run, provisioning, (0,wanted/* wantedOf */.L)(zip, provisioning.title), zip);
}
/** @param token of this run. */
async function makeRun(inputs, { log, secrets, caller, cancelled }, token, operator, host) {
    // One target has one lock, and its permissions are the folder's, not those of a link to it.
    const projectDir = inputs.projectDir === undefined ? undefined : await host.realPath(inputs.projectDir);
    const client = inputs.url === undefined ? undefined : new jampy_client/* JamClient */.cd(inputs.url, cancelled);
    return { inputs: { ...inputs, projectDir }, host, operator, client, token, log, secrets, caller, cancelled };
}
async function connect(inputs, token, log) {
    const { ssh, python } = inputs;
    if (ssh === undefined)
        return openHost(undefined, python, token);
    return log.step(`Connect to ${ssh.host}`, async () => {
        const host = await openHost(ssh, python, token);
        log.info(`Connected as ${(await host.user())?.name}.`);
        return host;
    });
}
function isValid(zip) {
    return (0,check_zip/* countOf */.pq)(zip.findings, 'error') === 0 && zip.package !== undefined;
}
function invalid(inputs, zip, since) {
    const base = (0,validate/* describeZip */.JB)('promote', zip, inputs.workspace, since);
    return {
        ...base,
        result: 'invalid',
        exitCode: errors/* EXIT_CODES */.ai.invalid,
        reason: (0,validate/* invalidReason */.q2)(zip),
        outputs: { ...base.outputs, verified: 'none', changed: 'false', url: shownUrl(inputs) },
    };
}
function finish(inputs, zip, promotion, since) {
    const base = (0,validate/* describeZip */.JB)('promote', zip, inputs.workspace, since);
    const outputs = {
        ...base.outputs,
        verified: promotion.verified,
        changed: String(promotion.changed),
        'destructive-count': String(promotion.plan?.losses.length ?? 0),
        'statement-count': String(promotion.plan?.statements.length ?? 0),
        'failed-statement-count': String(promotion.failedStatements),
        'target-jam-version': promotion.target?.jamVersion ?? '',
        'backup-dir': promotion.backup?.path ?? '',
        url: shownUrl(inputs),
    };
    return {
        ...base,
        outputs,
        result: promotion.result,
        exitCode: EXITS[promotion.result],
        reason: promotion.reason,
        errorId: promotion.errorId,
        promotion,
        plan: promotion.plan,
        provisioned: zip.provisioned,
    };
}
/** The address without a login in it. */
function shownUrl(inputs) {
    if (inputs.url === undefined)
        return '';
    const url = new URL(inputs.url);
    url.username = '';
    url.password = '';
    return url.href;
}


/***/ }),

/***/ 50776:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ wantedOf)
/* harmony export */ });
/** What a project is called that is made for a zip. */
function wantedOf(zip, title) {
    return { name: zip.appName, title: title ?? (zip.appCaption || zip.appName) };
}


/***/ }),

/***/ 21256:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   withQuery: () => (/* binding */ withQuery)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var _server_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(70533);
/** One connection to a database for a few questions; nothing here writes. */


/**
 * Run `work` with a query function on one connection of the database.
 * @param known the database under the name that it has for its users: its certificate must be for it.
 */
async function withQuery(connection, known, work) {
    if (connection.dialect === 'sqlite') {
        // A project that was never opened has no file yet; opening it would make one.
        const { DatabaseSync } = await Promise.resolve(/* import() */).then(__webpack_require__.t.bind(__webpack_require__, 80099, 19));
        const db = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.existsSync)(connection.path)
            ? new DatabaseSync(connection.path, { readOnly: true, timeout: 5000 })
            : new DatabaseSync(':memory:');
        try {
            return await work(async (sql, bindings = []) => db.prepare(sql).all(...bindings));
        }
        finally {
            db.close();
        }
    }
    return (0,_server_js__WEBPACK_IMPORTED_MODULE_1__/* .withServer */ .e)({ way: connection, known: known.dialect === 'sqlite' ? connection : known }, work);
}


/***/ }),

/***/ 70533:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ withServer)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(41692);
/** One connection to a database server, which whoever opens it may also write through. */


/**
 * Run `work` with a query function on one connection; a way without a database leads to the server's own.
 * @throws what the driver says, without the statement.
 */
async function withServer({ way, known }, work) {
    const { default: knex } = await Promise.all(/* import() */[__webpack_require__.e(190), __webpack_require__.e(861)]).then(__webpack_require__.t.bind(__webpack_require__, 31190, 19));
    const { dialect, host, port, user, password, ssl } = way;
    const database = way.database || (dialect === 'postgresql' ? 'postgres' : undefined);
    const socket = host?.startsWith('/') ? host : undefined;
    const tls = ssl && {
        rejectUnauthorized: ssl === 'verify',
        ...(socket && known.host
            ? {
                checkServerIdentity: (_, certificate) => (0,node_tls__WEBPACK_IMPORTED_MODULE_1__.checkServerIdentity)(known.host, certificate),
            }
            : {}),
    };
    const db = knex({
        client: dialect === 'postgresql' ? 'pg' : 'mysql2',
        connection: dialect === 'postgresql'
            ? {
                host: host ?? postgresSocket(port ?? 5432),
                port: port ?? 5432,
                user,
                password,
                database,
                ssl: tls ?? false,
                connectionTimeoutMillis: 10_000,
                query_timeout: 60_000,
            }
            : {
                ...(socket ? { socketPath: socket } : { host: host ?? '127.0.0.1', port: port ?? 3306 }),
                user,
                password,
                database,
                ...(tls ? { ssl: tls } : {}),
                connectTimeout: 10_000,
                charset: 'utf8mb4',
            },
        pool: { min: 0, max: 1 },
        acquireConnectionTimeout: 15_000,
        compileSqlOnError: false,
        // knex writes errors to the console with their stack, past our log: what we need comes as the thrown error.
        log: { warn() { }, error() { }, deprecate() { }, debug() { } },
    });
    db.on('query-error', (error, { sql }) => {
        // knex puts the statement before the message, and mysql2 keeps it with its values: it may hold a password.
        error.message = error.message.replace(`${sql} - `, () => '');
        delete error.sql;
    });
    try {
        return await work(async (sql, bindings = []) => {
            const result = await db.raw(sql, bindings);
            return (dialect === 'postgresql' ? result.rows : result[0]);
        });
    }
    finally {
        await db.destroy();
    }
}
/** Where PostgreSQL's own clients look when no host is set: a socket, on most systems in one of these folders. */
function postgresSocket(port) {
    return ['/var/run/postgresql', '/tmp'].find((folder) => (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.existsSync)(`${folder}/.s.PGSQL.${port}`)) ?? 'localhost';
}


/***/ }),

/***/ 95324:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D5: () => (/* binding */ isDeadHere),
/* harmony export */   TH: () => (/* binding */ isOfThisMachine),
/* harmony export */   hY: () => (/* binding */ ownIdentity)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(48161);
/** Which process of which machine something belongs to: its number alone may be another's by now, or of another container. */


async function ownIdentity() {
    return { host: (0,node_os__WEBPACK_IMPORTED_MODULE_1__.hostname)(), ...(await machine()), pid: process.pid, started: await processStart(process.pid) };
}
/** Whether its process id means something here. */
async function isOfThisMachine(other) {
    const here = await machine();
    return (other.host === (0,node_os__WEBPACK_IMPORTED_MODULE_1__.hostname)() &&
        (other.machine === undefined || here.machine === undefined || other.machine === here.machine));
}
/** @param other of this machine. */
async function isDeadHere(other) {
    try {
        process.kill(other.pid, 0);
    }
    catch (error) {
        if (error.code === 'ESRCH')
            return true;
    }
    const started = await processStart(other.pid);
    return other.started !== undefined && started !== undefined && started !== other.started;
}
/** Field 22 of /proc/PID/stat; undefined where there is no such file, `ended` for a process that was not reaped yet. */
async function processStart(pid) {
    const stat = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
    // The second field is the program's name in brackets and may hold blanks.
    const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields && /^[ZX]/.test(fields[0] ?? '') ? 'ended' : fields?.[19];
}
/** Containers may share a host's name, and a machine that was started anew its process ids. */
async function machine() {
    try {
        const boot = (await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
        return { machine: `${boot} ${await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readlink)('/proc/self/ns/pid')}` };
    }
    catch {
        return {};
    }
}


/***/ }),

/***/ 67016:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ip: () => (/* binding */ driverLogin),
/* harmony export */   X: () => (/* binding */ tryLogin),
/* harmony export */   u6: () => (/* binding */ isPlainDsn)
/* harmony export */ });
/* harmony import */ var _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(65594);
/* harmony import */ var _metadata_model_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(43213);


const LIMIT = 30_000;
/** As the import is started: from the project's folder, nothing written. */
const PROGRAM = `
import importlib, json, os, sys
os.chdir(sys.argv[1])
given = json.loads(sys.stdin.buffer.read().decode())
answer = {}
try:
    options = given['options']
    if given['number'] and options.get('port'):
        options['port'] = int(options['port'])
    importlib.import_module(given['driver']).connect(**options).close()
except Exception as error:
    answer = {'error': type(error).__name__, 'said': str(error)}
print()
print(json.dumps(answer))
`;
/**
 * @param task the SYS_TASKS row.
 * @returns undefined for a database that needs no login, or was never tried by us; a sentence where Jam.py 7 is not told
 * which driver to use, so that it can not connect at all.
 */
function driverLogin(task, line) {
    const dbType = (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Wh)(task, 'f_db_type');
    const value = (column) => (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .text */ .Qq)(task, column);
    const encoding = value('f_encoding');
    const port = value('f_port');
    if (dbType === _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .DB_TYPE */ .Ub.POSTGRESQL) {
        const dsn = line === 7 ? value('f_dsn') : '';
        if (dsn)
            return { driver: 'psycopg2', options: { dsn } };
        const parts = {
            dbname: value('f_alias'),
            user: value('f_login'),
            password: value('f_password'),
            host: value('f_host'),
        };
        const more = line === 7 ? { port: port || null, client_encoding: encoding || null } : { port };
        return { driver: 'psycopg2', options: { ...parts, ...more } };
    }
    if (dbType !== _metadata_enums_js__WEBPACK_IMPORTED_MODULE_0__/* .DB_TYPE */ .Ub.MYSQL)
        return undefined;
    const library = line === 7 ? (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Wh)(task, 'f_python_library') : 1;
    if (library !== 1 && library !== 2) {
        return "Jam.py 7 can not connect to the project's MySQL or MariaDB database, because the project does not say with which Python library: choose MySQLdb or mysql.connector in its Builder, under Database";
    }
    const parts = {
        db: value('f_alias'),
        user: value('f_login'),
        passwd: value('f_password'),
        host: value('f_host'),
        ...(port ? { port } : {}),
    };
    // Jam.py 5 passes what is not set too.
    const none = line === 7 ? {} : { charset: null, use_unicode: null };
    return {
        driver: library === 2 ? 'mysql.connector' : 'MySQLdb',
        options: { ...parts, ...(encoding ? { charset: encoding, use_unicode: true } : none) },
    };
}
/**
 * @param host acting as the project's owner. @param python interpreter there. @param project its folder.
 * @returns undefined when the login works; what was said may hold parts of the login.
 */
async function tryLogin(host, python, project, { line, login }) {
    const finished = await host.run({
        argv: [python, '-B', '-c', PROGRAM, project],
        input: JSON.stringify({ ...login, number: line === 7 || login.driver !== 'psycopg2' }),
        timeoutMs: LIMIT,
    });
    if (finished.timedOut)
        return { kind: '', said: `no answer within ${LIMIT / 1000} s` };
    const answer = lastLine(finished.stdout);
    try {
        const { error, said } = JSON.parse(answer);
        if (error === undefined)
            return undefined;
        return { kind: String(error), said: String(said).replace(/\s+/g, ' ').trim().slice(0, 500) };
    }
    catch {
        return { kind: '', said: (lastLine(finished.stderr) || `exit code ${finished.code}`).slice(0, 300) };
    }
}
function lastLine(text) {
    return text.trim().split('\n').at(-1) ?? '';
}
/** Whether libpq reads this connection string as a person does: then its complaints hold no part of a password. */
function isPlainDsn(dsn) {
    if (/^postgres(ql)?:\/\//.test(dsn))
        return /^\w+:\/\/([^:@/?#\s]*(:[^@/?#\s]*)?@)?[^@#\s]*$/.test(dsn);
    return /^\s*(\w+\s*=\s*('(?:[^'\\]|\\.)*'|[^'\s\\]+)\s*)*$/.test(dsn);
}


/***/ }),

/***/ 2439:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ rebuildZip)
/* harmony export */ });
/* harmony import */ var _task_dat_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(97790);
/**
 * Packs the entries that were checked into a new zip, the only one that is ever sent to a server: Jam.py's unzip then
 * finds exactly the files that were looked at, whatever else the committed zip holds between its lines.
 */

/** DOS time has no zone: local noon, so that every machine writes the same bytes. */
const FIXED_TIME = new Date(2000, 0, 1, 12, 0, 0);
const FILE_MODE = 0o644;
/**
 * The bytes of a zip with these files (deflate, names in UTF-8, mode 644), task.dat first and the rest by path.
 * Equal entries give equal bytes.
 */
async function rebuildZip(entries) {
    const { default: AdmZip } = await __webpack_require__.e(/* import() */ 316).then(__webpack_require__.t.bind(__webpack_require__, 71316, 19));
    const zip = new AdmZip(undefined, { noSort: true });
    const rank = (path) => (path === _task_dat_js__WEBPACK_IMPORTED_MODULE_0__/* .TASK_DAT */ .W ? `0${path}` : `1${path}`);
    const paths = [...entries.keys()].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
    for (const path of paths) {
        const entry = zip.addFile(path, Buffer.from(entries.get(path)), '', FILE_MODE);
        entry.header.time = FIXED_TIME;
    }
    return zip.toBuffer();
}


/***/ }),

/***/ 58126:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  C: () => (/* binding */ makePlan),
  T: () => (/* binding */ nothingBefore)
});

// EXTERNAL MODULE: ./build/metadata/compare.js
var compare = __webpack_require__(63691);
// EXTERNAL MODULE: ./build/metadata/enums.js
var enums = __webpack_require__(65594);
// EXTERNAL MODULE: ./build/metadata/model.js
var model = __webpack_require__(43213);
// EXTERNAL MODULE: ./build/metadata/structure.js
var structure = __webpack_require__(48577);
// EXTERNAL MODULE: ./build/planning/catalogue.js
var planning_catalogue = __webpack_require__(63597);
// EXTERNAL MODULE: ./node_modules/diff/libesm/patch/create.js + 2 modules
var create = __webpack_require__(37291);
;// CONCATENATED MODULE: ./build/planning/line-diff.js
/** Two texts line by line. The comparison is jsdiff's, bounded in work; what is kept of it is what reports show. */

const CONTEXT = 3;
/** Longer texts are minified bundles or data; milliseconds bound what is left. */
const LONGEST = 400_000;
const MOST_LINES = 2_000;
const MOST_MS = 500;
function diffLines(before, after) {
    const short = before.length + after.length <= LONGEST;
    const patch = short
        ? (0,create/* structuredPatch */.YB)('', '', newlines(before), newlines(after), '', '', { context: CONTEXT, timeout: MOST_MS })
        : undefined;
    if (!patch)
        return { added: countLines(after), removed: countLines(before), hunks: [], cut: true };
    let [added, removed] = [0, 0];
    const hunks = [];
    for (const hunk of patch.hunks) {
        let [left, right] = [hunk.oldStart, hunk.newStart];
        const lines = [];
        for (const line of hunk.lines) {
            const text = line.slice(1);
            if (line.startsWith('+')) {
                lines.push({ kind: 'added', after: right++, text });
                added++;
            }
            else if (line.startsWith('-')) {
                lines.push({ kind: 'removed', before: left++, text });
                removed++;
            }
            else if (!line.startsWith('\\'))
                lines.push({ kind: 'same', before: left++, after: right++, text });
        }
        hunks.push(lines);
    }
    if (added + removed > MOST_LINES)
        return { added, removed, hunks: [], cut: true };
    return { added, removed, hunks, cut: false };
}
/** Editors on Windows must not turn a change of one line into one of all. */
function newlines(text) {
    return text.replaceAll('\r\n', '\n');
}
function countLines(text) {
    return text === '' ? 0 : text.split('\n').length;
}

// EXTERNAL MODULE: ./build/planning/schema.js
var schema = __webpack_require__(72621);
;// CONCATENATED MODULE: ./build/planning/changes.js
/** What differs between two metadata, record by record and by id: what a reviewer has to know, in a developer's words. */






const OBJECTS = {
    sys_items: 'item',
    sys_fields: 'field',
    sys_indices: 'index',
    sys_filters: 'filter',
    sys_report_params: 'report-parameter',
    sys_roles: 'role',
    sys_params: 'parameter',
    sys_privileges: 'privilege',
    sys_field_privileges: 'field-privilege',
    sys_lookup_lists: 'lookup-list',
};
/** The column that a rename changes. */
const NAMES = {
    sys_items: 'f_item_name',
    sys_fields: 'f_field_name',
    sys_indices: 'f_index_name',
    sys_filters: 'f_filter_name',
    sys_report_params: 'f_param_name',
    sys_roles: 'f_name',
    sys_lookup_lists: 'f_name',
};
const MODULES = {
    f_server_module: 'server module',
    f_web_client_module: 'client module',
};
/** Made by Jam.py of other columns, or bookkeeping: told by what they are made of. */
const DERIVED = ['f_js_funcs', 'has_children', 'deleted', 'owner_id', 'task_id', 'owner_item', 'f_record_version'];
/** So much of a value is told. */
const LONGEST_VALUE = 300;
/** Most records have none of something: one list for all of them, as there may be tens of thousands. */
const NOTHING = Object.freeze([]);
/** @param before and after: identifiers in one case. */
function changesOf(before, after) {
    return structure/* BUILDER_TABLES */.o[after.line].flatMap(({ name, columns }) => changesOfTable(name, columns, before, after));
}
function changesOfTable(table, columns, before, after) {
    const old = (0,model/* firstById */.BA)((0,model/* rowsOf */.RO)(before, table));
    const now = (0,model/* firstById */.BA)((0,model/* rowsOf */.RO)(after, table));
    const nameOld = (0,compare/* rowNamer */._n)(before.tables, table);
    const nameNew = (0,compare/* rowNamer */._n)(after.tables, table);
    const shared = columns.filter(({ name }) => !DERIVED.includes(name) &&
        !(name in (compare/* KEPT */.t0[table] ?? {})) &&
        before.tables[table]?.columns.includes(name) &&
        after.tables[table]?.columns.includes(name));
    const changes = [];
    const same = new Map();
    const [tellOld, tellNew] = [tellerOf(before, table), tellerOf(after, table)];
    for (const [id, row] of old) {
        if (now.has(id) || isBare(table, row))
            continue;
        changes.push({
            kind: 'removed',
            ...recordOf(table, id, nameOld(row)),
            values: NOTHING,
            modules: modulesOf(row, {}),
        });
    }
    for (const [id, row] of now) {
        const was = old.get(id);
        const record = recordOf(table, id, nameNew(row));
        if (!was) {
            if (isBare(table, row))
                continue;
            changes.push({
                kind: 'added',
                ...record,
                values: firstValues(table, row, same, tellNew),
                modules: modulesOf({}, row),
            });
            continue;
        }
        const values = shared.flatMap((column) => valueChange(column, was, row, tellOld, tellNew) ?? []);
        const modules = modulesOf(was, row);
        if (values.length === 0 && modules.length === 0)
            continue;
        const nameColumn = NAMES[table];
        const renamed = nameColumn !== undefined && values.some(({ column }) => column === nameColumn);
        changes.push({
            kind: renamed ? 'renamed' : 'changed',
            ...record,
            ...(renamed ? { from: nameOld(was).name } : {}),
            values,
            modules,
        });
    }
    return changes;
}
/** Rows that every project has, whatever is developed in it. */
function isBare(table, row) {
    return table === 'sys_items' && (0,model/* idOf */.TH)(row) < 0;
}
function recordOf(table, id, named) {
    return { object: OBJECTS[table], table, id, ...named };
}
function valueChange({ name, kind }, before, after, tellOld, tellNew) {
    if (name === 'id' || name in MODULES)
        return undefined;
    const [left, right] = [before[name] ?? null, after[name] ?? null];
    if ((0,compare/* sameValue */.eE)(kind, left, right))
        return undefined;
    if (name === 'f_info')
        return { column: name, before: 'forms and views', after: 'other forms and views' };
    return { column: name, before: tellOld(name, left), after: tellNew(name, right) };
}
/** What a reviewer asks of something new. */
const TOLD = {
    sys_items: ['f_name', 'f_table_name', 'f_virtual_table', 'f_copy_of'],
    sys_fields: ['f_name', 'f_db_field_name', 'f_data_type', 'f_size', 'f_object', 'f_required', 'f_default_value'],
    sys_indices: ['f_unique_index', 'f_foreign_index', 'f_fields_list'],
    sys_privileges: ['f_can_view', 'f_can_create', 'f_can_edit', 'f_can_delete'],
    sys_field_privileges: ['f_prohibited', 'f_read_only'],
    sys_lookup_lists: ['f_lookup_values_text'],
};
/** @param same those told before, as most new records have a type, a size or a flag that others have too. */
function firstValues(table, row, same, tell) {
    const columns = (TOLD[table] ?? NOTHING).filter((column) => (0,model/* truthy */.vN)(row, column));
    if (columns.length === 0)
        return NOTHING;
    return columns.map((column) => {
        const after = tell(column, row[column] ?? null);
        const key = `${column} ${after}`;
        const known = same.get(key) ?? { column, before: '', after };
        if (after.length <= SHORT)
            same.set(key, known);
        return known;
    });
}
const SHORT = 12;
function modulesOf(before, after) {
    const changed = Object.entries(MODULES).filter(([column]) => (0,model/* text */.Qq)(before, column) !== (0,model/* text */.Qq)(after, column));
    if (changed.length === 0)
        return NOTHING;
    return changed.map(([column, title]) => ({
        column: column,
        title,
        diff: diffLines((0,model/* text */.Qq)(before, column), (0,model/* text */.Qq)(after, column)),
    }));
}
const TYPE_NAMES = new Map(Object.entries(enums/* DATA_TYPE */.yd).map(([name, number]) => [Number(number), name]));
function tellerOf(metadata, table) {
    if (table !== 'sys_indices')
        return (column, value) => (column === 'f_data_type' && TYPE_NAMES.get(Number(value))) || shown(value);
    const fields = (0,model/* firstById */.BA)((0,model/* rowsOf */.RO)(metadata, 'sys_fields'));
    return (column, value) => (column === 'f_fields_list' && fieldList(value, fields)) || shown(value);
}
/** `name, city descending`; '' where it can not be read. */
function fieldList(value, fields) {
    const names = (0,schema/* indexFields */.Mq)({ f_fields_list: value }).map(([id, descending]) => {
        const field = fields.get(id);
        return `${field ? (0,model/* text */.Qq)(field, 'f_field_name') : `field ${id}`}${descending ? ' descending' : ''}`;
    });
    return shown(names.join(', '));
}
function shown(value) {
    const whole = value === null ? '' : String(value);
    return whole.length > LONGEST_VALUE ? `${whole.slice(0, LONGEST_VALUE - 1)}…` : whole;
}
/** Parameters that an import leaves as the target has them although the zip has others. */
function keptParameters(before, after) {
    const [old, now] = [(0,model/* rowsOf */.RO)(before, 'sys_params')[0], (0,model/* rowsOf */.RO)(after, 'sys_params')[0]];
    if (!old || !now)
        return [];
    const kinds = new Map((structure/* BUILDER_TABLES */.o[after.line].find(({ name }) => name === 'sys_params')?.columns ?? []).map(({ name, kind }) => [
        name,
        kind,
    ]));
    return Object.entries(compare/* KEPT */.t0.sys_params ?? {})
        .filter(([column, reason]) => reason.startsWith('setting') && column in old && column in now)
        .filter(([column]) => !(0,compare/* sameValue */.eE)(kinds.get(column) ?? 'text', old[column] ?? null, now[column] ?? null))
        .map(([column, reason]) => ({
        column,
        target: shown(old[column] ?? null),
        zip: shown(now[column] ?? null),
        reason,
    }));
}

// EXTERNAL MODULE: ./build/planning/consent.js
var consent = __webpack_require__(55658);
// EXTERNAL MODULE: ./build/planning/schema-difference.js
var schema_difference = __webpack_require__(47549);
// EXTERNAL MODULE: ./build/planning/sql/statement.js
var sql_statement = __webpack_require__(49018);
;// CONCATENATED MODULE: ./build/planning/drift.js


/** @param before the target's metadata. */
function driftOf(before, catalogue, statements) {
    const { differences, extra } = (0,schema_difference/* compareSchema */.F)(before, catalogue, undefined);
    const failing = statements.filter(({ risk }) => risk === 'will-fail');
    const failureOf = (object) => {
        const wanted = object.toLowerCase();
        const statement = failing.find(({ table, column }) => [table, column === undefined ? '' : `${table}.${column}`].some((name) => name && wanted.includes(name.toLowerCase())));
        return statement ? { fails: `${(0,sql_statement/* firstLine */.T)(statement.sql)}: ${statement.reason}` } : {};
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

// EXTERNAL MODULE: ./build/planning/sides.js
var planning_sides = __webpack_require__(64832);
// EXTERNAL MODULE: ./build/planning/sql/dialects.js + 3 modules
var dialects = __webpack_require__(57597);
;// CONCATENATED MODULE: ./build/planning/entities.js



/** @param before and after: identifiers in one case. */
function entitiesOf(before, after, dialect) {
    const { line } = after;
    const [oldItems, newItems] = [before, after].map((side) => (0,model/* firstById */.BA)((0,model/* rowsOf */.RO)(side, 'sys_items')));
    const [oldFields, newFields] = [before, after].map((side) => (0,planning_sides/* byOwner */.TI)((0,model/* rowsOf */.RO)(side, 'sys_fields')));
    const type = (field) => dialects/* SQL */.X[dialect].typeWord(line, Number(field.f_data_type));
    const same = (left, right) => ['f_db_field_name', 'f_data_type', 'f_size', 'f_default_value'].every((name) => (0,model/* text */.Qq)(left, name) === (0,model/* text */.Qq)(right, name));
    const columnsOf = (old, now) => {
        const item = (now ?? old);
        const left = new Map(columns(line, oldFields, old));
        const right = new Map(columns(line, newFields, now));
        return [...new Set([...left.keys(), ...right.keys()])].map((id) => {
            const [was, is] = [left.get(id), right.get(id)];
            const field = (is ?? was);
            const kind = !was ? 'added' : !is ? 'dropped' : same(was, is) ? 'same' : 'changed';
            return { name: (0,model/* text */.Qq)(field, 'f_db_field_name'), type: type(field), kind, key: id === Number(item.f_primary_key) };
        });
    };
    const all = new Map();
    for (const id of new Set([...(oldItems?.keys() ?? []), ...(newItems?.keys() ?? [])])) {
        const [old, now] = [oldItems?.get(id), newItems?.get(id)];
        const [was, is] = [old, now].map((item) => item !== undefined && (0,planning_sides/* isTableItem */.qe)(line, item));
        if (!was && !is)
            continue;
        const item = (now ?? old);
        const list = columnsOf(was ? old : undefined, is ? now : undefined);
        const kind = !was
            ? 'created'
            : !now
                ? 'dropped'
                : list.every((column) => column.kind === 'same')
                    ? 'referenced'
                    : 'altered';
        all.set(id, {
            table: (0,model/* text */.Qq)(item, 'f_table_name'),
            item: (0,model/* text */.Qq)(item, 'f_item_name'),
            kind,
            columns: list,
            references: [],
        });
    }
    return withReferences(all, after, newFields ?? new Map());
}
function columns(line, fields, item) {
    if (!item)
        return [];
    const group = line === 5 ? (fields?.get(Number(item.parent)) ?? []) : [];
    return [...group, ...(fields?.get((0,model/* idOf */.TH)(item)) ?? [])]
        .filter((field) => (0,planning_sides/* isColumnField */.n1)(line, field))
        .map((field) => [(0,model/* idOf */.TH)(field), field]);
}
/** Only what is touched, and what that refers to. */
function withReferences(all, { line }, fields) {
    const referenced = new Set();
    const linked = new Map();
    for (const [id, entity] of all) {
        const references = (fields.get(id) ?? [])
            .filter((field) => (0,planning_sides/* isColumnField */.n1)(line, field) && all.has(Number(field.f_object)))
            .map((field) => ({ id: Number(field.f_object), column: (0,model/* text */.Qq)(field, 'f_db_field_name') }));
        if (entity.kind !== 'referenced')
            for (const reference of references)
                referenced.add(reference.id);
        linked.set(id, {
            ...entity,
            references: references.map(({ id: target, column }) => ({ column, table: all.get(target)?.table ?? '' })),
        });
    }
    return [...linked]
        .filter(([id, { kind }]) => kind !== 'referenced' || referenced.has(id))
        .map(([, entity]) => entity);
}

// EXTERNAL MODULE: ./build/metadata/generated-scripts.js
var generated_scripts = __webpack_require__(6056);
;// CONCATENATED MODULE: ./build/planning/file-changes.js
/** Files that an import brings, overwrites or leaves lying; and what is left, since an import never deletes. */


const TEXT = /\.(html?|css|js|py|json|txt|md|svg|xml|csv|ini|cfg|po)$/i;
/** @param before files of the base; undefined values: the file is there, its bytes are not known. */
function fileChanges(zip, before) {
    const generated = (0,generated_scripts/* generatedScripts */.O)(zip);
    const changes = [];
    for (const [path, bytes] of zip.files) {
        if (generated.has(path))
            continue;
        const old = before.get(path);
        if (old !== undefined && Buffer.compare(old, bytes) === 0)
            continue;
        const kind = before.has(path) ? 'changed' : 'added';
        changes.push({ path, kind, size: bytes.length, ...diffOf(path, old, bytes) });
    }
    for (const [path, bytes] of before) {
        if (!zip.files.has(path) && !generated.has(path))
            changes.push({ path, kind: 'left-behind', size: bytes?.length ?? 0 });
    }
    return changes;
}
function diffOf(path, before, after) {
    if (!TEXT.test(path) || before === undefined)
        return {};
    const [left, right] = [before, after].map((bytes) => Buffer.from(bytes).toString('utf8'));
    if (left === undefined || right === undefined || left.includes('\0') || right.includes('\0'))
        return {};
    return { diff: diffLines(left, right) };
}

;// CONCATENATED MODULE: ./build/planning/live-edits.js

/**
 * @param promoted what the last promotion put there, or the base of the zip; in the target's case.
 * @param target what is there now.
 * @param zip in the target's case.
 */
function liveEditsOf(promoted, target, zip) {
    const stays = new Set(changesOf(target, zip).flatMap(marks));
    const edits = new Map();
    for (const change of changesOf(promoted, target)) {
        const lost = lostParts(change, stays);
        if (lost.length === 0)
            continue;
        const name = change.item || change.name;
        const edit = edits.get(name) ?? {
            item: name,
            itemId: change.itemId || change.id,
            table: tableOf(change),
            details: [],
        };
        edit.details.push(...lost);
        edits.set(name, edit);
    }
    return [...edits.values()];
}
function tableOf(change) {
    return change.itemId ? 'sys_items' : change.table;
}
/** Everything in which the zip differs from the target; what was edited and is not among it is in the zip too. */
function marks({ kind, table, id, values, modules }) {
    if (kind === 'added' || kind === 'removed')
        return [`${table} ${id}`];
    return [...values, ...modules].map(({ column }) => `${table} ${id} ${column}`);
}
function lostParts(change, differs) {
    const { kind, object, table, id, name, values, modules } = change;
    const whole = differs.has(`${table} ${id}`);
    if (kind === 'added')
        return whole ? [`the ${object} ${name} was added`] : partsOf(change, differs);
    if (kind === 'removed')
        return whole ? [`the ${object} ${name} was removed`] : [];
    if (whole)
        return [`the ${object} ${name} was changed`];
    const edited = values.filter(({ column }) => differs.has(`${table} ${id} ${column}`));
    const coded = modules.filter(({ column }) => differs.has(`${table} ${id} ${column}`));
    return [
        ...edited.map(({ column, before, after }) => `${name}: ${column} is ${quoted(after)}, was ${quoted(before)}`),
        ...coded.map(({ title, diff }) => `the ${title} of ${name} (${diff.added} lines added, ${diff.removed} removed)`),
    ];
}
/** The same record was added on both sides, and differs. */
function partsOf({ object, table, id, name }, differs) {
    const some = [...differs].some((mark) => mark.startsWith(`${table} ${id} `));
    return some ? [`the ${object} ${name} was added with other values`] : [];
}
function quoted(value) {
    return value === '' ? 'empty' : JSON.stringify(value.length > 60 ? `${value.slice(0, 59)}…` : value);
}

;// CONCATENATED MODULE: ./build/planning/losses.js




function lossesOf(sources) {
    const dropped = (0,planning_sides/* droppedObjects */.vc)(sources.before, sources.after)
        .filter((object) => isThere(object, sources.catalogue))
        .map((object) => dropLoss(object, sources.after));
    return [...dropped, ...retypedColumns(sources), ...sources.liveEdits.map(editLoss)];
}
function isThere({ item, field }, catalogue) {
    if (!catalogue)
        return true;
    const table = (0,planning_catalogue/* findTable */.U)(catalogue, (0,model/* text */.Qq)(item, 'f_table_name'));
    if (!table || !field)
        return table !== undefined;
    const wanted = (0,model/* text */.Qq)(field, 'f_db_field_name').toLowerCase();
    return [...table.columns.keys()].some((name) => name.toLowerCase() === wanted);
}
function names(item, field) {
    const tables = [(0,model/* text */.Qq)(item, 'f_table_name'), (0,model/* text */.Qq)(item, 'f_item_name')];
    const columns = field ? [(0,model/* text */.Qq)(field, 'f_db_field_name'), (0,model/* text */.Qq)(field, 'f_field_name')] : undefined;
    const all = columns ? tables.flatMap((table) => columns.map((column) => `${table}.${column}`)) : tables;
    return {
        name: all[0],
        aliases: [...new Set(all.map((name) => name.toLowerCase()))],
        item: tables[1],
        field: columns?.[1] ?? '',
    };
}
function dropLoss({ item, field, now }, after) {
    const [table, column] = [(0,model/* text */.Qq)(item, 'f_table_name'), field ? (0,model/* text */.Qq)(field, 'f_db_field_name') : ''];
    if (!field) {
        const heir = (0,model/* rowsOf */.RO)(after, 'sys_items').find((row) => (0,model/* text */.Qq)(row, 'f_table_name').toLowerCase() === table.toLowerCase() && !(0,model/* truthy */.vN)(row, 'f_copy_of'));
        const reason = heir
            ? `The table ${table} is dropped and made anew, empty: the item ${(0,model/* text */.Qq)(heir, 'f_item_name')} of the zip has another id than ${(0,model/* text */.Qq)(item, 'f_item_name')} at the target.`
            : `The table ${table} of the item ${(0,model/* text */.Qq)(item, 'f_item_name')} is dropped with all its rows: the zip has no such item.`;
        return { kind: 'drop-table', ...names(item, undefined), table: 'sys_items', recordId: (0,model/* idOf */.TH)(item), reason };
    }
    const why = now
        ? `the field ${(0,model/* text */.Qq)(now, 'f_field_name')} becomes ${(0,model/* truthy */.vN)(now, 'f_master_field') ? 'a lookup through another field' : 'a calculated field'}, which has no column`
        : 'the zip has no such field';
    return {
        kind: 'drop-column',
        ...names(item, field),
        table: 'sys_fields',
        recordId: (0,model/* idOf */.TH)(field),
        reason: `The column ${table}.${column} is dropped with all its values: ${why}.`,
    };
}
/** Jam.py 5 on MySQL gives a column that is renamed its new type: values that do not fit are cut or become 0. */
function retypedColumns({ before, after, statements }) {
    const [old, now] = [(0,model/* firstById */.BA)((0,model/* rowsOf */.RO)(before, 'sys_fields')), (0,model/* firstById */.BA)((0,model/* rowsOf */.RO)(after, 'sys_fields'))];
    const items = (0,model/* firstById */.BA)((0,model/* rowsOf */.RO)(after, 'sys_items'));
    return statements.flatMap(({ kind, sql, fieldId = 0, itemId }) => {
        const [was, is, item] = [old.get(fieldId), now.get(fieldId), items.get(itemId)];
        if (kind !== 'rename-column' || !sql.includes(' CHANGE ') || !was || !is || !item)
            return [];
        const [from, to] = [was, is].map((row) => (0,schema/* catalogueWord */.S$)('mysql', 5, Number(row.f_data_type)));
        if (from === to)
            return [];
        const loss = {
            kind: 'change-type',
            ...names(item, was),
            table: 'sys_fields',
            recordId: fieldId,
            reason: `The column ${(0,model/* text */.Qq)(item, 'f_table_name')}.${(0,model/* text */.Qq)(was, 'f_db_field_name')} is converted from ${from} to ${to}: values that do not fit are cut or become 0.`,
        };
        return [loss];
    });
}
function editLoss({ item, itemId, table, details }) {
    return {
        kind: 'live-edit',
        name: item,
        aliases: [item.toLowerCase()],
        item,
        field: '',
        table,
        recordId: itemId,
        reason: `${item} was edited in the Builder of the target since the last promotion, and the zip does not have that: ${details.slice(0, 3).join('; ')}${details.length > 3 ? `; and ${details.length - 3} more` : ''}.`,
        details,
    };
}

// EXTERNAL MODULE: ./build/planning/kept-column.js
var kept_column = __webpack_require__(23525);
// EXTERNAL MODULE: ./build/planning/plan.js
var plan = __webpack_require__(6401);
;// CONCATENATED MODULE: ./build/planning/risks.js
/** The risk of each change: that of its statements, and what Jam.py does not do although the metadata say so. */






/** The same changes, each with its risk: not copied, as there may be tens of thousands. */
function withRisks(changes, sources) {
    const rows = {
        before: { item: rowsById(sources.before, 'sys_items'), field: rowsById(sources.before, 'sys_fields') },
        after: { item: rowsById(sources.after, 'sys_items'), field: rowsById(sources.after, 'sys_fields') },
    };
    const byItem = Map.groupBy(sources.statements, ({ itemId }) => itemId);
    return changes.map((change) => {
        const verdicts = ofStatements(change, byItem.get(owner(change, rows)) ?? []);
        // Without SQL, and for a type that is converted, only the loss itself tells.
        if (!verdicts.some(({ risk }) => risk === 'loses-data'))
            verdicts.push(...ofLosses(change, sources.losses));
        if (sources.dialect !== undefined)
            verdicts.push(...ignored(change, sources, rows));
        const risk = (0,plan/* worstRisk */.L)(verdicts.map((verdict) => verdict.risk));
        const reasons = new Set(verdicts.filter((verdict) => verdict.risk !== 'safe').map(({ reason }) => reason));
        return Object.assign(change, { risk, reasons: reasons.size === 0 ? NOTHING : [...reasons] });
    });
}
function rowsById(metadata, table) {
    return (0,model/* firstById */.BA)((0,model/* rowsOf */.RO)(metadata, table));
}
function owner(change, rows) {
    if (change.object === 'item')
        return change.id;
    const row = rows.after.field.get(change.id) ?? rows.before.field.get(change.id);
    return change.object === 'field' ? Number(row?.owner_rec_id ?? 0) : change.itemId;
}
const OF_ITEM = [
    'create-table',
    'drop-table',
    'create-sequence',
    'drop-sequence',
    'own-sequence',
];
function ofStatements(change, statements) {
    return statements
        .filter((statement) => {
        if (change.object === 'field')
            return statement.fieldId === change.id;
        if (change.object === 'index')
            return statement.indexId === change.id;
        return change.object === 'item' && OF_ITEM.includes(statement.kind);
    })
        .map(({ risk, reason = '' }) => ({ risk, reason }));
}
function ofLosses(change, losses) {
    return losses
        .filter((loss) => loss.recordId === change.id && loss.table === change.table)
        .map(({ reason }) => ({ risk: 'loses-data', reason }));
}
/** What the metadata will say and Jam.py does nothing about (docs/jampy.md, "Success that is none"). */
function ignored(change, sources, rows) {
    const say = (reason) => [{ risk: 'ignored', reason }];
    if (change.kind === 'added' || change.kind === 'removed') {
        return change.object === 'field' ? groupField(change, sources, rows, say) : [];
    }
    if (change.object === 'index') {
        const same = change.values.every(({ column }) => !structure/* INDEX_COLUMNS */.h.includes(column));
        return same ? [] : say('Jam.py makes no SQL for an index that changes under its id: delete it and add a new one');
    }
    const side = change.object === 'field' ? 'field' : 'item';
    const [before, after] = [rows.before[side].get(change.id), rows.after[side].get(change.id)];
    if (!before || !after)
        return [];
    if (change.object === 'item')
        return ignoredOfItem(before, after, sources, say);
    if (change.object === 'field')
        return ignoredOfField(change, before, after, sources, rows, say);
    return [];
}
function ignoredOfItem(before, after, { after: { line } }, say) {
    const [was, is] = [(0,planning_sides/* isTableItem */.qe)(line, before), (0,planning_sides/* isTableItem */.qe)(line, after)];
    const verdicts = [];
    if (!was && is)
        verdicts.push(...say('Jam.py makes no table for an item that was virtual or a copy before'));
    if (was && !is && !(0,planning_sides/* isCopy */.sN)(line, after))
        verdicts.push(...say('the table stays in the database, and is used by nobody'));
    if (was && is && idOr(before, 'f_primary_key') !== idOr(after, 'f_primary_key'))
        verdicts.push(...say('Jam.py does not change the primary key of a table that exists'));
    return verdicts;
}
function idOr(row, column) {
    return Number(row[column] ?? 0);
}
/** Jam.py 5 keeps common fields at the group, and alters no table for them. */
function groupField({ id, kind }, { before, after }, rows, say) {
    if (after.line !== 5)
        return [];
    const field = rows.after.field.get(id) ?? rows.before.field.get(id);
    const group = rows.after.item.get(idOr(field ?? {}, 'owner_rec_id'));
    const members = (0,model/* rowsOf */.RO)(before, 'sys_items').filter((item) => idOr(item, 'parent') === (0,model/* idOf */.TH)(group ?? {}));
    const isGroup = group !== undefined && !(0,planning_sides/* isTableItem */.qe)(5, group) && members.some((item) => (0,planning_sides/* isTableItem */.qe)(5, item));
    if (!isGroup)
        return [];
    return say(kind === 'added'
        ? 'a common field of a group gets no column in tables that exist'
        : 'the column of a common field stays in tables that exist');
}
function ignoredOfField(change, before, after, sources, rows, say) {
    const { line } = sources.after;
    const dialect = sources.dialect;
    if (!(0,planning_sides/* isColumnField */.n1)(line, before) || !(0,planning_sides/* isColumnField */.n1)(line, after))
        return [];
    const columns = change.values.map(({ column }) => column);
    if (!columns.some((column) => ['f_data_type', 'f_size', 'f_db_field_name', 'f_default_value'].includes(column)))
        return [];
    const owner = rows.after.item.get(idOr(after, 'owner_rec_id'));
    if (owner && !(0,planning_sides/* isTableItem */.qe)(line, owner)) {
        return columns.some((column) => column !== 'f_default_value') ? groupField(change, sources, rows, say) : [];
    }
    // An existing SQLite project can not be imported into; of a new one nothing changes.
    if (dialect === 'sqlite' || sources.refusal !== undefined)
        return [];
    const kept = (0,kept_column/* keptColumn */.l)(dialect, line, before, after);
    return kept === undefined ? [] : say(kept);
}

;// CONCATENATED MODULE: ./build/planning/database-model.js
/** A database that statements are tried on: names of tables, columns, indexes and keys, looked up as the server would. */

class DatabaseModel {
    dialect;
    #ignoresCase;
    #tables = new Map();
    /** PostgreSQL, SQLite: names of whatever else shares a space with tables. */
    #others = new Set();
    constructor(dialect, ignoresCase) {
        this.dialect = dialect;
        this.#ignoresCase = ignoresCase;
    }
    static of(catalogue) {
        const model = new DatabaseModel(catalogue.dialect, catalogue.ignoresCase);
        for (const table of catalogue.tables.values()) {
            model.addTable({
                name: table.name,
                columns: new Map([...table.columns.values()].map(({ name, type }) => [model.fold(name), type])),
                primaryKey: table.primaryKey,
                indexes: new Map(),
                foreignKeys: new Map(),
            });
        }
        for (const table of catalogue.tables.values()) {
            for (const index of table.indexes)
                model.addIndex(table.name, { ...index, columns: index.columns.map((column) => column.name) });
            for (const key of table.foreignKeys) {
                const [column = '', target = ''] = [key.columns[0], key.references.columns[0]];
                const references = { table: key.references.table, column: target };
                model.addForeignKey(table.name, { name: key.name, column, references });
            }
        }
        for (const name of catalogue.otherNames ?? [])
            model.addOther(name);
        return model;
    }
    /** A name of a column, index or key as the server compares it. */
    fold(name) {
        return this.dialect === 'postgresql' ? (0,schema/* keptName */.QQ)(this.dialect, name) : name.toLowerCase();
    }
    #foldTable(name) {
        if (this.dialect === 'postgresql')
            return (0,schema/* keptName */.QQ)(this.dialect, name);
        return this.#ignoresCase ? name.toLowerCase() : name;
    }
    table(name) {
        return this.#tables.get(this.#foldTable(name));
    }
    get tables() {
        return this.#tables.values();
    }
    /** Is there a table, or in its space something else, of this name? */
    has(name) {
        return this.table(name) !== undefined || this.hasOther(name);
    }
    /** Sequences, indexes and views, where they share a space with tables. */
    hasOther(name) {
        return this.#others.has(this.fold(name));
    }
    addTable(table) {
        this.#tables.set(this.#foldTable(table.name), table);
        const [key] = table.primaryKey;
        if (this.dialect === 'postgresql' && key !== undefined)
            this.addOther(`${table.name}_pkey`);
    }
    /** With its indexes, and the sequences that belong to it. */
    dropTable(name, sequences) {
        const table = this.table(name);
        for (const index of table?.indexes.values() ?? [])
            this.#others.delete(this.fold(index.name));
        for (const sequence of sequences)
            this.#others.delete(this.fold(sequence));
        this.#others.delete(this.fold(`${table?.name}_pkey`));
        this.#tables.delete(this.#foldTable(name));
    }
    addOther(name) {
        this.#others.add(this.fold(name));
    }
    dropOther(name) {
        this.#others.delete(this.fold(name));
    }
    addIndex(table, index) {
        this.table(table)?.indexes.set(this.fold(index.name), index);
        if (this.dialect !== 'mysql')
            this.addOther(index.name);
    }
    dropIndex(table, name) {
        table.indexes.delete(this.fold(name));
        if (this.dialect !== 'mysql')
            this.dropOther(name);
    }
    /** The table whose index has this name. */
    ownerOfIndex(name) {
        for (const table of this.#tables.values())
            if (table.indexes.has(this.fold(name)))
                return table;
        return undefined;
    }
    addForeignKey(table, key) {
        this.table(table)?.foreignKeys.set(this.fold(key.name), key);
    }
    /** Foreign keys of other tables that refer to this one. */
    referrers(name) {
        const wanted = this.#foldTable(name);
        return [...this.#tables.values()].filter((table) => this.#foldTable(table.name) !== wanted &&
            [...table.foreignKeys.values()].some((key) => this.#foldTable(key.references.table) === wanted));
    }
    /** A renamed column in everything that has it. */
    renameColumn(table, before, after) {
        const [from, to] = [this.fold(before), this.fold(after)];
        table.columns = new Map([...table.columns].map(([name, type]) => [name === from ? to : name, type]));
        const renamed = (name) => (this.fold(name) === from ? after : name);
        table.primaryKey = table.primaryKey.map(renamed);
        for (const [name, index] of table.indexes)
            table.indexes.set(name, { ...index, columns: index.columns.map(renamed) });
        for (const [name, key] of table.foreignKeys)
            table.foreignKeys.set(name, { ...key, column: renamed(key.column) });
    }
    /** A dropped column, with the indexes that PostgreSQL drops and MySQL shortens. */
    dropColumn(table, column) {
        const gone = this.fold(column);
        table.columns.delete(gone);
        table.primaryKey = table.primaryKey.filter((name) => this.fold(name) !== gone);
        const over = Array.from(table.indexes.values());
        for (const index of over) {
            if (!index.columns.some((name) => this.fold(name) === gone))
                continue;
            const rest = index.columns.filter((name) => this.fold(name) !== gone);
            if (this.dialect === 'mysql' && rest.length > 0)
                table.indexes.set(this.fold(index.name), { ...index, columns: rest });
            else
                this.dropIndex(table, index.name);
        }
        for (const [name, key] of table.foreignKeys)
            if (this.fold(key.column) === gone)
                table.foreignKeys.delete(name);
    }
}

// EXTERNAL MODULE: ./build/planning/statement-failures.js + 2 modules
var statement_failures = __webpack_require__(22863);
;// CONCATENATED MODULE: ./build/planning/foretell.js


/** @param catalogue the database before the import. */
function foretell(made, sides, catalogue) {
    const { dialect } = sides;
    const model = DatabaseModel.of(catalogue);
    const created = new Set();
    let stopped = false;
    return made.map((statement) => {
        const effect = riskOf(statement, created, dialect);
        if (stopped)
            return { ...statement, ...effect, reason: 'it is not reached: an earlier statement fails' };
        const failure = (0,statement_failures/* failureOf */.g)(statement, model, sides);
        if (failure?.skipped)
            return { ...statement, risk: 'ignored', reason: failure.reason };
        if (failure) {
            // PostgreSQL takes everything back; the others go on as if nothing had happened.
            stopped = dialect === 'postgresql';
            return { ...statement, risk: 'will-fail', reason: failure.reason };
        }
        if (statement.kind === 'create-table')
            created.add(statement.table);
        return { ...statement, ...effect };
    });
}
const COPIES = 'the server may copy the whole table';
const EFFECTS = {
    'drop-table': { risk: 'loses-data', reason: 'the table is dropped with all that is in it' },
    'drop-column': { risk: 'loses-data', reason: 'the column is dropped with all that is in it' },
    'create-index': {
        risk: 'locks-table',
        reason: 'nobody can write to the table while the index is built',
        unlessNew: true,
    },
    'add-foreign-key': {
        risk: 'locks-table',
        reason: 'every row is checked while nobody can write to the table',
        unlessNew: true,
    },
    'change-column': { risk: 'locks-table', reason: COPIES },
    'resize-column': { risk: 'locks-table', reason: 'the table is locked for a moment' },
};
/** What a statement that works does to those who use the table meanwhile, and to their data. */
function riskOf(statement, created, dialect) {
    // Jam.py 5 on MySQL renames by giving the column a type anew.
    if (statement.kind === 'rename-column' && dialect === 'mysql')
        return { risk: 'locks-table', reason: COPIES };
    const effect = EFFECTS[statement.kind];
    if (!effect || (effect.unlessNew && created.has(statement.table)))
        return { risk: 'safe' };
    return { risk: effect.risk, reason: effect.reason };
}

// EXTERNAL MODULE: ./build/planning/identity.js
var identity = __webpack_require__(6268);
;// CONCATENATED MODULE: ./build/planning/implied-catalogue.js
/** The database that metadata imply, in the shape of a real one's catalogue: as imports alone would have made it. */


/** @param metadata with identifiers in the target's case, and with its generator names. */
function impliedCatalogue(metadata, dialect) {
    const needed = (0,schema/* neededTables */.HZ)(metadata, dialect);
    const tables = new Map([...needed].map(([name, table]) => [name, implied_catalogue_tableOf(table, dialect)]));
    return {
        dialect,
        ignoresCase: dialect === 'sqlite',
        tables,
        otherNames: new Set(dialect === 'postgresql' ? sequences(metadata, tables) : []),
    };
}
function implied_catalogue_tableOf({ name, columns, primaryKey, indexes }, dialect) {
    const byName = new Map();
    // Two fields may share a column.
    for (const column of columns)
        if (!byName.has(column.name))
            byName.set(column.name, columnOf(column, dialect));
    return {
        name,
        columns: byName,
        primaryKey: primaryKey === undefined ? [] : [primaryKey],
        indexes: indexes.filter((index) => index.kind === 'index'),
        foreignKeys: indexes
            .filter((index) => index.kind === 'foreign-key')
            .map((key) => ({
            name: key.name,
            columns: [key.column],
            references: { table: key.references.table, columns: [key.references.column] },
        })),
    };
}
/** Types as MariaDB declares them where they differ from Jam.py's word in more than their case. */
const DECLARED = { INT: 'int(11)' };
function columnOf({ name, type, size }, dialect) {
    if (dialect !== 'mysql')
        return { name, type, size };
    const bare = DECLARED[type] ?? type.toLowerCase();
    return { name, type, size, declared: size === undefined ? bare : `${bare}(${size})` };
}
/** Jam.py 5 makes them under names of its own. */
function sequences(metadata, tables) {
    return (0,model/* rowsOf */.RO)(metadata, 'sys_items')
        .filter((item) => tables.has((0,schema/* keptName */.QQ)('postgresql', (0,model/* text */.Qq)(item, 'f_table_name'))))
        .map((item) => (0,model/* text */.Qq)(item, 'f_gen_name'))
        .filter(Boolean);
}

;// CONCATENATED MODULE: ./build/planning/live.js

/** Names that MySQL reads without quotes. */
const PLAIN = /^(?!\d+$)[0-9A-Za-z$_\u0080-\uffff]+$/;
/** @param databaseName decides on MySQL whether Jam.py 7, which does not quote it, is told anything. */
function liveColumns(catalogue, line, databaseName) {
    const unreadable = databaseName !== undefined && !PLAIN.test(databaseName);
    if (line === 7 && catalogue.dialect === 'mysql' && unreadable)
        return () => undefined;
    return (table, name) => {
        const column = (0,planning_catalogue/* findTable */.U)(catalogue, table)?.columns.get(name);
        return column && { type: column.declared ?? column.type, size: column.size ?? 0 };
    };
}

;// CONCATENATED MODULE: ./build/planning/statement-sides.js
/** Both sides of an import with the look-ups that its statements are made of and judged by. */




class Sides {
    sql;
    live;
    oldItems;
    oldItemById;
    newItemById;
    newFieldById;
    /** Of a field id that comes twice the last row, which is the one that a changed table gets. */
    lastFieldById;
    newIndexById;
    oldFieldsOf;
    newFieldsOf;
    /** Place of a field in the zip. */
    #position;
    line;
    before;
    after;
    dialect;
    /** @param catalogue the live one, or what the metadata before imply. */
    constructor({ before, dialect, databaseName }, after, catalogue) {
        this.line = after.line;
        this.before = before;
        this.after = after;
        this.dialect = dialect;
        this.sql = dialects/* SQL */.X[dialect];
        this.live = liveColumns(catalogue, this.line, databaseName);
        this.oldItems = (0,planning_sides/* inIdOrder */.Z6)((0,model/* rowsOf */.RO)(before, 'sys_items'));
        this.oldItemById = (0,model/* firstById */.BA)(this.oldItems);
        this.newItemById = (0,model/* firstById */.BA)((0,model/* rowsOf */.RO)(after, 'sys_items'));
        this.newFieldById = (0,model/* firstById */.BA)((0,model/* rowsOf */.RO)(after, 'sys_fields'));
        this.lastFieldById = new Map((0,model/* rowsOf */.RO)(after, 'sys_fields').map((row) => [(0,model/* idOf */.TH)(row), row]));
        this.newIndexById = (0,model/* firstById */.BA)((0,model/* rowsOf */.RO)(after, 'sys_indices'));
        this.#position = new Map((0,model/* rowsOf */.RO)(after, 'sys_fields').map((row, position) => [row, position]));
        this.oldFieldsOf = (0,planning_sides/* byOwner */.TI)((0,planning_sides/* inIdOrder */.Z6)((0,model/* rowsOf */.RO)(before, 'sys_fields')));
        this.newFieldsOf = (0,planning_sides/* byOwner */.TI)((0,model/* rowsOf */.RO)(after, 'sys_fields'));
    }
    isCopy(item) {
        return (0,planning_sides/* isCopy */.sN)(this.line, item);
    }
    isTable(item) {
        return (0,planning_sides/* isTableItem */.qe)(this.line, item);
    }
    isColumn(field) {
        return (0,planning_sides/* isColumnField */.n1)(this.line, field);
    }
    /** @param item whose primary key it may be; any other record: it is none. */
    column(field, item) {
        return (0,planning_sides/* columnOf */.uV)(this.line, field, item);
    }
    /**
     * Columns of a new table in the order of the zip; Jam.py 5 takes those of the group too, and 7 also the calculated
     * ones, which it leaves out everywhere else.
     */
    columnsOfNew(item) {
        const own = this.newFieldsOf.get((0,model/* idOf */.TH)(item)) ?? [];
        const parent = (0,model/* int */.Wh)(item, 'parent') ?? 0;
        const common = this.line === 5 && parent !== (0,model/* idOf */.TH)(item) ? (this.newFieldsOf.get(parent) ?? []) : [];
        const place = (row) => this.#position.get(row) ?? 0;
        return [...common, ...own]
            .sort((a, b) => place(a) - place(b))
            .filter((field) => !(0,model/* truthy */.vN)(field, 'f_master_field'))
            .map((field) => this.column(field, item));
    }
}

;// CONCATENATED MODULE: ./build/planning/statements.js
/**
 * The SQL of an import, to the letter and in Jam.py's order (docs/jampy.md, "The statements of an import"; the
 * differential test holds it against Jam.py's own import log). Pure: what the database has comes in as its catalogue.
 */









class Refusal extends Error {
}
/** Never throws; the same question always gives the same answer. */
function predictStatements(question) {
    const { before, dialect } = question;
    const zip = (0,compare/* recased */.WK)(question.zip, dialects/* DIALECT_TYPES */.R[dialect]);
    const catalogue = question.catalogue ?? impliedCatalogue(before, dialect);
    const sides = new Sides(question, zip, catalogue);
    let refusal;
    const made = [];
    try {
        const other = (0,identity/* firstIdentityTrouble */.q)(before, zip);
        if (other)
            throw new Refusal(other);
        refuseDeleted(zip);
        made.push(...indexDrops(sides), ...tableDrops(sides), ...tableChanges(sides), ...tables(sides), ...indexes(sides));
    }
    catch (error) {
        if (!(error instanceof Refusal))
            throw error;
        refusal = error.message;
    }
    if (refusal !== undefined)
        return { statements: [], refusal };
    return { statements: foretell(made, sides, catalogue), refusal };
}
/** An export leaves such rows out; Jam.py lets nobody set the mark of deletion, an import neither. */
function refuseDeleted(zip) {
    for (const [table, { rows }] of Object.entries(zip.tables)) {
        const row = rows.find((each) => (0,model/* truthy */.vN)(each, 'deleted'));
        if (row)
            throw new Refusal(`row ${(0,model/* idOf */.TH)(row)} of ${table} is marked as deleted, which no import takes`);
    }
}
const from = (item, drafts, table, more = {}) => drafts.map((draft) => ({ ...draft, table, itemId: (0,model/* idOf */.TH)(item), ...more }));
/** Step 1: indexes and foreign keys whose ids are gone, of items that stay. */
function indexDrops(sides) {
    const kept = new Set((0,model/* rowsOf */.RO)(sides.after, 'sys_indices').map(model/* idOf */.TH));
    const made = [];
    for (const row of (0,planning_sides/* inIdOrder */.Z6)((0,model/* rowsOf */.RO)(sides.before, 'sys_indices'))) {
        if (kept.has((0,model/* idOf */.TH)(row)))
            continue;
        const owner = (0,model/* int */.Wh)(row, 'owner_rec_id') ?? 0;
        const item = sides.newItemById.get(owner);
        const old = sides.oldItemById.get(owner);
        if (!item || (0,model/* text */.Qq)(item, 'f_table_name') === '' || !namesTable(sides, item))
            continue;
        if (old && ((0,model/* truthy */.vN)(old, 'f_virtual_table') || sides.isCopy(old)))
            continue;
        const foreign = (0,model/* truthy */.vN)(row, 'f_foreign_index');
        const index = (0,model/* text */.Qq)(row, 'f_index_name');
        // Python's word for nothing, where the record has none.
        const table = String(old?.f_table_name ?? 'None');
        const drafts = foreign ? sides.sql.dropForeignKey(table, index) : sides.sql.dropIndex(table, index);
        made.push(...from(old ?? item, drafts, table, { index, indexId: (0,model/* idOf */.TH)(row) }));
    }
    return made;
}
/** Jam.py 7 asks for "not virtual or not a copy", which nearly every item is. */
function namesTable(sides, item) {
    const isVirtual = (0,model/* truthy */.vN)(item, 'f_virtual_table');
    return sides.line === 5 ? !isVirtual : !isVirtual || !sides.isCopy(item);
}
/** Step 2: tables of items that are gone. */
function tableDrops(sides) {
    return sides.oldItems
        .filter((item) => !sides.newItemById.has((0,model/* idOf */.TH)(item)) && sides.isTable(item))
        .flatMap((item) => {
        const table = (0,model/* text */.Qq)(item, 'f_table_name');
        const hasKey = (0,model/* truthy */.vN)(item, 'f_primary_key');
        return from(item, sides.sql.dropTable(sides.line, table, (0,model/* text */.Qq)(item, 'f_gen_name'), hasKey), table);
    });
}
/** Step 3: columns of items that are on both sides, judged by the new record. */
function tableChanges(sides) {
    return sides.oldItems.flatMap((old) => {
        const item = sides.newItemById.get((0,model/* idOf */.TH)(old));
        return item && sides.isTable(item) ? statements_changesOf(sides, old, item) : [];
    });
}
function statements_changesOf(sides, old, item) {
    const table = (0,model/* text */.Qq)(item, 'f_table_name');
    const oldRows = sides.oldFieldsOf.get((0,model/* idOf */.TH)(item)) ?? [];
    const newRows = sides.newFieldsOf.get((0,model/* idOf */.TH)(item)) ?? [];
    // A field id that comes twice: the last one counts.
    const newById = new Map(newRows.map((row) => [(0,model/* idOf */.TH)(row), row]));
    const drops = [];
    const changes = [];
    const adds = [];
    for (const row of oldRows) {
        const now = newById.get((0,model/* idOf */.TH)(row));
        const [was, is] = [sides.isColumn(row), now !== undefined && sides.isColumn(now)];
        const more = { fieldId: (0,model/* idOf */.TH)(row) };
        if (was && !is) {
            drops.push(...from(item, sides.sql.dropColumn(table, sides.column(row, old)), table, more));
        }
        else if (was && now) {
            const [left, right] = [sides.column(row, old), sides.column(now, item)];
            if (differ(sides, left, right)) {
                const change = sides.sql.changeColumn(sides.line, table, left, right, () => sides.live(table, left.name));
                if ('refusal' in change)
                    throw new Refusal(change.refusal);
                changes.push(...from(item, change.drafts, table, more));
            }
        }
        else if (now && is) {
            adds.push(...from(item, sides.sql.addColumn(sides.line, table, sides.column(now, item)), table, more));
        }
    }
    const known = new Set(oldRows.map(model/* idOf */.TH));
    for (const row of newRows) {
        if (known.has((0,model/* idOf */.TH)(row)) || !sides.isColumn(row))
            continue;
        known.add((0,model/* idOf */.TH)(row));
        const column = sides.column(newById.get((0,model/* idOf */.TH)(row)) ?? row, item);
        adds.push(...from(item, sides.sql.addColumn(sides.line, table, column), table, { fieldId: column.fieldId }));
    }
    return [...drops, ...changes, ...adds];
}
function differ({ sql, line }, before, after) {
    return (before.name !== after.name ||
        sql.typeWord(line, before.dataType) !== sql.typeWord(line, after.dataType) ||
        before.size !== after.size ||
        (line === 7 && before.defaultValue !== after.defaultValue));
}
/** Step 4: tables of new items. */
function tables(sides) {
    return (0,model/* rowsOf */.RO)(sides.after, 'sys_items')
        .filter((item) => !sides.oldItemById.has((0,model/* idOf */.TH)(item)) && sides.isTable(item))
        .flatMap((item) => {
        const table = (0,model/* text */.Qq)(item, 'f_table_name');
        const generator = (0,model/* truthy */.vN)(item, 'f_primary_key') ? `${table}_SEQ`.toLowerCase() : 'None';
        const drafts = sides.sql.createTable(sides.line, table, sides.columnsOfNew(item), generator);
        return from(item, drafts, table);
    });
}
/** Step 5: indexes and foreign keys of new ids. Of an id that stays nothing is done, whatever has changed. */
function indexes(sides) {
    const known = new Set((0,model/* rowsOf */.RO)(sides.before, 'sys_indices').map(model/* idOf */.TH));
    return (0,model/* rowsOf */.RO)(sides.after, 'sys_indices').flatMap((row) => {
        const owner = (0,model/* int */.Wh)(row, 'owner_rec_id') ?? 0;
        const item = sides.newItemById.get(owner);
        const old = sides.oldItemById.get(owner);
        if (known.has((0,model/* idOf */.TH)(row)) || !item || (0,model/* text */.Qq)(item, 'f_table_name') === '' || !namesTable(sides, item))
            return [];
        if (old && ((0,model/* truthy */.vN)(old, 'f_virtual_table') || sides.isCopy(old)))
            return [];
        const table = (0,model/* text */.Qq)(item, 'f_table_name');
        const index = (0,model/* text */.Qq)(row, 'f_index_name');
        const more = { index, indexId: (0,model/* idOf */.TH)(row) };
        if ((0,model/* truthy */.vN)(row, 'f_foreign_index'))
            return from(item, foreignKey(sides, row, item, index), table, more);
        if (!isList((0,model/* text */.Qq)(row, 'f_fields_list')))
            throw new Refusal(`the index ${index} has no list of fields that Jam.py could read`);
        const columns = indexColumns(sides, row, item);
        const unique = (0,model/* truthy */.vN)(row, 'f_unique_index');
        return from(item, sides.sql.createIndex(sides.line, table, index, unique, columns), table, more);
    });
}
function isList(json) {
    try {
        return Array.isArray(JSON.parse(json));
    }
    catch {
        return false;
    }
}
/**
 * Jam.py looks records up by moving to them, and stays where it is when there is none: a foreign key to a missing item
 * is made to its own table, one to a missing key to its own field.
 */
function foreignKey(sides, row, item, index) {
    const field = sides.newFieldById.get((0,model/* int */.Wh)(row, 'f_foreign_field') ?? 0);
    const target = sides.newItemById.get((0,model/* int */.Wh)(field ?? {}, 'f_object') ?? 0) ?? item;
    const key = sides.newFieldById.get((0,model/* int */.Wh)(target, 'f_primary_key') ?? 0) ?? field;
    const references = { table: (0,model/* text */.Qq)(target, 'f_table_name'), column: (0,model/* text */.Qq)(key ?? {}, 'f_db_field_name') };
    return sides.sql.addForeignKey((0,model/* text */.Qq)(item, 'f_table_name'), index, (0,model/* text */.Qq)(field ?? {}, 'f_db_field_name'), references);
}
/** `"A" , "B" DESC`; a field that is no column of the item becomes the word None. */
function indexColumns(sides, row, item) {
    const columns = new Map(sides.columnsOfNew(item).map((column) => [column.fieldId, column.name]));
    const part = ([id, descending]) => `"${columns.get(id) ?? 'None'}" ${descending ? 'DESC' : ''}`;
    return (0,schema/* indexFields */.Mq)(row).map(part).join(', ');
}

;// CONCATENATED MODULE: ./build/planning/make-plan.js














/** A project without anything in it, to compare with where there is no other. */
function nothingBefore(line, dbType) {
    const tables = {};
    for (const { name, columns } of structure/* BUILDER_TABLES */.o[line])
        tables[name] = { columns: columns.map((column) => column.name), rows: [] };
    return {
        base: { kind: 'empty', name: 'an empty project', version: '', digest: '' },
        metadata: { line, dbType, tables },
        files: new Map(),
    };
}
function makePlan(request) {
    const { zip, dbType, catalogue, before } = request;
    const dialect = (0,planning_catalogue/* dialectOf */.E)(dbType);
    const after = (0,compare/* recased */.WK)(zip, dbType);
    const old = inCaseOf(before, dbType);
    const prediction = predict(request, old, after, dialect);
    const statements = prediction?.statements ?? [];
    const edits = editsOf(request, old, after);
    const losses = lossesOf({ before: old, after, statements, catalogue, liveEdits: edits });
    const { losses: judged, unused } = (0,consent/* withConsent */.z3)(losses, request.consents);
    const refusal = prediction?.refusal;
    const isRead = catalogue !== undefined && before.base.kind === 'target';
    return {
        base: before.base,
        database: describeDatabase(request, old, dialect),
        changes: withRisks(changesOf(old, after), { before: old, after, dialect, statements, losses: judged, refusal }),
        keptParameters: before.base.kind === 'target' ? keptParameters(old, after) : [],
        files: fileChanges(zip, before.files),
        statements,
        refusal,
        losses: judged,
        drift: isRead ? driftOf(old, catalogue, statements) : [],
        findings: request.findings,
        unusedConsents: unused,
        entities: dialect && prediction ? entitiesOf(old, after, dialect) : [],
    };
}
/** A base that is a zip, as a target holds it: names in the target's case, sequences named by Jam.py 5 itself. */
function inCaseOf({ base, metadata }, dbType) {
    if (base.kind === 'target')
        return metadata;
    const old = (0,compare/* recased */.WK)(metadata, dbType);
    const items = old.tables.sys_items;
    if ((0,planning_catalogue/* dialectOf */.E)(dbType) !== 'postgresql' || !items)
        return old;
    const rows = items.rows.map((row) => ({
        ...row,
        f_gen_name: old.line === 5 && (0,model/* truthy */.vN)(row, 'f_primary_key') && !(0,model/* truthy */.vN)(row, 'f_virtual_table')
            ? `${(0,model/* text */.Qq)(row, 'f_table_name')}_SEQ`.toLowerCase()
            : null,
    }));
    return { ...old, tables: { ...old.tables, sys_items: { columns: items.columns, rows } } };
}
function hasTables(metadata) {
    return (0,model/* rowsOf */.RO)(metadata, 'sys_items').some((item) => (0,model/* text */.Qq)(item, 'f_table_name') !== '');
}
/** undefined: no SQL is predicted. */
function predict(request, old, after, dialect) {
    if (!dialect)
        return undefined;
    const { catalogue, databaseName: name, before } = request;
    // SQLite is imported into once, while it is empty.
    const again = dialect === 'sqlite' && hasTables(old);
    if (again && before.base.kind === 'target')
        return undefined;
    const start = again ? nothingBefore(after.line, after.dbType).metadata : old;
    return predictStatements({ before: start, zip: after, dialect, catalogue, databaseName: name });
}
function editsOf({ before, promoted }, old, after) {
    if (before.base.kind !== 'target' || !promoted)
        return [];
    return liveEditsOf((0,compare/* recased */.WK)(promoted, old.dbType), old, after);
}
function describeDatabase(request, old, dialect) {
    const { from, catalogue, catalogueTrouble, before, dbType } = request;
    const name = (0,enums/* databaseName */.Do)(dbType);
    const told = (kind, note) => ({
        dialect,
        name,
        from,
        catalogue: kind,
        note,
    });
    if (!dialect)
        return told('none', `The SQL for ${name} is not predicted: it was never tried with this program.`);
    if (dialect === 'sqlite' && hasTables(old)) {
        if (before.base.kind === 'target')
            return told('none', 'Jam.py can not import into an existing SQLite project, so there is no SQL to show.');
        return told('implied', 'An existing SQLite project can not be imported into: the SQL is that of a new one. Set database-type to the database of the target to see its SQL.');
    }
    if (catalogue)
        return told('read', `The SQL is for ${name}, and goes by the catalogue of the target's database as it is now.`);
    const why = catalogueTrouble === undefined
        ? 'No database was looked at'
        : `The database can not be looked at (${catalogueTrouble})`;
    return told('implied', `The SQL is for ${name}. ${why}: it goes by what the metadata of ${before.base.name} imply.`);
}


/***/ }),

/***/ 39341:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HN: () => (/* binding */ planLines),
/* harmony export */   al: () => (/* binding */ failingOf),
/* harmony export */   b6: () => (/* binding */ baseText),
/* harmony export */   kY: () => (/* binding */ failureText),
/* harmony export */   oA: () => (/* binding */ countedText)
/* harmony export */ });
/* harmony import */ var _consent_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(55658);
/* harmony import */ var _sql_statement_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(49018);
/** A plan in a few lines, for the log: counts, every loss as consent names it, every failure that is foretold. */


const KINDS = ['added', 'removed', 'renamed', 'changed'];
const MOST = 50;
function planLines(plan) {
    const { base, database, changes, files, statements, losses, drift } = plan;
    const counts = KINDS.map((kind) => [kind, changes.filter((change) => change.kind === kind).length])
        .filter(([, count]) => count > 0)
        .map(([kind, count]) => `${count} ${kind}`);
    const lines = [
        `Compared with ${baseText(base)}: ${counts.join(', ') || 'no difference in the metadata'}; ${filesText(files)}.`,
        database.note,
    ];
    if (database.catalogue !== 'none')
        lines.push(`${statements.length} SQL statement${statements.length === 1 ? '' : 's'}.`);
    if (plan.refusal !== undefined)
        lines.push(`The import will refuse this: ${plan.refusal}.`);
    lines.push(...some(failingOf(plan).map(({ sql, reason }) => `Will fail: ${(0,_sql_statement_js__WEBPACK_IMPORTED_MODULE_0__/* .firstLine */ .T)(sql)} (${reason})`)));
    lines.push(...some(losses.map(lossText)));
    lines.push(...some(changes
        .filter(({ risk }) => risk === 'ignored')
        .map(({ name, reasons }) => `Ignored by Jam.py: ${name}: ${reasons.join('; ')}.`)));
    lines.push(...some(drift.map(({ object, detail }) => `The database is not as its metadata say: ${object}: ${detail}.`)));
    lines.push(...plan.unusedConsents.map((consent) => `A consent matches nothing that would be lost: ${consent}.`));
    return lines;
}
/** `metadata/crm.zip at 4f2a9c1 (1.0.0, 566afbcce5143e8a)` */
function baseText({ name, version, digest }) {
    const since = [version, digest.slice(0, 16)].filter(Boolean).join(', ');
    return since ? `${name} (${since})` : name;
}
/** `12 rows, 3 values`; undefined: nothing was counted. */
function countedText({ rows, values }, valueWord = 'values') {
    const parts = [rows === undefined ? '' : `${rows} rows`, values === undefined ? '' : `${values} ${valueWord}`];
    return parts.filter(Boolean).join(', ') || undefined;
}
function failingOf({ statements }) {
    return statements.filter(({ risk }) => risk === 'will-fail');
}
/** Why a statement fails, as a clause. */
function failureText({ sql, reason }) {
    return `${(0,_sql_statement_js__WEBPACK_IMPORTED_MODULE_0__/* .firstLine */ .T)(sql)}: ${reason}`;
}
function filesText(files) {
    const counts = ['added', 'changed', 'left-behind']
        .map((kind) => [kind, files.filter((file) => file.kind === kind).length])
        .filter(([, count]) => count > 0)
        .map(([kind, count]) => `${count} file${count === 1 ? '' : 's'} ${kind.replace('-', ' ')}`);
    return counts.join(', ') || 'no file differs';
}
function lossText(loss) {
    const counted = countedText(loss, 'values that are not null');
    const size = counted === undefined ? '' : ` (${counted})`;
    const who = loss.consent === undefined ? 'not accepted' : `accepted by ${loss.consent}`;
    return `Destroys: ${(0,_consent_js__WEBPACK_IMPORTED_MODULE_1__/* .consentLine */ .$0)(loss)}${size}, ${who}. ${loss.reason}`;
}
function some(lines) {
    if (lines.length <= MOST)
        return [...lines];
    return [...lines.slice(0, MOST), `… and ${lines.length - MOST} more of the kind.`];
}


/***/ }),

/***/ 6401:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ RISKS),
/* harmony export */   L: () => (/* binding */ worstRisk)
/* harmony export */ });
/** Best first. `will-fail` comes with its reason, as does everything but `safe`. */
const RISKS = ['safe', 'locks-table', 'ignored', 'loses-data', 'will-fail'];
/** `safe` where there is none. */
function worstRisk(risks) {
    return RISKS.findLast((risk) => risks.includes(risk)) ?? 'safe';
}


/***/ }),

/***/ 47549:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ compareSchema)
/* harmony export */ });
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(57975);
/* harmony import */ var _metadata_model_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(43213);
/* harmony import */ var _catalogue_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(63597);
/* harmony import */ var _schema_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(72621);
/**
 * What a database lacks of what metadata needs, and whose fault that is: a difference that comes with this import means
 * it failed, an older one that Jam.py itself never mends is a warning, anything extra a note.
 */




const caseless = (catalogue, name) => catalogue.dialect === 'postgresql' ? name : name.toLowerCase();
/**
 * Compare the database with what the metadata needs.
 * @param zip metadata in the target's case (metadata/compare.ts, recased).
 * @param before the target's metadata before the import, to tell older differences; undefined: no import ran.
 */
function compareSchema(zip, catalogue, before) {
    const needed = (0,_schema_js__WEBPACK_IMPORTED_MODULE_2__/* .neededTables */ .HZ)(zip, catalogue.dialect);
    const result = {
        differences: [],
        extra: [],
        tableCount: needed.size,
        columnCount: 0,
        indexCount: 0,
    };
    const old = before ? [...(0,_schema_js__WEBPACK_IMPORTED_MODULE_2__/* .neededTables */ .HZ)(before, catalogue.dialect).values()] : [];
    const sides = {
        catalogue,
        before,
        oldItems: idsOf(before, 'sys_items'),
        oldColumns: new Map(old.flatMap((table) => table.columns).map((column) => [column.fieldId, column])),
        oldIndexes: new Map(old.flatMap((table) => table.indexes).map((index) => [index.indexId, index])),
        oldIndexIds: idsOf(before, 'sys_indices'),
        add: (kind, severity, object, detail) => result.differences.push({ kind, severity, object, detail }),
    };
    for (const table of needed.values()) {
        result.columnCount += table.columns.length;
        result.indexCount += table.indexes.length;
        const there = (0,_catalogue_js__WEBPACK_IMPORTED_MODULE_1__/* .findTable */ .U)(catalogue, table.name);
        if (!there) {
            const detail = `the table of item ${table.itemName} is not in the database`;
            sides.add('table-missing', 'failed', table.name, detail);
            continue;
        }
        compareColumns(table, there, sides);
        comparePrimaryKey(table, there, sides);
        for (const index of table.indexes)
            compareIndex(index, table, there, sides);
        result.extra.push(...extraIn(table, there, catalogue));
    }
    leftovers(zip, before, catalogue, needed, sides.add);
    const known = new Set([...needed.keys()].map((name) => (catalogue.ignoresCase ? name.toLowerCase() : name)));
    for (const name of catalogue.tables.keys()) {
        if (!known.has(catalogue.ignoresCase ? name.toLowerCase() : name))
            result.extra.push(`table ${name}`);
    }
    return result;
}
function idsOf(metadata, table) {
    return new Set(metadata ? (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_3__/* .rowsOf */ .RO)(metadata, table).map((row) => (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_3__/* .int */ .Wh)(row, 'id') ?? 0) : []);
}
/** Texts with and without a size are the same to PostgreSQL: projects that came from v5 have both. */
function sameType(wanted, type) {
    if (wanted === type || wanted === '')
        return true;
    const texts = ['TEXT', 'CHARACTER VARYING', 'CHARACTER'];
    return texts.includes(wanted) && texts.includes(type);
}
function compareColumns(table, there, sides) {
    const { catalogue, add } = sides;
    const columns = new Map([...there.columns.values()].map((column) => [caseless(catalogue, column.name), column]));
    for (const column of table.columns) {
        const found = columns.get(caseless(catalogue, column.name));
        const object = `${table.name}.${column.name}`;
        if (!found) {
            add('column-missing', 'failed', object, 'the column is not in the database');
            continue;
        }
        // Jam.py changes few columns; a difference is this import's when it brought the column or changed just that.
        const old = sides.oldColumns.get(column.fieldId);
        const mine = (changed) => sides.before !== undefined && (!old || changed(old));
        if (!sameType(column.type, found.type)) {
            const severity = mine((was) => !sameType(was.type, column.type)) ? 'failed' : 'warning';
            add('column-type', severity, object, `the metadata need ${column.type}, the column is ${found.type}`);
        }
        else if (column.size !== undefined && found.size !== undefined && found.size < column.size) {
            const severity = mine((was) => (was.size ?? 0) < (column.size ?? 0)) ? 'failed' : 'warning';
            const detail = `the metadata need ${column.size} characters, the column holds ${found.size}`;
            add('column-size', severity, object, detail);
        }
    }
}
function comparePrimaryKey(table, there, { catalogue, before, oldItems, add }) {
    const { primaryKey } = table;
    if (!primaryKey)
        return;
    if (there.primaryKey.some((name) => caseless(catalogue, name) === caseless(catalogue, primaryKey)))
        return;
    const isNew = before !== undefined && !oldItems.has(table.itemId);
    add('primary-key', isNew ? 'failed' : 'warning', table.name, `${primaryKey} is not its primary key`);
}
function compareIndex(index, table, there, { catalogue, before, oldIndexes, oldIndexIds, add }) {
    const trouble = indexTrouble(index, there, catalogue);
    if (!trouble)
        return;
    const old = oldIndexes.get(index.indexId);
    const mine = before !== undefined && (!oldIndexIds.has(index.indexId) || (old !== undefined && !(0,node_util__WEBPACK_IMPORTED_MODULE_0__.isDeepStrictEqual)(old, index)));
    const missing = trouble === 'missing';
    const severity = mine || (missing && before === undefined) ? 'failed' : 'warning';
    const object = `${table.name}: ${index.kind === 'index' ? 'index' : 'foreign key'} ${index.name}`;
    add(missing ? 'index-missing' : 'index-differs', severity, object, missing ? 'it is not in the database' : trouble);
}
/** undefined: good; `missing`; or what differs. An index of another name over the same columns counts as renamed. */
function indexTrouble(index, table, catalogue) {
    const same = (left, right) => caseless(catalogue, left) === caseless(catalogue, right);
    if (index.kind === 'foreign-key') {
        const matches = (key) => key.columns.length === 1 &&
            same(key.columns[0], index.column) &&
            same(key.references.table, index.references.table) &&
            same(key.references.columns[0] ?? '', index.references.column);
        const named = table.foreignKeys.find((key) => same(key.name, index.name));
        if (named)
            return matches(named) ? undefined : `it refers to ${named.references.table}, not to ${index.references.table}`;
        const other = table.foreignKeys.find(matches);
        return other ? `it is there as ${other.name}` : 'missing';
    }
    const text = (columns) => columns.map((column) => `${column.name}${column.descending ? ' DESC' : ''}`).join(', ');
    const matches = (found) => found.unique === index.unique &&
        found.columns.length === index.columns.length &&
        found.columns.every((part, position) => {
            const wanted = index.columns[position];
            return same(part.name, wanted.name) && (part.descending === undefined || part.descending === wanted.descending);
        });
    const named = table.indexes.find((found) => same(found.name, index.name));
    if (named) {
        return matches(named)
            ? undefined
            : `it is ${named.unique ? 'unique ' : ''}(${text(named.columns)}), the metadata say ${index.unique ? 'unique ' : ''}(${text(index.columns)})`;
    }
    const other = table.indexes.find(matches);
    return other ? `it is there as ${other.name}` : 'missing';
}
function extraIn(table, there, catalogue) {
    const fold = (name) => caseless(catalogue, name);
    const columns = new Set([...table.columns.map((column) => column.name), ...table.tolerated].map(fold));
    // MySQL makes an index of its own for a foreign key, with the same name.
    const indexes = new Set(table.indexes.map((index) => fold(index.name)));
    return [
        ...[...there.columns.keys()]
            .filter((name) => !columns.has(fold(name)))
            .map((name) => `column ${table.name}.${name}`),
        ...there.indexes
            .filter((index) => !indexes.has(fold(index.name)))
            .map((index) => `index ${index.name} of ${table.name}`),
    ];
}
/** What the import should have dropped and did not: tables of removed items, columns and indexes of removed ids. */
function leftovers(zip, before, catalogue, needed, add) {
    if (!before)
        return;
    const zipItems = idsOf(zip, 'sys_items');
    const old = (0,_schema_js__WEBPACK_IMPORTED_MODULE_2__/* .neededTables */ .HZ)(before, catalogue.dialect);
    const byItem = new Map([...needed.values()].map((table) => [table.itemId, table]));
    for (const table of old.values()) {
        const there = (0,_catalogue_js__WEBPACK_IMPORTED_MODULE_1__/* .findTable */ .U)(catalogue, table.name);
        if (!there)
            continue;
        if (!zipItems.has(table.itemId)) {
            if (!needed.has(table.name))
                add('table-left', 'failed', table.name, 'the import should have dropped this table and did not');
            continue;
        }
        const now = byItem.get(table.itemId);
        if (!now)
            continue;
        const columns = new Set([...now.columns.map((column) => column.name), ...now.tolerated].map((name) => caseless(catalogue, name)));
        const zipFields = idsOf(zip, 'sys_fields');
        for (const column of table.columns) {
            const gone = !zipFields.has(column.fieldId) && !columns.has(caseless(catalogue, column.name));
            const stays = [...there.columns.keys()].some((name) => caseless(catalogue, name) === caseless(catalogue, column.name));
            if (gone && stays)
                add('column-left', 'failed', `${table.name}.${column.name}`, 'the import should have dropped this column and did not');
        }
        const zipIndices = idsOf(zip, 'sys_indices');
        for (const index of table.indexes) {
            const names = new Set(now.indexes.map((other) => caseless(catalogue, other.name)));
            const list = index.kind === 'index' ? there.indexes : there.foreignKeys;
            const stays = list.some((found) => caseless(catalogue, found.name) === caseless(catalogue, index.name));
            if (!zipIndices.has(index.indexId) && !names.has(caseless(catalogue, index.name)) && stays) {
                add('index-left', 'failed', `${table.name}: ${index.name}`, 'the import should have dropped it and did not');
            }
        }
    }
}


/***/ }),

/***/ 49018:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ firstLine),
/* harmony export */   U: () => (/* binding */ STATEMENT)
/* harmony export */ });
/** How a statement of an import begins, at the start of a line. */
const STATEMENT = /^(CREATE (TABLE|SEQUENCE|UNIQUE INDEX| *INDEX)|ALTER (TABLE|SEQUENCE)|DROP (TABLE|INDEX|SEQUENCE)) /m;
/** The first line of a statement, for sentences; the rest of a CREATE TABLE says which columns. */
function firstLine(sql, longest = Number.POSITIVE_INFINITY) {
    const line = sql.trim().split('\n')[0] ?? '';
    return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}


/***/ }),

/***/ 65011:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f3: () => (/* binding */ notApproved),
/* harmony export */   gQ: () => (/* binding */ approvedZipGate),
/* harmony export */   ge: () => (/* binding */ approvableOf)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);
/* harmony import */ var _planning_approval_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(74333);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(14951);
/** A promotion that was approved as one plan is that plan, or is refused with what moved since. */



const MOST_MOVED = 20;
function approvableOf(inputs, zip, seen, files, plan) {
    const { metadata, source, jamVersion } = seen.state;
    const sight = { metadata, source, jamVersion, catalogue: seen.catalogue, files: files.digests };
    return (0,_planning_approval_js__WEBPACK_IMPORTED_MODULE_1__/* .approvable */ .pz)(zip, whereOf(inputs), sight, plan);
}
/** The folder is its real path: a link may lead elsewhere by then. Of the address no login: a password may change. */
function whereOf({ ssh, projectDir, url }) {
    const { host = '', pathname = '' } = url === undefined ? {} : new URL(url);
    return [ssh?.host ?? '', String(ssh?.port ?? ''), projectDir ?? '', host, pathname];
}
/** Asked before a connection is made. @throws Stop (refused) */
function approvedZipGate({ approvedPlan }, { digest }) {
    if (approvedPlan && approvedPlan.zip !== digest)
        throw planMoved([(0,_planning_approval_js__WEBPACK_IMPORTED_MODULE_1__/* .zipMoved */ .L0)(approvedPlan.zip, digest)]);
}
/** @returns undefined: nothing was approved, or it is all as it was. */
function notApproved(approved, now) {
    const moved = approved === undefined ? [] : (0,_planning_approval_js__WEBPACK_IMPORTED_MODULE_1__/* .movedSince */ .yz)(approved, now());
    return moved.length > 0 ? planMoved(moved) : undefined;
}
function planMoved(moved) {
    return (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .refuse */ .TR)('plan-moved', `This is not what was approved: ${(0,_run_js__WEBPACK_IMPORTED_MODULE_2__/* .some */ .zN)(moved, MOST_MOVED)}. Plan again, and have that approved. Nothing was touched.`);
}


/***/ }),

/***/ 26644:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ bringBack),
/* harmony export */   q: () => (/* binding */ bringUp)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(14951);
/* harmony import */ var _service_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(88301);
/** The service runs as before when a promotion breaks off, or when one that was killed is put in order. */



/** A service that was told to end may answer that long, in milliseconds. */
const ENDING = 3000;
/**
 * @param zip what may still lie in migration/, so that a start would import it; undefined when that is surely gone.
 * @param error what broke the promotion off. @returns undefined when there was nothing to do.
 */
async function bringBack(run, service, zip, error) {
    if (service === 'running')
        return undefined;
    if (zip !== undefined) {
        const stale = service === 'stale';
        const how = stale ? 'was not reloaded' : 'was stopped and may be down';
        const sentence = `The service ${how}, since ${zip} may still lie there and its start would import it. Promote again, which puts that in order; or remove the file, then ${stale ? 'restart' : 'start'} the service.`;
        return { sentence, down: !stale };
    }
    if (service === 'stale')
        return bringUp(run, 'restart');
    if (service === 'stopping')
        return afterFailedStop(run, error);
    return bringUp(run, 'start');
}
/**
 * After a stop that failed. Where it said no and the application answers on, the service is left alone; one whose stop was
 * cut off in the middle may still be going down, so that its answer proves nothing.
 * @param error what the stop threw.
 */
async function afterFailedStop(run, error) {
    const cutOff = error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Stop */ .VG && error.id === _service_js__WEBPACK_IMPORTED_MODULE_2__/* .TIMED_OUT */ .VP;
    if (!cutOff && (await answersOn(run)))
        return { sentence: 'The service still answers.', down: false };
    return bringUp(run, 'start');
}
async function answersOn(run) {
    if (!(await (0,_service_js__WEBPACK_IMPORTED_MODULE_2__/* .answers */ .GA)(run, 0)))
        return false;
    await (0,_run_js__WEBPACK_IMPORTED_MODULE_1__/* .sleep */ .yy)(ENDING);
    return (0,_service_js__WEBPACK_IMPORTED_MODULE_2__/* .answers */ .GA)(run, 0);
}
const WAYS = {
    start: { step: 'Start the service again', done: 'started again', go: (run) => (0,_service_js__WEBPACK_IMPORTED_MODULE_2__/* .serviceCommand */ .xi)(run, 'start') },
    restart: { step: 'Restart the service', done: 'restarted', go: _service_js__WEBPACK_IMPORTED_MODULE_2__/* .restartService */ .PE },
};
/** Starts a service that may be down, or may run already. */
async function bringUp(run, way) {
    const { step, done, go } = WAYS[way];
    try {
        await run.log.step(step, () => go(run));
    }
    catch (error) {
        // Some commands fail because it already runs.
        if (await (0,_service_js__WEBPACK_IMPORTED_MODULE_2__/* .answers */ .GA)(run, 0))
            return { sentence: 'The service runs.', down: false };
        const sentence = `The service could not be ${done} and is down; start it by hand. ${(0,_run_js__WEBPACK_IMPORTED_MODULE_1__/* .troubleOf */ .LH)(error)}.`;
        run.log.error(sentence);
        return { sentence, down: true };
    }
    // Nothing is known of it where the run is cancelled.
    const up = await (0,_service_js__WEBPACK_IMPORTED_MODULE_2__/* .waitForAnswer */ .RW)(run).catch(() => undefined);
    return { sentence: `The service was ${done}${up === false ? ', but does not answer' : ''}.`, down: false };
}


/***/ }),

/***/ 93481:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Uk: () => (/* binding */ countInDatabase),
  VN: () => (/* binding */ reachServer),
  SY: () => (/* binding */ readDatabase)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/database/connection.js
var database_connection = __webpack_require__(77426);
// EXTERNAL MODULE: ./build/database/query.js
var query = __webpack_require__(21256);
;// CONCATENATED MODULE: ./build/database/catalogue.js
/** Reads the catalogue of a real database. Read-only: nothing here writes. */



async function readerOf(dialect) {
    if (dialect === 'sqlite')
        return (await __webpack_require__.e(/* import() */ 406).then(__webpack_require__.bind(__webpack_require__, 406))).reader;
    if (dialect === 'postgresql')
        return (await __webpack_require__.e(/* import() */ 144).then(__webpack_require__.bind(__webpack_require__, 35144))).reader;
    return (await __webpack_require__.e(/* import() */ 518).then(__webpack_require__.bind(__webpack_require__, 69518))).reader;
}
/**
 * Connect, read the whole catalogue, disconnect.
 * @param known the database under the name that it has for its users, where `connection` is a way around: that name is
 * told, and its certificate must be for it.
 * @throws Stop `database-unreadable`; the sentence names the database without its login.
 */
async function readCatalogue(connection, known = connection) {
    const reader = await readerOf(connection.dialect);
    try {
        if (connection.dialect !== 'sqlite' && connection.trouble !== undefined)
            throw new Error(connection.trouble);
        return await (0,query.withQuery)(connection, known, (query) => reader.read(query));
    }
    catch (error) {
        throw (0,errors/* fail */.fJ)('database-unreadable', `The ${(0,database_connection/* connectionName */.u7)(known)} can not be looked at from here: ${(0,errors/* reasonOf */.A3)(error)}. If it is reached under another address from here, give that as database-url.`, error);
    }
}

;// CONCATENATED MODULE: ./build/database/count.js

/** Nobody waits long for a number: a table that somebody has locked is told uncounted. */
const LOCK_WAIT = {
    postgresql: "SET lock_timeout = '5s'",
    mysql: 'SET SESSION lock_wait_timeout = 5',
    sqlite: undefined,
};
/**
 * @param wanted tables and columns as the catalogue names them.
 * @param known see `readCatalogue`.
 */
async function countIn(connection, known, wanted) {
    if (wanted.length === 0)
        return [];
    return (0,query.withQuery)(connection, known, async (query) => {
        const wait = LOCK_WAIT[connection.dialect];
        if (wait !== undefined)
            await query(wait);
        const counts = [];
        for (const each of wanted)
            counts.push(await count(query, each, connection.dialect).catch(() => undefined));
        return counts;
    });
}
async function count(query, { table, column }, dialect) {
    const name = (text) => quoted(text, dialect);
    // knex takes a question mark for the place of a value.
    const what = column === undefined ? '*' : name(column);
    const [row] = await query(`SELECT COUNT(${what}) AS n FROM ${name(table)}`.replaceAll('?', '\\?'));
    return Number(row?.n);
}
function quoted(text, dialect) {
    const mark = dialect === 'mysql' ? '`' : '"';
    return `${mark}${text.replaceAll(mark, mark + mark)}${mark}`;
}

;// CONCATENATED MODULE: ./build/promotion/database.js
/** The project's database as it is reached from here: directly, or through the host that it is known to. */






/** Where the servers' own clients look for a socket when no host, or `localhost`, is set. */
const POSTGRESQL_SOCKETS = ['/var/run/postgresql', '/run/postgresql', '/tmp'];
const MYSQL_SOCKETS = [
    '/run/mysqld/mysqld.sock',
    '/var/run/mysqld/mysqld.sock',
    '/var/lib/mysql/mysql.sock',
    '/tmp/mysql.sock',
];
/**
 * @param connection as the host sees it.
 * @throws Stop `database-unreadable`.
 */
async function readDatabase(run, connection) {
    return askDatabase(run, connection, readCatalogue);
}
/**
 * Rows and values of what would be lost.
 * @throws Stop, or what the driver says.
 */
async function countInDatabase(run, connection, wanted) {
    return askDatabase(run, connection, (way, known) => countIn(way, known, wanted));
}
/**
 * The first way to the server on which anything answers, be it with a refusal.
 * @param connection as the host sees it.
 */
async function reachServer(run, connection) {
    if (!run.operator.remote)
        return connection;
    const addresses = await addressesOf(run.operator, connection);
    for (const address of addresses) {
        const way = throughSocket(connection, await run.operator.reach(address));
        if (addresses.length === 1 || (await answers(way, connection)))
            return way;
    }
    return throughSocket(connection, await run.operator.reach(addresses[0]));
}
/** What a server says has a code of its own; what the way says has one of the system's. */
async function answers(way, known) {
    const { withQuery } = await Promise.resolve(/* import() */).then(__webpack_require__.bind(__webpack_require__, 21256));
    return withQuery(way, known, (query) => query('SELECT 1')).then(() => true, (error) => /^[0-9A-Z]{5}$/.test(String(error.code)) || Number(error.errno) > 0);
}
async function askDatabase(run, connection, ask) {
    if (connection.dialect === 'sqlite')
        return askSqlite(run, connection, ask);
    // What leads nowhere leads nowhere from there either.
    if (!run.operator.remote || connection.trouble !== undefined)
        return ask(connection, connection);
    let first;
    for (const address of await addressesOf(run.operator, connection)) {
        try {
            return await ask(throughSocket(connection, await run.operator.reach(address)), connection);
        }
        catch (error) {
            first ??= error;
        }
    }
    const why = (0,errors/* reasonOf */.A3)(first).replace(/ If it is reached under another address from here, give that as database-url\.$/, '');
    throw new errors/* Stop */.VG('failed', 'database-unreadable', `${why} It was tried through the ssh connection to ${run.operator.name}, which has to permit that (AllowTcpForwarding, AllowStreamLocalForwarding).`, { cause: first });
}
/** A file that is not ours, or not here, is looked at in a copy. */
async function askSqlite(run, connection, ask) {
    const { path } = connection;
    if (run.host === run.operator && !run.host.remote)
        return ask(connection, connection);
    const folder = await (0,promises_.mkdtemp)((0,external_node_path_.join)((0,external_node_os_.tmpdir)(), `jampy-promote-${run.token}-`));
    try {
        const copy = (0,external_node_path_.join)(folder, 'database.sqlite');
        const there = await run.host.stat(path);
        if (there)
            await run.host.snapshotDatabase(path, copy);
        return await ask({ dialect: 'sqlite', path: copy }, connection);
    }
    finally {
        await (0,promises_.rm)(folder, { recursive: true, force: true });
    }
}
/** Where the project's own driver would look on the host, in the order in which it is tried. */
async function addressesOf(host, connection) {
    const { dialect, host: named, port } = connection;
    const sockets = async (paths) => {
        const there = await Promise.all(paths.map((path) => host.stat(path).catch(() => undefined)));
        return paths.filter((_, at) => there[at] !== undefined).map((socket) => ({ socket }));
    };
    if (dialect === 'postgresql') {
        const file = `.s.PGSQL.${port ?? 5432}`;
        if (named?.startsWith('/'))
            return [{ socket: `${named}/${file}` }];
        if (named !== undefined)
            return [{ host: named, port: port ?? 5432 }];
        const found = await sockets(POSTGRESQL_SOCKETS.map((folder) => `${folder}/${file}`));
        return [...found.slice(0, 1), { host: 'localhost', port: port ?? 5432 }];
    }
    if (named?.startsWith('/'))
        return [{ socket: named }];
    if (named !== undefined && named !== 'localhost')
        return [{ host: named, port: port ?? 3306 }];
    return [{ host: '127.0.0.1', port: port ?? 3306 }, ...(await sockets(MYSQL_SOCKETS)).slice(0, 1)];
}
/** @param address a socket on this machine that leads there. */
function throughSocket(connection, address) {
    if (!('socket' in address))
        return { ...connection, ...address };
    if (connection.dialect === 'mysql')
        return { ...connection, host: address.socket, port: undefined };
    // PostgreSQL's clients make the socket's name of the port.
    const [, folder, port] = /^(.*)\/\.s\.PGSQL\.(\d+)$/.exec(address.socket) ?? [];
    return { ...connection, host: folder, port: Number(port) };
}


/***/ }),

/***/ 13257:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   JL: () => (/* binding */ filesInFolder),
/* harmony export */   aS: () => (/* binding */ filesEqual),
/* harmony export */   hZ: () => (/* binding */ compareFiles),
/* harmony export */   jA: () => (/* binding */ targetFiles)
/* harmony export */ });
/* unused harmony export asBuilderText */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(19473);
/* harmony import */ var _metadata_generated_scripts_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6056);
/** The files of the zip against the files of the target: bytes where we have the folder, text over the Builder's API. */




function targetFiles(run) {
    const { projectDir } = run.inputs;
    return projectDir === undefined ? filesOverApi(run.client) : filesInFolder(run.host, projectDir);
}
/** Compared by their digests, which the host makes: no file has to cross the network. */
function filesInFolder(host, projectDir) {
    return {
        asText: false,
        read: (path) => host.readFile((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(projectDir, path)),
        async compare(files) {
            const there = await host.digests([...files.keys()].map((path) => (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(projectDir, path)));
            const found = new Map();
            for (const [path, bytes] of files) {
                const digest = there.get((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(projectDir, path));
                if (digest !== undefined)
                    found.set(path, { equal: digest === sha256(bytes), digest });
            }
            return found;
        },
    };
}
function filesOverApi(client) {
    const read = async (path) => {
        const info = await client.builder('server_file_info', [path]);
        if (typeof info !== 'object' || info === null) {
            throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .fail */ .fJ)('builder-file', `The Builder at ${client.root.href} does not give the file ${path}.`);
        }
        const { doc } = info;
        return typeof doc === 'string' ? Buffer.from(doc, 'utf8') : undefined;
    };
    return {
        asText: true,
        read,
        async compare(files) {
            const found = new Map();
            for (const [path, bytes] of files) {
                const text = await read(path);
                if (text)
                    found.set(path, { equal: text.toString('utf8') === asBuilderText(bytes), digest: sha256(text) });
            }
            return found;
        },
    };
}
function sha256(bytes) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(bytes).digest('hex');
}
/** As Jam.py decodes a file for its Builder: UTF-8 with the invalid bytes left out. */
function asBuilderText(bytes) {
    const buffer = Buffer.from(bytes);
    const whole = buffer.toString('utf8');
    if (!whole.includes('�'))
        return whole;
    let text = '';
    for (let at = 0; at < buffer.length;) {
        const length = sequenceLength(buffer, at);
        if (length > 0)
            text += buffer.toString('utf8', at, at + length);
        at += Math.max(length, 1);
    }
    return text;
}
/** Length of the valid UTF-8 sequence at a position, 0 when there is none. */
function sequenceLength(buffer, at) {
    const first = buffer[at];
    if (first < 0x80)
        return 1;
    const length = first >= 0xf0 && first <= 0xf4 ? 4 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xc2 && first < 0xe0 ? 2 : 0;
    if (length === 0 || at + length > buffer.length)
        return 0;
    const sequence = buffer.subarray(at, at + length);
    try {
        new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(sequence);
        return length;
    }
    catch {
        return 0;
    }
}
async function compareFiles(zip, target) {
    const generated = (0,_metadata_generated_scripts_js__WEBPACK_IMPORTED_MODULE_3__/* .generatedScripts */ .O)(zip);
    const wanted = new Map([...zip.files].filter(([path]) => !generated.has(path)));
    const found = await target.compare(wanted);
    return {
        compared: wanted.size,
        missing: [...wanted.keys()].filter((path) => !found.has(path)),
        different: [...wanted.keys()].filter((path) => found.get(path)?.equal === false),
        digests: new Map([...found].map(([path, { digest }]) => [path, digest])),
        generated: zip.files.size - wanted.size,
        asText: target.asText && wanted.size > 0,
    };
}
function filesEqual(comparison) {
    return comparison.missing.length === 0 && comparison.different.length === 0;
}


/***/ }),

/***/ 72226:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CW: () => (/* binding */ pullRequestGate),
/* harmony export */   Up: () => (/* binding */ earlyGates),
/* harmony export */   X9: () => (/* binding */ targetWarnings),
/* harmony export */   YI: () => (/* binding */ askGates),
/* harmony export */   mE: () => (/* binding */ existingSqlite)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);
/* harmony import */ var _jampy_installed_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(85666);
/* harmony import */ var _jampy_target_state_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76767);
/* harmony import */ var _metadata_enums_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(65594);
/* harmony import */ var _metadata_model_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(43213);
/* harmony import */ var _planning_catalogue_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(63597);
/** The gates: each can refuse a promotion before anything is touched, with a sentence that says why and the way on. */






/** Gates that need nothing but the inputs; asked before a connection is made. @throws Stop (refused) */
function earlyGates(inputs, caller) {
    pullRequestGate('promote', caller);
    for (const [name, value] of Object.entries({ url: inputs.url, 'health-url': inputs.healthUrl })) {
        if (value !== undefined && !inputs.allowInsecureHttp && isOpenHttp(value)) {
            throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .refuse */ .TR)('insecure-http', `${name} is http:// to another machine: logins and the application would cross the network readable and changeable. Use https://, or set allow-insecure-http: true if the network is your own. Nothing was touched.`);
        }
    }
}
function isOpenHttp(value) {
    const { protocol, hostname } = new URL(value);
    return protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\]|.+\.localhost)$/i.test(hostname);
}
/** @throws Stop (refused) */
function pullRequestGate(command, { event }) {
    if (!event.startsWith('pull_request'))
        return;
    throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .refuse */ .TR)('pull-request-event', `${command} never runs for ${event}: whoever opens a pull request would decide what reaches production. Run it on a release tag or by workflow_dispatch.`);
}
/** In the order in which they are asked. */
const GATES = [
    unfinishedProject,
    unprovenDatabase,
    anotherLine,
    olderTarget,
    anotherApplication,
    anotherItemUnderTheId,
    migrationFolderInUse,
    interruptedImport,
    closedBuilder,
    unreadableCatalogue,
];
/** @throws Stop (refused): the first gate that says no. */
function askGates(facts) {
    for (const gate of GATES) {
        const stop = gate(facts);
        if (stop)
            throw stop;
    }
}
function unfinishedProject({ seen }) {
    if (seen.state.metadata.dbType !== 0)
        return undefined;
    return (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .refuse */ .TR)('project-unfinished', 'The target project is not finished: no database is set. Open its Application Builder once and set language, name and database, then promote again; or give an empty folder and provision: if-missing. Nothing was touched.');
}
function unprovenDatabase({ seen, inputs }) {
    const { dbType } = seen.state.metadata;
    if ((0,_planning_catalogue_js__WEBPACK_IMPORTED_MODULE_4__/* .dialectOf */ .E)(dbType) !== undefined || inputs.allowUnprovenDatabase)
        return undefined;
    // An existing one is refused as such, with the ways on, unless it already equals the zip.
    if (dbType === _metadata_enums_js__WEBPACK_IMPORTED_MODULE_3__/* .DB_TYPE */ .Ub.SQLCIPHER && !(0,_jampy_target_state_js__WEBPACK_IMPORTED_MODULE_2__/* .isEmpty */ .Im)(seen.state))
        return undefined;
    return (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .refuse */ .TR)('unproven-database', `The target's database is ${(0,_metadata_enums_js__WEBPACK_IMPORTED_MODULE_3__/* .databaseName */ .Do)(dbType)}, which was never tried with this program: set allow-unproven-database: true to promote with what can be verified without it. Nothing was touched.`);
}
function anotherLine({ zip, seen }) {
    const { line } = seen.state.metadata;
    if (zip.line !== line) {
        return (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .refuse */ .TR)('another-line', `The zip is of Jam.py ${zip.line}, the target of Jam.py ${line}: their metadata do not fit together, and Jam.py itself does not notice. Promote between projects of one line. Nothing was touched.`);
    }
    const { jamVersion } = seen.state;
    if (jamVersion === undefined || (0,_jampy_installed_js__WEBPACK_IMPORTED_MODULE_1__/* .lineOfVersion */ .Cj)(jamVersion) === line)
        return undefined;
    return (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .refuse */ .TR)('another-line', `The target's project is of Jam.py ${line}, but Jam.py ${jamVersion} is installed for it: open the project once with that Jam.py so that it is converted, or give the right python. Nothing was touched.`);
}
function olderTarget({ zip, seen, inputs }) {
    const { jamVersion } = seen.state;
    if (inputs.allowOlderTarget || jamVersion === undefined || zip.jamVersion === undefined)
        return undefined;
    if ((0,_jampy_installed_js__WEBPACK_IMPORTED_MODULE_1__/* .compareVersions */ .Zy)(jamVersion, zip.jamVersion) >= 0)
        return undefined;
    return (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .refuse */ .TR)('older-target', `The target runs Jam.py ${jamVersion}, the zip was made by ${zip.jamVersion}: what the older one does not know is lost. Update Jam.py at the target, or set allow-older-target: true. Nothing was touched.`);
}
function anotherApplication({ zip, seen, inputs }) {
    const expected = inputs.projectName ?? zip.appName;
    if ((0,_jampy_target_state_js__WEBPACK_IMPORTED_MODULE_2__/* .isEmpty */ .Im)(seen.state) || seen.state.names.includes(expected))
        return undefined;
    return (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .refuse */ .TR)('another-application', `The target holds another application, ${seen.state.names.join(' / ') || 'without a name'}, not ${expected}: an import would drop its tables. Check project-dir and url; if the application was renamed, give the target's name as project-name. Nothing was touched.`);
}
/** Jam.py refuses these itself, but only after the service was stopped. */
function anotherItemUnderTheId({ zip, seen }) {
    const there = new Map((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .rowsOf */ .RO)(seen.state.metadata, 'sys_items').map((row) => [(0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .int */ .Wh)(row, 'id'), row]));
    for (const row of (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .rowsOf */ .RO)(zip, 'sys_items')) {
        const old = there.get((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .int */ .Wh)(row, 'id'));
        if (!old)
            continue;
        const sentence = (what) => (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .refuse */ .TR)('another-item', `Item id ${(0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .int */ .Wh)(row, 'id')} is ${(0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(old, 'f_item_name')} at the target and ${(0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(row, 'f_item_name')} in the zip, with ${what}: Jam.py refuses such an import. The two were developed apart; promote from the project that the target came from. Nothing was touched.`);
        if ((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .int */ .Wh)(old, 'type_id') !== (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .int */ .Wh)(row, 'type_id'))
            return sentence('different types');
        const [oldTable, newTable] = [(0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(old, 'f_table_name'), (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(row, 'f_table_name')];
        if (oldTable && oldTable.toUpperCase() !== newTable.toUpperCase())
            return sentence(`different tables (${oldTable}, ${newTable || 'none'})`);
    }
    return undefined;
}
function migrationFolderInUse({ seen }) {
    if (seen.migration.length === 0)
        return undefined;
    const ours = seen.migration.every((name) => /^jampy-promote-[0-9a-f]{16}\.zip$/.test(name));
    const whose = ours ? ' (left by a promotion that was killed; see that no import of it still runs)' : '';
    return (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .refuse */ .TR)('migration-not-empty', `The target's migration folder already holds ${seen.migration.slice(0, 5).join(', ')}${whose}: whatever lies there is imported at the next start, and more than one entry blocks every import. Look what it is and remove it (hidden files and folders count too). Nothing was touched.`);
}
function interruptedImport({ seen }) {
    if (!seen.interrupted)
        return undefined;
    return (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .refuse */ .TR)('import-interrupted', 'The target holds _admin.sqlite: an earlier import was interrupted, and the next start puts that older copy back. Compare it with the database, then start the service once (or remove the file), and promote again. Nothing was touched.');
}
function closedBuilder({ seen, inputs }) {
    if (inputs.method !== 'live' || !seen.state.production)
        return undefined;
    return (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .refuse */ .TR)('production-mode', 'The target runs Jam.py 7 in production mode: its Builder is closed, so no live import is possible. Use method: migration-folder. Nothing was touched.');
}
/** On MySQL and MariaDB Jam.py reports success when its SQL failed: without the catalogue nobody could tell. */
function unreadableCatalogue({ seen, inputs }) {
    if (seen.state.metadata.dbType !== _metadata_enums_js__WEBPACK_IMPORTED_MODULE_3__/* .DB_TYPE */ .Ub.MYSQL || seen.catalogue !== undefined || inputs.allowPartialVerification)
        return undefined;
    return (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .refuse */ .TR)('catalogue-unreadable', `The result of an import into MySQL or MariaDB can only be proven by looking at the database, and that is not possible from here: ${seen.catalogueTrouble} Set database-url, or allow-partial-verification: true to promote unproven. Nothing was touched.`);
}
/** Asked only when the target does not already equal the zip. */
function existingSqlite({ seen }) {
    const { dbType } = seen.state.metadata;
    if (dbType !== _metadata_enums_js__WEBPACK_IMPORTED_MODULE_3__/* .DB_TYPE */ .Ub.SQLITE && dbType !== _metadata_enums_js__WEBPACK_IMPORTED_MODULE_3__/* .DB_TYPE */ .Ub.SQLCIPHER)
        return undefined;
    const tables = seen.catalogue ? [...seen.catalogue.tables.keys()] : [];
    if ((0,_jampy_target_state_js__WEBPACK_IMPORTED_MODULE_2__/* .isEmpty */ .Im)(seen.state) && tables.length === 0)
        return undefined;
    const why = (0,_jampy_target_state_js__WEBPACK_IMPORTED_MODULE_2__/* .isEmpty */ .Im)(seen.state)
        ? `its database file already holds tables (${tables.slice(0, 5).join(', ')})`
        : 'it already holds an application';
    return (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .refuse */ .TR)('existing-sqlite', `The target is an existing ${(0,_metadata_enums_js__WEBPACK_IMPORTED_MODULE_3__/* .databaseName */ .Do)(dbType)} project (${why}), and Jam.py can not import metadata into one: SQLite can not change tables as an import must. Ways on: move the application to PostgreSQL or MySQL once, as Jam.py's documentation describes, and promote to that; or put the project in a new, empty place (method: copy-project makes a copy with its data). Nothing was touched.`);
}
/** What the operator should know although nothing is refused. */
function targetWarnings(state) {
    const warnings = [];
    if (!state.safeMode)
        warnings.push("Safe mode is off at the target: anyone who reaches it can open its Builder. Switch it on in the Builder's project parameters.");
    if (state.defaultAdmin)
        warnings.push('The target still accepts the default administrator admin with the password 111: change it in the Builder under Users.');
    if (state.manualUpdate)
        warnings.push('DB manual mode is on at the target: the Builder there makes no tables, but an import does.');
    if (state.jamVersion === undefined)
        warnings.push('The Jam.py version of the target is not known: give python (the interpreter of its virtual environment).');
    if (state.maintenance)
        warnings.push('The target is marked as under maintenance: an import may have been interrupted. The next start clears the mark.');
    return warnings;
}


/***/ }),

/***/ 5441:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bj: () => (/* binding */ sha256Of),
/* harmony export */   CQ: () => (/* binding */ Journal),
/* harmony export */   HY: () => (/* binding */ journalPath),
/* harmony export */   V3: () => (/* binding */ zipPath),
/* harmony export */   XA: () => (/* binding */ zipName),
/* harmony export */   a0: () => (/* binding */ readJournal),
/* harmony export */   iH: () => (/* binding */ deadOf),
/* harmony export */   jV: () => (/* binding */ noSteps),
/* harmony export */   qE: () => (/* binding */ besidePath)
/* harmony export */ });
/* unused harmony export parseEntry */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(19473);
/**
 * What a promotion by the migration folder has under way, written beside its lock before each step that a killed run
 * would leave undone, and removed at the end. What is in it is enough to put the target in order (recover.ts), and is
 * believed no more than any file: everything is checked when it is read.
 */



const PHASES = ['stopping', 'importing', 'starting'];
const VERSION = 1;
const LARGEST = 32 * 1024 * 1024;
function noSteps() {
    return { phase: undefined, claim: undefined, service: undefined, unfinished: false };
}
/** The zip of the run with this token: nobody else's has that name. */
function zipPath(project, token) {
    return (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(project, 'migration', `${zipName(token)}`);
}
function zipName(token) {
    return `jampy-promote-${token}.zip`;
}
/** Where that zip is written before it is renamed into migration/. */
function besidePath(project, token) {
    return (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(project, `.${zipName(token)}`);
}
function sha256Of(bytes) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(bytes).digest('hex');
}
class Journal {
    steps;
    lock;
    #run;
    #folder;
    #facts;
    constructor(run, folder, lock, steps) {
        this.#run = run;
        this.#folder = folder;
        this.lock = lock;
        this.steps = steps;
    }
    /** Right before the service is stopped. @throws Stop: the lock is not ours any more, or nothing can be written. */
    async begin(facts) {
        await this.lock.confirm();
        this.#facts = facts;
        await this.#write('stopping');
        this.steps.phase = 'stopping';
    }
    /** @throws Stop when it can not be written. */
    async importing() {
        await this.#write('importing');
        this.steps.phase = 'importing';
    }
    /** The service has to be started, whatever can be written. */
    async starting() {
        this.steps.phase = 'starting';
        await this.#write('starting').catch((error) => this.#run.log.debug(`journal: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .reasonOf */ .A3)(error)}`));
    }
    /** Everything is in order, or told to somebody. */
    async end() {
        if (this.#facts === undefined)
            return;
        try {
            // Another run that took the lock may have written its own by now.
            if (await this.lock.isOurs())
                await this.#folder.host.remove(journalPath(this.#folder));
            this.#facts = undefined;
        }
        catch (error) {
            this.steps.unfinished = true;
            this.#run.log.debug(`journal: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .reasonOf */ .A3)(error)}`);
        }
    }
    async #write(phase) {
        const { caller, token } = this.#run;
        const entry = {
            version: VERSION,
            token,
            who: caller.who,
            run: caller.run,
            since: new Date().toISOString(),
            phase,
            ...this.#facts,
        };
        const bytes = Buffer.from(`${JSON.stringify(entry)}\n`);
        await this.#folder.host.writeFile(journalPath(this.#folder), bytes, { mode: 0o600 });
    }
}
function journalPath(folder) {
    return (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder.path, `${folder.slug}.journal`);
}
/**
 * @param project folder that the journal must be about.
 * @returns undefined when there is none.
 * @throws Stop (refused) when it is not one that we could go by.
 */
async function readJournal(folder, project) {
    const path = journalPath(folder);
    const bytes = await folder.host.readFile(path);
    if (!bytes)
        return undefined;
    const entry = parseEntry(bytes);
    if (entry?.project === project)
        return entry;
    throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .refuse */ .TR)('journal-unreadable', `${path} should tell what a promotion that was killed has left undone, and can not be read as that. Look at the target: its service should run, and its migration folder be empty. Then remove the file and promote again. Nothing was touched.`);
}
/** Undefined when anything in it is not what it must be. */
function parseEntry(bytes) {
    if (bytes.length > LARGEST)
        return undefined;
    let entry;
    try {
        entry = JSON.parse(Buffer.from(bytes).toString('utf8'));
    }
    catch {
        return undefined;
    }
    if (typeof entry !== 'object' || entry === null)
        return undefined;
    const texts = [entry.who, entry.run, entry.since, entry.project];
    const numbers = [entry.dbType, entry.counters?.build, entry.counters?.params];
    const valid = entry.version === VERSION &&
        texts.every((text) => typeof text === 'string' && text.length < 5000) &&
        numbers.every((number) => Number.isSafeInteger(number)) &&
        typeof entry.token === 'string' &&
        /^[0-9a-f]{16}$/.test(entry.token) &&
        /^[0-9a-f]{64}$/.test(String(entry.sha256)) &&
        PHASES.includes(entry.phase) &&
        typeof entry.stops === 'boolean' &&
        typeof entry.oneProcess === 'boolean' &&
        isRecord(entry.permissions);
    return valid ? entry : undefined;
}
/** Names inside the project, and for each what `recordedPermissions` writes. */
function isRecord(value) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        return false;
    return Object.entries(value).every(([name, text]) => !name.startsWith('/') &&
        !name.split('/').some((part) => part === '..') &&
        typeof text === 'string' &&
        /^$|^[dfl] [0-7]{1,4} \d{1,10}$/.test(text));
}
/** Who left it, for sentences. */
function deadOf(entry) {
    return { who: entry.who, run: entry.run, since: entry.since, token: entry.token };
}


/***/ }),

/***/ 50831:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ takeLock),
/* harmony export */   i: () => (/* binding */ holderText)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(19473);
/* harmony import */ var _hosts_process_identity_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(95324);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(14951);
/* harmony import */ var _state_folder_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(37592);
/**
 * One promotion of a target at a time. The lock is a file that tells who holds it; it is made whole or not at all, and
 * its holder renews it while it runs, so that also another machine can tell that a holder is dead.
 */






const POLL = 500;
const POLL_REMOTE = 2000;
const TELL_EVERY = 10_000;
/** Between two renewals, in seconds. */
const RENEW = 30;
/** So many renewals must be missing until a holder on another machine is taken for dead: five minutes. */
const MOST_MISSING = 10;
/** How often the folder may vanish between being made and being written to. */
const MOST_TRIES = 5;
/**
 * Take the lock, waiting up to `lock-timeout`.
 * @param renew seconds between two renewals.
 * @throws Stop (refused) that tells who holds it.
 */
async function takeLock(run, folder, renew = RENEW) {
    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder.path, `${folder.slug}.lock`);
    const own = {
        who: run.caller.who,
        run: run.caller.run,
        since: new Date().toISOString(),
        token: run.token,
        method: run.inputs.method,
        ...(await (0,_hosts_process_identity_js__WEBPACK_IMPORTED_MODULE_3__/* .ownIdentity */ .hY)()),
        renewed: renew,
    };
    const bytes = Buffer.from(`${JSON.stringify(own, null, 2)}\n`);
    const deadline = Date.now() + run.inputs.lockTimeoutMs;
    let told = 0;
    let takenFrom;
    while (!(await create(folder, path, bytes))) {
        const holder = parseHolder(await folder.host.readFile(path));
        if (holder === 'gone')
            continue;
        if (holder !== undefined && (await isDead(folder, path, holder))) {
            takenFrom = (await removeDead(run, folder, path, holder)) ? holder : takenFrom;
            continue;
        }
        const who = holder ? holderText(holder) : 'its owner can not be read';
        if (Date.now() >= deadline) {
            throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .refuse */ .TR)('locked', `Another promotion of this target is under way (${who}). Nothing was touched. Try again when it has ended, or set lock-timeout to wait; if it surely no longer runs, remove ${path}.`);
        }
        if (Date.now() - told >= TELL_EVERY) {
            told = Date.now();
            run.log.info(`Waiting for another promotion of this target (${who}).`);
        }
        await (0,_run_js__WEBPACK_IMPORTED_MODULE_4__/* .pause */ .v7)(run, folder.host.remote ? POLL_REMOTE : POLL);
    }
    return hold(run, folder, path, renew, takenFrom);
}
/** Whoever held it may remove the empty folder at this moment, which is then made anew. */
async function create(folder, path, bytes) {
    for (let tries = 1;; tries++) {
        try {
            return await folder.host.createExclusive(path, bytes, 0o600);
        }
        catch (error) {
            if (tries === MOST_TRIES || !folder.ours || (await folder.host.stat(folder.path)))
                throw error;
            await folder.host.makeDirectory(folder.path, _state_folder_js__WEBPACK_IMPORTED_MODULE_5__/* .PRIVATE */ .Uj);
        }
    }
}
/** Keeps the lock renewed until it is released. */
function hold(run, folder, path, renew, takenFrom) {
    const holderNow = async () => parseHolder(await folder.host.readFile(path));
    const isMine = (holder) => typeof holder === 'object' && holder.token === run.token;
    let beating = Promise.resolve();
    let lost = false;
    const beat = async () => {
        try {
            lost = !isMine(await holderNow());
            // The mode that it has: what counts is that the host's clock dates the change.
            if (!lost)
                await folder.host.changeMode([path], 0o600);
            else
                run.log.warning(`The lock of this promotion, ${path}, was taken by another or removed while it runs.`);
        }
        catch (error) {
            run.log.debug(`The lock was not renewed: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .reasonOf */ .A3)(error)}`);
        }
    };
    let busy = false;
    const timer = setInterval(() => {
        if (busy || lost)
            return;
        busy = true;
        beating = beat().finally(() => {
            busy = false;
        });
    }, renew * 1000);
    timer.unref();
    return {
        takenFrom,
        async confirm() {
            const holder = await holderNow();
            if (isMine(holder))
                return;
            const how = typeof holder === 'object' ? `was taken by another one (${holderText(holder)})` : 'is gone';
            throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .fail */ .fJ)('lock-lost', `The lock of this promotion, ${path}, ${how}: it does not go on, since two at once would spoil the target. Nothing was changed. Promote again when no other promotion runs.`);
        },
        isOurs: () => holderNow().then(isMine, () => !lost),
        async release() {
            clearInterval(timer);
            await beating;
            try {
                if (isMine(await holderNow()))
                    await folder.host.remove(path);
                return true;
            }
            catch (error) {
                run.log.warning(`The lock could not be released: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .reasonOf */ .A3)(error)} The next promotion takes it over.`);
                return false;
            }
        },
    };
}
/**
 * Moves the lock aside before it goes: of several that wait, only one finds the dead one there.
 * @returns whether we are the one.
 */
async function removeDead(run, folder, path, dead) {
    const aside = `${path}.${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(6).toString('hex')}`;
    const moved = await folder.host.rename(path, aside).then(() => true, () => false);
    if (!moved)
        return false;
    const bytes = await folder.host.readFile(aside);
    const holder = parseHolder(bytes);
    const isTheDeadOne = typeof holder === 'object' && holder.pid === dead.pid && holder.since === dead.since;
    if (bytes && !isTheDeadOne)
        await folder.host.createExclusive(path, bytes, 0o600);
    else
        run.log.notice(`The lock of a promotion that ended without releasing it is taken over (${holderText(dead)}).`);
    await folder.host.remove(aside);
    return isTheDeadOne;
}
function parseHolder(bytes) {
    if (!bytes)
        return 'gone';
    try {
        const holder = JSON.parse(Buffer.from(bytes).toString('utf8'));
        return typeof holder.pid === 'number' && typeof holder.host === 'string' ? holder : undefined;
    }
    catch {
        return undefined;
    }
}
function holderText(holder) {
    const process = holder.pid === undefined ? '' : `, process ${holder.pid} on ${holder.host}`;
    return `${holder.who}, ${holder.run}, since ${holder.since}${process}`;
}
/** A process of this machine is asked for; one of another machine is dead when it no longer renews its lock. */
async function isDead(folder, path, holder) {
    if (await (0,_hosts_process_identity_js__WEBPACK_IMPORTED_MODULE_3__/* .isOfThisMachine */ .TH)(holder))
        return (0,_hosts_process_identity_js__WEBPACK_IMPORTED_MODULE_3__/* .isDeadHere */ .D5)(holder);
    if (typeof holder.renewed !== 'number' || !(holder.renewed > 0))
        return false;
    const age = await folder.host.age(path);
    return age !== undefined && age > holder.renewed * MOST_MISSING;
}


/***/ }),

/***/ 63135:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ lookAhead),
/* harmony export */   a: () => (/* binding */ equals)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);
/* harmony import */ var _approval_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(65011);
/* harmony import */ var _files_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(13257);
/* harmony import */ var _gates_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(72226);
/* harmony import */ var _look_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(39387);
/* harmony import */ var _plan_of_target_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(76103);
/* harmony import */ var _preflight_preflight_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(67113);
/* harmony import */ var _verdict_builder_tables_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(39161);
/** The dry run of a promotion: everything that is asked before anything is touched, and the plan. It changes nothing. */








/** @throws Stop: the target can not be reached or read. */
async function lookAhead(run, zip, entries, planning) {
    const seen = await run.log.step('Look at the target', () => (0,_look_js__WEBPACK_IMPORTED_MODULE_4__/* .look */ .O)(run));
    for (const warning of (0,_gates_js__WEBPACK_IMPORTED_MODULE_3__/* .targetWarnings */ .X9)(seen.state))
        run.log.warning(warning);
    const gate = gateOf(() => (0,_gates_js__WEBPACK_IMPORTED_MODULE_3__/* .askGates */ .YI)({ inputs: run.inputs, zip, seen }));
    // Metadata of another line, or of another application, can not be compared at all.
    if (gate && ['another-line', 'project-unfinished'].includes(gate.id))
        throw gate;
    const files = await (0,_files_js__WEBPACK_IMPORTED_MODULE_2__/* .compareFiles */ .hZ)(zip, (0,_files_js__WEBPACK_IMPORTED_MODULE_2__/* .targetFiles */ .jA)(run));
    const plan = await run.log.step('Plan', () => (0,_plan_of_target_js__WEBPACK_IMPORTED_MODULE_5__/* .planOfTarget */ .K)(run, zip, seen, files, planning));
    const equal = equals(zip, seen, files);
    const approvable = (0,_approval_js__WEBPACK_IMPORTED_MODULE_1__/* .approvableOf */ .ge)(run.inputs, zip, seen, files, plan);
    if (gate || equal)
        return { seen, equal, plan, approvable, stop: gate };
    const stop = (0,_gates_js__WEBPACK_IMPORTED_MODULE_3__/* .existingSqlite */ .mE)({ inputs: run.inputs, zip, seen }) ??
        (0,_plan_of_target_js__WEBPACK_IMPORTED_MODULE_5__/* .consentMissing */ .v)(plan, zip.digest) ??
        (await run.log.step('Preflight', () => refusalOf((0,_preflight_preflight_js__WEBPACK_IMPORTED_MODULE_6__/* .preflight */ .M)(run, { zip, entries, seen }, isServiceKnown(run)))));
    return { seen, equal, plan, approvable, stop };
}
/** Does the target already hold what the zip says? */
function equals(zip, seen, files) {
    return (0,_files_js__WEBPACK_IMPORTED_MODULE_2__/* .filesEqual */ .aS)(files) && (0,_verdict_builder_tables_js__WEBPACK_IMPORTED_MODULE_7__/* .metadataDifferences */ .U)(zip, seen.state).length === 0;
}
/** A plan needs no way to stop and start the service; what is not given is not looked at. */
function isServiceKnown({ inputs, log }) {
    const known = [inputs.service, inputs.stopCommand, inputs.startCommand, inputs.restartCommand];
    if (inputs.method === 'live' || known.some((given) => given !== undefined))
        return true;
    log.notice('How the service is stopped and started is not given: that part of the preflight is left out.');
    return false;
}
function gateOf(ask) {
    try {
        ask();
        return undefined;
    }
    catch (error) {
        if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Stop */ .VG && error.outcome === 'refused')
            return error;
        throw error;
    }
}
async function refusalOf(asked) {
    try {
        await asked;
        return undefined;
    }
    catch (error) {
        if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Stop */ .VG)
            return error;
        throw error;
    }
}


/***/ }),

/***/ 39387:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ readAdminCopy),
/* harmony export */   O: () => (/* binding */ look)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(48161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76760);
/* harmony import */ var _database_address_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(67680);
/* harmony import */ var _database_connection_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(77426);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(19473);
/* harmony import */ var _jampy_admin_database_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(25889);
/* harmony import */ var _jampy_client_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(9289);
/* harmony import */ var _jampy_installed_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(85666);
/* harmony import */ var _jampy_target_state_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(76767);
/* harmony import */ var _database_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(93481);
/** Look at the target before touching it: everything the gates, the backup and the verdict need to know. */











/** The text v7 writes into the file that closes its Builder. */
const PRODUCTION_TEXT = 'Application Builder production mode';
/** @throws Stop: the target can not be reached or read, or a login is refused. */
async function look(run) {
    const { inputs, client, log } = run;
    const answers = client && (await isUp(client));
    if (answers === false && inputs.projectDir !== undefined)
        log.notice(`${client?.root.href} does not answer now; that is told, not an error.`);
    const folder = inputs.projectDir === undefined ? undefined : await lookAtFolder(run, inputs.projectDir, answers === true);
    if (client && inputs.method === 'live')
        await openBuilder(run, client, folder?.state);
    const state = folder?.state ?? (await (0,_jampy_target_state_js__WEBPACK_IMPORTED_MODULE_9__/* .stateOverApi */ .Mr)(client, await client.line()));
    run.secrets.add(typeof state.task.f_password === 'string' ? state.task.f_password : undefined);
    const dsn = typeof state.task.f_dsn === 'string' ? state.task.f_dsn : '';
    run.secrets.addUrl(dsn);
    run.secrets.add((0,_database_address_js__WEBPACK_IMPORTED_MODULE_3__/* .passwordIn */ .JZ)(dsn));
    return {
        state,
        migration: folder?.migration ?? [],
        interrupted: folder?.interrupted ?? false,
        answers,
        ...(await lookAtDatabase(run, state)),
    };
}
async function isUp(client) {
    return client.get('').then(() => true, (error) => {
        if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_5__/* .Stop */ .VG)
            throw error;
        return false;
    });
}
async function lookAtFolder(run, projectDir, answers) {
    const { host, inputs } = run;
    const folder = await host.stat(projectDir);
    if (!folder)
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .fail */ .fJ)('project-missing', `project-dir ${projectDir} is not there on ${host.name}. Nothing was changed.`);
    const adminPath = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(projectDir, 'admin.sqlite');
    const admin = await host.stat(adminPath);
    if (!admin)
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .fail */ .fJ)('project-missing', `project-dir ${projectDir} holds no admin.sqlite: it is not a Jam.py project. Nothing was changed.`);
    const contents = await readAdminCopy(run, adminPath).catch((error) => {
        if (!(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_5__/* .Stop */ .VG) || error.id !== 'admin-unreadable')
            throw error;
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .fail */ .fJ)(error.id, `${error.message} Nothing was changed.`, error);
    });
    if (typeof contents.params.f_secret_key === 'string')
        run.secrets.add(contents.params.f_secret_key);
    let jamVersion;
    if (inputs.python !== undefined)
        jamVersion = await (0,_jampy_installed_js__WEBPACK_IMPORTED_MODULE_8__/* .installedJamVersion */ .fb)(host, inputs.python);
    else if (run.client && answers)
        jamVersion = await askVersion(run.client);
    const closed = contents.line === 7 && (await host.stat((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(projectDir, inputs.builderPath))) !== undefined;
    const leftOver = await host.stat((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(projectDir, '_admin.sqlite'));
    return {
        state: (0,_jampy_target_state_js__WEBPACK_IMPORTED_MODULE_9__/* .stateFromAdmin */ .xA)(contents, { production: closed, jamVersion }),
        migration: (await host.list((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(projectDir, 'migration'))) ?? [],
        interrupted: leftOver !== undefined,
    };
}
/** The project's admin.sqlite through a consistent copy that is removed again. */
async function readAdminCopy(run, adminPath) {
    const folder = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)((0,node_os__WEBPACK_IMPORTED_MODULE_1__.tmpdir)(), `jampy-promote-${run.token}-`));
    try {
        const copy = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, 'admin.sqlite');
        await run.host.snapshotDatabase(adminPath, copy).catch((error) => {
            const why = `${adminPath} can not be read as a project's admin.sqlite: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .reasonOf */ .A3)(error.cause ?? error)}.`;
            throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .fail */ .fJ)('admin-unreadable', why, error);
        });
        return await (0,_jampy_admin_database_js__WEBPACK_IMPORTED_MODULE_6__/* .readAdminDatabase */ .p)(copy, adminPath);
    }
    finally {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(folder, { recursive: true, force: true });
    }
}
/** The version that the running server names; undefined when its Builder does not answer us. */
async function askVersion(client) {
    try {
        const info = await client.builder('server_get_task_info', []);
        return Array.isArray(info)
            ? String(info[2] ?? '')
                .split(' / ')[1]
                ?.trim() || undefined
            : undefined;
    }
    catch {
        return undefined;
    }
}
/** Is the Builder open to anybody (safe mode off), behind a login, or closed (v7's production mode)? */
async function builderDoor(client, line, builderPath) {
    try {
        const answer = await client.call('load', _jampy_client_js__WEBPACK_IMPORTED_MODULE_7__/* .BUILDER */ .iC, 0, null);
        return answer.status === _jampy_client_js__WEBPACK_IMPORTED_MODULE_7__/* .STATUS */ .XQ.NOT_LOGGED ? 'login' : 'open';
    }
    catch (error) {
        if (!(error instanceof _jampy_client_js__WEBPACK_IMPORTED_MODULE_7__/* .NotAnApiAnswer */ .FY) || error.httpStatus !== 500 || line !== 7)
            throw error;
        const page = await client.get(builderPath).catch(() => undefined);
        const application = await client.call('load', _jampy_client_js__WEBPACK_IMPORTED_MODULE_7__/* .APPLICATION */ .zb, 0, null).catch(() => undefined);
        if (page?.body.toString('utf8').trim() === PRODUCTION_TEXT || application?.status !== undefined)
            return 'production';
        throw error;
    }
}
/** Log in to the Builder where that is needed. @throws Stop: production mode, no login given, login refused. */
async function openBuilder(run, client, known) {
    const line = known?.metadata.line ?? (await client.line().catch(lineDespiteProduction));
    const door = await builderDoor(client, line, run.inputs.builderPath);
    if (door === 'production') {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .refuse */ .TR)('production-mode', `${client.root.href} runs Jam.py 7 in production mode: its Builder is closed, so no live import is possible. Promote with project-dir (migration-folder) instead. Nothing was touched.`);
    }
    if (door === 'open')
        return;
    const login = run.inputs.builder;
    if (!login) {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .refuse */ .TR)('builder-login', `The Builder at ${client.root.href} asks for a login (safe mode is on): give builder-login and builder-password of an administrator. Nothing was touched.`);
    }
    if (!(await client.login(line, _jampy_client_js__WEBPACK_IMPORTED_MODULE_7__/* .BUILDER */ .iC, login.login, login.password))) {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .refuse */ .TR)('builder-login', `The Builder at ${client.root.href} refused builder-login ${login.login} with the given password: it must be an administrator of the Builder. Nothing was touched.`);
    }
}
/** A v7 server in production mode answers task 0 with HTTP 500 whatever is asked. */
function lineDespiteProduction(error) {
    if (error instanceof _jampy_client_js__WEBPACK_IMPORTED_MODULE_7__/* .NotAnApiAnswer */ .FY && error.httpStatus === 500)
        return 7;
    throw error;
}
async function lookAtDatabase(run, state) {
    const { inputs } = run;
    const nothing = { connection: undefined, catalogue: undefined };
    const dbType = state.metadata.dbType;
    if (dbType === 0)
        return { ...nothing, catalogueTrouble: 'the project has no database yet' };
    let connection = (0,_database_connection_js__WEBPACK_IMPORTED_MODULE_4__/* .projectConnection */ .iX)(state.task, inputs.projectDir);
    if (inputs.databaseUrl !== undefined) {
        connection = (0,_database_connection_js__WEBPACK_IMPORTED_MODULE_4__/* .parseDatabaseUrl */ .mx)(inputs.databaseUrl, inputs.projectDir);
        (0,_database_connection_js__WEBPACK_IMPORTED_MODULE_4__/* .checkSameDialect */ .nL)(connection, dbType);
    }
    if (!connection) {
        const trouble = inputs.projectDir === undefined
            ? 'it is a file beside the project, whose folder is not known here (give project-dir, or database-url as sqlite:PATH)'
            : 'this type was never run by us';
        return { ...nothing, catalogueTrouble: trouble };
    }
    try {
        return { connection, catalogue: await (0,_database_js__WEBPACK_IMPORTED_MODULE_10__/* .readDatabase */ .SY)(run, connection), catalogueTrouble: undefined };
    }
    catch (error) {
        return { connection, catalogue: undefined, catalogueTrouble: (0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .reasonOf */ .A3)(error) };
    }
}


/***/ }),

/***/ 70589:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ asOwner)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/** Whose project it is: everything in its folder is read, written and run as that user. */

/**
 * @returns the host acting as `run-as`, or as the owner of admin.sqlite; as we are where that can not be told (what is
 * wrong with the folder is said when it is looked at).
 */
async function asOwner(operator, { projectDir, runAs }) {
    if (runAs !== undefined)
        return operator.become(runAs);
    if (projectDir === undefined || (await operator.user()) === undefined)
        return operator;
    const ownerOf = async (host, path) => (await host.stat(path).catch(() => undefined))?.uid;
    const admin = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(projectDir, 'admin.sqlite');
    const seen = await ownerOf(operator, admin);
    if (seen !== undefined)
        return operator.become(String(seen));
    // A folder that shuts us out is asked as its own owner.
    const ofFolder = await ownerOf(operator, projectDir);
    if (ofFolder === undefined)
        return operator;
    const owner = await operator.become(String(ofFolder));
    const known = await ownerOf(owner, admin);
    return known === undefined || known === ofFolder ? owner : operator.become(String(known));
}


/***/ }),

/***/ 52818:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Db: () => (/* binding */ restoreRecorded),
/* harmony export */   Do: () => (/* binding */ recordedPermissions),
/* harmony export */   b2: () => (/* binding */ restorePermissions),
/* harmony export */   gF: () => (/* binding */ recordPermissions),
/* harmony export */   vb: () => (/* binding */ umaskOf)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(19473);
/**
 * Owner, group and permission bits of everything in the project. Jam.py 7 gives the project folder itself, and every
 * folder of the zip, the bits of its private temporary folder, which shuts other users out (docs/jampy.md, "What an
 * import copies"). What was there keeps its own; what is new gets those of the folder that it is in.
 */


async function recordPermissions(run) {
    const project = run.inputs.projectDir;
    return project === undefined ? new Map() : run.host.tree(project);
}
/** The umask under which new files fit the project's folder: others get nothing that the folder does not give. */
function umaskOf(folderMode) {
    return (~folderMode & 0o077).toString(8).padStart(4, '0');
}
/** Puts back what differs now; where that is not allowed, says so. */
async function restorePermissions(run, before) {
    const project = run.inputs.projectDir;
    if (project !== undefined)
        await putBack(run, await run.host.tree(project), before);
}
/** Of all that a zip may change: the project's folder itself, the zip's files, and the folders that they are in. */
function recordedPermissions(before, project, files) {
    const names = new Set();
    for (const file of files) {
        for (let name = file; !names.has(name); name = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.dirname)(name))
            names.add(name);
    }
    names.add('.');
    return Object.fromEntries([...names].map((name) => [name, textOf(before.get((0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(project, name)))]));
}
function textOf(stat) {
    const kind = { file: 'f', directory: 'd', symlink: 'l', other: '' }[stat?.kind ?? 'other'];
    return stat && kind ? `${kind} ${stat.mode.toString(8)} ${stat.gid}` : '';
}
/**
 * The same from what a killed run wrote down. It was read from a file, so it gives nothing that an import could not have
 * taken: no owner, and of the bits that change whose rights a program has only a folder's set-group-id.
 */
async function restoreRecorded(run, recorded) {
    const project = run.inputs.projectDir;
    if (project === undefined)
        return;
    const now = await run.host.tree(project);
    const before = new Map();
    const concerned = new Map();
    for (const [path, stat] of now) {
        const name = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.relative)(project, path) || '.';
        if (!Object.hasOwn(recorded, name))
            continue;
        concerned.set(path, stat);
        const [kind, mode = '', gid] = recorded[name].split(' ');
        if (kind !== { file: 'f', directory: 'd', symlink: 'l', other: '-' }[stat.kind])
            continue;
        const bits = Number.parseInt(mode, 8);
        before.set(path, {
            ...stat,
            mode: stat.kind === 'directory' ? bits & 0o3777 : (bits & 0o777) | (stat.mode & 0o7000),
            gid: Number(gid),
        });
    }
    await putBack(run, concerned, before);
}
async function putBack(run, now, before) {
    const modes = new Map();
    const owners = new Map();
    for (const [path, stat] of now) {
        const wanted = wantedOf(path, stat, before);
        if (!wanted)
            continue;
        if (stat.kind !== 'symlink' && stat.mode !== wanted.mode) {
            modes.set(wanted.mode, [...(modes.get(wanted.mode) ?? []), path]);
        }
        const key = `${wanted.uid}:${wanted.gid}`;
        if (stat.gid !== wanted.gid || stat.uid !== wanted.uid) {
            const { paths = [] } = owners.get(key) ?? {};
            owners.set(key, { owner: wanted, paths: [...paths, path] });
        }
    }
    const refused = [];
    const note = (error) => refused.push((0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .reasonOf */ .A3)(error));
    // The group first: changing it takes set-id bits away.
    for (const { owner, paths } of owners.values())
        await run.host.changeOwner(paths, owner).catch(note);
    for (const [mode, paths] of modes)
        await run.host.changeMode(paths, mode).catch(note);
    if (refused.length > 0) {
        run.log.warning(`The import changed owners or permissions, and not all could be put back: ${refused.slice(0, 3).join(' ')}`);
    }
}
/** Undefined for what is nobody's business. */
function wantedOf(path, now, before) {
    const was = before.get(path);
    if (was)
        return was.kind === now.kind ? was : undefined;
    const folder = folderBefore((0,node_path__WEBPACK_IMPORTED_MODULE_0__.dirname)(path), before);
    if (!folder || now.kind === 'other')
        return undefined;
    return { ...now, gid: folder.gid, uid: now.uid, mode: now.kind === 'directory' ? folder.mode : folder.mode & 0o666 };
}
/** The nearest folder above that was there before. */
function folderBefore(path, before) {
    for (let at = path;; at = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.dirname)(at)) {
        const found = before.get(at);
        if (found || at === (0,node_path__WEBPACK_IMPORTED_MODULE_0__.dirname)(at))
            return found;
    }
}


/***/ }),

/***/ 76103:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ planOfTarget),
/* harmony export */   v: () => (/* binding */ consentMissing)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);
/* harmony import */ var _jampy_target_state_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76767);
/* harmony import */ var _metadata_generated_scripts_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(6056);
/* harmony import */ var _planning_catalogue_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(63597);
/* harmony import */ var _planning_consent_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(55658);
/* harmony import */ var _planning_make_plan_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(58126);
/* harmony import */ var _database_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(93481);
/* harmony import */ var _files_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(13257);
/* harmony import */ var _record_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(58481);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(14951);
/** The plan of a promotion: the zip against the target as it was looked at, with what would be lost counted there. */










/** Files of the target that are compared line by line: text, and small. In bytes. */
const LONGEST_TEXT = 200_000;
const MOST_TEXTS = 60;
/** @param files of the zip against those of the target. */
async function planOfTarget(run, zip, seen, files, ask) {
    const { metadata } = seen.state;
    const shown = seen.state.source === 'builder-api' ? withoutHidden(zip) : zip;
    const record = await (0,_record_js__WEBPACK_IMPORTED_MODULE_6__/* .readRecord */ .a)(run);
    const present = await filesOf(run, zip, files, record?.files ?? []);
    const planning = ask(seen, present);
    const promoted = record?.metadata.line === metadata.line ? record.metadata : planning.base;
    const plan = (0,_planning_make_plan_js__WEBPACK_IMPORTED_MODULE_3__/* .makePlan */ .C)({
        zip: shown,
        before: {
            base: { kind: 'target', name: run.inputs.projectDir ?? run.client?.root.href ?? '', version: '', digest: '' },
            metadata,
            files: present,
        },
        dbType: metadata.dbType,
        from: 'target',
        catalogue: seen.catalogue,
        catalogueTrouble: seen.catalogueTrouble,
        databaseName: seen.connection && 'database' in seen.connection ? seen.connection.database : undefined,
        promoted: promoted && seen.state.source === 'builder-api' ? withoutHidden(promoted) : promoted,
        ...planning,
    });
    return { ...plan, losses: await counted(run, seen, plan.losses) };
}
/** What the Builder's API never shows would pass for new, or for deleted by somebody. */
function withoutHidden(metadata) {
    const hidden = (0,_jampy_target_state_js__WEBPACK_IMPORTED_MODULE_1__/* .hiddenFromApi */ .HW)(metadata);
    const entries = Object.entries(metadata.tables);
    const tables = entries.map(([name, { columns, rows }]) => [
        name,
        { columns, rows: rows.filter((row) => !hidden(name, row)) },
    ]);
    return { ...metadata, tables: Object.fromEntries(tables) };
}
/** Files that differ with their bytes, equal ones as the zip has them, others as far as it is known that they are there. */
async function filesOf(run, zip, { missing, different }, promoted) {
    const target = (0,_files_js__WEBPACK_IMPORTED_MODULE_5__/* .targetFiles */ .jA)(run);
    const generated = (0,_metadata_generated_scripts_js__WEBPACK_IMPORTED_MODULE_8__/* .generatedScripts */ .O)(zip);
    const files = new Map();
    for (const [path, bytes] of zip.files)
        if (!generated.has(path))
            files.set(path, bytes);
    for (const path of missing)
        files.delete(path);
    const isShort = (path) => (zip.files.get(path)?.length ?? 0) <= LONGEST_TEXT;
    const read = new Set(different.filter(isShort).slice(0, MOST_TEXTS));
    for (const path of different)
        files.set(path, read.has(path) ? await target.read(path).catch(() => undefined) : undefined);
    for (const path of promoted)
        if (!zip.files.has(path))
            files.set(path, undefined);
    return files;
}
/** A loss that can not be counted is a loss all the same. */
async function counted(run, seen, losses) {
    const { connection, catalogue } = seen;
    if (!connection || !catalogue)
        return [...losses];
    const questions = losses.flatMap((loss) => {
        if (loss.kind === 'live-edit')
            return [];
        const [table = '', column] = loss.kind === 'drop-table' ? [loss.name] : splitName(loss);
        const found = (0,_planning_catalogue_js__WEBPACK_IMPORTED_MODULE_2__/* .findTable */ .U)(catalogue, table);
        if (!found)
            return [];
        const name = column && [...found.columns.keys()].find((each) => each.toLowerCase() === column.toLowerCase());
        return column && !name ? [] : [{ loss, table: found.name, column: name || undefined }];
    });
    const wanted = questions.flatMap(({ table, column }) => [
        { table, column: undefined },
        ...(column === undefined ? [] : [{ table, column }]),
    ]);
    try {
        const counts = [...(await (0,_database_js__WEBPACK_IMPORTED_MODULE_4__/* .countInDatabase */ .Uk)(run, connection, wanted))];
        const answers = new Map();
        for (const { loss, column } of questions) {
            const rows = counts.shift();
            const values = column === undefined ? undefined : counts.shift();
            answers.set(loss, { ...(rows === undefined ? {} : { rows }), ...(values === undefined ? {} : { values }) });
        }
        return losses.map((loss) => ({ ...loss, ...answers.get(loss) }));
    }
    catch (error) {
        run.log.warning(`What would be lost can not be counted: ${(0,_run_js__WEBPACK_IMPORTED_MODULE_7__/* .troubleOf */ .LH)(error)}.`);
        return [...losses];
    }
}
function splitName({ name }) {
    const dot = name.lastIndexOf('.');
    return [name.slice(0, dot), name.slice(dot + 1)];
}
/** The gate of consent. @returns undefined when everything that is lost was accepted. */
function consentMissing({ losses }, digest) {
    const open = losses.filter(({ consent }) => consent === undefined);
    if (open.length === 0)
        return undefined;
    const lines = open.map((loss) => `${(0,_planning_consent_js__WEBPACK_IMPORTED_MODULE_9__/* .consentLine */ .$0)(loss)}${sizeOf(loss)}`);
    return (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .refuse */ .TR)('destructive', `This would destroy what nobody has accepted: ${(0,_run_js__WEBPACK_IMPORTED_MODULE_7__/* .some */ .zN)(lines, 10)}. If that is meant, name each in allow-destructive, one a line (${(0,_planning_consent_js__WEBPACK_IMPORTED_MODULE_9__/* .consentLine */ .$0)(open[0])}), or in a file destructive.allow beside the zip with the zip's digest behind it (${(0,_planning_consent_js__WEBPACK_IMPORTED_MODULE_9__/* .consentLine */ .$0)(open[0])} ${digest.slice(0, 16)}). Nothing was touched.`);
}
function sizeOf({ rows, values }) {
    if (values !== undefined)
        return ` (${values} value${values === 1 ? '' : 's'})`;
    return rows === undefined ? '' : ` (${rows} row${rows === 1 ? '' : 's'})`;
}


/***/ }),

/***/ 65201:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ checkOwner)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);
/* harmony import */ var _jampy_installed_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(85666);
/* harmony import */ var _service_commands_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(60372);
/** Whether we may be the project's owner, and whether its Python is there: without these nothing else can be asked. */



/** What files are read and written with as another user, and what ends a process of that user. */
const PROGRAMS = [
    'find',
    'cat',
    'dd',
    'install',
    'mv',
    'ln',
    'rm',
    'chmod',
    'chgrp',
    'sha256sum',
    'readlink',
    'kill',
];
/**
 * The first question to a target; it changes nothing there.
 * @param host acting as the project's owner. @param operator the host as we came to it.
 * @throws Stop that names every program sudo has to permit, or python and the host where that is none.
 */
async function checkOwner(host, operator, inputs) {
    const { projectDir, python } = inputs;
    if (projectDir === undefined)
        return;
    const refused = await host.notPermitted([...PROGRAMS, ...(python === undefined ? [] : [python])]);
    if (refused) {
        const { as, programs } = refused;
        // sudo does not tell a program that is not there from one that is not permitted.
        const pythonOnly = python !== undefined && programs.length === 1 && programs[0] === python;
        if (pythonOnly && python.startsWith('/') && !(await host.stat(python))) {
            throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .fail */ .fJ)('python-broken', `python (${python}) is not there on ${host.name}. Give the interpreter of the project's virtual environment. Nothing was changed.`);
        }
        const login = (await operator.user())?.name ?? 'this user';
        const list = programs.map(_service_commands_js__WEBPACK_IMPORTED_MODULE_2__/* .sudoersWord */ .kr).join(', ');
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .fail */ .fJ)('sudo-refused', `On ${host.name} we may not act as ${as}, the user that owns the project, with ${programs.length} of the programs that a promotion needs: add this line to a file in /etc/sudoers.d, or connect as that user: ${login} ALL = (${as}) NOPASSWD: ${list}. Nothing was changed.`);
    }
    if (python !== undefined && host.remote)
        await (0,_jampy_installed_js__WEBPACK_IMPORTED_MODULE_1__/* .installedJamVersion */ .fb)(host, python);
}


/***/ }),

/***/ 67113:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  M: () => (/* binding */ preflight)
});

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/metadata/rebuild.js
var rebuild = __webpack_require__(2439);
// EXTERNAL MODULE: ./build/promotion/service.js
var service = __webpack_require__(88301);
// EXTERNAL MODULE: ./build/database/connection.js
var database_connection = __webpack_require__(77426);
// EXTERNAL MODULE: ./build/jampy/driver-login.js
var driver_login = __webpack_require__(67016);
;// CONCATENATED MODULE: ./build/promotion/preflight/driver.js
/** The login of Jam.py's own driver as a question of the preflight. */


/** Only with `python`: the service's own can not be asked. */
async function driverProblems(run, { state }) {
    const { python, projectDir } = run.inputs;
    if (python === undefined || projectDir === undefined)
        return [];
    const { line } = state.metadata;
    const login = (0,driver_login/* driverLogin */.Ip)(state.task, line);
    if (login === undefined)
        return [];
    if (typeof login === 'string')
        return [refused(`${login}.`)];
    const trouble = await (0,driver_login/* tryLogin */.X)(run.host, python, projectDir, { line, login });
    if (!trouble)
        return [];
    const connection = (0,database_connection/* projectConnection */.iX)(state.task, projectDir);
    const where = connection ? (0,database_connection/* connectionName */.u7)(connection) : "the project's database";
    const missing = /^(ModuleNotFound|Import)Error$/.test(trouble.kind);
    const advice = missing
        ? `install ${login.driver} there`
        : "correct the database settings in the project's Builder, or at the database server, where database-url is not asked";
    return [
        refused(`Jam.py can not log in to ${where} with the project's own settings, so that an import would fail: ${login.driver}, in python (${python}) on ${run.host.name}, says "${wordsOf(run, trouble, login, connection?.dialect === 'sqlite' ? undefined : connection?.password)}"; ${advice}.`),
    ];
}
/** Without the password, or any part of one that was taken for something else. */
function wordsOf(run, { kind, said }, login, password) {
    const dsn = login.options.dsn;
    run.secrets.add(password);
    if (typeof dsn === 'string') {
        run.secrets.add(dsn);
        run.secrets.addUrl(dsn);
        if (kind === 'ProgrammingError' || !(0,driver_login/* isPlainDsn */.u6)(dsn))
            return 'the DSN can not be read';
    }
    return run.secrets.redact(said);
}
function refused(sentence) {
    return { outcome: 'refused', id: 'driver-login', sentence };
}

// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/promotion/reload.js
var reload = __webpack_require__(11369);
// EXTERNAL MODULE: ./build/promotion/service-commands.js
var service_commands = __webpack_require__(6832);
;// CONCATENATED MODULE: ./build/promotion/preflight/one-process.js
/**
 * Exactly one process may import (docs/jampy.md, "Migration folder"). With `python` that is ours; without it the service
 * imports at its start, and must be known to be one process. Asked before anything is touched.
 */



/** Programs that serve Python applications. */
const SERVERS = /python|gunicorn|uwsgi|apache|httpd/;
const SEVERAL = 'with several worker processes Jam.py imports several times at once and leaves old settings behind';
const GIVE_PYTHON = "Give python (the interpreter of the project's virtual environment), so that exactly one process imports.";
/** @throws Stop (refused) without `python`, where several processes would import or nobody can tell how many. */
async function checkOneProcess(run, answers) {
    const { python, projectDir } = run.inputs;
    if (projectDir === undefined)
        return;
    const stops = (0,service_commands/* canStop */.lg)(run);
    if (python !== undefined) {
        if (!stops)
            run.log.notice(`${CANNOT_STOP}: one process imports while it goes on, and it is reloaded at once.`);
        return;
    }
    await (stops ? checkStarted(run, projectDir, answers) : checkReloaded(run, projectDir));
    run.log.notice(`Without python the started service imports by itself; ${SEVERAL}.`);
}
const CANNOT_STOP = 'The service can not be stopped from here';
/** A service that is down may have any number of workers: the operator is told. */
async function checkStarted(run, projectDir, answers) {
    const running = await run.host.processesIn(projectDir, SERVERS);
    if (running !== undefined && running > 2)
        throw several(`${running} processes serve the target`);
    if (answers === true && !running) {
        throw several('The service runs, but how many processes it has can not be seen from here');
    }
}
/** Workers that start beside those that run import as well: there must be one, and it must have been seen. */
async function checkReloaded(run, projectDir) {
    const { service, restartCommand } = run.inputs;
    if (restartCommand === undefined && service?.kind === 'touch') {
        throw several(`${CANNOT_STOP} (service: touch), and each of its processes loads the application by itself`);
    }
    if (restartCommand === undefined && service?.kind === 'gunicorn') {
        const workers = await (0,reload/* gunicornWorkers */.Bq)(run.host, await (0,reload/* gunicornMaster */.U9)(run.host, service.pidFile));
        if (workers?.length === 1)
            return;
        const number = workers === undefined ? 'how many workers gunicorn has can not be seen' : `${workers.length} workers`;
        throw several(`${CANNOT_STOP} (service: gunicorn; ${number})`);
    }
    const running = await run.host.processesIn(projectDir, SERVERS);
    // A master and its worker.
    if (running === 1 || running === 2)
        return;
    throw several(running ? `${running} processes serve the target` : `${CANNOT_STOP}, and how many processes it has can not be seen`);
}
function several(what) {
    return (0,errors/* refuse */.TR)('several-workers', `${what}, and ${SEVERAL}. ${GIVE_PYTHON} Nothing was touched.`);
}

// EXTERNAL MODULE: ./build/hosts/quote.js
var quote = __webpack_require__(28976);
;// CONCATENATED MODULE: ./build/promotion/preflight/places.js
/** What the project's owner may write, how large it is and on which file system: asked about many paths at once. */

/** One argument vector holds at most 128 KiB, also when it was quoted twice. */
const LONGEST_LIST = 40_000;
const LIMIT = 60_000;
/** Belongs to whoever looks at it. */
const OURSELVES = '/proc/self/stat';
const FORMAT = ['(', '-writable', '-printf', 'w', '-o', '-printf', '-', ')', '-printf', ' %D %y %U %s %p\\0'];
/**
 * Links are followed, as an import does. Asked by a program that runs as the owner, and not by node:fs: root may write
 * everywhere, what it starts as another user may not.
 * @returns undefined where `find` is not GNU's.
 */
async function askPlaces(host, paths) {
    const found = new Map();
    const lists = portions(paths);
    await Promise.all(lists.map((list) => askSome(host, [OURSELVES, ...list], found)));
    if (found.size === 0)
        return undefined;
    const uid = found.get(OURSELVES)?.uid;
    found.delete(OURSELVES);
    return { at: found, uid };
}
async function askSome(host, paths, found) {
    const chunks = [];
    await host.run({
        argv: ['find', '-H', ...paths, '-maxdepth', '0', ...FORMAT],
        timeoutMs: LIMIT,
        onBytes: (bytes) => chunks.push(bytes),
    });
    for (const entry of Buffer.concat(chunks).toString('utf8').split('\0')) {
        const match = /^([w-]) (\d+) (\w) (\d+) (\d+) ([\s\S]+)$/.exec(entry);
        if (!match)
            continue;
        const [, writable, device = '', kind, uid, size, path = ''] = match;
        // A link that leads nowhere is nothing that is there.
        if (kind === 'l')
            continue;
        found.set(path, { writable: writable === 'w', folder: kind === 'd', uid: Number(uid), size: Number(size), device });
    }
}
function portions(paths) {
    const lists = [[]];
    let length = 0;
    for (const path of new Set(paths)) {
        const more = (0,quote/* quoteWord */.X)(path).length + 1;
        if (length + more > LONGEST_LIST) {
            lists.push([]);
            length = 0;
        }
        lists.at(-1)?.push(path);
        length += more;
    }
    return lists;
}

;// CONCATENATED MODULE: ./build/promotion/preflight/problem.js
/** What stands in the way of a promotion, and how several of it are told at once. */

/** What says at the end of a Stop that it came in time. */
const UNTOUCHED = / Nothing was (changed|touched)\.$/;
/** The Stop of a check as a problem. @throws whatever is no refusal or failure. */
function problemOf(error) {
    if (!(error instanceof errors/* Stop */.VG) || (error.outcome !== 'refused' && error.outcome !== 'failed'))
        throw error;
    return { outcome: error.outcome, id: error.id, sentence: (0,errors/* reasonOf */.A3)(error).replace(UNTOUCHED, '') };
}
/** One Stop for all of them, with the first one's outcome and id; undefined when there is none. */
function stopFor(problems) {
    const [first] = problems;
    if (!first)
        return undefined;
    const sentences = problems.map(({ sentence }, at) => (problems.length > 1 ? `(${at + 1}) ${sentence}` : sentence));
    const several = problems.length > 1 ? [`${problems.length} things stand in the way of this promotion.`] : [];
    const end = first.outcome === 'refused' ? 'Nothing was touched.' : 'Nothing was changed.';
    return new errors/* Stop */.VG(first.outcome, first.id, [...several, ...sentences, end].join(' '));
}

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(37067);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(44708);
;// CONCATENATED MODULE: ./build/promotion/preflight/served-files.js
/**
 * Whether the server hands out the project's own files to whoever asks: its folder holds admin.sqlite with all passwords
 * (docs/jampy.md, "What a server hands out"). Asked as anybody may ask, without the login of `url`, and of each answer only the beginning is read.
 */



const PRIVATE = ['admin.sqlite', 'server.py', 'migration/'];
/** Out of Jam.py 7's own folder, which it serves, into the project's. */
const WAY_ROUND = 'jam/../server.py';
/** Nobody has such a file: a server that answers it with a page answers everything with that page. */
const NOTHING = 'jampy-promote-asks-for-nothing.txt';
const MOST = 4096;
const served_files_LIMIT = 10_000;
const SQLITE = 'SQLite format 3\0';
/** @returns a refusal; warns of what Jam.py 7 itself gives away. Nothing can be told of a server that does not answer. */
async function servedProblems(run, { answers, state }) {
    const { client } = run;
    if (!client || answers === false)
        return [];
    const ask = (path) => begin(run, path);
    const [nothing, ...found] = await Promise.all([NOTHING, ...PRIVATE].map(ask));
    const served = PRIVATE.filter((path, at) => isServed(path, found[at], nothing));
    const { href } = client.root;
    if (served.length > 0) {
        const paths = served.map((path) => `${href}${path}`).join(', ');
        const sentence = `The server hands out the project's own files to anybody: ${paths} (HTTP 200). Whoever fetches admin.sqlite has all passwords. Let the server pass every request on to the application in place of serving the project's folder, or deny these paths and logs/, locks/ and static/internal/, as the configurations in examples/servers do; then promote again.`;
        return [{ outcome: 'refused', id: 'served-files', sentence }];
    }
    if (state.metadata.line === 7 && isServerPy(await ask(WAY_ROUND))) {
        run.log.warning(`${href}${WAY_ROUND} gives a file of the project to anybody who asks with that very path, and would give admin.sqlite with all passwords: Jam.py 7 does not keep requests inside its own folder. Put a server in front of it that refuses such paths, as the configurations in examples/servers do, and close the application's own port.`);
    }
    return [];
}
/** An application's own page for whatever is asked is none of its files. */
function isServed(path, got, nothing) {
    if (got?.status !== 200 || got.start === '')
        return false;
    if (got.start.startsWith(SQLITE))
        return true;
    if (nothing?.status !== 200)
        return true;
    return path === 'migration/' ? /Index of|Directory listing/i.test(got.start) : !/^\s*</.test(got.start);
}
/** The project's own start script, and no page that says so. */
function isServerPy(got) {
    return got?.status === 200 && !/^\s*</.test(got.start) && /\bimport\b/.test(got.start) && /\bjam\b/.test(got.start);
}
/** undefined when no answer came. The path goes out as it is: URL and HttpClient would tidy it up. */
async function begin(run, path) {
    const { root } = run.client;
    const started = root.protocol === 'https:' ? external_node_https_.request : external_node_http_.request;
    try {
        return await new Promise((resolve, reject) => {
            const request = started(root, {
                path: `${root.pathname}${path}`,
                headers: { 'user-agent': 'jampy-promote', accept: '*/*', 'accept-encoding': 'identity' },
                agent: false,
                signal: AbortSignal.any([run.cancelled, AbortSignal.timeout(served_files_LIMIT)]),
            });
            request.on('error', reject);
            request.on('response', (response) => {
                let start = '';
                const end = () => {
                    resolve({ status: response.statusCode ?? 0, start });
                    request.destroy();
                };
                response.setEncoding('latin1');
                response.on('data', (text) => {
                    start += text;
                    if (start.length >= MOST)
                        end();
                });
                response.on('end', end);
                response.on('error', reject);
            });
            request.end();
        });
    }
    catch (error) {
        run.log.debug(`${path} at url: ${(0,errors/* reasonOf */.A3)(error)}`);
        return undefined;
    }
}

// EXTERNAL MODULE: ./build/promotion/preflight/service-commands.js
var preflight_service_commands = __webpack_require__(60372);
;// CONCATENATED MODULE: ./build/promotion/preflight/service.js
/** Whether the service can be stopped, started or reloaded as this promotion will have to. */





const service_LIMIT = 30_000;
async function serviceProblems(run) {
    const lines = [];
    const problems = [];
    for (const { name, action } of await (0,service_commands/* plannedActions */.gH)(run)) {
        if (action.kind === 'line')
            lines.push([name, action.line]);
        else if (action.kind === 'touch')
            problems.push(...(await touchProblems(run, action.path)));
        else
            await (0,reload/* gunicornMaster */.U9)(run.host, action.pidFile).catch((error) => problems.push(sentenceOf(error)));
    }
    const ofCommands = await (0,preflight_service_commands/* commandProblems */.g6)(run.operator, lines);
    // Whether there is such a unit needs the program, and nobody's permission.
    const units = ofCommands.length === 0 && lines.some(([name]) => name.includes(' of service systemd:'));
    return [...problems, ...ofCommands, ...(units ? await unitProblems(run) : [])];
}
async function unitProblems({ inputs, operator }) {
    if (inputs.service?.kind !== 'systemd')
        return [];
    const { name } = inputs.service;
    const { code, stderr } = await operator.run({ argv: ['systemctl', 'cat', '--', name], timeoutMs: service_LIMIT });
    if (code === 0)
        return [];
    const said = stderr.trim().split('\n')[0]?.replace(/\.$/, '').slice(0, 300) || `exit code ${code}`;
    return [
        failed(`service systemd:${name}: systemctl on ${operator.name} can not show that unit ("${said}"); correct its name.`),
    ];
}
/** What the reload itself would say stands inside of another sentence there. */
function sentenceOf(error) {
    const problem = problemOf(error);
    return { ...problem, sentence: problem.sentence.replace(/\.?$/, '.') };
}
async function touchProblems({ host }, path) {
    const place = (await askPlaces(host, [path]))?.at.get(path);
    const wrong = !place
        ? 'is not there'
        : place.folder
            ? 'is a folder'
            : !place.writable && 'can not be written by the user that owns the project';
    if (!wrong)
        return [];
    return [
        failed(`service touch: ${path} on ${host.name} ${wrong}; name the file that the server watches, e.g. the one with its WSGI application.`),
    ];
}
function failed(sentence) {
    return { outcome: 'failed', id: 'service-command', sentence };
}

// EXTERNAL MODULE: ./build/promotion/run.js
var run = __webpack_require__(14951);
;// CONCATENATED MODULE: ./build/promotion/preflight/write-access.js
/** Whether the import may write what it has to write: a missing right would show in the middle of it. */


/** The folders that the zip's files are in, the project's own last. */
function foldersOf(project, files) {
    const folders = new Set();
    for (const file of files) {
        for (let folder = (0,external_node_path_.dirname)(file); folder !== '.' && !folders.has(folder); folder = (0,external_node_path_.dirname)(folder)) {
            folders.add(folder);
        }
    }
    return [...[...folders].map((folder) => (0,external_node_path_.join)(project, folder)), project];
}
/** Everything that is asked about. */
function pathsOf({ project, files }) {
    const own = ['migration', 'logs', 'admin.sqlite'].map((name) => (0,external_node_path_.join)(project, name));
    return [...own, ...files.map((file) => (0,external_node_path_.join)(project, file)), ...foldersOf(project, files)];
}
/**
 * Jam.py 5 removes a file and writes it anew, Jam.py 7 writes into the one that is there and then sets times and modes of
 * the folders, which only their owner may do (docs/jampy.md, "What an import copies").
 */
function writeProblems(wanted, { at, uid }) {
    const { project, line, files, where, who } = wanted;
    const folders = foldersOf(project, files);
    const written = [project, (0,external_node_path_.join)(project, 'migration'), (0,external_node_path_.join)(project, 'logs'), (0,external_node_path_.join)(project, 'admin.sqlite')];
    const needed = new Set([...written, ...folders, ...(line === 7 ? files.map((file) => (0,external_node_path_.join)(project, file)) : [])]);
    const closed = [...needed].filter((path) => at.get(path)?.writable === false);
    const foreign = folders.filter((path) => {
        const place = at.get(path);
        return line === 7 && uid !== undefined && uid !== 0 && place?.folder && place.uid !== uid && !closed.includes(path);
    });
    const problems = [];
    if (closed.length > 0) {
        problems.push({
            outcome: 'failed',
            id: 'folder-not-writable',
            sentence: `${(0,run/* some */.zN)(closed)} can not be written on ${where} by ${who}, and an import has to: give that user the right, or name the right user as run-as.`,
        });
    }
    if (foreign.length > 0) {
        problems.push({
            outcome: 'failed',
            id: 'folder-of-another',
            sentence: `${(0,run/* some */.zN)(foreign)} on ${where} can be written by ${who} but belongs to somebody else, and Jam.py 7 sets the times and modes of these folders, which only their owner may do, when the database is changed already: make that user their owner.`,
        });
    }
    return problems;
}

;// CONCATENATED MODULE: ./build/promotion/preflight/space.js
/** Whether what an import writes fits: the zip, its unpacked copy, copies of admin.sqlite, and the files that grow. */


/** Counters, the import's log, and pages that admin.sqlite gains. */
const SMALL_THINGS = 64 * 1024;
const BLOCK = 4096;
/** What each file system has to take; the project's comes first. */
function needsOf(writes, { at }) {
    const { project, entries } = writes;
    const admin = blocks(at.get((0,external_node_path_.join)(project, 'admin.sqlite'))?.size ?? 0);
    const unpacked = sum([...entries.values()].map(blocks));
    const folders = foldersOf(project, [...entries.keys()]);
    const files = [...entries].filter(([path]) => path !== 'task.dat');
    const growth = sum(files.map(([path, size]) => Math.max(0, blocks(size) - blocks(sizeAt(at, (0,external_node_path_.join)(project, path))))));
    const there = files.filter(([path]) => at.has((0,external_node_path_.join)(project, path)));
    const newOnes = files.length - there.length + folders.filter((folder) => !at.has(folder)).length;
    const overwritten = sum(there.map(([path]) => blocks(sizeAt(at, (0,external_node_path_.join)(project, path)))));
    const needs = [];
    const add = (path, bytes, count, part) => {
        const device = at.get(path)?.device;
        const known = device === undefined ? undefined : needs.find((need) => need.device === device);
        if (!known)
            return void needs.push({ path, bytes, files: count, parts: [part], device });
        known.bytes += bytes;
        known.files += count;
        known.parts.push(part);
    };
    // The copy of admin.sqlite is gone when the files are copied.
    const most = Math.max(admin, growth);
    add(project, blocks(writes.zip) + most + SMALL_THINGS, newOnes + 4, 'the zip, a copy of admin.sqlite, larger files');
    add(writes.temporary, unpacked, entries.size + folders.length, 'the unpacked zip');
    // A backup that does not fit on a file system of its own is told when it is made, before the stop as well.
    if (at.get(writes.backup)?.device === needs[0]?.device)
        add(writes.backup, admin + overwritten, there.length + folders.length + 3, 'the backup');
    return needs;
}
function spaceProblems(needs, where) {
    return needs.flatMap(({ path, bytes, files, parts, free }) => {
        if (!free)
            return [];
        const problem = (has, needed) => ({
            outcome: 'failed',
            id: 'no-space',
            sentence: `The file system of ${path} on ${where} has ${has} left, and the import needs space for about ${needed} (${parts.join(', ')}): make room there.`,
        });
        if (free.bytes < bytes)
            return [problem(sizeText(free.bytes), sizeText(bytes))];
        if (free.files !== undefined && free.files < files)
            return [problem(`${free.files} inodes`, `${files} files`)];
        return [];
    });
}
/** `412 KB`, `3.4 GB`. */
function sizeText(bytes) {
    const kilo = bytes / 1024;
    if (kilo < 1000)
        return `${Math.ceil(kilo)} KB`;
    return kilo < 1_000_000 ? `${(kilo / 1024).toFixed(1)} MB` : `${(kilo / 1024 / 1024).toFixed(1)} GB`;
}
function sizeAt(at, path) {
    return at.get(path)?.size ?? 0;
}
/** As a file system counts. */
function blocks(bytes) {
    return Math.ceil(bytes / BLOCK) * BLOCK;
}
function sum(numbers) {
    return numbers.reduce((total, number) => total + number, 0);
}

;// CONCATENATED MODULE: ./build/promotion/preflight/preflight.js
/**
 * Everything that can be known before the service is stopped, asked at once and told together. It changes nothing at the
 * target, so that looking ahead can ask the same.
 */












/**
 * @param serviceToo whether it is known how the service is stopped and started.
 * @returns whether `health-url` answers as it should; undefined without it.
 * @throws Stop that tells every problem, with the first one's id.
 */
async function preflight(run, coming, serviceToo = true) {
    const asked = [];
    const ask = (question) => asked.push(question.catch((error) => [problemOf(error)]));
    if (run.inputs.method === 'migration-folder') {
        ask(folderProblems(run, coming));
        ask(driverProblems(run, coming.seen));
        if (serviceToo)
            ask(checkOneProcess(run, coming.seen.answers).then(() => []));
    }
    if (serviceToo)
        ask(serviceProblems(run));
    ask(servedProblems(run, coming.seen));
    const healthy = (0,service/* isHealthy */.Wr)(run);
    const stop = stopFor((await Promise.all(asked)).flat());
    const before = await healthy;
    if (stop)
        throw stop;
    return before;
}
/** Rights and space in the project's folder. */
async function folderProblems(run, { zip, entries, seen, backup }) {
    const { host, operator, inputs } = run;
    const project = inputs.projectDir;
    const wanted = {
        project,
        line: seen.state.metadata.line,
        files: [...zip.files.keys()],
        where: host.name,
        who: host === operator ? 'the user of this run' : 'the user that owns the project',
    };
    const writes = {
        project,
        temporary: host.remote ? '/tmp' : (0,external_node_os_.tmpdir)(),
        backup: backup ?? inputs.backupDir ?? (0,external_node_path_.dirname)(project),
        zip: 0,
        entries: new Map([...entries].map(([path, bytes]) => [path, bytes.length])),
    };
    const places = await askPlaces(host, [...pathsOf(wanted), writes.temporary, writes.backup]);
    const known = places ?? (await askPlainly(run, wanted));
    return [...writeProblems(wanted, known), ...(await askSpace(run, entries, writes, known))];
}
/** Where many can not be asked at once: only the folders that every import needs. */
async function askPlainly({ host }, { project }) {
    const found = new Map();
    for (const path of [project, (0,external_node_path_.join)(project, 'migration'), (0,external_node_path_.join)(project, 'admin.sqlite')]) {
        const stat = await host.stat(path);
        if (!stat)
            continue;
        const writable = await host.canWrite(path);
        found.set(path, { ...stat, writable, folder: stat.kind === 'directory', device: '' });
    }
    return { at: found, uid: undefined };
}
async function askSpace(run, entries, writes, places) {
    // Packing takes long for a large zip, and unpacked it fits nearly always.
    const unpacked = [...writes.entries.values()].reduce((total, size) => total + size, 0);
    const roughly = needsOf({ ...writes, zip: unpacked }, places);
    const free = await Promise.all(roughly.map(({ path }) => run.host.freeSpace(path)));
    const problems = (needs) => spaceProblems(needs.map((need, at) => ({ ...need, free: free[at] })), run.host.name);
    if (problems(roughly).length === 0)
        return [];
    return problems(needsOf({ ...writes, zip: (await (0,rebuild/* rebuildZip */.L)(entries)).length }, places));
}


/***/ }),

/***/ 60372:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g6: () => (/* binding */ commandProblems),
/* harmony export */   kr: () => (/* binding */ sudoersWord)
/* harmony export */ });
/* unused harmony export simpleLine */
const LIMIT = 30_000;
/** Nothing that a shell would read as more than words. */
const SIMPLE = /^[\w\s/.,:@%+=-]+$/;
/** For each program, and the words behind `sudo -n -l`: whether it is permitted, the program's path, what sudo said. */
const ASK = [
    'export LC_ALL=C; set -f',
    'while [ $# -gt 1 ]; do',
    '  said=$(sudo -n -l $2 2>&1) && word=yes || word=no',
    '  path=$(command -v -- "$1") || path=$1',
    '  printf "%s|%s|%s\\n" "$word" "$path" "$(printf %s "$said" | tr "\\n" " ")"',
    '  shift 2',
    'done',
].join('\n');
/** @returns undefined for a line that only a shell can judge. */
function simpleLine(line) {
    if (!SIMPLE.test(line) || /[\r\n]/.test(line.trim()))
        return undefined;
    const words = line.trim().split(/\s+/);
    const [program = ''] = words;
    if (program === '' || program.includes('='))
        return undefined;
    return { program, sudo: program === 'sudo' ? behindSudo(words.slice(1)) : undefined };
}
/** `-n [-u USER] [--] PROGRAM ARGS`; undefined for any other options. */
function behindSudo(words) {
    let user = 'root';
    let silent = false;
    let at = 0;
    for (; words[at]?.startsWith('-'); at++) {
        const word = words[at];
        if (word === '--') {
            at++;
            break;
        }
        if (word === '-n')
            silent = true;
        else if (word === '-u' && words[at + 1] !== undefined)
            user = words[++at];
        else
            return undefined;
    }
    const command = words.slice(at);
    return silent && command[0] !== undefined && !command[0].includes('=') ? { user, words: command } : undefined;
}
/** @param operator the host as the user who runs these lines. */
async function commandProblems(operator, lines) {
    const simple = lines.flatMap(([input, line]) => {
        const parsed = simpleLine(line);
        return parsed ? [{ input, line, ...parsed }] : [];
    });
    const names = [...new Set(simple.map(({ program }) => program))];
    const missing = new Set(await operator.missingPrograms(names));
    const problems = simple
        .filter(({ program }) => missing.has(program))
        .map(({ input, program }) => failed(`${input} starts ${program}, and ${operator.name} has no such program that this user may run: install it, or write its whole path.`));
    return [...problems, ...(missing.has('sudo') ? [] : await sudoProblems(operator, simple))];
}
async function sudoProblems(operator, lines) {
    const asked = lines.flatMap(({ input, line, sudo }) => (sudo ? [{ input, line, sudo }] : []));
    if (asked.length === 0)
        return [];
    const questions = asked.flatMap(({ sudo: { user, words } }) => [
        String(words[0]),
        `-u ${user} -- ${words.join(' ')}`,
    ]);
    const { stdout } = await operator.run({ argv: ['sh', '-c', ASK, 'sh', ...questions], timeoutMs: LIMIT });
    const answers = stdout.split('\n');
    const login = (await operator.user())?.name ?? 'this user';
    const refused = new Map();
    const problems = [];
    for (const [at, { input, sudo }] of asked.entries()) {
        const [word, path = '', said = ''] = (answers[at] ?? '').split('|');
        if (word !== 'no')
            continue;
        if (/command not found/.test(said)) {
            problems.push(failed(`${input} starts ${sudo.words[0]} by sudo, and ${operator.name} has no such program: install it, or write its whole path.`));
            continue;
        }
        const { inputs, rights } = refused.get(sudo.user) ?? { inputs: [], rights: [] };
        refused.set(sudo.user, {
            inputs: [...inputs, input],
            rights: [...rights, [path, ...sudo.words.slice(1)].map(sudoersWord).join(' ')],
        });
    }
    for (const [user, { inputs, rights }] of refused) {
        problems.push({
            outcome: 'failed',
            id: 'sudo-service',
            sentence: `On ${operator.name} sudo does not let ${login} run the ${inputs.join(' and the ')} without a password: add this line to a file in /etc/sudoers.d: ${login} ALL = (${user}) NOPASSWD: ${[...new Set(rights)].join(', ')}`,
        });
    }
    return problems;
}
/** The characters that sudoers reads as its own. */
function sudoersWord(word) {
    return word.replace(/[\\,:=]/g, '\\$&');
}
function failed(sentence) {
    return { outcome: 'failed', id: 'service-command', sentence };
}


/***/ }),

/***/ 58481:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ recordPromotion),
/* harmony export */   a: () => (/* binding */ readRecord)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(57975);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(38522);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(19473);
/* harmony import */ var _metadata_compare_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(63691);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(14951);
/* harmony import */ var _state_folder_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(37592);
/**
 * What the last promotion put into a target, kept beside the project: the next one tells by it what was edited there
 * since, and which files it left behind. Without it nothing is known of edits, and nothing else is missing.
 */







const FORMAT = 1;
/** Of the unpacked record, in bytes: more than any metadata that a zip may hold. */
const LONGEST = 1024 * 1024 * 1024;
const nameOf = (slug) => `${slug}.promoted.json.gz`;
/** @throws Stop when it can not be written. */
async function writeRecord(folder, zip, dbType) {
    const { line, tables } = (0,_metadata_compare_js__WEBPACK_IMPORTED_MODULE_4__/* .recased */ .WK)(zip, dbType);
    const record = {
        format: FORMAT,
        digest: zip.digest,
        version: zip.appVersion,
        at: new Date().toISOString(),
        line,
        dbType,
        tables,
        files: [...zip.files.keys()],
    };
    const bytes = await (0,node_util__WEBPACK_IMPORTED_MODULE_1__.promisify)(node_zlib__WEBPACK_IMPORTED_MODULE_2__.gzip)(JSON.stringify(record));
    await folder.host.writeFile((0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(folder.path, nameOf(folder.slug)), bytes, { mode: 0o600 });
}
/** A promotion that is good is not less so because of its record. */
async function recordPromotion(run, folder, zip, dbType) {
    await writeRecord(folder, zip, dbType).catch((error) => {
        run.log.warning(`What was promoted can not be recorded (${(0,_run_js__WEBPACK_IMPORTED_MODULE_5__/* .troubleOf */ .LH)(error)}): the next plan knows nothing of edits at the target.`);
    });
}
/** @returns undefined, with a warning where one is there that can not be read. */
async function readRecord(run) {
    const name = nameOf((0,_state_folder_js__WEBPACK_IMPORTED_MODULE_6__/* .slugOfTarget */ .eB)(run.inputs));
    for (const { path, hosts } of await (0,_state_folder_js__WEBPACK_IMPORTED_MODULE_6__/* .stateFolders */ .Nj)(run)) {
        for (const host of hosts) {
            const bytes = await host.readFile((0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(path, name)).catch(() => undefined);
            if (!bytes)
                continue;
            try {
                return parse(await (0,node_util__WEBPACK_IMPORTED_MODULE_1__.promisify)(node_zlib__WEBPACK_IMPORTED_MODULE_2__.gunzip)(bytes, { maxOutputLength: LONGEST }));
            }
            catch (error) {
                run.log.warning(`${(0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(path, name)}, which tells what was promoted last, can not be read (${(0,_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .reasonOf */ .A3)(error)}): edits in the Builder of the target are not looked for.`);
                return undefined;
            }
        }
    }
    return undefined;
}
function parse(bytes) {
    const value = JSON.parse(Buffer.from(bytes).toString('utf8'));
    const { format, digest, version, at, line, dbType, tables, files } = value;
    if (format !== FORMAT || (line !== 5 && line !== 7) || typeof tables !== 'object' || tables === null)
        throw new Error('it is of another form');
    const metadata = { line: line, dbType: Number(dbType), tables: tables };
    return {
        digest: String(digest),
        version: String(version),
        at: String(at),
        metadata,
        files: Array.isArray(files) ? files.map(String) : [],
    };
}


/***/ }),

/***/ 74166:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H5: () => (/* binding */ ownLeftovers),
/* harmony export */   cF: () => (/* binding */ removeTemporary),
/* harmony export */   lj: () => (/* binding */ recover)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(19473);
/* harmony import */ var _hosts_local_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(60051);
/* harmony import */ var _metadata_enums_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(65594);
/* harmony import */ var _metadata_model_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(43213);
/* harmony import */ var _bring_back_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(26644);
/* harmony import */ var _journal_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5441);
/* harmony import */ var _lock_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(50831);
/* harmony import */ var _look_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(39387);
/* harmony import */ var _permissions_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(52818);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(14951);
/* harmony import */ var _service_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(88301);
/**
 * Puts a target in order after a run that was killed, from the journal that it left (journal.ts): by the post step of the
 * same job, or by the next run that takes the lock. What can not be done is said in the sentence that comes back; only
 * what would spoil the next import stops.
 */












const POLL = 500;
/** What MySQL and MariaDB have begun they do not take back: an import there may end by itself so long, in milliseconds. */
const IMPORT_GRACE = 10_000;
const ANSWER_SOON = 10_000;
/** How long a started service may import by itself until its zip is taken away. */
const SERVICE_IMPORTS = 30_000;
const DOING = {
    stopping: 'while it stopped the service',
    importing: 'during its import',
    starting: 'after its import, while it started the service or verified',
};
/**
 * Called with the lock in hand.
 * @returns undefined when nothing was left.
 * @throws Stop: an import that we can not end, a file that we can not remove, a journal that can not be read.
 */
async function recover(run, folder, lock) {
    const project = run.inputs.projectDir;
    const entry = project === undefined ? undefined : await (0,_journal_js__WEBPACK_IMPORTED_MODULE_5__/* .readJournal */ .a0)(folder, project);
    if (entry)
        return run.log.step('Put in order what a promotion left that was killed', () => putInOrder(run, folder, entry));
    if (lock.takenFrom === undefined)
        return undefined;
    await removeTemporary(run, lock.takenFrom);
    const who = `An earlier promotion (${(0,_lock_js__WEBPACK_IMPORTED_MODULE_6__/* .holderText */ .i)(lock.takenFrom)})`;
    const sentence = lock.takenFrom.method === 'live'
        ? `${who} was killed: if its live import had begun, the server goes on with it by itself. Look whether ${(0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(project ?? '', 'static', 'internal')} still holds its jampy-promote-….zip, which anyone may fetch there.`
        : `${who} was killed before it stopped the service.`;
    return { sentence, down: false };
}
async function putInOrder(run, folder, entry) {
    await endPrograms(run, entry);
    // With them goes what the host was to do by itself (when-lost.ts).
    await removeTemporary(run, (0,_journal_js__WEBPACK_IMPORTED_MODULE_5__/* .deadOf */ .iH)(entry));
    if (entry.phase === 'starting' && !entry.oneProcess)
        await letServiceImport(run, entry);
    await removeFiles(run, entry);
    const outcome = entry.phase === 'stopping' ? 'not begun' : await outcomeOf(run, entry);
    if (entry.phase !== 'stopping') {
        await (0,_permissions_js__WEBPACK_IMPORTED_MODULE_8__/* .restoreRecorded */ .Db)(run, entry.permissions).catch((error) => run.log.warning((0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .reasonOf */ .A3)(error)));
    }
    const service = await bringServiceBack(run, entry, outcome);
    if (!service.down)
        await folder.host.remove((0,_journal_js__WEBPACK_IMPORTED_MODULE_5__/* .journalPath */ .HY)(folder));
    const who = `An earlier promotion (${(0,_lock_js__WEBPACK_IMPORTED_MODULE_6__/* .holderText */ .i)((0,_journal_js__WEBPACK_IMPORTED_MODULE_5__/* .deadOf */ .iH)(entry))}) was killed ${DOING[entry.phase]}, and the target was put in order.`;
    return { sentence: `${who} ${stateText(outcome, entry)} ${service.sentence}`, down: service.down };
}
/** The import is ended, a service command may end by itself: half a stop or start helps nobody. */
async function endPrograms(run, entry) {
    const ours = () => run.operator.leftRunning(entry.token);
    const rollsBack = entry.dbType === _metadata_enums_js__WEBPACK_IMPORTED_MODULE_3__/* .DB_TYPE */ .Ub.POSTGRESQL;
    const patience = entry.phase !== 'importing' ? run.inputs.serviceTimeoutMs : rollsBack ? 0 : IMPORT_GRACE;
    let left = await ours();
    for (const deadline = Date.now() + patience; left.length > 0 && Date.now() < deadline; left = await ours()) {
        await (0,_run_js__WEBPACK_IMPORTED_MODULE_9__/* .sleep */ .yy)(POLL);
    }
    for (const started of left) {
        run.log.info(`Process ${started.pid}, which that promotion started, still runs and is ended.`);
        await end(run, started);
    }
    if (left.length === 0 || (await ours()).length === 0)
        return;
    throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .fail */ .fJ)('import-still-runs', `A promotion that was killed (${(0,_lock_js__WEBPACK_IMPORTED_MODULE_6__/* .holderText */ .i)((0,_journal_js__WEBPACK_IMPORTED_MODULE_5__/* .deadOf */ .iH)(entry))}) left process ${left[0]?.pid} on ${run.host.name}, which can not be ended: end it there by hand, then promote again.`);
}
async function letServiceImport(run, { project, token }) {
    const deadline = Date.now() + SERVICE_IMPORTS;
    while (Date.now() < deadline && (await run.host.stat((0,_journal_js__WEBPACK_IMPORTED_MODULE_5__/* .zipPath */ .V3)(project, token))))
        await (0,_run_js__WEBPACK_IMPORTED_MODULE_9__/* .sleep */ .yy)(POLL);
}
async function end(run, started) {
    await run.host.endGroup(started);
    for (let turn = 0; turn < 10 && (await run.host.groupRuns(started)); turn++)
        await (0,_run_js__WEBPACK_IMPORTED_MODULE_9__/* .sleep */ .yy)(POLL / 5);
}
/** Ours are those that its token names; and in migration/ only with the very bytes that were put there. */
async function removeFiles(run, entry) {
    const { project, token } = entry;
    const migration = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(project, 'migration');
    const names = await run.host.lists([project, migration]);
    const beside = (0,_journal_js__WEBPACK_IMPORTED_MODULE_5__/* .besidePath */ .qE)(project, token);
    // Also what its writing makes before it has its name.
    for (const name of names.get(project) ?? []) {
        if ((0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(project, name) === beside || name.startsWith(`..${(0,_journal_js__WEBPACK_IMPORTED_MODULE_5__/* .zipName */ .XA)(token)}.`))
            await run.host.remove((0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(project, name));
    }
    if (!names.get(migration)?.includes((0,_journal_js__WEBPACK_IMPORTED_MODULE_5__/* .zipName */ .XA)(token)))
        return;
    const path = (0,_journal_js__WEBPACK_IMPORTED_MODULE_5__/* .zipPath */ .V3)(project, token);
    if ((await run.host.digests([path])).get(path) === entry.sha256)
        await run.host.remove(path);
    else
        run.log.warning(`${path} is not what the promotion that was killed put there, and stays.`);
}
/** Jam.py's own counters tell (docs/jampy.md, "Live import"), as long as nothing started the application since. */
async function outcomeOf(run, entry) {
    try {
        const { params } = await (0,_look_js__WEBPACK_IMPORTED_MODULE_7__/* .readAdminCopy */ .N)(run, (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(entry.project, 'admin.sqlite'));
        const build = ((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_11__/* .int */ .Wh)(params, 'f_build_version') ?? 0) - entry.counters.build;
        const changed = ((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_11__/* .int */ .Wh)(params, 'f_params_version') ?? 0) - entry.counters.params;
        if (build > 0)
            return 'imported';
        if (await run.host.stat((0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(entry.project, '_admin.sqlite')))
            return 'cut off at its end';
        if (changed <= 0)
            return 'not begun';
        if (changed > 1)
            return 'failed';
        return entry.oneProcess ? 'cut off' : { trouble: 'the service may still be importing' };
    }
    catch (error) {
        return { trouble: (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .reasonOf */ .A3)(error) };
    }
}
function stateText(outcome, { dbType }) {
    if (typeof outcome === 'object')
        return `What became of its import could not be seen (${outcome.trouble.replace(/\.$/, '')}): promote again, which settles it.`;
    const half = isMySql(dbType)
        ? 'the builder tables are as they were, but on MySQL and MariaDB what it did in the database before that stays. Promote again, which completes it.'
        : 'the database took it back, and the metadata are as they were.';
    const texts = {
        imported: 'Jam.py had imported its zip: the metadata are the new ones, and were not verified yet.',
        failed: `Jam.py had not imported its zip: ${half}`,
        'cut off': `Its import was cut off: ${half}`,
        'not begun': 'Its import had not begun: metadata and database are as they were.',
        'cut off at its end': 'Its import was cut off at its very end: the next start puts the builder tables from before back (_admin.sqlite), and the database may be the new one. Promote again and look at the verdict.',
    };
    return texts[outcome];
}
function isMySql(dbType) {
    return dbType === _metadata_enums_js__WEBPACK_IMPORTED_MODULE_3__/* .DB_TYPE */ .Ub.MYSQL;
}
async function bringServiceBack(run, entry, outcome) {
    const known = (sentence) => ({ sentence, down: false });
    if (!entry.stops) {
        if (outcome === 'not begun')
            return known('The service was not stopped for it.');
        if (!(0,_service_js__WEBPACK_IMPORTED_MODULE_10__/* .canRestart */ .y6)(run))
            return known('The service runs with what it loaded before: restart it.');
        return (0,_bring_back_js__WEBPACK_IMPORTED_MODULE_4__/* .bringUp */ .q)(run, 'restart');
    }
    if (entry.phase === 'starting' && (await (0,_service_js__WEBPACK_IMPORTED_MODULE_10__/* .answers */ .GA)(run, ANSWER_SOON)))
        return known('The service runs.');
    if (!(0,_service_js__WEBPACK_IMPORTED_MODULE_10__/* .canStop */ .lg)(run))
        return known('Its service may be down, and this run has no command to start it: start it by hand.');
    return (0,_bring_back_js__WEBPACK_IMPORTED_MODULE_4__/* .bringUp */ .q)(run, 'start');
}
/** On the target's machine, and what the dead run may have left on this one. */
async function removeTemporary(run, { token }) {
    if (token === undefined || !/^[0-9a-f]{16}$/.test(token))
        return;
    for (const host of run.operator.remote ? [run.operator, new _hosts_local_js__WEBPACK_IMPORTED_MODULE_2__/* .LocalHost */ .a()] : [run.operator]) {
        await host.removeLeftovers(token).catch((error) => run.log.debug((0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .reasonOf */ .A3)(error)));
    }
}
/**
 * Zips in migration/ that nobody wrote down, but that an earlier run of ours must have put there: they have such a name,
 * and are byte for byte what this run would put there itself.
 */
async function ownLeftovers(run, names, rebuilt) {
    const project = run.inputs.projectDir;
    const likely = names.filter((name) => /^jampy-promote-[0-9a-f]{16}\.zip$/.test(name));
    if (project === undefined || likely.length === 0)
        return [];
    const paths = likely.map((name) => (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(project, 'migration', name));
    const digests = await run.host.digests(paths);
    const wanted = (0,_journal_js__WEBPACK_IMPORTED_MODULE_5__/* .sha256Of */ .Bj)(await rebuilt());
    return likely.filter((_name, at) => digests.get(paths[at]) === wanted);
}


/***/ }),

/***/ 11369:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bq: () => (/* binding */ gunicornWorkers),
/* harmony export */   U9: () => (/* binding */ gunicornMaster),
/* harmony export */   _M: () => (/* binding */ touch),
/* harmony export */   gD: () => (/* binding */ hangUp)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(14951);
/** Servers that reload by a sign from the project's owner: gunicorn by SIGHUP, others by the time of a file. */


const POLL = 300;
/** One signal, one look. */
const LIMIT = 30_000;
/**
 * The process id of gunicorn's master.
 * @param host acting as the project's owner.
 * @throws Stop: no such file, no number in it, no such process, or one that is not gunicorn.
 */
async function gunicornMaster(host, pidFile) {
    const trouble = (what) => (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .fail */ .fJ)('gunicorn-pid', `service gunicorn: ${pidFile} on ${host.name} ${what}; start gunicorn with --pid ${pidFile}, or correct the path`);
    const bytes = await host.readFile(pidFile);
    if (!bytes)
        throw trouble('is not there, so that gunicorn does not run or writes its process id elsewhere');
    const text = Buffer.from(bytes.subarray(0, 40)).toString('latin1').trim();
    const pid = Number(text);
    if (!/^\d{1,10}$/.test(text) || pid <= 1)
        throw trouble('holds no process id');
    if (!(await host.groupRuns({ pid, ownGroup: false })))
        throw trouble(`names process ${pid}, which does not run`);
    // A file that was left behind may name a process that has nothing to do with it.
    const command = await host.readFile(`/proc/${pid}/cmdline`).catch(() => undefined);
    if (command && !Buffer.from(command).includes('gunicorn'))
        throw trouble(`names process ${pid}, which is not gunicorn`);
    return pid;
}
/** Process ids of its workers; undefined where they can not be seen. */
async function gunicornWorkers(host, master) {
    const bytes = await host.readFile(`/proc/${master}/task/${master}/children`).catch(() => undefined);
    return bytes && Buffer.from(bytes).toString('latin1').split(/\s+/).filter(Boolean).map(Number);
}
/** gunicorn replaces its workers; ended when those of before are gone. @throws Stop */
async function hangUp(run, pidFile) {
    const { host } = run;
    const limit = run.inputs.serviceTimeoutMs;
    const master = await gunicornMaster(host, pidFile);
    const before = await gunicornWorkers(host, master);
    const { code, stderr } = await host.run({ argv: ['kill', '-s', 'HUP', String(master)], timeoutMs: LIMIT });
    if (code !== 0) {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .fail */ .fJ)('restart-command', `gunicorn's process ${master} could not be told to reload: ${oneLine(stderr, code)}`);
    }
    for (const deadline = Date.now() + limit;;) {
        await (0,_run_js__WEBPACK_IMPORTED_MODULE_1__/* .sleep */ .yy)(POLL);
        const now = await gunicornWorkers(host, master);
        if (!(await host.groupRuns({ pid: master, ownGroup: false }))) {
            throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .fail */ .fJ)('restart-command', `gunicorn (${pidFile}) ended when it was told to reload; its own log says why`);
        }
        if (!before || !now)
            return;
        if (now.length > 0 && now.every((pid) => !before.includes(pid)))
            return;
        if (Date.now() < deadline)
            continue;
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .fail */ .fJ)('restart-command', `gunicorn (${pidFile}) was told to reload, and within ${limit / 1000} s (service-timeout) not all of its old workers ended`);
    }
}
/** The server loads the application anew when it sees the new time. @throws Stop */
async function touch(run, path) {
    const { code, stderr } = await run.host.run({ argv: ['touch', '-c', '--', path], timeoutMs: LIMIT });
    if (code === 0 && (await run.host.stat(path)))
        return;
    const why = code === 0 ? 'it is not there' : oneLine(stderr, code);
    throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .fail */ .fJ)('restart-command', `${path} on ${run.host.name} could not be touched: ${why}`);
}
function oneLine(stderr, code) {
    return stderr.trim().split('\n').at(-1)?.slice(0, 300) || `exit code ${code}`;
}


/***/ }),

/***/ 14951:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ec: () => (/* binding */ emptyCheck),
/* harmony export */   FE: () => (/* binding */ stopIfCancelled),
/* harmony export */   LH: () => (/* binding */ troubleOf),
/* harmony export */   iW: () => (/* binding */ verifiedOf),
/* harmony export */   v7: () => (/* binding */ pause),
/* harmony export */   yy: () => (/* binding */ sleep),
/* harmony export */   zN: () => (/* binding */ some)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);
/** What the steps of one promotion share. */

/** `full` needs every part seen whole and good; `none` means nothing was compared. */
function verifiedOf(checks) {
    const compared = checks.filter((check) => check.part !== 'traces');
    if (compared.every((check) => check.seen === 'not-looked-at'))
        return 'none';
    const whole = checks.every((check) => check.seen === 'all' && check.failures.length === 0);
    return whole ? 'full' : 'partial';
}
/** A check that found nothing to say yet. */
function emptyCheck(part, summary, seen = 'all') {
    return { part, seen, summary, failures: [], warnings: [], notes: [] };
}
/** The first few of many, and how many more. */
function some(list, most = 5) {
    const shown = list.slice(0, most).join('; ');
    return list.length > most ? `${shown}; and ${list.length - most} more` : shown;
}
/** Why a call failed, as a clause: what the sentence says of other steps ("nothing was changed") is not true here. */
function troubleOf(error) {
    return (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .reasonOf */ .A3)(error)
        .replace(/ Nothing was changed by this\.$/, '')
        .replace(/\.$/, '');
}
/** @throws Stop `cancelled`; the promotion says what state the target is in. */
function stopIfCancelled(run) {
    if (run.cancelled.aborted)
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .lost */ .DU)('cancelled', 'The run was cancelled.');
}
/** A wait in milliseconds that ends at once when the run is cancelled. @throws Stop `cancelled` */
async function pause(run, ms) {
    stopIfCancelled(run);
    await new Promise((resolve) => {
        const end = () => {
            clearTimeout(timer);
            run.cancelled.removeEventListener('abort', end);
            resolve();
        };
        const timer = setTimeout(end, ms);
        run.cancelled.addEventListener('abort', end);
    });
    stopIfCancelled(run);
}
/** A wait that nothing cuts short. */
function sleep(ms) {
    return new Promise((resolve) => setTimeout(resolve, ms));
}


/***/ }),

/***/ 6832:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Vb: () => (/* binding */ nameOf),
/* harmony export */   gH: () => (/* binding */ plannedActions),
/* harmony export */   lg: () => (/* binding */ canStop),
/* harmony export */   qj: () => (/* binding */ actionOf),
/* harmony export */   sq: () => (/* binding */ bringBackLine),
/* harmony export */   y6: () => (/* binding */ canRestart)
/* harmony export */ });
/* harmony import */ var _hosts_quote_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(28976);

/** Whether the service can be stopped for the import, and started again. */
function canStop({ inputs }) {
    return has(inputs, 'stop') && has(inputs, 'start');
}
/** Whether the service can be restarted at all. */
function canRestart(run) {
    return has(run.inputs, 'restart') || canStop(run);
}
function has(inputs, verb) {
    if (byHand(inputs, verb) !== undefined)
        return true;
    const kind = inputs.service?.kind;
    return verb === 'restart' ? kind !== undefined : kind === 'systemd' || kind === 'apache';
}
function byHand(inputs, verb) {
    return { stop: inputs.stopCommand, start: inputs.startCommand, restart: inputs.restartCommand }[verb];
}
/**
 * The line given by hand, or else the preset's.
 * @returns undefined where there is none: a restart is then a stop and a start.
 * @throws Stop when the host can not be asked.
 */
async function actionOf({ inputs, operator }, verb) {
    const given = byHand(inputs, verb);
    if (given !== undefined)
        return { kind: 'line', line: given };
    const { service } = inputs;
    switch (service?.kind) {
        case 'systemd':
            return { kind: 'line', line: await systemctl(operator, verb, service.name) };
        case 'apache':
            return apacheAction(operator, verb);
        case 'gunicorn':
            return verb === 'restart' ? { kind: 'hang-up', pidFile: service.pidFile } : undefined;
        case 'touch':
            return verb === 'restart' ? { kind: 'touch', path: service.path } : undefined;
        case undefined:
            return undefined;
    }
}
/**
 * The line by which the host itself starts the service when we are not heard of any more, or reloads it where it was not
 * stopped; for the operator's shell. Undefined where there is none.
 */
async function bringBackLine(run) {
    const action = await actionOf(run, canStop(run) ? 'start' : 'restart');
    switch (action?.kind) {
        case 'line':
            return action.script ?? action.line;
        case 'hang-up':
            return `${run.host.commandLine(['kill', '-s', 'HUP', '--'])} "$(${run.host.commandLine(['cat', '--', action.pidFile])})"`;
        case 'touch':
            return run.host.commandLine(['touch', '-c', '--', action.path]);
        case undefined:
            return undefined;
    }
}
/** What this promotion may do to the service, in order. */
async function plannedActions(run) {
    const { inputs } = run;
    const restarts = inputs.method === 'live' || !canStop(run);
    const wanted = restarts ? ['restart'] : ['stop', 'start'];
    // Where nothing restarts, a stop and a start do.
    const verbs = canRestart(run) && restarts && !(await actionOf(run, 'restart')) ? ['stop', 'start'] : wanted;
    const planned = [];
    for (const verb of verbs) {
        const action = await actionOf(run, verb);
        if (action)
            planned.push({ verb, name: nameOf(inputs, verb), action });
    }
    return planned;
}
/** For sentences: the input, and where a preset stands for it the preset too. */
function nameOf(inputs, verb) {
    if (byHand(inputs, verb) !== undefined || inputs.service === undefined)
        return `${verb}-command`;
    const { service } = inputs;
    const detail = { systemd: 'name', apache: '', gunicorn: 'pidFile', touch: 'path' }[service.kind];
    const value = detail ? `:${service[detail]}` : '';
    return `${verb}-command of service ${service.kind}${value}`;
}
async function systemctl(operator, verb, unit) {
    return `${await sudo(operator)}${(0,_hosts_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .quoteWords */ .A)(['systemctl', verb, unit])}`;
}
/** Services belong to root. */
async function sudo(operator) {
    return (await operator.user())?.uid === 0 ? '' : 'sudo -n ';
}
/** apache2ctl and apachectl lie where the PATH of a login without a terminal may not lead. */
const FIND_APACHE = `
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
if [ -d /run/systemd/system ]; then
  for unit in apache2 httpd; do
    systemctl cat "$unit.service" >/dev/null 2>&1 && { echo "unit $unit"; exit; }
  done
fi
for name in apache2ctl apachectl; do
  path=$(command -v "$name") && { echo "control $path"; exit; }
done`;
const apaches = new WeakMap();
async function apacheAction(operator, verb) {
    const found = apaches.get(operator) ?? findApache(operator);
    apaches.set(operator, found);
    const apache = await found;
    if ('unit' in apache)
        return { kind: 'line', line: await systemctl(operator, verb, apache.unit) };
    // Its own restart returns while processes of before still answer.
    if (verb === 'restart')
        return undefined;
    const line = `${await sudo(operator)}${(0,_hosts_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .quoteWords */ .A)([apache.control, verb])}`;
    return verb === 'stop' ? { kind: 'line', line, script: stopAndWait(apache.control, line) } : { kind: 'line', line };
}
async function findApache(operator) {
    const { stdout } = await operator.run({ argv: ['sh', '-c', FIND_APACHE], timeoutMs: 30_000 });
    const [, kind, name] = /^(unit|control) (.+)$/m.exec(stdout) ?? [];
    if (kind === 'unit' && name !== undefined)
        return { unit: name };
    // One that is not there is told as such before anything is stopped.
    return { control: name ?? 'apache2ctl' };
}
/** Apache removes its pid file first and ends its daemon processes afterwards: until its own end it may still serve. */
function stopAndWait(control, line) {
    return `
file=$(${(0,_hosts_quote_js__WEBPACK_IMPORTED_MODULE_0__/* .quoteWord */ .X)(control)} -t -D DUMP_RUN_CFG 2>/dev/null | sed -n 's/^PidFile: "\\(.*\\)"$/\\1/p')
for path in /run/apache2/apache2.pid /run/httpd/httpd.pid; do [ -n "$file" ] || [ ! -r "$path" ] || file=$path; done
pid=$(cat -- "$file" 2>/dev/null)
${line} || exit
[ -n "$pid" ] || exit 0
while [ -d "/proc/$pid" ] && ! grep -q '^State:[[:space:]]*Z' "/proc/$pid/status" 2>/dev/null; do sleep 0.2; done
exit 0`;
}


/***/ }),

/***/ 88301:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GA: () => (/* binding */ answers),
/* harmony export */   PE: () => (/* binding */ restartService),
/* harmony export */   RW: () => (/* binding */ waitForAnswer),
/* harmony export */   VP: () => (/* binding */ TIMED_OUT),
/* harmony export */   Wr: () => (/* binding */ isHealthy),
/* harmony export */   lg: () => (/* reexport safe */ _service_commands_js__WEBPACK_IMPORTED_MODULE_4__.lg),
/* harmony export */   xi: () => (/* binding */ serviceCommand),
/* harmony export */   y6: () => (/* reexport safe */ _service_commands_js__WEBPACK_IMPORTED_MODULE_4__.y6)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);
/* harmony import */ var _jampy_http_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(54726);
/* harmony import */ var _reload_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(11369);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(14951);
/* harmony import */ var _service_commands_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6832);
/** Stops, starts and restarts the service, and sees whether it answers. */






/** How long a started service may take until it answers. */
const ANSWER_LIMIT = 90_000;
/** How long a service may answer with server errors after its start before we take them for the truth. */
const ERRORS_LIMIT = 8_000;
const HEALTH_LIMIT = 10_000;
/** Of what a command said. */
const SHOWN_LINES = 20;
/** Between two looks. */
const LOOK = 300;
/** Id of a command that took longer than `service-timeout`. */
const TIMED_OUT = 'service-timeout';
/** What a server in front of the application says while that one is not there yet. */
const NOT_THERE_YET = [502, 503, 504];
/** @throws Stop naming the command's end; what it means for the target is said by the caller. */
async function serviceCommand(run, verb) {
    const action = await (0,_service_commands_js__WEBPACK_IMPORTED_MODULE_4__/* .actionOf */ .qj)(run, verb);
    if (action === undefined)
        throw new Error(`no ${verb}-command`);
    if (action.kind === 'hang-up') {
        run.log.info(`gunicorn is told to reload (${action.pidFile}).`);
        return (0,_reload_js__WEBPACK_IMPORTED_MODULE_2__/* .hangUp */ .gD)(run, action.pidFile);
    }
    if (action.kind === 'touch') {
        run.log.info(`${action.path} is touched.`);
        return (0,_reload_js__WEBPACK_IMPORTED_MODULE_2__/* .touch */ ._M)(run, action.path);
    }
    const { line } = action;
    const name = (0,_service_commands_js__WEBPACK_IMPORTED_MODULE_4__/* .nameOf */ .Vb)(run.inputs, verb);
    run.log.info(`${name}: ${line}`);
    const limit = run.inputs.serviceTimeoutMs;
    const finished = await run.operator.shell(scriptOf(action), { timeoutMs: limit });
    tellOutput(run, finished);
    if (finished.code === 0)
        return;
    throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .fail */ .fJ)(finished.timedOut ? TIMED_OUT : `${verb}-command`, `The ${name} ${endOf(finished, limit, line)}: ${line}`);
}
/**
 * By its own command, or by stop and start: in one piece, so that nothing that becomes of us leaves it between the two;
 * and it is started also where the stop failed. @throws Stop
 */
async function restartService(run) {
    if ((await (0,_service_commands_js__WEBPACK_IMPORTED_MODULE_4__/* .actionOf */ .qj)(run, 'restart')) !== undefined)
        return serviceCommand(run, 'restart');
    const [stop, start] = [await (0,_service_commands_js__WEBPACK_IMPORTED_MODULE_4__/* .actionOf */ .qj)(run, 'stop'), await (0,_service_commands_js__WEBPACK_IMPORTED_MODULE_4__/* .actionOf */ .qj)(run, 'start')];
    if (stop?.kind !== 'line' || start?.kind !== 'line')
        throw new Error('no restart-command');
    for (const verb of ['stop', 'start'])
        run.log.info(`${(0,_service_commands_js__WEBPACK_IMPORTED_MODULE_4__/* .nameOf */ .Vb)(run.inputs, verb)}: ${{ stop, start }[verb].line}`);
    const limit = 2 * run.inputs.serviceTimeoutMs;
    const finished = await run.operator.shell(stopAndStart(scriptOf(stop), scriptOf(start)), { timeoutMs: limit });
    const [, stopped, started] = /^stop (\d+), start (\d+)$/m.exec(finished.stdout) ?? [];
    tellOutput(run, finished);
    if (finished.timedOut) {
        const lines = `${stop.line}; ${start.line}`;
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .fail */ .fJ)(TIMED_OUT, `Stop and start together ${endOf(finished, limit, lines)}, and it may be down: ${lines}`);
    }
    if (started !== '0')
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .fail */ .fJ)('start-command', `The ${(0,_service_commands_js__WEBPACK_IMPORTED_MODULE_4__/* .nameOf */ .Vb)(run.inputs, 'start')} failed with exit code ${started ?? finished.code}, and it is down: ${start.line}`);
    if (stopped !== '0')
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .fail */ .fJ)('stop-command', `The ${(0,_service_commands_js__WEBPACK_IMPORTED_MODULE_4__/* .nameOf */ .Vb)(run.inputs, 'stop')} failed with exit code ${stopped}, and the start-command ran all the same: ${stop.line}`);
}
function scriptOf({ line, script = line }) {
    return script;
}
/** The last line of its output tells how both ended. */
function stopAndStart(stop, start) {
    return `( ${stop}\n)\nstopped=$?\n( ${start}\n)\nstarted=$?\necho\necho "stop $stopped, start $started"`;
}
function tellOutput(run, { stdout }) {
    for (const said of stdout.trimEnd().split('\n').filter(Boolean).slice(-SHOWN_LINES))
        run.log.info(`| ${said}`);
}
function endOf(finished, limit, line) {
    if (!finished.timedOut)
        return `failed with exit code ${finished.code}`;
    // What runs as root can not be ended by who is not.
    const end = /\bsudo\b/.test(line) ? 'given up; what sudo started may go on by itself' : 'ended';
    return `did not end within ${limit / 1000} s (service-timeout) and was ${end}`;
}
/** Whether the service answers within so many milliseconds; false where there is no address to ask. */
async function answers(run, ms) {
    const address = addressOf(run);
    if (address === undefined)
        return false;
    // Asked too when the run is cancelled.
    const patient = { inputs: run.inputs, cancelled: new AbortController().signal };
    for (const deadline = Date.now() + ms;; await (0,_run_js__WEBPACK_IMPORTED_MODULE_3__/* .sleep */ .yy)(LOOK)) {
        const answer = await askHealth(patient, address).catch(() => undefined);
        if (answer && answer.status < 500)
            return true;
        if (Date.now() >= deadline)
            return false;
    }
}
function addressOf({ inputs }) {
    return inputs.healthUrl ?? inputs.url;
}
/** Whether `health-url` answers as it should, now; undefined without it. What it says is told, and is no error. */
async function isHealthy(run) {
    const { healthUrl } = run.inputs;
    if (healthUrl === undefined)
        return undefined;
    const answer = await askHealth(run, healthUrl).catch((error) => (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .reasonOf */ .A3)(error));
    if (typeof answer !== 'string' && answer.status < 500)
        return true;
    const why = typeof answer === 'string' ? answer : `HTTP ${answer.status}`;
    const { origin, pathname } = new URL(healthUrl);
    run.log.notice(`health-url ${origin}${pathname} does not answer as it should before the import (${why}).`);
    return false;
}
/** health-url is asked as it is: HttpClient's root ends in a slash. */
function askHealth(run, address) {
    const { pathname, search } = new URL(address);
    const path = run.inputs.healthUrl === undefined ? '' : `${pathname}${search}`;
    return new _jampy_http_js__WEBPACK_IMPORTED_MODULE_1__/* .HttpClient */ .Qq(address, run.cancelled).send({ method: 'GET', path, timeoutMs: HEALTH_LIMIT });
}
/**
 * Waits until the health address answers anything below 500.
 * @returns false when nothing answers in time, or only errors do for a while: the service is up, the application broken.
 */
async function waitForAnswer(run) {
    const address = addressOf(run);
    if (address === undefined)
        return true;
    let deadline = Date.now() + ANSWER_LIMIT;
    let errors = false;
    for (;;) {
        const answer = await askHealth(run, address).catch(() => undefined);
        if (answer && answer.status < 500)
            return true;
        if (answer && !NOT_THERE_YET.includes(answer.status) && !errors) {
            errors = true;
            deadline = Math.min(deadline, Date.now() + ERRORS_LIMIT);
        }
        if (Date.now() >= deadline)
            return false;
        await (0,_run_js__WEBPACK_IMPORTED_MODULE_3__/* .pause */ .v7)(run, LOOK);
    }
}


/***/ }),

/***/ 37592:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Nj: () => (/* binding */ stateFolders),
/* harmony export */   Uj: () => (/* binding */ PRIVATE),
/* harmony export */   eB: () => (/* binding */ slugOfTarget),
/* harmony export */   y1: () => (/* binding */ openStateFolder)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(48161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(19473);
/* harmony import */ var _paths_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(31340);
/** Where lock and backups of a target live: beside the project, never inside it (all of it may be served). */





const PRIVATE = { mode: 0o700 };
/**
 * The folder, made private where it is ours. A `backup-dir` that is there may serve others too and stays as it is: what
 * we put into it is private in itself.
 * @throws Stop when backup-dir is inside the project, or nobody may write there.
 */
async function openStateFolder(run) {
    const { projectDir, backupDir } = run.inputs;
    const slug = slugOfTarget(run.inputs);
    if (projectDir !== undefined && backupDir !== undefined)
        await checkOutside(run, projectDir, backupDir);
    if (backupDir !== undefined) {
        const there = await run.operator.stat(backupDir).catch(() => undefined);
        const path = backupDir;
        if (there)
            return { path, slug, host: await writerOf(run, path), ours: false };
        return { path, slug, host: await maker(run, path), ours: true };
    }
    if (projectDir === undefined) {
        const path = await homeFolder(run.operator);
        await run.operator.makeDirectory(path, PRIVATE);
        return { path, slug, host: run.operator, ours: true };
    }
    const path = besideProject(projectDir);
    try {
        return { path, slug, host: await maker(run, path), ours: true };
    }
    catch (error) {
        // Only another machine's folders are commonly closed to both users.
        if (!run.operator.remote)
            throw error;
        const home = await homeFolder(run.operator);
        await run.operator.makeDirectory(home, PRIVATE);
        run.log.info(`Lock and backup are in ${home}, since ${path} can not be made; backup-dir names another place.`);
        return { path: home, slug, host: run.operator, ours: true };
    }
}
/** Where such a folder may be, without making one: each with those who may be able to read there. */
async function stateFolders(run) {
    const { projectDir, backupDir } = run.inputs;
    const hosts = run.operator === run.host ? [run.operator] : [run.operator, run.host];
    if (backupDir !== undefined)
        return [{ path: backupDir, hosts }];
    const home = { path: await homeFolder(run.operator), hosts: [run.operator] };
    if (projectDir === undefined)
        return [home];
    return [{ path: besideProject(projectDir), hosts }, ...(run.operator.remote ? [home] : [])];
}
function besideProject(projectDir) {
    return (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(projectDir), `${(0,node_path__WEBPACK_IMPORTED_MODULE_2__.basename)(projectDir)}.jampy-promote`);
}
function slugOfTarget({ projectDir, url }) {
    if (projectDir !== undefined)
        return slugOf((0,node_path__WEBPACK_IMPORTED_MODULE_2__.basename)(projectDir), projectDir);
    const { host, pathname } = new URL(url);
    return slugOf(host, `${host}${pathname}`);
}
function slugOf(name, identity) {
    const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(identity).digest('hex').slice(0, 8);
    return `${name.replace(/[^A-Za-z0-9._-]+/g, '_').slice(0, 60)}-${hash}`;
}
/** Links are followed: what they lead to is what the server hands out. */
async function checkOutside(run, projectDir, backupDir) {
    const real = await run.host.realPath(backupDir);
    if ((0,_paths_js__WEBPACK_IMPORTED_MODULE_4__/* .wayInside */ .I)(projectDir, backupDir) === undefined && (0,_paths_js__WEBPACK_IMPORTED_MODULE_4__/* .wayInside */ .I)(projectDir, real) === undefined)
        return;
    throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .usage */ .CI)('input', `backup-dir: ${backupDir} is inside project-dir, where the server may hand it out. Give a folder outside.`);
}
async function writerOf(run, path) {
    for (const host of [run.operator, run.host])
        if (await host.canWrite(path).catch(() => false))
            return host;
    throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .fail */ .fJ)('state-folder', `${path} can not be written on ${run.operator.name}, and lock and backup have to be there. Nothing was changed.`);
}
/** Makes the folder, as the one who may. */
async function maker(run, path) {
    const reasons = [];
    for (const host of [run.operator, run.host]) {
        try {
            await host.makeDirectory(path, PRIVATE);
            // One that is there already may be the other user's.
            if (await host.canWrite(path))
                return host;
            reasons.push(`${path} can not be written.`);
        }
        catch (error) {
            reasons.push((0,_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .reasonOf */ .A3)(error));
        }
    }
    throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .fail */ .fJ)('state-folder', `The folder for lock and backup can not be made: ${reasons[0]} Make ${path} by hand for the project's owner, or give backup-dir. Nothing was changed.`);
}
/** A folder of the user that we are there. */
async function homeFolder(operator) {
    if (!operator.remote) {
        return (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(process.env.XDG_STATE_HOME || (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)((0,node_os__WEBPACK_IMPORTED_MODULE_1__.homedir)(), '.local', 'state'), 'jampy-promote');
    }
    const argv = ['sh', '-c', 'printf %s "$HOME"'];
    const { stdout } = await operator.run({ argv, timeoutMs: 30_000 });
    return (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(stdout, '.local', 'state', 'jampy-promote');
}


/***/ }),

/***/ 39161:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ checkBuilderTables),
/* harmony export */   U: () => (/* binding */ metadataDifferences)
/* harmony export */ });
/* harmony import */ var _jampy_target_state_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76767);
/* harmony import */ var _metadata_compare_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(63691);
/* harmony import */ var _metadata_model_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(43213);
/* harmony import */ var _metadata_structure_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(48577);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(14951);
/** Verdict, part one: the builder tables read back equal the zip. */





/** What differs between the zip and a target; rows that the Builder's API never shows are left out. */
function metadataDifferences(zip, state) {
    const hidden = state.source === 'builder-api' ? (0,_jampy_target_state_js__WEBPACK_IMPORTED_MODULE_0__/* .hiddenFromApi */ .HW)(zip) : undefined;
    return (0,_metadata_compare_js__WEBPACK_IMPORTED_MODULE_1__/* .compareMetadata */ .HZ)(zip, state.metadata.tables, state.metadata.dbType, hidden);
}
function checkBuilderTables(zip, state) {
    const differences = metadataDifferences(zip, state);
    const rows = _metadata_structure_js__WEBPACK_IMPORTED_MODULE_2__/* .BUILDER_TABLES */ .o[zip.line].reduce((sum, table) => sum + (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_4__/* .rowsOf */ .RO)(zip, table.name).length, 0);
    const check = (0,_run_js__WEBPACK_IMPORTED_MODULE_3__/* .emptyCheck */ .Ec)('builder tables', `${rows} rows of the builder tables compared with the zip`);
    if (differences.length > 0) {
        check.failures.push(`the builder tables are not the zip's: ${(0,_run_js__WEBPACK_IMPORTED_MODULE_3__/* .some */ .zN)(differences.map(_metadata_compare_js__WEBPACK_IMPORTED_MODULE_1__/* .differenceText */ .Lr))}`);
    }
    return check;
}


/***/ })

};

export const id = 596;
export const ids = [596];
export const modules = {

/***/ 41589:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ runBriefly),
/* harmony export */   Y: () => (/* binding */ Endable)
/* harmony export */ });
/* harmony import */ var _exec_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(95359);
/** A program of this machine that can be ended by itself; @actions/exec does not tell process ids. */

class Endable {
    #argv;
    #pid;
    #ended = false;
    constructor(argv) {
        this.#argv = argv;
    }
    /** @returns the exit code. @throws when it could not be started. */
    async run(onStdout, onStderr) {
        let held = Buffer.alloc(0);
        return await (0,_exec_js__WEBPACK_IMPORTED_MODULE_0__/* .execute */ .PJ)({
            // The shell becomes the program, with its own number.
            argv: ['sh', '-c', 'echo "$$" >&2; exec "$@"', 'sh', ...this.#argv],
            onStdout,
            onStderr: (bytes) => {
                if (held === undefined)
                    return onStderr(bytes);
                held = Buffer.concat([held, bytes]);
                const at = held.indexOf(10);
                if (at < 0)
                    return;
                const rest = held.subarray(at + 1);
                this.#pid = Number(held.subarray(0, at).toString());
                held = undefined;
                if (this.#ended)
                    this.end();
                if (rest.length > 0)
                    onStderr(rest);
            },
        });
    }
    /** At once, also when it has not started yet. */
    end() {
        this.#ended = true;
        if (!this.#pid)
            return;
        try {
            process.kill(this.#pid, 'SIGKILL');
        }
        catch {
            // It has ended by itself.
        }
    }
}
/** Runs a program that says little, for at most so many milliseconds. @returns its exit code and standard error. */
async function runBriefly(argv, limit) {
    const program = new Endable(argv);
    let stderr = '';
    const timer = setTimeout(() => program.end(), limit);
    try {
        const code = await program.run(() => { }, (bytes) => {
            stderr = (stderr + bytes.toString('utf8')).slice(-65_536);
        });
        return { code, stderr };
    }
    finally {
        clearTimeout(timer);
    }
}


/***/ }),

/***/ 23156:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   KX: () => (/* binding */ makeSshFiles),
/* harmony export */   XL: () => (/* binding */ controlPath),
/* harmony export */   gR: () => (/* binding */ endMaster),
/* harmony export */   q_: () => (/* binding */ sweepSshFolders),
/* harmony export */   su: () => (/* binding */ ofMaster)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51455);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(48161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(19473);
/* harmony import */ var _endable_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(41589);
/* harmony import */ var _file_trouble_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(52726);
/* harmony import */ var _process_identity_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(95324);
/**
 * The private folder of one ssh connection: the key (mode 600), the known hosts, one configuration that also jump hosts
 * obey, and the socket of the multiplexed connection. Removed when the connection is closed.
 */








const PREFIX = 'jampy-promote-ssh-';
const SOCKET = 'c';
/** Whose folder it is. */
const OWNER = 'owner';
/** After that a folder is removed whose owner can not be asked for, in milliseconds: no run takes so long. */
const LONGEST_RUN = 24 * 60 * 60_000;
/** A socket's path has at most 107 bytes, and ssh appends 17 to the one it makes first. */
const LONGEST_FOLDER = 80;
/** For a master to end, in milliseconds. */
const MASTER_LIMIT = 5000;
/** For ssh to tell its version, in milliseconds. */
const ASK_LIMIT = 10_000;
/** @throws Stop `ssh-key` and so on: a path is given, and no file is there. */
async function makeSshFiles(target) {
    await sweepSshFolders();
    const [parent, client, owner] = await Promise.all([parentOf(), clientVersion(), (0,_process_identity_js__WEBPACK_IMPORTED_MODULE_7__/* .ownIdentity */ .hY)()]);
    const folder = await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.mkdtemp((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(parent, `${PREFIX}${process.pid}-`));
    const atExit = () => removeSshFolder(folder);
    process.once('exit', atExit);
    const remove = () => {
        process.off('exit', atExit);
        removeSshFolder(folder);
    };
    try {
        // Before the key: whoever sweeps meanwhile must know that we live.
        await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.writeFile((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, OWNER), JSON.stringify(owner), { mode: 0o600, flag: 'wx' });
        return { folder, ...(await fill(folder, target, client)), client, socket: (0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, SOCKET), remove };
    }
    catch (error) {
        remove();
        throw error;
    }
}
/** What `ssh -V` says. */
async function clientVersion() {
    const { code, stderr } = await (0,_endable_js__WEBPACK_IMPORTED_MODULE_5__/* .runBriefly */ .F)(['ssh', '-V'], ASK_LIMIT);
    if (code === 127)
        return 'missing';
    const [, major, minor] = /OpenSSH_(\d+)\.(\d+)/.exec(stderr) ?? [];
    return major === undefined ? undefined : [Number(major), Number(minor)];
}
async function fill(folder, target, client) {
    const file = async (name, input, value) => {
        if (value === undefined)
            return undefined;
        // OpenSSH wants its last line ended.
        const text = `${(await textOf(input, value)).replace(/\r\n/g, '\n').trimEnd()}\n`;
        await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.writeFile((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, name), text, { mode: 0o600, flag: 'wx' });
        return (0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, name);
    };
    const key = await file('key', 'ssh-key', target.key);
    const known = await file('known_hosts', 'ssh-known-hosts', target.knownHosts);
    const own = await file('given_config', 'ssh-config', target.config);
    const lines = [
        'Host *',
        ...optionsFor(client).map((option) => `  ${option}`),
        ...(known ? [`  UserKnownHostsFile "${known}"`, '  GlobalKnownHostsFile /dev/null'] : []),
        ...(key ? [`  IdentityFile "${key}"`, '  IdentitiesOnly yes'] : []),
        ...(own ? [`Include "${own}"`] : ['Include ~/.ssh/config', 'Include /etc/ssh/ssh_config']),
    ];
    const config = (0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, 'config');
    await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.writeFile(config, `${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx' });
    return { config, key };
}
/**
 * What holds whatever the configurations after it say, since the first value of an option counts: keys are checked,
 * nobody is asked, and the session is ours.
 */
function optionsFor(client) {
    const since = (major, minor, ...options) => {
        if (!Array.isArray(client))
            return options;
        const [ofClient, under] = client;
        return ofClient > major || (ofClient === major && under >= minor) ? options : [];
    };
    return [
        'StrictHostKeyChecking yes',
        'NoHostAuthenticationForLocalhost no',
        'VerifyHostKeyDNS no',
        'UpdateHostKeys no',
        // It could name any key that is offered as a known one.
        ...since(8, 5, 'KnownHostsCommand none'),
        // As ssh-keygen tells it, and as we look for it.
        'FingerprintHash sha256',
        'BatchMode yes',
        'LogLevel INFO',
        'ConnectTimeout 15',
        'ServerAliveInterval 5',
        'ServerAliveCountMax 3',
        // The key is not to outlive the run in somebody's agent.
        'AddKeysToAgent no',
        'ForwardX11 no',
        'ForwardAgent no',
        // Ports and tunnels for somebody at a terminal: a busy one would be in the way, and none is to be opened there.
        'ClearAllForwardings yes',
        'RequestTTY no',
        'RemoteCommand none',
        // It would be given the input of our script.
        'PermitLocalCommand no',
        // As `ssh -n`, `-N`, `-s` and `-f`: no input, no shell, and an end before the script's own.
        ...since(8, 7, 'StdinNull no', 'SessionType default', 'ForkAfterAuthentication no'),
        // For jump hosts; the connection itself has its own on the command line.
        'ControlMaster no',
        'ControlPath none',
    ];
}
/** The value itself, or the content of the file that it names. */
async function textOf(input, value) {
    const given = value.trim();
    if (given.includes('\n') || given.length > 1000)
        return value;
    const path = given.replace(/^~(?=\/)/, process.env.HOME ?? '~');
    return node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readFile(path, 'utf8').catch((error) => {
        // Known hosts and configurations may be a single line too.
        if (!/^[~.]*\/\S*$/.test(given))
            return value;
        const gone = error.code === 'ENOENT';
        const why = gone ? 'there is no such file' : `it can not be read: ${(0,_file_trouble_js__WEBPACK_IMPORTED_MODULE_6__/* .fileTrouble */ .A)(error)}`;
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .usage */ .CI)(input, `${input} is the path ${given}: ${why}.`);
    });
}
/** Where the folder may be, the best first. */
function parents() {
    return [process.env.RUNNER_TEMP, (0,node_os__WEBPACK_IMPORTED_MODULE_2__.tmpdir)(), '/tmp'].filter((path) => !!path);
}
/**
 * @returns the first of them whose path a socket can have, OpenSSH's configuration, and a shell: ssh writes the path of the
 * configuration into the command that leads through a jump host, without quotes.
 */
async function parentOf() {
    for (const parent of parents()) {
        const path = await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.realpath(parent).catch(() => parent);
        const fits = Buffer.byteLength(path) + PREFIX.length + 20 <= LONGEST_FOLDER;
        if (fits && /^[\w./@+-]+$/.test(path))
            return path;
    }
    return '/tmp';
}
/**
 * Removes what earlier runs of this machine left that were killed: the folder with the key, and the connection that
 * outlives them.
 */
async function sweepSshFolders() {
    for (const parent of new Set(parents())) {
        for (const name of namesIn(parent)) {
            const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]);
            const folder = (0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(parent, name);
            if (!(pid > 0) || !(await isOurs(folder)) || !(await isOver(folder, pid)))
                continue;
            await endMaster((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, SOCKET)).catch(() => undefined);
            removeSshFolder(folder);
        }
    }
}
/** @param pid of its name, which is all that is known where a run was killed at once, or was an older version's. */
async function isOver(folder, pid) {
    const owner = await ownerOf(folder);
    if (owner === undefined)
        return (0,_process_identity_js__WEBPACK_IMPORTED_MODULE_7__/* .isDeadHere */ .D5)({ pid });
    if (await (0,_process_identity_js__WEBPACK_IMPORTED_MODULE_7__/* .isOfThisMachine */ .TH)(owner))
        return (0,_process_identity_js__WEBPACK_IMPORTED_MODULE_7__/* .isDeadHere */ .D5)(owner);
    // Containers share folders, and not their processes. A run makes files in there until it ends.
    const stat = await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.lstat(folder).catch(() => undefined);
    return stat !== undefined && Date.now() - stat.mtimeMs > LONGEST_RUN;
}
async function ownerOf(folder) {
    try {
        const owner = JSON.parse(await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readFile((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, OWNER), 'utf8'));
        return Number.isInteger(owner.pid) && owner.pid > 0 && typeof owner.host === 'string' ? owner : undefined;
    }
    catch {
        return undefined;
    }
}
async function isOurs(folder) {
    const stat = await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.lstat(folder).catch(() => undefined);
    return stat?.isDirectory() === true && stat.uid === process.getuid?.();
}
/** Ends a connection and what uses it; a master that does not answer is forgotten. */
async function endMaster(socket) {
    if (!(await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.lstat(socket).catch(() => undefined)))
        return;
    await (0,_endable_js__WEBPACK_IMPORTED_MODULE_5__/* .runBriefly */ .F)(ofMaster(socket, ['-O', 'exit']), MASTER_LIMIT).catch(() => undefined);
    await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm(socket, { force: true });
}
/** Asks a master for something, and for nothing that a configuration may add to it. */
function ofMaster(socket, request) {
    // The name has to be there and is not used: the socket says which connection is meant.
    return ['ssh', '-F', '/dev/null', '-o', controlPath(socket), ...request, '--', 'connection'];
}
/** As an option of ssh, which reads it like a line of its configuration. */
function controlPath(socket) {
    return `ControlPath="${socket}"`;
}
function removeSshFolder(folder) {
    try {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.rmSync)(folder, { recursive: true, force: true });
    }
    catch {
        // Another user's.
    }
}
function namesIn(folder) {
    try {
        return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readdirSync)(folder);
    }
    catch {
        return [];
    }
}


/***/ }),

/***/ 24596:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runAction: () => (/* binding */ runAction),
  runPost: () => (/* binding */ runPost)
});

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 10 modules
var core = __webpack_require__(57264);
// EXTERNAL MODULE: ./build/cancellation.js
var cancellation = __webpack_require__(42529);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/promotion/lock.js
var promotion_lock = __webpack_require__(50831);
// EXTERNAL MODULE: ./build/promotion/owner.js
var owner = __webpack_require__(70589);
// EXTERNAL MODULE: ./build/promotion/recover.js
var recover = __webpack_require__(74166);
// EXTERNAL MODULE: ./build/promotion/state-folder.js
var state_folder = __webpack_require__(37592);
// EXTERNAL MODULE: ./build/commands/promote.js + 20 modules
var promote = __webpack_require__(11909);
;// CONCATENATED MODULE: ./build/commands/put-in-order.js
/** After a promotion that was killed: what it left at the target and on this machine is put in order, nothing else. */







/**
 * @param dead token of the run that was killed. @returns what was left, and what state the target is in.
 * @throws Stop: it can not be put in order from here.
 */
async function putInOrder(inputs, around, dead) {
    const token = (0,external_node_crypto_.randomBytes)(8).toString('hex');
    let operator;
    try {
        operator = await (0,promote.connect)(inputs, token, around.log);
        const host = await (0,owner/* asOwner */.g)(operator, inputs);
        // Whoever holds the lock now has put the target in order.
        const run = await (0,promote.makeRun)({ ...inputs, lockTimeoutMs: 0 }, around, token, operator, host);
        if (run.inputs.projectDir !== undefined && !(await host.stat(run.inputs.projectDir)))
            return 'Nothing is left.';
        const folder = await (0,state_folder/* openStateFolder */.y1)(run);
        const lock = await (0,promotion_lock/* takeLock */.H)(run, folder);
        try {
            const left = await (0,recover/* recover */.lj)(run, folder, lock);
            await (0,recover/* removeTemporary */.cF)(run, { token: dead });
            return left?.sentence ?? 'Nothing is left at the target of the promotion that was killed.';
        }
        finally {
            await lock.release();
            if (folder.ours)
                await folder.host.removeEmptyDirectory(folder.path).catch(() => { });
        }
    }
    catch (error) {
        if (!(error instanceof errors/* Stop */.VG) || error.id !== 'locked')
            throw error;
        // Its recovery goes by what the dead run left: nothing of that is touched here.
        return `Another promotion has begun since, and puts the target in order. ${error.message}`;
    }
    finally {
        await operator?.close();
    }
}

// EXTERNAL MODULE: ./build/commands/run-command.js + 2 modules
var run_command = __webpack_require__(27955);
// EXTERNAL MODULE: ./build/finding.js
var build_finding = __webpack_require__(51633);
// EXTERNAL MODULE: ./build/github/context.js + 1 modules
var context = __webpack_require__(32696);
// EXTERNAL MODULE: ./build/hosts/ssh-files.js
var ssh_files = __webpack_require__(23156);
// EXTERNAL MODULE: ./build/inputs.js + 4 modules
var build_inputs = __webpack_require__(3357);
// EXTERNAL MODULE: ./build/report/plain-text.js
var plain_text = __webpack_require__(95263);
;// CONCATENATED MODULE: ./build/report/annotations.js
/** Annotations of one step: GitHub shows ten of a kind and drops the rest, which stands in the log instead. */


/** What GitHub shows of each kind in one step. */
const MOST = 10;
const KINDS = {
    error: { annotate: core/* error */.z3, word: 'Error' },
    warning: { annotate: core/* warning */.$e, word: 'Warning' },
    notice: { annotate: core/* notice */.lm, word: 'Notice' },
};
class Annotations {
    #room = { error: MOST, warning: MOST, notice: MOST };
    /** So many more are shown. */
    room(kind) {
        return Math.max(this.#room[kind], 0);
    }
    /** @param message without secrets and control characters. */
    show(kind, message, properties = {}) {
        const { annotate, word } = KINDS[kind];
        if (this.#room[kind]-- > 0)
            annotate(message, properties);
        else
            (0,core/* info */.pq)(`${word}: ${message.split('\n').map(plain_text/* inertLine */.Fq).join('\n')}`);
    }
}

// EXTERNAL MODULE: ./build/report/cut.js
var cut = __webpack_require__(73387);
// EXTERNAL MODULE: ./build/report/result.js
var report_result = __webpack_require__(99934);
;// CONCATENATED MODULE: ./build/report/runner-log.js
/** The log of a run on GitHub's runner. Everything passes `redact` and `plainText` here. */



/** GitHub's log: steps are groups, notices and warnings annotations. */
function runnerLog(secrets, annotations = new Annotations()) {
    const clean = (message) => (0,plain_text/* plainText */.wh)(secrets.redact(message), true).split('\n').map(plain_text/* inertLine */.Fq).join('\n');
    return {
        info: (message) => core/* info */.pq(clean(message)),
        notice: (message) => annotations.show('notice', clean(message)),
        warning: (message) => annotations.show('warning', clean(message)),
        // An error here is told, not an end of the step: main alone fails it.
        error: (message) => core/* info */.pq(`Error: ${clean(message)}`),
        debug: (message) => core/* debug */.Yz(clean(message)),
        async step(title, work) {
            const since = performance.now();
            let done = 'ended';
            core/* startGroup */.Oh(clean(title));
            try {
                const value = await work();
                done = 'done';
                return value;
            }
            finally {
                core/* info */.pq(`${clean(title)}: ${done} in ${(0,plain_text/* seconds */.YA)(since)}`);
                core/* endGroup */.N4();
            }
        },
    };
}

// EXTERNAL MODULE: ./build/report/summary.js
var summary = __webpack_require__(74611);
// EXTERNAL MODULE: ./build/secrets.js
var build_secrets = __webpack_require__(5009);
;// CONCATENATED MODULE: ./build/main.js
/** The GitHub Action: read inputs, run one command, set outputs. The only place that fails the step. */
















/** Main's word to the step after the job: the token of a promotion that is under way. */
const STATE = 'promotion';
/** Characters of an annotation. */
const LONGEST_ANNOTATION = 2_000;
/** @returns the exit code */
async function runAction() {
    const secrets = new build_secrets/* Secrets */.S((value) => core/* setSecret */.Pq(value));
    // The exit code fails the step.
    const annotations = new Annotations();
    const fail = (message, errorId) => {
        const title = errorId === undefined ? {} : { title: errorId };
        annotations.show('error', (0,plain_text/* plainText */.wh)(secrets.redact(message), true), title);
    };
    const log = runnerLog(secrets, annotations);
    try {
        const { result: ended, inputs } = await (0,run_command/* runCommand */.d)({
            lookup: (name) => core/* getInput */.V4(name),
            workspace: process.env.GITHUB_WORKSPACE || process.cwd(),
            secrets,
            log,
            caller: (token) => (0,context/* callerOf */.$)(process.env, token),
            cancelled: (0,cancellation/* cancelledBySignal */.T)(log),
            remember: (token) => core/* saveState */.LZ(STATE, token),
        });
        // First what later steps go by, and what is worst: GitHub's API may be slow, and shows ten errors only.
        const trouble = setOutputs(ended, secrets);
        if (trouble !== undefined)
            fail(withoutOutputs(ended, trouble));
        else if (ended.exitCode !== 0)
            fail(ended.reason ?? ended.result, ended.errorId);
        annotate(ended, secrets, annotations);
        const result = { ...ended, untold: await tellOthers(ended, inputs, log, secrets) };
        await summarize(result, secrets).catch((error) => {
            log.warning(`The job summary can not be written: ${(0,errors/* reasonOf */.A3)(error)}`);
        });
        return trouble === undefined ? result.exitCode : result.exitCode || errors/* EXIT_CODES */.ai.failed;
    }
    catch (error) {
        if (error instanceof errors/* Stop */.VG)
            fail(error.message, error.id);
        else
            fail(`Something unexpected happened: ${(0,errors/* reasonOf */.A3)(error)}`, 'unexpected');
        if (!(error instanceof errors/* Stop */.VG))
            log.debug(String(error?.stack));
        return error instanceof errors/* Stop */.VG ? errors/* EXIT_CODES */.ai[error.outcome] : errors/* EXIT_CODES */.ai.failed;
    }
}
/**
 * The step after the job: costs nothing when main ended by itself. What it can not put in order is an error in the log,
 * and no failure of its own. @returns the exit code
 */
async function runPost() {
    const secrets = new build_secrets/* Secrets */.S((value) => core/* setSecret */.Pq(value));
    const log = runnerLog(secrets);
    const dead = core/* getState */.Gu(STATE);
    try {
        await (0,ssh_files/* sweepSshFolders */.q_)();
        if (!/^[0-9a-f]{16}$/.test(dead))
            return 0;
        const workspace = process.env.GITHUB_WORKSPACE || process.cwd();
        const inputs = (0,build_inputs/* readInputs */.K)((name) => core/* getInput */.V4(name), workspace, secrets);
        if (inputs.command !== 'promote')
            return 0;
        const around = { log, secrets, caller: await (0,context/* callerOf */.$)(process.env), cancelled: (0,cancellation/* cancelledBySignal */.T)(log) };
        log.warning(await putInOrder(inputs, around, dead));
    }
    catch (error) {
        const why = error instanceof errors/* Stop */.VG ? error.message : `Something unexpected happened: ${(0,errors/* reasonOf */.A3)(error)}`;
        const what = 'The promotion was killed, and the target could not be put in order';
        core/* error */.z3((0,plain_text/* plainText */.wh)(secrets.redact(`${what}: ${why} Promote again, which tries it once more.`), true));
        if (!(error instanceof errors/* Stop */.VG))
            log.debug(String(error?.stack));
    }
    return 0;
}
/** Whatever becomes of it, the result stays what it is. @returns sentences about what could not be told. */
async function tellOthers(result, inputs, log, secrets) {
    if (inputs.githubToken === undefined)
        return [];
    try {
        const { tellGitHub } = await __webpack_require__.e(/* import() */ 612).then(__webpack_require__.bind(__webpack_require__, 37612));
        return await tellGitHub(result, inputs, { log, secrets, env: process.env });
    }
    catch (error) {
        log.warning(`GitHub could not be told: ${(0,errors/* reasonOf */.A3)(error)}.`);
        return [];
    }
}
function withoutOutputs(result, trouble) {
    const reason = result.reason === undefined ? '' : ` ${result.reason}`;
    return `${(0,report_result/* headline */.Pl)(result)} (result: ${result.result}).${reason} Yet the outputs of this step can not be written, so that later steps do not know: ${trouble}`;
}
/** @returns why they can not be written. */
function setOutputs(result, secrets) {
    try {
        for (const name of report_result/* OUTPUTS */.py) {
            const value = result.outputs[name];
            if (value === undefined)
                continue;
            const clean = (0,plain_text/* plainText */.wh)((0,report_result/* outputText */.jO)(name, value, (text) => secrets.redact(text)));
            core/* setOutput */.uH(name, process.env.GITHUB_OUTPUT ? clean : (0,plain_text/* inertLine */.Fq)(clean));
        }
        return undefined;
    }
    catch (error) {
        return (0,errors/* reasonOf */.A3)(error);
    }
}
function annotate(result, secrets, annotations) {
    for (const severity of ['error', 'warning']) {
        // All of them stand in the log already.
        const found = result.findings.filter((finding) => finding.severity === severity);
        const shown = found.slice(0, annotations.room(severity));
        for (const finding of shown) {
            const where = (0,build_finding/* placeText */.Z)(finding.place);
            const said = secrets.redact(`${where ? `${where}: ` : ''}${finding.message} ${finding.remedy}`);
            annotations.show(severity, (0,plain_text/* plainText */.wh)((0,cut/* cutText */.I)(said, LONGEST_ANNOTATION)), {
                title: (0,plain_text/* plainText */.wh)(finding.rule),
                file: (0,plain_text/* plainText */.wh)(result.zipPath),
            });
        }
    }
}
async function summarize(result, secrets) {
    // Unset on older GitHub Enterprise servers, where writing would throw.
    if (!process.env.GITHUB_STEP_SUMMARY)
        return;
    const text = (0,summary/* summaryMarkdown */.e)(result, (part) => secrets.redact(part));
    await core/* summary */.z.addRaw(text, true).write();
}


/***/ }),

/***/ 73387:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ cutText),
/* harmony export */   p: () => (/* binding */ renderList)
/* harmony export */ });
/** Lists and texts that are cut at a number or a size, and say so. */
/** As much of the front of a list as fits into `bytes`, at most `most` of it; what is left out is not rendered either. */
function renderList(list, { most = list.length, bytes }, render) {
    const shown = [];
    let room = bytes;
    for (const value of list) {
        if (shown.length >= most)
            break;
        const text = render(value);
        room -= Buffer.byteLength(text) + 1;
        if (room < 0)
            break;
        shown.push(text);
    }
    return { shown, left: list.length - shown.length };
}
/** At most `most` characters, the last of them `…` where some are left out. Take secrets out before: half of one is still one. */
function cutText(text, most) {
    if (text.length <= most)
        return text;
    // Not in the middle of a character of two code units.
    return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}


/***/ }),

/***/ 34902:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FV: () => (/* binding */ escapeMarkdown),
/* harmony export */   SP: () => (/* binding */ foldedMarkdown),
/* harmony export */   jO: () => (/* binding */ fencedMarkdown),
/* harmony export */   oS: () => (/* binding */ tableMarkdown),
/* harmony export */   y4: () => (/* binding */ markdownWithout)
/* harmony export */ });
/* unused harmony exports codeMarkdown, codeLines */
/* harmony import */ var _cut_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73387);
/* harmony import */ var _plain_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(95263);
/** Markdown for GitHub. Names come from an untrusted zip or server: each text is made harmless where it stands. */


/** Characters: a name of a megabyte must not push everything else out of the page. */
const LONGEST_TEXT = 2_000;
const LONGEST_NAME = 400;
/**
 * What GitHub makes links, mentions and pictures of in plain text, after Markdown's own escapes are read: an `&#64;` still
 * becomes a mention or an e-mail address. (Addresses, issues, `GH-1`, emoji.)
 */
const LIVE = /@|#(?=\d)|\bGH-(?=\d)|:(?=\/\/|[\w+-]+:)|\bwww(?=\.)/gi;
/** Breaks those up, unseen. plainText leaves none in a text, so that it is always ours. */
const BREAK = '\u200b';
function entities(text) {
    return text.replace(/[&<>"'\\`*_{}[\]()#+\-.!|~@:$\u200b]/g, (character) => `&#${character.charCodeAt(0)};`);
}
/** Cut before and after: what is not seen becomes six characters. */
function visible(text, most) {
    return (0,_cut_js__WEBPACK_IMPORTED_MODULE_0__/* .cutText */ .I)((0,_plain_text_js__WEBPACK_IMPORTED_MODULE_1__/* .plainText */ .wh)((0,_cut_js__WEBPACK_IMPORTED_MODULE_0__/* .cutText */ .I)(text, most)), most);
}
/** Text of a sentence or a cell: nothing in it means anything to Markdown, HTML or GitHub. */
function escapeMarkdown(text) {
    // Four blanks at the start of a line would be code.
    return entities(visible(text, LONGEST_TEXT).trim().replace(LIVE, `$&${BREAK}`));
}
/**
 * A name as code, in which GitHub makes nothing live but e-mail addresses; those are broken up by a comment, so that what
 * is copied is still the name. Not a code span of Markdown, in which `|` can not be written safely inside a table.
 */
function codeMarkdown(text) {
    const safe = entities(visible(text, LONGEST_NAME)).replaceAll('&#64;', '<!-- -->&#64;');
    return safe === '' ? '' : `<code>${safe}</code>`;
}
/** Code for a block. */
function codeLines(text) {
    return (0,_plain_text_js__WEBPACK_IMPORTED_MODULE_1__/* .plainText */ .wh)(text.replaceAll('\r\n', '\n'), true).replace(/\n+$/, '');
}
/** A block of code that no line of it can end. @param lines made by codeLines. */
function fencedMarkdown(language, lines) {
    const longest = Math.max(2, ...Array.from(lines.matchAll(/`+/g), ([run]) => run.length));
    const fence = '`'.repeat(longest + 1);
    return `${fence}${language}\n${lines}\n${fence}`;
}
/** What is folded away is Markdown again only behind an empty line. @param title HTML already. */
function foldedMarkdown(title, body) {
    return ['<details>', `<summary>${title}</summary>`, '', body, '', '</details>', ''];
}
/** @param share part of the room of a job summary that the page has. */
function markdownWithout(redact, share = 1) {
    return {
        room: (bytes) => Math.floor(bytes * share),
        text: (value) => escapeMarkdown(redact(value)),
        code: (value) => codeMarkdown(redact(value)),
        lines: (value) => codeLines(redact(value)),
        cut: (value, most) => (0,_cut_js__WEBPACK_IMPORTED_MODULE_0__/* .cutText */ .I)(redact(value), most),
    };
}
const MOST_ROWS = 500;
/** Nothing where there are no rows. */
function tableMarkdown({ title, heads, list, row, room, what, rest }) {
    if (list.length === 0)
        return [];
    const line = (cells) => `| ${cells.join(' | ')} |`;
    const { shown, left } = (0,_cut_js__WEBPACK_IMPORTED_MODULE_0__/* .renderList */ .p)(list, { most: MOST_ROWS, bytes: room }, (value) => line(row(value)));
    const cut = left > 0 ? [`${left} of ${list.length} ${what} are not shown: ${rest}.`, ''] : [];
    return [`#### ${title}`, '', line(heads), `|${'---|'.repeat(heads.length)}`, ...shown, '', ...cut];
}


/***/ }),

/***/ 89117:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ planSummary),
/* harmony export */   U: () => (/* binding */ RISK_WORDS)
/* harmony export */ });
/* harmony import */ var _planning_consent_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(55658);
/* harmony import */ var _planning_plan_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6401);
/* harmony import */ var _planning_plan_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(39341);
/* harmony import */ var _planning_sql_statement_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(49018);
/* harmony import */ var _cut_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(73387);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(34902);
/** A plan in the job summary. Every section is whole or cut with a sentence, so that no markup stays open. */






const RISK_SIGNS = {
    safe: '🟢',
    'locks-table': '🔒',
    ignored: '⚠️',
    'loses-data': '🔥',
    'will-fail': '❌',
};
const RISK_WORDS = {
    safe: 'safe',
    'locks-table': 'locks the table',
    ignored: 'ignored by Jam.py',
    'loses-data': 'loses data',
    'will-fail': 'will fail',
};
/** Bytes that the sections may take; with those of summary.ts below what GitHub takes. */
const ROOM = {
    losses: 70_000,
    consents: 10_000,
    failures: 70_000,
    drift: 50_000,
    changes: 160_000,
    parameters: 40_000,
    files: 40_000,
    sql: 140_000,
    diffs: 140_000,
};
const LONGEST_VALUE = 40;
const LONGEST_STATEMENT = 200;
const REST = 'plan-file has them all';
function planSummary(plan, md) {
    return [
        ...comparison(plan, md),
        ...losses(plan, md),
        ...failures(plan, md),
        ...drift(plan, md),
        ...changeTable(plan.changes, md),
        ...parameters(plan, md),
        ...fileTable(plan, md),
        ...sql(plan, md),
        ...code(plan, md),
    ];
}
function comparison({ base, database }, md) {
    return [md.text(`Compared with ${(0,_planning_plan_text_js__WEBPACK_IMPORTED_MODULE_0__/* .baseText */ .b6)(base)}. ${database.note}`), ''];
}
function losses({ losses: lost, unusedConsents }, md) {
    const table = (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .tableMarkdown */ .oS)({
        title: `What would be destroyed: ${lost.length}`,
        heads: ['Object', 'Accepted by', 'How much', 'Why'],
        list: lost,
        row: (loss) => [
            md.code((0,_planning_consent_js__WEBPACK_IMPORTED_MODULE_2__/* .consentLine */ .$0)(loss)),
            loss.consent === undefined ? '⛔ nobody' : `✅ ${loss.consent}`,
            (0,_planning_plan_text_js__WEBPACK_IMPORTED_MODULE_0__/* .countedText */ .oA)(loss) ?? 'not counted',
            md.text(loss.reason),
        ],
        room: md.room(ROOM.losses),
        what: 'losses',
        rest: REST,
    });
    return [...table, ...unused(unusedConsents, md)];
}
function unused(consents, md) {
    if (consents.length === 0)
        return [];
    const { shown, left } = (0,_cut_js__WEBPACK_IMPORTED_MODULE_3__/* .renderList */ .p)(consents, { bytes: md.room(ROOM.consents) }, md.code);
    const cut = left > 0 ? [`and ${left} more: ${REST}`] : [];
    return [`⚠️ Accepted, but nothing of that name would be lost: ${[...shown, ...cut].join(', ')}.`, ''];
}
function failures(plan, md) {
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .tableMarkdown */ .oS)({
        title: 'What will fail',
        heads: ['', 'What', 'Why'],
        list: [...(plan.refusal === undefined ? [] : [plan.refusal]), ...(0,_planning_plan_text_js__WEBPACK_IMPORTED_MODULE_0__/* .failingOf */ .al)(plan)],
        row: (failure) => typeof failure === 'string'
            ? ['❌', 'the import itself', md.text(failure)]
            : ['❌', md.code(md.cut((0,_planning_sql_statement_js__WEBPACK_IMPORTED_MODULE_4__/* .firstLine */ .T)(failure.sql), LONGEST_STATEMENT)), md.text(failure.reason ?? '')],
        room: md.room(ROOM.failures),
        what: 'failures',
        rest: REST,
    });
}
function drift({ drift: differences }, md) {
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .tableMarkdown */ .oS)({
        title: 'Where the database is not as its metadata say',
        heads: ['', 'Object', 'What', 'What fails for it'],
        list: differences,
        row: ({ object, detail, fails }) => [
            fails === undefined ? '⚠️' : '❌',
            md.code(object),
            md.text(detail),
            md.text(fails ?? ''),
        ],
        room: md.room(ROOM.drift),
        what: 'differences',
        rest: REST,
    });
}
/** Worst first; of an item that comes or goes its fields are counted. */
function changeTable(changes, md) {
    const whole = new Map(changes
        .filter(({ object, kind }) => object === 'item' && kind !== 'changed' && kind !== 'renamed')
        .map((change) => [change.id, change.kind]));
    const told = changes.filter(({ object, itemId, kind }) => object === 'item' || whole.get(itemId) !== kind);
    const parts = Map.groupBy(changes.filter(({ object }) => object !== 'item'), ({ itemId }) => itemId);
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .tableMarkdown */ .oS)({
        title: `Changes: ${changes.length}`,
        heads: ['', 'Change', 'Name', 'Risk', 'What'],
        list: [...told].sort((a, b) => _planning_plan_js__WEBPACK_IMPORTED_MODULE_5__/* .RISKS */ .F.indexOf(b.risk) - _planning_plan_js__WEBPACK_IMPORTED_MODULE_5__/* .RISKS */ .F.indexOf(a.risk)),
        row: (change) => {
            const isWhole = change.object === 'item' && whole.has(change.id);
            const count = parts.get(change.id)?.length ?? 0;
            const names = change.from === undefined ? [change.name] : [change.from, change.name];
            return [
                RISK_SIGNS[change.risk],
                `${change.kind} ${change.object.replaceAll('-', ' ')}`,
                names.map(md.code).join(' → '),
                md.text([RISK_WORDS[change.risk], ...change.reasons].join(': ')),
                isWhole ? partsText(count) : whatChanged(change, md),
            ];
        },
        room: md.room(ROOM.changes),
        what: 'lines',
        rest: REST,
    });
}
function partsText(count) {
    return count === 0 ? '' : `with ${count} fields, indexes and other parts`;
}
function whatChanged({ values, modules, kind }, md) {
    const short = (text) => md.text(md.cut(text, LONGEST_VALUE)) || 'empty';
    const told = values
        .slice(0, 6)
        .map(({ column, before, after }) => kind === 'added' ? `${md.code(column)} ${short(after)}` : `${md.code(column)} ${short(before)} → ${short(after)}`);
    const more = values.length > told.length ? [`and ${values.length - told.length} more`] : [];
    const lines = modules.map(({ title, diff }) => md.text(`${title} +${diff.added} −${diff.removed} lines`));
    return [...told, ...more, ...lines].join(', ');
}
function parameters({ keptParameters }, md) {
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .tableMarkdown */ .oS)({
        title: 'Parameters that stay as the target has them',
        heads: ['Parameter', 'Target', 'Zip', 'Why'],
        list: keptParameters,
        row: ({ column, target, zip, reason }) => [
            md.code(column),
            ...[target || 'empty', zip || 'empty', reason].map(md.text),
        ],
        room: md.room(ROOM.parameters),
        what: 'parameters',
        rest: REST,
    });
}
function fileTable({ files }, md) {
    const words = { added: 'added', changed: 'changed', 'left-behind': 'left behind: an import never deletes' };
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .tableMarkdown */ .oS)({
        title: `Files: ${files.length}`,
        heads: ['File', 'Change', 'Size'],
        list: files,
        row: ({ path, kind, size, diff }) => [
            md.code(path),
            words[kind],
            diff ? `+${diff.added} −${diff.removed} lines` : `${size} bytes`,
        ],
        room: md.room(ROOM.files),
        what: 'files',
        rest: REST,
    });
}
function sql({ statements, database }, md) {
    const count = statements.length;
    if (count === 0)
        return [];
    const { shown, left } = (0,_cut_js__WEBPACK_IMPORTED_MODULE_3__/* .renderList */ .p)(statements, { bytes: md.room(ROOM.sql) }, ({ sql: text, risk }) => {
        const mark = risk === 'safe' ? '' : `-- ${RISK_WORDS[risk]}\n`;
        return `${mark}${md.lines(text.trim())};`;
    });
    const cut = left > 0 ? [`${left} of ${count} statements are not shown: ${REST}.`, ''] : [];
    if (shown.length === 0)
        return cut;
    const title = md.text(`SQL for ${database.name}: ${count} statement${count === 1 ? '' : 's'}`);
    return [...(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .foldedMarkdown */ .SP)(title, (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .fencedMarkdown */ .jO)('sql', shown.join('\n'))), ...cut];
}
function code({ changes, files }, md) {
    const diffs = [
        ...changes.flatMap(({ name, modules }) => modules.map(({ title, diff }) => ({ title: `${name}: ${title}`, diff }))),
        ...files.flatMap(({ path, diff }) => (diff ? [{ title: path, diff }] : [])),
    ];
    if (diffs.length === 0)
        return [];
    const { shown, left } = (0,_cut_js__WEBPACK_IMPORTED_MODULE_3__/* .renderList */ .p)(diffs, { bytes: md.room(ROOM.diffs) }, ({ title, diff }) => {
        const text = diffText(diff);
        const body = diff.cut || text.length > ROOM.diffs
            ? 'Too long to be shown line by line.'
            : (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .fencedMarkdown */ .jO)('diff', md.lines(text));
        return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .foldedMarkdown */ .SP)(md.text(`${title} (+${diff.added} −${diff.removed})`), body).join('\n');
    });
    const cut = left > 0 ? [`${left} of ${diffs.length} code diffs are not shown: report-file has them all.`, ''] : [];
    return ['#### Code', '', ...shown, ...cut];
}
/** As `diff -u` writes it, so that GitHub colours the lines. */
function diffText({ hunks }) {
    const signs = { same: ' ', added: '+', removed: '-' };
    return hunks
        .map((hunk) => {
        const [first] = hunk;
        const at = `@@ line ${first?.after ?? first?.before ?? 1} @@`;
        return [at, ...hunk.map(({ kind, text }) => `${signs[kind]}${text}`)].join('\n');
    })
        .join('\n');
}


/***/ }),

/***/ 74611:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ summaryMarkdown)
/* harmony export */ });
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(51633);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(34902);
/* harmony import */ var _plan_summary_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(89117);
/* harmony import */ var _result_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(99934);
/** The job summary, Markdown. Names come from an untrusted zip or server: each is escaped where it stands. */




/**
 * Bytes that the sections may take. With those of a plan they stay below 1 MiB: GitHub drops the whole of a longer summary.
 */
const ROOM = { verdict: 60_000, findings: 110_000 };
const LOG_HAS_REST = 'the log of the step has them all';
/** Failures, warnings and notes of one part. */
const MOST_TEXTS = 20;
const SIGNS = {
    valid: '✅',
    planned: '✅',
    provisioned: '✅',
    imported: '✅',
    unchanged: '✅',
    invalid: '❌',
    failed: '❌',
    refused: '⛔',
    unknown: '❓',
};
/**
 * @param redact takes secrets out of a text; before escaping, which would hide them from it.
 * @param share part of the room that the sections have.
 */
function summaryMarkdown(result, redact = (text) => text, share = 1) {
    const { promotion, application } = result;
    const md = (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .markdownWithout */ .y4)(redact, share);
    const parts = [`### ${SIGNS[result.result]} ${md.text((0,_result_js__WEBPACK_IMPORTED_MODULE_2__/* .headline */ .Pl)(result))}`, ''];
    if (result.reason)
        parts.push(md.text(result.reason), '');
    for (const sentence of result.untold ?? [])
        parts.push(`⚠️ ${md.text(sentence)}`, '');
    for (const sentence of result.provisioned?.sentences ?? [])
        parts.push(md.text(sentence), '');
    if (promotion)
        parts.push(...verdictTable(promotion.checks, md));
    const findings = findingTable(result.findings, md);
    // What is wrong comes before what changes.
    const worst = result.findings.some(({ severity }) => severity === 'error');
    if (worst)
        parts.push(...findings);
    if (result.plan)
        parts.push(...(0,_plan_summary_js__WEBPACK_IMPORTED_MODULE_0__/* .planSummary */ .M)(result.plan, md));
    if (!worst)
        parts.push(...findings);
    const facts = [
        ['Metadata file', md.code(result.zipPath)],
        ['Application', md.code([application.name, application.version].filter(Boolean).join(' '))],
        ['Jam.py line', application.line === undefined ? undefined : String(application.line)],
        ['Exported by Jam.py', md.code(result.outputs['jam-version'] ?? '')],
        ['Target runs Jam.py', md.code(result.outputs['target-jam-version'] ?? '')],
        ['Verified', promotion && result.outputs.verified],
        ['Address', md.code(result.outputs.url ?? '')],
        ['Error', md.code(result.errorId ?? '')],
        ['Backup from before', md.code(result.outputs['backup-dir'] ?? '')],
        ['Digest', md.code(application.digest.slice(0, 16))],
        ['Time', `${result.seconds.toFixed(1)} s`],
    ];
    parts.push('#### About', '', '| | |', '|---|---|');
    for (const [name, value] of facts)
        if (value)
            parts.push(`| ${name} | ${value} |`);
    parts.push('');
    return parts.join('\n');
}
function verdictTable(checks, md) {
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .tableMarkdown */ .oS)({
        title: 'What was looked at',
        heads: ['', 'Part', 'Result'],
        list: checks,
        row: ({ part, seen, summary, failures, warnings, notes }) => {
            const sign = failures.length > 0 ? '❌' : seen === 'not-looked-at' ? '➖' : warnings.length > 0 ? '⚠️' : '✅';
            const texts = [summary, ...failures, ...warnings, ...notes];
            const more = texts.length > MOST_TEXTS ? [`and ${texts.length - MOST_TEXTS} more in the log.`] : [];
            return [sign, part, [...texts.slice(0, MOST_TEXTS).map(md.text), ...more].join('<br>')];
        },
        room: md.room(ROOM.verdict),
        what: 'parts',
        rest: LOG_HAS_REST,
    });
}
function findingTable(findings, md) {
    const signs = { error: '❌', warning: '⚠️', note: 'ℹ️' };
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .tableMarkdown */ .oS)({
        title: `Findings: ${findings.length}`,
        heads: ['', 'Where', 'What', 'How to mend it', 'Rule'],
        list: findings,
        row: ({ severity, place, message, remedy, rule }) => [
            signs[severity],
            md.code((0,_finding_js__WEBPACK_IMPORTED_MODULE_3__/* .placeText */ .Z)(place)),
            md.text(message),
            md.text(remedy),
            md.code(rule),
        ],
        room: md.room(ROOM.findings),
        what: 'findings',
        rest: LOG_HAS_REST,
    });
}


/***/ })

};

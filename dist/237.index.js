export const id = 237;
export const ids = [237];
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

/***/ 88571:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  K: () => (/* binding */ ShellFiles)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/hosts/quote.js
var quote = __webpack_require__(28976);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: ./build/hosts/file-trouble.js
var file_trouble = __webpack_require__(52726);
;// CONCATENATED MODULE: ./build/hosts/script.js
/** A shell script on a host: what goes in, and how it ended. */



/** For what may be large, in milliseconds. */
const TRANSFER_LIMIT = 10 * 60_000;
/** Runs a script whose standard output may have any length. */
async function scriptToBytes(run, script, timeoutMs) {
    let chunks = [];
    const end = await run(script, {
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
        onBytes: (bytes) => chunks.push(bytes),
        onRetry: () => {
            chunks = [];
        },
    });
    return { end, bytes: Buffer.concat(chunks) };
}
/**
 * Runs a script whose standard output becomes a new file of this machine, mode 600; no file where it fails.
 * @throws Stop when it can not be written.
 */
async function scriptToFile(run, script, to) {
    const tried = (work) => {
        try {
            return work();
        }
        catch (error) {
            throw (0,errors/* fail */.fJ)('host-file', `Could not write ${to} on this machine: ${(0,file_trouble/* fileTrouble */.A)(error)}.`, error);
        }
    };
    let file = tried(() => (0,external_node_fs_.openSync)(to, 'wx', 0o600));
    let whole = false;
    try {
        const end = await run(script, {
            // All of it: a single write may take less than it is given.
            onBytes: (bytes) => tried(() => (0,external_node_fs_.writeFileSync)(file, bytes)),
            onRetry: () => {
                const again = tried(() => (0,external_node_fs_.openSync)(to, 'w', 0o600));
                (0,external_node_fs_.closeSync)(file);
                file = again;
            },
            timeoutMs: TRANSFER_LIMIT,
        });
        whole = end.code === 0;
        return end;
    }
    finally {
        (0,external_node_fs_.closeSync)(file);
        if (!whole)
            (0,external_node_fs_.rmSync)(to, { force: true });
    }
}

// EXTERNAL MODULE: ./build/hosts/shell-words.js
var shell_words = __webpack_require__(41034);
;// CONCATENATED MODULE: ./build/hosts/snapshot-program.js
/**
 * Python that writes a consistent copy of an SQLite file, which may be in use, to its standard output. All pages in one
 * step, tried again while somebody writes; the copy lies in a private temporary folder while it is sent.
 */
const SNAPSHOT_PROGRAM = `
import os, shutil, sqlite3, sys, tempfile, time
from urllib.parse import quote
path = sys.argv[1]
try:
    with open(path, 'rb') as file:
        file.read(1)
    folder = tempfile.mkdtemp(prefix='jampy-promote-')
    try:
        copy = os.path.join(folder, 'copy')
        until = time.time() + 30
        while True:
            source = sqlite3.connect('file:' + quote(path) + '?mode=ro', uri=True, timeout=0.2)
            target = sqlite3.connect(copy)
            try:
                source.backup(target)
                break
            except sqlite3.OperationalError as error:
                if 'locked' not in str(error) and 'busy' not in str(error) or time.time() > until:
                    raise
            finally:
                source.close()
                target.close()
        with open(copy, 'rb') as file:
            shutil.copyfileobj(file, sys.stdout.buffer, 1 << 20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
except OSError as error:
    sys.exit(error.strerror or str(error))
except sqlite3.Error as error:
    sys.exit(str(error))
`;

;// CONCATENATED MODULE: ./build/hosts/shell-files.js
/**
 * Files by the programs that every GNU system has (find, cat, dd, install, mv, ln, rm, chmod, chgrp, sha256sum,
 * readlink), through a shell: over ssh, and as another user by sudo. Only these have to be permitted to us.
 */







/** Bytes that the slowest line still carries in a millisecond. */
const SLOWEST = 50;
class ShellFiles {
    #run;
    #where;
    #prefix;
    #interpreter;
    #root;
    /**
     * @param options.prefix put before every program, to be another user. @param options.where for sentences, e.g.
     * `app.example.com`. @param options.interpreter a Python on that host, for copies of databases.
     */
    constructor(run, options) {
        this.#run = async (script, more) => {
            // From a folder that everybody may enter: find wants to go back to where it was started.
            const end = await run(`export LC_ALL=C; umask 077; cd /\n${script}`, more);
            return { ...end, stderr: (0,shell_words/* withoutNoise */.J3)(end.stderr) };
        };
        this.#where = options.where;
        this.#prefix = options.prefix.length > 0 ? `${(0,quote/* quoteWords */.A)(options.prefix)} ` : '';
        this.#interpreter = options.interpreter ?? 'python3';
        this.#root = options.root === true;
    }
    async readFile(path) {
        const { end, bytes } = await scriptToBytes(this.#run, `${this.#prefix}cat -- ${(0,quote/* quoteWord */.X)(path)}`, TRANSFER_LIMIT);
        if (end.code === 0)
            return bytes;
        if ((0,shell_words/* isMissing */.b2)(end.stderr))
            return undefined;
        throw this.#cannot('read', path, end);
    }
    async digests(paths) {
        const found = new Map();
        for (const list of (0,shell_words/* portions */.jN)(paths)) {
            const end = await this.#text(`${this.#prefix}sha256sum -z -- ${(0,quote/* quoteWords */.A)(list)}`);
            if (end.code !== 0 && !(0,shell_words/* isMissing */.b2)(end.stderr))
                throw this.#cannot('read', list[0], end);
            for (const entry of end.stdout.split('\0')) {
                const match = /^([0-9a-f]{64}) [ *]([\s\S]+)$/.exec(entry);
                if (match)
                    found.set(match[2], match[1]);
            }
        }
        return found;
    }
    async writeFile(path, bytes, { mode }) {
        const end = await this.#put(path, bytes, mode, `mv -fT -- ${shell_words/* TEMPORARY */.G2} ${(0,quote/* quoteWord */.X)(path)}`);
        if (end.code !== 0)
            throw this.#cannot('write', path, end);
    }
    async createExclusive(path, bytes, mode) {
        const end = await this.#put(path, bytes, mode, `ln -T -- ${shell_words/* TEMPORARY */.G2} ${(0,quote/* quoteWord */.X)(path)}`);
        if (end.code === 0)
            return true;
        if (!/File exists/.test(end.stderr))
            throw this.#cannot('write', path, end);
        // Run twice over a broken connection the second finds the file of the first.
        return end.retried && Buffer.from((await this.readFile(path)) ?? '').equals(Buffer.from(bytes));
    }
    async stat(path) {
        const end = await this.#text(`${this.#prefix}find ${(0,quote/* quoteWord */.X)(path)} -maxdepth 0 -printf '${shell_words/* STAT */.Vb}\\n'`);
        if (end.code !== 0) {
            if ((0,shell_words/* isMissing */.b2)(end.stderr))
                return undefined;
            throw this.#cannot('look at', path, end);
        }
        return (0,shell_words/* parseStat */.ky)(end.stdout.trimEnd().split(' '));
    }
    async tree(path) {
        const end = await this.#text(`${this.#prefix}find ${(0,quote/* quoteWord */.X)(path)} -printf '${shell_words/* STAT */.Vb} %p\\0'`);
        const found = new Map();
        for (const entry of end.stdout.split('\0')) {
            const [kind, size, mode, uid, gid, ...rest] = entry.split(' ');
            if (rest.length > 0)
                found.set(rest.join(' '), (0,shell_words/* parseStat */.ky)([kind, size, mode, uid, gid]));
        }
        if (found.size === 0 && end.code !== 0 && !(0,shell_words/* isMissing */.b2)(end.stderr))
            throw this.#cannot('look at', path, end);
        return found;
    }
    async realPath(path) {
        const end = await this.#run(`${this.#prefix}readlink -f -- ${(0,quote/* quoteWord */.X)(path)}`);
        const answer = end.stdout.replace(/\n$/, '');
        return end.code === 0 && external_node_path_.posix.isAbsolute(answer) ? answer : path;
    }
    async processesIn(path, program) {
        const folder = await this.realPath(path);
        const links = `find /proc -mindepth 2 -maxdepth 2 '(' -name cwd -o -name exe ')' -printf '%p %l\\0' 2>/dev/null`;
        const { stdout } = await this.#text(`${this.#prefix}${links}`);
        if (!stdout)
            return undefined;
        const seen = new Map();
        for (const entry of stdout.split('\0')) {
            const match = /^\/proc\/(\d+)\/(cwd|exe) ([\s\S]*)$/.exec(entry);
            if (match)
                seen.set(match[1], { ...seen.get(match[1]), [match[2]]: match[3] });
        }
        return [...seen.values()].filter(({ cwd, exe }) => cwd === folder && program.test(external_node_path_.posix.basename(exe ?? '')))
            .length;
    }
    async list(path) {
        return (await this.lists([path])).get(path);
    }
    async lists(paths) {
        const found = new Map();
        const folders = new Map(paths.map((path) => [`${path.replace(/\/+$/, '')}/.`, path]));
        for (const list of (0,shell_words/* portions */.jN)([...folders.keys()])) {
            const end = await this.#text(`${this.#prefix}find ${(0,quote/* quoteWords */.A)(list)} -maxdepth 1 -printf '%d/%f\\0%H\\0'`);
            if (end.code !== 0 && !(0,shell_words/* isMissing */.b2)(end.stderr))
                throw this.#cannot('list', paths.join(' and '), end);
            const parts = end.stdout.split('\0');
            for (let at = 0; at + 1 < parts.length; at += 2) {
                const [entry, path] = [parts[at], folders.get(parts[at + 1])];
                if (path === undefined)
                    continue;
                const names = found.get(path) ?? [];
                found.set(path, names);
                if (entry.startsWith('1/'))
                    names.push(entry.slice(2));
            }
        }
        return found;
    }
    async age(path) {
        const script = `${this.#prefix}find ${(0,quote/* quoteWord */.X)(path)} -maxdepth 0 -printf '%C@\\n' && date +%s`;
        const end = await this.#text(script);
        const [changed, now] = end.stdout.split('\n').map(Number);
        if (end.code === 0 && changed && now)
            return Math.max(0, now - changed);
        if ((0,shell_words/* isMissing */.b2)(end.stderr))
            return undefined;
        throw this.#cannot('look at', path, end);
    }
    async makeDirectory(path, { mode }) {
        await this.#do(`install -d -m ${(0,shell_words/* octal */.Wo)(mode)} -- ${(0,quote/* quoteWord */.X)(path)}`, 'make the folder', path);
    }
    async removeEmptyDirectory(path) {
        await this.#run(`${this.#prefix}find ${(0,quote/* quoteWord */.X)(path)} -maxdepth 0 -type d -empty -delete`);
    }
    async changeMode(paths, mode) {
        for (const list of (0,shell_words/* portions */.jN)(paths)) {
            await this.#do(`chmod -- ${(0,shell_words/* octal */.Wo)(mode)} ${(0,quote/* quoteWords */.A)(list)}`, 'set the permissions of', list[0]);
        }
    }
    async changeOwner(paths, { uid, gid }) {
        const program = this.#root && !this.#prefix ? `chown -h -- ${uid}:${gid}` : `chgrp -h -- ${gid}`;
        for (const list of (0,shell_words/* portions */.jN)(paths)) {
            await this.#do(`${program} ${(0,quote/* quoteWords */.A)(list)}`, 'set the group of', list[0]);
        }
    }
    async rename(from, to) {
        let retried = false;
        const end = await this.#run(`${this.#prefix}mv -fT -- ${(0,quote/* quoteWord */.X)(from)} ${(0,quote/* quoteWord */.X)(to)}`, {
            onRetry: () => {
                retried = true;
            },
        });
        // Run a second time over a broken connection it finds the work done.
        const done = retried && (0,shell_words/* isMissing */.b2)(end.stderr) && (await this.stat(to)) !== undefined;
        if (end.code !== 0 && !done)
            throw this.#cannot(`move ${from} to`, to, end);
    }
    async remove(path) {
        await this.#do(`rm -f -- ${(0,quote/* quoteWord */.X)(path)}`, 'remove', path);
    }
    async canWrite(path) {
        return this.allows(path, 'writable');
    }
    async allows(path, what) {
        const end = await this.#run(`${this.#prefix}find ${(0,quote/* quoteWord */.X)(path)} -maxdepth 0 -${what} -printf y`);
        return end.code === 0 && end.stdout === 'y';
    }
    /** Asked as us: it needs no right to the folder itself. */
    async freeSpace(path) {
        const end = await this.#run(`stat -f -c '%a %S %c %d' -- ${(0,quote/* quoteWord */.X)(path)}`);
        const [blocks = Number.NaN, size = 0, files = 0, free = 0] = end.stdout.trim().split(' ').map(Number);
        if (end.code !== 0 || Number.isNaN(blocks))
            return undefined;
        return { bytes: blocks * size, files: files > 0 ? free : undefined };
    }
    async notPermitted(programs) {
        const as = (0,shell_words/* sudoUser */.RV)(this.#prefix);
        if (as === undefined)
            return undefined;
        const end = await this.#run([
            `for name in ${(0,quote/* quoteWords */.A)(programs)}; do`,
            `  sudo -n -l -u ${(0,quote/* quoteWord */.X)(as)} -- "$name" >/dev/null 2>&1 && continue`,
            // A shell answers with the bare name for what it has built in, as kill; sudoers wants the path.
            `  path=$(command -v -- "$name") || path=$name`,
            `  case $path in /*) ;; *) [ -x "/usr/bin/$name" ] && path=/usr/bin/$name ;; esac`,
            `  printf '%s\\0' "$path"`,
            'done',
        ].join('\n'));
        const refused = end.stdout.split('\0').filter(Boolean);
        return refused.length > 0 ? { as, programs: refused } : undefined;
    }
    async snapshotDatabase(path, to) {
        const argv = [this.#interpreter, '-I', '-c', SNAPSHOT_PROGRAM, path];
        const end = await scriptToFile(this.#run, `${this.#prefix}${(0,quote/* quoteWords */.A)(argv)}`, to);
        if (end.code === 0)
            return;
        const trouble = (0,shell_words/* startRefused */.fh)(end);
        if (trouble === undefined)
            throw this.#cannot('copy', path, end);
        const what = `Could not copy ${path} on ${this.#where}: the Python that does it, ${this.#interpreter},`;
        throw (0,errors/* fail */.fJ)('host-file', `${what} ${trouble}.`);
    }
    /** Writes a temporary file with its final mode, makes sure of what arrived, and puts it in place. */
    async #put(path, bytes, mode, place) {
        const sha256 = (0,external_node_crypto_.createHash)('sha256').update(bytes).digest('hex');
        const script = (0,shell_words/* putScript */.vJ)({ prefix: this.#prefix, temporary: (0,shell_words/* beside */.vY)(path), sha256, mode, place });
        let retried = false;
        const end = await this.#run(script, {
            input: bytes,
            timeoutMs: TRANSFER_LIMIT + bytes.length / SLOWEST,
            onRetry: () => {
                retried = true;
            },
        });
        if (end.code === shell_words/* DAMAGED */.Ax) {
            throw (0,errors/* fail */.fJ)('upload-damaged', `What was written to ${path} on ${this.#where} is not what was sent; it was removed.`);
        }
        return { ...end, retried };
    }
    async #do(command, verb, path) {
        const end = await this.#run(`${this.#prefix}${command}`);
        if (end.code !== 0)
            throw this.#cannot(verb, path, end);
    }
    /** Output of any length, as text. */
    async #text(script) {
        const { end, bytes } = await scriptToBytes(this.#run, script);
        return { ...end, stdout: bytes.toString('utf8') };
    }
    #cannot(verb, path, end) {
        const lines = (0,shell_words/* linesOf */.Dx)(end.stderr);
        const refused = lines.find((line) => /^sudo: /.test(line) || /sudo: (command )?not found/.test(line));
        if (refused !== undefined)
            return (0,shell_words/* sudoRefused */.Ub)(this.#where, this.#prefix, refused);
        const said = lines.filter((line) => !shell_words/* NOT_THERE */.ro.test(line)).at(-1) ?? lines.at(-1) ?? `exit code ${end.code}`;
        const why = verb === 'copy' && (0,shell_words/* isMissing */.b2)(end.stderr) ? 'it is not there' : (0,shell_words/* fileTrouble */.AG)(said);
        return (0,errors/* fail */.fJ)('host-file', `Could not ${verb} ${path} on ${this.#where}: ${why}.`);
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

/***/ 41237:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  SshHost: () => (/* binding */ SshHost)
});

// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/hosts/dead-man-switch.js
var dead_man_switch = __webpack_require__(76446);
// EXTERNAL MODULE: ./build/hosts/leftovers.js
var leftovers = __webpack_require__(95420);
// EXTERNAL MODULE: ./build/hosts/process-group.js
var process_group = __webpack_require__(12159);
// EXTERNAL MODULE: ./build/hosts/quote.js
var quote = __webpack_require__(28976);
// EXTERNAL MODULE: ./build/hosts/shell-files.js + 2 modules
var shell_files = __webpack_require__(88571);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/hosts/endable.js
var endable = __webpack_require__(41589);
// EXTERNAL MODULE: ./build/hosts/ssh-files.js
var ssh_files = __webpack_require__(23156);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./build/hosts/exec.js
var exec = __webpack_require__(95359);
;// CONCATENATED MODULE: ./build/hosts/framed.js
/** Takes the output of one script out of a stream in which others speak too: a login's greeting, ssh itself. */
/** As much of what came before is kept, in bytes. */
const KEPT_BEFORE = 4096;
/** Shell lines that begin and end the frame on both streams. The word never stands there as it is looked for. */
function framedScript(word, script) {
    return [
        // Before anything else is read: a login may have given our programs other meanings.
        'unalias -a 2>/dev/null',
        `printf 'b%s\\n' ${word}; printf 'b%s\\n' ${word} >&2`,
        `( ${script}`,
        ')',
        `code=$?; printf 'e%s %d\\n' ${word} "$code"; printf 'e%s %d\\n' ${word} "$code" >&2`,
    ].join('\n');
}
class Framed {
    #begin;
    #end;
    #held = Buffer.alloc(0);
    #began = false;
    #before = '';
    #code;
    /** @param word letters and digits, not to be guessed. */
    constructor(word) {
        this.#begin = Buffer.from(`b${word}\n`);
        this.#end = Buffer.from(`e${word} `);
    }
    get began() {
        return this.#began;
    }
    /** The script's exit code, once its end was seen. */
    get code() {
        return this.#code;
    }
    /** The end of what came before the script. */
    get before() {
        return this.#began ? this.#before : this.#held.toString('utf8');
    }
    /** @returns what of it is the script's own output. */
    take(chunk) {
        let data = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : Buffer.from(chunk);
        this.#held = Buffer.alloc(0);
        if (this.#code !== undefined)
            return Buffer.alloc(0);
        if (!this.#began) {
            const at = data.indexOf(this.#begin);
            if (at < 0) {
                this.#held = data.subarray(-KEPT_BEFORE);
                return Buffer.alloc(0);
            }
            this.#began = true;
            this.#before = data.subarray(Math.max(0, at - KEPT_BEFORE), at).toString('utf8');
            data = data.subarray(at + this.#begin.length);
        }
        return this.#untilEnd(data);
    }
    #untilEnd(data) {
        const at = data.indexOf(this.#end);
        if (at < 0) {
            // Only what may be the beginning of the end waits for more.
            let most = Math.min(this.#end.length - 1, data.length);
            while (most > 0 && data.compare(this.#end, 0, most, data.length - most) !== 0)
                most--;
            this.#held = data.subarray(data.length - most);
            return data.subarray(0, data.length - most);
        }
        const line = data.indexOf(10, at);
        if (line < 0)
            this.#held = data.subarray(at);
        else
            this.#code = Number(data.toString('latin1', at + this.#end.length, line));
        return data.subarray(0, at);
    }
}

;// CONCATENATED MODULE: ./build/hosts/ssh-session.js
/**
 * One script by one ssh client of this machine. The client is known by its process id, so that it alone can be ended: the
 * connection that it uses serves others too.
 */







/** Until the script has begun: a connection, through jump hosts too, and a login. In milliseconds. */
const BEGIN_LIMIT = 60_000;
/** How long a client may go on when the script has ended: until programs that it left give its output free. */
const END_GRACE = 1000;
const TO_PIPE = 'input=$1; shift; exec "$@" <"$input"';
const TO_FILE = 'input=$1; output=$2; shift 2; exec "$@" <"$input" >"$output"';
/**
 * @param ssh the client's arguments up to the host. @param folder private, for input and output: a connection that breaks
 * would break a pipe that we write to, and bytes that arrived are whole once the client has ended.
 * @param limit milliseconds. @throws when the client can not be started.
 */
async function runSession(ssh, script, folder, limit, options = {}) {
    const word = (0,external_node_crypto_.randomBytes)(9).toString('hex');
    const { input, onBytes, onLine } = options;
    const files = { input: (0,external_node_path_.join)(folder, `in-${word}`), output: (0,external_node_path_.join)(folder, `out-${word}`) };
    const from = input ? files.input : '/dev/null';
    const [out, err] = [new Framed(word), new Framed(word)];
    const stdout = onBytes ? (0,exec/* passOn */.TH)(onBytes) : (0,exec/* collector */.g7)(onLine);
    const stderr = (0,exec/* collector */.g7)(onLine, options.filter);
    const local = onBytes ? [TO_FILE, 'sh', from, files.output] : [TO_PIPE, 'sh', from];
    const client = new endable/* Endable */.Y(['sh', '-c', ...local, ...ssh, framedScript(word, script)]);
    let timedOut = false;
    const late = () => {
        timedOut = true;
        client.end();
    };
    const ending = setTimeout(late, limit);
    const beginning = setTimeout(() => err.began || late(), BEGIN_LIMIT);
    let grace;
    const onData = () => {
        if (out.code !== undefined && err.code !== undefined)
            grace ??= setTimeout(() => client.end(), END_GRACE);
    };
    try {
        if (input)
            await promises_.writeFile(files.input, input, { mode: 0o600, flag: 'wx' });
        if (onBytes)
            await promises_.writeFile(files.output, '', { mode: 0o600, flag: 'wx' });
        const sshCode = await client.run((bytes) => {
            stdout.data(out.take(bytes));
            onData();
        }, (bytes) => {
            stderr.data(err.take(bytes));
            onData();
        });
        if (onBytes)
            for await (const chunk of (0,external_node_fs_.createReadStream)(files.output))
                stdout.data(out.take(chunk));
        // Both ends: the one says how it ended, the other that all of its output is here.
        const code = out.code === undefined ? undefined : err.code;
        const before = `${out.before}\n${err.before}`.trim();
        return { code, stdout: stdout.end(), stderr: stderr.end(), began: err.began, before, sshCode, timedOut };
    }
    finally {
        clearTimeout(ending);
        clearTimeout(beginning);
        clearTimeout(grace);
        for (const file of Object.values(files))
            await promises_.rm(file, { force: true });
    }
}

;// CONCATENATED MODULE: ./build/hosts/ssh-trouble.js
/** What OpenSSH says when it can not connect, as one sentence with the way on. */

/** What `ssh -v` says to everybody, and the key of the last host that it met: jump hosts come first. */
function aloud(verbose) {
    const key = [...verbose.matchAll(/Server host key: (\S+ SHA256:\S+)/g)].at(-1)?.[1];
    const words = verbose.split('\n').filter((line) => !line.startsWith('debug'));
    return { words: words.join('\n'), key };
}
/** Whether it is about the host's key, so that the key it offered has to be told. */
function isAboutHostKey(stderr) {
    return /Host key verification failed|host key is known for|IDENTIFICATION HAS CHANGED|revoked host key/i.test(stderr);
}
/**
 * @param where the host as it was given. @param user as it was given. @param offered the key of the host that was not
 * let pass; undefined when it could not be asked. @returns undefined when the words are not about the connection.
 */
function connectionTrouble(where, user, stderr, offered) {
    if (isAboutHostKey(stderr))
        return hostKeyTrouble(where, stderr, offered);
    if (/Permission denied \(|Too many authentication failures|No more authentication methods/.test(stderr)) {
        // ssh names who was refused where: it may be a jump host, or a login out of a configuration.
        const [, login = user, host = where] = /^(\S+)@(\S+): Permission denied \(/m.exec(stderr) ?? [];
        return (0,errors/* fail */.fJ)('ssh-login', `${placeOf(where, host)} refused ${login === undefined ? 'the login' : login === user ? `ssh-user ${login}` : `the user ${login}`} with the given key: the public half of ssh-key has to be in that user's authorized_keys.`);
    }
    const found = KNOWN.find(([pattern]) => pattern.test(stderr));
    if (!found)
        return undefined;
    const [, why, way = 'Check ssh-host, ssh-port and the network.'] = found;
    return (0,errors/* fail */.fJ)('ssh-unreachable', `${where} can not be reached by ssh: ${why.replace('%', () => ownWords(stderr, found[0]))}. ${way}`);
}
const CLOSED = /kex_exchange_identification|Connection (closed|reset)|Broken pipe|banner exchange|closed by remote host|mux_client/i;
/** Whether it only says that somebody on the way hung up. */
function isClosed(stderr) {
    return CLOSED.test(stderr) && !/timed out/i.test(stderr);
}
/** The first line that says it; a file of our private folder goes by the name of its input. */
function ownWords(stderr, pattern) {
    const first = stderr.split('\n').find((line) => pattern.test(line)) ?? '';
    return lastWords(first.replace(/\S*\/given_config:?/, 'ssh-config,'));
}
/** What it says, what that means (% stands for its own words), and what to do. */
const KNOWN = [
    [
        /Bad configuration|Bad owner or permissions|terminating, \d+ bad|Unsupported option|unknown option|keyword .* extra arguments|no argument after keyword/i,
        'ssh-config is not right (%)',
        'Correct it; `ssh -G HOST` shows what OpenSSH makes of a configuration.',
    ],
    [
        /Unable to negotiate|no matching \S+ (key exchange|host key|cipher|mac)/i,
        'the two OpenSSH have no method in common (%)',
        'Renew the server, or permit its methods in ssh-config.',
    ],
    [/Could not resolve hostname|Name or service not known|nodename nor servname/i, 'its name is not known'],
    [/Connection refused/i, 'the connection is refused: no ssh server listens there'],
    [/timed out|Timeout, server/i, 'it does not answer in time'],
    [/No route to host|Network is unreachable/i, 'there is no way to it through the network'],
    [/connect to host \S+ port \d+: (Permission denied|Operation not permitted)/i, 'a firewall does not let us out'],
    [CLOSED, 'it closed the connection'],
];
function hostKeyTrouble(where, stderr, offered) {
    const named = /(?:host key is known for|Host key for) (\S+)/i.exec(stderr)?.[1];
    const place = placeOf(where, named);
    const key = offered ? `: it offers ${offered}` : '';
    const look = 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub on that server';
    if (/IDENTIFICATION HAS CHANGED/.test(stderr)) {
        return (0,errors/* fail */.fJ)('ssh-host-key-changed', `The host key of ${place} is not the one in ssh-known-hosts${key}. Either the server was set up anew or somebody stands in between. Ask its operator for the fingerprint (${look}), and replace the entry only if it is the same.`);
    }
    if (/revoked host key/i.test(stderr)) {
        return (0,errors/* fail */.fJ)('ssh-host-key-revoked', `The host key of ${place} is marked @revoked in ssh-known-hosts${key}.`);
    }
    return (0,errors/* fail */.fJ)('ssh-host-key-unknown', `The host key of ${place} is not in ssh-known-hosts${key}. Compare that fingerprint with the operator's (${look}); if it is the same, put the line of ssh-keyscan for this host into ssh-known-hosts. It is never accepted by itself.`);
}
/** The host that ssh speaks of, where that is not the one that was given: a jump host, or the name of an alias. */
function placeOf(where, named) {
    const bare = named?.replace(/^\[(.*)\]:\d+$/, '$1');
    if (named === undefined || bare === where)
        return where;
    return `${named}, on the way to ${where},`;
}
/** The last line that is not decoration, without control characters and full stop, at most 300 long; empty: there is none. */
function lastWords(stderr) {
    const lines = stderr.split(/\r?\n/).map((line) => line.replace(/\p{Cc}/gu, '').trim());
    const last = lines.filter((line) => line && !/^[@\s]*$/.test(line)).at(-1) ?? '';
    return last.replace(/\.$/, '').slice(0, 300);
}

;// CONCATENATED MODULE: ./build/hosts/ssh-connection.js
/**
 * One multiplexed connection of the system's OpenSSH. Everything is a shell script for the login shell there; each tells
 * its own beginning and end, so that neither a greeting nor a broken connection is ever taken for an answer.
 */








/** sshd allows ten sessions on one connection. */
const MOST_AT_ONCE = 8;
/** For one file; what may take longer says so. In milliseconds. */
const SCRIPT_LIMIT = 2 * 60_000;
/** For a connection and a login, through jump hosts too. */
const CONNECT_LIMIT = 60_000;
/** For what programs of this machine answer among themselves. */
const ASK_LIMIT = 10_000;
/** Waits before a connection is tried again, in milliseconds. */
const AGAIN = [0, 1000, 3000, 6000];
/** How long the connection outlives a killed run without being used, in seconds. */
const PERSIST = 60;
/** A word that a shell which is none would get wrong. */
const CANARY = `a b'c"d$e\\f`;
class SshConnection {
    name;
    /** Who we are there. */
    user;
    /** A private folder there, made by us; removed at the end. */
    folder;
    #target;
    #files;
    #asked = 0;
    #forwards = 0;
    #running = 0;
    #waiting = [];
    #closed = false;
    #lost = false;
    constructor(target, files, folder) {
        this.name = target.host;
        this.#target = target;
        this.#files = files;
        this.folder = folder;
        this.user = { uid: -1, name: '' };
    }
    /**
     * @param token names the folder there: `/tmp/jampy-promote-TOKEN`.
     * @throws Stop: the host can not be reached, its key is not known, the login is refused, its shell is none.
     */
    static async open(target, token) {
        const files = await (0,ssh_files/* makeSshFiles */.KX)(target);
        const connection = new SshConnection(target, files, remoteFolder(token));
        try {
            await connection.#checkHere();
            await connection.#connect();
            return connection;
        }
        catch (error) {
            await connection.close();
            if (error instanceof errors/* Stop */.VG && error.outcome === 'failed')
                throw (0,errors/* fail */.fJ)(error.id, `${error.message} Nothing was changed.`, error);
            throw error;
        }
    }
    get roundTrips() {
        return this.#asked;
    }
    /** The private folder on this machine; asked for by tests alone. */
    get localFolder() {
        return this.#files.folder;
    }
    /**
     * Runs a script that may be run twice without harm.
     * @throws Stop when the connection stays broken, or the host does not come to its end in time.
     */
    async script(text, options = {}) {
        // What was lost a moment ago is tried once: everything that follows would wait as long again.
        const waits = this.#lost ? [0] : AGAIN;
        const { timeoutMs = SCRIPT_LIMIT } = options;
        let end;
        for (const [attempt, wait] of waits.entries()) {
            if (attempt > 0) {
                options.onRetry?.();
                await new Promise((resolve) => setTimeout(resolve, wait));
            }
            end = await this.once(text, options);
            if (end.code !== undefined) {
                this.#lost = false;
                return { ...end, code: end.code };
            }
            // The connection is there, its host has other trouble: a folder of the network that does not answer.
            if (end.began && end.timedOut)
                throw (0,errors/* fail */.fJ)('ssh-time', `${this.name} did not answer within ${timeoutMs / 1000} s.`);
        }
        this.#lost = true;
        throw this.lost(end, waits.length);
    }
    /**
     * Runs a script a single time. Without a code in its end the connection broke, and what became of it is not known.
     * @throws Stop when it can not have run: the login or the host key is refused.
     */
    async once(text, options = {}) {
        const { timeoutMs = SCRIPT_LIMIT } = options;
        const ssh = this.#argv(['-o', 'ControlMaster=auto', '-o', `ControlPersist=${PERSIST}`]);
        await this.#turn();
        this.#asked++;
        try {
            const end = await runSession(ssh, text, this.#files.folder, timeoutMs, options);
            if (!end.began && end.sshCode === 255)
                await this.#throwPermanent(end.before);
            // A master that does not answer either is given up; the next call makes a new one.
            if (!end.began && end.timedOut)
                await this.#end();
            return end;
        }
        finally {
            const next = this.#waiting.shift();
            if (next)
                next();
            else
                this.#running--;
        }
    }
    /** For a connection that can not be brought back. @param end the last that was seen of it. */
    lost(end, times = 1) {
        const said = end?.before ?? '';
        const trouble = connectionTrouble(this.name, this.#target.user, said);
        const last = lastWords(said) || lastWords(end?.stderr ?? '');
        const why = trouble?.message ?? `The connection to ${this.name} broke${last ? `: ${last}` : ''}.`;
        return (0,errors/* fail */.fJ)('ssh-lost', times > 1 ? `${why} It was tried ${times} times.` : why);
    }
    /** A socket on this machine that leads to an address as the host sees it. */
    async forward(address) {
        const socket = (0,external_node_path_.join)(this.#files.folder, `.s.PGSQL.${++this.#forwards}`);
        const to = 'socket' in address
            ? address.socket
            : `${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`;
        // Makes sure that there is a connection.
        await this.script(':');
        const ask = (0,ssh_files/* ofMaster */.su)(this.#files.socket, ['-O', 'forward', '-L', `${socket}:${to}`]);
        const { code, stderr } = await (0,endable/* runBriefly */.F)(ask, ASK_LIMIT);
        if (code !== 0)
            throw (0,errors/* fail */.fJ)('ssh-forward', `${this.name} can not be asked to lead to ${to}: ${lastWords(stderr)}.`);
        return { socket };
    }
    /** Ends the connection and removes what it made on both machines. */
    async close() {
        if (this.#closed)
            return;
        this.#closed = true;
        try {
            const remove = `${(0,dead_man_switch/* stillArmed */.Kw)(this.folder)} || rm -rf -- ${(0,quote/* quoteWord */.X)(this.folder)}`;
            if (this.user.uid >= 0)
                await this.once(remove, { timeoutMs: 10_000 });
        }
        catch {
            // A host that can not be reached any more keeps an empty private folder.
        }
        await this.#end();
        this.#files.remove();
    }
    #argv(options, command = []) {
        const { host, port, user } = this.#target;
        const { config, socket } = this.#files;
        const login = [...(user === undefined ? [] : ['-l', user]), ...(port === undefined ? [] : ['-p', String(port)])];
        return ['ssh', '-F', config, '-o', (0,ssh_files/* controlPath */.XL)(socket), ...options, ...login, '--', host, ...command];
    }
    /** Waits until one of the sessions is free; whoever ends hands its own on. */
    async #turn() {
        if (this.#running < MOST_AT_ONCE)
            this.#running++;
        else
            await new Promise((resolve) => this.#waiting.push(resolve));
    }
    /** What is missing on this machine, and what ssh-key is not, before anybody is asked. */
    async #checkHere() {
        const { key, client } = this.#files;
        // A host that does not find its own command may say the same: so ssh itself is asked, and not what comes of it.
        if (client === 'missing')
            throw missing('ssh');
        if (key === undefined)
            return;
        const { code, stderr } = await (0,endable/* runBriefly */.F)(['ssh-keygen', '-y', '-P', '', '-f', key], ASK_LIMIT);
        if (code === 0)
            return;
        if (code === 127)
            throw missing('ssh-keygen');
        const locked = /passphrase/i.test(stderr);
        throw new errors/* Stop */.VG('usage', 'ssh-key', locked
            ? 'ssh-key is protected by a passphrase, and nobody is there to type it: give a key of its own for deployment, without one.'
            : 'ssh-key is not a private key that OpenSSH can read: give the whole text of the file, from its BEGIN line to its END line.');
    }
    async #connect() {
        const folder = (0,quote/* quoteWord */.X)(this.folder);
        const probe = `umask 077; mkdir ${folder} && id -u && id -un && printf '%s\n' ${(0,quote/* quoteWord */.X)(CANARY)}`;
        const end = await this.once(probe, { timeoutMs: CONNECT_LIMIT });
        if (end.code === undefined)
            throw await this.#noLogin(end);
        const [uid, name, canary] = end.stdout.split('\n');
        if (end.code !== 0 || canary !== CANARY || !/^\d+$/.test(uid ?? '')) {
            throw (0,errors/* fail */.fJ)('ssh-shell', `The login at ${this.name} does not give a POSIX shell in which /tmp can be written (sh, bash, dash or zsh): ${lastWords(end.stderr) || lastWords(end.stdout) || 'it said nothing'}.`);
        }
        Object.assign(this.user, { uid: Number(uid), name });
    }
    /** Why the first script was not run. */
    async #noLogin(end) {
        const { user } = this.#target;
        const trouble = connectionTrouble(this.name, user, end.before);
        if (trouble && !isClosed(end.before))
            return trouble;
        if (end.timedOut)
            return (0,errors/* fail */.fJ)('ssh-unreachable', `${this.name} can not be reached by ssh: it does not answer in time.`);
        if (!trouble) {
            const said = lastWords(end.before) || lastWords(end.stderr) || 'it said nothing';
            return (0,errors/* fail */.fJ)('ssh-shell', `The login at ${this.name} gives no shell, which is needed to do anything there: ${said}.`);
        }
        // Beside a master what a jump host said is not shown.
        const { words, key } = await this.#askAloud();
        return connectionTrouble(this.name, user, words, key) ?? trouble;
    }
    /** A login or a host key that is refused is refused the next time too. */
    async #throwPermanent(stderr) {
        const { key } = isAboutHostKey(stderr) ? await this.#askAloud() : {};
        const trouble = connectionTrouble(this.name, this.#target.user, stderr, key);
        if (trouble && trouble.id !== 'ssh-unreachable')
            throw trouble;
    }
    /** What ssh says, and the key that the last host offers, through jump hosts too; nothing is accepted by asking. */
    async #askAloud() {
        const argv = this.#argv(['-v', '-o', 'ControlPath=none'], ['true']);
        return aloud((await (0,endable/* runBriefly */.F)(argv, CONNECT_LIMIT)).stderr);
    }
    /** Ends the connection, and with it every session. */
    async #end() {
        await (0,ssh_files/* endMaster */.gR)(this.#files.socket);
    }
}
/** Where a run keeps its temporary files on the host. @param token letters and digits. */
function remoteFolder(token) {
    return `/tmp/jampy-promote-${token}`;
}
function missing(program) {
    return (0,errors/* fail */.fJ)('ssh-missing', `${program} is not on this machine: install the OpenSSH client.`);
}

// EXTERNAL MODULE: ./build/hosts/shell-words.js
var shell_words = __webpack_require__(41034);
;// CONCATENATED MODULE: ./build/hosts/ssh-program.js
/** A program on a host that is reached by ssh, from its start to its end; across broken connections where it is detached. */






/** Between two looks at a program whose connection was lost, in milliseconds. */
const POLL = 500;
/** How often it is looked at again once it was ended, or is just being started. */
const LAST_LOOKS = 6;
/** How often a program is started that surely never ran. */
const MOST_STARTS = 3;
/** Past its time a program is ended there, and its session follows; only a host that hangs is left alone. */
const SESSION_GRACE = 30_000;
const NO_LIMIT = 7 * 24 * 3_600_000;
/** @throws Stop: it could not be started, or (`ssh-lost`) nobody knows how it ended. */
async function runBySsh(host, command) {
    const input = await command.input;
    const deadline = command.timeoutMs > 0 ? Date.now() + command.timeoutMs : undefined;
    for (let start = 1;; start++) {
        const program = new SshProgram(host, command, deadline);
        const end = await program.run(input);
        if (end !== 'never started')
            return end;
        if (start === MOST_STARTS || program.isOver)
            throw host.connection.lost(program.session, start);
    }
}
class SshProgram {
    session;
    #host;
    #command;
    #deadline;
    #marker = `group-${(0,external_node_crypto_.randomBytes)(8).toString('hex')}`;
    /** Path of the file that a detached program writes to. */
    #output;
    #started;
    #timedOut = false;
    #ending;
    constructor(host, command, deadline) {
        this.#host = host;
        this.#command = command;
        this.#deadline = deadline;
        this.#output = command.detached ? `${host.connection.folder}/${this.#marker}` : undefined;
    }
    get isOver() {
        const late = this.#deadline !== undefined && Date.now() >= this.#deadline;
        return late || this.#command.signal?.aborted === true;
    }
    async run(input) {
        const { signal, onBytes, onLine } = this.#command;
        const left = this.#deadline === undefined ? NO_LIMIT : Math.max(1, this.#deadline - Date.now());
        const end = () => this.#end();
        const timer = this.#deadline === undefined ? undefined : setTimeout(end, left);
        signal?.addEventListener('abort', end, { once: true });
        if (signal?.aborted)
            end();
        try {
            this.session = await this.#host.connection.once(this.#script(), {
                ...(input === undefined ? {} : { input: Buffer.from(input) }),
                ...(onBytes ? { onBytes } : {}),
                ...(onLine ? { onLine } : {}),
                filter: (0,process_group/* markerFilter */.jV)(this.#marker, (told) => this.#onStarted(told)),
                timeoutMs: left + SESSION_GRACE,
            });
            await this.#ending;
            if (this.session.code === undefined)
                return await this.#found();
            return await this.#finished(this.session, this.session.code);
        }
        finally {
            clearTimeout(timer);
            signal?.removeEventListener('abort', end);
        }
    }
    #script() {
        const { argv, env, cwd: given } = this.#command;
        const { prefix } = this.#host;
        // Our own home may be closed to another user.
        const cwd = given ?? (prefix.length > 0 ? '/' : undefined);
        const words = (0,quote/* quoteWords */.A)((0,process_group/* groupArgv */.w8)(argv, this.#marker, { env, prefix, output: this.#output }));
        return cwd === undefined ? words : `cd -- ${(0,quote/* quoteWord */.X)(cwd)} && ${words}`;
    }
    #onStarted(told) {
        if (this.#started)
            return;
        this.#started = told;
        this.#command.onStarted?.(told);
        if (this.#timedOut)
            this.#end();
    }
    #end() {
        this.#timedOut = true;
        if (this.#started)
            this.#ending ??= this.#host.endGroup(this.#started).catch(() => { });
    }
    async #finished({ stdout, stderr }, code) {
        const { connection, prefix } = this.#host;
        if (!this.#started && !this.#timedOut && code !== 0) {
            const said = lastWords(stderr) || `exit code ${code}`;
            throw (0,errors/* fail */.fJ)('host-run', `Could not start ${this.#command.argv[0]} on ${connection.name}: ${said}.`);
        }
        const said = this.#output === undefined ? stdout : await this.#takeOutput(this.#output);
        const refused = (0,shell_words/* sudoTrouble */.Bz)(connection.name, prefix, this.#output === undefined ? stderr : said);
        if (refused)
            throw refused;
        return { code: this.#timedOut ? undefined : code, stdout: said, stderr, timedOut: this.#timedOut };
    }
    /** How a program ended whose connection was lost. */
    async #found() {
        if (this.#output === undefined)
            throw this.#host.connection.lost(this.session);
        const code = await this.#codeOf(this.#output);
        if (code === 'never started')
            return code;
        const stdout = await this.#takeOutput(this.#output);
        return { code: this.#timedOut ? undefined : code, stdout, stderr: '', timedOut: this.#timedOut };
    }
    async #codeOf(output) {
        const file = (0,quote/* quoteWord */.X)(output);
        const never = `never-${this.#marker}`;
        // Whoever makes the file first decides whether it runs.
        const look = [
            `[ -e ${file}.code ] && exec cat -- ${file}.code`,
            `(umask 077; set -C; echo ${never} >${file}) 2>/dev/null`,
            `[ "$(head -c 100 -- ${file})" = ${never} ] && { echo never; exit; }`,
            `cat -- ${file}.group 2>/dev/null; true`,
        ].join('\n');
        for (let looks = LAST_LOOKS;;) {
            const said = (await this.#host.connection.script(look)).stdout.trim();
            if (said === 'never')
                return 'never started';
            if (/^\d+$/.test(said))
                return Number(said);
            const [kind, pid] = said.split(' ');
            if (pid)
                this.#onStarted({ pid: Number(pid), ownGroup: kind === 'group' });
            const runs = this.#started !== undefined && (await this.#host.groupRuns(this.#started));
            if (this.isOver)
                this.#end();
            await this.#ending;
            // The end of its group and its exit code are not seen at once.
            if (!runs || this.#ending)
                looks--;
            if (looks === 0 || (this.#ending && !runs))
                return undefined;
            await new Promise((resolve) => setTimeout(resolve, POLL));
        }
    }
    /** Left where it is: what the program left running goes on writing to it, and its folder is removed at the end. */
    async #takeOutput(output) {
        return (await this.#host.connection.script(`tail -c 65536 -- ${(0,quote/* quoteWord */.X)(output)} 2>/dev/null`)).stdout;
    }
}

;// CONCATENATED MODULE: ./build/hosts/ssh.js
/** A host that is reached by ssh: programs and files by scripts over one connection (`ssh-connection.ts`). */









/** How long we may be silent until the host helps itself: longer than a connection takes to be made anew. */
const SILENT_SECONDS = 45;
const BEAT = 5000;
class SshHost extends shell_files/* ShellFiles */.K {
    remote = true;
    name;
    #connection;
    #prefix;
    #interpreter;
    constructor(connection, interpreter, user) {
        const root = connection.user.uid === 0;
        const prefix = (0,process_group/* asUser */.ex)(user, root);
        super((text, options) => connection.script(text, options), { where: connection.name, prefix, interpreter, root });
        this.name = connection.name;
        this.#connection = connection;
        this.#prefix = prefix;
        this.#interpreter = interpreter;
    }
    /**
     * @param interpreter a Python on the host, for copies of databases. @param token of this run: letters and digits.
     * @throws Stop: it can not be reached, or refuses us.
     */
    static async connect(target, interpreter, token) {
        return new SshHost(await SshConnection.open(target, token), interpreter);
    }
    get roundTrips() {
        return this.#connection.roundTrips;
    }
    /** The private folder on this machine; asked for by tests alone. */
    get localFolder() {
        return this.#connection.localFolder;
    }
    async user() {
        return this.#connection.user;
    }
    async become(user) {
        const { uid, name } = this.#connection.user;
        if (user === name || user === String(uid))
            return new SshHost(this.#connection, this.#interpreter);
        const known = await this.#connection.script(`id -un -- ${(0,quote/* quoteWord */.X)(user)}`);
        if (known.code !== 0 && !/^\d+$/.test(user))
            throw (0,errors/* fail */.fJ)('run-as', `There is no user ${user} on ${this.name}. Nothing was changed.`);
        return new SshHost(this.#connection, this.#interpreter, known.code === 0 ? known.stdout.trim() : user);
    }
    run(command) {
        return runBySsh({
            connection: this.#connection,
            prefix: this.#prefix,
            endGroup: (started) => this.endGroup(started),
            groupRuns: (started) => this.groupRuns(started),
        }, command);
    }
    shell(line, options) {
        return new SshHost(this.#connection, this.#interpreter).run({
            ...options,
            argv: ['sh', '-c', line],
            detached: true,
        });
    }
    // `kill -TERM -- -1` is not understood by dash's own kill.
    async endGroup(started) {
        const script = [
            `signal() { ${this.#kill('$1', started)}; }`,
            'patience() { turn=0; while signal 0 && [ $turn -lt 30 ]; do sleep 0.1; turn=$((turn + 1)); done; }',
            'signal TERM; patience',
            'signal 0 || exit 0',
            'signal KILL; patience; true',
        ].join('\n');
        await this.#connection.script(script);
    }
    async groupRuns(started) {
        return (await this.#connection.script(this.#kill('0', started))).code === 0;
    }
    /** Shell words that send a signal; they succeed when anybody in the group could be sent it, by us or as the other user. */
    #kill(signal, { pid, ownGroup }) {
        const kill = `kill -s ${signal} -- ${ownGroup ? -pid : pid} 2>/dev/null`;
        if (this.#prefix.length === 0)
            return kill;
        return `reached=1; ${kill} && reached=0; ${(0,quote/* quoteWords */.A)(this.#prefix)} ${kill} && reached=0; [ $reached = 0 ]`;
    }
    reach(address) {
        return this.#connection.forward(address);
    }
    commandLine(argv) {
        return (0,quote/* quoteWords */.A)([...this.#prefix, ...argv]);
    }
    async whenLost(script, patienceMs) {
        const connection = this.#connection;
        const token = connection.folder.replace(/^.*-/, '');
        const waiting = (0,dead_man_switch/* switchScript */.Ec)(connection.folder, token, script, {
            silentSeconds: SILENT_SECONDS,
            patienceSeconds: Math.ceil(patienceMs / 1000),
        });
        const path = (0,dead_man_switch/* wordsFor */.tu)(connection.folder);
        // In a session of its own, with nothing of this connection in its hands; it has begun when its number is there.
        const argv = ['setsid', 'sh', '-c', waiting];
        const started = await connection.script([
            `: >${path('alive')} || exit`,
            `${(0,quote/* quoteWords */.A)(argv)} >/dev/null 2>&1 </dev/null &`,
            `turn=0; while [ ! -s ${path('pid')} ] && [ $turn -lt 30 ]; do sleep 0.1; turn=$((turn + 1)); done`,
            `[ -s ${path('pid')} ]`,
        ].join('\n'));
        if (started.code !== 0) {
            const said = lastWords(started.stderr) || 'setsid, sh and a /tmp that can be written are needed for it';
            throw (0,errors/* fail */.fJ)('switch', `${this.name} could not be asked to put itself in order if the connection breaks: ${said}. Nothing was changed.`);
        }
        let heard = Date.now();
        // Never made anew: once it has another name, the host has taken over.
        const touch = `[ -e ${path('alive')} ] && touch -c -- ${path('alive')}`;
        let asking = false;
        const beat = setInterval(() => {
            if (asking)
                return;
            asking = true;
            connection
                .once(touch)
                .then((end) => {
                if (end.code === 0)
                    heard = Date.now();
            })
                .catch(() => { })
                .finally(() => {
                asking = false;
            });
        }, BEAT);
        beat.unref();
        return {
            fired: async () => {
                if (Date.now() - heard < (SILENT_SECONDS * 1000) / 2)
                    return false;
                return (await connection.script(`${touch}; [ -e ${path('fired')} ]`)).code === 0;
            },
            disarm: async () => {
                clearInterval(beat);
                // Where it has not fired it does nothing any more: without its file it ends by itself.
                const end = `mv -T ${path('alive')} ${path('over')} 2>/dev/null; [ -e ${path('over')} ] || [ ! -e ${path('fired')} ]`;
                return (await connection.script(end)).code === 0;
            },
            done: async () => (await connection.script(`[ -e ${path('done')} ]`)).code === 0,
        };
    }
    async missingPrograms(names) {
        if (names.length === 0)
            return [];
        const look = `for name in ${(0,quote/* quoteWords */.A)(names)}; do command -v -- "$name" >/dev/null 2>&1 || printf '%s\\0' "$name"; done`;
        return (await this.#connection.script(look)).stdout.split('\0').filter(Boolean);
    }
    async leftRunning(token) {
        return (0,leftovers/* parseLeftRunning */.u0)((await this.#connection.script((0,leftovers/* leftRunningScript */.op)('/tmp', token))).stdout);
    }
    async removeLeftovers(token) {
        const folder = remoteFolder(token);
        await this.#connection.script(`${(0,dead_man_switch/* standDownScript */.am)(folder)}\nrm -rf -- ${(0,quote/* quoteWord */.X)(folder)}`);
    }
    close() {
        return this.#connection.close();
    }
}


/***/ })

};

export const id = 756;
export const ids = [756];
export const modules = {

/***/ 87756:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   LocalOtherHost: () => (/* binding */ LocalOtherHost)
/* harmony export */ });
/* harmony import */ var _local_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(60051);
/* harmony import */ var _local_programs_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(72064);
/* harmony import */ var _process_group_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(12159);
/* harmony import */ var _shell_files_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(88571);




const SCRIPT_LIMIT = 10 * 60_000;
class LocalOtherHost extends _shell_files_js__WEBPACK_IMPORTED_MODULE_2__/* .ShellFiles */ .K {
    name = 'this machine';
    remote = false;
    roundTrips = 0;
    #we;
    #programs;
    constructor(user, { interpreter, token } = {}) {
        const prefix = (0,_process_group_js__WEBPACK_IMPORTED_MODULE_3__/* .asUser */ .ex)(user, process.getuid?.() === 0);
        super(runHere, { where: 'this machine', prefix, interpreter });
        this.#we = new _local_js__WEBPACK_IMPORTED_MODULE_0__/* .LocalHost */ .a({ interpreter, token });
        this.#programs = new _local_programs_js__WEBPACK_IMPORTED_MODULE_1__/* .LocalPrograms */ .b(user, token);
    }
    user() {
        return this.#we.user();
    }
    become(user) {
        return this.#we.become(user);
    }
    run(command) {
        return this.#programs.run(command);
    }
    shell(line, options) {
        return this.#programs.shell(line, options);
    }
    endGroup(started) {
        return this.#programs.endGroup(started);
    }
    groupRuns(started) {
        return this.#programs.groupRuns(started);
    }
    commandLine(argv) {
        return this.#programs.commandLine(argv);
    }
    whenLost() {
        return this.#programs.whenLost();
    }
    missingPrograms(names) {
        return this.#programs.missingPrograms(names);
    }
    /** Root needs no Python for it. */
    async snapshotDatabase(path, to) {
        if (process.getuid?.() === 0 && (await this.allows(path, 'readable')))
            return this.#we.snapshotDatabase(path, to);
        return super.snapshotDatabase(path, to);
    }
    leftRunning(token) {
        return this.#programs.leftRunning(token);
    }
    removeLeftovers(token) {
        return this.#programs.removeLeftovers(token);
    }
    async reach(address) {
        return address;
    }
    async close() { }
}
async function runHere(text, options = {}) {
    const limit = options.timeoutMs ?? SCRIPT_LIMIT;
    const { code, stdout, stderr, timedOut } = await new _local_programs_js__WEBPACK_IMPORTED_MODULE_1__/* .LocalPrograms */ .b().run({
        argv: ['sh', '-c', text],
        timeoutMs: limit,
        ...(options.input ? { input: options.input } : {}),
        ...(options.onBytes ? { onBytes: options.onBytes } : {}),
    });
    if (timedOut)
        return { code: 1, stdout, stderr: `it took longer than ${limit / 1000} s` };
    return { code: code ?? 1, stdout, stderr };
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


/***/ })

};

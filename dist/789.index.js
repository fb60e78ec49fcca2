export const id = 789;
export const ids = [789];
export const modules = {

/***/ 14789:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   LocalSudoHost: () => (/* binding */ LocalSudoHost)
/* harmony export */ });
/* harmony import */ var _local_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(72451);
/* harmony import */ var _local_programs_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(82477);
/* harmony import */ var _process_group_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(12159);
/* harmony import */ var _shell_files_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(39114);




const SCRIPT_LIMIT = 10 * 60_000;
class LocalSudoHost extends _shell_files_js__WEBPACK_IMPORTED_MODULE_2__/* .ShellFiles */ .K {
    name = 'this machine';
    remote = false;
    roundTrips = 0;
    #we;
    #programs;
    constructor(user, { interpreter, token } = {}) {
        const script = new _local_programs_js__WEBPACK_IMPORTED_MODULE_1__/* .LocalPrograms */ .b();
        super(async (text, options = {}) => {
            const { code = 1, stdout, stderr, } = await script.run({
                argv: ['sh', '-c', text],
                timeoutMs: options.timeoutMs ?? SCRIPT_LIMIT,
                ...(options.input ? { input: options.input } : {}),
                ...(options.onBytes ? { onBytes: options.onBytes } : {}),
            });
            return { code, stdout, stderr };
        }, { where: 'this machine', prefix: (0,_process_group_js__WEBPACK_IMPORTED_MODULE_3__/* .asUser */ .ex)(user, false), interpreter, root: false });
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


/***/ }),

/***/ 39114:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  K: () => (/* binding */ ShellFiles)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/hosts/quote.js
var quote = __webpack_require__(28976);
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
    folder = tempfile.mkdtemp()
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







/** For what may be large, in milliseconds. */
const TRANSFER_LIMIT = 10 * 60_000;
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
        // From a folder that everybody may enter: find wants to go back to where it was started.
        this.#run = (script, more) => run(`export LC_ALL=C; cd /\n${script}`, more);
        this.#where = options.where;
        this.#prefix = options.prefix.length > 0 ? `${(0,quote/* quoteWords */.A)(options.prefix)} ` : '';
        this.#interpreter = options.interpreter ?? 'python3';
        this.#root = options.root;
    }
    async readFile(path) {
        let chunks = [];
        const end = await this.#run(`${this.#prefix}cat -- ${(0,quote/* quoteWord */.X)(path)}`, {
            timeoutMs: TRANSFER_LIMIT,
            onBytes: (bytes) => chunks.push(bytes),
            onRetry: () => {
                chunks = [];
            },
        });
        if (end.code === 0)
            return Buffer.concat(chunks);
        if (shell_words/* NOT_THERE */.ro.test(end.stderr))
            return undefined;
        throw this.#cannot('read', path, end);
    }
    async digests(paths) {
        const found = new Map();
        for (const list of (0,shell_words/* portions */.jN)(paths)) {
            const end = await this.#text(`${this.#prefix}sha256sum -z -- ${(0,quote/* quoteWords */.A)(list)}`);
            const trouble = (0,shell_words/* linesOf */.Dx)(end.stderr).find((line) => !shell_words/* NOT_THERE */.ro.test(line));
            if (end.code !== 0 && (trouble !== undefined || !end.stderr))
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
        const temporary = (0,shell_words/* beside */.vY)(path);
        const end = await this.#put(temporary, path, bytes, mode, `mv -fT -- ${(0,quote/* quoteWord */.X)(temporary)} ${(0,quote/* quoteWord */.X)(path)}`);
        if (end.code !== 0)
            throw this.#cannot('write', path, end);
    }
    async createExclusive(path, bytes, mode) {
        const temporary = (0,shell_words/* beside */.vY)(path);
        const link = `ln -T -- ${(0,quote/* quoteWord */.X)(temporary)} ${(0,quote/* quoteWord */.X)(path)}`;
        const end = await this.#put(temporary, path, bytes, mode, link);
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
            if (shell_words/* NOT_THERE */.ro.test(end.stderr))
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
        if (found.size === 0 && end.code !== 0 && !shell_words/* NOT_THERE */.ro.test(end.stderr))
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
        const folders = new Map(paths.map((path) => [`${path.replace(/\/+$/, '')}/.`, path]));
        const words = (0,quote/* quoteWords */.A)([...folders.keys()]);
        const end = await this.#text(`${this.#prefix}find ${words} -maxdepth 1 -printf '%d/%f\\0%H\\0'`);
        const trouble = (0,shell_words/* linesOf */.Dx)(end.stderr).find((line) => !shell_words/* NOT_THERE */.ro.test(line));
        if (end.code !== 0 && (trouble !== undefined || !end.stderr))
            throw this.#cannot('list', paths.join(' and '), { ...end, stderr: trouble ?? '' });
        const found = new Map();
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
        return found;
    }
    async age(path) {
        const script = `${this.#prefix}find ${(0,quote/* quoteWord */.X)(path)} -maxdepth 0 -printf '%C@\\n' && date +%s`;
        const end = await this.#text(script);
        const [changed, now] = end.stdout.split('\n').map(Number);
        if (end.code === 0 && changed && now)
            return Math.max(0, now - changed);
        if (shell_words/* NOT_THERE */.ro.test(end.stderr))
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
            await this.#do(`chmod ${(0,shell_words/* octal */.Wo)(mode)} -- ${(0,quote/* quoteWords */.A)(list)}`, 'set the permissions of', list[0]);
        }
    }
    async changeOwner(paths, { uid, gid }) {
        const program = this.#root && !this.#prefix ? `chown -h ${uid}:${gid}` : `chgrp -h ${gid}`;
        for (const list of (0,shell_words/* portions */.jN)(paths)) {
            await this.#do(`${program} -- ${(0,quote/* quoteWords */.A)(list)}`, 'set the group of', list[0]);
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
        const done = retried && shell_words/* NOT_THERE */.ro.test(end.stderr) && (await this.stat(to)) !== undefined;
        if (end.code !== 0 && !done)
            throw this.#cannot(`move ${from} to`, to, end);
    }
    async remove(path) {
        await this.#do(`rm -f -- ${(0,quote/* quoteWord */.X)(path)}`, 'remove', path);
    }
    async canWrite(path) {
        const end = await this.#run(`${this.#prefix}find ${(0,quote/* quoteWord */.X)(path)} -maxdepth 0 -writable -printf y`);
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
        let file = (0,external_node_fs_.openSync)(to, 'wx', 0o600);
        try {
            const program = `${this.#prefix}${(0,quote/* quoteWords */.A)([this.#interpreter, '-I', '-c', SNAPSHOT_PROGRAM, path])}`;
            const end = await this.#run(program, {
                onBytes: (bytes) => (0,external_node_fs_.writeSync)(file, bytes),
                onRetry: () => {
                    (0,external_node_fs_.closeSync)(file);
                    file = (0,external_node_fs_.openSync)(to, 'w', 0o600);
                },
                timeoutMs: TRANSFER_LIMIT,
            });
            if (end.code !== 0)
                throw this.#cannot('copy', path, end);
        }
        catch (error) {
            (0,external_node_fs_.rmSync)(to, { force: true });
            throw error;
        }
        finally {
            (0,external_node_fs_.closeSync)(file);
        }
    }
    /** Writes a temporary file with its final mode, makes sure of what arrived, and puts it in place. */
    async #put(temporary, path, bytes, mode, place) {
        const sha256 = (0,external_node_crypto_.createHash)('sha256').update(bytes).digest('hex');
        const script = (0,shell_words/* putScript */.vJ)({ prefix: this.#prefix, temporary, sha256, mode, place });
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
        let chunks = [];
        const end = await this.#run(script, {
            onBytes: (bytes) => chunks.push(bytes),
            onRetry: () => {
                chunks = [];
            },
        });
        return { ...end, stdout: Buffer.concat(chunks).toString('utf8') };
    }
    #cannot(verb, path, end) {
        const lines = (0,shell_words/* linesOf */.Dx)(end.stderr);
        const refused = lines.find((line) => /^sudo: /.test(line) || /sudo: (command )?not found/.test(line));
        if (refused !== undefined)
            return (0,shell_words/* sudoRefused */.Ub)(this.#where, this.#prefix, refused);
        const said = lines.at(-1) ?? `exit code ${end.code}`;
        return (0,errors/* fail */.fJ)('host-file', `Could not ${verb} ${path} on ${this.#where}: ${(0,shell_words/* fileTrouble */.AG)(said)}.`);
    }
}


/***/ }),

/***/ 41034:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AG: () => (/* binding */ fileTrouble),
/* harmony export */   Ax: () => (/* binding */ DAMAGED),
/* harmony export */   Dx: () => (/* binding */ linesOf),
/* harmony export */   RV: () => (/* binding */ sudoUser),
/* harmony export */   Ub: () => (/* binding */ sudoRefused),
/* harmony export */   Vb: () => (/* binding */ STAT),
/* harmony export */   Wo: () => (/* binding */ octal),
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




/** One shell word holds at most 128 KiB. */
const LONGEST_LIST = 60_000;
const KINDS = { f: 'file', d: 'directory', l: 'symlink' };
/** How find prints what `parseStat` reads. */
const STAT = '%y %s %m %U %G';
const NOT_THERE = /No such file or directory|Not a directory/;
/** @param prefix e.g. `sudo -n -u app -- `. @param said sudo's own line. */
function sudoRefused(where, prefix, said) {
    const user = sudoUser(prefix)?.replace(/^#/, '') ?? 'another user';
    return (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .fail */ .fJ)('sudo-refused', `On ${where} we may not act as ${user}, the user that owns the project (${said.trim()}): permit it in /etc/sudoers.d with NOPASSWD for the few programs that docs/servers.md lists, or connect as that user. Nothing was changed.`);
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
function beside(path) {
    return node_path__WEBPACK_IMPORTED_MODULE_1__.posix.join(node_path__WEBPACK_IMPORTED_MODULE_1__.posix.dirname(path), `.${node_path__WEBPACK_IMPORTED_MODULE_1__.posix.basename(path)}.${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(6).toString('hex')}`);
}
/** Lists short enough for one command. */
function portions(paths) {
    const lists = [];
    let length = LONGEST_LIST;
    for (const path of paths) {
        length += (0,_quote_js__WEBPACK_IMPORTED_MODULE_3__/* .quoteWord */ .X)(path).length + 1;
        if (length > LONGEST_LIST) {
            lists.push([]);
            length = (0,_quote_js__WEBPACK_IMPORTED_MODULE_3__/* .quoteWord */ .X)(path).length + 1;
        }
        lists.at(-1)?.push(path);
    }
    return lists;
}
/** Our own exit code for bytes that arrived damaged. */
const DAMAGED = 93;
/** Writes standard input to a temporary file, makes sure of what arrived, and puts it in place. */
function putScript({ prefix: s, temporary, sha256, mode, place }) {
    const t = (0,_quote_js__WEBPACK_IMPORTED_MODULE_3__/* .quoteWord */ .X)(temporary);
    return [
        `put() {`,
        // Made empty and private first; the final mode comes with the whole content.
        `  ${s}install -m 600 -- /dev/null ${t} &&`,
        `  ${s}dd of=${t} bs=65536 conv=notrunc,fsync status=none &&`,
        `  { [ "$(${s}cat -- ${t} | sha256sum | cut -c1-64)" = ${sha256} ] || return ${DAMAGED}; } &&`,
        `  ${s}chmod ${octal(mode)} -- ${t} &&`,
        `  ${s}${place}`,
        `}`,
        `put; code=$?`,
        // Nothing is written to a closed pipe when it ended early, and no half file stays.
        `cat >/dev/null; ${s}rm -f -- ${t}`,
        `exit $code`,
    ].join('\n');
}


/***/ })

};

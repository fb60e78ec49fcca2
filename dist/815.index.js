export const id = 815;
export const ids = [815];
export const modules = {

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


/***/ }),

/***/ 23156:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   KX: () => (/* binding */ makeSshFiles),
/* harmony export */   q_: () => (/* binding */ sweepSshFolders),
/* harmony export */   tC: () => (/* binding */ removeSshFolder)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51455);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(48161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(76760);
/* harmony import */ var _exec_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(95359);
/**
 * The private folder of one ssh connection: the key (mode 600), the known hosts, one configuration that also jump hosts
 * obey, and the socket of the multiplexed connection. Removed when the connection is closed.
 */





const PREFIX = 'jampy-promote-ssh-';
const SOCKET = 'c';
/** A socket's path has at most 107 bytes, and ssh appends 17 to the one it makes first. */
const LONGEST_FOLDER = 80;
async function makeSshFiles(target) {
    await sweepSshFolders();
    const parent = parents()[0];
    const folder = await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.mkdtemp((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.realpath(parent), `${PREFIX}${process.pid}-`));
    const file = async (name, value) => {
        const path = (0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, name);
        // OpenSSH wants its last line ended.
        await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.writeFile(path, `${(await textOf(value)).replace(/\r\n/g, '\n').trimEnd()}\n`, {
            mode: 0o600,
            flag: 'wx',
        });
        return path;
    };
    const key = target.key === undefined ? undefined : await file('key', target.key);
    const known = target.knownHosts === undefined ? undefined : await file('known_hosts', target.knownHosts);
    const own = target.config === undefined ? undefined : await file('given_config', target.config);
    const quoted = (path) => `"${path}"`;
    const lines = [
        'Host *',
        // The first value of an option counts: whatever the configurations below say, keys are checked and nobody is asked.
        '  StrictHostKeyChecking yes',
        '  UpdateHostKeys no',
        '  BatchMode yes',
        '  ConnectTimeout 15',
        '  ServerAliveInterval 5',
        '  ServerAliveCountMax 3',
        '  ForwardX11 no',
        '  ForwardAgent no',
        '  RequestTTY no',
        ...(known ? [`  UserKnownHostsFile ${quoted(known)}`, '  GlobalKnownHostsFile /dev/null'] : []),
        ...(key ? [`  IdentityFile ${quoted(key)}`, '  IdentitiesOnly yes'] : []),
        ...(own ? [`Include ${quoted(own)}`] : ['Include ~/.ssh/config', 'Include /etc/ssh/ssh_config']),
    ];
    const config = (0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, 'config');
    await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.writeFile(config, `${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx' });
    return { folder, config, key, socket: (0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, SOCKET) };
}
/** The value itself, or the content of the file that it names. */
async function textOf(value) {
    if (value.trim().includes('\n') || value.length > 1000)
        return value;
    const path = value.trim().replace(/^~(?=\/)/, process.env.HOME ?? '~');
    return node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readFile(path, 'utf8').catch(() => value);
}
/** Where the folder may be, the best first. */
function parents() {
    return [process.env.RUNNER_TEMP, (0,node_os__WEBPACK_IMPORTED_MODULE_2__.tmpdir)(), '/tmp'].filter((path) => path !== undefined && Buffer.byteLength(path) + PREFIX.length + 20 <= LONGEST_FOLDER);
}
/**
 * Removes what earlier runs of this machine left that were killed: the folder with the key, and the connection that
 * outlives them.
 */
async function sweepSshFolders() {
    for (const parent of new Set(parents())) {
        for (const name of namesIn(parent)) {
            const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]);
            if (!(pid > 0) || isAlive(pid))
                continue;
            const folder = (0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(parent, name);
            // One that is not ours can not be entered, and says nothing.
            if (await isOurs(folder))
                await endConnection(folder).catch(() => undefined);
            removeSshFolder(folder);
        }
    }
}
async function isOurs(folder) {
    const stat = await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.lstat(folder).catch(() => undefined);
    return stat?.isDirectory() === true && stat.uid === process.getuid?.();
}
/** Where no connection is left, this ends at once. */
async function endConnection(folder) {
    const socket = (0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, SOCKET);
    // The name is asked for and not used: the socket says which connection is meant.
    const argv = ['ssh', '-F', '/dev/null', '-o', `ControlPath=${socket}`, '-O', 'exit', '--', 'left'];
    if (await node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.lstat(socket).catch(() => undefined))
        await (0,_exec_js__WEBPACK_IMPORTED_MODULE_4__/* .execute */ .PJ)({ argv, onStdout: () => { }, onStderr: () => { } });
}
/** @param folder of a run that is over. */
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
function isAlive(pid) {
    try {
        process.kill(pid, 0);
        return true;
    }
    catch (error) {
        return error.code === 'EPERM';
    }
}


/***/ }),

/***/ 93815:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  SshHost: () => (/* binding */ SshHost)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
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
// EXTERNAL MODULE: ./build/hosts/shell-files.js + 1 modules
var shell_files = __webpack_require__(39114);
// EXTERNAL MODULE: ./build/hosts/shell-words.js
var shell_words = __webpack_require__(41034);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/hosts/exec.js
var exec = __webpack_require__(95359);
// EXTERNAL MODULE: ./build/hosts/ssh-files.js
var ssh_files = __webpack_require__(23156);
;// CONCATENATED MODULE: ./build/hosts/ssh-trouble.js
/** What OpenSSH says when it can not connect, as one sentence with the way on. */

/** The host's key as `ssh -v` tells it, e.g. `ssh-ed25519 SHA256:…`. */
function offeredKey(verbose) {
    return /Server host key: (\S+ SHA256:\S+)/.exec(verbose)?.[1];
}
/** Whether it is about the host's key, so that the key it offered has to be told. */
function isAboutHostKey(stderr) {
    return /Host key verification failed|host key is known for|IDENTIFICATION HAS CHANGED|revoked host key/i.test(stderr);
}
/**
 * @param where the host as it was given. @param offered its key; undefined when it could not be asked.
 * @returns undefined when the words are not about the connection.
 */
function connectionTrouble(where, user, stderr, offered) {
    const login = user === undefined ? 'the login' : `ssh-user ${user}`;
    if (/IDENTIFICATION HAS CHANGED/.test(stderr)) {
        return (0,errors/* fail */.fJ)('ssh-host-key-changed', `The host key of ${where} is not the one in ssh-known-hosts${offered ? `: it offers ${offered}` : ''}. Either the server was set up anew or somebody stands in between. Ask its operator for the fingerprint (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub on the server), and replace the entry only if it is the same.`);
    }
    if (isAboutHostKey(stderr)) {
        return (0,errors/* fail */.fJ)('ssh-host-key-unknown', `The host key of ${where} is not in ssh-known-hosts${offered ? `: it offers ${offered}` : ''}. Compare that fingerprint with the operator's (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub on the server); if it is the same, put the line of ssh-keyscan for this host into ssh-known-hosts. It is never accepted by itself.`);
    }
    if (/Permission denied \(|Too many authentication failures|No more authentication methods/.test(stderr)) {
        return (0,errors/* fail */.fJ)('ssh-login', `${where} refused ${login} with the given key: the public half of ssh-key has to be in that user's authorized_keys.`);
    }
    const said = lastWords(stderr);
    const known = [
        [/Could not resolve hostname|Name or service not known|nodename nor servname/i, 'its name is not known'],
        [/Connection refused/i, 'the connection is refused: no ssh server listens there'],
        [/timed out|Timeout, server/i, 'it does not answer in time'],
        [/No route to host|Network is unreachable/i, 'there is no way to it through the network'],
        [/kex_exchange_identification|Connection (closed|reset)|Broken pipe|banner exchange/i, 'it closed the connection'],
        [
            /Bad configuration|Bad owner or permissions|terminating, \d+ bad|Unsupported option|unknown option/i,
            `ssh-config is not right (${said})`,
        ],
    ];
    const found = known.find(([pattern]) => pattern.test(stderr));
    if (!found)
        return undefined;
    return (0,errors/* fail */.fJ)('ssh-unreachable', `${where} can not be reached by ssh: ${found[1]}. Check ssh-host, ssh-port and the network.`);
}
/** The last line that is not decoration, without control characters, at most 300 long. */
function lastWords(stderr) {
    const lines = stderr.split(/\r?\n/).map((line) => line.replace(/\p{Cc}/gu, '').trim());
    return (lines.filter((line) => line && !/^[@\s]*$/.test(line)).at(-1) ?? 'it said nothing').slice(0, 300);
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
/** Waits before a connection is tried again, in milliseconds. */
const AGAIN = [0, 1000, 3000, 6000];
/** How long the connection outlives a killed run without being used, in seconds. */
const PERSIST = 60;
/** A word that a shell which is none would get wrong. */
const CANARY = `a b'c"d$e\\f`;
/** The connection broke before the script told its end. */
const BROKEN = Symbol('broken');
class SshConnection {
    name;
    /** Who we are there. */
    user;
    /** A private folder there, made by us; removed at the end. */
    folder;
    #target;
    #files;
    #asked = 0;
    #inputs = 0;
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
            await connection.#checkKey();
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
    /** What must be removed on this machine when the run is killed. */
    get localFolder() {
        return this.#files.folder;
    }
    /** Runs a script that may be run twice without harm. @throws Stop when the connection stays broken. */
    async script(text, options = {}) {
        let trouble = '';
        // What was lost a moment ago is tried once: everything that follows would wait as long again.
        for (const [attempt, wait] of (this.#lost ? [0] : AGAIN).entries()) {
            if (attempt > 0) {
                options.onRetry?.();
                await new Promise((resolve) => setTimeout(resolve, wait));
            }
            const end = await this.once(text, options);
            if (!isBroken(end)) {
                this.#lost = false;
                return end;
            }
            trouble = end.stderr;
        }
        this.#lost = true;
        throw this.lost(trouble);
    }
    /** Runs a script a single time. @throws Stop when it can not have run: the login or the host key is refused. */
    async once(text, options = {}) {
        const word = (0,external_node_crypto_.randomBytes)(9).toString('hex');
        const remote = `printf '%s\\n' b${word}; ( ${text}\n); printf '\\n%s %d\\n' e${word} "$?" >&2`;
        const out = afterMarker(`b${word}\n`, options.onBytes ? (0,exec/* passOn */.TH)(options.onBytes) : (0,exec/* collector */.g7)());
        const onLine = options.onLine;
        const err = (0,exec/* collector */.g7)(onLine && ((line) => line.includes(`e${word}`) || onLine(line)), options.filter);
        const sent = await this.#exchange(remote, options, out, err);
        const [stdout, stderr] = [out.end(), err.end()];
        const end = new RegExp(`\\r?\\n?e${word} (\\d+)\\s*$`).exec(stderr);
        if (end)
            return { code: Number(end[1]), stdout, stderr: stderr.slice(0, end.index) };
        if (sent === 255)
            await this.#throwPermanent(stderr);
        return { broken: BROKEN, stderr };
    }
    /** For a connection that can not be brought back. */
    lost(stderr) {
        const trouble = connectionTrouble(this.name, this.#target.user, stderr);
        const why = trouble ? trouble.message : `The connection to ${this.name} broke: ${lastWords(stderr)}.`;
        return (0,errors/* fail */.fJ)('ssh-lost', `${why} It was tried ${AGAIN.length} times.`);
    }
    /** A socket on this machine that leads to an address as the host sees it. */
    async forward(address) {
        const socket = (0,external_node_path_.join)(this.#files.folder, `.s.PGSQL.${++this.#forwards}`);
        const to = 'socket' in address
            ? address.socket
            : `${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`;
        // Makes sure that there is a connection.
        await this.script(':');
        const err = (0,exec/* collector */.g7)();
        const argv = this.#argv(['-O', 'forward', '-L', `${socket}:${to}`], []);
        const code = await (0,exec/* execute */.PJ)({ argv, onStdout: () => { }, onStderr: err.data });
        const said = err.end();
        if (code !== 0)
            throw (0,errors/* fail */.fJ)('ssh-forward', `${this.name} can not be asked to lead to ${to}: ${lastWords(said)}.`);
        return { socket };
    }
    /** Ends the connection and removes what it made on both machines. */
    async close() {
        if (this.#closed)
            return;
        this.#closed = true;
        try {
            if (this.user.uid >= 0)
                await this.once(`rm -rf -- ${(0,quote/* quoteWord */.X)(this.folder)}`, { timeoutMs: 10_000 });
        }
        catch {
            // A host that can not be reached any more keeps an empty private folder.
        }
        await this.#end();
        (0,ssh_files/* removeSshFolder */.tC)(this.#files.folder);
    }
    #argv(options, command) {
        const { host, port, user } = this.#target;
        const { config, socket } = this.#files;
        const login = [...(user === undefined ? [] : ['-l', user]), ...(port === undefined ? [] : ['-p', String(port)])];
        return ['ssh', '-F', config, '-o', `ControlPath=${socket}`, ...options, ...login, '--', host, ...command];
    }
    /** @returns ssh's own exit code. */
    async #exchange(remote, options, out, err) {
        await this.#turn();
        this.#asked++;
        // From a file: a connection that breaks in the middle would break a pipe that we write to.
        const input = options.input && options.input.length > 0 ? (0,external_node_path_.join)(this.#files.folder, `in${++this.#inputs}`) : undefined;
        const multiplex = ['-o', 'ControlMaster=auto', '-o', `ControlPersist=${PERSIST}`];
        const ssh = this.#argv(multiplex, [remote]);
        // Bytes come by a file too: lines are looked for in what comes by a pipe, and large files may hold none.
        const output = options.onBytes ? (0,external_node_path_.join)(this.#files.folder, `out${++this.#inputs}`) : undefined;
        const timer = setTimeout(() => void this.#end(), options.timeoutMs ?? SCRIPT_LIMIT);
        try {
            if (input)
                await promises_.writeFile(input, options.input, { mode: 0o600, flag: 'wx' });
            if (output)
                await promises_.writeFile(output, '', { mode: 0o600, flag: 'wx' });
            const script = output ? 'out=$1; shift; exec "$@" <"$0" >"$out"' : 'exec "$@" <"$0"';
            const argv = ['sh', '-c', script, input ?? '/dev/null', ...(output ? [output] : []), ...ssh];
            const code = await (0,exec/* execute */.PJ)({ argv, onStdout: out.data, onStderr: err.data });
            if (output)
                for await (const chunk of (0,external_node_fs_.createReadStream)(output))
                    out.data(chunk);
            return code;
        }
        catch (error) {
            throw (0,errors/* fail */.fJ)('ssh-missing', `ssh can not be started on this machine (${(0,exec/* startTrouble */.U4)(error, 'ssh')}): install the OpenSSH client.`, error);
        }
        finally {
            clearTimeout(timer);
            for (const file of [input, output])
                if (file)
                    await promises_.rm(file, { force: true });
            this.#running--;
            this.#waiting.shift()?.();
        }
    }
    async #turn() {
        if (this.#running >= MOST_AT_ONCE)
            await new Promise((resolve) => this.#waiting.push(resolve));
        this.#running++;
    }
    /** What ssh-key is not, before anybody is asked. */
    async #checkKey() {
        const { key } = this.#files;
        if (key === undefined)
            return;
        const err = (0,exec/* collector */.g7)();
        const argv = ['ssh-keygen', '-y', '-P', '', '-f', key];
        const code = await (0,exec/* execute */.PJ)({ argv, onStdout: () => { }, onStderr: err.data }).catch((error) => {
            throw (0,errors/* fail */.fJ)('ssh-missing', `ssh-keygen can not be started on this machine (${(0,errors/* reasonOf */.A3)(error)}): install the OpenSSH client.`);
        });
        if (code === 0)
            return;
        const locked = /passphrase/i.test(err.end());
        throw new errors/* Stop */.VG('usage', 'ssh-key', locked
            ? 'ssh-key is protected by a passphrase, and nobody is there to type it: give a key of its own for deployment, without one.'
            : 'ssh-key is not a private key that OpenSSH can read: give the whole text of the file, from its BEGIN line to its END line.');
    }
    async #connect() {
        const folder = (0,quote/* quoteWord */.X)(this.folder);
        const probe = `umask 077; mkdir ${folder} && id -u && id -un && printf '%s\\n' ${(0,quote/* quoteWord */.X)(CANARY)}`;
        const end = await this.once(probe, { timeoutMs: 60_000 });
        if (isBroken(end)) {
            const trouble = connectionTrouble(this.name, this.#target.user, end.stderr);
            throw (trouble ??
                (0,errors/* fail */.fJ)('ssh-unreachable', `${this.name} does not answer by ssh as a shell would: ${lastWords(end.stderr)}.`));
        }
        const [uid, name, canary] = end.stdout.split('\n');
        if (end.code !== 0 || canary !== CANARY || !/^\d+$/.test(uid ?? '')) {
            throw (0,errors/* fail */.fJ)('ssh-shell', `The login at ${this.name} does not give a POSIX shell in which /tmp can be written (sh, bash, dash or zsh): ${lastWords(end.stderr || end.stdout)}.`);
        }
        Object.assign(this.user, { uid: Number(uid), name });
    }
    /** A login or a host key that is refused is refused the next time too. */
    async #throwPermanent(stderr) {
        const aboutKey = isAboutHostKey(stderr);
        const offered = aboutKey ? await this.#offeredKey() : undefined;
        const trouble = connectionTrouble(this.name, this.#target.user, stderr, offered);
        if (trouble && trouble.id !== 'ssh-unreachable')
            throw trouble;
    }
    /** The key that the host offers, through jump hosts too; nothing is accepted by asking. */
    async #offeredKey() {
        const err = (0,exec/* collector */.g7)();
        const argv = this.#argv(['-v', '-o', 'ControlPath=none'], ['true']);
        await (0,exec/* execute */.PJ)({ argv, onStdout: () => { }, onStderr: err.data }).catch(() => undefined);
        return offeredKey(err.end());
    }
    /** Ends the connection, and with it every session. */
    async #end() {
        const argv = this.#argv(['-O', 'exit'], []);
        await (0,exec/* execute */.PJ)({ argv, onStdout: () => { }, onStderr: () => { } }).catch(() => undefined);
    }
}
function isBroken(end) {
    return 'broken' in end;
}
/** Where a run keeps its temporary files on the host. @param token letters and digits. */
function remoteFolder(token) {
    return `/tmp/jampy-promote-${token}`;
}
/** Passes on what comes after the marker: what a login shell says of its own is not ours. */
function afterMarker(marker, inner) {
    let held = Buffer.alloc(0);
    return {
        data(chunk) {
            if (held === undefined)
                return inner.data(chunk);
            held = Buffer.concat([held, chunk]);
            const at = held.indexOf(marker);
            if (at < 0)
                return;
            const rest = held.subarray(at + marker.length);
            held = undefined;
            if (rest.length > 0)
                inner.data(rest);
        },
        end: () => inner.end(),
    };
}

;// CONCATENATED MODULE: ./build/hosts/ssh.js
/** A host that is reached by ssh: programs and files by scripts over one connection (`ssh-connection.ts`). */









/** Between two looks at a program whose connection was lost, in milliseconds. */
const POLL = 500;
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
    /** What must be removed on this machine when the run is killed. */
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
    async run(command) {
        const marker = `group-${(0,external_node_crypto_.randomBytes)(8).toString('hex')}`;
        const output = command.detached ? `${this.#connection.folder}/${marker}` : undefined;
        const argv = (0,process_group/* groupArgv */.w8)(command.argv, marker, { env: command.env, prefix: this.#prefix, output });
        // Our own home may be closed to another user.
        const cwd = command.cwd ?? (this.#prefix.length > 0 ? '/' : undefined);
        const text = `${cwd === undefined ? '' : `cd -- ${(0,quote/* quoteWord */.X)(cwd)} && `}${(0,quote/* quoteWords */.A)(argv)}`;
        const input = await command.input;
        const deadline = command.timeoutMs > 0 ? Date.now() + command.timeoutMs : undefined;
        let started;
        let timedOut = false;
        const end = () => {
            timedOut = true;
            if (started)
                void this.endGroup(started).catch(() => { });
        };
        const onStarted = (told) => {
            started = told;
            command.onStarted?.(told);
            if (timedOut)
                end();
        };
        const timer = deadline === undefined ? undefined : setTimeout(end, command.timeoutMs);
        command.signal?.addEventListener('abort', end, { once: true });
        if (command.signal?.aborted)
            end();
        try {
            const finished = await this.#connection.once(text, {
                ...(input === undefined ? {} : { input: Buffer.from(input) }),
                ...(command.onBytes ? { onBytes: command.onBytes } : {}),
                ...(command.onLine ? { onLine: command.onLine } : {}),
                filter: (0,process_group/* markerFilter */.jV)(marker, onStarted),
                // Past its time the program is ended there, and this follows; only a host that hangs is left alone.
                timeoutMs: (command.timeoutMs || 7 * 24 * 3_600_000) + 30_000,
            });
            if (isBroken(finished)) {
                if (output === undefined)
                    throw this.#connection.lost(finished.stderr);
                const code = await this.#codeOf(output, command, started, deadline, finished.stderr);
                return { code: timedOut ? undefined : code, stdout: await this.#takeOutput(output), stderr: '', timedOut };
            }
            const { code, stdout, stderr } = finished;
            this.#checkPrefix(stderr);
            const said = output === undefined ? stdout : await this.#takeOutput(output);
            if (output !== undefined)
                this.#checkPrefix(said);
            return { code: timedOut ? undefined : code, stdout: said, stderr, timedOut };
        }
        finally {
            clearTimeout(timer);
            command.signal?.removeEventListener('abort', end);
        }
    }
    shell(line, options) {
        return new SshHost(this.#connection, this.#interpreter).run({
            ...options,
            argv: ['sh', '-c', line],
            detached: true,
        });
    }
    // `kill -TERM -- -1` is not understood by dash's own kill.
    async endGroup({ pid, ownGroup }) {
        const target = ownGroup ? -pid : pid;
        const script = [
            `signal() { kill -s $1 -- ${target} 2>/dev/null; ${this.#prefix.length > 0 ? `${(0,quote/* quoteWords */.A)(this.#prefix)} kill -s $1 -- ${target} 2>/dev/null;` : ''} }`,
            'signal TERM; turn=0',
            'while signal 0 && [ $turn -lt 30 ]; do sleep 0.1; turn=$((turn + 1)); done',
            'signal KILL; true',
        ].join('\n');
        await this.#connection.script(script);
    }
    async groupRuns({ pid, ownGroup }) {
        const target = ownGroup ? -pid : pid;
        const other = this.#prefix.length > 0 ? ` || ${(0,quote/* quoteWords */.A)(this.#prefix)} kill -s 0 -- ${target} 2>/dev/null` : '';
        return (await this.#connection.script(`kill -s 0 -- ${target} 2>/dev/null${other}`)).code === 0;
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
        const path = (name) => (0,quote/* quoteWord */.X)(`${connection.folder}/${dead_man_switch/* SWITCH_FILES */.XH[name]}`);
        // In a session of its own, with nothing of this connection in its hands.
        const argv = ['setsid', 'sh', '-c', waiting];
        const started = await connection.script(`: >${path('alive')}; ${(0,quote/* quoteWords */.A)(argv)} >/dev/null 2>&1 </dev/null & sleep 0.2; true`);
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
                if (!isBroken(end) && end.code === 0)
                    heard = Date.now();
            })
                .catch(() => { })
                .finally(() => {
                asking = false;
            });
        }, BEAT);
        beat.unref();
        if (started.code !== 0)
            clearInterval(beat);
        return {
            fired: async () => {
                if (Date.now() - heard < (SILENT_SECONDS * 1000) / 2)
                    return false;
                return (await connection.script(touch)).code !== 0;
            },
            disarm: async () => {
                clearInterval(beat);
                return (await connection.script(`[ -e ${path('over')} ] || mv -T ${path('alive')} ${path('over')}`)).code === 0;
            },
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
    /** How a detached program ended whose connection was lost. */
    async #codeOf(output, command, told, deadline, stderr) {
        const file = (0,quote/* quoteWord */.X)(output);
        let ending = false;
        for (;;) {
            const look = `cat ${file}.code 2>/dev/null || { echo; cat ${file}.group 2>/dev/null; }`;
            const [code, group] = (await this.#connection.script(look)).stdout.split('\n');
            if (code)
                return Number(code);
            const [word, pid] = (group ?? '').split(' ');
            const started = told ?? (pid ? { pid: Number(pid), ownGroup: word === 'group' } : undefined);
            if (!started)
                throw this.#connection.lost(stderr);
            if (!(await this.groupRuns(started)))
                return undefined;
            const over = command.signal?.aborted || (deadline !== undefined && Date.now() >= deadline);
            if (over && !ending) {
                ending = true;
                await this.endGroup(started);
            }
            await new Promise((resolve) => setTimeout(resolve, POLL));
        }
    }
    async #takeOutput(output) {
        const file = (0,quote/* quoteWord */.X)(output);
        const { stdout } = await this.#connection.script(`tail -c 65536 -- ${file} 2>/dev/null; rm -f -- ${file} ${file}.*`);
        return stdout;
    }
    /** A program that sudo did not let through has not failed: it never ran. */
    #checkPrefix(stderr) {
        if (this.#prefix[0] !== 'sudo')
            return;
        const refused = stderr
            .split('\n')
            .find((line) => /^sudo: (a password|a terminal|.*not allowed|sorry|.*may not run|.*not in the sudoers)/i.test(line));
        if (refused !== undefined)
            throw (0,shell_words/* sudoRefused */.Ub)(this.name, `${(0,quote/* quoteWords */.A)(this.#prefix)} `, refused);
    }
}


/***/ })

};

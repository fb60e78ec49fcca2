export const id = 541;
export const ids = [541];
export const modules = {

/***/ 89712:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  q7: () => (/* binding */ checkCode),
  GN: () => (/* binding */ checkZip),
  pq: () => (/* binding */ countOf),
  IY: () => (/* binding */ findingsAgainst)
});

;// CONCATENATED MODULE: ./build/validation/compile-check.js
/**
 * The Python program that compiles sources without running them, as text: it goes to `python -I -S -c`, the sources
 * come to it on standard input. Works on Python 3.6 to 3.14.
 *
 * In: one line of JSON, `{"seconds": number, "megabytes": number, "modules": [{"kind", "text" | "base64"}]}`.
 * Out: `start` on standard error, then one line `@INDEX` before each source (so that after a crash the culprit is
 * known), and at the end one JSON object on standard output:
 * `{"python": "3.11.7", "failures": [{"index", "error", "message", "line"}], "unlisted": {kind: n}}`.
 *
 * Like Jam.py it compiles the UTF-8 bytes of a server module, so a coding line counts.
 */
const COMPILE_CHECK = String.raw `
import sys
sys.stderr.write('start\n')
sys.stderr.flush()
import base64
import faulthandler
import json
import warnings

MOST_FAILURES = 100
MOST_TEXT = 200

# It may be started before there is anything to check; whoever started it may be gone.
faulthandler.dump_traceback_later(120, exit=True)

def limit(request):
    faulthandler.dump_traceback_later(request['seconds'], exit=True)
    try:
        import resource
    except ImportError:
        return
    seconds = int(request['seconds']) + 1
    size = int(request['megabytes']) * 1024 * 1024
    for kind, value in (('RLIMIT_CPU', seconds), ('RLIMIT_AS', size), ('RLIMIT_CORE', 0)):
        try:
            what = getattr(resource, kind)
            hard = resource.getrlimit(what)[1]
            if hard == resource.RLIM_INFINITY or hard > value:
                resource.setrlimit(what, (value, hard))
        except (AttributeError, ValueError, OSError):
            pass

def source_of(module):
    if 'base64' in module:
        return base64.b64decode(module['base64'])
    try:
        return module['text'].encode('utf-8')
    except UnicodeEncodeError:
        return module['text']

def failure_of(index, error):
    text = error.msg if isinstance(error, SyntaxError) and error.msg else str(error)
    text = ' '.join(str(text).split())[:MOST_TEXT]
    line = error.lineno if isinstance(error, SyntaxError) else None
    return {
        'index': index,
        'error': type(error).__name__,
        'message': text.encode('utf-8', 'replace').decode('utf-8'),
        'line': line if isinstance(line, int) and line > 0 else None,
    }

def main():
    request = json.loads(sys.stdin.buffer.readline().decode('utf-8'))
    limit(request)
    warnings.simplefilter('ignore')
    failures = []
    unlisted = {}
    for index, module in enumerate(request['modules']):
        sys.stderr.write('@%d\n' % index)
        sys.stderr.flush()
        failure = None
        try:
            compile(source_of(module), 'source', 'exec', dont_inherit=True)
        except Exception as error:
            failure = failure_of(index, error)
        if failure:
            if len(failures) < MOST_FAILURES:
                failures.append(failure)
            else:
                unlisted[module['kind']] = unlisted.get(module['kind'], 0) + 1
    faulthandler.cancel_dump_traceback_later()
    answer = {
        'python': '.'.join(str(part) for part in sys.version_info[:3]),
        'failures': failures,
        'unlisted': unlisted,
    }
    sys.stdout.write(json.dumps(answer) + '\n')
    sys.stdout.flush()

main()
`;

;// CONCATENATED MODULE: ./build/jampy/compile-modules.js

const LIMITS = { seconds: 20, megabytes: 1024, culprits: 3 };
/** Added to the limit for Python's own start, and for the request to come. */
const START_SECONDS = 60;
function parseAnswer(stdout) {
    try {
        const answer = JSON.parse(stdout);
        if (typeof answer?.python !== 'string' || !Array.isArray(answer.failures))
            return undefined;
        const failures = answer.failures.map((failure) => ({
            ...failure,
            line: failure.line ?? undefined,
        }));
        return { python: answer.python, failures, unlisted: answer.unlisted ?? {} };
    }
    catch {
        return undefined;
    }
}
async function runOnce(host, python, request, limits) {
    const { seconds, megabytes } = limits;
    const line = ({ modules }) => {
        const sources = modules.map(({ kind, text, base64 }) => ({ kind, text, base64 }));
        return `${JSON.stringify({ seconds, megabytes, modules: sources })}\n`;
    };
    const finished = await host.run({
        argv: [python, '-I', '-S', '-c', COMPILE_CHECK],
        input: request instanceof Promise ? request.then(line) : line(request),
        timeoutMs: (seconds + START_SECONDS) * 1000,
    });
    const progress = [...finished.stderr.matchAll(/^@(\d+)\r?$/gm)].at(-1)?.[1];
    return {
        answer: finished.code === 0 ? parseAnswer(finished.stdout) : undefined,
        last: progress === undefined ? undefined : Number(progress),
        started: progress !== undefined || /^start\r?$/m.test(finished.stderr),
        finished,
    };
}
function howItEnded(finished, limits) {
    if (finished.timedOut || /^Timeout \(/m.test(finished.stderr))
        return `Python needed more than ${limits.seconds} seconds`;
    return 'Python crashed';
}
/**
 * Compiles all sources of a request. A source that ends Python itself (a crash, no time or memory left) is told as a
 * failure `limits`, and the others are tried again without it.
 *
 * @param python program name or path on the host
 * @param request a promise: Python starts before there is anything to ask
 * @returns undefined when that is no Python that can be asked (not there, too old)
 */
async function compileModules(host, python, request, limits = LIMITS) {
    const culprits = [];
    let left;
    for (;;) {
        let run;
        try {
            run = await runOnce(host, python, left ? { modules: left.map(({ module }) => module) } : request, limits);
            left ??= (await request).modules.map((module, index) => ({ module, index }));
        }
        catch {
            return undefined;
        }
        const sources = left;
        if (run.answer !== undefined) {
            const failures = run.answer.failures.map((failure) => ({
                ...failure,
                index: sources[failure.index]?.index ?? -1,
            }));
            return { ...run.answer, failures: [...culprits, ...failures], unchecked: 0 };
        }
        if (!run.started)
            return undefined;
        const culprit = run.last === undefined ? undefined : sources[run.last];
        if (culprit !== undefined) {
            culprits.push({ index: culprit.index, error: 'limits', message: howItEnded(run.finished, limits) });
            left = sources.filter((each) => each !== culprit);
        }
        if (culprit === undefined || culprits.length >= limits.culprits || left.length === 0) {
            return { python: '', failures: culprits, unlisted: {}, unchecked: left.length };
        }
    }
}

// EXTERNAL MODULE: ./build/jampy/installed.js
var installed = __webpack_require__(85666);
// EXTERNAL MODULE: ./build/jampy/target-state.js
var target_state = __webpack_require__(76767);
// EXTERNAL MODULE: ./build/metadata/archive.js + 3 modules
var archive = __webpack_require__(37665);
// EXTERNAL MODULE: ./build/metadata/model.js
var model = __webpack_require__(43213);
// EXTERNAL MODULE: ./build/metadata/package.js
var metadata_package = __webpack_require__(71944);
// EXTERNAL MODULE: ./build/validation/index.js + 22 modules
var validation = __webpack_require__(74586);
// EXTERNAL MODULE: ./build/validation/overrides.js
var overrides = __webpack_require__(17675);
// EXTERNAL MODULE: ./build/validation/python-modules.js + 1 modules
var python_modules = __webpack_require__(5118);
// EXTERNAL MODULE: ./build/commands/locate.js
var locate = __webpack_require__(71977);
;// CONCATENATED MODULE: ./build/commands/check-zip.js
/** Step one of every command that reads a zip: find it, open it safely, judge it. */










/** Interpreters that are tried where no `python` is given. */
const PYTHONS = process.platform === 'win32' ? ['python', 'py'] : ['python3', 'python'];
/**
 * @param host whose Python compiles the server code; undefined: that is left for `checkCode`.
 * @param inputs.python the project's interpreter, which knows best what compiles; undefined: the one on PATH.
 * @throws Stop (usage) when no file, or several, match.
 */
async function checkZip(inputs, host, target = {}) {
    // Python takes longer to start than the zip to be read: it is started first and asked later.
    const wanted = Promise.withResolvers();
    const [python = '', ...others] = interpreters(inputs.python);
    const early = host && compileModules(host, python, wanted.promise);
    try {
        const { path, bytes } = await (0,locate/* locateMetadataFile */.Y)(inputs.metadataFile, inputs.workspace);
        const opened = (0,metadata_package/* openPackage */.R)(bytes);
        const request = opened.package ? (0,python_modules/* compileRequest */.B9)(opened.package) : NOTHING;
        wanted.resolve(request);
        // The rules keep this process busy: the request must be on its way before them.
        for (let turn = 0; turn < 3; turn++)
            await new Promise((resolve) => setImmediate(resolve));
        const findings = [...opened.findings];
        if (opened.package)
            findings.push(...(0,validation/* validateMetadata */.aR)(opened.package, target));
        if (host && request.modules.length > 0) {
            findings.push(...(0,python_modules/* compileFindings */.UH)(request, (await early) ?? (await askAgain(host, [python, ...others], request))));
        }
        return {
            path,
            size: bytes.length,
            package: opened.package,
            entries: () => (0,archive/* readArchive */.b)(bytes).entries,
            findings: (0,overrides/* applyOverrides */.i)(findings, inputs.rules),
        };
    }
    finally {
        wanted.resolve(NOTHING);
        await early;
    }
}
/** The same zip, its server code compiled by a Python on another machine. @throws Stop when that is no Python. */
async function checkCode(zip, host, { python, rules }) {
    const request = zip.package ? (0,python_modules/* compileRequest */.B9)(zip.package) : NOTHING;
    if (request.modules.length === 0)
        return zip;
    const answer = await compileModules(host, python, request);
    // That tells why it could not be asked.
    if (!answer)
        await (0,installed/* installedJamVersion */.fb)(host, python);
    const found = (0,python_modules/* compileFindings */.UH)(request, answer);
    return { ...zip, findings: (0,overrides/* applyOverrides */.i)([...zip.findings, ...found], rules) };
}
/** All findings, now that it is known where the zip goes: those about the package again, the others as they were. */
function findingsAgainst(zip, inputs, { dbType, before, target }) {
    const metadata = before?.metadata ?? target?.state.metadata;
    const known = {
        ...(dbType === undefined ? {} : { dbType }),
        ...(metadata && before?.base.kind !== 'empty' ? { existingTables: tablesOf(metadata) } : {}),
        ...(before && before.base.kind !== 'empty' ? { base: before.metadata, baseFiles: before.files } : {}),
        ...(target ? ofTarget(zip.package, target) : {}),
    };
    const others = zip.findings.filter(({ rule }) => !OF_PACKAGE.has(rule));
    return (0,overrides/* applyOverrides */.i)([...(0,validation/* validateMetadata */.aR)(zip.package, known), ...others], inputs.rules);
}
/** Rules whose findings depend on where the zip goes; the others were asked of the zip itself, or of Python. */
const OF_PACKAGE = new Set(validation/* RULES */.y0.map(({ id }) => id));
function ofTarget(zip, { state, files }) {
    // Of a first import all is new.
    if ((0,target_state/* isEmpty */.Im)(state))
        return { existingTables: new Set() };
    return {
        base: state.metadata,
        baseFiles: files,
        ...(state.source === 'builder-api' ? { unseen: (0,target_state/* hiddenFromApi */.HW)(zip) } : {}),
        roleUsers: state.roleUsers,
    };
}
function tablesOf(metadata) {
    const items = (0,model/* rowsOf */.RO)(metadata, 'sys_items').filter((row) => (0,model/* text */.Qq)(row, 'f_table_name') !== '');
    return new Set(items.flatMap((row) => [String((0,model/* int */.Wh)(row, 'id')), (0,model/* text */.Qq)(row, 'f_table_name')]));
}
function interpreters(python) {
    return python === undefined ? PYTHONS : [python, ...PYTHONS];
}
const NOTHING = { modules: [] };
/** Where the early Python could not be asked, each is asked in the plain way. */
async function askAgain(host, pythons, request) {
    for (const python of pythons) {
        const answer = await compileModules(host, python, request);
        if (answer)
            return answer;
    }
    return undefined;
}
function countOf(findings, severity) {
    return findings.filter((finding) => finding.severity === severity).length;
}


/***/ }),

/***/ 71977:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ locateMetadataFile)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(19473);
/* harmony import */ var _metadata_finding_list_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(32017);
/* harmony import */ var _metadata_limits_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(77230);
/* harmony import */ var _paths_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(31340);
/** Finds the one metadata file that `metadata-file` means. The only file of this folder that touches the disk. */






/** Zips that are named when none matches. */
const NAMED = 8;
/**
 * The file that `pattern` names: a path, or a glob (`*`, `?`, `[a-z]`, `{a,b}`, `**`) with exactly one match, relative
 * to `workspace` or absolute. A file of that very name wins over the meaning as a glob, so names with blanks, brackets
 * and parentheses work. Throws a usage Stop: no match, several, a folder, not readable, too large.
 */
async function locateMetadataFile(pattern, workspace) {
    const literal = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(workspace, pattern);
    const kind = await kindOf(literal);
    if (kind === 'folder') {
        const ways = `name the zip in it, e.g. "${shown(pattern.replace(/[/\\]+$/, ''))}/*.zip"`;
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .usage */ .CI)('metadata-file-folder', `metadata-file "${shown(pattern)}" is a folder; ${ways}.`);
    }
    if (kind === 'other')
        throw notAFile(literal, workspace);
    if (kind === 'file')
        return { path: literal, bytes: await read(literal, workspace) };
    const path = await onlyMatch(pattern, workspace);
    return { path, bytes: await read(path, workspace) };
}
async function onlyMatch(pattern, workspace) {
    const matches = [];
    for (const path of await globbed(pattern, workspace)) {
        if (!['folder', 'none'].includes(await kindOf(path)))
            matches.push(path);
    }
    const [only, ...others] = matches;
    if (only === undefined)
        throw await noMatch(pattern, workspace);
    if (others.length > 0) {
        const names = matches.slice(0, NAMED).map((path) => `"${near(path, workspace)}"`);
        const more = matches.length > NAMED ? ` and ${matches.length - NAMED} more` : '';
        const message = `metadata-file "${shown(pattern)}" matches ${matches.length} files: ${names.join(', ')}${more}; name the one that is meant, or keep only one.`;
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .usage */ .CI)('metadata-file-several', message);
    }
    if ((await kindOf(only)) === 'other')
        throw notAFile(only, workspace);
    return only;
}
/** Absolute paths, sorted, each once. */
async function globbed(pattern, folder) {
    const exclude = (name) => ['node_modules', '.git'].includes((0,node_path__WEBPACK_IMPORTED_MODULE_1__.basename)(name));
    const found = new Set();
    try {
        for await (const path of (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.glob)(pattern, { cwd: folder, exclude }))
            found.add((0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(folder, path));
    }
    catch {
        // A folder that can not be read has no matches; the sentence of "no match" names where we looked.
    }
    return [...found].sort();
}
async function noMatch(pattern, workspace) {
    const wild = pattern.search(/[*?[{]/);
    const fixed = wild < 0 ? pattern : pattern.slice(0, wild);
    const folder = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(workspace, /[/\\]$/.test(fixed) ? fixed : (0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(fixed || '.'));
    const where = (await kindOf(folder)) === 'folder' ? `searched in ${shown(folder)}` : `there is no folder ${shown(folder)}`;
    const zips = await globbed('{*,*/*,*/*/*}.zip', workspace);
    const names = zips.slice(0, NAMED).map((path) => `"${near(path, workspace)}"`);
    const more = zips.length > NAMED ? ' …' : '';
    const others = zips.length > 0
        ? `zips near it: ${names.join(', ')}${more}`
        : 'no other zip is near it: is the repository checked out, and the export committed';
    const message = `No file matches metadata-file "${shown(pattern)}" (${where}; ${others}).`;
    return (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .usage */ .CI)('metadata-file-missing', message);
}
function notAFile(path, workspace) {
    const message = `metadata-file "${near(path, workspace)}" is not a plain file (a device, pipe or socket); name a zip.`;
    return (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .usage */ .CI)('metadata-file-not-a-file', message);
}
/** What is at a path, links followed; what can not be looked at counts as a file, so that reading it tells why. */
async function kindOf(path) {
    try {
        const found = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(path);
        return found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
    }
    catch (error) {
        const code = error.code ?? '';
        return ['EACCES', 'EPERM', 'ELOOP', 'EIO'].includes(code) ? 'file' : 'none';
    }
}
async function read(path, workspace) {
    let file;
    try {
        file = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.open)(path, 'r');
        const { size } = await file.stat();
        if (size > _metadata_limits_js__WEBPACK_IMPORTED_MODULE_4__/* .LIMITS */ .b.packedBytes) {
            const message = `metadata-file "${near(path, workspace)}" is ${(0,_metadata_limits_js__WEBPACK_IMPORTED_MODULE_4__/* .sizeText */ .l)(size)} large; more than ${(0,_metadata_limits_js__WEBPACK_IMPORTED_MODULE_4__/* .sizeText */ .l)(_metadata_limits_js__WEBPACK_IMPORTED_MODULE_4__/* .LIMITS */ .b.packedBytes)} are not accepted: is it a metadata zip?`;
            throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .usage */ .CI)('metadata-file-too-large', message);
        }
        return await file.readFile();
    }
    catch (error) {
        if (error.name === 'Stop')
            throw error;
        const message = `metadata-file "${near(path, workspace)}" can not be read (${(0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .reasonOf */ .A3)(error)}); give the user of this run the right to read it.`;
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .usage */ .CI)('metadata-file-unreadable', message);
    }
    finally {
        await file?.close();
    }
}
/** A path for people. */
function near(path, workspace) {
    return shown((0,_paths_js__WEBPACK_IMPORTED_MODULE_5__/* .shownPath */ .p)(path, (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(workspace)));
}
function shown(name) {
    return (0,_metadata_finding_list_js__WEBPACK_IMPORTED_MODULE_3__/* .visible */ .R)(name);
}


/***/ }),

/***/ 17541:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   JB: () => (/* binding */ describeZip),
/* harmony export */   Jr: () => (/* binding */ failing),
/* harmony export */   q2: () => (/* binding */ invalidReason),
/* harmony export */   validate: () => (/* binding */ validate),
/* harmony export */   yq: () => (/* binding */ tellFindings)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(51633);
/* harmony import */ var _paths_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(31340);
/* harmony import */ var _check_zip_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(89712);
/** `validate`: open the zip safely and judge it. No server, no secret. */




async function validate(inputs, host, log) {
    const since = performance.now();
    const zip = await log.step('Validate', async () => {
        const checked = await (0,_check_zip_js__WEBPACK_IMPORTED_MODULE_2__/* .checkZip */ .GN)(inputs, host);
        tellFindings(checked, log);
        return checked;
    });
    const fails = failing(zip.findings, inputs.failOn) > 0;
    const base = describeZip('validate', zip, inputs.workspace, since);
    return {
        ...base,
        result: fails ? 'invalid' : 'valid',
        exitCode: fails ? _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .EXIT_CODES */ .ai.invalid : _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .EXIT_CODES */ .ai.ok,
        reason: fails ? invalidReason(zip, inputs.failOn === 'warning') : undefined,
    };
}
/** How many findings make a command fail. */
function failing(findings, failOn) {
    if (failOn === 'never')
        return 0;
    return (0,_check_zip_js__WEBPACK_IMPORTED_MODULE_2__/* .countOf */ .pq)(findings, 'error') + (failOn === 'warning' ? (0,_check_zip_js__WEBPACK_IMPORTED_MODULE_2__/* .countOf */ .pq)(findings, 'warning') : 0);
}
/** One sentence with the counts and the first finding. */
function invalidReason(zip, warningsToo = false) {
    const [errors, warnings] = [(0,_check_zip_js__WEBPACK_IMPORTED_MODULE_2__/* .countOf */ .pq)(zip.findings, 'error'), (0,_check_zip_js__WEBPACK_IMPORTED_MODULE_2__/* .countOf */ .pq)(zip.findings, 'warning')];
    const counts = [count(errors, 'error'), warningsToo ? count(warnings, 'warning') : ''].filter(Boolean).join(' and ');
    const first = zip.findings[0];
    const where = first ? (0,_finding_js__WEBPACK_IMPORTED_MODULE_3__/* .placeText */ .Z)(first.place) : '';
    const saying = first ? `${where ? `${where}: ` : ''}${first.message}` : '';
    return `${zip.path.split(/[\\/]/).at(-1)} has ${counts}, ${errors + (warningsToo ? warnings : 0) > 1 ? 'first: ' : ''}${saying}`;
}
function count(number, word) {
    return number === 0 ? '' : `${number} ${word}${number === 1 ? '' : 's'}`;
}
/** Every finding on its own line, worst first, and the counts. @param before those that were told already */
function tellFindings(zip, log, before = []) {
    const app = zip.package;
    const told = new Set(before.map((finding) => JSON.stringify(finding)));
    const findings = zip.findings.filter((finding) => !told.has(JSON.stringify(finding)));
    if (app) {
        log.info(`${app.appCaption || app.appName} (${app.appName}) ${app.appVersion}, Jam.py ${app.line}, exported by ${app.jamVersion ?? 'an older release'}, digest ${app.digest.slice(0, 16)}`);
    }
    for (const finding of findings) {
        const where = (0,_finding_js__WEBPACK_IMPORTED_MODULE_3__/* .placeText */ .Z)(finding.place);
        const line = `${where ? `${where}: ` : ''}${finding.message} ${finding.remedy} [${finding.rule}]`;
        if (finding.severity === 'error')
            log.error(line);
        else
            log.info(`${finding.severity === 'warning' ? 'Warning' : 'Note'}: ${line}`);
    }
    const counts = ['error', 'warning', 'note'].map((severity) => `${(0,_check_zip_js__WEBPACK_IMPORTED_MODULE_2__/* .countOf */ .pq)(findings, severity)} ${severity}s`);
    log.info(`${zip.path}: ${counts.join(', ')}`);
}
/** What is the same for every command that reads a zip. */
function describeZip(command, zip, workspace, since) {
    const app = zip.package;
    const outputs = {
        'error-count': String((0,_check_zip_js__WEBPACK_IMPORTED_MODULE_2__/* .countOf */ .pq)(zip.findings, 'error')),
        'warning-count': String((0,_check_zip_js__WEBPACK_IMPORTED_MODULE_2__/* .countOf */ .pq)(zip.findings, 'warning')),
    };
    if (app) {
        outputs['metadata-digest'] = app.digest;
        outputs['app-version'] = app.appVersion;
        outputs['jam-version'] = app.jamVersion ?? '';
        outputs['jam-line'] = String(app.line);
    }
    return {
        command,
        findings: zip.findings,
        outputs,
        zipPath: (0,_paths_js__WEBPACK_IMPORTED_MODULE_1__/* .shownPath */ .p)(zip.path, workspace),
        application: {
            name: app?.appName ?? '',
            caption: app?.appCaption ?? '',
            version: app?.appVersion ?? '',
            line: app?.line,
            digest: app?.digest ?? '',
        },
        promotion: undefined,
        plan: undefined,
        seconds: (performance.now() - since) / 1000,
    };
}


/***/ }),

/***/ 51633:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ placeText)
/* harmony export */ });
/** What a rule says about a metadata zip. Pure data: no rule prints, stops or reads anything. */
/** `customers.phone` or `sys_roles row 3` or `js/app.js`: the place in words, empty when it is the whole zip. */
function placeText(place) {
    const name = [place.item, place.field].filter((part) => part !== undefined).join('.');
    const row = place.table && place.id !== undefined ? `${place.table} row ${place.id}` : (place.table ?? '');
    const where = place.entry ?? (name || row);
    return place.line === undefined ? where : `${where}:${place.line}`;
}


/***/ }),

/***/ 25889:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ usersOf),
/* harmony export */   p: () => (/* binding */ readAdminDatabase)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);
/* harmony import */ var _metadata_model_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(43213);
/* harmony import */ var _metadata_structure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(48577);



/** Rows of one table with lower-case column names, in id order, as SQLite has them. */
function readTable(db, table) {
    const found = db
        .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND upper(name) = ?`)
        .get(table.toUpperCase());
    if (!found)
        return undefined;
    const columns = db
        .prepare(`SELECT name FROM pragma_table_info(?)`)
        .all(String(found.name))
        .map((row) => String(row.name));
    const rows = db.prepare(`SELECT * FROM "${String(found.name)}" ORDER BY 1`).all();
    return {
        columns: columns.map((name) => name.toLowerCase()),
        rows: rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), plain(value)]))),
    };
}
function plain(value) {
    if (value instanceof Uint8Array)
        return Buffer.from(value).toString('utf8');
    if (typeof value === 'bigint')
        return Number(value);
    return value;
}
/** @param users rows of SYS_USERS that are not deleted */
function usersOf(users) {
    const roleUsers = new Map();
    for (const user of users) {
        const role = (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Wh)(user, 'f_role');
        if (role !== undefined)
            roleUsers.set(role, (roleUsers.get(role) ?? 0) + 1);
    }
    const defaultAdmin = users.some((user) => (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(user, 'f_login') === 'admin' && (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(user, 'f_password') === '111');
    return { defaultAdmin, roleUsers };
}
/** v7 has F_COPY_OF; 6.x has field privileges without it. @throws Stop for 6.x */
function lineOf(itemColumns, hasFieldPrivileges) {
    if (itemColumns.includes('f_copy_of'))
        return 7;
    if (hasFieldPrivileges) {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .fail */ .fJ)('target-line-6', 'The target is a Jam.py 6 project: this line is neither 5 nor 7, and nothing here was ever tried with it. Nothing was changed.');
    }
    return 5;
}
/**
 * @param path admin.sqlite itself (opened read-only) or a consistent copy.
 * @param name the file that sentences name: the one that was copied.
 * @throws Stop `admin-unreadable` when it is not a project's admin.sqlite or may not be read.
 */
async function readAdminDatabase(path, name = path) {
    const { DatabaseSync } = await Promise.resolve(/* import() */).then(__webpack_require__.t.bind(__webpack_require__, 80099, 19));
    let db;
    try {
        db = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
        return readContents(db);
    }
    catch (error) {
        if (error instanceof Error && error.name === 'Stop')
            throw error;
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .fail */ .fJ)('admin-unreadable', `${name} can not be read as a project's admin.sqlite: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .reasonOf */ .A3)(error)}.`, error);
    }
    finally {
        db?.close();
    }
}
function readContents(db) {
    const items = readTable(db, 'sys_items');
    const task = readTable(db, 'sys_tasks')?.rows[0];
    const params = readTable(db, 'sys_params')?.rows[0];
    if (!items || !task || !params)
        throw new Error('SYS_ITEMS, SYS_TASKS or SYS_PARAMS is missing or empty');
    const line = lineOf(items.columns, readTable(db, 'sys_field_privileges') !== undefined);
    const tables = {};
    for (const { name, columns } of _metadata_structure_js__WEBPACK_IMPORTED_MODULE_1__/* .BUILDER_TABLES */ .o[line]) {
        const table = readTable(db, name);
        if (!table)
            continue;
        const known = columns.map((column) => column.name).filter((column) => table.columns.includes(column));
        // An import first deletes rows that are marked deleted, and an export leaves them out.
        const alive = table.rows.filter((row) => row.deleted !== 1);
        tables[name] = {
            columns: known,
            rows: alive.map((row) => Object.fromEntries(known.map((column) => [column, row[column] ?? null]))),
        };
    }
    const users = (readTable(db, 'sys_users')?.rows ?? []).filter((user) => user.deleted !== 1);
    return { line, tables, task, params, ...usersOf(users) };
}


/***/ }),

/***/ 9289:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FY: () => (/* binding */ NotAnApiAnswer),
/* harmony export */   XQ: () => (/* binding */ STATUS),
/* harmony export */   cd: () => (/* binding */ JamClient),
/* harmony export */   iC: () => (/* binding */ BUILDER),
/* harmony export */   q0: () => (/* binding */ describe),
/* harmony export */   zb: () => (/* binding */ APPLICATION)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(19473);
/* harmony import */ var _http_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(54726);
/**
 * Jam.py's own HTTP API, both lines (docs/jampy.md, "HTTP API"). One client is one browser: it holds the sessions.
 * Task 0 is the Builder, task 1 the application.
 */



/** `result.status` of an answer. */
const STATUS = {
    NONE: 1,
    NO_PROJECT: 2,
    LOADING: 3,
    ERROR: 4,
    NOT_LOGGED: 5,
    LOGGED: 6,
    MAINTENANCE: 7,
    MODIFIED: 8,
    RESPONSE: 9,
};
const BUILDER = 0;
const APPLICATION = 1;
const CALL_TIMEOUT = 60_000;
const MOST_TRIES = 3;
class JamClient {
    http;
    constructor(url, cancelled) {
        this.http = new _http_js__WEBPACK_IMPORTED_MODULE_2__/* .HttpClient */ .Qq(url, cancelled);
    }
    get root() {
        return this.http.root;
    }
    /**
     * One API call, as it is: the caller judges status and error.
     * @throws ConnectionTrouble when no answer came; Stop `not-jampy` when the answer is not Jam.py's.
     */
    async callRaw(method, task, item, params, timeoutMs = CALL_TIMEOUT) {
        const answer = await this.http.send({
            method: 'POST',
            path: 'api',
            headers: { 'content-type': 'application/json; charset=utf-8' },
            body: JSON.stringify([method, task, item, params, null]),
            timeoutMs,
        });
        return this.#readAnswer(answer);
    }
    /**
     * callRaw for steps that change nothing: a connection that is closed under the answer (a worker that just ends) is
     * tried again, other connection trouble becomes the sentence for people.
     */
    async call(method, task, item, params) {
        for (let tries = 1;; tries++) {
            try {
                return await this.callRaw(method, task, item, params);
            }
            catch (error) {
                const closed = error instanceof _http_js__WEBPACK_IMPORTED_MODULE_2__/* .ConnectionTrouble */ .OA && error.sent && !error.timedOut;
                if (!closed || tries === MOST_TRIES)
                    throw (0,_http_js__WEBPACK_IMPORTED_MODULE_2__/* .unreachable */ .HB)(this.root, error);
            }
        }
    }
    /** A function of the Builder's server side; gives its result. @throws Stop `builder-call` when it failed. */
    async builder(name, args) {
        const answer = await this.call('server', BUILDER, 0, [name, args]);
        if (answer.status !== STATUS.RESPONSE || !Array.isArray(answer.data)) {
            throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .fail */ .fJ)('builder-call', `The Builder at ${this.root.href} did not answer ${name}: ${describe(answer)}.`);
        }
        return answer.data[0];
    }
    /**
     * All rows of one item as arrays, in the order of its fields.
     * @param options.fields names; none: all of them. @param options.more further parameters, e.g. a detail's master.
     */
    async open(task, item, options = {}) {
        return this.call('open', task, item, {
            __expanded: options.expanded ?? false,
            __fields: options.fields ?? [],
            __filters: [],
            __order: [],
            __limit: options.limit ?? 0,
            __offset: 0,
            __summary: false,
            ...options.more,
        });
    }
    /**
     * Which line answers: v5 knows the method `connect`, v7 gives no data for unknown methods. Where a login is needed
     * both give none, but v5 repeats its status as data.
     */
    async line() {
        const connected = await this.call('connect', BUILDER, 0, null);
        if (typeof connected.data === 'number')
            return 5;
        const loaded = await this.call('load', BUILDER, 0, null);
        return loaded.status === STATUS.NOT_LOGGED && loaded.data === STATUS.NOT_LOGGED ? 5 : 7;
    }
    /**
     * Log in; gives whether it was accepted. With safe mode off Jam.py accepts nobody: ask only when it is on.
     * @param path v7's login page of the Builder or the application.
     */
    async login(line, task, login, password) {
        if (line === 5) {
            const answer = await this.call('login', task, 0, [{ login, password }]);
            return answer.status === STATUS.RESPONSE && answer.data === true;
        }
        const answer = await this.http
            .send({
            method: 'POST',
            path: task === BUILDER ? 'builder_login.html' : 'login.html',
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
            body: new URLSearchParams({ login, password }).toString(),
            timeoutMs: CALL_TIMEOUT,
            follow: false,
        })
            .catch((error) => {
            throw (0,_http_js__WEBPACK_IMPORTED_MODULE_2__/* .unreachable */ .HB)(this.root, error);
        });
        return answer.status === 302 || answer.status === 303;
    }
    /** Put a file into static/internal under exactly this name; empty bytes empty it. @throws ConnectionTrouble, Stop */
    async upload(name, bytes, timeoutMs) {
        const boundary = `----jampy-promote-${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(12).toString('hex')}`;
        const fields = { file_name: name, path: 'static/internal', task_id: '0', item_id: '-1', field_id: '-1' };
        const head = Object.entries(fields)
            .map(([key, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`)
            .join('');
        const part = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/zip\r\n\r\n`;
        const body = Buffer.concat([Buffer.from(head + part), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
        const answer = await this.http.send({
            method: 'POST',
            path: 'upload',
            headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
            body,
            timeoutMs,
        });
        if (answer.status === 413) {
            throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .fail */ .fJ)('upload-too-large', `${this.root.href} refuses an upload of ${bytes.length} bytes (413): raise the limit of the server in front of it, or Max content length in the Builder's parameters. Nothing was changed.`);
        }
        const read = this.#readAnswer(answer);
        if (read.status !== STATUS.RESPONSE) {
            throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .fail */ .fJ)('upload-refused', `${this.root.href} did not take the upload: ${describe(read)}. Nothing was imported.`);
        }
    }
    /** Status code of a GET on the application's root or below; never an API call. */
    async get(path, timeoutMs = 15_000, follow = true) {
        return this.http.send({ method: 'GET', path, timeoutMs, follow });
    }
    #readAnswer(answer) {
        const text = answer.body.toString('utf8');
        const where = this.root.href;
        if (answer.status === 401 || answer.status === 407) {
            const what = this.http.hasBasicLogin
                ? 'refuses the Basic login that stands in url'
                : 'asks for a Basic login, and url has none';
            throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .refuse */ .TR)('basic-login', `${where} ${what} (HTTP ${answer.status}): write it as https://user:password@host/, with special characters percent-encoded.`);
        }
        let parsed;
        try {
            parsed = JSON.parse(text);
        }
        catch {
            throw notJampy(where, answer.status, text);
        }
        const { result, error } = (parsed ?? {});
        if (typeof result !== 'object' || result === null)
            throw notJampy(where, answer.status, text);
        return {
            status: typeof result.status === 'number' ? result.status : undefined,
            data: result.data,
            error: typeof error === 'string' ? error : undefined,
        };
    }
}
/** HTTP 500 and pages where JSON should be; what they mean is sometimes up to the caller, so the status is kept. */
class NotAnApiAnswer extends _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .Stop */ .VG {
    httpStatus;
    constructor(httpStatus, id, message) {
        super('failed', id, message);
        this.httpStatus = httpStatus;
    }
}
function notJampy(where, status, text) {
    const what = /^\s*</.test(text)
        ? 'an HTML page'
        : text.length === 0
            ? 'an empty answer'
            : 'something that is not JSON';
    const start = `${where}api answers HTTP ${status} with ${what}: `;
    return status >= 500
        ? new NotAnApiAnswer(status, 'server-error', `${start}the application is broken, unfinished, in production mode or under maintenance. Its own log says which.`)
        : new NotAnApiAnswer(status, 'not-jampy', `${start}this is not the root of a Jam.py application. Check url.`);
}
/** An answer in words, one line, cut. */
function describe(answer) {
    if (answer.error)
        return `"${answer.error.replace(/\s+/g, ' ').slice(0, 300)}"`;
    const names = {
        1: 'no project',
        2: 'no project: it is not finished in the Builder',
        3: 'still loading',
        4: 'the project is broken',
        5: 'not logged in',
        7: 'under maintenance',
        8: 'modified',
    };
    if (answer.status !== undefined && names[answer.status])
        return `status ${answer.status} (${names[answer.status]})`;
    return `status ${answer.status ?? 'none'}`;
}


/***/ }),

/***/ 54726:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HB: () => (/* binding */ unreachable),
/* harmony export */   OA: () => (/* binding */ ConnectionTrouble),
/* harmony export */   Qq: () => (/* binding */ HttpClient)
/* harmony export */ });
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(37067);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(44708);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(19473);
/**
 * HTTP to one origin, on node:http(s) (fetch gives up on an answer after five minutes; a live import may take longer).
 * Every answer is untrusted: bounded in size, redirects only within the origin, no retry by itself.
 */



const LARGEST_ANSWER = 256 * 1024 * 1024;
const MOST_REDIRECTS = 3;
/** A longer timer of Node's ends at once. */
const LONGEST_TIMER = 2 ** 31 - 1;
/** The exchange broke after it was sent: the server may have acted on it. `sent` is false when it never got there. */
class ConnectionTrouble extends Error {
    sent;
    timedOut;
    constructor(message, sent, timedOut, cause) {
        super(message, { cause });
        this.sent = sent;
        this.timedOut = timedOut;
    }
}
/** One application behind one URL: sessions are cookies, a Basic login in front of it comes from the URL. */
class HttpClient {
    /** The root without login, always ending in a slash. */
    root;
    #authorization;
    #cancelled;
    #cookies = new Map();
    /** @param url root of the running application; `user:password@` is taken as a Basic login. */
    constructor(url, cancelled) {
        this.#cancelled = cancelled;
        const root = new URL(url);
        if (root.username || root.password) {
            const login = `${decoded(root.username)}:${decoded(root.password)}`;
            this.#authorization = `Basic ${Buffer.from(login).toString('base64')}`;
            root.username = '';
            root.password = '';
        }
        root.hash = '';
        root.search = '';
        if (!root.pathname.endsWith('/'))
            root.pathname += '/';
        this.root = root;
    }
    /** Whether a Basic login goes with every request. */
    get hasBasicLogin() {
        return this.#authorization !== undefined;
    }
    /**
     * Send one request on a fresh connection.
     * @throws ConnectionTrouble when no whole answer came; Stop when a redirect leaves the origin.
     */
    async send(request) {
        let url = new URL(request.path, this.root);
        for (let hop = 0;; hop++) {
            const answer = await this.#exchange(url, request);
            const location = answer.headers.location;
            if (answer.status < 300 || answer.status > 399 || location === undefined)
                return answer;
            if (!URL.canParse(location, url.href))
                return answer;
            const next = new URL(location, url);
            if (next.origin !== this.root.origin) {
                throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .fail */ .fJ)('redirect-other-origin', `${url.origin} redirects to another origin, ${next.origin}; nothing was sent there. If that is the application, give its own address as url.`);
            }
            if (request.follow === false || request.method !== 'GET' || hop >= MOST_REDIRECTS)
                return answer;
            url = next;
        }
    }
    #exchange(url, request) {
        return new Promise((resolve, reject) => {
            let sent = false;
            const started = url.protocol === 'https:' ? node_https__WEBPACK_IMPORTED_MODULE_1__.request : node_http__WEBPACK_IMPORTED_MODULE_0__.request;
            const headers = { 'user-agent': 'jampy-promote', accept: '*/*', ...request.headers };
            if (this.#authorization)
                headers.authorization = this.#authorization;
            if (this.#cookies.size > 0)
                headers.cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
            if (request.body !== undefined)
                headers['content-length'] = String(Buffer.byteLength(request.body));
            const outgoing = started(url, { method: request.method, headers, agent: false, signal: this.#cancelled });
            const timer = setTimeout(() => trouble(`no answer within ${Math.round(request.timeoutMs / 1000)} s`, true), Math.min(request.timeoutMs, LONGEST_TIMER));
            const trouble = (reason, timedOut, cause) => {
                clearTimeout(timer);
                outgoing.destroy();
                reject(new ConnectionTrouble(reason, sent, timedOut, cause));
            };
            outgoing.on('socket', (socket) => {
                socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
                    sent = true;
                });
            });
            outgoing.on('error', (error) => trouble(explain(error), false, error));
            outgoing.on('response', (incoming) => {
                const chunks = [];
                let size = 0;
                incoming.on('data', (chunk) => {
                    size += chunk.length;
                    if (size > LARGEST_ANSWER)
                        trouble(`an answer of more than ${LARGEST_ANSWER} bytes`, false);
                    else
                        chunks.push(chunk);
                });
                incoming.on('error', (error) => trouble(explain(error), false, error));
                incoming.on('aborted', () => trouble('the connection was closed in the middle of the answer', false));
                incoming.on('end', () => {
                    clearTimeout(timer);
                    this.#keepCookies(incoming.headers['set-cookie'] ?? []);
                    resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) });
                });
            });
            outgoing.end(request.body);
        });
    }
    #keepCookies(lines) {
        for (const line of lines) {
            const match = /^\s*([^=;\s]+)=([^;]*)/.exec(line);
            if (!match)
                continue;
            const [, name, value] = match;
            const gone = /;\s*max-age=0\b/i.test(line) || /;\s*expires=Thu, 01 Jan 1970/i.test(line);
            if (gone)
                this.#cookies.delete(name);
            else
                this.#cookies.set(name, value);
        }
    }
}
/** A part of an address without its percent-encoding; a stray percent sign stays what it is. */
function decoded(part) {
    try {
        return decodeURIComponent(part);
    }
    catch {
        return part;
    }
}
/** What a connection error means, without the stack or Node's codes. */
function explain(error) {
    const code = String(error.code ?? '');
    const known = {
        ECONNREFUSED: 'the connection is refused: nothing listens there',
        ENOTFOUND: 'the host name is not known',
        EAI_AGAIN: 'the host name could not be looked up',
        ECONNRESET: 'the connection was closed before an answer came',
        EPIPE: 'the connection was closed while sending',
        ETIMEDOUT: 'the connection attempt timed out',
        EHOSTUNREACH: 'the host is not reachable',
        ENETUNREACH: 'the network is not reachable',
        EPROTO: 'the other side does not speak TLS: is it http:// ?',
    };
    if (known[code])
        return known[code];
    if (/^(CERT_|ERR_TLS|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/.test(code)) {
        return `its certificate is not accepted (${(0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .reasonOf */ .A3)(error)}); for a private authority set NODE_EXTRA_CA_CERTS to its certificate file in the step's env`;
    }
    if (code.startsWith('HPE_'))
        return 'what answers there does not speak HTTP';
    return (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .reasonOf */ .A3)(error);
}
/** Turns connection trouble into the sentence for a step that changed nothing; passes anything else on. */
function unreachable(root, error) {
    if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .Stop */ .VG)
        return error;
    return (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .fail */ .fJ)('server-unreachable', `${root.href} does not answer: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .reasonOf */ .A3)(error)}. Nothing was changed by this.`, error);
}


/***/ }),

/***/ 85666:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cj: () => (/* binding */ lineOfVersion),
/* harmony export */   Zy: () => (/* binding */ compareVersions),
/* harmony export */   fb: () => (/* binding */ installedJamVersion)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);
/** Which Jam.py a Python has installed (docs/jampy.md, "Versions": never SYS_PARAMS.F_JAM_VERSION, which lags). */

const PROGRAM = `
import json, sys
from importlib import metadata
found = {}
for name in ('jam.py', 'jam.py-v5', 'jam.py-v7', 'jam-py', 'jam-py-v5', 'jam-py-v7'):
    try:
        found[name] = metadata.version(name)
    except metadata.PackageNotFoundError:
        pass
print(json.dumps({'python': '%d.%d.%d' % sys.version_info[:3], 'jam': sorted(set(found.values()))}))
`;
/** Asked once a host: nobody installs another one while we look. */
const asked = new WeakMap();
/**
 * @param python interpreter on the host.
 * @returns the installed version.
 * @throws Stop when that is no Python, or has no Jam.py or several.
 */
function installedJamVersion(host, python) {
    const known = asked.get(host) ?? new Map();
    asked.set(host, known);
    const answer = known.get(python) ?? askVersion(host, python);
    known.set(python, answer);
    return answer;
}
async function askVersion(host, python) {
    const where = `python (${python}) on ${host.name}`;
    const finished = await host.run({ argv: [python, '-I', '-c', PROGRAM], timeoutMs: 30_000 }).catch((error) => {
        if (!(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Stop */ .VG) || error.id !== 'sudo-refused')
            throw error;
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .fail */ .fJ)(error.id, `${where} is not there, or sudo does not permit it. ${error.message}`, error);
    });
    if (finished.code !== 0) {
        // A traceback ends with its reason; `env` says first why a program could not be started.
        const lines = finished.stderr.trim().split('\n');
        const said = (lines[0]?.startsWith('env: ') ? lines[0].slice(5) : (lines.at(-1) ?? '')).slice(0, 300);
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .fail */ .fJ)('python-broken', `${where} could not be run: ${finished.timedOut ? 'no end within 30 s' : said || `exit code ${finished.code}`}. Give the interpreter of the project's virtual environment. Nothing was changed.`);
    }
    let answer;
    try {
        answer = JSON.parse(finished.stdout.trim().split('\n').at(-1) ?? '');
    }
    catch {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .fail */ .fJ)('python-broken', `${where} did not answer as a Python 3.8 or newer would. Nothing was changed.`);
    }
    const [version, ...others] = answer.jam;
    if (version === undefined) {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .fail */ .fJ)('jam-not-installed', `${where} has no Jam.py installed: give the interpreter of the project's own virtual environment. Nothing was changed.`);
    }
    if (others.length > 0) {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .fail */ .fJ)('jam-several', `${where} has several Jam.py packages installed (${answer.jam.join(', ')}), which overwrite each other: keep one. Nothing was changed.`);
    }
    return version;
}
/** Numeric order of dotted versions; undefined parts count as 0. */
function compareVersions(left, right) {
    const parts = (version) => version.split('.').map((part) => Number.parseInt(part, 10) || 0);
    const [a, b] = [parts(left), parts(right)];
    for (let position = 0; position < Math.max(a.length, b.length); position++) {
        const difference = (a[position] ?? 0) - (b[position] ?? 0);
        if (difference !== 0)
            return Math.sign(difference);
    }
    return 0;
}
/** 5 for 5.x, 7 for 7.x; undefined for any other line. */
function lineOfVersion(version) {
    const major = Number.parseInt(version, 10);
    return major === 5 || major === 7 ? major : undefined;
}


/***/ }),

/***/ 76767:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HW: () => (/* binding */ hiddenFromApi),
/* harmony export */   Im: () => (/* binding */ isEmpty),
/* harmony export */   MN: () => (/* binding */ readCounters),
/* harmony export */   Mr: () => (/* binding */ stateOverApi),
/* harmony export */   xA: () => (/* binding */ stateFromAdmin)
/* harmony export */ });
/* unused harmony export readTablesOverApi */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);
/* harmony import */ var _metadata_enums_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(65594);
/* harmony import */ var _metadata_model_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(43213);
/* harmony import */ var _metadata_structure_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(48577);
/* harmony import */ var _admin_database_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(25889);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9289);
/** What a target is before we touch it, in one shape whether it was read from its folder or over its Builder's API. */






/** Ids of the Builder's own items (docs/jampy.md, "HTTP API"). */
const SYS_TASKS = 10;
const SYS_USERS = 12;
const SYS_ROLES = 2;
/** Privileges as a detail of roles: the only way the Builder gives them. */
const DETAIL_IDS = { 5: { privileges: 27 }, 7: { privileges: 30 } };
/** Seconds; what no operator means is taken for a day. */
function importDelayOf(value) {
    return value !== undefined && value > 0 ? Math.min(value, 86_400) : 0;
}
/** No item has a table name: nothing was ever developed or imported here. */
function isEmpty(state) {
    return (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .rowsOf */ .RO)(state.metadata, 'sys_items').every((item) => (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(item, 'f_table_name') === '');
}
function stateFromAdmin(admin, more) {
    const { line, tables, task, params } = admin;
    return {
        source: 'admin.sqlite',
        metadata: { line, dbType: (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .int */ .Wh)(task, 'f_db_type') ?? 0, tables },
        task,
        names: namesOf(task, tables),
        safeMode: (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .truthy */ .vN)(params, 'f_safe_mode'),
        manualUpdate: (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .truthy */ .vN)(task, 'f_manual_update'),
        production: more.production,
        importDelay: importDelayOf((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .int */ .Wh)(params, 'f_import_delay')),
        maintenance: (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .truthy */ .vN)(params, 'f_maintenance'),
        counters: { build: (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .int */ .Wh)(params, 'f_build_version') ?? 0, params: (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .int */ .Wh)(params, 'f_params_version') ?? 0 },
        defaultAdmin: admin.defaultAdmin,
        roleUsers: admin.roleUsers,
        jamVersion: more.jamVersion,
    };
}
function namesOf(task, tables) {
    const taskRow = (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .rowsOf */ .RO)({ tables }, 'sys_items').find((row) => (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .int */ .Wh)(row, 'type_id') === _metadata_enums_js__WEBPACK_IMPORTED_MODULE_1__/* .TYPE */ .ZE.TASK);
    return [...new Set([(0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(task, 'f_item_name'), taskRow ? (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(taskRow, 'f_item_name') : ''])].filter(Boolean);
}
/** Counters now; the two calls before and after a live import. */
async function readCounters(client) {
    const { settings } = await loadBuilder(client);
    return { build: Number(settings.BUILD_VERSION ?? 0), params: Number(settings.PARAMS_VERSION ?? 0) };
}
async function loadBuilder(client) {
    const answer = await client.call('load', _client_js__WEBPACK_IMPORTED_MODULE_4__/* .BUILDER */ .iC, 0, null);
    const data = Array.isArray(answer.data) ? answer.data[0] : undefined;
    if (answer.status !== _client_js__WEBPACK_IMPORTED_MODULE_4__/* .STATUS */ .XQ.RESPONSE ||
        typeof data !== 'object' ||
        data === null ||
        typeof data.settings !== 'object') {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .fail */ .fJ)('builder-load', `The Builder at ${client.root.href} does not load: ${(0,_client_js__WEBPACK_IMPORTED_MODULE_4__/* .describe */ .q0)(answer)}. Nothing was changed.`);
    }
    const fields = new Map();
    collectFields(data.task, fields);
    return { settings: data.settings, fields };
}
/** The structure is a tree: `{id, fields: [[id, name, …], …], items: [[type, node], …]}`. */
function collectFields(node, fields, depth = 0) {
    if (typeof node !== 'object' || node === null || depth > 12)
        return;
    const { id, fields: own, items } = node;
    if (typeof id === 'number' && Array.isArray(own)) {
        const names = own.map((field) => (Array.isArray(field) ? String(field[1]) : ''));
        // A table stands in the tree twice, as itself and as a detail with another id.
        if (!fields.has(id))
            fields.set(id, names);
    }
    if (!Array.isArray(items))
        return;
    for (const child of items)
        if (Array.isArray(child))
            collectFields(child[1], fields, depth + 1);
}
async function openRows(client, load, itemId, name) {
    const columns = load.fields.get(itemId);
    if (!columns)
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .fail */ .fJ)('builder-structure', `The Builder at ${client.root.href} does not know its own table ${name}: is Jam.py 5 or 7 what answers there? Check url. Nothing was changed.`);
    const rows = rowArrays(await client.open(_client_js__WEBPACK_IMPORTED_MODULE_4__/* .BUILDER */ .iC, itemId), client, name);
    return {
        columns,
        rows: rows.map((values) => Object.fromEntries(columns.map((column, position) => [column, plain(values[position])]))),
    };
}
function plain(value) {
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
function rowArrays(answer, client, name) {
    const rows = Array.isArray(answer.data) ? answer.data[0] : undefined;
    if (answer.status !== _client_js__WEBPACK_IMPORTED_MODULE_4__/* .STATUS */ .XQ.RESPONSE || !Array.isArray(rows) || !rows.every(Array.isArray)) {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .fail */ .fJ)('builder-open', `The Builder at ${client.root.href} does not give its table ${name}: ${(0,_client_js__WEBPACK_IMPORTED_MODULE_4__/* .describe */ .q0)(answer)}. Nothing was changed.`);
    }
    return rows;
}
/** The Builder gives privileges role by role only, one row for every item with pages; without an id: none is set. */
async function openPrivileges(client, load, line, roles) {
    const { privileges: itemId } = DETAIL_IDS[line];
    const columns = load.fields.get(itemId) ?? [];
    const rows = [];
    for (const role of roles) {
        const master = { __master_id: SYS_ROLES, __master_rec_id: (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .int */ .Wh)(role, 'id') };
        const found = rowArrays(await client.open(_client_js__WEBPACK_IMPORTED_MODULE_4__/* .BUILDER */ .iC, itemId, { more: master }), client, 'sys_privileges');
        for (const values of found) {
            const row = Object.fromEntries(columns.map((column, position) => [column, plain(values[position])]));
            if ((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .int */ .Wh)(row, 'id') !== undefined)
                rows.push(row);
        }
    }
    // The Builder fills owner_item with the group's caption of today, whatever is stored.
    return { columns: columns.filter((column) => column !== 'owner_item'), rows };
}
/** What the Builder's API never shows: privileges of items that are missing or have no pages of their own. */
function hiddenFromApi(metadata) {
    const shown = new Set((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .rowsOf */ .RO)(metadata, 'sys_items')
        .filter((item) => ((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .int */ .Wh)(item, 'type_id') ?? 0) >= _metadata_enums_js__WEBPACK_IMPORTED_MODULE_1__/* .TYPE */ .ZE.ITEM)
        .map((item) => (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .int */ .Wh)(item, 'id')));
    return (table, row) => table === 'sys_privileges' && !shown.has((0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .int */ .Wh)(row, 'item_id'));
}
/** Builder tables over the API, in the shape of a zip's. */
async function readTablesOverApi(client, line) {
    const load = await loadBuilder(client);
    const tables = {};
    for (const { name, apiItemId, columns } of _metadata_structure_js__WEBPACK_IMPORTED_MODULE_2__/* .BUILDER_TABLES */ .o[line]) {
        const found = name === 'sys_privileges'
            ? await openPrivileges(client, load, line, tables.sys_roles?.rows ?? [])
            : await openRows(client, load, apiItemId, name);
        const known = columns.map((column) => column.name).filter((column) => found.columns.includes(column));
        tables[name] = { columns: known, rows: found.rows };
    }
    return tables;
}
/**
 * The whole state over the Builder's API; needs an open or logged-in Builder.
 * @param line of the server.
 */
async function stateOverApi(client, line) {
    const load = await loadBuilder(client);
    const tables = await readTablesOverApi(client, line);
    const task = (await openRows(client, load, SYS_TASKS, 'sys_tasks')).rows[0] ?? {};
    const users = (await openRows(client, load, SYS_USERS, 'sys_users')).rows;
    const info = await client.builder('server_get_task_info', []);
    const version = Array.isArray(info)
        ? String(info[2] ?? '')
            .split(' / ')[1]
            ?.trim()
        : undefined;
    return {
        source: 'builder-api',
        metadata: { line, dbType: (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .int */ .Wh)(task, 'f_db_type') ?? 0, tables },
        task,
        names: namesOf(task, tables),
        safeMode: Boolean(load.settings.SAFE_MODE),
        manualUpdate: (0,_metadata_model_js__WEBPACK_IMPORTED_MODULE_5__/* .truthy */ .vN)(task, 'f_manual_update'),
        // A v7 server in production mode answers no Builder call at all.
        production: false,
        importDelay: importDelayOf(Number(load.settings.IMPORT_DELAY)),
        maintenance: Boolean(load.settings.MAINTENANCE),
        counters: { build: Number(load.settings.BUILD_VERSION ?? 0), params: Number(load.settings.PARAMS_VERSION ?? 0) },
        ...(0,_admin_database_js__WEBPACK_IMPORTED_MODULE_3__/* .usersOf */ .e)(users),
        jamVersion: version || undefined,
    };
}


/***/ }),

/***/ 37665:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  b: () => (/* binding */ readArchive)
});

// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
// EXTERNAL MODULE: ./build/metadata/finding-list.js
var finding_list = __webpack_require__(32017);
// EXTERNAL MODULE: ./build/metadata/limits.js
var limits = __webpack_require__(77230);
;// CONCATENATED MODULE: ./build/metadata/entry-paths.js
/** Rules for the paths of zip entries, whatever place of the project they name (that is `places.ts`). */


/** Flag bit 11 of a header: the name is UTF-8. Without it Python reads code page 437. */
const UTF8_FLAG = 0x0800;
/**
 * The name of an entry as Python's zipfile reads it, or undefined when it is not valid: UTF-8 where the header says so,
 * else ASCII. (Python reads other bytes as code page 437, and would write names that nobody meant.)
 */
function decodeName(bytes, flags) {
    if ((flags & UTF8_FLAG) === 0 && bytes.some((byte) => byte > 0x7f))
        return undefined;
    try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    }
    catch {
        return undefined;
    }
}
/**
 * The form under which two paths are one file on some file system: Unicode's composed form, upper and lower case
 * alike (upper first, so that `ß` and `SS` meet), as macOS and Windows compare names.
 */
function foldedPath(path) {
    return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}
// Marks that turn the direction of text, and characters of no width that make two names look alike.
const MISLEADING = /[\u061C\u200B\u200E\u200F\u2060\u202A-\u202E\u2066-\u2069\uFEFF]/u;
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u;
const WINDOWS_DEVICE = /^(con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])(\.|$)/i;
const EXPORT_AGAIN = 'Make the zip with Export in the Builder, not by hand.';
const RENAME = 'Rename the file in the project folder of the development application, then export again.';
/** In the order in which they are asked; the first broken one speaks. */
const RULES = [
    {
        rule: 'zip-name-characters',
        broken: (path) => CONTROL.test(path) || MISLEADING.test(path),
        says: 'holds a character that can not be seen: a NUL or control character, a line break or a mark that turns the direction of text',
        remedy: RENAME,
    },
    {
        rule: 'zip-path-backslash',
        broken: (path) => path.includes('\\'),
        says: 'holds a backslash, which is a folder on Windows and a part of the name elsewhere',
        remedy: EXPORT_AGAIN,
    },
    {
        rule: 'zip-path-absolute',
        broken: (path) => path.startsWith('/'),
        says: 'is an absolute path; entries are relative to the project folder',
        remedy: EXPORT_AGAIN,
    },
    {
        rule: 'zip-path-drive',
        broken: (path) => /^[A-Za-z]:/.test(path),
        says: 'starts with a Windows drive',
        remedy: EXPORT_AGAIN,
    },
    {
        rule: 'zip-path-dots',
        broken: (_, segments) => segments.some((segment) => ['', '.', '..'].includes(segment)),
        says: 'has an empty, "." or ".." part, so it would not land where it says',
        remedy: EXPORT_AGAIN,
    },
    {
        rule: 'zip-path-trailing',
        broken: (_, segments) => segments.some((segment) => /[.\s]$/u.test(segment)),
        says: 'has a part that ends in a dot or a blank, which Windows drops: it would become another file there',
        remedy: RENAME,
    },
    {
        rule: 'zip-path-length',
        broken: (path) => Buffer.byteLength(path) > limits/* LIMITS */.b.pathBytes,
        says: `is longer than ${limits/* LIMITS */.b.pathBytes} bytes`,
        remedy: 'Shorten the names of the file and its folders in the development project, then export again.',
    },
    {
        rule: 'zip-path-windows',
        severity: 'warning',
        broken: (_, segments) => segments.some((segment) => WINDOWS_DEVICE.test(segment) || /[<>:"|?*]/.test(segment)),
        says: 'is a name that Windows does not allow; a server on Windows can not take it',
        remedy: 'Nothing to do when the server is not on Windows; else rename the file, then export again.',
    },
];
/** What is wrong with a path (a folder's without its last slash), or undefined. The first trouble speaks. */
function pathProblem(path) {
    const segments = path.split('/');
    const rule = RULES.find((each) => each.broken(path, segments));
    if (!rule)
        return undefined;
    const message = `The path "${(0,finding_list/* visible */.R)(path)}" ${rule.says}.`;
    return { rule: rule.rule, severity: rule.severity ?? 'error', message, remedy: rule.remedy };
}

// EXTERNAL MODULE: ./build/metadata/zip-directory.js + 1 modules
var zip_directory = __webpack_require__(35153);
;// CONCATENATED MODULE: ./build/metadata/local-header.js
/**
 * One entry of a zip where its bytes are: the local header, the packed bytes and the data descriptor behind them.
 * It must say the same as the central directory, and entries must lie one behind the other without a gap.
 */


const LOCAL_SIGNATURE = 0x04034b50;
const DESCRIPTOR_SIGNATURE = 0x08074b50;
const LOCAL_SIZE = 30;
const DESCRIPTOR_FLAG = 0x0008;
const ZIP64_EXTRA = 0x0001;
const UNICODE_PATH_EXTRA = 0x7075;
const local_header_EXPORT_AGAIN = 'Make the zip with Export in the Builder and commit that file unchanged.';
/**
 * The packed bytes of an entry, or undefined when a finding was added. `limit` is where the next entry or the central
 * directory starts; `name` is for sentences.
 */
function packedBytes(zip, central, limit, name, found) {
    const place = { entry: (0,finding_list/* visible */.R)(name) };
    const refuse = (rule, says) => {
        found.error(rule, place, `"${(0,finding_list/* visible */.R)(name)}" ${says}.`, local_header_EXPORT_AGAIN);
    };
    const at = central.offset;
    if (at + LOCAL_SIZE > limit)
        return refuse('zip-overlapping-entries', 'overlaps another part of the zip');
    if (zip.readUInt32LE(at) !== LOCAL_SIGNATURE) {
        return refuse('zip-header-mismatch', 'is in the directory of the zip, but not at the place given there');
    }
    const nameStart = at + LOCAL_SIZE;
    const extraStart = nameStart + zip.readUInt16LE(at + 26);
    const dataStart = extraStart + zip.readUInt16LE(at + 28);
    const dataEnd = dataStart + central.packedSize;
    if (dataEnd > limit)
        return refuse('zip-overlapping-entries', 'overlaps another part of the zip');
    const differs = difference(zip, central, zip.subarray(nameStart, extraStart));
    if (differs) {
        return refuse('zip-header-mismatch', `has two headers that disagree on its ${differs}: readers would see different files`);
    }
    for (const extra of [central.extra, zip.subarray(extraStart, dataStart)]) {
        const problem = extraProblem(extra, central.nameBytes);
        if (problem === 'zip64')
            (0,zip_directory/* refuseZip64 */.m)(found, name);
        else if (problem)
            refuse('zip-extra-field', problem);
        if (problem)
            return undefined;
    }
    const rest = zip.subarray(dataEnd, limit);
    if ((central.flags & DESCRIPTOR_FLAG) !== 0) {
        if (!isDescriptor(rest, central)) {
            return refuse('zip-header-mismatch', 'is not followed by the data descriptor that its header announces');
        }
    }
    else if (rest.length > 0) {
        return refuse('zip-hidden-bytes', `is followed by ${rest.length} bytes that belong to no entry`);
    }
    return zip.subarray(dataStart, dataEnd);
}
/** In what the local header differs from the central one; sizes and checksum may be 0 when a descriptor follows. */
function difference(zip, central, nameBytes) {
    const at = central.offset;
    const deferred = (central.flags & DESCRIPTOR_FLAG) !== 0;
    const same = (local, wanted) => local === wanted || (deferred && local === 0);
    if (!nameBytes.equals(central.nameBytes))
        return 'name';
    if (zip.readUInt16LE(at + 6) !== central.flags)
        return 'flags';
    if (zip.readUInt16LE(at + 8) !== central.method)
        return 'compression method';
    if (!same(zip.readUInt32LE(at + 14), central.crc))
        return 'checksum';
    if (!same(zip.readUInt32LE(at + 18), central.packedSize))
        return 'packed size';
    if (!same(zip.readUInt32LE(at + 22), central.size))
        return 'size';
    return undefined;
}
/** A data descriptor: checksum, packed size and size, with or without a signature in front. */
function isDescriptor(rest, central) {
    const signed = rest.length === 16 && rest.readUInt32LE(0) === DESCRIPTOR_SIGNATURE;
    if (!signed && rest.length !== 12)
        return false;
    const at = signed ? 4 : 0;
    return (rest.readUInt32LE(at) === central.crc &&
        rest.readUInt32LE(at + 4) === central.packedSize &&
        rest.readUInt32LE(at + 8) === central.size);
}
/** Extra fields are fine (time, owner …) unless they are broken, zip64, or give the entry another name. */
function extraProblem(extra, nameBytes) {
    const fields = Buffer.from(extra.buffer, extra.byteOffset, extra.byteLength);
    let at = 0;
    while (at + 4 <= fields.length) {
        const id = fields.readUInt16LE(at);
        const next = at + 4 + fields.readUInt16LE(at + 2);
        if (next > fields.length)
            return 'has a broken extra field in its header';
        if (id === ZIP64_EXTRA)
            return 'zip64';
        // version (1 byte), checksum of the plain name (4 bytes), then the name in UTF-8
        if (id === UNICODE_PATH_EXTRA && !fields.subarray(at + 9, next).equals(nameBytes)) {
            return 'has a second name in its header: readers would see different files';
        }
        at = next;
    }
    return undefined;
}

;// CONCATENATED MODULE: ./build/metadata/places.js
/**
 * Where the entries of a metadata zip may lie: only where Jam.py's Export takes them from (docs/jampy.md, "Export").
 * An import copies everything it finds in the zip over the project folder (docs/jampy.md, "What an import copies"),
 * so any other entry would replace the server's own files. Inside the places extensions are never judged: real
 * exports hold `.map`, `.js_june` and names without any.
 */

/** Folders that Export takes whole. */
const FOLDERS = [
    'js',
    'css',
    'static/img',
    'static/js',
    'static/css',
    'static/fonts',
    'static/builder',
    'utils',
    'reports',
];
/** Files and folders of a project that must never come from a zip, and what they would do. Compared without case. */
const NEVER = {
    'admin.sqlite': "would replace the whole builder database of the server, with its users and its database's password",
    '_admin.sqlite': 'would replace the builder database of the server at its next start',
    'server.py': 'would replace the program that serves the application',
    'wsgi.py': 'would replace the program that serves the application',
    'langs.sqlite': "would replace the server's translations",
    'builder.html': 'would switch a Jam.py 7 server to production mode at its next start',
    locks: "would interfere with the server's locks",
    migration: 'would be imported as metadata at the next start',
    logs: "would overwrite the server's logs",
    'static/internal': 'is served to everyone without a login',
    'static/files': 'holds what users of the application upload',
    'static/reports': 'holds the reports that the server prints',
};
const REMEDY = {
    'builder.html': 'Switch production mode off in the development project (remove builder.html from its folder), then export again.',
};
const HAND_MADE = 'Make the zip with Export in the Builder, not by hand: Export never takes such a file.';
const MODULE = String.raw `(\.[^/]*)?\.(py|pyc|pyo|pyw|pyd|so)$`;
/** A first-level package of the same name as an installed one, or a module at the root: Python would find it first. */
const SHADOWS = new RegExp(`^([^/]+|(js|css|reports|static)/__init__)${MODULE}`, 'i');
const COMPILED = /(^|\/)__pycache__(\/|$)|^utils\/.*\.py[co]$/i;
/** Compatibility form without case: `ＢＵＩＬＤＥＲ.html` and `Builder.HTML` are builder.html here. */
function spelled(path) {
    return path.normalize('NFKC').toUpperCase().toLowerCase();
}
/**
 * What is wrong with the place of an entry, or undefined. `path` has passed `pathProblem`; a folder's comes without
 * its last slash and with `folder`: the folders on the way to a place (`static`) are fine too.
 */
function placeProblem(path, folder = false) {
    const name = spelled(path);
    const never = Object.keys(NEVER).find((each) => name === each || name.startsWith(`${each}/`));
    if (never) {
        const message = `"${(0,finding_list/* visible */.R)(path)}" does not belong into a metadata zip: it ${NEVER[never]}.`;
        return { rule: 'zip-place-server-file', message, remedy: REMEDY[never] ?? HAND_MADE };
    }
    if (name.split('/').some((segment) => segment.startsWith('.'))) {
        const message = `"${(0,finding_list/* visible */.R)(path)}" is a hidden file (a name that starts with a dot).`;
        const remedy = 'Remove the file from the project folder of the development application, then export again.';
        return { rule: 'zip-place-dotfile', message, remedy };
    }
    return folder ? folderProblem(path) : (pythonProblem(path, name) ?? fileProblem(path));
}
function pythonProblem(path, name) {
    if (COMPILED.test(name)) {
        const message = `"${(0,finding_list/* visible */.R)(path)}" is compiled Python, which would run in place of the source that was reviewed.`;
        return { rule: 'zip-place-python', message, remedy: HAND_MADE };
    }
    if (SHADOWS.test(name)) {
        const message = `"${(0,finding_list/* visible */.R)(path)}" is a Python module that the server would import in place of an installed package.`;
        const remedy = 'Put Python modules into the folder utils of the development project, then export again.';
        return { rule: 'zip-place-python', message, remedy };
    }
    return undefined;
}
function fileProblem(path) {
    if (path === 'task.dat' || /^[^/]+\.(html|js)$/.test(path))
        return undefined;
    if (FOLDERS.some((place) => path.startsWith(`${place}/`)))
        return undefined;
    return outside(path);
}
function folderProblem(path) {
    const known = FOLDERS.some((place) => `${place}/`.startsWith(`${path}/`) || path.startsWith(`${place}/`));
    return known ? undefined : outside(path);
}
function outside(path) {
    const places = `task.dat, *.html, *.js, ${FOLDERS.map((each) => `${each}/`).join(', ')}`;
    const message = `"${(0,finding_list/* visible */.R)(path)}" is at a place that Jam.py's Export never writes (it writes ${places}).`;
    return { rule: 'zip-place', message, remedy: HAND_MADE };
}

;// CONCATENATED MODULE: ./build/metadata/archive.js
/**
 * Opens a metadata zip whose bytes nobody vouches for: every header is checked by hand before anything is inflated,
 * and each entry is inflated under its own limit. What passes is later packed anew (`rebuild.ts`), so that Jam.py's
 * unzip can not see other bytes than were checked here.
 */







const archive_EXPORT_AGAIN = 'Make the zip with Export in the Builder and commit that file unchanged.';
const STORED = 0;
const DEFLATED = 8;
/** Encrypted, strongly encrypted, header masked. */
const ENCRYPTION_FLAGS = 0x0001 | 0x0040 | 0x2000;
/** Deflate's level (two bits), data descriptor, UTF-8 name. */
const PLAIN_FLAGS = 0x0002 | 0x0004 | 0x0008 | 0x0800;
/** "Version needed" of zip64, the newest form that a plain writer claims. */
const NEWEST_VERSION = 45;
/** `bytes` is the zip as it lies on disk. Never throws: whatever is wrong is a finding. */
function readArchive(bytes) {
    const found = (0,finding_list/* findingList */.Q)();
    const entries = new Map();
    const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const directory = withinPackedLimit(zip, found) ? (0,zip_directory/* readDirectory */.g)(zip, found) : undefined;
    if (directory && withinInflatedLimits(directory.headers, found))
        readEntries(zip, directory, entries, found);
    return { entries, findings: found.list() };
}
function withinPackedLimit(zip, found) {
    if (zip.length <= limits/* LIMITS */.b.packedBytes)
        return true;
    const message = `The zip is ${(0,limits/* sizeText */.l)(zip.length)} large; more than ${(0,limits/* sizeText */.l)(limits/* LIMITS */.b.packedBytes)} are not accepted.`;
    found.error('zip-packed-size', {}, message, 'Remove what does not belong to the application, then export again.');
    return false;
}
/** Announced sizes, before anything is inflated. */
function withinInflatedLimits(headers, found) {
    const total = headers.reduce((sum, header) => sum + header.size, 0);
    if (total <= limits/* LIMITS */.b.inflatedBytes)
        return true;
    const message = `The zip would unpack to ${(0,limits/* sizeText */.l)(total)}; more than ${(0,limits/* sizeText */.l)(limits/* LIMITS */.b.inflatedBytes)} are not accepted.`;
    found.error('zip-inflated-size', {}, message, 'Remove what does not belong to the application, then export again.');
    return false;
}
function readEntries(zip, directory, entries, found) {
    const limits = limitsOf(directory, found);
    const names = nameBook(found);
    for (const header of directory.headers) {
        const name = acceptedName(header, found);
        if (name === undefined || !names.add(name) || !headerProblemFree(header, name, found))
            continue;
        const packed = packedBytes(zip, header, limits.get(header) ?? directory.start, name, found);
        if (!packed)
            continue;
        const content = inflated(header, packed, name, found);
        // Export writes no folders; those that other packers add say nothing that an import would do.
        if (content && !name.endsWith('/'))
            entries.set(name, content);
    }
}
/** Where the next entry (or the directory) starts, for each entry; the first must start the file. */
function limitsOf(directory, found) {
    const sorted = directory.headers.toSorted((a, b) => a.offset - b.offset);
    const first = sorted[0]?.offset ?? directory.start;
    if (first > 0) {
        const message = `${(0,limits/* sizeText */.l)(first)} stand in front of the first entry of the zip.`;
        found.error('zip-leading-bytes', {}, message, archive_EXPORT_AGAIN);
    }
    const limit = (header, index) => {
        const shared = sorted[index - 1]?.offset === header.offset;
        const next = shared ? header.offset : (sorted[index + 1]?.offset ?? directory.start);
        return Math.min(next, directory.start);
    };
    return new Map(sorted.map((header, index) => [header, limit(header, index)]));
}
/** The path of an entry (folders end in a slash), or undefined when its name or place is refused. */
function acceptedName(header, found) {
    const name = decodeName(header.nameBytes, header.flags);
    if (name === undefined) {
        const entry = (0,finding_list/* visible */.R)(Buffer.from(header.nameBytes).toString('utf8'));
        const message = `The name of the entry "${entry}" is not valid in its encoding: Jam.py would write another name.`;
        found.error('zip-name-encoding', { entry }, message, archive_EXPORT_AGAIN);
        return undefined;
    }
    const folder = name.length > 1 && name.endsWith('/');
    const path = folder ? name.slice(0, -1) : name;
    const place = { entry: (0,finding_list/* visible */.R)(name) };
    const problem = pathProblem(path);
    if (problem)
        found[problem.severity](problem.rule, place, problem.message, problem.remedy);
    if (problem?.severity === 'error')
        return undefined;
    const wrongPlace = placeProblem(path, folder);
    if (wrongPlace)
        found.error(wrongPlace.rule, place, wrongPlace.message, wrongPlace.remedy);
    return wrongPlace ? undefined : name;
}
/** Remembers names; `add` says no (with a finding) to a name that meets an earlier one on some file system. */
function nameBook(found) {
    const files = new Map();
    const folders = new Map();
    const refuse = (rule, name, says) => {
        const remedy = 'Keep one of the two in the project folder of the development application, then export again.';
        found.error(rule, { entry: (0,finding_list/* visible */.R)(name) }, `"${(0,finding_list/* visible */.R)(name)}" ${says}.`, remedy);
        return false;
    };
    return {
        add(name) {
            const isFolder = name.endsWith('/');
            const key = foldedPath(isFolder ? name.slice(0, -1) : name);
            const twin = files.get(key);
            if (twin !== undefined && !isFolder) {
                const same = twin === name ? '' : ` (as "${(0,finding_list/* visible */.R)(twin)}": the same to macOS or Windows)`;
                return refuse('zip-duplicate-name', name, `is in the zip twice${same}`);
            }
            const parents = key.split('/').map((_, index, parts) => parts.slice(0, index).join('/'));
            const fileAbove = parents.slice(1).find((parent) => files.has(parent));
            if (twin !== undefined || fileAbove !== undefined || (!isFolder && folders.has(key))) {
                return refuse('zip-file-and-folder', name, 'is a file and a folder at once in the zip');
            }
            for (const folder of isFolder ? [...parents.slice(1), key] : parents.slice(1))
                folders.set(folder, name);
            if (!isFolder)
                files.set(key, name);
            return true;
        },
    };
}
const mode = (header) => header.externalAttributes >>> 16;
const HEADER_RULES = [
    { rule: 'zip-encrypted', broken: (h) => (h.flags & ENCRYPTION_FLAGS) !== 0, says: () => 'is encrypted' },
    {
        rule: 'zip-method',
        broken: (h) => h.method !== STORED && h.method !== DEFLATED,
        says: (h) => `is compressed with method ${h.method}; only stored (0) and deflate (8) are accepted`,
    },
    {
        rule: 'zip-flags',
        broken: (h) => (h.flags & ~PLAIN_FLAGS) !== 0 || h.versionNeeded > NEWEST_VERSION,
        says: () => 'needs features of the zip format that Jam.py does not read',
    },
    {
        rule: 'zip-special-file',
        broken: (h, name) => !isPlain(h, name.endsWith('/')),
        says: (h) => `is ${kindName(mode(h) & 0o170000)}, not a plain file`,
    },
    {
        rule: 'zip-setuid',
        broken: (h, name) => !name.endsWith('/') && (mode(h) & 0o7000) !== 0,
        says: () => 'has the setuid, setgid or sticky bit set',
    },
    {
        rule: 'zip-folder-with-content',
        broken: (h, name) => name.endsWith('/') && h.size !== 0,
        says: () => 'is a folder with content of its own',
    },
    {
        rule: 'zip-task-dat-size',
        broken: (h, name) => name === 'task.dat' && h.size > limits/* LIMITS */.b.taskDatBytes,
        says: (h) => `is ${(0,limits/* sizeText */.l)(h.size)} large; more than ${(0,limits/* sizeText */.l)(limits/* LIMITS */.b.taskDatBytes)} are not accepted`,
    },
    {
        rule: 'zip-ratio',
        broken: (h) => h.size > limits/* LIMITS */.b.ratioFrom && h.size > h.packedSize * limits/* LIMITS */.b.ratio,
        says: (h) => `would grow from ${(0,limits/* sizeText */.l)(h.packedSize)} to ${(0,limits/* sizeText */.l)(h.size)}, more than ${limits/* LIMITS */.b.ratio} times: a zip bomb`,
    },
];
function headerProblemFree(header, name, found) {
    const broken = HEADER_RULES.find((rule) => rule.broken(header, name));
    if (broken)
        found.error(broken.rule, { entry: (0,finding_list/* visible */.R)(name) }, `"${(0,finding_list/* visible */.R)(name)}" ${broken.says(header)}.`, archive_EXPORT_AGAIN);
    return !broken;
}
const KINDS = new Map([
    [0o120000, 'a symbolic link'],
    [0o060000, 'a device'],
    [0o020000, 'a device'],
    [0o010000, 'a named pipe (FIFO)'],
    [0o140000, 'a socket'],
]);
function kindName(kind) {
    return KINDS.get(kind) ?? 'marked as a folder or as something unknown';
}
/** A file (or, with a name that ends in a slash, a folder) by its Unix mode, if any, and its DOS attributes. */
function isPlain(header, folder) {
    const kind = mode(header) & 0o170000;
    const dosOdd = folder ? 0x08 : 0x18; // volume label, folder
    return (kind === 0 || kind === (folder ? 0o040000 : 0o100000)) && (header.externalAttributes & dosOdd) === 0;
}
/** The content, exactly as large as announced and with its checksum, or undefined with a finding. */
function inflated(header, packed, name, found) {
    const refuse = (rule, says) => {
        found.error(rule, { entry: (0,finding_list/* visible */.R)(name) }, `"${(0,finding_list/* visible */.R)(name)}" ${says}.`, archive_EXPORT_AGAIN);
    };
    let content = packed;
    if (header.method === DEFLATED) {
        const result = inflate(packed, header.size);
        if (result === 'larger')
            return refuse('zip-entry-size', `unpacks to more than the ${header.size} bytes it announces`);
        if (result === 'broken')
            return refuse('zip-deflate', 'can not be unpacked: its packed bytes are damaged');
        if (result.consumed !== packed.length) {
            return refuse('zip-hidden-bytes', `has ${packed.length - result.consumed} bytes behind its packed content`);
        }
        content = result.content;
    }
    if (content.length !== header.size) {
        return refuse('zip-entry-size', `is ${content.length} bytes large, not ${header.size} as it announces`);
    }
    if ((0,external_node_zlib_.crc32)(content) !== header.crc)
        return refuse('zip-crc', 'is damaged: its content does not match its checksum (CRC)');
    return content;
}
function inflate(packed, size) {
    try {
        const chunkSize = Math.min(Math.max(size, 64), limits/* LIMITS */.b.ratioFrom);
        // With `info` Node also returns the engine, whose bytesWritten is how much of the input the stream used.
        const result = (0,external_node_zlib_.inflateRawSync)(packed, { maxOutputLength: Math.max(size, 1), chunkSize, info: true });
        return { content: result.buffer, consumed: result.engine.bytesWritten };
    }
    catch (error) {
        return error.code === 'ERR_BUFFER_TOO_LARGE' ? 'larger' : 'broken';
    }
}


/***/ }),

/***/ 71944:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ openPackage)
/* harmony export */ });
/* harmony import */ var _archive_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(37665);
/* harmony import */ var _digest_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(45454);
/* harmony import */ var _enums_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(65594);
/* harmony import */ var _finding_list_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(32017);
/* harmony import */ var _model_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(43213);
/* harmony import */ var _task_dat_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(97790);






/**
 * Never throws. A package with findings of severity error must not be promoted.
 * @param like another package of the application: what is the same in both is held once.
 */
function openPackage(bytes, like) {
    const { entries, findings } = (0,_archive_js__WEBPACK_IMPORTED_MODULE_0__/* .readArchive */ .b)(bytes);
    const taskDat = entries.get(_task_dat_js__WEBPACK_IMPORTED_MODULE_4__/* .TASK_DAT */ .W);
    if (!taskDat)
        return { entries, findings: [...findings, ...missingTaskDat(findings)] };
    const parsed = (0,_task_dat_js__WEBPACK_IMPORTED_MODULE_4__/* .parseTaskDat */ .u)(taskDat, like);
    const all = [...findings, ...parsed.findings];
    if (!parsed.metadata)
        return { entries, findings: all };
    const files = new Map([...entries].filter(([path]) => path !== _task_dat_js__WEBPACK_IMPORTED_MODULE_4__/* .TASK_DAT */ .W));
    return { package: describe(parsed.metadata, files), entries, findings: all };
}
/** Says that task.dat is missing, unless a finding already told why it was not taken. */
function missingTaskDat(findings) {
    const toldAlready = (finding) => finding.severity === 'error' && (finding.place.entry === undefined || finding.place.entry === _task_dat_js__WEBPACK_IMPORTED_MODULE_4__/* .TASK_DAT */ .W);
    if (findings.some(toldAlready))
        return [];
    const nested = findings.find((finding) => finding.place.entry?.toLowerCase().endsWith('/task.dat'))?.place.entry;
    const folder = nested?.slice(0, nested.lastIndexOf('/'));
    return [
        {
            rule: 'zip-no-task-dat',
            severity: 'error',
            place: {},
            message: `The zip has no task.dat at its root${folder ? `, only one in the folder "${(0,_finding_list_js__WEBPACK_IMPORTED_MODULE_3__/* .visible */ .R)(folder)}"` : ''}: it is not a metadata zip.`,
            remedy: folder
                ? 'Commit the zip as Export made it; do not unpack it and pack its folder.'
                : 'Commit the file that Export in the Builder downloads.',
        },
    ];
}
function describe(metadata, files) {
    const task = (0,_model_js__WEBPACK_IMPORTED_MODULE_5__/* .rowsOf */ .RO)(metadata, 'sys_items').find((row) => (0,_model_js__WEBPACK_IMPORTED_MODULE_5__/* .int */ .Wh)(row, 'type_id') === _enums_js__WEBPACK_IMPORTED_MODULE_2__/* .TYPE */ .ZE.TASK) ?? {};
    const params = (0,_model_js__WEBPACK_IMPORTED_MODULE_5__/* .rowsOf */ .RO)(metadata, 'sys_params')[0] ?? {};
    return {
        ...metadata,
        files,
        appName: (0,_model_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(task, 'f_item_name'),
        appCaption: (0,_model_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(task, 'f_name'),
        appVersion: (0,_model_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(params, 'f_version'),
        jamVersion: (0,_model_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(params, 'f_jam_version') || undefined,
        digest: (0,_digest_js__WEBPACK_IMPORTED_MODULE_1__/* .metadataDigest */ .Y)(metadata, files),
    };
}


/***/ }),

/***/ 97790:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  W: () => (/* binding */ TASK_DAT),
  u: () => (/* binding */ parseTaskDat)
});

// EXTERNAL MODULE: ./build/metadata/finding-list.js
var finding_list = __webpack_require__(32017);
;// CONCATENATED MODULE: ./build/metadata/json-guard.js
/**
 * Looks at the text of task.dat before JSON.parse does: how deep it nests (a parser may run out of stack) and whether
 * an object names a key twice (parsers then keep one silently, and which one is their choice).
 */
/**
 * The first trouble in a JSON text, with its offset in characters; undefined when there is none. Text that is no JSON is
 * none of its business. Keys are compared in the outermost `keyDepth` levels of objects.
 */
function jsonTrouble(text, maxDepth, keyDepth) {
    // For each open bracket: the keys seen so far, or undefined for an array or a level that is not looked at.
    const open = [];
    const colon = /\s*:/y;
    const marks = /["{}[\]]/g;
    for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
        const at = mark.index;
        if (mark[0] === '"') {
            const end = closingQuote(text, at);
            const keys = open[open.length - 1];
            colon.lastIndex = end + 1;
            if (keys && colon.test(text)) {
                const key = unquoted(text.slice(at, end + 1));
                if (keys.has(key))
                    return { kind: 'duplicate', key, at };
                keys.add(key);
            }
            marks.lastIndex = end + 1;
        }
        else if (mark[0] === '{' || mark[0] === '[') {
            if (open.length === maxDepth)
                return { kind: 'depth', at };
            open.push(mark[0] === '{' && open.length < keyDepth ? new Set() : undefined);
        }
        else {
            open.pop();
        }
    }
    return undefined;
}
/** Offset of the quote that ends the string starting at `at`, or the end of the text. */
function closingQuote(text, at) {
    let end = text.indexOf('"', at + 1);
    while (end >= 0) {
        let slashes = 0;
        while (text[end - 1 - slashes] === '\\')
            slashes += 1;
        if (slashes % 2 === 0)
            return end;
        end = text.indexOf('"', end + 1);
    }
    return text.length;
}
/** The text of a JSON string; a broken one stands for itself, JSON.parse complains later. */
function unquoted(json) {
    try {
        return String(JSON.parse(json));
    }
    catch {
        return json;
    }
}

// EXTERNAL MODULE: ./build/metadata/limits.js
var limits = __webpack_require__(77230);
// EXTERNAL MODULE: ./build/metadata/structure.js
var metadata_structure = __webpack_require__(48577);
// EXTERNAL MODULE: ./build/metadata/model.js
var model = __webpack_require__(43213);
;// CONCATENATED MODULE: ./build/metadata/task-dat-table.js
/** One builder table of task.dat: `{"fields": [names], "records": [[values, …], …]}` into rows by column name. */


const EXPORT_AGAIN = 'Export the metadata again in the Builder and commit that file unchanged.';
const NUL = '\0';
/**
 * The table, or undefined when its shape does not hold. Rows that can not be read are left out, with a finding each.
 * @param like the same table of another export: rows that are the same on both sides are held once.
 */
function readTable(source, structure, found, like) {
    const place = { entry: 'task.dat', table: structure.name };
    const { fields, records } = (source ?? {});
    if (!Array.isArray(fields) || !fields.every((field) => typeof field === 'string') || !Array.isArray(records)) {
        const message = `${structure.name} in task.dat is not a list of fields and a list of records.`;
        found.error('task-dat-table', place, message, EXPORT_AGAIN);
        return undefined;
    }
    const twice = fields.find((field, index) => fields.indexOf(field) !== index);
    if (twice !== undefined) {
        const message = `${structure.name} in task.dat has the column "${(0,finding_list/* visible */.R)(twice)}" twice.`;
        found.error('task-dat-duplicate-column', place, message, EXPORT_AGAIN);
        return undefined;
    }
    compareColumns(fields, structure, found);
    const known = new Set(structure.columns.map((column) => column.name));
    // Unknown columns are left out, as an import leaves them out.
    const columns = fields.flatMap((name, index) => (known.has(name) ? [{ name, index }] : []));
    // Copies of one whole row share its shape; rows that grow name by name become hash tables, several times as large.
    const empty = JSON.parse(JSON.stringify(Object.fromEntries(columns.map(({ name }) => [name, null]))));
    const rows = [];
    const others = (0,model/* firstById */.BA)(like?.rows ?? []);
    records.forEach((record, index) => {
        // It is not needed twice, and a large application is too large to be held twice.
        records[index] = null;
        const row = readRow(record, index, { width: fields.length, columns, empty }, structure, found);
        const other = row && others.get((0,model/* idOf */.TH)(row));
        if (row)
            rows.push(other && sameRow(row, other) ? other : row);
    });
    return { columns: columns.map((column) => column.name), rows };
}
function sameRow(left, right) {
    const columns = Object.keys(left);
    if (columns.length !== Object.keys(right).length)
        return false;
    return columns.every((column) => Object.hasOwn(right, column) && left[column] === right[column]);
}
function compareColumns(fields, structure, found) {
    const place = { entry: 'task.dat', table: structure.name };
    const present = new Set(fields);
    const missing = structure.columns.filter((column) => !present.has(column.name));
    const needed = missing.filter((column) => !column.newer).map((column) => column.name);
    if (needed.length > 0) {
        const message = `${structure.name} in task.dat lacks ${columnList(needed)}, which every release of Jam.py's line has.`;
        found.error('task-dat-columns', place, message, EXPORT_AGAIN);
    }
    const newer = missing.filter((column) => column.newer).map((column) => column.name);
    if (newer.length > 0) {
        const message = `${structure.name} in task.dat lacks ${columnList(newer)}: an older release of Jam.py exported it.`;
        const remedy = 'Nothing to do: an import keeps what the server has there.';
        found.note('task-dat-older-columns', place, message, remedy);
    }
    const known = new Set(structure.columns.map((column) => column.name));
    const unknown = fields.filter((field) => !known.has(field));
    if (unknown.length > 0) {
        const message = `${structure.name} in task.dat has ${columnList(unknown.map(finding_list/* visible */.R))}, unknown to the releases of Jam.py that were looked at.`;
        found.note('task-dat-unknown', place, message, 'Nothing to do: what the server does not know, an import leaves out.');
    }
}
function columnList(names) {
    const shown = names.slice(0, 12).join(', ');
    const more = names.length > 12 ? ` and ${names.length - 12} more` : '';
    return `the ${names.length === 1 ? 'column' : 'columns'} ${shown}${more}`;
}
function readRow(record, index, { width, columns, empty }, structure, found) {
    const where = `Record ${index + 1} of ${structure.name} in task.dat`;
    if (!Array.isArray(record) || record.length < width) {
        const what = Array.isArray(record) ? `has ${record.length} values for ${width} fields` : 'is not a list of values';
        const place = { entry: 'task.dat', table: structure.name };
        found.error('task-dat-record', place, `${where} ${what}: an import would stop in the middle.`, EXPORT_AGAIN);
        return undefined;
    }
    // Behind the fields stand the display values of lookups; they are no part of the row.
    // Names are known columns only, so no name of the zip's choosing becomes a property.
    const row = { ...empty };
    const id = idOfRecord(record, columns);
    for (const column of columns) {
        const value = record[column.index];
        const trouble = valueTrouble(value);
        if (trouble) {
            const place = { entry: 'task.dat', table: structure.name, ...id };
            found.error('task-dat-value', place, `${where}: ${column.name} ${trouble}.`, EXPORT_AGAIN);
            return undefined;
        }
        row[column.name] = value;
    }
    if ((0,model/* truthy */.vN)(row, 'deleted')) {
        const place = { entry: 'task.dat', table: structure.name, ...id };
        const remedy = 'Export again: Jam.py leaves deleted rows out, so the zip was changed by hand.';
        found.warning('task-dat-deleted-row', place, `${where} is marked as deleted.`, remedy);
    }
    return row;
}
function idOfRecord(record, columns) {
    const column = columns.find((each) => each.name === 'id');
    const id = column && record[column.index];
    return typeof id === 'number' && Number.isSafeInteger(id) ? { id } : {};
}
function valueTrouble(value) {
    if (value === null || typeof value === 'boolean')
        return undefined;
    if (typeof value === 'number') {
        const exact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
        return exact ? undefined : 'is a number too large to be read exactly';
    }
    if (typeof value !== 'string')
        return 'is a list or an object, not a single value';
    if (value.includes(NUL))
        return 'holds a NUL character, which cuts the text off in a database';
    return value.isWellFormed()
        ? undefined
        : 'holds half of a Unicode character (a lone surrogate), which can not be stored';
}

;// CONCATENATED MODULE: ./build/metadata/task-dat.js





const TASK_DAT = 'task.dat';
const PLACE = { entry: TASK_DAT };
const task_dat_EXPORT_AGAIN = 'Export the metadata again in the Builder and commit that file unchanged.';
/**
 * The tables, undefined when nothing of them can be used; never throws.
 * @param like another export of the application, so that what is the same in both is held once.
 */
function parseTaskDat(bytes, like) {
    const found = (0,finding_list/* findingList */.Q)();
    const content = parseObject(bytes, found);
    const line = content && lineOf(content, found);
    if (!content || !line)
        return { findings: found.list() };
    const dbType = databaseType(content, found);
    const tables = {};
    for (const structure of metadata_structure/* BUILDER_TABLES */.o[line]) {
        const source = content[structure.name];
        if (source === undefined)
            missingTable(structure.name, found);
        const table = source === undefined ? undefined : readTable(source, structure, found, like?.tables[structure.name]);
        if (table)
            tables[structure.name] = table;
    }
    unknownKeys(content, line, found);
    return { metadata: { line, dbType, tables }, findings: found.list() };
}
function parseObject(bytes, found) {
    const refuse = (rule, message) => found.error(rule, PLACE, message, task_dat_EXPORT_AGAIN);
    if (bytes.length > limits/* LIMITS */.b.taskDatBytes) {
        return refuse('zip-task-dat-size', `task.dat is larger than ${(0,limits/* sizeText */.l)(limits/* LIMITS */.b.taskDatBytes)}.`);
    }
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
        return refuse('task-dat-encoding', 'task.dat starts with a byte order mark (BOM), which Jam.py can not read: an editor saved it.');
    }
    let text;
    try {
        text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    }
    catch {
        return refuse('task-dat-encoding', 'task.dat is not valid UTF-8.');
    }
    const trouble = jsonTrouble(text, limits/* LIMITS */.b.jsonDepth, 2);
    if (trouble?.kind === 'depth') {
        return refuse('task-dat-depth', `task.dat nests deeper than ${limits/* LIMITS */.b.jsonDepth} levels ${position(text, trouble.at)}.`);
    }
    if (trouble) {
        const key = (0,finding_list/* visible */.R)(trouble.key);
        return refuse('task-dat-duplicate-key', `task.dat names "${key}" twice ${position(text, trouble.at)}: readers take one or the other.`);
    }
    try {
        const value = JSON.parse(text);
        if (isObject(value))
            return value;
    }
    catch (error) {
        const at = /position (\d+)/.exec(String(error))?.[1];
        const where = at === undefined ? 'it ends too early or is empty' : `something is wrong ${position(text, Number(at))}`;
        return refuse('task-dat-json', `task.dat is not valid JSON: ${where}.`);
    }
    return refuse('task-dat-json', 'task.dat is not a JSON object.');
}
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/** `at line 3, column 7`, both from 1. */
function position(text, at) {
    const before = text.slice(0, at);
    return `at line ${before.split('\n').length}, column ${at - before.lastIndexOf('\n')}`;
}
/**
 * The line of Jam.py by the shape of its tables (docs/jampy.md, "Lines"): f_copy_of is 7's alone; 6.x had columns and a
 * table of 7 without it.
 */
function lineOf(content, found) {
    const items = fieldsOf(content, 'sys_items');
    if (!items) {
        const message = content.sys_items === undefined ? 'has no table sys_items' : 'has no readable table sys_items';
        found.error('task-dat-table', { ...PLACE, table: 'sys_items' }, `task.dat ${message}: it is no Jam.py metadata.`, task_dat_EXPORT_AGAIN);
        return undefined;
    }
    if (items.includes('f_copy_of'))
        return 7;
    const six = content.sys_field_privileges !== undefined || fieldsOf(content, 'sys_fields')?.includes('f_calc_item');
    if (!six)
        return 5;
    const message = 'The zip comes from Jam.py 6, an interim line between 5 and 7 with tables of its own; it is not supported.';
    found.error('task-dat-line-6', PLACE, message, 'Upgrade the development project to Jam.py 7 and export again.');
    return undefined;
}
function fieldsOf(content, table) {
    const source = content[table];
    const fields = isObject(source) ? source.fields : undefined;
    return Array.isArray(fields) ? fields : undefined;
}
/** DB_TYPE of the exporting project; 0 (with a finding) when there is none to use. */
function databaseType(content, found) {
    const dbType = content.db_type;
    if (typeof dbType === 'number' && Number.isInteger(dbType) && dbType >= 1 && dbType <= 10)
        return dbType;
    if (dbType === 0 || dbType === null) {
        const message = 'The zip comes from an unfinished project: no database was chosen when it was exported (db_type 0).';
        found.error('task-dat-db-type', PLACE, message, 'Finish the project in the Builder (Project, Database), then export again.');
    }
    else {
        const what = dbType === undefined ? 'has no db_type' : `has the unknown db_type ${(0,finding_list/* visible */.R)(JSON.stringify(dbType))}`;
        const message = `task.dat ${what}; Jam.py knows the database types 1 to 10.`;
        found.error('task-dat-db-type', PLACE, message, task_dat_EXPORT_AGAIN);
    }
    return 0;
}
function missingTable(table, found) {
    const message = `task.dat has no table ${table}: an import would delete every row of it on the server.`;
    found.error('task-dat-table', { ...PLACE, table }, message, task_dat_EXPORT_AGAIN);
}
function unknownKeys(content, line, found) {
    const known = new Set(['db_type', ...metadata_structure/* BUILDER_TABLES */.o[line].map((table) => table.name)]);
    for (const key of Object.keys(content)) {
        if (known.has(key))
            continue;
        const message = `task.dat has "${(0,finding_list/* visible */.R)(key)}", which Jam.py ${line} does not read.`;
        found.note('task-dat-unknown', PLACE, message, 'Nothing to do: an import leaves it out.');
    }
}


/***/ }),

/***/ 31340:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ wayInside),
/* harmony export */   p: () => (/* binding */ shownPath)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/** Where one path lies below another, in the words of the machine that they are of. */

/** @returns the way from a folder to what is in it, '' for itself; undefined when that is elsewhere. */
function wayInside(folder, path, paths = node_path__WEBPACK_IMPORTED_MODULE_0__) {
    const way = paths.relative(folder, path);
    // On Windows it is absolute from one drive to another.
    const outside = way === '..' || way.startsWith(`..${paths.sep}`) || paths.isAbsolute(way);
    return outside ? undefined : way;
}
/** A path as a developer writes it: relative with slashes in the workspace, else absolute as it is. */
function shownPath(path, workspace, paths = node_path__WEBPACK_IMPORTED_MODULE_0__) {
    return wayInside(workspace, path, paths)?.replaceAll(paths.sep, '/') || path;
}


/***/ })

};

export const id = 541;
export const ids = [541];
export const modules = {

/***/ 47102:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  q7: () => (/* binding */ checkCode),
  GN: () => (/* binding */ checkZip),
  pq: () => (/* binding */ countOf)
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
const zip_directory_EXPORT_AGAIN = 'Export the metadata again in the Builder and commit that file unchanged.';
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
            found.error('zip-trailing-bytes', {}, message, zip_directory_EXPORT_AGAIN);
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
        found.error('zip-multi-disk', {}, message, zip_directory_EXPORT_AGAIN);
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
            found.error('zip-truncated', {}, message, zip_directory_EXPORT_AGAIN);
        }
        else {
            const message = `${(0,limits/* sizeText */.l)(-lost)} in the zip belong to no entry: they stand before its start or before its end.`;
            found.error('zip-leading-bytes', {}, message, zip_directory_EXPORT_AGAIN);
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
    found.error('zip-zip64', entry ? { entry: (0,finding_list/* visible */.R)(entry) } : {}, message, zip_directory_EXPORT_AGAIN);
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
            found.error('zip-multi-disk', {}, 'An entry of the zip lies in another part of a split zip.', zip_directory_EXPORT_AGAIN);
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
        found.error('zip-directory', {}, message, zip_directory_EXPORT_AGAIN);
    }
    return undefined;
}

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
            refuseZip64(found, name);
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
    const directory = withinPackedLimit(zip, found) ? readDirectory(zip, found) : undefined;
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

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./build/metadata/model.js
var model = __webpack_require__(43213);
// EXTERNAL MODULE: ./build/metadata/structure.js
var structure = __webpack_require__(48577);
;// CONCATENATED MODULE: ./build/metadata/digest.js
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
    const hash = (0,external_node_crypto_.createHash)('sha256');
    add(hash, `${sized(SCHEME)}line${metadata.line} db_type${metadata.dbType};`);
    for (const { name } of structure/* BUILDER_TABLES */.o[metadata.line])
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
    const rows = table.rows
        .map((row) => ({ id: (0,model/* int */.Wh)(row, 'id') ?? Number.MAX_SAFE_INTEGER, text: rowText(row, columns) }))
        .sort((a, b) => a.id - b.id || byCodePoint(a.text, b.text))
        .map((row) => row.text);
    add(hash, `${sized(name)}${sized(JSON.stringify(columns))}${rows.length}:${rows.join('')}`);
}
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

// EXTERNAL MODULE: ./build/metadata/enums.js
var enums = __webpack_require__(65594);
// EXTERNAL MODULE: ./build/metadata/task-dat.js + 2 modules
var task_dat = __webpack_require__(97790);
;// CONCATENATED MODULE: ./build/metadata/package.js






/** Never throws. A package with findings of severity error must not be promoted. */
function openPackage(bytes) {
    const { entries, findings } = readArchive(bytes);
    const taskDat = entries.get(task_dat/* TASK_DAT */.W);
    if (!taskDat)
        return { entries, findings: [...findings, ...missingTaskDat(findings)] };
    const parsed = (0,task_dat/* parseTaskDat */.u)(taskDat);
    const all = [...findings, ...parsed.findings];
    if (!parsed.metadata)
        return { entries, findings: all };
    const files = new Map([...entries].filter(([path]) => path !== task_dat/* TASK_DAT */.W));
    return { package: describe(parsed.metadata, files), entries, findings: all };
}
/** Says that task.dat is missing, unless a finding already told why it was not taken. */
function missingTaskDat(findings) {
    const toldAlready = (finding) => finding.severity === 'error' && (finding.place.entry === undefined || finding.place.entry === task_dat/* TASK_DAT */.W);
    if (findings.some(toldAlready))
        return [];
    const nested = findings.find((finding) => finding.place.entry?.toLowerCase().endsWith('/task.dat'))?.place.entry;
    const folder = nested?.slice(0, nested.lastIndexOf('/'));
    return [
        {
            rule: 'zip-no-task-dat',
            severity: 'error',
            place: {},
            message: `The zip has no task.dat at its root${folder ? `, only one in the folder "${(0,finding_list/* visible */.R)(folder)}"` : ''}: it is not a metadata zip.`,
            remedy: folder
                ? 'Commit the zip as Export made it; do not unpack it and pack its folder.'
                : 'Commit the file that Export in the Builder downloads.',
        },
    ];
}
function describe(metadata, files) {
    const task = (0,model/* rowsOf */.RO)(metadata, 'sys_items').find((row) => (0,model/* int */.Wh)(row, 'type_id') === enums/* TYPE */.ZE.TASK) ?? {};
    const params = (0,model/* rowsOf */.RO)(metadata, 'sys_params')[0] ?? {};
    return {
        ...metadata,
        files,
        appName: (0,model/* text */.Qq)(task, 'f_item_name'),
        appCaption: (0,model/* text */.Qq)(task, 'f_name'),
        appVersion: (0,model/* text */.Qq)(params, 'f_version'),
        jamVersion: (0,model/* text */.Qq)(params, 'f_jam_version') || undefined,
        digest: metadataDigest(metadata, files),
    };
}

;// CONCATENATED MODULE: ./build/validation/context.js
/** The package and its look-ups, built once, so that a rule never searches through rows. */


const GROUP_TYPES = new Set([enums/* TYPE */.ZE.ITEMS, enums/* TYPE */.ZE.JOURNALS, enums/* TYPE */.ZE.TABLES, enums/* TYPE */.ZE.REPORTS]);
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
    return (0,model/* int */.Wh)(row, column) || undefined;
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
        const id = (0,model/* int */.Wh)(row, 'id');
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
        if ((0,model/* int */.Wh)(item, 'type_id') === enums/* TYPE */.ZE.DETAIL)
            next.push(reference(item, 'table_id'));
        if (metadata.line === 7)
            next.push(reference(item, 'f_copy_of'));
        const parent = reference(item, 'parent');
        const group = parent === undefined ? undefined : items.get(parent);
        if (metadata.line === 5 && group !== undefined && GROUP_TYPES.has((0,model/* int */.Wh)(group, 'type_id') ?? 0))
            next.push(parent);
        for (const id of next)
            if (id !== undefined && !sources.includes(id))
                sources.push(id);
    }
    return sources;
}
/** Builds the look-ups. Where an id is given twice, the first row counts (the duplicate is a finding of its own). */
function buildContext(metadata, target = {}) {
    const items = byId((0,model/* rowsOf */.RO)(metadata, 'sys_items'));
    const fields = byId((0,model/* rowsOf */.RO)(metadata, 'sys_fields'));
    const sources = new Map();
    const existing = target.existingTables && new Set([...target.existingTables].map((name) => name.toLowerCase()));
    return {
        metadata,
        target,
        rows: (table) => (0,model/* rowsOf */.RO)(metadata, table),
        items,
        fields,
        fieldsByOwner: groupBy((0,model/* rowsOf */.RO)(metadata, 'sys_fields'), (row) => (0,model/* int */.Wh)(row, 'owner_rec_id')),
        roles: new Set(byId((0,model/* rowsOf */.RO)(metadata, 'sys_roles')).keys()),
        lists: new Set(byId((0,model/* rowsOf */.RO)(metadata, 'sys_lookup_lists')).keys()),
        params: (0,model/* rowsOf */.RO)(metadata, 'sys_params')[0],
        isGroup: (item) => GROUP_TYPES.has((0,model/* int */.Wh)(item, 'type_id') ?? 0),
        hasTable(item) {
            const type = (0,model/* int */.Wh)(item, 'type_id');
            if (type !== enums/* TYPE */.ZE.ITEM && type !== enums/* TYPE */.ZE.TABLE)
                return false;
            const copy = metadata.line === 7 && reference(item, 'f_copy_of') !== undefined;
            return !copy && !(0,model/* truthy */.vN)(item, 'f_virtual_table') && (0,model/* text */.Qq)(item, 'f_table_name') !== '';
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
            const owner = (0,model/* int */.Wh)(field, 'owner_rec_id');
            return owner !== undefined && owners.includes(owner);
        },
        hasColumn: (field) => reference(field, 'f_master_field') === undefined &&
            (metadata.line === 5 || reference(field, 'f_calc_item') === undefined),
        isNewTable(item) {
            if (existing === undefined)
                return undefined;
            return !existing.has(String((0,model/* int */.Wh)(item, 'id'))) && !existing.has((0,model/* text */.Qq)(item, 'f_table_name').toLowerCase());
        },
        placeOf(table, row) {
            const place = { table };
            const id = (0,model/* int */.Wh)(row, 'id');
            if (id !== undefined)
                place.id = id;
            const column = NAME_COLUMN[table];
            const name = column === undefined ? '' : (0,model/* text */.Qq)(row, column);
            const owner = items.get((0,model/* int */.Wh)(row, 'owner_rec_id') ?? Number.NaN);
            if (table === 'sys_items') {
                if (name !== '')
                    place.item = name;
            }
            else {
                if (owner !== undefined && column !== 'f_name' && column !== undefined)
                    place.item = (0,model/* text */.Qq)(owner, 'f_item_name');
                if (name !== '')
                    place.field = name;
            }
            return place;
        },
    };
}
/** Databases that were really tried; of any other nothing is claimed. */
const TRIED_DATABASES = [enums/* DB_TYPE */.Ub.SQLITE, enums/* DB_TYPE */.Ub.POSTGRESQL, enums/* DB_TYPE */.Ub.MYSQL];

;// CONCATENATED MODULE: ./build/validation/field-references.js
/** What fields and report parameters point at: their item, lookup items and fields, master fields, lookup lists. */



const LOOKUP_TABLES = ['sys_fields', 'sys_report_params'];
function kindOf(table) {
    return table === 'sys_fields' ? 'Field' : 'Report parameter';
}
function nameOf(table, row) {
    return `${kindOf(table)} ${quote((0,model/* text */.Qq)(row, table === 'sys_fields' ? 'f_field_name' : 'f_param_name'))}`;
}
/**
 * Walks Lookup item, Lookup field, Lookup field 2 and 3 as Jam.py does when it loads the application.
 * Returns what is wrong with the first link that leads nowhere.
 */
function brokenLookup(context, row) {
    let item = reference(row, 'f_object');
    if (item !== undefined && !context.items.has(item))
        return `looks up item ${item}, which is not in the zip`;
    const columns = ['f_object_field', 'f_object_field1', 'f_object_field2'];
    for (const [index, column] of columns.entries()) {
        const fieldId = reference(row, column);
        if (fieldId === undefined)
            return undefined;
        // Without a lookup item behind it Jam.py reads a second or third lookup field no more.
        if (item === undefined)
            return index === 0 ? `has lookup field ${fieldId} but no lookup item` : undefined;
        const shown = quote((0,model/* text */.Qq)(context.items.get(item), 'f_item_name'));
        if (!context.ownsField(item, fieldId))
            return `looks up field ${fieldId}, which is not a field of ${shown}`;
        item = reference(context.fields.get(fieldId), 'f_object');
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
        const master = reference(row, 'f_master_field');
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
            const list = reference(row, 'f_lookup_values');
            if (list === undefined || context.lists.has(list))
                continue;
            report(context.placeOf(table, row), `${nameOf(table, row)} uses lookup list ${list}, which is not in the zip.`);
        }
    }
}
function checkKeys(context, report) {
    for (const row of context.rows('sys_fields')) {
        if ((0,model/* int */.Wh)(row, 'f_data_type') !== enums/* DATA_TYPE */.yd.KEYS || reference(row, 'f_object') !== undefined)
            continue;
        report(context.placeOf('sys_fields', row), `${nameOf('sys_fields', row)} holds keys, but has no lookup item.`);
    }
}
function checkCalculated(context, report) {
    if (context.metadata.line !== 7)
        return;
    for (const row of context.rows('sys_fields')) {
        const item = reference(row, 'f_calc_item');
        if (item === undefined)
            continue;
        const place = context.placeOf('sys_fields', row);
        const shown = context.items.get(item);
        if (shown === undefined) {
            report(place, `${nameOf('sys_fields', row)} is calculated over item ${item}, which is not in the zip.`);
            continue;
        }
        for (const column of ['f_calc_field', 'f_calc_lookup_field']) {
            const field = reference(row, column);
            if (field === undefined || context.ownsField(item, field))
                continue;
            const name = quote((0,model/* text */.Qq)(shown, 'f_item_name'));
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
                const message = `Template ${quote(template)} of report ${quote((0,model/* text */.Qq)(row, 'f_item_name'))} is not in the zip.`;
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
                const message = `File ${quote(name)} of item ${quote((0,model/* text */.Qq)(row, 'f_item_name'))} is not in the zip.`;
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
        report(context.placeOf('sys_items', row), `The item name ${quote(name)} is not an identifier.`);
    }
    for (const row of readFields(context)) {
        const name = (0,model/* text */.Qq)(row, 'f_field_name');
        if (IDENTIFIER.test(name))
            continue;
        report(context.placeOf('sys_fields', row), `The field name ${quote(name)} is not an identifier.`);
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
            report(context.placeOf(table, row), `The ${noun} name ${quote(name)} is not an identifier.`, { severity });
        }
    }
}
function checkDatabaseNames(context, report) {
    for (const { table, column, noun } of DATABASE_NAMES) {
        for (const row of context.rows(table)) {
            const name = (0,model/* text */.Qq)(row, column);
            if (BREAKS_QUOTING.test(name)) {
                const message = `The ${noun} name ${quote(name)} holds a quotation mark or a control character.`;
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
            report(context.placeOf('sys_items', row), `${noun} ${quote(path)} leads out of its folder.`);
        }
    }
}
function checkReservedFields(context, report) {
    const server = SERVER_ITEM_NAMES[context.metadata.line];
    const browser = BROWSER_ITEM_NAMES[context.metadata.line];
    for (const row of readFields(context)) {
        const name = (0,model/* text */.Qq)(row, 'f_field_name');
        if (server.has(name)) {
            const message = `Field ${quote(name)} has the name of a property of Jam.py's items: server code that opens the item fails.`;
            report(context.placeOf('sys_fields', row), message);
        }
        else if (browser.has(name)) {
            const message = `Field ${quote(name)} has the name of a property of Jam.py's items in the browser.`;
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
        const message = `Item ${quote(name)} has the name of a property of Jam.py's task: code does not reach it as task.${name}.`;
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
        report(context.placeOf('sys_items', row), `The item name ${quote(name)} is a reserved word of Jam.py 7.`);
    }
    for (const row of readFields(context)) {
        const name = (0,model/* text */.Qq)(row, 'f_field_name');
        if (!KEYWORDS_OF_7.has(name.toLowerCase()))
            continue;
        report(context.placeOf('sys_fields', row), `The field name ${quote(name)} is a reserved word of Jam.py 7.`);
    }
}
/** Item whose table a row of names belongs to: the item itself, or the owner of a field or index. */
function tableOf(context, table, row) {
    const item = table === 'sys_items' ? row : context.items.get(reference(row, 'owner_rec_id') ?? Number.NaN);
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
            report(context.placeOf(table, row), `The ${noun} name ${quote(name)} is too long for ${where}.`, { severity });
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
    let at = 0;
    while (at < source.length) {
        const opcode = source[at++];
        const top = stack.length - 1;
        const line = WITH_LINE[opcode];
        const change = STACK[opcode];
        if (line !== undefined) {
            const end = source.indexOf('\n', at);
            if (end < 0 || !line.argument.test(source.slice(at, end).replace(/\r$/, '')))
                return GARBAGE;
            at = end + 1;
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
            return top === 0 && stack[0] > 0 ? { kind: 'harmless' } : GARBAGE;
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
/** What Jam.py reads from the JSON without asking whether it is there. */
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
    const missing = NEEDED.filter((key) => !Object.hasOwn(info, key));
    return missing.length > 0 ? `lacks ${missing.join(', ')}` : undefined;
}
function eachInfo(context, visit, report) {
    for (const row of context.rows('sys_items')) {
        const info = (0,model/* text */.Qq)(row, 'f_info');
        if (info === '')
            continue;
        visit(info, quote((0,model/* text */.Qq)(row, 'f_item_name')), (message) => report(context.placeOf('sys_items', row), message));
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
            const broken = info.startsWith('json') ? brokenJson(info.slice(4)) : undefined;
            if (broken !== undefined)
                tell(`The description of the forms of ${name} ${broken}.`);
            else if (!info.startsWith('json') && judgePickle(info).kind === 'garbage') {
                tell(`The description of the forms of ${name} is neither JSON nor a pickle.`);
            }
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
            if (!info.startsWith('json') && judgePickle(info).kind === 'harmless') {
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
        const name = quote((0,model/* text */.Qq)(item, 'f_item_name'));
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
        report(context.placeOf('sys_items', item), `Jam.py does not find ${quote((0,model/* text */.Qq)(item, 'f_item_name'))}: ${reason}.`);
    }
}
function checkDetails(context, report) {
    for (const item of ownItems(context)) {
        if ((0,model/* int */.Wh)(item, 'type_id') !== enums/* TYPE */.ZE.DETAIL)
            continue;
        const place = context.placeOf('sys_items', item);
        const name = quote((0,model/* text */.Qq)(item, 'f_item_name'));
        const table = reference(item, 'table_id');
        if (table === undefined || !context.items.has(table)) {
            report(place, `Detail ${name} shows table ${table ?? 'nothing'}, which is not in the zip.`);
            continue;
        }
        const master = context.metadata.line === 7 ? reference(item, 'f_master_field') : undefined;
        if (master !== undefined && !context.ownsField(table, master)) {
            report(place, `Master field ${master} of detail ${name} is not a field of the table it shows.`);
        }
    }
}
function checkCopies(context, report) {
    if (context.metadata.line !== 7)
        return;
    for (const item of ownItems(context)) {
        const source = reference(item, 'f_copy_of');
        if (source === undefined || context.items.has(source))
            continue;
        const message = `${quote((0,model/* text */.Qq)(item, 'f_item_name'))} is a copy of item ${source}, which is not in the zip.`;
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
            const field = reference(item, column);
            if (field === undefined || context.ownsField(id, field))
                continue;
            const message = `${caption} of ${quote((0,model/* text */.Qq)(item, 'f_item_name'))} is field ${field}, which is not one of its fields.`;
            const severity = type === enums/* TYPE */.ZE.DETAIL ? 'warning' : 'error';
            report(context.placeOf('sys_items', item), message, { severity });
        }
    }
}
function checkPrimaryKeys(context, report) {
    for (const item of ownItems(context)) {
        if (!context.hasTable(item) || reference(item, 'f_primary_key') !== undefined || (0,model/* int */.Wh)(item, 'sys_id') === 1)
            continue;
        const message = `Item ${quote((0,model/* text */.Qq)(item, 'f_item_name'))} has no primary key: its records can be read, not changed.`;
        report(context.placeOf('sys_items', item), message);
    }
}
function checkParameterItems(context, report) {
    const params = context.params;
    if (params === undefined)
        return;
    for (const [column, name] of Object.entries(PARAMETER_ITEMS)) {
        const id = reference(params, column);
        if (id === undefined || context.items.has(id))
            continue;
        report({ table: 'sys_params', field: column }, `The project names item ${id} as ${name}, which is not in the zip.`);
    }
}
function checkHistory(context, report) {
    if (context.params === undefined || reference(context.params, 'f_history_item') !== undefined)
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
        description: 'The application stops loading halfway: handlers and login are not set up.',
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

;// CONCATENATED MODULE: ./build/validation/rule.js
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
    description: 'Server code that imports such a file fails; many applications carry old files that nothing imports.',
    remedy: 'Mend the file in utils/ of the project, or remove it, then export the application again.',
};
const python_modules_LIMITS = {
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
const codeRules = [SERVER_MODULE, UTILS_FILE, python_modules_LIMITS, PYTHON_MISSING];
/** Collects all server code of a package: f_server_module of every row of sys_items, and the Python files in utils/. */
function compileRequest(metadata) {
    const modules = [];
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
        });
    }
    return { modules };
}
function failureFinding(source, failure, python) {
    const what = source.kind === 'server-module' ? `The server module of ${quote(source.name)}` : `The file ${quote(source.name)}`;
    const place = failure.line === undefined ? source.place : { ...source.place, line: failure.line };
    if (failure.error === 'limits') {
        const severity = source.kind === 'server-module' ? 'error' : 'warning';
        return findingOf(python_modules_LIMITS, place, `${what} could not be compiled within limits: ${failure.message}.`, { severity });
    }
    const at = failure.line === undefined ? '' : ` at line ${failure.line}`;
    const message = `${what} does not compile (Python ${python})${at}: ${[failure.error, failure.message].filter(Boolean).join(': ')}.`;
    return findingOf(source.kind === 'server-module' ? SERVER_MODULE : UTILS_FILE, place, message);
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
        return [findingOf(PYTHON_MISSING, {}, `${count} Python sources were not compiled: no Python 3 was found.`)];
    }
    const findings = new Map();
    for (const failure of answer.failures) {
        const source = request.modules[failure.index];
        if (source === undefined)
            continue;
        const finding = failureFinding(source, failure, answer.python);
        findings.set(finding.rule, [...(findings.get(finding.rule) ?? []), finding]);
    }
    const all = [...findings.values()].flatMap(withoutFlood);
    const kinds = [
        ['server-module', SERVER_MODULE],
        ['utils-file', UTILS_FILE],
    ];
    for (const [kind, rule] of kinds) {
        const more = answer.unlisted[kind] ?? 0;
        if (more > 0)
            all.push(findingOf(rule, {}, `${more} more sources do not compile.`));
    }
    if (answer.unchecked > 0) {
        all.push(findingOf(python_modules_LIMITS, {}, `${answer.unchecked} sources were not compiled, because the limits were reached before.`));
    }
    return worstFirst(all);
}

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
        const name = quote((0,model/* text */.Qq)(row, 'f_filter_name'));
        const item = quote((0,model/* text */.Qq)(owner, 'f_item_name'));
        report(context.placeOf('sys_filters', row), `Filter ${name} is for field ${field ?? 'none'}, which ${item} does not have.`);
    }
}
function ownsField(context, owner, field) {
    return field !== undefined && context.ownsField((0,model/* int */.Wh)(owner, 'id') ?? 0, field);
}
/** What is wrong with a foreign key, undefined when Jam.py can make it. */
function brokenForeignKey(context, row) {
    const fieldId = reference(row, 'f_foreign_field');
    const field = context.fields.get(fieldId ?? Number.NaN);
    const owner = (0,model/* int */.Wh)(row, 'owner_rec_id') ?? Number.NaN;
    if (fieldId === undefined || field === undefined || !context.ownsField(owner, fieldId)) {
        return `is for field ${fieldId ?? 'none'}, which its item does not have`;
    }
    const name = quote((0,model/* text */.Qq)(field, 'f_field_name'));
    const object = reference(field, 'f_object');
    const item = context.items.get(object ?? Number.NaN);
    if (item === undefined)
        return `is for field ${name}, which looks up no item of the zip`;
    const key = reference(item, 'f_primary_key');
    if (key === undefined || !context.ownsField(object, key)) {
        return `leads to ${quote((0,model/* text */.Qq)(item, 'f_item_name'))}, which has no primary key`;
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
        const message = `Foreign key ${quote((0,model/* text */.Qq)(row, 'f_index_name'))} ${broken}.`;
        report(context.placeOf('sys_indices', row), message, { severity });
    }
}
const PRIVILEGE_TABLES = ['sys_privileges', 'sys_field_privileges'];
function checkRoles(context, report) {
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
        check: checkRoles,
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

;// CONCATENATED MODULE: ./build/validation/system-rows.js
/** The rows without which Jam.py loses an application or does not start, and the ids of all others. */




const system_rows_EXPORT_AGAIN = 'Export the application again with the Builder (Project, Export) and commit that file.';
const HIGHEST_ID = 2 ** 31 - 1;
/** The Builder's own rows of sys_items: root, users, roles and tasks. */
const SYSTEM_ITEM_IDS = [-1, -2, -3, -4];
const systemRowRules = [
    {
        id: 'project-parameters-row',
        family: 'system-rows',
        title: 'Exactly one row of project parameters',
        severity: 'error',
        description: 'Without the one sys_params row the project does not start again after an import.',
        remedy: system_rows_EXPORT_AGAIN,
        check(context, report) {
            const count = context.rows('sys_params').length;
            if (count !== 1)
                report({ table: 'sys_params' }, `sys_params must have exactly one row and has ${count}.`);
        },
    },
    {
        id: 'task-row',
        family: 'system-rows',
        title: 'The task row is there',
        severity: 'error',
        description: 'Jam.py finds the application by the one task row (id 1, parent -1); without it nothing is served.',
        remedy: system_rows_EXPORT_AGAIN,
        check(context, report) {
            const tasks = context.rows('sys_items').filter((row) => (0,model/* int */.Wh)(row, 'type_id') === enums/* TYPE */.ZE.TASK);
            if (tasks.length !== 1) {
                report({ table: 'sys_items' }, `sys_items must have exactly one task row and has ${tasks.length}.`);
                return;
            }
            const task = tasks[0];
            const id = (0,model/* int */.Wh)(task, 'id');
            const parent = (0,model/* int */.Wh)(task, 'parent');
            if (id !== 1 || parent !== -1) {
                const found = `it has id ${id ?? 'none'} and parent ${parent ?? 'none'}`;
                report(context.placeOf('sys_items', task), `The task row must have id 1 and parent -1, but ${found}.`);
            }
        },
    },
    {
        id: 'builder-rows',
        family: 'system-rows',
        title: "The Builder's own items are there",
        severity: 'error',
        description: "The rows -1 to -4 of sys_items carry the Builder's own tree; an import deletes those that are missing.",
        remedy: system_rows_EXPORT_AGAIN,
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
        description: 'Rows are matched by id; one that is no whole number from 1 to 2147483647 cannot be imported.',
        remedy: system_rows_EXPORT_AGAIN,
        check(context, report) {
            for (const { name } of structure/* BUILDER_TABLES */.o[context.metadata.line]) {
                for (const row of context.rows(name)) {
                    const id = typeof row.id === 'number' ? (0,model/* int */.Wh)(row, 'id') : undefined;
                    const system = name === 'sys_items' && id !== undefined && SYSTEM_ITEM_IDS.includes(id);
                    if (!system && (id === undefined || id < 1 || id > HIGHEST_ID)) {
                        report(context.placeOf(name, row), `A row of ${name} has the id ${quote((0,model/* text */.Qq)(row, 'id'))}.`);
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
        remedy: system_rows_EXPORT_AGAIN,
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
        return TRIED_DATABASES.includes(dbType) ? undefined : { severity: 'warning', where };
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
    return [...(context.fieldsByOwner.get(reference(item, 'parent') ?? Number.NaN) ?? []), ...own];
}
const WHOLE = [enums/* DATA_TYPE */.yd.INTEGER];
function checkKeyTypes(context, report) {
    // Jam.py 7 makes any key SERIAL on PostgreSQL; MySQL accepts AUTO_INCREMENT on numbers only.
    const failing = context.metadata.line === 7 ? [enums/* DB_TYPE */.Ub.POSTGRESQL, enums/* DB_TYPE */.Ub.MYSQL] : [enums/* DB_TYPE */.Ub.MYSQL];
    for (const item of tables(context)) {
        const key = context.fields.get(reference(item, 'f_primary_key') ?? Number.NaN);
        if (key === undefined || WHOLE.includes((0,model/* int */.Wh)(key, 'f_data_type')))
            continue;
        const verdict = judge(context, item, failing);
        if (verdict === undefined)
            continue;
        const name = quote((0,model/* text */.Qq)(key, 'f_field_name'));
        const message = `Primary key ${name} of ${quote((0,model/* text */.Qq)(item, 'f_item_name'))} is not an integer: its table does not work ${verdict.where}.`;
        report({ ...context.placeOf('sys_fields', key), item: (0,model/* text */.Qq)(item, 'f_item_name') }, message, verdict);
    }
}
function checkColumnNames(context, report) {
    for (const item of tables(context)) {
        const columns = new Map();
        for (const field of fieldsOfTable(context, item)) {
            // An import also makes columns of calculated fields, so they count here.
            if (reference(field, 'f_master_field') !== undefined)
                continue;
            const place = { ...context.placeOf('sys_fields', field), item: (0,model/* text */.Qq)(item, 'f_item_name') };
            const name = (0,model/* text */.Qq)(field, 'f_db_field_name');
            const shown = quote((0,model/* text */.Qq)(field, 'f_field_name'));
            if (name === '') {
                const verdict = judge(context, item, [enums/* DB_TYPE */.Ub.POSTGRESQL, enums/* DB_TYPE */.Ub.MYSQL]);
                if (verdict)
                    report(place, `Field ${shown} has no DB field name: its table cannot be made ${verdict.where}.`, verdict);
                continue;
            }
            const first = columns.get(name.toLowerCase());
            columns.set(name.toLowerCase(), first ?? field);
            const verdict = first && judge(context, item, TRIED_DATABASES);
            if (!verdict)
                continue;
            const message = `Fields ${quote((0,model/* text */.Qq)(first, 'f_field_name'))} and ${shown} share the column ${quote(name)}.`;
            report(place, message, (0,model/* text */.Qq)(first, 'f_db_field_name') === name ? verdict : { severity: 'warning' });
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
function checkIndexes(context, report) {
    for (const row of context.rows('sys_indices')) {
        const itemId = (0,model/* int */.Wh)(row, 'owner_rec_id') ?? Number.NaN;
        const item = context.items.get(itemId);
        if (item === undefined || !context.hasTable(item) || (0,model/* truthy */.vN)(row, 'f_foreign_index'))
            continue;
        for (const id of indexFieldIds(row)) {
            const field = context.ownsField(itemId, id) ? context.fields.get(id) : undefined;
            if (field !== undefined && reference(field, 'f_master_field') === undefined)
                continue;
            const verdict = judge(context, item, [enums/* DB_TYPE */.Ub.POSTGRESQL, enums/* DB_TYPE */.Ub.MYSQL]);
            if (verdict === undefined)
                break;
            const what = field === undefined
                ? `field ${id}, which its item does not have`
                : `the lookup field ${quote((0,model/* text */.Qq)(field, 'f_field_name'))}`;
            const message = `Index ${quote((0,model/* text */.Qq)(row, 'f_index_name'))} is on ${what}: it cannot be made ${verdict.where}.`;
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
        check: checkIndexes,
    },
];

;// CONCATENATED MODULE: ./build/validation/uniqueness.js
/** Names that must not be given twice. */



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
        const message = `Items ${(0,model/* int */.Wh)(first, 'id')} and ${(0,model/* int */.Wh)(row, 'id')} are both named ${quote((0,model/* text */.Qq)(row, 'f_item_name'))}.`;
        report(context.placeOf('sys_items', row), message);
    }
}
function checkDetailNames(context, report) {
    const details = context.rows('sys_items').filter((row) => (0,model/* int */.Wh)(row, 'type_id') === enums/* TYPE */.ZE.DETAIL);
    const key = (row) => `${(0,model/* int */.Wh)(row, 'parent')} ${(0,model/* text */.Qq)(row, 'f_item_name').toLowerCase()}`;
    for (const { row } of repeated(details, key)) {
        const master = context.items.get((0,model/* int */.Wh)(row, 'parent') ?? Number.NaN);
        const where = master === undefined ? 'one item' : quote((0,model/* text */.Qq)(master, 'f_item_name'));
        report(context.placeOf('sys_items', row), `Two details of ${where} are named ${quote((0,model/* text */.Qq)(row, 'f_item_name'))}.`);
    }
}
/** Fields of an item as Jam.py sees them: on 5 those of its group come first. */
function fieldsOf(context, item) {
    const own = context.fieldsByOwner.get((0,model/* int */.Wh)(item, 'id') ?? Number.NaN) ?? [];
    const parent = reference(item, 'parent');
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
            const name = quote((0,model/* text */.Qq)(item, 'f_item_name'));
            const message = `${name} has two fields named ${quote((0,model/* text */.Qq)(row, 'f_field_name'))} (its own and its group's count alike).`;
            report({ ...context.placeOf('sys_fields', row), item: (0,model/* text */.Qq)(item, 'f_item_name') }, message);
        }
    }
}
/** The same name in two rows: an error when equal, a warning when only the case differs. */
function checkNames(context, report, table, rows, column, noun) {
    for (const { row, first } of repeated(rows, (each) => (0,model/* text */.Qq)(each, column).toLowerCase())) {
        const name = (0,model/* text */.Qq)(row, column);
        const same = (0,model/* text */.Qq)(first, column) === name;
        const place = context.placeOf(table, row);
        const others = `${quote(name)}, once for ${label(context, table, first)} and once for ${label(context, table, row)}`;
        if (same)
            report(place, `Two ${noun} are named ${others}.`);
        else
            report(place, `The names of two ${noun} differ only in case: ${others}.`, { severity: 'warning' });
    }
}
function label(context, table, row) {
    return quote(context.placeOf(table, row).item ?? `row ${(0,model/* text */.Qq)(row, 'id')}`);
}
function realTables(context) {
    return [...context.items.values()].filter((item) => ((0,model/* int */.Wh)(item, 'id') ?? 0) > 0 && context.hasTable(item));
}
const CASE_ONLY = 'a warning when only the case differs';
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
        check: (context, report) => checkNames(context, report, 'sys_items', realTables(context), 'f_table_name', 'tables'),
    },
    {
        id: 'generator-name-twice',
        family: 'uniqueness',
        title: 'Generator names are unique',
        severity: 'error',
        severityDepends: CASE_ONLY,
        description: 'Two tables that share one generator (sequence) get wrong record ids when one is dropped.',
        remedy: 'Change the Generator name of one of the two in the Builder, then export the application again.',
        check: (context, report) => checkNames(context, report, 'sys_items', realTables(context), 'f_gen_name', 'generators'),
    },
    {
        id: 'index-name-twice',
        family: 'uniqueness',
        title: 'Index names are unique',
        severity: 'error',
        severityDepends: CASE_ONLY,
        description: 'Indexes of all tables share their names in PostgreSQL and SQLite: the second one is not made.',
        remedy: 'Delete one of the two indexes in the Builder (Indices), add it under another name, then export again.',
        check: (context, report) => checkNames(context, report, 'sys_indices', [...context.rows('sys_indices')], 'f_index_name', 'indexes'),
    },
];

;// CONCATENATED MODULE: ./build/validation/values.js
/** What single values must be: required, not too long, of their kind, known to Jam.py's enumerations. */



/** Enumerations by column: lowest and highest number, and whether the column must have one. */
const ENUMERATIONS = [
    { table: 'sys_items', column: 'type_id', from: 1, to: 14, needed: true },
    { table: 'sys_items', column: 'sys_id', from: 0, to: 2, needed: false },
    { table: 'sys_fields', column: 'f_data_type', from: 1, to: 11, needed: true },
    { table: 'sys_filters', column: 'f_data_type', from: 1, to: 11, needed: false },
    { table: 'sys_filters', column: 'f_type', from: 1, to: 15, needed: false },
    { table: 'sys_report_params', column: 'f_data_type', from: 1, to: 11, needed: false },
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
                const message = `${column.name} has ${lengthOf(value)} characters, an import accepts ${most}: ${quote(value)}.`;
                report(context.placeOf(table.name, row), message);
            }
        }
    }
}
function checkKinds(context, report) {
    for (const table of structure/* BUILDER_TABLES */.o[context.metadata.line]) {
        const numbers = table.columns.filter(({ kind, name }) => (kind === 'int' || kind === 'bool') && name !== 'id');
        for (const row of context.rows(table.name)) {
            for (const { name } of numbers) {
                const value = row[name];
                if (!isSet(value) || (0,model/* int */.Wh)(row, name) !== undefined)
                    continue;
                report(context.placeOf(table.name, row), `${name} must be a whole number and is ${quote(value)}.`);
            }
        }
    }
}
function checkEnumerations(context, report) {
    for (const { table, column, from, to, needed } of ENUMERATIONS) {
        for (const row of context.rows(table)) {
            if (!isSet(row[column]) && !needed)
                continue;
            const value = (0,model/* int */.Wh)(row, column);
            if (value !== undefined && value >= from && value <= to)
                continue;
            const found = isSet(row[column]) ? quote(row[column]) : 'empty';
            report(context.placeOf(table, row), `${column} must be a number from ${from} to ${to} and is ${found}.`);
        }
    }
}
function checkLookupLists(context, report) {
    for (const row of context.rows('sys_lookup_lists')) {
        const list = parsed((0,model/* text */.Qq)(row, 'f_lookup_values_text'));
        const place = context.placeOf('sys_lookup_lists', row);
        if (!Array.isArray(list)) {
            report(place, `The values of lookup list ${quote((0,model/* text */.Qq)(row, 'f_name'))} are not a JSON list.`);
        }
        else if (list.some((pair) => !Array.isArray(pair) || pair.length < 2)) {
            const message = `Lookup list ${quote((0,model/* text */.Qq)(row, 'f_name'))} holds an entry that is not a pair of value and text.`;
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
        const name = quote((0,model/* text */.Qq)(row, 'f_index_name'));
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
        severity: 'warning',
        description: 'A column of whole numbers holds something else; the Builder never writes that.',
        remedy: 'Set the value again in the Builder, then export the application again.',
        check: checkKinds,
    },
    {
        id: 'value-unknown',
        family: 'values',
        title: 'Types are known',
        severity: 'error',
        description: 'Jam.py knows no such type of item, field or filter: the import or the application breaks on it.',
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
        description: 'An import cannot make an index whose list of fields it cannot read.',
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
const validation_RULES = [
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
    ...portabilityRules,
    ...fileRules,
];
/** Every rule about a package, for documentation and for overriding severities; those about code need Python. */
const ALL_RULES = [...validation_RULES, ...codeRules];
/** Findings of all rules, worst first; the same package and target always give the same list. Never throws. */
function validateMetadata(metadata, target = {}) {
    const context = buildContext(metadata, target);
    return worstFirst(validation_RULES.flatMap((rule) => runRule(rule, context)));
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
;// CONCATENATED MODULE: ./build/commands/locate.js
/** Finds the one metadata file that `metadata-file` means. The only file of this folder that touches the disk. */





/** Zips that are named when none matches. */
const NAMED = 8;
/**
 * The file that `pattern` names: a path, or a glob (`*`, `?`, `[a-z]`, `{a,b}`, `**`) with exactly one match, relative
 * to `workspace` or absolute. A file of that very name wins over the meaning as a glob, so names with blanks, brackets
 * and parentheses work. Throws a usage Stop: no match, several, a folder, not readable, too large.
 */
async function locateMetadataFile(pattern, workspace) {
    const literal = (0,external_node_path_.resolve)(workspace, pattern);
    const kind = await locate_kindOf(literal);
    if (kind === 'folder') {
        const ways = `name the zip in it, e.g. "${shown(pattern.replace(/[/\\]+$/, ''))}/*.zip"`;
        throw (0,errors/* usage */.CI)('metadata-file-folder', `metadata-file "${shown(pattern)}" is a folder; ${ways}.`);
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
        if (!['folder', 'none'].includes(await locate_kindOf(path)))
            matches.push(path);
    }
    const [only, ...others] = matches;
    if (only === undefined)
        throw await noMatch(pattern, workspace);
    if (others.length > 0) {
        const names = matches.slice(0, NAMED).map((path) => `"${near(path, workspace)}"`);
        const more = matches.length > NAMED ? ` and ${matches.length - NAMED} more` : '';
        const message = `metadata-file "${shown(pattern)}" matches ${matches.length} files: ${names.join(', ')}${more}; name the one that is meant, or keep only one.`;
        throw (0,errors/* usage */.CI)('metadata-file-several', message);
    }
    if ((await locate_kindOf(only)) === 'other')
        throw notAFile(only, workspace);
    return only;
}
/** Absolute paths, sorted, each once. */
async function globbed(pattern, folder) {
    const exclude = (name) => ['node_modules', '.git'].includes((0,external_node_path_.basename)(name));
    const found = new Set();
    try {
        for await (const path of (0,promises_.glob)(pattern, { cwd: folder, exclude }))
            found.add((0,external_node_path_.resolve)(folder, path));
    }
    catch {
        // A folder that can not be read has no matches; the sentence of "no match" names where we looked.
    }
    return [...found].sort();
}
async function noMatch(pattern, workspace) {
    const wild = pattern.search(/[*?[{]/);
    const fixed = wild < 0 ? pattern : pattern.slice(0, wild);
    const folder = (0,external_node_path_.resolve)(workspace, /[/\\]$/.test(fixed) ? fixed : (0,external_node_path_.dirname)(fixed || '.'));
    const where = (await locate_kindOf(folder)) === 'folder' ? `searched in ${shown(folder)}` : `there is no folder ${shown(folder)}`;
    const zips = await globbed('{*,*/*,*/*/*}.zip', workspace);
    const names = zips.slice(0, NAMED).map((path) => `"${near(path, workspace)}"`);
    const more = zips.length > NAMED ? ' …' : '';
    const others = zips.length > 0
        ? `zips near it: ${names.join(', ')}${more}`
        : 'no other zip is near it: is the repository checked out, and the export committed';
    const message = `No file matches metadata-file "${shown(pattern)}" (${where}; ${others}).`;
    return (0,errors/* usage */.CI)('metadata-file-missing', message);
}
function notAFile(path, workspace) {
    const message = `metadata-file "${near(path, workspace)}" is not a plain file (a device, pipe or socket); name a zip.`;
    return (0,errors/* usage */.CI)('metadata-file-not-a-file', message);
}
/** What is at a path, links followed; what can not be looked at counts as a file, so that reading it tells why. */
async function locate_kindOf(path) {
    try {
        const found = await (0,promises_.stat)(path);
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
        file = await (0,promises_.open)(path, 'r');
        const { size } = await file.stat();
        if (size > limits/* LIMITS */.b.packedBytes) {
            const message = `metadata-file "${near(path, workspace)}" is ${(0,limits/* sizeText */.l)(size)} large; more than ${(0,limits/* sizeText */.l)(limits/* LIMITS */.b.packedBytes)} are not accepted: is it a metadata zip?`;
            throw (0,errors/* usage */.CI)('metadata-file-too-large', message);
        }
        return await file.readFile();
    }
    catch (error) {
        if (error.name === 'Stop')
            throw error;
        const message = `metadata-file "${near(path, workspace)}" can not be read (${(0,errors/* reasonOf */.A3)(error)}); give the user of this run the right to read it.`;
        throw (0,errors/* usage */.CI)('metadata-file-unreadable', message);
    }
    finally {
        await file?.close();
    }
}
/** A path as a developer would write it: relative inside the workspace, else absolute. */
function near(path, workspace) {
    const inside = (0,external_node_path_.relative)((0,external_node_path_.resolve)(workspace), path);
    return shown(inside === '' || inside.startsWith('..') || (0,external_node_path_.isAbsolute)(inside) ? path : inside.replaceAll('\\', '/'));
}
function shown(name) {
    return (0,finding_list/* visible */.R)(name);
}

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
        const { path, bytes } = await locateMetadataFile(inputs.metadataFile, inputs.workspace);
        const opened = openPackage(bytes);
        const request = opened.package ? compileRequest(opened.package) : NOTHING;
        wanted.resolve(request);
        // The rules keep this process busy: the request must be on its way before them.
        for (let turn = 0; turn < 3; turn++)
            await new Promise((resolve) => setImmediate(resolve));
        const findings = [...opened.findings];
        if (opened.package)
            findings.push(...validateMetadata(opened.package, target));
        if (host && request.modules.length > 0) {
            findings.push(...compileFindings(request, (await early) ?? (await askAgain(host, [python, ...others], request))));
        }
        const { package: found, entries } = opened;
        return { path, size: bytes.length, package: found, entries, findings: worstFirst(findings) };
    }
    finally {
        wanted.resolve(NOTHING);
        await early;
    }
}
/** The same zip, its server code compiled by a Python on another machine. @throws Stop when that is no Python. */
async function checkCode(zip, host, python) {
    const request = zip.package ? compileRequest(zip.package) : NOTHING;
    if (request.modules.length === 0)
        return zip;
    const answer = await compileModules(host, python, request);
    // That tells why it could not be asked.
    if (!answer)
        await (0,installed/* installedJamVersion */.fb)(host, python);
    const found = compileFindings(request, answer);
    return { ...zip, findings: worstFirst([...zip.findings, ...found]) };
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

/***/ 17541:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   JB: () => (/* binding */ describeZip),
/* harmony export */   q2: () => (/* binding */ invalidReason),
/* harmony export */   validate: () => (/* binding */ validate),
/* harmony export */   yq: () => (/* binding */ tellFindings)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(19473);
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(51633);
/* harmony import */ var _check_zip_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(47102);
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
        exitCode: fails ? _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .EXIT_CODES */ .ai.invalid : _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .EXIT_CODES */ .ai.ok,
        reason: fails ? invalidReason(zip, inputs.failOn === 'warning') : undefined,
    };
}
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
/** Every finding on its own line, worst first, and the counts. */
function tellFindings(zip, log) {
    const app = zip.package;
    if (app) {
        log.info(`${app.appCaption || app.appName} (${app.appName}) ${app.appVersion}, Jam.py ${app.line}, exported by ${app.jamVersion ?? 'an older release'}, digest ${app.digest.slice(0, 16)}`);
    }
    for (const finding of zip.findings) {
        const where = (0,_finding_js__WEBPACK_IMPORTED_MODULE_3__/* .placeText */ .Z)(finding.place);
        const line = `${where ? `${where}: ` : ''}${finding.message} ${finding.remedy} [${finding.rule}]`;
        if (finding.severity === 'error')
            log.error(line);
        else
            log.info(`${finding.severity === 'warning' ? 'Warning' : 'Note'}: ${line}`);
    }
    const counts = ['error', 'warning', 'note'].map((severity) => `${(0,_check_zip_js__WEBPACK_IMPORTED_MODULE_2__/* .countOf */ .pq)(zip.findings, severity)} ${severity}s`);
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
        zipPath: shownPath(workspace, zip.path),
        application: {
            name: app?.appName ?? '',
            caption: app?.appCaption ?? '',
            version: app?.appVersion ?? '',
            line: app?.line,
            digest: app?.digest ?? '',
        },
        promotion: undefined,
        seconds: (performance.now() - since) / 1000,
    };
}
/** Relative to the workspace, as annotations need it; absolute when it is outside. */
function shownPath(workspace, path) {
    const inside = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.relative)(workspace, path);
    return (inside.startsWith('..') || inside === '' ? path : inside).replaceAll('\\', '/');
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

/***/ 48577:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
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
/** Builder tables per line, in the order of Jam.py's export. */
const BUILDER_TABLES = {
    5: structureOf(5),
    7: structureOf(7),
};


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
/** The table, or undefined when its shape does not hold. Rows that can not be read are left out, with a finding each. */
function readTable(source, structure, found) {
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
    const rows = [];
    records.forEach((record, index) => {
        const row = readRow(record, index, fields.length, columns, structure, found);
        if (row)
            rows.push(row);
    });
    return { columns: columns.map((column) => column.name), rows };
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
function readRow(record, index, width, columns, structure, found) {
    const where = `Record ${index + 1} of ${structure.name} in task.dat`;
    if (!Array.isArray(record) || record.length < width) {
        const what = Array.isArray(record) ? `has ${record.length} values for ${width} fields` : 'is not a list of values';
        const place = { entry: 'task.dat', table: structure.name };
        found.error('task-dat-record', place, `${where} ${what}: an import would stop in the middle.`, EXPORT_AGAIN);
        return undefined;
    }
    // Behind the fields stand the display values of lookups; they are no part of the row.
    // Names are known columns only, so no name of the zip's choosing becomes a property.
    const row = {};
    const id = idOf(record, columns);
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
function idOf(record, columns) {
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
/** The tables, undefined when nothing of them can be used; never throws. */
function parseTaskDat(bytes) {
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
        const table = source === undefined ? undefined : readTable(source, structure, found);
        if (table)
            tables[structure.name] = table;
    }
    unknownKeys(content, line, found);
    return { metadata: { line, dbType, tables }, findings: found.list() };
}
function parseObject(bytes, found) {
    const refuse = (rule, message) => found.error(rule, PLACE, message, task_dat_EXPORT_AGAIN);
    if (bytes.length > limits/* LIMITS */.b.taskDatBytes) {
        return refuse('task-dat-size', `task.dat is larger than ${(0,limits/* sizeText */.l)(limits/* LIMITS */.b.taskDatBytes)}.`);
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


/***/ })

};

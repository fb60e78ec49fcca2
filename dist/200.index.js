export const id = 200;
export const ids = [200];
export const modules = {

/***/ 40200:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runCli: () => (/* binding */ runCli)
});

// EXTERNAL MODULE: ./build/cancellation.js
var cancellation = __webpack_require__(42529);
// EXTERNAL MODULE: ./build/commands/run-command.js + 2 modules
var run_command = __webpack_require__(27955);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/github/context.js + 1 modules
var context = __webpack_require__(32696);
// EXTERNAL MODULE: ./build/input-table.js
var input_table = __webpack_require__(90577);
// EXTERNAL MODULE: ./build/report/plain-text.js
var plain_text = __webpack_require__(95263);
// EXTERNAL MODULE: ./build/report/result.js
var report_result = __webpack_require__(99934);
;// CONCATENATED MODULE: ./build/report/terminal-log.js

/** Lines on a stream, warnings and errors marked by a word. */
function terminalLog(stream, secrets, verbose) {
    const line = (mark, message) => stream.write(`${mark}${(0,plain_text/* plainText */.wh)(secrets.redact(message), true)}\n`);
    return {
        info: (message) => line('  ', message),
        notice: (message) => line('  Note: ', message),
        warning: (message) => line('  Warning: ', message),
        error: (message) => line('  Error: ', message),
        debug: (message) => verbose && line('  . ', message),
        async step(title, work) {
            line('', `${title} …`);
            const since = performance.now();
            try {
                const value = await work();
                line('', `${title}: done in ${(0,plain_text/* seconds */.YA)(since)}`);
                return value;
            }
            catch (error) {
                line('', `${title}: ended after ${(0,plain_text/* seconds */.YA)(since)}`);
                throw error;
            }
        },
    };
}

// EXTERNAL MODULE: ./build/secrets.js
var build_secrets = __webpack_require__(5009);
// EXTERNAL MODULE: ./build/version.js
var version = __webpack_require__(58508);
;// CONCATENATED MODULE: ./build/terminal.js
/** The command line: the same commands, inputs and exit codes as the action. */










/** @param args without the interpreter and the script. @returns the exit code */
async function runCli(args) {
    const secrets = new build_secrets/* Secrets */.S();
    const sayError = (message) => process.stderr.write(`${(0,plain_text/* plainText */.wh)(secrets.redact(message), true)}\n`);
    try {
        const given = parseArguments(args);
        if (given.help)
            return print(helpText());
        if (given.version)
            return print(`${version/* VERSION */.x}\n`);
        const log = terminalLog(given.json ? process.stderr : process.stdout, secrets, given.verbose);
        const { result } = await (0,run_command/* runCommand */.d)({
            lookup: (name) => given.values.get(name) ?? process.env[`JAMPY_${name.toUpperCase().replaceAll('-', '_')}`],
            workspace: process.cwd(),
            secrets,
            log,
            caller: (token) => (0,context/* callerOf */.$)(process.env, token),
            cancelled: (0,cancellation/* cancelledBySignal */.T)(log),
        });
        if (given.json)
            print(`${JSON.stringify(cleanOutputs(result, secrets))}\n`);
        else
            print((0,plain_text/* plainText */.wh)(secrets.redact(ending(result)), true));
        return result.exitCode;
    }
    catch (error) {
        if (!(error instanceof errors/* Stop */.VG)) {
            sayError(`Something unexpected happened: ${(0,errors/* reasonOf */.A3)(error)}`);
            if (process.env.JAMPY_DEBUG)
                sayError(String(error?.stack));
            return errors/* EXIT_CODES */.ai.failed;
        }
        sayError(`${error.message}\n${lookUp(error.id)}`);
        return errors/* EXIT_CODES */.ai[error.outcome];
    }
}
function cleanOutputs(result, secrets) {
    const redact = (text) => secrets.redact(text);
    return Object.fromEntries(Object.entries(result.outputs).map(([name, value]) => [name, (0,report_result/* outputText */.jO)(name, value, redact)]));
}
function print(text) {
    process.stdout.write(text);
    return 0;
}
function lookUp(errorId) {
    return `(${errorId} in docs/troubleshooting.md)`;
}
function ending(result) {
    const verified = result.promotion ? ` (verified: ${result.outputs.verified})` : '';
    const more = result.errorId === undefined ? '' : `${lookUp(result.errorId)}\n`;
    const reason = result.reason ? `${result.reason}\n${more}` : '';
    return `\n${(0,report_result/* headline */.Pl)(result)}: ${result.result}${verified}\n${reason}`;
}
/** @throws Stop (usage) that lists every problem. */
function parseArguments(args) {
    const values = new Map();
    const switches = new Set();
    const problems = [];
    const positional = [];
    for (let at = 0; at < args.length; at++) {
        const arg = args[at];
        if (arg === '--json' || arg === '--help' || arg === '--version' || arg === '--verbose' || arg === '-h') {
            switches.add(arg);
            continue;
        }
        if (!arg.startsWith('-')) {
            positional.push(arg);
            continue;
        }
        const [name = '', ...assigned] = arg.slice(2).split('=');
        const spec = arg.startsWith('--') ? input_table/* INPUTS */.m.find((input) => input.name === name) : undefined;
        if (!spec || name === 'command') {
            problems.push(`${arg.split('=')[0]} is not an option; see --help.`);
            continue;
        }
        if (spec.secret) {
            problems.push(`--${name} is a secret, and arguments can be read by every user of this machine: set JAMPY_${name.toUpperCase().replaceAll('-', '_')} in the environment.`);
            if (assigned.length === 0)
                at++;
            continue;
        }
        const next = args[at + 1];
        if (assigned.length > 0)
            values.set(name, assigned.join('='));
        else if (spec.default === 'false' && !/^(true|false)$/i.test(next ?? ''))
            values.set(name, 'true');
        else if (next === undefined || next.startsWith('--'))
            problems.push(`--${name} needs a value.`);
        else
            values.set(name, args[++at]);
    }
    const help = switches.has('--help') || switches.has('-h') || (args.length === 0 && !process.env.JAMPY_COMMAND);
    const [command, file, ...rest] = positional;
    if (command !== undefined)
        values.set('command', command);
    if (file !== undefined)
        values.set('metadata-file', file);
    if (rest.length > 0)
        problems.push(`Too many arguments: ${rest.join(' ')}. Quote a name with blanks.`);
    if (problems.length > 0 && !help)
        throw (0,errors/* usage */.CI)('arguments', problems.join('\n'));
    return {
        values,
        json: switches.has('--json'),
        verbose: switches.has('--verbose'),
        help,
        version: switches.has('--version'),
    };
}
function helpText() {
    const options = input_table/* INPUTS */.m.filter((input) => input.name !== 'command' && input.name !== 'metadata-file' && !input.secret);
    const secrets = input_table/* INPUTS */.m.filter((input) => input.secret);
    const line = (name, note) => `  ${name.padEnd(36)}${note}`;
    return [
        'Usage: jampy-promote COMMAND [METADATA-FILE] [--input value …] [--json]',
        '',
        'Promotes a committed Jam.py metadata zip to production, and proves the result.',
        '',
        `Commands: ${input_table/* COMMANDS */.L.join(', ')}`,
        '',
        'Options (any may also stand in the environment as JAMPY_ and its name in upper snake case):',
        line('METADATA-FILE', 'path or glob of the committed zip, exactly one match (default metadata/*.zip)'),
        ...options.map(({ name, help, default: value }) => line(`--${name}`, value ? `${help} (default ${value})` : help)),
        line('--json', 'outputs as one JSON object on standard output, the log on standard error'),
        line('--verbose', 'more detail in the log'),
        line('--help, --version', ''),
        '',
        'Secrets come from the environment only:',
        ...secrets.map(({ name, help }) => line(`JAMPY_${name.toUpperCase().replaceAll('-', '_')}`, help)),
        '',
        'Exit codes: 0 good, 1 invalid or failed, 2 wrong use, 3 refused (nothing was touched), 4 outcome unknown.',
        '',
    ].join('\n');
}


/***/ }),

/***/ 58508:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   x: () => (/* binding */ VERSION)
/* harmony export */ });
/** The same as package.json's: a test compares them. */
const VERSION = '0.1.0';


/***/ })

};

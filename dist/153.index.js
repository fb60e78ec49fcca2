export const id = 153;
export const ids = [153];
export const modules = {

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

/***/ 73153:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runAction: () => (/* binding */ runAction)
});

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 10 modules
var core = __webpack_require__(57264);
// EXTERNAL MODULE: ./build/cancellation.js
var cancellation = __webpack_require__(42529);
// EXTERNAL MODULE: ./build/commands/run-command.js
var run_command = __webpack_require__(60782);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/finding.js
var build_finding = __webpack_require__(51633);
// EXTERNAL MODULE: ./build/github/context.js
var context = __webpack_require__(9009);
// EXTERNAL MODULE: ./build/report/plain-text.js
var plain_text = __webpack_require__(95263);
// EXTERNAL MODULE: ./build/report/result.js
var report_result = __webpack_require__(99934);
;// CONCATENATED MODULE: ./build/report/runner-log.js
/** The log of a run on GitHub's runner. Everything passes `redact` and `plainText` here. */


/** GitHub's log: steps are groups, notices and warnings annotations. */
function runnerLog(secrets) {
    const clean = (message) => (0,plain_text/* plainText */.wh)(secrets.redact(message), true).split('\n').map(plain_text/* inertLine */.Fq).join('\n');
    return {
        info: (message) => core/* info */.pq(clean(message)),
        notice: (message) => core/* notice */.lm(clean(message)),
        warning: (message) => core/* warning */.$e(clean(message)),
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

;// CONCATENATED MODULE: ./build/report/summary.js
/** The job summary, Markdown. Names come from an untrusted zip or server: each is escaped where it stands. */



/** GitHub takes 1 MiB a step and drops all of a longer one; far below, a page stays readable. In bytes. */
const MOST_FINDINGS = 200;
const LONGEST = 900_000;
/** Markdown and HTML lose their meaning, also inside a table cell. */
function escapeMarkdown(text) {
    return (0,plain_text/* plainText */.wh)(text)
        .replace(/&/g, '&amp;')
        .replace(/</g, '&lt;')
        .replace(/>/g, '&gt;')
        .replace(/[\\`*_{}[\]()#+\-.!|~@:]/g, (character) => `&#${character.charCodeAt(0)};`);
}
const SIGNS = {
    valid: '✅',
    imported: '✅',
    unchanged: '✅',
    invalid: '❌',
    failed: '❌',
    refused: '⛔',
    unknown: '❓',
};
/** @param redact takes secrets out of a text; before escaping, which would hide them from it. */
function summaryMarkdown(result, redact = (text) => text) {
    const { promotion, application } = result;
    const safe = (text) => escapeMarkdown(redact(text));
    const parts = [`### ${SIGNS[result.result]} ${safe((0,report_result/* headline */.Pl)(result))}`, ''];
    if (result.reason)
        parts.push(`${safe(result.reason)}`, '');
    const facts = [
        ['Metadata file', result.zipPath],
        ['Application', [application.name, application.version].filter(Boolean).join(' ')],
        ['Jam.py line', application.line === undefined ? undefined : String(application.line)],
        ['Exported by Jam.py', result.outputs['jam-version']],
        ['Target runs Jam.py', result.outputs['target-jam-version']],
        ['Verified', promotion && result.outputs.verified],
        ['Address', result.outputs.url],
        ['Backup from before', result.outputs['backup-dir']],
        ['Digest', application.digest.slice(0, 16)],
        ['Time', `${result.seconds.toFixed(1)} s`],
    ];
    parts.push('| | |', '|---|---|');
    for (const [name, value] of facts)
        if (value)
            parts.push(`| ${name} | ${safe(value)} |`);
    parts.push('');
    if (promotion && promotion.checks.length > 0)
        parts.push(...verdictTable(promotion.checks, safe));
    parts.push(...findingTable(result.findings, safe));
    const text = parts.join('\n');
    const bytes = Buffer.from(text);
    if (bytes.length <= LONGEST)
        return text;
    const whole = text.slice(0, new TextDecoder().decode(bytes.subarray(0, LONGEST)).lastIndexOf('\n'));
    return `${whole}\n\nThe rest is cut: the log of the step has it all.\n`;
}
function verdictTable(checks, safe) {
    const rows = checks.map((check) => {
        const sign = check.failures.length > 0 ? '❌' : check.seen === 'not-looked-at' ? '➖' : check.warnings.length > 0 ? '⚠️' : '✅';
        const texts = [check.summary, ...check.failures, ...check.warnings, ...check.notes].map(safe).join('<br>');
        return `| ${sign} | ${check.part} | ${texts} |`;
    });
    return ['#### What was looked at', '', '| | Part | |', '|---|---|---|', ...rows, ''];
}
function findingTable(findings, safe) {
    if (findings.length === 0)
        return [];
    const signs = { error: '❌', warning: '⚠️', note: 'ℹ️' };
    const rows = findings.slice(0, MOST_FINDINGS).map((finding) => {
        const cells = [(0,build_finding/* placeText */.Z)(finding.place), finding.message, finding.remedy].map(safe);
        return `| ${signs[finding.severity]} | ${cells[0]} | ${cells[1]} | ${cells[2]} | ${safe(finding.rule)} |`;
    });
    const more = findings.length > MOST_FINDINGS ? ['', `and ${findings.length - MOST_FINDINGS} more in the log.`] : [];
    return [
        `#### Findings: ${findings.length}`,
        '',
        '| | Where | What | How to mend it | Rule |',
        '|---|---|---|---|---|',
        ...rows,
        ...more,
        '',
    ];
}

// EXTERNAL MODULE: ./build/secrets.js
var build_secrets = __webpack_require__(5009);
;// CONCATENATED MODULE: ./build/main.js
/** The GitHub Action: read inputs, run one command, set outputs. The only place that fails the step. */











/** What GitHub shows of each kind in one step. */
const MOST_ANNOTATIONS = 10;
/** @returns the exit code */
async function runAction() {
    const secrets = new build_secrets/* Secrets */.S((value) => core/* setSecret */.Pq(value));
    const fail = (message) => core/* setFailed */.C1((0,plain_text/* plainText */.wh)(secrets.redact(message), true));
    const log = runnerLog(secrets);
    try {
        const result = await (0,run_command/* runCommand */.d)({
            lookup: (name) => core/* getInput */.V4(name),
            workspace: process.env.GITHUB_WORKSPACE || process.cwd(),
            secrets,
            log,
            caller: () => (0,context/* callerOf */.$)(process.env),
            cancelled: (0,cancellation/* cancelledBySignal */.T)(log),
        });
        await tell(result, secrets);
        if (result.exitCode !== 0)
            fail(result.reason ?? result.result);
        return result.exitCode;
    }
    catch (error) {
        fail(error instanceof errors/* Stop */.VG ? error.message : `Something unexpected happened: ${(0,errors/* reasonOf */.A3)(error)}`);
        if (!(error instanceof errors/* Stop */.VG))
            core/* debug */.Yz(String(error?.stack));
        return error instanceof errors/* Stop */.VG ? errors/* EXIT_CODES */.ai[error.outcome] : errors/* EXIT_CODES */.ai.failed;
    }
}
async function tell(result, secrets) {
    for (const name of report_result/* OUTPUTS */.py) {
        const value = result.outputs[name];
        if (value === undefined)
            continue;
        const clean = (0,plain_text/* plainText */.wh)((0,report_result/* outputText */.jO)(name, value, (text) => secrets.redact(text)));
        core/* setOutput */.uH(name, process.env.GITHUB_OUTPUT ? clean : (0,plain_text/* inertLine */.Fq)(clean));
    }
    for (const [severity, annotate] of [
        ['error', core/* error */.z3],
        ['warning', core/* warning */.$e],
    ]) {
        const shown = result.findings.filter((finding) => finding.severity === severity).slice(0, MOST_ANNOTATIONS);
        for (const finding of shown) {
            const where = (0,build_finding/* placeText */.Z)(finding.place);
            const message = (0,plain_text/* plainText */.wh)(secrets.redact(`${where ? `${where}: ` : ''}${finding.message} ${finding.remedy}`));
            annotate(message, { title: (0,plain_text/* plainText */.wh)(finding.rule), file: (0,plain_text/* plainText */.wh)(result.zipPath) });
        }
    }
    // Unset on older GitHub Enterprise servers, where writing would throw.
    if (process.env.GITHUB_STEP_SUMMARY) {
        await core/* summary */.z
            .addRaw(summaryMarkdown(result, (text) => secrets.redact(text)), true)
            .write();
    }
}


/***/ })

};

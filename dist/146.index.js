export const id = 146;
export const ids = [146];
export const modules = {

/***/ 85146:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  plan: () => (/* binding */ plan)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/hosts/local.js
var local = __webpack_require__(60051);
// EXTERNAL MODULE: ./build/metadata/enums.js
var enums = __webpack_require__(65594);
// EXTERNAL MODULE: ./build/planning/approval.js
var approval = __webpack_require__(74333);
// EXTERNAL MODULE: ./build/planning/make-plan.js + 14 modules
var make_plan = __webpack_require__(58126);
// EXTERNAL MODULE: ./build/planning/plan-text.js
var plan_text = __webpack_require__(39341);
// EXTERNAL MODULE: ./build/planning/sql/dialects.js + 3 modules
var dialects = __webpack_require__(57597);
// EXTERNAL MODULE: ./build/promotion/gates.js
var gates = __webpack_require__(72226);
// EXTERNAL MODULE: ./build/promotion/look-ahead.js
var look_ahead = __webpack_require__(63135);
// EXTERNAL MODULE: ./build/promotion/owner.js
var owner = __webpack_require__(70589);
// EXTERNAL MODULE: ./build/promotion/plan-of-target.js
var plan_of_target = __webpack_require__(76103);
// EXTERNAL MODULE: ./build/promotion/preflight/owner.js
var preflight_owner = __webpack_require__(65201);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/metadata/limits.js
var limits = __webpack_require__(77230);
// EXTERNAL MODULE: ./build/metadata/package.js
var metadata_package = __webpack_require__(71944);
// EXTERNAL MODULE: ./build/paths.js
var paths = __webpack_require__(31340);
// EXTERNAL MODULE: external "node:path/posix"
var posix_ = __webpack_require__(53916);
;// CONCATENATED MODULE: ./build/commands/git.js
/** Reads files of another commit of the checkout, by the `git` that is on this machine. Nothing of the work tree changes. */



/** In milliseconds; a fetch has a network between. */
const LOCAL_LIMIT = 30_000;
const FETCH_LIMIT = 120_000;
const LFS = 'version https://git-lfs.github.com/spec/';
/** One folder of a work tree, and its repository. */
class GitFolder {
    #host;
    #folder;
    constructor(host, folder) {
        this.#host = host;
        this.#folder = folder;
    }
    /** undefined when this is no work tree, or there is no git here. */
    async isWorkTree() {
        const answer = await this.#git(['rev-parse', '--is-inside-work-tree']).catch(() => undefined);
        return answer?.code === 0 && answer.stdout.trim() === 'true';
    }
    /**
     * The commit that a name or hash stands for; what a shallow checkout does not have is fetched, alone.
     * @throws Stop when the repository does not know it.
     */
    async commit(ref) {
        if (ref.startsWith('-') || /[\s\0]/.test(ref))
            throw (0,errors/* usage */.CI)('base-metadata', `base-metadata: ${JSON.stringify(ref)} is not a branch, tag or commit.`);
        const known = await this.#resolve(ref);
        if (known)
            return known;
        const fetched = await this.#git(['fetch', '--no-tags', '--depth=1', '--quiet', 'origin', ref], FETCH_LIMIT);
        const found = fetched.code === 0 ? await this.#resolve('FETCH_HEAD') : undefined;
        if (found)
            return found;
        throw (0,errors/* fail */.fJ)('base-commit', `The commit ${ref} is not in the checkout, and can not be fetched (${lastLine(fetched)}). Let actions/checkout fetch it (fetch-depth: 0), or give base-metadata as a path. Nothing was changed.`);
    }
    async #resolve(ref) {
        const answer = await this.#git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
        const hash = answer.stdout.trim();
        return answer.code === 0 && /^[0-9a-f]{40,64}$/.test(hash) ? hash : undefined;
    }
    /** Paths of the commit that a path or glob names, relative to the folder; a file of that very name wins. */
    async matches(commit, pattern) {
        const chunks = [];
        const answer = await this.#git(['ls-tree', '-r', '-z', '--name-only', commit], LOCAL_LIMIT, (bytes) => chunks.push(bytes));
        if (answer.code !== 0)
            throw (0,errors/* fail */.fJ)('base-commit', `The files of ${commit} can not be listed: ${lastLine(answer)}.`);
        const paths = Buffer.concat(chunks).toString('utf8').split('\0').filter(Boolean);
        return pathsLike(paths, pattern);
    }
    /** @throws Stop: too large, or kept outside of the repository. */
    async read(commit, path) {
        const object = `${commit}:./${path}`;
        const size = Number((await this.#git(['cat-file', '-s', object])).stdout.trim());
        if (size > limits/* LIMITS */.b.packedBytes)
            throw (0,errors/* usage */.CI)('base-metadata', `${path} at ${commit.slice(0, 12)} is ${(0,limits/* sizeText */.l)(size)} large: is it a metadata zip?`);
        const chunks = [];
        const answer = await this.#git(['cat-file', 'blob', object], LOCAL_LIMIT, (bytes) => chunks.push(bytes));
        const bytes = Buffer.concat(chunks);
        if (answer.code !== 0 || bytes.length !== size)
            throw (0,errors/* fail */.fJ)('base-commit', `${path} can not be read at ${commit.slice(0, 12)}: ${lastLine(answer)}.`);
        refuseLfs(bytes, path, commit);
        return bytes;
    }
    #git(args, timeoutMs = LOCAL_LIMIT, onBytes) {
        // A checkout often belongs to another user than the one who runs this, which git refuses without the first word.
        const settings = ['-c', `safe.directory=${this.#folder}`, '-c', 'safe.directory=*', '-c', 'core.fsmonitor=false'];
        return this.#host.run({
            argv: ['git', '-C', this.#folder, ...settings, ...args],
            env: { GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
            timeoutMs,
            ...(onBytes ? { onBytes } : {}),
        });
    }
}
/** What a path or glob names among the paths of a commit; a file of that very name wins. */
function pathsLike(paths, pattern) {
    const wanted = pattern.replaceAll('\\', '/').replace(/^\.\//, '');
    return paths.includes(wanted) ? [wanted] : paths.filter((path) => (0,posix_.matchesGlob)(path, wanted)).sort();
}
/** @throws Stop (usage): the repository holds only where the file is kept. */
function refuseLfs(bytes, path, commit) {
    if (Buffer.from(bytes.subarray(0, LFS.length)).toString('latin1') !== LFS)
        return;
    const message = `${path} is kept by Git LFS, and its commit ${commit.slice(0, 12)} holds only a pointer: give base-metadata as the path of a file.`;
    throw (0,errors/* usage */.CI)('base-metadata', message);
}
function lastLine({ stderr, timedOut }) {
    if (timedOut)
        return 'it took too long';
    return stderr.trim().split('\n').at(-1)?.replace(/\.$/, '') || 'git gives no reason';
}

// EXTERNAL MODULE: ./build/commands/locate.js
var locate = __webpack_require__(71977);
;// CONCATENATED MODULE: ./build/commands/base.js
/** What a plan without a target compares with: a committed zip, a file of another commit, or nothing. */








/**
 * @throws Stop (usage): the base is no file, several files, or no metadata zip; (failed): its commit can not be had.
 */
async function readBase(inputs, zip, host, around) {
    const { baseMetadata } = inputs;
    if (baseMetadata === undefined)
        return readPullRequestBase(inputs, zip, host, around);
    const found = baseMetadata.startsWith('git:')
        ? await atCommit(inputs, baseMetadata.slice(4), host)
        : await fromFile(inputs, baseMetadata);
    if (!found) {
        const message = `No file matches metadata-file "${inputs.metadataFile}" at ${baseMetadata.slice(4)}: name a commit that has the zip, or give base-metadata as a path.`;
        throw (0,errors/* usage */.CI)('base-metadata', message);
    }
    return base_open(found, zip);
}
async function readPullRequestBase(inputs, zip, host, { log, caller: { baseCommit, commitFiles } }) {
    const nothing = (0,make_plan/* nothingBefore */.T)(zip.line, zip.dbType);
    if (baseCommit === undefined)
        return nothing;
    const found = await atCommit(inputs, baseCommit, host).catch((error) => {
        if (!commitFiles || !isCheckoutLacking(error))
            throw error;
        log.info(`The checkout lacks the base of the pull request (${baseCommit.slice(0, 12)}): GitHub is asked for it.`);
        return fromGitHub(inputs, baseCommit, commitFiles, error);
    });
    if (!found) {
        log.notice(`The base of the pull request has no ${inputs.metadataFile}: all of the zip is new.`);
        return nothing;
    }
    try {
        return base_open(found, zip);
    }
    catch (error) {
        // What is broken there is perhaps mended here.
        if (!(error instanceof errors/* Stop */.VG))
            throw error;
        log.warning(`${error.message} The zip is compared with an empty project instead.`);
        return nothing;
    }
}
/** No git checkout, or one that is too shallow and can not fetch. */
function isCheckoutLacking(error) {
    return error instanceof errors/* Stop */.VG && (error.id === 'base-commit' || error.id === 'base-checkout');
}
/** @throws the error of the checkout with GitHub's beside it. */
async function fromGitHub({ metadataFile, workspace }, commit, files, lacking) {
    const short = commit.slice(0, 12);
    const ask = (work) => work.catch((error) => {
        throw new errors/* Stop */.VG(lacking.outcome, lacking.id, `${lacking.message} GitHub was asked too: ${(0,errors/* reasonOf */.A3)(error)}.`);
    });
    const pattern = inWorkspace(metadataFile, workspace);
    const path = onlyPath(pathsLike(await ask(files.list(commit)), pattern), pattern, short);
    if (path === undefined)
        return undefined;
    const bytes = await ask(files.read(commit, path, limits/* LIMITS */.b.packedBytes));
    refuseLfs(bytes, path, commit);
    return { kind: 'git', name: `${path} at ${short}`, bytes };
}
function inWorkspace(pattern, workspace) {
    return (0,external_node_path_.isAbsolute)(pattern) ? (0,external_node_path_.relative)(workspace, pattern) : pattern;
}
/** undefined: none. @throws Stop (usage): several. */
function onlyPath([path, ...others], pattern, commit) {
    if (path === undefined || others.length === 0)
        return path;
    const message = `metadata-file "${pattern}" matches ${others.length + 1} files at ${commit}: ${[path, ...others].slice(0, 8).join(', ')}; give base-metadata as the one that is meant.`;
    throw (0,errors/* usage */.CI)('base-metadata', message);
}
async function fromFile(inputs, pattern) {
    try {
        const { path, bytes } = await (0,locate/* locateMetadataFile */.Y)(pattern, inputs.workspace);
        return { kind: 'file', name: (0,paths/* shownPath */.p)(path, inputs.workspace), bytes };
    }
    catch (error) {
        if (!(error instanceof errors/* Stop */.VG))
            throw error;
        throw (0,errors/* usage */.CI)('base-metadata', error.message.replaceAll('metadata-file "', 'base-metadata "'));
    }
}
/** undefined: nothing matches there. @throws Stop (usage) when several files do. */
async function atCommit({ workspace, metadataFile }, ref, host) {
    const git = new GitFolder(host, workspace);
    if (!(await git.isWorkTree())) {
        throw (0,errors/* usage */.CI)('base-checkout', `${workspace} is no git checkout: give base-metadata as a path, or check out first.`);
    }
    const commit = await git.commit(ref);
    const pattern = inWorkspace(metadataFile, workspace);
    const path = onlyPath(await git.matches(commit, pattern), pattern, commit.slice(0, 12));
    if (path === undefined)
        return undefined;
    return { kind: 'git', name: `${path} at ${commit.slice(0, 12)}`, bytes: await git.read(commit, path) };
}
function base_open({ kind, name, bytes }, zip) {
    const opened = (0,metadata_package/* openPackage */.R)(bytes, zip);
    if (!opened.package) {
        const [first] = opened.findings;
        throw (0,errors/* usage */.CI)('base-metadata', `The base ${name} is no metadata zip that can be read: ${first?.message ?? 'it is empty'}`);
    }
    const { appVersion: version, digest, files } = opened.package;
    return { base: { kind, name, version, digest }, metadata: opened.package, files };
}

// EXTERNAL MODULE: ./build/commands/check-zip.js + 2 modules
var check_zip = __webpack_require__(89712);
// EXTERNAL MODULE: ./build/commands/consent-file.js
var consent_file = __webpack_require__(47164);
// EXTERNAL MODULE: ./build/commands/promote.js + 20 modules
var promote = __webpack_require__(11909);
// EXTERNAL MODULE: ./build/commands/validate.js
var validate = __webpack_require__(17541);
;// CONCATENATED MODULE: ./build/commands/plan.js
/** `plan`: what a promotion would do, and whether it would be refused. Changes nothing, needs no server and no secret. */


















async function plan(inputs, around) {
    const since = performance.now();
    const { log } = around;
    const zip = await log.step('Validate', async () => {
        const checked = await (0,check_zip/* checkZip */.GN)(inputs, new local/* LocalHost */.a());
        (0,validate/* tellFindings */.yq)(checked, log);
        return checked;
    });
    if (!zip.package)
        return finish(inputs, zip, { plan: undefined, findings: zip.findings, changed: false, stop: undefined }, since);
    const hasTarget = inputs.projectDir !== undefined || inputs.url !== undefined;
    let planned;
    try {
        const known = { ...zip, package: zip.package };
        planned = hasTarget ? await againstTarget(inputs, around, known) : await againstBase(inputs, around, known);
    }
    catch (error) {
        if (!(error instanceof errors/* Stop */.VG) || error.outcome === 'usage')
            throw error;
        planned = { plan: undefined, findings: zip.findings, changed: false, stop: error };
    }
    return finish(inputs, zip, planned, since);
}
async function againstBase(inputs, { log, caller }, zip) {
    const before = await readBase(inputs, zip.package, new local/* LocalHost */.a(), { log, caller });
    const { line } = before.metadata;
    if (line !== zip.package.line) {
        const message = `The zip is of Jam.py ${zip.package.line}, its base ${before.base.name} of Jam.py ${line}: their metadata do not fit together, and an import of one into the other breaks the project. Promote between projects of one line.`;
        throw (0,errors/* refuse */.TR)('another-line', message);
    }
    const dbType = inputs.databaseType === undefined ? zip.package.dbType : dialects/* DIALECT_TYPES */.R[inputs.databaseType];
    const consents = await (0,consent_file/* consentsOf */.v)(inputs.allowDestructive, zip.path, zip.package.digest);
    const findings = (0,check_zip/* findingsAgainst */.IY)(zip, inputs, {
        dbType: dbType === enums/* DB_TYPE */.Ub.SQLITE && inputs.databaseType === undefined ? undefined : dbType,
        before,
    });
    const made = await log.step('Plan', async () => {
        const from = inputs.databaseType === undefined ? 'zip' : 'database-type';
        const value = (0,make_plan/* makePlan */.C)({ zip: zip.package, before, dbType, from, catalogue: undefined, consents, findings });
        for (const text of (0,plan_text/* planLines */.HN)(value))
            log.info(text);
        return value;
    });
    return { plan: made, findings, changed: hasChanges(made), stop: (0,plan_of_target/* consentMissing */.v)(made, zip.package.digest) };
}
async function againstTarget(inputs, around, zip) {
    // A pull request may look, and look only.
    (0,gates/* earlyGates */.Up)(inputs, { ...around.caller, event: '' });
    const token = (0,external_node_crypto_.randomBytes)(8).toString('hex');
    let operator;
    try {
        operator = await (0,promote.connect)(inputs, token, around.log);
        const host = await (0,owner/* asOwner */.g)(operator, inputs);
        await (0,preflight_owner/* checkOwner */.A)(host, operator, inputs);
        const run = await (0,promote.makeRun)(inputs, around, token, operator, host);
        const consents = await (0,consent_file/* consentsOf */.v)(inputs.allowDestructive, zip.path, zip.package.digest);
        const base = inputs.baseMetadata === undefined
            ? undefined
            : (await readBase(inputs, zip.package, new local/* LocalHost */.a(), around)).metadata;
        let findings = zip.findings;
        const ahead = await (0,look_ahead/* lookAhead */.R)(run, zip.package, zip.entries(), ({ state }, files) => {
            findings = (0,check_zip/* findingsAgainst */.IY)(zip, inputs, { dbType: state.metadata.dbType, target: { state, files } });
            return { consents, findings, base };
        });
        for (const text of (0,plan_text/* planLines */.HN)(ahead.plan))
            around.log.info(text);
        const { jamVersion } = ahead.seen.state;
        const { plan: made, approvable, stop } = ahead;
        return { plan: made, findings, changed: !ahead.equal, stop, jamVersion, approvable };
    }
    finally {
        await operator?.close();
    }
}
function hasChanges({ changes, files }) {
    return changes.length > 0 || files.some(({ kind }) => kind !== 'left-behind');
}
function finish(inputs, zip, { plan: made, findings, changed, stop, jamVersion, approvable }, since) {
    const judged = { ...zip, findings: [...findings] };
    const base = (0,validate/* describeZip */.JB)('plan', judged, inputs.workspace, since);
    const ending = endingOf(inputs, judged, made, stop);
    return {
        ...base,
        ...ending,
        plan: made,
        outputs: {
            ...base.outputs,
            // What would be refused is nothing to approve.
            'plan-digest': approvable && ending.exitCode === errors/* EXIT_CODES */.ai.ok ? (0,approval/* writeApproval */.$i)(approvable) : '',
            changed: String(changed),
            'destructive-count': String(made?.losses.length ?? 0),
            'statement-count': String(made?.statements.length ?? 0),
            'target-jam-version': jamVersion ?? '',
            url: (0,promote.shownUrl)(inputs),
        },
    };
}
/** What is wrong with the zip comes before what stands in its way, and that before how its import will end. */
function endingOf({ failOn }, zip, made, stop) {
    const invalid = (reason) => ({ result: 'invalid', exitCode: errors/* EXIT_CODES */.ai.invalid, reason });
    if (!zip.package || (0,validate/* failing */.Jr)(zip.findings, failOn) > 0)
        return invalid((0,validate/* invalidReason */.q2)(zip, failOn === 'warning'));
    if (stop)
        return { result: (0,errors/* resultOf */.Bg)(stop), exitCode: errors/* EXIT_CODES */.ai[(0,errors/* resultOf */.Bg)(stop)], reason: stop.message, errorId: stop.id };
    const foretold = made && foretoldFailure(made);
    if (foretold !== undefined && failOn !== 'never')
        return { ...invalid(foretold), errorId: 'would-fail' };
    return { result: 'planned', exitCode: errors/* EXIT_CODES */.ai.ok, reason: undefined };
}
/** One sentence; undefined when the import is foretold to work. */
function foretoldFailure(made) {
    if (made.refusal !== undefined)
        return `Jam.py would refuse the import: ${made.refusal}.`;
    const [first, ...others] = (0,plan_text/* failingOf */.al)(made);
    if (!first)
        return undefined;
    const more = others.length > 0 ? ` (and ${others.length} more)` : '';
    return `The import would fail: ${(0,plan_text/* failureText */.kY)(first)}${more}.`;
}


/***/ })

};

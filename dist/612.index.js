export const id = 612;
export const ids = [612];
export const modules = {

/***/ 37612:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  tellGitHub: () => (/* binding */ tellGitHub)
});

// EXTERNAL MODULE: ./build/report/markdown.js
var markdown = __webpack_require__(34902);
// EXTERNAL MODULE: ./build/report/result.js
var report_result = __webpack_require__(99934);
// EXTERNAL MODULE: ./build/report/summary.js
var summary = __webpack_require__(74611);
;// CONCATENATED MODULE: ./build/report/comment.js
/** The comment on a pull request: the job summary, in the room that a comment has. */



/** Characters; GitHub takes 65,536. The mark and the line about the run are not counted. */
const MOST = 65_000;
/** Parts of the room of a job summary. */
const SHARES = [1, 1 / 4, 1 / 16, 1 / 64, 1 / 256];
/** @param run address of the workflow run. @param redact takes secrets out of a text. */
function commentMarkdown(result, run, redact) {
    const link = `<a href="${run}">the run</a>`;
    for (const share of SHARES) {
        const body = (0,summary/* summaryMarkdown */.e)(result, redact, share);
        const rest = share === 1 ? `More in the log of ${link}.` : `This is cut: the whole is the summary of ${link}.`;
        if (body.length <= MOST)
            return `${body}\n${rest}\n`;
    }
    return `### ${(0,markdown/* escapeMarkdown */.FV)(redact((0,report_result/* headline */.Pl)(result)))}\n\nMore in ${link}.\n`;
}

// EXTERNAL MODULE: ./build/github/api.js
var github_api = __webpack_require__(40654);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./build/github/comment.js
/** One comment on a pull request for each metadata-file: found again by a hidden mark, updated in place. */


/** The first line of the comment, unseen. */
function markOf(metadataFile) {
    return `<!-- jampy-promote ${(0,external_node_crypto_.createHash)('sha256').update(metadataFile).digest('hex').slice(0, 32)} -->`;
}
/**
 * Updates the comment whose text begins with `mark`, whoever posted it, or makes one.
 * @param body begins with `mark`.
 * @throws octokit's error when it can do neither.
 */
async function putComment(gitHub, number, mark, body) {
    await (0,github_api/* tried */.J3)(async () => {
        for (const { id, body: text } of await commentsWith(gitHub, number, mark)) {
            if (text === body || (await update(gitHub, id, body)))
                return;
        }
        const { api, owner, repo } = gitHub;
        await api.issues.createComment({ owner, repo, issue_number: number, body });
    });
}
/** Oldest first. */
async function commentsWith({ api, owner, repo }, number, mark) {
    const found = [];
    const PAGE = 100;
    // GitHub takes 2,500 comments on one pull request.
    for (let page = 1; page <= 25; page++) {
        const { data } = await api.issues.listComments({ owner, repo, issue_number: number, per_page: PAGE, page });
        for (const { id, body } of data)
            if (body?.startsWith(mark))
                found.push({ id, body });
        if (data.length < PAGE)
            break;
    }
    return found;
}
/** false: it is gone, or another's whose comments this token may not change. */
async function update({ api, owner, repo }, id, body) {
    try {
        await api.issues.updateComment({ owner, repo, comment_id: id, body });
        return true;
    }
    catch (error) {
        if (!(0,github_api/* isForbidden */.US)(error))
            throw error;
        return false;
    }
}

// EXTERNAL MODULE: ./build/github/context.js + 1 modules
var github_context = __webpack_require__(32696);
;// CONCATENATED MODULE: ./build/github/deployment.js
/** What GitHub's page of deployments says of a promotion. A job with `environment:` has its deployment from GitHub. */

/** Tells our deployments from those that GitHub made for the job. */
const TASK = 'deploy:jampy-promote';
/** Characters that GitHub takes of a description. */
const LONGEST = 140;
/**
 * @returns `job`: the run has a deployment of the job's own, and none was added.
 * @throws octokit's error.
 */
async function putDeployment(gitHub, deployment) {
    return (0,github_api/* tried */.J3)(async () => {
        const { api, owner, repo } = gitHub;
        const { sha, environment, logUrl } = deployment;
        const { data } = await api.repos.listDeployments({ owner, repo, sha, per_page: 30 });
        let own;
        for (const { id, task, payload } of data) {
            if (task === TASK) {
                if (runOf(payload) === logUrl)
                    own = id;
                continue;
            }
            const { data: statuses } = await api.repos.listDeploymentStatuses({
                owner,
                repo,
                deployment_id: id,
                per_page: 10,
            });
            if (statuses.some(({ log_url, target_url }) => [log_url, target_url].some((url) => isOf(url, logUrl))))
                return 'job';
        }
        own ??= await create(gitHub, deployment);
        await api.repos.createDeploymentStatus({
            owner,
            repo,
            deployment_id: own,
            state: deployment.state,
            environment,
            description: deployment.description.slice(0, LONGEST),
            log_url: logUrl,
            ...(deployment.environmentUrl ? { environment_url: deployment.environmentUrl } : {}),
        });
        return 'made';
    });
}
async function create({ api, owner, repo }, { sha, environment, logUrl }) {
    const { data } = await api.repos.createDeployment({
        owner,
        repo,
        ref: sha,
        task: TASK,
        // It is done already: nothing is to be merged or waited for.
        auto_merge: false,
        required_contexts: [],
        environment,
        production_environment: true,
        payload: { run: logUrl },
    });
    if (!('id' in data))
        throw new Error('GitHub made no deployment');
    return data.id;
}
function runOf(payload) {
    return payload !== null && typeof payload === 'object' && 'run' in payload ? payload.run : undefined;
}
/** The page of a run, or of a job of it. */
function isOf(url, run) {
    return url !== undefined && (url === run || url.startsWith(`${run}/`));
}

;// CONCATENATED MODULE: ./build/github/tell.js






/** @returns sentences for the summary: what could not be told, and why. */
async function tellGitHub(result, inputs, { log, secrets, env }) {
    const { context } = await __webpack_require__.e(/* import() */ 413).then(__webpack_require__.bind(__webpack_require__, 92413));
    const { githubToken } = inputs;
    const repository = env.GITHUB_REPOSITORY ?? '';
    if (githubToken === undefined || repository === '')
        return [];
    const run = (0,github_context/* runAddress */.Y)(context, repository);
    const redact = (text) => secrets.redact(text);
    const tell = async (what, permission, work) => {
        try {
            await work(await (0,github_api/* openGitHub */.o6)(githubToken, repository));
            return [];
        }
        catch (error) {
            const sentence = (0,github_api/* isForbidden */.US)(error)
                ? `${what}: the token may not write (it needs \`permissions: ${permission}\`; that of a fork never may).`
                : `${what}: GitHub does not take it (${redact((0,github_api/* troubleText */.NX)(error))}).`;
            if ((0,github_api/* isForbidden */.US)(error))
                log.notice(sentence);
            else
                log.warning(sentence);
            return [sentence];
        }
    };
    const number = context.payload.pull_request?.number;
    if (result.command === 'validate' || result.command === 'plan') {
        if (inputs.comment === 'never' || !Number.isSafeInteger(number))
            return [];
        const mark = markOf(inputs.metadataFile);
        const body = `${mark}\n${commentMarkdown(result, run, redact)}`;
        return tell('The pull request has no comment of this', 'pull-requests: write', (gitHub) => putComment(gitHub, number, mark, body));
    }
    const deployment = deploymentOf(result, inputs, redact);
    if (deployment === undefined || context.sha === '')
        return [];
    return tell('GitHub has no deployment of this', 'deployments: write', async (gitHub) => {
        const put = await putDeployment(gitHub, { ...deployment, sha: context.sha, logUrl: run });
        if (put === 'job')
            log.debug('The job has a deployment of its own.');
    });
}
const STATES = {
    imported: 'success',
    unchanged: 'success',
    failed: 'failure',
    unknown: 'error',
};
/** undefined: nothing was deployed, nor tried. The environment is named after the host of the application. */
function deploymentOf(result, inputs, redact) {
    const state = STATES[result.result];
    if (state === undefined || inputs.command !== 'promote')
        return undefined;
    const url = result.outputs.url || undefined;
    const host = url === undefined ? inputs.ssh?.host : new URL(url).hostname;
    return {
        environment: host ?? 'production',
        state,
        description: redact((0,report_result/* headline */.Pl)(result)),
        environmentUrl: url,
    };
}


/***/ })

};

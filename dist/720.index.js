export const id = 720;
export const ids = [720];
export const modules = {

/***/ 96720:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   provision: () => (/* binding */ provision)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(19473);
/* harmony import */ var _promotion_gates_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(72226);
/* harmony import */ var _promotion_owner_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(70589);
/* harmony import */ var _provisioning_provision_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(18769);
/* harmony import */ var _check_zip_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(89712);
/* harmony import */ var _promote_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(11909);
/* harmony import */ var _validate_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(17541);
/* harmony import */ var _wanted_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(50776);
/** `provision`: makes a production project from nothing (see provisioning/provision.ts for the steps). */









async function provision(inputs, around) {
    const since = performance.now();
    (0,_promotion_gates_js__WEBPACK_IMPORTED_MODULE_2__/* .pullRequestGate */ .CW)('provision', around.caller);
    const named = await nameOf(inputs, around, since);
    if (named.stopped)
        return named.stopped;
    const { wanted, described } = named;
    try {
        const made = await withRun(inputs, around, (run) => (0,_provisioning_provision_js__WEBPACK_IMPORTED_MODULE_4__.provision)(run, inputs.provisioning, wanted));
        return {
            ...ended(described, inputs, since, made),
            result: 'provisioned',
            exitCode: _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .EXIT_CODES */ .ai.ok,
            reason: undefined,
        };
    }
    catch (error) {
        if (!(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .Stop */ .VG) || error.outcome === 'usage')
            throw error;
        const result = (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .resultOf */ .Bg)(error);
        return {
            ...ended(described, inputs, since),
            result,
            exitCode: _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .EXIT_CODES */ .ai[result],
            reason: error.message,
            errorId: error.id,
        };
    }
}
/** As the user that the project is to be of. */
async function withRun(inputs, around, work) {
    const token = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(8).toString('hex');
    let operator;
    try {
        operator = await (0,_promote_js__WEBPACK_IMPORTED_MODULE_6__.connect)(inputs, token, around.log);
        const host = await (0,_promotion_owner_js__WEBPACK_IMPORTED_MODULE_3__/* .asOwner */ .g)(operator, inputs);
        return await work(await (0,_promote_js__WEBPACK_IMPORTED_MODULE_6__.makeRun)(inputs, around, token, operator, host));
    }
    finally {
        await operator?.close();
    }
}
function ended(described, inputs, since, made) {
    return {
        ...described,
        outputs: {
            ...described.outputs,
            changed: String(made?.made ?? false),
            // A copy was compared with what it came from; nobody opened it.
            verified: made?.rows ? 'partial' : 'none',
            'target-jam-version': made?.jamVersion ?? '',
            url: (0,_promote_js__WEBPACK_IMPORTED_MODULE_6__.shownUrl)(inputs),
        },
        ...(made ? { provisioned: made } : {}),
        seconds: (performance.now() - since) / 1000,
    };
}
/** The name of the project: as it is given, or else the zip's. */
async function nameOf(inputs, { log }, since) {
    const { projectName, provisioning } = inputs;
    if (projectName !== undefined) {
        const wanted = { name: projectName, title: provisioning.title ?? projectName };
        const application = { name: wanted.name, caption: wanted.title, version: '', line: undefined, digest: '' };
        const described = {
            command: 'provision',
            findings: [],
            outputs: {},
            zipPath: '',
            application,
            promotion: undefined,
            seconds: 0,
        };
        return { wanted, described };
    }
    const zip = await log.step('Validate', async () => {
        // Its server code is compiled when it is promoted.
        const checked = await (0,_check_zip_js__WEBPACK_IMPORTED_MODULE_5__/* .checkZip */ .GN)(inputs, undefined);
        (0,_validate_js__WEBPACK_IMPORTED_MODULE_7__/* .tellFindings */ .yq)(checked, log);
        return checked;
    });
    const described = (0,_validate_js__WEBPACK_IMPORTED_MODULE_7__/* .describeZip */ .JB)('provision', zip, inputs.workspace, since);
    if (zip.package && (0,_validate_js__WEBPACK_IMPORTED_MODULE_7__/* .failing */ .Jr)(zip.findings, 'error') === 0)
        return { wanted: (0,_wanted_js__WEBPACK_IMPORTED_MODULE_8__/* .wantedOf */ .L)(zip.package, provisioning.title), described };
    const outputs = { ...described.outputs, verified: 'none', changed: 'false' };
    return {
        stopped: { ...described, outputs, result: 'invalid', exitCode: _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .EXIT_CODES */ .ai.invalid, reason: (0,_validate_js__WEBPACK_IMPORTED_MODULE_7__/* .invalidReason */ .q2)(zip) },
    };
}


/***/ })

};

export const id = 150;
export const ids = [150];
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

/***/ 73387:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ cutText),
/* harmony export */   p: () => (/* binding */ renderList)
/* harmony export */ });
/** Lists and texts that are cut at a number or a size, and say so. */
/** As much of the front of a list as fits into `bytes`, at most `most` of it; what is left out is not rendered either. */
function renderList(list, { most = list.length, bytes }, render) {
    const shown = [];
    let room = bytes;
    for (const value of list) {
        if (shown.length >= most)
            break;
        const text = render(value);
        room -= Buffer.byteLength(text) + 1;
        if (room < 0)
            break;
        shown.push(text);
    }
    return { shown, left: list.length - shown.length };
}
/** At most `most` characters, the last of them `…` where some are left out. Take secrets out before: half of one is still one. */
function cutText(text, most) {
    if (text.length <= most)
        return text;
    // Not in the middle of a character of two code units.
    return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}


/***/ }),

/***/ 35150:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   sarifJson: () => (/* binding */ sarifJson)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(51633);
/* harmony import */ var _metadata_package_rules_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(64983);
/* harmony import */ var _validation_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(74586);
/* harmony import */ var _version_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(58508);
/* harmony import */ var _cut_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(73387);
/* harmony import */ var _plain_text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(95263);
/**
 * Findings as SARIF 2.1.0 (OASIS), which code scanning takes. All stand at the first line of the zip, the only file that a
 * reader of the pull request can be shown; the place inside is the logical location.
 */







/** What code scanning shows of one run; findings come worst first. */
const MOST_RESULTS = 5_000;
/** Characters. */
const LONGEST_TEXT = 2_000;
/** @param path of the zip, relative to the root of the repository. @param redact takes secrets out of a text. */
function sarifJson({ path, findings }, redact) {
    const shown = findings.slice(0, MOST_RESULTS);
    const text = (value) => (0,_cut_js__WEBPACK_IMPORTED_MODULE_3__/* .cutText */ .I)((0,_plain_text_js__WEBPACK_IMPORTED_MODULE_4__/* .plainText */ .wh)(redact(value)), LONGEST_TEXT);
    const ids = [...new Set(shown.map(({ rule }) => rule))];
    const uri = path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
    const fingerprint = fingerprints();
    const run = {
        tool: { driver: { name: 'jampy-promote', semanticVersion: _version_js__WEBPACK_IMPORTED_MODULE_5__/* .VERSION */ .x, rules: ids.map(describeRule) } },
        results: shown.map((finding) => {
            const place = text((0,_finding_js__WEBPACK_IMPORTED_MODULE_6__/* .placeText */ .Z)(finding.place));
            return {
                ruleId: finding.rule,
                ruleIndex: ids.indexOf(finding.rule),
                level: finding.severity,
                message: { text: text(`${place === '' ? '' : `${place}: `}${finding.message} ${finding.remedy}`) },
                locations: [
                    {
                        physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } },
                        ...(place === '' ? {} : { logicalLocations: [{ fullyQualifiedName: place }] }),
                    },
                ],
                partialFingerprints: { primaryLocationLineHash: fingerprint(finding) },
            };
        }),
    };
    return `${JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }, null, 1)}\n`;
}
function describeRule(id) {
    const rule = [..._metadata_package_rules_js__WEBPACK_IMPORTED_MODULE_1__/* .PACKAGE_RULES */ .Z, ..._validation_index_js__WEBPACK_IMPORTED_MODULE_2__/* .ALL_RULES */ .Uj].find((known) => known.id === id);
    // Code scanning refuses a rule without these.
    const { title = id, description = id, remedy = 'See docs/rules.md.' } = rule ?? {};
    return { id, shortDescription: { text: title }, fullDescription: { text: description }, help: { text: remedy } };
}
/**
 * The same finding has the same one in every export: of the rule and the names of the place, not of ids, lines and
 * sentences, which move. Several at one place are numbered.
 */
function fingerprints() {
    const seen = new Map();
    return ({ rule, place: { entry, table, item, field } }) => {
        const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256')
            .update(JSON.stringify([rule, entry, table, item, field]))
            .digest('hex')
            .slice(0, 16);
        const count = (seen.get(hash) ?? 0) + 1;
        seen.set(hash, count);
        return `${hash}:${count}`;
    };
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

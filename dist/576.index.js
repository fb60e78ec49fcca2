export const id = 576;
export const ids = [576];
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

/***/ 39341:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HN: () => (/* binding */ planLines),
/* harmony export */   al: () => (/* binding */ failingOf),
/* harmony export */   b6: () => (/* binding */ baseText),
/* harmony export */   kY: () => (/* binding */ failureText),
/* harmony export */   oA: () => (/* binding */ countedText)
/* harmony export */ });
/* harmony import */ var _consent_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(55658);
/* harmony import */ var _sql_statement_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(49018);
/** A plan in a few lines, for the log: counts, every loss as consent names it, every failure that is foretold. */


const KINDS = ['added', 'removed', 'renamed', 'changed'];
const MOST = 50;
function planLines(plan) {
    const { base, database, changes, files, statements, losses, drift } = plan;
    const counts = KINDS.map((kind) => [kind, changes.filter((change) => change.kind === kind).length])
        .filter(([, count]) => count > 0)
        .map(([kind, count]) => `${count} ${kind}`);
    const lines = [
        `Compared with ${baseText(base)}: ${counts.join(', ') || 'no difference in the metadata'}; ${filesText(files)}.`,
        database.note,
    ];
    if (database.catalogue !== 'none')
        lines.push(`${statements.length} SQL statement${statements.length === 1 ? '' : 's'}.`);
    if (plan.refusal !== undefined)
        lines.push(`The import will refuse this: ${plan.refusal}.`);
    lines.push(...some(failingOf(plan).map(({ sql, reason }) => `Will fail: ${(0,_sql_statement_js__WEBPACK_IMPORTED_MODULE_0__/* .firstLine */ .T)(sql)} (${reason})`)));
    lines.push(...some(losses.map(lossText)));
    lines.push(...some(changes
        .filter(({ risk }) => risk === 'ignored')
        .map(({ name, reasons }) => `Ignored by Jam.py: ${name}: ${reasons.join('; ')}.`)));
    lines.push(...some(drift.map(({ object, detail }) => `The database is not as its metadata say: ${object}: ${detail}.`)));
    lines.push(...plan.unusedConsents.map((consent) => `A consent matches nothing that would be lost: ${consent}.`));
    return lines;
}
/** `metadata/crm.zip at 4f2a9c1 (1.0.0, 566afbcce5143e8a)` */
function baseText({ name, version, digest }) {
    const since = [version, digest.slice(0, 16)].filter(Boolean).join(', ');
    return since ? `${name} (${since})` : name;
}
/** `12 rows, 3 values`; undefined: nothing was counted. */
function countedText({ rows, values }, valueWord = 'values') {
    const parts = [rows === undefined ? '' : `${rows} rows`, values === undefined ? '' : `${values} ${valueWord}`];
    return parts.filter(Boolean).join(', ') || undefined;
}
function failingOf({ statements }) {
    return statements.filter(({ risk }) => risk === 'will-fail');
}
/** Why a statement fails, as a clause. */
function failureText({ sql, reason }) {
    return `${(0,_sql_statement_js__WEBPACK_IMPORTED_MODULE_0__/* .firstLine */ .T)(sql)}: ${reason}`;
}
function filesText(files) {
    const counts = ['added', 'changed', 'left-behind']
        .map((kind) => [kind, files.filter((file) => file.kind === kind).length])
        .filter(([, count]) => count > 0)
        .map(([kind, count]) => `${count} file${count === 1 ? '' : 's'} ${kind.replace('-', ' ')}`);
    return counts.join(', ') || 'no file differs';
}
function lossText(loss) {
    const counted = countedText(loss, 'values that are not null');
    const size = counted === undefined ? '' : ` (${counted})`;
    const who = loss.consent === undefined ? 'not accepted' : `accepted by ${loss.consent}`;
    return `Destroys: ${(0,_consent_js__WEBPACK_IMPORTED_MODULE_1__/* .consentLine */ .$0)(loss)}${size}, ${who}. ${loss.reason}`;
}
function some(lines) {
    if (lines.length <= MOST)
        return [...lines];
    return [...lines.slice(0, MOST), `… and ${lines.length - MOST} more of the kind.`];
}


/***/ }),

/***/ 6401:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ RISKS),
/* harmony export */   L: () => (/* binding */ worstRisk)
/* harmony export */ });
/** Best first. `will-fail` comes with its reason, as does everything but `safe`. */
const RISKS = ['safe', 'locks-table', 'ignored', 'loses-data', 'will-fail'];
/** `safe` where there is none. */
function worstRisk(risks) {
    return RISKS.findLast((risk) => risks.includes(risk)) ?? 'safe';
}


/***/ }),

/***/ 49018:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ firstLine),
/* harmony export */   U: () => (/* binding */ STATEMENT)
/* harmony export */ });
/** How a statement of an import begins, at the start of a line. */
const STATEMENT = /^(CREATE (TABLE|SEQUENCE|UNIQUE INDEX| *INDEX)|ALTER (TABLE|SEQUENCE)|DROP (TABLE|INDEX|SEQUENCE)) /m;
/** The first line of a statement, for sentences; the rest of a CREATE TABLE says which columns. */
function firstLine(sql, longest = Number.POSITIVE_INFINITY) {
    const line = sql.trim().split('\n')[0] ?? '';
    return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
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

/***/ 98576:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  planHtml: () => (/* binding */ planHtml)
});

// EXTERNAL MODULE: ./build/finding.js
var finding = __webpack_require__(51633);
// EXTERNAL MODULE: ./build/planning/consent.js
var consent = __webpack_require__(55658);
// EXTERNAL MODULE: ./build/planning/plan.js
var plan = __webpack_require__(6401);
// EXTERNAL MODULE: ./build/planning/plan-text.js
var plan_text = __webpack_require__(39341);
// EXTERNAL MODULE: ./build/planning/sql/statement.js
var statement = __webpack_require__(49018);
// EXTERNAL MODULE: ./build/report/cut.js
var cut = __webpack_require__(73387);
// EXTERNAL MODULE: ./build/report/plain-text.js
var plain_text = __webpack_require__(95263);
;// CONCATENATED MODULE: ./build/report/html-text.js
/** Text inside of an HTML page: names and code come from an untrusted zip. */

const ENTITIES = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
};
/** Good for the text of an element and for a value in quotes, of HTML and of SVG. */
function escapeHtml(text, keepNewlines = false) {
    return (0,plain_text/* plainText */.wh)(text, keepNewlines).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

;// CONCATENATED MODULE: ./build/report/html-diagram.js


const MOST_TABLES = 60;
const MOST_COLUMNS = 14;
const WIDTH = 230;
const ROW = 18;
const HEAD = 26;
const GAP = { x: 70, y: 24 };
const ACROSS = 4;
const MARKS = { added: '+ ', dropped: '− ', changed: '~ ', same: '' };
/** Characters that stay inside of a box; beside a name stands what happens to its table. */
const LONGEST_NAME = 21;
const LONGEST_LINE = 29;
/** @param redact takes secrets out of a name. @returns an element, and a sentence where some are left out. */
function entityDiagram(entities, redact) {
    const name = (text) => (0,cut/* cutText */.I)(redact(text), LONGEST_NAME);
    const order = ['dropped', 'altered', 'created', 'referenced'];
    const shown = [...entities].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)).slice(0, MOST_TABLES);
    if (shown.length === 0)
        return '';
    const boxes = layOut(shown, name);
    const byTable = new Map(boxes.map((box) => [box.entity.table, box]));
    const width = Math.max(...boxes.map(({ x }) => x)) + WIDTH + 20;
    const height = Math.max(...boxes.map(({ y, height: own }) => y + own)) + 20;
    const lines = boxes.flatMap((box) => box.entity.references.flatMap(({ table }) => {
        const target = byTable.get(table);
        return target && target !== box ? [arrow(box, target)] : [];
    }));
    const left = entities.length - shown.length;
    const rest = left > 0 ? `<p>${left} more tables are touched and not drawn.</p>` : '';
    const title = `${shown.length} tables that the import touches, with what they refer to`;
    return `<svg role="img" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-label="${title}"><title>${title}</title>${lines.join('')}${boxes.map((box) => draw(box, name)).join('')}</svg>${rest}`;
}
function layOut(entities, name) {
    const bottoms = Array.from({ length: Math.min(ACROSS, entities.length) }, () => 10);
    return entities.map((entity) => {
        const lines = linesOf(entity, name);
        const height = HEAD + lines.length * ROW + 8;
        const column = bottoms.indexOf(Math.min(...bottoms));
        const y = bottoms[column];
        bottoms[column] = y + height + GAP.y;
        return { entity, lines, x: 10 + column * (WIDTH + GAP.x), y, height };
    });
}
/** Columns that change first. */
function linesOf({ columns }, name) {
    const told = [...columns].sort((a, b) => Number(a.kind === 'same') - Number(b.kind === 'same'));
    const lines = told.slice(0, MOST_COLUMNS).map(({ name: column, type, kind, key }) => ({
        text: (0,cut/* cutText */.I)(`${MARKS[kind]}${name(column)}${key ? ' ⚷' : ''} ${name(type.toLowerCase())}`, LONGEST_LINE),
        kind,
    }));
    if (told.length > MOST_COLUMNS)
        lines.push({ text: `… ${told.length - MOST_COLUMNS} more`, kind: 'same' });
    return lines;
}
function arrow(from, to) {
    const right = to.x > from.x;
    const [x1, x2] = [right ? from.x + WIDTH : from.x, to.x < from.x ? to.x + WIDTH : to.x];
    const [y1, y2] = [from.y + HEAD / 2, to.y + HEAD / 2];
    const bend = right ? 40 : -40;
    return `<path class="reference" d="M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}"/><circle class="end" cx="${x2}" cy="${y2}" r="4"/>`;
}
function draw({ entity, lines, x, y, height }, name) {
    const words = { created: 'new', dropped: 'dropped', altered: 'changed', referenced: '' };
    const rows = lines.map(({ text, kind }, at) => `<text class="${kind}" x="${x + 10}" y="${y + HEAD + 14 + at * ROW}">${escapeHtml(text)}</text>`);
    const title = escapeHtml(name(entity.table));
    return `<g class="entity ${entity.kind}"><rect x="${x}" y="${y}" width="${WIDTH}" height="${height}" rx="5"/><text class="name" x="${x + 10}" y="${y + 18}">${title}</text><text class="word" x="${x + WIDTH - 10}" y="${y + 18}" text-anchor="end">${words[entity.kind]}</text>${rows.join('')}</g>`;
}

;// CONCATENATED MODULE: ./build/report/html-style.js
/** The look of the report: light and dark by the reader's own setting, narrow and wide, on paper too. */
const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1c2128;--soft:#59636e;--line:#d0d7de;--box:#f6f8fa;--add:#dafbe1;--del:#ffebe9;--bad:#b42318;--warn:#9a6700;--good:#1a7f37;--link:#0969da}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--soft:#9198a1;--line:#3d444d;--box:#151b23;--add:#12341f;--del:#4b1a1f;--bad:#ff8a80;--warn:#e3b341;--good:#56d364;--link:#58a6ff}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1200px;padding:1.5rem;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,sans-serif}
h1{font-size:1.5rem;margin:0 0 .5rem}h2{font-size:1.15rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line);padding-bottom:.25rem}
.reason{border-left:4px solid var(--bad);padding:.5rem 1rem;background:var(--box)}.note{color:var(--soft)}
table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{border:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:break-word}.facts td,.code td{overflow-wrap:anywhere}td:first-child{min-width:6.5rem}th{background:var(--box);white-space:nowrap}
pre,code,.code td{font:13px/1.45 ui-monospace,monospace}pre{margin:.25rem 0;padding:.5rem;background:var(--box);border:1px solid var(--line);overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere}
details{border:1px solid var(--line);border-radius:6px;margin:.5rem 0;padding:.4rem .75rem}summary{cursor:pointer;font-weight:600}
details details{margin-left:.5rem}ul{margin:.25rem 0;padding-left:1.25rem}
.risk{font-size:.8rem;border:1px solid currentColor;border-radius:1rem;padding:0 .5rem;white-space:nowrap}
.loses-data,.will-fail,.error{color:var(--bad)}.ignored,.locks-table,.warning{color:var(--warn)}.safe{color:var(--good)}
.code{table-layout:fixed}.code td:first-child{min-width:0}.code td{white-space:pre-wrap;border-width:0 1px;padding:0 .5rem}.code .none{background:var(--box)}.code .n{width:3.5rem;color:var(--soft);text-align:right;user-select:none}.code .added{background:var(--add)}.code .removed{background:var(--del)}.code .gap td{text-align:center;color:var(--soft)}
.diagram{overflow:auto;border:1px solid var(--line);border-radius:6px}svg text{font:12px ui-monospace,monospace;fill:var(--fg)}svg .name{font-weight:700}svg .word{fill:var(--soft)}
svg rect{fill:var(--box);stroke:var(--line);stroke-width:1.5}svg .created rect{stroke:var(--good)}svg .dropped rect{stroke:var(--bad);stroke-dasharray:5 3}svg .altered rect{stroke:var(--warn)}
svg text.added{fill:var(--good)}svg text.dropped{fill:var(--bad);text-decoration:line-through}svg text.changed{fill:var(--warn)}svg .reference{fill:none;stroke:var(--soft)}svg .end{fill:var(--soft)}
@media (max-width:600px){body{padding:.75rem}.scroll{overflow-x:auto}.scroll>table{min-width:560px}.scroll td{min-width:5.5rem}details{padding:.4rem}
.scroll>.code,.scroll>.code td{min-width:0}.code .n{width:auto}.code,.code tbody{display:block}.code tr{display:grid;grid-template-columns:2.75rem 1fr}.code .gap{display:block}.code .gap td{display:block}.code .same,.code .none{display:none}}
@media print{details{break-inside:avoid}}
`;

// EXTERNAL MODULE: ./build/report/plan-summary.js
var plan_summary = __webpack_require__(89117);
;// CONCATENATED MODULE: ./build/report/html.js










/** Bytes that one section may take: browsers show a page of a few megabytes at once. */
const ROOM = 4_000_000;
const REST = 'are left out of this page: plan-file has them all';
/** @param redact takes secrets out of a text, before it is escaped. */
function planHtml(report, redact) {
    const { plan, findings } = report;
    const text = (value) => escapeHtml(redact(value));
    const code = (value) => escapeHtml(redact(value), true);
    const sections = [
        section('What would be destroyed', plan.losses.length, losses(plan, text)),
        section('What will fail', undefined, failures(plan, text)),
        section('Where the database is not as its metadata say', plan.drift.length, drift(plan, text)),
        section('Findings', findings.length, findingTable(findings, text)),
        section('Changes by item', plan.changes.length, changeTree(plan.changes, text, code)),
        section('Tables', plan.entities.length, plan.entities.length > 0 ? `<div class="diagram">${entityDiagram(plan.entities, redact)}</div>` : ''),
        section(`SQL for ${text(plan.database.name)}`, plan.statements.length, statementList(plan.statements, text, code)),
        section('Files', plan.files.length, fileList(plan.files, text, code)),
        section('Parameters that stay as the target has them', plan.keptParameters.length, parameters(plan, text)),
    ];
    const facts = [...report.facts, ['Compared with', (0,plan_text/* baseText */.b6)(plan.base)]];
    return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(report.headline)}</title><style>${STYLE}</style></head><body>
<h1>${text(report.headline)}</h1>
${report.reason === undefined ? '' : `<p class="reason">${text(report.reason)}</p>`}
${rows(['', ''], facts.filter(([, value]) => value), (fact) => fact.map(text), 'facts')}
<p class="note">${text(plan.database.note)}</p>
${sections.join('\n')}
</body></html>
`;
}
function section(title, count, body) {
    return body === '' ? '' : `<section><h2>${title}${count === undefined ? '' : ` (${count})`}</h2>${body}</section>`;
}
/** A table. @param row gives cells, HTML already. @param what the rows are, where some may be left out. */
function rows(heads, list, row, what) {
    if (list.length === 0)
        return '';
    const line = (value) => `<tr>${row(value)
        .map((cell) => `<td>${cell}</td>`)
        .join('')}</tr>`;
    const { shown, left } = (0,cut/* renderList */.p)(list, { bytes: ROOM }, line);
    const head = heads.some(Boolean) ? `<thead><tr>${heads.map((name) => `<th>${name}</th>`).join('')}</tr></thead>` : '';
    const rest = left > 0 ? `<p>${left} of ${list.length} ${what} ${REST}.</p>` : '';
    return `<div class="${head === '' ? 'facts' : 'scroll'}"><table>${head}<tbody>${shown.join('\n')}</tbody></table></div>${rest}`;
}
function losses({ losses: list, unusedConsents }, text) {
    const row = (loss) => [
        `<code>${text((0,consent/* consentLine */.$0)(loss))}</code>`,
        loss.consent === undefined ? '<span class="error">nobody</span>' : loss.consent,
        (0,plan_text/* countedText */.oA)(loss) ?? 'not counted',
        text(loss.reason),
    ];
    const unused = unusedConsents.map((consent) => `<code>${text(consent)}</code>`).join(', ');
    const note = unused === '' ? '' : `<p class="warning">Accepted, but nothing of that name would be lost: ${unused}.</p>`;
    return rows(['Object', 'Accepted by', 'How much', 'Why'], list, row, 'losses') + note;
}
function failures(plan, text) {
    const list = [...(plan.refusal === undefined ? [] : [plan.refusal]), ...(0,plan_text/* failingOf */.al)(plan)];
    const row = (failure) => typeof failure === 'string'
        ? ['the import itself', text(failure)]
        : [`<code>${text((0,statement/* firstLine */.T)(failure.sql))}</code>`, text(failure.reason ?? '')];
    return rows(['What', 'Why'], list, row, 'failures');
}
function drift({ drift: list }, text) {
    const row = ({ object, detail, fails = '' }) => [`<code>${text(object)}</code>`, text(detail), text(fails)];
    return rows(['Object', 'What', 'What fails for it'], list, row, 'differences');
}
function findingTable(findings, text) {
    const row = ({ severity, place, message, remedy, rule }) => [
        `<span class="${severity}">${severity}</span>`,
        `<code>${text((0,finding/* placeText */.Z)(place))}</code>`,
        text(message),
        text(remedy),
        `<code>${text(rule)}</code>`,
    ];
    return rows(['Severity', 'Where', 'What', 'How to mend it', 'Rule'], findings, row, 'findings');
}
function badge(risk) {
    return `<span class="risk ${risk}">${plan_summary/* RISK_WORDS */.U[risk]}</span>`;
}
function changeTree(changes, text, code) {
    const groups = [...Map.groupBy(changes, ({ item, name }) => item || name)];
    const { shown, left } = (0,cut/* renderList */.p)(groups, { bytes: ROOM }, ([item, list]) => {
        const worst = (0,plan/* worstRisk */.L)(list.map(({ risk }) => risk));
        const own = list.find(({ object }) => object === 'item');
        const word = own ? ` ${own.kind}` : '';
        const open = worst === 'safe' ? '' : ' open';
        const lines = list.map((change) => changeLine(change, text, code)).join('');
        return `<details${open}><summary>${text(item)}${word}, ${list.length} change${list.length === 1 ? '' : 's'} ${badge(worst)}</summary><ul>${lines}</ul></details>`;
    });
    const rest = left > 0 ? `<p>The changes of ${left} of ${groups.length} items ${REST}.</p>` : '';
    return shown.join('\n') + rest;
}
function changeLine(change, text, code) {
    const name = change.from === undefined ? change.name : `${change.from} → ${change.name}`;
    const why = change.reasons.length > 0 ? `: ${text(change.reasons.join('; '))}` : '';
    const values = change.values.map(({ column, before, after }) => {
        const told = change.kind === 'added' ? text(after) : `${text(before || 'empty')} → ${text(after || 'empty')}`;
        return `<li><code>${text(column)}</code> ${told}</li>`;
    });
    // What goes with its item is no loss of its own, and "safe" beside a field that is gone would mislead.
    const risk = change.risk === 'safe' ? '' : ` ${badge(change.risk)}`;
    const modules = change.modules.map(({ title, diff }) => sideBySide(title, diff, text, code));
    return `<li>${change.kind} ${change.object.replaceAll('-', ' ')} <strong>${text(name)}</strong>${risk}${why}${values.length > 0 ? `<ul>${values.join('')}</ul>` : ''}${modules.join('')}</li>`;
}
/**
 * Before on the left, after on the right; removed and added lines stand beside each other. On a narrow page below each
 * other, where the right half of unchanged lines (`same`) is left out.
 */
function sideBySide(title, diff, text, code) {
    const head = `${text(title)} (+${diff.added} −${diff.removed})`;
    if (diff.cut)
        return `<details><summary>${head}</summary><p>Too long to be compared line by line.</p></details>`;
    const parts = diff.hunks.map((hunk) => {
        const pairs = [];
        for (let at = 0; at < hunk.length;) {
            const line = hunk[at];
            if (line?.kind === 'same') {
                pairs.push(pair(line.before, line.text, '', line.after, line.text, 'same', code));
                at++;
                continue;
            }
            const end = hunk.findIndex(({ kind }, position) => position > at && kind === 'same');
            const changed = hunk.slice(at, end < 0 ? hunk.length : end);
            const [left, right] = [
                changed.filter(({ kind }) => kind === 'removed'),
                changed.filter(({ kind }) => kind === 'added'),
            ];
            for (let row = 0; row < Math.max(left.length, right.length); row++) {
                const [l, r] = [left[row], right[row]];
                pairs.push(pair(l?.before, l && `− ${l.text}`, 'removed', r?.after, r && `+ ${r.text}`, 'added', code));
            }
            at += changed.length;
        }
        return pairs.join('');
    });
    const gap = '<tr class="gap"><td colspan="4">…</td></tr>';
    return `<details open><summary>${head}</summary><div class="scroll"><table class="code"><colgroup><col class="n"><col><col class="n"><col></colgroup><tbody>${parts.join(gap)}</tbody></table></div></details>`;
}
function pair(leftNumber, left, leftKind, rightNumber, right, rightKind, code) {
    const cell = (number, value, kind) => value === undefined
        ? '<td class="n none"></td><td class="none"></td>'
        : `<td class="n ${kind}">${number ?? ''}</td><td class="${kind}">${code(value)}</td>`;
    return `<tr>${cell(leftNumber, left, leftKind)}${cell(rightNumber, right, rightKind)}</tr>`;
}
function statementList(statements, text, code) {
    if (statements.length === 0)
        return '';
    const { shown, left } = (0,cut/* renderList */.p)(statements, { bytes: ROOM }, ({ sql, risk, reason }) => `<li>${badge(risk)}${reason === undefined ? '' : ` ${text(reason)}`}<pre>${code(sql.trim())};</pre></li>`);
    const rest = left > 0 ? `<p>${left} of ${statements.length} statements ${REST}.</p>` : '';
    return `<ol>${shown.join('\n')}</ol>${rest}`;
}
function fileList(files, text, code) {
    const row = ({ path, kind, size }) => [
        `<code>${text(path)}</code>`,
        kind === 'left-behind' ? 'left behind: an import never deletes' : kind,
        kind === 'left-behind' ? '' : `${size} bytes`,
    ];
    const diffs = files.flatMap(({ path, diff }) => (diff ? [{ path, diff }] : []));
    const { shown, left } = (0,cut/* renderList */.p)(diffs, { bytes: ROOM }, ({ path, diff }) => sideBySide(path, diff, text, code));
    const rest = left > 0 ? `<p>The lines of ${left} of ${diffs.length} files ${REST}.</p>` : '';
    return rows(['File', 'Change', 'Size'], files, row, 'files') + shown.join('\n') + rest;
}
function parameters({ keptParameters }, text) {
    const row = ({ column, target, zip, reason }) => [
        `<code>${text(column)}</code>`,
        ...[target || 'empty', zip || 'empty', reason].map(text),
    ];
    return rows(['Parameter', 'Target', 'Zip', 'Why'], keptParameters, row, 'parameters');
}


/***/ }),

/***/ 34902:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FV: () => (/* binding */ escapeMarkdown),
/* harmony export */   SP: () => (/* binding */ foldedMarkdown),
/* harmony export */   jO: () => (/* binding */ fencedMarkdown),
/* harmony export */   oS: () => (/* binding */ tableMarkdown),
/* harmony export */   y4: () => (/* binding */ markdownWithout)
/* harmony export */ });
/* unused harmony exports codeMarkdown, codeLines */
/* harmony import */ var _cut_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73387);
/* harmony import */ var _plain_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(95263);
/** Markdown for GitHub. Names come from an untrusted zip or server: each text is made harmless where it stands. */


/** Characters: a name of a megabyte must not push everything else out of the page. */
const LONGEST_TEXT = 2_000;
const LONGEST_NAME = 400;
/**
 * What GitHub makes links, mentions and pictures of in plain text, after Markdown's own escapes are read: an `&#64;` still
 * becomes a mention or an e-mail address. (Addresses, issues, `GH-1`, emoji.)
 */
const LIVE = /@|#(?=\d)|\bGH-(?=\d)|:(?=\/\/|[\w+-]+:)|\bwww(?=\.)/gi;
/** Breaks those up, unseen. plainText leaves none in a text, so that it is always ours. */
const BREAK = '\u200b';
function entities(text) {
    return text.replace(/[&<>"'\\`*_{}[\]()#+\-.!|~@:$\u200b]/g, (character) => `&#${character.charCodeAt(0)};`);
}
/** Cut before and after: what is not seen becomes six characters. */
function visible(text, most) {
    return (0,_cut_js__WEBPACK_IMPORTED_MODULE_0__/* .cutText */ .I)((0,_plain_text_js__WEBPACK_IMPORTED_MODULE_1__/* .plainText */ .wh)((0,_cut_js__WEBPACK_IMPORTED_MODULE_0__/* .cutText */ .I)(text, most)), most);
}
/** Text of a sentence or a cell: nothing in it means anything to Markdown, HTML or GitHub. */
function escapeMarkdown(text) {
    // Four blanks at the start of a line would be code.
    return entities(visible(text, LONGEST_TEXT).trim().replace(LIVE, `$&${BREAK}`));
}
/**
 * A name as code, in which GitHub makes nothing live but e-mail addresses; those are broken up by a comment, so that what
 * is copied is still the name. Not a code span of Markdown, in which `|` can not be written safely inside a table.
 */
function codeMarkdown(text) {
    const safe = entities(visible(text, LONGEST_NAME)).replaceAll('&#64;', '<!-- -->&#64;');
    return safe === '' ? '' : `<code>${safe}</code>`;
}
/** Code for a block. */
function codeLines(text) {
    return (0,_plain_text_js__WEBPACK_IMPORTED_MODULE_1__/* .plainText */ .wh)(text.replaceAll('\r\n', '\n'), true).replace(/\n+$/, '');
}
/** A block of code that no line of it can end. @param lines made by codeLines. */
function fencedMarkdown(language, lines) {
    const longest = Math.max(2, ...Array.from(lines.matchAll(/`+/g), ([run]) => run.length));
    const fence = '`'.repeat(longest + 1);
    return `${fence}${language}\n${lines}\n${fence}`;
}
/** What is folded away is Markdown again only behind an empty line. @param title HTML already. */
function foldedMarkdown(title, body) {
    return ['<details>', `<summary>${title}</summary>`, '', body, '', '</details>', ''];
}
/** @param share part of the room of a job summary that the page has. */
function markdownWithout(redact, share = 1) {
    return {
        room: (bytes) => Math.floor(bytes * share),
        text: (value) => escapeMarkdown(redact(value)),
        code: (value) => codeMarkdown(redact(value)),
        lines: (value) => codeLines(redact(value)),
        cut: (value, most) => (0,_cut_js__WEBPACK_IMPORTED_MODULE_0__/* .cutText */ .I)(redact(value), most),
    };
}
const MOST_ROWS = 500;
/** Nothing where there are no rows. */
function tableMarkdown({ title, heads, list, row, room, what, rest }) {
    if (list.length === 0)
        return [];
    const line = (cells) => `| ${cells.join(' | ')} |`;
    const { shown, left } = (0,_cut_js__WEBPACK_IMPORTED_MODULE_0__/* .renderList */ .p)(list, { most: MOST_ROWS, bytes: room }, (value) => line(row(value)));
    const cut = left > 0 ? [`${left} of ${list.length} ${what} are not shown: ${rest}.`, ''] : [];
    return [`#### ${title}`, '', line(heads), `|${'---|'.repeat(heads.length)}`, ...shown, '', ...cut];
}


/***/ }),

/***/ 89117:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ planSummary),
/* harmony export */   U: () => (/* binding */ RISK_WORDS)
/* harmony export */ });
/* harmony import */ var _planning_consent_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(55658);
/* harmony import */ var _planning_plan_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6401);
/* harmony import */ var _planning_plan_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(39341);
/* harmony import */ var _planning_sql_statement_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(49018);
/* harmony import */ var _cut_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(73387);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(34902);
/** A plan in the job summary. Every section is whole or cut with a sentence, so that no markup stays open. */






const RISK_SIGNS = {
    safe: '🟢',
    'locks-table': '🔒',
    ignored: '⚠️',
    'loses-data': '🔥',
    'will-fail': '❌',
};
const RISK_WORDS = {
    safe: 'safe',
    'locks-table': 'locks the table',
    ignored: 'ignored by Jam.py',
    'loses-data': 'loses data',
    'will-fail': 'will fail',
};
/** Bytes that the sections may take; with those of summary.ts below what GitHub takes. */
const ROOM = {
    losses: 70_000,
    consents: 10_000,
    failures: 70_000,
    drift: 50_000,
    changes: 160_000,
    parameters: 40_000,
    files: 40_000,
    sql: 140_000,
    diffs: 140_000,
};
const LONGEST_VALUE = 40;
const LONGEST_STATEMENT = 200;
const REST = 'plan-file has them all';
function planSummary(plan, md) {
    return [
        ...comparison(plan, md),
        ...losses(plan, md),
        ...failures(plan, md),
        ...drift(plan, md),
        ...changeTable(plan.changes, md),
        ...parameters(plan, md),
        ...fileTable(plan, md),
        ...sql(plan, md),
        ...code(plan, md),
    ];
}
function comparison({ base, database }, md) {
    return [md.text(`Compared with ${(0,_planning_plan_text_js__WEBPACK_IMPORTED_MODULE_0__/* .baseText */ .b6)(base)}. ${database.note}`), ''];
}
function losses({ losses: lost, unusedConsents }, md) {
    const table = (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .tableMarkdown */ .oS)({
        title: `What would be destroyed: ${lost.length}`,
        heads: ['Object', 'Accepted by', 'How much', 'Why'],
        list: lost,
        row: (loss) => [
            md.code((0,_planning_consent_js__WEBPACK_IMPORTED_MODULE_2__/* .consentLine */ .$0)(loss)),
            loss.consent === undefined ? '⛔ nobody' : `✅ ${loss.consent}`,
            (0,_planning_plan_text_js__WEBPACK_IMPORTED_MODULE_0__/* .countedText */ .oA)(loss) ?? 'not counted',
            md.text(loss.reason),
        ],
        room: md.room(ROOM.losses),
        what: 'losses',
        rest: REST,
    });
    return [...table, ...unused(unusedConsents, md)];
}
function unused(consents, md) {
    if (consents.length === 0)
        return [];
    const { shown, left } = (0,_cut_js__WEBPACK_IMPORTED_MODULE_3__/* .renderList */ .p)(consents, { bytes: md.room(ROOM.consents) }, md.code);
    const cut = left > 0 ? [`and ${left} more: ${REST}`] : [];
    return [`⚠️ Accepted, but nothing of that name would be lost: ${[...shown, ...cut].join(', ')}.`, ''];
}
function failures(plan, md) {
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .tableMarkdown */ .oS)({
        title: 'What will fail',
        heads: ['', 'What', 'Why'],
        list: [...(plan.refusal === undefined ? [] : [plan.refusal]), ...(0,_planning_plan_text_js__WEBPACK_IMPORTED_MODULE_0__/* .failingOf */ .al)(plan)],
        row: (failure) => typeof failure === 'string'
            ? ['❌', 'the import itself', md.text(failure)]
            : ['❌', md.code(md.cut((0,_planning_sql_statement_js__WEBPACK_IMPORTED_MODULE_4__/* .firstLine */ .T)(failure.sql), LONGEST_STATEMENT)), md.text(failure.reason ?? '')],
        room: md.room(ROOM.failures),
        what: 'failures',
        rest: REST,
    });
}
function drift({ drift: differences }, md) {
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .tableMarkdown */ .oS)({
        title: 'Where the database is not as its metadata say',
        heads: ['', 'Object', 'What', 'What fails for it'],
        list: differences,
        row: ({ object, detail, fails }) => [
            fails === undefined ? '⚠️' : '❌',
            md.code(object),
            md.text(detail),
            md.text(fails ?? ''),
        ],
        room: md.room(ROOM.drift),
        what: 'differences',
        rest: REST,
    });
}
/** Worst first; of an item that comes or goes its fields are counted. */
function changeTable(changes, md) {
    const whole = new Map(changes
        .filter(({ object, kind }) => object === 'item' && kind !== 'changed' && kind !== 'renamed')
        .map((change) => [change.id, change.kind]));
    const told = changes.filter(({ object, itemId, kind }) => object === 'item' || whole.get(itemId) !== kind);
    const parts = Map.groupBy(changes.filter(({ object }) => object !== 'item'), ({ itemId }) => itemId);
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .tableMarkdown */ .oS)({
        title: `Changes: ${changes.length}`,
        heads: ['', 'Change', 'Name', 'Risk', 'What'],
        list: [...told].sort((a, b) => _planning_plan_js__WEBPACK_IMPORTED_MODULE_5__/* .RISKS */ .F.indexOf(b.risk) - _planning_plan_js__WEBPACK_IMPORTED_MODULE_5__/* .RISKS */ .F.indexOf(a.risk)),
        row: (change) => {
            const isWhole = change.object === 'item' && whole.has(change.id);
            const count = parts.get(change.id)?.length ?? 0;
            const names = change.from === undefined ? [change.name] : [change.from, change.name];
            return [
                RISK_SIGNS[change.risk],
                `${change.kind} ${change.object.replaceAll('-', ' ')}`,
                names.map(md.code).join(' → '),
                md.text([RISK_WORDS[change.risk], ...change.reasons].join(': ')),
                isWhole ? partsText(count) : whatChanged(change, md),
            ];
        },
        room: md.room(ROOM.changes),
        what: 'lines',
        rest: REST,
    });
}
function partsText(count) {
    return count === 0 ? '' : `with ${count} fields, indexes and other parts`;
}
function whatChanged({ values, modules, kind }, md) {
    const short = (text) => md.text(md.cut(text, LONGEST_VALUE)) || 'empty';
    const told = values
        .slice(0, 6)
        .map(({ column, before, after }) => kind === 'added' ? `${md.code(column)} ${short(after)}` : `${md.code(column)} ${short(before)} → ${short(after)}`);
    const more = values.length > told.length ? [`and ${values.length - told.length} more`] : [];
    const lines = modules.map(({ title, diff }) => md.text(`${title} +${diff.added} −${diff.removed} lines`));
    return [...told, ...more, ...lines].join(', ');
}
function parameters({ keptParameters }, md) {
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .tableMarkdown */ .oS)({
        title: 'Parameters that stay as the target has them',
        heads: ['Parameter', 'Target', 'Zip', 'Why'],
        list: keptParameters,
        row: ({ column, target, zip, reason }) => [
            md.code(column),
            ...[target || 'empty', zip || 'empty', reason].map(md.text),
        ],
        room: md.room(ROOM.parameters),
        what: 'parameters',
        rest: REST,
    });
}
function fileTable({ files }, md) {
    const words = { added: 'added', changed: 'changed', 'left-behind': 'left behind: an import never deletes' };
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .tableMarkdown */ .oS)({
        title: `Files: ${files.length}`,
        heads: ['File', 'Change', 'Size'],
        list: files,
        row: ({ path, kind, size, diff }) => [
            md.code(path),
            words[kind],
            diff ? `+${diff.added} −${diff.removed} lines` : `${size} bytes`,
        ],
        room: md.room(ROOM.files),
        what: 'files',
        rest: REST,
    });
}
function sql({ statements, database }, md) {
    const count = statements.length;
    if (count === 0)
        return [];
    const { shown, left } = (0,_cut_js__WEBPACK_IMPORTED_MODULE_3__/* .renderList */ .p)(statements, { bytes: md.room(ROOM.sql) }, ({ sql: text, risk }) => {
        const mark = risk === 'safe' ? '' : `-- ${RISK_WORDS[risk]}\n`;
        return `${mark}${md.lines(text.trim())};`;
    });
    const cut = left > 0 ? [`${left} of ${count} statements are not shown: ${REST}.`, ''] : [];
    if (shown.length === 0)
        return cut;
    const title = md.text(`SQL for ${database.name}: ${count} statement${count === 1 ? '' : 's'}`);
    return [...(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .foldedMarkdown */ .SP)(title, (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .fencedMarkdown */ .jO)('sql', shown.join('\n'))), ...cut];
}
function code({ changes, files }, md) {
    const diffs = [
        ...changes.flatMap(({ name, modules }) => modules.map(({ title, diff }) => ({ title: `${name}: ${title}`, diff }))),
        ...files.flatMap(({ path, diff }) => (diff ? [{ title: path, diff }] : [])),
    ];
    if (diffs.length === 0)
        return [];
    const { shown, left } = (0,_cut_js__WEBPACK_IMPORTED_MODULE_3__/* .renderList */ .p)(diffs, { bytes: md.room(ROOM.diffs) }, ({ title, diff }) => {
        const text = diffText(diff);
        const body = diff.cut || text.length > ROOM.diffs
            ? 'Too long to be shown line by line.'
            : (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .fencedMarkdown */ .jO)('diff', md.lines(text));
        return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .foldedMarkdown */ .SP)(md.text(`${title} (+${diff.added} −${diff.removed})`), body).join('\n');
    });
    const cut = left > 0 ? [`${left} of ${diffs.length} code diffs are not shown: report-file has them all.`, ''] : [];
    return ['#### Code', '', ...shown, ...cut];
}
/** As `diff -u` writes it, so that GitHub colours the lines. */
function diffText({ hunks }) {
    const signs = { same: ' ', added: '+', removed: '-' };
    return hunks
        .map((hunk) => {
        const [first] = hunk;
        const at = `@@ line ${first?.after ?? first?.before ?? 1} @@`;
        return [at, ...hunk.map(({ kind, text }) => `${signs[kind]}${text}`)].join('\n');
    })
        .join('\n');
}


/***/ })

};

export const id = 576;
export const ids = [576];
export const modules = {

/***/ 73387:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ cutList)
/* harmony export */ });
/** Lists that are cut at a number or a size, and say so. */
/** As many of the front as fit into `bytes`, at most `most`. @param sizeOf bytes of one. */
function cutList(list, most, bytes, sizeOf) {
    let room = bytes;
    let count = 0;
    for (const value of list) {
        room -= sizeOf(value);
        if (room < 0 || count >= most)
            break;
        count++;
    }
    return { shown: list.slice(0, count), left: list.length - count };
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
;// CONCATENATED MODULE: ./build/report/html-diagram.js
const MOST_TABLES = 60;
const MOST_COLUMNS = 14;
const WIDTH = 230;
const ROW = 18;
const HEAD = 26;
const GAP = { x: 70, y: 24 };
const ACROSS = 4;
const MARKS = { added: '+ ', dropped: '− ', changed: '~ ', same: '' };
/** @param safe escapes the text of SVG. @returns an element, and a sentence where some are left out. */
function entityDiagram(entities, safe) {
    const order = ['dropped', 'altered', 'created', 'referenced'];
    const shown = [...entities].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)).slice(0, MOST_TABLES);
    if (shown.length === 0)
        return '';
    const boxes = layOut(shown);
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
    return `<svg role="img" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-label="${title}"><title>${title}</title>${lines.join('')}${boxes.map((box) => draw(box, safe)).join('')}</svg>${rest}`;
}
function layOut(entities) {
    const bottoms = Array.from({ length: Math.min(ACROSS, entities.length) }, () => 10);
    return entities.map((entity) => {
        const lines = linesOf(entity);
        const height = HEAD + lines.length * ROW + 8;
        const column = bottoms.indexOf(Math.min(...bottoms));
        const y = bottoms[column];
        bottoms[column] = y + height + GAP.y;
        return { entity, lines, x: 10 + column * (WIDTH + GAP.x), y, height };
    });
}
/** Columns that change first. */
function linesOf({ columns }) {
    const told = [...columns].sort((a, b) => Number(a.kind === 'same') - Number(b.kind === 'same'));
    const lines = told.slice(0, MOST_COLUMNS).map(({ name, type, kind, key }) => ({
        text: `${MARKS[kind]}${html_diagram_cut(name)}${key ? ' ⚷' : ''} ${type.toLowerCase()}`,
        kind,
    }));
    if (told.length > MOST_COLUMNS)
        lines.push({ text: `… ${told.length - MOST_COLUMNS} more`, kind: 'same' });
    return lines;
}
function html_diagram_cut(name) {
    return name.length > 22 ? `${name.slice(0, 21)}…` : name;
}
function arrow(from, to) {
    const right = to.x > from.x;
    const [x1, x2] = [right ? from.x + WIDTH : from.x, to.x < from.x ? to.x + WIDTH : to.x];
    const [y1, y2] = [from.y + HEAD / 2, to.y + HEAD / 2];
    const bend = right ? 40 : -40;
    return `<path class="reference" d="M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}"/><circle class="end" cx="${x2}" cy="${y2}" r="4"/>`;
}
function draw({ entity, lines, x, y, height }, safe) {
    const words = { created: 'new', dropped: 'dropped', altered: 'changed', referenced: '' };
    const rows = lines.map(({ text, kind }, at) => `<text class="${kind}" x="${x + 10}" y="${y + HEAD + 14 + at * ROW}">${safe(text)}</text>`);
    const title = safe(html_diagram_cut(entity.table));
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
.code{table-layout:fixed}.code td:first-child{min-width:0}.code td{white-space:pre-wrap;border-width:0 1px}.code .n{width:3.5rem;color:var(--soft);text-align:right;user-select:none}.code .added{background:var(--add)}.code .removed{background:var(--del)}.code .gap td{text-align:center;color:var(--soft)}
.diagram{overflow:auto;border:1px solid var(--line);border-radius:6px}svg text{font:12px ui-monospace,monospace;fill:var(--fg)}svg .name{font-weight:700}svg .word{fill:var(--soft)}
svg rect{fill:var(--box);stroke:var(--line);stroke-width:1.5}svg .created rect{stroke:var(--good)}svg .dropped rect{stroke:var(--bad);stroke-dasharray:5 3}svg .altered rect{stroke:var(--warn)}
svg text.added{fill:var(--good)}svg text.dropped{fill:var(--bad);text-decoration:line-through}svg text.changed{fill:var(--warn)}svg .reference{fill:none;stroke:var(--soft)}svg .end{fill:var(--soft)}
@media (max-width:600px){body{padding:.75rem}.scroll{overflow-x:auto}.scroll>table{min-width:560px}}
@media print{details{break-inside:avoid}}
`;

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
        section('What would be destroyed', plan.losses.length, losses(plan.losses, text)),
        section('What stands in the way', undefined, obstacles(plan, text)),
        section('Findings', findings.length, findingTable(findings, text)),
        section('Changes by item', plan.changes.length, changeTree(plan.changes, text, code)),
        section('Tables', plan.entities.length, plan.entities.length > 0 ? `<div class="diagram">${entityDiagram(plan.entities, text)}</div>` : ''),
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
${rows(['', ''], facts.filter(([, value]) => value).map(([name, value]) => [text(name), text(value)]), '')}
<p class="note">${text(plan.database.note)}</p>
${sections.join('\n')}
</body></html>
`;
}
function section(title, count, body) {
    return body === '' ? '' : `<section><h2>${title}${count === undefined ? '' : ` (${count})`}</h2>${body}</section>`;
}
/** A table whose cells are HTML already. @param what the rows are, where some may be left out. */
function rows(heads, cells, what) {
    if (cells.length === 0)
        return '';
    const lines = cells.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`);
    const { shown, left } = (0,cut/* cutList */.f)(lines, lines.length, ROOM, (line) => line.length);
    const head = heads.some(Boolean) ? `<thead><tr>${heads.map((name) => `<th>${name}</th>`).join('')}</tr></thead>` : '';
    const rest = left > 0 ? `<p>${left} of ${lines.length} ${what} ${REST}.</p>` : '';
    return `<div class="${head === '' ? 'facts' : 'scroll'}"><table>${head}<tbody>${shown.join('\n')}</tbody></table></div>${rest}`;
}
function losses(list, text) {
    const cells = list.map((loss) => [
        `<code>${text((0,consent/* consentLine */.$0)(loss))}</code>`,
        text(loss.reason),
        (0,plan_text/* countedText */.oA)(loss) ?? 'not counted',
        loss.consent === undefined ? '<span class="error">nobody</span>' : text(loss.consent),
    ]);
    return rows(['Object', 'Why', 'How much', 'Accepted by'], cells, 'losses');
}
function obstacles(plan, text) {
    const { refusal, drift, unusedConsents } = plan;
    const cells = [
        ...(refusal === undefined ? [] : [['the import itself', text(refusal)]]),
        ...(0,plan_text/* failingOf */.al)(plan).map(({ sql, reason = '' }) => [`<code>${text((0,statement/* firstLine */.T)(sql))}</code>`, text(reason)]),
        ...drift.map(({ object, detail, fails }) => [
            text(object),
            text(fails === undefined ? detail : `${detail}; ${fails}`),
        ]),
        ...unusedConsents.map((consent) => [text(consent), 'this consent matches nothing that would be lost']),
    ];
    return rows(['What', 'Why'], cells, 'lines');
}
function findingTable(findings, text) {
    const cells = findings.map(({ severity, place, message, remedy, rule }) => [
        `<span class="${severity}">${severity}</span>`,
        text((0,finding/* placeText */.Z)(place)),
        text(message),
        text(remedy),
        `<code>${text(rule)}</code>`,
    ]);
    return rows(['', 'Where', 'What', 'How to mend it', 'Rule'], cells, 'findings');
}
function badge(risk) {
    return `<span class="risk ${risk}">${plan_summary/* RISK_WORDS */.UR[risk]}</span>`;
}
function changeTree(changes, text, code) {
    const groups = Array.from(Map.groupBy(changes, ({ item, name }) => item || name), ([item, list]) => {
        const worst = (0,plan/* worstRisk */.L)(list.map(({ risk }) => risk));
        const own = list.find(({ object }) => object === 'item');
        const word = own ? ` ${own.kind}` : '';
        const open = worst === 'safe' ? '' : ' open';
        const isWhole = own?.kind === 'added' || own?.kind === 'removed';
        const lines = list
            .map((change) => changeLine(change, isWhole && change !== own && change.risk === 'safe', text, code))
            .join('');
        return `<details${open}><summary>${text(item)}${word}, ${list.length} change${list.length === 1 ? '' : 's'} ${badge(worst)}</summary><ul>${lines}</ul></details>`;
    });
    const { shown, left } = (0,cut/* cutList */.f)(groups, groups.length, ROOM, (group) => group.length);
    const rest = left > 0 ? `<p>The changes of ${left} of ${groups.length} items ${REST}.</p>` : '';
    return shown.join('\n') + rest;
}
/** @param isPart of an item that comes or goes: what that means is said there. */
function changeLine(change, isPart, text, code) {
    const name = change.from === undefined ? change.name : `${change.from} → ${change.name}`;
    const why = change.reasons.length > 0 ? `: ${text(change.reasons.join('; '))}` : '';
    const values = change.values.map(({ column, before, after }) => {
        const told = change.kind === 'added' ? text(after) : `${text(before || 'empty')} → ${text(after || 'empty')}`;
        return `<li><code>${text(column)}</code> ${told}</li>`;
    });
    const modules = change.modules.map(({ title, diff }) => sideBySide(title, diff, text, code));
    return `<li>${change.kind} ${change.object} <strong>${text(name)}</strong> ${isPart ? '' : badge(change.risk)}${why}${values.length > 0 ? `<ul>${values.join('')}</ul>` : ''}${modules.join('')}</li>`;
}
/** Before on the left, after on the right; removed and added lines stand beside each other. */
function sideBySide(title, diff, text, code) {
    const head = `${text(title)}: ${diff.added} lines added, ${diff.removed} removed`;
    if (diff.cut)
        return `<details><summary>${head}</summary><p>Too long to be compared line by line.</p></details>`;
    const parts = diff.hunks.map((hunk) => {
        const pairs = [];
        for (let at = 0; at < hunk.length;) {
            const line = hunk[at];
            if (line?.kind === 'same') {
                pairs.push(pair(line.before, line.text, '', line.after, line.text, '', code));
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
                pairs.push(pair(l?.before, l && `− ${l.text}`, l ? 'removed' : '', r?.after, r && `+ ${r.text}`, r ? 'added' : '', code));
            }
            at += changed.length;
        }
        return pairs.join('');
    });
    const gap = '<tr class="gap"><td colspan="4">…</td></tr>';
    return `<details open><summary>${head}</summary><div class="scroll"><table class="code"><colgroup><col class="n"><col><col class="n"><col></colgroup><tbody>${parts.join(gap)}</tbody></table></div></details>`;
}
function pair(leftNumber, left, leftKind, rightNumber, right, rightKind, code) {
    const cell = (number, value, kind) => `<td class="n">${number ?? ''}</td><td class="${kind}">${value === undefined ? '' : code(value)}</td>`;
    return `<tr>${cell(leftNumber, left, leftKind)}${cell(rightNumber, right, rightKind)}</tr>`;
}
function statementList(statements, text, code) {
    const lines = statements.map(({ sql, risk, reason }) => `<li>${badge(risk)}${reason === undefined ? '' : ` ${text(reason)}`}<pre>${code(sql.trim())};</pre></li>`);
    const { shown, left } = (0,cut/* cutList */.f)(lines, lines.length, ROOM, (line) => line.length);
    const rest = left > 0 ? `<p>${left} of ${lines.length} statements ${REST}.</p>` : '';
    return lines.length === 0 ? '' : `<ol>${shown.join('\n')}</ol>${rest}`;
}
function fileList(files, text, code) {
    const cells = files.map(({ path, kind, size }) => [
        text(path),
        kind === 'left-behind' ? 'left behind: an import never deletes' : kind,
        kind === 'left-behind' ? '' : `${size} bytes`,
    ]);
    const diffs = files.flatMap(({ path, diff }) => (diff ? [sideBySide(path, diff, text, code)] : []));
    const { shown, left } = (0,cut/* cutList */.f)(diffs, diffs.length, ROOM, (diff) => diff.length);
    const rest = left > 0 ? `<p>The lines of ${left} of ${diffs.length} files ${REST}.</p>` : '';
    return rows(['File', '', ''], cells, 'files') + shown.join('\n') + rest;
}
function parameters({ keptParameters }, text) {
    const cells = keptParameters.map(({ column, target, zip, reason }) => [column, target || 'empty', zip || 'empty', reason].map(text));
    return rows(['Parameter', 'Target', 'Zip', 'Why'], cells, 'parameters');
}


/***/ }),

/***/ 89117:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MM: () => (/* binding */ planSummary),
/* harmony export */   UR: () => (/* binding */ RISK_WORDS)
/* harmony export */ });
/* unused harmony export preText */
/* harmony import */ var _planning_consent_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(55658);
/* harmony import */ var _planning_plan_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6401);
/* harmony import */ var _planning_plan_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(39341);
/* harmony import */ var _planning_sql_statement_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(49018);
/* harmony import */ var _cut_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(73387);
/* harmony import */ var _plain_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(95263);
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
/** Bytes that the sections may take; together far below what GitHub takes. */
const ROOM = { losses: 120_000, changes: 250_000, sql: 200_000, code: 200_000, files: 60_000 };
const MOST_ROWS = 500;
const REST = 'plan-file has them all';
function planSummary(plan, redact, safe) {
    const raw = (text) => preText(redact(text));
    return [
        ...comparison(plan, safe),
        ...lossTable(plan.losses, safe),
        ...failures(plan, safe),
        ...changeTable(plan.changes, safe),
        ...parameters(plan, safe),
        ...fileTable(plan, safe),
        ...sql(plan, safe, raw),
        ...code(plan, safe, raw),
    ];
}
/** Text for the inside of `<pre>`. Exported for the tests that try to break out. */
function preText(text) {
    const lines = text.replaceAll('\r\n', '\n').replace(/\n+$/, '').split('\n');
    const clean = lines.map((line) => (0,_plain_text_js__WEBPACK_IMPORTED_MODULE_0__/* .plainText */ .wh)(line).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`));
    // A blank line would end the HTML block, and what follows would be Markdown again.
    return clean.map((line) => (line.trim() === '' ? '&#8203;' : line)).join('\n');
}
function sizeOf(row) {
    return Buffer.byteLength(row) + 1;
}
function table(title, heads, rows, room, what) {
    if (rows.length === 0)
        return [];
    const columns = heads.split('|').length;
    const { shown, left } = (0,_cut_js__WEBPACK_IMPORTED_MODULE_1__/* .cutList */ .f)(rows, MOST_ROWS, room, sizeOf);
    const rest = left > 0 ? ['', `${left} of ${rows.length} ${what} are not shown: ${REST}.`] : [];
    return [`#### ${title}`, '', `| ${heads} |`, `|${'---|'.repeat(columns)}`, ...shown, ...rest, ''];
}
function comparison({ base, database }, safe) {
    return [safe(`Compared with ${(0,_planning_plan_text_js__WEBPACK_IMPORTED_MODULE_2__/* .baseText */ .b6)(base)}. ${database.note}`), ''];
}
function lossTable(losses, safe) {
    const rows = losses.map((loss) => {
        const who = loss.consent === undefined ? '⛔ nobody' : `✅ ${safe(loss.consent)}`;
        return `| ${safe((0,_planning_consent_js__WEBPACK_IMPORTED_MODULE_3__/* .consentLine */ .$0)(loss))} | ${safe(loss.reason)} | ${(0,_planning_plan_text_js__WEBPACK_IMPORTED_MODULE_2__/* .countedText */ .oA)(loss) ?? 'not counted'} | ${who} |`;
    });
    return table(`What would be destroyed: ${losses.length}`, 'Object | Why | How much | Accepted by', rows, ROOM.losses, 'losses');
}
function failures(plan, safe) {
    const { refusal, drift, unusedConsents } = plan;
    const rows = [
        ...(refusal === undefined ? [] : [`| ❌ | the import itself | ${safe(refusal)} |`]),
        ...(0,_planning_plan_text_js__WEBPACK_IMPORTED_MODULE_2__/* .failingOf */ .al)(plan).map(({ sql: text, reason }) => `| ❌ | ${safe((0,_planning_sql_statement_js__WEBPACK_IMPORTED_MODULE_4__/* .firstLine */ .T)(text, 200))} | ${safe(reason ?? '')} |`),
        ...drift.map(({ object, detail, fails }) => `| ${fails ? '❌' : '⚠️'} | ${safe(object)} | ${safe(detail)} |`),
        ...unusedConsents.map((consent) => `| ⚠️ | ${safe(consent)} | this consent matches nothing that would be lost |`),
    ];
    return table('What stands in the way', '  | What | Why', rows, ROOM.losses, 'lines');
}
/** Worst first; of an item that comes or goes its fields are counted. */
function changeTable(changes, safe) {
    const whole = new Map(changes
        .filter(({ object, kind }) => object === 'item' && kind !== 'changed' && kind !== 'renamed')
        .map((change) => [change.id, change.kind]));
    const told = changes.filter(({ object, itemId, kind }) => object === 'item' || whole.get(itemId) !== kind);
    const parts = Map.groupBy(changes.filter(({ object }) => object !== 'item'), ({ itemId }) => itemId);
    const rows = [...told]
        .sort((a, b) => _planning_plan_js__WEBPACK_IMPORTED_MODULE_5__/* .RISKS */ .F.indexOf(b.risk) - _planning_plan_js__WEBPACK_IMPORTED_MODULE_5__/* .RISKS */ .F.indexOf(a.risk))
        .map((change) => {
        const isWhole = change.object === 'item' && whole.has(change.id);
        const what = isWhole ? `${parts.get(change.id)?.length ?? 0} parts` : whatChanged(change);
        const risk = [RISK_WORDS[change.risk], ...change.reasons].join(': ');
        const name = change.from === undefined ? change.name : `${change.from} → ${change.name}`;
        return `| ${RISK_SIGNS[change.risk]} | ${change.kind} | ${change.object} | ${safe(name)} | ${safe(what)} | ${safe(risk)} |`;
    });
    return table(`Changes: ${changes.length}`, '  | | What | Name | Values | Risk', rows, ROOM.changes, 'changes');
}
function whatChanged({ values, modules, kind }) {
    const short = (text) => (text.length > 40 ? `${text.slice(0, 39)}…` : text || 'empty');
    const told = values
        .slice(0, 6)
        .map(({ column, before, after }) => kind === 'added' ? `${column} ${short(after)}` : `${column} ${short(before)} → ${short(after)}`);
    const more = values.length > told.length ? [`and ${values.length - told.length} more`] : [];
    return [...told, ...more, ...modules.map(({ title, diff }) => `${title} +${diff.added} −${diff.removed}`)].join(', ');
}
function parameters({ keptParameters }, safe) {
    const rows = keptParameters.map(({ column, target, zip, reason }) => `| ${safe(column)} | ${safe(target || 'empty')} | ${safe(zip || 'empty')} | ${safe(reason)} |`);
    return table('Parameters that stay as the target has them', 'Parameter | Target | Zip | Why', rows, ROOM.files, 'parameters');
}
function fileTable({ files }, safe) {
    const words = { added: 'added', changed: 'changed', 'left-behind': 'left behind: an import never deletes' };
    const rows = files.map(({ path, kind, size, diff }) => {
        const lines = diff ? `+${diff.added} −${diff.removed}` : `${size} bytes`;
        return `| ${safe(path)} | ${words[kind]} | ${lines} |`;
    });
    return table(`Files: ${files.length}`, 'File | | ', rows, ROOM.files, 'files');
}
function sql({ statements, database }, safe, raw) {
    if (statements.length === 0)
        return [];
    const texts = statements.map(({ sql: text, risk }) => `${risk === 'safe' ? '' : `-- ${RISK_WORDS[risk]}\n`}${text.trim()};`);
    const { shown, left } = (0,_cut_js__WEBPACK_IMPORTED_MODULE_1__/* .cutList */ .f)(texts.map(raw), statements.length, ROOM.sql, sizeOf);
    const rest = left > 0 ? [`${left} of ${statements.length} statements are not shown: ${REST}.`, ''] : [];
    const title = `SQL for ${database.name}: ${statements.length} statement${statements.length === 1 ? '' : 's'}`;
    return [...folded(safe(title), `<pre>${shown.join('\n')}</pre>`), ...rest];
}
function folded(title, html) {
    return ['<details>', `<summary>${title}</summary>`, html, '</details>', ''];
}
function code({ changes, files }, safe, raw) {
    const diffs = [
        ...changes.flatMap(({ name, modules }) => modules.map(({ title, diff }) => ({ title: `${name}: ${title}`, diff }))),
        ...files.flatMap(({ path, diff }) => (diff ? [{ title: path, diff }] : [])),
    ];
    const blocks = diffs.map(({ title, diff }) => folded(`${safe(title)} (+${diff.added} −${diff.removed})`, diff.cut ? safe('Too long to be shown line by line.') : `<pre>${raw(diffText(diff))}</pre>`).join('\n'));
    const { shown, left } = (0,_cut_js__WEBPACK_IMPORTED_MODULE_1__/* .cutList */ .f)(blocks, blocks.length, ROOM.code, sizeOf);
    if (blocks.length === 0)
        return [];
    const rest = left > 0 ? [`${left} of ${blocks.length} code diffs are not shown: report-file has them all.`, ''] : [];
    return ['#### Code', '', ...shown, ...rest];
}
function diffText({ hunks }) {
    const signs = { same: ' ', added: '+', removed: '-' };
    return hunks.map((hunk) => hunk.map(({ kind, text }) => `${signs[kind]}${text}`).join('\n')).join('\n…\n');
}


/***/ })

};

/** The look of the report: light and dark by the reader's own setting, narrow and wide, on paper too. */
export const STYLE = `
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

/** Markdown in a page that looks about as GitHub shows summaries and comments: GitHub's own styles are not ours to copy. */
import { markdownHtml } from './markdown.ts';

/** Sizes and colours of GitHub's pages as they are seen there; tables that are too wide scroll on their own, as there. */
const STYLE = `
:root{color-scheme:light dark}
body{margin:0;padding:16px;background:light-dark(#fff,#0d1117);color:light-dark(#1f2328,#f0f6fc);
  font:14px/1.5 system-ui,"Noto Sans","DejaVu Sans","Noto Color Emoji",sans-serif;overflow-wrap:break-word}
main{max-width:860px;margin:auto;border:1px solid light-dark(#d1d9e0,#3d444d);border-radius:6px;padding:16px}
h3{font-size:1.25em;margin:0 0 16px}h4{font-size:1em;margin:24px 0 16px}p,ul,table,pre,details{margin:0 0 16px}
a{color:light-dark(#0969da,#4493f8)}
code,pre{font:85%/1.45 ui-monospace,"DejaVu Sans Mono",monospace}
code{padding:.2em .4em;border-radius:6px;background:light-dark(#818b981f,#656c7633)}
pre{padding:16px;border-radius:6px;overflow:auto;background:light-dark(#f6f8fa,#151b23)}pre code{padding:0;background:none;font-size:100%}
table{display:block;width:max-content;max-width:100%;overflow:auto;border-collapse:collapse}
th,td{border:1px solid light-dark(#d1d9e0,#3d444d);padding:6px 13px}
tr:nth-child(2n) td{background:light-dark(#f6f8fa,#151b23)}summary{cursor:pointer}
`;

/** @param title of the page. @param markdown of a summary or a comment. */
export function githubLike(title: string, markdown: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${STYLE}</style></head>
<body><main>${markdownHtml(markdown)}</main></body></html>`;
}

/** Templates that a server reads: the login page of Jam.py 7 and report templates (docs/jampy.md, "Code and templates"). */
import { TYPE } from '../metadata/enums.ts';
import { findingList } from '../metadata/finding-list.ts';
import { int, text } from '../metadata/model.ts';
import { readDirectory } from '../metadata/zip-directory.ts';
import { type Context, quote } from './context.ts';
import type { Report, Rule } from './rule.ts';

/** The one page that Jam.py 7 renders with Jinja, outside of any sandbox. */
const RENDERED = 'login.html';
/** What Jam.py gives to it; naming one of these runs nothing. */
const GIVEN = ['title', 'error', 'form_title', 'login_text', 'password_text', 'login', 'password'];
const PLAIN = new RegExp(`^[-+]?\\s*(${GIVEN.join('|')})\\s*[-+]?$`);

interface Tag {
  kind: '{{' | '{%' | '{#';
  /** undefined: it does not close. */
  inside: string | undefined;
  line: number;
}

const CLOSING = { '{{': '}}', '{%': '%}', '{#': '#}' } as const;

/** Tags of Jinja in their order; what stands between `{% raw %}` and its end is text. */
function tagsOf(page: string): Tag[] {
  const tags: Tag[] = [];
  let line = 1;
  let counted = 0;
  for (let at = nextTag(page, 0); at >= 0; ) {
    const kind = page.slice(at, at + 2) as Tag['kind'];
    line += linesIn(page, counted, at);
    counted = at;
    const end = page.indexOf(CLOSING[kind], at + 2);
    const inside = end < 0 ? undefined : page.slice(at + 2, end);
    tags.push({ kind, inside, line });
    if (end < 0) break;
    let next = end + 2;
    if (kind === '{%' && /^[-+]?\s*raw\s*[-+]?$/.test(inside ?? '')) {
      const over = /\{%[-+]?[ \t\r\n]{0,20}endraw[ \t\r\n]{0,20}[-+]?%\}/g;
      over.lastIndex = next;
      const found = over.exec(page);
      if (!found) break;
      next = over.lastIndex;
    }
    at = nextTag(page, next);
  }
  return tags;
}

function nextTag(page: string, from: number): number {
  const tag = /\{[{%#]/g;
  tag.lastIndex = from;
  return tag.exec(page)?.index ?? -1;
}

function linesIn(page: string, from: number, to: number): number {
  let lines = 0;
  for (let at = page.indexOf('\n', from); at >= 0 && at < to; at = page.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

function textOf(context: Context, path: string): string | undefined {
  const bytes = context.metadata.files.get(path);
  return bytes && new TextDecoder().decode(bytes);
}

function checkRendered(context: Context, report: Report): void {
  const page = context.metadata.line === 7 ? textOf(context, RENDERED) : undefined;
  if (page === undefined) return;
  const running = tagsOf(page).filter(
    ({ kind, inside }) =>
      inside !== undefined && kind !== '{#' && !(kind === '{{' && PLAIN.test(inside.trim())) && !isRaw(inside),
  );
  const [first, ...others] = running;
  if (!first) return;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  report(
    { entry: RENDERED, line: first.line },
    `${RENDERED} has a template expression at line ${first.line}${more}: the server evaluates it at every login, without a sandbox.`,
  );
}

const isRaw = (inside: string) => /^[-+]?\s*(end)?raw\s*[-+]?$/.test(inside);

function checkTags(context: Context, report: Report): void {
  const page = context.metadata.line === 7 ? textOf(context, RENDERED) : undefined;
  const open = page === undefined ? undefined : tagsOf(page).find(({ inside }) => inside === undefined);
  if (open) {
    const message = `${RENDERED} opens ${open.kind} at line ${open.line} and never closes it: the server can not render it, and nobody can log in.`;
    report({ entry: RENDERED, line: open.line }, message);
  }
  for (const path of ['index.html', ...(context.metadata.line === 7 ? ['templates.html'] : [])]) {
    const what = openAtEnd(textOf(context, path) ?? '');
    if (what !== undefined)
      report({ entry: path }, `${path} opens ${what} and never closes it: the browser takes the rest of it for that.`);
  }
}

/** A comment or script that swallows the rest of a page. */
function openAtEnd(page: string): string | undefined {
  const start = /<!--|<script(?=[\s>/])/gi;
  for (let found = start.exec(page); found; found = start.exec(page)) {
    const isComment = found[0] === '<!--';
    const end = isComment ? /-->/g : /<\/script(?=[\s>/])/gi;
    end.lastIndex = start.lastIndex;
    if (!end.exec(page)) return isComment ? 'a comment (<!--)' : 'a <script>';
    start.lastIndex = end.lastIndex;
  }
  return undefined;
}

function checkReports(context: Context, report: Report): void {
  for (const row of context.rows('sys_items')) {
    const name = text(row, 'f_view_template');
    if (int(row, 'type_id') !== TYPE.REPORT || !/\.ods$/i.test(name)) continue;
    const bytes = context.metadata.files.get(`reports/${name}`);
    if (!bytes) continue;
    const directory = readDirectory(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), findingList());
    const names = directory?.headers.map(({ nameBytes }) => Buffer.from(nameBytes).toString('utf8'));
    if (names?.includes('content.xml')) continue;
    const what = names ? 'has no content.xml' : 'is no zip, as an OpenDocument file is';
    const message = `Template ${quote(name)} of report ${quote(text(row, 'f_item_name'))} ${what}: the report fails when it is printed.`;
    report(context.placeOf('sys_items', row), message);
  }
}

export const templateRules: readonly Rule[] = [
  {
    id: 'template-on-server',
    family: 'templates',
    title: 'The login page runs nothing on the server',
    severity: 'warning',
    severityDepends: 'only on Jam.py 7, which renders login.html',
    description:
      'Jam.py 7 renders login.html of the project with Jinja and without a sandbox: an expression in it can run any code as the user of the server.',
    remedy: 'Take the expression out of login.html; title, error and the labels of the form may stay as they are.',
    check: checkRendered,
  },
  {
    id: 'page-parses',
    family: 'templates',
    title: 'Pages close what they open',
    severity: 'warning',
    description: 'A page with a tag, comment or script that never ends is not shown, or not all of it.',
    remedy: 'Mend the page in the folder of the project, then export the application again.',
    check: checkTags,
  },
  {
    id: 'template-parses',
    family: 'templates',
    title: 'Report templates can be opened',
    severity: 'warning',
    description: 'Jam.py prints reports from OpenDocument spreadsheets, which are zips with a content.xml.',
    remedy: 'Save the template again as .ods in reports/ of the project, then export the application again.',
    check: checkReports,
  },
];

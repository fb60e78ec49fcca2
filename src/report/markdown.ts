/** Markdown for GitHub. Names come from an untrusted zip or server: each text is made harmless where it stands. */
import { cutText, renderList } from './cut.ts';
import { plainText } from './plain-text.ts';

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

function entities(text: string): string {
  return text.replace(/[&<>"'\\`*_{}[\]()#+\-.!|~@:$\u200b]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Cut before and after: what is not seen becomes six characters. */
function visible(text: string, most: number): string {
  return cutText(plainText(cutText(text, most)), most);
}

/** Text of a sentence or a cell: nothing in it means anything to Markdown, HTML or GitHub. */
export function escapeMarkdown(text: string): string {
  // Four blanks at the start of a line would be code.
  return entities(visible(text, LONGEST_TEXT).trim().replace(LIVE, `$&${BREAK}`));
}

/**
 * A name as code, in which GitHub makes nothing live but e-mail addresses; those are broken up by a comment, so that what
 * is copied is still the name. Not a code span of Markdown, in which `|` can not be written safely inside a table.
 */
export function codeMarkdown(text: string): string {
  const safe = entities(visible(text, LONGEST_NAME)).replaceAll('&#64;', '<!-- -->&#64;');
  return safe === '' ? '' : `<code>${safe}</code>`;
}

/** Code for a block. */
export function codeLines(text: string): string {
  return plainText(text.replaceAll('\r\n', '\n'), true).replace(/\n+$/, '');
}

/** A block of code that no line of it can end. @param lines made by codeLines. */
export function fencedMarkdown(language: 'diff' | 'sql', lines: string): string {
  const longest = Math.max(2, ...Array.from(lines.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${lines}\n${fence}`;
}

/** What is folded away is Markdown again only behind an empty line. @param title HTML already. */
export function foldedMarkdown(title: string, body: string): string[] {
  return ['<details>', `<summary>${title}</summary>`, '', body, '', '</details>', ''];
}

/** Texts with the secrets taken out, before anything hides or halves them. */
export interface Markdown {
  text: (value: string) => string;
  code: (value: string) => string;
  lines: (value: string) => string;
  /** At most so many characters of a text that is escaped afterwards. */
  cut: (value: string, most: number) => string;
  /** Of the room of a section as much as this page gives it. */
  room: (bytes: number) => number;
}

/** @param share part of the room of a job summary that the page has. */
export function markdownWithout(redact: (text: string) => string, share = 1): Markdown {
  return {
    room: (bytes) => Math.floor(bytes * share),
    text: (value) => escapeMarkdown(redact(value)),
    code: (value) => codeMarkdown(redact(value)),
    lines: (value) => codeLines(redact(value)),
    cut: (value, most) => cutText(redact(value), most),
  };
}

export interface MarkdownTable<T> {
  title: string;
  heads: readonly string[];
  list: readonly T[];
  /** @returns cells, escaped already. */
  row: (value: T) => readonly string[];
  /** Bytes that all rows may take. */
  room: number;
  /** What rows are, and where all of them can be found, for the sentence about those that are left out. */
  what: string;
  rest: string;
}

const MOST_ROWS = 500;

/** Nothing where there are no rows. */
export function tableMarkdown<T>({ title, heads, list, row, room, what, rest }: MarkdownTable<T>): string[] {
  if (list.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const { shown, left } = renderList(list, { most: MOST_ROWS, bytes: room }, (value) => line(row(value)));
  const cut = left > 0 ? [`${left} of ${list.length} ${what} are not shown: ${rest}.`, ''] : [];
  return [`#### ${title}`, '', line(heads), `|${'---|'.repeat(heads.length)}`, ...shown, '', ...cut];
}

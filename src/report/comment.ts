/** The comment on a pull request: the job summary, in the room that a comment has. */
import { escapeMarkdown } from './markdown.ts';
import { type CommandResult, headline } from './result.ts';
import { summaryMarkdown } from './summary.ts';

/** Characters; GitHub takes 65,536. The mark and the line about the run are not counted. */
const MOST = 65_000;
/** Parts of the room of a job summary. */
const SHARES = [1, 1 / 4, 1 / 16, 1 / 64, 1 / 256];

/** @param run address of the workflow run. @param redact takes secrets out of a text. */
export function commentMarkdown(result: CommandResult, run: string, redact: (text: string) => string): string {
  const link = `<a href="${run}">the run</a>`;
  for (const share of SHARES) {
    const body = summaryMarkdown(result, redact, share);
    const rest = share === 1 ? `More in the log of ${link}.` : `This is cut: the whole is the summary of ${link}.`;
    if (body.length <= MOST) return `${body}\n${rest}\n`;
  }
  return `### ${escapeMarkdown(redact(headline(result)))}\n\nMore in ${link}.\n`;
}

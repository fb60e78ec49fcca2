/** Text from a zip or a server, made harmless for a log: one that nobody can write commands or control codes into. */

/** C0 and C1 controls, line and paragraph separators, zero-width and bidirectional characters. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/**
 * Control, line-break and bidirectional-override characters become visible escapes.
 * @param keepNewlines for our own texts of several lines.
 */
export function plainText(text: string, keepNewlines = false): string {
  return text.replace(UNSEEN, (character) => {
    if (character === '\n' && keepNewlines) return character;
    if (character === '\t') return ' ';
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** A line for the runner's log: workflow commands in it are broken up (`::name::` at the start, `##[` anywhere). */
export function inertLine(line: string): string {
  return line.replace(/^(\s*):(?=:)/, '$1:\u200a').replace(/##\[/g, '##\u200a[');
}

/** Time since a mark of performance.now(), for people. */
export function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

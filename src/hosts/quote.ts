/** Words for a POSIX shell. */

/** One word, whatever is in it: blanks, quotes, dollar signs, backslashes, newlines. */
export function quoteWord(word: string): string {
  if (/^[A-Za-z0-9_/.,:@%+-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A program and its arguments. */
export function quoteWords(words: readonly string[]): string {
  return words.map(quoteWord).join(' ');
}

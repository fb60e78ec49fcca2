/** Markdown of the summary or a comment as people read it: without the escapes that keep hostile names dead. */
export function readable(markdown: string): string {
  return markdown.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))).replaceAll('\u200b', '');
}

/** Text inside of an HTML page: names and code come from an untrusted zip. */
import { plainText } from './plain-text.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Good for the text of an element and for a value in quotes, of HTML and of SVG. */
export function escapeHtml(text: string, keepNewlines = false): string {
  return plainText(text, keepNewlines).replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}

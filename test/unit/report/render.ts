/** A summary as GitHub shows it, and a page as a browser does: parsed by programs that are not ours. */
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { markdownHtml } from '../../lab/pages/markdown.ts';

export interface Rendered {
  /** Every element with the names of its attributes, in order, indented: what a text must not be able to change. */
  skeleton: string;
  /** Every attribute and its value, as `name=value`. */
  attributes: string[];
  /** Texts outside of code, in which GitHub makes links, mentions and emoji. */
  prose: string[];
  /** Texts in `<code>` and `<pre>`. */
  code: string[];
  /** All of the visible text. */
  text: string;
}

/** @param markdown of a summary; raw HTML goes through, as it does on GitHub. */
export function renderMarkdown(markdown: string): Rendered {
  return renderHtml(markdownHtml(markdown));
}

export function renderHtml(html: string): Rendered {
  const rendered: Rendered = { skeleton: '', attributes: [], prose: [], code: [], text: '' };
  const lines: string[] = [];
  const visit = (node: DefaultTreeAdapterTypes.Node, depth: number, inCode: boolean): void => {
    if (node.nodeName === '#text') {
      const { value } = node as DefaultTreeAdapterTypes.TextNode;
      rendered.text += value;
      (inCode ? rendered.code : rendered.prose).push(value);
    }
    if ('tagName' in node) {
      if (node.tagName === 'style') return;
      lines.push(`${' '.repeat(depth)}${[node.tagName, ...node.attrs.map(({ name }) => name)].join(' ')}`);
      rendered.attributes.push(...node.attrs.map(({ name, value }) => `${name}=${value}`));
    }
    if (!('childNodes' in node)) return;
    const within = inCode || node.nodeName === 'code' || node.nodeName === 'pre';
    for (const child of node.childNodes) visit(child, depth + 1, within);
  };
  visit(parse(html), 0, false);
  rendered.skeleton = lines.join('\n');
  return rendered;
}

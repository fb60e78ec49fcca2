/**
 * Looks at the text of task.dat before JSON.parse does: how deep it nests (a parser may run out of stack) and whether
 * an object names a key twice (parsers then keep one silently, and which one is their choice).
 */

export type JsonTrouble = { kind: 'depth'; at: number } | { kind: 'duplicate'; key: string; at: number };

/**
 * The first trouble in a JSON text, with its offset in characters; undefined when there is none. Text that is no JSON is
 * none of its business. Keys are compared in the outermost `keyDepth` levels of objects.
 */
export function jsonTrouble(text: string, maxDepth: number, keyDepth: number): JsonTrouble | undefined {
  // For each open bracket: the keys seen so far, or undefined for an array or a level that is not looked at.
  const open: (Set<string> | undefined)[] = [];
  const colon = /\s*:/y;
  const marks = /["{}[\]]/g;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    const at = mark.index;
    if (mark[0] === '"') {
      const end = closingQuote(text, at);
      const keys = open[open.length - 1];
      colon.lastIndex = end + 1;
      if (keys && colon.test(text)) {
        const key = unquoted(text.slice(at, end + 1));
        if (keys.has(key)) return { kind: 'duplicate', key, at };
        keys.add(key);
      }
      marks.lastIndex = end + 1;
    } else if (mark[0] === '{' || mark[0] === '[') {
      if (open.length === maxDepth) return { kind: 'depth', at };
      open.push(mark[0] === '{' && open.length < keyDepth ? new Set() : undefined);
    } else {
      open.pop();
    }
  }
  return undefined;
}

/** Offset of the quote that ends the string starting at `at`, or the end of the text. */
function closingQuote(text: string, at: number): number {
  let end = text.indexOf('"', at + 1);
  while (end >= 0) {
    let slashes = 0;
    while (text[end - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}

/** The text of a JSON string; a broken one stands for itself, JSON.parse complains later. */
function unquoted(json: string): string {
  try {
    return String(JSON.parse(json));
  } catch {
    return json;
  }
}

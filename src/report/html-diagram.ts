/** The tables that an import touches, as boxes with lines between them: SVG, laid out in columns by what refers to what. */
import type { Entity } from '../planning/plan.ts';
import { cutText } from './cut.ts';
import { escapeHtml } from './html-text.ts';

const MOST_TABLES = 60;
const MOST_COLUMNS = 14;
const WIDTH = 230;
const ROW = 18;
const HEAD = 26;
const GAP = { x: 70, y: 24 };
const ACROSS = 4;

/** Without secrets, and short. */
type Name = (text: string) => string;

interface Box {
  entity: Entity;
  lines: { text: string; kind: string }[];
  x: number;
  y: number;
  height: number;
}

const MARKS = { added: '+ ', dropped: '− ', changed: '~ ', same: '' } as const;

/** Characters that stay inside of a box; beside a name stands what happens to its table. */
const LONGEST_NAME = 21;
const LONGEST_LINE = 29;

/** @param redact takes secrets out of a name. @returns an element, and a sentence where some are left out. */
export function entityDiagram(entities: readonly Entity[], redact: (text: string) => string): string {
  const name = (text: string) => cutText(redact(text), LONGEST_NAME);
  const order = ['dropped', 'altered', 'created', 'referenced'];
  const shown = [...entities].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)).slice(0, MOST_TABLES);
  if (shown.length === 0) return '';
  const boxes = layOut(shown, name);
  const byTable = new Map(boxes.map((box) => [box.entity.table, box]));
  const width = Math.max(...boxes.map(({ x }) => x)) + WIDTH + 20;
  const height = Math.max(...boxes.map(({ y, height: own }) => y + own)) + 20;
  const lines = boxes.flatMap((box) =>
    box.entity.references.flatMap(({ table }) => {
      const target = byTable.get(table);
      return target && target !== box ? [arrow(box, target)] : [];
    }),
  );
  const left = entities.length - shown.length;
  const rest = left > 0 ? `<p>${left} more tables are touched and not drawn.</p>` : '';
  const title = `${shown.length} tables that the import touches, with what they refer to`;
  return `<svg role="img" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-label="${title}"><title>${title}</title>${lines.join('')}${boxes.map((box) => draw(box, name)).join('')}</svg>${rest}`;
}

function layOut(entities: readonly Entity[], name: Name): Box[] {
  const bottoms = Array.from({ length: Math.min(ACROSS, entities.length) }, () => 10);
  return entities.map((entity) => {
    const lines = linesOf(entity, name);
    const height = HEAD + lines.length * ROW + 8;
    const column = bottoms.indexOf(Math.min(...bottoms));
    const y = bottoms[column] as number;
    bottoms[column] = y + height + GAP.y;
    return { entity, lines, x: 10 + column * (WIDTH + GAP.x), y, height };
  });
}

/** Columns that change first. */
function linesOf({ columns }: Entity, name: Name): Box['lines'] {
  const told = [...columns].sort((a, b) => Number(a.kind === 'same') - Number(b.kind === 'same'));
  const lines = told.slice(0, MOST_COLUMNS).map(({ name: column, type, kind, key }) => ({
    text: cutText(`${MARKS[kind]}${name(column)}${key ? ' ⚷' : ''} ${name(type.toLowerCase())}`, LONGEST_LINE),
    kind,
  }));
  if (told.length > MOST_COLUMNS) lines.push({ text: `… ${told.length - MOST_COLUMNS} more`, kind: 'same' });
  return lines;
}

function arrow(from: Box, to: Box): string {
  const right = to.x > from.x;
  const [x1, x2] = [right ? from.x + WIDTH : from.x, to.x < from.x ? to.x + WIDTH : to.x];
  const [y1, y2] = [from.y + HEAD / 2, to.y + HEAD / 2];
  const bend = right ? 40 : -40;
  return `<path class="reference" d="M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}"/><circle class="end" cx="${x2}" cy="${y2}" r="4"/>`;
}

function draw({ entity, lines, x, y, height }: Box, name: Name): string {
  const words = { created: 'new', dropped: 'dropped', altered: 'changed', referenced: '' };
  const rows = lines.map(
    ({ text, kind }, at) =>
      `<text class="${kind}" x="${x + 10}" y="${y + HEAD + 14 + at * ROW}">${escapeHtml(text)}</text>`,
  );
  const title = escapeHtml(name(entity.table));
  return `<g class="entity ${entity.kind}"><rect x="${x}" y="${y}" width="${WIDTH}" height="${height}" rx="5"/><text class="name" x="${x + 10}" y="${y + 18}">${title}</text><text class="word" x="${x + WIDTH - 10}" y="${y + 18}" text-anchor="end">${words[entity.kind]}</text>${rows.join('')}</g>`;
}

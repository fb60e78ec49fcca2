/** All oddities by their names, so that a mismatch tells what it had. */
import { COLUMN_ODDITIES } from './column-oddities.ts';
import { INDEX_ODDITIES } from './index-oddities.ts';
import { ITEM_ODDITIES } from './item-oddities.ts';
import type { Oddity } from './oddity.ts';

export const ODDITIES: Readonly<Record<string, Oddity>> = { ...COLUMN_ODDITIES, ...INDEX_ODDITIES, ...ITEM_ODDITIES };

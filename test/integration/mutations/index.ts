/** All mutations, one list a family: what a new rule needs is an entry in one of them. */
import { CODE } from './code.ts';
import type { Mutation } from './mutation.ts';
import { NAMES } from './names.ts';
import { REFERENCES } from './references.ts';
import { ROWS } from './rows.ts';
import { TARGETS } from './target.ts';
import { TRAPS } from './traps.ts';

export const MUTATIONS: readonly Mutation[] = [...ROWS, ...REFERENCES, ...NAMES, ...TARGETS, ...TRAPS, ...CODE];

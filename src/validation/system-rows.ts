/** The rows without which Jam.py loses an application or does not start, and the ids of all others. */
import { TYPE } from '../metadata/enums.ts';
import { int, text } from '../metadata/model.ts';
import { BUILDER_TABLES } from '../metadata/structure.ts';
import { quote } from './context.ts';
import type { Rule } from './rule.ts';

const EXPORT_AGAIN = 'Export the application again with the Builder (Project, Export) and commit that file.';
const HIGHEST_ID = 2 ** 31 - 1;
/** The Builder's own rows of sys_items: root, users, roles and tasks. */
const SYSTEM_ITEM_IDS = [-1, -2, -3, -4];

export const systemRowRules: readonly Rule[] = [
  {
    id: 'project-parameters-row',
    family: 'system-rows',
    title: 'Exactly one row of project parameters',
    severity: 'error',
    severityDepends: 'a warning when there are several, of which Jam.py takes the first',
    description: 'Without the one sys_params row the project does not start again after an import.',
    remedy: EXPORT_AGAIN,
    check(context, report) {
      const count = context.rows('sys_params').length;
      if (count === 1) return;
      const severity = count === 0 ? 'error' : 'warning';
      report({ table: 'sys_params' }, `sys_params must have exactly one row and has ${count}.`, { severity });
    },
  },
  {
    id: 'task-row',
    family: 'system-rows',
    title: 'The task row is there',
    severity: 'error',
    severityDepends: 'a warning for a second one, or one under another parent',
    description: 'Jam.py finds the application by the one task row (id 1, parent -1); without it nothing is served.',
    remedy: EXPORT_AGAIN,
    check(context, report) {
      const tasks = context.rows('sys_items').filter((row) => int(row, 'type_id') === TYPE.TASK);
      if (tasks.length !== 1) {
        const severity = tasks.length === 0 ? 'error' : 'warning';
        report({ table: 'sys_items' }, `sys_items must have exactly one task row and has ${tasks.length}.`, {
          severity,
        });
        return;
      }
      const task = tasks[0]!;
      const id = int(task, 'id');
      const parent = int(task, 'parent');
      if (id !== 1 || parent !== -1) {
        const found = `it has id ${id ?? 'none'} and parent ${parent ?? 'none'}`;
        const message = `The task row must have id 1 and parent -1, but ${found}.`;
        report(context.placeOf('sys_items', task), message, { severity: id === 1 ? 'warning' : 'error' });
      }
    },
  },
  {
    id: 'builder-rows',
    family: 'system-rows',
    title: "The Builder's own items are there",
    severity: 'error',
    description:
      "The rows -1 to -4 of sys_items carry the Builder's own tree; an import deletes those that are missing.",
    remedy: EXPORT_AGAIN,
    check(context, report) {
      const missing = SYSTEM_ITEM_IDS.filter((id) => !context.items.has(id));
      if (missing.length > 0) {
        report({ table: 'sys_items' }, `sys_items lacks the Builder's own rows with id ${missing.join(', ')}.`);
      }
    },
  },
  {
    id: 'role-missing',
    family: 'system-rows',
    title: 'At least one role',
    severity: 'error',
    description: 'An import replaces all roles; without any nobody can work with the application in safe mode.',
    remedy: 'Add a role in the Builder (Roles), then export the application again.',
    check(context, report) {
      if (context.rows('sys_roles').length === 0) report({ table: 'sys_roles' }, 'sys_roles has no role at all.');
    },
  },
  {
    id: 'row-id',
    family: 'system-rows',
    title: 'Ids are whole numbers in range',
    severity: 'error',
    description:
      'Rows are matched by their ids, by an import and here; of one that is no whole number from 1 to 2147483647 nobody can tell what becomes of it.',
    remedy: EXPORT_AGAIN,
    check(context, report) {
      for (const { name } of BUILDER_TABLES[context.metadata.line]) {
        for (const row of context.rows(name)) {
          const id = typeof row.id === 'number' ? int(row, 'id') : undefined;
          const system = name === 'sys_items' && id !== undefined && SYSTEM_ITEM_IDS.includes(id);
          if (!system && (id === undefined || id < 1 || id > HIGHEST_ID)) {
            report(context.placeOf(name, row), `A row of ${name} has the id ${quote(text(row, 'id'))}.`);
          }
        }
      }
    },
  },
  {
    id: 'row-id-twice',
    family: 'system-rows',
    title: 'Ids are unique in their table',
    severity: 'error',
    description: 'A second row with one id makes the import fail, on MySQL and MariaDB after tables have changed.',
    remedy: EXPORT_AGAIN,
    check(context, report) {
      for (const { name } of BUILDER_TABLES[context.metadata.line]) {
        const seen = new Set<number>();
        for (const row of context.rows(name)) {
          const id = int(row, 'id');
          if (id === undefined) continue;
          if (seen.has(id)) report(context.placeOf(name, row), `Two rows of ${name} have the id ${id}.`);
          seen.add(id);
        }
      }
    },
  },
];

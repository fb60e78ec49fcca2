/**
 * What a zip brings that the project does not have yet, judged against the metadata that are there (Target.base): rights and
 * code first, because a zip is code that runs as the server's user. Without a base none of these says anything.
 */
import { firstById, idOf, int, type Row, rowsOf, text, truthy } from '../metadata/model.ts';
import { INDEX_COLUMNS } from '../metadata/structure.ts';
import { type Context, quote } from './context.ts';
import type { Report, Rule } from './rule.ts';

function checkServerCode(context: Context, report: Report): void {
  const { base } = context.target;
  if (!base) return;
  const old = firstById(rowsOf(base, 'sys_items'));
  for (const item of context.rows('sys_items')) {
    if (text(item, 'f_server_module').trim() === '') continue;
    const was = old.get(idOf(item));
    if (was && text(was, 'f_server_module').trim() !== '') continue;
    const name = quote(text(item, 'f_item_name'));
    report(context.placeOf('sys_items', item), `${name} has server code now, and had none before.`);
  }
}

function checkUtils(context: Context, report: Report): void {
  const { baseFiles } = context.target;
  if (!baseFiles) return;
  for (const [path, bytes] of context.metadata.files) {
    if (!path.startsWith('utils/') || !path.endsWith('.py')) continue;
    const was = baseFiles.get(path);
    if (was !== undefined && Buffer.compare(was, bytes) === 0) continue;
    const how = baseFiles.has(path) ? 'is changed' : 'is new';
    report({ entry: path }, `${path} ${how}: it is imported and run by the server.`);
  }
}

const RIGHTS = { f_can_view: 'view', f_can_create: 'create', f_can_edit: 'edit', f_can_delete: 'delete' } as const;

function checkPrivileges(context: Context, report: Report): void {
  const { base, unseen } = context.target;
  if (!base) return;
  const key = (row: Row) => `${int(row, 'owner_rec_id')} ${int(row, 'item_id')}`;
  const old = new Map(rowsOf(base, 'sys_privileges').map((row) => [key(row), row]));
  const [items, roles] = [firstById(rowsOf(base, 'sys_items')), firstById(rowsOf(base, 'sys_roles'))];
  for (const row of context.rows('sys_privileges')) {
    const [item, role] = [int(row, 'item_id') ?? 0, int(row, 'owner_rec_id') ?? 0];
    // What a new item or a new role may do is not more than before.
    if (!items.has(item) || !roles.has(role) || unseen?.('sys_privileges', row)) continue;
    const was = old.get(key(row)) ?? {};
    const more = Object.entries(RIGHTS).filter(([column]) => truthy(row, column) && !truthy(was, column));
    if (more.length === 0) continue;
    const names = [text(roles.get(role) ?? {}, 'f_name'), text(context.items.get(item) ?? {}, 'f_item_name')].map(
      quote,
    );
    const may = more.map(([, word]) => word).join(', ');
    const place = {
      ...context.placeOf('sys_privileges', row),
      item: text(context.items.get(item) ?? {}, 'f_item_name'),
    };
    report(place, `The role ${names[0]} may ${may} ${names[1]} now, and could not before.`);
  }
}

function checkFieldPrivileges(context: Context, report: Report): void {
  const { base } = context.target;
  if (!base) return;
  const key = (row: Row) => `${int(row, 'owner_rec_id')} ${int(row, 'field')}`;
  const now = new Map(context.rows('sys_field_privileges').map((row) => [key(row), row]));
  for (const row of rowsOf(base, 'sys_field_privileges')) {
    const field = context.fields.get(int(row, 'field') ?? 0);
    const role = int(row, 'owner_rec_id') ?? 0;
    if (!field || !context.roles.has(role)) continue;
    const is = now.get(key(row)) ?? {};
    const lifted = ['f_prohibited', 'f_read_only'].filter((column) => truthy(row, column) && !truthy(is, column));
    if (lifted.length === 0 || truthy(is, 'f_prohibited')) continue;
    const name = quote(text(firstById(rowsOf(base, 'sys_roles')).get(role) ?? {}, 'f_name'));
    const place = context.placeOf('sys_fields', field);
    report(
      place,
      `The role ${name} may ${lifted.includes('f_prohibited') ? 'see' : 'change'} this field now, and could not before.`,
    );
  }
}

function checkRoles(context: Context, report: Report): void {
  const { base, roleUsers } = context.target;
  if (!base) return;
  for (const role of rowsOf(base, 'sys_roles')) {
    if (context.roles.has(idOf(role))) continue;
    const users = roleUsers === undefined ? undefined : (roleUsers.get(idOf(role)) ?? 0);
    if (users === 0) continue;
    const name = text(role, 'f_name');
    const who =
      users === undefined
        ? 'users who have it keep'
        : users === 1
          ? 'one user has it and keeps'
          : `${users} users have it and keep`;
    const message = `The role ${quote(name)} is removed: ${who} its number, and with it no rights or those of a later role.`;
    report({ table: 'sys_roles', id: idOf(role), field: name }, message);
  }
}

function checkIndexes(context: Context, report: Report): void {
  const { base } = context.target;
  if (!base) return;
  const old = firstById(rowsOf(base, 'sys_indices'));
  for (const row of context.rows('sys_indices')) {
    const was = old.get(idOf(row));
    const same = (column: string) =>
      // Names change their case from one database to another.
      text(was ?? {}, column).toLowerCase() === text(row, column).toLowerCase() ||
      (!truthy(was ?? {}, column) && !truthy(row, column));
    if (!was || INDEX_COLUMNS.every(same)) continue;
    const name = quote(text(row, 'f_index_name'));
    report(
      context.placeOf('sys_indices', row),
      `${name} is changed under its id: Jam.py leaves the index in the database as it is.`,
    );
  }
}

const NEEDS_BASE = 'said only where the metadata that are there are known';

export const changeRules: readonly Rule[] = [
  {
    id: 'server-code-new',
    family: 'changes',
    title: 'New server code is told',
    severity: 'warning',
    severityDepends: NEEDS_BASE,
    description: 'Server modules run as the user of the server, with the rights that it has on files and database.',
    remedy: 'Read the module in the diff before it is promoted.',
    check: checkServerCode,
  },
  {
    id: 'utils-file-new',
    family: 'changes',
    title: 'New and changed files in utils are told',
    severity: 'warning',
    severityDepends: NEEDS_BASE,
    description: 'Python files in utils are imported by the server, and run as its user.',
    remedy: 'Read the file before it is promoted.',
    check: checkUtils,
  },
  {
    id: 'privileges-widened',
    family: 'changes',
    title: 'More rights for a role are told',
    severity: 'warning',
    severityDepends: NEEDS_BASE,
    description: 'An import replaces the rights of all roles by those of the zip.',
    remedy: 'Look at the role in the Builder (Roles), and export again if it should not have the right.',
    check: checkPrivileges,
  },
  {
    id: 'field-restriction-lifted',
    family: 'changes',
    title: 'Lifted restrictions of fields are told',
    severity: 'warning',
    severityDepends: NEEDS_BASE,
    description: 'An import replaces the restrictions of all roles by those of the zip.',
    remedy: 'Look at the role in the Builder (Roles), and export again if it should not have the right.',
    check: checkFieldPrivileges,
  },
  {
    id: 'role-removed',
    family: 'changes',
    title: 'No role is removed that users have',
    severity: 'warning',
    severityDepends: NEEDS_BASE,
    description: 'Users are neither exported nor imported: they keep the number of a role that is gone.',
    remedy: 'Give the users of the target another role before the promotion, or keep the role in the Builder.',
    check: checkRoles,
  },
  {
    id: 'index-changed',
    family: 'changes',
    title: 'Indexes do not change under their id',
    severity: 'warning',
    severityDepends: NEEDS_BASE,
    description: 'Jam.py makes SQL for new and for removed indexes only.',
    remedy: 'Delete the index in the Builder (Indices) and add a new one, then export the application again.',
    check: checkIndexes,
  },
];

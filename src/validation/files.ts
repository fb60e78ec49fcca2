/** Files that items name. */
import { TYPE } from '../metadata/enums.ts';
import { int, text } from '../metadata/model.ts';
import { quote } from './context.ts';
import type { Rule } from './rule.ts';

const ADD_FILE = 'Put the file into its folder of the project and export the application again, if it is still used.';

export const fileRules: readonly Rule[] = [
  {
    id: 'report-template-absent',
    family: 'files',
    title: 'Report templates are in the zip',
    severity: 'note',
    description: 'A report whose template is neither in the zip nor on the target fails when it is printed.',
    remedy: ADD_FILE,
    check(context, report) {
      for (const row of context.rows('sys_items')) {
        const template = text(row, 'f_view_template');
        if (int(row, 'type_id') !== TYPE.REPORT || template === '') continue;
        if (context.metadata.files.has(`reports/${template}`)) continue;
        const message = `Template ${quote(template)} of report ${quote(text(row, 'f_item_name'))} is not in the zip.`;
        report(context.placeOf('sys_items', row), message);
      }
    },
  },
  {
    id: 'script-absent',
    family: 'files',
    title: 'Client modules are in the zip',
    severity: 'note',
    description: 'The file that an item names is not in the zip; an import writes it anew from the client module.',
    remedy: ADD_FILE,
    check(context, report) {
      for (const row of context.rows('sys_items')) {
        const name = text(row, 'f_js_filename');
        if (name === '' || (int(row, 'id') ?? 0) <= 0 || context.metadata.files.has(`js/${name}`)) continue;
        const message = `File ${quote(name)} of item ${quote(text(row, 'f_item_name'))} is not in the zip.`;
        report(context.placeOf('sys_items', row), message);
      }
    },
  },
];

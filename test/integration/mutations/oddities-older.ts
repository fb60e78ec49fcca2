/** Oddities of columns, files and code. */
import type { Oddity } from './oddities.ts';
import type { RealExport } from './real-export.ts';

const OLDER = 'note task-dat-older-columns';

function addFiles(draft: RealExport, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) draft.files.set(path, Buffer.from(content));
}

export const OLDER_ODDITIES: readonly Oddity[] = [
  {
    what: 'columns that older releases did not write',
    line: 5,
    told: [OLDER, OLDER, OLDER, OLDER],
    mutate(draft) {
      draft.dropColumns('sys_items', 'f_record_version');
      draft.dropColumns('sys_report_params', 'task_id');
      draft.dropColumns('sys_params', 'f_upload_file_ext');
      draft.dropColumns('sys_fields', 'f_do_not_sanitize', 'f_textarea');
    },
  },
  {
    what: 'parameters of a very old release',
    line: 5,
    told: [OLDER],
    mutate: (draft) =>
      draft.dropColumns('sys_params', 'f_jam_version', 'f_theme', 'f_small_font', 'f_import_delay', 'f_production'),
  },
  {
    what: 'parameters that the first releases of 7 did not write',
    line: 7,
    told: [OLDER],
    mutate: (draft) => draft.dropColumns('sys_params', 'f_show_select_sql', 'f_ace_theme', 'f_modern_input_btns'),
  },
  {
    what: 'columns that are unknown now',
    told: ['note task-dat-unknown', 'note task-dat-unknown'],
    mutate(draft) {
      // At the end, before what stands behind the fields.
      draft.columns.sys_items = [...draft.columns.sys_items, 'f_client_module'];
      draft.columns.sys_params = [...draft.columns.sys_params, 'f_mp_pool'];
      draft.item('customers').f_client_module = "def on_created(item):\n    print 'old client'\n";
    },
  },
  {
    what: 'a report template that is not there',
    told: ['note report-template-absent'],
    mutate: (draft) => draft.files.delete('reports/sales.ods'),
  },
  {
    what: 'a script that is not there',
    told: ['note script-absent'],
    mutate: (draft) =>
      Object.assign(draft.item('customers'), { f_js_external: 1, f_js_filename: 'catalogs.customers.js' }),
  },
  {
    what: 'files of any kind at their places',
    mutate: (draft) =>
      addFiles(draft, {
        'js/crm.js_june': '// kept\n',
        'css/lists': '',
        'static/js/office.js.map': '{}',
        'reports/old_template': 'text',
        'js/catalogs.tariffs.js': '(function(task) { "use strict"; })(task)\n',
        'static/img/empty.png': '',
      }),
  },
  {
    what: 'nothing but task.dat',
    told: ['note report-template-absent', 'note script-absent'],
    alone: true,
    mutate: (draft) => draft.files.clear(),
  },
  {
    what: 'client code that ends in a comment',
    mutate(draft) {
      const item = draft.item('customers');
      item.f_web_client_module = `${String(item.f_web_client_module)}\n// the end`;
    },
  },
  {
    what: 'server code with CRLF, tabs and an unknown escape',
    mutate: (draft) =>
      Object.assign(draft.item('tariffs'), {
        f_server_module: "import re\r\n\r\ndef digits(item, text):\r\n\treturn re.findall('\\d+', text)\r\n",
      }),
  },
  {
    what: 'imports of packages that are absent',
    alone: true,
    mutate: (draft) =>
      Object.assign(draft.item('tariffs'), {
        f_server_module: 'import no_such_package\nfrom pandas import DataFrame\n',
      }),
  },
  {
    what: 'a file in utils that is empty',
    mutate: (draft) => addFiles(draft, { 'utils/nothing.py': '' }),
  },
  {
    what: "a file in utils of Python 2's time",
    told: ['warning utils-file-compiles'],
    mutate: (draft) => addFiles(draft, { 'utils/old.py': "print 'old'\n" }),
  },
];

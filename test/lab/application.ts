/**
 * The small business application that the lab develops and exports: customers, invoices with their lines, a field of
 * every type, indexes, a foreign key, lookups, roles, a report, code and files. Three versions of it.
 */

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import AdmZip from 'adm-zip';
import { CUSTOMERS_CLIENT, CUSTOMERS_SERVER, HELPER, INVOICES_SERVER, TASK_CLIENT, TASK_SERVER } from './code.ts';
import type { Developer } from './developer.ts';
import type { NewField } from './fields.ts';

/** Login names, roles and items that tests may rely on. */
export const APPLICATION = {
  taskName: 'crm',
  caption: 'Customers',
  /** A role that may not view `tariffs`. */
  clerkRole: 'Clerk',
  hiddenItem: 'tariffs',
} as const;

const EVERY_TYPE: NewField[] = [
  { name: 'name', caption: 'Name', type: 'TEXT', size: 80, required: true },
  { name: 'city', caption: 'City', type: 'TEXT', size: 60, defaultValue: 'Köln' },
  { name: 'country', caption: 'Country', lookup: 'countries', lookupField: 'name' },
  {
    name: 'country_code',
    caption: 'Country code',
    lookup: 'countries',
    lookupField: 'iso_code',
    masterField: 'country',
  },
  { name: 'discount', caption: 'Discount', type: 'INTEGER', defaultValue: '0' },
  { name: 'rating', caption: 'Rating', type: 'FLOAT' },
  { name: 'credit_limit', caption: 'Credit limit', type: 'CURRENCY', defaultValue: '1000' },
  { name: 'customer_since', caption: 'Customer since', type: 'DATE', defaultValue: 'current date', defaultChoice: 1 },
  { name: 'last_contact', caption: 'Last contact', type: 'DATETIME' },
  { name: 'vip', caption: 'Important', type: 'BOOLEAN', defaultValue: 'false', defaultChoice: 0 },
  { name: 'remarks', caption: 'Remarks', type: 'LONGTEXT' },
  { name: 'markets', caption: 'Markets', type: 'KEYS', lookup: 'countries' },
  { name: 'contract', caption: 'Contract', type: 'FILE', accept: '.pdf, .txt' },
  { name: 'photo', caption: 'Photo', type: 'IMAGE' },
  { name: 'fax', caption: 'Fax', type: 'TEXT', size: 30 },
];

/** Stage 1: the application as first released. */
export async function developV1(developer: Developer, dir: string): Promise<void> {
  const clerk = await developer.addRole(APPLICATION.clerkRole);
  await developer.addLookupList('invoice states', [
    [1, 'Draft'],
    [2, 'Sent'],
    [3, 'Paid'],
  ]);
  await addCatalogs(developer);
  await addInvoices(developer);
  await developer.addFilter('customers', 'city', 12);
  await developer.addReport('sales', 'Sales by customer', 'sales.ods', [
    { name: 'from_date', caption: 'From', type: 'DATE', required: true },
    { name: 'customer', caption: 'Customer', lookup: 'customers', lookupField: 'name' },
  ]);
  await addFiles(dir);
  await developer.file('project.css', '/* The office look */\n.form-header { color: #224466; }\n');
  await developer.code(APPLICATION.taskName, { server: TASK_SERVER, client: TASK_CLIENT });
  await developer.code('customers', { server: CUSTOMERS_SERVER, client: CUSTOMERS_CLIENT });
  await developer.code('invoices', { server: INVOICES_SERVER });
  await developer.allow(clerk, APPLICATION.hiddenItem, { view: false, create: false, edit: false, delete: false });
  await developer.allow(clerk, 'customers', { view: true, create: true, edit: true, delete: false });
  if (developer.line === 7) {
    await developer.addCopy('tariffs', 'old_tariffs', 'Old tariffs');
    await developer.restrictField(clerk, 'customers', 'credit_limit', 'f_read_only');
  }
  await developer.setVersion('1.0.0');
  await addRows(developer);
}

async function addCatalogs(developer: Developer): Promise<void> {
  const name: NewField = { name: 'name', caption: 'Name', type: 'TEXT', size: 60, required: true };
  await developer.addTable({
    group: 'catalogs',
    name: 'countries',
    caption: 'Countries',
    hardDelete: true,
    fields: [name, { name: 'iso_code', caption: 'ISO code', type: 'TEXT', size: 2 }],
  });
  await developer.addIndex('countries', 'crm_countries_iso', ['iso_code'], true);
  await developer.addTable({ group: 'catalogs', name: 'customers', caption: 'Customers', fields: EVERY_TYPE });
  await developer.addForeignKey('customers', 'country');
  await developer.addIndex('customers', 'crm_customers_place', ['city', '-customer_since']);
  await developer.addTable({
    group: 'catalogs',
    name: 'tariffs',
    caption: 'Tariffs',
    fields: [name, { name: 'price', caption: 'Price', type: 'CURRENCY' }],
  });
  await developer.addTable({
    group: 'catalogs',
    name: 'reminders',
    caption: 'Reminders',
    fields: [
      { name: 'subject', caption: 'Subject', type: 'TEXT', size: 100 },
      { name: 'due_date', caption: 'Due', type: 'DATE' },
    ],
  });
}

async function addInvoices(developer: Developer): Promise<void> {
  await developer.addTable({
    group: 'journals',
    name: 'invoices',
    caption: 'Invoices',
    fields: [
      { name: 'invoice_no', caption: 'Number', type: 'TEXT', size: 20, required: true },
      { name: 'invoice_date', caption: 'Date', type: 'DATE', defaultValue: 'current date', defaultChoice: 1 },
      { name: 'customer', caption: 'Customer', lookup: 'customers', lookupField: 'name' },
      { name: 'customer_city', caption: 'City', lookup: 'customers', lookupField: 'city', masterField: 'customer' },
      {
        name: 'customer_country',
        caption: 'Country',
        lookup: 'customers',
        lookupField: 'country',
        lookupField1: 'name',
        masterField: 'customer',
      },
      { name: 'state', caption: 'State', lookupList: 'invoice states', defaultValue: '1', defaultChoice: 1 },
      { name: 'total', caption: 'Total', type: 'CURRENCY' },
    ],
  });
  await developer.addIndex('invoices', 'crm_invoices_number', ['invoice_no'], true);
  await developer.addIndex('invoices', 'crm_invoices_date', ['-invoice_date', 'invoice_no']);
  const lines: NewField[] = [
    { name: 'product', caption: 'Product', type: 'TEXT', size: 100 },
    { name: 'quantity', caption: 'Quantity', type: 'FLOAT' },
    { name: 'price', caption: 'Price', type: 'CURRENCY' },
    { name: 'tariff', caption: 'Tariff', lookup: 'tariffs', lookupField: 'name' },
  ];
  const master: NewField = { name: 'invoice', caption: 'Invoice', lookup: 'invoices', lookupField: 'invoice_no' };
  if (developer.line === 5) {
    await developer.addTable({ group: 'details', name: 'invoice_lines', caption: 'Invoice lines', fields: lines });
  } else {
    await developer.addTable({
      group: 'journals',
      name: 'invoice_lines',
      caption: 'Invoice lines',
      fields: [master, ...lines],
    });
  }
  await developer.addDetail('invoices', 'invoice_lines', 'invoice');
}

/** Files that a developer puts into the project folder by hand. */
async function addFiles(dir: string): Promise<void> {
  const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
  const files: Record<string, string | Buffer> = {
    'utils/__init__.py': '',
    'utils/helper.py': HELPER,
    'static/js/office.js': '"use strict";\nwindow.office = { city: "Köln" };\n',
    'static/css/office.css': '.office { font-weight: bold; }\n',
    'static/img/logo.png': Buffer.from(pixel, 'base64'),
    'reports/sales.ods': reportTemplate(),
  };
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), content);
  }
}

/** A spreadsheet with the one band that Jam.py's report engine looks for. */
function reportTemplate(): Buffer {
  const namespaces = ['office', 'table', 'text']
    .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
    .join(' ');
  const cell = (text: string) =>
    `<table:table-cell office:value-type="string"><text:p>${text}</text:p></table:table-cell>`;
  const rows = [
    ['title', 'Sales from %(from_date)s'],
    ['detail', '%(customer)s'],
  ];
  const body = rows
    .map(([band, text]) => `<table:table-row>${cell(band ?? '')}${cell(text ?? '')}</table:table-row>`)
    .join('');
  const zip = new AdmZip();
  const type = 'application/vnd.oasis.opendocument.spreadsheet';
  zip.addFile('mimetype', Buffer.from(type));
  zip.addFile(
    'content.xml',
    Buffer.from(
      `<?xml version="1.0" encoding="UTF-8"?><office:document-content ${namespaces} office:version="1.2"><office:body><office:spreadsheet><table:table table:name="Sheet1"><table:table-column/>${body}</table:table></office:spreadsheet></office:body></office:document-content>`,
    ),
  );
  zip.addFile(
    'META-INF/manifest.xml',
    Buffer.from(
      `<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="${type}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`,
    ),
  );
  return zip.toBuffer();
}

/** A few rows, so that later versions change tables that hold something. */
async function addRows(developer: Developer): Promise<void> {
  const [germany, france] = await developer.insertRows('countries', [
    { values: { name: 'Germany', iso_code: 'DE' } },
    { values: { name: 'France', iso_code: 'FR' } },
  ]);
  const [tariff] = await developer.insertRows('tariffs', [{ values: { name: 'Standard', price: 12.5 } }]);
  const [anna] = await developer.insertRows('customers', [
    {
      values: {
        name: 'Anna Müller',
        city: 'Köln',
        country: germany ?? 0,
        discount: 5,
        rating: 4.5,
        credit_limit: 2500,
        vip: true,
        fax: '0221 1',
      },
    },
    {
      values: {
        name: 'Émile Zola',
        city: 'Paris',
        country: france ?? 0,
        customer_since: '2020-02-29',
        last_contact: '2024-01-31 12:30:00',
      },
    },
  ]);
  await developer.insertRows('invoices', [
    {
      values: { invoice_no: '2024-001', invoice_date: '2024-01-31', customer: anna ?? 0, state: 2, total: 25 },
      details: { invoice_lines: [{ product: 'Consulting', quantity: 2, price: 12.5, tariff: tariff ?? 0 }] },
    },
  ]);
  await developer.insertRows('reminders', [{ values: { subject: 'Call Anna', due_date: '2024-03-01' } }]);
}

/** Stage 2: a table, a field, an index, and code more. */
export async function developV2(developer: Developer): Promise<void> {
  await developer.addTable({
    group: 'journals',
    name: 'payments',
    caption: 'Payments',
    fields: [
      { name: 'invoice', caption: 'Invoice', lookup: 'invoices', lookupField: 'invoice_no' },
      { name: 'paid_on', caption: 'Paid on', type: 'DATE' },
      { name: 'amount', caption: 'Amount', type: 'CURRENCY', required: true },
    ],
  });
  await developer.changeTable('customers', { add: [{ name: 'email', caption: 'E-mail', type: 'TEXT', size: 120 }] });
  await developer.addIndex('customers', 'crm_customers_email', ['email']);
  await developer.code('customers', {
    server: `${CUSTOMERS_SERVER}
def addresses(item):
    customers = item.copy(handlers=False)
    customers.open(fields=['id', 'email'])
    return [c.email.value for c in customers if c.email.value]
`,
  });
  await developer.code('payments', {
    client: 'function on_after_append(item) {\n\titem.paid_on.value = new Date();\n}\n',
  });
  await developer.setVersion('2.0.0');
}

/** Stage 3: a field and a caption renamed, a field and a table dropped. */
export async function developV3(developer: Developer): Promise<void> {
  await developer.changeTable('customers', { rename: { remarks: 'comments' } });
  await developer.changeTable('invoices', { caption: 'Outgoing invoices' });
  await developer.changeTable('customers', { drop: ['fax'] });
  await developer.dropTable('reminders');
  await developer.setVersion('3.0.0');
}

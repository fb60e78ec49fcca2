/** The application as people see it: a browser logs in and opens an item's page. */
import type { Browser, Page } from 'playwright-core';
import type { Line } from '../../src/metadata/model.ts';
import { inserted, JamClient } from '../lab/builder.ts';

export interface Person {
  login: string;
  password: string;
}

const PATIENCE = 60_000;

/** Adds a customer by the application's own API. */
export async function addCustomer(url: string, line: Line, person: Person, name: string): Promise<void> {
  const client = new JamClient(url, line, 1);
  if (!(await client.login(person.login, person.password))) throw new Error(`${person.login} can not log in`);
  const customers = (await client.items()).find((item) => item.name === 'customers' && item.type === 10);
  await client.apply(customers?.id ?? 0, [inserted({ name })]);
}

/** @returns the texts of the first column of rows that the page of the customers shows. */
export async function customersOnPage(browser: Browser, url: string, line: Line, person: Person): Promise<string[]> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.goto(url);
    await logIn(page, line, person);
    await page.locator('#menu').getByText('Catalogs').click();
    await page.locator('#menu').getByText('Customers', { exact: true }).click();
    const cells = page.locator('.view-form.customers .inner-table tr.inner td.name');
    await cells.first().waitFor();
    return (await cells.allInnerTexts()).map((text) => text.trim());
  } finally {
    await context.close();
  }
}

/** Jam.py 7 has a page for it, Jam.py 5 a form over the empty application. */
async function logIn(page: Page, line: Line, { login, password }: Person): Promise<void> {
  const field = (id: string, type: string) => page.locator(line === 7 ? id : `input[type=${type}]:visible`).first();
  await field('#login', 'text').fill(login);
  await field('#password', 'password').fill(password);
  if (line === 7) await page.locator('button.login-button').click();
  else await page.keyboard.press('Enter');
}

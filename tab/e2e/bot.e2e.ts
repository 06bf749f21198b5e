/** The bot as people meet it: in the channel of the Teams-like page, with the tab beside it. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import type { Plan } from '#contract';
import { openBrowser } from './browser.ts';
import { smallOffice } from './offices.ts';
import { startProduct, type Product } from './product.ts';
import { apiOf, setFaults, storeBuilding, type Api } from './steps.ts';
import { openTeams, type Look, type Teams } from './teams.ts';

let product: Product;
let browser: Browser;
let admin: Api;

beforeAll(async () => {
  product = await startProduct();
  browser = await openBrowser();
  admin = await apiOf(product);
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** Opens the tab as that person: only then does the bot know what the person may do. */
async function enter(person: Look['person'] & string): Promise<Teams> {
  const teams = await openTeams(browser, product, { person });
  await teams.tab.getByRole('heading', { name: 'Buildings' }).waitFor();
  onTestFailed(async () => {
    const said = await posts(teams.page).allInnerTexts();
    process.stderr.write(`In the channel:\n${said.join('\n----\n')}\n`);
  });
  return teams;
}

const posts = (page: Page): Locator => page.getByRole('log', { name: 'Posts' }).getByRole('article');
const card = (page: Page, words: string | RegExp): Locator => posts(page).filter({ hasText: words });

async function say(page: Page, words: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message the bot' }).fill(words);
  await page.getByRole('button', { name: 'Send' }).click();
}

const become = (page: Page, person: string): Promise<unknown> =>
  page.getByLabel('Person').selectOption(person);

it('operator asks, administrator approves, the report opens its run, what failed is tried again', async () => {
  const building = await storeBuilding(admin, smallOffice('Harbour House'));
  const { page, tab } = await enter('operator');
  const other = await enter('viewer');
  await setFaults(product, [
    {
      match: { method: 'POST', path: '/v1.0/places', nth: 3 },
      effect: { status: 400, body: { error: { code: 'ErrorInvalid', message: 'It cannot be.' } } },
    },
  ]);

  await say(page, 'sync harbour house');
  const asked = card(page, 'Approve: sync Harbour House?');
  await asked.getByText('2 new mailboxes are created.').waitFor();
  await asked.getByRole('button', { name: 'Approve' }).click();
  await page.getByRole('status').filter({ hasText: 'Admin' }).waitFor();
  await card(other.page, 'Approve: sync Harbour House?').waitFor();

  await become(page, 'admin');
  await asked.getByRole('button', { name: 'Approve' }).click();
  for (const window of [page, other.page]) {
    const decided = card(window, 'Approved: Harbour House');
    await decided.getByText('Approved by').waitFor();
    expect(await decided.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    expect(await card(window, 'Approve: sync').count()).toBe(0);
  }

  const report = card(page, /Synced with failures: Harbour House.*Run /);
  await report.getByText('ErrorInvalid').waitFor();
  await card(page, /Synced with failures/)
    .filter({ hasNotText: 'Run ' })
    .getByText('edited')
    .waitFor();
  expect(await report.count()).toBe(1);
  await report.getByRole('link', { name: 'Open report' }).click();
  await tab.getByRole('heading', { name: 'Report: Harbour House' }).waitFor();
  const { items } = await admin.get<{ items: { id: string }[] }>(`/api/runs?buildingId=${building.id}`);
  expect(items).toHaveLength(1);
  const runId = items[0]?.id ?? 'none';
  await report.getByText(`Run ${runId}`).waitFor();
  expect(await tab.locator('html').evaluate(() => location.hash)).toContain(runId);

  await setFaults(product, []);
  await report.getByRole('button', { name: 'Retry failed' }).click();
  await card(page, /Synced: Harbour House.*Run /).waitFor({ timeout: 60_000 });
  const plan = await admin.post<Plan>(`/api/buildings/${building.id}/plans`);
  expect(plan.summary.create).toBe(0);
  expect([...other.errors]).toEqual([]);
  await page.context().close();
  await other.context.close();
});

it('an approval that waited too long starts nothing and says so to everyone', async () => {
  const building = await storeBuilding(admin, smallOffice('Quay House'));
  const { page, context } = await enter('operator');
  await say(page, 'sync quay house');
  const asked = card(page, 'Approve: sync Quay House?');
  await asked.waitFor();
  await storeBuilding(admin, smallOffice('Quay House', 13));
  await admin.post<Plan>(`/api/buildings/${building.id}/plans`);

  await become(page, 'admin');
  await asked.getByRole('button', { name: 'Approve' }).click();
  const refused = card(page, 'Not started: Quay House');
  await refused.getByText('This plan is out of date.').waitFor();
  expect(await card(page, 'Approve: sync Quay House?').count()).toBe(0);
  const { items } = await admin.get<{ items: unknown[] }>(`/api/runs?buildingId=${building.id}`);
  expect(items).toEqual([]);

  await refused.getByRole('button', { name: 'Preview again' }).click();
  await card(page, 'Preview: Quay House').waitFor();
  await context.close();
});

it('help, a list, a picker for an unclear name, and a card found in the message box', async () => {
  await storeBuilding(admin, smallOffice('Garden North'));
  await storeBuilding(admin, smallOffice('Garden South'));
  const { page, context } = await enter('operator');
  await say(page, 'hello');
  await card(page, 'In a channel mention me first, then say:').waitFor();
  await say(page, 'buildings');
  await card(page, /Garden North.*never synced/).waitFor();

  await say(page, 'preview garden');
  const picker = card(page, 'Which building is "garden"?');
  await picker.getByRole('button', { name: 'Garden South' }).click();
  await card(page, 'Preview: Garden South').getByText('Nothing was written to Microsoft.').waitFor();

  await page.getByRole('button', { name: 'Search with Places Sync' }).click();
  const search = page.getByRole('region', { name: 'Search with Places Sync' });
  await search.getByRole('textbox', { name: 'Words to search' }).fill('garden north');
  await search.getByRole('button', { name: 'Search', exact: true }).click();
  await search.getByRole('button', { name: /Garden North never synced/ }).click();
  const shared = card(page, '1 building').filter({ hasText: 'Robin Operator' });
  await shared.getByText('Garden North').waitFor();
  await context.close();
});

import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { startProduct, type Product } from './product.ts';
import { largeOffice, smallOffice } from './offices.ts';
import { openTeams, type Teams } from './teams.ts';

let product: Product;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'places-sync-upload-'));
  product = await startProduct();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

async function upload(teams: Teams, document: object, name: string): Promise<void> {
  const path = join(folder, `${name}.json`);
  await writeFile(path, JSON.stringify(document));
  await teams.tab.getByRole('button', { name: 'Upload buildings' }).click();
  await teams.tab.locator('input[type=file]').setInputFiles(path);
  await teams.tab.getByRole('button', { name: /^Store 1 building$/ }).click();
  await teams.tab.getByText(/1 building stored/).waitFor();
  await teams.tab.getByRole('button', { name: 'Close', exact: true }).click();
}

const writesToGraph = async (): Promise<number> => {
  const answer = await fetch(`${product.tenantUrl}/_sandbox/requests`);
  const rows = (await answer.json()) as
    { method: string; path: string }[] | { items: { method: string; path: string }[] };
  const all = Array.isArray(rows) ? rows : rows.items;
  return all.filter((row) => row.path.includes('/places') && row.method !== 'GET').length;
};

it('a newcomer uploads, previews, starts, closes the page, comes back to the report, and syncs again with nothing to do', async () => {
  const first = await openTeams(browser, product);
  await upload(first, smallOffice('Harbour House'), 'harbour');

  await first.tab.getByRole('button', { name: 'Preview sync of Harbour House' }).click();
  await first.tab.getByRole('treegrid').waitFor();
  expect(await writesToGraph()).toBe(0);

  await first.tab.getByRole('button', { name: 'Start sync…' }).click();
  await first.tab.getByRole('dialog').getByText('Alex Admin').waitFor();
  await first.tab.getByRole('button', { name: 'Start sync', exact: true }).click();
  await first.tab.getByRole('heading', { name: /^(Syncing|Report:) Harbour House/ }).waitFor();
  await first.context.close();

  const second = await openTeams(browser, product);
  const row = second.tab.getByRole('row', { name: /Harbour House/ });
  await row.getByText('In sync').waitFor({ timeout: 60_000 });
  await row.getByRole('link', { name: 'Harbour House' }).click();
  await second.tab.getByRole('heading', { name: 'History' }).waitFor();
  await second.tab
    .getByRole('link', { name: /20\d\d/ })
    .first()
    .click();
  await second.tab.getByRole('heading', { name: 'Report: Harbour House' }).waitFor();
  await second.tab.getByText('When it becomes visible').waitFor();

  await second.tab
    .getByRole('navigation', { name: 'Path' })
    .getByRole('link', { name: 'Harbour House' })
    .click();
  await second.tab.getByRole('button', { name: 'Preview sync' }).click();
  await second.tab.getByRole('treegrid').waitFor();
  const filters = second.tab.getByRole('group', { name: 'Show only places with these actions' });
  expect(await filters.getByRole('button').allInnerTexts()).toEqual([expect.stringMatching(/Skip$/)]);
  expect(second.errors).toEqual([]);
  await second.context.close();
});

it('a plan of 5,000 places opens, filters and scrolls without a gap', async () => {
  const teams = await openTeams(browser, product);
  await upload(teams, largeOffice('Tower', 5_000), 'tower');
  await teams.tab.getByRole('button', { name: 'Preview sync of Tower' }).click({ timeout: 60_000 });
  const tree = teams.tab.getByRole('treegrid');
  await tree.waitFor({ timeout: 60_000 });
  await teams.tab.getByRole('button', { name: 'Expand' }).click();
  await teams.tab.getByRole('menuitem', { name: 'Everything' }).click();
  expect(Number(await tree.getAttribute('aria-rowcount'))).toBeGreaterThan(5_000);

  await tree.getByRole('row').nth(1).focus();
  await teams.page.keyboard.press('End');
  const gap = await tree.getByRole('rowgroup').evaluate((scroll) => {
    const box = scroll.getBoundingClientRect();
    const at = document.elementFromPoint(box.left + 60, box.bottom - 50);
    return at?.closest('[role=row]') === null;
  });
  expect(gap).toBe(false);

  await teams.tab.getByRole('searchbox').fill('desk 4321');
  await teams.tab.getByText('1 place matches').waitFor();
  await tree.getByRole('row', { name: /Desk 4321/ }).waitFor();
  expect(teams.errors).toEqual([]);
  await teams.context.close();
});

import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findBarriers } from './axe.ts';
import { openBrowser } from './browser.ts';
import { deskHall, smallOffice } from './offices.ts';
import { startProduct, type Product } from './product.ts';
import { apiOf, setFaults, storeBuilding, syncOnce, type Api } from './steps.ts';
import { openTeams, showView, type Teams } from './teams.ts';

let product: Product;
let browser: Browser;
let api: Api;
let teams: Teams;

beforeAll(async () => {
  product = await startProduct();
  browser = await openBrowser();
  api = await apiOf(product);
});

afterEach(async () => {
  await teams?.context.close();
  await setFaults(product, []);
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** Opens a fresh plan of the building and the confirmation. */
async function preview(buildingId: string): Promise<void> {
  await showView(teams, `#/buildings/${buildingId}`);
  await teams.tab.getByRole('button', { name: 'Preview sync' }).click();
  await teams.tab.getByRole('treegrid').waitFor();
}

async function start(): Promise<void> {
  await teams.tab.getByRole('button', { name: 'Start sync…' }).click();
  await teams.tab.getByRole('button', { name: 'Start sync', exact: true }).click();
}

describe('failures', () => {
  it('are told with the words of Microsoft, and only they are repeated', async () => {
    const building = await storeBuilding(api, smallOffice('Mill'));
    const refusal = { error: { code: 'UnableToCreate', message: 'The test refuses this desk.' } };
    await setFaults(product, [
      {
        match: { method: 'POST', path: '/\\/places$/', nth: 9, times: 2 },
        effect: { status: 400, body: refusal },
      },
    ]);
    teams = await openTeams(browser, product);
    await preview(building.id);
    await start();
    await teams.tab.getByText('Done with failures').waitFor({ timeout: 60_000 });
    await teams.tab.getByRole('heading', { name: '2 places failed' }).waitFor();
    expect(await teams.tab.getByText('The test refuses this desk.').count()).toBe(2);
    expect(await findBarriers(teams.page)).toEqual([]);

    await setFaults(product, []);
    await teams.tab.getByRole('button', { name: 'Retry failed' }).click();
    await teams.tab.getByText('Done', { exact: true }).waitFor({ timeout: 60_000 });
    const created = teams.tab.locator('dl').filter({ hasText: 'Created' }).first();
    expect(await created.innerText()).toMatch(/2\s*\n?.*Created|Created\s*\n?.*2/);
  });
});

describe('guards', () => {
  it('hold a shrunken source until an administrator releases them by name', async () => {
    const building = await storeBuilding(api, smallOffice('Foundry', 40));
    await syncOnce(api, building.id);
    await storeBuilding(api, smallOffice('Foundry', 4));

    teams = await openTeams(browser, product, { person: 'operator' });
    await preview(building.id);
    await teams.tab.getByRole('region', { name: /^Blocked: 36 of/ }).waitFor();
    await teams.tab.getByRole('button', { name: 'Start sync…' }).click();
    await teams.tab.getByText(/Only a Places Sync administrator can release/).waitFor();
    const go = teams.tab.getByRole('button', { name: 'Start sync', exact: true });
    expect(await go.getAttribute('aria-disabled')).toBe('true');
    expect(await findBarriers(teams.page)).toEqual([]);
    await teams.context.close();

    teams = await openTeams(browser, product);
    await preview(building.id);
    await teams.tab.getByRole('button', { name: 'Start sync…' }).click();
    for (const box of await teams.tab.getByRole('dialog').getByRole('checkbox').all()) await box.check();
    await teams.tab.getByRole('button', { name: 'Start sync', exact: true }).click();
    await teams.tab.getByRole('heading', { name: 'Report: Foundry' }).waitFor({ timeout: 60_000 });
  });
});

describe('a slow run', () => {
  it('is cancelled after the item in flight', async () => {
    const building = await storeBuilding(api, smallOffice('Depot', 60));
    await setFaults(product, [{ match: { method: 'POST', path: '/places' }, effect: { delayMs: 400 } }]);
    teams = await openTeams(browser, product);
    await preview(building.id);
    await start();
    await teams.tab.getByRole('button', { name: 'Cancel sync' }).click();
    await teams.tab.getByText('Cancelled', { exact: true }).waitFor({ timeout: 60_000 });
    await teams.tab.getByRole('heading', { name: 'Report: Depot' }).waitFor();
  });

  it('goes on by itself after the server was killed and started again, and the page finds back', async () => {
    const building = await storeBuilding(api, deskHall('Granary', 60));
    await setFaults(product, [{ match: { method: 'POST', path: '/places' }, effect: { delayMs: 300 } }]);
    teams = await openTeams(browser, product);
    await preview(building.id);
    await start();
    await teams.tab.getByText(/^[1-9]\d? %$/).waitFor({ timeout: 60_000 });
    expect(await findBarriers(teams.page)).toEqual([]);
    await product.restart('hard');
    await teams.tab.getByRole('heading', { name: 'Report: Granary' }).waitFor({ timeout: 90_000 });
    await teams.tab.getByText('Done', { exact: true }).waitFor();
  });
});

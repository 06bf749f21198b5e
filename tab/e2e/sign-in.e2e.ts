import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Building } from '#contract';
import { findBarriers } from './axe.ts';
import { openBrowser } from './browser.ts';
import { startProduct, type Product } from './product.ts';
import { apiOf, buildingNamed } from './steps.ts';
import { openTeams, showView, type Teams } from './teams.ts';

let product: Product;
let browser: Browser;
let building: Building;
let teams: Teams;

beforeAll(async () => {
  product = await startProduct();
  browser = await openBrowser();
  building = await buildingNamed(await apiOf(product), 'Contoso Lyon');
});

afterEach(() => teams?.context.close());

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** Does something to the sign-in service of the simulated tenant. */
async function tenant(path: string, body: object, method = 'POST'): Promise<void> {
  const answer = await fetch(`${product.tenantUrl}/_sandbox/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(method === 'DELETE' ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** Clicks, and gives the window that opens. */
async function windowOf(click: () => Promise<void>): Promise<Page> {
  const opened = teams.page.waitForEvent('popup');
  await click();
  return opened;
}

const signInButton = () => teams.tab.getByRole('button', { name: 'Sign in', exact: true });
const address = () => teams.tab.locator('html').evaluate(() => location.hash);

describe('consent for the tab', () => {
  afterEach(() => tenant('consent', { to: 'tab', granted: true }));

  it('taken back: one button, a window, and back on the same view with the same input', async () => {
    teams = await openTeams(browser, product);
    await showView(teams, '#/settings');
    const channel = teams.tab.getByLabel('Channel for reports');
    const other = await channel.locator('option').last().getAttribute('value');
    await channel.selectOption(other);
    await tenant('consent', { to: 'tab', granted: false });
    await teams.tab.getByRole('button', { name: 'Save' }).click();
    await signInButton().waitFor();
    expect(await signInButton().count()).toBe(1);
    expect(await findBarriers(teams.page)).toEqual([]);

    const popup = await windowOf(() =>
      teams.tab.getByRole('button', { name: 'Sign in and try again' }).click(),
    );
    await popup.getByRole('link', { name: 'Accept' }).click();
    await teams.tab.getByText('Saved', { exact: true }).waitFor();
    expect(popup.isClosed()).toBe(true);
    expect(await address()).toBe('#/settings');
    expect(await channel.inputValue()).toBe(other);
    expect(await signInButton().count()).toBe(0);
  });

  it('missing from the start: the view of the link is there after the window', async () => {
    await tenant('consent', { to: 'tab', granted: false });
    teams = await openTeams(browser, product, { page: `building:${building.id}` });
    await signInButton().waitFor();
    expect(await findBarriers(teams.page)).toEqual([]);
    const closed = await windowOf(() => signInButton().click());
    await closed.getByRole('link', { name: 'Accept' }).waitFor();
    await closed.close();
    await teams.tab.getByText(/the window was closed/).waitFor();

    const refused = await windowOf(() => signInButton().click());
    await refused.getByRole('link', { name: 'Cancel' }).click();
    await refused.getByRole('heading', { name: 'Microsoft did not sign you in' }).waitFor();
    await refused.getByRole('button', { name: 'Back to Places Sync' }).click();
    await signInButton().waitFor();

    const popup = await windowOf(() => signInButton().click());
    await popup.getByRole('link', { name: 'Accept' }).click();
    await teams.tab.getByRole('heading', { name: 'Contoso Lyon' }).waitFor();
    expect(await address()).toBe(`#/buildings/${building.id}`);
  });
});

describe('connecting the account', () => {
  it('meets a claims challenge (conditional access) in the window, and goes on', async () => {
    teams = await openTeams(browser, product);
    await teams.tab.getByRole('banner').getByRole('button', { name: 'Alex Admin' }).click();
    await tenant('people/admin/challenge', { interactive: true });
    await teams.tab.getByRole('button', { name: 'Connect again' }).click();
    const popup = await windowOf(() =>
      teams.tab.getByRole('button', { name: 'Sign in and try again' }).click(),
    );
    await popup.waitForEvent('close');
    await teams.tab.getByRole('alert').first().waitFor({ state: 'detached' });
    await teams.tab.getByText('Account connected', { exact: true }).waitFor();
    await tenant('people/admin/challenge', {}, 'DELETE');
  });

  it('offers the consent of an administrator where it is missing, and connects afterwards', async () => {
    teams = await openTeams(browser, product);
    await teams.tab.getByRole('banner').getByRole('button', { name: 'Alex Admin' }).click();
    await teams.tab.getByRole('button', { name: 'Disconnect' }).click();
    await teams.tab.getByRole('button', { name: 'Disconnect now' }).click();
    await tenant('consent', { granted: false });
    await teams.tab.getByRole('button', { name: 'Connect Microsoft account' }).click();
    const popup = await windowOf(() =>
      teams.tab.getByRole('button', { name: 'Grant consent as an administrator' }).click(),
    );
    await popup.getByRole('link', { name: 'Accept as an administrator' }).click();
    await teams.tab.getByText('Account connected', { exact: true }).waitFor();
  });
});

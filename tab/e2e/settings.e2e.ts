import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Building, Notifications } from '#contract';
import { findBarriers } from './axe.ts';
import { openBrowser } from './browser.ts';
import { startProduct, type Product } from './product.ts';
import { apiOf, buildingNamed, syncOnce, type Api } from './steps.ts';
import { openTeams, showView, type Look, type Teams } from './teams.ts';

let product: Product;
let browser: Browser;
let api: Api;
let building: Building;
let teams: Teams;

beforeAll(async () => {
  product = await startProduct();
  browser = await openBrowser();
  api = await apiOf(product);
  building = await buildingNamed(api, 'Contoso Lyon');
});

afterEach(() => teams?.context.close());

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** Conversations that a card was posted to. */
async function conversations(): Promise<string[]> {
  const answer = await fetch(`${product.tenantUrl}/_sandbox/messages`);
  const { items } = (await answer.json()) as {
    items: { conversationId: string; activity: { attachments?: unknown[] } }[];
  };
  return items
    .filter(({ activity }) => (activity.attachments ?? []).length > 0)
    .map(({ conversationId }) => conversationId);
}

const channelBox = () => teams.tab.getByLabel('Channel for reports');

describe('the channel for reports', () => {
  it('is chosen by an administrator, and the card of the next sync is in that channel', async () => {
    const { channels } = await api.get<Notifications>('/api/settings/notifications');
    const wanted = channels.at(-1);
    if (wanted === undefined) throw new Error('The app is in no team.');
    teams = await openTeams(browser, product);
    await teams.tab.getByRole('link', { name: 'Settings' }).click();
    await channelBox().selectOption(wanted.id);
    await teams.tab.getByRole('button', { name: 'Save' }).click();
    await teams.tab.getByText('Saved', { exact: true }).waitFor();

    await syncOnce(api, building.id);
    await expect
      .poll(async () => (await conversations()).filter((id) => id.startsWith(wanted.id)).length, {
        timeout: 30_000,
      })
      .toBe(1);
    expect(await conversations()).toHaveLength(1);
  });

  it('keeps the choice while the network is lost, and stores it afterwards', async () => {
    teams = await openTeams(browser, product);
    await showView(teams, '#/settings');
    await channelBox().selectOption('');
    await teams.context.route('**/api/settings/**', (route) => route.abort());
    await teams.tab.getByRole('button', { name: 'Save' }).click();
    await teams.tab.getByText('The server cannot be reached').waitFor();
    expect(await channelBox().inputValue()).toBe('');
    await teams.context.unroute('**/api/settings/**');
    await teams.tab.getByRole('button', { name: 'Try again' }).click();
    await teams.tab.getByText('Saved', { exact: true }).waitFor();
    expect((await api.get<Notifications>('/api/settings/notifications')).channelId).toBeNull();
  });
});

describe('sync from chat', () => {
  it('is switched on by an administrator on the page of the building, and an operator sees it', async () => {
    teams = await openTeams(browser, product);
    await showView(teams, `#/buildings/${building.id}`);
    const control = teams.tab.getByRole('switch', { name: 'Help desk may sync Contoso Lyon from chat' });
    await control.click();
    await teams.tab.getByText(/^Allowed by Alex Admin/).waitFor();
    await teams.context.close();

    teams = await openTeams(browser, product, { person: 'operator' });
    await teams.tab.getByRole('link', { name: 'Settings' }).click();
    const row = teams.tab.getByRole('listitem').filter({ hasText: 'Contoso Lyon' });
    await row.getByText('Allowed', { exact: true }).waitFor();
    expect(await teams.tab.getByRole('switch').count()).toBe(0);
    expect(await teams.tab.getByRole('combobox').count()).toBe(0);
  });
});

/** With a channel that does not work; the others are among the looks of every view. */
const LOOKS: Readonly<Record<string, Look>> = {
  contrast: { theme: 'contrast' },
  'longer texts on a phone': { locale: 'qps-ploc', width: 'phone' },
};

it.each(Object.entries(LOOKS))('has no serious barrier and fits its width in %s', async (_name, look) => {
  teams = await openTeams(browser, product, look);
  await teams.context.route('**/api/settings/notifications', async (route) => {
    const answer = await route.fetch();
    const settings = (await answer.json()) as Notifications;
    const problem = { code: 'BotNotInConversationRoster', at: '2026-03-01T09:00:00Z' };
    await route.fulfill({ json: { ...settings, channelState: 'broken', problem } });
  });
  await showView(teams, '#/settings');
  await teams.tab.getByText('BotNotInConversationRoster').waitFor();
  await teams.tab.getByRole('switch').last().waitFor();
  expect(await findBarriers(teams.page)).toEqual([]);
  const overflow = await teams.tab.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  expect(teams.errors).toEqual([]);
});

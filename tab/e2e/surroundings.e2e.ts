import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { startProduct, type Product } from './product.ts';
import { syncBuilding } from './steps.ts';
import { openTeams, showView } from './teams.ts';

let product: Product;
let browser: Browser;
let ids: Awaited<ReturnType<typeof syncBuilding>>;

beforeAll(async () => {
  product = await startProduct();
  browser = await openBrowser();
  ids = await syncBuilding(product, 'Contoso Lyon');
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

describe('the tab in its host', () => {
  it('changes its theme while it is open', async () => {
    const teams = await openTeams(browser, product);
    await teams.tab.getByRole('heading', { name: 'Buildings' }).waitFor();
    const background = () =>
      teams.tab.locator('header').evaluate((header) => getComputedStyle(header).backgroundColor);
    const light = await background();
    await teams.page.getByLabel('Theme').selectOption('dark');
    await expect.poll(background, { timeout: 10_000 }).not.toBe(light);
    await teams.page.getByLabel('Theme').selectOption('contrast');
    await expect.poll(background, { timeout: 10_000 }).toBe('rgb(0, 0, 0)');
    await teams.context.close();
  });

  it('speaks the language of the host', async () => {
    const teams = await openTeams(browser, product, { locale: 'de-DE' });
    await teams.tab.getByRole('heading', { name: 'Gebäude', exact: true }).waitFor();
    expect(await teams.tab.locator('html').getAttribute('lang')).toBe('de');
    await teams.page.getByLabel('Language').selectOption('fr-FR');
    await teams.tab.getByRole('heading', { name: 'Bâtiments', exact: true }).waitFor();
    await teams.context.close();
  });

  it('opens exactly the run that a link names', async () => {
    const teams = await openTeams(browser, product, { page: `run:${ids.run}` });
    await teams.tab.getByRole('heading', { name: 'Report: Contoso Lyon' }).waitFor();
    expect(await teams.tab.locator('html').evaluate(() => location.hash)).toBe(`#/runs/${ids.run}`);
    await teams.context.close();
  });

  it('signs in through nested app authentication where the host offers it', async () => {
    const teams = await openTeams(browser, product, { naa: 'on' });
    await teams.tab.getByRole('link', { name: 'Contoso Lyon' }).waitFor();
    expect(teams.errors).toEqual([]);
    await teams.context.close();
  });

  it.each(['Outlook', 'Office'] as const)('works in %s without what only Teams has', async (host) => {
    const teams = await openTeams(browser, product, { host });
    await teams.tab.getByRole('link', { name: 'Contoso Lyon' }).click();
    await teams.tab.getByRole('heading', { name: 'Contoso Lyon' }).waitFor();
    await teams.tab.getByRole('button', { name: 'Preview sync' }).waitFor();
    expect(await teams.tab.getByRole('button', { name: 'Share' }).count()).toBe(0);
    expect(await teams.page.getByRole('complementary', { name: 'Channel conversation' }).count()).toBe(0);
    expect(teams.errors).toEqual([]);
    await teams.context.close();
  });

  it('shares a page where the host is Teams', async () => {
    const teams = await openTeams(browser, product, { page: `building:${ids.building}` });
    await teams.tab.getByRole('button', { name: 'Share' }).waitFor();
    await teams.context.close();
  });

  it('is added to a channel with the building a person picks', async () => {
    const teams = await openTeams(browser, product, { frame: 'settings' });
    await teams.tab.getByRole('radio', { name: 'Contoso Lyon' }).check();
    await teams.page.getByRole('button', { name: 'Save' }).click();
    await teams.page.getByText('Tab added').waitFor();
    await teams.context.close();
  });

  it('lets a viewer look, and turns a stranger away', async () => {
    const viewer = await openTeams(browser, product, { person: 'viewer' });
    await viewer.tab.getByRole('link', { name: 'Contoso Lyon' }).waitFor();
    expect(await viewer.tab.getByRole('button', { name: /Preview sync|Upload/ }).count()).toBe(0);
    await viewer.context.close();
    const stranger = await openTeams(browser, product, { person: 'outsider' });
    await stranger.tab.getByRole('alert').first().waitFor();
    expect(await stranger.tab.getByText('Contoso Lyon').count()).toBe(0);
    await stranger.context.close();
  });

  it('is worked from the keyboard alone, from the list to the report', async () => {
    const teams = await openTeams(browser, product);
    const { keyboard } = teams.page;
    const button = teams.tab.getByRole('button', { name: 'Preview sync of Contoso Lyon' });
    await button.waitFor();
    await teams.tab.getByRole('searchbox').focus();
    const focused = () => teams.tab.locator(':focus');
    for (let step = 0; step < 30; step++) {
      if ((await focused().getAttribute('aria-label')) === 'Preview sync of Contoso Lyon') break;
      await keyboard.press('Tab');
    }
    await keyboard.press('Enter');
    await teams.tab.getByRole('treegrid').waitFor();
    expect(await focused().evaluate((element) => element.tagName)).toBe('H1');
    for (let step = 0; step < 40; step++) {
      await keyboard.press('Tab');
      if ((await focused().getAttribute('role')) === 'row') break;
    }
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowDown');
    expect(await focused().getAttribute('aria-level')).toBe('2');
    for (let step = 0; step < 40; step++) {
      await keyboard.press('Shift+Tab');
      if ((await focused().innerText()) === 'Start sync…') break;
    }
    await keyboard.press('Enter');
    await teams.tab.getByRole('dialog').waitFor();
    await keyboard.press('Escape');
    await teams.tab.getByRole('dialog').waitFor({ state: 'detached' });
    // The focus is back where it came from.
    await teams.tab.locator(':focus', { hasText: 'Start sync…' }).waitFor();
    await keyboard.press('Enter');
    await teams.tab.getByRole('dialog').waitFor();
    for (let step = 0; step < 10; step++) {
      await keyboard.press('Tab');
      if ((await focused().innerText()) === 'Start sync') break;
    }
    await keyboard.press('Enter');
    await teams.tab.getByRole('heading', { name: 'Report: Contoso Lyon' }).waitFor({ timeout: 60_000 });
    await teams.context.close();
  });
});

describe('a tenant of 1,000 buildings', () => {
  it('scrolls through rows that are drawn when they come near', async () => {
    const teams = await openTeams(browser, product);
    await teams.context.route('**/api/buildings?*', async (route) => {
      const answer = await route.fetch();
      const { items } = (await answer.json()) as { items: { id: string; name: string }[] };
      const many = Array.from({ length: 1000 }, (_, at) => ({
        ...items[0],
        id: `b${at}`,
        name: `House ${at + 1}`,
      }));
      await route.fulfill({ json: { items: many } });
    });
    await teams.page.reload();
    await teams.tab.getByText('1,000 buildings').waitFor();
    const drawn = () => teams.tab.locator('tbody tr:not([aria-hidden])').count();
    expect(await drawn()).toBeLessThan(80);
    await teams.tab.locator('main').evaluate((main) => {
      main.scrollTop = main.scrollHeight;
    });
    await teams.tab.getByRole('link', { name: 'House 1000', exact: true }).waitFor();
    expect(await drawn()).toBeLessThan(80);
    // From row to row by keyboard, up and out of what was drawn at first.
    await teams.tab.getByRole('link', { name: 'House 999', exact: true }).focus();
    const wanted = teams.tab.getByRole('link', { name: 'House 965', exact: true });
    expect(await wanted.count()).toBe(0);
    for (let round = 0; round < 10 && (await wanted.count()) === 0; round++) {
      for (let step = 0; step < 10; step++) await teams.page.keyboard.press('Shift+Tab');
    }
    await wanted.waitFor();
    expect(await teams.tab.locator(':focus').count()).toBe(1);
    await teams.context.close();
  });
});

/** The product as it is asked for by a page that is not in a host, pretending to be live. */
async function openOutside(live: boolean) {
  const context = await browser.newContext({ locale: 'en-US' });
  const page = await context.newPage();
  const teamsPages: string[] = [];
  await context.route('https://teams.microsoft.com/**', (route) => {
    teamsPages.push(route.request().url());
    return route.abort();
  });
  if (live) {
    await context.route('**/api/info', async (route) => {
      const answer = await route.fetch();
      const { teamsUrl: _sandboxOnly, ...info } = (await answer.json()) as Record<string, unknown>;
      await route.fulfill({ json: { ...info, mode: 'live' } });
    });
  }
  await page.goto(`${product.appUrl}/tab`);
  return { context, page, teamsPages };
}

describe('outside Teams', () => {
  it('in sandbox mode the address of the tab leads to the Teams-like page', async () => {
    const { context, page } = await openOutside(false);
    await page.waitForURL(`${product.tenantUrl}/teams`);
    await page.frameLocator('iframe').getByRole('link', { name: 'Contoso Lyon' }).waitFor();
    await context.close();
  });

  it('in live mode it says where the app lives, and goes nowhere by itself', async () => {
    const { context, page, teamsPages } = await openOutside(true);
    await page.getByRole('heading', { name: 'Places Sync lives in Microsoft Teams' }).waitFor();
    const link = page.getByRole('link', { name: 'Open Microsoft Teams' });
    expect(await link.getAttribute('href')).toBe('https://teams.microsoft.com/');
    expect([new URL(page.url()).pathname, teamsPages]).toEqual(['/tab', []]);
    await context.close();
  });

  it('a frame of a foreign origin is refused', async () => {
    const foreign: Server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(`<iframe src="${product.appUrl}/tab"></iframe>`);
    }).listen(0, '127.0.0.1');
    await once(foreign, 'listening');
    const context = await browser.newContext();
    const page = await context.newPage();
    const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
    await page.goto(`http://127.0.0.1:${(foreign.address() as AddressInfo).port}/`);
    await refused;
    await context.close();
    foreign.close();
  });
});

describe('trouble on the way', () => {
  it('keeps what is on screen while the server is away, and says so', async () => {
    const teams = await openTeams(browser, product);
    await teams.tab.getByRole('link', { name: 'Contoso Lyon' }).waitFor();
    await teams.context.route('**/api/**', (route) => route.abort());
    await teams.tab.getByRole('button', { name: 'Preview sync of Contoso Lyon' }).click();
    await teams.tab.getByText('The server cannot be reached').waitFor();
    await teams.tab.getByRole('link', { name: 'Contoso Lyon' }).waitFor();
    await teams.context.unroute('**/api/**');
    await teams.tab.getByRole('button', { name: 'Try again' }).click();
    await teams.tab.getByRole('treegrid').waitFor();
    await teams.context.close();
  });

  it('fetches a new token when the old one has expired, without a word', async () => {
    const teams = await openTeams(browser, product);
    await teams.tab.getByRole('link', { name: 'Contoso Lyon' }).waitFor();
    let refused = 0;
    await teams.context.route('**/api/buildings/*', (route) =>
      refused++ === 0
        ? route.fulfill({
            status: 401,
            contentType: 'application/problem+json',
            body: '{"code":"token-expired"}',
          })
        : route.continue(),
    );
    await showView(teams, `#/buildings/${ids.building}`);
    await teams.tab.getByRole('heading', { name: 'Contoso Lyon' }).waitFor();
    expect(refused).toBeGreaterThan(1);
    await teams.context.close();
  });

  it('waits as long as the service asks, and counts down', async () => {
    const teams = await openTeams(browser, product);
    await teams.tab.getByRole('link', { name: 'Contoso Lyon' }).waitFor();
    await teams.context.route('**/api/buildings/*/plans', (route) =>
      route.fulfill({
        status: 429,
        headers: { 'retry-after': '3' },
        contentType: 'application/problem+json',
        body: '{"code":"too-many-requests","title":"Too many requests"}',
      }),
    );
    await teams.tab.getByRole('button', { name: 'Preview sync of Contoso Lyon' }).click();
    await teams.tab.getByRole('button', { name: /Try again in \d s/ }).waitFor();
    await teams.context.unroute('**/api/buildings/*/plans');
    await teams.tab.getByRole('button', { name: 'Try again', exact: true }).click();
    await teams.tab.getByRole('treegrid').waitFor();
    await teams.context.close();
  });
});

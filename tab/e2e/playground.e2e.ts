/** The bot in Microsoft's own local Teams client: a client that we did not write. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { deskHall } from './offices.ts';
import { hasPlayground, startPlayground, type Playground } from './playground.ts';
import { startProduct, type Product } from './product.ts';
import { apiOf, storeBuilding } from './steps.ts';
import { stayHome } from './teams.ts';

let product: Product;
let playground: Playground;
let browser: Browser;

const installed = hasPlayground();
if (!installed)
  process.stderr.write('Skipped: @microsoft/m365agentsplayground is not installed on this machine.\n');

beforeAll(async () => {
  if (!installed) return;
  product = await startProduct();
  const admin = await apiOf(product);
  await admin.get('/api/me');
  await storeBuilding(admin, deskHall('Harbour Hall', 6));
  playground = await startPlayground(product);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await playground?.stop();
  await product?.stop();
});

/** Mentions the bot, as a channel wants it. The name has to be picked: what is only typed is no mention. */
async function tell(page: Page, words: string): Promise<void> {
  await page.getByRole('textbox').first().click();
  await page.keyboard.type('@Pla');
  await page.getByRole('option', { name: 'Places Sync' }).or(page.getByText('Places Sync')).last().click();
  await page.keyboard.type(` ${words}`);
  await page.getByRole('button', { name: 'Post' }).click();
}

it.skipIf(!installed)('command, card, button, and a card that changes in place', async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await stayHome(context);
  const page = await context.newPage();
  await page.goto(playground.url);
  await page.getByRole('treeitem', { name: /General/ }).click();

  await tell(page, 'preview harbour');
  await page.getByText('Preview: Harbour Hall').waitFor();
  await page.getByText('Nothing was written to Microsoft.').waitFor();

  await page.getByRole('button', { name: 'Sync', exact: true }).click();
  await page
    .getByText(/^Synced: Harbour Hall/)
    .first()
    .waitFor({ timeout: 60_000 });
  // The card that said so far how it goes is the one that now says how it went; the report is another.
  await page.getByText(/^Run [\da-f-]{36}$/).waitFor();
  await expect.poll(() => page.getByText(/^Synced: Harbour Hall/).count(), { timeout: 30_000 }).toBe(2);
  expect(await page.getByText(/^Syncing: Harbour Hall/).count()).toBe(0);
  await context.close();
});

it.skipIf(!installed)('what the client sends itself, without a signature, is refused', async () => {
  const answer = await fetch(`${product.appUrl}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'message', text: 'status', serviceUrl: `${playground.url}/_connector` }),
  });
  expect(answer.status).toBe(401);
});

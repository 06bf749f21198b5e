/** Opens the tab in the Teams-like page, as a person of the simulated tenant. */
import type { Browser, BrowserContext, Frame, FrameLocator, Page } from 'playwright-core';
import type { Product } from './product.ts';

export interface Look {
  readonly person?: 'admin' | 'operator' | 'viewer' | 'outsider';
  readonly theme?: 'default' | 'dark' | 'contrast';
  readonly locale?: string;
  readonly width?: 'desktop' | 'tablet' | 'phone';
  /** Another Microsoft application than Teams. */
  readonly host?: 'Outlook' | 'Office';
  readonly naa?: 'on';
  /** Page of the tab that a deep link asks for. */
  readonly page?: string;
  readonly frame?: 'settings';
}

export interface Teams {
  readonly page: Page;
  /** Inside of the tab. */
  readonly tab: FrameLocator;
  readonly context: BrowserContext;
  /** Errors the page or the tab threw or logged. */
  readonly errors: string[];
}

export const teamsAddress = (product: Product, look: Look = {}) =>
  `${product.tenantUrl}/teams?${new URLSearchParams({ ...look }).toString()}`;

/** The browser may talk to this machine and to nobody else. */
export async function stayHome(context: BrowserContext): Promise<void> {
  await context.route(
    (url) => !['127.0.0.1', 'localhost'].includes(url.hostname),
    (route) => route.abort(),
  );
}

/** A fresh browser context with the tab open in it. */
export async function openTeams(browser: Browser, product: Product, look: Look = {}): Promise<Teams> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US' });
  await stayHome(context);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('ERR_FAILED')) errors.push(message.text());
  });
  await page.goto(teamsAddress(product, look));
  return { page, tab: page.frameLocator('iframe[title="Places Sync"]'), context, errors };
}

/** The tab itself, for what a locator cannot say. */
export function tabFrame({ page }: Pick<Teams, 'page'>): Frame {
  const frame = page.frames().find((one) => new URL(one.url()).pathname.startsWith('/tab'));
  if (frame === undefined) throw new Error('The tab is not open.');
  return frame;
}

/** Goes to an address of the tab and waits until what it shows has been read. */
export async function showView({ tab }: Teams, address: string): Promise<void> {
  await tab.locator('html').evaluate((_html, hash) => {
    location.hash = hash;
  }, address);
  await tab.locator('h1').waitFor();
  await tab.locator('[aria-label="Loading"], [aria-busy="true"]').first().waitFor({ state: 'detached' });
}

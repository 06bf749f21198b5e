import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBarriers } from './axe.ts';
import { openBrowser } from './browser.ts';
import { startProduct, type Product } from './product.ts';
import { syncBuilding } from './steps.ts';
import { openTeams, showView, type Look } from './teams.ts';
import { closeSurface, surfacesOf, viewsOf } from './views.ts';

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

const LOOKS: Readonly<Record<string, Look>> = {
  light: {},
  dark: { theme: 'dark' },
  contrast: { theme: 'contrast' },
  'a phone': { width: 'phone' },
  'longer texts': { width: 'phone', locale: 'qps-ploc' },
};

describe.each(Object.entries(LOOKS))('every view in %s', (_name, look) => {
  it('has no serious barrier, fits its width, and throws no error', async () => {
    const teams = await openTeams(browser, product, look);
    const barriers: string[] = [];
    for (const [view, address] of Object.entries(viewsOf(ids))) {
      await showView(teams, address);
      barriers.push(...(await findBarriers(teams.page)).map((barrier) => `${view}: ${barrier}`));
      const overflow = await teams.tab
        .locator('html')
        .evaluate((html) => html.scrollWidth - html.clientWidth);
      expect(overflow, `${view} is wider than its window`).toBeLessThanOrEqual(0);
    }
    for (const [surface, open] of Object.entries(surfacesOf(ids))) {
      await open(teams);
      barriers.push(...(await findBarriers(teams.page)).map((barrier) => `${surface}: ${barrier}`));
      await closeSurface(teams);
    }
    expect(barriers).toEqual([]);
    expect(teams.errors).toEqual([]);
    await teams.context.close();
  });
});

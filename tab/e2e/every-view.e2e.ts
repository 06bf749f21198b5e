import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBarriers } from './axe.ts';
import { openBrowser } from './browser.ts';
import { startProduct, type Product } from './product.ts';
import { syncBuilding } from './steps.ts';
import { openTeams, showView, type Look, type Teams } from './teams.ts';

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

async function openStart(teams: Teams, plan: string): Promise<string> {
  await showView(teams, `#/plans/${plan}`);
  await teams.tab
    .getByRole('main')
    .locator('button', { has: teams.tab.locator('svg') })
    .nth(2)
    .click();
  await teams.tab.getByRole('dialog').waitFor();
  return 'confirmation';
}

async function openUpload(teams: Teams): Promise<string> {
  await showView(teams, '#/');
  await teams.tab.getByRole('main').getByRole('button').first().click();
  await teams.tab.locator('input[type=file]').waitFor({ state: 'attached' });
  return 'upload';
}

async function openAccount(teams: Teams): Promise<string> {
  await teams.tab.getByRole('banner').getByRole('button').click();
  await teams.tab.getByRole('dialog').waitFor();
  return 'account';
}

const LOOKS: Readonly<Record<string, Look>> = {
  light: {},
  dark: { theme: 'dark' },
  contrast: { theme: 'contrast' },
  'a phone': { width: 'phone' },
  'longer texts': { width: 'phone', locale: 'qps-ploc' },
};

describe.each(Object.entries(LOOKS))('every view in %s', (_name, look) => {
  it('has no serious barrier, fits its width, and throws no error', async () => {
    const views = {
      buildings: '#/',
      building: `#/buildings/${ids.building}`,
      preview: `#/plans/${ids.plan}`,
      report: `#/runs/${ids.run}`,
      compare: `#/compare/${ids.run}/${ids.otherRun}`,
      guide: '#/guide',
    };
    const teams = await openTeams(browser, product, look);
    const barriers: string[] = [];
    for (const [view, address] of Object.entries(views)) {
      await showView(teams, address);
      barriers.push(...(await findBarriers(teams.page)).map((barrier) => `${view}: ${barrier}`));
      const overflow = await teams.tab
        .locator('html')
        .evaluate((html) => html.scrollWidth - html.clientWidth);
      expect(overflow, `${view} is wider than its window`).toBeLessThanOrEqual(0);
    }
    for (const open of [openStart, openUpload, openAccount]) {
      const surface = await open(teams, ids.plan);
      barriers.push(...(await findBarriers(teams.page)).map((barrier) => `${surface}: ${barrier}`));
      await teams.page.keyboard.press('Escape');
      await teams.tab.getByRole('dialog').waitFor({ state: 'detached' });
    }
    expect(barriers).toEqual([]);
    expect(teams.errors).toEqual([]);
    await teams.context.close();
  });
});

/** Writes a picture of every view in every theme and at phone width to screenshots/: node tab/e2e/screenshots.ts */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { setup as buildPages } from './build-pages.ts';
import { startProduct, type Product } from './product.ts';
import { syncBuilding } from './steps.ts';
import { openTeams, showView, type Look, type Teams } from './teams.ts';

const FOLDER = join(import.meta.dirname, '../../screenshots');

const LOOKS: Readonly<Record<string, Look>> = {
  light: {},
  dark: { theme: 'dark' },
  contrast: { theme: 'contrast' },
  phone: { width: 'phone' },
  german: { locale: 'de-DE' },
  long: { locale: 'qps-ploc' },
};

/** Names of the sample buildings: one is synced before, so that its views have something to tell. */
const SYNCED = 'Contoso Lyon';

interface Ids {
  readonly building: string;
  readonly plan: string;
  readonly run: string;
  readonly otherRun: string;
}

const VIEWS: Readonly<Record<string, (ids: Ids) => string>> = {
  buildings: () => '#/',
  building: ({ building }) => `#/buildings/${building}`,
  preview: ({ plan }) => `#/plans/${plan}`,
  report: ({ run }) => `#/runs/${run}`,
  compare: ({ run, otherRun }) => `#/compare/${run}/${otherRun}`,
  settings: () => '#/settings',
  guide: () => '#/guide',
};

async function takeAll(teams: Teams, look: string, ids: Ids): Promise<void> {
  await teams.tab.getByRole('main').waitFor();
  for (const [view, address] of Object.entries(VIEWS)) {
    await showView(teams, address(ids));
    await teams.page.waitForTimeout(500);
    await teams.page.screenshot({ path: join(FOLDER, `${view}-${look}.png`) });
  }
  await showView(teams, `#/plans/${ids.plan}`);
  await teams.tab
    .getByRole('main')
    .locator('button', { has: teams.tab.locator('svg') })
    .nth(2)
    .click();
  await teams.tab.getByRole('dialog').waitFor();
  await teams.page.waitForTimeout(500);
  await teams.page.screenshot({ path: join(FOLDER, `start-${look}.png`) });
}

async function main(browser: Browser, product: Product): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const ids = await syncBuilding(product, SYNCED);
  for (const [name, look] of Object.entries(LOOKS)) {
    const teams = await openTeams(browser, product, look);
    await takeAll(teams, name, ids);
    if (teams.errors.length > 0) console.warn(name, teams.errors);
    await teams.context.close();
  }
}

if (!process.argv.includes('--no-build')) await buildPages();
const product = await startProduct();
const browser = await openBrowser();
try {
  await main(browser, product);
} finally {
  await browser.close();
  await product.stop();
}

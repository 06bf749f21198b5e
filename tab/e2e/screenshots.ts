/**
 * Writes a picture of every view in every theme and at phone width to screenshots/. Run it as `npm run screenshots`; the
 * names of looks after `--` (`light dark`) take only those, `readme` writes the pictures of the README instead, `--no-build`
 * takes the pages as they were built last.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { setup as buildPages } from './build-pages.ts';
import { smallOffice } from './offices.ts';
import { startProduct, type Product } from './product.ts';
import { takeReadmeImages } from './readme-images.ts';
import { playStory, startSlowRun, untidy, type Story } from './screenshot-story.ts';
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

const VIEWS: Readonly<Record<string, (story: Story) => string>> = {
  buildings: () => '#/',
  building: ({ building }) => `#/buildings/${building}`,
  preview: ({ plan }) => `#/plans/${plan}`,
  'preview-guarded': ({ guardedPlan }) => `#/plans/${guardedPlan}`,
  report: ({ run }) => `#/runs/${run}`,
  'report-failures': ({ failedRun }) => `#/runs/${failedRun}`,
  compare: ({ run, otherRun }) => `#/compare/${run}/${otherRun}`,
  'compare-places': ({ failedRun, retriedRun }) => `#/compare/${failedRun}/${retriedRun}`,
  settings: () => '#/settings',
  guide: () => '#/guide',
};

/** What opens over a view. Nothing is looked for by its words: they come in every language. */
const SURFACES: Readonly<Record<string, (teams: Teams, story: Story) => Promise<void>>> = {
  start: (teams, { plan }) => openStart(teams, plan),
  'start-guarded': (teams, { guardedPlan }) => openStart(teams, guardedPlan),
  import: openImport,
  'import-findings': async (teams) => {
    await openImport(teams);
    const buffer = Buffer.from(JSON.stringify(untidy(smallOffice('Harbour House'))));
    const file = { name: 'harbour.json', mimeType: 'application/json', buffer };
    await teams.tab.locator('input[type=file]').setInputFiles(file);
    await teams.tab.getByRole('dialog').locator('ul').first().waitFor();
  },
  account: async (teams) => {
    await teams.tab.getByRole('banner').getByRole('button').click();
    await teams.tab.getByRole('dialog').waitFor();
  },
};

async function openStart(teams: Teams, plan: string): Promise<void> {
  await showView(teams, `#/plans/${plan}`);
  const buttons = teams.tab.getByRole('main').locator('button', { has: teams.tab.locator('svg') });
  await buttons.nth(2).click();
  await teams.tab.getByRole('dialog').waitFor();
}

async function openImport(teams: Teams): Promise<void> {
  await showView(teams, '#/');
  await teams.tab.getByRole('main').getByRole('button').first().click();
  await teams.tab.locator('input[type=file]').waitFor({ state: 'attached' });
}

async function takeAll(teams: Teams, look: string, story: Story, slowRun: string): Promise<void> {
  const shoot = async (name: string) => {
    await teams.page.waitForTimeout(500);
    await teams.page.screenshot({ path: join(FOLDER, `${name}-${look}.png`) });
  };
  await teams.tab.getByRole('main').waitFor();
  await showView(teams, `#/runs/${slowRun}`);
  await teams.page.waitForTimeout(4_000);
  await shoot('run');
  for (const [view, address] of Object.entries(VIEWS)) {
    await showView(teams, address(story));
    await shoot(view);
  }
  for (const [surface, open] of Object.entries(SURFACES)) {
    await open(teams, story);
    await shoot(surface);
    await teams.page.keyboard.press('Escape');
    await teams.tab.getByRole('dialog').waitFor({ state: 'detached' });
  }
}

/** Takes the consent for the tab back, or gives it again. */
async function setConsent(product: Product, granted: boolean): Promise<void> {
  const answer = await fetch(`${product.tenantUrl}/_sandbox/consent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to: 'tab', granted }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** The bar that asks a person to sign in, with the view of a link waiting below. */
async function takeSignIn(browser: Browser, product: Product, name: string, look: Look): Promise<void> {
  await setConsent(product, false);
  const teams = await openTeams(browser, product, look);
  await teams.tab.getByRole('main').waitFor();
  await teams.page.waitForTimeout(1_500);
  await teams.page.screenshot({ path: join(FOLDER, `sign-in-${name}.png`) });
  await teams.context.close();
  await setConsent(product, true);
}

/** Looks that were asked for; without any, all. */
const asked = process.argv.slice(2).filter((word) => word in LOOKS);

async function main(browser: Browser, product: Product): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const story = await playStory(product);
  for (const [name, look] of Object.entries(LOOKS)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const teams = await openTeams(browser, product, look);
    await takeAll(teams, name, story, await startSlowRun(product, `Granary ${name}`));
    if (teams.errors.length > 0) console.warn(name, teams.errors);
    await teams.context.close();
    await takeSignIn(browser, product, name, look);
  }
}

if (!process.argv.includes('--no-build')) await buildPages();
const product = await startProduct();
const browser = await openBrowser();
try {
  if (process.argv.includes('readme')) await takeReadmeImages(browser, product);
  else await main(browser, product);
} finally {
  await browser.close();
  await product.stop();
}

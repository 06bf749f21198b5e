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
import { startProduct, type Product } from './product.ts';
import { takeReadmeImages } from './readme-images.ts';
import { playStory, startSlowRun, type Story } from './screenshot-story.ts';
import { openTeams, showView, type Look, type Teams } from './teams.ts';
import { closeSurface, surfacesOf, viewsOf } from './views.ts';

const FOLDER = join(import.meta.dirname, '../../screenshots');

const LOOKS: Readonly<Record<string, Look>> = {
  light: {},
  dark: { theme: 'dark' },
  contrast: { theme: 'contrast' },
  phone: { width: 'phone' },
  german: { locale: 'de-DE' },
  french: { locale: 'fr-FR', width: 'phone' },
  long: { locale: 'qps-ploc' },
};

async function takeAll(teams: Teams, look: string, story: Story, slowRun: string): Promise<void> {
  const shoot = async (name: string) => {
    await teams.page.waitForTimeout(500);
    await teams.page.screenshot({ path: join(FOLDER, `${name}-${look}.png`) });
  };
  await teams.tab.getByRole('main').waitFor();
  await showView(teams, `#/runs/${slowRun}`);
  await teams.page.waitForTimeout(4_000);
  await shoot('run');
  for (const [view, address] of Object.entries(viewsOf(story))) {
    await showView(teams, address);
    await shoot(view);
  }
  for (const [surface, open] of Object.entries(surfacesOf(story))) {
    await open(teams);
    await shoot(surface);
    await closeSurface(teams);
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

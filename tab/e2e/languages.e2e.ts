import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { smallOffice } from './offices.ts';
import { startProduct, type Product } from './product.ts';
import { playStory, type Story } from './screenshot-story.ts';
import { apiOf, storeBuilding } from './steps.ts';
import { openTeams, showView, tabFrame, type Look, type Teams } from './teams.ts';
import { misfits } from './text-fit.ts';
import { closeSurface, surfacesOf, viewsOf } from './views.ts';

const BUILDING = 'מגדל קונטוסו הצפוני – Contoso Tower North With A Name Of Its Own';
const FLOOR = 'الطابق الأول مع اسم طويل جدًا حتى لا يتسع له المكان';
const ROOM = 'חדר ישיבות "אלון" (לשנים־עשר אנשים) ליד המטבח';
/** Pictures of the views for a person, when a folder is named. */
const PICTURES = process.env['PICTURES'];

/** An office whose building, floor and first room have names that read from right to left; one floor is not published. */
function strangeOffice(): object {
  const document = smallOffice(BUILDING);
  return {
    ...document,
    buildings: document.buildings.map(({ floors, spaces, ...building }) => ({
      ...building,
      id: 'tower',
      floors: [
        ...floors.map((floor) => ({ ...floor, name: FLOOR })),
        ...floors.map((floor) => ({ ...floor, id: 'f9', ordinal: 9, name: 'Level 9', published: false })),
      ],
      spaces: spaces.map((space, at) => (at === 0 ? { ...space, name: ROOM } : space)),
    })),
  };
}

let product: Product;
let browser: Browser;
let story: Story;

beforeAll(async () => {
  product = await startProduct();
  browser = await openBrowser();
  await storeBuilding(await apiOf(product), strangeOffice());
  story = await playStory(product, BUILDING);
  if (PICTURES !== undefined) await mkdir(PICTURES, { recursive: true });
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const LOOKS: Readonly<Record<string, Look>> = {
  English: {},
  German: { locale: 'de-DE', theme: 'contrast' },
  French: { locale: 'fr-FR', theme: 'dark' },
  'texts that are 40 % longer': { locale: 'qps-ploc' },
};
/** Widths of the tab: a laptop, and a narrow phone or a laptop at 400 %. */
const WIDTHS = [1280, 320];

/** Every view at every width, with all of it on screen at once: what lies below the edge is measured, too. */
async function eachView(teams: Teams, look: (view: string) => Promise<void>): Promise<void> {
  const opened = Object.entries(viewsOf(story)).map(
    ([view, address]) => [view, () => showView(teams, address)] as const,
  );
  const surfaces = Object.entries(surfacesOf(story)).map(
    ([name, open]) => [name, () => open(teams)] as const,
  );
  await teams.page.setViewportSize({ width: 1800, height: 2600 });
  const frame = teams.page.locator('iframe[title="Places Sync"]');
  for (const [view, open] of [...opened, ...surfaces]) {
    await open();
    for (const width of WIDTHS) {
      await frame.evaluate((element, px) => element.style.setProperty('width', `${px}px`), width);
      await look(`${view} at ${width} px`);
    }
    await frame.evaluate((element) => element.style.removeProperty('width'));
    if (surfaces.some(([name]) => name === view)) await closeSurface(teams);
  }
}

describe.each(Object.entries(LOOKS))('names from right to left, in %s', (name, look) => {
  it('break no view: every text can be read', async () => {
    const teams = await openTeams(browser, product, look);
    await teams.tab.getByRole('main').waitFor();
    const found: string[] = [];
    await eachView(teams, async (view) => {
      found.push(...(await misfits(tabFrame(teams))).map((one) => `${view}: ${one}`));
      if (PICTURES === undefined) return;
      await teams.page.screenshot({ path: join(PICTURES, `${view}-${name}.png`.replaceAll(' ', '-')) });
    });
    expect(found).toEqual([]);
    expect(teams.errors).toEqual([]);
    await teams.context.close();
  });
});

describe('a German preview', () => {
  it('says what the server found in German, with its names', async () => {
    const teams = await openTeams(browser, product, { locale: 'de-DE' });
    await teams.tab.getByRole('main').waitFor();
    await showView(teams, '#/guide');
    await teams.tab.getByText('Ein Gebäude mit veröffentlichter Etage und Plan').waitFor();
    await teams.tab.getByText('kann geplant werden.').waitFor();
    await showView(teams, `#/plans/${story.plan}`);
    await teams.tab.getByText('Befunde:').click();
    await teams.tab
      .getByText('„Level 9“ (Etage) bleibt unberührt. Die Etage ist in der Quelle nicht veröffentlicht.')
      .waitFor();
    await showView(teams, `#/runs/${story.run}`);
    await teams.tab
      .getByText('Alles ist nach spätestens 48 Stunden in Outlook, Teams und Places sichtbar.')
      .waitFor();
    await teams.context.close();
  });
});

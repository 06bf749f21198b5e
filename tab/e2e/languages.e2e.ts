import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBarriers } from './axe.ts';
import { openBrowser } from './browser.ts';
import { smallOffice } from './offices.ts';
import { startProduct, type Product } from './product.ts';
import { apiOf, storeBuilding, syncBuilding } from './steps.ts';
import { openTeams, showView, type Look } from './teams.ts';

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
let ids: Awaited<ReturnType<typeof syncBuilding>>;

beforeAll(async () => {
  product = await startProduct();
  browser = await openBrowser();
  await storeBuilding(await apiOf(product), strangeOffice());
  ids = await syncBuilding(product, BUILDING);
  if (PICTURES !== undefined) await mkdir(PICTURES, { recursive: true });
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** Runs in the page: words that are cut off without a sign of it, and texts that lie over each other. */
function spoiled(): string[] {
  const visible = (element: Element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && getComputedStyle(element).visibility !== 'hidden';
  };
  const ownText = (element: Element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim() !== '');
  const texts = [...document.querySelectorAll('main *')].filter(
    (element) => !element.closest('svg') && ownText(element) && visible(element),
  );
  const cut = texts.filter((element) => {
    const { overflowX, textOverflow } = getComputedStyle(element);
    return (
      overflowX === 'hidden' && textOverflow !== 'ellipsis' && element.scrollWidth > element.clientWidth + 1
    );
  });
  const outside = texts.filter((element) => {
    if (element.closest('[style*="position: absolute"]')) return false;
    const box = element.getBoundingClientRect();
    const inScroller = element.closest('[tabindex="0"]') !== null;
    return !inScroller && (box.left < -1 || box.right > innerWidth + 1);
  });
  const word = (element: Element) => `${element.tagName} ${element.textContent?.slice(0, 60) ?? ''}`;
  return [...cut.map((one) => `cut off: ${word(one)}`), ...outside.map((one) => `outside: ${word(one)}`)];
}

const LOOKS: Readonly<Record<string, Look>> = {
  German: { locale: 'de-DE' },
  'German on a phone': { locale: 'de-DE', width: 'phone' },
  French: { locale: 'fr-FR', theme: 'dark' },
  'texts that are 40 % longer': { locale: 'qps-ploc' },
};

describe.each(Object.entries(LOOKS))('names from right to left, in %s', (name, look) => {
  it('break no view: nothing is cut off, outside, or a barrier', async () => {
    const views = {
      buildings: '#/',
      building: `#/buildings/${ids.building}`,
      preview: `#/plans/${ids.plan}`,
      report: `#/runs/${ids.run}`,
      compare: `#/compare/${ids.run}/${ids.otherRun}`,
      settings: '#/settings',
      guide: '#/guide',
    };
    const teams = await openTeams(browser, product, look);
    await teams.tab.getByRole('main').waitFor();
    const found: string[] = [];
    for (const [view, address] of Object.entries(views)) {
      await showView(teams, address);
      const page = teams.tab.locator('html');
      const wide = await page.evaluate((html) => html.scrollWidth - html.clientWidth);
      if (wide > 0) found.push(`${view}: ${wide} px wider than its window`);
      found.push(...(await page.evaluate(spoiled)).map((one) => `${view}: ${one}`));
      found.push(...(await findBarriers(teams.page)).map((barrier) => `${view}: ${barrier}`));
      if (PICTURES !== undefined)
        await teams.page.screenshot({ path: join(PICTURES, `${view}-${name.replaceAll(' ', '-')}.png`) });
    }
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
    await showView(teams, `#/plans/${ids.plan}`);
    await teams.tab.getByText('Befunde:').click();
    await teams.tab
      .getByText('„Level 9“ (Etage) bleibt unberührt. Die Etage ist in der Quelle nicht veröffentlicht.')
      .waitFor();
    await showView(teams, `#/runs/${ids.run}`);
    await teams.tab
      .getByText('Alles ist nach spätestens 48 Stunden in Outlook, Teams und Places sichtbar.')
      .waitFor();
    await teams.context.close();
  });
});

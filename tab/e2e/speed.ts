/** How fast the tab is, measured in a real browser on this machine: node tab/e2e/speed.ts */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Plan } from '#contract';
import { openBrowser } from './browser.ts';
import { setup as buildPages } from './build-pages.ts';
import { floorOfDesks, largeOffice } from './offices.ts';
import { startProduct } from './product.ts';
import { apiOf, storeBuilding, type Api } from './steps.ts';
import { openTeams, type Teams } from './teams.ts';

const DIST = join(import.meta.dirname, '../../dist/tab');

const gzipKb = async (file: string) => gzipSync(await readFile(join(DIST, file)), { level: 9 }).length / 1024;
const inFrame = (teams: Teams) => teams.tab.locator('html');
const ms = (value: number) => `${value.toFixed(0)} ms`;

/** Script that index.html asks for, preloads included, and the largest chunk that comes later. */
async function weigh(): Promise<void> {
  const page = await readFile(join(DIST, 'index.html'), 'utf8');
  const first = [...page.matchAll(/assets\/[^"]+\.js/g)].map(([file]) => file);
  const sizes = await Promise.all(first.map(gzipKb));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`first view: ${total.toFixed(0)} kB gzip of script in ${first.length} files (goal: under 250)`);
  for (const file of await readdir(join(DIST, 'assets'))) {
    if (/^(floor-map|plan-page|nested-token)/.test(file)) {
      console.log(`  later, ${file.split('-')[0]}: ${(await gzipKb(`assets/${file}`)).toFixed(0)} kB gzip`);
    }
  }
}

async function planOf(api: Api, document: object): Promise<string> {
  const building = await storeBuilding(api, document);
  return (await api.post<Plan>(`/api/buildings/${building.id}/plans`)).id;
}

/** From the change of address to the first painted row, the plan's transfer and its chunk included. */
const openPlan = (teams: Teams, plan: string) =>
  inFrame(teams).evaluate(async (_html, hash) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const began = performance.now();
    location.hash = hash;
    while (document.querySelectorAll('[role=treegrid] [role=row]').length < 2) await frame();
    await frame();
    return performance.now() - began;
  }, `#/plans/${plan}`);

/** From the change of the search box to the painted result. */
const filterPlan = (teams: Teams, words: string) =>
  inFrame(teams).evaluate(async (_html, text) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const box = document.querySelector<HTMLInputElement>('input[type=search]');
    const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
    const began = performance.now();
    value?.set?.call(box, text);
    box?.dispatchEvent(new Event('input', { bubbles: true }));
    while (!document.body.innerText.includes('1 place matches')) await frame();
    return performance.now() - began;
  }, words);

/** Scrolls a screen per frame; a frame is blank when no row stands in the middle after it was painted. */
const scrollPlan = (teams: Teams) =>
  inFrame(teams).evaluate(async () => {
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    const scroll = document.querySelector<HTMLElement>('[role=treegrid] [role=rowgroup]')!;
    const box = scroll.getBoundingClientRect();
    const times: number[] = [];
    let blank = 0;
    let last = await frame();
    for (let step = 0; step < 120; step++) {
      scroll.scrollTop += box.height;
      const now = await frame();
      times.push(now - last);
      last = now;
      const middle = document.elementFromPoint(box.left + 40, box.top + box.height / 2);
      if (middle?.closest('[role=row]') === null) blank += 1;
    }
    times.sort((a, b) => a - b);
    return { blank, median: times[60] ?? 0, p95: times[114] ?? 0 };
  });

/** Zooms by wheel, one notch per frame. */
const zoomMap = (teams: Teams) =>
  inFrame(teams).evaluate(async () => {
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    const svg = document.querySelector('svg[role=group]')!;
    const box = svg.getBoundingClientRect();
    const at = {
      clientX: box.left + box.width / 2,
      clientY: box.top + box.height / 2,
      bubbles: true,
      view: window,
    };
    const times: number[] = [];
    let last = await frame();
    for (let step = 0; step < 60; step++) {
      svg.dispatchEvent(new WheelEvent('wheel', { ...at, deltaY: step < 30 ? -60 : 60, cancelable: true }));
      const now = await frame();
      times.push(now - last);
      last = now;
    }
    times.sort((a, b) => a - b);
    const units = svg.querySelectorAll('[data-unit]').length;
    return { units, median: times[30] ?? 0, p95: times[57] ?? 0 };
  });

async function measure(teams: Teams, api: Api): Promise<void> {
  const plan = await planOf(api, largeOffice('Tower', 5_000));
  await teams.tab.getByRole('heading', { name: 'Buildings' }).waitFor();
  console.log(`open a preview of 5,000 places: ${ms(await openPlan(teams, plan))} (goal: under 1,000)`);
  await teams.tab.getByRole('button', { name: 'Expand' }).click();
  await teams.tab.getByRole('menuitem', { name: 'Everything' }).click();
  await teams.page.keyboard.press('Escape');
  const scrolled = await scrollPlan(teams);
  console.log(
    `scroll a screen per frame: ${scrolled.blank} of 120 frames blank, frame ${ms(scrolled.median)} median, ${ms(scrolled.p95)} p95`,
  );
  console.log(`filter 5,000 places: ${ms(await filterPlan(teams, 'desk 4321'))} (goal: under 100)`);

  const floor = await planOf(api, floorOfDesks('Hall', 1_000));
  await openPlan(teams, floor);
  await teams.tab.locator('[data-unit]').first().waitFor();
  const zoomed = await zoomMap(teams);
  console.log(
    `zoom a map of ${zoomed.units} units: frame ${ms(zoomed.median)} median, ${ms(zoomed.p95)} p95`,
  );
}

await buildPages();
await weigh();
const product = await startProduct();
const browser = await openBrowser();
try {
  await measure(await openTeams(browser, product), await apiOf(product));
} finally {
  await browser.close();
  await product.stop();
}

/** The four pictures of the README, from a fresh sandbox. */
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Plan } from '#contract';
import type { Product } from './product.ts';
import { apiOf, buildingNamed, syncOnce } from './steps.ts';
import { openTeams, showView, type Look } from './teams.ts';

const FOLDER = join(import.meta.dirname, '../../docs/images');
const SIZE = { width: 1500, height: 900 };

/** Writes them to docs/images; nothing may have been synced in the product before. */
export async function takeReadmeImages(browser: Browser, product: Product): Promise<void> {
  const take = async (file: string, address: string, look: Look = {}): Promise<void> => {
    const teams = await openTeams(browser, product, look);
    await teams.page.setViewportSize(SIZE);
    await teams.tab.getByRole('main').waitFor();
    await showView(teams, address);
    await teams.page.waitForTimeout(1_000);
    await teams.page.screenshot({ path: join(FOLDER, file) });
    await teams.context.close();
  };
  const api = await apiOf(product);
  const stockholm = await buildingNamed(api, 'Contoso Stockholm');
  const lyon = await buildingNamed(api, 'Contoso Lyon');

  const plan = await api.post<Plan>(`/api/buildings/${stockholm.id}/plans`);
  await take('preview.png', `#/plans/${plan.id}`);
  const french = await api.post<Plan>(`/api/buildings/${lyon.id}/plans`);
  await take('preview-contrast.png', `#/plans/${french.id}`, { theme: 'contrast' });
  const { run } = await syncOnce(api, stockholm.id);
  await take('report.png', `#/runs/${run}`);
  await take('buildings-dark.png', '#/', { theme: 'dark' });
}

/** Every view of the tab and everything that opens over one: the one list for tests and pictures. */
import { smallOffice } from './offices.ts';
import { untidy, type Story } from './screenshot-story.ts';
import { showView, type Teams } from './teams.ts';

type Ids = Pick<Story, 'building' | 'plan' | 'run' | 'otherRun' | 'pending'>;

/** Addresses of the views, by name. @param story with guarded and failed ones there are more views */
export function viewsOf(story: Ids & Partial<Story>): Readonly<Record<string, string>> {
  const { guardedPlan, failedRun, retriedRun } = story;
  return {
    buildings: '#/',
    building: `#/buildings/${story.building}`,
    preview: `#/plans/${story.pending}`,
    'preview-carried-out': `#/plans/${story.plan}`,
    report: `#/runs/${story.run}`,
    compare: `#/compare/${story.run}/${story.otherRun}`,
    settings: '#/settings',
    guide: '#/guide',
    ...(guardedPlan === undefined ? {} : { 'preview-guarded': `#/plans/${guardedPlan}` }),
    ...(failedRun === undefined ? {} : { 'report-failures': `#/runs/${failedRun}` }),
    ...(failedRun === undefined || retriedRun === undefined
      ? {}
      : { 'compare-places': `#/compare/${failedRun}/${retriedRun}` }),
  };
}

type Open = (teams: Teams) => Promise<void>;

/** What opens over a view, by name. Nothing is looked for by its words: they come in every language. */
export function surfacesOf(story: Pick<Story, 'pending'> & Partial<Story>): Readonly<Record<string, Open>> {
  const { guardedPlan } = story;
  return {
    start: (teams) => openStart(teams, story.pending),
    ...(guardedPlan === undefined ? {} : { 'start-guarded': (teams) => openStart(teams, guardedPlan) }),
    import: openImport,
    'import-findings': openFindings,
    account: openAccount,
  };
}

/** Closes what was opened last. */
export async function closeSurface(teams: Teams): Promise<void> {
  await teams.page.keyboard.press('Escape');
  await teams.tab.getByRole('dialog').waitFor({ state: 'detached' });
}

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

async function openFindings(teams: Teams): Promise<void> {
  await openImport(teams);
  const buffer = Buffer.from(JSON.stringify(untidy(smallOffice('Harbour House'))));
  const file = { name: 'harbour.json', mimeType: 'application/json', buffer };
  await teams.tab.locator('input[type=file]').setInputFiles(file);
  await teams.tab.getByRole('dialog').locator('ul').first().waitFor();
}

async function openAccount(teams: Teams): Promise<void> {
  await teams.tab.getByRole('banner').getByRole('button').click();
  await teams.tab.getByRole('dialog').waitFor();
}

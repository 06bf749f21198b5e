import { card, group, heading, line, open, run, small, words, type CardJson, type Element } from './card.ts';
import type { Links } from './links.ts';

/** A building in one line. */
export interface BuildingLine {
  readonly id: string;
  readonly name: string;
  readonly status: string;
}

const SHOWN = 20;
const STATUS: Record<string, string> = {
  inSync: 'in sync',
  changesPending: 'changes pending',
  running: 'running',
  held: 'waits for a person',
  failed: 'last sync had failures',
  neverSynced: 'never synced',
  unknown: 'unknown',
};

/** How a building stands, as a person says it. */
export const statusInWords = (status: string): string => STATUS[status] ?? status;

const buildingLine = ({ name, status }: BuildingLine): Element =>
  line(run(name, { weight: 'bolder', max: 80 }), run(`· ${statusInWords(status)}`, { isSubtle: true }));

export const buildingsCard = (buildings: readonly BuildingLine[], links: Links): CardJson =>
  card(
    `${buildings.length} buildings`,
    [
      heading(buildings.length === 1 ? '1 building' : `${buildings.length} buildings`),
      ...(buildings.length === 0 ? [words('No source has been imported yet.')] : []),
      group(...buildings.slice(0, SHOWN).map(buildingLine)),
      ...(buildings.length > SHOWN ? [small(`${buildings.length - SHOWN} more in the tab.`)] : []),
    ],
    [open('Open Places Sync', links.tab())],
  );

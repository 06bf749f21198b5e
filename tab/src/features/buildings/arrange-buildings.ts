import type { Building, BuildingStatus, PlanSummary } from '#contract';
import { compareNames } from '../../shared/compare-names.ts';
import { searchText } from '../../shared/search-text.ts';

export type SortColumn = 'name' | 'status' | 'lastSync';

export interface Arrangement {
  readonly text: string;
  readonly status: BuildingStatus | 'all';
  readonly sort: SortColumn;
  readonly descending: boolean;
}

/** What needs a person comes first. */
const URGENCY: readonly BuildingStatus[] = [
  'failed',
  'held',
  'running',
  'changesPending',
  'neverSynced',
  'unknown',
  'inSync',
];

/** When the last run ended, or began. */
export const lastSyncAt = (building: Building): string =>
  building.lastRun?.completedAt ?? building.lastRun?.startedAt ?? '';

const COMPARE: Readonly<Record<SortColumn, (a: Building, b: Building) => number>> = {
  name: compareNames,
  status: (a, b) => URGENCY.indexOf(a.status) - URGENCY.indexOf(b.status),
  lastSync: (a, b) => Number(lastSyncAt(a) > lastSyncAt(b)) - Number(lastSyncAt(a) < lastSyncAt(b)),
};

/** The buildings that match, in the order asked for; equal ones by name. */
export function arrangeBuildings(buildings: readonly Building[], wanted: Arrangement): Building[] {
  const words = searchText(wanted.text.trim());
  const sign = wanted.descending ? -1 : 1;
  return buildings
    .filter((building) => wanted.status === 'all' || building.status === wanted.status)
    .filter((building) =>
      searchText(`${building.name} ${building.sourceKey} ${building.source}`).includes(words),
    )
    .sort((a, b) => sign * COMPARE[wanted.sort](a, b) || compareNames(a, b));
}

/** The actions of the last plan that would change something; skip, keep and forget are no pending change. */
export function pendingOf(summary: PlanSummary | undefined): Partial<PlanSummary> {
  if (summary === undefined) return {};
  const { skip: _skip, keep: _keep, forget: _forget, ...pending } = summary;
  return pending;
}

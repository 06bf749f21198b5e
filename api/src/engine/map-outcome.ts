/** What became of the map of a run: kept beside the run, shown by its report. */
import type { Coverage } from '../core/map/places-package.ts';
import { floorSentence, type MapFloorReport, type MapReport } from '../core/report/map-report.ts';
import type { Run } from '../ports/stores.ts';
import type { Deps } from './deps.ts';
import type { Shown } from './verify-map.ts';

/** How long Microsoft may take to show a new map (imdf.md section 3.4). */
const SHOWN_WITHIN_MS = 3_600_000;

export interface MapOutcome extends MapReport {
  readonly state: 'uploaded' | 'pending' | 'unchanged' | 'none' | 'failed' | 'replaced';
  readonly floors?: readonly MapFloorReport[] | undefined;
  /** Only while `pending`: what is still looked for. */
  readonly waiting?: Waiting;
}

interface Waiting {
  readonly buildingPlaceId: string;
  /** Of the package that was uploaded. */
  readonly fingerprint: string;
  readonly coverage: readonly Coverage[];
  /** When it was uploaded, RFC 3339. */
  readonly since: string;
  /** How often it was looked for after the run. */
  readonly looks: number;
}

const keyOf = (runId: string): string => `map-of-run:${runId}`;

/** null when the run did not get that far. */
export async function mapOutcome(
  deps: Pick<Deps, 'stores'>,
  run: Pick<Run, 'tenantId' | 'id'>,
): Promise<MapOutcome | null> {
  // Only saveMapOutcome writes there.
  return (await deps.stores.settings.load(run.tenantId, keyOf(run.id))) as MapOutcome | null;
}

export const saveMapOutcome = (
  deps: Pick<Deps, 'stores'>,
  run: Pick<Run, 'tenantId' | 'id'>,
  outcome: MapOutcome,
): Promise<void> => deps.stores.settings.save(run.tenantId, keyOf(run.id), outcome);

/** How the floors stand. Everything that is not missing is linked. */
const floorsOf = (coverage: readonly Coverage[], missing: Shown['missing']): MapFloorReport[] =>
  coverage.map(({ floor, name, levelId, places, correlated }) => {
    const open = missing.get(levelId);
    const state = open === 0 ? ('uploaded' as const) : ('pending' as const);
    return { key: floor, name, state, correlated: open === undefined ? 0 : correlated - open, places };
  });

/** Every floor in a sentence. */
export const linesOf = ({ floors = [] }: Pick<MapOutcome, 'floors'>): string =>
  floors.map(floorSentence).join(' ');

/** @param how what was done, as a sentence */
export function shownOutcome(how: string, shown: Shown, waiting: Waiting): MapOutcome {
  const floors = floorsOf(waiting.coverage, shown.missing);
  const lines = linesOf({ floors });
  if (shown.complete) return { state: 'uploaded', message: `${how} ${lines}`, floors };
  const until = new Date(Date.parse(waiting.since) + SHOWN_WITHIN_MS).toISOString();
  const why = shown.problem === undefined ? '' : ` ${shown.problem}`;
  const message = `${how} It is not shown completely yet; that can take until ${until}. ${lines}${why}`;
  return { state: 'pending', message, floors, until, waiting };
}

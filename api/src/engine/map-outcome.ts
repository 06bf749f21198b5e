/** What became of the map of a run: kept beside the run, shown by its report. */
import type { Coverage } from '../core/map/places-package.ts';
import { andThen } from '../core/map/map-words.ts';
import { say, spoken, type Sentence } from '../core/model/sentence.ts';
import { floorSentence, type MapFloorReport, type MapReport } from '../core/report/map-report.ts';
import type { Run } from '../ports/stores.ts';
import type { Deps } from './deps.ts';
import type { Shown } from './verify-map.ts';

/** How long Microsoft may take to show a new map (imdf.md section 3.4). */
const SHOWN_WITHIN_MS = 3_600_000;

export interface MapOutcome extends MapReport {
  readonly state: 'uploaded' | 'pending' | 'unchanged' | 'none' | 'failed' | 'replaced' | 'kept';
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
  /** What was done, as a sentence. */
  readonly how?: Sentence;
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

/** @param why what happened, and what became of the map that was there */
export const failed = (why: Sentence): MapOutcome => ({ state: 'failed', ...spoken({ message: why }) });

/** With every floor in a sentence, for readers who see no table. */
export const withFloors = (
  done: Sentence,
  floors: readonly MapFloorReport[],
): Pick<MapOutcome, 'message' | 'done' | 'words' | 'floors'> => ({
  ...spoken({ message: say`${{ done }} ${{ floors: floors.map(floorSentence) }}`, done }),
  floors,
});

/** @param how what was done, as a sentence */
export function shownOutcome(how: Sentence, shown: Shown, waiting: Waiting): MapOutcome {
  const floors = floorsOf(waiting.coverage, shown.missing);
  if (shown.complete) return { state: 'uploaded', ...withFloors(how, floors) };
  const until = new Date(Date.parse(waiting.since) + SHOWN_WITHIN_MS).toISOString();
  const done = shown.problem === undefined ? how : andThen(how, shown.problem);
  const message = say`${{ done }} It is not shown completely yet; that can take until ${{ until }}. ${{ floors: floors.map(floorSentence) }}`;
  return { state: 'pending', ...spoken({ message, done }), floors, until, waiting };
}

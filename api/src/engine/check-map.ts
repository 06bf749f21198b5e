/** Looks again for a map that was not shown when its run ended: the job that makes the report's last word true. */
import { say } from '../core/model/sentence.ts';
import type { TenantId } from '../core/model/place.ts';
import type { BuildingMaps } from '../ports/building-map.ts';
import { SignInNeeded } from '../ports/token-source.ts';
import type { Run } from '../ports/stores.ts';
import type { Deps } from './deps.ts';
import { changeReport } from './end-run.ts';
import { mapOutcome, saveMapOutcome, shownOutcome, withFloors, type MapOutcome } from './map-outcome.ts';
import { GIVE_UP_AFTER_MS, mapRecord, saveMapChange, saveMapRecord } from './map-record.ts';
import { queueMapCheck } from './queue-map-check.ts';
import { isActive } from './the-run.ts';
import { expectedOf, lookOnce, type Expected, type Shown } from './verify-map.ts';

/**
 * Safe to repeat. Does nothing for a run whose map is settled; looks again later while it is not.
 * @throws what the database throws; the job is then to be repeated
 */
export async function checkMap(
  deps: Deps,
  { tenantId, runId }: { readonly tenantId: string; readonly runId: string },
): Promise<void> {
  const tenant = tenantId as TenantId;
  const run = await deps.stores.runs.load(tenant, runId);
  if (run === null || deps.maps === undefined) return;
  const outcome = await mapOutcome(deps, run);
  // The run still writes its own report.
  if (isActive(run)) return queueMapCheck(deps, run, 0);
  if (outcome?.state !== 'pending' || outcome.waiting === undefined) return;
  const next = await looked(deps, run, deps.maps, { ...outcome, waiting: outcome.waiting });
  await saveMapOutcome(deps, run, next);
  if (next.state === 'pending') return queueMapCheck(deps, run, next.waiting?.looks ?? 0);
  await changeReport(deps, run);
}

type Waiting = MapOutcome & { readonly waiting: NonNullable<MapOutcome['waiting']> };

async function looked(
  deps: Deps,
  { tenantId, buildingId }: Run,
  maps: NonNullable<Deps['maps']>,
  outcome: Waiting,
): Promise<MapOutcome> {
  const { waiting } = outcome;
  const record = await mapRecord(deps, tenantId, buildingId);
  if (record?.fingerprint !== waiting.fingerprint) {
    return { state: 'replaced', message: 'A later sync changed the map before it was shown completely.' };
  }
  const expected = expectedOf(maps.maker.unpack(Buffer.from(record.zip, 'base64')));
  const shown = await look(maps.of(tenantId), waiting.buildingPlaceId, expected);
  const again = { ...waiting, looks: waiting.looks + 1 };
  const next = shownOutcome(waiting.how ?? say`The map was uploaded.`, shown, again);
  const tooLate = deps.clock.now().getTime() - Date.parse(waiting.since) >= GIVE_UP_AFTER_MS;
  if (next.state === 'uploaded') await saveMapRecord(deps, tenantId, buildingId, { ...record, shown: true });
  if (next.state !== 'pending' || !tooLate) return next;
  // The next run looks once more, and uploads it again when it is still not there.
  const { fingerprint, zip: before } = record;
  await saveMapChange(deps, tenantId, buildingId, {
    fingerprint,
    stage: 'ingesting',
    before,
    foreign: false,
  });
  return { state: 'failed', ...withFloors(NEVER_SHOWN, next.floors ?? []) };
}

const NEVER_SHOWN = say`The map was uploaded, and hours later Microsoft still does not show it completely. Retry to upload it again.`;

/** An account that has to sign in again sees nothing; that may change. */
async function look(maps: BuildingMaps, buildingPlaceId: string, expected: Expected): Promise<Shown> {
  try {
    return await lookOnce(maps, buildingPlaceId, expected);
  } catch (error) {
    if (!(error instanceof SignInNeeded)) throw error;
    return { complete: false, missing: new Map(), problem: { text: error.message } };
  }
}

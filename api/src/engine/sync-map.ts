/** The last phase of a run: puts the floor map in place, links it and proves that it is there. Never touches places. */
import { AppError } from '../core/model/app-error.ts';
import type { BuildingMaps } from '../ports/building-map.ts';
import { SignInNeeded } from '../ports/token-source.ts';
import type { Deps } from './deps.ts';
import { makeRunMap, type RunMap } from './make-run-map.ts';
import { mapOutcome, saveMapOutcome, shownOutcome, type MapOutcome } from './map-outcome.ts';
import { mapChange, mapRecord, saveMapChange, saveMapRecord } from './map-record.ts';
import { putMap, type Placed } from './put-map.ts';
import { queueMapCheck } from './queue-map-check.ts';
import type { RunningRun } from './running-run.ts';
import { changedOnly, verifyMap, type Shown } from './verify-map.ts';

/**
 * Does what the plan says about the map, after all places. Safe to repeat: a worker that comes after a crash goes on
 * where the other stopped. A problem with the map is an outcome, never an exception.
 * @throws SignInNeeded when the account has to sign in again
 */
export async function syncMap(run: RunningRun): Promise<void> {
  const { deps } = run;
  if (deps.maps === undefined || run.plan.map.action !== 'upload' || !run.goOn()) return;
  const known = await mapOutcome(deps, run.run);
  if (known !== null) return settled(run, known);
  const outcome = await placed(run, deps.maps).catch((error: unknown) => {
    // What stops this worker says nothing about the map: the next one goes on.
    if (error instanceof SignInNeeded || run.signal.aborted || isTakenOver(error)) throw error;
    deps.warn('The map of a run failed.', error);
    const message = error instanceof Error ? error.message : String(error);
    return { state: 'failed' as const, message: ['The map was not uploaded.', message].join(' ') };
  });
  await recordMap(run, 'write.answered', { state: outcome.state });
  if (outcome.state === 'pending') await queueMapCheck(deps, run.run, 0);
  await saveMapOutcome(deps, run.run, outcome);
  await settled(run, outcome);
}

/** Nothing is on its way any more, unless it failed half-way. */
async function settled(run: RunningRun, { state }: MapOutcome): Promise<void> {
  if (state !== 'failed') await noteChange(run, null);
}

const isTakenOver = (error: unknown): boolean => error instanceof AppError && error.code === 'run-taken-over';

const noteChange = ({ deps, run }: RunningRun, change: Parameters<typeof saveMapChange>[3]): Promise<void> =>
  saveMapChange(deps, run.tenantId, run.buildingId, change);

/** The map and its links are one write in the audit log: one entry before the first request, one after the last. */
function recordMap(
  run: RunningRun,
  action: 'write.intended' | 'write.answered',
  detail: Readonly<Record<string, string>>,
): Promise<void> {
  const { id: runId, buildingId } = run.run;
  const subject = { kind: 'building', id: buildingId } as const;
  return run.record([{ action, subject, detail: { runId, what: 'map', ...detail } }]);
}

async function placed(run: RunningRun, all: NonNullable<Deps['maps']>): Promise<MapOutcome> {
  const { deps } = run;
  const { tenantId, buildingId } = run.run;
  const made = await makeRunMap(run, all.maker);
  if ('state' in made) return made;
  const { buildingPlaceId, zip, record, packed } = made;
  const { fingerprint } = record;
  const last = await mapRecord(deps, tenantId, buildingId);
  const open = await mapChange(deps, tenantId, buildingId);
  const left = open?.stage === 'showing' && open.fingerprint !== fingerprint ? null : open;
  if (last?.fingerprint === fingerprint && left === null) {
    await saveMapRecord(deps, tenantId, buildingId, record);
    return { state: 'unchanged', message: 'The map in Microsoft Places is this one already.' };
  }
  await recordMap(run, 'write.intended', { fingerprint });
  const [maps, { maker }] = [all.of(tenantId), all];
  const levelIds = packed.coverage.map(({ levelId }) => levelId);
  const place = { tenant: tenantId, buildingId, buildingPlaceId };
  const done = await putMap({ deps, maps, maker, ...place, zip, fingerprint, levelIds, last }, left);
  await saveMapRecord(deps, tenantId, buildingId, record);
  await noteChange(run, { fingerprint, stage: 'showing', before: null, foreign: done.foreign });
  return outcomeOf(made, done, await readBack(run, maps, made, done), deps.clock.now());
}

function readBack(
  run: RunningRun,
  maps: BuildingMaps,
  { buildingPlaceId, packed }: RunMap,
  { singles }: Placed,
): Promise<Shown> {
  const levelIds = packed.coverage.map(({ levelId }) => levelId);
  const all = { levelIds, links: packed.links, there: [], gone: [] };
  return verifyMap(run, maps, buildingPlaceId, singles === undefined ? all : changedOnly(all, singles));
}

function outcomeOf(
  { buildingPlaceId, record, packed }: RunMap,
  done: Placed,
  shown: Shown,
  now: Date,
): MapOutcome {
  const { singles, foreign } = done;
  const others = foreign
    ? ' It took the place of a map that was there before; a copy of that one is kept.'
    : '';
  const how =
    singles === undefined
      ? `The map was uploaded.${others}`
      : `${singles.length} ${singles.length === 1 ? 'shape' : 'shapes'} of the map changed.`;
  return shownOutcome(how, shown, {
    buildingPlaceId,
    fingerprint: record.fingerprint,
    coverage: packed.coverage,
    since: now.toISOString(),
    looks: 0,
  });
}

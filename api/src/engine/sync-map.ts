/** The last phase of a run: puts the floor map in place, links it and proves that it is there. Never touches places. */
import { AppError } from '../core/model/app-error.ts';
import type { MapThere } from '../core/map/map-there.ts';
import { say, type Sentence } from '../core/model/sentence.ts';
import { MapRefused, MapWaits, type BuildingMaps } from '../ports/building-map.ts';
import { SignInNeeded } from '../ports/token-source.ts';
import { longPause } from '../core/run/judge.ts';
import type { Deps } from './deps.ts';
import { makeRunMap, type RunMap } from './make-run-map.ts';
import { failed, mapOutcome, saveMapOutcome, shownOutcome, type MapOutcome } from './map-outcome.ts';
import {
  isTakenAway,
  mapChange,
  mapRecord,
  saveMapChange,
  saveMapRecord,
  type MapRecord,
} from './map-record.ts';
import { mapReleased } from './map-release.ts';
import { putMap, type Placed } from './put-map.ts';
import { queueMapCheck } from './queue-map-check.ts';
import type { RunningRun } from './running-run.ts';
import { seenMap } from './seen-map.ts';
import { changedOnly, verifyMap, type Shown } from './verify-map.ts';

/**
 * Does what the plan says about the map, after all places. Safe to repeat: a worker that comes after a crash goes on
 * where the other stopped. A problem with the map is an outcome, never an exception.
 * @throws SignInNeeded when the account has to sign in again
 */
export async function syncMap(run: RunningRun): Promise<void> {
  const { deps } = run;
  if (deps.maps === undefined || !(await isWanted(run)) || !(await run.mayGoOn())) return;
  const known = await mapOutcome(deps, run.run);
  if (known !== null) return settled(run, known);
  const outcome = await placed(run, deps.maps).catch((error: unknown) => {
    // What stops this worker says nothing about the map: the next one goes on.
    if (error instanceof SignInNeeded || run.signal.aborted || isTakenOver(error)) throw error;
    if (error instanceof MapWaits) return pauseFor(run, error);
    deps.warn('The map of a run failed.', error);
    const why = error instanceof MapRefused ? error.said : { text: textOf(error) };
    return failed(say`The map was not uploaded. ${{ why }}`);
  });
  if (outcome === null) return;
  await recordMap(run, 'write.answered', { state: outcome.state });
  if (outcome.state === 'pending') await queueMapCheck(deps, run.run, 0);
  await saveMapOutcome(deps, run.run, outcome);
  await settled(run, outcome);
}

/** What was written down of the map on its way stays, so that the run goes on there. */
function pauseFor(run: RunningRun, { error, retryAfterMs: waitMs }: MapWaits): null {
  const { message, hint, retryAfterMs } = longPause(error, waitMs);
  const reason = `${message} ${hint}`;
  run.stop ??= { state: 'paused', reason, ...(retryAfterMs && { resumeAfterMs: retryAfterMs }) };
  return null;
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The plan wants it, or an administrator released what the plan holds back. */
const isWanted = async ({ deps, run, plan }: RunningRun): Promise<boolean> =>
  plan.map.action === 'upload' || (plan.map.release !== undefined && (await mapReleased(deps, run)));

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

/** @returns null when this worker has to stop */
async function placed(run: RunningRun, all: NonNullable<Deps['maps']>): Promise<MapOutcome | null> {
  const { maker } = all;
  const { deps } = run;
  const { tenantId: tenant, buildingId } = run.run;
  const made = await makeRunMap(run, maker);
  if ('state' in made) return made;
  const { buildingPlaceId, zip, record, packed } = made;
  const { fingerprint } = record;
  const last = await mapRecord(deps, tenant, buildingId);
  const open = await mapChange(deps, tenant, buildingId);
  const left = open?.stage === 'showing' && open.fingerprint !== fingerprint ? null : open;
  const maps = all.of(tenant);
  const seen = await seenMap(maps, buildingPlaceId, { maker, last, packed });
  if (seen.there === 'others' && !(await mapReleased(deps, run.run))) return KEPT;
  if (left === null && isThere(last, record, seen.there, deps.clock.now())) {
    await saveMapRecord(deps, tenant, buildingId, { ...last, basis: record.basis });
    return UNCHANGED;
  }
  await recordMap(run, 'write.intended', { fingerprint });
  const place = { tenant, buildingId, buildingPlaceId };
  const mayBegin = () => run.mayGoOn();
  const way = { deps, maps, maker, ...place, zip, fingerprint, last, mayBegin };
  const done = await putMap(way, seen, left);
  if (done === null) return run.signal.aborted ? null : CANCELLED;
  await saveMapRecord(deps, tenant, buildingId, record);
  await noteChange(run, { fingerprint, stage: 'showing', before: null, foreign: done.foreign });
  const shown = await readBack(run, maps, made, done);
  if (shown.complete) await saveMapRecord(deps, tenant, buildingId, { ...record, shown: true });
  return outcomeOf(made, lostMap(last, seen.there, deps.clock.now()), done, shown, deps.clock.now());
}

const KEPT: MapOutcome = {
  state: 'kept',
  message:
    'Microsoft Places shows a map that somebody else uploaded. It was left as it is. To replace it, preview again and release it as an administrator.',
};

const CANCELLED: MapOutcome = {
  state: 'none',
  message: 'The run was cancelled before the map was changed.',
};

const UNCHANGED: MapOutcome = {
  state: 'unchanged',
  message: 'The map in Microsoft Places is this one already.',
};

const isThere = (last: MapRecord | null, wanted: MapRecord, there: MapThere, now: Date): last is MapRecord =>
  last?.fingerprint === wanted.fingerprint && there !== 'others' && !isTakenAway(last, there, now);

/** How ours was found when somebody had taken it away, or a part of it. */
const lostMap = (last: MapRecord | null, there: MapThere, now: Date): MapThere | null =>
  last !== null && isTakenAway(last, there, now) ? there : null;

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
  lost: MapThere | null,
  done: Placed,
  shown: Shown,
  now: Date,
): MapOutcome {
  const how = howOf(lost, done);
  return shownOutcome(how, shown, {
    buildingPlaceId,
    fingerprint: record.fingerprint,
    coverage: packed.coverage,
    since: now.toISOString(),
    looks: 0,
    how,
  });
}

/** @param lost how the map was found that somebody had taken away; null: it was not */
function howOf(lost: MapThere | null, { singles, foreign }: Placed): Sentence {
  if (foreign)
    return say`The map was uploaded. It took the place of a map that somebody else had uploaded; a copy of that one is kept.`;
  if (lost === 'nothing') return say`The map was missing in Microsoft Places and was uploaded again.`;
  if (lost !== null)
    return say`Floors of the map were missing in Microsoft Places, so it was uploaded again.`;
  if (singles === undefined) return say`The map was uploaded.`;
  const { length: count } = singles;
  return count === 1
    ? say`${{ count }} shape of the map changed.`
    : say`${{ count }} shapes of the map changed.`;
}

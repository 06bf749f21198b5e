/** The last phase of a run: uploads the floor map, links it and proves that it is there. Never touches places. */
import type { Coverage } from '../core/map/places-package.ts';
import { desiredPlaces } from '../core/desired/desired-places.ts';
import { MapRefused, type BuildingMaps, type PackedMap } from '../ports/building-map.ts';
import { SignInNeeded } from '../ports/token-source.ts';
import type { Run } from '../ports/stores.ts';
import type { Deps } from './deps.ts';
import { basisOf, fingerprintOf, mapRecord, saveMapRecord, type MapRecord } from './map-record.ts';
import { mapInput } from './map-input.ts';
import type { RunningRun } from './running-run.ts';
import { verifyMap } from './verify-map.ts';

/** What the report says about the map. */
export interface MapOutcome {
  readonly state: 'uploaded' | 'pending' | 'unchanged' | 'none' | 'failed';
  readonly message: string;
}

const HOUR = 3_600_000;

const keyOf = (runId: string): string => `map-of-run:${runId}`;

/** What became of the map in a run; null when the run did not get that far. */
export async function mapOutcome(
  deps: Pick<Deps, 'stores'>,
  run: Pick<Run, 'tenantId' | 'id'>,
): Promise<MapOutcome | null> {
  // Only syncMap writes there.
  return (await deps.stores.settings.load(run.tenantId, keyOf(run.id))) as MapOutcome | null;
}

/**
 * Does what the plan says about the map, after all places. Safe to repeat: a worker after a crash begins it anew.
 * A problem with the map is an outcome, never an exception.
 * @throws SignInNeeded when the account has to sign in again
 */
export async function syncMap(run: RunningRun): Promise<void> {
  const { deps } = run;
  if (deps.maps === undefined || run.plan.map.action !== 'upload' || !run.goOn()) return;
  const outcome = await uploaded(run, deps.maps.of(run.run.tenantId)).catch((error: unknown) => {
    if (error instanceof SignInNeeded) throw error;
    deps.warn('The map of a run failed.', error);
    const message = error instanceof Error ? error.message : String(error);
    return { state: 'failed' as const, message: `The map was not uploaded. ${message}` };
  });
  await recordMap(run, 'write.answered', { state: outcome.state });
  await deps.stores.settings.save(run.run.tenantId, keyOf(run.run.id), outcome);
}

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

interface Made {
  readonly buildingPlaceId: string;
  readonly packed: PackedMap;
  readonly zip: Uint8Array;
  readonly record: MapRecord;
}

async function uploaded(run: RunningRun, maps: BuildingMaps): Promise<MapOutcome> {
  const { deps } = run;
  const { tenantId, buildingId } = run.run;
  const made = await makeIt(run);
  if ('state' in made) return made;
  const before = await mapRecord(deps, tenantId, buildingId);
  if (before?.fingerprint === made.record.fingerprint) {
    await saveMapRecord(deps, tenantId, buildingId, made.record);
    return { state: 'unchanged', message: 'The map in Microsoft Places is this one already.' };
  }
  await recordMap(run, 'write.intended', { fingerprint: made.record.fingerprint });
  const foreign = before === null ? await foreignMap(run, maps, made) : null;
  await replace(maps, made, before?.zip ?? foreign);
  await saveMapRecord(deps, tenantId, buildingId, made.record);
  const { coverage } = made.packed;
  const shown = await verifyMap(run, maps, made.buildingPlaceId, made.packed);
  if (shown.complete) {
    const others =
      foreign === null
        ? ''
        : ' It took the place of a map that was there before; a copy of that one is kept.';
    return {
      state: 'uploaded',
      message: `The map was uploaded.${others} ${floorLines(coverage, shown.linked)}`,
    };
  }
  const until = new Date(deps.clock.now().getTime() + HOUR).toISOString();
  const lines = floorLines(coverage, shown.linked);
  const why = shown.problem === undefined ? '' : ` ${shown.problem}`;
  return {
    state: 'pending',
    message: `The map was uploaded and is not shown completely yet; that can take until ${until}. ${lines}${why}`,
  };
}

const floorLines = (coverage: readonly Coverage[], linked: ReadonlyMap<string, number>): string =>
  coverage
    .map(({ name, levelId, places, correlated }) => {
      const seen = linked.get(levelId);
      const state = seen === undefined ? 'pending' : 'uploaded';
      return `${name}: ${state}, ${seen ?? correlated} of ${places} linked with their places.`;
    })
    .join(' ');

async function makeIt(run: RunningRun): Promise<Made | MapOutcome> {
  const { deps } = run;
  const { tenantId, buildingId } = run.run;
  const failed = (message: string): MapOutcome => ({ state: 'failed', message });
  const snapshot = await deps.stores.buildings.snapshot(tenantId, buildingId, run.plan.revision);
  if (snapshot === null || deps.maps === undefined)
    return failed('The building is not there any more in the version that was planned.');
  const known = await deps.stores.known.load(tenantId, buildingId);
  const { model } = snapshot;
  const all = mapInput(model, desiredPlaces(model, deps.clock.now()).places, known);
  const buildingPlaceId = all.placeIds[`building:${model.key}`];
  if (buildingPlaceId === undefined)
    return failed('The map was not uploaded, because the building is not in Microsoft Places.');
  // A floor that is not there cannot be linked, and Microsoft takes no map with a floor that is not.
  const missing = model.floors.filter(({ key }) => all.placeIds[`floor:${key}`] === undefined);
  const leftAlone = [...all.leftAlone, ...missing.map(({ key }) => `floor:${key}`)];
  const packed = await deps.maps.maker.make({ ...all, leftAlone }, 'places');
  const faults = packed.findings.filter(({ severity }) => severity === 'error');
  if (packed.zip === undefined) return failed('No floor in Microsoft Places has a plan that could be drawn.');
  if (faults.length > 0)
    return failed(`The map was not uploaded: ${faults.map(({ message }) => message).join(' ')}`);
  const record: MapRecord = {
    basis: basisOf(deps, run.plan.revision, all),
    fingerprint: fingerprintOf(deps, packed.zip),
    zip: Buffer.from(packed.zip).toString('base64'),
    uploadedAt: deps.clock.now().toISOString(),
  };
  return { buildingPlaceId, packed, zip: packed.zip, record };
}

/**
 * A map that somebody else made is kept as a copy before ours takes its place: it goes back when ours is refused, and
 * stays in our database in any case.
 * @returns the copy, base64; null when there is none, or when it is ours from before a crash
 */
async function foreignMap(run: RunningRun, maps: BuildingMaps, made: Made): Promise<string | null> {
  const { buildingPlaceId, packed } = made;
  const levels = await maps.readLevels(buildingPlaceId);
  const ours = new Set(packed.coverage.map(({ levelId }) => levelId));
  if (levels === null || levels.every(({ id }) => ours.has(id))) return null;
  const features = await maps.copy(buildingPlaceId);
  if (features === null || run.deps.maps === undefined) return null;
  const zip = Buffer.from(run.deps.maps.maker.repack(features)).toString('base64');
  const { tenantId, buildingId } = run.run;
  await run.deps.stores.settings.save(tenantId, `map-of-others:${buildingId}`, { zip });
  return zip;
}

/** Checked first, then delete and upload; when Microsoft refuses it all the same, the last good map goes back. */
async function replace(maps: BuildingMaps, made: Made, before: string | null): Promise<void> {
  const { buildingPlaceId, zip } = made;
  await maps.ingest(buildingPlaceId, zip, { dryRun: true });
  await maps.remove(buildingPlaceId);
  try {
    await maps.ingest(buildingPlaceId, zip, { dryRun: false });
  } catch (error) {
    if (!(error instanceof MapRefused)) throw error;
    if (!error.sure && (await isThere(maps, made))) return;
    throw new MapRefused(
      error.message,
      error.error,
      error.sure,
      await restored(maps, buildingPlaceId, before),
    );
  }
}

/** After an answer that got lost: our own levels say that it worked. */
async function isThere(maps: BuildingMaps, { buildingPlaceId, packed }: Made): Promise<boolean> {
  const levels = await maps.readLevels(buildingPlaceId);
  const ids = new Set(levels?.map(({ id }) => id));
  return packed.coverage.every(({ levelId }) => ids.has(levelId));
}

async function restored(maps: BuildingMaps, buildingPlaceId: string, before: string | null): Promise<string> {
  if (before === null) return 'There was no map before.';
  try {
    await maps.ingest(buildingPlaceId, Buffer.from(before, 'base64'), { dryRun: false });
    return 'The map of before was put back.';
  } catch (error) {
    if (!(error instanceof MapRefused)) throw error;
    return `The map of before could not be put back: ${error.message}. Sync again to upload it.`;
  }
}

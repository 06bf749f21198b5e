/**
 * Puts a package in place of the map that is there, by the mildest way that does it. Every step is written down before
 * it is taken: a worker that comes after a crash goes on where the other stopped, and the last good map is never lost.
 */
import { singleChanges, type SingleChange } from '../core/map/map-difference.ts';
import { MapRefused, type LiveFeature } from '../ports/building-map.ts';
import { saveMapOfOthers, type MapChange } from './map-record.ts';
import type { SeenMap } from './seen-map.ts';
import { bytesOf, note, putBack, replace, resend, upload, type MapOnItsWay } from './upload-map.ts';

/** What was done. */
export interface Placed {
  /** The features that were changed one by one; missing when the map was uploaded as a whole. */
  readonly singles?: readonly SingleChange[];
  /** It took the place of somebody else's map, of which a copy is kept. */
  readonly foreign: boolean;
}

/** Single changes that are sent at the same time. */
const TOGETHER = 4;

/**
 * Replaces whatever is there: whether it may is asked before.
 * @param left what an earlier worker left half-way
 * @returns null when it may not begin; what was left half-way is always finished
 * @throws MapRefused, whose message says what became of the map that was there
 */
export async function putMap(
  way: MapOnItsWay,
  seen: SeenMap,
  left: MapChange | null,
): Promise<Placed | null> {
  const { levels, there } = seen;
  const kept = way.last !== null || left !== null;
  const foreign = there === 'others' || (levels !== null && !kept);
  if (left?.fingerprint === way.fingerprint && (!foreign || left.stage === 'removing'))
    return goOn(way, left, levels);
  await check(way, foreign ? null : left);
  return left !== null || (await way.mayBegin()) ? begin(way, levels, left, foreign) : null;
}

/** By the mildest way. */
async function begin(
  way: MapOnItsWay,
  levels: SeenMap['levels'],
  left: MapChange | null,
  foreign: boolean,
): Promise<Placed> {
  if (foreign) return whole(way, { ...onTheWay(way), foreign, before: await copyOfOthers(way) });
  if (left !== null) return whole(way, { ...onTheWay(way), before: left.before });
  const singles = singlesOf(way, levels);
  if (singles !== null) return changeSingles(way, { ...onTheWay(way), stage: 'singles' }, singles);
  return levels === null && way.last === null ? first(way) : whole(way, onTheWay(way));
}

const onTheWay = ({ fingerprint, last }: MapOnItsWay): Omit<MapChange, 'stage'> => ({
  fingerprint,
  before: last?.zip ?? null,
  foreign: false,
});

/** Kept in any case. */
async function copyOfOthers(way: MapOnItsWay): Promise<string | null> {
  const features = await way.maps.copy(way.buildingPlaceId);
  if (features === null) return null;
  const zip = Buffer.from(way.maker.repack(features)).toString('base64');
  await saveMapOfOthers(way.deps, way.tenant, way.buildingId, zip);
  return zip;
}

/** Nothing is touched before Microsoft's own check. What was left half-way goes back when that refuses. */
async function check(way: MapOnItsWay, left: MapChange | null): Promise<void> {
  try {
    await way.maps.ingest(way.buildingPlaceId, way.zip, { dryRun: true });
  } catch (error) {
    if (!(error instanceof MapRefused) || !error.sure || left === null) throw error;
    throw error.because(await putBack(way, left, { inTheWay: true }));
  }
}

/** Where an earlier worker stopped with the same package. */
async function goOn(
  way: MapOnItsWay,
  left: MapChange,
  levels: readonly LiveFeature[] | null,
): Promise<Placed> {
  const { foreign } = left;
  switch (left.stage) {
    case 'removing':
      return whole(way, left);
    case 'ingesting':
      return (await resend(way, left)) ? { foreign } : whole(way, left);
    case 'singles': {
      const singles = singlesOf(way, levels);
      return singles === null ? whole(way, left) : changeSingles(way, left, singles);
    }
    case 'showing':
      return { foreign };
  }
}

async function first(way: MapOnItsWay): Promise<Placed> {
  const change = { ...onTheWay(way), stage: 'ingesting' } as const;
  await note(way, change);
  await upload(way, change);
  return { foreign: false };
}

async function whole(way: MapOnItsWay, change: Omit<MapChange, 'stage'>): Promise<Placed> {
  await replace(way, change);
  return { foreign: change.foreign };
}

/** null: upload the whole map. */
function singlesOf(way: MapOnItsWay, levels: readonly LiveFeature[] | null): readonly SingleChange[] | null {
  if (levels === null || way.last === null) return null;
  const before = way.maker.unpack(bytesOf(way.last.zip));
  const shown = new Map(levels.map(({ id, placeId }) => [id, placeId]));
  const same = before
    .filter(({ feature_type: type }) => type === 'level')
    .every(({ id, properties }) => shown.get(id) === properties['directory_id']);
  return same ? singleChanges(before, way.maker.unpack(way.zip)) : null;
}

/** When one is refused, the map is uploaded as a whole. */
async function changeSingles(
  way: MapOnItsWay,
  change: MapChange,
  singles: readonly SingleChange[],
): Promise<Placed> {
  await note(way, change);
  for (let i = 0; i < singles.length; i += TOGETHER) {
    const sent = await Promise.allSettled(singles.slice(i, i + TOGETHER).map((one) => changeOne(way, one)));
    const failed = sent.find((one) => one.status === 'rejected');
    if (failed === undefined) continue;
    const error: unknown = failed.reason;
    if (!(error instanceof MapRefused) || !error.sure) throw error;
    await check(way, change);
    return whole(way, change);
  }
  return { singles, foreign: false };
}

function changeOne({ maps, buildingPlaceId }: MapOnItsWay, single: SingleChange): Promise<void> {
  const { put } = single;
  return put === undefined
    ? maps.drop(buildingPlaceId, single)
    : maps.put(buildingPlaceId, single, put.feature, put.placeId);
}

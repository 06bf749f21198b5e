/** Uploads a whole map, and puts the last good one back when Microsoft refuses it (graph-places.md section 11). */
import { sameShapes } from '../core/map/map-difference.ts';
import { say, type Sentence } from '../core/model/sentence.ts';
import type { BuildingId, TenantId } from '../core/model/place.ts';
import { MapRefused, type BuildingMaps, type MapMaker } from '../ports/building-map.ts';
import type { Deps } from './deps.ts';
import { saveMapChange, type MapChange, type MapRecord } from './map-record.ts';
import { expectedOf, lookOnce } from './verify-map.ts';

/** One package on its way. */
export interface MapOnItsWay {
  readonly deps: Pick<Deps, 'stores'>;
  readonly tenant: TenantId;
  readonly buildingId: BuildingId;
  readonly maps: BuildingMaps;
  readonly maker: MapMaker;
  readonly buildingPlaceId: string;
  readonly zip: Uint8Array;
  readonly fingerprint: string;
  /** Asked before the first change. */
  mayBegin(): Promise<boolean>;
  /** What we uploaded last. */
  readonly last: MapRecord | null;
}

/** Writes down what is about to be done; null: nothing is on its way. */
export const note = ({ deps, tenant, buildingId }: MapOnItsWay, change: MapChange | null): Promise<void> =>
  saveMapChange(deps, tenant, buildingId, change);

export const bytesOf = (base64: string): Uint8Array => Buffer.from(base64, 'base64');

/** @throws MapRefused, whose message says what became of the map that was there */
export async function replace(way: MapOnItsWay, change: Omit<MapChange, 'stage'>): Promise<void> {
  await note(way, { ...change, stage: 'removing' });
  await way.maps.remove(way.buildingPlaceId);
  const empty = { ...change, stage: 'ingesting' } as const;
  await note(way, empty);
  await upload(way, empty);
}

/** Into the place that `change` says is empty. @throws MapRefused as {@link replace} */
export async function upload(way: MapOnItsWay, change: MapChange): Promise<void> {
  try {
    await way.maps.ingest(way.buildingPlaceId, way.zip, { dryRun: false });
  } catch (error) {
    if (!(error instanceof MapRefused)) throw error;
    if (!error.sure && (await resend(way, change))) return;
    if (isConflict(error) && change.before === null) throw await hidden(way, error);
    throw error.because(await putBack(way, change, { inTheWay: !error.sure }));
  }
}

/**
 * What may have arrived is looked for, and sent again only when it is not shown.
 * @returns false when another map is in the way
 * @throws MapRefused as {@link replace}
 */
export async function resend(way: MapOnItsWay, change: MapChange): Promise<boolean> {
  if ((await whatIsShown(way)) === 'ours') return true;
  try {
    await way.maps.ingest(way.buildingPlaceId, way.zip, { dryRun: false });
    return true;
  } catch (error) {
    if (!(error instanceof MapRefused)) throw error;
    if (!error.sure)
      throw error.because(say`It is not known whether the map arrived. Retry: it is looked for first.`);
    const shown = await whatIsShown(way);
    if (shown === 'ours') return true;
    if (!isConflict(error)) throw error.because(await putBack(way, change, { inTheWay: true }));
    // A conflict with a map that is not shown yet: ours has arrived.
    return shown === 'nothing';
  }
}

const isConflict = ({ error }: MapRefused): boolean => error.status === 409;

/** A map that nobody can read cannot be kept, so it is not deleted either. */
async function hidden(way: MapOnItsWay, error: MapRefused): Promise<MapRefused> {
  await note(way, null);
  return error.because(
    say`Microsoft has a map of this building already and does not show it, so no copy could be kept. Retry in an hour, or delete it: Remove-Map -BuildingId ${{ id: way.buildingPlaceId }}`,
  );
}

async function whatIsShown(way: MapOnItsWay): Promise<'ours' | 'another' | 'nothing'> {
  const copy = await way.maps.copy(way.buildingPlaceId);
  if (copy === null) return 'nothing';
  return sameShapes(copy, way.maker.unpack(way.zip)) ? 'ours' : 'another';
}

/** @returns what became of it, as a sentence */
export async function putBack(
  way: MapOnItsWay,
  { before }: MapChange,
  { inTheWay }: { readonly inTheWay: boolean },
): Promise<Sentence> {
  const { maps, buildingPlaceId, maker } = way;
  if (before === null) {
    await note(way, null);
    return say`There was no map before.`;
  }
  try {
    if (inTheWay) await maps.remove(buildingPlaceId);
    await maps.ingest(buildingPlaceId, bytesOf(before), { dryRun: false });
  } catch (error) {
    if (!(error instanceof MapRefused)) throw error;
    return say`The map of before could not be put back: ${{ why: error.said }} Retry to upload it.`;
  }
  await note(way, null);
  // Not every tenant links by the file. What is not shown yet is linked by the next upload.
  await lookOnce(maps, buildingPlaceId, expectedOf(maker.unpack(bytesOf(before))));
  return say`The map of before was put back.`;
}

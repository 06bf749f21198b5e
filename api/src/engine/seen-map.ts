/** What Microsoft shows of the map of a building, in one request. */
import { mapThere, type MapThere } from '../core/map/map-there.ts';
import type { BuildingMaps, LiveFeature, MapMaker, PackedMap } from '../ports/building-map.ts';
import type { MapRecord } from './map-record.ts';

export interface SeenMap {
  /** null: no map. */
  readonly levels: readonly LiveFeature[] | null;
  readonly there: MapThere;
}

/** @throws MapRefused; SignInNeeded */
export async function seenMap(
  maps: Pick<BuildingMaps, 'readLevels'>,
  buildingPlaceId: string,
  ours: {
    readonly maker: Pick<MapMaker, 'unpack'>;
    readonly packed: Pick<PackedMap, 'coverage'>;
    readonly last: MapRecord | null;
  },
): Promise<SeenMap> {
  const levels = await maps.readLevels(buildingPlaceId);
  const levelIds = ours.packed.coverage.map(({ levelId }) => levelId);
  const last = ours.last && ours.maker.unpack(Buffer.from(ours.last.zip, 'base64'));
  return { levels, there: mapThere(levels, { levelIds, last }) };
}

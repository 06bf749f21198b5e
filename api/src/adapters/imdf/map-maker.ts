/** Makes maps: small ones between requests, large ones on threads (reliability-security.md F50). */
import { setImmediate } from 'node:timers/promises';
import type { MapKind } from '../../core/map/make-map.ts';
import type { Building, Space } from '../../core/model/building.ts';
import type { MapInput } from '../../core/map/map-shapes.ts';
import type { MapMaker, PackedMap } from '../../ports/building-map.ts';
import { collection } from '../../core/map/map-feature.ts';
import { buildMap } from './build-map.ts';
import { createMapPool, type MapPool } from './map-pool.ts';
import { pack, unpack } from './pack.ts';

/** From this many spaces on a map is made on a thread of its own. */
const LARGE = 400;
/** What counts as one space, in corners. */
const CORNERS = 8;

/**
 * @param large how many spaces make a building large
 * @returns idle threads keep no process alive, but a server closes it
 */
export function createMapMaker({ large = LARGE } = {}): MapMaker {
  let pool: MapPool | undefined;
  const threads = (): MapPool => (pool ??= createMapPool());
  return {
    make: (input, kind) =>
      isLarge(input.building, large) ? threads().make({ input, kind }) : between(input, kind),
    expect: (building) => {
      if (isLarge(building, large)) threads().warm();
    },
    close: async () => pool?.close(),
    repack: (features) => {
      const files = Map.groupBy(features, ({ feature_type: type }) => `${type}.geojson`);
      return pack(new Map([...files].map(([name, own]) => [name, collection(own)])));
    },
    unpack,
  };
}

function isLarge(building: Building, large: number): boolean {
  const drawn = building.floors.some(({ plan }) => plan?.content !== undefined);
  const spaces = building.floors.flatMap((floor) => floor.spaces);
  return drawn || spaces.length >= large || cornersOf(spaces) >= large * CORNERS;
}

const cornersOf = (spaces: readonly Space[]): number =>
  spaces.reduce((sum, { geometry }) => {
    if (geometry === undefined || geometry.type === 'svg') return sum;
    return (
      sum + geometry.polygons.reduce((all, rings) => all + rings.reduce((n, ring) => n + ring.length, 0), 0)
    );
  }, 0);

async function between(input: MapInput, kind: MapKind): Promise<PackedMap> {
  const work = buildMap(input, kind);
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    await setImmediate();
  }
}

/** Buildings for tests of maps, short to write. */
import type { Building, Floor, Geometry, Position, Space, SpaceKind } from '../../src/core/model/building.ts';
import type { MapInput } from '../../src/core/map/map-shapes.ts';

export const box = (x: number, y: number, w: number, d: number): Position[] => [
  [x, y],
  [x + w, y],
  [x + w, y + d],
  [x, y + d],
  [x, y],
];

export const local = (...rings: (readonly Position[])[]): Geometry => ({ type: 'local', polygons: [rings] });

export const space = (
  key: string,
  kind: SpaceKind,
  geometry: Geometry | undefined,
  more: Partial<Space> = {},
): Space => ({
  key,
  kind,
  name: `${kind} ${key}`,
  features: [],
  allocations: [],
  ...(geometry && { geometry }),
  ...more,
});

export const floor = (
  key: string,
  ordinal: number,
  spaces: readonly Space[],
  more: Partial<Floor> = {},
): Floor => ({
  key,
  name: `Level ${key}`,
  ordinal,
  published: true,
  spaces,
  ...more,
});

export const drawn = (floors: readonly Floor[], more: Partial<Building> = {}): Building => ({
  key: 'house',
  name: 'House',
  status: 'active',
  complete: true,
  frame: { anchor: { latitude: 59.33, longitude: 18.06 }, rotation: 0, scale: 1 },
  source: { system: 'test', instance: 'maps' },
  floors,
  ...more,
});

const SYNCED = ['room', 'desk', 'workspace', 'section'];

/** An id for every place, as the ledger would have after a sync. */
export function synced(building: Building): MapInput {
  const refs = [
    `building:${building.key}`,
    ...building.floors.flatMap((one) => [
      `floor:${one.key}`,
      ...one.spaces.filter(({ kind }) => SYNCED.includes(kind)).map(({ kind, key }) => `${kind}:${key}`),
    ]),
  ];
  const ids = refs.map((ref, i) => [ref, `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`]);
  return { building, placeIds: Object.fromEntries(ids), leftAlone: [], impliedSections: [] };
}

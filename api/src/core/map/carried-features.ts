/** What came with an IMDF archive and is no space, as features of the full archive again (imdf.md section 2.4). */
import type { Position } from '../model/building.ts';
import type { CarriedFeature } from '../model/carried-feature.ts';
import { cleanArea } from './clean-area.ts';
import type { FeatureIds } from './feature-ids.ts';
import type { MapFeature } from './map-feature.ts';
import { areaOnEarth } from './on-earth.ts';
import type { TangentPlane } from './tangent-plane.ts';

interface Written {
  readonly ids: FeatureIds;
  readonly plane: TangentPlane;
  readonly buildingId: string;
  /** Ids of the levels and units of the archive by the keys of their floors and spaces. */
  readonly levels: ReadonlyMap<string, string>;
  readonly units: ReadonlyMap<string, string>;
}

/** A feature that refers to nothing that was written is left out. */
export function carriedFeatures(carried: readonly CarriedFeature[], written: Written): MapFeature[] {
  return carried.flatMap((one) => {
    const made = contentOf(one, written);
    if (!made?.geometry) return [];
    return [
      { id: written.ids.of(one.type, one.key), type: 'Feature' as const, feature_type: one.type, ...made },
    ];
  });
}

type Content = Pick<MapFeature, 'geometry' | 'properties'>;

function contentOf(one: CarriedFeature, written: Written): Content | undefined {
  const { category, name } = one;
  if (one.type === 'footprint') {
    const local = one.polygons.map((rings) =>
      rings.map((ring) => ring.map((degrees) => written.plane.toLocal(degrees))),
    );
    const geometry = areaOnEarth(cleanArea(local).areas, written.plane);
    return { geometry, properties: { category, name, building_ids: [written.buildingId] } };
  }
  const common = { category, name, alt_name: one.altName, accessibility: one.accessibility };
  if (one.type === 'opening') {
    const level = written.levels.get(one.floorKey);
    return level === undefined
      ? undefined
      : {
          geometry: { type: 'LineString', coordinates: one.line.map(rounded) },
          properties: {
            ...common,
            level_id: level,
            access_control: one.accessControl,
            door: one.door,
            display_point: null,
          },
        };
  }
  const units = one.spaceKeys.flatMap((key) => written.units.get(key) ?? []);
  const { hours, phone, website } = one;
  return units.length === 0
    ? undefined
    : {
        geometry: { type: 'Point', coordinates: rounded(one.at) },
        properties: {
          ...common,
          unit_ids: units,
          hours,
          phone,
          website,
          address_id: null,
          correlation_id: null,
        },
      };
}

const rounded = ([longitude, latitude]: Position): Position => [
  Math.round(longitude * 1e9) / 1e9,
  Math.round(latitude * 1e9) / 1e9,
];

/** What came with an IMDF archive and is no space, as features of the full archive again (imdf.md section 2.4). */
import type { Position } from '../model/building.ts';
import type { CarriedFeature } from '../model/carried-feature.ts';
import { cleanArea } from './clean-area.ts';
import type { FeatureIds } from './feature-ids.ts';
import { GRID_RADIUS, type Area } from './grid.ts';
import { labelPoint } from './label-point.ts';
import type { MapFeature } from './map-feature.ts';
import { areaOnEarth, pointInside } from './on-earth.ts';
import type { TangentPlane } from './tangent-plane.ts';

interface Written {
  readonly ids: FeatureIds;
  readonly plane: TangentPlane;
  readonly buildingId: string;
  /** Ids of the levels and units of the archive by the keys of their floors and spaces. */
  readonly levels: ReadonlyMap<string, string>;
  readonly units: ReadonlyMap<string, string>;
}

/** What was said about the venue and the building as wholes is theirs already. */
type Part = Exclude<CarriedFeature, { type: 'venue' | 'building' }>;
type Content = Pick<MapFeature, 'geometry' | 'properties'>;

/** A feature that refers to nothing that was written is left out. */
export function carriedFeatures(carried: readonly CarriedFeature[], written: Written): MapFeature[] {
  const anchors = new Map<string, string>();
  return carried
    .filter((one) => one.type !== 'venue' && one.type !== 'building')
    .toSorted((a, b) => Number(b.type === 'anchor') - Number(a.type === 'anchor'))
    .flatMap((one) => {
      const made = contentOf(one, written, anchors);
      if (!made || (made.geometry === null && one.type !== 'occupant')) return [];
      const id = written.ids.of(one.type, one.key);
      if (one.type === 'anchor') anchors.set(one.key, id);
      return [{ id, type: 'Feature' as const, feature_type: one.type, ...made }];
    });
}

function contentOf(one: Part, written: Written, anchors: ReadonlyMap<string, string>): Content | undefined {
  switch (one.type) {
    case 'footprint': {
      const { category, name } = one;
      const geometry = areaOnEarth(carriedAreas(one.polygons, written.plane), written.plane);
      return { geometry, properties: { category, name, building_ids: [written.buildingId] } };
    }
    case 'opening':
      return opening(one, written);
    case 'amenity':
      return amenity(one, written);
    case 'anchor': {
      const unit = written.units.get(one.spaceKey);
      return unit === undefined
        ? undefined
        : { geometry: pointAt(one.at), properties: { unit_id: unit, address_id: null } };
    }
    case 'occupant':
      return occupant(one, anchors);
    case 'kiosk':
      return kiosk(one, written, anchors);
    case 'detail': {
      const level = written.levels.get(one.floorKey);
      return level === undefined
        ? undefined
        : { geometry: linesAt(one.lines), properties: { level_id: level } };
    }
    case 'geofence':
      return geofence(one, written);
  }
}

type Of<T extends Part['type']> = Extract<Part, { type: T }>;

function opening(one: Of<'opening'>, { levels }: Written): Content | undefined {
  const level = levels.get(one.floorKey);
  if (level === undefined) return undefined;
  const properties = {
    category: one.category,
    name: one.name,
    alt_name: one.altName,
    accessibility: one.accessibility,
    level_id: level,
    access_control: one.accessControl,
    door: one.door,
    display_point: null,
  };
  return { geometry: { type: 'LineString', coordinates: one.line.map(rounded) }, properties };
}

function amenity(one: Of<'amenity'>, written: Written): Content | undefined {
  const units = one.spaceKeys.flatMap((key) => written.units.get(key) ?? []);
  if (units.length === 0) return undefined;
  const { category, name, accessibility, hours, phone, website } = one;
  const properties = {
    category,
    name,
    alt_name: one.altName,
    accessibility,
    unit_ids: units,
    hours,
    phone,
    website,
    address_id: null,
    correlation_id: null,
  };
  return { geometry: pointAt(one.at), properties };
}

function occupant(one: Of<'occupant'>, anchors: ReadonlyMap<string, string>): Content | undefined {
  const anchor = anchors.get(one.anchorKey);
  if (anchor === undefined) return undefined;
  const { name, category, hours, phone, website } = one;
  return {
    geometry: null,
    properties: {
      name,
      category,
      anchor_id: anchor,
      hours,
      phone,
      website,
      validity: null,
      correlation_id: null,
    },
  };
}

function kiosk(
  one: Of<'kiosk'>,
  { levels, plane }: Written,
  anchors: ReadonlyMap<string, string>,
): Content | undefined {
  const level = levels.get(one.floorKey);
  if (level === undefined) return undefined;
  const anchor = one.anchorKey === null ? null : (anchors.get(one.anchorKey) ?? null);
  const { geometry, point } = drawn(one.polygons, plane);
  const names = { name: one.name, alt_name: one.altName };
  return { geometry, properties: { ...names, level_id: level, anchor_id: anchor, display_point: point } };
}

function geofence(one: Of<'geofence'>, { levels, plane, buildingId }: Written): Content {
  const { geometry, point } = drawn(one.polygons, plane);
  const known = one.floorKeys.flatMap((key) => levels.get(key) ?? []);
  return {
    geometry,
    properties: {
      category: one.category,
      restriction: one.restriction,
      accessibility: one.accessibility,
      name: one.name,
      alt_name: one.altName,
      correlation_id: null,
      display_point: point,
      building_ids: [buildingId],
      level_ids: known.length > 0 ? known : null,
      parents: null,
    },
  };
}

type Polygons = Of<'footprint'>['polygons'];

/** Areas of degrees on the grid; none when they reach too far for it. */
export function carriedAreas(polygons: Polygons, plane: TangentPlane): readonly Area[] {
  const local = polygons.map((rings) => rings.map((ring) => ring.map((degrees) => plane.toLocal(degrees))));
  if (local.some((rings) => rings.some((ring) => ring.some(([x, y]) => !(Math.hypot(x, y) <= GRID_RADIUS)))))
    return [];
  return cleanArea(local).areas;
}

function drawn(polygons: Polygons, plane: TangentPlane) {
  const areas = carriedAreas(polygons, plane);
  const geometry = areaOnEarth(areas, plane);
  const point = areas[0] ? pointInside(labelPoint(areas[0]), geometry, plane) : null;
  return { geometry, point };
}

const pointAt = (at: Position) => ({ type: 'Point' as const, coordinates: rounded(at) });

function linesAt(lines: Of<'detail'>['lines']): MapFeature['geometry'] {
  const [only, ...more] = lines.map((line) => line.map(rounded));
  if (!only) return null;
  return more.length === 0
    ? { type: 'LineString', coordinates: only }
    : { type: 'MultiLineString', coordinates: [only, ...more] };
}

const rounded = ([longitude, latitude]: Position): Position => [
  Math.round(longitude * 1e9) / 1e9,
  Math.round(latitude * 1e9) / 1e9,
];

/**
 * A second opinion on map packages: reads the bytes of a zip, knows nothing of the code that wrote it, and checks them
 * against tables written down anew from the documentation, with the geometry of another library.
 */
import { unzipSync } from 'fflate';
import GeoJSONReader from 'jsts/org/locationtech/jts/io/GeoJSONReader.js';
import IsValidOp from 'jsts/org/locationtech/jts/operation/valid/IsValidOp.js';

export type Json = any;

const REQUIRED = ['building', 'footprint', 'level', 'unit'];
const ALLOWED = [...REQUIRED, 'section', 'fixture'];

/** What the importer was seen to accept, by type; * = must be there. */
const ACCEPTED: Record<string, string> = {
  building: '*category name alt_name restriction display_point directory_id',
  footprint: '*category name *building_ids',
  level: '*category restriction *outdoor *ordinal *name *short_name *building_ids directory_id bearing',
  unit: '*category name alt_name restriction display_point *level_id directory_id',
  section: '*category name alt_name restriction display_point *level_id directory_id',
  fixture: '*category name *level_id rotation directory_id',
};
const OUTLINES = ['aerial', 'ground', 'subterranean'];
const FORM = /^[a-z0-9]+(\.[a-z0-9]+)*$/;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const FLAT = /^[a-z]+\.geojson$/;
const V4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

export interface Read {
  readonly faults: string[];
  /** Features by type. */
  readonly of: Record<string, Json[]>;
}

/** Every fault of a Places package. */
export function readPlacesZip(bytes: Uint8Array): Read {
  const faults: string[] = [];
  const of: Record<string, Json[]> = {};
  for (const [name, content] of Object.entries(unzipSync(bytes))) {
    const type = name.replace('.geojson', '');
    if (!FLAT.test(name) || !ALLOWED.includes(type)) faults.push(`file ${name}`);
    const collection = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content));
    if (Object.keys(collection).sort().join() !== 'features,type') faults.push(`members of ${name}`);
    of[type] = collection.features ?? [];
  }
  faults.push(...REQUIRED.filter((type) => !of[type]?.length).map((type) => `no ${type}`));
  for (const [type, features] of Object.entries(of)) {
    for (const feature of features)
      faults.push(...faultsOf(feature, type).map((fault) => `${type} ${feature.id}: ${fault}`));
  }
  return { faults: [...faults, ...faultsTogether(of)], of };
}

function faultsTogether(of: Record<string, Json[]>): string[] {
  const all = Object.values(of).flat();
  const twice = (values: string[]) => {
    const seen = new Set<string>();
    return values.filter((value) => seen.size === seen.add(value).size);
  };
  const building = of['building']?.[0]?.id;
  const levels = new Set((of['level'] ?? []).map((level) => level.id));
  const strays = all.filter(({ properties: { building_ids, level_id } }) => {
    const wrongBuilding = building_ids !== undefined && String(building_ids) !== building;
    return wrongBuilding || (level_id !== undefined && !levels.has(level_id));
  });
  return [
    ...(of['building']?.length === 1 ? [] : ['not one building']),
    ...twice(all.map(({ id }) => id)).map((id) => `id twice ${id}`),
    ...twice(all.flatMap(({ properties }) => properties.directory_id ?? [])).map((id) => `place twice ${id}`),
    ...strays.map(({ id }) => `reference of ${id}`),
    ...uncorrelated(of).map(({ id }) => `not correlated ${id}`),
    ...buildingPoints(of),
  ];
}

/** Once anything is linked with a place, the building and every level have to be. */
function uncorrelated(of: Record<string, Json[]>): Json[] {
  const isLinked = ({ properties }: Json) => properties.directory_id != null;
  if (!Object.values(of).flat().some(isLinked)) return [];
  return [...(of['building'] ?? []), ...(of['level'] ?? [])].filter((one) => !isLinked(one));
}

/** The label of a building stands in one of its footprints. */
const buildingPoints = (of: Record<string, Json[]>): string[] =>
  (of['building'] ?? [])
    .map(({ properties }) => properties.display_point)
    .filter(
      (at) => at != null && !of['footprint']?.some(({ geometry }) => pointFaults(at, geometry).length === 0),
    )
    .map(() => 'display point of the building');

const LABELS = ['name', 'alt_name', 'short_name'];

const isLabel = (label: Json): boolean =>
  label == null ||
  (typeof label === 'object' &&
    Object.keys(label).length > 0 &&
    Object.entries(label).every(([tag, text]) => /^[A-Za-z]{2,3}\b/.test(tag) && typeof text === 'string'));

function faultsOf(feature: Json, type: string): string[] {
  const { properties, geometry } = feature;
  const words = (ACCEPTED[type] ?? '').split(' ');
  const required = words.filter((word) => word.startsWith('*')).map((word) => word.slice(1));
  const known = new Set(words.map((word) => word.replace('*', '')));
  const rules: [string, boolean][] = [
    ['members', Object.keys(feature).sort().join() === 'feature_type,geometry,id,properties,type'],
    ['type', feature.type === 'Feature' && feature.feature_type === type],
    ['id', V4.test(feature.id)],
    ...Object.keys(properties).map((name): [string, boolean] => [`property ${name}`, known.has(name)]),
    ...required.map((name): [string, boolean] => [`lacks ${name}`, properties[name] != null]),
    ...LABELS.map((name): [string, boolean] => [`label ${name}`, isLabel(properties[name])]),
    ['level', type !== 'level' || (properties.outdoor === false && Number.isInteger(properties.ordinal))],
    ['geometry', type !== 'building' || geometry === null],
    ['category', FORM.test(properties.category)],
    ['footprint category', type !== 'footprint' || OUTLINES.includes(properties.category)],
    ['restriction', [undefined, null, 'employeesonly', 'restricted'].includes(properties.restriction)],
    ['turn', [properties.bearing, properties.rotation].every((n) => n === undefined || (n >= 0 && n < 360))],
    ['directory_id', properties.directory_id === undefined || UUID.test(properties.directory_id)],
    ['buildings', properties.building_ids === undefined || properties.building_ids.length === 1],
  ];
  const faults = rules.flatMap(([fault, kept]) => (kept ? [] : [fault]));
  if (type === 'building') return faults;
  return [...faults, ...shapeFaults(geometry), ...pointFaults(properties.display_point, geometry)];
}

/** Winding by hand, everything else by JTS. */
export function shapeFaults(geometry: Json): string[] {
  const faults: string[] = [];
  if (geometry?.type !== 'Polygon' && geometry?.type !== 'MultiPolygon') return ['no area'];
  for (const rings of polygonsOf(geometry)) {
    if (rings.length !== 1) faults.push('hole');
    for (const ring of rings) faults.push(...ringFaults(ring));
  }
  const problem = invalidity(geometry);
  if (problem) faults.push(problem);
  return faults;
}

function ringFaults(ring: number[][]): string[] {
  const isOnEarth = ([lon, lat]: number[]) => Math.abs(lon ?? NaN) <= 180 && Math.abs(lat ?? NaN) <= 90;
  return [
    ...(ring.length >= 4 && String(ring[0]) === String(ring.at(-1)) ? [] : ['open']),
    ...(shoelace(ring) > 0 ? [] : ['winding']),
    ...(ring.every(({ length }) => length === 2) ? [] : ['positions']),
    ...(ring.every(isOnEarth) ? [] : ['off earth']),
  ];
}

/** What JTS finds wrong, or nothing. Coordinates are moved to their own origin, where degrees have all their digits. */
export function invalidity(geometry: Json): string | undefined {
  const [ox, oy] = polygonsOf(geometry)[0]?.[0]?.[0] ?? [0, 0];
  const steps = (n: number, o: number) => Math.round((n - o) * 1e10);
  const moved = polygonsOf(geometry).map((rings) =>
    rings.map((ring) => ring.map(([x, y]: number[]) => [steps(x ?? 0, ox), steps(y ?? 0, oy)])),
  );
  try {
    const operation = new IsValidOp(new GeoJSONReader().read({ type: 'MultiPolygon', coordinates: moved }));
    return operation.isValid() ? undefined : String(operation.getValidationError());
  } catch (error) {
    // JTS does not even take rings that are open or have fewer than three corners.
    return String(error);
  }
}

function pointFaults(point: Json, geometry: Json): string[] {
  if (point == null) return [];
  if (point.type !== 'Point') return ['display point'];
  const [x, y] = point.coordinates;
  const inside = polygonsOf(geometry).some(([ring]) => {
    let odd = false;
    ring.forEach(([ax, ay]: number[], i: number) => {
      const [bx, by] = ring[(i + 1) % ring.length];
      if (ay! > y !== by > y && x < ((bx - ax!) * (y - ay!)) / (by - ay!) + ax!) odd = !odd;
    });
    return odd;
  });
  return inside ? [] : ['display point outside'];
}

export const polygonsOf = (geometry: Json): Json[][] =>
  geometry?.type === 'Polygon'
    ? [geometry.coordinates]
    : geometry?.type === 'MultiPolygon'
      ? geometry.coordinates
      : [];

/** Twice the signed area around the first corner; positive = counter-clockwise. */
export function shoelace(ring: number[][]): number {
  const [ox = 0, oy = 0] = ring[0] ?? [];
  return ring.slice(1).reduce((sum, [x = 0, y = 0], i) => {
    const [px = 0, py = 0] = ring[i] ?? [];
    return sum + (px - ox) * (y - oy) - (x - ox) * (py - oy);
  }, 0);
}

/** Square metres, by the length of a degree at this latitude after Helmert's series: independent of our plane. */
export function squareMetres(geometry: Json): number {
  return polygonsOf(geometry).reduce((sum, rings) => {
    const lat = ((rings[0][0][1] as number) * Math.PI) / 180;
    const perLat = 111132.92 - 559.82 * Math.cos(2 * lat) + 1.175 * Math.cos(4 * lat);
    const perLon = 111412.84 * Math.cos(lat) - 93.5 * Math.cos(3 * lat) + 0.118 * Math.cos(5 * lat);
    return (
      sum + rings.reduce((all: number, ring: number[][]) => all + (shoelace(ring) / 2) * perLat * perLon, 0)
    );
  }, 0);
}

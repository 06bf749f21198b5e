import type { Geometry, Polygon, Position } from './building.ts';
import type { DraftGeometry } from './draft.ts';
import { areaOf, crossesItself } from './ring.ts';

/** What is wrong with a geometry. Only `outOfRange` is an error; `unusable` has no area to draw. */
export type GeometryFault = 'outOfRange' | 'unusable' | 'notClosed' | 'crossesItself' | 'notChecked';

interface ReadGeometry {
  /** Closed rings without repeated points; undefined when nothing can be drawn. */
  readonly geometry?: Geometry;
  readonly faults: readonly GeometryFault[];
}

/** Below this many square metres there is nothing to draw. */
const SMALLEST_AREA = 0.01;
const METRES_PER_DEGREE = 111_320;

/** The polygons in metres, good to about 1 % within a building: for areas and tolerances, never for output. */
export function inMetres(geometry: Geometry): readonly Polygon[] {
  if (geometry.type === 'svg') return [];
  if (geometry.type === 'local') return geometry.polygons;
  return degreesToMetres(geometry.polygons, geometry.polygons[0]?.[0]?.[0] ?? [0, 0]);
}

/** As {@link inMetres} with a given origin, so that two geometries can be laid over each other. */
export function degreesToMetres(polygons: readonly Polygon[], origin: Position): readonly Polygon[] {
  const perLongitude = METRES_PER_DEGREE * Math.cos((origin[1] * Math.PI) / 180);
  // The short way round: a building may stand on the 180th meridian.
  const eastOf = (lon: number): number => lon - 360 * Math.round((lon - origin[0]) / 360) - origin[0];
  const toMetres = ([lon, lat]: Position): Position => [
    eastOf(lon) * perLongitude,
    (lat - origin[1]) * METRES_PER_DEGREE,
  ];
  return polygons.map((rings) => rings.map((ring) => ring.map(toMetres)));
}

/** Turns a drafted geometry into the model's form and says what is wrong with it. Winding is kept as it is. */
export function readGeometry(draft: DraftGeometry): ReadGeometry {
  if (draft.type === 'svg') return { geometry: { type: 'svg', ref: draft.ref }, faults: [] };
  const faults = new Set<GeometryFault>();
  const polygons = ringsOf(draft).flatMap((rings) => readPolygon(rings, faults));
  const geometry: Geometry = { type: draft.type, polygons };
  if (draft.type === 'geo' && !polygons.every(isOnEarth)) return { faults: ['outOfRange'] };
  const metres = inMetres(geometry);
  if (!(areaOf(metres) >= SMALLEST_AREA)) return { faults: [...faults, 'unusable'] };
  for (const ring of metres.flat()) {
    const crossing = crossesItself(ring);
    if (crossing === 'unknown') faults.add('notChecked');
    else if (crossing) faults.add('crossesItself');
  }
  return { geometry, faults: [...faults] };
}

type RawRings = readonly (readonly (readonly number[])[])[];

function ringsOf(draft: Exclude<DraftGeometry, { type: 'svg' }>): readonly RawRings[] {
  if (draft.type === 'local') return [draft.polygon];
  return draft.polygon.type === 'Polygon' ? [draft.polygon.coordinates] : draft.polygon.coordinates;
}

/** A polygon whose outline is no ring is left out; so is a hole that is none. */
function readPolygon(raw: RawRings, faults: Set<GeometryFault>): Polygon[] {
  const rings = raw.map((ring) => readRing(ring, faults));
  const [outline, ...holes] = rings;
  return outline ? [[outline, ...holes.filter((hole) => hole !== undefined)]] : [];
}

function readRing(raw: readonly (readonly number[])[], faults: Set<GeometryFault>): Position[] | undefined {
  const ring: Position[] = [];
  for (const [x = NaN, y = NaN] of raw) {
    const last = ring.at(-1);
    if (last?.[0] !== x || last[1] !== y) ring.push([x, y]);
  }
  const [first, last] = [ring[0], ring.at(-1)];
  if (first && last && (first[0] !== last[0] || first[1] !== last[1])) {
    faults.add('notClosed');
    ring.push(first);
  }
  return ring.length >= 4 ? ring : undefined;
}

const isOnEarth = (polygon: Polygon): boolean =>
  polygon.every((ring) => ring.every(([lon, lat]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90));

/** Areas as GeoJSON in WGS84, rounded, and still valid after rounding. */
import type { Position } from '../model/building.ts';
import { nearAnchor, onEachSide } from './antimeridian.ts';
import { combine, squareMetres, toMetres, type Area } from './grid.ts';
import { clockwise, counterClockwise, holds, isSimple, signedArea, type Ring } from './ring-checks.ts';
import type { TangentPlane } from './tangent-plane.ts';
import { isSound } from './touching-rings.ts';

/**
 * Steps in a degree: nine decimals, a tenth of a millimetre. Seven, which many files have, would move a wall by up to
 * 8 mm: more than 0.1 % of the area of a small room or a desk.
 */
const STEPS = 1e9;

export type GeoJsonArea =
  | { readonly type: 'Polygon'; readonly coordinates: Position[][] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: Position[][][] };

export interface GeoJsonPoint {
  readonly type: 'Point';
  readonly coordinates: Position;
}

export interface GeoJsonLine {
  readonly type: 'LineString';
  readonly coordinates: readonly Position[];
}

export interface GeoJsonLines {
  readonly type: 'MultiLineString';
  readonly coordinates: readonly (readonly Position[])[];
}

/** Null when rounding leaves nothing. */
export function areaOnEarth(areas: readonly Area[], plane: TangentPlane): GeoJsonArea | null {
  const polygons = areas.flatMap((area) => roundedArea(area, plane));
  const [only, ...more] = polygons;
  if (!only) return null;
  return more.length === 0
    ? { type: 'Polygon', coordinates: only }
    : { type: 'MultiPolygon', coordinates: polygons };
}

export const pointOnEarth = (point: Position, plane: TangentPlane): GeoJsonPoint => ({
  type: 'Point',
  coordinates: onGlobe(degreesOf(stepsOf(point, plane))),
});

/** The label's place, unless the shape is so thin that rounding puts it beside it. */
export function pointInside(
  point: Position,
  geometry: GeoJsonArea | null,
  plane: TangentPlane,
): GeoJsonPoint | null {
  const on = pointOnEarth(point, plane);
  if (geometry === null) return null;
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons.some((rings) => holds(rings, on.coordinates)) ? on : null;
}

/** Longitudes go on counting beyond 180 degrees, so that a shape that crosses there stays in one piece. */
const stepsOf = (point: Position, plane: TangentPlane): Position => {
  const degrees = plane.toGeo(toMetres(point));
  return [Math.round(nearAnchor(degrees[0], plane) * STEPS), Math.round(degrees[1] * STEPS)];
};

const onGlobe = ([longitude, latitude]: Position): Position => [
  longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude,
  latitude,
];

const degreesOf = (steps: Position): Position => [steps[0] / STEPS, steps[1] / STEPS];

function roundedArea(area: Area, plane: TangentPlane): Position[][][] {
  const rings = area.map((ring) => withoutRepeats(ring.map((corner) => stepsOf(corner, plane))));
  const sound = isSound(rings) ? [rings] : repaired(rings);
  return onEachSide(sound, 180 * STEPS).map(([outline, ...holes]) =>
    [counterClockwise(outline ?? []), ...holes.map(clockwise)].map(closed),
  );
}

function withoutRepeats(ring: Ring): Ring {
  return ring.filter((corner, i) => {
    const before = ring[(i === 0 ? ring.length : i) - 1] as Position;
    return corner[0] !== before[0] || corner[1] !== before[1];
  });
}

/** Rounding made a ring meet itself: united again near its own origin, where the numbers are small. */
function repaired(rings: readonly Ring[]): Area[] {
  const [ox, oy] = rings[0]?.[0] ?? [0, 0];
  const moved = (ring: Ring, by: 1 | -1): Ring => ring.map(([x, y]) => [x - by * ox, y - by * oy]);
  const [outline = [], ...holes] = rings.map((ring) => moved(ring, 1));
  const whole = combine('union', [outline], [], 'winding').flat();
  const cut = holes.flatMap((hole) => combine('union', [hole], [], 'winding').flat());
  const areas = cut.length > 0 ? combine('subtract', whole, cut) : combine('union', whole);
  return areas
    .filter((area) => area.every((ring) => isSimple(ring) && signedArea(ring) !== 0))
    .toSorted((a, b) => squareMetres([b]) - squareMetres([a]))
    .map((area) => area.map((ring) => moved(ring, -1)));
}

const closed = (ring: Ring): Position[] => {
  const corners = ring.map(degreesOf);
  return corners[0] ? [...corners, corners[0]] : [];
};

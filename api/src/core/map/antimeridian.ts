/**
 * Buildings that stand on the 180th meridian. GeoJSON wants shapes cut there, so that none crosses it (RFC 7946 section
 * 3.1.9), and no longitude beyond 180 degrees.
 */
import type { Position } from '../model/building.ts';
import { combine, toMetres, type Area } from './grid.ts';
import type { MapFloor } from './map-shapes.ts';
import { boxOf, type Ring } from './ring-checks.ts';
import type { TangentPlane } from './tangent-plane.ts';

/** The same longitude, counted on beyond 180 degrees where that is nearer to the anchor. */
export const nearAnchor = (longitude: number, anchor: Pick<TangentPlane, 'longitude'>): number =>
  longitude - 360 * Math.round((longitude - anchor.longitude) / 360);

export const crossesAntimeridian = (floors: readonly MapFloor[], plane: TangentPlane): boolean => {
  const sides = new Set<boolean>();
  for (const { outline } of floors)
    for (const corner of outline.flat(2)) sides.add(isBeyond(plane.toGeo(toMetres(corner)), plane));
  return sides.size > 1;
};

const isBeyond = ([longitude]: Position, plane: TangentPlane): boolean =>
  Math.abs(nearAnchor(longitude, plane)) > 180;

/**
 * Cuts what crosses the 180th meridian and brings what lies beyond it back onto the globe.
 * @param half 180 degrees in the steps of the areas
 */
export function onEachSide(areas: readonly Area[], half: number): Area[] {
  return areas.flatMap((area) => {
    const [left, , right] = boxOf(area);
    if (left >= -half && right <= half) return [area];
    const line = right > half ? half : -half;
    const rings = area.map((ring) => withCornersOn(line, ring));
    return [
      ...partOf(rings, Math.min(left, line), line, right > half ? 0 : 2 * half),
      ...partOf(rings, line, Math.max(right, line), right > half ? -2 * half : 0),
    ];
  });
}

/** Every wall that crosses the line gets a corner on it: the same one for the rooms on both sides of the wall. */
function withCornersOn(line: number, ring: Ring): Ring {
  return ring.flatMap((from, i) => {
    const to = ring[(i + 1) % ring.length] as Position;
    if ((from[0] - line) * (to[0] - line) >= 0) return [from];
    const [a, b] = from[0] < to[0] ? [from, to] : [to, from];
    const y = a[1] + Math.round(((b[1] - a[1]) * (line - a[0])) / (b[0] - a[0]));
    return [from, [line, y] as const];
  });
}

/** What of an area lies between two longitudes, moved by so many steps. Clipped near its own origin, where the numbers are small. */
function partOf(rings: readonly Ring[], from: number, to: number, by: number): Area[] {
  if (from === to) return [];
  const [, bottom, , top] = boxOf(rings);
  const origin: Position = [from, bottom];
  const height = top - bottom;
  const strip: Ring = [
    [0, -1],
    [to - from, -1],
    [to - from, height + 1],
    [0, height + 1],
  ];
  const near = rings.map((ring) => ring.map(([x, y]): Position => [x - origin[0], y - origin[1]]));
  return combine('intersect', near, [strip]).map((area) =>
    area.map((ring) => ring.map(([x, y]): Position => [x + origin[0] + by, y + origin[1]])),
  );
}

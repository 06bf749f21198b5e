import type { Geometry, Polygon, Position } from './building.ts';
import { degreesToMetres } from './read-geometry.ts';
import { contains, distanceToEdge, middleOf } from './ring.ts';

/** Corners this close to the floor's edge count as inside, metres. */
const TOLERANCE = 0.1;
/** Share of a space that may lie outside before it is worth a word (workplace/1.0: 2 %). */
const SHARE = 0.02;
/** Points per side of the grid that the share is measured with. */
const GRID = 20;
/** Point-and-edge tests per floor; above that nothing is judged, so that time stays linear. */
const BUDGET = 100_000_000;

/** `middleOutside`: it does not stand on this floor at all. */
export type Lies = 'inside' | 'partlyOutside' | 'middleOutside';

/**
 * Tells for spaces of one floor how they lie to its outline. Returns null when that cannot be told: no common
 * kind of coordinates, or an outline too detailed for the number of spaces.
 */
export function liesOn(
  outline: Geometry | undefined,
  corners: number,
): ((space: Geometry) => Lies | null) | null {
  if (!outline || outline.type === 'svg') return null;
  const edges = outline.polygons.flat().reduce((sum, ring) => sum + ring.length, 0);
  if (edges * corners > BUDGET) return null;
  const origin: Position = outline.polygons[0]?.[0]?.[0] ?? [0, 0];
  const metres = (polygons: readonly Polygon[]): readonly Polygon[] =>
    outline.type === 'geo' ? degreesToMetres(polygons, origin) : polygons;
  const floor = metres(outline.polygons);
  return (space) => (space.type === outline.type ? judge(floor, metres(space.polygons)) : null);
}

/** How many corners {@link liesOn} will have to look at. */
export function cornersOf(geometry: Geometry | undefined): number {
  if (!geometry || geometry.type === 'svg') return 0;
  return geometry.polygons.reduce((sum, rings) => sum + (rings[0]?.length ?? 0), 0);
}

function judge(floor: readonly Polygon[], space: readonly Polygon[]): Lies {
  const isOn = (point: Position) => contains(floor, point) || distanceToEdge(floor, point) <= TOLERANCE;
  if (space.every((rings) => rings[0]?.every(isOn))) return 'inside';
  if (!isOn(middleOf(space))) return 'middleOutside';
  return shareOutside(floor, space) > SHARE ? 'partlyOutside' : 'inside';
}

function shareOutside(floor: readonly Polygon[], space: readonly Polygon[]): number {
  const corners = space.flatMap((rings) => rings[0] ?? []);
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  const [left, bottom] = [xs.reduce(smaller), ys.reduce(smaller)];
  const [width, height] = [xs.reduce(larger) - left, ys.reduce(larger) - bottom];
  let [inSpace, outside] = [0, 0];
  for (let i = 0; i < GRID * GRID; i++) {
    const x = left + (((i % GRID) + 0.5) / GRID) * width;
    const y = bottom + ((Math.floor(i / GRID) + 0.5) / GRID) * height;
    if (!contains(space, [x, y])) continue;
    inSpace++;
    if (!contains(floor, [x, y])) outside++;
  }
  return inSpace === 0 ? 0 : outside / inSpace;
}

const smaller = (a: number, b: number): number => Math.min(a, b);
const larger = (a: number, b: number): number => Math.max(a, b);

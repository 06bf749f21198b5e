/** Makes what a source calls a polygon into areas that can be drawn. */
import type { Position } from '../model/building.ts';
import { combine, squareMetres, toGrid, type Area } from './grid.ts';
import { clockwise, counterClockwise, isSimple, meetings, type Ring } from './ring-checks.ts';

/** Pieces below this are rests of a repair, square metres. */
const SMALLEST_PIECE = 0.05;

/** A ring that crosses itself this often is no outline of anything, and taking it apart would take minutes. */
const TANGLED = 5000;

/** What had to be done to a shape. Areas in square metres. */
export type Repair =
  | { readonly kind: 'tangled' }
  | { readonly kind: 'crossing'; readonly pieces: number }
  | { readonly kind: 'joined'; readonly parts: number }
  | { readonly kind: 'holeOutside'; readonly holes: number }
  | { readonly kind: 'sliver'; readonly pieces: number; readonly area: number };

export interface CleanArea {
  /** Largest first; empty when nothing can be drawn. */
  readonly areas: readonly Area[];
  readonly repairs: readonly Repair[];
}

/**
 * Closes, orients, unites and untangles. Rings may be open or closed, wound either way and crossing themselves.
 * @param polygons in metres
 * @param place where a corner goes on the grid, so that shared corners stay shared
 */
export function cleanArea(
  polygons: readonly (readonly (readonly Position[])[])[],
  place: (corner: Position) => Position = toGrid,
): CleanArea {
  const rings = polygons.map((polygon) => polygon.map((ring) => withoutRepeats(ring.map(place))));
  const [only, ...others] = rings;
  const [outline, ...holes] = only ?? [];
  if (outline && others.length === 0 && holes.length === 0 && isSimple(outline)) {
    return { areas: [[counterClockwise(outline)]], repairs: [] };
  }
  try {
    return untangle(rings);
  } catch (error) {
    // The clipping library gives up on some rings that nobody draws; the shape is then left out and named.
    if (!(error instanceof TypeError)) throw error;
    return { areas: [], repairs: [{ kind: 'tangled' }] };
  }
}

function withoutRepeats(corners: readonly Position[]): Ring {
  const same = (a: Position | undefined, b: Position | undefined): boolean =>
    a?.[0] === b?.[0] && a?.[1] === b?.[1];
  const ring: Position[] = [];
  for (const corner of corners) if (!same(corner, ring.at(-1))) ring.push(corner);
  while (ring.length > 1 && same(ring[0], ring.at(-1))) ring.pop();
  return ring;
}

function untangle(polygons: readonly (readonly Ring[])[]): CleanArea {
  const repairs: Repair[] = [];
  let crossing = false;
  let outside = 0;
  const solid = (ring: Ring): Ring[] => {
    if (isSimple(ring)) return [counterClockwise(ring)];
    if (meetings(ring, TANGLED) >= TANGLED) {
      repairs.push({ kind: 'tangled' });
      return [];
    }
    crossing = true;
    return combine('union', [ring], [], 'winding').flat();
  };
  const parts = polygons.map(([outline, ...rest]) => {
    const whole = outline ? solid(outline) : [];
    const holes = rest.map(solid);
    outside += holes.filter((hole) => combine('intersect', hole, whole).length === 0).length;
    return rest.length === 0 ? whole : combine('subtract', whole, holes.flat()).flat();
  });
  const found = combine('union', parts.flat());
  const areas = found.toSorted((a, b) => squareMetres([b]) - squareMetres([a]));
  const kept = areas.filter((area, i) => i === 0 || squareMetres([area]) >= SMALLEST_PIECE);
  const dropped = areas.slice(kept.length);
  if (crossing) repairs.push({ kind: 'crossing', pieces: kept.length });
  if (polygons.length > 1 && areas.length < polygons.length)
    repairs.push({ kind: 'joined', parts: polygons.length });
  if (outside > 0) repairs.push({ kind: 'holeOutside', holes: outside });
  if (dropped.length > 0)
    repairs.push({ kind: 'sliver', pieces: dropped.length, area: squareMetres(dropped) });
  return { areas: kept, repairs };
}

/** The rings of areas as they are handed to a clipping operation. */
export const ringsOf = (areas: readonly Area[]): Ring[] =>
  areas.flatMap(([outline, ...holes]) =>
    outline ? [counterClockwise(outline), ...holes.map(clockwise)] : [],
  );

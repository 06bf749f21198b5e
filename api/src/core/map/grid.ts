/**
 * The grid on which all shaping is done: whole tenths of a millimetre. Clipping is only exact in integers, and shared
 * corners stay shared (imdf.md section 6.2).
 */
import {
  Clipper,
  FillRule,
  JoinType,
  EndType,
  PolyTree64,
  ClipType,
  type PolyPath64,
  type Path64,
} from 'clipper2-ts';
import type { Position } from '../model/building.ts';
import { clockwise, counterClockwise, signedArea, type Ring } from './ring-checks.ts';
import { isSound, takenApart } from './touching-rings.ts';

/** Grid steps in a metre. */
export const STEPS = 10_000;
/** A corner this far from the plane's anchor is not of this building, metres. Within it the grid is exact. */
export const GRID_RADIUS = 4000;

/** A polygon on the grid: outline counter-clockwise, holes clockwise, rings open. */
export type Area = readonly Ring[];

/** Plus zero: there is no minus zero on the grid. */
export const toGrid = (at: Position): Position => [
  Math.round(at[0] * STEPS) + 0,
  Math.round(at[1] * STEPS) + 0,
];
export const toMetres = (at: Position): Position => [at[0] / STEPS, at[1] / STEPS];

/** Square metres, holes taken off. */
export const squareMetres = (areas: readonly Area[]): number =>
  areas.reduce((sum, rings) => sum + rings.reduce((all, ring) => all + signedArea(ring), 0), 0) /
  (STEPS * STEPS);

const path = (ring: Ring): Path64 => ring.map(([x, y]) => ({ x, y }));
const ringOf = (points: Path64): Ring => points.map(({ x, y }) => [x, y] as const);

/** What the rings cover, as areas whose rings do not meet themselves. */
export function combine(
  kind: 'union' | 'intersect' | 'subtract',
  subject: readonly Ring[],
  clip: readonly Ring[] = [],
  fill: 'winding' | 'positive' = 'positive',
): Area[] {
  const tree = new PolyTree64();
  const type = { union: ClipType.Union, intersect: ClipType.Intersection, subtract: ClipType.Difference }[
    kind
  ];
  const rule = fill === 'winding' ? FillRule.NonZero : FillRule.Positive;
  Clipper.booleanOpWithPolyTree(type, subject.map(path), clip.map(path), tree, rule);
  return areasOf(tree);
}

/** @param clearance how far holes were pushed back already, grid steps */
function areasOf(tree: PolyPath64, clearance = 1): Area[] {
  const areas: Area[] = [];
  for (let i = 0; i < tree.count; i += 1) {
    const outline = tree.child(i);
    const rings = [counterClockwise(ringOf(outline.poly ?? []))];
    for (let j = 0; j < outline.count; j += 1) {
      const hole = outline.child(j);
      rings.push(clockwise(ringOf(hole.poly ?? [])));
      areas.push(...areasOf(hole, clearance));
    }
    areas.push(...(isSound(rings) ? [rings] : apart(rings, clearance)));
  }
  return areas;
}

/** Square metres that may go missing where rings are taken apart: threads between two crossings. */
const THREADS = 0.01;

function apart(rings: Area, clearance: number): Area[] {
  const areas = takenApart(rings).flatMap((area) => withClearance(area, clearance));
  const lost = squareMetres([rings]) - squareMetres(areas);
  return Math.abs(lost) > THREADS && clearance <= MOST_CLEARANCE ? smoothed(rings, clearance) : areas;
}

/**
 * Rings that clipping left crossing themselves by less than a grid step cannot be taken apart at corners. Grown by a hair
 * and shrunk again they do not cross any more.
 */
function smoothed(rings: Area, clearance: number): Area[] {
  const steps = (of: readonly Ring[], by: number): Area[] => {
    const tree = new PolyTree64();
    const grown = Clipper.inflatePaths(of.map(path), by, JoinType.Miter, EndType.Polygon);
    Clipper.booleanOpWithPolyTree(ClipType.Union, grown, [], tree, FillRule.Positive);
    return areasOf(tree, clearance * 2);
  };
  return steps(steps(rings, clearance).flat(), -clearance);
}

/** A hole is pushed back by no more than this, grid steps. */
const MOST_CLEARANCE = 32;

/**
 * Where a hole runs all but along its outline, clipping overlooks that the two cross. Made a little larger the hole cuts
 * through, and what was a wall thinner than a hair is gone.
 */
function withClearance(area: Area, clearance: number): Area[] {
  const [outline, ...holes] = area;
  if (!outline || isSound(area)) return outline ? [area] : [];
  if (clearance > MOST_CLEARANCE) return [[outline]];
  const wide = Clipper.inflatePaths(
    holes.map((hole) => path(counterClockwise(hole))),
    clearance,
    JoinType.Miter,
    EndType.Polygon,
  );
  const tree = new PolyTree64();
  Clipper.booleanOpWithPolyTree(ClipType.Difference, [path(outline)], wide, tree, FillRule.NonZero);
  return areasOf(tree, clearance * 2);
}

/** Moves every outline outwards (or inwards) by metres, corners kept sharp. */
export function grow(rings: readonly Ring[], metres: number): Ring[] {
  return Clipper.inflatePaths(rings.map(path), metres * STEPS, JoinType.Miter, EndType.Polygon).map(ringOf);
}

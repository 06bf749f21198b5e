/** Corners that are meant to be the same become the same, so that walls between rooms stay one line after rounding. */
import Flatbush from 'flatbush';
import type { Position } from '../model/building.ts';
import { cornerNumber } from './common-walls.ts';
import { STEPS, toGrid, type Area } from './grid.ts';
import { isSimple, type Ring } from './ring-checks.ts';

/** Corners and walls this close are the same: one millimetre, in grid steps. */
const NEAR = STEPS / 1000;
const SPREAD = 2 ** 25;

/** Puts corners of one floor on the grid; one that is within a millimetre of an earlier one becomes that one. */
export class SharedCorners {
  readonly #cells = new Map<number, Position[]>();
  #moved = 0;

  /** How many corners were moved onto another. */
  get moved(): number {
    return this.#moved;
  }

  readonly place = (metres: Position): Position => {
    const point = toGrid(metres);
    const cx = Math.floor(point[0] / NEAR);
    const cy = Math.floor(point[1] / NEAR);
    const here = this.#cells.get(cell(cx, cy));
    const same = here?.find((other) => other[0] === point[0] && other[1] === point[1]);
    if (same) return same;
    for (let i = 0; i < 9; i += 1) {
      const others = this.#cells.get(cell(cx - 1 + (i % 3), cy - 1 + Math.floor(i / 3)));
      const near = others?.find((other) => distance(other, point) <= NEAR);
      if (near) {
        this.#moved += 1;
        return near;
      }
    }
    if (here) here.push(point);
    else this.#cells.set(cell(cx, cy), [point]);
    return point;
  };
}

const distance = (a: Position, b: Position): number => Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2);

const cell = (x: number, y: number): number => (x + SPREAD / 2) * SPREAD + y + SPREAD / 2;

/**
 * Gives every wall a corner where another shape has one on it, within a millimetre: both sides are then rounded alike
 * and no gap opens between them.
 *
 * The wall between two rooms may be part of a longer wall on one side, which lies a little differently: a corner may be
 * near enough to only one of the two. So corners that were given to some wall are offered once more, from a bit farther.
 */
export function withSharedWalls(areas: readonly Area[]): Area[] {
  const corners = new Map<number, Position>();
  for (const ring of areas.flat()) for (const corner of ring) corners.set(cornerNumber(corner), corner);
  const given = new Map<number, Position>();
  const once = withCorners(areas, [...corners.values()], NEAR, given);
  return withCorners(once, [...given.values()], 2 * NEAR, given);
}

/** @param given hears of every corner that became part of a wall */
function withCorners(
  areas: readonly Area[],
  points: readonly Position[],
  reach: number,
  given: Map<number, Position>,
): Area[] {
  if (points.length === 0) return [...areas];
  const index = new Flatbush(points.length);
  for (const [x, y] of points) index.add(x, y, x, y);
  index.finish();
  // The first time every corner is in the index.
  const ends = given.size === 0 ? 2 : 0;
  return areas.map((rings) => {
    const added: Position[] = [];
    const fuller = rings.map((ring) => withCornersOnEdges(ring, points, { index, reach, ends, added }));
    if (added.length === 0) return rings;
    if (!fuller.every((ring, i) => ring === rings[i] || isSimple(ring))) return rings;
    for (const corner of added) given.set(cornerNumber(corner), corner);
    return fuller;
  });
}

interface Search {
  readonly index: Flatbush;
  /** How far from a wall a corner may be, grid steps. */
  readonly reach: number;
  /** How many of the corners that are found are the wall's own ends, at least. */
  readonly ends: number;
  readonly added: Position[];
}

function withCornersOnEdges(ring: Ring, points: readonly Position[], search: Search): Ring {
  const { index, reach, ends, added } = search;
  const fuller: Position[] = [];
  ring.forEach((from, i) => {
    const to = ring[(i + 1) % ring.length] as Position;
    fuller.push(from);
    const near = index.search(
      Math.min(from[0], to[0]) - reach,
      Math.min(from[1], to[1]) - reach,
      Math.max(from[0], to[0]) + reach,
      Math.max(from[1], to[1]) + reach,
    );
    if (near.length <= ends) return;
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    const on = near.flatMap((id) => {
      const point = points[id] as Position;
      const along =
        ((point[0] - from[0]) * (to[0] - from[0]) + (point[1] - from[1]) * (to[1] - from[1])) / length;
      const off =
        ((to[0] - from[0]) * (point[1] - from[1]) - (to[1] - from[1]) * (point[0] - from[0])) / length;
      return along > NEAR && along < length - NEAR && Math.abs(off) <= reach ? [{ along, point }] : [];
    });
    on.sort((a, b) => a.along - b.along);
    for (const { point } of on) {
      fuller.push(point);
      added.push(point);
    }
  });
  return fuller.length > ring.length ? fuller : ring;
}

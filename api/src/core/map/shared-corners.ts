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
 */
export function withSharedWalls(areas: readonly Area[]): Area[] {
  const corners = new Map<number, Position>();
  for (const ring of areas.flat()) for (const corner of ring) corners.set(cornerNumber(corner), corner);
  if (corners.size === 0) return [...areas];
  const points = [...corners.values()];
  const index = new Flatbush(points.length);
  for (const [x, y] of points) index.add(x, y, x, y);
  index.finish();
  return areas.map((rings) => {
    const fuller = rings.map((ring) => withCornersOnEdges(ring, points, index));
    return fuller.every((ring, i) => ring === rings[i] || isSimple(ring)) ? fuller : rings;
  });
}

function withCornersOnEdges(ring: Ring, points: readonly Position[], index: Flatbush): Ring {
  const fuller: Position[] = [];
  let added = false;
  ring.forEach((from, i) => {
    const to = ring[(i + 1) % ring.length] as Position;
    fuller.push(from);
    const near = index.search(
      Math.min(from[0], to[0]) - NEAR,
      Math.min(from[1], to[1]) - NEAR,
      Math.max(from[0], to[0]) + NEAR,
      Math.max(from[1], to[1]) + NEAR,
    );
    if (near.length <= 2) return;
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    const on = near.flatMap((id) => {
      const point = points[id] as Position;
      const along =
        ((point[0] - from[0]) * (to[0] - from[0]) + (point[1] - from[1]) * (to[1] - from[1])) / length;
      const off =
        ((to[0] - from[0]) * (point[1] - from[1]) - (to[1] - from[1]) * (point[0] - from[0])) / length;
      return along > NEAR && along < length - NEAR && Math.abs(off) <= NEAR ? [{ along, point }] : [];
    });
    on.sort((a, b) => a.along - b.along);
    fuller.push(...on.map(({ point }) => point));
    added ||= on.length > 0;
  });
  return added ? fuller : ring;
}

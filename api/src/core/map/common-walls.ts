/** Leaves out the walls between neighbours before shapes are united: of a floor full of rooms little more than its rim is left. */
import type { Position } from '../model/building.ts';
import type { Ring } from './ring-checks.ts';

/** More than the grid reaches from one end to the other, so that every corner has a number of its own. */
const SPREAD = 2 ** 27;

/** A number that no other corner of the grid has. */
export const cornerNumber = (corner: Position): number => corner[0] * SPREAD + corner[1];

/**
 * Rings that wind around every point as often as the given ones do. A wall that is there in both directions winds
 * around nothing; what is left is walked into rings again, and these may touch and cross as the given ones did.
 */
export function withoutCommonWalls(rings: readonly Ring[]): Ring[] {
  const from = new Map<number, Position[]>();
  for (const ring of rings) {
    let corner = ring.at(-1);
    for (const next of ring) {
      if (corner) addWall(from, corner, next);
      corner = next;
    }
  }
  const rest: Ring[] = [];
  for (const [start, ends] of from) {
    while (ends.length > 0) rest.push(ringFrom(start, ends, from));
  }
  return rest;
}

/** Adds a wall, or takes the one away that goes back. */
function addWall(from: Map<number, Position[]>, corner: Position, next: Position): void {
  const here = cornerNumber(corner);
  const there = cornerNumber(next);
  const back = from.get(there);
  const at = back ? back.findIndex((end) => cornerNumber(end) === here) : -1;
  if (back && at >= 0) {
    back.splice(at, 1);
    return;
  }
  const ends = from.get(here);
  if (ends) ends.push(next);
  else from.set(here, [next]);
}

/** As many walls lead to a corner as away from it, so a walk ends where it began. */
function ringFrom(start: number, ends: Position[], from: ReadonlyMap<number, Position[]>): Ring {
  const ring: Position[] = [];
  let next = ends.pop();
  while (next) {
    ring.push(next);
    const at = cornerNumber(next);
    if (at === start) break;
    next = from.get(at)?.pop();
  }
  return ring;
}

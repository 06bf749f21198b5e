/**
 * Takes rings that touch themselves or each other apart. Clipping leaves such rings behind, and OGC has no polygon whose
 * hole shares a wall with its outline.
 */
import type { Position } from '../model/building.ts';
import {
  boxOf,
  holds,
  isSimple,
  meet,
  signedArea,
  withTouchedCorners,
  type Box,
  type Ring,
} from './ring-checks.ts';

/** Outline and holes of one polygon that meet nowhere but in themselves. */
export const isSound = (rings: readonly Ring[]): boolean =>
  rings.every((ring) => isSimple(ring)) && !rings.some((ring, i) => meetsLater(ring, rings.slice(i + 1)));

function meetsLater(ring: Ring, others: readonly Ring[]): boolean {
  return others.some((other) => {
    const box = boxOf([other]);
    return wallsIn(box, ring).some(([a, b]) =>
      wallsIn(boxOf([[a, b]]), other).some(([c, d]) => meet(a, b, c, d)),
    );
  });
}

/** Walls of a ring whose own box meets this one. */
function wallsIn([left, bottom, right, top]: Box, ring: Ring): (readonly [Position, Position])[] {
  const walls: (readonly [Position, Position])[] = [];
  let from = ring.at(-1) as Position;
  for (const to of ring) {
    const apart =
      (from[0] < left && to[0] < left) ||
      (from[0] > right && to[0] > right) ||
      (from[1] < bottom && to[1] < bottom) ||
      (from[1] > top && to[1] > top);
    if (!apart) walls.push([from, to]);
    from = to;
  }
  return walls;
}

interface Edge {
  readonly from: Position;
  readonly to: Position;
  used: boolean;
}

const nameOf = ([x, y]: Position): string => `${x} ${y}`;

/**
 * What lies left of the rings, as polygons that JTS and everybody else calls valid: walls that are there in both
 * directions go, and every connected part gets its own outline and holes.
 * @param rings outlines counter-clockwise, holes clockwise, corners in whole numbers
 */
export function takenApart(rings: readonly Ring[]): Ring[][] {
  const edges = edgesOf(rings);
  const walks: Ring[][] = [];
  for (const out of edges.values())
    for (const edge of out) if (!edge.used) walks.push(loopsOf(walkFrom(edge, edges)));
  const areas = walks.flatMap((loops) => {
    const outlines = loops.filter((loop) => signedArea(loop) > 0);
    const holes = loops.filter((loop) => signedArea(loop) < 0);
    return outlines.map((outline, n) => (n === 0 ? [outline, ...holes] : [outline]));
  });
  const loose = walks.filter((loops) => !loops.some((loop) => signedArea(loop) > 0)).flat();
  for (const hole of loose) {
    const corner = hole[0] as Position;
    areas.find(([outline]) => outline && holds([outline], corner))?.push(hole);
  }
  return areas.sort((a, b) => Math.abs(signedArea(b[0] ?? [])) - Math.abs(signedArea(a[0] ?? [])));
}

/** Edges by the corner they leave. */
function edgesOf(rings: readonly Ring[]): Map<string, Edge[]> {
  const all = rings.flat();
  const edges = new Map<string, Edge[]>();
  for (const ring of rings) {
    const full = withTouchedCorners(ring, all);
    full.forEach((from, i) => {
      const to = full[(i + 1) % full.length] as Position;
      const there = edges.get(nameOf(to)) ?? [];
      const back = there.findIndex((edge) => nameOf(edge.to) === nameOf(from));
      if (back >= 0) there.splice(back, 1);
      else edges.set(nameOf(from), [...(edges.get(nameOf(from)) ?? []), { from, to, used: false }]);
    });
  }
  return edges;
}

/** Around one connected part, with it on the left: at every crossing the sharpest turn to the left. */
function walkFrom(first: Edge, edges: ReadonlyMap<string, Edge[]>): Position[] {
  const corners: Position[] = [];
  let edge: Edge | undefined = first;
  while (edge !== undefined && !edge.used) {
    edge.used = true;
    corners.push(edge.from);
    edge = sharpestLeft(edge, edges.get(nameOf(edge.to)) ?? []);
  }
  return corners;
}

function sharpestLeft({ from, to }: Edge, out: readonly Edge[]): Edge | undefined {
  const [only] = out;
  if (out.length === 1) return only;
  const ahead = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const turnTo = (edge: Edge): number => {
    const turn = Math.atan2(edge.to[1] - edge.from[1], edge.to[0] - edge.from[0]) - ahead;
    return turn > Math.PI ? turn - 2 * Math.PI : turn <= -Math.PI ? turn + 2 * Math.PI : turn;
  };
  return out.reduce<Edge | undefined>(
    (best, edge) => (best === undefined || turnTo(edge) > turnTo(best) ? edge : best),
    undefined,
  );
}

/** A walk that comes through a corner twice is two loops there. */
function loopsOf(walk: readonly Position[]): Ring[] {
  const loops: Ring[] = [];
  const open: Position[] = [];
  const at = new Map<string, number>();
  for (const corner of walk) {
    const before = at.get(nameOf(corner));
    if (before !== undefined) {
      const loop = open.splice(before);
      for (const one of loop) at.delete(nameOf(one));
      loops.push(loop);
    }
    at.set(nameOf(corner), open.length);
    open.push(corner);
  }
  return [...loops, open].filter((loop) => isSimple(loop));
}

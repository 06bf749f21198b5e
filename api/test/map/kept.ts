/** What of a generated building its map keeps: area, corners and shared walls. Measured on the bytes alone. */
import type { Position } from '../../src/core/model/building.ts';
import { polygonsOf, type Json } from './check-bytes.ts';
import { metresFrom } from './earth.ts';
import type { Generated, Meant } from './generated-building.ts';

/** Largest share of an area, and distance of a corner in metres, that may be lost. */
const AREA = 0.001;
const CORNER = 0.01;

type Ring = readonly Position[];

/** @param shapesOf the geometries that a shape became, by its key */
export function lost(generated: Generated, shapesOf: (meant: Meant) => readonly Json[]): string[] {
  const faults: string[] = [];
  const tiles = new Map<string, { rings: string[][]; meant: Meant[] }>();
  for (const meant of generated.meant) {
    const geometries = shapesOf(meant);
    const all = geometries.flatMap((geometry) => polygonsOf(geometry)).flat() as number[][][];
    const rings = all.map((ring) => onPlan(ring, generated));
    const drawn = rings.reduce((sum, ring) => sum + areaOf(ring), 0);
    const wanted = meant.rings.reduce((sum, ring, i) => sum + (i === 0 ? 1 : -1) * Math.abs(areaOf(ring)), 0);
    if (Math.abs(drawn - wanted) > Math.max(AREA * wanted, generated.slack * lengthOf(meant.rings)))
      faults.push(`${meant.key}: ${drawn.toFixed(4)} of ${wanted.toFixed(4)} square metres`);
    const far = Math.max(0, ...meant.rings.flat().map((corner) => distance(corner, rings)));
    if (!(far <= CORNER)) faults.push(`${meant.key}: a corner is ${far.toFixed(4)} m off`);
    if (!meant.tile) continue;
    const floor = tiles.get(meant.floor) ?? { rings: [], meant: [] };
    tiles.set(meant.floor, floor);
    floor.meant.push(meant);
    floor.rings.push(...all.map((ring) => ring.map(wrapped)));
  }
  for (const [floor, { rings, meant }] of tiles) {
    const fault = gap(rings, meant);
    if (fault !== undefined) faults.push(`${floor}: ${fault}`);
  }
  return faults;
}

/** Back to metres of the plan. */
function onPlan(ring: readonly number[][], { anchor, rotation }: Generated): Ring {
  const [sin, cos] = [Math.sin((rotation * Math.PI) / 180), Math.cos((rotation * Math.PI) / 180)];
  return ring.map((position) => {
    const [e, n] = metresFrom(position, anchor);
    return [e * cos - n * sin, e * sin + n * cos];
  });
}

const lengthOf = (rings: readonly Ring[]): number =>
  rings
    .flatMap((ring) => ring.slice(1).map(([x, y], i) => Math.hypot(x - ring[i]![0], y - ring[i]![1])))
    .reduce((sum, length) => sum + length, 0);

function areaOf(ring: Ring): number {
  const [ox, oy] = ring[0] ?? [0, 0];
  return ring.reduce((sum, [x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length] as Position;
    return sum + ((x - ox) * (ny - oy) - (nx - ox) * (y - oy)) / 2;
  }, 0);
}

const distance = (corner: Position, rings: readonly Ring[]): number =>
  Math.min(
    ...rings.flatMap((ring) => ring.slice(1).map((to, i) => fromLine(corner, ring[i] as Position, to))),
  );

function fromLine([x, y]: Position, [ax, ay]: Position, [bx, by]: Position): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

/** A corner by its text; the two sides of the 180th meridian are the same place. */
const wrapped = ([x, y]: readonly number[]): string => `${Math.abs(x!) === 180 ? 180 : x} ${y}`;

/**
 * Tiles that fill a floor have every inner wall twice, once in each direction, between exactly the same corners. What is
 * left are the outer walls.
 */
function gap(rings: readonly string[][], meant: readonly Meant[]): string | undefined {
  const once = new Map<string, number>();
  for (const ring of rings)
    ring.slice(1).forEach((to, i) => {
      const from = ring[i] as string;
      const back = once.get(`${to}|${from}`);
      if (back === undefined || back === 0) once.set(`${from}|${to}`, (once.get(`${from}|${to}`) ?? 0) + 1);
      else once.set(`${to}|${from}`, back - 1);
    });
  const starts = [...once].flatMap(([edge, times]) =>
    times > 0 ? [edge.split('|') as [string, string]] : [],
  );
  const next = new Map(starts);
  if (next.size !== starts.length) return 'outer walls branch';
  // One walk along the outer walls uses them all up, else there is a gap or an overlap between two tiles.
  const [first] = next.keys();
  let [at, steps] = [first, 0];
  do {
    at = at === undefined ? undefined : next.get(at);
    steps += 1;
  } while (at !== undefined && at !== first && steps <= next.size);
  return at === first && steps === next.size
    ? undefined
    : `${meant.length} tiles do not fill it: ${next.size} outer walls in more than one ring`;
}

import type { Position } from '../../../core/model/building.ts';

export type Ring = readonly Position[];
/** An outline and its holes. */
export type Polygon = readonly Ring[];

/** Signed: positive when counter-clockwise with y up. */
export function areaOf(ring: Ring): number {
  let sum = 0;
  let [x, y] = ring.at(-1) ?? [0, 0];
  for (const [nx, ny] of ring) {
    sum += x * ny - nx * y;
    [x, y] = [nx, ny];
  }
  return sum / 2;
}

export function inside(ring: Ring, [x, y]: Position): boolean {
  let is = false;
  let [ax, ay] = ring.at(-1) ?? [0, 0];
  for (const [bx, by] of ring) {
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) is = !is;
    [ax, ay] = [bx, by];
  }
  return is;
}

/** West, south, east, north; the other way round when there are no corners. */
export type Box = readonly [number, number, number, number];

export function boxOf(rings: readonly Ring[]): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings)
    for (const [x, y] of ring) {
      [west, south] = [Math.min(west, x), Math.min(south, y)];
      [east, north] = [Math.max(east, x), Math.max(north, y)];
    }
  return [west, south, east, north];
}

/**
 * Rings of one path as polygons, by its fill rule: where the rule says filled outside of a ring and empty inside, the
 * ring is a hole; the other way round it is an outline; filled on both sides it is nothing.
 */
export function nested(rings: readonly Ring[], rule: 'nonzero' | 'evenodd'): Polygon[] {
  const sized = rings
    .map((ring) => ({ ring, area: areaOf(ring) }))
    .sort((a, b) => Math.abs(b.area) - Math.abs(a.area));
  const polygons: { outline: Ring; holes: Ring[] }[] = [];
  sized.forEach(({ ring, area }, i) => {
    const corner = ring[0] ?? [NaN, NaN];
    const around = sized.slice(0, i).filter((other) => inside(other.ring, corner));
    const turns = (area: number): number => (rule === 'evenodd' ? 1 : Math.sign(area));
    const outside = around.reduce((sum, other) => sum + turns(other.area), 0);
    const filled = (winding: number): boolean => (rule === 'evenodd' ? winding % 2 !== 0 : winding !== 0);
    const [out, within] = [filled(outside), filled(outside + turns(area))];
    const home = out && polygons.findLast(({ outline }) => inside(outline, corner));
    if (within && !out) polygons.push({ outline: ring, holes: [] });
    else if (!within && home) home.holes.push(ring);
  });
  return polygons.map(({ outline, holes }) => [outline, ...holes]);
}

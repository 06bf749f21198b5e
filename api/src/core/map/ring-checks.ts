/**
 * Questions about rings on an integer grid, where every answer is exact. Rings here are open: the last corner is not
 * the first one again. Exact as long as a ring is smaller than 90 million grid steps.
 *
 * Asked some hundred thousand times for a large building, most of them before anything is compiled. So corners are
 * taken apart by index here: by pattern it costs several times as much until then.
 */
import type { Position } from '../model/building.ts';

export type Ring = readonly Position[];

/** Up to this many corners every pair of edges is looked at; beyond, edges are sorted first. */
const SMALL = 40;

/** Signed area in square grid steps; positive = counter-clockwise. Taken around the first corner to stay precise. */
export function signedArea(ring: Ring): number {
  const first = ring[0];
  if (first === undefined) return 0;
  const x0 = first[0];
  const y0 = first[1];
  let sum = 0;
  for (let i = 1; i + 1 < ring.length; i += 1) {
    const a = ring[i] as Position;
    const b = ring[i + 1] as Position;
    sum += (a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0);
  }
  return sum / 2;
}

export const counterClockwise = (ring: Ring): Ring => (signedArea(ring) < 0 ? ring.toReversed() : ring);
export const clockwise = (ring: Ring): Ring => (signedArea(ring) > 0 ? ring.toReversed() : ring);

/** Positive when c lies left of a-b. */
const side = (a: Position, b: Position, c: Position): number =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

const within = (a: Position, b: Position, p: Position): boolean =>
  Math.min(a[0], b[0]) <= p[0] &&
  p[0] <= Math.max(a[0], b[0]) &&
  Math.min(a[1], b[1]) <= p[1] &&
  p[1] <= Math.max(a[1], b[1]);

const opposite = (p: number, q: number): boolean => (p > 0 && q < 0) || (p < 0 && q > 0);

/** Two walls that cross or touch, ends included. */
export function meet(a: Position, b: Position, c: Position, d: Position): boolean {
  const p = side(a, b, c);
  const q = side(a, b, d);
  const r = side(c, d, a);
  const s = side(c, d, b);
  if (opposite(p, q) && opposite(r, s)) return true;
  const touches = (p === 0 && within(a, b, c)) || (q === 0 && within(a, b, d));
  return touches || (r === 0 && within(c, d, a)) || (s === 0 && within(c, d, b));
}

/** The path turns back on itself at b. */
const turnsBack = (a: Position, b: Position, c: Position): boolean =>
  side(a, b, c) === 0 && (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1]) <= 0;

/** Whether the ring encloses an area and never meets itself: what OGC calls simple, and every validator wants. */
export function isSimple(ring: Ring): boolean {
  const n = ring.length;
  if (n < 3 || signedArea(ring) === 0) return false;
  let a = ring[n - 2] as Position;
  let b = ring[n - 1] as Position;
  for (const c of ring) {
    if (turnsBack(a, b, c)) return false;
    a = b;
    b = c;
  }
  return meetings(ring, 1) === 0;
}

/** Pairs of edges that are looked at before a ring counts as hopelessly tangled. */
const MOST_PAIRS = 20_000_000;

/** How often edges that are not neighbours meet, counted up to `enough`; also that when it would take too long. */
export function meetings(ring: Ring, enough: number): number {
  const n = ring.length;
  if (n <= SMALL) return meetingsOfAll(ring, enough);
  const corner = (i: number): Position => ring[i % n] as Position;
  const far = (i: number, j: number): boolean => Math.abs(i - j) > 1 && Math.abs(i - j) < n - 1;
  let [found, left] = [0, MOST_PAIRS];
  for (const [i, j] of overlappingPairs(ring)) {
    left -= 1;
    if (far(i, j) && meet(corner(i), corner(i + 1), corner(j), corner(j + 1))) found += 1;
    if (found >= enough || left === 0) return enough;
  }
  return found;
}

function meetingsOfAll(ring: Ring, enough: number): number {
  const n = ring.length;
  let found = 0;
  for (let i = 0; i + 2 < n; i += 1) {
    // The first edge and the last one are neighbours too.
    for (let j = i + 2; j < (i === 0 ? n - 1 : n); j += 1) {
      const end = ring[j + 1 === n ? 0 : j + 1] as Position;
      if (!meet(ring[i] as Position, ring[i + 1] as Position, ring[j] as Position, end)) continue;
      found += 1;
      if (found >= enough) return enough;
    }
  }
  return found;
}

/** Edges that share some x. */
function* overlappingPairs(ring: Ring): Generator<readonly [number, number]> {
  const n = ring.length;
  const edges = ring.map(([x], i) => {
    const [next] = ring[(i + 1) % n] as Position;
    return { i, from: Math.min(x, next), to: Math.max(x, next) };
  });
  edges.sort((a, b) => a.from - b.from);
  for (let a = 0; a < n; a += 1) {
    const one = edges[a] as (typeof edges)[number];
    for (let b = a + 1; b < n; b += 1) {
      const other = edges[b] as (typeof edges)[number];
      if (other.from > one.to) break;
      yield [one.i, other.i];
    }
  }
}

/** The same ring in which a corner that touches an edge is a corner of that edge too, so that it can be taken apart there. */
export function withTouchedCorners(ring: Ring, corners: Ring = ring): Ring {
  const sorted = corners.toSorted(([a], [b]) => a - b);
  return ring.flatMap((a, i) => {
    const b = ring[(i + 1) % ring.length] as Position;
    const touching = cornersBetween(sorted, Math.min(a[0], b[0]), Math.max(a[0], b[0])).filter(
      (p) => side(a, b, p) === 0 && within(a, b, p) && !isSame(p, a) && !isSame(p, b),
    );
    const from = ([x, y]: Position): number => Math.abs(x - a[0]) + Math.abs(y - a[1]);
    const inOrder = touching.toSorted((p, q) => from(p) - from(q));
    return [a, ...inOrder.filter((p, n) => n === 0 || !isSame(p, inOrder[n - 1] as Position))];
  });
}

const isSame = (a: Position, b: Position): boolean => a[0] === b[0] && a[1] === b[1];

/** Of corners sorted by x, those from one x to another. */
function cornersBetween(sorted: Ring, from: number, to: number): Ring {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as Position)[0] < from) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < sorted.length && (sorted[end] as Position)[0] <= to) end += 1;
  return sorted.slice(low, end);
}

/** Even-odd rule over the rings of a polygon; on the edge it may go either way. */
export function holds(rings: readonly Ring[], point: Position): boolean {
  const x = point[0];
  const y = point[1];
  let inside = false;
  for (const ring of rings) {
    let b = ring.at(-1) as Position;
    for (const a of ring) {
      const crosses = a[1] > y !== b[1] > y;
      if (crosses && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside;
      b = a;
    }
  }
  return inside;
}

/** [minX, minY, maxX, maxY]. */
export type Box = readonly [number, number, number, number];

export function boxOf(rings: Iterable<Ring>): Box {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (const point of ring) {
      const x = point[0];
      const y = point[1];
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
    }
  }
  return [minX, minY, maxX, maxY];
}

/** Plane geometry of closed rings, enough to judge a source; repairing and drawing are the map's business. */
import type { Polygon, Position } from './building.ts';

type Ring = readonly Position[];

/** Pairs of edges that are looked at per edge before a ring counts as too tangled to judge. */
const PAIRS_PER_EDGE = 400;

/** Twice the area, signed by the winding. */
function doubledArea(ring: Ring): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    const [x1, y1] = ring[i - 1] as Position;
    const [x2, y2] = ring[i] as Position;
    sum += x1 * y2 - x2 * y1;
  }
  return sum;
}

/** Area of polygons in square units of their coordinates, holes taken off, whatever the winding. */
export function areaOf(polygons: readonly Polygon[]): number {
  let sum = 0;
  for (const rings of polygons) {
    rings.forEach((ring, i) => (sum += (i === 0 ? 1 : -1) * Math.abs(doubledArea(ring)) * 0.5));
  }
  return sum;
}

/** Which side of a-b the point p is on: sign of the result; 0 when it is on the line within rounding. */
function side(a: Position, b: Position, p: Position): number {
  const left = (b[0] - a[0]) * (p[1] - a[1]);
  const right = (b[1] - a[1]) * (p[0] - a[0]);
  const value = left - right;
  return Math.abs(value) <= 1e-9 * (Math.abs(left) + Math.abs(right)) ? 0 : value;
}

const cross = (a: Position, b: Position, c: Position, d: Position): boolean =>
  side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;

interface Edge {
  readonly a: Position;
  readonly b: Position;
  readonly from: number;
  readonly to: number;
}

/**
 * Whether two edges of a closed ring truly cross (touching is allowed). `unknown` when the ring is so tangled
 * that an answer would take more than linear time: such a ring is judged when the map is made.
 */
export function crossesItself(ring: Ring): boolean | 'unknown' {
  const edges: Edge[] = [];
  for (let i = 1; i < ring.length; i++) {
    const a = ring[i - 1] as Position;
    const b = ring[i] as Position;
    edges.push({ a, b, from: Math.min(a[0], b[0]), to: Math.max(a[0], b[0]) });
  }
  edges.sort((p, q) => p.from - q.from);
  let left = PAIRS_PER_EDGE * edges.length;
  for (let i = 0; i < edges.length; i++) {
    const p = edges[i] as Edge;
    for (let j = i + 1; j < edges.length; j++) {
      const q = edges[j] as Edge;
      if (q.from > p.to) break;
      if (cross(p.a, p.b, q.a, q.b)) return true;
      if (left-- === 0) return 'unknown';
    }
  }
  return false;
}

/** Even-odd rule over every ring, so that holes count as outside. Points on the edge may go either way. */
export function contains(polygons: readonly Polygon[], [x, y]: Position): boolean {
  let inside = false;
  for (const rings of polygons) {
    for (const ring of rings) {
      for (let i = 1; i < ring.length; i++) {
        const [x1, y1] = ring[i - 1] as Position;
        const [x2, y2] = ring[i] as Position;
        if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
      }
    }
  }
  return inside;
}

/** Distance from a point to the nearest edge of the polygons. */
export function distanceToEdge(polygons: readonly Polygon[], [x, y]: Position): number {
  let nearest = Infinity;
  for (const rings of polygons) {
    for (const ring of rings) {
      for (let i = 1; i < ring.length; i++) {
        const [x1, y1] = ring[i - 1] as Position;
        const [dx, dy] = [(ring[i] as Position)[0] - x1, (ring[i] as Position)[1] - y1];
        const along = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1);
        const t = Math.min(1, Math.max(0, along));
        nearest = Math.min(nearest, Math.hypot(x - x1 - t * dx, y - y1 - t * dy));
      }
    }
  }
  return nearest;
}

/** Middle of the corners of the first ring: good enough to say where a desk or room stands. */
export function middleOf(polygons: readonly Polygon[]): Position {
  const ring = polygons[0]?.[0] ?? [];
  const corners = ring.length > 1 ? ring.slice(0, -1) : ring;
  let [x, y] = [0, 0];
  for (const corner of corners) {
    x += corner[0] / corners.length;
    y += corner[1] / corners.length;
  }
  return [x, y];
}

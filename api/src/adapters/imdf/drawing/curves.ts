/** Curves as short straight lines. Every piece ends on the curve, and no piece is farther from it than the tolerance. */
import type { Position } from '../../../core/model/building.ts';
import { mapped, mappedVector, type Matrix } from './matrix.ts';

/** A full circle of 500 m radius at 1 cm; what needs more is no room. */
const MOST_PIECES = 500;

/** A curve may be off by this share of its radius, so that a round room keeps its area within 0.1 %. */
const OF_RADIUS = 0.0007;
/** The same, of the length of a curve that has no radius. */
const OF_LENGTH = 0.0004;
/** Small curves need not be finer than this share of the tolerance. */
const FINEST = 1 / 20;

/** How far off a curve of some size may be. @param share of its radius or length, as above */
const allowed = (share: number, tolerance: number): number =>
  Math.min(tolerance, Math.max(share, tolerance * FINEST));

/** How many pieces keep below a limit when one piece would be `off` by so much: the error falls with the square. */
const pieces = (off: number, limit: number): number =>
  Math.min(MOST_PIECES, Math.max(1, Math.ceil(Math.sqrt(off / limit)) || 1));

/** The limit for a curve between corners of this kind. */
export function allowedAlong(corners: readonly Position[], tolerance: number): number {
  let [length, [x, y]] = [0, corners[0] ?? [0, 0]];
  for (const [nx, ny] of corners) {
    length += Math.hypot(nx - x, ny - y);
    [x, y] = [nx, ny];
  }
  return allowed(OF_LENGTH * length, tolerance);
}

/** Part of an ellipse: centre + u cos t + v sin t, for t from start to start + sweep (radians). */
export interface Arc {
  readonly centre: Position;
  readonly u: Position;
  readonly v: Position;
  readonly start: number;
  readonly sweep: number;
}

/** The longer half axis of the ellipse that two conjugate half diameters span. */
function longestRadius([ux, uy]: Position, [vx, vy]: Position): number {
  const [xx, yy, xy] = [ux * ux + vx * vx, uy * uy + vy * vy, ux * uy + vx * vy];
  return Math.sqrt((xx + yy) / 2 + Math.hypot((xx - yy) / 2, xy));
}

/** @returns the points after the start of the arc, the last one at its end */
export function alongArc({ centre, u, v, start, sweep }: Arc, matrix: Matrix, tolerance: number): Position[] {
  const [at, a, b] = [mapped(matrix, centre), mappedVector(matrix, u), mappedVector(matrix, v)];
  // However small, a circle is no line.
  const least = Math.ceil(Math.abs(sweep) / (Math.PI / 4)) || 1;
  const radius = longestRadius(a, b);
  const n = Math.max(least, pieces((sweep * sweep * radius) / 8, allowed(OF_RADIUS * radius, tolerance)));
  return Array.from({ length: n }, (_, i) => {
    const t = start + (sweep * (i + 1)) / n;
    const [cos, sin] = [Math.cos(t), Math.sin(t)];
    return [at[0] + a[0] * cos + b[0] * sin, at[1] + a[1] * cos + b[1] * sin] as const;
  });
}

const bend = (a: Position, b: Position, c: Position): number =>
  Math.hypot(a[0] - 2 * b[0] + c[0], a[1] - 2 * b[1] + c[1]);

/** A cubic Bézier curve. @returns the points after its start */
export function alongCubic(
  a: Position,
  b: Position,
  c: Position,
  d: Position,
  tolerance: number,
): Position[] {
  const n = pieces(0.75 * Math.max(bend(a, b, c), bend(b, c, d)), allowedAlong([a, b, c, d], tolerance));
  return Array.from({ length: n }, (_, i) => {
    if (i === n - 1) return d;
    const [t, s] = [(i + 1) / n, 1 - (i + 1) / n];
    const mix = (k: 0 | 1) => s ** 3 * a[k] + 3 * s * s * t * b[k] + 3 * s * t * t * c[k] + t ** 3 * d[k];
    return [mix(0), mix(1)] as const;
  });
}

/** A quadratic Bézier curve. @returns the points after its start */
export function alongQuadratic(a: Position, b: Position, c: Position, tolerance: number): Position[] {
  const n = pieces(0.25 * bend(a, b, c), allowedAlong([a, b, c], tolerance));
  return Array.from({ length: n }, (_, i) => {
    if (i === n - 1) return c;
    const [t, s] = [(i + 1) / n, 1 - (i + 1) / n];
    const mix = (k: 0 | 1) => s * s * a[k] + 2 * s * t * b[k] + t * t * c[k];
    return [mix(0), mix(1)] as const;
  });
}

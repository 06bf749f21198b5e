/** Lays a drawing over the building by its control points: turn, one scale, shift (sources-and-reservations.md section 5). */
import type { Position } from '../model/building.ts';

/** A point of the drawing (y up) and where it is in metres. */
export interface Pair {
  readonly from: Position;
  readonly to: Position;
}

export type Fit =
  | {
      readonly ok: true;
      readonly apply: (point: Position) => Position;
      /** Metres per unit of the drawing. */
      readonly scale: number;
      /** Root mean square distance of the control points from where they should be, metres. */
      readonly rms: number;
    }
  | { readonly ok: false; readonly why: 'tooFew' | 'samePlace' | 'stretched' | 'mirrored' };

/** The scales of the two axes may differ by this share. */
const STRETCH = 0.05;

/** Least squares over all points; two are exact. */
export function fitSimilarity(pairs: readonly Pair[]): Fit {
  if (pairs.length < 2) return { ok: false, why: 'tooFew' };
  const [from, to] = [middle(pairs.map((pair) => pair.from)), middle(pairs.map((pair) => pair.to))];
  let [re, im, norm] = [0, 0, 0];
  for (const pair of pairs) {
    const [px, py] = [pair.from[0] - from[0], pair.from[1] - from[1]];
    const [qx, qy] = [pair.to[0] - to[0], pair.to[1] - to[1]];
    re += px * qx + py * qy;
    im += px * qy - py * qx;
    norm += px * px + py * py;
  }
  const [a, b] = [re / norm, im / norm];
  const scale = Math.hypot(a, b);
  const distorted = distortion(pairs, from, to);
  if (distorted) return { ok: false, why: distorted };
  if (!Number.isFinite(scale) || scale < 1e-9) return { ok: false, why: 'samePlace' };
  const apply = ([x, y]: Position): Position => {
    const [dx, dy] = [x - from[0], y - from[1]];
    return [to[0] + a * dx - b * dy, to[1] + b * dx + a * dy];
  };
  const squares = pairs.map((pair) => {
    const [x, y] = apply(pair.from);
    return (x - pair.to[0]) ** 2 + (y - pair.to[1]) ** 2;
  });
  const rms = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / pairs.length);
  return { ok: true, apply, scale, rms };
}

const middle = (points: readonly Position[]): Position => [
  points.reduce((sum, [x]) => sum + x, 0) / points.length,
  points.reduce((sum, [, y]) => sum + y, 0) / points.length,
];

/** Fits both axes freely and compares them; needs three points that are not in one line. */
function distortion(
  pairs: readonly Pair[],
  from: Position,
  to: Position,
): 'stretched' | 'mirrored' | undefined {
  let [xx, xy, yy, ux, uy, vx, vy] = [0, 0, 0, 0, 0, 0, 0];
  for (const pair of pairs) {
    const [x, y] = [pair.from[0] - from[0], pair.from[1] - from[1]];
    const [u, v] = [pair.to[0] - to[0], pair.to[1] - to[1]];
    [xx, xy, yy] = [xx + x * x, xy + x * y, yy + y * y];
    [ux, uy, vx, vy] = [ux + u * x, uy + u * y, vx + v * x, vy + v * y];
  }
  const determinant = xx * yy - xy * xy;
  // Three points nearly in a line say nothing about the axis across it.
  if (!(determinant > 1e-3 * (xx + yy) ** 2)) return undefined;
  const [a, c] = [(ux * yy - uy * xy) / determinant, (uy * xx - ux * xy) / determinant];
  const [b, d] = [(vx * yy - vy * xy) / determinant, (vy * xx - vx * xy) / determinant];
  if (a * d - b * c < 0) return 'mirrored';
  const [sx, sy] = [Math.hypot(a, b), Math.hypot(c, d)];
  return Math.abs(sx - sy) > STRETCH * Math.max(sx, sy) ? 'stretched' : undefined;
}

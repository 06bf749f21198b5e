/** B-splines of a DXF as corners. */
import type { Position } from '../../../../core/model/building.ts';
import { allowedAlong } from '../curves.ts';
import { mapped } from '../matrix.ts';
import { xyOf, type Curve } from './dxf-curves.ts';
import { numberOf, numbersOf, type DxfRecord } from './dxf-records.ts';

const MOST_PIECES = 500;
const HIGHEST_DEGREE = 11;
const MOST_CONTROL_POINTS = 2000;
/** A spline of more corners is no outline of anything. */
const MOST_CORNERS = 20_000;

interface Spline {
  readonly degree: number;
  readonly knots: readonly number[];
  /** x w, y w, w. */
  readonly points: readonly (readonly [number, number, number])[];
}

/** @returns nothing for a spline that only says through which points it goes, or that does not fit together */
export function spline(record: DxfRecord): Curve | undefined {
  const degree = Math.trunc(numberOf(record, 71, 3));
  const knots = numbersOf(record, 40);
  const corners = xyOf(record, 10);
  const weights = numbersOf(record, 41);
  if (degree < 1 || degree > HIGHEST_DEGREE || corners.length <= degree) return undefined;
  if (corners.length > MOST_CONTROL_POINTS || knots.length !== corners.length + degree + 1) return undefined;
  const rising = knots.every((knot, i) => knot >= (knots[i - 1] ?? -Infinity));
  if (!rising || ![...corners.flat(), ...weights].every(Number.isFinite)) return undefined;
  if (weights.some((weight) => weight <= 0)) return undefined;
  const draw: Curve['draw'] = (matrix, tolerance) =>
    along(
      {
        degree,
        knots,
        points: corners.map((corner, i) => {
          const [[x, y], w] = [mapped(matrix, corner), weights[i] ?? 1];
          return [x * w, y * w, w];
        }),
      },
      tolerance,
    );
  const closed = (Math.trunc(numberOf(record, 70)) & 1) === 1;
  // The last point of a closed spline is its first.
  return { closed, draw: closed ? (...at) => draw(...at).slice(0, -1) : draw };
}

function along(curve: Spline, tolerance: number): Position[] {
  const { degree, knots, points } = curve;
  const corners: Position[] = [at(curve, degree, knots[degree] ?? 0)];
  for (let span = degree; span < points.length; span += 1) {
    const [from, to] = [knots[span] ?? 0, knots[span + 1] ?? 0];
    if (!(to > from)) continue;
    const n = piecesIn(curve, span, tolerance);
    if (corners.length + n > MOST_CORNERS) return [];
    for (let i = 1; i <= n; i += 1) corners.push(at(curve, span, from + ((to - from) * i) / n));
  }
  return corners;
}

/** De Boor's algorithm. @param span where in the knots the parameter lies */
function at({ degree, knots, points }: Spline, span: number, t: number): Position {
  const d = points.slice(span - degree, span + 1).map(([x, y, w]): [number, number, number] => [x, y, w]);
  for (let r = 1; r <= degree; r += 1)
    for (let j = degree; j >= r; j -= 1) {
      const low = knots[span - degree + j] ?? 0;
      const share = (t - low) / ((knots[span + 1 + j - r] ?? 0) - low);
      const [a, b] = [d[j - 1], d[j]];
      if (a && b) d[j] = [mix(a[0], b[0], share), mix(a[1], b[1], share), mix(a[2], b[2], share)];
    }
  const [x, y, w] = d[degree] ?? [NaN, NaN, NaN];
  return [x / w, y / w];
}

const mix = (a: number, b: number, share: number): number => a + (b - a) * share;

/** Halves until points between the corners are near enough, with room for what lies between those. */
function piecesIn(curve: Spline, span: number, tolerance: number): number {
  const [from, to] = [curve.knots[span] ?? 0, curve.knots[span + 1] ?? 0];
  const point = (share: number): Position => at(curve, span, from + (to - from) * share);
  const rough = [0, 0.25, 0.5, 0.75, 1].map(point);
  const limit = allowedAlong(rough, tolerance / 2);
  for (let n = curve.degree === 1 ? 1 : 4; n < MOST_PIECES; n *= 2) {
    const points = Array.from({ length: n * 4 + 1 }, (_, i) => point(i / (n * 4)));
    const off = points.map((one, i) => {
      const chord = Math.min(n - 1, Math.floor(i / 4));
      return distance(one, points[chord * 4] ?? one, points[chord * 4 + 4] ?? one);
    });
    if (Math.max(...off) <= limit) return n;
  }
  return MOST_PIECES;
}

function distance([x, y]: Position, [ax, ay]: Position, [bx, by]: Position): number {
  const [dx, dy] = [bx - ax, by - ay];
  const share = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - ax - share * dx, y - ay - share * dy);
}

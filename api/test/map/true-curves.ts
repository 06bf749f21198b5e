/** Curves by their textbook formulas, and how far an outline is from them: the truth for tests of flattening. */
import { expect } from 'vitest';
import type { Position } from '../../src/core/model/building.ts';

/** A piece of a curve, from 0 to 1. */
export type Piece = (t: number) => Position;
/** x' = a x + c y + e, y' = b x + d y + f. */
export type Map2 = readonly [number, number, number, number, number, number];

export const through = ([a, b, c, d, e, f]: Map2, [x, y]: Position): Position => [
  a * x + c * y + e,
  b * x + d * y + f,
];
export const moved =
  (map: Map2, piece: Piece): Piece =>
  (t) =>
    through(map, piece(t));
/** The last map comes first, as in nested groups. */
export const together = (maps: readonly Map2[]): Map2 => {
  const all = (point: Position): Position => maps.reduceRight((at, map) => through(map, at), point);
  const [[ox, oy], [ax, ay], [bx, by]] = [all([0, 0]), all([1, 0]), all([0, 1])];
  return [ax - ox, ay - oy, bx - ox, by - oy, ox, oy];
};

/** A Bézier curve of any degree, by repeated halving of its corners (de Casteljau). */
export const bezier =
  (...corners: readonly Position[]): Piece =>
  (t) => {
    let row = corners;
    while (row.length > 1)
      row = row
        .slice(1)
        .map(([x, y], i): Position => [row[i]![0] * (1 - t) + x * t, row[i]![1] * (1 - t) + y * t]);
    return row[0]!;
  };

/** @param turned radians */
export const ellipseArc =
  ([cx, cy]: Position, rx: number, ry: number, turned: number, from: number, sweep: number): Piece =>
  (t) => {
    const [x, y] = [rx * Math.cos(from + sweep * t), ry * Math.sin(from + sweep * t)];
    return [
      cx + x * Math.cos(turned) - y * Math.sin(turned),
      cy + x * Math.sin(turned) + y * Math.cos(turned),
    ];
  };

/** A rational B-spline by its basis functions (Cox and de Boor): a piece for every stretch between two knots. */
export function bSpline(
  degree: number,
  knots: readonly number[],
  points: readonly Position[],
  weights: readonly number[],
): Piece[] {
  const basis = (i: number, p: number, u: number): number => {
    const [low, high] = [knots[i]!, knots[i + 1]!];
    if (p === 0) return u >= low && u < high ? 1 : 0;
    const share = (from: number, to: number) => (to > from ? 1 / (to - from) : 0);
    return (
      (u - low) * share(low, knots[i + p]!) * basis(i, p - 1, u) +
      (knots[i + p + 1]! - u) * share(high, knots[i + p + 1]!) * basis(i + 1, p - 1, u)
    );
  };
  const stops = knots.slice(degree, points.length + 1);
  return stops.slice(1).map((to, k): Piece => {
    const from = stops[k]!;
    return (t) => {
      const u = from + (to - from) * Math.min(t, 1 - 1e-12);
      const shares = points.map((_, i) => basis(i, degree, u) * weights[i]!);
      const all = shares.reduce((sum, share) => sum + share, 0);
      const sum = (k: 0 | 1) => points.reduce((total, point, i) => total + point[k] * shares[i]!, 0) / all;
      return [sum(0), sum(1)];
    };
  });
}

/** How far the farthest of some points is from a line of corners. */
export function farthest(points: readonly Position[], line: readonly Position[]): number {
  let most = 0;
  for (const [x, y] of points) {
    let least = Infinity;
    // Written out: this is where the time of these tests goes.
    for (let i = 1; i < line.length && least > most; i += 1) {
      const [ax, ay] = line[i - 1]!;
      const [dx, dy] = [line[i]![0] - ax, line[i]![1] - ay];
      const share = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
      const [ox, oy] = [x - ax - share * dx, y - ay - share * dy];
      least = Math.min(least, Math.sqrt(ox * ox + oy * oy));
    }
    most = Math.max(most, least);
  }
  return most;
}

const SAMPLES = 300;

export const samplesOf = (pieces: readonly Piece[]): Position[] =>
  pieces.flatMap((piece) => Array.from({ length: SAMPLES + 1 }, (_, i) => piece(i / SAMPLES)));

/** Both directions: the curve is near the outline everywhere, and the outline near the curve; its corners are exact. */
export function expectFlattened(ring: readonly Position[], pieces: readonly Piece[], within: number): void {
  const closed = [...ring, ring[0]!];
  const truth = samplesOf(pieces);
  const halves = closed.flatMap(([x, y], i): Position[] => {
    const [nx, ny] = closed[i + 1] ?? [x, y];
    return [
      [x, y],
      [(x + nx) / 2, (y + ny) / 2],
    ];
  });
  expect(farthest(truth, closed)).toBeLessThanOrEqual(within);
  expect(farthest(halves, [...truth, truth[0]!])).toBeLessThanOrEqual(within);
  for (const piece of pieces) {
    const [x, y] = piece(0);
    const nearest = Math.min(...ring.map(([rx, ry]) => Math.hypot(rx - x, ry - y)));
    expect(nearest).toBeLessThanOrEqual(within * 1e-4);
  }
}

import type { Position } from '../../../core/model/building.ts';

/** An affine map of the plane, numbered as in SVG: x' = a x + c y + e, y' = b x + d y + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

export const shift = (x: number, y: number): Matrix => [1, 0, 0, 1, x, y];
export const scale = (x: number, y: number): Matrix => [x, 0, 0, y, 0, 0];

/** @param angle radians, from the x axis to the y axis */
export function turn(angle: number): Matrix {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [cos, sin, -sin, cos, 0, 0];
}

/** One map after another, the last one first: `chain(m, n)` is m of n of a point. */
export function chain(...maps: readonly Matrix[]): Matrix {
  return maps.reduce(([a, b, c, d, e, f], m) => [
    a * m[0] + c * m[1],
    b * m[0] + d * m[1],
    a * m[2] + c * m[3],
    b * m[2] + d * m[3],
    a * m[4] + c * m[5] + e,
    b * m[4] + d * m[5] + f,
  ]);
}

export const mapped = ([a, b, c, d, e, f]: Matrix, [x, y]: Position): Position => [
  a * x + c * y + e,
  b * x + d * y + f,
];

/** A direction has no place: it is turned and stretched, not shifted. */
export const mappedVector = ([a, b, c, d]: Matrix, [x, y]: Position): Position => [
  a * x + c * y,
  b * x + d * y,
];

/** Curves of a DXF as corners in the units of the drawing. */
import type { Position } from '../../../../core/model/building.ts';
import { alongArc, type Arc } from '../curves.ts';
import { chain, mapped, shift, type Matrix } from '../matrix.ts';
import { numberOf, numbersOf, pointOf, type DxfRecord } from './dxf-records.ts';

/** Lays a shape down where a matrix puts it. The first corner is not said again at the end. */
export type Draw = (matrix: Matrix, tolerance: number) => Position[];

/**
 * Three numbers for every vertex, because a drawing has hundreds of thousands: x, y, and the tangent of a quarter of the
 * angle of the arc to the next vertex, positive counter-clockwise.
 */
export type Vertices = readonly number[];

export const polyline =
  (vertices: Vertices, closed: boolean): Draw =>
  (matrix, tolerance) => {
    const corners: Position[] = [];
    for (let i = 0; i < vertices.length; i += 3) {
      const [at, bulge] = [vertexAt(vertices, i), vertices[i + 2] ?? 0];
      corners.push(mapped(matrix, at));
      const last = i + 3 >= vertices.length;
      if ((last && !closed) || bulge === 0 || !Number.isFinite(bulge)) continue;
      const arc = arcOfBulge(at, vertexAt(vertices, last ? 0 : i + 3), bulge);
      if (arc) corners.push(...alongArc(arc, matrix, tolerance).slice(0, -1));
    }
    return corners;
  };

const vertexAt = (vertices: Vertices, i: number): Position => [vertices[i] ?? NaN, vertices[i + 1] ?? NaN];

function arcOfBulge([x1, y1]: Position, [x2, y2]: Position, bulge: number): Arc | undefined {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const chord = Math.hypot(dx, dy);
  if (chord === 0) return undefined;
  const radius = (chord * (1 + bulge * bulge)) / (4 * Math.abs(bulge));
  // The centre lies left of the chord for an arc to the right, and the other way round.
  const along = (1 - bulge * bulge) / (4 * bulge);
  const centre: Position = [(x1 + x2) / 2 - along * dy, (y1 + y2) / 2 + along * dx];
  const start = Math.atan2(y1 - centre[1], x1 - centre[0]);
  return { centre, u: [radius, 0], v: [0, radius], start, sweep: 4 * Math.atan(bulge) };
}

const RADIANS = Math.PI / 180;
const FULL = 2 * Math.PI;

/** Counter-clockwise; ends that are the same mean all around. */
const sweepOf = (start: number, end: number): number => {
  const sweep = (((end - start) % FULL) + FULL) % FULL;
  return sweep < 1e-9 ? FULL : sweep;
};

const drawArc =
  (arc: Arc): Draw =>
  (matrix, tolerance) => {
    const start = mapped(matrix, [
      arc.centre[0] + arc.u[0] * Math.cos(arc.start) + arc.v[0] * Math.sin(arc.start),
      arc.centre[1] + arc.u[1] * Math.cos(arc.start) + arc.v[1] * Math.sin(arc.start),
    ]);
    const rest = alongArc(arc, matrix, tolerance);
    return [start, ...(isFull(arc) ? rest.slice(0, -1) : rest)];
  };

const isFull = ({ sweep }: Arc): boolean => sweep > FULL - 1e-9;

export interface Curve {
  readonly closed: boolean;
  readonly draw: Draw;
}

export function circle(record: DxfRecord): Curve {
  const [r, arc] = [numberOf(record, 40), record.type === 'ARC'];
  const start = arc ? numberOf(record, 50) * RADIANS : 0;
  const sweep = arc ? sweepOf(start, numberOf(record, 51) * RADIANS) : FULL;
  const one: Arc = { centre: pointOf(record, 10), u: [r, 0], v: [0, r], start, sweep };
  return { closed: isFull(one), draw: drawArc(one) };
}

/** @param flipped seen from below: its parameter runs the other way */
export function ellipse(record: DxfRecord, flipped: boolean): Curve {
  const [x, y] = pointOf(record, 11);
  const ratio = numberOf(record, 40, 1) * (flipped ? -1 : 1);
  const start = numberOf(record, 41);
  const sweep = sweepOf(start, numberOf(record, 42, FULL));
  const one: Arc = { centre: pointOf(record, 10), u: [x, y], v: [-y * ratio, x * ratio], start, sweep };
  return { closed: isFull(one), draw: drawArc(one) };
}

/** Inserts of a block, one for every row and column of an array; @param flip mirrored by its extrusion */
export function* placements(record: DxfRecord, [baseX, baseY]: Position, flip: Matrix): Generator<Matrix> {
  const [x, y] = pointOf(record, 10);
  const angle = numberOf(record, 50) * RADIANS;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  // A scale of nothing would make everything a line; programs read it as one.
  const [sx, sy] = [numberOf(record, 41, 1) || 1, numberOf(record, 42, 1) || 1];
  const [columns, rows] = [70, 71].map((code) => Math.max(1, Math.trunc(numberOf(record, code, 1))));
  const [dx, dy] = [numberOf(record, 44), numberOf(record, 45)];
  const block: Matrix = [cos * sx, sin * sx, -sin * sy, cos * sy, 0, 0];
  for (let row = 0; row < (rows ?? 1); row += 1)
    for (let column = 0; column < (columns ?? 1); column += 1) {
      const [right, up] = [column * dx, row * dy];
      const at = shift(x + cos * right - sin * up, y + sin * right + cos * up);
      yield chain(flip, at, block, shift(-baseX, -baseY));
    }
}

/** Vertices of a LWPOLYLINE: a bulge belongs to the corner before it. */
export function verticesOf({ codes, values }: DxfRecord): Vertices {
  const vertices: number[] = [];
  codes.forEach((code, i) => {
    if (code === 10) vertices.push(Number(values[i]), NaN, 0);
    else if (vertices.length > 0 && code === 20) vertices[vertices.length - 2] = Number(values[i]);
    else if (vertices.length > 0 && code === 42) vertices[vertices.length - 1] = Number(values[i]);
  });
  return vertices;
}

export const lineOf = (record: DxfRecord): Vertices =>
  [10, 11].flatMap((code) => [numberOf(record, code, NaN), numberOf(record, code + 10, NaN), 0]);

export const xyOf = (record: DxfRecord, code: number): Position[] => {
  const ys = numbersOf(record, code + 10);
  return numbersOf(record, code).map((x, i): Position => [x, ys[i] ?? NaN]);
};

import type { Drawing } from '../../core/map/drawing.ts';
import type { ControlPoint, FloorPlan, Position } from '../../core/model/building.ts';
import { readDxf } from './read-dxf.ts';
import { readSvg } from './read-svg.ts';

/** Curves are flattened to this, metres. */
const TOLERANCE = 0.02;
const METRES_PER_DEGREE = 111_320;

/** The drawing of a floor as shapes by id; nothing when it came without its content. */
export function readDrawing({ kind, content, controlPoints }: FloorPlan): Drawing | undefined {
  if (content === undefined || kind === 'image') return undefined;
  const tolerance = TOLERANCE / metresPerUnit(controlPoints);
  return kind === 'svg' ? readSvg(content, tolerance) : readDxf(content, tolerance);
}

/** Rough scale of the drawing, from its first two control points; 2 cm a unit when they do not say. */
function metresPerUnit([first, second]: readonly ControlPoint[]): number {
  if (!first || !second) return TOLERANCE;
  const drawn = Math.hypot(second.px - first.px, second.py - first.py);
  const [[ax, ay], [bx, by]] = [roughly(first), roughly(second)];
  const scale = Math.hypot(bx - ax, by - ay) / drawn;
  return Number.isFinite(scale) && scale > 0 ? scale : TOLERANCE;
}

const roughly = (point: ControlPoint): Position =>
  'x' in point
    ? [point.x, point.y]
    : [
        point.longitude * METRES_PER_DEGREE * Math.cos((point.latitude * Math.PI) / 180),
        point.latitude * METRES_PER_DEGREE,
      ];

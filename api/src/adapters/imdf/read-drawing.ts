import type { Drawing } from '../../core/map/drawing.ts';
import type { FloorPlan } from '../../core/model/building.ts';

/** The drawing of a floor as shapes by id; nothing when it came without its content. */
export function readDrawing(_plan: FloorPlan): Drawing | undefined {
  return undefined;
}

import { fitDrawing, type Drawing, type DrawingNote } from '../../core/map/drawing.ts';
import type { Drawings } from '../../core/map/map-shapes.ts';
import type { Building, ControlPoint, FloorPlan } from '../../core/model/building.ts';
import { say } from '../../core/model/sentence.ts';
import { tangentPlane } from '../../core/map/tangent-plane.ts';
import { drawingTask } from './drawing-task.ts';
import { readDxf } from './drawing/dxf/read-dxf.ts';
import { readSvg } from './drawing/svg/read-svg.ts';

/** Curves are flattened to 2 cm; half of it here, so that snapping to shared walls has the rest. Metres. */
const TOLERANCE = 0.01;
/** What a drawing says of its scale and what its control points make of it may differ by this share. */
const OTHER_SCALE = 0.05;

/** All drawings of a building, on this thread. */
export function readDrawings({ floors }: Building): Drawings {
  const drawings = new Map<string, Drawing>();
  for (const floor of floors) {
    const task = drawingTask(floor);
    const drawing = task && readDrawing(task.plan);
    if (drawing) drawings.set(floor.key, drawing);
  }
  return drawings;
}

/** The drawing of a floor as shapes by id; nothing when it came without its content. */
export function readDrawing({ kind, content, controlPoints }: FloorPlan): Drawing | undefined {
  if (content === undefined || kind === 'image') return undefined;
  const scale = metresPerUnit(controlPoints, kind === 'svg');
  const tolerance = TOLERANCE / (scale ?? TOLERANCE);
  const drawing = kind === 'svg' ? readSvg(content, tolerance) : readDxf(content, tolerance);
  const doubt = scale === undefined ? undefined : scaleNote(drawing.metresPerUnit, scale);
  return doubt ? { ...drawing, notes: [...drawing.notes, doubt] } : drawing;
}

/** Scale of the drawing by its control points; nothing when they cannot place it. */
function metresPerUnit(points: readonly ControlPoint[], yDown: boolean): number | undefined {
  const inMetres = points.filter((point) => 'x' in point);
  const onEarth = points.filter((point) => 'latitude' in point);
  const some = inMetres.length > onEarth.length ? inMetres : onEarth;
  const [anchor = { latitude: 0, longitude: 0 }] = onEarth;
  const fit = fitDrawing(some, yDown, tangentPlane({ anchor, rotation: 0, scale: 1 }));
  return fit.ok ? fit.scale : undefined;
}

function scaleNote(said: number | undefined, is: number): DrawingNote | undefined {
  if (said === undefined || Math.abs(is / said - 1) <= OTHER_SCALE) return undefined;
  const [drawn, placed] = [said, is].map((metres) => String(Number(metres.toPrecision(4))));
  return {
    severity: 'warning',
    said: say`it says that one unit is ${{ drawn: drawn ?? '' }} m, but its control points make it ${{ placed: placed ?? '' }} m.`,
    hint: say`The control points count. Check that they are in the units of the drawing.`,
  };
}

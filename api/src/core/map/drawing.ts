/** A floor's drawing, parsed: what SVG and DXF readers hand over, and how it is laid on the building. */
import type { ControlPoint, Position } from '../model/building.ts';
import { fitSimilarity, type Fit } from './similarity.ts';
import type { TangentPlane } from './tangent-plane.ts';

/** An element of a drawing, in the drawing's own units. */
export type DrawnElement =
  | { readonly type: 'area'; readonly polygons: readonly (readonly (readonly Position[])[])[] }
  | { readonly type: 'point'; readonly at: Position };

export interface Drawing {
  /** y grows downwards, as on a screen. */
  readonly yDown: boolean;
  readonly elements: ReadonlyMap<string, DrawnElement>;
  /** What was left out or could not be read, in words. */
  readonly notes: readonly string[];
}

/** A similarity from the drawing to local metres. */
export function fitDrawing(points: readonly ControlPoint[], yDown: boolean, plane: TangentPlane): Fit {
  return fitSimilarity(
    points.map((point) => ({
      from: [point.px, yDown ? -point.py : point.py],
      to: 'x' in point ? [point.x, point.y] : plane.toLocal([point.longitude, point.latitude]),
    })),
  );
}

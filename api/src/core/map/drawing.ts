/** A floor's drawing, parsed: what SVG and DXF readers hand over, and how it is laid on the building. */
import type { ControlPoint, Position } from '../model/building.ts';
import type { Finding } from '../model/finding.ts';
import type { Sentence } from '../model/sentence.ts';
import { fitSimilarity, type Fit } from './similarity.ts';
import type { TangentPlane } from './tangent-plane.ts';

/** An element of a drawing, in the drawing's own units. */
export type DrawnElement =
  | { readonly type: 'area'; readonly polygons: readonly (readonly (readonly Position[])[])[] }
  | { readonly type: 'point'; readonly at: Position };

/** What was left out of a drawing, could not be read, or was taken for something. */
export interface DrawingNote {
  /** Goes on after "The drawing of ...:". */
  readonly said: Sentence;
  readonly hint?: Sentence;
  /** `info` when nothing is said. */
  readonly severity?: Finding['severity'];
}

export interface Drawing {
  /** y grows downwards, as on a screen. */
  readonly yDown: boolean;
  readonly elements: ReadonlyMap<string, DrawnElement>;
  readonly notes: readonly DrawingNote[];
  /** What the drawing itself says about its scale, when it does. */
  readonly metresPerUnit?: number;
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

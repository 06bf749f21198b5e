import type { Floor, FloorPlan } from '../../core/model/building.ts';

/** The drawing of a floor, and the names of its shapes that somebody asks for. */
export interface DrawingTask {
  readonly plan: FloorPlan;
  readonly wanted: ReadonlySet<string>;
}

/** What is to be read for a floor; nothing when it is not drawn. */
export function drawingTask({ plan, published, outline, spaces }: Floor): DrawingTask | undefined {
  if (!published || plan?.content === undefined || plan.kind === 'image') return undefined;
  const geometries = [outline, ...spaces.map(({ geometry }) => geometry)];
  const refs = geometries.flatMap((geometry) => (geometry?.type === 'svg' ? [geometry.ref] : []));
  return { plan, wanted: new Set([...refs, ...spaces.flatMap(({ mapRef }) => mapRef ?? [])]) };
}

import { buildMap } from '../../src/adapters/imdf/build-map.ts';
import { readDrawings } from '../../src/adapters/imdf/read-drawing.ts';
import type { MapKind } from '../../src/core/map/make-map.ts';
import type { MapInput } from '../../src/core/map/map-shapes.ts';
import type { PackedMap } from '../../src/ports/building-map.ts';

/** A map at once, on this thread. */
export function make(input: MapInput, kind: MapKind = 'places'): PackedMap {
  const work = buildMap(input, kind, readDrawings(input.building));
  let step = work.next();
  while (step.done !== true) step = work.next();
  return step.value;
}

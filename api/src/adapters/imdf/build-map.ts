/** Everything between a building and its zip that needs no thread of its own. */
import { hash as digest } from 'node:crypto';
import type { Drawing } from '../../core/map/drawing.ts';
import type { MapInput } from '../../core/map/map-shapes.ts';
import { makeMap, type MapKind } from '../../core/map/make-map.ts';
import type { PackedMap } from '../../ports/building-map.ts';
import { readDrawing } from './read-drawing.ts';
import { pack } from './pack.ts';

const hash = (text: string): string => digest('sha256', text, 'hex');

/** Yields where other work may come in between. */
export function* buildMap(input: MapInput, kind: MapKind): Generator<undefined, PackedMap> {
  const drawings = new Map<string, Drawing>();
  for (const { key, plan, published } of input.building.floors) {
    const drawing = plan && published ? readDrawing(plan) : undefined;
    if (drawing) drawings.set(key, drawing);
    yield;
  }
  const { files, ...made } = yield* makeMap(input, drawings, kind, hash);
  return files ? { ...made, zip: pack(files) } : made;
}

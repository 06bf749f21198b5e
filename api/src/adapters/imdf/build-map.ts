/** Everything between a building and its zip that needs no thread of its own. */
import { hash as digest } from 'node:crypto';
import type { Drawings, MapInput } from '../../core/map/map-shapes.ts';
import { makeMap, type MapKind } from '../../core/map/make-map.ts';
import type { PackedMap } from '../../ports/building-map.ts';
import { pack } from './pack.ts';

const hash = (text: string): string => digest('sha256', text, 'hex');

/** Yields where other work may come in between. */
export function* buildMap(
  input: MapInput,
  kind: MapKind,
  drawings: Drawings = new Map(),
): Generator<undefined, PackedMap> {
  const { files, ...made } = yield* makeMap(input, drawings, kind, hash);
  return files ? { ...made, zip: pack(files) } : made;
}

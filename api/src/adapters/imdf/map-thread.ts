/** What runs on a thread of its own: one map after the other. */
import process from 'node:process';
import type { MapKind } from '../../core/map/make-map.ts';
import type { MapInput } from '../../core/map/map-shapes.ts';
import type { PackedMap } from '../../ports/building-map.ts';
import { buildMap } from './build-map.ts';

export interface MapTask {
  readonly input: MapInput;
  readonly kind: MapKind;
}

// Parsers of drawings print what they think of their input; the log of the server is not the place for it.
process.stdout.write = process.stderr.write = () => true;

/** @param task null: nothing to make yet, everything is loaded by now */
export default function makeMapHere(task: MapTask | null): PackedMap | undefined {
  if (task === null) return undefined;
  const work = buildMap(task.input, task.kind);
  let step = work.next();
  while (step.done !== true) step = work.next();
  return step.value;
}

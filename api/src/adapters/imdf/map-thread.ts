/** What runs on a thread of its own: one map after the other. */
import { deserialize } from 'node:v8';
import type { Drawing } from '../../core/map/drawing.ts';
import type { PackedMap } from '../../ports/building-map.ts';
import { buildMap } from './build-map.ts';
import { filled, type EmptyTask } from './task-in-parts.ts';

/** @param task null: nothing to make yet, everything is loaded by now */
export default async function makeMapHere(task: EmptyTask | null): Promise<PackedMap | undefined> {
  if (task === null) return undefined;
  const { input, kind } = await filled(task);
  const drawings = new Map<string, Drawing>();
  for (const [floor, packed] of task.drawings) drawings.set(floor, deserialize(packed) as Drawing);
  const work = buildMap(input, kind, drawings);
  let step = work.next();
  while (step.done !== true) step = work.next();
  return step.value;
}

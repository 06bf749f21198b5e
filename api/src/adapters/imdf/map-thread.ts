/** What runs on a thread of its own: one map after the other. */
import process from 'node:process';
import type { PackedMap } from '../../ports/building-map.ts';
import { buildMap } from './build-map.ts';
import { filled, type EmptyTask } from './task-in-parts.ts';

// Parsers of drawings print what they think of their input; the log of the server is not the place for it.
process.stdout.write = process.stderr.write = () => true;

/** @param task null: nothing to make yet, everything is loaded by now */
export default async function makeMapHere(task: EmptyTask | null): Promise<PackedMap | undefined> {
  if (task === null) return undefined;
  const { input, kind } = await filled(task);
  const work = buildMap(input, kind);
  let step = work.next();
  while (step.done !== true) step = work.next();
  return step.value;
}

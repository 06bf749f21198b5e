/**
 * How a building crosses to the thread that draws it: a few hundred spaces at a time. Copied in one go, ten thousand
 * spaces would keep the server from answering for longer than anything else about a map.
 */
import { on } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import type { MapKind } from '../../core/map/make-map.ts';
import type { MapInput } from '../../core/map/map-shapes.ts';
import type { Floor, FloorPlan, Space } from '../../core/model/building.ts';
import type { PackedDrawings } from './drawing-pool.ts';

export interface MapTask {
  readonly input: MapInput;
  readonly kind: MapKind;
}

/** A task whose floors are empty; their spaces follow on a port. Their drawings are read already. */
export interface EmptyTask extends MapTask {
  readonly drawings: PackedDrawings;
  readonly spaces: MessagePort;
}

/** Spaces that are copied before other work gets its turn. */
const PART = 250;

interface Part {
  readonly floor: number;
  readonly spaces: readonly Space[];
}

/** @param spaces the port that goes along with the task */
export function emptied({ input, kind }: MapTask, drawings: PackedDrawings, spaces: MessagePort): EmptyTask {
  const floors = input.building.floors.map(({ plan, ...floor }): Floor => {
    const { content: _read, ...rest } = plan ?? {};
    return { ...floor, ...(plan && { plan: rest as FloorPlan }), spaces: [] };
  });
  return { input: { ...input, building: { ...input.building, floors } }, kind, drawings, spaces };
}

/** Sends what {@link emptied} left out. */
export async function sendSpaces({ input }: MapTask, to: MessagePort): Promise<void> {
  for (const [floor, { spaces }] of input.building.floors.entries()) {
    for (let at = 0; at < spaces.length; at += PART) {
      to.postMessage({ floor, spaces: spaces.slice(at, at + PART) } satisfies Part);
      await setImmediate();
    }
  }
  to.postMessage(null);
}

/** The whole task again, on the other side. @throws when whoever sends it gives up */
export async function filled({ input, kind, spaces }: EmptyTask): Promise<MapTask> {
  const floors = input.building.floors.map((floor) => ({ ...floor, spaces: [] as Space[] }));
  const parts = on(spaces, 'message', { close: ['close'] }) as AsyncIterable<[Part | null]>;
  for await (const [part] of parts) {
    if (part === null) return { input: { ...input, building: { ...input.building, floors } }, kind };
    floors[part.floor]?.spaces.push(...part.spaces);
  }
  throw new Error('The building did not arrive whole.');
}

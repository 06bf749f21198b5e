/**
 * The threads on which large maps are made. A thread loads what it needs and compiles it as it runs, which takes longer
 * than most maps; so it stays for a while.
 */
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { PackedMap } from '../../ports/building-map.ts';
import { createDrawingPool } from './drawing-pool.ts';
import { emptied, sendSpaces, type EmptyTask, type MapTask } from './task-in-parts.ts';

/** Memory of one thread, megabytes. */
const MEMORY = 1024;
/** For what lives only a moment, megabytes: corners come by the million, and in less room Node is busy tidying up. */
const YOUNG = 64;
/** One long map must not keep everybody waiting, and more threads than that keep the server from answering. */
const THREADS = 2;
/** A thread that had nothing to do for so long gives its memory back, milliseconds. */
const IDLE = 60_000;
/** A map takes seconds; a drawing that takes this long was made to, milliseconds. */
const LONGEST = 120_000;

export interface MapPool {
  /**
   * @param longest it may take, milliseconds
   * @throws when it takes longer or too much memory; the next map gets a new thread then
   */
  make(task: MapTask, longest?: number): Promise<PackedMap>;
  /** Lets a thread load what it needs, so that a map that comes soon does not wait for it. */
  warm(): void;
  /** Maps that are being made are given up. */
  close(): Promise<void>;
}

export function createMapPool(): MapPool {
  const pool = new Piscina<EmptyTask | null, PackedMap>({
    filename: new URL('./map-thread.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: THREADS,
    idleTimeout: IDLE,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY, maxYoungGenerationSizeMb: YOUNG },
    recordTiming: false,
  });
  const drawings = createDrawingPool();
  const warm = (): void => {
    // What keeps a thread from loading is said by the first map.
    if (pool.threads.length === 0) void pool.run(null).catch(() => undefined);
  };
  const make = async (task: MapTask, signal: AbortSignal): Promise<PackedMap> => {
    const { building } = task.input;
    if (building.floors.some(({ plan }) => plan?.content !== undefined)) warm();
    const drawn = await drawings.read(building, signal);
    const { port1: here, port2: there } = new MessageChannel();
    const made = pool.run(emptied(task, drawn, there), { signal, transferList: [there] });
    try {
      const [map] = await Promise.all([made, sendSpaces(task, here)]);
      return map;
    } finally {
      here.close();
    }
  };
  return {
    make: async (task, longest = LONGEST) => {
      const signal = AbortSignal.timeout(longest);
      try {
        return await make(task, signal);
      } catch (error) {
        if (!signal.aborted) throw error;
        throw new Error(`Making the map took longer than ${longest / 1000} seconds.`, { cause: error });
      }
    },
    warm,
    close: async () => {
      await Promise.all([pool.destroy(), drawings.close()]);
    },
  };
}

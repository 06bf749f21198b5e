/**
 * The threads on which large maps are made. A thread loads what it needs and compiles it as it runs, which takes longer
 * than most maps; so it stays for a while.
 */
import { Piscina } from 'piscina';
import type { PackedMap } from '../../ports/building-map.ts';
import type { MapTask } from './map-thread.ts';

/** Memory of one thread, megabytes. */
const MEMORY = 1024;
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
  const pool = new Piscina<MapTask | null, PackedMap>({
    filename: new URL('./map-thread.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: THREADS,
    idleTimeout: IDLE,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY },
    recordTiming: false,
  });
  return {
    make: (task, longest = LONGEST) => {
      const signal = AbortSignal.timeout(longest);
      return pool.run(task, { signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
        throw new Error(`Making the map took longer than ${longest / 1000} seconds.`, { cause: error });
      });
    },
    warm: () => {
      // What keeps a thread from loading is said by the first map.
      if (pool.threads.length === 0) void pool.run(null).catch(() => undefined);
    },
    close: () => pool.destroy(),
  };
}

/**
 * The threads on which drawings are read. They have little memory of their own: whatever a drawing makes of itself, the
 * server stays as large as it is, and a drawing that needs more is not read.
 */
import { serialize } from 'node:v8';
import { Piscina } from 'piscina';
import type { Drawing } from '../../core/map/drawing.ts';
import type { Building } from '../../core/model/building.ts';
import { say } from '../../core/model/sentence.ts';
import { drawingTask, type DrawingTask } from './drawing-task.ts';

/** Memory of one thread, megabytes: enough for a plan of 5 MB with 30,000 lines, or with 8,000 chairs in blocks. */
const MEMORY = 96;
/** For what lives only a moment, megabytes. */
const YOUNG = 8;
/** As many as threads that make maps. */
const THREADS = 2;
/** Floors of one building follow each other at once; then the thread gives its memory back, milliseconds. */
const IDLE = 500;

/** Drawings by the key of their floor, as `deserialize` of node:v8 reads them. */
export type PackedDrawings = ReadonlyMap<string, Uint8Array>;

export interface DrawingPool {
  /** Of every floor that is drawn; one that takes too much memory comes empty and says so. */
  read(building: Building, signal: AbortSignal): Promise<PackedDrawings>;
  close(): Promise<void>;
}

export function createDrawingPool(): DrawingPool {
  const pool = new Piscina<DrawingTask, Uint8Array | undefined>({
    filename: new URL('./drawing-thread.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: THREADS,
    idleTimeout: IDLE,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY, maxYoungGenerationSizeMb: YOUNG },
    recordTiming: false,
  });
  return {
    read: async ({ floors }, signal) => {
      const drawings = new Map<string, Uint8Array>();
      for (const floor of floors) {
        const task = drawingTask(floor);
        const drawing = task && (await pool.run(task, { signal }).catch(orTooLarge));
        if (drawing) drawings.set(floor.key, drawing);
      }
      return drawings;
    },
    close: () => pool.destroy(),
  };
}

function orTooLarge(error: unknown): Uint8Array {
  if (!(error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')) throw error;
  const drawing: Drawing = {
    yDown: true,
    elements: new Map(),
    notes: [
      {
        severity: 'warning',
        said: say`it needs more memory than any plan does and is not read.`,
        hint: say`Leave out of the drawing what is no room, desk or section, and save it again.`,
      },
    ],
  };
  return serialize(drawing);
}

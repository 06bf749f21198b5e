/** What runs on the thread of drawings: one drawing after the other. */
import process from 'node:process';
import { serialize } from 'node:v8';
import type { DrawingTask } from './drawing-task.ts';
import { readDrawing } from './read-drawing.ts';

// Parsers of drawings print what they think of their input; the log of the server is not the place for it.
process.stdout.write = process.stderr.write = () => true;

/** @returns the drawing as `deserialize` of node:v8 reads it: it crosses two threads, and only the last one looks at it */
export default function readDrawingHere({ plan, wanted }: DrawingTask): Uint8Array | undefined {
  const drawing = readDrawing(plan);
  if (!drawing) return undefined;
  const elements = new Map([...drawing.elements].filter(([name]) => wanted.has(name)));
  return new Uint8Array(serialize({ ...drawing, elements }));
}

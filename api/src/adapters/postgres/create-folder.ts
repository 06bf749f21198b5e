/**
 * Makes an empty PGlite folder, as a worker thread: it takes seconds of computing and half a gigabyte that WASM never
 * gives back, so neither happens in the thread that answers requests.
 */
import { workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';

const pglite = await PGlite.create(workerData as string);
await pglite.close();

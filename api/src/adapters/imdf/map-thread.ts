/** The thread of its own: one map, then it ends. */
import { parentPort, workerData } from 'node:worker_threads';
import type { MapKind } from '../../core/map/make-map.ts';
import type { MapInput } from '../../core/map/map-shapes.ts';
import { buildMap } from './build-map.ts';

const { input, kind } = workerData as { input: MapInput; kind: MapKind };
const work = buildMap(input, kind);
let step = work.next();
while (step.done !== true) step = work.next();
parentPort?.postMessage(step.value);

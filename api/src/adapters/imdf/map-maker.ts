/** Makes maps: small ones between requests, large ones on a thread of their own (reliability-security.md F50). */
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { MapKind } from '../../core/map/make-map.ts';
import type { Space } from '../../core/model/building.ts';
import type { MapInput } from '../../core/map/map-shapes.ts';
import type { MapMaker, PackedMap } from '../../ports/building-map.ts';
import { collection } from '../../core/map/map-feature.ts';
import { buildMap } from './build-map.ts';
import { pack, unpack } from './pack.ts';

/** From this many spaces on a map is made on its own thread. */
const LARGE = 400;
/** What counts as one space, in corners. */
const CORNERS = 8;
/** Memory of that thread, megabytes. */
const MEMORY = 1024;

/** A map takes seconds; a drawing that takes this long was made to, milliseconds. */
const LONGEST = 120_000;

/** @param large how many spaces make a building large */
export function createMapMaker({ large = LARGE } = {}): MapMaker {
  return {
    make: (input, kind) => (isLarge(input, large) ? onThread(input, kind) : between(input, kind)),
    repack: (features) => {
      const files = Map.groupBy(features, ({ feature_type: type }) => `${type}.geojson`);
      return pack(new Map([...files].map(([name, own]) => [name, collection(own)])));
    },
    unpack,
  };
}

function isLarge({ building }: MapInput, large: number): boolean {
  const drawn = building.floors.some(({ plan }) => plan?.content !== undefined);
  const spaces = building.floors.flatMap((floor) => floor.spaces);
  return drawn || spaces.length >= large || cornersOf(spaces) >= large * CORNERS;
}

const cornersOf = (spaces: readonly Space[]): number =>
  spaces.reduce((sum, { geometry }) => {
    if (geometry === undefined || geometry.type === 'svg') return sum;
    return (
      sum + geometry.polygons.reduce((all, rings) => all + rings.reduce((n, ring) => n + ring.length, 0), 0)
    );
  }, 0);

async function between(input: MapInput, kind: MapKind): Promise<PackedMap> {
  const work = buildMap(input, kind);
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    await setImmediate();
  }
}

function onThread(input: MapInput, kind: MapKind): Promise<PackedMap> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./map-thread.ts', import.meta.url), {
      workerData: { input, kind },
      resourceLimits: { maxOldGenerationSizeMb: MEMORY },
      stdout: true,
      stderr: true,
    });
    // Parsers of drawings print what they think of their input; the log of the server is not the place for it.
    worker.stdout.resume();
    worker.stderr.resume();
    const alarm = setTimeout(() => void worker.terminate(), LONGEST);
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      clearTimeout(alarm);
      reject(new Error(`The thread that makes maps ended with ${code}.`));
    });
  });
}

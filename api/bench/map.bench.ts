/** From metres to a zip: time, memory, growth, and whether the server answers meanwhile. */
import { performance, monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';
import { buildMap } from '../src/adapters/imdf/build-map.ts';
import { createMapMaker } from '../src/adapters/imdf/map-maker.ts';
import type { Building, Space } from '../src/core/model/building.ts';
import type { MapInput } from '../src/core/map/map-shapes.ts';

const ROOMS_PER_FLOOR = 1000;

/** Floors of 1,000 rooms that share their walls. */
function building(rooms: number): Building {
  const floors = Array.from({ length: Math.ceil(rooms / ROOMS_PER_FLOOR) }, (_, n) => {
    const count = Math.min(ROOMS_PER_FLOOR, rooms - n * ROOMS_PER_FLOOR);
    const spaces = Array.from({ length: count }, (_room, i): Space => {
      const [x, y] = [(i % 40) * 3.17, Math.floor(i / 40) * 4.31];
      const ring = [
        [x, y],
        [x + 3.17, y],
        [x + 3.17, y + 4.31],
        [x, y + 4.31],
        [x, y],
      ] as [number, number][];
      const geometry = { type: 'local' as const, polygons: [[ring]] };
      return {
        key: `r${n}-${i}`,
        kind: 'room',
        name: `Room ${n}.${i}`,
        features: [],
        allocations: [],
        geometry,
      };
    });
    return { key: `f${n}`, name: `Floor ${n}`, ordinal: n, published: true, spaces };
  });
  const frame = { anchor: { latitude: 59.33, longitude: 18.06 }, rotation: 12.5, scale: 1 };
  const source = { system: 'bench', instance: 'bench' };
  return { key: 'bench', name: 'Bench', status: 'active', complete: true, frame, source, floors };
}

const inputOf = (rooms: number): MapInput => ({
  building: building(rooms),
  placeIds: {},
  leftAlone: [],
  impliedSections: [],
});

function timed(rooms: number): { ms: number; megabytes: number; bytes: number } {
  const input = inputOf(rooms);
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const start = performance.now();
  const work = buildMap(input, 'places');
  let [step, most] = [work.next(), 0];
  while (step.done !== true) {
    most = Math.max(most, process.memoryUsage().rss);
    step = work.next();
  }
  const ms = performance.now() - start;
  most = Math.max(most, process.memoryUsage().rss) - before;
  return { ms, megabytes: most / 2 ** 20, bytes: step.value.zip?.length ?? 0 };
}

/** @returns one line per measurement */
export async function mapBench(): Promise<string[]> {
  timed(1000);
  const lines = [10_000, 20_000, 50_000].map((rooms) => {
    const { ms, megabytes, bytes } = timed(rooms);
    return `map: ${rooms} units from metres to zip in ${Math.round(ms)} ms, ${Math.round(megabytes)} MB more memory, zip ${Math.round(bytes / 1024)} kB`;
  });
  const input = inputOf(10_000);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await createMapMaker().make(input, 'places');
  delay.disable();
  const p99 = Math.round(delay.percentile(99) / 1e6);
  return [
    ...lines,
    `map: event loop while 10000 units are packed: p99 ${p99} ms, most ${Math.round(delay.max / 1e6)} ms`,
  ];
}

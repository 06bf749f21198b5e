/** From metres to a zip: time, memory, growth, and whether the server answers meanwhile. */
import { execFile } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { buildMap } from '../src/adapters/imdf/build-map.ts';
import { createMapMaker } from '../src/adapters/imdf/map-maker.ts';
import type { Building, Space } from '../src/core/model/building.ts';
import type { MapInput } from '../src/core/map/map-shapes.ts';
import { Product } from '../test/product/start-product.ts';

const ROOMS_PER_FLOOR = 1000;
const GOALS = { rooms: 10_000, ms: 1500, megabytes: 300, growth: 6, p99: 100 };

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

interface Timed {
  readonly ms: number;
  /** Of the processor: what is left of `ms` when nothing else runs on the machine. */
  readonly cpu: number;
  readonly megabytes: number;
  readonly bytes: number;
}

function timed(rooms: number): Timed {
  const input = inputOf(rooms);
  const before = process.memoryUsage().rss;
  const [start, used] = [performance.now(), process.cpuUsage()];
  const work = buildMap(input, 'places');
  let [step, most] = [work.next(), 0];
  while (step.done !== true) {
    most = Math.max(most, process.memoryUsage().rss);
    step = work.next();
  }
  const ms = performance.now() - start;
  const cpu = cpuSince(used);
  most = Math.max(most, process.memoryUsage().rss) - before;
  return { ms, cpu, megabytes: most / 2 ** 20, bytes: step.value.zip?.length ?? 0 };
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const words = (what: string, rooms: number, { ms, cpu, megabytes, bytes }: Timed): string =>
  `map: ${what} ${rooms} units from metres to zip in ${Math.round(ms)} ms (${Math.round(cpu)} ms of the processor), ${Math.round(megabytes)} MB more memory, zip ${Math.round(bytes / 1024)} kB`;

const verdict = (value: number, goal: number): string => `(goal ${goal}): ${value < goal ? 'met' : 'MISSED'}`;

/** The first map of a process, as the product makes it: with the thread, its imports and code that ran never before. */
async function cold(): Promise<Timed> {
  const input = inputOf(GOALS.rooms);
  const before = process.memoryUsage().rss;
  const [start, used] = [performance.now(), process.cpuUsage()];
  const { zip } = await createMapMaker().make(input, 'places');
  const ms = performance.now() - start;
  return {
    ms,
    cpu: cpuSince(used),
    megabytes: (process.memoryUsage().rss - before) / 2 ** 20,
    bytes: zip?.length ?? 0,
  };
}

/** @returns one line per measurement */
export async function mapBench(): Promise<string[]> {
  const child = await promisify(execFile)(process.execPath, ['api/bench/map.bench.ts', 'cold']);
  const first = JSON.parse(child.stdout) as Timed;
  timed(1000);
  const [small, middle, large] = [timed(GOALS.rooms), timed(2 * GOALS.rooms), timed(5 * GOALS.rooms)];
  const again = timed(GOALS.rooms);
  const growth = large.cpu / again.cpu;
  const p99 = await healthMeanwhile();
  return [
    `${words('cold', GOALS.rooms, first)} ${verdict(first.ms, GOALS.ms)}`,
    `${words('', GOALS.rooms, again)} ${verdict(again.ms, GOALS.ms)}, memory ${verdict(small.megabytes, GOALS.megabytes)}`,
    words('', 2 * GOALS.rooms, middle),
    `${words('', 5 * GOALS.rooms, large)}; ${growth.toFixed(1)} times the time of a fifth ${verdict(growth, GOALS.growth)}`,
    `map: /api/health/live of a real server that makes a map of ${GOALS.rooms} units: p99 ${p99.toFixed(0)} ms ${verdict(p99, GOALS.p99)}`,
  ];
}

/** The 99th percentile of the answers while the server makes the map, milliseconds. */
async function healthMeanwhile(): Promise<number> {
  const product = await Product.start();
  try {
    const { body } = await product.importFiles({ 'hall.json': JSON.stringify(documentOf(GOALS.rooms)) });
    const token = await product.token('admin');
    let made = false;
    const map = product
      .api('GET', `/api/buildings/${body.buildings[0].buildingId}/map`, { token })
      .finally(() => (made = true));
    const times: number[] = [];
    while (!made) {
      const start = performance.now();
      await fetch(`${product.appUrl}/api/health/live`).then((answer) => answer.text());
      times.push(performance.now() - start);
      await setTimeout(5);
    }
    const { status } = await map;
    if (status !== 200) throw new Error(`The map was answered with ${status}.`);
    return times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0;
  } finally {
    await product.stop();
  }
}

/** The same building as a workplace/1.0 document. */
function documentOf(rooms: number): object {
  const { key: id, name, frame, floors } = building(rooms);
  const source = { system: 'bench', instance: 'bench', exportedAt: '2026-01-01T00:00:00Z' };
  const spaces = floors.flatMap((floor) =>
    floor.spaces.map(({ key, name: room, geometry }) => ({
      id: key,
      kind: 'room',
      floorId: floor.key,
      name: room,
      capacity: 4,
      bookable: false,
      geometry: geometry?.type === 'local' ? { type: 'local', polygon: geometry.polygons[0] } : null,
    })),
  );
  const floorsOf = floors.map(({ key, name: floor, ordinal }) => {
    return { id: key, name: floor, ordinal, published: true };
  });
  const buildings = [{ id, name, timeZone: 'Europe/Stockholm', frame, floors: floorsOf, spaces }];
  return { schema: 'workplace/1.0', source, complete: true, buildings };
}

if (process.argv[2] === 'cold') process.stdout.write(JSON.stringify(await cold()));
else if (process.argv[1]?.endsWith('map.bench.ts')) console.log((await mapBench()).join('\n'));

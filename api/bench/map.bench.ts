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
/** Growth: five times the units may take a little more than five times as long. */
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
}

/** What somebody gets who makes maps of a building in a fresh process, through the maker of the product. */
interface Fresh {
  readonly first: Timed;
  /** The sixth map of the process. */
  readonly warm: Timed;
  /** The most memory the process ever had, less what it had before the first map. */
  readonly megabytes: number;
  readonly kilobytes: number;
}

/** `cold`: a map out of the blue. `expected`: as in a preview, which says that a map will be wanted and then reads. */
type Start = 'cold' | 'expected';

async function timed<T>(work: () => T | Promise<T>): Promise<Timed & { readonly result: T }> {
  const [start, used] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(used);
  return { ms: performance.now() - start, cpu: (user + system) / 1000, result };
}

/** While Microsoft is read: one request that takes a second. */
const READING = 1000;

async function fresh(start: Start): Promise<Fresh> {
  const maker = createMapMaker();
  const input = inputOf(GOALS.rooms);
  const before = process.memoryUsage().rss;
  if (start === 'expected') {
    maker.expect?.(input.building);
    await setTimeout(READING);
  }
  const { result, ...first } = await timed(() => maker.make(input, 'places'));
  let warm: Timed = first;
  const megabytes = (process.resourceUsage().maxRSS * 1024 - before) / 2 ** 20;
  for (let n = 0; n < 5; n += 1) {
    const { ms, cpu } = await timed(() => maker.make(input, 'places'));
    warm = { ms, cpu };
  }
  return { first, warm, megabytes, kilobytes: (result.zip?.length ?? 0) / 1024 };
}

const FRESH_PROCESSES = 5;

async function freshProcesses(start: Start): Promise<Fresh> {
  const all: Fresh[] = [];
  for (let n = 0; n < FRESH_PROCESSES; n += 1) {
    const { stdout } = await promisify(execFile)(process.execPath, ['api/bench/map.bench.ts', start]);
    all.push(JSON.parse(stdout) as Fresh);
  }
  const of = (pick: (one: Fresh) => number): number => median(all.map(pick));
  return {
    first: { ms: of(({ first }) => first.ms), cpu: of(({ first }) => first.cpu) },
    warm: { ms: of(({ warm }) => warm.ms), cpu: of(({ warm }) => warm.cpu) },
    megabytes: of(({ megabytes }) => megabytes),
    kilobytes: of(({ kilobytes }) => kilobytes),
  };
}

const sorted = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);
const median = (values: readonly number[]): number => sorted(values)[Math.floor(values.length / 2)] ?? 0;
const percentile99 = (values: readonly number[]): number =>
  sorted(values)[Math.floor(values.length * 0.99)] ?? 0;

/** Without a thread, so that the growth is of the drawing alone. */
async function drawn(rooms: number): Promise<Timed> {
  const input = inputOf(rooms);
  return timed(() => {
    const work = buildMap(input, 'places');
    while (work.next().done !== true);
  });
}

const words = ({ ms, cpu }: Timed): string => `${Math.round(ms)} ms (${Math.round(cpu)} ms of the processor)`;
const verdict = (value: number, goal: number): string => `(goal ${goal}): ${value < goal ? 'met' : 'MISSED'}`;

/** @returns one line per measurement */
export async function mapBench(): Promise<string[]> {
  const [cold, expected] = [await freshProcesses('cold'), await freshProcesses('expected')];
  const units = `map: ${GOALS.rooms} units from metres to zip`;
  await drawn(1000);
  await drawn(GOALS.rooms);
  const [small, large] = [await drawn(GOALS.rooms), await drawn(5 * GOALS.rooms)];
  const growth = large.cpu / small.cpu;
  const { idle, busy } = await healthMeanwhile();
  return [
    `${units}, first map of a process, out of the blue: ${words(cold.first)} ${verdict(cold.first.ms, GOALS.ms)}`,
    `${units}, first map of a process, after a preview has begun: ${words(expected.first)} ${verdict(expected.first.ms, GOALS.ms)}`,
    `${units}, sixth map of a process: ${words(cold.warm)} ${verdict(cold.warm.ms, GOALS.ms)}`,
    `${units}: ${Math.round(cold.megabytes)} MB more memory at most ${verdict(cold.megabytes, GOALS.megabytes)}; zip ${Math.round(cold.kilobytes)} kB`,
    `map: ${5 * GOALS.rooms} units: ${words(large)}, ${growth.toFixed(1)} times the processor time of a fifth ${verdict(growth, GOALS.growth)}`,
    `map: /api/health/live of a real server that makes ${MAPS} maps of ${GOALS.rooms} units: p99 ${busy.toFixed(0)} ms ${verdict(busy, GOALS.p99)}; ${idle.toFixed(0)} ms when it makes none`,
    `map: medians of ${FRESH_PROCESSES} fresh processes each`,
  ];
}

/** Maps that are made one after the other while the server is asked. */
const MAPS = 3;

/** The 99th percentile of the answers while the server makes maps, and while it does nothing, milliseconds. */
async function healthMeanwhile(): Promise<{ readonly idle: number; readonly busy: number }> {
  const product = await Product.start();
  try {
    const { body } = await product.importFiles({ 'hall.json': JSON.stringify(documentOf(GOALS.rooms)) });
    const token = await product.token('admin');
    const map = async () => {
      const path = `/api/buildings/${body.buildings[0].buildingId}/map`;
      const { status } = await product.api('GET', path, { token });
      if (status !== 200) throw new Error(`The map was answered with ${status}.`);
    };
    const idle = await answersDuring(product, () => setTimeout(2000));
    const busy = await answersDuring(product, async () => {
      for (let n = 0; n < MAPS; n += 1) await map();
    });
    return { idle: percentile99(idle), busy: percentile99(busy) };
  } finally {
    await product.stop();
  }
}

/** How long each answer of the server took, milliseconds. */
async function answersDuring({ appUrl }: Product, work: () => Promise<void>): Promise<number[]> {
  let done = false;
  const end = work().finally(() => (done = true));
  const times: number[] = [];
  while (!done) {
    const start = performance.now();
    await fetch(`${appUrl}/api/health/live`).then((answer) => answer.text());
    times.push(performance.now() - start);
    await setTimeout(5);
  }
  await end;
  return times;
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

const [, script = '', start] = process.argv;
if (script.endsWith('map.bench.ts')) {
  if (start === 'cold' || start === 'expected') process.stdout.write(JSON.stringify(await fresh(start)));
  else console.log((await mapBench()).join('\n'));
}

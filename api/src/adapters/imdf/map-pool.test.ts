import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Space } from '../../core/model/building.ts';
import { createMapMaker } from './map-maker.ts';
import { createMapPool } from './map-pool.ts';
import type { MapTask } from './task-in-parts.ts';

const room = (i: number): Space => {
  const [x, y] = [(i % 40) * 3, Math.floor(i / 40) * 4];
  const ring = [
    [x, y],
    [x + 3, y],
    [x + 3, y + 4],
    [x, y + 4],
  ] as [number, number][];
  const geometry = { type: 'local' as const, polygons: [[ring]] };
  return { key: `r${i}`, kind: 'room', name: `Room ${i}`, features: [], allocations: [], geometry };
};

function hall(rooms: number): MapTask {
  const floor = { key: 'f', name: 'Ground', ordinal: 0, published: true };
  const building = {
    key: 'hall',
    name: 'Hall',
    status: 'active' as const,
    complete: true,
    frame: { anchor: { latitude: 59.33, longitude: 18.06 }, rotation: 12.5, scale: 1 },
    source: { system: 'test', instance: 'test' },
    floors: [{ ...floor, spaces: Array.from({ length: rooms }, (_, i) => room(i)) }],
  };
  return { input: { building, placeIds: {}, leftAlone: [], impliedSections: [] }, kind: 'places' };
}

describe('threads that make maps', () => {
  it('make the same bytes as no thread does, one map after the other and two at once', async () => {
    const { input, kind } = hall(300);
    const { zip } = await createMapMaker({ large: 1000 }).make(input, kind);
    const own = createMapPool();
    own.warm();
    const first = await own.make({ input, kind });
    const more = await Promise.all([own.make({ input, kind }), own.make({ input, kind })]);
    for (const map of [first, ...more]) expect(map.zip).toEqual(zip);
    await own.close();
  });

  it('give up a map that takes too long, and make the next one', async () => {
    const own = createMapPool();
    await expect(own.make(hall(20_000), 1)).rejects.toThrow('longer than 0.001 seconds');
    expect((await own.make(hall(50))).zip?.length).toBeGreaterThan(0);
    await own.close();
  });

  it('give up a building that cannot be sent, and make the next one', async () => {
    const own = createMapPool();
    const task = hall(300);
    Object.assign(task.input.building.floors[0]?.spaces[299] ?? {}, { name: () => 'no text' });
    await expect(own.make(task)).rejects.toThrow('could not be cloned');
    expect((await own.make(hall(50))).zip?.length).toBeGreaterThan(0);
    await own.close();
  });

  it('give up what they are making when they are closed', async () => {
    const own = createMapPool();
    const map = own.make(hall(20_000));
    const refused = expect(map).rejects.toThrow();
    await own.close();
    await refused;
  });

  it('keep no process alive that has its map', async () => {
    const module = new URL('./map-maker.ts', import.meta.url).href;
    const script = `
      const { createMapMaker } = await import(${JSON.stringify(module)});
      const { zip } = await createMapMaker({ large: 1 }).make(${JSON.stringify(hall(10).input)}, 'places');
      process.stdout.write(String(zip.length));`;
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    expect(Number((await run).stdout)).toBeGreaterThan(0);
  });
});

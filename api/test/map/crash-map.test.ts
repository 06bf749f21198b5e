/** A worker that dies at any call of the map phase: the map ends in place or as it was, never lost, never sent twice. */
import { describe, expect, it } from 'vitest';
import { createMapMaker } from '../../src/adapters/imdf/map-maker.ts';
import type { Space } from '../../src/core/model/building.ts';
import type { BuildingId } from '../../src/core/model/place.ts';
import type { Deps } from '../../src/engine/deps.ts';
import type { MapMaker } from '../../src/ports/building-map.ts';
import { resumeUnfinished } from '../../src/engine/resume-run.ts';
import { tenant, World } from '../builders/world.ts';
import { box, drawn, floor, local, space } from './drawn-building.ts';
import { FakeMaps, sorted } from './fake-maps.ts';

class Crashed extends Error {}

/** The same few maps are made hundreds of times. */
function remembering(maker: MapMaker): MapMaker {
  const made = new Map<string, ReturnType<MapMaker['make']>>();
  return {
    ...maker,
    make: (input, kind) => {
      const key = JSON.stringify([input, kind]);
      const map = made.get(key) ?? maker.make(input, kind);
      made.set(key, map);
      return map;
    },
  };
}
const maker = remembering(createMapMaker());
const house = (width: number, more: readonly Space[] = []) => {
  const spaces = [
    space('a', 'room', local(box(0, 0, 5, 4))),
    space('d', 'desk', local(box(6, 1, 1.6, 0.8)), { bookable: true }),
    ...more,
  ];
  return drawn([floor('0', 0, spaces, { outline: local(box(0, 0, width, 10)) })], {
    address: { street: 'Main 1', city: 'Uppsala', countryOrRegion: 'SE' },
    timeZone: 'Europe/Stockholm',
  });
};
const walls = [0, 1, 2].map((n) => space(`w${n}`, 'structure', local(box(0, 5 + n, 10, 0.2))));

/** What a worker reaches of the map. It dies when its call number `at` was carried out, before it hears of it. */
function dying(world: World, maps: FakeMaps, at: number): { deps: Deps; dead: () => boolean } {
  let [calls, dead] = [0, false];
  const wrap = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]): Promise<unknown> => {
          if (dead) throw new Crashed();
          calls += 1;
          const last = calls === at;
          const [answer] = await Promise.allSettled([Reflect.apply(member, target, args) as unknown]);
          dead ||= last;
          if (dead) throw new Crashed();
          if (answer.status === 'rejected') throw answer.reason;
          return answer.value;
        };
      },
    });
  const { stores, audit } = world.deps;
  const wrapped = wrap<FakeMaps>(maps);
  const deps = {
    ...world.deps,
    stores: {
      ...stores,
      settings: wrap(stores.settings),
      runs: alive(stores.runs),
      reports: alive(stores.reports),
    },
    audit: { ...audit, log: alive(audit.log) },
    queue: wrap(world.queue),
    maps: { maker, of: () => wrapped },
  };
  return { deps, dead: () => dead };

  /** Not counted, but out of reach of the dead. */
  function alive<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]): unknown =>
          dead ? Promise.reject(new Crashed()) : Reflect.apply(member, target, args);
      },
    });
  }
}

interface Case {
  readonly what: string;
  /** The map that is there before; null: none. */
  readonly before: (() => ReturnType<typeof house>) | null;
  readonly now: () => ReturnType<typeof house>;
  readonly tenant?: (maps: FakeMaps) => void;
  /** Uploads that took place in all. */
  readonly uploads: number;
  readonly ends: 'uploaded' | 'pending' | 'failed';
}

const CASES: readonly Case[] = [
  { what: 'the first map', before: null, now: () => house(12), uploads: 1, ends: 'uploaded' },
  {
    what: 'another map',
    before: () => house(12),
    now: () => house(14),
    uploads: 2,
    ends: 'uploaded',
  },
  {
    what: 'a map that the tenant does not link by itself',
    before: () => house(12),
    now: () => house(14),
    tenant: (maps) => (maps.honoursLinks = false),
    uploads: 2,
    ends: 'uploaded',
  },
  {
    what: 'a map that is not shown at once',
    before: null,
    now: () => house(14),
    tenant: (maps) => (maps.hidden = true),
    uploads: 1,
    ends: 'pending',
  },
  {
    what: 'a small change',
    before: () => house(12, walls.slice(1)),
    now: () => house(12, walls.slice(0, 2)),
    uploads: 1,
    ends: 'uploaded',
  },
];

async function prepared({ before, tenant: set }: Case) {
  const world = new World();
  const maps = new FakeMaps();
  set?.(maps);
  Object.assign(world.deps, { maps: { maker, of: () => maps } });
  if (before === null) return { world, maps };
  await world.sync(await world.import(before()));
  world.queue.waiting = [];
  return { world, maps };
}

/** @returns null when the worker lived to the end */
async function crashed(one: Case, at: number) {
  const { world, maps } = await prepared(one);
  const id = await world.import(one.now());
  const run = await world.start((await world.plan(id)).id);
  const process = dying(world, maps, at);
  const ended = await world.work(process.deps).catch((error: unknown) => error);
  if (!process.dead()) return null;
  expect(ended).toBeInstanceOf(Crashed);
  await resumeUnfinished(world.deps);
  await world.work();
  return { world, maps, id, runId: run.id };
}

const packageOf = async (world: World, id: BuildingId) => {
  const record = (await world.stores.settings.load(tenant, `map:${id}`)) as { zip: string };
  return sorted(maker.unpack(Buffer.from(record.zip, 'base64')));
};

describe.each(CASES)('$what', (one) => {
  it('comes through a death after any call', async () => {
    let deaths = 0;
    for (let at = 1; ; at += 1) {
      const after = await crashed(one, at);
      if (after === null) break;
      deaths += 1;
      const { world, maps, id, runId } = after;
      const where = `death after call ${at}`;
      expect([(await world.run(runId)).state, where]).toEqual(['done', where]);
      expect([(await world.report(runId)).map.state, where]).toEqual([one.ends, where]);
      expect([maps.uploads.length, where]).toEqual([one.uploads, where]);
      expect(maps.features).toEqual(await packageOf(world, id));
      if (one.ends === 'uploaded') expect(unlinked(maps)).toEqual([]);
      expect([(await world.plan(id)).map.action, where]).toEqual(['skip', where]);
    }
    expect(deaths).toBeGreaterThan(8);
  });
});

const unlinked = (maps: FakeMaps) =>
  (maps.map ?? []).filter(({ feature, placeId }) => (feature.properties['directory_id'] ?? null) !== placeId);

describe('a map that Microsoft refuses', () => {
  const refused: Case = {
    what: 'refused',
    before: () => house(12),
    now: () => house(14),
    uploads: 0,
    ends: 'failed',
  };
  it('leaves the last good one after a death after any call', async () => {
    const good = (await prepared(refused)).maps.features;
    let deaths = 0;
    for (let at = 1; ; at += 1) {
      const { world, maps } = await prepared(refused);
      const id = await world.import(refused.now());
      await world.start((await world.plan(id)).id);
      maps.refused = (features) => JSON.stringify(sorted(features)) !== JSON.stringify(good);
      const process = dying(world, maps, at);
      await world.work(process.deps).catch(() => undefined);
      if (!process.dead()) break;
      await resumeUnfinished(world.deps);
      await world.work();
      expect([maps.features, at]).toEqual([good, at]);
      deaths += 1;
    }
    expect(deaths).toBeGreaterThan(8);
  });
});

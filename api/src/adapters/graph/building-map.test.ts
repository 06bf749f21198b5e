import { Buffer } from 'node:buffer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  makePackage,
  square,
  zipPackage,
  type Drawn,
} from '../../../../sandbox/src/graph/testing/map-package.ts';
import {
  openTenant,
  smallBuilding,
  type TestTenant,
} from '../../../../sandbox/src/graph/testing/open-tenant.ts';
import { MapRefused, type BuildingMaps } from '../../ports/building-map.ts';
import { createMapMaker } from '../imdf/map-maker.ts';
import { createBuildingMaps } from './building-map.ts';
import { createGraphClient } from './client.ts';
import { createPlaceDirectory } from './place-directory.ts';
import { ScriptedGraph } from './testing/scripted-graph.ts';
import { TestClock } from './testing/test-clock.ts';

let tenant: TestTenant;
let maps: BuildingMaps;
let drawn: Drawn;
beforeAll(async () => {
  tenant = await openTenant();
  const home = await smallBuilding(tenant);
  const room = await tenant.create('room', 'R', home.floor.id);
  const desk = await tenant.create('desk', 'D1', home.section.id);
  drawn = {
    building: home.building.id,
    floor: home.floor.id,
    ordinal: 1,
    room: room.placeId,
    section: home.section.id,
    desk: desk.id,
  };
  maps = createBuildingMaps({
    graphUrl: tenant.url,
    token: () => Promise.resolve('admin'),
    clock: new TestClock(),
  });
});
beforeEach(() => maps.remove(drawn.building));
afterAll(() => tenant.close());

const good = () => Buffer.from(zipPackage(makePackage(drawn)), 'base64');
const upload = (zip: Uint8Array, dryRun = false) => maps.ingest(drawn.building, zip, { dryRun });

describe('the map of a building on Graph', () => {
  it('is checked, uploaded, read and deleted', async () => {
    await upload(good(), true);
    expect(await maps.readLevels(drawn.building)).toBeNull();
    await upload(good());
    const levels = await maps.readLevels(drawn.building);
    expect(levels?.map(({ placeId }) => placeId)).toEqual([drawn.floor]);
    const units = await maps.readFeatures(drawn.building, levels?.[0]?.id ?? '', 'unit');
    expect(units.map(({ placeId }) => placeId)).toContain(drawn.room);
    expect([await maps.remove(drawn.building), await maps.remove(drawn.building)]).toEqual([true, false]);
  });

  it('links a feature that the file did not link', async () => {
    await tenant.post('/_sandbox/settings', { honourFeaturePlaceIds: false });
    await upload(good());
    await tenant.post('/_sandbox/settings', { honourFeaturePlaceIds: true });
    const level = (await maps.readLevels(drawn.building))?.[0]?.id ?? '';
    const [desk] = await maps.readFeatures(drawn.building, level, 'fixture');
    expect(desk?.placeId).toBeNull();
    await maps.link(drawn.building, level, 'fixture', desk?.id ?? '', drawn.desk ?? '');
    expect((await maps.readFeatures(drawn.building, level, 'fixture'))[0]?.placeId).toBe(drawn.desk);
  });

  it("is refused in Microsoft's own words, and then nothing was changed", async () => {
    const files = makePackage(drawn);
    files['unit'][0].properties.our_id = 1;
    const refused = await upload(Buffer.from(zipPackage(files), 'base64')).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(MapRefused);
    expect(refused).toMatchObject({
      sure: true,
      error: { status: 400, message: expect.stringContaining('Invalid JSON') },
    });
    expect(await maps.readLevels(drawn.building)).toBeNull();
  });

  it('can be copied and put back as it was', async () => {
    await upload(good());
    const before = await maps.copy(drawn.building);
    expect(before?.length).toBeGreaterThan(4);
    await maps.remove(drawn.building);
    await upload(createMapMaker().repack(before ?? []));
    expect(await maps.copy(drawn.building)).toEqual(before);
    await maps.remove(drawn.building);
    expect(await maps.copy(drawn.building)).toBeNull();
  });

  it('takes single changes: written, linked, unlinked, taken away', async () => {
    const files = makePackage(drawn);
    await upload(Buffer.from(zipPackage(files), 'base64'));
    const [desk] = files['fixture'];
    const levelId = files['level'][0].id as string;
    const at = { levelId, layer: 'fixture', id: desk.id as string } as const;
    const shown = async () => (await maps.copy(drawn.building))?.find(({ id }) => id === desk.id);
    const moved = { ...desk, geometry: { type: 'Polygon', coordinates: [square(10.0006, 50, 0.00001)] } };
    await maps.put(drawn.building, at, moved, undefined);
    expect(await shown()).toMatchObject({
      geometry: moved.geometry,
      properties: { category: 'desk', directory_id: drawn.desk },
    });
    await maps.put(drawn.building, at, moved, null);
    expect((await shown())?.['properties']).not.toHaveProperty('directory_id');
    const another = { ...at, id: '11111111-1111-4111-8111-111111111111' };
    await maps.put(drawn.building, another, { ...moved, id: another.id }, drawn.desk);
    expect(await maps.readFeatures(drawn.building, levelId, 'fixture')).toEqual([
      { id: desk.id, placeId: null },
      { id: another.id, placeId: drawn.desk },
    ]);
    await maps.drop(drawn.building, at);
    await maps.drop(drawn.building, at);
    expect(await maps.readFeatures(drawn.building, levelId, 'fixture')).toHaveLength(1);
  });

  it.each<[string, Scripted[], number, number]>([
    ['that may have arrived is not repeated, and looked for no earlier than asked', [later(503)], 1, 7000],
    ['that was throttled is sent again when asked', [later(429), FINE], 2, 7000],
    ['that found no fresh token is sent again', [{ status: 401 }, FINE], 2, 0],
  ])('an upload %s', async (_what, script, posts, waits) => {
    const graph = await new ScriptedGraph(() => script.shift() ?? FINE).start();
    const clock = new TestClock();
    const before = clock.now().getTime();
    try {
      const throttled = createBuildingMaps({ graphUrl: graph.url, token: () => Promise.resolve('t'), clock });
      await throttled.ingest('b', good(), { dryRun: false }).catch((error: unknown) => {
        expect(error).toMatchObject({ name: 'MapRefused', sure: false });
      });
      expect(graph.seen).toHaveLength(posts);
      expect(clock.now().getTime() - before).toBeGreaterThanOrEqual(waits);
    } finally {
      graph.stop();
    }
  });

  it('a check that failed on the other side changes nothing, so it is sent again', async () => {
    const script: Scripted[] = [later(503, 1), { lost: 'reset' }, FINE];
    const graph = await new ScriptedGraph(() => script.shift() ?? FINE).start();
    try {
      const options = { graphUrl: graph.url, token: () => Promise.resolve('t'), clock: new TestClock() };
      await createBuildingMaps(options).ingest('b', good(), { dryRun: true });
      expect(graph.seen).toHaveLength(3);
    } finally {
      graph.stop();
    }
  });

  it('says when it has to wait for long, and when nobody can be reached', async () => {
    const graph = await new ScriptedGraph(() => later(429, 3600)).start();
    const options = { graphUrl: graph.url, token: () => Promise.resolve('t'), clock: new TestClock() };
    const long = createBuildingMaps(options).remove('b');
    await expect(long).rejects.toMatchObject({ name: 'MapWaits', retryAfterMs: 3_600_000 });
    graph.stop();
    const nobody = createBuildingMaps(options).ingest('b', good(), { dryRun: false });
    await expect(nobody).rejects.toMatchObject({ name: 'MapWaits', error: { status: null } });
  });

  it('shares the gate of the tenant with its places', async () => {
    const graph = await new ScriptedGraph(() => ({
      status: 429,
      headers: { 'retry-after': '60' },
      json: { error: { code: 'TooManyRequests', message: 'Wait.' } },
    })).start();
    const clock = new TestClock();
    const options = { graphUrl: graph.url, token: () => Promise.resolve('t1'), clock };
    const client = createGraphClient({ ...options, limits: { longestWaitMs: 1000, throttledTries: 1 } });
    try {
      const throttled = createBuildingMaps(options, client).readLevels('b');
      await expect(throttled).rejects.toMatchObject({ error: { status: 429 } });
      const seen = graph.seen.length;
      await createPlaceDirectory(options, client)
        .readPlace('p')
        .catch(() => undefined);
      expect([seen > 0, graph.seen.length]).toEqual([true, seen]);
    } finally {
      graph.stop();
    }
  });
});

type Scripted = ReturnType<ConstructorParameters<typeof ScriptedGraph>[0]>;
const FINE = { status: 204 };
const later = (status: number, seconds = 7) => ({
  status,
  headers: { 'retry-after': String(seconds) },
  json: { error: { code: 'Later', message: 'Wait.' } },
});

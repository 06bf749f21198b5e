import { Buffer } from 'node:buffer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makePackage, zipPackage, type Drawn } from '../../../../sandbox/src/graph/testing/map-package.ts';
import {
  openTenant,
  smallBuilding,
  type TestTenant,
} from '../../../../sandbox/src/graph/testing/open-tenant.ts';
import { MapRefused, type BuildingMaps } from '../../ports/building-map.ts';
import { createMapMaker } from '../imdf/map-maker.ts';
import { createBuildingMaps } from './building-map.ts';
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
});

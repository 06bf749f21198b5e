import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { makePackage, square, zipPackage, type Package } from '../testing/map-package.ts';
import { openTenant, smallBuilding, type Json, type TestTenant } from '../testing/open-tenant.ts';

let tenant: TestTenant;
let map: string;
let level: string;
let files: Package;
let places: { building: Json; floor: Json; section: Json; room: Json; desk: Json };
beforeAll(async () => {
  tenant = await openTenant();
});
afterAll(() => tenant.close());
beforeEach(() => draw({}));

/** Uploads a map of one room and one desk under these settings. */
async function draw(settings: Record<string, unknown>): Promise<void> {
  await tenant.post('/_sandbox/reset', {});
  await tenant.post('/_sandbox/settings', settings);
  const home = await smallBuilding(tenant);
  const room = await tenant.create('room', 'R', home.floor.id);
  const desk = await tenant.create('desk', 'D1', home.section.id);
  places = { ...home, room, desk };
  const drawn = {
    building: home.building.id,
    floor: home.floor.id,
    ordinal: 1,
    room: room.placeId,
    section: home.section.id,
    desk: desk.id,
  };
  files = makePackage(drawn);
  const building = `/places/${home.building.id}/microsoft.graph.building`;
  expect((await tenant.post(`${building}/ingestMapFile`, { file: zipPackage(files) })).status).toBe(204);
  map = `${building}/map`;
  level = `${map}/levels/${files['level'][0].id}`;
}

const list = async (path: string): Promise<Json[]> => (await tenant.get(path)).body.value;
const inside = (feature: Json): Json => JSON.parse(feature.properties as string);
const unitText = (more: Record<string, unknown> = {}, properties: Record<string, unknown> = {}) =>
  JSON.stringify({
    type: 'Feature',
    id: '005eb3b8-c95d-4d35-a8a0-22d3cb4d6996',
    feature_type: 'unit',
    geometry: { type: 'Polygon', coordinates: [square(10, 50)] },
    properties: { category: 'office', level_id: files['level'][0].id, ...properties },
    ...more,
  });

it('gives every feature back as text, with the category under another name and without nulls', async () => {
  const [one] = await list(`${map}/levels`);
  expect(one).toMatchObject({
    '@odata.type': '#microsoft.graph.levelMap',
    id: files['level'][0].id,
    placeId: places.floor.id,
  });
  const feature = inside(one);
  expect(feature).toMatchObject({ type: 'Feature', feature_type: 'level', id: one.id });
  expect(feature.properties).toMatchObject({
    places_category: 'unspecified',
    directory_id: places.floor.id,
    ordinal: 1,
    bearing: 12.5,
  });
  expect(feature.properties).not.toHaveProperty('category');
  expect(feature.properties).not.toHaveProperty('restriction');
  const [footprint] = await list(`${map}/footprints`);
  expect(footprint).not.toHaveProperty('placeId');
  expect(inside((await tenant.get(map)).body).feature_type).toBe('building');
});

it('lists units, sections and fixtures of one level with their places', async () => {
  const [room, walkway] = await list(`${level}/units`);
  expect([room.placeId, walkway.placeId]).toEqual([places.room.placeId, null]);
  expect(inside(walkway).properties).not.toHaveProperty('directory_id');
  expect((await list(`${level}/sections`))[0].placeId).toBe(places.section.id);
  expect((await list(`${level}/fixtures`))[0].placeId).toBe(places.desk.id);
  expect((await tenant.get(`${map}/levels/${files['unit'][0].id}/units`)).status).toBe(404);
  const [picked] = await list(`${level}/units?$select=placeId`);
  expect(Object.keys(picked).sort()).toEqual(['@odata.type', 'id', 'placeId']);
});

it('may not listen to directory_id of unit, section and fixture: then a PATCH correlates them', async () => {
  await draw({ honourFeaturePlaceIds: false });
  expect((await list(`${map}/levels`))[0].placeId).toBe(places.floor.id);
  for (const [name, type, placeId] of [
    ['units', 'unit', places.room.placeId],
    ['sections', 'section', places.section.id],
    ['fixtures', 'fixture', places.desk.id],
  ] as const) {
    const id = files[type][0].id as string;
    expect((await list(`${level}/${name}`))[0].placeId).toBeNull();
    const answer = await tenant.patch(`${level}/${name}/${id}`, { placeId });
    expect([answer.status, answer.body.placeId]).toEqual([200, placeId]);
    expect(inside((await list(`${level}/${name}`))[0]).properties.directory_id).toBe(placeId);
  }
});

it('creates and changes a unit by PATCH; the id of the path wins', async () => {
  const path = `${level}/units/test0613-c95d-4d35-a8a0-22d3cb4d6542`;
  const created = await tenant.patch(path, { properties: unitText() });
  expect([created.status, inside(created.body).id]).toEqual([201, 'test0613-c95d-4d35-a8a0-22d3cb4d6542']);
  const changed = await tenant.patch(path, { placeId: null, properties: unitText({}, { category: 'room' }) });
  expect([changed.status, inside(changed.body).properties.places_category]).toEqual([200, 'room']);
  expect((await list(`${level}/units`)).length).toBe(3);
  expect((await tenant.remove(path)).status).toBe(204);
  expect((await tenant.remove(path)).status).toBe(404);
  expect((await list(`${level}/units`)).length).toBe(2);
});

it('keeps the place of a unit whose drawing changes', async () => {
  const path = `${level}/units/${files['unit'][0].id}`;
  const changed = await tenant.patch(path, { properties: unitText() });
  expect(changed.body.placeId).toBe(places.room.placeId);
  expect((await tenant.patch(path, { placeId: null })).body.placeId).toBeNull();
});

it.each<[string, () => [string, unknown], number]>([
  ['a level that is not there', () => [`${map}/levels/x/units/u`, { properties: unitText() }], 404],
  ['a new unit without a drawing', () => [`${level}/units/u`, { placeId: null }], 400],
  ['text that is not JSON', () => [`${level}/units/u`, { properties: '{' }], 400],
  [
    'properties that are an object',
    () => [`${level}/units/u`, { properties: JSON.parse(unitText()) as unknown }],
    400,
  ],
  ['another type', () => [`${level}/fixtures/u`, { properties: unitText() }], 400],
  ['another level inside', () => [`${level}/units/u`, { properties: unitText({}, { level_id: 'x' }) }], 400],
  [
    'the read name of the category',
    () => [`${level}/units/u`, { properties: unitText({}, { places_category: 'room' }) }],
    400,
  ],
  [
    'a clockwise ring',
    () => [
      `${level}/units/u`,
      { properties: unitText({ geometry: { type: 'Polygon', coordinates: [square(10, 50).reverse()] } }) },
    ],
    400,
  ],
  [
    'a place of the wrong type',
    () => [`${level}/units/u`, { properties: unitText(), placeId: places.desk.id }],
    400,
  ],
  ['a place that is not there', () => [`${level}/units/u`, { properties: unitText(), placeId: 'x' }], 400],
  ['an id in the body', () => [`${level}/units/u`, { id: 'u', properties: unitText() }], 400],
  [
    'the annotation of another type',
    () => [`${level}/units/u`, { '@odata.type': '#microsoft.graph.sectionMap', properties: unitText() }],
    400,
  ],
  [
    'the id of a section',
    () => [`${level}/units/${files['section'][0].id}`, { properties: unitText() }],
    400,
  ],
])('refuses %s', async (_what, make, status) => {
  const [path, body] = make();
  expect((await tenant.patch(path, body)).status).toBe(status);
  expect((await list(`${level}/units`)).length).toBe(2);
});

it('loses the map with its building', async () => {
  for (const place of [places.desk, places.section]) await tenant.remove(`/places/${place.id}`);
  expect((await tenant.remove(`/places/${places.floor.id}`)).status).toBe(409);
  expect((await tenant.get(map)).status).toBe(200);
});

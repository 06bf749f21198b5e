import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makePackage, square, zipPackage, type Drawn, type Package } from '../testing/map-package.ts';
import { openTenant, smallBuilding, type Home, type Json, type TestTenant } from '../testing/open-tenant.ts';

let tenant: TestTenant;
let drawn: Drawn;
let home: Home;
beforeAll(async () => {
  tenant = await openTenant();
  home = await smallBuilding(tenant);
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
});
beforeEach(async () => {
  await tenant.post('/_sandbox/settings', { mapLagMs: 0 });
  await tenant.remove(`${path()}/map`);
});
afterAll(() => tenant.close());

const path = () => `/places/${home.building.id}/microsoft.graph.building`;
const ingest = (file: unknown, more: Record<string, unknown> = {}) =>
  tenant.post(`${path()}/ingestMapFile`, { file, ...more });
const send = (files: Package, more = {}) => ingest(zipPackage(files), more);

describe('ingestMapFile', () => {
  it('takes a good package and shows it', async () => {
    expect((await send(makePackage(drawn))).status).toBe(204);
    expect((await tenant.get(`${path()}/map`)).body.placeId).toBe(home.building.id);
  });

  it('only checks in a dry run, also while a map is there', async () => {
    const good = makePackage(drawn);
    expect((await send(good, { importSetting: { isDryRun: true } })).status).toBe(204);
    expect((await tenant.get(`${path()}/map`)).status).toBe(404);
    expect((await send(good, { importSetting: { isDryRun: false } })).status).toBe(204);
    expect((await send(good)).status).toBe(409);
    expect((await send(good, { importSetting: { isDryRun: true } })).status).toBe(204);
    expect((await send({ ...good, unit: undefined }, { importSetting: { isDryRun: true } })).status).toBe(
      400,
    );
    expect((await tenant.remove(`${path()}/map`)).status).toBe(204);
    expect((await tenant.remove(`${path()}/map`)).status).toBe(404);
    expect((await send(good)).status).toBe(204);
  });

  it('does without sections, fixtures and correlation of units', async () => {
    const { building, footprint, level, unit } = makePackage({ ...drawn, room: null });
    expect((await send({ building, footprint, level, unit })).status).toBe(204);
  });

  it('shows a map late when the tenant is set so', async () => {
    await tenant.post('/_sandbox/settings', { mapLagMs: 3_600_000 });
    await send(makePackage(drawn));
    expect((await tenant.get(`${path()}/map/levels`)).status).toBe(404);
    expect((await send(makePackage(drawn))).status).toBe(409);
    tenant.advance(3_600_000);
    expect((await tenant.get(`${path()}/map/levels`)).body.value.length).toBe(1);
  });

  const bodies: [string, () => unknown, number?][] = [
    ['no file', () => ({ importSetting: { isDryRun: false } })],
    [
      'the parameter name of the page example',
      () => ({ file: zipPackage(makePackage(drawn)), importSettings: { isDryRun: true } }),
    ],
    [
      'a dry run that is no boolean',
      () => ({ file: zipPackage(makePackage(drawn)), importSetting: { isDryRun: 'yes' } }),
    ],
    ['an unknown setting', () => ({ file: zipPackage(makePackage(drawn)), importSetting: { force: true } })],
    ['text that is not base64', () => ({ file: 'päckage' })],
    ['base64 that is not a zip', () => ({ file: 'AAAA' })],
    ['a truncated zip', () => ({ file: zipPackage(makePackage(drawn)).slice(0, 400) })],
  ];
  it.each(bodies)('refuses %s', async (_what, body) => {
    const answer = await tenant.post(`${path()}/ingestMapFile`, body());
    expect([answer.status, (await tenant.get(`${path()}/map`)).status]).toEqual([400, 404]);
  });

  it('refuses places that are no buildings', async () => {
    const answer = await tenant.post(`/places/${home.floor.id}/microsoft.graph.building/ingestMapFile`, {
      file: '',
    });
    expect(answer.status).toBe(404);
  });
});

/** What is done to a good package, and what the importer must say. */
type Damage = [what: string, damage: (files: Package) => void, says: RegExp];
const edit = (type: string, change: (feature: Json) => void) => (files: Package) => change(files[type][0]);
const set = (type: string, name: string, value: unknown) =>
  edit(type, ({ properties }) => (properties[name] = value));
const drop = (type: string, name: string) => edit(type, ({ properties }) => delete properties[name]);
const shape = (type: string, coordinates: unknown) =>
  edit(type, (feature) => (feature.geometry = { type: 'Polygon', coordinates }));

const files: Damage[] = [
  ['a manifest', (all) => (all['manifest.json'] = '{}'), /^Import not supported for file manifest\.json$/],
  ['an opening file', (all) => (all['opening'] = []), /^Import not supported for file opening\.geojson$/],
  [
    'a capital letter',
    (all) => ((all['Unit.geojson'] = all['unit']), delete all['unit']),
    /^Import not supported for file Unit\.geojson$/,
  ],
  [
    'a folder',
    (all) => (all['map/unit.geojson'] = '{}'),
    /^Import not supported for file map\/unit\.geojson$/,
  ],
  ['an empty folder', (all) => (all['map/'] = ''), /^Import not supported for file map\/$/],
  ...['building', 'footprint', 'level', 'unit'].map((type): Damage => [
    `no ${type} file`,
    (all) => delete all[type],
    /required file/,
  ]),
  ['a file that is not JSON', (all) => (all['unit'] = '{'), /^Invalid JSON format in unit/],
  [
    'a byte order mark',
    (all) =>
      (all['unit.geojson'] = `\uFEFF${JSON.stringify({ type: 'FeatureCollection', features: all['unit'] })}`),
    /Invalid JSON/,
  ],
  ['a collection of another type', (all) => (all['unit'] = { type: 'Feature' }), /FeatureCollection/],
  [
    'a name on the collection',
    (all) => (all['unit'] = { type: 'FeatureCollection', name: 'x', features: all['unit'] }),
    /Expected token '}' not found/,
  ],
];

const MISLEADING = /^Invalid JSON format in \w+\.geojson\. Expected token '}' not found\.$/;
const properties: Damage[] = [
  ['an own property', set('unit', 'our_id', '1'), MISLEADING],
  ['accessibility', set('unit', 'accessibility', null), MISLEADING],
  ['address_id on the building', set('building', 'address_id', null), MISLEADING],
  ['display_point on a level', set('level', 'display_point', null), MISLEADING],
  ['display_point on a fixture', set('fixture', 'display_point', null), MISLEADING],
  ['directory_id on the footprint', set('footprint', 'directory_id', null), MISLEADING],
  ['places_category', set('unit', 'places_category', 'room'), MISLEADING],
  [
    'a property called __proto__',
    edit('unit', (feature) =>
      Object.defineProperty(feature.properties, '__proto__', { value: 1, enumerable: true }),
    ),
    MISLEADING,
  ],
  ['a member beside properties', edit('unit', (feature) => (feature.bbox = [])), MISLEADING],
  ['a name that is text', set('unit', 'name', 'Birch'), /label/],
  ['a name without a language', set('unit', 'name', {}), /label/],
  ['a name that is null inside', set('unit', 'name', { en: null }), /label/],
  ['an alt_name that is text', set('section', 'alt_name', 'x'), /label/],
  ['a level without a name', set('level', 'name', null), /label/],
  ['no short_name', drop('level', 'short_name'), /short_name.*required/],
  ['an unknown restriction', set('unit', 'restriction', 'private'), /restriction/],
  ['no category', drop('unit', 'category'), /category.*required/],
  ['a category with capitals', set('unit', 'category', 'Room'), /category/],
  ['a footprint that is unspecified', set('footprint', 'category', 'unspecified'), /category/],
  ['an ordinal with a fraction', set('level', 'ordinal', 1.5), /integer/],
  ['an ordinal as text', set('level', 'ordinal', '1'), /integer/],
  ['an outdoor level', set('level', 'outdoor', true), /outdoor.*false/],
  ['a level that does not say outdoor', drop('level', 'outdoor'), /outdoor.*required/],
  ['a level of no building', set('level', 'building_ids', []), /building_ids/],
  ['a footprint of no building', set('footprint', 'building_ids', null), /building_ids/],
  ['a rotation as text', set('fixture', 'rotation', '90'), /degrees/],
  ['a display point that is a list', set('unit', 'display_point', [10, 50]), /Point/],
  ['properties that are null', edit('unit', (feature) => (feature.properties = null)), /properties/],
];

const features: Damage[] = [
  ['an id that is no UUID', edit('unit', (feature) => (feature.id = 'unit-1')), /version 4/],
  [
    'a UUID of version 5',
    edit('unit', (feature) => (feature.id = 'c56a4180-65aa-5eec-a945-5fd21dec0538')),
    /version 4/,
  ],
  ['no id', edit('unit', (feature) => delete feature.id), /version 4/],
  [
    'the same id twice',
    (all) => (all['fixture'][0].id = (all['unit'][0].id as string).toUpperCase()),
    /used twice/,
  ],
  [
    'a feature in the wrong file',
    edit('unit', (feature) => (feature.feature_type = 'section')),
    /feature_type/,
  ],
  ['something that is no feature', (all) => all['unit'].push(null), /must be a Feature/],
  [
    'a building with a shape',
    edit('building', (feature) => (feature.geometry = { type: 'Point', coordinates: [1, 2] })),
    /must be null/,
  ],
  ['a unit without a shape', edit('unit', (feature) => (feature.geometry = null)), /Polygon/],
  ['a line', edit('unit', (feature) => (feature.geometry.type = 'LineString')), /Polygon/],
  [
    'a hole',
    shape('unit', [square(10, 50, 0.001), square(10.0002, 50.0002).reverse()]),
    /^DsApiRestClient\/InvokeActionAsync throw exception$/,
  ],
  [
    'a hole in a MultiPolygon',
    edit(
      'unit',
      (feature) =>
        (feature.geometry = {
          type: 'MultiPolygon',
          coordinates: [[square(10, 50, 0.001), square(10.0002, 50.0002)]],
        }),
    ),
    /^DsApiRestClient/,
  ],
  ['a clockwise ring', shape('unit', [square(10, 50).reverse()]), /counter-clockwise/],
  [
    'an open ring',
    shape('unit', [
      square(10, 50)
        .slice(0, -1)
        .concat([[10, 50.00005]]),
    ]),
    /not closed/,
  ],
  [
    'a ring of three',
    shape('unit', [
      [
        [10, 50],
        [11, 50],
        [10, 50],
      ],
    ]),
    /four positions/,
  ],
  [
    'a ring without area',
    shape('unit', [
      [
        [10, 50],
        [11, 50],
        [12, 50],
        [10, 50],
      ],
    ]),
    /no area/,
  ],
  [
    'a bow-tie',
    shape('unit', [
      [
        [10, 50],
        [14, 50],
        [14, 54],
        [12, 49],
        [10, 50],
      ],
    ]),
    /crosses itself/,
  ],
  ['three numbers', shape('unit', [square(10, 50).map((point) => [...point, 1])]), /longitude and latitude/],
  ['swapped latitude and longitude', shape('unit', [square(50, 100)]), /longitude and latitude/],
  [
    'a null coordinate',
    shape('unit', [
      [
        [10, null],
        [11, 50],
        [12, 50],
        [10, 50],
      ],
    ]),
    /longitude and latitude/,
  ],
  ['no ring', shape('unit', []), /needs a ring/],
  [
    'two buildings',
    (all) => all['building'].push({ ...all['building'][0], id: randomUUID() }),
    /exactly one building/,
  ],
  ['no building', (all) => (all['building'] = []), /exactly one building/],
  ['no level', (all) => ((all['level'] = []), (all['unit'] = [])), /needs a level/],
  ['no footprint', (all) => (all['footprint'] = []), /needs a footprint/],
  ['a footprint of another building', set('footprint', 'building_ids', [randomUUID()]), /not the building/],
  ['a level of another building', set('level', 'building_ids', [randomUUID()]), /not the building/],
  ['a unit on no level', set('unit', 'level_id', randomUUID()), /not a level/],
  ['a unit that does not say its level', drop('unit', 'level_id'), /level_id.*required/],
  ['a section on no level', set('section', 'level_id', randomUUID()), /not a level/],
  ['a fixture on no level', set('fixture', 'level_id', randomUUID()), /not a level/],
];

describe('a package is refused for', () => {
  it.each([...files, ...properties, ...features])('%s', async (_what, damage, says) => {
    const files = makePackage(drawn);
    damage(files);
    for (const isDryRun of [true, false]) {
      const answer = await send(files, { importSetting: { isDryRun } });
      expect(answer.body?.error.message ?? answer.status).toMatch(says);
      expect(answer.status).toBe(400);
    }
    expect((await tenant.get(`${path()}/map`)).status).toBe(404);
  });

  const correlation: [string, (drawn: Drawn) => Partial<Drawn>, RegExp][] = [
    ['another building', () => ({ building: randomUUID() }), /not correlated with the place/],
    [
      'a building that is not correlated',
      () => ({ building: null as unknown as string }),
      /not correlated with the place/,
    ],
    [
      'a level that is not correlated',
      () => ({ floor: null as unknown as string }),
      /level .* is not correlated/,
    ],
    ['a level that is no floor', ({ section }) => ({ floor: section ?? '' }), /cannot be correlated/],
    ['a floor that is not there', () => ({ floor: randomUUID() }), /does not exist/],
    ['an ordinal that is not the sort order', () => ({ ordinal: 0 }), /sort order/],
    ['a unit that is a desk', ({ desk }) => ({ room: desk }), /cannot be correlated/],
    ['a section that is a floor', ({ floor }) => ({ section: floor }), /cannot be correlated/],
    ['a fixture that is a room', ({ room }) => ({ desk: room }), /cannot be correlated/],
    [
      'a room by its mailbox id',
      ({ room }) => ({ room: tenant.sandbox.tenant.byPlaceId(room ?? '')?.id ?? null }),
      /does not exist/,
    ],
    ['a desk that is not there', () => ({ desk: randomUUID() }), /does not exist/],
  ];
  it.each(correlation)('%s', async (_what, change, says) => {
    const answer = await send(makePackage({ ...drawn, ...change(drawn) }));
    expect([answer.status, answer.body?.error.message]).toEqual([400, expect.stringMatching(says)]);
  });

  it('places of another building, or of another floor of this one', async () => {
    const other = await smallBuilding(tenant, 'South');
    const elsewhere = await send(makePackage({ ...drawn, floor: other.floor.id }));
    expect(elsewhere.body.error.message).toMatch(/not in the building/);
    const upstairs = await tenant.create('floor', 'Two', home.building.id, { sortOrder: 2 });
    const room = await tenant.create('room', 'Up', upstairs.id);
    const wrongFloor = await send(makePackage({ ...drawn, room: room.placeId }));
    expect(wrongFloor.body.error.message).toMatch(/not on the floor/);
  });

  it('two levels for one floor, and a floor without a sort order', async () => {
    const files = makePackage(drawn);
    files['level'].push({ ...files['level'][0], id: randomUUID() });
    expect((await send(files)).body.error.message).toMatch(/Two levels/);
    await tenant.patch(`/places/${home.floor.id}`, {
      '@odata.type': 'microsoft.graph.floor',
      sortOrder: null,
    });
    expect((await send(makePackage(drawn))).body.error.message).toMatch(/sort order/);
  });
});

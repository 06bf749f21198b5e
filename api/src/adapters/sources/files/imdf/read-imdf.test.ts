import { existsSync, readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { SourceFile } from '../../../../ports/source-reader.ts';
import { createFileSource } from '../file-source.ts';
import { file, folder, jsonFile, SHARED_IMDF } from '../testing/uploads.ts';

const square = (lon: number, lat: number, size: number): number[][] => [
  [lon, lat],
  [lon + size, lat],
  [lon + size, lat + size],
  [lon, lat + size],
  [lon, lat],
];
const polygon = (...rings: number[][][]) => ({ type: 'Polygon', coordinates: rings });
const feature = (id: unknown, properties: object, geometry: unknown = null) => ({
  type: 'Feature',
  id,
  geometry,
  properties,
});
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features });
const label = (text: string, tag = 'en') => ({ [tag]: text });

const LEVEL = feature(
  'l1',
  { name: label('Level 1'), ordinal: 1, building_ids: ['b1'], short_name: label('1') },
  polygon(square(18, 59, 0.001)),
);
const BUILDING = feature('b1', {
  name: label('Example House'),
  address_id: 'a1',
  display_point: { type: 'Point', coordinates: [18.0005, 59.0005] },
});
const ADDRESS = feature('a1', {
  address: 'Exempelgatan 1',
  locality: 'Stockholm',
  province: 'SE-AB',
  country: 'se',
  postal_code: '111 11',
});
const unit = (
  id: unknown,
  change: object = {},
  geometry: unknown = polygon(square(18.0001, 59.0001, 0.0001)),
) => feature(id, { category: 'conferenceroom', name: label('Birch'), level_id: 'l1', ...change }, geometry);

/** File name -> features; a string is the raw content of a file. */
type Archive = Record<string, unknown[] | string>;
const clean: Archive = {
  'manifest.json': JSON.stringify({ version: '1.0.0', created: '2026-01-01T00:00:00Z', language: 'en' }),
  'building.geojson': [BUILDING],
  'address.geojson': [ADDRESS],
  'level.geojson': [LEVEL],
  'unit.geojson': [unit('u1')],
};
const zip = (archive: Archive, at = ''): SourceFile =>
  file(
    'archive.zip',
    zipSync(
      Object.fromEntries(
        Object.entries(archive).map(([name, content]) => [
          `${at}${name}`,
          new TextEncoder().encode(
            typeof content === 'string' ? content : JSON.stringify(collection(...content)),
          ),
        ]),
      ),
    ),
  );
const read = (...files: SourceFile[]) => createFileSource().readFiles(files);
const bad = (findings: readonly { code: string; severity: string }[]) =>
  findings.filter(({ severity }) => severity !== 'info').map(({ code }) => code);

describe('a clean archive', () => {
  it('becomes a building; what it does not say stays unsaid', async () => {
    const { buildings, findings } = await read(zip(clean));
    expect(bad(findings)).toEqual([]);
    expect(buildings).toEqual([
      {
        key: 'b1',
        name: 'Example House',
        address: {
          street: 'Exempelgatan 1',
          city: 'Stockholm',
          state: 'AB',
          postalCode: '111 11',
          countryOrRegion: 'SE',
        },
        position: { latitude: 59.0005, longitude: 18.0005 },
        status: 'active',
        complete: true,
        source: { system: 'imdf', instance: 'b1', exportedAt: '2026-01-01T00:00:00Z' },
        carried: [
          {
            type: 'building',
            key: 'b1',
            category: 'unspecified',
            name: { en: 'Example House' },
            altName: null,
            restriction: null,
            language: 'en',
          },
        ],
        floors: [
          {
            key: 'l1',
            name: 'Level 1',
            ordinal: 1,
            shortName: '1',
            imdf: { shortName: { en: '1' } },
            published: true,
            outline: { type: 'geo', polygons: [[square(18, 59, 0.001)]] },
            spaces: [
              {
                key: 'u1',
                kind: 'room',
                name: 'Birch',
                category: 'conferenceroom',
                geometry: { type: 'geo', polygons: [[square(18.0001, 59.0001, 0.0001)]] },
                features: [],
                allocations: [],
              },
            ],
          },
        ],
      },
    ]);
  });

  it('shows the mapping that was used', async () => {
    const units = [
      unit('u1'),
      unit('u2'),
      unit('u3', { name: null }),
      unit('u4', { category: 'stairs', name: null }),
    ];
    const { findings, buildings } = await read(zip({ ...clean, 'unit.geojson': units }));
    expect(findings.filter(({ code }) => code === 'imdf-mapping').map(({ message }) => message)).toEqual([
      '2 units “conferenceroom” with a name: read as room',
      '1 unit “conferenceroom” without a name: drawn only, as other',
      '1 unit “stairs” without a name: drawn only, as structure',
    ]);
    expect(buildings[0]?.floors[0]?.spaces.map(({ kind }) => kind)).toEqual([
      'room',
      'room',
      'other',
      'structure',
    ]);
  });

  it('puts desks into the section they stand in', async () => {
    const desk = (id: string, lon: number, name: unknown = label(id)) =>
      feature(id, { category: 'desk', name, level_id: 'l1' }, polygon(square(lon, 59.0001, 0.00001)));
    const section = feature(
      's1',
      { category: 'private', name: label('North'), level_id: 'l1' },
      polygon(square(18.0001, 59, 0.0003)),
    );
    const { buildings } = await read(
      zip({
        ...clean,
        'section.geojson': [section],
        'fixture.geojson': [desk('in', 18.0002), desk('out', 18.0008), desk('unnamed', 18.0002, null)],
      }),
    );
    const spaces = new Map(buildings[0]?.floors[0]?.spaces.map((space) => [space.key, space]));
    expect([...spaces.values()].map(({ kind }) => kind)).toEqual([
      'section',
      'room',
      'desk',
      'desk',
      'other',
    ]);
    expect(spaces.get('in')?.parentKey).toBe('s1');
    expect(spaces.get('out')?.parentKey).toBeUndefined();
  });

  it('takes mailbox and place id from an archive that was correlated', async () => {
    const change = {
      smtp_address: 'Birch@contoso.example',
      directory_id: '0000-p',
      accessibility: ['wheelchair'],
    };
    const { buildings } = await read(zip({ ...clean, 'unit.geojson': [unit('u1', change)] }));
    expect(buildings[0]?.floors[0]?.spaces[0]).toMatchObject({
      mailbox: 'birch@contoso.example',
      placeIdHint: '0000-p',
      accessible: true,
    });
  });
});

describe('dirty archives are read with findings', () => {
  const twoBuildings: Archive = {
    ...clean,
    'building.geojson': [BUILDING, feature('b2', { name: label('Annex') })],
    'level.geojson': [
      LEVEL,
      feature(
        'l2',
        { name: label('A1'), ordinal: 1, building_ids: null },
        polygon(square(19.0001, 59.0001, 0.0005)),
      ),
    ],
    'footprint.geojson': [
      feature('f2', { category: 'ground', building_ids: ['b2'] }, polygon(square(19, 59, 0.001))),
    ],
    'unit.geojson': [unit('u1'), unit('u2', { level_id: 'l2' }, null)],
  };
  const named = (change: object) => ({
    ...clean,
    'level.geojson': [feature('l1', { ...LEVEL.properties, ...change }, LEVEL.geometry)],
  });
  const withUnits = (...units: unknown[]): Archive => ({ ...clean, 'unit.geojson': units });
  const without = (...names: string[]): Archive =>
    Object.fromEntries(Object.entries(clean).filter(([name]) => !names.includes(name)));
  const raw = (...features: unknown[]) => JSON.stringify(collection(...features));

  it.each<[string, Archive, string[], object]>([
    ['no manifest', without('manifest.json'), [], {}],
    ['an old manifest', { ...clean, 'manifest.json': '{"version":"1.0.0.beta.2"}' }, ['imdf-manifest'], {}],
    ['a manifest that is no JSON', { ...clean, 'manifest.json': '{' }, ['imdf-manifest'], {}],
    [
      'capital file names',
      { ...without('unit.geojson', 'level.geojson'), 'Unit.geojson': [unit('u1')], 'Level.GeoJSON': [LEVEL] },
      [],
      {},
    ],
    [
      'byte order marks',
      { ...clean, 'unit.geojson': `\ufeff${raw(unit('u1'))}`, 'level.geojson': `\ufeff${raw(LEVEL)}` },
      [],
      {},
    ],
    [
      'clockwise rings',
      withUnits(unit('u1', {}, polygon([...square(18.0001, 59.0001, 0.0001)].reverse()))),
      [],
      {},
    ],
    [
      'several polygons with a hole',
      withUnits(
        unit(
          'u1',
          {},
          {
            type: 'MultiPolygon',
            coordinates: [
              [square(18.0001, 59.0001, 0.0003), square(18.0002, 59.0002, 0.0001)],
              [square(18.0005, 59.0005, 0.0001)],
            ],
          },
        ),
      ),
      [],
      {},
    ],
    ['non-Latin labels', withUnits(unit('u1', { name: { ja: '会議室' } })), [], { name: '会議室' }],
    ['names that are plain text', withUnits(unit('u1', { name: 'Birch' })), [], {}],
    ['null geometry', withUnits(unit('u1', {}, null)), ['imdf-no-area'], {}],
    [
      'a point for an area',
      withUnits(unit('u1', {}, { type: 'Point', coordinates: [18, 59] })),
      ['imdf-no-area'],
      {},
    ],
    [
      'a position that is no number',
      withUnits(
        unit(
          'u1',
          {},
          polygon([
            [18, 59],
            ['x', 59],
            [18, 59],
          ] as never),
        ),
      ),
      ['imdf-no-area'],
      {},
    ],
    [
      'a category nobody knows',
      withUnits(unit('u1', { category: 'Retail' }, undefined), unit('u2')),
      ['imdf-category'],
      { kind: 'other' },
    ],
    ['no category', withUnits(unit('u1', { category: null })), [], { kind: 'other' }],
    [
      'an id twice',
      withUnits(unit('u1'), unit('u1', { name: label('Other') })),
      ['imdf-duplicate-id'],
      { name: 'Birch' },
    ],
    ['no id', withUnits(unit('u1'), unit(undefined), unit(null)), ['imdf-no-id'], {}],
    ['a number for an id', withUnits(unit(7)), [], { key: '7' }],
    [
      'a level that is not there',
      withUnits(unit('u1'), unit('u2', { level_id: 'l9' })),
      ['imdf-unknown-level'],
      {},
    ],
    [
      'no properties',
      withUnits(unit('u1'), { type: 'Feature', id: 'x', geometry: null }, null, 'text'),
      ['imdf-no-id', 'imdf-unknown-level'],
      {},
    ],
    [
      'a file without features',
      { ...clean, 'section.geojson': '{"type":"FeatureCollection"}' },
      ['imdf-no-features'],
      {},
    ],
    ['debris of an operating system', { ...clean, '__MACOSX/._unit.geojson': 'x', '.DS_Store': 'x' }, [], {}],
    ['files that IMDF does not have', { ...clean, 'readme.txt': 'hello', 'weird.geojson': '{' }, [], {}],
    ['ordinals that are halves', named({ ordinal: 1.5 }), [], {}],
    ['a level without a name', named({ name: null, short_name: null }), ['imdf-level-unnamed'], {}],
    ['building_ids that are null, in one building', named({ building_ids: null }), [], {}],
    ['building_ids that point nowhere, in one building', named({ building_ids: ['b9'] }), [], {}],
    ['an outdoor level', named({ outdoor: true }), [], {}],
  ])('%s', async (_what, archive, expected, first) => {
    const { buildings, findings } = await read(zip(archive, 'Some Folder/imdf/'));
    expect(bad(findings)).toEqual(expected);
    expect(buildings).toHaveLength(1);
    expect(buildings[0]?.floors[0]?.spaces[0]).toMatchObject({ key: 'u1', ...first });
  });

  it('several buildings share the levels by id, else by footprint', async () => {
    const { buildings } = await read(zip(twoBuildings));
    expect(
      buildings.map(({ name, floors }) => [name, floors.map(({ key, spaces }) => [key, spaces.length])]),
    ).toEqual([
      ['Example House', [['l1', 1]]],
      ['Annex', [['l2', 1]]],
    ]);
  });

  it('what was left out forbids conclusions about what is missing', async () => {
    const { buildings } = await read(zip(withUnits(unit('u1'), unit('u2', { level_id: 'l9' }))));
    expect(buildings[0]?.complete).toBe(false);
  });

  it('two levels at one height, and a level that does not say its height', async () => {
    const second = feature(
      'l2',
      { name: label('Outside'), ordinal: 1, outdoor: true, building_ids: null },
      polygon(square(18, 59, 0.001)),
    );
    const lost = feature(
      'l3',
      { name: label('Lost'), ordinal: null, building_ids: ['b1'] },
      polygon(square(18, 59, 0.001)),
    );
    const { buildings, findings } = await read(zip({ ...clean, 'level.geojson': [LEVEL, second, lost] }));
    expect(bad(findings)).toEqual(['duplicate-ordinal', 'imdf-no-ordinal']);
    expect(buildings[0]?.floors.map(({ problem }) => problem?.code)).toEqual([
      undefined,
      undefined,
      'imdf-no-ordinal',
    ]);
  });

  it.each<[string, Archive, string, string[]]>([
    [
      'the venue stands in for a missing building',
      {
        ...without('building.geojson'),
        'venue.geojson': [feature('v1', { name: label('Campus'), address_id: 'a1' })],
      },
      'Campus',
      ['imdf-no-building'],
    ],
    [
      'the venue names a nameless building',
      {
        ...clean,
        'building.geojson': [feature('b1', { name: null })],
        'venue.geojson': [feature('v1', { name: label('Campus') })],
      },
      'Campus',
      ['imdf-building-unnamed'],
    ],
    [
      'the address names what else is nameless',
      { ...clean, 'building.geojson': [feature('b1', {})], 'venue.geojson': [feature('v1', { name: null })] },
      'Exempelgatan 1',
      ['imdf-building-unnamed'],
    ],
    [
      'the file is the last resort',
      { ...without('address.geojson'), 'building.geojson': [feature('b1', {})] },
      'archive',
      ['imdf-building-unnamed'],
    ],
  ])('%s', async (_what, archive, name, expected) => {
    const { buildings, findings } = await read(zip(archive));
    expect(buildings.map((building) => building.name)).toEqual([name]);
    expect(bad(findings)).toEqual(expected);
  });

  it.each<[string, Archive, string]>([
    ['neither building nor venue', without('building.geojson'), 'imdf-empty'],
    ['no level', without('level.geojson'), 'imdf-empty'],
    ['units that are no JSON', { ...clean, 'unit.geojson': '{"features":[' }, 'json-syntax'],
    [
      'units with hostile keys',
      { ...clean, 'unit.geojson': '{"features":[{"__proto__":{}}]}' },
      'json-forbidden-key',
    ],
  ])('%s is refused', async (_what, archive, code) => {
    const { buildings, findings } = await read(zip(archive));
    expect(buildings).toEqual([]);
    expect(findings.filter(({ severity }) => severity === 'error').map((finding) => finding.code)).toEqual([
      code,
    ]);
  });

  it('the files can be uploaded side by side', async () => {
    const files = [
      jsonFile('building.geojson', collection(BUILDING)),
      jsonFile('level.geojson', collection(LEVEL)),
      jsonFile('unit.geojson', collection(unit('u1'))),
    ];
    expect((await read(...files)).buildings[0]?.floors[0]?.spaces).toHaveLength(1);
  });

  it('50,000 units are no trouble', async () => {
    const units = Array.from({ length: 50_000 }, (_, i) =>
      unit(`u${i}`, { category: 'nonpublic', name: null }),
    );
    const files = Object.entries({ building: [BUILDING], level: [LEVEL], unit: units });
    const { buildings, findings } = await read(
      ...files.map(([type, features]) => jsonFile(`${type}.geojson`, collection(...features))),
    );
    expect(bad(findings)).toEqual([]);
    expect(buildings[0]?.floors[0]?.spaces).toHaveLength(50_000);
  });
});

const missing = `skipped: ${SHARED_IMDF} is not there`;
if (!existsSync(SHARED_IMDF)) console.info(missing);

describe.skipIf(!existsSync(SHARED_IMDF))('real archives', () => {
  it('San Jose: four levels, 289 units, 43 rooms, every ring kept, no error', async () => {
    const { buildings, findings } = await read(...folder(`${SHARED_IMDF}/apple-san-jose-convention-center`));
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(bad(findings).sort()).toEqual(['duplicate-ordinal', 'imdf-manifest']);
    expect(buildings.map(({ name }) => name)).toEqual(['San Jose McEnery Convention Center']);
    const floors = buildings[0]?.floors ?? [];
    expect(floors.map(({ ordinal }) => ordinal)).toEqual([-1, 0, 1, 1]);
    const spaces = floors.flatMap((floor) => floor.spaces);
    expect(spaces).toHaveLength(289);
    expect(spaces.filter(({ kind }) => kind === 'room')).toHaveLength(43);
    const holes = spaces.filter(
      ({ geometry }) => geometry?.type === 'geo' && geometry.polygons.some((rings) => rings.length > 1),
    );
    expect(holes).toHaveLength(3);
  });

  it("the zip in Microsoft's documentation", async () => {
    const bytes = readFileSync(`${SHARED_IMDF}/microsoft-graph-docs-correlated/ingest-example.zip`);
    const { buildings, findings } = await read(file('ingest-example.zip', bytes));
    expect(bad(findings)).toEqual([]);
    expect(buildings[0]).toMatchObject({
      placeIdHint: expect.stringMatching(/^43ef9c3a/),
      floors: [{ spaces: [{ kind: 'other' }] }],
    });
  });
});

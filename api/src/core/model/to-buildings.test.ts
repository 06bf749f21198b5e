import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Position } from './building.ts';
import type { DraftBuilding, DraftFloor, DraftGeometry, DraftSpace } from './draft.ts';
import { toBuildings } from './to-buildings.ts';

const rect = (x0: number, y0: number, x1: number, y1: number): Position[] => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
  [x0, y0],
];
const local = (...rings: (readonly (readonly number[])[])[]): DraftGeometry => ({
  type: 'local',
  polygon: rings,
});

const floor = (change: Partial<DraftFloor> = {}): DraftFloor => ({
  path: '/buildings/0/floors/0',
  id: 'f1',
  name: 'Level 1',
  ordinal: 1,
  published: true,
  outline: local(rect(0, 0, 40, 20)),
  ...change,
});
const desk = (change: Partial<DraftSpace> = {}): DraftSpace => ({
  path: '/buildings/0/spaces/0',
  id: 'd1',
  kind: 'desk',
  floorId: 'f1',
  name: '1.001',
  bookable: true,
  ...change,
});
const building = (change: Partial<DraftBuilding> = {}): DraftBuilding => ({
  path: '/buildings/0',
  id: 'b1',
  name: 'Head Office',
  timeZone: 'Europe/Stockholm',
  address: { street: 'Exempelgatan 1', city: 'Stockholm', countryOrRegion: 'SE' },
  frame: { anchor: { latitude: 59.3, longitude: 18.1 } },
  complete: true,
  source: { system: 'test', instance: 'one' },
  floors: [floor()],
  spaces: [],
  ...change,
});

const codes = (drafts: readonly DraftBuilding[]) =>
  toBuildings(drafts).findings.map(({ code, severity, path }) => `${severity} ${code} ${path}`);

describe('hard errors block the building and name the place', () => {
  const section = (id: string, parentId?: string): DraftSpace =>
    desk({ id, kind: 'section', name: id, parentId, path: `/buildings/0/spaces/${id}` });

  it.each<[string, Partial<DraftBuilding>, string[]]>([
    [
      'two floors with one id',
      { floors: [floor(), floor({ path: '/buildings/0/floors/1', ordinal: 2 })] },
      ['duplicate-id /buildings/0/floors/1/id'],
    ],
    [
      'two spaces with one id',
      { spaces: [desk(), desk({ path: '/buildings/0/spaces/1' })] },
      ['duplicate-id /buildings/0/spaces/1/id'],
    ],
    ['a building id that cannot be kept', { id: 'a\u0000b' }, ['id-control-characters /buildings/0/id']],
    [
      'an unknown floor',
      { spaces: [desk({ floorId: 'f9' })] },
      ['unknown-floor /buildings/0/spaces/0/floorId'],
    ],
    [
      'an unknown parent',
      { spaces: [desk({ parentId: 's9' })] },
      ['unknown-parent /buildings/0/spaces/0/parentId'],
    ],
    [
      'a desk inside a desk',
      { spaces: [desk({ id: 'd0' }), desk({ path: '/x', parentId: 'd0' })] },
      ['bad-parent /x/parentId'],
    ],
    [
      'a section inside a section',
      { spaces: [section('a'), section('b', 'a')] },
      ['bad-parent /buildings/0/spaces/b/parentId'],
    ],
    [
      'a section of another floor',
      {
        floors: [floor(), floor({ id: 'f2', path: '/buildings/0/floors/1', ordinal: 2 })],
        spaces: [section('a'), desk({ path: '/x', floorId: 'f2', parentId: 'a' })],
      },
      ['bad-parent /x/parentId'],
    ],
    [
      'another floor than its own',
      {
        floors: [floor(), floor({ id: 'f2', path: '/buildings/0/floors/1', ordinal: 2 })],
        spaces: [desk({ path: '/x', floorId: 'f2', parentId: 'f1' })],
      },
      ['bad-parent /x/parentId'],
    ],
    [
      'sections that hold each other',
      { spaces: [section('a', 'b'), section('b', 'a')] },
      ['parent-cycle /buildings/0/spaces/a/parentId', 'parent-cycle /buildings/0/spaces/b/parentId'],
    ],
    [
      'a section that holds itself',
      { spaces: [section('a', 'a')] },
      ['parent-cycle /buildings/0/spaces/a/parentId'],
    ],
    ['a time zone that is none', { timeZone: 'Mars/Olympus' }, ['time-zone-unknown /buildings/0/timeZone']],
    ['an offset for a time zone', { timeZone: '+01:00' }, ['time-zone-unknown /buildings/0/timeZone']],
    [
      'a position in the sea',
      { position: { latitude: 0, longitude: 0 } },
      ['position-zero /buildings/0/position'],
    ],
    [
      'a latitude beyond the pole',
      { position: { latitude: 91, longitude: 0 } },
      ['coordinates-out-of-range /buildings/0/position'],
    ],
    [
      'an anchor that is not a number',
      { frame: { anchor: { latitude: NaN, longitude: 1 } } },
      ['coordinates-out-of-range /buildings/0/frame/anchor'],
    ],
    [
      'a mailbox on two spaces',
      {
        spaces: [
          desk({ mailbox: 'A@contoso.example' }),
          desk({ id: 'd2', path: '/x', mailbox: ' a@contoso.example' }),
        ],
      },
      ['mailbox-twice /x/mailbox'],
    ],
    [
      'an allocation that ends first',
      {
        spaces: [
          desk({ allocations: [{ email: 'a@contoso.example', from: '2026-02-02', to: '2026-02-01' }] }),
        ],
      },
      ['allocation-dates /buildings/0/spaces/0/allocations/0'],
    ],
    ['a building name of 101 characters', { name: 'x'.repeat(101) }, ['name-too-long /buildings/0/name']],
    [
      'a floor outline off the earth',
      {
        floors: [
          floor({
            outline: { type: 'geo', polygon: { type: 'Polygon', coordinates: [rect(170, 0, 190, 10)] } },
          }),
        ],
      },
      ['coordinates-out-of-range /buildings/0/floors/0/outline'],
    ],
  ])('%s', (_what, change, expected) => {
    const { buildings, findings } = toBuildings([building(change)]);
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code, path }) => `${code} ${path}`)).toEqual(expected);
    expect(buildings).toEqual([]);
  });

  it('names all of them at once', () => {
    const broken = building({
      timeZone: 'Nowhere',
      spaces: [desk({ floorId: 'f9' }), desk({ path: '/x', parentId: 'nobody' })],
    });
    expect(codes([broken]).filter((line) => line.startsWith('error'))).toHaveLength(4);
  });

  it('refuses more than 20,000 places, but draws as much as there is', () => {
    const many = (kind: DraftSpace['kind']) =>
      Array.from({ length: 20_001 }, (_, i) => desk({ id: `s${i}`, kind, name: `s${i}` }));
    expect(codes([building({ spaces: many('desk') })])).toEqual([
      'error too-many-spaces /buildings/0/spaces',
    ]);
    expect(toBuildings([building({ spaces: many('structure') })]).buildings).toHaveLength(1);
  });

  it('blocks only the building that is wrong, and both when they share an id or a mailbox', () => {
    const other = (change: Partial<DraftBuilding>) => building({ id: 'b2', path: '/buildings/1', ...change });
    const keys = (...drafts: DraftBuilding[]) => toBuildings(drafts).buildings.map(({ key }) => key);
    expect(keys(building(), other({ timeZone: 'Nowhere' }))).toEqual(['b1']);
    expect(keys(building(), other({ id: 'b1' }))).toEqual([]);
    const withMail = { spaces: [desk({ kind: 'room', mailbox: 'birch@contoso.example' })] };
    expect(keys(building(withMail), other(withMail))).toEqual([]);
  });
});

describe('softer problems stay with the item', () => {
  const only = (change: Partial<DraftBuilding>) => {
    const { buildings, findings } = toBuildings([building(change)]);
    return {
      found: findings.map(({ code, severity }) => `${severity} ${code}`),
      space: buildings[0]?.floors[0]?.spaces[0],
      building: buildings[0],
    };
  };

  it.each<[string, Partial<DraftSpace>, string, string | undefined]>([
    ['a long name', { name: 'x'.repeat(101) }, 'warning name-too-long', 'name-too-long'],
    [
      'a line break in a name',
      { name: 'a\nb' },
      'warning name-control-characters',
      'name-control-characters',
    ],
    [
      'a name that turns the direction',
      { name: 'a\u202eb' },
      'warning name-direction-marks',
      'name-direction-marks',
    ],
    [
      'a desk on another planet',
      { geometry: local(rect(100, 100, 102, 101)) },
      'warning desk-outside-floor',
      'desk-outside-floor',
    ],
    [
      'a desk half outside',
      { geometry: local(rect(39, 5, 40.9, 6)) },
      'warning space-outside-floor',
      undefined,
    ],
    [
      'a shape without an area',
      {
        geometry: local([
          [1, 1],
          [2, 2],
          [3, 3],
          [1, 1],
        ]),
      },
      'warning geometry-unusable',
      'geometry-unusable',
    ],
    [
      'a bow tie',
      {
        geometry: local([
          [1, 1],
          [3, 3],
          [3, 1],
          [1, 4],
          [1, 1],
        ]),
      },
      'warning ring-crosses-itself',
      undefined,
    ],
    ['an open ring', { geometry: local(rect(1, 1, 2, 2).slice(0, 4)) }, 'info ring-not-closed', undefined],
  ])('%s', (_what, change, finding, problem) => {
    const { found, space } = only({ spaces: [desk(change)] });
    expect(found).toContain(finding);
    expect(space?.problem?.code).toBe(problem);
  });

  it.each<[string, Partial<DraftBuilding>, string]>([
    ['an unpublished floor', { floors: [floor({ published: false })] }, 'info floor-unpublished'],
    [
      'a floor without any drawing',
      { floors: [floor({ outline: undefined })] },
      'warning floor-without-plan',
    ],
    [
      'a floor of four square metres',
      { floors: [floor({ outline: local(rect(0, 0, 2, 2)) })] },
      'warning outline-too-small',
    ],
    [
      'a floor that is drawn by its spaces',
      { floors: [floor({ outline: undefined })], spaces: [desk({ geometry: local(rect(0, 0, 2, 1)) })] },
      'info floor-without-outline',
    ],
    ['two floors at one height', { floors: [floor(), floor({ id: 'f2' })] }, 'warning duplicate-ordinal'],
    ['metres without a frame', { frame: undefined }, 'warning frame-missing'],
    ['no address', { address: undefined }, 'info address-missing'],
    ['a country that does not exist', { address: { countryOrRegion: 'XX' } }, 'warning country-unknown'],
    [
      'two desks on one element of the drawing',
      { spaces: [desk({ mapRef: 't' }), desk({ id: 'd2', mapRef: 't' })] },
      'warning duplicate-map-ref',
    ],
  ])('%s', (_what, change, finding) => {
    const { found, building: read } = only(change);
    expect(found).toContain(finding);
    expect(read).toBeDefined();
  });

  it('says nothing about a floor without drawing when the source never has one', () => {
    const { found, building: read } = only({
      withoutGeometry: true,
      floors: [floor({ outline: undefined })],
    });
    expect(found).toEqual([]);
    expect(read?.withoutGeometry).toBe(true);
  });

  it('accepts holes, clockwise rings, rooms on the facade and a hole that touches the outline', () => {
    const round = [...rect(0, 0, 40, 20)].reverse();
    const touching: Position[] = [
      [0, 10],
      [5, 12],
      [5, 8],
      [0, 10],
    ];
    const spaces = [
      desk({ geometry: local(rect(38, 5, 40, 6)) }),
      desk({ id: 'd2', geometry: local(rect(10, 0, 12, 1)) }),
    ];
    expect(only({ floors: [floor({ outline: local(round, touching) })], spaces }).found).toEqual([]);
  });

  it('does not spend more than linear time on an outline that is made to take long', () => {
    const teeth = Array.from({ length: 3000 }, (_, i): Position[] => [
      [i % 2 === 0 ? 0 : 40, i * 0.005],
      [i % 2 === 0 ? 40 : 0, i * 0.005],
    ]).flat();
    const comb: Position[] = [...teeth, [-1, 15], [-1, 0], [0, 0]];
    expect(only({ floors: [floor({ outline: local(comb) })] }).found).toContain('info ring-not-checked');
  });

  it('measures degrees in metres', () => {
    const geo = (ring: Position[]): DraftGeometry => ({
      type: 'geo',
      polygon: { type: 'Polygon', coordinates: [ring] },
    });
    const floors = [floor({ outline: geo(rect(18.06, 59.33, 18.061, 59.3305)) })];
    expect(
      only({ floors, spaces: [desk({ geometry: geo(rect(18.0602, 59.3301, 18.06022, 59.33011)) })] }).found,
    ).toEqual([]);
    expect(
      only({ floors, spaces: [desk({ geometry: geo(rect(18.07, 59.3301, 18.0701, 59.3302)) })] }).found,
    ).toEqual(['warning desk-outside-floor']);
  });
});

describe('what the source does not say', () => {
  it('stays undefined, and null stays null', () => {
    const { buildings } = toBuildings([
      building({
        address: undefined,
        spaces: [desk({ kind: 'room', bookable: undefined, phone: null, parentId: 'f1' })],
      }),
    ]);
    expect(buildings[0]?.floors[0]?.spaces[0]).toEqual({
      key: 'd1',
      kind: 'room',
      name: '1.001',
      features: [],
      phone: null,
      allocations: [],
    });
    expect(buildings[0]).not.toHaveProperty('address');
  });

  it('normalises what it does say', () => {
    const spaces = [
      desk({ id: 's', kind: 'section', name: ' North ' }),
      desk({
        parentId: 's',
        mailbox: ' Desk@Contoso.example ',
        allocations: [{ email: 'Ada@Contoso.example', to: null }],
      }),
    ];
    const [section, read] = toBuildings([building({ spaces })]).buildings[0]?.floors[0]?.spaces ?? [];
    expect(section?.name).toBe('North');
    expect(read).toMatchObject({
      parentKey: 's',
      mailbox: 'desk@contoso.example',
      allocations: [{ email: 'ada@contoso.example' }],
    });
  });
});

describe('any building that keeps the rules', () => {
  const id = fc.string({ minLength: 1, maxLength: 12 });
  const name = fc
    .string({ minLength: 1, maxLength: 40, unit: fc.constantFrom(...'aäñ日本-. 1'.split('')) })
    .filter((text) => text.trim() !== '');
  const drafts = fc
    .record({
      floorIds: fc.uniqueArray(id, { minLength: 1, maxLength: 4 }),
      spaces: fc.uniqueArray(
        fc.record({
          id,
          name,
          kind: fc.constantFrom('room', 'desk', 'section', 'other'),
          on: fc.nat(),
          at: fc.nat({ max: 30 }),
        }),
        {
          selector: (space) => space.id,
          maxLength: 30,
        },
      ),
    })
    .map(({ floorIds, spaces }) =>
      building({
        floors: floorIds.map((floorId, i) => floor({ id: floorId, ordinal: i })),
        spaces: spaces.map((space): DraftSpace => ({
          path: '/x',
          id: space.id,
          kind: space.kind,
          name: space.name,
          floorId: floorIds[space.on % floorIds.length] as string,
          geometry: local(rect(space.at, 1, space.at + 1.6, 1.8)),
        })),
      }),
    );

  it('converts without a finding and keeps every key', () => {
    fc.assert(
      fc.property(drafts, (draft) => {
        const { buildings, findings } = toBuildings([draft]);
        expect(findings).toEqual([]);
        expect(buildings[0]?.floors.map(({ key }) => key)).toEqual(draft.floors.map(({ id: key }) => key));
        const keys = buildings[0]?.floors.flatMap(({ spaces }) => spaces.map(({ key }) => key)) ?? [];
        expect(keys.sort()).toEqual(draft.spaces.map(({ id: key }) => key).sort());
      }),
      { numRuns: 100 },
    );
  });
});

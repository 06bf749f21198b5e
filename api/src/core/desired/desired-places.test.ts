import { describe, expect, it } from 'vitest';
import type { Building, Floor, Space } from '../model/building.ts';
import type { DesiredPlace } from '../model/place.ts';
import { desiredPlaces } from './desired-places.ts';

const space = (kind: Space['kind'], key: string, more: Partial<Space> = {}): Space => ({
  key,
  kind,
  name: `${kind} ${key}`,
  features: [],
  allocations: [],
  ...more,
});
const OUTLINE: NonNullable<Floor['outline']> = { type: 'local', polygons: [] };
const floor = (key: string, spaces: readonly Space[], more: Partial<Floor> = {}): Floor => ({
  key,
  name: `Level ${key}`,
  ordinal: 3,
  published: true,
  outline: OUTLINE,
  spaces,
  ...more,
});
const building = (floors: readonly Floor[], more: Partial<Building> = {}): Building => ({
  key: 'hq',
  name: 'Head Office',
  address: { street: 'Storgatan 1', city: 'Stockholm', countryOrRegion: 'SE' },
  timeZone: 'Europe/Stockholm',
  status: 'active',
  complete: true,
  source: { system: 'file', instance: 'hq' },
  floors,
  ...more,
});

const NOON = new Date('2026-03-02T12:00:00Z'); // a Monday
const placesOf = (of: Building, asOf = NOON): DesiredPlace[] => desiredPlaces(of, asOf).places;
const withKey = (places: readonly DesiredPlace[], key: string): DesiredPlace => {
  const found = places.find((place) => place.key === key);
  if (!found) throw new Error(`no place ${key}`);
  return found;
};
const onFloor = (...spaces: Space[]): DesiredPlace[] => placesOf(building([floor('3', spaces)]));

describe('hierarchy', () => {
  it('S31: desks without a section get one called Desks; rooms stay on the floor', () => {
    const places = onFloor(space('room', 'r'), space('desk', 'd'), space('workspace', 'w'));
    expect(places.map(({ type, key, parent }) => [type, key, parent?.key])).toEqual([
      ['building', 'hq', undefined],
      ['floor', '3', 'hq'],
      ['section', '3/desks', '3'],
      ['room', 'r', '3'],
      ['desk', 'd', '3/desks'],
      ['workspace', 'w', '3/desks'],
    ]);
    expect(withKey(places, '3/desks').fields).toEqual({ displayName: 'Desks' });
  });

  it('sections of the source come first; no Desks section when nothing needs it', () => {
    const places = onFloor(
      space('desk', 'd', { parentKey: 's' }),
      space('room', 'r', { parentKey: 's' }),
      space('section', 's'),
    );
    expect(places.map(({ key }) => key)).toEqual(['hq', '3', 's', 'd', 'r']);
    expect(withKey(places, 'r').parent).toEqual({ type: 'section', key: 's' });
  });

  it('a section of the source that is called Desks is used', () => {
    const places = onFloor(space('section', 's', { name: ' DESKS ' }), space('desk', 'd'));
    expect(withKey(places, 'd').parent?.key).toBe('s');
    expect(places.filter(({ type }) => type === 'section')).toHaveLength(1);
  });

  it('what is only drawn is no place', () => {
    expect(
      onFloor(space('amenity', 'a'), space('structure', 'b'), space('circulation', 'c'), space('other', 'd')),
    ).toHaveLength(2);
  });
});

describe('fields', () => {
  it('S26: a building has name, address and position, the anchor when it has no position', () => {
    const frame = { anchor: { latitude: 59, longitude: 18 }, rotation: 0, scale: 1 };
    expect(withKey(placesOf(building([], { frame })), 'hq').fields).toEqual({
      displayName: 'Head Office',
      address: { street: 'Storgatan 1', city: 'Stockholm', countryOrRegion: 'SE' },
      geoCoordinates: { latitude: 59, longitude: 18 },
    });
  });

  it('only what the source says is managed', () => {
    const full = space('room', 'r', {
      capacity: 8,
      accessible: true,
      phone: '+46 8',
      mailbox: 'R@Contoso.example',
    });
    expect(withKey(onFloor(full), 'r')).toMatchObject({
      fields: { displayName: 'room r', capacity: 8, isWheelChairAccessible: true, phone: '+46 8' },
      mailbox: 'r@contoso.example',
    });
    expect(withKey(onFloor(space('room', 'r')), 'r').fields).toEqual({ displayName: 'room r' });
    expect(withKey(onFloor(), '3').fields).toEqual({ displayName: 'Level 3', sortOrder: 3 });
  });

  it('a value that Microsoft would refuse costs the value, not the place', () => {
    const place = withKey(onFloor(space('room', 'r', { capacity: 2.5 })), 'r');
    expect(place.fields).toEqual({ displayName: 'room r' });
    expect(place.skip).toBeUndefined();
    expect(place.findings).toMatchObject([{ code: 'field-invalid', key: 'r' }]);
  });
});

describe('desk modes', () => {
  const modeOf = (desk: Partial<Space>, asOf = NOON, more: Partial<Building> = {}): unknown =>
    withKey(placesOf(building([floor('3', [space('desk', 'd', desk)])], more), asOf), 'd').fields.mode;
  const ada = { email: 'Ada@contoso.example' };
  const bo = { email: 'bo@contoso.example' };

  it.each([
    ['S32 allocated', { bookable: true, allocations: [ada] }, 'assigned'],
    ['S32 allocated, not bookable', { bookable: false, allocations: [ada] }, 'assigned'],
    ['S34 bookable', { bookable: true }, 'reservable'],
    ['S35 not bookable', { bookable: false }, 'unavailable'],
    ['not yet allocated', { bookable: true, allocations: [{ ...ada, from: '2026-03-03' }] }, 'reservable'],
    ['no longer allocated', { bookable: false, allocations: [{ ...ada, to: '2026-03-01' }] }, 'unavailable'],
    [
      'first and last day count',
      { allocations: [{ ...ada, from: '2026-03-02', to: '2026-03-02' }] },
      'assigned',
    ],
    ['on this weekday', { allocations: [{ ...ada, days: ['mo' as const] }] }, 'assigned'],
    [
      'on another weekday',
      { bookable: true, allocations: [{ ...ada, days: ['tu' as const] }] },
      'reservable',
    ],
    ['no address to assign to', { bookable: true, allocations: [{ email: 'nobody' }] }, 'reservable'],
  ] as const)('%s', (_what, desk, kind) => {
    expect(modeOf(desk)).toMatchObject({ kind });
  });

  it('S33: the first by order, then by start; an allocation without order comes before a second', () => {
    const first = (...allocations: Space['allocations']): unknown => modeOf({ allocations });
    expect(first({ ...bo, order: 2 }, ada)).toEqual({ kind: 'assigned', email: 'ada@contoso.example' });
    expect(first({ ...bo, from: '2026-02-01' }, { ...ada, from: '2026-01-01' })).toMatchObject({
      email: 'ada@contoso.example',
    });
  });

  it('several people are a warning that names nobody', () => {
    const place = withKey(onFloor(space('desk', 'd', { allocations: [ada, bo] })), 'd');
    expect(place.findings).toMatchObject([{ code: 'several-assignees', severity: 'warning' }]);
    expect(JSON.stringify(place.findings)).not.toMatch(/ada|bo@/i);
  });

  it('the day is the day in the building', () => {
    const allocations = [{ ...ada, from: '2026-03-03' }];
    const lateEvening = new Date('2026-03-02T23:30:00Z');
    expect(modeOf({ bookable: true, allocations }, lateEvening)).toMatchObject({ kind: 'assigned' });
    expect(modeOf({ bookable: true, allocations }, lateEvening, { timeZone: 'America/New_York' })).toEqual({
      kind: 'reservable',
    });
  });

  it('an unknown time zone is said, and read as UTC', () => {
    const wrong = building([floor('3', [space('desk', 'd', { allocations: [{ ...ada, days: ['mo'] }] })])], {
      timeZone: 'Mars/Olympus',
    });
    const { places, findings } = desiredPlaces(wrong, NOON);
    expect(findings).toMatchObject([{ code: 'time-zone-unknown' }]);
    expect(withKey(places, 'd').fields.mode).toMatchObject({ kind: 'assigned' });
  });

  it('a source that knows nothing about booking sets a mode at create only', () => {
    for (const kind of ['desk', 'workspace'] as const) {
      const place = withKey(onFloor(space(kind, 'x')), 'x');
      expect(place.fields).not.toHaveProperty('mode');
      expect(place.createOnly).toEqual({ mode: { kind: 'unavailable' } });
    }
  });
});

describe('left alone', () => {
  const skips = (places: readonly DesiredPlace[]): (string | undefined)[] =>
    places.map(({ skip }) => skip?.code);

  it('S12: an unpublished floor and everything on it', () => {
    const places = placesOf(building([floor('3', [space('desk', 'd')], { published: false })]));
    expect(skips(places)).toEqual([undefined, 'floor-unpublished', 'floor-unpublished', 'floor-unpublished']);
    expect(withKey(places, 'd').skip?.reason).toBe(
      'The floor "Level 3" is left alone, and so is everything below it.',
    );
    expect(places.flatMap(({ findings }) => findings)).toHaveLength(1);
  });

  it('S13, S46: a floor without outline and drawn spaces says what is missing', () => {
    const { outline: _outline, ...bare } = floor('3', [space('desk', 'd')]);
    const place = withKey(placesOf(building([bare])), '3');
    expect(place.skip?.code).toBe('floor-without-plan');
    expect(place.skip?.reason).toMatch(/not drawn or not saved in the source, or not published/);
    const drawn = { ...bare, spaces: [space('desk', 'd', { mapRef: 'table-1' })] };
    expect(withKey(placesOf(building([drawn])), '3').skip).toBeUndefined();
    expect(withKey(placesOf(building([bare], { withoutGeometry: true })), '3').skip).toBeUndefined();
  });

  it.each([
    ['draft', 'building-draft'],
    ['closed', 'building-closed'],
  ] as const)('a %s building as a whole', (status, code) => {
    const places = placesOf(building([floor('3', [space('desk', 'd')])], { status }));
    expect(new Set(skips(places))).toEqual(new Set([code]));
    expect(withKey(places, 'd').skip?.reason).toContain('building "Head Office"');
  });

  it('what the reader found a problem with', () => {
    const problem = { code: 'outside-floor', reason: 'It is outside its floor.' };
    const places = onFloor(space('desk', 'd', { problem }), space('desk', 'e'));
    expect(withKey(places, 'd').skip).toEqual(problem);
    expect(withKey(places, 'e').skip).toBeUndefined();
    expect(withKey(places, 'd').findings).toMatchObject([{ code: 'outside-floor', severity: 'error' }]);
  });

  it.each([
    ['', 'name-missing'],
    ['   ', 'name-missing'],
    ['x'.repeat(201), 'name-too-long'],
    ['x'.repeat(1_000_000), 'name-too-long'],
    ['evil\u202Eemos', 'name-invalid'],
    ['bell\u0007', 'name-invalid'],
  ])('a name that cannot be sent (case %#)', (name, code) => {
    const place = withKey(onFloor(space('room', 'r', { name })), 'r');
    expect(place.skip?.code).toBe(code);
    expect(JSON.stringify(place.findings).length).toBeLessThan(1000);
  });

  it('names of any script are fine, also on several lines', () => {
    const places = onFloor(
      space('room', 'r', { name: ' 会議室\n一 ' }),
      space('room', 'q', { name: 'קומה 3' }),
    );
    expect(withKey(places, 'r').fields.displayName).toBe('会議室 一');
    expect(withKey(places, 'q').skip).toBeUndefined();
  });

  it('all but the first of several with one name, type and parent', () => {
    const places = onFloor(
      space('room', 'a', { name: 'Birch' }),
      space('room', 'b', { name: 'birch ' }),
      space('desk', 'c', { name: 'Birch' }),
      space('section', 's'),
      space('room', 'd', { name: 'Birch', parentKey: 's' }),
    );
    expect(withKey(places, 'b').skip?.code).toBe('duplicate-name');
    expect(withKey(places, 'b').findings).toMatchObject([
      { code: 'duplicate-name', severity: 'error', key: 'b' },
    ]);
    for (const key of ['a', 'c', 'd']) expect(withKey(places, key).skip).toBeUndefined();
  });

  it('a second room with the same mailbox; a room with its own mailbox may share a name', () => {
    const places = onFloor(
      space('room', 'a', { name: 'Birch', mailbox: 'birch@contoso.example' }),
      space('room', 'b', { name: 'Elm', mailbox: 'BIRCH@contoso.example' }),
      space('room', 'c', { name: 'Birch', mailbox: 'birch2@contoso.example' }),
    );
    expect(withKey(places, 'b').skip?.code).toBe('duplicate-mailbox');
    expect(withKey(places, 'c').skip).toBeUndefined();
  });

  it('keys are only keys', () => {
    const places = onFloor(space('room', '__proto__'), space('desk', 'constructor'));
    expect(places.map(({ key }) => key)).toEqual(['hq', '3', '3/desks', '__proto__', 'constructor']);
  });
});

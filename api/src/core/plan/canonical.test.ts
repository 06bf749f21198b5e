import { describe, expect, it } from 'vitest';
import type { PlaceFields } from '../model/place.ts';
import { addressToSend, canonicalFields, normalName, sameField } from './canonical.ts';

const ada = { kind: 'assigned', email: 'ada@contoso.example' } as const;

describe('sameField', () => {
  it.each<[string, PlaceFields, PlaceFields]>([
    ['blanks around a name', { displayName: 'A' }, { displayName: ' A ' }],
    ['empty text and null', { phone: null }, { phone: '' }],
    ['cleared and never returned', { phone: null }, {}],
    [
      'a country by code and by name',
      { address: { countryOrRegion: 'SE' } },
      { address: { countryOrRegion: 'Sweden' } },
    ],
    [
      'a country in small letters',
      { address: { countryOrRegion: 'se' } },
      { address: { countryOrRegion: 'SE' } },
    ],
    [
      'parts of an address that are not managed',
      { address: { city: 'X' } },
      { address: { city: 'X', street: 'Y' } },
    ],
    ['no address and an empty one', { address: null }, { address: { city: null, street: '' } }],
    [
      'coordinates below 11 cm',
      { geoCoordinates: { latitude: 59.33260000004, longitude: 18 } },
      { geoCoordinates: { latitude: 59.3326, longitude: 18 } },
    ],
    [
      'an assignee in other letters',
      { mode: ada },
      { mode: { kind: 'assigned', email: 'Ada@Contoso.example ' } },
    ],
    [
      'a reason nobody manages',
      { mode: { kind: 'unavailable' } },
      { mode: { kind: 'unavailable', reason: 'New' } },
    ],
    ['a field the source does not name', {}, { capacity: 4 }],
  ])('%s are the same', (_what, wanted, live) => {
    for (const field of Object.keys({ ...wanted, ...live }) as (keyof PlaceFields)[])
      expect(sameField(field, wanted, live)).toBe(true);
  });

  it.each<[string, PlaceFields, PlaceFields]>([
    ['capital letters of a name', { displayName: 'a' }, { displayName: 'A' }],
    ['zero and nothing', { capacity: 0 }, { capacity: null }],
    ['ground floor and no order', { sortOrder: 0 }, {}],
    ['false and not returned', { isWheelChairAccessible: false }, {}],
    ['an address part to clear', { address: { city: null } }, { address: { city: 'X' } }],
    [
      'a metre',
      { geoCoordinates: { latitude: 1, longitude: 1 } },
      { geoCoordinates: { latitude: 1.00001, longitude: 1 } },
    ],
    ['two kinds of mode', { mode: { kind: 'reservable' } }, { mode: { kind: 'dropIn' } }],
    [
      'a mode Microsoft added later',
      { mode: { kind: 'reservable' } },
      { mode: { kind: 'other', odataType: '#x' } },
    ],
    ['two people', { mode: ada }, { mode: { ...ada, email: 'bo@contoso.example' } }],
    [
      'a managed reason',
      { mode: { kind: 'unavailable', reason: 'Paint' } },
      { mode: { kind: 'unavailable', reason: 'New' } },
    ],
  ])('%s differ', (_what, wanted, live) => {
    const [field] = Object.keys(wanted) as (keyof PlaceFields)[];
    expect(field && sameField(field, wanted, live)).toBe(false);
  });

  it('an assignee that Graph shows by id alone is ours when we wrote it', () => {
    const live: PlaceFields = { mode: { kind: 'assigned', email: null, userId: 'u1' } };
    const same = (written?: PlaceFields): boolean => sameField('mode', { mode: ada }, live, written);
    expect(same()).toBe(false);
    expect(same({ mode: ada })).toBe(true);
    expect(same({ mode: { ...ada, userId: 'u1' } })).toBe(true);
    expect(same({ mode: { ...ada, userId: 'u2' } })).toBe(false);
    expect(same({ mode: { ...ada, email: 'bo@contoso.example' } })).toBe(false);
  });
});

describe('canonicalFields', () => {
  it('is the same twice, and adds nothing', () => {
    const once = canonicalFields({
      displayName: ' A ',
      address: { street: ' ', countryOrRegion: 'Germany' },
      geoCoordinates: { latitude: 1.00000049, longitude: -0 },
      phone: '',
      mode: { ...ada, email: 'ADA@contoso.example' },
    });
    expect(once).toEqual({
      displayName: 'A',
      address: { street: null, countryOrRegion: 'DE' },
      geoCoordinates: { latitude: 1, longitude: -0 },
      phone: null,
      mode: ada,
    });
    expect(canonicalFields(once)).toEqual(once);
    expect(canonicalFields({})).toEqual({});
  });

  it('leaves a country it does not know as it is', () => {
    expect(canonicalFields({ address: { countryOrRegion: 'Atlantis' } }).address).toEqual({
      countryOrRegion: 'Atlantis',
    });
  });
});

it('addressToSend keeps the parts that nobody manages', () => {
  expect(addressToSend({ city: 'New' }, { city: 'Old', street: 'S 1', state: null })).toEqual({
    city: 'New',
    street: 'S 1',
    state: null,
  });
  expect(addressToSend(null, { city: 'Old' })).toBeNull();
});

it('normalName calls the same what people call the same', () => {
  expect(normalName('  Room\u00a0 A ')).toBe(normalName('room a'));
  expect(normalName('Ⅲ')).toBe('iii');
  expect(normalName('Rum Ä')).toBe(normalName('Rum A\u0308'));
});

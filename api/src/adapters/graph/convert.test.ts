import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PLACE_ORDER, type LivePlace, type PlaceFields, type PlaceMode } from '../../core/model/place.ts';
import { bodyOf, livePlaceOf } from './convert.ts';

const live = (json: object, asked?: LivePlace['type']): LivePlace => {
  const place = livePlaceOf(json, asked);
  if ('problem' in place) throw new Error(place.problem);
  return place;
};

const text = fc.string({ minLength: 1, maxLength: 12 });
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const part = orNull(text);
const coordinate = fc.double({ min: -90, max: 90, noNaN: true }).map((value) => value + 0);
const mode: fc.Arbitrary<PlaceMode> = fc.oneof(
  fc.constant<PlaceMode>({ kind: 'reservable' }),
  fc.constant<PlaceMode>({ kind: 'dropIn' }),
  fc.record(
    { kind: fc.constant('assigned' as const), email: text, userId: text },
    { requiredKeys: ['kind', 'email'] },
  ),
  fc.record({ kind: fc.constant('unavailable' as const), reason: part }, { requiredKeys: ['kind'] }),
);
const fields = fc.record(
  {
    displayName: text,
    address: orNull(
      fc.record(
        { street: part, city: part, state: part, postalCode: part, countryOrRegion: part },
        { requiredKeys: [] },
      ),
    ),
    geoCoordinates: orNull(fc.record({ latitude: coordinate, longitude: coordinate })),
    sortOrder: orNull(fc.integer()),
    capacity: orNull(fc.nat()),
    isWheelChairAccessible: orNull(fc.boolean()),
    phone: part,
    mode,
  },
  { requiredKeys: [] },
) as fc.Arbitrary<PlaceFields>;

describe('convert', () => {
  it('fields -> body -> what Graph returns -> fields is the identity', () => {
    fc.assert(
      fc.property(fields, fc.constantFrom(...PLACE_ORDER), fc.boolean(), (wanted, type, hash) => {
        const body = bodyOf({ kind: 'update', ref: 'a', type, id: 'p1', fields: wanted });
        const wire = JSON.stringify({ ...body, id: 'p1', placeId: 'p1', tags: [], label: null });
        const annotated = hash ? wire.replace('"microsoft.graph.', '"#microsoft.graph.') : wire;
        const place = live(JSON.parse(annotated) as object);
        expect(place.type).toBe(type);
        expect(place.fields).toEqual(JSON.parse(JSON.stringify(wanted)));
      }),
      { numRuns: 300 },
    );
  });

  it('writes the smallest body, with the type always', () => {
    const write = { kind: 'update', ref: 'a', type: 'floor', id: 'p1', fields: { sortOrder: 2 } } as const;
    expect(bodyOf(write)).toEqual({ '@odata.type': 'microsoft.graph.floor', sortOrder: 2 });
    expect(bodyOf({ ...write, fields: {}, parentId: 'b1' })).toEqual({
      '@odata.type': 'microsoft.graph.floor',
      parentId: 'b1',
    });
  });

  it('never creates a desk without a mode', () => {
    const create = {
      kind: 'create',
      ref: 'a',
      type: 'desk',
      parentId: 's1',
      fields: { displayName: 'D1' },
    } as const;
    expect(bodyOf(create)['mode']).toEqual({
      '@odata.type': '#microsoft.graph.unavailablePlaceMode',
      reason: 'New',
    });
    expect(bodyOf({ ...create, type: 'room' })).not.toHaveProperty('mode');
    expect(bodyOf({ ...create, type: 'building', parentId: null })).not.toHaveProperty('parentId');
  });

  it('leaves a mode alone that it does not know', () => {
    const place = live({
      '@odata.type': 'microsoft.graph.desk',
      id: 'd1',
      mode: { '@odata.type': '#microsoft.graph.hoverPlaceMode', height: 3 },
    });
    expect(place.fields.mode).toEqual({ kind: 'other', odataType: '#microsoft.graph.hoverPlaceMode' });
    const write = { kind: 'update', ref: 'a', type: 'desk', id: 'd1', fields: place.fields } as const;
    expect(bodyOf(write)).not.toHaveProperty('mode');
  });

  it('takes ids and mailboxes from where each type has them', () => {
    const room = { '@odata.type': '#microsoft.graph.room', id: 'm1', emailAddress: 'Oak@Contoso.example' };
    expect(live({ ...room, placeId: 'p1', parentId: 'f1' })).toMatchObject({
      id: 'm1',
      placeId: 'p1',
      parentId: 'f1',
      mailbox: 'oak@contoso.example',
    });
    expect(live(room)).toMatchObject({ id: 'm1', placeId: 'm1', parentId: null });
    const desk = { id: 'd1', mailboxDetails: { emailAddress: 'Desk1@contoso.example' } };
    expect(live(desk, 'desk')).toMatchObject({
      type: 'desk',
      placeId: 'd1',
      mailbox: 'desk1@contoso.example',
    });
    expect(live({ id: 'd2', mailboxDetails: null }, 'desk')).not.toHaveProperty('mailbox');
  });

  it('tolerates what Microsoft adds', () => {
    const place = live({
      '@odata.type': '#microsoft.graph.building',
      id: 'b1',
      wifiState: 'newMember',
      somethingNew: { deep: [1] },
      mode: {},
    });
    expect(place.fields).toEqual({});
  });

  it('says what is wrong with an answer it cannot use', () => {
    expect(livePlaceOf({ '@odata.type': '#microsoft.graph.desk' })).toHaveProperty('problem');
    expect(livePlaceOf({ id: 'x', '@odata.type': '#microsoft.graph.roomList' })).toHaveProperty('problem');
    expect(livePlaceOf('<html>')).toHaveProperty('problem');
  });
});

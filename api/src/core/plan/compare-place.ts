/** What differs between a desired place and the live one it is: only managed fields, in canonical form. */
import type { DesiredPlace, FieldName, KnownPlace, LivePlace, PlaceFields } from '../model/place.ts';
import { addressToSend, canonicalFields, sameField } from './canonical.ts';
import type { FieldChange } from './plan.ts';

/** In the order a person reads them. */
const FIELDS: readonly FieldName[] = [
  'displayName',
  'address',
  'geoCoordinates',
  'sortOrder',
  'capacity',
  'isWheelChairAccessible',
  'phone',
  'mode',
];

const NONE: readonly FieldChange[] = [];

/** Managed fields that differ from live; `after` is exactly what would be sent. */
export function fieldChanges(
  place: DesiredPlace,
  live: LivePlace,
  known: KnownPlace | undefined,
): readonly FieldChange[] {
  const differs = (field: FieldName): boolean => !sameField(field, place.fields, live.fields, known?.fields);
  if (!FIELDS.some(differs)) return NONE;
  const differing = FIELDS.filter(differs);
  const wanted = canonicalFields(place.fields);
  return differing.map((field) => ({
    field,
    before: live.fields[field] ?? null,
    after: field === 'address' ? addressToSend(wanted.address ?? null, live.fields.address) : wanted[field],
  }));
}

/** Everything a create sends, as changes from nothing. */
export function createChanges(fields: PlaceFields): readonly FieldChange[] {
  return FIELDS.filter((field) => fields[field] !== undefined).map((field) => ({
    field,
    before: null,
    after: fields[field],
  }));
}

/** The body of a write: the fields that the changes name, with their new values. */
export function fieldsOf(changes: readonly FieldChange[]): PlaceFields {
  return Object.fromEntries(changes.map(({ field, after }) => [field, after]));
}

/** Somebody edited it in Microsoft Places: the source still wants what we last wrote. */
export const changedByHand = (
  place: DesiredPlace,
  known: KnownPlace,
  changes: readonly FieldChange[],
): boolean =>
  changes.every(
    ({ field }) =>
      field !== 'parent' && known.fields[field] !== undefined && sameField(field, place.fields, known.fields),
  );

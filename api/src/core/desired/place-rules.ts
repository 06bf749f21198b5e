/** What Microsoft Places accepts as a value (graph-places.md section 5), checked before anything is sent. */
import type { Finding } from '../model/finding.ts';
import type { DesiredPlace, PlaceFields } from '../model/place.ts';
import { say, spoken } from '../model/sentence.ts';
import type { Sentence } from '../model/sentence.ts';

/** Why a place is left alone. */
export type Skip = NonNullable<DesiredPlace['skip']>;

const MAX_NAME = 200;
const MAX_ADDRESS_PART = 200;
const MAX_INT32 = 2_147_483_647;

/** Control characters, and the direction overrides that make a name read as another one. */
const FORBIDDEN = new RegExp('[\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069]', 'u');

/** A name on one line without the blanks around it; line breaks inside count as blanks. */
export const cleanName = (name: string): string => name.replace(/\s+/g, ' ').trim();

/** Why a name cannot be used, or null. */
export function nameProblem(name: string): Skip | null {
  if (name === '') return { code: 'name-missing', ...spoken({ reason: say`It has no name in the source.` }) };
  if (name.length > MAX_NAME)
    return {
      code: 'name-too-long',
      ...spoken({
        reason: say`Its name has ${{ count: name.length }} characters; Microsoft Places takes ${{ most: MAX_NAME }}.`,
      }),
    };
  if (FORBIDDEN.test(name))
    return {
      code: 'name-invalid',
      ...spoken({ reason: say`Its name contains control or direction-override characters.` }),
    };
  return null;
}

const isInt32 = (value: number, least: number): boolean =>
  Number.isInteger(value) && value >= least && value <= MAX_INT32;

/** One line per rule: the field, what it is called, the test, and the rule in words. */
const RULES: readonly {
  readonly field: 'address' | 'geoCoordinates' | 'sortOrder' | 'capacity';
  readonly called: Sentence;
  readonly rule: Sentence;
  readonly holds: (fields: PlaceFields) => boolean;
}[] = [
  {
    field: 'address',
    called: say`address`,
    rule: say`a part of it is longer than ${{ most: MAX_ADDRESS_PART }} characters`,
    holds: ({ address }) =>
      Object.values(address ?? {}).every((part: string | null) => (part ?? '').length <= MAX_ADDRESS_PART),
  },
  {
    field: 'geoCoordinates',
    called: say`position`,
    rule: say`it is not a place on the earth`,
    holds: ({ geoCoordinates: at }) =>
      at == null || (Math.abs(at.latitude) <= 90 && Math.abs(at.longitude) <= 180),
  },
  {
    field: 'sortOrder',
    called: say`level number`,
    rule: say`it has to be a whole number`,
    holds: ({ sortOrder }) => sortOrder == null || isInt32(sortOrder, -MAX_INT32),
  },
  {
    field: 'capacity',
    called: say`capacity`,
    rule: say`it has to be a whole number that is not negative`,
    holds: ({ capacity }) => capacity == null || isInt32(capacity, 0),
  },
];

/** Drops values that Microsoft would refuse, one finding each: one bad field must not cost the place. */
export function checkedFields(
  key: string,
  name: string,
  fields: PlaceFields,
): { readonly fields: PlaceFields; readonly findings: readonly Finding[] } {
  const broken = RULES.filter(({ holds }) => !holds(fields));
  const findings = broken.map(({ called, rule }): Finding => ({
    code: 'field-invalid',
    severity: 'warning',
    ...spoken({
      message: say`The ${{ called }} of "${{ name: name.slice(0, MAX_NAME) }}" is not sent: ${{ rule }}.`,
      hint: say`Correct it in the source.`,
    }),
    key,
  }));
  const good = { ...fields };
  for (const { field } of broken) delete good[field];
  return { fields: good, findings };
}

/**
 * Graph's own form of a field, so that equal things compare equal however the source or a person wrote them
 * (graph-places.md section 5).
 */
import type { Address, FieldName, PlaceFields, PlaceMode } from '../model/place.ts';

/** A name as two people would call it the same: for finding doubles and matches, never for writing. */
export const normalName = (name: string): string =>
  name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();

/** An e-mail address as it is compared and stored. */
export const canonicalEmail = (email: string): string => email.trim().toLowerCase();

const text = (value: string | null): string | null => {
  const trimmed = value === null ? '' : value.trim();
  return trimmed === '' ? null : trimmed;
};

let codeOfCountry: Map<string, string> | undefined;

/** Microsoft takes and shows alpha-2 or the English name of a country: both become alpha-2. */
function countryCode(value: string | null): string | null {
  const country = text(value);
  if (country === null || /^[A-Z]{2}$/.test(country)) return country;
  if (country.length === 2) return country.toUpperCase();
  codeOfCountry ??= englishCountries();
  return codeOfCountry.get(country.toLowerCase()) ?? country;
}

function englishCountries(): Map<string, string> {
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  // A retired code (DD, YU) names a country that has another one now.
  const current = codes.filter((code) => new Intl.Locale(`und-${code}`).region === code);
  const named = current.flatMap((code): [string, string][] => {
    const name = names.of(code);
    return name === undefined ? [] : [[name.toLowerCase(), code]];
  });
  return new Map(named);
}

const ADDRESS_PARTS = ['street', 'city', 'state', 'postalCode', 'countryOrRegion'] as const;

const addressPart = (part: keyof Address, value: string | null): string | null =>
  part === 'countryOrRegion' ? countryCode(value) : text(value);

function canonicalAddress(address: Address): Address {
  const clean: { -readonly [P in keyof Address]: Address[P] } = {};
  for (const part of ADDRESS_PARTS) {
    const value = address[part];
    if (value !== undefined) clean[part] = addressPart(part, value);
  }
  return clean;
}

/** Six decimals are 11 cm: what survives a round trip. */
const degrees = (value: number): number => Math.round(value * 1e6) / 1e6;

function canonicalMode(mode: PlaceMode): PlaceMode {
  switch (mode.kind) {
    case 'assigned': {
      const email = mode.email === null ? null : canonicalEmail(mode.email);
      return mode.userId === undefined
        ? { kind: 'assigned', email }
        : { kind: 'assigned', email, userId: mode.userId };
    }
    case 'unavailable':
      return mode.reason === undefined
        ? { kind: 'unavailable' }
        : { kind: 'unavailable', reason: text(mode.reason) };
    case 'reservable':
    case 'dropIn':
    case 'other':
      return mode;
  }
}

/** The fields in Graph's canonical form; a field that is not there stays away. */
export function canonicalFields(fields: PlaceFields): PlaceFields {
  const { displayName, address, geoCoordinates: at, sortOrder, capacity, phone, mode } = fields;
  return {
    ...(displayName !== undefined && { displayName: displayName.trim() }),
    ...(address !== undefined && { address: address && canonicalAddress(address) }),
    ...(at !== undefined && {
      geoCoordinates: at && { latitude: degrees(at.latitude), longitude: degrees(at.longitude) },
    }),
    ...(sortOrder !== undefined && { sortOrder: sortOrder && Math.trunc(sortOrder) }),
    ...(capacity !== undefined && { capacity: capacity && Math.trunc(capacity) }),
    ...(fields.isWheelChairAccessible !== undefined && {
      isWheelChairAccessible: fields.isWheelChairAccessible,
    }),
    ...(phone !== undefined && { phone: text(phone) }),
    ...(mode !== undefined && { mode: canonicalMode(mode) }),
  };
}

/** Only the managed parts count; no address at all reads as all parts empty. */
function sameAddress(wanted: Address | null, live: Address | null): boolean {
  return ADDRESS_PARTS.every((part) => {
    const want = wanted === null ? null : wanted[part];
    return want === undefined || addressPart(part, want) === addressPart(part, live?.[part] ?? null);
  });
}

/**
 * Graph may answer an assigned desk with the user's id alone. Then what we last wrote tells whether it is
 * still ours; without that the two cannot be compared and count as different.
 */
function sameAssignee(
  wanted: PlaceMode & { kind: 'assigned' },
  live: PlaceMode & { kind: 'assigned' },
  written: PlaceMode | undefined,
): boolean {
  if (wanted.email !== null && live.email !== null)
    return canonicalEmail(wanted.email) === canonicalEmail(live.email);
  if (wanted.userId != null) return wanted.userId === live.userId;
  if (live.userId == null || wanted.email === null || written?.kind !== 'assigned') return false;
  const ours = written.email !== null && canonicalEmail(written.email) === canonicalEmail(wanted.email);
  return ours && (written.userId == null || written.userId === live.userId);
}

function sameMode(wanted: PlaceMode, live: PlaceMode | undefined, written: PlaceMode | undefined): boolean {
  if (live?.kind !== wanted.kind) return false;
  if (wanted.kind === 'assigned' && live.kind === 'assigned') return sameAssignee(wanted, live, written);
  if (wanted.kind === 'unavailable' && live.kind === 'unavailable')
    return wanted.reason === undefined || text(wanted.reason) === text(live.reason ?? null);
  return true;
}

/**
 * Whether a managed field already is what the source wants.
 *
 * @param wanted fields of the source; a field that is not there is never different
 * @param live what Graph shows; a field it left out counts as empty
 * @param written what we last wrote, for values that Graph shows in another form
 */
export function sameField(
  field: FieldName,
  wanted: PlaceFields,
  live: PlaceFields,
  written?: PlaceFields,
): boolean {
  if (wanted[field] === undefined) return true;
  if (field === 'mode') return sameMode(wanted.mode as PlaceMode, live.mode, written?.mode);
  if (field === 'address') return sameAddress(wanted.address ?? null, live.address ?? null);
  if (field === 'geoCoordinates') return sameCoordinates(wanted.geoCoordinates, live.geoCoordinates);
  if (wanted[field] === live[field]) return true;
  return (canonicalFields(wanted)[field] ?? null) === (canonicalFields(live)[field] ?? null);
}

type Coordinates = PlaceFields['geoCoordinates'];
function sameCoordinates(wanted: Coordinates, live: Coordinates): boolean {
  if (!wanted || !live) return !wanted && !live;
  return (
    degrees(wanted.latitude) === degrees(live.latitude) &&
    degrees(wanted.longitude) === degrees(live.longitude)
  );
}

/**
 * The address to send: Graph does not say whether a PATCH merges an address, so parts that the source does
 * not manage travel along as they are.
 */
export function addressToSend(wanted: Address | null, live: Address | null | undefined): Address | null {
  return wanted === null ? null : { ...canonicalAddress(live ?? {}), ...canonicalAddress(wanted) };
}

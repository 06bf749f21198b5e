/** Every property of every place type: what may be written, when, and how it starts (graph-places.md section 5). */
import { badRequest, unreadable } from './exchange.ts';
import type { PlaceType } from './place-types.ts';
import {
  bool,
  complex,
  country,
  double,
  int32,
  isRecord,
  listOf,
  nullable,
  oneOf,
  text,
  unknownProperty,
  webAddress,
  type Check,
} from './value-checks.ts';

interface Property {
  readonly check: Check;
  /** `create`: only in POST. `never`: read-only. */
  readonly write: 'always' | 'create' | 'never';
  /** Value of a place that was created without it. */
  readonly initial: unknown;
}

const writable = (check: Check, initial: unknown = null): Property => ({ check, write: 'always', initial });
const readOnly: Property = { check: () => undefined, write: 'never', initial: undefined };

const optionalText = writable(nullable(text()));
const enablement = writable(oneOf('unknown', 'enabled', 'disabled'), 'unknown');
const line = nullable(text(200));
const address = complex('physicalAddress', {
  street: line,
  city: line,
  state: line,
  postalCode: line,
  countryOrRegion: nullable(country),
});
const number = nullable(double());
const geoCoordinates = complex(
  'outlookGeoCoordinates',
  {
    latitude: double(-90, 90),
    longitude: double(-180, 180),
    altitude: number,
    accuracy: number,
    altitudeAccuracy: number,
  },
  ['latitude', 'longitude'],
);
const resourceLink = complex(
  'resourceLink',
  { name: text(200, 1), value: webAddress, linkType: oneOf('url') },
  ['name', 'value', 'linkType'],
);

/** The mode has rules of its own (modes.ts); here it is only known to exist. */
const mode = writable(() => undefined);

const base: Readonly<Record<string, Property>> = {
  id: readOnly,
  placeId: readOnly,
  checkIns: readOnly,
  displayName: writable(text(200, 1)),
  parentId: writable(text(200, 1)),
  label: writable(line),
  address: writable(nullable(address)),
  geoCoordinates: writable(nullable(geoCoordinates)),
  isWheelChairAccessible: writable(nullable(bool), false),
  phone: optionalText,
  tags: writable(listOf(text(Infinity, 1)), []),
};

const PROPERTIES: Readonly<Record<PlaceType, Readonly<Record<string, Property>>>> = {
  building: {
    ...base,
    resourceLinks: writable(listOf(resourceLink), []),
    wifiState: enablement,
    map: readOnly,
  },
  floor: { ...base, sortOrder: writable(nullable(int32())) },
  section: base,
  room: {
    ...base,
    emailAddress: readOnly,
    nickname: writable(text(Infinity, 1)),
    bookingType: { check: oneOf('standard', 'reserved'), write: 'create', initial: 'standard' },
    capacity: writable(nullable(int32(0))),
    building: optionalText,
    floorNumber: writable(nullable(int32())),
    floorLabel: optionalText,
    audioDeviceName: optionalText,
    videoDeviceName: optionalText,
    displayDeviceName: optionalText,
    teamsEnabledState: enablement,
  },
  workspace: {
    ...base,
    emailAddress: readOnly,
    nickname: writable(text(Infinity, 1)),
    capacity: writable(nullable(int32(0))),
    displayDeviceName: optionalText,
    mode,
  },
  desk: {
    ...base,
    mode,
    mailboxDetails: { ...readOnly, initial: null },
    heightAdjustableState: enablement,
    displayDeviceName: optionalText,
    servicePlans: { ...readOnly, initial: [] },
  },
  roomList: { ...base, emailAddress: readOnly, rooms: readOnly, workspaces: readOnly },
};

/** Held outside {@link StoredPlace.props}. */
const APART = new Set([
  'id',
  'placeId',
  'checkIns',
  'parentId',
  'emailAddress',
  'map',
  'rooms',
  'workspaces',
]);

/** Names that `$select` may use. */
export const propertyNames = (type: PlaceType): ReadonlySet<string> => new Set(Object.keys(PROPERTIES[type]));

/** What a place of this type holds before anything is written to it. */
export function initialProps(type: PlaceType): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(PROPERTIES[type])
      .filter(([name]) => !APART.has(name))
      .map(([name, property]) => [name, property.initial]),
  );
}

/** Refuses a body with anything in it that may not be written. @returns the body without annotations */
export function checkBody(
  type: PlaceType,
  body: unknown,
  action: 'create' | 'update',
): Record<string, unknown> {
  if (!isRecord(body)) throw unreadable('The request body must be a JSON object.');
  const properties = PROPERTIES[type];
  const written: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    if (name === '@odata.type') continue;
    if (name.includes('@'))
      throw unreadable(`The annotation '${name}' is service metadata and cannot be sent.`);
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property === undefined) throw unknownProperty(name, type);
    if (property.write === 'never' || (property.write === 'create' && action === 'update')) {
      throw badRequest(`The property '${name}' of '${type}' is service metadata and cannot be changed.`);
    }
    property.check(value, name);
    written[name] = value;
  }
  return written;
}

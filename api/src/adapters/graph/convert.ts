/** Graph's JSON and our places, both ways. Pure. */
import type {
  Address,
  LivePlace,
  PlaceFields,
  PlaceId,
  PlaceMode,
  PlaceType,
} from '../../core/model/place.ts';
import type { PlaceWrite } from '../../ports/place-directory.ts';
import { graphPlace, type GraphPlace } from './schema.ts';

type Json = Readonly<Record<string, unknown>>;
type WriteWithBody = Exclude<PlaceWrite, { kind: 'remove' }>;

const TYPES: readonly string[] = [
  'building',
  'floor',
  'section',
  'room',
  'workspace',
  'desk',
] satisfies PlaceType[];
const MODES = {
  reservable: 'reservablePlaceMode',
  dropIn: 'dropInPlaceMode',
  assigned: 'assignedPlaceMode',
  unavailable: 'unavailablePlaceMode',
} as const;

/** `#microsoft.graph.desk` and `microsoft.graph.desk` are the same type. */
const shortType = (annotation: string): string => annotation.replace(/^#?microsoft\.graph\./, '');

/** The type an annotation names; undefined for room lists and whatever is added later. */
function placeTypeOf(annotation: string | null | undefined): PlaceType | undefined {
  const name = shortType(annotation ?? '');
  return TYPES.includes(name) ? (name as PlaceType) : undefined;
}

/**
 * A place from Graph's JSON, or what is wrong with it.
 *
 * @param asked the type of the list it came from: Microsoft's samples leave the annotation out there
 */
export function livePlaceOf(json: unknown, asked?: PlaceType): LivePlace | { readonly problem: string } {
  const read = graphPlace.safeParse(json);
  if (!read.success) {
    const [issue] = read.error.issues;
    return { problem: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a place'}` };
  }
  const place = read.data;
  const type = placeTypeOf(place['@odata.type']) ?? asked;
  if (type === undefined) return { problem: `unknown type ${String(place['@odata.type'])}` };
  const mailbox = (place.emailAddress || place.mailboxDetails?.emailAddress)?.toLowerCase();
  return {
    type,
    id: place.id,
    placeId: (place.placeId || place.id) as PlaceId,
    parentId: place.parentId || null,
    ...(mailbox && { mailbox }),
    fields: fieldsOf(place),
  };
}

/** Only what Graph returned: null stays null, missing stays missing. */
function fieldsOf(place: GraphPlace): PlaceFields {
  const { displayName, address, geoCoordinates: at, isWheelChairAccessible, phone } = place;
  const { sortOrder, capacity } = place;
  const mode = modeOf(place.mode);
  return {
    ...(displayName != null && { displayName }),
    ...(address !== undefined && { address: address && addressOf(address) }),
    ...(at !== undefined && { geoCoordinates: coordinatesOf(at) }),
    ...(sortOrder !== undefined && { sortOrder }),
    ...(capacity !== undefined && { capacity }),
    ...(isWheelChairAccessible !== undefined && { isWheelChairAccessible }),
    ...(phone !== undefined && { phone }),
    ...(mode !== undefined && { mode }),
  };
}

const ADDRESS_PARTS = ['street', 'city', 'state', 'postalCode', 'countryOrRegion'] as const;

function addressOf(address: NonNullable<GraphPlace['address']>): Address {
  const parts = ADDRESS_PARTS.map((part) => [part, address[part]] as const);
  return Object.fromEntries(parts.filter(([, value]) => value !== undefined));
}

function coordinatesOf(at: GraphPlace['geoCoordinates']): NonNullable<PlaceFields['geoCoordinates']> | null {
  if (at?.latitude == null || at.longitude == null) return null;
  return { latitude: at.latitude, longitude: at.longitude };
}

/** A mode without annotation says nothing: one of Microsoft's samples answers `"mode": {}`. */
function modeOf(mode: GraphPlace['mode']): PlaceMode | undefined {
  const odataType = mode?.['@odata.type'];
  if (!mode || !odataType) return undefined;
  switch (shortType(odataType)) {
    case MODES.reservable:
      return { kind: 'reservable' };
    case MODES.dropIn:
      return { kind: 'dropIn' };
    case MODES.assigned: {
      const { assignedUserEmailAddress: email = null, assignedUserId: userId } = mode;
      return { kind: 'assigned', email, ...(userId !== undefined && { userId }) };
    }
    case MODES.unavailable:
      return { kind: 'unavailable', ...(mode.reason !== undefined && { reason: mode.reason }) };
    default:
      return { kind: 'other', odataType };
  }
}

/** What PowerShell gives a desk without a mode: not bookable, no mailbox (graph-places.md section 7). */
const NEW_DESK: PlaceMode = { kind: 'unavailable', reason: 'New' };

/**
 * The smallest body that says what is wanted; never anything that was read (graph-places.md section 7, known
 * defects). A desk is always created with a mode, because pages contradict each other about the default.
 */
export function bodyOf(write: WriteWithBody): Json {
  const { fields } = write;
  const needsMode = write.kind === 'create' && write.type === 'desk';
  const mode = modeBody(fields.mode ?? (needsMode ? NEW_DESK : undefined));
  return {
    '@odata.type': `microsoft.graph.${write.type}`,
    ...pick(fields, ['displayName', 'address', 'geoCoordinates', 'sortOrder', 'capacity']),
    ...pick(fields, ['isWheelChairAccessible', 'phone']),
    ...(mode && { mode }),
    ...(write.parentId != null && { parentId: write.parentId }),
  };
}

function pick(fields: PlaceFields, names: readonly Exclude<keyof PlaceFields, 'mode'>[]): Json {
  const pairs = names.map((name) => [name, fields[name]] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

/** The whole mode, since Graph replaces it as one object; either e-mail or user id is enough for an assigned desk. */
function modeBody(mode: PlaceMode | undefined): Json | undefined {
  if (mode === undefined || mode.kind === 'other') return undefined;
  const body = { '@odata.type': `#microsoft.graph.${MODES[mode.kind]}` };
  if (mode.kind === 'unavailable' && mode.reason !== undefined) return { ...body, reason: mode.reason };
  if (mode.kind !== 'assigned') return body;
  return {
    ...body,
    ...(mode.email !== null && { assignedUserEmailAddress: mode.email }),
    ...(mode.userId != null && { assignedUserId: mode.userId }),
  };
}
